"""Fit the judge that gives actors and recipients their parts, and print its weights as YAML.

    python training/events_cast.py GOLD [--held-out t240.txt] > src/riwaya/rules/ar/events_cast.yaml

GOLD is a folder of annotated news as `events_judge.py` reads it. Articles are read as Riwaya reads them (with the
encoder), happenings are matched to recorded events, and every candidate of a matched happening is a row: right for a
part where the record gives the part to the entity whose name he is on that page. A happening's candidates share the
chance of a part with «nobody» (softmax); the fit makes the right ones' share large. Pages whose name is not below
`--held-out` are left out of the fit; precision, recall and the mean F1 of a filled part go to standard error for them
and for the rules alone.
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
from riwaya.events.cast import candidates, chosen, features, joined, shares
from riwaya.events.company import PARTS, Company
from riwaya.events.echoes import with_echoes
from riwaya.events.find import tell
from riwaya.events.merge import group_tellings
from riwaya.events.same import join_alike
from riwaya.events.telling import Told
from riwaya.model import Mention
from riwaya.models import encoder
from riwaya.statements import find_statements

LEAST = 5  # times a feature must be seen
FIRST, MORE = 0.1, 0.25  # least chance of the first who gets a part, of others beside it
SURE = {"actor": {"any": 0.3, "AID": 0.5, "PROTEST": 0.9}, "recipient": {"any": 0.25}}  # least chance of who is sure


@dataclass
class Case:
    """A happening that a reader recorded: candidates with features and truth, entities wanted, what rules say."""

    page: str
    rows: list[tuple[str, set[str], tuple[bool, ...]]]
    wanted: tuple[int, ...]
    ruled: tuple[tuple[str, ...], ...]
    group: list[Told]
    company: Company


def main() -> None:
    """Read, fit, report, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--held-out", default="~")
    parser.add_argument("--l2", type=float, default=12.0)
    args = parser.parse_args()
    pages = read_gold(args.gold)
    linked = link_mentions([(p.words, find_mentions(p.words, encoder())) for p in pages])[1]
    cases = [c for p, m in zip(pages, linked, strict=True) for c in cases_of(p, m)]
    mine = [c for c in cases if c.page < args.held_out]
    weights = {part: fit_part(mine, n, args.l2) for n, part in enumerate(PARTS)}
    for case_set in (mine, [c for c in cases if c.page >= args.held_out]):
        if case_set:
            report(case_set, weights)
    print("# Written by training/events_cast.py; do not edit. Who plays which part, see events/cast.py.")
    print(f"first: {FIRST}\nmore: {MORE}")
    for part, kinds in SURE.items():
        print("\n".join([f"sure_{part}:", *(f"  {kind}: {least}" for kind, least in kinds.items())]))
    for part, table in weights.items():
        print(f"{part}:")
        for name, value in sorted(table.items()):
            if abs(value) >= 0.05:
                print(f"  {json.dumps(name, ensure_ascii=False)}: {value:.3f}")


def identities(page: Page, linked: tuple[Mention, ...]) -> dict[str, set[str]]:
    """For every actor that Riwaya links on a page, the annotated entities whose names his are: those of a third of them
    or more (annotators give the same entity other keys on other pages)."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for m in linked:
        for g in page.mentions:
            if m.actor and g.actor and g.span.overlaps(m.span):
                votes[m.actor][g.actor] += 1
    return {actor: {k for k, n in c.items() if 3 * n >= sum(c.values())} for actor, c in votes.items()}


def cases_of(page: Page, linked: tuple[Mention, ...]) -> list[Case]:
    """The happenings of a page that match a recorded, coded event."""
    same = identities(page, linked)
    people = with_echoes(page.words, tuple(sorted((*linked, *find_roles(page.words, linked)), key=lambda m: m.span)))
    told = tell(page.words, people, page.dates, find_statements(page.words, people))
    groups = join_alike(group_tellings(told))
    company = Company(page.words, people, told)
    named = {m.actor for m in page.mentions}
    cases: list[Case] = []
    for event, group in matched(page, groups):
        truth = [set(event.get(p) or ()) for p in PARTS]
        rows = [
            (who, features(group, who, company), tuple(who in t or bool(same.get(who, set()) & t) for t in truth))
            for who in candidates(group, company)
        ]
        ruled = tuple(next((ids for t in group if (ids := getattr(t.roles, p))), ()) for p in PARTS)
        wanted = tuple(len(t & named) for t in truth)
        cases.append(Case(page.words.article.page, rows, wanted, ruled, group, company))
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


def fit_part(cases: list[Case], n: int, l2: float, steps: int = 250) -> dict[str, float]:
    """The weights of part number `n`: conditional logistic regression by full-batch Adam; the bias is not shrunk."""
    seen = Counter(name for c in cases for _, names, _ in c.rows for name in names)
    known = sorted(name for name in seen if seen[name] >= LEAST)
    index = {name: i for i, name in enumerate(known)}
    rows = [(k, names, right[n]) for k, c in enumerate(cases) for _, names, right in c.rows]
    cells = [(i, index[name]) for i, (_, names, _) in enumerate(rows) for name in sorted(names) if name in index]
    row_of, col_of = (np.array(c) for c in zip(*cells, strict=True))
    case_of, right = np.array([k for k, _, _ in rows]), np.array([float(r) for _, _, r in rows])
    answered = np.bincount(case_of, weights=right, minlength=len(cases)) > 0
    shrink = np.append(np.full(len(known), l2), 0.0)
    w, m, v = (np.zeros(len(known) + 1) for _ in range(3))  # the last is the bias
    for step in range(1, steps + 1):
        score = np.bincount(row_of, weights=w[col_of], minlength=len(rows)) + w[-1]
        share = np.exp(np.clip(score, -30, 30))
        whole, good = (np.bincount(case_of, weights=x, minlength=len(cases)) for x in (share, share * right))
        wanted = np.where(answered[case_of], share * right / np.maximum(good[case_of], 1e-12), 0.0)
        miss = share / (1 + whole[case_of]) - wanted
        g = np.append(np.bincount(col_of, weights=miss[row_of], minlength=len(known)), miss.sum()) + shrink * w
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g
        w -= 0.05 * (m / (1 - 0.9**step)) / (np.sqrt(v / (1 - 0.999**step)) + 1e-8)
    return {**{name: float(x) for name, x in zip(known, w[:-1], strict=True)}, "bias": float(w[-1])}


def report(cases: list[Case], weights: dict[str, dict[str, float]]) -> None:
    """Rules alone beside the judge, for each part."""
    judged = []
    for case in cases:
        scored = chances(case, weights)
        judged.append(joined(chosen(scored, FIRST, MORE), scored, case.group, case.company))
    for n, part in enumerate(PARTS):
        for name, given in (("rules", [c.ruled[n] for c in cases]), ("judge", [j[n] for j in judged])):
            print(f"{part} by {name}: {figures(cases, given, n)}", file=sys.stderr)


def chances(case: Case, weights: dict[str, dict[str, float]]) -> list[tuple[str, tuple[float, float]]]:
    """The candidates of a happening with their chances of both parts."""
    acts, suffers = (
        shares([sum(weights[part].get(name, 0.0) for name in ("bias", *names)) for _, names, _ in case.rows])
        for part in PARTS
    )
    return [(who, pair) for (who, _, _), pair in zip(case.rows, zip(acts, suffers, strict=True), strict=True)]


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
