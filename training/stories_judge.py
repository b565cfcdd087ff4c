"""Fit the judge of stories, and show how it fares on windows and stories that it was not fitted on.

    python training/stories_judge.py SHARED            cross-validation, then weights for `rules/stories.yaml`

Three windows of the same five newsrooms: the labelled articles of April 2018 in SHARED (`gold/ant-stories`), and two
that we labelled ourselves (`stories_windows.tsv`). Logistic regression on the candidate pairs; pairs inside one great
story count less, or half of what is learned would be that story. Figures: B-cubed and pairwise F after grouping, for
each window (a) fitted on the other windows alone, (b) fitted on them and on the window's other stories (four folds).
"""

from __future__ import annotations

import csv
import sys
import zlib
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1] / "bench"))
import stories as bench

from riwaya.account import Account
from riwaya.stories.judge import FEATURES, Judge, View, around
from riwaya.stories.linkage import Clusters
from riwaya.stories.neighbours import Neighbours, heaviest
from riwaya.stories.profile import profile
from riwaya.text import read_words

WINDOWS = Path(__file__).with_name("stories_windows.tsv")
DAYS = {"may": ("2018-05-08", "2018-05-09"), "june": ("2018-06-05", "2018-06-06")}
GREAT, GREAT_COUNTS = 10, 0.3
"""Stories of this many articles; what a pair inside one counts."""
PENALTY = 3.0
FOLDS = 4
JOINS = (0.3, 0.33, 0.36, 0.39, 0.42)


@dataclass(frozen=True)
class Window:
    """Candidate pairs of one window: places, features (the bias first), whether one story, what the pair counts. Which
    reports open with an event that is told in many ways."""

    name: str
    story: np.ndarray
    near: list[tuple[int, int]]
    features: np.ndarray
    same: np.ndarray
    counts: np.ndarray
    many_sided: list[bool]


def main() -> None:
    """Print the figures and the weights."""
    shared = Path(sys.argv[1])
    windows = [read_window(name, *data) for name, data in labelled(shared).items()]
    for window in windows:
        others = [w for w in windows if w is not window]
        show(window, "other windows", chances(window, regress(others, [w.same >= 0 for w in others])))
        show(window, "four folds", folded(window, others))
    weights = regress(windows, [w.same >= 0 for w in windows])
    for window in windows:
        show(window, "fitted on it", chances(window, weights))
    pairs, joined = sum(len(w.near) for w in windows), int(sum(w.same.sum() for w in windows))
    print(f"{pairs} pairs, {joined} of one story")
    print({k: round(float(v), 2) for k, v in zip(("bias", *FEATURES), weights, strict=True)})


def labelled(shared: Path) -> dict[str, tuple[list[Account], dict[str, str]]]:
    """The windows: accounts with names and events, and the story of each page."""
    gold = {r["page"]: r["story"] for r in bench.rows(shared / "gold/ant-stories/stories.json")}
    found = {"april": (bench.labelled(shared), gold)}
    lines = (line for line in WINDOWS.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    ours = {page: f"{page if story == '-' else story}" for page, story in csv.reader(lines, delimiter="\t")}
    articles = [r for r in bench.unlabelled(shared, sys.maxsize) if r["id"] in ours]
    for name, days in DAYS.items():
        accounts = [Account(read_words(bench.read_article(r))) for r in articles if r["published"][:10] in days]
        found[name] = (bench.told(bench.named(accounts)), ours)
    return found


def read_window(name: str, accounts: list[Account], story: dict[str, str]) -> Window:
    """Candidate pairs of a window, as grouping sees them."""
    profiles = sorted((profile(a) for a in accounts), key=lambda p: p.where)
    judge, view = Judge(), View()
    met, near, found = Neighbours(), [], []
    for b, one in enumerate(profiles):
        view.add(b, one)
        places = met.near(view[b].whole)
        surrounds = around(view[b], [view[a] for a in places])
        near += [(a, b) for a in places]
        found += [(1.0, *judge.features(view[a], view[b], surrounds)) for a in places]
        met.hold(b, heaviest(view[b].whole))
    labels = np.array([story[p.account.article.page] for p in profiles])
    features = np.array(found)
    same = np.array([labels[a] == labels[b] for a, b in near], float)
    sizes = Counter(labels.tolist())
    great = np.array([s == 1 and sizes[labels[a]] >= GREAT for s, (a, _) in zip(same, near, strict=True)])
    missed = sum(n * (n - 1) // 2 for n in sizes.values()) - int(same.sum())
    print(f"{name}: {len(profiles)} articles, {len(near)} pairs, {int(same.sum())} of one story; {missed} not met")
    sided = [judge.many_sided(p) for p in profiles]
    return Window(name, labels, near, features, same, np.where(great, GREAT_COUNTS, 1.0), sided)


def regress(windows: list[Window], kept: list[np.ndarray]) -> np.ndarray:
    """Penalised logistic regression on the kept pairs of the windows, by Newton's method."""
    x = np.concatenate([w.features[k] for w, k in zip(windows, kept, strict=True)])
    y = np.concatenate([w.same[k] for w, k in zip(windows, kept, strict=True)])
    counts = np.concatenate([w.counts[k] for w, k in zip(windows, kept, strict=True)])
    weights, free = np.zeros(x.shape[1]), np.r_[0.0, np.ones(x.shape[1] - 1)] * PENALTY * x.std(axis=0) ** 2
    for _ in range(60):
        chance = 1 / (1 + np.exp(-x @ weights))
        slope = x.T @ (counts * (chance - y)) + free * weights
        curve = (x.T * (counts * chance * (1 - chance))) @ x + np.diag(free + 1e-6)
        weights = weights - np.linalg.solve(curve, slope)
    return weights


def chances(window: Window, weights: np.ndarray) -> np.ndarray:
    """What the judge with `weights` says of the pairs."""
    return 1 / (1 + np.exp(-window.features @ weights))


def folded(window: Window, others: list[Window]) -> np.ndarray:
    """What a judge says of each pair that knows the other windows and no story of either article."""
    fold = np.array([zlib.crc32(str(s).encode()) % FOLDS for s in window.story])
    ends = np.array([(fold[a], fold[b]) for a, b in window.near])
    total, times = np.zeros(len(ends)), np.zeros(len(ends))
    for k in range(FOLDS):
        out = (ends == k).any(axis=1)
        weights = regress([window, *others], [~out, *(w.same >= 0 for w in others)])
        total[out] += chances(window, weights)[out]
        times[out] += 1
    return total / times


def show(window: Window, how: str, chance: np.ndarray) -> None:
    """B-cubed and pairwise F after grouping, for several thresholds."""
    edges: dict[int, list[tuple[int, int, float]]] = defaultdict(list)
    for (a, b), c in zip(window.near, chance, strict=True):
        edges[b].append((a, b, float(c)))
    figures = []
    for join in JOINS:
        clusters = Clusters(replace(Judge().rules, least=join))
        for i in range(len(window.story)):
            clusters.place(i, many_sided=window.many_sided[i])
            clusters.connect(edges[i])
            clusters.settle()
        groups = clusters.all()
        home = {i: n for n, group in enumerate(groups) for i in group}
        b3, pairs = bench.agreement(dict(enumerate(window.story.tolist())), home)
        figures.append(f"{join}: {b3[2]:.3f}/{pairs[2]:.3f}")
    print(f"{window.name:6} {how:14} {'  '.join(figures)}")


if __name__ == "__main__":
    main()
