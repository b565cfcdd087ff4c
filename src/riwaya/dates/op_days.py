"""Operations on days: dates, weekdays, words for days, nights, feasts, clock times."""

from __future__ import annotations

import datetime as dt

from riwaya.dates import calendars as cal
from riwaya.dates.expression import Expression
from riwaya.dates.ops import Answer, At, answer, dated, op, when_of
from riwaya.model import DateKind, Precision, When

_EARLY = 2  # until this day of a week, «نهاية هذا الأسبوع» in a tale of what was is the one just past
_GOES_ON = 60  # days from a day told with its year to one told after it without
FUTURE_WEIGHT = 4.0  # how much further off a coming day must be to lose against a past one


@op("same")
def _same(e: Expression, at: At) -> Answer:
    inner = next((v for v in e.slots.values() if isinstance(v, Expression)), None)
    return answer(inner, at) if inner is not None else Answer(None, DateKind.DATE)


@op("date")
def date(e: Expression, at: At) -> Answer:
    """A day, with or without month and year; a year it lacks is found from the anchor."""
    day, month, year = e.number("day"), e.number("month"), e.number("year")
    hijri = e.text("calendar") == "hijri"
    if day is None:
        return Answer(None, DateKind.DATE)
    holder = e.inner("of")
    if holder is not None:
        period = when_of(holder, at)
        if period is None or period.start is None:
            return Answer(None, DateKind.DATE)
        year, month = period.start.year, month or period.start.month
    if month is None:
        return dated(_by_number(day, e, at))
    if year is not None and not e.text("calendar"):  # in figures alone the year tells which calendar
        hijri = 1343 <= year <= 1500
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
    return dated(cal.of_day(found, "hijri" if hijri else "gregorian"), note)


def _nearest_day(month: int, day: int, e: Expression, at: At, *, hijri: bool) -> dt.date | None:
    if not hijri and (near := _told_on(month, day, e, at)) is not None:
        return near
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
    return choose(days, e.text("lean"), at)


def _told_on(month: int, day: int, e: Expression, at: At) -> dt.date | None:
    """«في 27 أبريل 2017 ... ثم في 12 مايو»: the tale goes on from the day that it gave with its year, if not far."""
    told = at.told
    if told is None or at.future or e.text("lean") or e.number("weekday") is not None:
        return None
    days = (cal.day_of(year, month, day) for year in range(told.year - 1, told.year + 2))
    return next((d for d in days if d is not None and abs((d - told).days) <= _GOES_ON), None)


def choose(days: list[dt.date], lean: str, at: At) -> dt.date | None:
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
    weight = 1.0 if lean == "this" else 1 / FUTURE_WEIGHT if at.future else FUTURE_WEIGHT

    def distance(d: dt.date) -> float:
        n = (d - anchor).days
        return n * weight if n > 0 else -n

    return min(days, key=distance)


def _by_number(day: int, e: Expression, at: At) -> When | None:
    """«الأربعاء 14»: the nearest such day whose number and weekday agree; «يوم 14»: the nearest one."""
    weekday = e.number("weekday")
    if at.day is None:
        return None
    if weekday is None and e.text("lean") == "this":
        this = cal.day_of(at.day.year, at.day.month, day)
        return cal.of_day(this) if this else None
    if weekday is None:
        months = (cal.add_months(at.day.replace(day=1), n) for n in (-1, 0, 1))
        days = [d for m in months if (d := cal.day_of(m.year, m.month, day))]
        found = choose(days, e.text("lean"), at)
        return cal.of_day(found) if found else None
    near = sorted(range(-45, 46), key=lambda n: (abs(n), n))
    for n in near:
        d = cal.add_days(at.day, n)
        if d.day == day and d.isoweekday() == weekday:
            return cal.of_day(d)
    return None


@op("unknown")
def _unknown(e: Expression, at: At) -> Answer:
    """A day whose year the text takes for known: «ثورة 25 يناير». Found, never resolved."""
    return Answer(None, DateKind.DATE)


@op("weekday")
def _weekday(e: Expression, at: At) -> Answer:
    weekday = e.number("weekday")
    if at.day is None or weekday is None:
        return Answer(None, DateKind.DATE)
    back = (at.day.isoweekday() - weekday) % 7
    lean = e.text("lean")
    if lean == "future" or (lean == "this" and back > 3):  # «هذا الخميس» is the nearest one
        return dated(cal.of_day(cal.add_days(at.day, 7 - back)))
    if lean == "past" and back == 0:
        back = 7
    if not lean and at.future and back:
        return dated(cal.of_day(cal.add_days(at.day, 7 - back)))
    return dated(cal.of_day(cal.add_days(at.day, -back)))


@op("weekday_before_last")
def _weekday_before_last(e: Expression, at: At) -> Answer:
    """«الجمعة قبل الماضي», «الجمعة بعد المقبل»: a week beyond the last, or the next."""
    near = _weekday(e, at).when
    if near is None or near.start is None:
        return Answer(None, DateKind.DATE)
    return dated(cal.of_day(cal.add_days(near.start, 7 if e.text("lean") == "future" else -7)))


@op("nth_weekday")
def _nth_weekday(e: Expression, at: At) -> Answer:
    """«أول جمعة من يوليو», «الأحد الأخير من الشهر»."""
    whole, weekday, n = when_of(e.inner("of"), at), e.number("weekday"), e.number("nth")
    if whole is None or whole.start is None or whole.end is None or weekday is None or n is None:
        return Answer(None, DateKind.DATE)
    if n < 0:
        found = cal.add_days(whole.end, -1 - (whole.end.isoweekday() - 1 - weekday) % 7)
    else:
        found = cal.add_days(whole.start, (weekday - whole.start.isoweekday()) % 7 + 7 * (n - 1))
    return dated(cal.of_day(found) if whole.start <= found < whole.end else None)


@op("weekday_in")
def _weekday_in(e: Expression, at: At) -> Answer:
    week, weekday = when_of(e.inner("of"), at), e.number("weekday")
    if week is None or week.start is None or weekday is None:
        return Answer(None, DateKind.DATE)
    return dated(cal.of_day(cal.add_days(week.start, weekday - 1)))


@op("day")
def _day(e: Expression, at: At) -> Answer:
    offset = e.number("offset")
    if at.day is None or offset is None:
        return Answer(None, DateKind.DATE)
    return dated(cal.of_day(cal.add_days(at.day, offset)))


@op("day_checked")
def _day_checked(e: Expression, at: At) -> Answer:
    """«أمس الاثنين»: the weekday decides where the day before the anchor is another one."""
    offset, weekday = e.number("offset"), e.number("weekday")
    if at.day is None or offset is None or weekday is None:
        return Answer(None, DateKind.DATE)
    day = cal.add_days(at.day, offset)
    if day.isoweekday() == weekday:
        return dated(cal.of_day(day))
    near = min((cal.add_days(day, n) for n in (-1, 1, -2, 2, -3, 3)), key=lambda d: d.isoweekday() != weekday)
    return dated(cal.of_day(near), f"the weekday named is not that of {day.isoformat()}")


@op("part_of")
def _part_of(e: Expression, at: At) -> Answer:
    inner = e.inner("of") or e.inner("day_of")
    return answer(inner, at) if inner is not None else Answer(None, DateKind.DATE)


@op("night_between")
def _night_between(e: Expression, at: At) -> Answer:
    second = e.number("next")
    if second is None:
        return Answer(None, DateKind.INTERVAL)
    last = when_of(Expression("weekday", {"weekday": second}, e.rule), at)
    if last is None or last.start is None:
        return Answer(None, DateKind.INTERVAL)
    first = cal.add_days(last.start, -1)
    if e.number("point"):
        return dated(last)
    return dated(cal.of_days(first, last.start))


@op("two_weekdays")
def _two_weekdays(e: Expression, at: At) -> Answer:
    a, b = e.number("weekday"), e.number("next")
    if a is None or b is None:
        return Answer(None, DateKind.INTERVAL)
    last = when_of(Expression("weekday", {"weekday": b, "lean": e.text("lean")}, e.rule), at)
    if last is None or last.start is None:
        return Answer(None, DateKind.INTERVAL)
    return dated(cal.of_days(cal.add_days(last.start, -((b - a) % 7)), last.start))


@op("weekdays_in")
def _weekdays_in(e: Expression, at: At) -> Answer:
    """«الأسبوع المقبل من الثلاثاء إلى الخميس»."""
    week, a, b = when_of(e.inner("of"), at), e.number("weekday"), e.number("next")
    if week is None or week.start is None or a is None or b is None:
        return Answer(None, DateKind.INTERVAL)
    first = cal.add_days(week.start, a - 1)
    return dated(cal.of_days(first, cal.add_days(first, (b - a) % 7)))


@op("weekend")
def _weekend(e: Expression, at: At) -> Answer:
    """The last one, unless the words say otherwise; «نهاية الأسبوع المقبل» is that of the week named."""
    if at.day is None:
        return Answer(None, DateKind.INTERVAL)
    named = e.inner("of")
    week = when_of(named, at)
    just_past = named is not None and not named.text("lean") and not at.future and at.day.isoweekday() <= _EARLY
    if week is not None and week.start is not None and not just_past:
        return dated(cal.of_days(cal.add_days(week.start, 5), cal.add_days(week.start, 6)))
    sunday = cal.add_days(at.day, -(at.day.isoweekday() % 7))
    if e.text("lean") == "future" or at.future:
        sunday = cal.add_days(at.day, 7 - at.day.isoweekday() % 7)
    if at.day.isoweekday() == 6:
        sunday = cal.add_days(at.day, 1)
    return dated(cal.of_days(cal.add_days(sunday, -1), sunday))


@op("feast")
def _feast(e: Expression, at: At) -> Answer:
    """A feast is told about close to its day, before it as often as after."""
    month, day = e.number("month"), e.number("day")
    if month is None or day is None:
        return Answer(None, DateKind.DATE)
    near = At(at.day, at.earlier, at.future)
    leaning = Expression("date", {**e.slots, "lean": e.text("lean") or "this"}, e.rule)
    found = _nearest_day(month, day, leaning, near, hijri=e.text("calendar") == "hijri")
    nth = e.number("nth") or 1  # «ثاني أيام عيد الفطر»
    if nth < 1:
        return Answer(None, DateKind.DATE)
    return dated(cal.of_day(cal.add_days(found, nth - 1)) if found else None)


# ------------------------------------------------------------------ clock


@op("clock")
def _clock(e: Expression, at: At) -> Answer:
    return _clock_on(e, at, cal.of_day(at.day) if at.day else None)


def _clock_on(e: Expression, at: At, day: When | None) -> Answer:
    moment = _moment(e, day)
    if moment is None or day is None or day.start is None:
        return Answer(None, DateKind.TIME)
    value = f"{moment:%Y-%m-%dT%H:%M}{e.text('zone')}"
    start = moment.date()
    return Answer(When(value, start, cal.add_days(start, 1), Precision.MINUTE), DateKind.TIME)


def _moment(e: Expression, day: When | None, half: str = "") -> dt.datetime | None:
    """The minute that a clock time means on a day; `half` where it names none itself."""
    hour, minute, half = e.number("hour"), e.number("minute") or 0, e.text("half") or half
    if hour is not None and e.number("joined"):  # «الثامنة وعشرين دقيقة» reads as one number
        hour, minute = hour % 10, hour - hour % 10
    if hour is None or hour > 24 or minute > 59 or day is None or day.start is None:
        return None
    if half == "night":  # «الثانية عشرة ليلا» ends the day, «الثالثة ليلا» is before its dawn
        half = "pm" if 6 <= hour < 12 else ""
        hour = 24 if hour == 12 else hour
    if half == "pm" and hour < 12:
        hour += 12
    elif half == "am" and hour == 12:
        hour = 0
    midnight = dt.datetime.combine(cal.add_days(day.start, hour // 24), dt.time())
    return midnight + dt.timedelta(hours=hour % 24, minutes=minute)  # «إلا الربع» takes some away


_HALF = {"morning": "am", "dawn": "am", "afternoon": "pm", "evening": "pm"}


@op("clock_at")
def _clock_at(e: Expression, at: At) -> Answer:
    clock = e.inner("of")
    if clock is None:
        return Answer(None, DateKind.TIME)
    return _clock_on(_halved(clock, e), at, _day_of_clock(e, at))


def _halved(clock: Expression, e: Expression) -> Expression:
    """A clock time with the half of the day that the words around it name: «السابعة من مساء أمس»."""
    part, hour = _part_named(e), clock.number("hour")
    half = _HALF.get(part, "")
    if part == "noon" and hour is not None:
        half = "pm" if hour < 6 else ""
    if part == "night" and hour is not None:
        half = "pm" if 6 <= hour < 12 else "am"
    return clock if clock.text("half") or not half else Expression("clock", {**clock.slots, "half": half}, clock.rule)


def _part_named(e: Expression) -> str:
    inner = e.inner("day_of")
    return e.text("part") or (_part_named(inner) if inner is not None else "")


def _day_of_clock(e: Expression, at: At) -> When | None:
    """The day of a clock time: the one beside it, else the last one told, else the anchor."""
    day, last = e.inner("day_of"), at.earlier[-1] if at.earlier else None
    if day is not None:
        return when_of(day, at)
    if last is not None and last.precision in (Precision.DAY, Precision.MINUTE) and last.start:
        return cal.of_day(last.start)
    return cal.of_day(at.day) if at.day else None


@op("clock_range")
def _clock_range(e: Expression, at: At) -> Answer:
    """«من السابعة إلى التاسعة مساء»: the half of the day that stands at the end holds for both."""
    first, second, day = e.inner("first"), e.inner("second"), _day_of_clock(e, at)
    if first is None or second is None:
        return Answer(None, DateKind.TIME)
    second = _halved(second, e)
    end = _moment(second, day)
    begin = _moment(_halved(first, e), day, second.text("half"))
    if begin is not None and end is not None and begin >= end:  # «من 10 إلى 2 ظهرا»
        begin = _moment(first, day)
    if begin is None or end is None:
        return Answer(None, DateKind.TIME)
    end += dt.timedelta(days=begin >= end)  # «من العاشرة مساء حتى الثانية صباحا»
    value = f"{begin:%Y-%m-%dT%H:%M}/{end:%Y-%m-%dT%H:%M}"
    return Answer(When(value, begin.date(), cal.add_days(end.date(), 1), Precision.MINUTE), DateKind.TIME)
