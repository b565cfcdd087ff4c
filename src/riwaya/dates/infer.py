"""Publication inferred from a page's own words, where nothing states it. Intervals, never guesses.

Four kinds of evidence, each only as strong as it is:

* *ages*: «منذ 21 ساعات» beside an article and «منذ ساعة واحدة» beside another of the same page tie
  all of them to one moment, the reading of the page;
* *newest day*: an article was not written before the newest past day it names with its year (a day
  without a year takes it from the dates before it in the text, or from the page's other articles);
* *weekdays*: days told by their weekday alone are less than a week old, and follow that newest day;
* *today*: «اليوم الجمعة» names the weekday of publication itself.

A lower bound alone is given as an open interval. Mastheads and menus are not looked at.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from riwaya.dates import calendars as cal
from riwaya.dates.expression import Expression, Found
from riwaya.dates.find import find_expressions, speaks_of_future
from riwaya.model import Block, BlockKind, Origin, Precision, Published, When
from riwaya.text import Words, fold

_AGE_BLOCKS = (BlockKind.BYLINE, BlockKind.DATELINE, BlockKind.RELATED_ITEM_META)
_HOURS = {"minute": 1, "hour": 1, "day": 24, "week": 168, "month": 720, "year": 8766}
_NEAR = 400  # how far before an article's words its age may stand, in characters
_HOUR, _DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


@dataclass(slots=True)
class _Clues:
    """What one article says about its own time, and the bounds on its publication so far."""

    words: Words
    newest: dt.date | None = None
    newest_words: str = ""
    exact: bool = False  # `newest` is a day, not the first of a month or year
    in_caption: bool = False
    newest_year: int = 0
    weekdays: list[int] = field(default_factory=list)
    today: int | None = None
    age: int | None = None  # hours
    grain: int = 1
    age_words: str = ""
    low: dt.datetime | None = None
    high: dt.datetime | None = None  # excluded


def infer_published(page_words: Sequence[Words], blocks: Sequence[Block] = ()) -> dict[str, Published]:
    """Article id -> inferred publication, for articles that have none; only where evidence allows.

    `page_words` are articles (of one or more pages); `blocks` the blocks of their page, which carry
    the ages beside titles (without them only the articles' own words are looked at).
    """
    out: dict[str, Published] = {}
    for page in dict.fromkeys(w.article.page for w in page_words):
        clues = [_Clues(w) for w in page_words if w.article.page == page]
        _read_page(clues, blocks)
        for clue in clues:
            found = _published(clue)
            if found is not None and clue.words.article.published is None:
                out[clue.words.article.id] = found
    return out


def _read_page(clues: list[_Clues], blocks: Sequence[Block]) -> None:
    for clue, age in zip(clues, _ages(clues, blocks), strict=True):
        if age is not None:
            clue.age, clue.grain, clue.age_words = age
    texts = [_expressions(clue.words) for clue in clues]
    explicit = [_newest_explicit(found) for found in texts]
    together = [day for clue, day in zip(clues, explicit, strict=True) if clue.age is not None and day]
    shared = max(together, default=None)
    for clue, found, own in zip(clues, texts, explicit, strict=True):
        _read_days(clue, found, own, shared if clue.age is not None else None)
        _bound(clue)
    _tie_by_age(clues)


# ------------------------------------------------------------------ what the words say


@dataclass(frozen=True, slots=True)
class _Said:
    expression: Expression
    words: str
    kind: BlockKind
    future: bool


def _expressions(words: Words) -> list[_Said]:
    """The expressions of an article in order, wrappers taken off."""
    out: list[_Said] = []
    for passage in words.passages:
        text = passage.folded.text
        for found in find_expressions(text):
            start, end = passage.folded.span(found.low, found.high)
            future = speaks_of_future(text, found.low)
            out += (_Said(e, words.text(start, end), passage.kind, future) for e in _unwrapped(found))
    return out


def _unwrapped(found: Found) -> Iterable[Expression]:
    waiting = [found.expression]
    while waiting:
        e = waiting.pop()
        if e.op in ("same", "part_of", "stage", "clock_at", "since_amount", "range"):
            waiting += [v for v in e.slots.values() if isinstance(v, Expression)]
        else:
            yield e


def _explicit_day(said: _Said) -> dt.date | None:
    """The day (or first day of the month) that an expression with a year names."""
    e, year = said.expression, said.expression.number("year")
    month = e.number("month")
    if e.op not in ("date", "month") or year is None or month is None or said.future:
        return None
    if e.text("lean") == "future":
        return None
    if e.text("calendar") == "hijri":
        return cal.hijri_day(year, month, e.number("day") or 1)
    return cal.day_of(year, month, e.number("day") or 1)


def _newest_explicit(found: list[_Said]) -> dt.date | None:
    return max((day for said in found if (day := _explicit_day(said))), default=None)


def _read_days(clue: _Clues, found: list[_Said], own: dt.date | None, shared: dt.date | None) -> None:
    last: dt.date | None = None  # the newest day with a year so far in the text
    for said in found:
        e = said.expression
        day = _explicit_day(said)
        if day is not None:
            last = max(last, day) if last else day
        elif e.op in ("date", "month") and not said.future:
            day = _with_year(e, last if own is not None else None, shared)
        elif e.op == "year" and not said.future:
            clue.newest_year = max(clue.newest_year, e.number("year") or 0)
        if day is not None and (clue.newest is None or day > clue.newest):
            clue.newest, clue.newest_words = day, said.words
            clue.exact, clue.in_caption = e.op == "date", said.kind is BlockKind.CAPTION
        if e.op == "day_checked" and e.number("offset") == 0 and clue.today is None:
            clue.today = e.number("weekday")
        weekday = e.number("weekday")
        if e.op == "weekday" and weekday is not None and not e.text("lean") and not said.future:
            clue.weekdays.append(weekday)


def _with_year(e: Expression, last: dt.date | None, shared: dt.date | None) -> dt.date | None:
    """A day without a year: the one nearest to what the page's articles of the same hours are
    about, else the next one after the newest date before it in the text."""
    month, lean = e.number("month"), e.text("lean")
    around = shared or last
    if month is None or around is None or lean == "future" or e.slots.get("of") or e.text("calendar") == "hijri":
        return None
    years = range(around.year - 1, around.year + 2)
    days = [d for y in years if (d := cal.day_of(y, month, e.number("day") or 1))]
    if shared is not None:
        return min(days, key=lambda d: abs((d - shared).days), default=None)
    if last is None or lean == "past":  # «سبتمبر الماضي» is before the newest date as often as after
        return None
    return min((d for d in days if 0 <= (d - last).days <= 270), default=None)


# ------------------------------------------------------------------ ages


def _ages(clues: list[_Clues], blocks: Sequence[Block]) -> list[tuple[int, int, str] | None]:
    """For each article the age written beside it: hours, how coarse, and its words."""
    found: list[tuple[int, tuple[int, int, str]]] = []
    if clues:
        text = clues[0].words.article.text
        for block in blocks:
            if block.kind in _AGE_BLOCKS:
                age = _age_in(text[block.start : block.end])
                if age is not None:
                    found.append((block.start, age))
    return [_age_beside(clue, found, clues) for clue in clues]


def _age_beside(
    clue: _Clues, found: list[tuple[int, tuple[int, int, str]]], clues: list[_Clues]
) -> tuple[int, int, str] | None:
    passages = clue.words.passages
    if not passages:
        return None
    first, last = passages[0].start, passages[-1].end
    taken = max((c.words.passages[-1].end for c in clues if c.words.passages and c.words.passages[-1].end <= first),
                default=0)  # fmt: skip
    near = [(abs(at - first), age) for at, age in found if max(taken, first - _NEAR) <= at < last]
    return min(near)[1] if near else None


def _age_in(line: str) -> tuple[int, int, str] | None:
    text = fold(line).text
    for found in find_expressions(text):
        e = found.expression
        while e.op in ("same", "since_amount", "shift") and (inner := _inner(e)) is not None:
            e = inner
        before = text[: found.low].rstrip()
        marked = found.rule in ("since-amount", "ago") or before.endswith(("منذ", "قبل"))
        marked = marked or text[found.high :].lstrip().startswith("ago")
        n, hours = e.number("amount"), _HOURS.get(e.text("unit"))
        if e.op == "amount" and marked and n is not None and hours is not None:
            return n * hours if e.text("unit") != "minute" else n // 60, hours, line.strip()
    return None


def _inner(e: Expression) -> Expression | None:
    return next((v for v in e.slots.values() if isinstance(v, Expression)), None)


# ------------------------------------------------------------------ bounds


def _bound(clue: _Clues) -> None:
    """Bounds from the article's own words alone."""
    newest = clue.newest
    if newest is None:
        return
    first, last = newest, None
    if clue.newest_year > newest.year:  # it knows a later year: that day is background
        return
    days = [newest + _DAY * ((w - newest.isoweekday()) % 7) for w in clue.weekdays] if clue.exact else []
    if days and max(days) <= min(days) + 6 * _DAY:
        first, last = max(days), min(days) + 6 * _DAY
    elif clue.in_caption and clue.exact:
        last = newest + 6 * _DAY
    if clue.today is not None and last is not None:
        named = [d for n in range((last - first).days + 1) if (d := first + n * _DAY).isoweekday() == clue.today]
        if named:
            first = last = named[0]
    clue.low = _midnight(first)
    clue.high = _midnight(last + _DAY) if last is not None else None


def _tie_by_age(clues: list[_Clues]) -> None:
    """Articles with ages share one moment of reading: what bounds one bounds all."""
    tied = [c for c in clues if c.age is not None]
    for _ in range(3):
        low, high = _moment(tied)
        for clue in tied:
            age, grain = clue.age or 0, clue.grain
            if low is not None:
                clue.low = _later(clue.low, low - (age + grain) * _HOUR)
            if high is not None:
                clue.high = _sooner(clue.high, high - age * _HOUR)
            if clue.low is not None and clue.high is not None and clue.low < clue.high:
                _narrow(clue, clue.low, clue.high)


def _moment(tied: list[_Clues]) -> tuple[dt.datetime | None, dt.datetime | None]:
    """The bounds on the moment the page was read; nothing where they contradict each other."""
    low = max((c.low + (c.age or 0) * _HOUR for c in tied if c.low), default=None)
    high = min((c.high + ((c.age or 0) + c.grain) * _HOUR for c in tied if c.high), default=None)
    if low is not None and high is not None and low >= high:
        return None, None
    return low, high


def _narrow(clue: _Clues, low: dt.datetime, high: dt.datetime) -> None:
    """Weekdays against a short stretch: «اليوم الجمعة» picks its day; a weekday named alone is
    today's or past, and said of a day six days back it would be «الجمعة الماضي»."""
    days = [d for n in range(15) if _midnight(d := low.date() + n * _DAY) < high]
    if len(days) == 15:
        return
    named = [d for d in days if d.isoweekday() == clue.today] if clue.today is not None else []
    if len(named) == 1:
        clue.low, clue.high = max(low, _midnight(named[0])), min(high, _midnight(named[0] + _DAY))
        return
    said = [d for d in days if d.isoweekday() in clue.weekdays]
    if said and len(days) <= 7:
        clue.low = max(low, _midnight(said[-1]))


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime(day.year, day.month, day.day)


def _later(a: dt.datetime | None, b: dt.datetime) -> dt.datetime:
    return b if a is None else max(a, b)


def _sooner(a: dt.datetime | None, b: dt.datetime) -> dt.datetime:
    return b if a is None else min(a, b)


# ------------------------------------------------------------------ the answer


def _published(clue: _Clues) -> Published | None:
    if clue.low is None or (clue.high is not None and clue.low >= clue.high):
        return None
    first = clue.low.date()
    if clue.high is None:
        when = When(f"{first}/..", first, None, Precision.RANGE, "gregorian", Origin.INFERRED)
        return Published(when, f"not before «{clue.newest_words}», the newest day it names; nothing bounds it above")
    last = (clue.high - dt.timedelta(microseconds=1)).date()
    days = cal.of_days(first, last)
    when = When(days.value, days.start, days.end, days.precision, "gregorian", Origin.INFERRED)
    return Published(when, "; ".join(_reasons(clue)))


def _reasons(clue: _Clues) -> Iterable[str]:
    if clue.newest is not None:
        place = " in a caption" if clue.in_caption else ""
        yield f"the newest day it names is «{clue.newest_words}»{place} ({clue.newest.isoformat()})"
    if clue.weekdays:
        names = ", ".join(dt.date(2024, 1, n).strftime("%A") for n in dict.fromkeys(clue.weekdays))
        yield f"it tells {names} by weekday alone"
    if clue.today is not None:
        yield f"it calls its own day {dt.date(2024, 1, clue.today).strftime('%A')}"
    if clue.age is not None:
        yield f"its age on the page is «{clue.age_words}», beside those of the page's other articles"
