"""`Lexicon`: many words and phrases looked up in one pass over the tokens, clitics allowed.

An entry is a phrase of one or more words with a payload. The first word of a phrase may carry
attached particles («وبالكرملين» finds «الكرملين»); the last may carry a pronoun where the entry
allows it. The longest phrase wins at a place, and hits do not overlap. Cost: one dictionary
look-up per possible cut of a token, whatever the number of entries.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, NamedTuple, TypeVar

from riwaya.remembered import remembered
from riwaya.text.fold import Folded, fold_word
from riwaya.text.tokens import Cut, Token, split_clitics

T = TypeVar("T")


class Hit(NamedTuple, Generic[T]):
    """`first:last` are token indices (last excluded); `start:end` page offsets without clitics."""

    payload: T
    first: int
    last: int
    start: int
    end: int
    cut: Cut


class _Entry(NamedTuple, Generic[T]):
    rest: tuple[str, ...]
    payload: T
    particles: str
    article: bool
    pronoun: bool


class Lexicon(Generic[T]):
    """Phrases with payloads. `add` all of them, then `find` as often as needed."""

    def __init__(self) -> None:
        self._by_first: dict[str, list[_Entry[T]]] = {}
        self._added = 0

    def __len__(self) -> int:
        return sum(map(len, self._by_first.values()))

    def add(
        self, phrase: str, payload: T, *, particles: str = "وفبلكس", article: bool = False, pronoun: bool = False
    ) -> None:
        """Add `phrase` (folded here). `particles`: one-letter proclitics its first word may carry;
        `article`: it may also carry ال that the phrase lacks; `pronoun`: its last word may carry one."""
        words = fold_word(phrase).split()
        if not words:
            raise ValueError("an empty phrase cannot be looked up")
        entry = _Entry(tuple(words[1:]), payload, particles, article, pronoun)
        bucket = self._by_first.setdefault(words[0], [])
        self._added += 1
        bucket.append(entry)
        bucket.sort(key=lambda e: -len(e.rest))

    def find(self, folded: Folded, tokens: Sequence[Token]) -> list[Hit[T]]:
        """The hits in `tokens` (of one passage, whose folded text is `folded`), left to right."""
        hits: list[Hit[T]] = []
        i = 0
        while i < len(tokens):
            hit = self.match(folded, tokens, i)
            if hit is None:
                i += 1
            else:
                hits.append(hit)
                i = hit.last
        return hits

    def match(self, folded: Folded, tokens: Sequence[Token], i: int) -> Hit[T] | None:
        """The longest phrase that starts at token `i`, if any; fewest cuts win among equals."""
        best: tuple[_Entry[T], Cut, int] | None = None
        for opening in _openings(self, tokens[i].text, self._added):
            longer = best is None or len(opening[0].rest) > len(best[0].rest)
            if longer and _rest_matches(opening[0], tokens, i):
                best = opening
        if best is None:
            return None
        entry, cut, skip = best
        n = len(entry.rest)
        start = folded.starts[tokens[i].at + skip]
        end = tokens[i + n].end
        if n == 0 and cut.enclitic:
            end = folded.ends[tokens[i].at + len(tokens[i].text) - len(cut.enclitic) - 1]
        return Hit(entry.payload, i, i + n + 1, start, end, cut)


@remembered(262144)
def _openings(lexicon: Lexicon[T], word: str, added: int) -> tuple[tuple[_Entry[T], Cut, int], ...]:
    """The entries of a lexicon that may begin with a word, with its cut and the characters skipped, fewest cuts first;
    `added` tells apart what was asked before the lexicon grew. Of most words there are none."""
    return tuple(
        (entry, cut, skip)
        for stem, cut, skip, extra in _ways(word)
        for entry in lexicon._by_first.get(stem, ())
        if _allowed(entry, cut, extra)
    )


@remembered(65536)
def _ways(word: str) -> tuple[tuple[str, Cut, int, bool], ...]:
    """What to look up for a word, fewest cuts first: stems, with their cut and what `_stems` says of them."""
    return tuple((stem, cut, skip, extra) for cut in split_clitics(word) for stem, skip, extra in _stems(cut))


def _stems(cut: Cut) -> tuple[tuple[str, int, bool], ...]:
    """What to look up for a cut: (word, characters skipped, whether an article was taken off)."""
    if not cut.article:
        return ((cut.stem, cut.prefix_length, False),)
    particles = sum(map(len, cut.proclitics))
    return (("ال" + cut.stem, particles, False), (cut.stem, cut.prefix_length, True))


def _allowed(entry: _Entry[T], cut: Cut, extra_article: bool) -> bool:
    if cut.enclitic and (not entry.pronoun or entry.rest):
        return False
    if extra_article and not entry.article:
        return False
    return all(p in entry.particles for p in cut.proclitics)


def _rest_matches(entry: _Entry[T], tokens: Sequence[Token], i: int) -> bool:
    n = len(entry.rest)
    if i + n >= len(tokens):
        return n == 0
    return all(tokens[i + 1 + k].text == w for k, w in enumerate(entry.rest[:-1])) and (
        n == 0 or _last_matches(entry, tokens[i + n].text)
    )


def _last_matches(entry: _Entry[T], word: str) -> bool:
    last = entry.rest[-1]
    if word == last:
        return True
    return entry.pronoun and any(c.stem == last and not c.proclitics and c.enclitic for c in split_clitics(word))
