"""Places in a page: spans, blocks, the page itself, and what was lost of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


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
