"""Titles: by what descriptions an article's people and bodies are called («المحامي», «وزير النقل»)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from riwaya.model import Mention, MentionType
from riwaya.statements.cues import book
from riwaya.statements.lines import Line
from riwaya.statements.phrases import bare, title_after, title_before


@dataclass(slots=True)
class _Described:
    actor: str | None
    words: frozenset[str]
    heads: frozenset[str]  # of its title the outermost words, and the name's own
    at: int
    mention: Mention


class Titles:
    """The names of one article with the titles beside them."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._described = sorted((d for line in lines for d in _describe(line)), key=lambda d: d.at)
        self._known: dict[tuple[frozenset[str], str], list[tuple[int, str]]] = {}

    def known(self, words: frozenset[str], head: str, at: int) -> str | None:
        """Whom a description («المحامي», «وزير الخارجية») was already used for in this article. A body or a place that
        a title only mentions («رئيس الإقليم فلان») means nobody."""
        known = self._known.get((words, head))
        if known is None:
            known = self._known[words, head] = list(self._called(words, head))
        before = bisect_right(known, at, key=lambda k: k[0])
        if before:
            return known[before - 1][1]
        return known[0][1] if known else None

    def _called(self, words: frozenset[str], head: str) -> Iterator[tuple[int, str]]:
        """Who is described so anywhere, and where."""
        office = any(book().has(s, head) for s in ("roles", "unnamed", "relations"))
        for d in self._described:
            if d.mention.type is MentionType.PER and not (office or head in d.heads):
                continue
            if words <= d.words and d.actor is not None:
                yield d.at, d.actor


def _describe(line: Line) -> Iterator[_Described]:
    for k, mention in enumerate(line.mentions):
        first, last = line.ranges[k]
        if first == last:
            continue
        own = [bare(word) for word in line.words[first:last]]
        led, told = ([], [])
        if mention.type is MentionType.PER:
            led, told = title_before(line, first), title_after(line, last)
        heads = frozenset([*own, *led[-1:], *told[:1]])
        yield _Described(mention.actor, frozenset([*led, *told, *own]), heads, mention.span.start, mention)
