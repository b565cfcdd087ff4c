"""Values as scripts write them, read without running anything."""

from __future__ import annotations

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riwaya.read.jsvalue import read_value

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-999, 999) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=20,
)


@given(VALUES)
def test_all_json_reads_as_json_does(value: object) -> None:
    assert read_value(json.dumps(value)) == value


def test_names_for_keys_and_either_quote() -> None:
    assert read_value("{title:'خبر \"عاجل\"',n:.5,ok:!0,no:!1,none:void 0,}") == {
        "title": 'خبر "عاجل"',
        "n": 0.5,
        "ok": True,
        "no": False,
        "none": None,
    }


def test_a_function_that_is_called_has_its_values_in_their_places() -> None:
    script = '(function(a,b){return {data:[{title:a,tags:[b,a]}],at:new Date(b)}}("\\u062e\\u0628\\u0631",7));'
    assert read_value(script) == {"data": [{"title": "خبر", "tags": [7.0, "خبر"]}], "at": 7.0}
    assert read_value("(function(a){return [a]})('x')") == ["x"]


def test_what_is_in_a_call_of_json_parse_is_its_words() -> None:
    assert read_value('JSON.parse("{\\"a\\":1}")') == '{"a":1}'


@pytest.mark.parametrize("script", ["", "{", "{a", '{a:"', "[1,", "{a:1", "=>", "[" * 5000, "(function(a){return {"])
def test_what_has_no_end_is_an_error_and_no_more(script: str) -> None:
    with pytest.raises(ValueError):
        read_value(script)


@given(st.text(alphabet="{}[]()\"'`\\:,abu0!$. \n/*", max_size=60))
def test_nothing_else_is_raised(script: str) -> None:
    with suppress(ValueError):
        read_value(script)
