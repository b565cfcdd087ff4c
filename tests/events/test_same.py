"""Retellings that show no name are one happening; what speaks against it keeps two apart, whatever the fit says."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.events.find import tell
from riwaya.events.merge import group_tellings
from riwaya.events.same import Gist, Pair, akin, apart, gist_of, join_alike, likeness
from riwaya.events.telling import Told
from riwaya.model import DateMention
from tests.events.making import day, paragraphs


def happenings(*texts: str, days: tuple[tuple[str, str], ...] = ()) -> list[list[Told]]:
    """The happenings of an article with a title and paragraphs; `days` stand in it as text and ISO day."""
    words, mentions = paragraphs(*texts)
    dates: tuple[DateMention, ...] = tuple(day(words, text, iso) for text, iso in days)
    return join_alike(group_tellings(tell(words, mentions, dates, ())))


def of_type(found: list[list[Told]], kind: str) -> list[int]:
    """How many tellings each happening of a type has."""
    return [len(group) for group in found if group[0].rule.type == kind]


def pair(*texts: str) -> Pair:
    """How the second happening of a type stands to the first."""
    words, mentions = paragraphs(*texts)
    a, b = group_tellings(tell(words, mentions, (), ()))[:2]
    return likeness(gist_of(a), gist_of(b), 2)


def test_an_attack_told_by_headline_lead_and_witness_is_one() -> None:
    found = happenings(
        "تسعة قتلى في انفجار استهدف محطة الحافلات",
        "قتل تسعة أشخاص وأصيب آخرون بجروح مساء أمس في انفجار وقع في محطة الحافلات.",
        "وقال مسعف إن مقتل تسعة أشخاص تأكد بعد الانفجار.",
    )
    assert len(of_type(found, "ASSAULT")) == 1


def test_other_parties_are_another_happening() -> None:
    found = happenings(
        "أخبار",
        "طردت [بوليفيا] سفير [تشيلي] لديها.",
        "وطردت [بيرو] سفير [باراغواي] قبل عام.",
    )
    assert of_type(found, "SANCTION") == [1, 1]


def test_another_day_is_another_happening() -> None:
    texts = ("أخبار", "تظاهر عمال المرفأ يوم 3 مايو.", "وتظاهر عمال المرفأ يوم 9 يونيو.")
    found = happenings(*texts, days=(("3 مايو", "2019-05-03"), ("9 يونيو", "2019-06-09")))
    assert of_type(found, "PROTEST") == [1, 1]


def test_denied_and_told_stay_two() -> None:
    found = pair("أخبار", "اعتقلت الشرطة بائع السمك في المرفأ.", "ولم تعتقل الشرطة بائع السمك في المرفأ.")
    assert apart(found)


def test_a_type_alone_is_no_likeness() -> None:
    filler = ["السماء صافية فوق التلال والطريق سالكة." for _ in range(9)]
    found = pair("أخبار", "فتحت النيابة تحقيقا في اختفاء المال.", *filler, "واستدعت [أنغولا] سفير [بلجيكا] لديها.")
    assert found.type == "ACCUSE"
    assert not akin(found)


def test_a_group_is_held_against_few_however_many_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    held = 0

    def counting(a: Gist, b: Gist, crowd: int) -> Pair:
        nonlocal held
        held += 1
        return likeness(a, b, crowd)

    monkeypatch.setattr("riwaya.events.same.likeness", counting)
    size = 300
    found = happenings("أخبار", *("قتل حارس المتحف أمس." for _ in range(size)))
    assert sum(len(group) for group in found) == size
    assert held <= 48 * size


SENTENCES = (
    "قتل حارس المتحف أمس.",
    "اعتقلت [بيرو] بائع السمك.",
    "اعتقلت [تشيلي] بائع السمك.",
    "الهجوم دمر السوق.",
    "نددت [تونغا] بالهجوم.",
    "لم تعتقل الشرطة أحدا.",
)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=8))
def test_no_telling_is_lost_or_doubled_and_no_happening_contradicts_itself(texts: list[str]) -> None:
    words, mentions = paragraphs("أخبار", *texts)
    groups = group_tellings(tell(words, mentions, (), ()))
    joined = join_alike(groups)
    assert sorted(t.order for g in joined for t in g) == sorted(t.order for g in groups for t in g)
    for group in joined:
        assert len({t.rule.type for t in group}) == 1
        parts = [g for g in groups if g[0].order in {t.order for t in group}]
        assert not any(apart(likeness(gist_of(a), gist_of(b), 2)) for a, b in itertools.combinations(parts, 2))
