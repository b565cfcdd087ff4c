"""Publication times in the words of a page: «نشر في 12 تشرين الأول 2025 - 10:38».

Only absolute dates count, in any month system and digit set. A relative age is evidence, not a
date: it needs a clock, and the reader has none. `read_stamp` reads one line; the caller knows where
in the page the line stands, and so whether it may be a publication line at all.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import cache

from babel.dates import get_month_names

from riwaya.model import Origin, Precision, Published, When
from riwaya.rules import load
from riwaya.text import fold_word

# Where babel's calendars of the Arab countries leave gaps: spellings seen in the press.
_EXTRA = {
    "يولية": 7, "يولو": 7, "جويليا": 7, "اوت": 8, "أوت": 8, "غشت": 8, "شتنبر": 9, "شتمبر": 9, "نونبر": 11,
    "دجنبر": 12, "فيفري": 2, "جانفي": 1, "افريل": 4, "جوان": 6, "ماي": 5, "يوليوز": 7, "جويلية": 7,
    "كانون ثاني": 1, "كانون اول": 12, "تشرين اول": 10, "تشرين ثاني": 11, "حزيران": 6, "تموز": 7, "اب": 8,
    "ايلول": 9, "ايار": 5, "نيسان": 4, "اذار": 3, "شباط": 2,
}  # fmt: skip
_LOCALES = ("ar_EG", "ar_SA", "ar_SY", "ar_IQ", "ar_DZ", "ar_MA", "ar_TN", "ar_MR", "en", "fr")
_YEAR = r"(?:19|20)\d\d"
_TIME = re.compile(r"(?<![\d:.])(?P<h>[01]?\d|2[0-3])[:.٫](?P<m>[0-5]\d)(?::[0-5]\d)?(?![\d])\s*(?P<ap>[صم](?!\w)|am|pm|صباحا|مساء|ظهرا)?")


@dataclass(frozen=True, slots=True)
class Stamp:
    """A date read in a line. `start:end` is its folded range; `left` the words around date, time
    and labels; `labelled`/`updated` say which words announced it; `timed` that a clock time stands by."""

    when: When
    left: str
    labelled: bool
    updated: bool
    timed: bool
    weekday: bool
    hijri: bool


def read_stamp(words: str) -> Stamp | None:
    """The absolute date that a short line of metadata carries, or None."""
    if len(words) > 220:
        return None
    key = " ".join(fold_word(words).split())
    found = _date(key)
    if found is None:
        return None
    start, end, day = found
    rest = f"{key[:start]} \u0001 {key[end:]}"
    time = _TIME.search(rest)
    clock = _clock(time) if time else None
    if time:
        rest = rest[: time.start()] + " " + rest[time.end() :]
    updated, labelled = bool(_labels("updated").search(rest)), bool(_labels("labels").search(rest))
    bare = _labels("updated").sub(" ", rest)
    bare = _labels("labels").sub(" ", bare)
    weekday, hijri = bool(_WEEKDAY.search(bare)), bool(_HIJRI.search(bare))
    bare = _WEEKDAY.sub(" ", bare)
    bare = re.sub(r"\b(?:gmt|utc|am|pm|[صم]|بتوقيت \S+|\+?\d{1,2}(?::\d\d)?)\b", " ", bare.replace("\u0001", " "))
    left = " ".join(re.sub(r"[\s|•·,،:;()\[\]/–—-]+", " ", bare).split())
    return Stamp(_when(day, clock), left, labelled, updated, clock is not None, weekday, hijri)


def parse_stamp(value: object, origin: Origin, why: str) -> Published | None:
    """A publication time from a field: ISO 8601, RFC 822, or words. None where it is no date."""
    if not isinstance(value, str) or not value.strip():
        return None
    text = value.strip()
    when = _iso(text) or _rfc822(text)
    if when is None:
        stamp = read_stamp(text)
        when = stamp.when if stamp else None
    return None if when is None else Published(_with_origin(when, origin), why)


_WEEKDAY = re.compile(
    r"(?<!\w)(?:ال)?(?:احد|اثنين|ثلاثاء|اربعاء|خميس|جمعه|سبت|monday|tuesday|wednesday|thursday|friday|saturday|sunday|"
    r"mon|tue|wed|thu|fri|sat|sun)(?!\w)"
)
_HIJRI = re.compile(
    r"(?:محرم|صفر|ربيع|جمادي|رجب|شعبان|رمضان|شوال|ذو القعده|ذي القعده|ذو الحجه|ذي الحجه|14[3-5]\d\s*(?:هـ|ه)?)"
)


def _with_origin(when: When, origin: Origin) -> When:
    return When(when.value, when.start, when.end, when.precision, when.calendar, origin)


def _when(day: dt.date, clock: dt.time | None) -> When:
    value = day.isoformat() if clock is None else f"{day.isoformat()}T{clock:%H:%M}"
    precision = Precision.DAY if clock is None else Precision.MINUTE
    return When(value, day, day + dt.timedelta(days=1), precision)


def _iso(text: str) -> When | None:
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    return _when(moment.date(), moment.time() if len(text) > 10 else None) if _sane(moment.year) else None


def _rfc822(text: str) -> When | None:
    from email.utils import parsedate_to_datetime  # noqa: PLC0415  (feeds only)

    try:
        moment = parsedate_to_datetime(text)
    except (TypeError, ValueError, IndexError):
        return None
    return _when(moment.date(), moment.time()) if _sane(moment.year) else None


def _sane(year: int) -> bool:
    return 1900 < year < 2100


def _clock(m: re.Match[str]) -> dt.time:
    hour, half = int(m.group("h")), m.group("ap") or ""
    if half in ("م", "pm", "مساء", "ظهرا") and hour < 12:
        hour += 12
    if half in ("ص", "am", "صباحا") and hour == 12:
        hour = 0
    return dt.time(hour, int(m.group("m")))


def _date(key: str) -> tuple[int, int, dt.date] | None:
    for pattern, order in _patterns():
        for m in pattern.finditer(key):
            parts = dict(zip(order, m.groups(), strict=True))
            month = parts["m"]
            number = int(month) if month.isdigit() else _months()[" ".join(month.split())]
            day = int(parts["d"])
            if number > 12 >= day:  # 10/25/2021
                number, day = day, number
            try:
                return m.start(), m.end(), dt.date(int(parts["y"]), number, day)
            except ValueError:
                continue
    return None


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    names = "|".join(re.escape(n).replace(r"\ ", r"\s+") for n in sorted(_months(), key=len, reverse=True))
    glue = r"\s*[-/., ،]\s*(?:من\s+)?(?:شهر\s+)?"
    second = rf"(?:\s*[/(\-–]\s*(?:{names})\s*\)?|\s+(?:{names}))?"  # «آب/أغسطس»
    day = r"(?<!\d)(\d{1,2})(?:st|nd|rd|th)?"
    return (
        (re.compile(rf"(?<!\d)({_YEAR})\s?[-/.]\s?(\d{{1,2}})\s?[-/.]\s?(\d{{1,2}})(?!\d)"), "ymd"),
        (re.compile(rf"{day}\s?[-/.]\s?(\d{{1,2}})\s?[-/.]\s?({_YEAR})(?!\d)"), "dmy"),
        (re.compile(rf"{day}{glue}({names}){second}\s*[-/.,، ]?\s*(?:(?:عام|سنه)\s+)?({_YEAR})(?!\d)"), "dmy"),
        (re.compile(rf"(?<!\w)({names}){second}\s*[-/., ]\s*(\d{{1,2}})(?:st|nd|rd|th)?\s*[,،/ -]\s*({_YEAR})(?!\d)"), "mdy"),
    )


@cache
def _months() -> dict[str, int]:
    months = {fold_word(name): number for name, number in _EXTRA.items()}
    for locale in _LOCALES:
        for width in ("wide", "abbreviated") if locale in ("en", "fr") else ("wide",):
            for number, name in get_month_names(width, "format", locale).items():
                months.setdefault(" ".join(fold_word(name).rstrip(".").split()), number)
    return months


@cache
def _labels(name: str) -> re.Pattern[str]:
    labels = sorted(map(fold_word, load("ar/reading")["published"].texts(name)), key=len, reverse=True)
    return re.compile("(?<!\\w)(?:" + "|".join(re.escape(w) for w in labels) + ")(?!\\w)\\s*:?")
