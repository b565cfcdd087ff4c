"""Parts and dates that the clause alone does not show, and what the judges never give."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.events import find_events
from riwaya.events.cast import candidates, cast, chosen
from riwaya.events.coded import read_example
from riwaya.events.company import Company
from riwaya.events.dating import Calendar, date_of
from riwaya.events.find import tell
from riwaya.events.merge import group_tellings
from riwaya.model import (
    Article,
    Block,
    BlockKind,
    DateKind,
    DateMention,
    Event,
    Mention,
    MentionType,
    Precision,
    Published,
    Span,
    When,
)
from riwaya.statements import find_statements
from riwaya.text import Words, read_words
from tests.events.making import paragraphs


def test_each_plays_one_part_and_the_likelier() -> None:
    scored = [("a", (0.9, 0.4)), ("b", (0.3, 0.8)), ("c", (0.1, 0.1))]
    assert chosen(scored, 0.2, 0.5) == (("a",), ("b",))


def test_whoever_surely_acts_does_not_suffer_where_nobody_else_fits() -> None:
    scored = [("a", (0.5, 0.3)), ("b", (0.05, 0.02))]
    assert chosen(scored, 0.2, 0.5) == (("a",), ())


def test_others_beside_the_first_must_be_likely() -> None:
    scored = [("a", (0.9, 0.0)), ("b", (0.6, 0.0)), ("c", (0.4, 0.0))]
    assert chosen(scored, 0.2, 0.5) == (("a", "b"), ())
    assert chosen([("a", (0.1, 0.1))], 0.2, 0.5) == ((), ())


def test_a_body_without_a_name_may_stand_for_its_state() -> None:
    text = "اعتقلت الحكومة ثلاثة مهربين قرب الميناء."
    words = read_words(Article("p#0", "p", text, parts=(Block(BlockKind.BODY, 0, len(text)),)))
    body = Mention(Span("p", 7, 14), MentionType.ORG, "org:ng-government", "body")
    told = tell(words, (body,), (), ())
    company = Company(words, (body,), told)
    assert "country:NG" in candidates(told[:1], company)


def test_an_unnamed_source_plays_no_part() -> None:
    text = "اتهم مصدر أمني تنظيم النجم بقصف القرية."
    words = read_words(Article("p#0", "p", text, parts=(Block(BlockKind.BODY, 0, len(text)),)))
    people = (
        Mention(Span("p", 5, 14), MentionType.PER, "anon:p-source", "anonymous"),
        Mention(Span("p", 15, 26), MentionType.ORG, "org:star"),
    )
    told = tell(words, people, (), ())
    company = Company(words, people, told)
    for group in group_tellings(told):
        parts = cast(group, company)
        assert not any(a.startswith("anon:") for part in parts for a in part)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "قصفت",
                "[غانا]",
                "[توغو]",
                "،",
                "مواقع",
                "على",
                "في",
                "أن",
                "اتهمت",
                "اجتماع",
                "مع",
                ".",
                "[كوفي",
                "منساه]",
            ]
        ),
        max_size=30,
    )
)
def test_nobody_acts_on_himself(pieces: list[str]) -> None:
    words, mentions = read_example(" ".join(pieces))
    for event in find_events(words, mentions, (), ()):
        assert not {*event.actor} & {*event.recipient}


_TITLE, _LEAD = "غانا تقصف مواقع قرب الحدود", "قصفت غانا، الاثنين، مواقع قرب الحدود مع توغو."


def _page() -> tuple[Words, tuple[Mention, ...], DateMention]:
    text = f"{_TITLE}\n{_LEAD}"
    day = dt.date(2019, 3, 12)
    when = When("2019-03-12", day, day + dt.timedelta(1), Precision.DAY)
    parts = (Block(BlockKind.TITLE, 0, len(_TITLE)), Block(BlockKind.BODY, len(_TITLE) + 1, len(text)))
    words = read_words(Article("p#0", "p", text, published=Published(when), parts=parts))
    names = tuple(
        Mention(Span("p", i, i + 4), MentionType.GPE, "country:GH")
        for i in range(len(text))
        if text[i : i + 4] == "غانا"
    )
    at = text.index("الاثنين")
    monday = dt.date(2019, 3, 11)
    date = DateMention(
        Span("p", at, at + 7),
        DateKind.DATE,
        When("2019-03-11", monday, monday + dt.timedelta(1), Precision.DAY),
        "weekday",
    )
    return words, names, date


def test_a_headline_means_the_day_of_the_lead() -> None:
    words, names, date = _page()
    headline = [t for t in tell(words, names, (date,), ()) if t.title]
    assert headline
    found = date_of(headline, Calendar(words, (date,)))
    assert found is not None
    assert found.value == "2019-03-11"


@pytest.mark.parametrize("kind", [DateKind.DURATION, DateKind.SET, DateKind.VAGUE])
def test_what_is_no_day_dates_nothing(kind: DateKind) -> None:
    words, names, date = _page()
    vague = DateMention(date.span, kind, date.when, "x")
    told = tell(words, names, (vague,), ())
    assert date_of(told, Calendar(words, (vague,))) is None


def test_a_place_is_not_hit_but_stands_as_the_place() -> None:
    words, mentions = read_example("شن [أنغولا] غارات على [جبل النهر]")
    placed = tuple(
        Mention(m.span, MentionType.LOC, "place:river-hill") if m.actor == "جبل النهر" else m for m in mentions
    )
    (one,) = [t for t in tell(words, placed, (), ()) if t.rule.type == "ASSAULT"]
    assert one.roles.recipient == ("place:river-hill",)
    assert one.parties == (("أنغولا",), ())


_IDS = {"غانا": "country:GH", "توغو": "country:TG", "سالم العامري": "person:salem"}


def _events(*texts: str) -> tuple[Event, ...]:
    """The events of an article whose names are linked, statements read from it."""
    words, mentions = paragraphs(*texts)
    linked = tuple(replace(m, actor=_IDS[m.actor or ""]) for m in mentions)
    return find_events(words, linked, (), find_statements(words, linked))


def test_a_doer_whom_grammar_shows_is_sure() -> None:
    (event,) = _events("توتر على الحدود", "قصفت [غانا] مواقع قرب الحدود مع [توغو] أمس.")
    assert (event.actor, event.recipient) == (("country:GH",), ("country:TG",))
    assert event.maybe_actor == event.maybe_recipient == ()


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("جدل بعد هجوم في المدينة", "عاد [سالم العامري] من [غانا] أمس. وقتل ثلاثة عمال في هجوم قرب السوق."),
        ("مظاهرات في العاصمة", "شهدت [غانا] أمس مظاهرات حاشدة للمطالبة برفع الأجور."),
    ],
)
def test_whoever_is_only_named_nearby_is_not_accused(title: str, text: str) -> None:
    events = _events(title, text)
    assert events
    assert all(event.actor == () for event in events)
    assert any(event.maybe_actor for event in events)


def test_an_act_of_somebody_without_a_name_is_nobody_elses() -> None:
    text = "وأضاف [سالم العامري] أن الحوار مستمر، فيما اتهم هاشم الدروبي [غانا] بدعم المسلحين."
    accused = [e for e in _events("عنوان", text) if e.type == "ACCUSE"]
    assert accused
    assert all(e.actor == () and e.recipient == ("country:GH",) for e in accused)


def test_who_tells_a_cause_does_not_condole() -> None:
    assert _events("عنوان", "عزت [غانا] انقطاع المياه إلى عطل في [توغو].") == ()
    (event,) = _events("عنوان", "عزت [غانا] حكومة [توغو] بوفاة رئيسها.")
    assert (event.type, event.actor) == ("SUPPORT", ("country:GH",))
