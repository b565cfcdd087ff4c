"""Resolution: an expression, an anchor and what was said before give a `When`. Pure.

`resolve(expression, scope)` works out what the expression means. The anchor is an interval (a day
of publication that is known exactly is one day long). With an inferred anchor of several days the
expression is resolved for each of them: where all agree that is the answer, else the answer is the
interval that covers them, as coarse as it honestly is. Without an anchor only what needs none is
resolved. Earlier mentions of the article serve «حينها», «العام نفسه», «بعد ذلك بيومين».
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import NamedTuple

from riwaya.dates import calendars as cal
from riwaya.dates.expression import Expression
from riwaya.model import DateKind, Origin, Precision, When

_MOST_DAYS = 45  # an anchor wider than this resolves nothing finer than a month
_FUTURE_WEIGHT = 2.0  # how much further off a coming day must be to lose against a past one
_SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "winter": 24}
_LETTER = {"second": "S", "minute": "M", "hour": "H", "day": "D", "week": "W", "month": "M", "year": "Y"}


@dataclass(frozen=True, slots=True)
class Scope:
    """What an expression is resolved against. `earlier`: what was resolved before it in the
    article, nearest last; `future`: the words around it speak of what is to come."""

    anchor: When | None = None
    earlier: tuple[When, ...] = ()
    future: bool = False
    here: int = 0  # how many of `earlier`, from its end, stand in the same sentence


class Answer(NamedTuple):
    """`when` is None where nothing resolves the expression; `note` records a conflict."""

    when: When | None
    kind: DateKind
    note: str = ""


class _At(NamedTuple):
    """A scope with one day for anchor."""

    day: dt.date | None
    earlier: tuple[When, ...]
    future: bool
    here: int = 0


def resolve(expression: Expression, scope: Scope) -> Answer:
    """What `expression` means in `scope`."""
    days = _anchor_days(scope.anchor)
    answers = [_answer(expression, _At(day, scope.earlier, scope.future, scope.here)) for day in days]
    first = answers[0]
    if len(answers) == 1 or all(a.when == first.when for a in answers):
        return first
    return Answer(_cover([a.when for a in answers], wide=len(days) == 2), first.kind, first.note)


def _anchor_days(anchor: When | None) -> list[dt.date | None]:
    if anchor is None or anchor.start is None or anchor.end is None:
        return [None]
    n = (anchor.end - anchor.start).days
    if n > _MOST_DAYS:
        return [anchor.start, anchor.end - dt.timedelta(days=1)]
    return [anchor.start + dt.timedelta(days=i) for i in range(n)]


def _cover(whens: list[When | None], *, wide: bool) -> When | None:
    """The interval of all answers. From the two ends of a wide anchor: only if it stays coarse."""
    starts = [w.start for w in whens if w is not None and w.start is not None]
    ends = [w.end for w in whens if w is not None and w.end is not None]
    if len(starts) < len(whens) or len(ends) < len(whens):
        return None
    first, last = min(starts), max(ends) - dt.timedelta(days=1)
    if wide and (last - first).days > 2 * _MOST_DAYS and all(
        w is not None and w.precision not in (Precision.YEAR, Precision.MONTH, Precision.RANGE) for w in whens
    ):
        return None
    return replace(cal.of_days(first, last), origin=Origin.INFERRED)


def _answer(e: Expression, at: _At) -> Answer:
    return _OPS[e.op](e, at)


def _when(e: Expression | None, at: _At) -> When | None:
    return _answer(e, at).when if e is not None else None


def _dated(when: When | None, note: str = "") -> Answer:
    kind = DateKind.INTERVAL if when is not None and when.precision is Precision.RANGE else DateKind.DATE
    return Answer(when, kind, note)


# ------------------------------------------------------------------ days


def _same(e: Expression, at: _At) -> Answer:
    inner = next((v for v in e.slots.values() if isinstance(v, Expression)), None)
    return _answer(inner, at) if inner is not None else Answer(None, DateKind.DATE)


def _date(e: Expression, at: _At) -> Answer:
    day, month, year = e.number("day"), e.number("month"), e.number("year")
    hijri = e.text("calendar") == "hijri"
    if day is None:
        return Answer(None, DateKind.DATE)
    holder = e.inner("of")
    if holder is not None:
        period = _when(holder, at)
        if period is None or period.start is None:
            return Answer(None, DateKind.DATE)
        year, month = period.start.year, month or period.start.month
    if month is None:
        return _dated(_by_weekday_and_number(day, e.number("weekday"), at))
    if year is not None and (hijri or (1343 <= year <= 1500 and month <= 12 and year < 1600)):
        hijri = hijri or year <= 1500
    if year is None:
        found = _nearest_day(month, day, e, at, hijri=hijri)
    elif hijri:
        found = cal.hijri_day(year, month, day)
    else:
        found = cal.day_of(year, month, day)
    if found is None:
        return Answer(None, DateKind.DATE, "no such day" if year is not None else "")
    weekday = e.number("weekday")
    note = ""
    if weekday is not None and found.isoweekday() != weekday:
        note = f"the weekday named is not that of {found.isoformat()}"
    return _dated(cal.of_day(found, "hijri" if hijri else "gregorian"), note)


def _nearest_day(month: int, day: int, e: Expression, at: _At, *, hijri: bool) -> dt.date | None:
    anchor = at.day
    if anchor is None:
        return None
    if hijri:
        today = cal.to_hijri(anchor)
        years = range(today[0] - 1, today[0] + 2) if today else range(0)
        days = [d for y in years if (d := cal.hijri_day(y, month, day))]
    else:
        years = range(anchor.year - 5, anchor.year + 6) if (month, day) == (2, 29) else range(
            anchor.year - 1, anchor.year + 2)  # fmt: skip
        days = [d for y in years if (d := cal.day_of(y, month, day))]
    weekday = e.number("weekday")
    if weekday is not None and any(d.isoweekday() == weekday for d in days):
        days = [d for d in days if d.isoweekday() == weekday]
    return _choose(days, e.text("lean"), at)


def _choose(days: list[dt.date], lean: str, at: _At) -> dt.date | None:
    """The day meant among those of several years: by «الماضي», «المقبل», else the nearest, where a
    coming one must be clearly nearer unless the words speak of the future."""
    anchor = at.day
    if anchor is None or not days:
        return None
    if lean == "past":
        days = [d for d in days if d <= anchor] or days
        return max(days)
    if lean == "future":
        days = [d for d in days if d >= anchor] or days
        return min(days)
    weight = 1.0 if lean == "this" else 1 / _FUTURE_WEIGHT if at.future else _FUTURE_WEIGHT

    def distance(d: dt.date) -> float:
        n = (d - anchor).days
        return n * weight if n > 0 else -n

    return min(days, key=distance)


def _by_weekday_and_number(day: int, weekday: int | None, at: _At) -> When | None:
    """«الأربعاء 14»: the nearest such day whose number and weekday agree."""
    if at.day is None:
        return None
    near = sorted(range(-45, 46), key=lambda n: (abs(n), n))
    for n in near:
        d = cal.add_days(at.day, n)
        if d.day == day and d.isoweekday() == weekday:
            return cal.of_day(d)
    return None


def _weekday(e: Expression, at: _At) -> Answer:
    weekday = e.number("weekday")
    if at.day is None or weekday is None:
        return Answer(None, DateKind.DATE)
    back = (at.day.isoweekday() - weekday) % 7
    lean = e.text("lean")
    if lean == "future":
        return _dated(cal.of_day(cal.add_days(at.day, 7 - back)))
    if lean == "past" and back == 0:
        back = 7
    if not lean and at.future and back:
        return _dated(cal.of_day(cal.add_days(at.day, 7 - back)))
    return _dated(cal.of_day(cal.add_days(at.day, -back)))


def _weekday_in(e: Expression, at: _At) -> Answer:
    week, weekday = _when(e.inner("of"), at), e.number("weekday")
    if week is None or week.start is None or weekday is None:
        return Answer(None, DateKind.DATE)
    return _dated(cal.of_day(cal.add_days(week.start, weekday - 1)))


def _day(e: Expression, at: _At) -> Answer:
    offset = e.number("offset")
    if at.day is None or offset is None:
        return Answer(None, DateKind.DATE)
    return _dated(cal.of_day(cal.add_days(at.day, offset)))


def _day_checked(e: Expression, at: _At) -> Answer:
    """«أمس الاثنين»: the weekday decides where the day before the anchor is another one."""
    offset, weekday = e.number("offset"), e.number("weekday")
    if at.day is None or offset is None or weekday is None:
        return Answer(None, DateKind.DATE)
    day = cal.add_days(at.day, offset)
    if day.isoweekday() == weekday:
        return _dated(cal.of_day(day))
    near = min((cal.add_days(day, n) for n in (-1, 1, -2, 2, -3, 3)), key=lambda d: d.isoweekday() != weekday)
    return _dated(cal.of_day(near), f"the weekday named is not that of {day.isoformat()}")


def _part_of(e: Expression, at: _At) -> Answer:
    return _answer(e.inner("of") or e, at) if e.inner("of") else Answer(None, DateKind.DATE)


def _night_between(e: Expression, at: _At) -> Answer:
    second = e.number("next")
    if second is None:
        return Answer(None, DateKind.INTERVAL)
    last = _when(Expression("weekday", {"weekday": second}, e.rule), at)
    if last is None or last.start is None:
        return Answer(None, DateKind.INTERVAL)
    first = cal.add_days(last.start, -1)
    if "منتصف" in e.text("word"):
        return _dated(last)
    return _dated(cal.of_days(first, last.start))


def _two_weekdays(e: Expression, at: _At) -> Answer:
    a, b = e.number("weekday"), e.number("next")
    if a is None or b is None:
        return Answer(None, DateKind.INTERVAL)
    last = _when(Expression("weekday", {"weekday": b, "lean": e.text("lean")}, e.rule), at)
    if last is None or last.start is None:
        return Answer(None, DateKind.INTERVAL)
    return _dated(cal.of_days(cal.add_days(last.start, -((b - a) % 7)), last.start))


def _weekend(e: Expression, at: _At) -> Answer:
    if at.day is None:
        return Answer(None, DateKind.INTERVAL)
    sunday = cal.add_days(at.day, -(at.day.isoweekday() % 7))
    if e.text("lean") == "future" or at.future:
        sunday = cal.add_days(at.day, 7 - at.day.isoweekday() % 7)
    if at.day.isoweekday() == 6:
        sunday = cal.add_days(at.day, 1)
    return _dated(cal.of_days(cal.add_days(sunday, -1), sunday))


def _feast(e: Expression, at: _At) -> Answer:
    """A feast is told about close to its day, before it as often as after."""
    month, day = e.number("month"), e.number("day")
    if month is None or day is None:
        return Answer(None, DateKind.DATE)
    near = _At(at.day, at.earlier, at.future)
    leaning = Expression("date", {**e.slots, "lean": e.text("lean") or "this"}, e.rule)
    found = _nearest_day(month, day, leaning, near, hijri=e.text("calendar") == "hijri")
    return _dated(cal.of_day(found) if found else None)


# ------------------------------------------------------------------ periods


def _year(e: Expression, at: _At) -> Answer:
    year = e.number("year")
    if year is None:
        return Answer(None, DateKind.DATE)
    if e.text("calendar") == "hijri" or 1343 <= year <= 1460:
        return _dated(cal.hijri_year(year))
    return _dated(cal.of_year(year))


def _month(e: Expression, at: _At) -> Answer:
    month, year, holder = e.number("month"), e.number("year"), e.inner("of")
    if month is None:
        return Answer(None, DateKind.DATE)
    if e.text("calendar") == "hijri":
        return _dated(cal.hijri_month(year, month) if year else None)
    if holder is not None:
        period = _when(holder, at)
        year = period.start.year if period is not None and period.start is not None else None
        return _dated(cal.of_month(year, month) if year else None)
    if year is not None:
        return _dated(cal.of_month(year, month))
    if at.day is None or not 1 <= month <= 12:
        return Answer(None, DateKind.DATE)
    lean, here = e.text("lean"), at.day.replace(day=1)
    months = [dt.date(y, month, 1) for y in range(at.day.year - 1, at.day.year + 2) if 1 <= y <= 9998]
    if lean == "past":  # «يونيو الماضي» said in June is last year's
        months = [m for m in months if m < here]
    elif lean == "future":
        months = [m for m in months if m > here]
    chosen = _choose(months, lean, _At(here, at.earlier, at.future))
    return _dated(cal.of_month(chosen.year, chosen.month) if chosen else None)


def _period(e: Expression, at: _At) -> Answer:
    unit, step = e.text("unit"), {"past": -1, "future": 1}.get(e.text("lean"), 0)
    if at.day is None:
        return Answer(None, DateKind.DATE)
    return _dated(_unit_at(unit, at.day, step))


def _unit_at(unit: str, day: dt.date, step: int) -> When | None:
    """The calendar unit that holds `day`, moved by `step` units."""
    if unit == "day":
        return cal.of_day(cal.add_days(day, step))
    if unit == "week":
        return cal.of_week(cal.add_days(day, 7 * step))
    if unit == "month":
        moved = cal.add_months(day.replace(day=1), step)
        return cal.of_month(moved.year, moved.month)
    if unit == "year":
        return cal.of_year(day.year + step)
    if unit == "decade":
        return cal.of_years(day.year - 10, day.year) if step < 0 else cal.of_years(day.year, day.year + 10 * step)
    if unit == "century":
        first = (day.year - 1) // 100 * 100 + 1 + 100 * step
        return cal.of_years(first, first + 99)
    if unit == "season":  # of sport: July to June
        first = day.year - (day.month < 7) + step
        return cal.of_years(first, first + 1)
    return None


def _periods(e: Expression, at: _At) -> Answer:
    """«العامين الماضيين»، «اليومين المقبلين»: a stretch that ends or begins at the anchor."""
    unit, n = e.text("unit"), e.number("amount")
    if at.day is None or n is None:
        return Answer(None, DateKind.INTERVAL)
    sign = 1 if e.text("lean") == "future" else -1
    other = _moved(at.day, unit, sign * n)
    first, last = min(at.day, other), max(at.day, other)
    if unit in ("year", "decade"):
        return _dated(cal.of_years(first.year, last.year))
    if unit == "month":
        return _dated(cal.of_months(first, last))
    return _dated(cal.of_days(first, last))


def _streak(e: Expression, at: _At) -> Answer:
    """«لليوم الرابع على التوالي»: the days it has lasted, the present one included."""
    n, unit = e.number("ordinal"), e.text("unit")
    if n is None or at.day is None:
        return Answer(None, DateKind.INTERVAL)
    last, first = _unit_at(unit, at.day, 0), _unit_at(unit, at.day, 1 - n)
    if last is None or first is None or first.start is None or last.start is None or last.end is None:
        return Answer(None, DateKind.INTERVAL)
    if unit == "year":
        return _dated(cal.of_years(first.start.year, last.start.year))
    if unit == "month":
        return _dated(cal.of_months(first.start, last.start))
    return _dated(cal.of_days(first.start, cal.add_days(last.end, -1)))


def _moved(day: dt.date, unit: str, n: int) -> dt.date:
    if unit in ("second", "minute", "hour"):
        return cal.add_days(day, round(n * {"second": 1 / 86400, "minute": 1 / 1440, "hour": 1 / 24}[unit]))
    if unit in ("day", "week"):
        return cal.add_days(day, n * (7 if unit == "week" else 1))
    return cal.add_months(day, n * {"month": 1, "year": 12, "decade": 120, "century": 1200}.get(unit, 0))


def _stage(e: Expression, at: _At) -> Answer:
    whole = _when(e.inner("of"), at)
    return _dated(_stage_of(whole, e.text("stage")) if whole is not None else None)


def _stage_of(whole: When, stage: str) -> When | None:
    """The part of a period: a year's first, middle or last months. A part of a month or a week is
    told by the month or the week: nobody agrees where «أواخر مايو» begins."""
    if whole.start is None or whole.end is None:
        return None
    year, days = whole.start.year, (whole.end - whole.start).days
    if days > 3000:
        third = {"early": (0, 3), "middle": (3, 7), "late": (7, 10), "end": (9, 10)}[stage]
        return cal.of_years(year + third[0] * (days // 3652), year + third[1] * (days // 3652) - 1)
    if days < 300:
        return whole
    month = {"early": (1, 1), "middle": (6, 6), "late": (11, 12), "end": (12, 12)}[stage]
    return cal.of_months(dt.date(year, month[0], 1), dt.date(year, month[1], 1))


def _stage_of_unit(e: Expression, at: _At) -> Answer:
    if at.day is None:
        return Answer(None, DateKind.DATE)
    whole = _unit_at(e.text("unit"), at.day, 0)
    return _dated(_stage_of(whole, e.text("stage")) if whole is not None else None)


def _fraction(e: Expression, at: _At) -> Answer:
    n, year = e.number("ordinal"), e.number("year")
    whole = cal.of_year(year) if year is not None else _when(e.inner("of"), at)
    parts = {"half": 2, "semester": 2, "third": 3, "quarter": 4, "trimester": 4}[e.text("fraction")]
    n = parts if e.text("lean") == "past" else n
    if whole is None or whole.start is None or whole.end is None or n is None or not 1 <= n <= parts:
        return Answer(None, DateKind.INTERVAL)
    if (whole.end - whole.start).days > 300:
        size = 12 // parts
        first = cal.add_months(whole.start, (n - 1) * size)
        return _dated(cal.of_months(first, cal.add_months(first, size - 1)))
    size = (whole.end - whole.start).days // parts
    first = cal.add_days(whole.start, (n - 1) * size)
    last = cal.add_days(whole.end, -1) if n == parts else cal.add_days(first, size - 1)
    return _dated(cal.of_days(first, last))


def _decade(e: Expression, at: _At) -> Answer:
    decade, century = e.number("decade"), e.number("century") or 20
    if decade is None or not 1 <= century <= 21:
        return Answer(None, DateKind.DATE)
    year = (century - 1) * 100 + decade
    whole = cal.of_years(year, year + 9)
    return _dated(replace(whole, value=f"{year // 10}X", precision=Precision.DECADE) if whole else None)


def _century(e: Expression, at: _At) -> Answer:
    n = e.number("century")
    if n is None or not 1 <= n <= 22:
        return Answer(None, DateKind.DATE)
    first = max((n - 1) * 100, 1)
    whole = cal.of_years(first, (n - 1) * 100 + 99)
    return _dated(replace(whole, value=f"{n - 1:02}XX") if whole else None)


def _season(e: Expression, at: _At) -> Answer:
    code, year, lean = _SEASONS[e.text("season")], e.number("year"), e.text("lean")
    if e.inner("of") is not None:
        period = _when(e.inner("of"), at)
        year = period.start.year if period is not None and period.start is not None else None
    elif year is None and at.day is not None:
        starts = [(w.start, y) for y in range(at.day.year - 1, at.day.year + 2) if (w := cal.of_season(y, code))]
        if lean == "past":
            year = max((y for s, y in starts if s and cal.add_months(s, 3) <= at.day), default=None)
        elif lean == "future":
            year = min((y for s, y in starts if s and s > at.day), default=None)
        else:
            year = at.day.year
    return _dated(cal.of_season(year, code) if year else None)


def _sports_season(e: Expression, at: _At) -> Answer:
    year = e.number("year")
    return _dated(cal.of_years(year, year + 1) if year else None)


def _year_range(e: Expression, at: _At) -> Answer:
    first, last = e.number("year"), e.number("last")
    return _dated(cal.of_years(first, last) if first and last else None)


def _day_range(e: Expression, at: _At) -> Answer:
    last = _date(e, at).when
    first = e.number("first_day")
    if last is None or last.start is None or first is None or first > last.start.day:
        return _dated(last)
    begin = cal.day_of(last.start.year, last.start.month, first)
    return _dated(cal.of_days(begin, last.start) if begin else last)


def _range(e: Expression, at: _At) -> Answer:
    second = e.inner("second")
    last = _when(second, at)
    first = e.inner("first")
    if first is not None and second is not None and first.number("year") is None and second.number("year"):
        first = Expression(first.op, {**first.slots, "year": second.slots["year"]}, first.rule)
    begin = _when(first, at)
    if begin is None or last is None or begin.start is None or last.end is None or last.end <= begin.start:
        return _dated(begin)
    if begin.precision is Precision.MONTH:
        return _dated(cal.of_months(begin.start, cal.add_days(last.end, -1)))
    return _dated(cal.of_days(begin.start, cal.add_days(last.end, -1)))


# ------------------------------------------------------------------ amounts of time


def _amount(e: Expression, at: _At) -> Answer:
    return Answer(_duration(e), DateKind.DURATION)


def _duration(e: Expression) -> When | None:
    unit, n = e.text("unit"), e.number("amount")
    if n is None:
        return None
    value = _period_value(unit, n, half=bool(e.number("half")))
    return When(value, None, None, _precision_of(unit)) if value else None


def _period_value(unit: str, n: int, *, half: bool) -> str:
    if unit in ("decade", "century"):
        n, unit, half = n * (10 if unit == "decade" else 100), "year", False
    extra = ""
    if half:
        extra = {"year": "6M", "month": "15D", "week": "3D", "day": "T12H", "hour": "30M"}.get(unit, "")
    time = "T" if unit in ("second", "minute", "hour") else ""
    return f"P{time}{n}{_LETTER[unit]}{extra}"


def _precision_of(unit: str) -> Precision:
    names = {"second": "minute", "century": "decade"}
    return Precision(names.get(unit, unit))


def _half_amount(e: Expression, at: _At) -> Answer:
    value = {"hour": "PT30M", "day": "PT12H", "month": "P15D", "year": "P6M", "decade": "P5Y", "century": "P50Y"}
    found = value.get(e.text("unit"))
    return Answer(When(found, None, None, _precision_of(e.text("unit"))) if found else None, DateKind.DURATION)


def _amount_sum(e: Expression, at: _At) -> Answer:
    parts = [p for name in ("first", "second", "third") if (p := e.inner(name))]
    if parts[0].text("unit") == parts[1].text("unit"):  # «10 سنوات و15 سنة»: two amounts, not a sum
        return _amount_range_of(e, at)
    days, times = "", ""
    for part in parts:
        duration = _duration(part)
        body = duration.value.removeprefix("P") if duration else ""
        if body.startswith("T"):
            times += body[1:]
        else:
            days += body
    value = f"P{days}" + (f"T{times}" if times else "")
    return Answer(When(value, None, None, _precision_of(parts[-1].text("unit"))), DateKind.DURATION)


def _amount_range(e: Expression, at: _At) -> Answer:
    low, high, unit = e.number("low"), e.number("amount"), e.text("unit")
    if low is None or high is None:
        return Answer(None, DateKind.DURATION)
    value = f"{_period_value(unit, low, half=False)}/{_period_value(unit, high, half=False)}"
    return Answer(When(value, None, None, _precision_of(unit)), DateKind.DURATION)


def _amount_range_of(e: Expression, at: _At) -> Answer:
    ends = [d for name in ("first", "second") if (p := e.inner(name)) and (d := _duration(p))]
    if len(ends) != 2:
        return Answer(None, DateKind.DURATION)
    return Answer(replace(ends[1], value=f"{ends[0].value}/{ends[1].value}"), DateKind.DURATION)


def _age(e: Expression, at: _At) -> Answer:
    n = e.number("ordinal")
    return Answer(When(f"P{n}Y", None, None, Precision.YEAR) if n else None, DateKind.DURATION)


def _quantity(e: Expression | None) -> tuple[str, int, bool] | None:
    """Unit, amount and whether it is only about, of an amount expression."""
    while e is not None and e.op == "same":
        e = next((v for v in e.slots.values() if isinstance(v, Expression)), None)
    if e is None:
        return None
    if e.op == "half_amount":
        months = {"year": ("month", 6), "decade": ("year", 5), "century": ("year", 50)}.get(e.text("unit"))
        return (*months, False) if months else None
    if e.op == "amount_sum":
        return _quantity(e.inner("first"))
    n = e.number("amount")
    if e.op != "amount" or n is None:
        return None
    if e.number("half") and e.text("unit") == "year":
        return "month", 12 * n + 6, bool(e.text("about"))
    return e.text("unit"), n, bool(e.text("about"))


def _shift(e: Expression, at: _At) -> Answer:
    """«قبل يومين»: a day for days and weeks, a month for months, a year for years."""
    quantity, sign = _quantity(e.inner("qty")), e.number("sign") or -1
    if quantity is None or at.day is None:
        return Answer(None, DateKind.DATE)
    unit, n, about = quantity
    day = _moved(at.day, unit, sign * n)
    if unit in ("year", "decade", "century"):
        return _dated(cal.of_year(day.year))
    if unit == "month":
        return _dated(cal.of_month(day.year, day.month))
    return _dated(cal.of_day(day))


def _shift_from(e: Expression, at: _At) -> Answer:
    """«قبل ذلك بيومين»: counted from the mention before."""
    base = _last_bounded(at)
    if base is None or base.start is None:
        return Answer(None, DateKind.DATE)
    quantity = _quantity(e.inner("qty"))
    if quantity is not None and quantity[0] in ("day", "week", "hour") and base.precision is not Precision.DAY:
        return Answer(None, DateKind.DATE)
    return _shift(e, _At(base.start, (), False))


def _shift_later(e: Expression, at: _At) -> Answer:
    """«بعد يومين» without more: from the mention before where it is a day, else the bare amount."""
    quantity, base = _quantity(e.inner("qty")), _last_bounded(at)
    if quantity is None:
        return Answer(None, DateKind.DATE)
    unit = quantity[0]
    if unit in ("day", "week", "hour", "minute") and base is not None and base.precision is Precision.DAY:
        return _shift(e, _At(base.start, (), False))
    if at.future and at.day is not None:
        return _shift(e, at)
    inner = e.inner("qty")
    return _answer(inner, at) if inner is not None else Answer(None, DateKind.DURATION)


def _last_bounded(at: _At) -> When | None:
    return next((w for w in reversed(at.earlier) if w.bounded), None)


def _since_amount(e: Expression, at: _At) -> Answer:
    quantity = _quantity(e.inner("qty"))
    if quantity is None or at.day is None:
        return Answer(None, DateKind.INTERVAL)
    unit, n, _ = quantity
    first = _moved(at.day, unit, -n)
    if unit == "year" and n == 1:
        when = cal.of_months(first, at.day)
    elif unit in ("year", "decade", "century"):
        when = cal.of_years(first.year, at.day.year)
    elif unit == "month":
        when = cal.of_months(first, at.day)
    else:
        when = cal.of_days(first, at.day)
    return Answer(when, DateKind.INTERVAL)


# ------------------------------------------------------------------ clock


def _clock(e: Expression, at: _At) -> Answer:
    return _clock_on(e, at, cal.of_day(at.day) if at.day else None)


def _clock_on(e: Expression, at: _At, day: When | None) -> Answer:
    hour, minute, half = e.number("hour"), e.number("minute") or 0, e.text("half")
    if hour is None or hour > 24 or minute > 59 or day is None or day.start is None:
        return Answer(None, DateKind.TIME)
    if half == "pm" and hour < 12:
        hour += 12
    elif half == "am" and hour == 12:
        hour = 0
    start = cal.add_days(day.start, 1) if hour == 24 else day.start
    value = f"{start.isoformat()}T{hour % 24:02}:{minute:02}{e.text('zone')}"
    return Answer(When(value, start, cal.add_days(start, 1), Precision.MINUTE), DateKind.TIME)


def _clock_at(e: Expression, at: _At) -> Answer:
    clock = e.inner("of")
    if clock is None:
        return Answer(None, DateKind.TIME)
    day = e.inner("day_of")
    if day is not None:
        return _clock_on(clock, at, _when(day, at))
    last = at.earlier[-1] if at.earlier else None
    if last is not None and last.precision in (Precision.DAY, Precision.MINUTE) and last.start:
        return _clock_on(clock, at, cal.of_day(last.start))
    return _clock(clock, at)


# ------------------------------------------------------------------ vague, pointing back, repeated


def _vague(e: Expression, at: _At) -> Answer:
    value = e.text("value")
    return Answer(When(value, None, None, Precision.RANGE) if value else None, DateKind.VAGUE)


def _vague_later(e: Expression, at: _At) -> Answer:
    value = "FUTURE_REF" if at.future else "PAST_REF"
    return Answer(When(value, None, None, Precision.RANGE), DateKind.VAGUE)


def _some(e: Expression, at: _At) -> Answer:
    """«سنوات»: a duration whose amount the text leaves open."""
    letter = _LETTER.get(e.text("unit"))
    if letter is None:  # decades, centuries
        return Answer(None, DateKind.VAGUE)
    value = f"PTX{letter}" if e.text("unit") in ("second", "minute", "hour") else f"PX{letter}"
    return Answer(When(value, None, None, Precision.RANGE), DateKind.VAGUE)


def _then(e: Expression, at: _At) -> Answer:
    here = [w for w in at.earlier[len(at.earlier) - at.here :] if w.bounded]
    days = [w for w in here if w.precision is Precision.DAY]
    last = days[-1] if days else _last_bounded(at)  # a day of the sentence, before a year told in passing
    return _dated(last) if last else Answer(When("PAST_REF", None, None, Precision.RANGE), DateKind.VAGUE)


def _that(e: Expression, at: _At) -> Answer:
    unit, last = e.text("unit"), _last_bounded(at)
    if last is None or last.start is None:
        return Answer(None, DateKind.DATE)
    if unit == "day":
        day = next((w for w in reversed(at.earlier) if w.precision in (Precision.DAY, Precision.MINUTE)), last)
        return _dated(cal.of_day(day.start) if day.start and day.precision is Precision.MINUTE else day)
    return _dated(_unit_at(unit, last.start, 0))


def _neighbour(e: Expression, at: _At) -> Answer:
    unit, last = e.text("unit"), _last_bounded(at)
    base = last.start if last is not None and last.start is not None else at.day
    if base is None:
        return Answer(None, DateKind.DATE)
    return _dated(_unit_at(unit, base, 1 if e.text("lean") == "future" else -1))


def _every(e: Expression, at: _At) -> Answer:
    weekday, unit = e.number("weekday"), e.text("unit")
    if weekday is not None:
        value = f"XXXX-WXX-{weekday}"
    else:
        value = {"day": "P1D", "week": "P1W", "month": "P1M", "year": "P1Y"}.get(unit, "")
    return Answer(When(value, None, None, Precision.RANGE) if value else None, DateKind.SET)


_OPS: dict[str, Callable[[Expression, _At], Answer]] = {
    "age": _age,
    "amount": _amount,
    "amount_range": _amount_range,
    "amount_range_of": _amount_range_of,
    "amount_sum": _amount_sum,
    "century": _century,
    "clock": _clock,
    "clock_at": _clock_at,
    "date": _date,
    "day": _day,
    "day_checked": _day_checked,
    "day_range": _day_range,
    "decade": _decade,
    "every": _every,
    "feast": _feast,
    "fraction": _fraction,
    "half_amount": _half_amount,
    "month": _month,
    "month_range": _range,
    "neighbour": _neighbour,
    "night_between": _night_between,
    "part_of": _part_of,
    "period": _period,
    "periods": _periods,
    "range": _range,
    "same": _same,
    "season": _season,
    "shift": _shift,
    "shift_from": _shift_from,
    "shift_later": _shift_later,
    "since_amount": _since_amount,
    "sports_season": _sports_season,
    "some": _some,
    "stage": _stage,
    "streak": _streak,
    "stage_of_unit": _stage_of_unit,
    "that": _that,
    "then": _then,
    "two_weekdays": _two_weekdays,
    "vague": _vague,
    "vague_later": _vague_later,
    "weekday": _weekday,
    "weekday_in": _weekday_in,
    "weekend": _weekend,
    "year": _year,
    "year_range": _year_range,
}
OPS = frozenset(_OPS)
