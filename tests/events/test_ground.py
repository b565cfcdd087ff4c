"""Told or only spoken of; and the parts of one happening in one sentence."""

from __future__ import annotations

import pytest

from riwaya.events import find_events
from riwaya.events.coded import read_example
from riwaya.events.ground import contexts_of, is_told
from riwaya.events.merge import group_tellings
from tests.events.making import paragraphs, told


def names(text: str) -> set[str]:
    return {c.id for t in told(text) for c in contexts_of(t.trigger)}


@pytest.mark.parametrize(
    "text",
    [
        "قتل أربعة رعاة أمس في هجوم على سوق الماشية",
        "أسفر انفجار قنبلة في المحطة عن مقتل حارسين",
        "تظاهر آلاف المزارعين أمام مبنى المحافظة",
        "وشن مسلحون هجوما على قافلة الحجاج قرب الجسر فقتلوا ثلاثة منهم",
    ],
)
def test_a_sentence_of_news_tells(text: str) -> None:
    assert any(is_told(group) for group in group_tellings(told(text)))
    words, mentions = read_example(text)
    assert find_events(words, mentions, (), ())


@pytest.mark.parametrize(
    "text",
    [
        "يحاكم السائق بتهمة قتل صاحب المتجر",
        "تراجعت السياحة منذ اغتيال النقيب",
        "تحدث المخرج عن ضحايا الهجوم الذي هز المدينة",
        "لماذا لا يتظاهر المزارعون ضد هذه الأسعار؟",
        "وقال الكاتب إن ثقافة الاغتيال لا تبني بلدا",
    ],
)
def test_a_sentence_that_speaks_of_it_does_not(text: str) -> None:
    words, mentions = read_example(text)
    assert not find_events(words, mentions, (), ())


def test_the_subject_may_stand_between_the_verb_and_what_it_did() -> None:
    assert "did" in names("قام ثلاثة رجال ملثمين قدموا من الغابة بإطلاق النار على الحافلة")
    assert "suffered" in names("تعرض الصياد خلال احتجازه في الجزيرة للتعذيب")


def test_the_parts_of_a_happening_are_one() -> None:
    groups = group_tellings(told("أسفر هجوم على مخفر في الوادي عن مقتل حارسين وإصابة ثلاثة بجروح برصاص المهاجمين"))
    assert [g[0].rule.type for g in groups] == ["ASSAULT"]
    assert len(groups[0]) > 1


def test_two_happenings_with_other_parts_stay_two() -> None:
    groups = group_tellings(told("اعتقلت [بوتان] [سام كولن] واعتقلت [توغو] [ريم قاسم]"))
    assert len([g for g in groups if g[0].rule.type == "COERCE"]) == 2


def test_a_definite_noun_refers_back() -> None:
    words, mentions = paragraphs(
        "هجوم على مخفر في [توغو]", "نفذ مسلحون هجوما على مخفر في [توغو] أمس.", "وجاء الهجوم بعد أيام من العيد."
    )
    events = [e for e in find_events(words, mentions, (), ()) if e.type == "ASSAULT"]
    assert len(events) == 1
