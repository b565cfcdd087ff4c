"""Publication times in the words of a page: «نشر في 12 تشرين الأول 2025 - 10:38».

Only absolute dates count, in any month system and digit set. A relative age is evidence, not a
date: it needs a clock, and the reader has none. `read_stamp` reads one line; the caller knows where
in the page the line stands, and so whether it may be a publication line at all.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from email.utils import parsedate_to_datetime
from functools import cache
from urllib.parse import urlsplit

from riwaya.dates import Scope, find_expressions, resolve
from riwaya.model import Origin, Precision, Published, When
from riwaya.remembered import remembered
from riwaya.rules import load
from riwaya.text import fold_word

_YEAR = re.compile(r"(?<!\d)(?:19|20|14)\d\d(?:(?!\d)|(?=\d\d:\d\d))")  # «202117:40»: a clock glued to it
_MONTHS = 12
_CERTAIN = 2  # dates that tell the order of day and month on a page
_NUMERIC = re.compile(r"(?<![\d/.-])(?P<a>\d{1,2})\s?[/.-]\s?(?P<b>\d{1,2})\s?[/.-]\s?(?:19|20)\d\d(?!\d)")
_AMERICAN = re.compile(r"(?<!\d)(?:[1-9]/\d{1,2}|1[0-2]/[1-9])/20\d\d (?:[1-9]|1[0-2]):\d\d:\d\d [AP]M(?!\w)", re.ASCII)
_DAY_IN_PATH = re.compile(
    r"/(?P<y>(?:19|20)\d\d)(?P<s>[/-])(?P<m>0?[1-9]|1[0-2])(?P=s)(?P<d>0?[1-9]|[12]\d|3[01])(?=[/_.-]|$)"
)
_COMPACT = re.compile(r"/(?P<y>(?:19|20)\d\d)(?P<m>\d\d)(?P<d>\d\d)(?=[/_.-]|$)")
_MONTH_IN_PATH = re.compile(r"/(?P<y>20\d\d)/(?P<m>\d{1,2})(?=/)")
_CENTURY = re.compile(r"(?:19|20|14)\d\d")
_TIME = re.compile(
    r"(?:(?<!\w)(?<!\d\s)(?P<before>[صم]|صباحا|مساء)\s+)?"  # «| م 01:52»; after a year «م» is of the era
    r"(?<![\d:.])(?P<h>[01]?\d|2[0-3])(?:[:.]|h|\s?س و\s?)(?P<m>[0-5]\d)(?::[0-5]\d)?(?!\d|[./]\d)\s*"
    r"(?P<ap>[صم](?!\w)|am|pm|صباحا|مساء|ظهرا)?"
)


_SECONDS = re.compile(r"(?:/Date\()?(?P<s>\d{9,10})(?:\.\d+|\d{3}(?:[+-]\d{4})?)?(?:\)/)?", re.ASCII)
_WEB = 1995  # since when pages are written; seconds of earlier years count something else
_NO_DAY = dt.date(1970, 1, 1)  # what a program writes that knows no day
_MASKS = re.compile("[\u0001\u0002]")
_COLONS = re.compile(r"(?<!\d)((?:19|20)\d\d):(\d\d):(\d\d)(?:\.|\s|$)")
_GLUED_CLOCK = re.compile(r"(?<!\d)((?:19|20)\d\d)(?=\d\d:\d\d)")
_TWO_SCRIPTS = re.compile("(?<=[0-9])(?=[٠-٩])|(?<=[٠-٩])(?=[0-9])")  # «17/3/2024١٧ مارس ٢٠٢٤»
_YEAR_FIRST = re.compile(r"(?<!\d)((?:19|20)\d\d) (?:ال\w{3,8} )?(\d{1,2}) ([^\W\d]{3,})(?! \d)")
_SHORT_MONTH = re.compile(r"(?<!\w)([تك])\s?([12])(?=[\s,/-]+(?:19|20)\d\d(?!\d))")
_SHORT_MONTHS = {"ت": "تشرين", "ك": "كانون"}
_NUMBERED = re.compile(r"(?<!\w)(تشرين|كانون)([12])(?!\d)(?:/\w+)?")
_ISSUE = re.compile(r"(?<!\w)(العدد)(?: رقم)?\s*[:(]?\s*(\d+)\)?(?![\d/])")
_ISSUE_LINE = 60  # characters of the line that says which issue a text is from
_TO_MINUTE = 16  # characters of a moment without the name of its clock
_LONGEST_LINE = 220  # of metadata


@dataclass(frozen=True, slots=True)
class Stamp:
    """A date read in a line. `left` are the words around date, time
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
    return _stamp(words) if len(words) <= _LONGEST_LINE else None


@remembered(1024)
def _stamp(words: str) -> Stamp | None:
    key = _numbered(" ".join(fold_word(_TWO_SCRIPTS.sub(" ", words)).split()))
    found = _date(key)
    if found is None or (_labels("matches").search(key) and not _labels("sure").search(key)):
        return None
    start, end, when = found[0], found[1], _by_weekday(found[2], key) if _NUMERIC.search(key) else found[2]
    when = replace(when, value=when.value[:_TO_MINUTE])  # as the page's own clocks show it, whatever they are called
    changed = _labels("updated").search(key, end)
    if changed is not None and _YEAR.search(key, changed.end()):
        key = key[: changed.start()]  # when it was changed, behind
    rest = f"{key[:start]} \u0001 {key[end:]}"
    time = _TIME.search(rest)
    if time and when.precision is Precision.DAY and when.start is not None:
        when = _when(when.start, _clock(time))
    if time:
        rest = rest[: time.start()] + " " + rest[time.end() :]
    updated = _is_change(key, start, end)
    bare = _labels("updated").sub(" ", rest)
    labelled = bool(_labels("labels").search(bare))
    bare = _ANOTHER_DAY.sub(" ", bare)
    bare = _labels("labels").sub(" ", bare)
    weekday, hijri = bool(_WEEKDAY.search(key)), bool(_HIJRI.search(key))
    if hijri and when.calendar == "gregorian":
        bare = _SAME_DAY.sub(" ", _HIJRI.sub(" ", bare))
    bare = _counted().sub(" ", bare)
    bare = _WEEKDAY.sub(" ", bare.replace("العدد \u0002", " "))
    bare = re.sub(r"\b(?:gmt|utc|am|pm|[صم]|بتوقيت \S+|\+?\d{1,2}(?::\d\d)?)\b", " ", _MASKS.sub(" ", bare))
    left = " ".join(re.sub(r"[\s|•·,،:;()\[\]/–—-]+", " ", bare).split())
    timed = when.precision is Precision.MINUTE
    return Stamp(when, left, labelled, updated, timed, weekday, hijri)


def _is_change(key: str, start: int, end: int) -> bool:
    """Whether the date at `start:end` is that of a change: not one before which nothing says so, where another follows
    that is («09.11.2021 (تم التحديث: 10.11.2021)»)."""
    if _labels("updated").search(key, 0, start):
        return True
    after = _labels("updated").search(key, end)
    return after is not None and _YEAR.search(key, after.end()) is None


def _numbered(key: str) -> str:
    """«16 تشرين1/اكتوبر 2014»: a month that a system of pages numbers, with its name in full. The number of an
    issue is no day of the month behind it («العدد 12 – نيسان 2019»)."""
    if "العدد" in key:
        key = _ISSUE.sub(lambda m: f"{m[1]} \u0002", key)
    if ":" in key:  # «2021:11:09.08:42»
        key = _COLONS.sub(r"\1-\2-\3 ", key)
    if ":" in key:  # «9 نوفمبر 202117:40»، «17:40 2021 الثلاثاء 9 نوفمبر»
        key = _YEAR_FIRST.sub(r"\2 \3 \1", _GLUED_CLOCK.sub(r"\1 ", key))
    if "ت1" in key or "ت2" in key or "ك1" in key or "ك2" in key:  # «12 ت1 2023», as papers of Beirut abbreviate
        key = _SHORT_MONTH.sub(lambda m: f"{_SHORT_MONTHS[m[1]]}{m[2]}", key)
    if "ين1" not in key and "ون1" not in key and "ين2" not in key and "ون2" not in key:
        return key
    return _NUMBERED.sub(lambda m: f"{m[1]} {'الاول' if m[2] == '1' else 'الثاني'}", key)


def parse_stamp(value: object, origin: Origin, why: str) -> Published | None:
    """A publication time from a field: ISO 8601, RFC 822, seconds of Unix, or words. None where it is no date."""
    text = _written(value)
    if not text:
        return None
    when = _iso(text) or _rfc822(text) or _american(text)
    if when is None:
        stamp = read_stamp(text)
        when = stamp.when if stamp else None
        if when is not None and when.calendar != "gregorian" and when.start is not None and when.start.year < _WEB:
            return None  # «1402-04-21»: a year of a calendar that we do not read
    return None if when is None or when.start == _NO_DAY else Published(replace(when, origin=origin), why)


def _american(text: str) -> When | None:
    """A moment as programs of that tongue write it: «5/12/2024 10:30:00 AM»."""
    stamp = read_stamp(text) if is_american(text) else None
    return other_order(stamp.when) if stamp is not None else None


def moment_of(value: object) -> dt.datetime | None:
    """The moment that a field gives with its distance from UTC, or None."""
    text = _written(value)
    for read in (dt.datetime.fromisoformat, parsedate_to_datetime):
        with suppress(TypeError, ValueError, IndexError):
            moment = read(text)
            return moment if moment.tzinfo is not None and _sane(moment) else None
    return None


def _written(value: object) -> str:
    """The value of a field as text; seconds or milliseconds since 1970 as the moment in UTC that they are."""
    text = str(value).strip() if isinstance(value, str | int | float) and not isinstance(value, bool) else ""
    seconds = _SECONDS.fullmatch(text)
    if seconds is None:
        return text
    moment = dt.datetime.fromtimestamp(int(seconds["s"]), dt.UTC)
    return moment.isoformat() if moment.year >= _WEB else ""


def is_default(when: When) -> bool:
    """Whether a moment is the first of a year, as templates and empty databases come with: midnight of 1 January."""
    day = when.start
    return day is not None and (day.month, day.day) == (1, 1) and when.value[10:] in ("", "T00:00")


def is_local(moment: dt.datetime, utc: dt.datetime) -> bool:
    """Whether a moment is `utc` as clocks elsewhere showed it."""
    return bool(moment.utcoffset()) and moment.replace(second=0, microsecond=0) == utc.replace(second=0, microsecond=0)


def local_stamp(stamp: Stamp, utc: dt.datetime) -> bool:
    """Whether a line of the page gives `utc` in the time of its own clocks, some whole hours ahead."""
    if not stamp.timed or (stamp.updated and not stamp.labelled):
        return False
    ahead = dt.datetime.fromisoformat(stamp.when.value) - utc.replace(second=0, microsecond=0, tzinfo=None)
    return ahead in _AHEAD


def local_clock(words: str, utc: dt.datetime, day: dt.date | None) -> When | None:
    """`utc` as the clock in a line of the page shows it, some whole hours ahead: on `day`, where a line says one."""
    key = fold_word(words)
    time = _TIME.search(key) if ":" in key else None
    if time is None or ("توقيت" not in key and _labels("updated").search(key)):
        return None
    plain = utc.replace(second=0, microsecond=0, tzinfo=None)
    local = next((m for ahead in sorted(_AHEAD) if (m := plain + ahead).time() == _clock(time)), None)
    return _when(local.date(), local.time()) if local and day in (None, local.date()) else None


def announces(words: str) -> bool:
    """Whether a line begins with words that only a publication time follows: «تاريخ النشر: ...»."""
    return _labels("sure").match(fold_word(words).lstrip(" -–|:•")) is not None


def tells_making(words: str) -> bool:
    """Whether a line begins with words that say when a page was made, perhaps before it went out."""
    return _labels("made").match(fold_word(words).lstrip(" -–|:•")) is not None


def day_in_path(url: str | None) -> When | None:
    """The day in an address, `/2025/3/18/` or `/2025-03-18/`; the month, where it gives no more."""
    path = urlsplit(url).path if url else ""
    for m in (*_DAY_IN_PATH.finditer(path), *_COMPACT.finditer(path)):
        with suppress(ValueError):
            return _when(dt.date(int(m["y"]), int(m["m"]), int(m["d"])), None)
    month = _MONTH_IN_PATH.search(path)
    if month is None or not 1 <= int(month["m"]) <= _MONTHS:
        return None
    first = dt.date(int(month["y"]), int(month["m"]), 1)
    return When(f"{first:%Y-%m}", first, (first + dt.timedelta(days=31)).replace(day=1), Precision.MONTH)


def other_order(when: When) -> When | None:
    """A day of numbers read in the other order: 5 March for 3 May; None where that is no day, or the same."""
    day = when.start
    if (
        day is None
        or when.precision not in (Precision.DAY, Precision.MINUTE)
        or day.day > _MONTHS
        or day.day == day.month
    ):
        return None
    clock = dt.time.fromisoformat(when.value[11:]) if when.precision is Precision.MINUTE else None
    return replace(_when(dt.date(day.year, day.day, day.month), clock), origin=when.origin)


def month_first(lines: Iterable[str], least: int = _CERTAIN) -> bool:
    """Whether a page writes the month of its dates first: some of them can be read so only (`least`), and none
    otherwise."""
    dates = {m[0]: (int(m["a"]), int(m["b"])) for line in lines for m in _NUMERIC.finditer(line)}
    certain = sum(a <= _MONTHS < b for a, b in dates.values())
    return certain >= least and not any(a > _MONTHS for a, _ in dates.values())


def issue_in(words: str) -> str | None:
    """The number of the issue that a line names: «العدد 8123 - الأربعاء 9 يوليو 2014»."""
    found = _ISSUE.search(fold_word(words)) if "عدد" in words else None
    return found[2] if found else None


def is_american(words: str) -> bool:
    """Whether a line gives its moment as programs of that tongue write it, the month first: «6/12/2022 3:47:00 PM»."""
    return _AMERICAN.search(words) is not None


def is_numeric(words: str) -> bool:
    """Whether a line gives its day in numbers alone, the year last."""
    return _NUMERIC.search(words) is not None


def month_of(words: str) -> When | None:
    """The month of an issue, in a line that says nothing else: «العدد 41 – نيسان/ أبريل 2017»."""
    key = _numbered(" ".join(fold_word(words).split()))
    if len(key) > _ISSUE_LINE or not has_year(key):
        return None
    for found in find_expressions(key):
        when = resolve(found.expression, Scope(None)).when
        if when is None or when.precision is not Precision.MONTH or when.calendar != "gregorian":
            continue
        left = _labels("issues").sub(" ", _labels("labels").sub(" ", f"{key[: found.low]} {key[found.high :]}"))
        if not re.search(r"[^\W\d]", left):
            return when
    return None


def contradicts(stamp: Stamp, when: When) -> bool:
    """Whether a line of the page shows a minute some hours after `when` that no clock showed at that moment:
    the page went out when it says, and its record was made before."""
    if not stamp.timed or stamp.updated or stamp.hijri or when.precision is not Precision.MINUTE:
        return False
    apart = dt.datetime.fromisoformat(stamp.when.value) - dt.datetime.fromisoformat(when.value)
    return _NOTHING < apart < _NEAR and apart % dt.timedelta(hours=1) != _NOTHING


def with_clock(when: When, words: str) -> When:
    """A day with the time of day that stands in a line of its own beside it."""
    time = _TIME.search(fold_word(words)) if when.precision is Precision.DAY else None
    return when if time is None or when.start is None else replace(_when(when.start, _clock(time)), origin=when.origin)


# From Rabat to Muscat: how far the clocks of Arabic outlets are ahead of UTC, summer time included.
_NEAR, _NOTHING = dt.timedelta(hours=6), dt.timedelta(0)
_AHEAD = frozenset(dt.timedelta(hours=h) for h in (1, 2, 3, 4))
_WEEKDAY = re.compile(
    r"(?<!\w)(?:ال)?(?:احد|اثنين|ثلاثاء|اربعاء|خميس|جمعه|سبت|monday|tuesday|wednesday|thursday|friday|saturday|sunday|"
    r"mon|tue|wed|thu|fri|sat|sun)(?!\w)"
)
_SAME_DAY = re.compile(
    r"(?<!\w)(?:الموافق|هـ?|الاول|الاخر|الاخره|الثاني|الثانيه|\d{1,2}\s?[/-]\s?\d{1,2}\s?[/-]?)(?!\w)"
)
_ANOTHER_DAY = re.compile(r"(?<![\d.])\d{1,2}([./-])\d{1,2}\1(?:19|20)\d\d(?!\d)")
_HIJRI = re.compile(
    r"(?:محرم|صفر|ربيع|جمادي|رجب|شعبان|رمضان|شوال|ذو القعده|ذي القعده|ذو الحجه|ذي الحجه|14[3-5]\d\s*(?:هـ|ه)?)"
)


def _when(day: dt.date, clock: dt.time | None) -> When:
    value = day.isoformat() if clock is None else f"{day.isoformat()}T{clock:%H:%M}"
    precision = Precision.DAY if clock is None else Precision.MINUTE
    return When(value, day, day + dt.timedelta(days=1), precision)


def _iso(text: str) -> When | None:
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    return _when(moment.date(), moment.time() if len(text) > 10 else None) if _sane(moment) else None


def _rfc822(text: str) -> When | None:
    try:
        moment = parsedate_to_datetime(text)
    except (TypeError, ValueError, IndexError):
        return None
    return _when(moment.date(), moment.time()) if _sane(moment) else None


def _sane(moment: dt.datetime) -> bool:
    return 1900 < moment.year < 2100 and moment.date() != _NO_DAY


def _clock(m: re.Match[str]) -> dt.time:
    hour, half = int(m.group("h")), m.group("ap") or m.group("before") or ""
    if half in ("م", "pm", "مساء", "ظهرا") and hour < 12:
        hour += 12
    if half in ("ص", "am", "صباحا") and hour == 12:
        hour = 0
    return dt.time(hour, int(m.group("m")))


def has_year(key: str) -> bool:
    """Whether a year stands in folded words: without one no date is absolute."""
    return _CENTURY.search(key) is not None and _YEAR.search(key) is not None


def opens_with_day(key: str) -> bool:
    """Whether folded words begin with a day of the week."""
    return _WEEKDAY.match(key) is not None


def _date(key: str) -> tuple[int, int, When] | None:
    """The day or minute that a folded line names outright: the Gregorian one, where it gives two; that of the
    publication, where the line tells the last change too."""
    if not has_year(key):
        return None
    hijri: tuple[int, int, When] | None = None
    changed: tuple[int, int, When] | None = None
    end = 0
    for found in find_expressions(key):
        when = resolve(found.expression, Scope(None)).when
        if when is None or when.start is None or when.precision not in (Precision.DAY, Precision.MINUTE):
            continue
        row = (found.low, found.high, when)
        if when.calendar != "gregorian":
            hijri = hijri or row
        elif _is_another(key, end, found.low):
            end = found.high
        elif changed is None and _labels("updated").search(key, end, found.low):
            changed, end = row, found.high
        elif changed is None or _labels("labels").search(key, end, found.low) or _is_before(row, changed):
            return row
    return changed or hijri


def _is_before(row: tuple[int, int, When], changed: tuple[int, int, When]) -> bool:
    """Whether a day behind that of a change is an earlier one: «آخر تحديث 4-3-2021 | 2-3-2021»."""
    first, last = row[2].start, changed[2].start
    return first is not None and last is not None and first < last


def _is_another(key: str, start: int, day: int) -> bool:
    """Whether the words before a day say that it is when a page was printed, when something happens or ends."""
    start = max(start, key.rfind("|", 0, day) + 1)
    told = list(_labels("others").finditer(key, start, day))
    return bool(told) and _labels("sure").search(key, told[-1].end(), day) is None


def _by_weekday(when: When, key: str) -> When:
    """A day in numbers whose month stands first, where the day of the week beside it shows that."""
    swapped, told = other_order(when), _weekdays().search(key)
    if swapped is None or told is None or when.start is None or swapped.start is None:
        return when
    weekday = int((told.lastgroup or "d0")[1:])
    return swapped if swapped.start.weekday() == weekday != when.start.weekday() else when


@cache
def _weekdays() -> re.Pattern[str]:
    rows = load("ar/reading").texts("weekdays")
    groups = (f"(?P<d{n}>{'|'.join(re.escape(fold_word(w)) for w in row.split('|'))})" for n, row in enumerate(rows))
    return re.compile(rf"(?<!\w)(?:{'|'.join(groups)})(?!\w)")


@cache
def _counted() -> re.Pattern[str]:
    """What readers did, counted beside a day: «977 زيارة»."""
    words = "|".join(map(fold_word, load("ar/reading")["published"].texts("counted")))
    return re.compile(rf"(?<![\w.])\d[\d.,]*\s*(?:{words})(?!\w)")


@cache
def _labels(name: str) -> re.Pattern[str]:
    labels = sorted(map(fold_word, load("ar/reading")["published"].texts(name)), key=len, reverse=True)
    return re.compile("(?<!\\w)(?:" + "|".join(re.escape(w) for w in labels) + ")(?!\\w)\\s*:?")
