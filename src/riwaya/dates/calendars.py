"""Days, months and years as `When`s, in both calendars. Pure arithmetic, no words.

Every function gives half-open intervals with their ISO 8601 / EDTF value. Days that do not exist
(31 February, month 13, year 0) give None, never an exception.
"""

from __future__ import annotations

import calendar as gregorian
import datetime as dt

from hijridate import Gregorian, Hijri

from riwaya.model import Origin, Precision, When
from riwaya.remembered import remembered

_ONE = dt.timedelta(days=1)
_HIJRI_YEARS = range(1343, 1501)  # what the Umm al-Qura tables of hijridate hold


def make(value: str, start: dt.date | None, end: dt.date | None, precision: Precision) -> When:
    """A `When` from the page's words."""
    return When(value, start, end, precision)


@remembered(8192)
def of_day(day: dt.date, calendar: str = "gregorian") -> When:
    """One day."""
    return When(day.isoformat(), day, day + _ONE, Precision.DAY, calendar, Origin.PAGE)


def of_days(first: dt.date, last: dt.date, precision: Precision = Precision.RANGE) -> When:
    """From `first` to `last`, both included; one day where they are the same."""
    if last <= first:
        return of_day(first)
    return make(f"{first.isoformat()}/{last.isoformat()}", first, last + _ONE, precision)


def of_month(year: int, month: int) -> When | None:
    """A Gregorian month."""
    first = day_of(year, month, 1)
    if first is None:
        return None
    return make(f"{year:04}-{month:02}", first, month_end(first), Precision.MONTH)


def of_year(year: int) -> When | None:
    """A Gregorian year."""
    if not 1 <= year <= 9998:
        return None
    return make(f"{year:04}", dt.date(year, 1, 1), dt.date(year + 1, 1, 1), Precision.YEAR)


def of_years(first: int, last: int) -> When | None:
    """From year `first` to year `last`, both included."""
    if first > last or not first >= 1 or last > 9998:
        return None
    if first == last:
        return of_year(first)
    return make(f"{first:04}/{last:04}", dt.date(first, 1, 1), dt.date(last + 1, 1, 1), Precision.RANGE)


def of_months(first: dt.date, last: dt.date) -> When:
    """From the month of `first` to the month of `last`, both included."""
    a, b = f"{first.year:04}-{first.month:02}", f"{last.year:04}-{last.month:02}"
    value = a if a == b else f"{a}/{b}"
    precision = Precision.MONTH if a == b else Precision.RANGE
    return make(value, first.replace(day=1), month_end(last), precision)


def of_week(day: dt.date) -> When:
    """The ISO week (Monday to Sunday) that holds `day`."""
    monday = day - dt.timedelta(days=day.weekday())
    year, week, _ = monday.isocalendar()
    return make(f"{year:04}-W{week:02}", monday, monday + dt.timedelta(days=7), Precision.WEEK)


def of_season(year: int, code: int) -> When | None:
    """Spring 21, summer 22, autumn 23, winter 24 (winter of a year begins in its December)."""
    first = day_of(year, {21: 3, 22: 6, 23: 9, 24: 12}[code], 1)
    if first is None:
        return None
    return make(f"{year:04}-{code}", first, add_months(first, 3), Precision.SEASON)


def day_of(year: int, month: int, day: int) -> dt.date | None:
    """A Gregorian day, or None where there is no such day."""
    try:
        return dt.date(year, month, day) if year < 9998 else None
    except ValueError:
        return None


def month_end(day: dt.date) -> dt.date:
    """The first day after the month of `day`."""
    return add_months(day.replace(day=1), 1)


def add_months(day: dt.date, months: int) -> dt.date:
    """`day` moved by months; the last day of a shorter month where it has no such day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = min(max(index // 12, 1), 9998), index % 12 + 1
    return dt.date(year, month, min(day.day, gregorian.monthrange(year, month)[1]))


def add_days(day: dt.date, days: int) -> dt.date:
    """`day` moved by days, kept within the years that dates can hold."""
    low, high = dt.date(1, 1, 2), dt.date(9998, 12, 30)
    return dt.date.fromordinal(min(max(day.toordinal() + days, low.toordinal()), high.toordinal()))


# ------------------------------------------------------------------ the Hijri calendar


def hijri_day(year: int, month: int, day: int) -> dt.date | None:
    """The Gregorian day of a Hijri one (Umm al-Qura), or None where it has none."""
    if year not in _HIJRI_YEARS:
        return None
    try:
        return dt.date(*Hijri(year, month, day).to_gregorian().datetuple())
    except (ValueError, OverflowError):
        return None


def hijri_month(year: int, month: int) -> When | None:
    """A Hijri month as an interval of Gregorian days."""
    first = hijri_day(year, month, 1)
    after = hijri_day(year + month // 12, month % 12 + 1, 1)
    if first is None or after is None:
        return None
    return When(f"{first}/{after - _ONE}", first, after, Precision.MONTH, "hijri")


def hijri_year(year: int) -> When | None:
    """A Hijri year as an interval of Gregorian days."""
    first, after = hijri_day(year, 1, 1), hijri_day(year + 1, 1, 1)
    if first is None or after is None:
        return None
    return When(f"{first}/{after - _ONE}", first, after, Precision.YEAR, "hijri")


def to_hijri(day: dt.date) -> tuple[int, int, int] | None:
    """Year, month and day in the Hijri calendar; None outside its tables."""
    try:
        return Gregorian(day.year, day.month, day.day).to_hijri().datetuple()
    except (ValueError, OverflowError):
        return None
