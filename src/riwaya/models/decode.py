"""From scores to spans: the best path of B/I/O labels that is allowed, and the spans it holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

_DOUBT = 0.3  # added to the log probability of «no name» where kinds are read at once (chosen on held-out pages)


def log_softmax(scores: Floats) -> Floats:
    """Log probabilities along the last axis."""
    top = scores - scores.max(axis=-1, keepdims=True)
    return np.asarray(top - np.log(np.exp(top).sum(axis=-1, keepdims=True)), dtype=np.float32)


def best_path(logs: Floats, kinds: int) -> NDArray[np.intp]:
    """Labels of the best allowed path: 0 is O, 1+2k is B of kind k, 2+2k its I, which only its B or I may precede."""
    n = len(logs)
    if n == 0:
        return np.zeros(0, dtype=np.intp)
    inside = 2 + 2 * np.arange(kinds)
    score = logs[0].astype(np.float64)
    score[inside] = -np.inf
    came = np.zeros((n, 1 + 2 * kinds), dtype=np.intp)
    for i in range(1, n):
        came[i] = score.argmax()
        step = np.full(1 + 2 * kinds, score.max())
        begin, go_on = score[inside - 1], score[inside]
        came[i, inside] = np.where(begin > go_on, inside - 1, inside)
        step[inside] = np.maximum(begin, go_on)
        score = step + logs[i]
    path = np.zeros(n, dtype=np.intp)
    path[-1] = score.argmax()
    for i in range(n - 1, 0, -1):
        path[i - 1] = came[i, path[i]]
    return path


def found(logs: Floats) -> Iterator[tuple[int, int, int, float]]:
    """(first word, word after the last, kind, score) of each span.

    Where spans are is decided first, whatever their kind (so that a doubt between two kinds does not lose a span), and
    then the kind that its words together like best. The score is the lowest probability of a word to be in a span.
    """
    kinds = (logs.shape[1] - 1) // 2
    begin, inside = np.exp(logs[:, 1::2]), np.exp(logs[:, 2::2])
    any_kind = np.stack([np.exp(logs[:, 0]), begin.sum(1), inside.sum(1)], axis=1)
    path = best_path(np.log(np.maximum(any_kind, 1e-12)).astype(np.float32), 1)
    for first, last, _ in spans(path):
        liked = np.log(np.maximum(begin[first : first + 1], 1e-12)).sum(0)
        liked = liked + np.log(np.maximum(inside[first + 1 : last], 1e-12)).sum(0)
        yield first, last, int(liked.argmax()) if kinds > 1 else 0, float(1 - any_kind[first:last, 0].max())


def found_by_kind(logs: Floats) -> Iterator[tuple[int, int, int, float]]:
    """The same by the best path of all labels at once, which keeps two kinds side by side apart."""
    inside = 1 - np.exp(logs[:, 0])
    doubted = logs.copy()
    doubted[:, 0] += _DOUBT
    for first, last, kind in spans(best_path(doubted, (logs.shape[1] - 1) // 2)):
        yield first, last, kind, float(inside[first:last].min())


def spans(path: Sequence[int] | NDArray[np.intp]) -> Iterator[tuple[int, int, int]]:
    """(first word, word after the last, kind) of each span of an allowed path."""
    start = kind = -1
    for i, label in enumerate(path):
        if start >= 0 and (label == 0 or label % 2 == 1):
            yield start, i, kind
            start = -1
        if label % 2 == 1:
            start, kind = i, int(label - 1) // 2
    if start >= 0:
        yield start, len(path), kind
