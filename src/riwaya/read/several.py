"""Several whole articles on one page, as aggregators and digests show them: elements of one make, each
with a heading, a day and a text of its own, and none of them what the page's title is about."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from riwaya.read.dom import Piece
from riwaya.read.structure import Node, Structure
from riwaya.read.topic import Stems, known

Ranges = tuple[tuple[int, int], ...]
Telling = Callable[[int, int], Stems]

_HEADINGS = frozenset({"h1", "h2", "h3", "h4"})
_HEADLINE = (4, 30)  # words of a heading that is a headline
_TOP = 3  # pieces of an element among which its heading stands
_HEAD = 6  # pieces below a heading among which its day stands
_DAY = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|منذ|قبل|أمس")
_DAY_SIZE = 120  # characters of a line with a day
_LEAST = 150  # characters of a text
_PARAGRAPHS = 2
_MOST_TEXT = 0.9  # of what the judge chose that stands in such elements
_TITLE = 0.3  # of the title's stems: a text that knows them is the title's
_SAME = 0.2  # of a text's stems: it is about what the first is about
_LOOKED_AT = 40  # elements of one make


def articles_in(
    pieces: Sequence[Piece], found: Structure, worths: Sequence[float], chosen: Sequence[bool], telling: Telling
) -> Ranges:
    """The ranges of pieces that are an article each, from its heading on; empty where the page tells one
    text or none. `chosen`: what the judge takes for the article; `telling`: the stems of a range."""
    inside = [i for i, c in enumerate(chosen) if c and worths[i] > 0]
    if not inside or found.entries:
        return ()
    for n in _around(found, inside[0]):
        members = found.groups[found.nodes[n].key][:_LOOKED_AT]
        if len(members) < 2:
            continue
        ranges = [r for m in members if (r := _article(pieces, found.nodes[m], worths))]
        if len(ranges) < 2 or len(ranges) < len(members) - 1:
            continue
        told = sum(worths[i] for i in inside if any(a <= i < b for a, b in ranges))
        if told < _MOST_TEXT * sum(worths[i] for i in inside) or not _strange(ranges, telling):
            continue
        return tuple(ranges)
    return ()


def is_title_of(about: Stems, ranges: Ranges, telling: Telling) -> bool:
    """Whether the page's title is that of one of the texts: the others stand below it."""
    return any(known(about, telling(a, b)) >= _TITLE for a, b in ranges)


def _around(found: Structure, i: int) -> list[int]:
    """The nodes around a piece, the innermost first."""
    n, nodes = found.of[i], list[int]()
    while n >= 0:
        nodes.append(n)
        n = found.nodes[n].up
    return nodes


def _article(pieces: Sequence[Piece], node: Node, worths: Sequence[float]) -> tuple[int, int] | None:
    """The range from an element's only heading to its end, if it holds a day and a text."""
    heads = [i for i in range(node.first, node.last) if pieces[i].element.tag in _HEADINGS]
    if not heads or heads[0] >= node.first + _TOP:
        return None
    first, tag = heads[0], pieces[heads[0]].element.tag
    least, most = _HEADLINE
    if not least <= pieces[first].text.count(" ") + 1 <= most:
        return None
    if any(pieces[i].element.tag == tag for i in heads[1:]):
        return None  # it holds several
    text = [i for i in range(first + 1, node.last) if worths[i] > 0]
    dated = any(len(p.text) <= _DAY_SIZE and _DAY.search(p.text) for p in pieces[node.first : first + _HEAD])
    whole = len(text) >= _PARAGRAPHS and sum(len(pieces[i].text) for i in text) >= _LEAST
    return (first, node.last) if dated and whole else None


def _strange(ranges: Sequence[tuple[int, int]], telling: Telling) -> bool:
    """Whether most of the texts are about something else than the first."""
    first = telling(*ranges[0])
    others = [known(telling(a, b), first) < _SAME for a, b in ranges[1:]]
    return 2 * sum(others) > len(others)
