"""How many public Arabic date cases are found and resolved, and how fast, beside dateparser.

    python bench/dates.py SHARED [--misses N] [--no-peer]

SHARED holds `data/dates/recognizers_text_ar` (synthetic sentences with reference times) and
`gold/ant-news/pages` (news, for speed). A case counts as found where a mention overlaps its span
by half of both; as resolved where, besides, the first day (or the clock time, or the length of a
duration) is that of its past or its future reading. Set, holiday and clock-only files are printed
for completeness; news has few of them.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import re
import time
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


class Guess(NamedTuple):
    """One found expression: span and reading (a day, a clock time, or seconds)."""

    start: int
    end: int
    reading: str


def cases(path: Path) -> Iterator[Case]:
    """The cases of one file; sentences without results are left out."""
    for item in json.loads(path.read_text(encoding="utf-8-sig")):
        stamp = (item.get("Context") or {}).get("ReferenceDateTime", "2016-11-07T00:00:00")[:19]
        for result in item.get("Results", []):
            start = result.get("Start", item["Input"].find(result["Text"]))
            end = start + len(result["Text"])
            yield Case(item["Input"], dt.datetime.fromisoformat(stamp), start, end, tuple(readings(result)))


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
                reading = f"{seconds(m.when.value)}s"
        out.append(Guess(m.span.start, m.span.end, reading))
    return out


def seconds(value: str) -> int:
    """The length of an ISO duration (years of 365 days, months of 30)."""
    days, _, clock = value.removeprefix("P").partition("T")
    total = sum(int(n) * _SECONDS[u] for n, u in re.findall(r"(\d+)([YMWD])", days))
    return total + sum(int(n) * {"H": 3600, "M": 60, "S": 1}[u] for n, u in re.findall(r"(\d+)([HMS])", clock))


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
        reading == e or (e.startswith("T") and reading.endswith(e)) or ("T" not in e and reading[:10] == e)
        for e in expected
    )


def overlap(case: Case, guess: Guess) -> float:
    """Intersection over union of two spans."""
    both = min(case.end, guess.end) - max(case.start, guess.start)
    return both / (max(case.end, guess.end) - min(case.start, guess.start)) if both > 0 else 0.0


def score(path: Path, guess: Callable[[str, dt.datetime], list[Guess]], misses: int) -> tuple[int, int, int, int]:
    """Cases, found, cases with readings, resolved."""
    n = found = m = right = 0
    for case in cases(path):
        fits = [g for g in guess(case.text, case.base) if overlap(case, g) >= 0.5]
        n, found = n + 1, found + bool(fits)
        good = any(agrees(g.reading, case.readings) for g in fits)
        if case.readings:
            m, right = m + 1, right + good
        if misses > 0 and not (good if case.readings else fits):
            misses -= 1
            print(f"   - {case.text} | {case.text[case.start : case.end]} | {case.readings} | {[*fits]}")
    return n, found, m, right


def speed(pages: list[Path], guess: Callable[[str, dt.datetime], list[Guess]]) -> float:
    """Milliseconds of processor time per 3,000 characters, paragraph by paragraph."""
    texts = [p.read_text(encoding="utf-8") for p in pages]
    base = dt.datetime(2018, 5, 1)
    guess(texts[0][:300], base)
    started = time.process_time()
    for text in texts:
        for line in filter(str.strip, text.split("\n")):
            guess(line, base)
    return (time.process_time() - started) / sum(map(len, texts)) * 3e6


def main() -> None:
    """Print one line a file, the sums, and the speed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--misses", type=int, default=0)
    parser.add_argument("--no-peer", action="store_true")
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    folder = options.shared / "data/dates/recognizers_text_ar/DateTime/Arabic"
    peers = {"riwaya": riwaya_guesses} if options.no_peer else {"riwaya": riwaya_guesses, "dateparser": peer_guesses}
    print(f"{'file':32}" + "".join(f"{name + ' found':>20}{'resolved':>16}" for name in peers))
    for path in sorted(folder.glob(f"{options.only}*.json")):
        line = f"{path.stem:32}"
        for name, guess in peers.items():
            n, found, m, right = score(path, guess, options.misses if name == "riwaya" else 0)
            line += f"{found:>12}/{n} {found / n:.2f}" + (f"{right:>8}/{m} {right / m:.2f}" if m else f"{'-':>16}")
        print(line)
    pages = sorted((options.shared / "gold/ant-news/pages").glob("*.txt"))
    for name, guess in peers.items():
        print(f"{name}: {speed(pages if name == 'riwaya' else pages[:6], guess):.2f} ms per 3,000 characters")


if __name__ == "__main__":
    main()
