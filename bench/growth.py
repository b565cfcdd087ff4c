"""What comparing and telling one topic costs as it grows: seconds by its number of pages, and the exponent of growth.

    python bench/growth.py FILE [--pages 10 50 200 500] [--times 2] [--profile compare|brief]

FILE holds articles (JSON Lines, a folder ...). They are read once, the fast way; then the first 10, 50, ... of them,
those of the largest topics first, are told as one topic: `join` (one event from many tellings), `compare` (contrasts),
`brief` (happenings, timeline, brief). The fastest of so many runs counts, the first of all, which reads rules, is told
apart. An exponent of 1 is linear; between two sizes it is log(seconds' ratio) / log(pages' ratio). Pages beyond the
largest topic are of other affairs, so that less is alike among them than in a true topic of their number.
"""

from __future__ import annotations

import argparse
import cProfile
import math
import pstats
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import riwaya
from riwaya import pipeline
from riwaya.account import Affair
from riwaya.brief import tell_topic, with_happenings
from riwaya.compare import find_contrasts
from riwaya.events import join_events
from riwaya.model import Topic

STEPS = ("join", "compare", "brief")


def gathered(path: Path) -> Affair:
    """All articles of a file as one affair, those of the largest topics first."""
    topics: list[Affair] = []
    tell = pipeline._tell

    def keep(topic: Topic, bare: Affair, run: pipeline._Run) -> object:
        topics.append(bare)
        return tell(topic, bare, run)

    pipeline._tell = keep  # type: ignore[assignment]
    try:
        riwaya.tell([path], fast=True)
    finally:
        pipeline._tell = tell
    topics.sort(key=lambda a: -len(a.accounts))
    return replace(topics[0], accounts=tuple(a for t in topics for a in t.accounts))


def steps(affair: Affair, pages: int) -> dict[str, Callable[[], object]]:
    """The three steps on the first `pages` articles; each leaves the next what it needs."""
    accounts = affair.accounts[:pages]
    ids = {a.id for a in accounts}
    inside = tuple(d for d in affair.derivations if d.derived in ids)
    held = {"affair": replace(affair, accounts=accounts, derivations=inside)}

    def join() -> None:
        events = join_events(tuple(e for a in accounts for e in a.events))
        held["affair"] = replace(held["affair"], events=events)

    def compare() -> None:
        held["affair"] = replace(held["affair"], contrasts=find_contrasts(held["affair"]))

    def brief() -> None:
        tell_topic(Topic("topic", "", ()), with_happenings(held["affair"]))

    return {"join": join, "compare": compare, "brief": brief}


def timed(affair: Affair, pages: int) -> dict[str, float]:
    """Seconds of one run."""
    seconds = {}
    for name, work in steps(affair, pages).items():
        started = time.perf_counter()
        work()
        seconds[name] = time.perf_counter() - started
    return seconds


def main() -> None:
    """Time every size and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--pages", type=int, nargs="+", default=[10, 50, 200, 500])
    parser.add_argument("--times", type=int, default=2)
    parser.add_argument("--profile", choices=STEPS)
    args = parser.parse_args()
    affair = gathered(args.file)
    sizes = sorted({min(n, len(affair.accounts)) for n in args.pages})
    first = timed(affair, sizes[0])
    print(f"first run, {sizes[0]} pages: " + ", ".join(f"{s} {v:.2f}" for s, v in first.items()))
    rows = []
    for n in sizes:
        runs = [timed(affair, n) for _ in range(args.times)]
        rows.append((n, {s: min(r[s] for r in runs) for s in STEPS}))
    for i, (n, best) in enumerate(rows):
        line = f"{n:5} pages  " + "  ".join(f"{s} {best[s]:7.3f} s" for s in STEPS)
        if i:
            m, before = rows[i - 1]
            line += "  exponent " + ", ".join(
                f"{s} {math.log(best[s] / before[s]) / math.log(n / m):.2f}" for s in STEPS if before[s] > 0
            )
        print(line, f" compare and brief {1000 * (best['compare'] + best['brief']) / n:.1f} ms a page")
    if args.profile:
        profile = cProfile.Profile()
        for name, work in steps(affair, sizes[-1]).items():
            if name == args.profile:
                profile.runcall(work)
            else:
                work()
        pstats.Stats(profile).sort_stats("cumulative").print_stats(45)


if __name__ == "__main__":
    main()
