"""Items: other articles below the main one. A headline, who and when, and sometimes the text.

An item with a text is an article of role "related"; a card with a headline and a teaser is not,
its lines are only named.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from riwaya.model import BlockKind
from riwaya.read.bylines import taken_from
from riwaya.read.marks import Mark
from riwaya.read.names import is_outlet

# A teaser is one sentence or breaks off; 200 characters are at least two sentences.
_LEAST_TEXT = 200
_LEAST_OF_MANY = 150  # of two paragraphs and more
_CUT_SHORT = re.compile(r"(?:\.\.\.|…|\[…\]|\[\.\.\.\])[\"'»”)\]]*$")


@dataclass(slots=True)
class Item:
    """An item as line numbers, while it is being read."""

    titles: list[int] = field(default_factory=list)
    metas: list[int] = field(default_factory=list)
    body: list[tuple[int, BlockKind]] = field(default_factory=list)
    outlet: tuple[int, int] | None = None

    @property
    def title(self) -> int | None:
        """The line of its headline."""
        return self.titles[0] if self.titles else None

    @property
    def parts(self) -> tuple[tuple[int, BlockKind], ...]:
        """Its words in reading order: the title once, then the text."""
        head = [(self.titles[0], BlockKind.TITLE)] if self.titles else []
        return (*head, *self.body)

    @property
    def meta(self) -> tuple[int, ...]:
        """The lines that say who and when."""
        return tuple(self.metas)


Labels = list[tuple[BlockKind, str] | None]


def read_items(
    marks: Sequence[Mark], first: int, last: int, labels: Labels, heads: AbstractSet[int] = frozenset()
) -> list[Item]:
    """Name the lines `first:last` and give the items that carry a text. `heads`: lines that open an
    item for sure."""
    dated = any(m.meta for m in marks[first:last])
    items: list[Item] = []
    item = Item()
    for i in range(first, last):
        if item.body and (i in heads or _begins(marks, i, last, dated)):
            items.append(item)
            item = Item()
        labels[i] = _read_line(marks, i, item, dated)
    items.append(item)
    return [it for it in items if _has_text(marks, it)]


def _begins(marks: Sequence[Mark], i: int, last: int, dated: bool) -> bool:
    """Whether line i is the head of another item, after the text of one."""
    mark = marks[i]
    if mark.opens == "related":
        return True
    if not mark.headline and not (mark.repeats > 1 and mark.cue is None and not mark.prose):
        return False
    if mark.repeats > 1 or not dated:
        return True
    for m in marks[i + 1 : min(i + 7, last)]:
        if m.meta:
            return True
        if m.prose:
            return False
    return True


def _read_line(marks: Sequence[Mark], i: int, item: Item, dated: bool) -> tuple[BlockKind, str]:
    mark = marks[i]
    line = mark.line
    if mark.cue is not None:
        if (taken := taken_from(line.text)) and item.titles and not item.body:
            item.outlet = (line.start + taken[0], line.start + taken[1])
        return mark.cue.kind, mark.cue.id
    if mark.meta:
        if not item.body:
            item.metas.append(i)
            if mark.age is not None and mark.age.outlet:
                item.outlet = mark.age.outlet
        return BlockKind.RELATED_ITEM_META, "when an item was published"
    if mark.prose and (item.titles or item.metas or item.body):
        item.body.append((i, BlockKind.BODY))
        return BlockKind.RELATED_ITEM_BODY, "running text of an item"
    if _names_outlet(marks, i, item):
        if not item.body and item.outlet is None:
            item.outlet = (line.start, line.end)
        return BlockKind.RELATED_ITEM_META, "an item's outlet"
    if mark.headline or (mark.repeats > 1 and line.words >= 2):
        if item.body and dated:
            item.body.append((i, BlockKind.SUBHEAD))
            return BlockKind.SUBHEAD, "a short line between paragraphs of an item"
        same = bool(item.titles) and line.key == marks[item.titles[0]].line.key
        if not item.body and item.titles and not same:
            # a list of bare headlines: the newest is the head of what may follow
            item.titles, item.metas, item.outlet = [], [], None
        item.titles.append(i)
        return BlockKind.RELATED_ITEM_TITLE, "an item's headline" + (" again" if same else "")
    if mark.prose:
        return BlockKind.RELATED_ITEM_BODY, "running text of no item"
    return BlockKind.UI, "a short line among items"


def _names_outlet(marks: Sequence[Mark], i: int, item: Item) -> bool:
    """An outlet's name: known by its words, or a short line beside an age or a date."""
    line = marks[i].line
    if line.words > 5 or item.body:
        return False
    if is_outlet(line.text):
        return True
    beside = (*marks[i + 1 : i + 2], *marks[max(0, i - 1) : i])
    return bool(item.titles) and line.words <= 4 and any(m.meta for m in beside)


def _has_text(marks: Sequence[Mark], item: Item) -> bool:
    """Whether an item carries a text of its own and not a teaser that breaks off."""
    body = [marks[i].line for i, kind in item.body if kind is BlockKind.BODY]
    size = sum(line.size for line in body)
    if len(body) > 1 and size >= _LEAST_OF_MANY and item.titles and not _CUT_SHORT.search(body[-1].text):
        return True
    if not item.titles or size < _LEAST_TEXT:
        return False
    if len(body) > 1:
        return True
    return size >= 2 * _LEAST_TEXT or (_CUT_SHORT.search(body[0].text) is None and body[0].sentences > 1)
