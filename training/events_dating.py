"""Fit the judge that says when a happening was, and print its weights as YAML.

    python training/events_dating.py GOLD [--held-out t240.txt] > src/riwaya/rules/ar/events_dating.yaml

GOLD is a folder of annotated news as `events_judge.py` reads it. Dates are those that Riwaya finds; a date is right
where it overlaps the recorded one by more than half. Events without a recorded date teach when to give none.
Pages whose name is not below `--held-out` are left out of the fit; figures for them go to standard error.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import re
import sys
from dataclasses import dataclass, replace
from pathlib import Path

from events_cast import matched
from events_judge import Page, Row, fit, read_gold

from riwaya.actors import find_mentions, find_roles, link_mentions
from riwaya.dates import find_dates
from riwaya.events.dating import Calendar, options
from riwaya.events.echoes import with_echoes
from riwaya.events.find import tell
from riwaya.events.merge import group_tellings
from riwaya.events.odds import chance
from riwaya.events.same import join_alike
from riwaya.model import Precision, Published, When
from riwaya.models import encoder
from riwaya.statements import find_statements
from riwaya.text import Words

LEAST = 0.2  # chance from which a date is given
Interval = tuple[dt.date | None, dt.date | None]


@dataclass
class Case:
    """A recorded event that was found: whether it has a date, and the candidates with whether they are right."""

    page: str
    dated: bool
    rows: list[tuple[frozenset[str], bool]]


def main() -> None:
    """Read, fit, report, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--held-out", default="~")
    parser.add_argument("--l2", type=float, default=20.0)
    args = parser.parse_args()
    cases = [c for page in read_gold(args.gold) for c in cases_of(page)]
    mine = [c for c in cases if c.page < args.held_out]
    rows = [Row(c.page, ["bias", *sorted(names)], float(right), 1.0, "") for c in mine for names, right in c.rows]
    weights = fit(rows, args.l2)
    for some in (mine, [c for c in cases if c.page >= args.held_out]):
        if some:
            report(some, weights)
    print("# Written by training/events_dating.py; do not edit. When it happened, see events/dating.py.")
    print(f"least: {LEAST}\nweights:")
    for name, value in sorted(weights.items()):
        if abs(value) >= 0.03:
            print(f"  {json.dumps(name, ensure_ascii=False)}: {value:.3f}")


def published(words: Words) -> Words:
    """The article with the publication day of its second line."""
    day = dt.date.fromisoformat(re.findall(r"\d{4}-\d{2}-\d{2}", words.article.text)[0])
    when = When(day.isoformat(), day, day + dt.timedelta(1), Precision.DAY)
    return replace(words, article=replace(words.article, published=Published(when)))


def cases_of(page: Page) -> list[Case]:
    """The recorded events of a page that Riwaya finds, with the dates that it finds for them."""
    words = published(page.words)
    anchor = words.article.published.when if words.article.published else None
    dates = find_dates(words, anchor)
    linked = link_mentions([(words, find_mentions(words, encoder()))])[1][0]
    people = with_echoes(words, tuple(sorted((*linked, *find_roles(words, linked)), key=lambda m: m.span)))
    groups = join_alike(group_tellings(tell(words, people, dates, find_statements(words, people))))
    calendar = Calendar(words, dates)
    cases: list[Case] = []
    for event, group in matched(page, groups):
        days = [d for v in (event.get("date"), *event.get("date_alt", ())) if v and (d := days_of(v))]
        rows = [
            (names, any(agree(d, (when.start, when.end)) for d in days)) for when, names in options(group, calendar)
        ]
        cases.append(Case(words.article.page, bool(event.get("date")), rows))
    return cases


def days_of(value: str) -> Interval | None:
    """First day and the day after the last of `2018`, `2018-05`, `2018-05-03`, `2018-W11` or A/B; else None."""
    value = re.sub(r"[~?%]", "", value)
    if "/" in value:
        low, high = (days_of(v) for v in value.split("/", 1))
        return (low[0], high[1]) if low and high else None
    if m := re.fullmatch(r"(\d{4})-W(\d{2})", value):
        monday = dt.date.fromisocalendar(int(m[1]), int(m[2]), 1)
        return monday, monday + dt.timedelta(7)
    if not (m := re.fullmatch(r"(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T.*)?)?)?", value)):
        return None
    year, month, day = int(m[1]), int(m[2] or 1), int(m[3] or 1)
    if m[2] and month > 12:
        return None  # a season
    first = dt.date(year, month, day)
    if m[3]:
        return first, first + dt.timedelta(1)
    return first, dt.date(year + (not m[2] or month == 12), month % 12 + 1 if m[2] else 1, 1)


def agree(a: Interval, b: Interval) -> bool:
    """Whether two stretches of days share more than half of what they cover together."""
    if a == b:
        return True
    if a[0] is None or a[1] is None or b[0] is None or b[1] is None:
        return False
    return (min(a[1], b[1]) - max(a[0], b[0])).days * 2 > (max(a[1], b[1]) - min(a[0], b[0])).days


def report(cases: list[Case], weights: dict[str, float]) -> None:
    """How many recorded dates are right, and how many of the given ones."""
    given = hits = 0
    for case in cases:
        best = max(((chance(names, weights), right) for names, right in case.rows), default=(0.0, False))
        given += best[0] >= LEAST
        hits += best[0] >= LEAST and best[1]
    dated = sum(c.dated for c in cases)
    print(f"right {hits / max(1, dated):.3f} of {dated} recorded dates, {hits / max(1, given):.3f} of {given} given",
          file=sys.stderr)  # fmt: skip


if __name__ == "__main__":
    main()
