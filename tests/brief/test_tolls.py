"""Tolls: what rises is told as it was told last, what the pages dispute is told from both sides, the best first."""

from pathlib import Path

import pytest

import riwaya
from riwaya.account import Affair
from riwaya.brief import tell_topic, with_happenings
from riwaya.model import BriefLine, Contrast, ContrastKind, Position, Telling, Topic
from tests.making import Maker

LEDE = (
    "لقي سبعة حمالين حتفهم وأصيب 12 آخرون، مساء أمس السبت، في انهيار صومعة حبوب بمرفأ سيردال القديم، وفق ما أفادت به "
    "بلدية سيردال."
)
AGENCY = f"""وكالة الفنار للأنباء
سبعة قتلى في انهيار صومعة حبوب بمرفأ سيردال
الأحد 5 أبريل 2026

سيردال (الفنار) - {LEDE}

وقالت رئيسة بلدية سيردال هناء الطحاوي إن الصومعة بنيت قبل ستين عاما ولم تفحص منذ ثلاث سنوات.

وأوقفت الشرطة مهندس المرفأ كمال الرواشد على ذمة التحقيق.
"""
COPY = f"""صحيفة الصواري
انهيار صومعة في سيردال: 7 قتلى و12 مصابا
الأحد 5 أبريل 2026 - 12:10

{LEDE}

وأوقفت الشرطة مهندس المرفأ كمال الرواشد على ذمة التحقيق.
"""
REWRITE = """موقع صدى المرفأ
كارثة سيردال.. عشرة قتلى تحت أنقاض الصومعة
الأحد 5 أبريل 2026 - 19:45

كشفت مصادر أن عشرة حمالين قضوا في انهيار صومعة حبوب، مساء السبت، بمرفأ سيردال القديم فوق رؤوسهم.

وأكدت رئيسة البلدية هناء الطحاوي أن الصومعة لم تفحص منذ سنوات.
"""
DENIAL = """جريدة الرصيف
«الميزان الأزرق» تنفي إهمال الصومعة
الاثنين 6 أبريل 2026 - 08:30

نفت شركة «الميزان الأزرق» للحبوب، اليوم الاثنين، أن تكون الصومعة التي انهارت السبت في مرفأ سيردال وقُتل تحتها سبعة \
حمالين قد أهملت.

وقالت الشركة في بيان إن «الصومعة فحصت في الخريف، والتقارير محفوظة لدينا».
"""


@pytest.fixture(scope="module")
def collapse(tmp_path_factory: pytest.TempPathFactory) -> Telling:
    folder = tmp_path_factory.mktemp("silo")
    for name, text in (("a", AGENCY), ("b", COPY), ("c", REWRITE), ("d", DENIAL)):
        Path(folder / f"{name}.txt").write_text(text, "utf-8")
    return riwaya.tell([folder], fast=True)


def test_a_disaster_is_told_and_its_disputed_toll_from_both_sides(collapse: Telling) -> None:
    (topic,) = collapse.topics
    first, second = topic.brief[:2]
    assert first.text == LEDE
    assert "عشرة حمالين" in second.text
    assert (first.warning, second.warning) == ("disputed", "disputed")


def test_what_a_brief_dates_its_timeline_has(collapse: Telling) -> None:
    (topic,) = collapse.topics
    told = [s for entry in topic.chronicle for s in entry.spans]
    dated = [line for line in topic.brief if line.date]
    assert any("نفت شركة" in line.text for line in dated)
    assert all(any(s.overlaps(x) for s in line.spans for x in told) for line in dated)


# ------------------------------------------------------------------ by hand

SEVEN = "لقي سبعة حمالين مصرعهم يوم السبت في انهيار صومعة الحبوب القديمة بمرفأ سيردال، بحسب البلدية."
TEN = "أفادت مصادر بأن عشرة حمالين قضوا يوم السبت في انهيار صومعة الحبوب القديمة بمرفأ سيردال."
AGAIN = "انهارت صومعة الحبوب القديمة بمرفأ سيردال يوم السبت، ما أدى إلى مقتل سبعة حمالين وإغلاق الرصيف."
TOPIC = Topic("t", "انهيار صومعة", ("s",))


def page(name: str, words: str, published: str) -> Maker:
    maker = Maker(name, "انهيار صومعة", [words], published, outlet=name)
    return maker.dates("يوم السبت", "2026-04-04").names("سيردال", "place:serdal")


def told(*makers: Maker, contrasts: tuple[Contrast, ...] = ()) -> tuple[BriefLine, ...]:
    return tell_topic(TOPIC, Affair(tuple(m.account() for m in makers), contrasts=contrasts)).brief


def apart(kind: ContrastKind, one: Maker, other: Maker) -> Contrast:
    sides = (Position("7", one.id, (one.span("سبعة"),)), Position("10", other.id, (other.span("عشرة"),)))
    return Contrast("القتلى", kind, sides, "figures")


def test_a_later_toll_that_others_do_not_bear_out_is_told_besides() -> None:
    lines = told(page("a", SEVEN, "2026-04-05"), page("b", TEN, "2026-04-06"), page("c", AGAIN, "2026-04-07"))
    assert [("سبعة" in x.text, "عشرة" in x.text) for x in lines] == [(True, False), (False, True)]
    assert {x.warning for x in lines} == {"disputed"}


def test_a_later_toll_that_nobody_contradicts_takes_the_place_of_the_first() -> None:
    (line,) = told(page("a", SEVEN, "2026-04-05"), page("b", TEN, "2026-04-06"))
    assert "عشرة" in line.text


@pytest.mark.parametrize(
    ("kind", "tolls"),
    [(ContrastKind.UPDATE, [10]), (ContrastKind.DISCREPANCY, [7, 10]), (ContrastKind.DISPUTE, [7, 10])],
)
def test_a_contrast_says_whether_a_toll_has_risen(kind: ContrastKind, tolls: list[int]) -> None:
    a, b = page("a", SEVEN, "2026-04-05"), page("b", TEN, "2026-04-06")
    lines = told(a, b, contrasts=(apart(kind, a, b),))
    assert sorted(7 if "سبعة" in x.text else 10 for x in lines) == tolls
    assert all((x.warning == "disputed") is (len(tolls) > 1) for x in lines)


@pytest.mark.parametrize(
    "other",
    [
        TEN.replace("عشرة حمالين", "عشرة أشخاص"),  # of whom seven were porters
        TEN.replace("عشرة", "ثلاثون"),  # another toll
        TEN.replace("عشرة حمالين", "ثمانية حمالين على الأقل"),  # may be as many as anybody says
        TEN.replace("بأن عشرة حمالين قضوا", "بأن حمالين قضوا عشرة أيام"),  # no toll
    ],
)
def test_what_may_be_another_count_puts_nothing_in_dispute(other: str) -> None:
    lines = told(page("a", SEVEN, "2026-04-05"), page("b", other, "2026-04-06"), page("c", AGAIN, "2026-04-07"))
    assert all(x.warning != "disputed" for x in lines)


def test_an_age_counts_no_dead() -> None:
    old = "توفي سالم العامري يوم السبت عن 83 عاما في مرفأ سيردال حيث عمل في صومعة الحبوب القديمة."
    lines = told(page("a", old, "2026-04-05"), page("b", SEVEN, "2026-04-06"))
    assert len(lines) == 2


@pytest.mark.parametrize(
    ("joined", "date"), [("وإن الباخرة غادرت", None), ("وكانت الباخرة قد غادرت", None), ("بعدما غادرت الباخرة", None)]
)
def test_a_day_in_what_is_said_besides_heads_no_line(joined: str, date: str | None) -> None:
    words = f"قالت وزارة الموانئ إن حمالين أصيبا بجروح طفيفة، {joined} مرفأ سيردال يوم السبت محملة بالقمح والشعير."
    maker = Maker("a", "إصابة حمالين", [words], "2026-04-09", outlet="a").dates("يوم السبت", "2026-04-04")
    (line,) = told(maker)
    assert line.date == date


def test_the_titles_happening_is_first_whatever_its_day() -> None:
    before = "وصلت باخرة القمح الكبيرة إلى مرفأ سيردال يوم الجمعة وأفرغت حمولتها في الأهراء الشمالية."
    maker = Maker("b", "انهيار صومعة", [SEVEN, before], "2026-04-05", outlet="b")
    maker.dates("يوم السبت", "2026-04-04").dates("يوم الجمعة", "2026-04-03").names("سيردال", "place:serdal")
    topic = tell_topic(Topic("t", "انهيار صومعة الحبوب بمرفأ سيردال", ("s",)), Affair((maker.account(),)))
    assert [x.date for x in topic.brief] == ["2026-04-04", "2026-04-03"]


@pytest.mark.parametrize(("joined", "entries"), [("، وإن الباخرة", 0), (" حين كانت الباخرة في الميناء، والباخرة", 1)])
def test_nor_does_it_stand_in_the_timeline(joined: str, entries: int) -> None:
    words = f"قالت وزارة الموانئ إن حمالين اثنين أصيبا{joined} غادرت مرفأ سيردال يوم السبت محملة بالقمح والشعير."
    maker = Maker("a", "إصابة حمالين", [words], "2026-04-09", outlet="a").dates("يوم السبت", "2026-04-04")
    topic = tell_topic(TOPIC, with_happenings(Affair((maker.account(),))))
    assert len(topic.chronicle) == entries
