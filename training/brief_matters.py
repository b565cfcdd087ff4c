"""Fit the judge of whether sentences of two pages tell one matter, on the invented affairs of `bench/topics`.

    python training/brief_matters.py bench/topics [--leave-out TOPIC...] > weights

Each folder is told, whole and with drawn threes and twos of its pages. Two sentences of two pages are of one matter
where both hold words of one fact, one happening, or of positions of one value in `gold.json`; sentences that share
next to nothing are not looked at, as in the brief. The topics that nobody has read are left out. Logistic regression;
figures by leaving out each topic in turn go to standard error, weights for `rules/ar/matters.yaml` to standard output.
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import astuple, fields
from pathlib import Path
from typing import Any

import numpy as np

import riwaya
from riwaya.brief import lines
from riwaya.brief.candidates import Candidate
from riwaya.brief.same_matter import LEAST, Alike, Matters
from riwaya.likeness import cosine
from riwaya.model import Span

KEPT = ("airline", "ceasefire", "landdeal", "mine", "outbreak", "refugees")
PENALTY = 1.0
STEPS = 40
HALF = 0.5

Case = tuple[str, int, Alike, bool]


def main() -> None:
    """Tell the affairs, gather the cases, fit, report, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("topics", type=Path)
    parser.add_argument("--leave-out", nargs="*", default=KEPT)
    args = parser.parse_args()
    folders = sorted(p.parent for p in args.topics.glob("*/gold.json") if p.parent.name not in args.leave_out)
    cases = [case for folder in folders for case in cases_in(folder)]
    x = np.array([[1.0, *astuple(alike)] for _, _, alike, _ in cases])
    same = np.array([y for *_, y in cases])
    topic = np.array([name for name, *_ in cases])
    whole = np.array([pages == 0 for _, pages, *_ in cases])
    chances = np.zeros(len(cases))
    for name in set(topic):
        chances[topic == name] = logistic(x[topic == name] @ fit(x[topic != name], same[topic != name]))
    for bar in (0.4, 0.5, 0.6, 0.7):
        given = whole & (chances >= bar)
        print(f"from {bar}: {given.sum()} pairs, {(given & same).sum()} of one matter", file=sys.stderr)
    print("weights:")
    for name, weight in zip(("bias", *(f.name for f in fields(Alike))), fit(x, same), strict=True):
        print(f"  {name}: {weight:.3f}")


def cases_in(folder: Path) -> Iterator[Case]:
    """The pairs of one affair: of all its pages (0), and of drawn threes and twos."""
    gold = json.loads((folder / "gold.json").read_text("utf-8"))
    pages = sorted(folder.glob("*.txt"))
    chance = random.Random(folder.name)
    parts = [pages] + [chance.sample(pages, k) for k in (3, 3, 2, 2, 2)]
    for part in parts:
        candidates, texts = told(part)
        matters, of = Matters(candidates, chosen=True), labels(candidates, gold, texts)
        for a, b in itertools.combinations(candidates, 2):
            if a.account.id != b.account.id and cosine(a.vector, b.vector) >= LEAST:
                yield folder.name, len(part) % len(pages), matters.alike(a, b), bool(of[a.span] & of[b.span])


def told(pages: Sequence[Path]) -> tuple[list[Candidate], dict[str, str]]:
    """What the brief of these pages chooses from, and the pages' texts."""
    found: list[Candidate] = []
    choose = lines.find_candidates

    def listening(*args: Any) -> list[Candidate]:
        chosen = choose(*args)
        found.extend(chosen)
        return chosen

    lines.find_candidates = listening
    try:
        telling = riwaya.tell(pages)
    finally:
        lines.find_candidates = choose
    return found, {p.name: p.text for p in telling.pages}


def labels(candidates: Sequence[Candidate], gold: dict[str, Any], texts: dict[str, str]) -> dict[Span, set[str]]:
    """Which facts, happenings and positions each sentence holds words of."""
    of: dict[Span, set[str]] = {c.span: set() for c in candidates}
    for part in ("facts", "happenings", "contrasts"):
        for n, entry in enumerate(gold[part]):
            for p in entry["positions"]:
                if (start := texts.get(p["page"], "").find(p["words"])) < 0:
                    continue  # a page that this telling leaves out
                place = Span(p["page"], start, start + len(p["words"]))
                for span in (s for s in of if holds(s, place)):
                    of[span].add(f"{part} {n} {p.get('value', '')}")
    return of


def holds(a: Span, b: Span) -> bool:
    """Whether two spans share half of the shorter one."""
    shared = min(a.end, b.end) - max(a.start, b.start)
    return a.page == b.page and shared >= HALF * min(a.end - a.start, b.end - b.start)


def logistic(total: np.ndarray) -> np.ndarray:
    """The chance of each row."""
    return 1.0 / (1.0 + np.exp(-total))


def fit(x: np.ndarray, same: np.ndarray) -> np.ndarray:
    """Weights by Newton's method, with a ridge on all but the first."""
    ridge = np.full(x.shape[1], PENALTY)
    ridge[0] = 0.0
    weights = np.zeros(x.shape[1])
    for _ in range(STEPS):
        p = logistic(x @ weights)
        slope = x.T @ (p - same) + ridge * weights
        bend = (x * (p * (1 - p))[:, None]).T @ x + np.diag(ridge)
        weights -= np.linalg.solve(bend, slope)
    return weights


if __name__ == "__main__":
    main()
