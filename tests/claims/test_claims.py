"""Standing facts: their direction, their figures, what is no claim, and that nothing breaks them."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.claims import check_rules, find_claims
from riwaya.claims.find import read_example
from riwaya.model import Claim, DateKind, DateMention, Mode, Polarity, Precision, Span, Speaker, Statement, When
from riwaya.rules import examples_of, load, rules_in


def claims(text: str) -> tuple[Claim, ...]:
    words, mentions = read_example(text)
    return find_claims(words, mentions, (), ())


def test_every_example_of_every_relation_holds() -> None:
    assert [str(f) for f in check_rules()] == []


def test_every_relation_has_examples_for_and_against() -> None:
    for entry in rules_in(load("ar/claims"), "relations"):
        fires = {e.fires for e in examples_of(entry)}
        assert fires == {True, False}, entry.text("id")


@pytest.mark.parametrize(
    "text",
    [
        "تعد [نيجيريا] رابع أكبر شريك تجاري ل[غانا] منذ أعوام",
        "وتبقى [نيجيريا] اليوم رابع أكبر شريك تجاري ل[غانا]",
        "[نيجيريا] هي رابع أكبر شريك تجاري ل[غانا]",
        "تراهن [نيجيريا] على الموانئ، لكونها رابع أكبر شريك تجاري ل[غانا]",
        "تفاوض [نيجيريا] [توغو] مع كونها رابع أكبر شريك تجاري ل[غانا] في الإقليم",
        "رابع أكبر شريك تجاري ل[غانا] هي [نيجيريا]",
    ],
)
def test_the_rank_of_a_partner_keeps_its_direction(text: str) -> None:
    found = [c for c in claims(text) if c.relation == "trade partner rank"]
    assert [(c.subject, c.object) for c in found] == [("نيجيريا", "غانا")]
    assert found[0].quantity is not None
    assert found[0].quantity.value == 4


def test_a_town_beside_a_state_is_counted_and_not_the_state() -> None:
    words, mentions = read_example(
        "نقل المصابون إلى [تاماتافي]، المدينة الواقعة شرق [مدغشقر] والبالغ عدد سكانها مليون نسمة"
    )
    ids = {"تاماتافي": "place:toamasina", "مدغشقر": "country:MG"}
    linked = tuple(type(m)(m.span, m.type, ids[str(m.actor)]) for m in mentions)
    assert all(c.subject != "country:MG" for c in find_claims(words, linked, (), ()))


def test_a_side_of_a_state_is_nobodys_ally() -> None:
    assert claims("تسيطر الحركة على شمال [تشاد]، حليفة [توغو]") == ()
    assert [c.subject for c in claims("زار الوفد [تشاد]، حليفة [توغو]")] == ["تشاد"]


def test_the_two_states_are_those_named_last() -> None:
    states = {"تشاد": "country:TD", "توغو": "country:TG", "غانا": "country:GH"}
    text = "[تشاد] و[توغو]، [تشاد] و[توغو]، [تشاد] و[توغو]. "
    for last, wanted in (("توغو", 2), ("غانا", 0)):
        words, mentions = read_example(f"{text}توترت علاقات [تشاد] و[{last}] والبلدان عضوان في [منظمة الأنهار]")
        linked = tuple(type(m)(m.span, m.type, states.get(str(m.actor), str(m.actor))) for m in mentions)
        assert len([c for c in find_claims(words, linked, (), ()) if c.relation == "member of"]) == wanted


def test_a_pronoun_never_stands_for_the_other_party() -> None:
    text = "توازن [نيجيريا] بين [توغو] و[غانا] مع كونها أكبر شريك تجاري ل[نيجيريا]"
    assert [(c.subject, c.object) for c in claims(text)] == [("توغو", "نيجيريا")]


def test_a_pronoun_agrees_with_a_state_in_gender() -> None:
    words, mentions = read_example("تفاوض [العراق] [تركمانستان] لكونها ثاني أكبر شريك تجاري ل[باكستان]")
    ids = {"العراق": "country:IQ", "تركمانستان": "country:TM", "باكستان": "country:PK"}
    linked = tuple(type(m)(m.span, m.type, ids[str(m.actor)]) for m in mentions)
    (claim,) = find_claims(words, linked, (), ())
    assert (claim.subject, claim.object) == ("country:TM", "country:PK")


@pytest.mark.parametrize(
    "text",
    [
        "لم تعد [نيجيريا] أكبر شريك تجاري ل[غانا]",
        "ربما تعد [نيجيريا] أكبر شريك تجاري ل[غانا]",
        "كانت [نيجيريا] أكبر شريك تجاري ل[غانا]",
        "كونها أكبر شريك تجاري ل[غانا] يقلق الجميع",
        "يقال إن عدد سكان القرية 300 نسمة",
    ],
)
def test_what_is_denied_supposed_past_or_ownerless_is_no_claim(text: str) -> None:
    assert claims(text) == ()


def test_the_words_of_a_claim_hold_its_figure() -> None:
    words, mentions = read_example("وقال الخبير إن عدد سكان [ملاوي] يبلغ نحو عشرين مليون نسمة، وهو رقم كبير")
    (claim,) = find_claims(words, mentions, (), ())
    assert claim.quantity is not None
    assert claim.span.holds(claim.quantity.span)
    assert words.text(claim.quantity.span.start, claim.quantity.span.end) == "نحو عشرين مليون نسمة"
    assert (claim.quantity.value, claim.quantity.bound) == (20_000_000.0, "about")


def test_date_and_speaker_of_a_claim() -> None:
    words, mentions = read_example("بلغ حجم التبادل التجاري بين [ملاوي] و[زامبيا] 3 مليارات دولار في 2017، ثم هبط")
    at = words.article.text.index("2017")
    date = DateMention(
        Span("example", at, at + 4),
        DateKind.DATE,
        When("2017", dt.date(2017, 1, 1), dt.date(2018, 1, 1), Precision.YEAR),
        "r",
    )
    said = Statement(
        "s", "example#0", Span("example", 0, at + 4), Mode.INDIRECT, Polarity.ASSERTS, None, Speaker(None, "org:bank")
    )
    (claim,) = find_claims(words, mentions, (date,), (said,))
    assert claim.as_of is not None
    assert claim.as_of.value == "2017"
    assert claim.said_by == "org:bank"


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "تعد",
                "[أ]",
                "[ب]",
                "ل[ب]",
                "ثاني",
                "أكبر",
                "شريك",
                "تجاري",
                "عدد",
                "سكانها",
                "5",
                "ملايين",
                "نسمة",
                "،",
                ".",
                "بين",
                "و[ب]",
                "كونها",
                "في",
            ]
        ),
        max_size=25,
    )
)
def test_claims_lie_in_the_page_and_name_two_parties(pieces: list[str]) -> None:
    words, mentions = read_example(" ".join(pieces))
    for claim in find_claims(words, mentions, (), ()):
        assert claim.subject is None or claim.subject != claim.object
        assert 0 <= claim.span.start < claim.span.end <= len(words.article.text)
        assert claim.span.end - claim.span.start <= 600


def _of_two_states(text: str) -> tuple[Claim, ...]:
    words, mentions = read_example(text)
    ids = {"العراق": "country:IQ", "تركمانستان": "country:TM", "باكستان": "country:PK"}
    linked = tuple(type(m)(m.span, m.type, ids.get(str(m.actor), str(m.actor))) for m in mentions)
    return find_claims(words, linked, (), ())


_TALKS = "وقع [العراق] و[تركمانستان] مذكرة. يشتري [العراق] الغاز من [تركمانستان]. شكر [العراق] [تركمانستان]. "


def test_the_two_countries_are_those_that_the_page_is_about() -> None:
    (claim,) = _of_two_states(_TALKS + "بلغ حجم التبادل التجاري بين البلدين 700 مليون دولار.")
    assert (claim.subject, claim.object) == ("country:IQ", "country:TM")
    found = _of_two_states(_TALKS + "والبلدان عضوان في [منظمة التعاون].")
    assert [(c.subject, c.object) for c in found] == [("country:IQ", "منظمة التعاون"), ("country:TM", "منظمة التعاون")]


def test_the_two_countries_are_nobody_where_three_are_told_of() -> None:
    third = "زار الوفد [باكستان]. رحبت [باكستان]. غادر [باكستان]. "
    assert _of_two_states(_TALKS + third + "بلغ حجم التبادل التجاري بين البلدين 700 مليون دولار.") == ()


@pytest.mark.parametrize(
    "text",
    [
        "ارتفع إنتاج [غانا] وزاد 30 ألف برميل يوميا",
        "تتطلع [غانا] لزيادة حجم التبادل التجاري بين [غانا] و[توغو] إلى مليار دولار",
        "عاش في ضاحية [غانا] قرب [توغو] والبالغ عدد سكانها 90 ألف نسمة",
    ],
)
def test_a_change_a_goal_and_a_doubtful_pronoun_are_no_claims(text: str) -> None:
    assert claims(text) == ()
