"""Fit the judge that gives actors and recipients their parts, and print its weights as YAML.

    python training/events_cast.py GOLD [--held-out t240.txt] > src/riwaya/rules/ar/events_cast.yaml

GOLD is a folder of annotated news as `events_judge.py` reads it. Articles are read as Riwaya reads them (with the
encoder), happenings are matched to recorded events, and every candidate of a matched happening is a row: right for a
part where the record gives the part to the entity whose name he is. Pages whose name is not below `--held-out` are
left out of the fit; precision, recall and the mean F1 of a filled part go to standard error for them and for the
rules alone.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from events_judge import Page, fit_of, read_gold

from riwaya.actors import find_mentions, find_roles, link_mentions
from riwaya.events.cast import PARTS, Company, candidates, chosen, features
from riwaya.events.find import Told, tell
from riwaya.events.merge import group_tellings
from riwaya.events.odds import chance
from riwaya.model import Mention
from riwaya.models import encoder
from riwaya.statements import find_statements

LEAST = 5  # times a feature must be seen
FIRST, MORE = 0.2, 0.5  # least chance of the first who gets a part, of others beside it


@dataclass
class Case:
    """A happening that a reader recorded: candidates with features and truth, entities wanted, what rules say."""

    page: str
    rows: list[tuple[str, set[str], tuple[bool, ...]]]
    wanted: tuple[int, ...]
    ruled: tuple[tuple[str, ...], ...]


def main() -> None:
    """Read, fit, report, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--held-out", default="~")
    parser.add_argument("--l2", type=float, default=8.0)
    args = parser.parse_args()
    pages = read_gold(args.gold)
    linked = link_mentions([(p.words, find_mentions(p.words, encoder())) for p in pages])[1]
    same = identities(pages, linked)
    cases = [c for p, m in zip(pages, linked, strict=True) for c in cases_of(p, m, same)]
    mine = [c for c in cases if c.page < args.held_out]
    weights = {part: fit_part(mine, n, args.l2) for n, part in enumerate(PARTS)}
    for case_set in (mine, [c for c in cases if c.page >= args.held_out]):
        if case_set:
            report(case_set, weights)
    print("# Written by training/events_cast.py; do not edit. Who plays which part, see events/cast.py.")
    print(f"first: {FIRST}\nmore: {MORE}")
    for part, table in weights.items():
        print(f"{part}:")
        for name, value in sorted(table.items()):
            if abs(value) >= 0.05:
                print(f"  {json.dumps(name, ensure_ascii=False)}: {value:.3f}")


def identities(pages: list[Page], linked: tuple[tuple[Mention, ...], ...]) -> dict[str, str]:
    """For every actor that Riwaya links, the annotated entity whose names his mostly are."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for page, found in zip(pages, linked, strict=True):
        for m in found:
            for g in page.mentions:
                if m.actor and g.actor and g.span.overlaps(m.span):
                    votes[m.actor][g.actor] += 1
    return {actor: c.most_common(1)[0][0] for actor, c in votes.items()}


def cases_of(page: Page, linked: tuple[Mention, ...], same: dict[str, str]) -> list[Case]:
    """The happenings of a page that match a recorded, coded event."""
    people = tuple(sorted((*linked, *find_roles(page.words, linked)), key=lambda m: m.span))
    told = tell(page.words, people, page.dates, find_statements(page.words, people))
    groups = group_tellings(told)
    company = Company(page.words, people, told)
    named = {m.actor for m in page.mentions}
    cases: list[Case] = []
    for event, group in matched(page, groups):
        truth = [set(event.get(p) or ()) for p in PARTS]
        rows = [
            (who, features(group, who, company), tuple(who in t or same.get(who) in t for t in truth))
            for who in candidates(group, company)
        ]
        ruled = tuple(next((ids for t in group if (ids := getattr(t.roles, p))), ()) for p in PARTS)
        wanted = tuple(len(t & named) for t in truth)
        cases.append(Case(page.words.article.page, rows, wanted, ruled))
    return cases


def matched(page: Page, groups: list[list[Told]]) -> Iterator[tuple[dict[str, Any], list[Told]]]:
    """The recorded, coded events of a page with the happenings that tell them, one to one."""
    pairs = sorted(
        ((fit_of(e, g), i, j) for i, e in enumerate(page.events) for j, g in enumerate(groups)), reverse=True
    )
    used: tuple[set[int], set[int]] = (set(), set())
    for score, i, j in pairs:
        if score >= 0.5 and i not in used[0] and j not in used[1]:
            used[0].add(i)
            used[1].add(j)
            if page.events[i]["type"] != "NONE" and not page.events[i].get("optional"):
                yield page.events[i], groups[j]


def fit_part(cases: list[Case], n: int, l2: float) -> dict[str, float]:
    """The weights of part number `n`."""
    return fit([({"bias"} | names, float(right[n])) for c in cases for _, names, right in c.rows], l2)


def fit(rows: list[tuple[set[str], float]], l2: float, steps: int = 300) -> dict[str, float]:
    """Logistic regression by full-batch Adam; the bias is not shrunk."""
    seen = Counter(name for names, _ in rows for name in names)
    known = sorted(name for name in seen if seen[name] >= LEAST)
    index = {name: i for i, name in enumerate(known)}
    cells = [(i, index[name]) for i, (names, _) in enumerate(rows) for name in names if name in index]
    row_of, col_of = (np.array(c) for c in zip(*cells, strict=True))
    y = np.array([right for _, right in rows])
    shrink = np.full(len(known), l2)
    shrink[index["bias"]] = 0.0
    w, m, v = (np.zeros(len(known)) for _ in range(3))
    for step in range(1, steps + 1):
        p = 1 / (1 + np.exp(-np.bincount(row_of, weights=w[col_of], minlength=len(rows))))
        g = np.bincount(col_of, weights=(p - y)[row_of], minlength=len(known)) + shrink * w
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g
        w -= 0.05 * (m / (1 - 0.9**step)) / (np.sqrt(v / (1 - 0.999**step)) + 1e-8)
    return {name: float(x) for name, x in zip(known, w, strict=True)}


def report(cases: list[Case], weights: dict[str, dict[str, float]]) -> None:
    """Rules alone beside the judge, for each part."""
    for n, part in enumerate(PARTS):
        judged = [chosen([(w, both(f, weights)) for w, f, _ in c.rows], FIRST, MORE)[n]
                  for c in cases]  # fmt: skip
        for name, given in (("rules", [c.ruled[n] for c in cases]), ("judge", judged)):
            print(f"{part} by {name}: {figures(cases, given, n)}", file=sys.stderr)


def both(names: set[str], weights: dict[str, dict[str, float]]) -> tuple[float, float]:
    """The chances of both parts."""
    return chance(names, weights[PARTS[0]]), chance(names, weights[PARTS[1]])


def figures(cases: list[Case], given: list[tuple[str, ...]], n: int) -> str:
    """Precision and recall of fillers, and the mean F1 over events whose filler the page names."""
    hits = total = wanted = 0
    scores: list[float] = []
    for case, who in zip(cases, given, strict=True):
        right = sum(good[n] for name, _, good in case.rows if name in who)
        hits, total, wanted = hits + right, total + len(who), wanted + case.wanted[n]
        if case.wanted[n]:
            scores.append(2 * right / (right + len(who)) if right else 0.0)
    mean = sum(scores) / max(1, len(scores))
    return f"P {hits / max(1, total):.3f} R {hits / max(1, wanted):.3f} mean F1 {mean:.3f} (n {len(scores)})"


if __name__ == "__main__":
    main()
