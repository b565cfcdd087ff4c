"""Stories on the labelled articles, beside what others would do: TF-IDF with average linkage, HDBSCAN on vectors.

    python bench/stories_peers.py SHARED [--vectors]     needs scikit-learn; --vectors adds HDBSCAN on the encoder's

The peers' one threshold is the best for these very labels, so their figures are upper bounds. Ours is fitted on these
labels among others; what it reaches on windows that it never saw is printed by `training/stories_judge.py`.
`taranis-story-clustering` 0.8.1 (EUPL) installs, but fetches its sentence model from a hub when it is imported, so it
can not be run offline; it is not measured here.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import stories as bench
from sklearn.cluster import HDBSCAN, AgglomerativeClustering
from sklearn.feature_extraction.text import TfidfVectorizer

from riwaya.account import Account
from riwaya.stories import find_derivations, group_stories
from riwaya.text import fold_text

Labels = Sequence[int]


def main() -> None:
    """Print ours and theirs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--vectors", action="store_true")
    args = parser.parse_args()
    accounts = bench.labelled(args.shared)
    want = {r["page"]: r["story"] for r in bench.rows(args.shared / "gold/ant-stories/stories.json")}
    pages = [a.article.page for a in accounts]

    def told(name: str, labels: Labels, seconds: float) -> None:
        b3, pairs = bench.agreement(want, dict(zip(pages, labels, strict=True)))
        print(
            f"{name:44} B3 P {b3[0]:.3f} R {b3[1]:.3f} F {b3[2]:.3f}; pairs P {pairs[0]:.3f} R {pairs[1]:.3f} "
            f"F {pairs[2]:.3f}; {seconds:.1f} CPU s"
        )

    def best(name: str, cluster: Callable[[float], Labels], steps: Sequence[float]) -> None:
        started = time.process_time()
        found = [cluster(step) for step in steps]
        seconds = (time.process_time() - started) / len(steps)
        for number, measure in ((0, "B3"), (1, "pairs")):
            scores = [bench.agreement(want, dict(zip(pages, labels, strict=True)))[number][2] for labels in found]
            at = int(np.argmax(scores))
            told(f"{name}, best by {measure} ({steps[at]:.2f})", found[at], seconds)

    started = time.process_time()
    stories, _ = group_stories(accounts, find_derivations(accounts))
    home = {a.partition("#")[0]: n for n, s in enumerate(stories) for a in s.articles}
    told("ours", [home[p] for p in pages], time.process_time() - started)
    texts = [fold_text(a.article.text) for a in accounts]
    vectors = TfidfVectorizer(sublinear_tf=True, min_df=2).fit_transform(texts).toarray()
    best("TF-IDF, average linkage", lambda step: _average(vectors, step), np.arange(0.4, 0.95, 0.02).tolist())
    if args.vectors:
        sentence = _encoded(accounts)
        best(
            "encoder vectors, average linkage",
            lambda step: _average(sentence, step),
            np.arange(0.02, 0.5, 0.02).tolist(),
        )
        best("encoder vectors, HDBSCAN", lambda step: _hdbscan(sentence, step), [0.0])
    best("TF-IDF, HDBSCAN", lambda step: _hdbscan(vectors, step), [0.0])


def _average(vectors: np.ndarray, step: float) -> Labels:
    model = AgglomerativeClustering(n_clusters=None, distance_threshold=step, metric="cosine", linkage="average")
    labels: Labels = model.fit_predict(vectors).tolist()
    return labels


def _hdbscan(vectors: np.ndarray, step: float) -> Labels:
    """What HDBSCAN calls noise is a story alone. (An epsilon above 0 fails inside scikit-learn 1.9.)"""
    model = HDBSCAN(min_cluster_size=2, metric="cosine", cluster_selection_epsilon=step, copy=True)
    labels = model.fit_predict(vectors)
    return [int(x) if x >= 0 else -1 - i for i, x in enumerate(labels)]


def _encoded(accounts: Sequence[Account]) -> np.ndarray:
    """The encoder's vectors of title and opening."""
    from riwaya.models import encoder  # noqa: PLC0415 - only where asked for: loading takes a second

    found: np.ndarray = encoder().vectors([a.article.text[:350] for a in accounts])
    return found - found.mean(axis=0)


if __name__ == "__main__":
    main()
