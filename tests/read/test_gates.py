"""What a pattern may begin with is told without trying it, and never too little."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.read.cues import cue_of, first_cue
from riwaya.read.gates import first_characters
from riwaya.read.lines import make_line


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("^(?:كتب|بقلم)\\s", set("كب")),
        ("^\\(?\\s*انتهي", None),  # white space is a large class
        ("^\\(?انتهي", set("(ا")),
        ("^(?=.*x)(?!y)a?[bc]{1,2}d", set("abc")),
        ("^[a-c]++x|^(?>de|fg)", set("abcdf")),
        ("^(?:a|b?)$", None),
        ("^[^a]", None),
        (".*x", None),
        ("^$", None),
    ],
)
def test_first_characters(pattern: str, expected: set[str] | None) -> None:
    assert first_characters(pattern) == (None if expected is None else frozenset(expected))


_patterns = st.sampled_from(["^a?b", "^(?:a|bc)d?", "^[ab]*c", "^(?:a*b|c+)x?", "^(?!a).?b", "^(?:ab|(?=c))c"])


@given(_patterns, st.text(alphabet="abcdx", max_size=5))
def test_no_match_begins_otherwise(pattern: str, text: str) -> None:
    firsts = first_characters(pattern)
    if re.match(pattern, text) and firsts is not None:
        assert text[:1] in firsts


_words = [
    "اقرأ",
    "أيضا",
    ":",
    "المصدر",
    "وكالات",
    "12",
    "تعليق",
    "كتب",
    "رويترز",
    "(",
    ")",
    "آخر",
    "الأخبار",
    "home",
    "/",
]


@settings(deadline=None)  # the first call reads the rules
@given(
    st.lists(
        st.sampled_from([*_words, "reuters/", "تطبيق", "عبر", "عن", "رأي", "كاتبه", "«", "»", ">", "حمل", "x"]),
        max_size=8,
    )
)
def test_the_index_finds_what_trying_every_rule_finds(words: list[str]) -> None:
    text = " ".join(words).strip() or "نص"
    line = make_line(text, 0, len(text))
    assert cue_of(line) == first_cue(line)
