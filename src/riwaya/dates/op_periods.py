"""Operations on periods: years, months, weeks, seasons, their parts and their ranges."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from riwaya.dates import calendars as cal
from riwaya.dates.expression import Expression
from riwaya.dates.op_days import FUTURE_WEIGHT, choose, date
from riwaya.dates.ops import Answer, At, dated, op, when_of
from riwaya.model import DateKind, Precision, When

_SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "winter": 24}


@op("year")
def _year(e: Expression, at: At) -> Answer:
    year = e.number("year")
    if year is None:
        return Answer(None, DateKind.DATE)
    if e.text("calendar") == "hijri" or 1343 <= year <= 1460:
        return dated(cal.hijri_year(year))
    return dated(cal.of_year(year))


@op("month")
def _month(e: Expression, at: At) -> Answer:
    month, year, holder = e.number("month"), e.number("year"), e.inner("of")
    if month is None:
        return Answer(None, DateKind.DATE)
    if e.text("calendar") == "hijri":
        return dated(_hijri_month(month, year, e, at))
    if holder is not None:
        period = when_of(holder, at)
        year = period.start.year if period is not None and period.start is not None else None
        return dated(cal.of_month(year, month) if year else None)
    if year is not None:
        return dated(cal.of_month(year, month))
    if at.day is None or not 1 <= month <= 12:
        return Answer(None, DateKind.DATE)
    lean, here = e.text("lean"), at.day.replace(day=1)
    months = [dt.date(y, month, 1) for y in range(at.day.year - 1, at.day.year + 2) if 1 <= y <= 9998]
    if lean == "past":  # «يونيو الماضي» said in June is last year's
        months = [m for m in months if m < here]
    elif lean == "future":
        months = [m for m in months if m > here]
    chosen = choose(months, lean, At(here, at.earlier, at.future))
    return dated(cal.of_month(chosen.year, chosen.month) if chosen else None)


def _hijri_month(month: int, year: int | None, e: Expression, at: At) -> When | None:
    """«رمضان 1440», «رمضان 2019», «رمضان الماضي»: by its year, or near the anchor."""
    if year is not None and year <= 1500:
        return cal.hijri_month(year, month)
    base = dt.date(year, 1, 1) if year is not None and year < 9000 else at.day
    today = cal.to_hijri(base) if base is not None else None
    if today is None:
        return None
    near = [w for y in range(today[0] - 1, today[0] + 3) if (w := cal.hijri_month(y, month)) and w.start and w.end]
    if year is not None:
        return next((w for w in near if w.start and w.start.year == year), None)
    lean, day = e.text("lean"), at.day
    starts = {w.start: w for w in near if w.start and w.end and day}
    if lean == "past":
        starts = {s: w for s, w in starts.items() if day and w.end and w.end <= day}
    elif lean == "future":
        starts = {s: w for s, w in starts.items() if day and s > day}
    elif day:
        starts = {s if not (w.end and s <= day < w.end) else day: w for s, w in starts.items()}
    chosen = choose(list(starts), lean, at)
    return starts[chosen] if chosen is not None else None


@op("period")
def _period(e: Expression, at: At) -> Answer:
    unit, step = e.text("unit"), {"past": -1, "future": 1}.get(e.text("lean"), 0) * (e.number("steps") or 1)
    if at.day is None:
        return Answer(None, DateKind.DATE)
    return dated(unit_at(unit, at.day, step))


def unit_at(unit: str, day: dt.date, step: int) -> When | None:
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


@op("periods")
def _periods(e: Expression, at: At) -> Answer:
    """«العامين الماضيين»، «اليومين المقبلين»: a stretch that ends or begins at the anchor."""
    unit, n = e.text("unit"), e.number("amount")
    if at.day is None or n is None:
        return Answer(None, DateKind.INTERVAL)
    sign = 1 if e.text("lean") == "future" else -1
    other = moved(at.day, unit, sign * n)
    first, last = min(at.day, other), max(at.day, other)
    if unit in ("year", "decade"):
        return dated(cal.of_years(first.year, last.year))
    if unit == "month":
        return dated(cal.of_months(first, last))
    if unit in ("day", "week"):  # the day of writing is not one of them
        first, last = cal.add_days(first, sign > 0), cal.add_days(last, -(sign < 0))
    return dated(cal.of_days(first, last))


@op("streak")
def _streak(e: Expression, at: At) -> Answer:
    """«لليوم الرابع على التوالي»: the days it has lasted, the present one included."""
    n, unit = e.number("ordinal"), e.text("unit")
    if n is None or at.day is None:
        return Answer(None, DateKind.INTERVAL)
    last, first = unit_at(unit, at.day, 0), unit_at(unit, at.day, 1 - n)
    if last is None or first is None or first.start is None or last.start is None or last.end is None:
        return Answer(None, DateKind.INTERVAL)
    if unit == "year":
        return dated(cal.of_years(first.start.year, last.start.year))
    if unit == "month":
        return dated(cal.of_months(first.start, last.start))
    return dated(cal.of_days(first.start, cal.add_days(last.end, -1)))


def moved(day: dt.date, unit: str, n: int) -> dt.date:
    """`day` moved by `n` units (whole days for hours and less)."""
    if unit in ("second", "minute", "hour"):
        return cal.add_days(day, round(n * {"second": 1 / 86400, "minute": 1 / 1440, "hour": 1 / 24}[unit]))
    if unit in ("day", "week"):
        return cal.add_days(day, n * (7 if unit == "week" else 1))
    return cal.add_months(day, n * {"month": 1, "year": 12, "decade": 120, "century": 1200}.get(unit, 0))


@op("stage")
def _stage(e: Expression, at: At) -> Answer:
    whole = when_of(e.inner("of"), at)
    return dated(_stage_of(whole, e.text("stage")) if whole is not None else None)


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


@op("stage_of_unit")
def _stage_of_unit(e: Expression, at: At) -> Answer:
    if at.day is None:
        return Answer(None, DateKind.DATE)
    whole = unit_at(e.text("unit"), at.day, 0)
    return dated(_stage_of(whole, e.text("stage")) if whole is not None else None)


@op("rest")
def _rest(e: Expression, at: At) -> Answer:
    """«بقية العام»: from the anchor to the end of the unit that holds it."""
    whole = unit_at(e.text("unit"), at.day, 0) if at.day is not None else None
    if at.day is None or whole is None or whole.end is None:
        return Answer(None, DateKind.INTERVAL)
    return dated(cal.of_days(at.day, cal.add_days(whole.end, -1)))


@op("fraction")
def _fraction(e: Expression, at: At) -> Answer:
    n, year = e.number("ordinal"), e.number("year")
    whole = cal.of_year(year) if year is not None else when_of(e.inner("of"), at)
    parts = {"half": 2, "semester": 2, "third": 3, "quarter": 4, "trimester": 4}[e.text("fraction")]
    n = parts if e.text("lean") == "past" else n
    if whole is None or whole.start is None or whole.end is None or n is None or not 1 <= n <= parts:
        return Answer(None, DateKind.INTERVAL)
    years = whole.end.year - whole.start.year
    if years > 1:  # a century: by years
        begin = whole.start.year
        return dated(cal.of_years(begin + (n - 1) * years // parts, begin + n * years // parts - 1))
    if (whole.end - whole.start).days > 300:
        size = 12 // parts
        first = cal.add_months(whole.start, (n - 1) * size)
        return dated(cal.of_months(first, cal.add_months(first, size - 1)))
    size = (whole.end - whole.start).days // parts
    first = cal.add_days(whole.start, (n - 1) * size)
    last = cal.add_days(whole.end, -1) if n == parts else cal.add_days(first, size - 1)
    return dated(cal.of_days(first, last))


@op("year_new")
def _year_new(e: Expression, at: At) -> Answer:
    """«العام الجديد»: the one to come, but in its own first weeks itself."""
    if at.day is None:
        return Answer(None, DateKind.DATE)
    return dated(cal.of_year(at.day.year + (at.day.month > 3)))


@op("week_about")
def _week_about(e: Expression, at: At) -> Answer:
    """«أسبوع 16 سبتمبر»: the week of a day; the seven days up to it or from it where the words say so."""
    day, edge = when_of(e.inner("of"), at), e.text("edge")
    if day is None or day.start is None:
        return Answer(None, DateKind.INTERVAL)
    if edge == "end":
        return dated(cal.of_days(cal.add_days(day.start, -6), day.start))
    if edge == "start":
        return dated(cal.of_days(day.start, cal.add_days(day.start, 6)))
    return dated(cal.of_week(day.start))


@op("week_in")
def _week_in(e: Expression, at: At) -> Answer:
    """«الأسبوع الأول من أكتوبر»: seven days counted from the first of a month; of a year, an ISO week."""
    whole, n = when_of(e.inner("of"), at), e.number("ordinal")
    if whole is not None and whole.start is not None and whole.precision is Precision.YEAR:
        weeks = dt.date(whole.start.year, 12, 28).isocalendar().week
        n = weeks if n is None and e.text("lean") == "past" else n
        first = dt.date.fromisocalendar(whole.start.year, n, 1) if n is not None and 1 <= n <= weeks else None
        return dated(cal.of_week(first) if first else None)
    if whole is not None and whole.end is not None and n is None and e.text("lean") == "past":  # «الأخير»
        return dated(cal.of_days(cal.add_days(whole.end, -7), cal.add_days(whole.end, -1)))
    if whole is None or whole.start is None or whole.end is None or n is None or n > 53:
        return Answer(None, DateKind.INTERVAL)
    first = cal.add_days(whole.start, 7 * (n - 1))
    last = min(cal.add_days(first, 6), cal.add_days(whole.end, -1))
    return dated(cal.of_days(first, last) if first <= last else None)


@op("decade")
def _decade(e: Expression, at: At) -> Answer:
    decade, century = e.number("decade"), e.number("century") or 20
    if decade is None or not 1 <= century <= 21:
        return Answer(None, DateKind.DATE)
    year = (century - 1) * 100 + decade
    whole = cal.of_years(year, year + 9)
    return dated(replace(whole, value=f"{year // 10}X", precision=Precision.DECADE) if whole else None)


@op("century")
def _century(e: Expression, at: At) -> Answer:
    n = e.number("century")
    if n is None or not 1 <= n <= 22:
        return Answer(None, DateKind.DATE)
    first = max((n - 1) * 100, 1)
    whole = cal.of_years(first, (n - 1) * 100 + 99)
    return dated(replace(whole, value=f"{n - 1:02}XX") if whole else None)


@op("season")
def _season(e: Expression, at: At) -> Answer:
    code, year, lean = _SEASONS[e.text("season")], e.number("year"), e.text("lean")
    if e.inner("of") is not None:
        period = when_of(e.inner("of"), at)
        year = period.start.year if period is not None and period.start is not None else None
    elif year is None and at.day is not None:
        starts = [(w.start, y) for y in range(at.day.year - 1, at.day.year + 2) if (w := cal.of_season(y, code))]
        if lean == "past":
            year = max((y for s, y in starts if s and cal.add_months(s, 3) <= at.day), default=None)
        elif lean == "future":
            year = min((y for s, y in starts if s and s > at.day), default=None)
        else:
            year = at.day.year
    return dated(cal.of_season(year, code) if year else None)


@op("sports_season")
def _sports_season(e: Expression, at: At) -> Answer:
    year = e.number("year")
    return dated(cal.of_years(year, year + 1) if year else None)


@op("year_range")
def _year_range(e: Expression, at: At) -> Answer:
    first, last = e.number("year"), e.number("last")
    return dated(cal.of_years(first, last) if first and last else None)


@op("day_range")
def _day_range(e: Expression, at: At) -> Answer:
    last = date(e, at).when
    first = e.number("first_day")
    if last is None or last.start is None or first is None or first > last.start.day:
        return dated(last)
    begin = cal.day_of(last.start.year, last.start.month, first)
    return dated(cal.of_days(begin, last.start) if begin else last)


@op("month_range")
@op("range")
def _range(e: Expression, at: At) -> Answer:
    second = e.inner("second")
    last = when_of(second, at)
    first = e.inner("first")
    if first is not None and second is not None and first.number("year") is None and second.number("year"):
        first = Expression(first.op, {**first.slots, "year": second.slots["year"]}, first.rule)
    elif first is not None and second is not None and (lean := e.text("lean") or second.text("lean")):
        first, second = (Expression(x.op, {**x.slots, "lean": lean}, x.rule) for x in (first, second))
        last = when_of(second, at)
    begin = when_of(first, at)
    if first is not None and second is not None and begin is not None and last is not None:
        begin, last = _in_order(first, second, (begin, last), at)
    if begin is None or last is None or begin.start is None or last.end is None or last.end <= begin.start:
        return dated(begin)
    if begin.precision is Precision.MONTH:
        return dated(cal.of_months(begin.start, cal.add_days(last.end, -1)))
    return dated(cal.of_days(begin.start, cal.add_days(last.end, -1)))


def _in_order(
    first: Expression, second: Expression, ends: tuple[When, When], at: At
) -> tuple[When | None, When | None]:
    """The ends of a range without years, where each alone fell into a year of its own: the second after
    the first, or the first before the second, whichever lies nearer to the anchor."""
    begin, last = ends
    yearless = not any(e.number("year") or e.inner("of") or e.number("month") is None for e in (first, second))
    if not yearless or at.day is None or begin.start is None or last.end is None:
        return ends
    if begin.start < last.end and (last.end - begin.start).days < 330:
        return ends
    found: list[tuple[float, When, When]] = []
    for fixed, other, lean in ((begin, second, "future"), (last, first, "past")):
        near = Expression(other.op, {**other.slots, "lean": lean}, other.rule)
        when = when_of(near, at._replace(day=fixed.start))
        a, b = (fixed, when) if lean == "future" else (when, fixed)
        if a is not None and b is not None and a.start is not None and b.end is not None and a.start < b.end:
            found.append((_distance(a.start, b.end, at), a, b))
    return min(found, key=lambda f: f[0])[1:] if found else ends


def _distance(start: dt.date, end: dt.date, at: At) -> float:
    """How far a stretch lies from the anchor, as `choose` counts it."""
    assert at.day is not None
    if start <= at.day < end:
        return 0.0
    ahead = (start - at.day).days
    weight = 1 / FUTURE_WEIGHT if at.future else FUTURE_WEIGHT
    return ahead * weight if ahead > 0 else (at.day - end).days + 1


@op("units_of")
def _units_of(e: Expression, at: At) -> Answer:
    """«أول شهرين من عام 2018», «الأشهر الثلاثة الأخيرة من العام الماضي»."""
    whole, n, unit = when_of(e.inner("of"), at), e.number("amount"), e.text("unit")
    if whole is None or whole.start is None or whole.end is None or n is None:
        return Answer(None, DateKind.INTERVAL)
    if e.text("edge") == "last":
        first, after = moved(whole.end, unit, -n), whole.end
    else:
        first, after = whole.start, moved(whole.start, unit, n)
    if first < whole.start or after > whole.end or first >= after:
        return Answer(None, DateKind.INTERVAL)
    last = cal.add_days(after, -1)
    if unit == "year":
        return dated(cal.of_years(first.year, last.year))
    return dated(cal.of_months(first, last) if unit == "month" and first.day == 1 else cal.of_days(first, last))
