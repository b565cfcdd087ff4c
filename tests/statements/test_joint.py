"""Who speaks together: names in a row, heads of two, titles between, and who does not."""

from __future__ import annotations

import pytest

from riwaya.statements import find_statements
from tests.statements.test_find import _mentions, _words


def _together(text: str) -> list[list[str | None]]:
    """For each statement its speakers by id, the first one first."""
    found = find_statements(_words(text), _mentions(text))
    return [[s.speaker.actor if s.speaker else None, *(one.actor for one in s.jointly)] for s in found]


@pytest.mark.parametrize(
    "text",
    [
        "قالت النرويج وأيسلندا إن الصيد سيمنع في الخريف.",
        "أكد كل من النرويج وأيسلندا أن الصيد سيمنع في الخريف.",
        "وأعلن بيان لوزراء خارجية النرويج وأيسلندا أن الصيد سيمنع في الخريف.",
        "وطالبت النرويج وأيسلندا نادي الزيتون بإغلاق الميناء.",
        "النرويج وأيسلندا تقولان إن الصيد سيمنع في الخريف.",
    ],
)
def test_states_in_a_row_speak_together(text: str) -> None:
    assert _together(text) == [["country:NO", "country:IS"]]


@pytest.mark.parametrize(
    "text",
    [
        "وقال وزيرا الصيد النرويجي سلمى الورداني والأيسلندي رامز عيتاني إن البحر هادئ.",
        "وقالت سلمى الورداني ورامز عيتاني إن البحر هادئ.",
        "وقالت سلمى الورداني ونظيرها الأيسلندي رامز عيتاني إن البحر هادئ.",
        "وقالت الوزيرة سلمى الورداني ورئيس الهيئة رامز عيتاني إن البحر هادئ.",
    ],
)
def test_people_speak_together_whatever_stands_before_their_names(text: str) -> None:
    assert _together(text) == [["person:salma", "person:ramez"]]


def test_who_is_spoken_to_or_stands_beside_does_not_speak() -> None:
    assert _together("اتهمت النرويج أيسلندا ونادي الزيتون بإفراغ البحر.") == [["country:NO"]]
    assert _together("وقالت سلمى الورداني، وإلى جانبها رامز عيتاني، إن البحر هادئ.") == [["person:salma"]]


def test_a_row_behind_a_verb_may_be_whom_it_is_aimed_at() -> None:
    told = _together("وقالت سلمى الورداني إن البحر هادئ، ودعت النرويج وأيسلندا إلى الحوار.")
    assert told == [["person:salma"], ["person:salma"]]


def test_a_verb_of_two_goes_on_with_both_and_a_verb_of_one_does_not() -> None:
    both = "قالت سلمى الورداني ورامز عيتاني إن البحر هادئ. وأضافا أن الصيد مسموح."
    one = "قالت سلمى الورداني ورامز عيتاني إن البحر هادئ. وأضافت أن الصيد مسموح."
    assert _together(both)[1] == ["person:salma", "person:ramez"]
    assert _together(one)[1] == ["person:salma"]


def test_their_words_have_their_places() -> None:
    text = "قالت النرويج وأيسلندا إن الصيد سيمنع."
    (told,) = find_statements(_words(text), _mentions(text))
    assert [text[s.span.start : s.span.end] for s in told.jointly if s.span] == ["أيسلندا"]
