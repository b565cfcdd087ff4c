"""Dates: how well found and valued on annotated pages and on public cases, and how fast, beside dateparser.

    python bench/dates.py SHARED [--misses N] [--no-peer] [--only PREFIX] [--speed-only]

SHARED holds `gold`, `seeds` and `score` (annotated pages: F1 with the middle 95 % over sets of pages
drawn with replacement), `data/dates/recognizers_text_ar` (public cases: see `dates_cases`) and
`gold/ant-news/pages` (news, for speed). All ways run in turn over the same pages, round after round,
and each page counts with its fastest run, so that other work on the machine weighs on none of them.
"""

from __future__ import annotations

import argparse
import datetime as dt
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import dates_cases
import dates_gold

from riwaya.dates import calendars, find_dates
from riwaya.dates.grammar import Grammar, entries
from riwaya.rules import Entry
from riwaya.text import fold, read_words

_ROUNDS = 12


def race(texts: Sequence[str], ways: dict[str, Callable[[int], object]]) -> dict[str, float]:
    """Milliseconds per 3,000 characters of each way over all texts, each text by its fastest run."""
    best = {name: [float("inf")] * len(texts) for name in ways}
    for _ in range(_ROUNDS):
        for name, way in ways.items():
            for i in range(len(texts)):
                started = time.perf_counter()
                way(i)
                best[name][i] = min(best[name][i], time.perf_counter() - started)
    characters = sum(map(len, texts))
    return {name: sum(runs) / characters * 3e6 for name, runs in best.items()}


def speeds(folder: Path, *, peer: bool) -> None:
    """Print the speed of each way, and how many times faster than dateparser it is."""
    texts = [p.read_text(encoding="utf-8") for p in sorted(folder.glob("*.txt"))][:12]
    day, base = calendars.of_day(dt.date(2018, 5, 1)), dt.datetime(2018, 5, 1)
    ready = [read_words(dates_cases.article_of(text)) for text in texts]
    folded = [fold(text).text for text in texts]
    half, whole, more = (grammar_of(share) for share in (0.5, 1, 8))
    ways: dict[str, Callable[[int], object]] = {
        "riwaya, dates of read pages": lambda i: find_dates(ready[i], day),
        "riwaya, dates of raw text": lambda i: find_dates(read_words(dates_cases.article_of(texts[i])), day),
        "riwaya, finding alone, half of the rules": lambda i: list(half.find(folded[i])),
        "riwaya, finding alone": lambda i: list(whole.find(folded[i])),
        "riwaya, finding alone, eight times the rules": lambda i: list(more.find(folded[i])),
    }
    if peer:
        from dateparser.search import search_dates  # type: ignore[import-untyped]  # noqa: PLC0415

        settings = {"RELATIVE_BASE": base}
        ways["dateparser, told that it is Arabic"] = lambda i: search_dates(
            texts[i], languages=["ar"], settings=settings
        )
        ways["dateparser, not told"] = lambda i: search_dates(texts[i], settings=settings)
    found = race(texts, ways)
    told, untold = found.get("dateparser, told that it is Arabic"), found.get("dateparser, not told")
    for name, ms in found.items():
        times = f"{told / ms:8.1f} x told{untold / ms:8.1f} x not told" if told and untold else ""
        print(f"{name:46}{ms:8.3f} ms per 3,000 characters{times}")


def grammar_of(share: float) -> Grammar:
    """The grammar with this share of the rules for whole expressions: the cost should not follow it."""
    rules = entries()
    whole = [e for e in rules if e.text("gives", "time") == "time"]
    if share < 1:
        left_out = {e.text("id") for e in whole[:: round(1 / share)]}
        return Grammar(tuple(e for e in rules if e.text("id") not in left_out))
    copies = [Entry({**e, "id": f"{e.text('id')}-{n}"}) for n in range(1, round(share)) for e in whole]
    return Grammar((*rules, *copies))


def main() -> None:
    """Print the figures of annotated pages, of public cases, and the speed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--misses", type=int, default=0)
    parser.add_argument("--no-peer", action="store_true")
    parser.add_argument("--only", default="")
    parser.add_argument("--speed-only", action="store_true")
    options = parser.parse_args()
    if not options.speed_only:
        dates_gold.report(options.shared)
        folder = options.shared / "data/dates/recognizers_text_ar/DateTime/Arabic"
        dates_cases.report(folder, peer=not options.no_peer, misses=options.misses, only=options.only)
    speeds(options.shared / "gold/ant-news/pages", peer=not options.no_peer)


if __name__ == "__main__":
    main()
