"""Pages that say themselves that what they just told is denied."""

from dataclasses import replace

import pytest

from riwaya.account import Affair
from riwaya.compare import find_contrasts
from riwaya.model import Contrast, MentionType, Polarity, Speaker
from tests.making import Maker

COMPANY, WORKERS, LEAGUE = "org:mill", "org:workers", "org:league"
CHARGE = "صب نفاياته في النهر قرب القرية"


def page(*body: str, polarity: Polarity = Polarity.ACCUSES, told: str = CHARGE) -> Maker:
    maker = Maker("a", "خلاف", list(body)).says(WORKERS, told, polarity)
    maker.statements[0] = replace(maker.statements[0], speaker=Speaker(maker.span("الجمعية"), WORKERS))
    return maker.names("شركة المطحنة", COMPANY, MentionType.ORG)


def given(*makers: Maker, chosen: bool = True) -> list[Contrast]:
    found = find_contrasts(Affair(tuple(m.account() for m in makers), chosen=chosen))
    return [c for c in found if c.rule in ("dispute:these", "dispute:so")]


@pytest.mark.parametrize(("denial", "told"), [
    ("لكن شركة المطحنة نفت ذلك بشدة", True),
    ("ونفت شركة المطحنة هذه الاتهامات", True),
    ("فيما تنفي شركة المطحنة صحة هذه المزاعم في بيان", True),
    ("لكن شركة المطحنة لم تنف ذلك", False),
    ("لكن شركة المطحنة رفضت أن تؤكد أو تنفي ذلك", False),
    ("لكن محامي شركة المطحنة نفى ذلك", False),  # who acts for her is another
    ("لكن شركة المطحنة نفت ذلك الخبر القديم", False),  # of something named
    ("لكن شركة المطحنة نفت زيارة هذه القرية", False),
    ("لكن شركة المطحنة نفت أن تكون هذه الاتهامات وراء الإغلاق", False),
    ('وقال شاهد "شركة المطحنة نفت ذلك"', False),  # somebody else says so
    ("لكنها نفت ذلك، وشركة المطحنة مغلقة", False),  # nobody is named beside the verb
])  # fmt: skip
def test_a_verb_of_denying_that_only_points_back(denial: str, told: bool) -> None:
    found = given(page(f"اتهمت الجمعية المصنع بأنه {CHARGE}، {denial}."))
    assert [c.rule for c in found] == (["dispute:these"] if told else [])
    if told:
        assert [p.holder for p in found[0].positions] == [WORKERS, COMPANY]
        assert CHARGE in found[0].positions[0].value and "شركة المطحنة" in found[0].positions[1].value
        assert not found[0].sure


@pytest.mark.parametrize(("polarity", "told"), [(Polarity.ACCUSES, True), (Polarity.ASSERTS, False)])
def test_of_the_sentence_before_only_a_charge_is_pointed_at(polarity: Polarity, told: bool) -> None:
    body = f"ذكرت الجمعية أن المصنع {CHARGE}. ونفت شركة المطحنة هذه الأقوال."
    assert bool(given(page(body, polarity=polarity))) is told


def test_a_denial_is_no_claim_that_another_denies() -> None:
    body = f"نفت الجمعية أن المصنع {CHARGE}، كما نفت شركة المطحنة ذلك."
    assert given(page(body)) == []


def test_what_two_say_is_held_by_the_page() -> None:
    maker = page(f"قالت الرابطة إن الجمعية تتهم المصنع بأنه {CHARGE}، لكن شركة المطحنة نفت ذلك.")
    maker.says(LEAGUE, f"الجمعية تتهم المصنع بأنه {CHARGE}")
    (found,) = given(maker)
    assert [p.holder for p in found.positions] == [maker.account().id, COMPANY]


def test_nobody_denies_his_own_words() -> None:
    maker = Maker("a", "خلاف", [f"قالت شركة المطحنة إن المصنع {CHARGE}، لكن شركة المطحنة نفت ذلك."])
    maker.says(COMPANY, CHARGE).names("شركة المطحنة", COMPANY, MentionType.ORG)
    assert given(maker) == []


def test_who_is_named_before_the_denial_denies_nothing() -> None:
    maker = page(f"تقول الجمعية إن المصنع {CHARGE} الذي تعتبره شركة المطحنة ملكها وهو ما ينفيه محامو القرية.")
    assert given(maker) == []


def test_what_is_denied_may_stand_in_the_same_clause() -> None:
    (found,) = given(page(f"اتهمت الجمعية المصنع بأنه {CHARGE} وهو ما نفته شركة المطحنة جملة وتفصيلا."))
    assert found.rule == "dispute:so"
    assert found.positions[0].value.endswith("القرية")
    assert found.positions[1].value == "وهو ما نفته شركة المطحنة جملة وتفصيلا"


@pytest.mark.parametrize(("aside", "told"), [("، التي وجهت فيها الاتهامات إلى المصنع", 0), (" الذي وقع في القرية", 1)])
def test_charges_of_a_relative_clause_are_not_those_of_its_sentence(aside: str, told: int) -> None:
    body = f"وأثارت الجمعية قضية المصنع الذي {CHARGE}{aside}. ونفت شركة المطحنة هذه الاتهامات."
    assert len(given(page(body))) == told
