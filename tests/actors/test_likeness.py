"""Likeness of names: pairs that are one and pairs that are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riwaya.actors import name_likeness
from riwaya.actors.likeness import same_person, skeleton, slug, words_of
from tests.actors.pairs import DIFFERENT, SAME


def test_pairs_are_told_apart() -> None:
    same = [name_likeness(a, b) for a, b in SAME]
    other = [name_likeness(a, b) for a, b in DIFFERENT]
    above = sum((x > y) + 0.5 * (x == y) for x in same for y in other)
    assert above / len(same) / len(other) >= 0.97


@pytest.mark.parametrize(("a", "b"), [p for p in DIFFERENT if " " in p[0] and " " in p[1]])
def test_hard_negatives_are_never_one_person(a: str, b: str) -> None:
    assert not same_person(words_of(a), words_of(b))


def test_clitic_words_join() -> None:
    assert words_of("أبو بكر عبد الرحمن بن عوف") == ("ابوبكر", "عبدالرحمن", "عوف")


def test_skeletons_meet_across_spellings() -> None:
    assert skeleton("بريغوجين") == skeleton("بريجوقن")
    assert skeleton("غروزني") == skeleton("grozny") == skeleton("جروزني")
    assert skeleton("كارتافيخ") == skeleton("كارتافيك")


def test_a_name_of_thousands_of_words_is_cheap() -> None:
    assert len(words_of("زيد " * 5000)) <= 12
    assert 0 <= name_likeness("زيد " * 5000, "عمرو " * 5000) <= 1


@given(st.text(max_size=30), st.text(max_size=30))
def test_likeness_is_symmetric_and_bounded(a: str, b: str) -> None:
    x, y = name_likeness(a, b), name_likeness(b, a)
    assert 0 <= x <= 1
    assert x == pytest.approx(y, abs=0.02)


@given(st.text(max_size=40))
def test_slugs_are_plain(name: str) -> None:
    made = slug(name)
    assert made
    assert made.isascii()
    assert made == made.lower()
    assert " " not in made
