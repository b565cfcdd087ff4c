"""A word that nobody is called by is doubted as a name, and nothing else changes."""

from __future__ import annotations

import numpy as np
import pytest

from riwaya.models.decode import log_softmax
from riwaya.models.people import doubt_people, known
from riwaya.models.words import cut


def doubted(text: str) -> list[bool]:
    words = cut(text)
    logs = log_softmax(np.random.default_rng(1).normal(size=(len(words), 9)).astype(np.float32))
    after = doubt_people(logs, words)
    assert np.allclose(np.exp(after).sum(1), 1, atol=1e-5)
    return [bool(x) for x in (after[:, 1] < logs[:, 1] - 0.01)]


@pytest.mark.parametrize(
    "word", ["سميرة", "وسميرة", "لسميرة", "الخطيب", "للخطيب", "وبالخطيب", "إلياس", "الياس", "مارغريت"]
)
def test_words_of_names_are_not_doubted(word: str) -> None:
    assert doubted(word) == [False]


@pytest.mark.parametrize("word", ["يستعرضون", "وفنياً", "المفاوضات", "بكاميرات"])
def test_words_that_nobody_bears_are(word: str) -> None:
    assert doubted(word) == [True]


def test_what_is_not_arabic_is_left_alone() -> None:
    assert doubted("Vladimir 1967 ، 😀") == [False] * 4


def test_nothing_to_doubt() -> None:
    assert doubt_people(np.zeros((0, 9), dtype=np.float32), []).shape == (0, 9)


def test_the_list_is_folded_words() -> None:
    assert len(known()) > 50_000
    assert all(len(w) > 2 and not set(w) & set("أإآىة ") for w in known())
