import datetime as dt
from dataclasses import replace

import pytest

from riwaya.account import Account, Affair
from riwaya.compare import check_rules, find_contrasts
from riwaya.compare.facts import claims_apart, roles_apart, times_apart
from riwaya.compare.ledger import ledger
from riwaya.model import (
    AlignedPair,
    Change,
    Claim,
    Contrast,
    ContrastKind,
    Derivation,
    Event,
    Precision,
    Quantity,
    When,
)
from tests.making import Maker


def joined(*makers: Maker) -> tuple[Contrast, ...]:
    """Contrasts where the first event of each maker is one event."""
    accounts = tuple(m.account() for m in makers)
    events = [a.events[0] for a in accounts]
    one: Event = replace(events[0], mentions=tuple(m for e in events for m in e.mentions))
    return find_contrasts(Affair(accounts, (one,)))


def summons(page: str, when: str | None, actor: str = "country:PT", recipient: str = "country:MA") -> Maker:
    maker = Maker(page, "استدعاء", ["استدعت الوزارة السفير للاحتجاج على الحادث."])
    return maker.happens("ACCUSE", "استدعت الوزارة السفير للاحتجاج", actor=actor, recipient=recipient, when=when)


def test_the_day_of_one_event_differs() -> None:
    (found,) = joined(summons("a", "2025-06-30"), summons("b", "2025-07-02"))
    assert found.kind is ContrastKind.DISCREPANCY
    assert [p.value for p in found.positions] == ["2025-06-30", "2025-07-02"]


def test_the_same_day_or_none_is_no_contrast() -> None:
    assert joined(summons("a", "2025-06-30"), summons("b", "2025-06-30")) == ()
    assert joined(summons("a", "2025-06-30"), summons("b", None)) == ()


def test_a_month_beside_a_day_is_found_and_not_shown() -> None:
    one, two = summons("a", "2025-06-30"), summons("b", None)
    june = When("2025-06", dt.date(2025, 6, 1), dt.date(2025, 7, 1), Precision.MONTH)
    two.events[0] = replace(two.events[0], when=june)
    accounts = one.account(), two.account()
    event: Event = replace(
        accounts[0].events[0], mentions=tuple(m for a in accounts for e in a.events for m in e.mentions)
    )
    found = times_apart(accounts, (event,), {a.id: ledger(a) for a in accounts})
    assert [c.rule for c in found] == ["times:precision"]
    assert joined(one, two) == ()


def told_by(page: str, doer: str, other: str, when: str | None = "2025-06-30") -> Maker:
    ids = {"البرتغال": "country:PT", "المغرب": "country:MA"}
    words = f"استدعت {doer} سفير {other} للاحتجاج على الحادث البحري"
    maker = Maker(page, "استدعاء", [words + "."]).names(doer, ids[doer]).names(other, ids[other])
    return maker.happens("ACCUSE", words, actor=ids[doer], recipient=ids[other], when=when)


def test_swapped_parties_are_found_and_not_shown() -> None:
    one, two = told_by("a", "البرتغال", "المغرب"), told_by("b", "المغرب", "البرتغال")
    accounts = one.account(), two.account()
    event: Event = replace(
        accounts[0].events[0], mentions=tuple(m for a in accounts for e in a.events for m in e.mentions)
    )
    assert [c.rule for c in roles_apart(accounts, (event,), {})] == ["roles"]
    assert joined(one, two) == ()


@pytest.mark.parametrize("when", [None, "2025-07-01"])
def test_swapped_parties_of_no_day_or_of_two_days_are_two_events(when: str | None) -> None:
    assert "roles" not in {
        c.rule for c in joined(told_by("a", "البرتغال", "المغرب"), told_by("b", "المغرب", "البرتغال", when))
    }


def test_a_newsroom_that_swaps_the_parties_corrects_itself() -> None:
    one, two = told_by("a", "البرتغال", "المغرب"), told_by("b", "المغرب", "البرتغال")
    one.outlet = two.outlet = "الميناء"
    assert joined(one, two) == ()


def test_parties_named_in_the_same_order_were_not_swapped_by_the_page() -> None:
    turned = told_by("b", "البرتغال", "المغرب")
    event = turned.events[0]
    turned.events[0] = replace(event, actor=event.recipient, recipient=event.actor)
    assert joined(told_by("a", "البرتغال", "المغرب"), turned) == ()


def test_a_standing_fact_turned_round() -> None:
    one = Maker("a", "تجارة", ["تعد تونس أول شريك تجاري لمالطا."]).account()
    two = Maker("b", "تجارة", ["تعد مالطا أول شريك تجاري لتونس."]).account()
    claims = [
        Claim(one.id, one.words.span(6, 36), "trade_partner_rank", "country:TN", "country:MT"),
        Claim(two.id, two.words.span(6, 36), "trade_partner_rank", "country:MT", "country:TN"),
    ]
    accounts = tuple(replace(a, claims=(c,)) for a, c in zip((one, two), claims, strict=True))
    (found,) = find_contrasts(Affair(accounts))
    assert found.rule == "claims"


def working(value: float, bound: str, page: str) -> Account:
    maker = Maker(page, "عمل", ["يعمل صيادون من تونس في مالطا."])
    claim = Claim(maker.id, maker.span(maker.body[0]), "people_in", "country:TN", "country:MT")
    return replace(
        maker.account(), claims=(replace(claim, quantity=Quantity("persons", value, bound, maker.span("صيادون"))),)
    )


def test_a_standing_figure_told_otherwise_is_found_and_not_shown() -> None:
    accounts = working(252e3, "exact", "a"), working(400e3, "exact", "b")
    assert [c.rule for c in claims_apart(accounts)] == ["claims:figure"]
    assert find_contrasts(Affair(accounts)) == ()


def test_a_rounded_standing_figure_is_the_same() -> None:
    assert list(claims_apart((working(252e3, "exact", "a"), working(250e3, "about", "b")))) == []


def test_only_what_changes_the_meaning_of_a_source_is_a_contrast() -> None:
    one = Maker("a", "تسرب", ["تسرب 400 طن من الزيت. وغادر الطاقم يوم الأحد."])
    two = Maker("b", "تسرب", ["تسرب 4000 طن من الزيت. وغادر الطاقم."])
    wrong = AlignedPair(
        one.span("تسرب 400 طن من الزيت"),
        two.span("تسرب 4000 طن من الزيت"),
        0.9,
        (Change("number", "contradicted", one.span("400"), two.span("4000")),),
    )
    short = AlignedPair(
        one.span("وغادر الطاقم يوم الأحد"),
        two.span("وغادر الطاقم"),
        0.9,
        (Change("date", "omitted", one.span("يوم الأحد"), None),),
    )
    derivation = Derivation(one.id, two.id, "rewrite", 0.9, "test", pairs=(wrong, short))
    found = find_contrasts(Affair((one.account(), two.account()), derivations=(derivation,)))
    assert [(c.kind, c.rule) for c in found] == [(ContrastKind.DISCREPANCY, "altered:number")]


def derived(one: Maker, two: Maker, change: Change, score: float = 0.9) -> tuple[Contrast, ...]:
    """Contrasts where `two` retells the body of `one` with one change."""
    words = one.body[0].removesuffix("."), two.body[0].removesuffix(".")
    pair = AlignedPair(one.span(words[0]), two.span(words[1]), score, (change,))
    derivation = Derivation(one.id, two.id, "rewrite", score, "test", pairs=(pair,))
    return find_contrasts(Affair((one.account(), two.account()), derivations=(derivation,)))


def test_numbers_of_unlike_words_are_a_bad_alignment() -> None:
    one = Maker("a", "تسرب", ["تسرب 400 طن من الزيت إلى المصب."])
    two = Maker("b", "تسرب", ["وصل 12 طن من العتاد على متن شاحنة."])
    assert derived(one, two, Change("number", "contradicted", one.span("400"), two.span("12"))) == ()


def test_a_page_that_also_tells_the_sources_day_contradicts_nothing() -> None:
    one = Maker("a", "جنوح", ["جنحت الناقلة المحملة بالزيت قبالة المصب الشرقي يوم الأحد."]).dates(
        "يوم الأحد", "2025-03-02"
    )
    more = "وكان الإنذار الأول قد صدر يوم الأحد."
    for body, n in (([], 1), ([more], 0)):
        two = Maker("b", "جنوح", ["جنحت الناقلة المحملة بالزيت قبالة المصب الشرقي يوم الثلاثاء.", *body])
        two.dates("يوم الثلاثاء", "2025-03-04")
        if body:
            two.dates("يوم الأحد", "2025-03-02")
        change = Change("date", "contradicted", one.span("يوم الأحد"), two.span("يوم الثلاثاء"))
        assert len(derived(one, two, change)) == n


def test_a_word_left_out_counts_only_where_nothing_took_its_place() -> None:
    one = Maker("a", "غمر", ["غمرت المياه أجزاء واسعة من السهل بعد انهيار السد الترابي."])
    for words, n in (("أجزاء", 1), ("أجزاء شاسعة", 0), ("أجزاء كانت واسعة", 0)):
        two = Maker("b", "غمر", [f"غمرت المياه {words} من السهل بعد انهيار السد الترابي."])
        assert len(derived(one, two, Change("wording", "omitted", one.span("واسعة"), None))) == n


def test_what_a_retelling_merely_adds_is_no_contrast() -> None:
    one = Maker("a", "تسرب", ["تسرب الزيت من الناقلة إلى المصب."])
    two = Maker("b", "تسرب", ["تسرب الزيت من الناقلة إلى المصب بمقدار 90 طن."])
    assert derived(one, two, Change("number", "added", None, two.span("90"))) == ()


def test_the_rules_hold() -> None:
    assert check_rules() == ()
