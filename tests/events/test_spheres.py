"""PLOVER's contexts of an event: by strong words near by, none for bland ones, united where tellings are one."""

from dataclasses import replace

import pytest

from riwaya.events import explain, find_events, join_events
from riwaya.events.spheres import contexts, united
from riwaya.model import Event, Polarity
from riwaya.rules import examples_of, load, rules_in
from riwaya.store.codec import from_plain, to_plain
from tests.events.making import paragraphs, said
from tests.events.test_join import event


def events_of(*texts: str) -> tuple[Event, ...]:
    return find_events(*paragraphs("صباح الوادي", *texts), (), ())


def test_they_are_plovers_in_its_order() -> None:
    assert contexts() == (
        "military", "intelligence", "executive", "legislative", "election", "political_institutions", "pro_democracy",
        "pro_autocracy", "economic", "legal", "reparations", "human_rights", "rights_freedoms", "repression",
        "human_security", "gender", "lgbt", "religion_ethnicity", "inequality", "diplomatic", "territory",
        "peacekeeping", "health", "asylum", "migration", "disasters", "natural_resource", "environment", "technology",
        "terrorism", "cbrn", "cyber", "misinformation", "crime", "corruption", "illegal_drugs", "trafficking",
    )  # fmt: skip


def test_each_has_words_that_show_it_and_words_that_do_not() -> None:
    for entry in rules_in(load("ar/contexts"), "contexts"):
        assert {e.fires for e in examples_of(entry)} == {True, False}, entry.text("id")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("اعتقلت الشرطة أمس تاجر مخدرات بأمر من المحكمة.", ("legal", "illegal_drugs")),
        ("طردت [النرويج] أمس سفير [بيرو] بتهمة التجسس.", ("intelligence", "diplomatic")),
        ("تظاهر آلاف العمال أمس احتجاجا على الفساد وارتفاع الأسعار.", ("economic", "corruption")),
        ("تظاهر آلاف العمال أمس أمام المصنع.", ()),
    ],
)
def test_strong_words_near_the_trigger_show_them(text: str, wanted: tuple[str, ...]) -> None:
    found = events_of(text)
    assert found
    assert {c for e in found for c in e.contexts} == {*wanted}
    assert all(e.contexts == united(e.contexts) for e in found)


def test_a_phrase_that_says_something_else_hides_its_words() -> None:
    words, _ = paragraphs("صباح الوادي", "اعتقلت الشرطة رجالا خاضوا حرب عصابات في الجبال.")
    assert not any("crime" in fired.note for fired in explain(words))
    words, _ = paragraphs("صباح الوادي", "اعتقلت الشرطة رجالا من العصابات في الجبال.")
    assert any(fired.note.endswith("{crime}") for fired in explain(words))


def test_a_comma_parts_a_phrase() -> None:
    (one,) = events_of("اعتقلت الشرطة أمس حارس مجلس، النواب لم يعرفوه.")
    assert one.contexts == ()


def test_what_stands_far_off_is_not_about_it() -> None:
    far = "اعتقلت الشرطة أمس رجلا في سوق الخضار الكبير عند الجسر القديم قرب بيت عمه الذي كان يزرع القمح قبل الزلزال."
    assert events_of(far)[0].contexts == ()


def test_who_says_it_does_not_lend_it_his_sphere() -> None:
    text = "قال قائد الجيش إن الشرطة اعتقلت أمس بائع الخضار."
    words, mentions = paragraphs("صباح الوادي", text)
    held = said(words, "قال", "الشرطة اعتقلت أمس بائع الخضار", "person:x", Polarity.ASSERTS)
    (one,) = find_events(words, mentions, (), (held,))
    assert one.contexts == ()
    (one,) = find_events(words, mentions, (), ())
    assert one.contexts == ("military",)


def test_those_of_tellings_that_are_one_are_united() -> None:
    (one,) = join_events([event("a", contexts=("legal", "crime")), event("b", contexts=("military", "crime"))])
    assert one.contexts == ("military", "legal", "crime")


def test_an_event_stored_before_there_were_any_has_none() -> None:
    plain = to_plain(replace(event("a"), contexts=("legal",)))
    assert from_plain(Event, plain).contexts == ("legal",)
    del plain["contexts"]
    assert from_plain(Event, plain).contexts == ()
