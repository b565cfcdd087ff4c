"""A definite noun tells again what has been told: its day, place and toll go to the first telling; two accidents or
attacks of different days, kinds or places stay two."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from riwaya.events import find_events, join_events
from riwaya.events.again import own_day, root
from riwaya.events.find import tell
from riwaya.model import Event, EventMention, Precision, Quantity, Span, When
from tests.events.making import day, paragraphs, told

DAYS = (("اليوم الأربعاء", "2019-05-08"), ("أمس الثلاثاء", "2019-05-07"), ("الأحد", "2019-05-05"))


def on(iso: str) -> When:
    start = dt.date.fromisoformat(iso)
    return When(iso, start, start + dt.timedelta(1), Precision.DAY)


def events(*texts: str, rules: tuple[str, ...]) -> list[Event]:
    """The events of some rules that an article tells."""
    words, mentions = paragraphs(*texts)
    whole = words.article.text
    dates = [day(words, text, iso) for text, iso in DAYS if text in whole]
    return [e for e in find_events(words, mentions, dates, ()) if e.rule in rules]


COLLISION = (
    "نقابة البحارة تطالب بتحقيق في تصادم عبّارتين",
    "طالبت نقابة البحارة اليوم الأربعاء بتحقيق مستقل بعد تصادم عبّارة بسفينة شحن قرب جزيرة [كوس].",
    "وأسفر التصادم، الذي وقع فجر أمس الثلاثاء قرب الميناء، عن مقتل ثلاثة ركاب وإصابة 14 آخرين.",
)


def test_a_definite_noun_with_its_day_dates_the_accident_told_before() -> None:
    (one,) = events(*COLLISION, rules=("crash",))
    assert one.when == on("2019-05-07")
    assert [m.trigger.start for m in one.mentions] == sorted({m.trigger.start for m in one.mentions})
    assert len(one.mentions) == 2


def test_the_dead_of_an_accident_are_its_toll_and_no_killing() -> None:
    assert not events(*COLLISION, rules=("kill", "wound"))
    (one,) = events(*COLLISION, rules=("crash",))
    assert {(q.what, q.value) for q in one.quantities} == {("killed", 3.0), ("injured", 14.0)}


def test_whom_an_accident_does_not_kill_and_whom_another_kills_are_no_toll_of_it() -> None:
    texts = (
        "جنوح سفينة شحن",
        "جنحت سفينة شحن أمس الثلاثاء قرب جزيرة [كوس]، وأنقذ خفر السواحل أفراد طاقمها وعددهم 19 بحارا.",
        "ويأتي الحادث بعد شهر من تصادم سفينة أخرى بناقلة وقود، قتل فيه ثلاثة بحارة.",
    )
    first, *_ = events(*texts, rules=("crash",))
    assert first.quantities == ()


def test_an_accident_has_no_doer() -> None:
    (one,) = events(*COLLISION, rules=("crash",))
    assert one.actor == ()


def test_where_an_attack_is_told_too_the_dead_are_killed() -> None:
    texts = ("مقتل سائق", "قتل سائق شاحنة برصاص مسلحين بعد اصطدام شاحنته بحاجز على الطريق.")
    words, mentions = paragraphs(*texts)
    assert "kill" in {t.rule.id for t in tell(words, mentions, (), ())}


def test_the_word_accident_recalls_the_only_one_that_was_told() -> None:
    texts = (
        "تحطم طائرة شحن",
        "تحطمت طائرة شحن أمس الثلاثاء قرب مطار [أكرا].",
        "وقالت الهيئة إن الحادث لم يؤثر في الرحلات.",
    )
    (one,) = events(*texts, rules=("crash",))
    assert "الحادث" in {texts[2][m.trigger.start - 1 - len(texts[0]) - 1 - len(texts[1]) :][:6] for m in one.mentions}


def test_two_accidents_of_one_sentence_leave_the_word_open() -> None:
    words, mentions = paragraphs(
        "يوم أسود على الطرق",
        "انقلبت حافلة مدرسية صباحا قرب الجسر.",
        "واصطدمت شاحنة بقطار ليلا في الضاحية.",
        "وقال شاهد إن الحادث كان مروعا.",
    )
    found = tell(words, mentions, [], ())
    assert [t.again for t in found if t.trigger.line.index == 3] == []


def test_a_stranding_and_a_collision_are_two() -> None:
    texts = (
        "جنوح سفينة شحن",
        "جنحت سفينة شحن أمس الثلاثاء قرب جزيرة [كوس].",
        "وجاء جنوح السفينة بعد تصادم سفينة أخرى بناقلة وقود قرب الجزيرة يوم الأحد.",
    )
    assert len(events(*texts, rules=("crash",))) == 2


def test_an_attack_of_another_day_of_its_own_is_another() -> None:
    texts = (
        "مسلحون يهاجمون مخفرا",
        "هاجم مسلحون مخفرا في [كيدال] أمس الثلاثاء.",
        "ووقع الهجوم الذي استهدف القاعدة الأحد في ظروف مشابهة.",
    )
    assert len(events(*texts, rules=("attack",))) == 2


def test_an_attack_told_beside_the_day_of_its_condemnation_is_one() -> None:
    texts = (
        "إدانة الهجوم على المخفر",
        "أدان [سامي بركات] اليوم الأربعاء الهجوم على مخفر في [كيدال].",
        "وقال إن الهجوم الذي وقع أمس الثلاثاء لن يمر.",
    )
    (one,) = events(*texts, rules=("attack",))
    assert len(one.mentions) >= 2


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("أسفر الهجوم، الذي وقع فجر أمس الثلاثاء، عن حريق", True),
        ("نجا راكبان من تصادم سفينتين أمس الثلاثاء", True),
        ("شهدت البلدة أمس الثلاثاء هجوما على المخفر", True),
        ("نجا من الهجوم على المخفر، الذي نفذه مسلحون أمس الثلاثاء", True),
        ("نجا من هجمات على المخفر، الذي نفذه مهندسون أمس الثلاثاء", False),
        ("أدان الوزير أمس الثلاثاء الهجوم على المخفر", False),
        ("طالب النواب أمس الثلاثاء بتحقيق بعد تصادم سفينتين", False),
        ("تحدث عن تصادم سفينتين، وقال أمس الثلاثاء إنه حزين", False),
        ("أعلن الحزب أن الهجوم الذي تبناه أمس الثلاثاء متواصل", False),
    ],
)
def test_whose_day_it_is(text: str, own: bool) -> None:
    words, mentions = paragraphs("أخبار", text)
    found = tell(words, mentions, [day(words, "أمس الثلاثاء", "2019-05-07")], ())
    (one,) = [t for t in found if t.rule.id in ("attack", "crash")]
    assert own_day(one) is own


def test_verb_and_noun_of_one_accident_share_a_root() -> None:
    assert root("اصطدمت") == root("الاصطدام") == root("تصادم")
    assert root("جنحت") == root("جنوح") != root("تصادم")


def accident(page: str, **changes: object) -> Event:
    mention = EventMention(Span(page, 0, 40), Span(page, 3, 9))
    base = Event(f"{page}/e0", page, "NONE", (mention,), when=on("2019-05-07"), place="place:kos", rule="crash")
    return replace(base, **changes)  # type: ignore[arg-type]


def dead(page: str, n: float) -> tuple[Quantity, ...]:
    return (Quantity("killed", n, "exact", Span(page, 1, 2)),)


def test_reports_of_one_accident_share_its_place_and_day() -> None:
    assert len(join_events([accident("a"), accident("b", quantities=dead("b", 5))])) == 1
    assert len(join_events([accident("a", quantities=dead("a", 3)), accident("b", quantities=dead("b", 5))])) == 1
    undated = accident("b", when=None, quantities=dead("b", 3))
    assert len(join_events([accident("a", quantities=dead("a", 3)), undated])) == 1


def test_other_accidents_are_not_joined() -> None:
    year = When("2019", dt.date(2019, 1, 1), dt.date(2020, 1, 1), Precision.YEAR)
    first = accident("a", quantities=dead("a", 3))
    for other in (
        accident("b", when=on("2019-05-09")),
        accident("b", when=year),
        accident("b", when=None),
        accident("b", when=None, place="country:GR", quantities=dead("b", 3)),
        accident("b", place="place:samos"),
        accident("b", place=None),
        accident("b", rule="disaster"),
        accident("b", quantities=dead("b", 90)),
        accident("b", recipient=("country:TR",), place=None),
    ):
        assert len(join_events([first, other])) == 2


def test_without_an_earlier_telling_a_definite_noun_tells_nothing() -> None:
    assert not told("وقال شاهد إن الحادث كان مروعا")
