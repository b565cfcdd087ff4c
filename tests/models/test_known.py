"""What is known of a word before it is read: found with its particles, apart from what nobody listed."""

from __future__ import annotations

import pytest

from riwaya.models.known import (
    BITS,
    BODY,
    COMMON,
    FAMILY,
    GIVEN,
    IN_BODY,
    IN_PLACE,
    NOWHERE,
    PERSON,
    PLACE,
    USED,
    known,
    marks,
)
from riwaya.models.words import cut


def marked(text: str) -> list[int]:
    return marks(cut(text))


@pytest.mark.parametrize("word", ["فاطمة", "فاطمه", "وفاطمة", "لفاطمة"])
def test_a_given_name_is_known_however_it_is_written(word: str) -> None:
    (mark,) = marked(word)
    assert mark & GIVEN
    assert mark & PERSON
    assert not mark & NOWHERE


@pytest.mark.parametrize(
    ("word", "bit"),
    [
        ("البرغوثي", FAMILY),
        ("إسطنبول", PLACE),
        ("وبإسطنبول", PLACE),
        ("بلندن", PLACE),
        ("اليونسكو", BODY),
        ("قال", COMMON),
    ],
)
def test_each_list_has_its_bit(word: str, bit: int) -> None:
    (mark,) = marked(word)
    assert mark & bit


def test_words_of_a_longer_name_are_known_beside_one_another_only() -> None:
    first, second = marked("سان فرانسيسكو")
    assert first & IN_PLACE
    assert second & IN_PLACE
    assert not any(mark & IN_PLACE for mark in marked("سان قال فرانسيسكو"))
    assert all(mark & IN_BODY for mark in marked("ومنظمة الصحة العالمية"))


def test_a_word_on_no_list_says_so_and_nothing_else() -> None:
    assert marked("غظصثقف") == [NOWHERE]


def test_what_is_not_arabic_has_no_mark() -> None:
    assert marked("Vladimir 1967 ، 😀") == [0] * 4
    assert marks([]) == []


def test_a_word_is_common_or_used_now_and_then_not_both() -> None:
    assert all(bits & (COMMON | USED) != COMMON | USED for bits in known().values())


def test_the_lists_are_folded_and_their_marks_in_range() -> None:
    assert len(known()) > 100_000
    assert all(0 < bits < 2**BITS and not set(name) & set("أإآىة") for name, bits in known().items())
