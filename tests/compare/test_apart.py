"""Amounts that newsrooms apart give for one thing, in words of their own."""

import pytest

from riwaya.account import Affair
from riwaya.compare import find_contrasts
from riwaya.compare.ledger import ledger
from riwaya.compare.same_amount import chance, pairs
from riwaya.model import Contrast, ContrastKind, DateKind, DateMention, Precision, When
from tests.making import Maker

WIRE = (
    "انهار سد ترابي قرب بلدة النخيل فجر الأحد بعد أمطار غزيرة وغمرت المياه بساتين الوادي.",
    "وقالت بلدية النخيل إن المياه أتلفت 340 هكتارا من بساتين الوادي.",
)
PAPER = (
    "غمرت مياه سد النخيل الترابي بساتين البلدة بعدما انهار السد فجر الأحد جراء أمطار غزيرة.",
    "وبحسب نقابة الفلاحين خسر الوادي 510 هكتارات من البساتين التي أتلفتها المياه.",
)


def told(
    one: tuple[str, ...], other: tuple[str, ...], later: str = "2025-03-02", *, chosen: bool = True
) -> list[Contrast]:
    pages = (
        Maker("a", "انهيار سد قرب النخيل", list(one), "2025-03-02", "الوادي"),
        Maker("b", "مياه سد النخيل تغمر البساتين", list(other), later, "الساحل"),
    )
    found = find_contrasts(Affair(tuple(m.account() for m in pages), chosen=chosen))
    return [c for c in found if c.rule == "amount"]


def test_two_newsrooms_give_two_amounts_for_one_thing() -> None:
    (area,) = told(WIRE, PAPER)
    assert (area.kind, area.sure) == (ContrastKind.DISCREPANCY, False)
    assert [p.value for p in area.positions] == ["340 هكتارا", "510 هكتارات"]
    assert [{s.page for s in p.spans} for p in area.positions] == [{"a"}, {"b"}]
    assert area.topic.endswith(": هكتار")


def test_a_heading_says_whose_lot_is_counted() -> None:
    wire = (WIRE[0], "وقتل ثلاثة من رعاة البلدة وأصيب 14 آخرون حين غمرت مياه السد بساتين الوادي.")
    paper = (PAPER[0], "وأصيب أكثر من عشرين شخصا في البلدة حين غمرت مياه السد بساتين الوادي، بحسب نقابة الفلاحين.")
    assert [c.topic.split(": ")[-1] for c in told(wire, paper)] == ["الجرحى"]


def test_a_stream_asks_for_more_than_pages_that_somebody_chose() -> None:
    other = (PAPER[0], "وخسر فلاحو الوادي 510 هكتارات حسب النقابة وطالبوا الحكومة بتعويض عاجل قبل موسم القطاف.")
    assert len(told(WIRE, other)) == 1
    assert told(WIRE, other, chosen=False) == []


def test_what_both_pages_tell_is_no_difference() -> None:
    more = (*PAPER[:1], "وقالت البلدية إن المياه أتلفت 340 هكتارا، أما النقابة فقالت إن الوادي خسر 510 هكتارات.")
    assert told(WIRE, more) == []


@pytest.mark.parametrize(
    ("sentence", "why"),
    [
        ("وبحسب نقابة الفلاحين خسر الوادي نحو 350 هكتارا من البساتين التي أتلفتها المياه.", "rounded"),
        ("ويتسع السد لمياه تكفي 510 هكتارات من بساتين الوادي.", "how much there may be"),
        ("وتملك شركة قمح في الشمال 510 هكتارات.", "no word in common"),
        ("وبحسب نقابة الفلاحين خسر الوادي 5100 هكتار من البساتين التي أتلفتها المياه.", "so many times the other"),
    ],
)
def test_what_is_no_other_amount_of_one_thing_is_left_alone(sentence: str, why: str) -> None:
    assert told(WIRE, (PAPER[0], sentence)) == [], why


def test_a_month_later_it_is_another_thing() -> None:
    assert told(WIRE, PAPER, "2025-04-20") == []


def test_the_judge_does_not_see_the_amounts() -> None:
    def likely(one: str, other: str) -> float:
        first = Maker("a", "انهيار سد", [WIRE[0], WIRE[1].replace("340", one)], "2025-03-02", "الوادي")
        second = Maker("b", "انهيار سد", [PAPER[0], PAPER[1].replace("510", other)], "2025-03-02", "الساحل")
        accounts = (first.account(), second.account())
        ((_, _, likeness),) = pairs(accounts, {a.id: ledger(a) for a in accounts})
        return chance(likeness)

    assert likely("340", "510") == pytest.approx(likely("8", "عشرين")) == pytest.approx(likely("60", "60"))


def test_a_number_with_a_particle_and_units_under_two_names_are_read() -> None:
    one = (*WIRE[:1], "وقالت بلدية النخيل إن مياه الوادي قطعت الطريق مسافة أربعين كيلومترا.")
    other = (*PAPER[:1], "وبحسب نقابة الفلاحين قطعت مياه الوادي طريق النخيل بمسافة بلغت 60 كلم.")
    (length,) = told(one, other)
    assert [p.value for p in length.positions] == ["أربعين كيلومترا", "60 كلم"]


def test_barrels_that_are_counted_are_no_market() -> None:
    one = (*WIRE[:1], "وقالت بلدية النخيل إن مياه الوادي جرفت 300 برميل زيت.")
    other = (*PAPER[:1], "وبحسب نقابة الفلاحين جرفت مياه الوادي 500 برميل زيت.")
    assert len(told(one, other)) == 1
    price = (*PAPER[:1], "وبحسب نقابة الفلاحين بلغ سعر زيت الوادي 500 دولار للبرميل.")
    assert told(one, price) == []


def test_times_that_come_after_something_are_of_one_thing_by_the_words_before() -> None:
    one = (*WIRE[:1], "وتوقعت البلدية عودة المياه إلى بساتين الوادي بعد ثلاثة أيام.")
    for then, found in (("وجاءت عودة مياه الوادي بعد تسعة أيام.", 1), ("واجتمع الفلاحون في المسجد بعد تسعة أيام.", 0)):
        makers = (
            Maker("a", "انهيار سد قرب النخيل", list(one), "2025-03-02", "الوادي"),
            Maker("b", "مياه سد النخيل تغمر البساتين", [*PAPER[:1], then], "2025-03-02", "الساحل"),
        )
        for maker, words, days in zip(makers, ("بعد ثلاثة أيام", "بعد تسعة أيام"), ("P3D", "P9D"), strict=True):
            lasts = When(days, None, None, Precision.DAY)
            maker.date_mentions.append(DateMention(maker.span(words), DateKind.DURATION, lasts, "test"))
        contrasts = find_contrasts(Affair(tuple(m.account() for m in makers), chosen=True))
        assert len([c for c in contrasts if c.rule == "amount"]) == found, then


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("وقضت محكمة النخيل بسجن مدير السد تسع سنوات.", "وحكمت محكمة النخيل على مدير السد بالسجن ست سنوات.", True),
        ("وقضت محكمة النخيل بسجن مدير السد تسع سنوات.", "وطلبت النيابة في محكمة النخيل سجن مدير السد ست سنوات.", False),
        ("ونفذ عمال السد إضرابا استمر ثلاثة أيام.", "وشهد السد للعمال إضرابا استمر خمسة أيام.", True),
        ("ونفذ عمال السد إضرابا استمر ثلاثة أيام.", "وزار خبراء السد في رحلة استمرت خمسة أيام.", False),
    ],
)
def test_what_is_asked_for_and_what_lasted_are_told_apart(one: str, other: str, apart: bool) -> None:
    assert bool(told((WIRE[0], one), (PAPER[0], other))) == apart
