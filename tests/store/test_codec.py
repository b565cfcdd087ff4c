"""What goes in comes out: for every type of the model, whatever it holds."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from riwaya import model
from riwaya.model import Article, DateMention, Event, Page, Span, Statement, Telling, Version
from riwaya.store.codec import from_plain, pack, squeeze, swell, to_plain, unpack

_words = st.text(st.characters(), max_size=12) | st.sampled_from(["", "و«قال»", "\x00", "\ud800", "😀", '"', "\u2028"])
_spans = st.builds(lambda p, a, b: Span(p, min(a, b), max(a, b)), _words, st.integers(0, 9**9), st.integers(0, 9**9))
st.register_type_strategy(str, _words)
st.register_type_strategy(Span, _spans)
st.register_type_strategy(float, st.floats(allow_nan=False))
KINDS = [
    k
    for k in (getattr(model, name) for name in model.__all__)
    if dataclasses.is_dataclass(k) and k not in (model.Source, model.Telling)
]


def _made(kind: Any) -> st.SearchStrategy[Any]:
    return st.from_type(kind) if kind is not model.When else _whens()


def _whens() -> st.SearchStrategy[model.When]:
    days = st.lists(st.dates(), min_size=2, max_size=2, unique=True).map(sorted)
    return st.builds(
        lambda value, d, p, o: model.When(value, d[0], d[1], p, "hijri", o),
        _words,
        days,
        st.sampled_from(model.Precision),
        st.sampled_from(model.Origin),
    )


st.register_type_strategy(model.When, _whens())


@pytest.mark.parametrize("kind", KINDS, ids=lambda k: k.__name__)
def test_every_type_survives(kind: type) -> None:
    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(_made(kind))
    def survives(value: object) -> None:
        plain = json.loads(json.dumps(to_plain(value)))
        assert from_plain(kind, plain) == value
        assert unpack(kind, pack(value)) == value

    survives()


@given(_words)
def test_any_text_survives(text: str) -> None:
    assert swell(squeeze(text)) == text


def test_a_telling_survives_whole(examples_told: Telling) -> None:
    for kind, values in (
        (Page, examples_told.pages),
        (Article, examples_told.articles),
        (DateMention, examples_told.dates),
        (Statement, examples_told.statements),
        (Event, examples_told.events),
        (model.Topic, examples_told.topics),
        (Version, examples_told.versions),
    ):
        assert [from_plain(kind, to_plain(v)) for v in values] == list(values)


def test_a_field_that_came_later_reads_old_records() -> None:
    plain = to_plain(model.Actor("person:x", model.MentionType.PER, ("س",)))
    assert "country" not in plain
    assert from_plain(model.Actor, plain).country is None


@pytest.mark.parametrize("plain", [{"page": "p"}, {"surprise": 1}, [1, 2]])
def test_what_is_no_record_is_refused(plain: Any) -> None:
    with pytest.raises((TypeError, KeyError, ValueError, AttributeError)):
        from_plain(model.Article, plain)


def test_what_has_no_plain_form_is_refused() -> None:
    with pytest.raises(TypeError, match="no plain form"):
        to_plain(object())
