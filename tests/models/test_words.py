"""Words keep exact source offsets; pieces cover a word; windows lose nothing at their seams."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from riwaya.models.words import (
    MAX_PIECES,
    Vocabulary,
    Word,
    after_clitic,
    cut,
    longest_clitic,
    normal,
    whole_clitic,
    windows,
)

LETTERS = st.text(st.sampled_from("ابتولكفمنـَّ٣5aZé .،«»\n😀\u200f\u00a0ﷲﻻ#_"), max_size=80)


@given(LETTERS | st.text(max_size=60))
def test_words_are_slices_of_the_source_in_order(text: str) -> None:
    words = cut(text)
    assert all(a.end <= b.start for a, b in pairwise(words))
    for word in words:
        assert normal(text[word.start : word.end]) == word.text
        assert not any(c.isspace() or c == "ـ" for c in word.text)


@given(LETTERS)
def test_no_visible_letter_is_lost(text: str) -> None:
    covered = {i for w in cut(text) for i in range(w.start, w.end)}
    visible = {i for i, c in enumerate(text) if c.isalnum() or unicodedata.category(c)[0] in "PS"}
    assert all(text[i] == "ـ" for i in visible - covered)


def test_scripts_digits_and_marks_are_cut_apart() -> None:
    words = cut("وصل الـوَفْدُ F16 إلى«صور»\nثمّ غادر")
    assert [w.text for w in words] == ["وصل", "الوفد", "F", "16", "إلى", "«", "صور", "»", "ثم", "غادر"]
    assert [w.spaced for w in words] == [True, True, True, False, True, False, False, False, True, True]
    assert [w.newline for w in words] == [False] * 8 + [True, False]


def test_a_clitic_ends_after_its_marks() -> None:
    text = "وَبِبيروت"
    (word,) = cut(text)
    assert longest_clitic(word.text) == 3  # و ب ب: which of them are attached, the model says
    assert text[after_clitic(word, text, 2) :] == "بيروت"
    assert after_clitic(word, text, 0) == 0


def test_at_least_two_letters_stay_after_a_clitic() -> None:
    assert longest_clitic("بك") == 0
    assert longest_clitic("بكم") == 1
    assert longest_clitic("سوريا") == 0


def test_of_a_double_lam_the_preposition_goes() -> None:
    assert whole_clitic("للحكومة", 0) == 1
    assert whole_clitic("وللحكومة", 1) == 2
    assert whole_clitic("ولندن", 1) == 1
    assert whole_clitic("لله", 0) == 0


def test_pieces_are_the_best_cut_and_unknown_letters_are_one_piece() -> None:
    vocabulary = Vocabulary(["", "\u2581", "با", "ريس", "\u2581باريس", "ب"], [0, -2, -3, -3, -4, -5], 0)
    assert vocabulary.ids(Word("باريس", 0, 5, True)) == (4,)
    assert vocabulary.ids(Word("باريس", 0, 5, False)) == (2, 3)
    assert vocabulary.ids(Word("بxyzب", 0, 5, False)) == (5, 0, 5)
    assert len(vocabulary.ids(Word("ب" * 5000, 0, 5000, False))) == MAX_PIECES


@given(st.lists(st.integers(1, 24), max_size=120), st.integers(30, 80), st.integers(0, 28))
def test_every_word_is_kept_once_and_windows_fit(sizes: list[int], room: int, overlap: int) -> None:
    kept: list[int] = []
    for w in windows(sizes, room, overlap):
        assert w.first <= w.keep < w.until <= w.last
        assert sum(sizes[w.first : w.last]) <= room
        kept.extend(range(w.keep, w.until))
    assert kept == list(range(len(sizes)))


def test_words_at_a_seam_have_context_on_both_sides() -> None:
    for w in windows([1] * 1000, 100, 40):
        assert w.keep == 0 or w.keep - w.first >= 18
        assert w.until == 1000 or w.last - w.until >= 18
