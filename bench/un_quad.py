"""The four quad classes of UN sentences (and «no event»), by a head on the encoder's sentence vectors and the words.

    python bench/un_quad.py UN_QUAD_AR

The folder holds `ar_annotations_quad_multiclass.tsv` (sentence, class; by its files' join 1 is material conflict,
2 material cooperation, 3 verbal conflict, 4 verbal cooperation). Doubles are dropped before the five folds are drawn.
The head is a multinomial logistic regression, fitted here on four folds and read on the fifth; nothing of it is
shipped. Prints macro F1 with the middle 95 % of 1,000 draws of sentences, and the F1 of each class: for vectors, for
words, for both. The vectors take some minutes of a core.
"""

from __future__ import annotations

import argparse
from collections import Counter
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from riwaya.models import encoder
from riwaya.text import fold, split_clitics, tokenise

Floats = NDArray[np.float32]
CLASSES = ("none", "material conflict", "material cooperation", "verbal conflict", "verbal cooperation")
FOLDS, WORDS, BATCH, DRAWS = 5, 4000, 256, 1000
SHRINK = {"vectors": 0.01, "words": 0.001, "both": 0.003}


def main() -> None:
    """Read, fit five times, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    rows = read(parser.parse_args().folder / "ar_annotations_quad_multiclass.tsv")
    gold = np.array(list(rows.values()))
    fold = np.random.default_rng(1).permutation(len(gold)) % FOLDS
    vectors, words = vectors_of(list(rows)), words_of(list(rows))
    for name, inputs in (("vectors", vectors), ("words", words), ("both", np.hstack([vectors, words]))):
        told = cross_fitted(inputs, gold, fold, SHRINK[name])
        each = by_class(gold, told)
        low, high = interval(gold, told)
        print(f"{name}: macro F1 {np.mean(each):.3f} [{low:.3f}, {high:.3f}] (n {len(gold)})")
        print("  " + ", ".join(f"{c} {f:.3f}" for c, f in zip(CLASSES, each, strict=True)))


def read(path: Path) -> dict[str, int]:
    """The sentences with their class, none twice."""
    lines = (line.rsplit("\t", 1) for line in path.read_text("utf-8").splitlines()[1:])
    return {text.strip(): int(kind) for text, kind in lines}


def vectors_of(texts: list[str]) -> Floats:
    """One row a sentence, scaled to the size of a row of words."""
    parts = [encoder().vectors(texts[i : i + BATCH]) for i in range(0, len(texts), BATCH)]
    return np.asarray(np.vstack(parts) * 10, dtype=np.float32)


def words_of(texts: list[str]) -> Floats:
    """Which of the commonest words, without particles, and pairs of them a sentence has."""
    held = [{*own, *(f"{a} {b}" for a, b in pairwise(own))} for own in map(stems_of, texts)]
    seen = Counter(word for words in held for word in words)
    known = {word: i for i, (word, _) in enumerate(seen.most_common(WORDS))}
    rows = np.zeros((len(texts), len(known)), dtype=np.float32)
    for n, words in enumerate(held):
        for word in words & known.keys():
            rows[n, known[word]] = 1.0
    return rows


def stems_of(text: str) -> list[str]:
    """The words of a text, each cut as short as its attached particles allow."""
    tokens = (t.text for t in tokenise(fold(text)))
    return [min((c.stem for c in split_clitics(t) if not c.enclitic), key=len, default=t) for t in tokens]


def cross_fitted(inputs: Floats, gold: NDArray[np.int64], fold: NDArray[np.int64], shrink: float) -> NDArray[np.int64]:
    """The class told for each sentence by the head that has not seen its fold."""
    rows = np.hstack([inputs, np.ones((len(inputs), 1), dtype=np.float32)])
    told = np.zeros(len(gold), dtype=np.int64)
    for k in range(FOLDS):
        here = fold == k
        told[here] = np.argmax(rows[here] @ fit(rows[~here], gold[~here], shrink), axis=1)
    return told


def fit(rows: Floats, gold: NDArray[np.int64], shrink: float, steps: int = 150) -> Floats:
    """Multinomial logistic regression by full-batch Adam."""
    right = np.eye(len(CLASSES), dtype=np.float32)[gold]
    w, m, v = (np.zeros((rows.shape[1], len(CLASSES)), dtype=np.float32) for _ in range(3))
    for step in range(1, steps + 1):
        score = rows @ w
        share = np.exp(score - score.max(axis=1, keepdims=True))
        share /= share.sum(axis=1, keepdims=True)
        slope = rows.T @ (share - right) / len(rows) + shrink * w
        m, v = 0.9 * m + 0.1 * slope, 0.999 * v + 0.001 * slope * slope
        w -= 0.05 * (m / (1 - 0.9**step)) / (np.sqrt(v / (1 - 0.999**step)) + 1e-8)
    return w


def by_class(gold: NDArray[np.int64], told: NDArray[np.int64]) -> list[float]:
    """F1 of each class."""
    kinds = range(len(CLASSES))
    return [float(2 * ((gold == c) & (told == c)).sum() / max(1, (gold == c).sum() + (told == c).sum())) for c in kinds]


def interval(gold: NDArray[np.int64], told: NDArray[np.int64]) -> tuple[float, float]:
    """The middle 95 % of macro F1 over draws of sentences."""
    rng = np.random.default_rng(1)
    draws = (rng.integers(0, len(gold), len(gold)) for _ in range(DRAWS))
    macro = sorted(float(np.mean(by_class(gold[d], told[d]))) for d in draws)
    return macro[DRAWS // 40], macro[-DRAWS // 40]


if __name__ == "__main__":
    main()
