"""Several whole articles on one page, in elements of one make, each with a heading and a text of its own.

Aggregators and digests show some, dated, none of them what the page's title is about (`articles_in`);
pages that go on as one scrolls show the page's own first and others below it (`stories_below`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from riwaya.read.dateline import read_dateline
from riwaya.read.dom import Piece
from riwaya.read.published import read_stamp
from riwaya.read.structure import Node, Structure
from riwaya.read.topic import Stems, known, stems_of

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
_ORNAMENT = re.compile(r"[*✦★☆~_ـ=•–—-](?:\s?[*✦★☆~_ـ=•–—-]){2,}")
_OLD, _NEW = 0.35, 0.25  # of a heading's stems: known to another text, and to its own
_LOOKED_AT = 40  # elements of one make
_STORY, _PARTED, _PARTS = 300, 200, 3  # characters of a story below the page's own: a card's teaser is shorter; of one
# in so many paragraphs


def articles_in(
    pieces: Sequence[Piece], found: Structure, worths: Sequence[float], chosen: Sequence[bool], telling: Telling
) -> Ranges:
    """The ranges of pieces that are an article each, from its heading on; empty where the page tells one
    text or none. `chosen`: what the judge takes for the article; `telling`: the stems of a range."""
    inside = [i for i, c in enumerate(chosen) if c and worths[i] > 0]
    if not inside or found.entries:
        return ()
    # a whole page may be chosen: what stands in its frame is of none of them
    for n in _around(found, max(inside, key=lambda i: worths[i])):
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


def articles_side_by_side(
    pieces: Sequence[Piece], found: Structure, worths: Sequence[float], chosen: Sequence[bool], telling: Telling
) -> Ranges:
    """The ranges of articles in elements of one make, or parted by rows of stars."""
    told = articles_in(pieces, found, worths, chosen, telling)
    return told or articles_parted(pieces, found, worths, chosen, telling)


def articles_parted(
    pieces: Sequence[Piece], found: Structure, worths: Sequence[float], chosen: Sequence[bool], telling: Telling
) -> Ranges:
    """The ranges of articles that stand below one another with a row of stars between them, as pages written by hand
    have them: each with a heading made as the others' are, and its own day. Parts of one text have none."""
    inside = [i for i, c in enumerate(chosen) if c]
    cuts = [i for i in inside if _ORNAMENT.fullmatch(pieces[i].text)][:_LOOKED_AT]
    if not cuts or found.entries:
        return ()
    make = found.nodes[found.of[min(cuts[0] + 1, len(pieces) - 1)]].key
    ranges: list[tuple[int, int]] = []
    for first, last in zip((inside[0], *(c + 1 for c in cuts)), (*cuts, inside[-1] + 1), strict=True):
        heads = (i for i in range(first, last) if found.nodes[found.of[i]].key == make and not worths[i])
        head = next(heads, None)
        if head is None or not _has_own_day(pieces, worths, head, last) or (ranges and head != first):
            return ()
        ranges.append((head, last))
    return tuple(ranges) if _strange(ranges, telling) else ()


def _has_own_day(pieces: Sequence[Piece], worths: Sequence[float], head: int, last: int) -> bool:
    """Whether a headline and a text stand in a range, and a line that is a day and no more."""
    text = [i for i in range(head + 1, last) if worths[i] > 0]
    if len(text) < _PARAGRAPHS or sum(len(pieces[i].text) for i in text) < _LEAST:
        return False
    headed = pieces[head].text.count(" ") < _HEADLINE[1] and pieces[head].text[-1] not in ".،:"
    stamps = (read_stamp(pieces[i].text) for i in range(head + 1, last) if not worths[i])
    return headed and any(s is not None and not s.left for s in stamps)


def stories_below(
    pieces: Sequence[Piece], found: Structure, worths: Sequence[float], titled: Iterable[int], telling: Telling
) -> tuple[tuple[int, ...], Ranges]:
    """The nodes of the page's own story and of others made as it is, and the ranges of their pieces, from
    their headings on; the own one first. Empty where the page tells one story. `titled`: the pieces of its title."""
    own = frozenset(titled)
    for title in sorted(own):
        make = found.nodes[found.of[title]]
        for n in found.around(found.of[title]):
            node = found.nodes[n]
            members = found.groups[node.key][:_LOOKED_AT]
            if node.element.tag in ("html", "body") or node.key in found.letters:
                break
            if len(members) < 2 or n not in members:
                continue
            told = {m: r for m in members if (r := _story(pieces, found, m, make, worths))}
            # a forum repeats what is talked about above every answer
            told = {m: r for m, r in told.items() if m == n or r[0] not in own}
            if n not in told or len(told) < 2:
                continue
            order = (n, *(m for m in told if m != n))
            ranges = tuple(told[m] for m in order)
            if _strange(ranges, telling) or _own_headings(pieces, ranges, telling):
                return order, ranges
    return (), ()


def _story(
    pieces: Sequence[Piece], found: Structure, n: int, make: Node, worths: Sequence[float]
) -> tuple[int, int] | None:
    """The range from the only heading of that make in an element to its end, if a story stands below it."""
    node, (least, most) = found.nodes[n], _HEADLINE
    heads = [i for i in range(node.first, node.last) if _are_alike(found.nodes[found.of[i]], make)]
    heads = [i for i in heads if pieces[i].text.count(" ") + 1 >= least]
    if len(heads) != 1 or pieces[heads[0]].text.count(" ") + 1 > most:
        return None
    text = [i for i in range(heads[0] + 1, node.last) if worths[i] > 0]
    size = sum(len(pieces[i].text) for i in text)
    whole = (len(text) >= _PARAGRAPHS and size >= _STORY) or (len(text) >= _PARTS and size >= _PARTED)
    return (heads[0], node.last) if whole else None


def _are_alike(head: Node, title: Node) -> bool:
    """Whether a heading is made as the page's title is; only the first on a page may be an `h1`."""
    one, other = head.element, title.element
    return head.key == title.key or (bool(one.make) and one.make == other.make and {one.tag, other.tag} <= _HEADINGS)


def _own_headings(pieces: Sequence[Piece], ranges: Ranges, telling: Telling) -> bool:
    """Whether most of the texts below the first know their own headings, and the first does not."""
    first = telling(*ranges[0])
    heads = [(stems_of(pieces[a].key), telling(a + 1, b)) for a, b in ranges[1:]]
    own = [known(head, first) < _OLD and known(head, text) >= _NEW for head, text in heads]
    return 2 * sum(own) > len(own)


def is_title_of(about: Stems, ranges: Ranges, telling: Telling) -> bool:
    """Whether the page's title is that of one of the texts: the others stand below it. What all of them hold is the
    name of the page or of its site."""
    told = [known(about, telling(a, b)) >= _TITLE for a, b in ranges]
    return any(told) and not all(told)


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
    head = pieces[node.first : first + _HEAD]
    dated = any(len(p.text) <= _DAY_SIZE and _DAY.search(p.text) for p in head)
    dated = dated or any(_opens_with_day(p.text) for p in head if len(p.text) > _DAY_SIZE)
    whole = len(text) >= _PARAGRAPHS and sum(len(pieces[i].text) for i in text) >= _LEAST
    return (first, node.last) if dated and whole else None


def _opens_with_day(words: str) -> bool:
    """Whether a paragraph opens with a dateline that gives a day: «المدينة 3-4-2021 وكالة كذا - ...»."""
    told = read_dateline(words) if _DAY.search(words[:_DAY_SIZE]) else None
    return told is not None and told.when is not None


def _strange(ranges: Sequence[tuple[int, int]], telling: Telling) -> bool:
    """Whether most of the texts are about something else than the first."""
    first = telling(*ranges[0])
    others = [known(telling(a, b), first) < _SAME for a, b in ranges[1:]]
    return 2 * sum(others) > len(others)
