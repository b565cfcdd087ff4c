"""Fit the judge that joins the tellings of one happening, and print its weights as YAML.

    python training/events_same.py GOLD [--held-out t240.txt] > src/riwaya/rules/ar/events_same.yaml

GOLD is a folder of annotated news as `events_judge.py` reads it. Readers record a happening once. So of two groups of
tellings of one type in one article, each a recorded event of its own, we know that they are two; where only one answers
a recorded event, the other tells it again or tells what no reader thought worth a record. Either way it is no further
event of the page; pairs in which no group answers one teach nothing. Pages whose name is not below `--held-out` are
left out of the fit; figures for them go to standard error.

The least chance is high because a wrong join costs a right event, a missed one only a needless one: at an F1 of .56 a
join gains where it is right more than seven times in ten.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from events_judge import Page, Row, fit, matches, own_reading, probability, read_gold

from riwaya.events.find import tell
from riwaya.events.merge import group_tellings
from riwaya.events.same import gist_of, likeness
from riwaya.events.telling import Told

LEAST = 0.72
NEAR = 12  # groups before it that a group is paired with


def main() -> None:
    """Read, fit, report, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--held-out", default="~")
    parser.add_argument("--l2", type=float, default=5.0)
    args = parser.parse_args()
    rows = [r for page in read_gold(args.gold) for full in (True, False) for r in rows_of(page, full)]
    mine = [r for r in rows if r.page < args.held_out]
    weights = fit(mine, args.l2)
    for some in (mine, [r for r in rows if r.page >= args.held_out]):
        if some:
            report(some, weights)
    print(
        "# Written by training/events_same.py; do not edit. Whether two groups tell one happening, see events/same.py."
    )
    print(f"least: {LEAST}\nweights:")
    for name, value in sorted(weights.items()):
        if abs(value) >= 0.02:
            print(f"  {json.dumps(name, ensure_ascii=False)}: {value:.3f}")


def rows_of(page: Page, full: bool) -> Iterator[Row]:
    """One row for each pair of groups of one type of which one or both answer a recorded event."""
    read = (page.mentions, page.dates, page.statements) if full else own_reading(page.words)
    groups = group_tellings(tell(page.words, *read))
    answered = matches(page.events, groups)
    by_type: dict[str, list[tuple[bool, list[Told]]]] = defaultdict(list)
    for n, group in enumerate(groups):
        by_type[group[0].rule.type].append((n in answered, group))
    for kind, some in by_type.items():
        gists = [gist_of(group) for _, group in some]
        for j, (mine, _) in enumerate(some):
            for i in range(max(0, j - NEAR), j):
                other = some[i][0]
                if mine or other:
                    names = ["bias", *sorted(set(likeness(gists[i], gists[j], len(some)).names()))]
                    yield Row(page.words.article.page, names, float(mine != other), 1.0, kind)


def report(rows: list[Row], weights: dict[str, float]) -> None:
    """How many joins the least chance makes, and how many of them join two recorded events."""
    given = [r.right for r in rows if probability(r, weights) >= LEAST]
    good, could = sum(given), sum(r.right for r in rows)
    print(f"{len(rows)} pairs, {could:.0f} to be joined; {len(given)} likely, {good:.0f} rightly", file=sys.stderr)


if __name__ == "__main__":
    main()
