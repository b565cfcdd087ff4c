"""The best allowed path is found, and spans read from it."""

from __future__ import annotations

import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from riwaya.models.decode import agreed, best_path, found_by_kind, log_softmax, spans


def allowed(path: tuple[int, ...]) -> bool:
    return all(x % 2 or x == 0 or (i > 0 and path[i - 1] in (x - 1, x)) for i, x in enumerate(path))


@given(st.integers(1, 5), st.integers(0, 10_000))
def test_no_allowed_path_is_better(n: int, seed: int) -> None:
    logs = log_softmax(np.random.default_rng(seed).normal(size=(n, 5)).astype(np.float32))
    path = tuple(int(x) for x in best_path(logs, 2))
    assert allowed(path)
    best = max(sum(logs[i, x] for i, x in enumerate(p)) for p in itertools.product(range(5), repeat=n) if allowed(p))
    assert abs(sum(logs[i, x] for i, x in enumerate(path)) - best) < 1e-4


def test_spans_end_where_another_begins() -> None:
    assert list(spans([1, 2, 1, 0, 3, 4, 1])) == [(0, 2, 0), (2, 3, 0), (4, 6, 1), (6, 7, 0)]
    assert list(spans([])) == []


def test_nothing_to_decode() -> None:
    assert len(best_path(np.zeros((0, 9), dtype=np.float32), 4)) == 0


def logs_of(*rows: tuple[float, ...]) -> np.ndarray:
    return np.log(np.array(rows, dtype=np.float32))


PERSON, PLACE, NEITHER = (0.1, 0.7, 0.05, 0.1, 0.05), (0.1, 0.35, 0.05, 0.45, 0.05), (0.96, 0.01, 0.01, 0.01, 0.01)


def test_the_same_word_is_the_same_kind_throughout_a_text() -> None:
    logs = logs_of(PERSON, NEITHER, PLACE)
    assert [k for *_, k, _ in found_by_kind(logs, ["باريرا", "زار", "باريرا"])] == [0, 0]
    assert [k for *_, k, _ in found_by_kind(logs, ["باريرا", "زار", "بلدية"])] == [0, 1]


def test_words_that_are_nowhere_names_and_short_ones_stay_as_they_are() -> None:
    logs = logs_of(NEITHER, (0.8, 0.1, 0.04, 0.03, 0.03), PERSON, PLACE)
    assert np.allclose(agreed(logs, ["السوق", "السوق", "بن", "بن"]), log_softmax(logs), atol=1e-5)


@given(st.integers(1, 6), st.integers(0, 10_000))
def test_agreement_leaves_probabilities(n: int, seed: int) -> None:
    logs = log_softmax(np.random.default_rng(seed).normal(size=(n, 5)).astype(np.float32))
    out = agreed(logs, ["مكرر"] * n)
    assert np.allclose(np.exp(out).sum(1), 1, atol=1e-4)
