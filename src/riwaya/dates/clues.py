"""What an article's own words say about the day they were written. Strong evidence or none.

A date with its year is mostly background («منذ 15 مارس 2011»), and a date without one says nothing
until the year is known: measured on news whose day is known, either alone dates an article wrongly
more often than rightly. Four patterns hold:

* `named_today`: «اليوم الأربعاء 15 مايو 2019»;
* `chronicle`: the text tells in order a day with its year, later days without one, and after them
  all a few weekdays: these are the days right after the last of them;
* `caption_day`: several captions of the page name one and the same day, the newest of all;
* `near_days`: days without a year close to a date that a fresh article on the same page gives.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from riwaya.dates import calendars as cal
from riwaya.dates.expression import Expression, Found
from riwaya.dates.find import find_expressions, speaks_of_future
from riwaya.model import BlockKind
from riwaya.text import Words

_DAY = dt.timedelta(days=1)
_STEP = 270  # days that a chronicle may leap between two dates
_CLOSE = 45  # days between a fresh article's date and a day without a year
_WRAPPERS = ("same", "part_of", "stage", "clock_at", "since_amount", "range")


@dataclass(frozen=True, slots=True)
class Said:
    """An expression of an article, wrappers taken off, with its words and the block it stands in."""

    expression: Expression
    words: str
    kind: BlockKind
    future: bool
    today: bool = False  # «اليوم الأربعاء 15 مايو 2019»

    @property
    def day(self) -> dt.date | None:
        """The day that it names with its year."""
        return self.first if self.expression.op == "date" else None

    @property
    def first(self) -> dt.date | None:
        """The day, or the first of the month, that it names with its year; not one still to come."""
        e = self.expression
        year, month = e.number("year"), e.number("month")
        if e.op not in ("date", "month") or year is None or month is None or self.future or e.text("lean") == "future":
            return None
        if e.text("calendar") == "hijri":
            return cal.hijri_day(year, month, e.number("day") or 1)
        return cal.day_of(year, month, e.number("day") or 1)

    @property
    def weekday(self) -> int | None:
        """The weekday that it names and nothing more."""
        e = self.expression
        return e.number("weekday") if e.op == "weekday" and not e.text("lean") and not self.future else None

    def yearless(self, years: Iterable[int]) -> list[dt.date]:
        """The days it may mean where it names day and month alone."""
        e, month, day = self.expression, self.expression.number("month"), self.expression.number("day")
        bare = e.op == "date" and e.number("year") is None and not e.slots.get("of") and not self.future
        if not bare or month is None or day is None or e.text("lean") == "future" or e.text("calendar") == "hijri":
            return []
        return [d for y in years if (d := cal.day_of(y, month, day))]


@dataclass(frozen=True, slots=True)
class Bound:
    """The days an article may have been written on, first and last, and why."""

    first: dt.date
    last: dt.date
    why: str


def said_in(words: Words) -> list[Said]:
    """The expressions of an article in order."""
    out: list[Said] = []
    for passage in words.passages:
        text = passage.folded.text
        for found in find_expressions(text):
            start, end = passage.folded.span(found.low, found.high)
            future = speaks_of_future(text, found.low)
            out += (Said(e, words.text(start, end), passage.kind, future, t) for e, t in _unwrapped(found))
    return out


def _unwrapped(found: Found) -> Iterable[tuple[Expression, bool]]:
    """The expressions below the wrappers, and whether «اليوم» stands before each."""
    waiting = [(found.expression, False)]
    while waiting:
        e, today = waiting.pop()
        if e.op in _WRAPPERS:
            today = today or (e.rule == "day-word-date" and e.number("offset") == 0)
            waiting += [(v, today) for v in e.slots.values() if isinstance(v, Expression)]
        else:
            yield e, today


def newest(said: list[Said]) -> dt.date | None:
    """The newest day or month that is named with its year."""
    return max((first for s in said if (first := s.first)), default=None)


def weekdays_of(said: list[Said]) -> list[int]:
    """The weekdays told by name alone, in order."""
    return [weekday for s in said if (weekday := s.weekday)]


def today_of(said: list[Said]) -> int | None:
    """The weekday of «اليوم الجمعة», if the article says it."""
    for s in said:
        if s.expression.op == "day_checked" and s.expression.number("offset") == 0:
            return s.expression.number("weekday")
    return None


def named_today(said: list[Said]) -> Bound | None:
    """«اليوم الأربعاء 15 مايو 2019»: the text dates itself."""
    days = {s.day: s.words for s in said if s.today and s.day is not None}
    if len(days) != 1:
        return None
    ((day, words),) = days.items()
    return Bound(day, day, f"it calls its own day «{words}»")


def chronicle(said: list[Said]) -> Bound | None:
    """A text told in order: a day with its year, days without one, then weekdays alone."""
    body = [s for s in said if s.kind is not BlockKind.CAPTION]
    top = newest(body)
    starts = [i for i, s in enumerate(body) if s.day is not None and s.day == top]
    if top is None or not starts or any(s.weekday for s in body[: starts[0]]):
        return None
    last, at, words = top, starts[0], ""
    for i, s in enumerate(body[starts[0] + 1 :], starts[0] + 1):
        days = s.yearless(range(last.year, last.year + 2))
        if days:
            later = [d for d in days if 0 < (d - last).days <= _STEP]
            if not later:
                return None  # it goes back: no chronicle
            last, at, words = later[0], i, s.words
    after = weekdays_of(body[at + 1 :])
    if not words or len(set(after)) < 2 or len(after) != len(weekdays_of(body)):
        return None
    why = f"told in order, «{words}» follows {top.isoformat()} and so is {last.isoformat()}; weekdays alone follow it"
    return following(last, after, why)


def following(day: dt.date, weekdays: list[int], why: str) -> Bound | None:
    """Weekdays told alone right after `day`: written on or after the last of them, and less than a
    week after the first."""
    days = [day + _DAY * ((w - day.isoweekday()) % 7) for w in weekdays]
    if not days or max(days) > min(days) + 6 * _DAY:
        return None
    return Bound(max(days), min(days) + 6 * _DAY, why)


def caption_day(said: list[Said]) -> Bound | None:
    """The one day that several captions name, where the text names none newer."""
    days = [(s.day, s.words) for s in said if s.kind is BlockKind.CAPTION and s.day is not None]
    if len(days) < 2 or len({day for day, _ in days}) > 1:
        return None
    day, words = days[0]
    years = [s.expression.number("year") or 0 for s in said if not s.future]
    if newest(said) != day or max(years) > day.year:
        return None
    return Bound(day, day + 6 * _DAY, f"{len(days)} captions name «{words}» and nothing newer is named")


def near_days(said: list[Said], shared: dt.date) -> Bound | None:
    """Days without a year near a date of a fresh article of the page, and weekdays after them."""
    found: list[tuple[dt.date, str]] = []
    for s in said:
        days = s.yearless(range(shared.year - 1, shared.year + 2))
        near = [d for d in days if abs((d - shared).days) <= _CLOSE]
        found += [(d, s.words) for d in near]
    if not found:
        return None
    day, words = max(found)
    why = f"its newest day is «{words}», near {shared.isoformat()}, which another new article of the page names"
    return following(day, weekdays_of(said), why)
