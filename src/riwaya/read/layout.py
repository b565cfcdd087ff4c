"""Layout: which lines of a page are which article's, by the order in which they stand.

`lay_out(marks)` cuts the page into zones at the lines that end an article (a header of related
news, a comment form, a footer, the headline-and-age head of another item), takes the first zone
with enough running text as the main article, finds in it the stretch of lines that is worth most
as a body, and the headline that the body is about. What follows is read by `items`. Every line
gets a kind and the reason for it; nothing is dropped in silence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from riwaya.model import BlockKind
from riwaya.read.body import body_kinds, find_body, goes_beyond
from riwaya.read.borders import first_border, foreign_tail, goes_on
from riwaya.read.head import Head, read_head
from riwaya.read.items import read_items
from riwaya.read.listing import find_cards
from riwaya.read.marks import Mark
from riwaya.read.topic import NOTHING, stems_of
from riwaya.read.writers import notes_below

# A page whose longest zone has fewer characters of running text tells no story of its own; a zone
# with less than a quarter of the longest is a teaser, not the main article.
_ENOUGH = 90
_SHARE = 0.25

Labels = list[tuple[BlockKind, str] | None]
Stretch = tuple[int, int]
"""Lines, from the first to the one behind the last."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An article as line numbers: its title, its words in reading order, and its metadata."""

    role: str
    title: int | None
    parts: tuple[tuple[int, BlockKind], ...]
    meta: tuple[int, ...] = ()
    outlet: tuple[int, int] | None = None


@dataclass(slots=True)
class Layout:
    """`labels[i]` is the kind of line i and why; `drafts` are the articles, main first.
    `cards`: the headlines of a page that lists teasers and has no article."""

    labels: Labels
    drafts: list[Draft] = field(default_factory=list)
    cards: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Zone:
    """Lines `first:last` and what opened them: start, related, comments, footer or item."""

    first: int
    last: int
    opener: str


def lay_out(marks: Sequence[Mark], known_title: bool = False, text: Stretch | None = None) -> Layout:
    """Kinds for all lines, and the articles they make. `known_title`: the first line is the title;
    `text`: the lines of the main article's text, where the page's markup says which they are."""
    layout = Layout([None] * len(marks))
    if text is not None:
        _read_main(layout, marks, Zone(0, len(marks), "start"), known_title, text)
        return layout
    layout.cards = () if known_title else find_cards(marks)
    if layout.cards:
        _read_list(layout, marks)
        return layout
    zones = _zones(marks)
    main = _main_zone(marks, zones)
    for number, zone in enumerate(zones):
        if main is None:
            _label_rest(layout, marks, zone, before=True)
        elif number == main:  # all above the first zone with a text is the head of it
            _read_main(layout, marks, zone, known_title)
        elif number < main:
            continue
        elif zone.opener in ("related", "item"):
            _read_related(layout, marks, zone)
        else:
            _label_rest(layout, marks, zone, before=False)
    return layout


def _zones(marks: Sequence[Mark]) -> list[Zone]:
    cuts: list[tuple[int, str]] = [(0, "start")]
    opener = "start"
    for i, mark in enumerate(marks):
        opens = mark.opens
        if opens == "related" and not _box_inside(marks, i):
            opener = "related"
        elif opens in ("comments", "footer"):
            opener = opens
        elif opener in ("start", "related") and _item_head(marks, i):
            opener = "item" if opener == "start" else opener
            if opener != "item":
                continue
        else:
            continue
        cuts.append((i, opener))
        opener = "related" if opener == "item" else opener
    ends = [c[0] for c in cuts[1:]] + [len(marks)]
    return [Zone(first, last, o) for (first, o), last in zip(cuts, ends, strict=True) if first < last]


def _box_inside(marks: Sequence[Mark], i: int) -> bool:
    """A header of related news in mid-body: a few headlines, then running text goes on.

    Items that carry texts have a head of their own (an age, a date, the title again); text that
    resumes has not, and goes on for at least two paragraphs.
    """
    k = i + 1
    while k < len(marks) and k <= i + 7 and not marks[k].prose:
        if marks[k].meta or marks[k].opens in ("comments", "footer", "related"):
            return False
        k += 1
    if k >= len(marks) or k > i + 7 or not any(marks[k].prose for k in range(i)):
        return False
    if any(marks[j].repeats > 1 for j in range(i + 1, k)):
        return False
    following = marks[k : k + 2]
    return len(following) == 2 and all(m.prose for m in following) and goes_on(marks, i, k)


def _item_head(marks: Sequence[Mark], i: int) -> bool:
    """Another item begins: after running text, a headline, then an age or stamp, then running text."""
    if not marks[i].headline or not any(m.prose for m in marks[max(0, i - 6) : i]):
        return False
    seen_meta = False
    for mark in marks[i + 1 : i + 8]:
        if mark.prose:
            return seen_meta
        if mark.opens:
            return False
        seen_meta = seen_meta or mark.meta
    return False


def _main_zone(marks: Sequence[Mark], zones: Sequence[Zone]) -> int | None:
    sizes = [sum(m.line.size for m in marks[z.first : z.last] if m.prose) for z in zones]
    open_ = [s * 0.5 if z.opener in ("comments", "footer") else float(s) for s, z in zip(sizes, zones, strict=True)]
    most = max(open_, default=0)
    if open_ and zones[0].opener == "start" and _told(marks, zones[0]):
        return 0
    if most < _ENOUGH:
        # a stub: a headline and one short sentence is all some pages have
        return 0 if zones and any(m.headline or m.prose for m in marks[zones[0].first : zones[0].last]) else None
    # several related articles together hold more than the one above them that they are related to
    story = next((i for i, z in enumerate(zones) if z.opener in ("start", "related") and _tells(marks, z)), len(zones))
    return min(story, next(i for i, s in enumerate(open_) if s >= max(_ENOUGH, _SHARE * most)))


def _tells(marks: Sequence[Mark], zone: Zone) -> bool:
    """Whether a zone has a headline and below it paragraphs that follow one another: teasers do not."""
    if not _told(marks, zone):
        return False
    return any(all(m.prose and not m.cut_short for m in marks[i : i + 2]) for i in range(zone.first + 1, zone.last - 1))


def _told(marks: Sequence[Mark], zone: Zone) -> bool:
    """Whether a zone tells a story, however short: two paragraphs of running text under a headline."""
    prose = [i for i in range(zone.first, zone.last) if marks[i].prose and not marks[i].cut_short]
    size = sum(marks[i].line.size for i in prose)
    return len(prose) >= 2 and size >= 2 * _ENOUGH and any(m.headline for m in marks[zone.first : prose[0]])


def _read_main(
    layout: Layout, marks: Sequence[Mark], zone: Zone, known_title: bool, text: Stretch | None = None
) -> None:
    first, last = text or find_body(marks, max(zone.first, int(known_title)), zone.last)
    last = last if text else goes_beyond(marks, first, last, zone.last)
    head: Head = read_head(marks, 0, first, last, known_title)
    first = head.body
    for i, label in head.labels.items():
        layout.labels[i] = label
    border = zone.last if text else first_border(marks, first, zone.last, () if head.title is None else (head.title,))
    if border >= last and text is None:
        tail = foreign_tail(marks, first, last)
        border = tail if tail < last else border
    if border < last:
        last = 1 + max(i for i in range(first, border) if marks[i].prose)
    else:
        border = zone.last
    last = notes_below(marks, range(first), first, last)
    about = NOTHING if head.title is None else stems_of(marks[head.title].line.key)
    body = body_kinds(marks, first, last, about)
    for i, label in body.items():
        layout.labels[i] = label
    parts: list[tuple[int, BlockKind]] = []
    if head.title is not None:
        parts.append((head.title, BlockKind.TITLE))
    kept = (BlockKind.DEK, BlockKind.BODY, BlockKind.SUBHEAD, BlockKind.CAPTION)
    named = ((i, label) for i, label in enumerate(layout.labels[:last]) if label is not None and i != head.title)
    parts += [(i, label[0]) for i, label in named if label[0] in kept]
    layout.drafts.append(Draft("main", head.title, tuple(parts), head.meta, head.outlet))
    _label_rest(layout, marks, Zone(last, border, zone.opener), before=False)
    _read_related(layout, marks, Zone(border, zone.last, "item"))


def _read_list(layout: Layout, marks: Sequence[Mark]) -> None:
    """A page that lists: its items, none of which has a text beyond a teaser."""
    first, last = layout.cards[0], len(marks)
    _label_rest(layout, marks, Zone(0, first, "start"), before=True)
    read_items(marks, first, last, layout.labels)


def _read_related(layout: Layout, marks: Sequence[Mark], zone: Zone) -> None:
    for item in read_items(marks, zone.first, zone.last, layout.labels):
        layout.drafts.append(Draft("related", item.title, item.parts, item.meta, item.outlet))


def _label_rest(layout: Layout, marks: Sequence[Mark], zone: Zone, before: bool) -> None:
    """Kinds for lines outside any article: cues first, then headlines, then furniture."""
    for i in range(zone.first, zone.last):
        mark = marks[i]
        if layout.labels[i] is not None:
            continue
        if mark.cue is not None and not (before and mark.cue.where == "tail"):
            layout.labels[i] = (mark.cue.kind, mark.cue.id)
        elif mark.sources:
            layout.labels[i] = (BlockKind.SOURCE_CREDIT, "a line of agencies and outlets")
        elif mark.meta:
            layout.labels[i] = (BlockKind.UI, "a date outside the article")
        elif zone.opener in ("comments", "footer"):
            layout.labels[i] = (BlockKind.UI, f"below the page's {zone.opener}")
        elif mark.headline and not mark.category:
            where = "before" if before else "after"
            layout.labels[i] = (BlockKind.RELATED_ITEM_TITLE, f"a headline {where} the article")
        elif mark.prose:
            layout.labels[i] = (BlockKind.RELATED_ITEM_BODY, "running text of no article")
        else:
            layout.labels[i] = (BlockKind.UI, "short line outside the article")
