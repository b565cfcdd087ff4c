"""Times in words: a `When` printed in Arabic or English, by either calendar, in either digit set.

`say_when(when, style)` prints no more than the value says: a month stays a month, a range a range.
Names of months and units are the CLDR's (`ar_LB` says تموز, `ar_MA` يوليوز), Hijri days those of the
Umm al-Qura tables; what lies outside these is printed in the Gregorian calendar.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, get_day_names
from hijridate import Hijri

from riwaya.dates import calendars as cal
from riwaya.errors import UsageError
from riwaya.model import Precision, When
from riwaya.rules import load, rules_in

_ARABIC_DIGITS = {ord(str(d)): chr(0x660 + d) for d in range(10)}
_UNITS = {"Y": "year", "M": "month", "W": "week", "D": "day"}
_CLOCK_UNITS = {"H": "hour", "M": "minute", "S": "second"}
_DURATION = re.compile(r"P(?:(?:[\d.]+)[YMWD])*(?:T(?:(?:[\d.]+)[HMS])+)?")
_HOURS = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(Z?)/\1T(\d\d:\d\d)(Z?)")  # of one day
_ONE = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Style:
    """`locale`: `ar`, `en` or one of their regions (`ar_LB`); `calendar`: `gregorian` or `hijri`;
    `digits`: `latn` (0-9) or `arab` (٠-٩)."""

    locale: str = "ar"
    calendar: str = "gregorian"
    digits: str = "latn"


def say_when(when: When, style: Style | None = None) -> str:
    """A time in words. Raises `UsageError` for a style that does not exist."""
    style = style or Style()
    words = _Words.of(style)
    text = (words.hijri(when) if style.calendar == "hijri" else None) or words.gregorian(when)
    if style.digits == "arab":
        return re.sub(r"(?<=\d)\.(?=\d)", "٫", text).translate(_ARABIC_DIGITS)
    return text


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of one locale."""

    locale: Locale
    frames: Mapping[str, Any]

    @staticmethod
    def of(style: Style) -> _Words:
        if style.calendar not in ("gregorian", "hijri") or style.digits not in ("latn", "arab"):
            raise UsageError(f"no calendar {style.calendar!r} with digits {style.digits!r}")
        return _words(style.locale)

    # ---------------------------------------------------------- Gregorian

    def gregorian(self, when: When) -> str:
        value = when.value
        if when.start is None and when.end is None:
            return self._timeless(value)
        if when.calendar == "hijri" and when.start and when.end:
            return self._between(self._day(when.start), self._day(when.end - _ONE))
        if m := _HOURS.fullmatch(value):
            return self._hours(self._day(dt.date.fromisoformat(m[1])), m)
        first, slash, last = value.partition("/")
        if not slash:
            return self._point(value)
        if first in ("", ".."):
            return self._frame("until", b=self._point(last))
        if last in ("", ".."):
            return self._frame("since", a=self._point(first))
        return self._between(self._point(first), self._point(last))

    def _point(self, value: str) -> str:
        if m := re.fullmatch(r"(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d)(Z?))?", value):
            day = self._day(dt.date.fromisoformat(m[1]))
            return self._frame("time", a=day, t=self._clock(m[2], m[3])) if m[2] else day
        if m := re.fullmatch(r"(\d{4})-W(\d\d)", value):
            return self._frame("week", n=int(m[2]), y=int(m[1]))
        if m := re.fullmatch(r"(\d{4})-(2[1-4])", value):
            return self._frame("season", s=self.frames["seasons"][int(m[2])], y=int(m[1]))
        if m := re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", value):
            return str(format_skeleton("yMMMM", dt.date(int(m[1]), int(m[2]), 1), locale=self.locale))
        if m := re.fullmatch(r"(\d{3})X", value):
            return self._frame("decade", y=f"{m[1]}0", z=f"{m[1]}9")
        if m := re.fullmatch(r"(\d{2})XX", value):
            n, numbers = int(m[1]) + 1, self.frames["numbers"]
            return self._frame("century", n=str(numbers.get(n, numbers.get("other", n))).format(n=n))
        if re.fullmatch(r"0\d{3}", value):
            return self._frame("era", y=int(value))
        return str(int(value)) if re.fullmatch(r"\d{4}", value) else value

    def _hours(self, day: str, m: re.Match[str]) -> str:
        """From one clock time to another of the same day."""
        return self._frame("hours", a=day, t=self._clock(m[2], m[3]), u=self._clock(m[4], m[5]))

    def _clock(self, time: str, zone: str) -> str:
        return self._frame("utc", t=time) if zone else time

    def _day(self, day: dt.date) -> str:
        return str(format_date(day, "long", locale=self.locale))

    # ---------------------------------------------------------- without days

    def _timeless(self, value: str) -> str:
        refs: Mapping[str, str] = self.frames["refs"]
        if value in refs:
            return refs[value]
        if m := re.fullmatch(r"XXXX-WXX-([1-7])", value):
            day = str(get_day_names("wide", locale=self.locale)[int(m[1]) - 1])
            return self._frame("every", a=day.removeprefix("ال"))
        if m := re.fullmatch(r"P(T?)X([SMHDWY])", value):
            return str(self.frames["some"]["m" if m[2] == "M" and not m[1] else m[2]])
        first, slash, last = value.partition("/")
        if slash:
            return self._between(self._timeless(first), self._timeless(last))
        return self._amount(value) if _DURATION.fullmatch(value) else value

    def _amount(self, value: str) -> str:
        days, _, clock = value.removeprefix("P").partition("T")
        parts = [(n, _UNITS[u]) for n, u in re.findall(r"([\d.]+)([YMWD])", days)]
        parts += [(n, _CLOCK_UNITS[u]) for n, u in re.findall(r"([\d.]+)([HMS])", clock)]
        return str(self.frames["and"]).join(self._counted(n, unit) for n, unit in parts)

    def _counted(self, figures: str, unit: str) -> str:
        forms: Mapping[str, str] = self.frames["units"][unit]
        plural = "other" if "." in figures else self.locale.plural_form(int(figures))
        return forms.get(plural, forms["other"]).format(n=figures)

    # ---------------------------------------------------------- Hijri

    def hijri(self, when: When) -> str | None:
        """By Hijri days, months or years, as fine as the value is; None outside the tables."""
        first = cal.to_hijri(when.start) if when.start else None
        last = cal.to_hijri(when.end - _ONE) if when.end else None
        if (when.start and first is None) or (when.end and last is None) or not (first or last):
            return None
        grain = _GRAINS.get(when.precision, 3)
        if when.precision is Precision.RANGE and re.fullmatch(r"\d{4}(-\d\d)?(/\d{4}(-\d\d)?)?", when.value):
            grain = 2 if "-" in when.value else 1
        if first is None or last is None:
            side = first or last or (0, 0, 0)
            day = self._frame("hijri", a=self._hijri(side, 3))
            return self._frame("since" if first else "until", a=day, b=day)
        text = self._frame("hijri", a=self._between(self._hijri(first, grain), self._hijri(last, grain)))
        if m := _HOURS.fullmatch(when.value):
            return self._hours(text, m)
        times = [self._clock(t, zone) for t, zone in re.findall(r"T(\d\d:\d\d)(Z?)", when.value)]
        if len(times) == 2:  # of two days
            a, b = (self._frame("hijri", a=self._hijri(side, 3)) for side in (first, last))
            return self._between(self._frame("time", a=a, t=times[0]), self._frame("time", a=b, t=times[1]))
        return self._frame("time", a=text, t=times[0]) if times else text

    def _hijri(self, day: tuple[int, int, int], grain: int) -> str:
        """A Hijri year, month or day (grain 1, 2, 3)."""
        month = Hijri(day[0], day[1], 1).month_name("ar" if self.locale.language == "ar" else "en")
        return " ".join(map(str, (day[0], month, day[2])[:grain][::-1]))

    # ---------------------------------------------------------- frames

    def _between(self, a: str, b: str) -> str:
        return a if a == b else self._frame("between", a=a, b=b)

    def _frame(self, name: str, **values: object) -> str:
        return str(self.frames[name]).format(**values)


_GRAINS = {Precision.MONTH: 2, Precision.SEASON: 2, Precision.YEAR: 1, Precision.DECADE: 1}


@cache
def _words(name: str) -> _Words:
    try:
        locale = Locale.parse(name)
    except (UnknownLocaleError, ValueError) as e:
        raise UsageError(f"no language {name!r} to print times in") from e
    frames = {entry.text("lang"): entry for entry in rules_in(load("ar/date_render"), "frames")}
    if locale.language not in frames:
        raise UsageError(f"times are printed in {', '.join(frames)}, not in {name!r}")
    return _Words(locale, frames[locale.language])
