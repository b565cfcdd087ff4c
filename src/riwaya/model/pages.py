"""Places in a page: spans, blocks, the page itself, and what was lost of it."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, TypeVar

_NESTED = 8


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Words in a page: `page.text[start:end]`. The only currency of evidence."""

    page: str
    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"span out of order: {self.page}[{self.start}:{self.end}]")

    def overlaps(self, other: Span) -> bool:
        return self.page == other.page and self.start < other.end and other.start < self.end

    def holds(self, other: Span) -> bool:
        return self.page == other.page and self.start <= other.start and other.end <= self.end


class Placed(Protocol):
    """Whatever has its place in a page."""

    @property
    def span(self) -> Span:
        """The place."""


P = TypeVar("P", bound=Placed)


def overlapping(things: Sequence[P], span: Span) -> list[P]:
    """Those of `things` that overlap a span, without a look at all of them: they are one page's in reading order, and
    few of them (`_NESTED`) lie within one that begins earlier."""
    low = max(0, bisect_left(things, span.start, key=_start) - _NESTED)
    high = bisect_left(things, span.end, lo=low, key=_start)
    return [x for x in things[low:high] if x.span.overlaps(span)]


def _start(thing: Placed) -> int:
    return thing.span.start


class BlockKind(StrEnum):
    """What a block of a page is. Only `BODY` and `SUBHEAD` belong to an article's text."""

    TITLE = "title"
    DEK = "dek"
    BYLINE = "byline"
    DATELINE = "dateline"
    BODY = "body"
    SUBHEAD = "subhead"
    CAPTION = "caption"
    SEE_ALSO = "see_also"
    RELATED_HEADER = "related_header"
    RELATED_ITEM_TITLE = "related_item_title"
    RELATED_ITEM_META = "related_item_meta"
    RELATED_ITEM_BODY = "related_item_body"
    SOURCE_CREDIT = "source_credit"
    UI = "ui"


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of a page with one job; `why` names the rule or feature that decided."""

    kind: BlockKind
    start: int
    end: int
    why: str = ""


class PageState(StrEnum):
    """How a page ended. Every page ends in exactly one of these."""

    KEPT = "kept"
    DUPLICATE = "duplicate"
    EMPTY = "empty"
    BLOCKED = "blocked"
    WRONG_LANGUAGE = "wrong_language"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Page:
    """One document as read. `text` is what every offset counts into.

    `reason` says why it ended as `state` says, where that is not plainly kept. `retrieved` is when
    it was fetched or archived (UTC), where that is known.
    """

    name: str
    text: str
    media_type: str = "text/plain"
    url: str | None = None
    host: str | None = None
    blocks: tuple[Block, ...] = ()
    state: PageState = PageState.KEPT
    reason: str = ""
    retrieved: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """Something that was lost: which page, at which stage, and why. Counted, never silent."""

    page: str
    stage: str
    reason: str
