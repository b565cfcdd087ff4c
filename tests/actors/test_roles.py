"""Roles without names: who holds the office, which state, which unnamed source."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest

from riwaya.actors import demonym_country, find_mentions, find_roles, link_mentions, office_holder
from riwaya.actors.knowledge import knowledge
from tests.actors.making import words_of_text


def roles(text: str, day: str | None = None) -> dict[str, str | None]:
    words = words_of_text(text, day=day)
    _, (linked,) = link_mentions([(words, find_mentions(words, None))])
    return {words.text(m.span.start, m.span.end): m.actor for m in find_roles(words, linked)}


def test_offices_by_date() -> None:
    assert office_holder("president", "country:FR", dt.date(2016, 1, 1)) == "person:francois-hollande"
    assert office_holder("president", "country:FR", dt.date(2018, 1, 1)) == "person:emmanuel-macron"
    assert office_holder("president", "country:US", dt.date(2021, 1, 20)) == "person:joe-biden"
    assert office_holder("president", "country:LI", dt.date(2018, 1, 1)) is None
    assert office_holder("president", "country:FR", dt.date(2035, 1, 1)) is None  # nobody is vouched for so late


def test_a_role_is_its_holder_on_the_day() -> None:
    assert roles("قال الرئيس الأوكراني إنه متعب.", "2018-03-01")["الرئيس الأوكراني"] == "person:petro-poroshenko"
    assert roles("قال الرئيس الأوكراني إنه متعب.", "2023-03-01")["الرئيس الأوكراني"] == "person:volodymyr-zelensky"
    assert roles("قال الرئيس الأوكراني إنه متعب.")["الرئيس الأوكراني"] == "country:UA"


def test_the_page_names_the_holder_first() -> None:
    text = "وصل وزير الدفاع البلجيكي ماثيو لامبرت. ثم صرح وزير الدفاع البلجيكي للصحافة."
    assert roles(text)["وزير الدفاع البلجيكي"] == "person:mathyw-lambrt"


def test_a_former_holder_is_not_the_present_one() -> None:
    assert roles("ندد الرئيس الأوكراني الأسبق أوستاب مارتشينكو بالقرار.", "2018-03-01") == {}
    assert roles("قال الرئيس الأوكراني السابق إنه متعب.", "2018-03-01") == {}
    text = "وصل الرئيس الأوكراني السابق أوستاب مارتشينكو. ثم استقبله الرئيس الأوكراني. وغادر الرئيس الأوكراني السابق."
    words = words_of_text(text, day="2018-03-01")
    _, (linked,) = link_mentions([(words, find_mentions(words, None))])
    assert [m.actor for m in find_roles(words, linked)] == ["person:petro-poroshenko", "person:awstab-martshynkw"]


def test_an_office_with_the_name_of_its_state_is_its_holder() -> None:
    text = "وصل الرئيس المالطي ماثيو لامبرت. ثم دعا رئيس مالطا إلى الهدوء."
    assert roles(text)["رئيس مالطا"] == "person:mathyw-lambrt"
    assert "رئيس مالطا" not in roles("دعا رئيس مالطا إلى الهدوء.")  # nobody knows him: the state's name stands


def test_the_ministry_of_a_minister_is_no_body() -> None:
    text = "استقبلت مالطا وزير الخارجية البلجيكي ماثيو لامبرت. ومالطا صغيرة."
    assert roles(text) == {}


def test_a_bare_body_is_the_one_just_named() -> None:
    text = "في مالطا وصلت وفود. ومالطا صغيرة. وقالت الشرطة البلجيكية إنها تحقق. ثم اعتقلت الشرطة رجلا."
    assert roles(text)["الشرطة"] == "org:be-police"


def test_unnamed_sources_and_bare_bodies() -> None:
    found = roles("في مالطا قال مصدر قضائي إن الشرطة تحقق. ومالطا صغيرة.")
    assert found["مصدر قضائي"] is not None
    assert str(found["مصدر قضائي"]).startswith("anon:")
    assert found["الشرطة"] == "org:mt-police"


@pytest.mark.parametrize(
    ("word", "land"),
    [
        ("الروسية", "country:RU"), ("روسيون", "country:RU"), ("الكوريين الشماليين", "country:KP"),
        ("الأميركيتين", "country:US"), ("سوفيتية", "country:SU"), ("الأتراك", "country:TR"), ("روسيا", None),
        ("كتاب", None),
    ],
)  # fmt: skip
def test_demonyms(word: str, land: str | None) -> None:
    assert demonym_country(word) == land


def test_terms_of_one_office_do_not_overlap() -> None:
    by_office: dict[tuple[str, str], list[tuple[dt.date, dt.date]]] = {}
    for t in knowledge().terms:
        by_office.setdefault((t.role, t.of), []).append((t.since, t.until))
    for office, terms in by_office.items():
        terms.sort()
        for (_, end), (start, _) in pairwise(terms):
            assert end <= start, office
