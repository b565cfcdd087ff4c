"""Time: half-open intervals that never pretend to a precision they lack, and where a text says them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from riwaya.model.pages import Span


class Precision(StrEnum):
    """The finest unit a text commits itself to."""

    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    SEASON = "season"
    YEAR = "year"
    DECADE = "decade"
    RANGE = "range"


class Origin(StrEnum):
    """Where a date comes from: the caller, the page's own words, or inference from them."""

    GIVEN = "given"
    PAGE = "page"
    INFERRED = "inferred"


@dataclass(frozen=True, slots=True)
class When:
    """A half-open interval of days, `start <= day < end`; `None` is an open side.

    `value` is the ISO 8601 / EDTF form (`2025-06-30`, `2025-06`, `2024-12-20/2024-12-31`,
    `2018-22`, `197X`, `P12D`, `PAST_REF`). A duration or a vague expression has a `value`
    and no days at all: `start` and `end` are then both `None`.
    """

    value: str
    start: dt.date | None
    end: dt.date | None
    precision: Precision
    calendar: str = "gregorian"
    origin: Origin = Origin.PAGE

    def __post_init__(self) -> None:
        if self.start and self.end and not self.start < self.end:
            raise ValueError(f"interval out of order: {self.value}")

    @property
    def bounded(self) -> bool:
        return self.start is not None and self.end is not None

    def overlaps(self, other: When) -> bool:
        """True when some day may belong to both; open sides count as endless."""
        if (self.start is None and self.end is None) or (other.start is None and other.end is None):
            return False
        return (self.start is None or other.end is None or self.start < other.end) and (
            other.start is None or self.end is None or other.start < self.end
        )


class DateKind(StrEnum):
    """What sort of time expression it is, in the words of TIMEX3."""

    DATE = "date"
    TIME = "time"
    INTERVAL = "interval"
    DURATION = "duration"
    SET = "set"
    VAGUE = "vague"


@dataclass(frozen=True, slots=True)
class DateMention:
    """A time expression and what it means. `when is None`: found, but no anchor resolves it."""

    span: Span
    kind: DateKind
    when: When | None
    rule: str
    note: str = ""
