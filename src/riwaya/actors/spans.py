"""Runs and candidates: the small values that the finders of this room hand to one another.

A *run* is a stretch of tokens with nothing but blanks, quotation marks, hyphens, underscores or points between them: no
name reaches over a comma. A *candidate* is a span that one finder holds to be a name.
"""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from riwaya.model import MentionType
from riwaya.text import Folded, Sentence, Token, Words

_SOFT = re.compile(r"[\s_\"'.#@\-\u2013]*")
_LONGEST_GAP = 4


@dataclass(frozen=True, slots=True)
class Run:
    """Tokens of one sentence that a name may cross, with the folded text they stand in and the page's own."""

    folded: Folded
    tokens: tuple[Token, ...]
    page: str

    def written(self, i: int) -> str:
        """Token `i` as the page writes it: dictionaries know «زائر», not the folded «زاير»."""
        return self.page[self.tokens[i].start : self.tokens[i].end]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span held to be a name. `sure`: it stands on its own; else another finder has to agree.
    `actor`: whom it means, where the finder knows. `regime`: it calls a government «النظام»."""

    start: int
    end: int
    type: MentionType
    rule: str
    actor: str | None = None
    sure: bool = True
    regime: bool = False

    def holds(self, other: Candidate) -> bool:
        return self.start <= other.start and other.end <= self.end


class Taken:
    """Stretches of a page that are spoken for, disjoint; asking costs the logarithm of their number."""

    def __init__(self, spans: Iterable[tuple[int, int]] = ()) -> None:
        self._spans = sorted(spans)

    def free(self, start: int, end: int) -> bool:
        """Whether `start:end` meets none of them."""
        i = bisect_left(self._spans, (start, start))
        if i < len(self._spans) and self._spans[i][0] < end:
            return False
        return i == 0 or self._spans[i - 1][1] <= start

    def take(self, start: int, end: int) -> bool:
        """Speak for `start:end` if it is free; whether it was."""
        if not self.free(start, end):
            return False
        insort(self._spans, (start, end))
        return True

    def inside(self, start: int, end: int) -> list[tuple[int, int]]:
        """Those that lie within `start:end`."""
        i = bisect_left(self._spans, (start, start))
        found = []
        while i < len(self._spans) and self._spans[i][0] < end:
            if self._spans[i][1] <= end:
                found.append(self._spans[i])
            i += 1
        return found


def runs_of(words: Words) -> Iterator[Run]:
    """The runs of an article, in reading order."""
    for sentence in words.sentences:
        yield from _split(sentence, words.passages[sentence.passage].folded, words.article.text)


def _split(sentence: Sentence, folded: Folded, page: str) -> Iterator[Run]:
    run: list[Token] = []
    for token in sentence.tokens:
        if run:
            last = run[-1]
            gap = folded.text[last.at + len(last.text) : token.at]
            if len(gap) > _LONGEST_GAP or not _SOFT.fullmatch(gap):
                yield Run(folded, tuple(run), page)
                run = []
        run.append(token)
    if run:
        yield Run(folded, tuple(run), page)
