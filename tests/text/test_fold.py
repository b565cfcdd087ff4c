import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riwaya.text import fold, fold_text, fold_word

# Letters, marks and controls of Arabic pages, with Latin, digits and punctuation mixed in.
_ALPHABET = (
    "ابتةثجحخدذرزسشصضطظعغفقكلمنهويىءأإآؤئٱپچڤگکی"
    "ـًٌٍَُِّْٰٕٓٔ"
    "\u200b\u200c\u200d\u200e\u200f\u202a\u202c\ufeff\u00ad"
    "ﷲﻻﻼﷺﺍﺑ０１"
    "٠١٢٣٤٥٦٧٨٩۰۱۹0123456789"
    " \u00a0\t\n،؛؟.\"«»“”'’ABzéİßﬁ"
)
arabic = st.text(alphabet=_ALPHABET, max_size=60)


@given(arabic | st.text(max_size=40), st.data())
def test_any_slice_maps_to_a_span_whose_folding_contains_it(source: str, data: st.DataObject) -> None:
    folded = fold(source, base=7)
    a = data.draw(st.integers(0, len(folded.text)))
    b = data.draw(st.integers(a, len(folded.text)))
    start, end = folded.span(a, b)
    assert 7 <= start <= end <= 7 + len(source)
    assert folded.text[a:b] in fold(source[start - 7 : end - 7]).text


@given(arabic | st.text(max_size=40))
def test_folding_twice_changes_nothing(source: str) -> None:
    once = fold(source).text
    assert fold(once).text == once


@given(arabic | st.text(max_size=40))
def test_without_its_map_the_text_is_the_same(source: str) -> None:
    assert fold_text(source) == fold(source).text


@given(arabic)
def test_the_map_is_in_order_and_one_entry_a_character(source: str) -> None:
    folded = fold(source)
    assert len(folded.text) == len(folded.starts) == len(folded.ends)
    assert all(s < e for s, e in zip(folded.starts, folded.ends, strict=True))
    assert list(folded.starts) == sorted(folded.starts)


@given(arabic)
def test_newlines_are_kept_so_that_lines_stay_lines(source: str) -> None:
    assert fold(source).text.count("\n") == source.count("\n")


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("الوَزِيـــرُ", "الوزير"),
        ("إسطنبول أنقرة آسيا ٱلله", "اسطنبول انقره اسيا الله"),
        ("مستشفى المسؤول شؤون هيئة", "مستشفي المسوول شوون هييه"),
        ("کابل ایران گرگان", "كابل ايران كركان"),
        ("٣٫٥ ۱۲", "3٫5 12"),
        ("ا\u0654حمد", "احمد"),  # decomposed hamza
        ("ﷲ ﻻ", "الله لا"),
        ("غ\u200cزة\u200f", "غزه"),
        ("«نعم» ”لا“", '"نعم" "لا"'),
        ("NATO", "nato"),
    ],
)
def test_spellings_become_one(written: str, folded: str) -> None:
    assert fold_word(written) == folded


def test_trailing_marks_belong_to_their_word() -> None:
    source = "أمريكيّ، نعم"
    folded = fold(source)
    m = re.search("امريكي", folded.text)
    assert m
    assert source[slice(*folded.span(*m.span()))] == "أمريكيّ"


def test_a_ligature_maps_back_whole() -> None:
    folded = fold("عبد ﷲ")
    assert folded.span(5, 6) == (4, 5)


def test_at_finds_the_folded_index_of_a_page_offset() -> None:
    folded = fold("الوَزِيرُ قال", base=100)
    assert folded.text[folded.at(110) :] == "قال"


def test_a_slice_outside_is_refused() -> None:
    with pytest.raises(ValueError, match="outside"):
        fold("نص").span(0, 3)
