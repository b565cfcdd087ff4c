"""The best allowed path is found, and spans read from it."""

from __future__ import annotations

import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from riwaya.models.decode import best_path, found, found_by_kind, log_softmax, spans


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


PERSON, PLACE, NEITHER = (0.1, 0.7, 0.05, 0.1, 0.05), (0.1, 0.1, 0.05, 0.6, 0.15), (0.96, 0.01, 0.01, 0.01, 0.01)


def test_two_kinds_side_by_side_are_two_names() -> None:
    logs = logs_of(PERSON, (0.05, 0.05, 0.4, 0.1, 0.4), PLACE, NEITHER)
    assert [s[:3] for s in found_by_kind(logs)] == [(0, 2, 0), (2, 3, 1)]


def test_a_name_has_to_be_somewhat_likelier_than_none() -> None:
    assert not list(found_by_kind(logs_of((0.45, 0.5, 0.02, 0.02, 0.01))))
    assert [s[:3] for s in found_by_kind(logs_of((0.3, 0.6, 0.05, 0.03, 0.02)))] == [(0, 1, 0)]


@given(st.integers(1, 6), st.integers(0, 10_000))
def test_both_ways_give_spans_in_order_and_probabilities(n: int, seed: int) -> None:
    logs = log_softmax(np.random.default_rng(seed).normal(size=(n, 5)).astype(np.float32))
    for way in (found, found_by_kind):
        told = list(way(logs))
        assert all(0 <= a < b <= n and 0 < sure <= 1 for a, b, _, sure in told)
        assert all(x[1] <= y[0] for x, y in itertools.pairwise(told))
