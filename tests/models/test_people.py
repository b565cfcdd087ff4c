"""The list of words that people are called by."""

from __future__ import annotations

from riwaya.models.people import known
from riwaya.text import fold


def test_the_list_is_folded_words() -> None:
    assert len(known()) > 50_000
    assert all(len(w) > 2 and not set(w) & set("أإآىة ") for w in known())


def test_names_are_on_it_and_words_that_nobody_bears_are_not() -> None:
    assert {fold(w).text for w in ("سميرة", "الخطيب", "إلياس", "مارغريت")} <= known()
    assert known().isdisjoint(fold(w).text for w in ("يستعرضون", "المفاوضات", "كاميرات"))
