"""Where the words of a query stand in a page: the stretch that says most of it, in pieces with offsets.

The index knows where they stand, by the number of the word (`Places`), so that of a page only the words that are shown
are looked at closely. A page whose words do not stand there (older rules made its index) is read whole.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from riwaya.likeness import stopwords
from riwaya.model import Article, BlockKind
from riwaya.search.forms import form_of
from riwaya.search.query import Atom, Query
from riwaya.store.index import TITLE_MOST, Places
from riwaya.text import Token, read_words, tokenise, words_in

_WIDTH = 40  # words of a snippet
_LEAD = 8  # of them before the first that was looked for

_Firsts = list[tuple[int, int]]  # numbers of the first words of passages, in order, each with its passage


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
class _Run:
    """Words in a row, by their numbers in a passage."""

    passage: int
    low: int
    high: int


def wanted(query: Query) -> tuple[frozenset[str], frozenset[str]]:
    """The words as written, and the lemmas, whose places tell where a query stands."""
    atoms = [a for g in query.groups for a in g]
    words = {s for a in atoms for s in _stems(a)}
    return frozenset(words), frozenset(x for a in atoms if not a.phrase for x in a.forms[0].lemmas)


def _stems(atom: Atom) -> tuple[str, ...]:
    return tuple(f.stem for f in atom.forms) if atom.phrase else atom.forms[0].stems


class Looked:
    """An article in which a query was looked for; `places` are those of its `wanted` words."""

    def __init__(self, article: Article, query: Query, places: Places) -> None:
        self._words = read_words(article)
        self._query = query
        self._tokens: dict[int, tuple[Token, ...]] = {}
        said = [words_in(p.folded.text) for p in self._words.passages]
        light = stopwords()
        self._sizes = [len(words) for words in said]
        self._heavy = [[i for i, w in enumerate(words) if w not in light and len(w) > 1] for words in said]
        # for each passage, by the number of a word: the groups of the query that it belongs to
        self._hits = self._standing(places, *self._numbers())

    def see(self, within: tuple[int, int] | None = None) -> Seen:
        """What the article, or the stretch `within` of its page, says of the query."""
        runs = [r for n in range(len(self._sizes)) if (r := self._run(n, within)).low < r.high]
        there = {g for r in runs for i, groups in self._hits[r.passage].items() if r.low <= i < r.high for g in groups}
        missing = tuple(" | ".join(a.text for a in g) for n, g in enumerate(self._query.groups) if n not in there)
        if not runs:
            return Seen((), missing)
        best, _, low = max(((r, *self._window(r)) for r in runs), key=lambda x: (x[1], not self._is_title(x[0])))
        shown = best if within else _Run(best.passage, low, min(low + _WIDTH, best.high))
        if not self._true(shown):
            self._hits = self._by_reading()
            return self.see(within)
        return Seen(self._pieces(shown), missing)

    def _is_title(self, run: _Run) -> bool:
        return self._words.passages[run.passage].kind is BlockKind.TITLE

    # ------------------------------------------------------------------ where the words stand

    def _numbers(self) -> tuple[_Firsts, _Firsts]:
        """Which number in the index the first word of each passage has, and its first lemma."""
        words: _Firsts = []
        lemmas: _Firsts = []
        word = lemma = 0
        for title in (True, False):
            first = word
            for n, passage in enumerate(self._words.passages):
                if (passage.kind is BlockKind.TITLE) is title:
                    word += word > first  # a `BREAK` between passages
                    words.append((word, n))
                    lemmas.append((lemma, n))
                    word += self._sizes[n]
                    lemma += len(self._heavy[n])
            word, lemma = min(word, TITLE_MOST) + 1, min(lemma, TITLE_MOST) + 1
        return words, lemmas

    def _standing(self, places: Places, words: _Firsts, lemmas: _Firsts) -> list[dict[int, set[int]]]:
        hits: list[dict[int, set[int]]] = [{} for _ in self._sizes]
        for group, atoms in enumerate(self._query.groups):
            for atom in atoms:
                if atom.phrase:
                    at = _in_a_row(atom, places.words)
                else:
                    at = [x for s in _stems(atom) for x in places.words.get(s, ())]
                    for number in (x for s in atom.forms[0].lemmas for x in places.lemmas.get(s, ())):
                        n, i = _passage_of(number, lemmas)
                        if i < len(self._heavy[n]):
                            hits[n].setdefault(self._heavy[n][i], set()).add(group)
                for n, i in (_passage_of(number, words) for number in at):
                    if i < self._sizes[n]:
                        hits[n].setdefault(i, set()).add(group)
        return hits

    def _by_reading(self) -> list[dict[int, set[int]]]:
        """The same from the words of the page themselves."""
        stems: dict[str, list[int]] = {}
        lemmas: dict[str, list[int]] = {}
        first_words, first_lemmas = self._numbers()
        for (word, n), (lemma, _) in zip(first_words, first_lemmas, strict=True):
            forms = [form_of(self._words.text(x.start, x.end)) for x in self._cut(n)]
            for i, form in enumerate(forms, word):
                stems.setdefault(form.stem, []).append(i)
            for i, at in enumerate(self._heavy[n], lemma):
                lemmas.setdefault(forms[at].lemma, []).append(i)
        return self._standing(Places(stems, lemmas), first_words, first_lemmas)

    def _true(self, run: _Run) -> bool:
        """Whether the words of a run are what the index takes them for."""
        tokens = self._cut(run.passage)
        for i, groups in self._hits[run.passage].items():
            if run.low <= i < run.high:
                form = form_of(self._words.text(tokens[i].start, tokens[i].end))
                atoms = [a for g in groups for a in self._query.groups[g]]
                if not any(form.stem in _stems(a) or (form.lemma in a.forms[0].lemmas) for a in atoms):
                    return False
        return True

    # ------------------------------------------------------------------ what is shown

    def _cut(self, n: int) -> tuple[Token, ...]:
        if n not in self._tokens:
            self._tokens[n] = tuple(tokenise(self._words.passages[n].folded))
        return self._tokens[n]

    def _run(self, n: int, within: tuple[int, int] | None) -> _Run:
        if within is None:
            return _Run(n, 0, self._sizes[n])
        passage = self._words.passages[n]
        if passage.end <= within[0] or within[1] <= passage.start:
            return _Run(n, 0, 0)
        inside = [i for i, x in enumerate(self._cut(n)) if within[0] <= x.start and x.end <= within[1]]
        return _Run(n, inside[0], inside[-1] + 1) if inside else _Run(n, 0, 0)

    def _window(self, run: _Run) -> tuple[float, int]:
        """The most that a stretch of the run says of the query (each word of it once, further ones a little), and
        where the stretch begins."""
        hits = self._hits[run.passage]
        places = sorted(i for i in hits if run.low <= i < run.high)
        best, low = 0.0, run.low
        for n, first in enumerate(places):
            start = max(run.low, min(first - _LEAD, run.high - _WIDTH))
            inside = [p for p in places[n:] if p < start + _WIDTH]
            said = len({g for p in inside for g in hits[p]}) + 0.01 * min(len(inside), 20)
            if said > best:
                best, low = said, start
        return best, low

    def _pieces(self, run: _Run) -> tuple[Piece, ...]:
        """The page's own words of a run, hits apart from what stands between them."""
        words, tokens, hits = self._words, self._cut(run.passage), self._hits[run.passage]
        pieces: list[Piece] = []
        at, end = tokens[run.low].start, tokens[run.high - 1].end
        for i in sorted(i for i in hits if run.low <= i < run.high):
            token = tokens[i]
            if token.start > at:
                pieces.append(Piece(words.text(at, token.start), at, token.start))
            pieces.append(Piece(words.text(token.start, token.end), token.start, token.end, True))
            at = token.end
        if end > at:
            pieces.append(Piece(words.text(at, end), at, end))
        return tuple(pieces)


def _passage_of(number: int, firsts: _Firsts) -> tuple[int, int]:
    """The passage in which the word of a number stands, and how far in it."""
    first, n = firsts[max(0, bisect_right(firsts, (number, len(firsts))) - 1)]
    return n, max(0, number - first)


def _in_a_row(atom: Atom, places: Mapping[str, Sequence[int]]) -> list[int]:
    """The numbers of the words of a phrase, wherever it stands."""
    first, *rest = atom.forms
    sets = [frozenset(places.get(f.stem, ())) for f in rest]
    begins = [x for x in places.get(first.stem, ()) if all(x + k in there for k, there in enumerate(sets, 1))]
    return [x + k for x in begins for k in range(len(atom.forms))]
