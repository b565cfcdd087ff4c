"""Publication inferred from a page's own words, where nothing states it. Intervals, never guesses.

Two sources of evidence: the article's own words (`clues`), and ages. «منذ 21 ساعات» beside an
article and «منذ ساعة واحدة» beside another of the same page tie all of them to one moment, the
reading of the page, so that what bounds one bounds all; then «اليوم الجمعة» names the weekday of
publication, and a weekday told alone is today's or past. Mastheads and menus are not looked at.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from riwaya.dates import calendars as cal
from riwaya.dates.ages import Age, find_ages
from riwaya.dates.clues import (
    Bound,
    Said,
    caption_day,
    chronicle,
    named_today,
    near_days,
    newest,
    said_in,
    today_of,
    weekdays_of,
)
from riwaya.model import Block, Origin, Published, When
from riwaya.text import Words

_FRESH = 72  # hours: an article younger than this dates the page
_HOUR, _DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


@dataclass(slots=True)
class _Case:
    """An article with its evidence and the bounds on its publication so far (`high` excluded)."""

    words: Words
    said: list[Said]
    age: Age | None = None
    bound: Bound | None = None
    low: dt.datetime | None = None
    high: dt.datetime | None = None
    reasons: list[str] = field(default_factory=list)


def infer_published(page_words: Sequence[Words], blocks: Sequence[Block] = ()) -> dict[str, Published]:
    """Article id -> inferred publication, for articles that have none; only where evidence allows.

    `page_words` are the articles of a page; `blocks` its blocks, which carry the ages beside titles
    (without them only the articles' own words are looked at). `why` is the evidence.
    """
    out: dict[str, Published] = {}
    for page in dict.fromkeys(w.article.page for w in page_words):
        mine = [w for w in page_words if w.article.page == page]
        if all(w.article.published for w in mine):
            continue
        ages = find_ages(mine, blocks)
        cases = [_Case(w, said_in(w), ages.get(w.article.id)) for w in mine]
        _read_page(cases)
        for case in cases:
            found = _published(case)
            if found is not None and case.words.article.published is None:
                out[case.words.article.id] = found
    return out


def _read_page(cases: list[_Case]) -> None:
    fresh = [c for c in cases if c.age is not None and c.age.hours <= _FRESH]
    shared = max((day for c in fresh if (day := newest(c.said))), default=None)
    for case in cases:
        case.bound = named_today(case.said) or chronicle(case.said) or caption_day(case.said)
        if case.bound is None and case in fresh and shared is not None and len(fresh) > 1:
            case.bound = near_days(case.said, shared)
        if case.bound is not None:
            case.low, case.high = _midnight(case.bound.first), _midnight(case.bound.last + _DAY)
            case.reasons.append(case.bound.why)
    _tie_by_age([c for c in cases if c.age is not None])


# ------------------------------------------------------------------ one moment of reading


def _tie_by_age(tied: list[_Case]) -> None:
    """Articles with ages share one moment of reading: what bounds one bounds all."""
    for _ in range(3):  # a bound found by one article's weekday serves the others in the next round
        low, high = _moment(tied)
        if low is None or high is None:
            return
        for case in tied:
            if case.age is None:
                continue
            first, last = low - (case.age.hours + case.age.grain) * _HOUR, high - case.age.hours * _HOUR
            case.low = first if case.low is None else max(case.low, first)
            case.high = last if case.high is None else min(case.high, last)
            if case.low < case.high:
                _narrow(case, case.low, case.high)


def _moment(tied: list[_Case]) -> tuple[dt.datetime | None, dt.datetime | None]:
    """The bounds on the moment the page was read; nothing where they contradict each other."""
    lows = [c.low + c.age.hours * _HOUR for c in tied if c.low and c.age]
    highs = [c.high + (c.age.hours + c.age.grain) * _HOUR for c in tied if c.high and c.age]
    if not lows or not highs or max(lows) >= min(highs):
        return None, None
    return max(lows), min(highs)


def _narrow(case: _Case, low: dt.datetime, high: dt.datetime) -> None:
    """Weekdays against a short stretch: «اليوم الجمعة» picks its day; a weekday told alone is
    today's or past, and said of a day six days back it would be «الجمعة الماضي»."""
    days = [d for n in range(15) if _midnight(d := low.date() + n * _DAY) < high]
    today = today_of(case.said)
    named = [d for d in days if d.isoweekday() == today]
    if today is not None and len(named) == 1 and len(days) < 15:
        case.low, case.high = max(low, _midnight(named[0])), min(high, _midnight(named[0] + _DAY))
        return
    weekdays = weekdays_of(case.said)
    said = [d for d in days if d.isoweekday() in weekdays]
    if said and len(days) <= 6:
        case.low = max(low, _midnight(said[-1]))


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime(day.year, day.month, day.day)


# ------------------------------------------------------------------ the answer


def _published(case: _Case) -> Published | None:
    if case.low is None or case.high is None or case.low >= case.high:
        return None
    days = cal.of_days(case.low.date(), (case.high - dt.timedelta(microseconds=1)).date())
    when = When(days.value, days.start, days.end, days.precision, "gregorian", Origin.INFERRED)
    reasons = list(case.reasons)
    today, weekdays = today_of(case.said), weekdays_of(case.said)
    if today is not None:
        reasons.append(f"it calls its own day {_name(today)}")
    elif weekdays:
        reasons.append("it tells " + ", ".join(map(_name, dict.fromkeys(weekdays))) + " by weekday alone")
    if case.age is not None:
        reasons.append(f"its age on the page is «{case.age.line}», which the ages beside other articles date")
    return Published(when, "; ".join(reasons))


def _name(weekday: int) -> str:
    return dt.date(2024, 1, weekday).strftime("%A")  # 1 January 2024 was a Monday
