"""The same happening in several articles is one event; another happening is not."""

import datetime as dt
from dataclasses import replace

from riwaya.events import find_events, join_events
from riwaya.model import Event, EventMention, MentionType, Precision, Quantity, Span, Status, When
from tests.events.making import day, paragraphs


def on(iso: str) -> When:
    start = dt.date.fromisoformat(iso)
    return When(iso, start, start + dt.timedelta(1), Precision.DAY)


def event(page: str, **changes: object) -> Event:
    span = Span(page, 0, 40)
    base = Event(
        f"{page}/e0", page, "COERCE", (EventMention(span, Span(page, 3, 9)),), actor=("country:BO",),
        recipient=("person:x",), when=on("2019-05-03"), reported_by=("org:" + page,), rule="arrest",
    )  # fmt: skip
    return replace(base, **changes)  # type: ignore[arg-type]


def test_two_reports_of_one_arrest_are_one_event_with_both_mentions() -> None:
    (one,) = join_events([event("a"), event("b", actor=(), place="place:la-paz")])
    assert [m.span.page for m in one.mentions] == ["a", "b"]
    assert one.reported_by == ("org:a", "org:b")
    assert one.place == "place:la-paz"
    assert one.id == "a/e0"


def test_another_day_another_person_or_a_denial_is_another_event() -> None:
    first = event("a")
    for other in (
        event("b", when=on("2019-05-09")),
        event("b", recipient=("person:y",)),
        event("b", actor=("country:PE",)),
        event("b", status=Status.DENIED),
        event("b", type="ASSAULT"),
        event("a", id="a/e1"),
    ):
        assert len(join_events([first, other])) == 2


def test_nothing_shared_is_nothing_joined() -> None:
    bare = {"actor": (), "recipient": (), "when": None}
    assert len(join_events([event("a", **bare), event("b", **bare)])) == 2


def test_a_risen_toll_joins_but_another_magnitude_does_not() -> None:
    def dead(page: str, n: float) -> tuple[Quantity, ...]:
        return (Quantity("killed", n, "exact", Span(page, 1, 2)),)

    first = event("a", quantities=dead("a", 12))
    assert len(join_events([first, event("b", quantities=dead("b", 15))])) == 1
    assert len(join_events([first, event("b", quantities=dead("b", 300))])) == 2


def test_the_narrower_date_is_kept() -> None:
    year = When("2019", dt.date(2019, 1, 1), dt.date(2020, 1, 1), Precision.YEAR)
    (one,) = join_events([event("a", when=year), event("b")])
    assert one.when == on("2019-05-03")


def test_joining_twice_changes_nothing() -> None:
    once = join_events([event("a"), event("b"), event("c", recipient=("person:y",))])
    assert join_events(once) == once


def reports(*texts: tuple[str, str]) -> list[Event]:
    """What several articles tell: headline and paragraph, «الثلاثاء» and «الأحد» being days, people's ids `person:`."""
    found: list[Event] = []
    for n, text in enumerate(texts):
        words, mentions = paragraphs(*text, page=f"p{n}")
        named = [replace(m, actor=f"person:{m.actor}" if m.type is MentionType.PER else m.actor) for m in mentions]
        days = (("الثلاثاء", "2019-05-07"), ("الأحد", "2019-05-19"))
        found += find_events(words, named, [day(words, d, iso) for d, iso in days if d in text[1]], ())
    return found


KIDNAPPING = (
    ("خطف مهندسة قرب الحقل", "خطف مسلحون الثلاثاء المهندسة [ليندا هوفمان] قرب الحقل، وقالت الشركة إنها تتابع الأمر."),
    ("مجهولون يختطفون مهندسة", "اختطف مجهولون المهندسة [ليندا هوفمان] أثناء عودتها من الحقل. وبدأت الشرطة البحث عنها."),
    ("غموض حول مصير مهندسة", "لا يزال مصير المهندسة [ليندا هوفمان] غامضا بعد اختطافها في [موريتانيا]."),
    ("الشركة تؤكد الخطف", "أكدت الشركة خطف موظفتها [ليندا هوفمان] مساء الثلاثاء."),
    ("تفاصيل الاختطاف", "قال شهود إن أربعة رجال خطفوا [ليندا هوفمان] من سيارتها."),
)


def test_one_kidnapping_told_by_five_articles_in_their_own_words_is_one_event() -> None:
    told = [e for e in reports(*KIDNAPPING) if e.rule == "abduct"]
    assert len(told) == 5
    (one,) = join_events(told)
    assert one.recipient == ("person:ليندا هوفمان",)
    assert {m.span.page for m in one.mentions} == {f"p{n}" for n in range(5)}
    assert one.when == on("2019-05-07")


def test_another_victim_or_another_day_is_another_kidnapping() -> None:
    other = ("خطف سائق", "خطف مسلحون الثلاثاء السائق [سامي بركات] قرب الحقل.")
    again = ("خطف ثان", "خطف مسلحون الأحد المهندسة [ليندا هوفمان] من بيتها.")
    told = [e for e in reports(KIDNAPPING[0], other, again) if e.rule == "abduct"]
    assert len(join_events(told)) == 3


def test_who_may_have_acted_gives_way_to_who_did() -> None:
    doubtful = {"actor": (), "maybe_actor": ("country:BO",)}
    (one,) = join_events([event("a", **doubtful), event("b")])
    assert (one.actor, one.maybe_actor) == (("country:BO",), ())


def test_other_doers_part_two_events_though_they_are_doubtful() -> None:
    first = event("a", actor=(), maybe_actor=("country:BO",), recipient=("country:CL",))
    other = event("b", actor=(), maybe_actor=("country:PE",), recipient=("country:CL",))
    assert len(join_events([first, other])) == 2
