"""Public Arabic date cases (Recognizers-Text): which are found and resolved, by us and by dateparser.

A case counts as found where a mention overlaps its span by half of both; as resolved where, besides,
the first day (or the clock time, or the length of a duration, within a fiftieth) is that of one of its
readings; as covered where the interval that was found holds that day («قبل عامين» said on 7 November
2016 is the year 2014 here and 7 November 2014 there). `KINDS` says which cases news does not have, and
why: a case is left out only for its class, never for its answer.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from riwaya.dates import calendars, find_dates
from riwaya.model import Article, Block, BlockKind
from riwaya.text import read_words

_SECONDS = {"Y": 31536000, "M": 2592000, "W": 604800, "D": 86400}


class Case(NamedTuple):
    """One expected expression: its sentence, reference time, span, and acceptable readings."""

    text: str
    base: dt.datetime
    start: int
    end: int
    readings: tuple[str, ...]
    length: bool = False  # a length of time


class Guess(NamedTuple):
    """One found expression: span, reading (a day, a clock time, or seconds), the days it covers."""

    start: int
    end: int
    reading: str
    days: tuple[str, str] = ("", "")


class Score(NamedTuple):
    """Cases, found; cases with readings, resolved, covered."""

    cases: int = 0
    found: int = 0
    read: int = 0
    resolved: int = 0
    covered: int = 0

    def plus(self, other: Score) -> Score:
        """The sum of two scores."""
        return Score(*(a + b for a, b in zip(self, other, strict=True)))


_MONTHS = "(?:يناير|فبراير|مارس|أبريل|مايو|يونيو|يوليو|أغسطس|آب|سبتمبر|أكتوبر|نوفمبر|ديسمبر)"
_DAYS = "(?:يوم )?(?:الأحد|الاثنين|الثلاثاء|الأربعاء|الخميس|الجمعة|السبت)"
_TENS = "(?: ?و ?العشرين| ?والثلاثين| عشر)?"
_ORDINAL = rf"(?:لل|ال)(?:أول|ثاني|ثالث|رابع|خامس|سادس|سابع|ثامن|تاسع|عاشر|حادي|ثلاثين|خمسة عشر)\w*{_TENS}"
_NUMBER = rf"(?:\d{{1,2}}|{_ORDINAL})[.!]?"
KINDS = {
    "a number or an ordinal with neither month nor «يوم» is no date in news": (
        rf"(?:في |إلى )?{_NUMBER}",
        rf"{_DAYS} في {_NUMBER}",
        rf"{_DAYS} {_ORDINAL}",
        rf"(?:في )?{_NUMBER}(?: ،| في)? (?:الساعة )?\d[\d:]*(?: \w+\.?)?",
        r"(?:الساعة \d+ مساءً|في السابعة) في 15",
        rf"{_DAYS} في {_NUMBER} حتى {_DAYS} في {_NUMBER}",
    ),
    "a bare number beside a part of the day counts people in news («8 هذا الصباح»)": (
        r"\d{1,2} ?،? (?:هذا الصباح|هذا المساء|الليلة|هذه الليلة)",
        r"(?:الليلة|هذه الليلة|في الصباح) في \d{1,2}",
    ),
    "a part of a day without a day is any day's": (r"(?:في )?(?:الصباح|المساء|الظهيرة)",),
    "figures that news writes for scores, prices and laws": (
        r"(?:في |يوم )?\d{1,2}[-./]\d{1,2}(?:, ?\d+)?",
        r"\d{1,2}[-/]\d{1,2}[-/]\d{2}",
        r"\d{4}[-./]\d{1,2}|\d{1,2}[-./]\d{4}(?: \d+:.*)?",
        r".*\b01/22/2016",
    ),
    "English word order": (
        rf"(?:في |{_DAYS} )?{_MONTHS} ?/? ?(?:\d{{1,2}}(?!\d)|{_ORDINAL}|تسعة).*",
        rf"(?:شهر )?{_MONTHS} بين .*",
        r"2016(?:\.| الربع).*",
    ),
    "talk to an assistant, or no Arabic that is written": (
        r".*(?:أقرب وقت|أسبوعي|اسبوعي|يومي)\b.*",
        r"نهاية (?:اليوم|الغد|يوم .*|هذا الأحد)",
        r".*(?:أو الخميس|وقت الغداء|بقية (?:هذا )?(?:اليوم|يوم)).*",
        r"(?:في )?آخر يوم|(?:في )?اليوم +(?:الماضي|الآتي|الأخير)|هذا يوم .*",
        rf"(?:منذ )?هذا {_MONTHS}",
    ),
    "counted from the minute of asking, where a publication is a day": (
        r"الآن|.*(?:الساعة القادمة|اللحظة الأخيرة)",
        r"(?!.*الساعة)(?:بعد|قبل|في|آخر|منذ|عشرين) [^:]*(?:دقائق|دقيقة|ساعات|ساعة|ساعتين)\b[^:]*",
    ),
    "years as two pairs of figures, or before 1000": (r".*(?:تسعة عشر (?:تسعة|ثمانية|وثمانية)|عام \d{3}\b|مائتين).*",),
}
"""Kinds of cases that news does not have, and their words (matched whole)."""


def kind_of(case: Case) -> str:
    """Why news has no such case; empty where it has."""
    words = case.text[case.start : case.end].strip(" .")
    if any(r.startswith("0001") for r in case.readings):
        return "no such day, told as the year 1"
    if case.length:
        return ""  # lengths of time are news, minutes too
    return next((kind for kind, forms in KINDS.items() if any(re.fullmatch(f, words) for f in forms)), "")


def cases(path: Path) -> Iterator[Case]:
    """The cases of one file; sentences without results are left out."""
    for item in json.loads(path.read_text(encoding="utf-8-sig")):
        stamp = (item.get("Context") or {}).get("ReferenceDateTime", "2016-11-07T00:00:00")[:19]
        for result in item.get("Results", []):
            words = result["Text"].strip()
            start = item["Input"].find(words, max(0, result.get("Start", 0) - 3))  # some offsets are off by a few
            start = start if start >= 0 else item["Input"].lower().find(words.lower())
            if start >= 0:
                case = Case(item["Input"], dt.datetime.fromisoformat(stamp), start, start + len(words), ())
                length = "uration" in path.stem or "duration" in str(result.get("TypeName", ""))
                yield case._replace(readings=tuple(readings(result)), length=length)


def readings(result: dict[str, Any]) -> Iterator[str]:
    """The acceptable readings of a result: days, clock times, seconds."""
    value = result.get("Value") or result.get("Resolution") or {}
    if not isinstance(value, dict):
        return
    flat = [value.get("FutureResolution"), value.get("PastResolution"), *(value.get("values") or [])]
    for reading in filter(None, flat):
        for key, text in reading.items():
            if key in ("timex", "type") or not isinstance(text, str):
                continue
            if key == "duration" or (reading.get("type") == "duration" and key == "value"):
                yield f"{text}s"
            elif key.startswith("end"):
                continue
            elif match := re.match(r"(\d{4}-\d\d-\d\d)(?: (\d\d:\d\d))?", text):
                yield match[1] + (f"T{match[2]}" if match[2] else "")
            elif match := re.match(r"(\d\d:\d\d)", text):
                yield f"T{match[1]}"


def riwaya_guesses(text: str, base: dt.datetime) -> list[Guess]:
    """What Riwaya finds."""
    article = Article("c#0", "c", text, parts=(Block(BlockKind.BODY, 0, len(text)),))
    out = []
    for m in find_dates(read_words(article), calendars.of_day(base.date())):
        reading = ""
        if m.when is not None:
            clock = re.search(r"T(\d\d:\d\d)", m.when.value)
            if m.when.start is not None:
                reading = m.when.start.isoformat() + (f"T{clock[1]}" if clock else "")
            elif m.when.value.startswith("P"):
                reading = f"{seconds(m.when.value):g}s"
        days = ("", "")
        if m.when is not None and m.when.start is not None and m.when.end is not None:
            days = (m.when.start.isoformat(), m.when.end.isoformat())
        out.append(Guess(m.span.start, m.span.end, reading, days))
    return out


def seconds(value: str) -> float:
    """The length of an ISO duration (years of 365 days, months of 30)."""
    days, _, clock = value.split("/", maxsplit=1)[0].removeprefix("P").partition("T")
    total = sum(float(n) * _SECONDS[u] for n, u in re.findall(r"([\d.]+)([YMWD])", days))
    return total + sum(float(n) * {"H": 3600, "M": 60, "S": 1}[u] for n, u in re.findall(r"([\d.]+)([HMS])", clock))


def peer_guesses(text: str, base: dt.datetime) -> list[Guess]:
    """What dateparser finds."""
    from dateparser.search import search_dates  # type: ignore[import-untyped]  # noqa: PLC0415

    found = search_dates(text, languages=["ar"], settings={"RELATIVE_BASE": base}) or []
    out, at = [], 0
    for words, moment in found:
        start = text.find(words, at)
        if start >= 0:
            at = start + len(words)
            out.append(Guess(start, at, moment.strftime("%Y-%m-%dT%H:%M")))
    return out


def agrees(reading: str, expected: tuple[str, ...]) -> bool:
    """Whether a reading is one of the expected ones, as finely as these go."""
    return bool(reading) and any(
        reading == e
        or (e.startswith("T") and reading.endswith(e))
        or ("T" not in e and not e.endswith("s") and reading[:10] == e)
        or (e.endswith("s") and reading.endswith("s") and abs(float(reading[:-1]) / float(e[:-1]) - 1) < 0.02)
        for e in expected
    )


def covers(guess: Guess, expected: tuple[str, ...]) -> bool:
    """Whether the days found hold one of the expected days; a clock time must agree outright."""
    first, last = guess.days
    return agrees(guess.reading, expected) or any(
        first <= e[:10] < last for e in expected if not e.startswith("T") and not e.endswith("s")
    )


def overlap(case: Case, guess: Guess) -> float:
    """Intersection over union of two spans."""
    both = min(case.end, guess.end) - max(case.start, guess.start)
    return both / (max(case.end, guess.end) - min(case.start, guess.start)) if both > 0 else 0.0


def score(
    path: Path, guess: Callable[[str, dt.datetime], list[Guess]], misses: int
) -> tuple[Score, Score, Counter[str]]:
    """Over all cases, over those that news has, and how many there are of each other kind."""
    whole = news = Score()
    kinds: Counter[str] = Counter()
    for case in cases(path):
        fits = [g for g in guess(case.text, case.base) if overlap(case, g) >= 0.5]
        good = any(agrees(g.reading, case.readings) for g in fits)
        held = any(covers(g, case.readings) for g in fits)
        read = bool(case.readings)
        one = Score(1, bool(fits), read, good and read, held and read)
        whole, kind = whole.plus(one), kind_of(case)
        kinds[kind] += 1
        if not kind:
            news = news.plus(one)
            if misses > 0 and not (held if read else fits):
                misses -= 1
                print(f"   - {case.text} | {case.text[case.start : case.end]} | {case.readings} | {[*fits]}")
    return whole, news, kinds


def article_of(text: str) -> Article:
    """A page whose lines are its paragraphs."""
    parts, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            parts.append(Block(BlockKind.BODY, at, at + len(line)))
        at += len(line) + 1
    return Article("c#0", "c", text, parts=tuple(parts))


def report(folder: Path, *, peer: bool, misses: int, only: str) -> None:
    """One line a file, then how many cases there are of each kind."""
    names = {"riwaya": riwaya_guesses, **({"dateparser": peer_guesses} if peer else {})}
    print(f"{'file':24}" + "".join(f"{f'{name}, {what}':>40}" for name in names for what in ("all", "news")))
    sums: Counter[str] = Counter()
    for path in sorted(folder.glob(f"{only}*.json")):
        line = f"{path.stem:24}"
        for name, guess in names.items():
            whole, news, kinds = score(path, guess, misses if name == "riwaya" else 0)
            line += shares(whole) + shares(news)
            sums.update(kinds if name == "riwaya" else {})
        print(line)
    print("found, resolved, covered of (cases). Cases that news does not have:")
    for kind, n in sums.most_common():
        print(f"{n:6} {kind or 'news has them'}")


def shares(s: Score) -> str:
    """«found resolved covered (cases)»."""
    read = f"{s.resolved / s.read:.2f} {s.covered / s.read:.2f}" if s.read else "   -    -"
    return f"{(f'{s.found / s.cases:.2f} {read} ({s.cases})' if s.cases else '-'):>40}"
