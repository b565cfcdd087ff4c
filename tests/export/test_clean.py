import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from riwaya.export.clean import cell, json_text, lines, shown
from tests.export.hostile import NASTY

anything = st.text(st.characters(exclude_categories=()))


@given(anything)
def test_shown_words_may_stand_in_xml(text: str) -> None:
    element = etree.Element("a")
    element.text = shown(text)  # lxml refuses what XML forbids
    assert etree.fromstring(etree.tostring(element)).text in {shown(text), None}


@given(anything)
def test_shown_words_stand_on_one_line_and_turn_nothing(text: str) -> None:
    clean = shown(text)
    assert len(clean.splitlines()) <= 1
    assert not {unicodedata.bidirectional(c) for c in clean} & {"RLO", "LRO", "RLE", "LRE", "PDF", "LRI", "RLI", "FSI"}


@given(anything)
def test_no_cell_is_a_formula(text: str) -> None:
    first = cell(text).lstrip()[:1]
    assert first not in set("=+-@＝＋－＠")


@pytest.mark.parametrize("text", NASTY)
def test_nasty_cells(text: str) -> None:
    assert not cell(text).startswith(("=", "+", "-", "@", "\t", "\r"))


def test_plain_words_stay() -> None:
    assert cell("قُتل 14 شخصًا - وأصيب 32") == "قُتل 14 شخصًا - وأصيب 32"
    assert lines("سطر\n\nآخر\n") == "سطر\n\nآخر"


@given(anything)
def test_json_is_utf8_and_gives_the_text_back(text: str) -> None:
    assert json.loads(json_text({"a": text}).encode("utf-8").decode("utf-8")) == {"a": text}
