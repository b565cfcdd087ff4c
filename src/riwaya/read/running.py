"""Running coverage: elements of one make below a title, each with the time at which it was written and what was known
then. They are one article's text, though each may look like a card: a time, a linked headline, a paragraph.

Lists of the latest news have times too. Coverage is what its title says it is («تغطية مباشرة»), or else has times of
day that follow one another, leads nowhere, and tells of what its title tells.

Data: `running` of `rules/ar/reading.yaml`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from functools import cache

from riwaya.read.cues import loose
from riwaya.read.dom import Piece
from riwaya.read.structure import Node, Structure, in_order, is_clock
from riwaya.read.topic import Stems, known, stems_of, union
from riwaya.rules import load
from riwaya.text import fold_word

_LEAST = 3  # entries
_ALIKE = 0.6  # of a make's elements that must be entries
_LINE = 40  # characters of a line with a time
_MOMENT = re.compile(r"(?<!\d)(?:[01]?\d|2[0-3]):[0-5]\d(?!\d)|^(?:منذ|قبل)\s+\S+(?:\s+\S+){0,2}$")
_HEADLINE = 4  # words of a line above the time
_PARAGRAPH = 6  # spaces of running text
_LINKED = 0.45  # share of links that makes a line one
_SHARED, _ABOUT = 0.1, 0.5  # of the title's stems, told by an entry; of the entries, that must tell so much
_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})


def mark_running(
    found: Structure, pieces: Sequence[Piece], titled: AbstractSet[int], about: Stems, titles: Sequence[str]
) -> None:
    """Mark the entries of running coverage below a page's title; they are no cards and no letters."""
    start = min(titled, default=None)
    if start is None:
        return
    live = any(_running().search(fold_word(t)) for t in titles)
    for members in found.groups.values():
        nodes = [n for m in members if (n := found.nodes[m]).first > start and n.last - n.first > 1]
        if len(nodes) < _LEAST or sum(_timed(pieces, n) for n in nodes[:_LEAST]) < _LEAST - 1:
            continue
        entries = [n for n in nodes if _timed(pieces, n) and _tells(pieces, n)]
        if len(entries) < max(_LEAST, _ALIKE * len(members)) or _is_beside(pieces, entries, start):
            continue
        if live or _is_sure(pieces, entries, about):
            inside = [i for n in nodes for i in range(n.first, n.last)]
            found.entries.update(inside)
            found.running.update(inside)
            for i in inside:
                found.carded[i] = False
            around = (found.nodes[m] for i in inside for m in found.around(found.of[i]))
            parts = {n.key for n in around if n.first > start}
            for kinds in (found.letters, found.notes, found.teasers):
                kinds.difference_update(parts)


def _timed(pieces: Sequence[Piece], node: Node) -> bool:
    """Whether an element begins with a time, or with a headline and one below it."""
    first, second = pieces[node.first], pieces[node.first + 1]
    headed = first.element.tag in _HEADINGS or first.text.count(" ") >= _HEADLINE
    return _is_time(first.text) or (headed and not first.text.endswith(".") and _is_time(second.text))


def _is_time(words: str) -> bool:
    return len(words) < _LINE and (is_clock(words) or _MOMENT.search(words) is not None)


def _tells(pieces: Sequence[Piece], node: Node) -> bool:
    return any(p.link_share < _LINKED and p.text.count(" ") >= _PARAGRAPH for p in pieces[node.first : node.last])


def _is_beside(pieces: Sequence[Piece], entries: Sequence[Node], start: int) -> bool:
    """Whether more running text stands around the entries than in them: then they are a list beside it."""
    inside = {i for n in entries for i in range(n.first, n.last)}
    sizes = [0, 0]
    for i in range(start + 1, len(pieces)):
        piece = pieces[i]
        if piece.link_share < _LINKED and piece.text.count(" ") >= _PARAGRAPH:
            sizes[i in inside] += len(piece.text)
    return sizes[0] > sizes[1]


def _is_sure(pieces: Sequence[Piece], entries: Sequence[Node], about: Stems) -> bool:
    """Whether entries have times of day in order, lead nowhere, and mostly tell of what the title tells."""
    clocks = [pieces[n.first].text for n in entries]
    if not about or not all(map(is_clock, clocks)) or not in_order(clocks):
        return False
    if any(p.linked > len(p.text) / 2 for n in entries for p in pieces[n.first : n.last]):
        return False
    told = [union(stems_of(p.key) for p in pieces[n.first : n.last]) for n in entries]
    return sum(known(about, own) >= _SHARED for own in told) >= _ABOUT * len(told)


@cache
def _running() -> re.Pattern[str]:
    words = "|".join(sorted(map(loose, load("ar/reading").texts("running")), key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)
