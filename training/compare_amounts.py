"""Fit the judge of whether two amounts are told of one thing, on news that nobody labelled.

    python training/compare_amounts.py ARTICLES.jsonl [--windows 14] [--articles-each 600] [--every 3] > weights

ARTICLES: JSON Lines with `published` and `text`, as `riwaya tell` reads them, several outlets' news of the same days.
Each window of so many articles in a row (one of every `--every`) is told (`--fast`), and the pairs that
`riwaya.compare.same_amount` tries in its topics are the cases: an equal amount on two pages of which neither took its
words from the other is taken for one thing, an unequal one for two. Both are wrong now and then: small numbers are
equal by chance (counts below three are left out), and pages differ on one thing (what the judge is for).
Logistic regression; figures by three folds of topics go to standard error, weights for `rules/ar/amounts.yaml` to
standard output.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import astuple, fields
from pathlib import Path

import numpy as np

import riwaya
from riwaya import pipeline
from riwaya.account import Affair
from riwaya.compare.ledger import ledger
from riwaya.compare.same_amount import Likeness, Told, pairs
from riwaya.model import Contrast

SMALL = 3.0
PAGES = 25
PENALTY = 3.0
FOLDS = 3
STEPS = 40


def main() -> None:
    """Tell the windows, gather the cases, fit, report, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--windows", type=int, default=14)
    parser.add_argument("--articles-each", type=int, default=600)
    parser.add_argument("--every", type=int, default=3)
    args = parser.parse_args()
    cases = [
        (topic, a, b, likeness)
        for topic, affair in enumerate(affairs(args.articles, args.windows, args.articles_each, args.every))
        for a, b, likeness in pairs_in(affair)
    ]
    x = np.array([[1.0, *astuple(likeness)] for *_, likeness in cases])
    same = np.array([a.amount.value == b.amount.value for _, a, b, _ in cases])
    fold = np.array([topic % FOLDS for topic, *_ in cases])
    chances = np.zeros(len(cases))
    for k in range(FOLDS):
        chances[fold == k] = logistic(x[fold == k] @ fit(x[fold != k], same[fold != k]))
    report(same, chances)
    print("weights:")
    for name, weight in zip(("bias", *(f.name for f in fields(Likeness))), fit(x, same), strict=True):
        print(f"  {name}: {weight:.2f}")


def affairs(path: Path, windows: int, each: int, every: int) -> Iterator[Affair]:
    """The topics of three pages and more of each window, as the comparing stage gets them."""
    lines = [line for line in path.read_text("utf-8").splitlines() if line.strip()]
    lines.sort(key=lambda line: json.loads(line).get("published") or "")
    got: list[Affair] = []

    def keep(affair: Affair) -> tuple[Contrast, ...]:
        got.append(affair)
        return ()

    pipeline.find_contrasts = keep  # type: ignore[attr-defined]
    pipeline.tell_topic = lambda topic, affair: topic  # type: ignore[attr-defined]
    with tempfile.TemporaryDirectory() as folder:
        for n in range(windows):
            part = lines[n * every * each : n * every * each + each]
            source = Path(folder) / f"{n}.jsonl"
            source.write_text("\n".join(part), "utf-8")
            got.clear()
            riwaya.tell([source], fast=True)
            print(f"window {n}: {len(got)} topics", file=sys.stderr)
            yield from (a for a in got if 2 < len(a.accounts) <= PAGES)


def pairs_in(affair: Affair) -> Iterator[tuple[Told, Told, Likeness]]:
    """The cases of a topic: pairs of two newsrooms that neither took from the other."""
    taken = {frozenset((d.source, d.derived)) for d in affair.derivations}
    for a, b, likeness in pairs(affair.accounts, {a.id: ledger(a) for a in affair.accounts}):
        small = a.amount.kind == "count" and a.amount.value == b.amount.value < SMALL
        if frozenset((a.account.id, b.account.id)) not in taken and not small:
            yield a, b, likeness


def logistic(total: np.ndarray) -> np.ndarray:
    """The probabilities that sums of weights stand for."""
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(total, -30, 30))))


def fit(x: np.ndarray, same: np.ndarray) -> np.ndarray:
    """Weights by Newton's method, shrunk but for the bias."""
    weights = np.zeros(x.shape[1])
    shrink = np.diag([0.0] + [PENALTY] * (x.shape[1] - 1))
    for _ in range(STEPS):
        p = logistic(x @ weights)
        slope = x.T @ (p - same) + shrink @ weights
        bend = (x * (p * (1 - p))[:, None]).T @ x + shrink + 1e-6 * np.eye(x.shape[1])
        weights -= np.linalg.solve(bend, slope)
    return weights


def report(same: np.ndarray, chances: np.ndarray) -> None:
    """How many pairs lie above each bar, equal and unequal."""
    print(f"{len(same)} pairs, {same.sum()} equal", file=sys.stderr)
    for bar in (0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95):
        above = chances >= bar
        print(f"{bar}: {(same & above).sum()} equal, {(~same & above).sum()} unequal", file=sys.stderr)


if __name__ == "__main__":
    main()
