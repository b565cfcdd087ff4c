"""Where the words of a query stand in a page: the passage that says most of it, in pieces with offsets."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from riwaya.model import Article, Block, BlockKind
from riwaya.search.forms import Form, form_of
from riwaya.search.query import Atom, Query
from riwaya.text import Token, Words, read_words, tokenise

_WIDTH = 40  # words of a snippet
_READ = 2  # passages that are read exactly
_WORD = re.compile(r"[\w\u064b-\u065f\u0670\u0640]+")
_LEAD = 8  # of them before the first that was looked for


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a page, as they stand from `start` to `end`; marked where they were looked for."""

    text: str
    start: int
    end: int
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """A snippet, and the words of the query that the page (or the stretch of it) lacks."""

    snippet: tuple[Piece, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Passage:
    title: bool
    tokens: tuple[Token, ...]
    hits: dict[int, frozenset[int]]  # place of a token -> groups of the query that it belongs to


def see_page(article: Article, query: Query) -> Seen:
    """Look for `query` in an article. Its words are looked up as they stand, and only the passages that hold most of
    them are read exactly."""
    if any(a.phrase or not a.forms[0].stem[:1] > "\u0620" for g in query.groups for a in g):
        return see(read_words(article), query)
    wanted = [
        ({s for a in g for s in a.forms[0].stems}, {x for a in g for x in a.forms[0].lemmas}) for g in query.groups
    ]
    said: list[tuple[frozenset[int], Block]] = []
    for part in article.parts:
        forms = {form_of(w) for w in _WORD.findall(article.text, part.start, part.end)}
        stems, lemmas = {f.stem for f in forms}, {f.lemma for f in forms}
        held = (n for n, (s, x) in enumerate(wanted) if not stems.isdisjoint(s) or not lemmas.isdisjoint(x))
        said.append((frozenset(held), part))
    most = max((len(groups) for groups, _ in said), default=0)
    best = sorted((part for groups, part in said if len(groups) == most), key=lambda p: p.start)[:_READ]
    seen = see(read_words(replace(article, parts=tuple(best))), query)
    there = frozenset[int]().union(*(groups for groups, _ in said))
    missing = tuple(" | ".join(a.text for a in g) for n, g in enumerate(query.groups) if n not in there)
    return Seen(seen.snippet, missing)


def see(words: Words, query: Query, within: tuple[int, int] | None = None) -> Seen:
    """Look for `query` in an article, or in the stretch `within` of its page."""
    passages = [p for p in (_look(words, query, x, within) for x in range(len(words.passages))) if p.tokens]
    there = {g for p in passages for groups in p.hits.values() for g in groups}
    missing = tuple(" | ".join(a.text for a in g) for n, g in enumerate(query.groups) if n not in there)
    if not passages:
        return Seen((), missing)
    best = max(((p, *_window(p)) for p in passages), key=lambda x: (x[1], not x[0].title))
    passage, _, low = best
    high = len(passage.tokens) if within else min(low + _WIDTH, len(passage.tokens))
    return Seen(_pieces(words, passage, 0 if within else low, high), missing)


def _look(words: Words, query: Query, n: int, within: tuple[int, int] | None) -> _Passage:
    passage = words.passages[n]
    tokens = tuple(
        t for t in tokenise(passage.folded) if within is None or (within[0] <= t.start and t.end <= within[1])
    )
    forms = [form_of(words.text(t.start, t.end)) for t in tokens]
    hits: dict[int, set[int]] = {}
    for group, atoms in enumerate(query.groups):
        for atom in atoms:
            for at in _places(forms, atom):
                for i in range(at, at + len(atom.forms)):
                    hits.setdefault(i, set()).add(group)
    return _Passage(passage.kind is BlockKind.TITLE, tokens, {i: frozenset(g) for i, g in hits.items()})


def _places(forms: Sequence[Form], atom: Atom) -> list[int]:
    if atom.phrase:
        wanted = [f.stem for f in atom.forms]
        size = len(wanted)
        return [i for i in range(len(forms) - size + 1) if all(forms[i + k].stem == w for k, w in enumerate(wanted))]
    stems, lemmas = set(atom.forms[0].stems), set(atom.forms[0].lemmas)
    return [i for i, f in enumerate(forms) if f.stem in stems or f.lemma in lemmas]


def _window(passage: _Passage) -> tuple[float, int]:
    """The most that a stretch of the passage says of the query (each word of it once, further ones a little), and
    where the stretch begins."""
    places = sorted(passage.hits)
    best, low = 0.0, 0
    for i, first in enumerate(places):
        start = max(0, min(first - _LEAD, len(passage.tokens) - _WIDTH))
        inside = [p for p in places[i:] if p < start + _WIDTH]
        groups = {g for p in inside for g in passage.hits[p]}
        said = len(groups) + 0.01 * min(len(inside), 20)
        if said > best:
            best, low = said, start
    return best, low


def _pieces(words: Words, passage: _Passage, low: int, high: int) -> tuple[Piece, ...]:
    """The page's own words from one token to another, hits apart from what stands between them."""
    pieces: list[Piece] = []
    at = passage.tokens[low].start
    for i in range(low, high):
        if i not in passage.hits:
            continue
        token = passage.tokens[i]
        if token.start > at:
            pieces.append(Piece(words.text(at, token.start), at, token.start))
        pieces.append(Piece(words.text(token.start, token.end), token.start, token.end, True))
        at = token.end
    end = passage.tokens[high - 1].end
    if end > at:
        pieces.append(Piece(words.text(at, end), at, end))
    return tuple(pieces)
