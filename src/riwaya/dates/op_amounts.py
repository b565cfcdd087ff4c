"""Operations on amounts of time, on the vague, and on what points back to earlier mentions."""

from __future__ import annotations

from dataclasses import replace

from riwaya.dates import calendars as cal
from riwaya.dates.expression import Expression
from riwaya.dates.op_periods import moved, unit_at
from riwaya.dates.ops import Answer, At, answer, dated, last_bounded, op, when_of
from riwaya.model import DateKind, Precision, When

LETTER = {"second": "S", "minute": "M", "hour": "H", "day": "D", "week": "W", "month": "M", "year": "Y"}


@op("amount")
def _amount(e: Expression, at: At) -> Answer:
    return Answer(duration_of(e), DateKind.DURATION)


def duration_of(e: Expression) -> When | None:
    """The ISO 8601 duration of an amount."""
    unit, n = e.text("unit"), e.number("amount")
    if n is None or unit not in _UNITS:
        return None
    if e.text("decimal"):
        value = _decimal_value(unit, e.text("decimal"))
    else:
        value = _period_value(unit, n, half=bool(e.number("half")))
    return When(value, None, None, precision_of(unit)) if value else None


_UNITS = frozenset((*LETTER, "decade", "century"))


def _period_value(unit: str, n: int, *, half: bool) -> str:
    if unit in ("decade", "century"):
        size = 10 if unit == "decade" else 100
        n, unit, half = n * size + (size // 2 if half else 0), "year", False
    extra = ""
    if half:
        extra = {"year": "6M", "month": "15D", "week": "3D", "day": "T12H", "hour": "30M"}.get(unit, "")
    time = "T" if unit in ("second", "minute", "hour") else ""
    return f"P{time}{n}{LETTER[unit]}{extra}"


def _decimal_value(unit: str, figures: str) -> str:
    """ISO 8601 allows a decimal fraction of the last unit: `P3.5Y`."""
    if unit in ("decade", "century"):
        amount = float(figures) * (10 if unit == "decade" else 100)
        return f"P{amount:g}Y"
    return f"P{'T' if unit in ('second', 'minute', 'hour') else ''}{figures}{LETTER[unit]}"


def precision_of(unit: str) -> Precision:
    """How fine an amount in `unit` is."""
    names = {"second": "minute", "century": "decade"}
    return Precision(names.get(unit, unit))


@op("half_amount")
def _half_amount(e: Expression, at: At) -> Answer:
    value = {"hour": "PT30M", "day": "PT12H", "month": "P15D", "year": "P6M", "decade": "P5Y", "century": "P50Y"}
    found = value.get(e.text("unit"))
    return Answer(When(found, None, None, precision_of(e.text("unit"))) if found else None, DateKind.DURATION)


@op("amount_sum")
def _amount_sum(e: Expression, at: At) -> Answer:
    parts = [p for name in ("first", "second", "third") if (p := e.inner(name))]
    if parts[0].text("unit") == parts[1].text("unit"):  # «10 سنوات و15 سنة»: two amounts, not a sum
        return _amount_range_of(e, at)
    days, times = "", ""
    for part in parts:
        duration = duration_of(part)
        body = duration.value.removeprefix("P") if duration else ""
        if body.startswith("T"):
            times += body[1:]
        else:
            days += body
    value = f"P{days}" + (f"T{times}" if times else "")
    return Answer(When(value, None, None, precision_of(parts[-1].text("unit"))), DateKind.DURATION)


@op("amount_range")
def _amount_range(e: Expression, at: At) -> Answer:
    low, high, unit = e.number("low"), e.number("amount"), e.text("unit")
    if low is None or high is None:
        return Answer(None, DateKind.DURATION)
    value = f"{_period_value(unit, low, half=False)}/{_period_value(unit, high, half=False)}"
    return Answer(When(value, None, None, precision_of(unit)), DateKind.DURATION)


@op("amount_range_of")
def _amount_range_of(e: Expression, at: At) -> Answer:
    ends = [d for name in ("first", "second") if (p := e.inner(name)) and (d := duration_of(p))]
    if len(ends) != 2:
        return Answer(None, DateKind.DURATION)
    return Answer(replace(ends[1], value=f"{ends[0].value}/{ends[1].value}"), DateKind.DURATION)


@op("age")
def _age(e: Expression, at: At) -> Answer:
    n = e.number("ordinal")
    return Answer(When(f"P{n}Y", None, None, Precision.YEAR) if n else None, DateKind.DURATION)


def _quantities(e: Expression | None) -> list[tuple[str, int]]:
    """Units and amounts of an amount expression, the largest first; empty where it is none."""
    while e is not None and e.op == "same":
        e = next((v for v in e.slots.values() if isinstance(v, Expression)), None)
    if e is None:
        return []
    if e.op == "half_amount":
        half = {"year": ("month", 6), "decade": ("year", 5), "century": ("year", 50), "hour": ("minute", 30)}
        return [half[e.text("unit")]] if e.text("unit") in half else []
    if e.op == "amount_sum":
        return [q for name in ("first", "second", "third") for q in _quantities(e.inner(name))]
    n, unit = e.number("amount"), e.text("unit")
    if e.op != "amount" or n is None:
        return []
    if e.text("decimal"):
        smaller = {"year": ("month", 12), "month": ("day", 30), "week": ("day", 7), "day": ("hour", 24)}
        name, factor = smaller.get(unit, (unit, 1))
        return [(name, round(float(e.text("decimal")) * factor))]
    if e.number("half") and unit == "year":
        return [("month", 12 * n + 6)]
    return [(unit, n)]


@op("shift")
def _shift(e: Expression, at: At) -> Answer:
    """«قبل يومين»: a day for days and weeks, a month for months, a year for years."""
    quantities, sign = _quantities(e.inner("qty")), e.number("sign") or -1
    if not quantities or at.day is None:
        return Answer(None, DateKind.DATE)
    day = at.day
    for unit, n in quantities:
        day = moved(day, unit, sign * n)
    unit = quantities[-1][0]
    if unit in ("year", "decade", "century"):
        return dated(cal.of_year(day.year))
    if unit == "month":
        return dated(cal.of_month(day.year, day.month))
    return dated(cal.of_day(day))


@op("shift_from")
def _shift_from(e: Expression, at: At) -> Answer:
    """«قبل ذلك بيومين»: counted from the mention before."""
    base = last_bounded(at)
    if base is None or base.start is None:
        return Answer(None, DateKind.DATE)
    quantities = _quantities(e.inner("qty"))
    if quantities and quantities[-1][0] in ("day", "week", "hour") and base.precision is not Precision.DAY:
        return Answer(None, DateKind.DATE)
    return _shift(e, At(base.start, (), False))


@op("shift_later")
def _shift_later(e: Expression, at: At) -> Answer:
    """«بعد يومين» without more: from the mention before where it is a day, else the bare amount."""
    quantities, base = _quantities(e.inner("qty")), last_bounded(at)
    if not quantities:
        return Answer(None, DateKind.DATE)
    unit = quantities[-1][0]
    if unit in ("day", "week", "hour", "minute") and base is not None and base.precision is Precision.DAY:
        return _shift(e, At(base.start, (), False))
    if unit == "month" and at.here and base is not None and base.precision in (Precision.DAY, Precision.MONTH):
        return _shift(e, At(base.start, (), False))
    if at.future and at.day is not None:
        return _shift(e, at)
    inner = e.inner("qty")
    return answer(inner, at) if inner is not None else Answer(None, DateKind.DURATION)


@op("since_amount")
def _since_amount(e: Expression, at: At) -> Answer:
    quantities = _quantities(e.inner("qty"))
    if not quantities or at.day is None:
        return Answer(None, DateKind.INTERVAL)
    first = at.day
    for unit, n in quantities:
        first = moved(first, unit, -n)
    unit, n = quantities[-1]
    when: When | None
    if unit == "year" and n == 1:
        when = cal.of_months(first, at.day)
    elif unit in ("year", "decade", "century"):
        when = cal.of_years(first.year, at.day.year)
    elif unit == "month":
        when = cal.of_months(first, at.day)
    else:
        when = cal.of_days(first, at.day)
    return Answer(when, DateKind.INTERVAL)


# ------------------------------------------------------------------ vague, pointing back, repeated


@op("vague")
def _vague(e: Expression, at: At) -> Answer:
    value = e.text("value")
    return Answer(When(value, None, None, Precision.RANGE) if value else None, DateKind.VAGUE)


@op("vague_later")
def _vague_later(e: Expression, at: At) -> Answer:
    value = "FUTURE_REF" if at.future else "PAST_REF"
    return Answer(When(value, None, None, Precision.RANGE), DateKind.VAGUE)


@op("some")
def _some(e: Expression, at: At) -> Answer:
    """«سنوات»: a duration whose amount the text leaves open."""
    letter = LETTER.get(e.text("unit"))
    if letter is None:  # decades, centuries
        return Answer(None, DateKind.VAGUE)
    value = f"PTX{letter}" if e.text("unit") in ("second", "minute", "hour") else f"PX{letter}"
    return Answer(When(value, None, None, Precision.RANGE), DateKind.VAGUE)


@op("then")
def _then(e: Expression, at: At) -> Answer:
    if at.future:  # «وستُغلق حينها الطرق»
        return Answer(When("FUTURE_REF", None, None, Precision.RANGE), DateKind.VAGUE)
    here = [w for w in at.earlier[len(at.earlier) - at.here :] if w.bounded]
    days = [w for w in here if w.precision is Precision.DAY]
    last = days[-1] if days else last_bounded(at)  # a day of the sentence, before a year told in passing
    return dated(last) if last else Answer(When("PAST_REF", None, None, Precision.RANGE), DateKind.VAGUE)


@op("same_period")
def _same_period(e: Expression, at: At) -> Answer:
    """«الفترة نفسها»: the last stretch told that is longer than a day; «من عام 2017»: as it was in that year."""
    longer = (w for w in reversed(at.earlier) if w.start and w.end and (w.end - w.start).days > 1)
    base, year = next(longer, None), when_of(e.inner("of"), at)
    if year is None or year.start is None or base is None or base.start is None or base.end is None:
        found = base if e.inner("of") is None else year
        return dated(found) if found is not None else Answer(None, DateKind.INTERVAL)
    months = 12 * (year.start.year - base.start.year)
    first, after = cal.add_months(base.start, months), cal.add_months(base.end, months)
    if base.start.day == 1 and base.end.day == 1:
        return dated(cal.of_months(first, cal.add_days(after, -1)))
    return dated(cal.of_days(first, cal.add_days(after, -1)))


@op("that")
def _that(e: Expression, at: At) -> Answer:
    unit, last = e.text("unit"), last_bounded(at)
    if last is None or last.start is None:
        return Answer(None, DateKind.DATE)
    if unit == "day":
        day = next((w for w in reversed(at.earlier) if w.precision in (Precision.DAY, Precision.MINUTE)), None)
        return dated(cal.of_day(day.start) if day is not None and day.start else None)
    if unit == "season":
        return dated(last if last.precision is Precision.RANGE else unit_at(unit, last.start, 0))
    whole = unit_at(unit, last.start, 0)
    if whole is None or whole.end is None or last.end is None or last.end > whole.end:
        return Answer(None, DateKind.DATE)  # what went before is longer: no one such unit is meant
    return dated(whole)


@op("neighbour")
def _neighbour(e: Expression, at: At) -> Answer:
    unit, last = e.text("unit"), last_bounded(at)
    base = last.start if last is not None and last.start is not None else at.day
    if base is None:
        return Answer(None, DateKind.DATE)
    return dated(unit_at(unit, base, 1 if e.text("lean") == "future" else -1))


@op("every")
def _every(e: Expression, at: At) -> Answer:
    weekday, unit = e.number("weekday"), e.text("unit")
    amount = e.inner("qty")
    if amount is not None:
        return Answer(answer(amount, at).when, DateKind.SET)
    if weekday is not None:
        value = f"XXXX-WXX-{weekday}"
    else:
        value = {"day": "P1D", "week": "P1W", "month": "P1M", "year": "P1Y"}.get(unit, "")
    return Answer(When(value, None, None, Precision.RANGE) if value else None, DateKind.SET)
