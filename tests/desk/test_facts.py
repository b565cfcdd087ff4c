"""Marks and weight follow from what is told, page by page."""

from riwaya.desk.facts import facts_of
from riwaya.model import (
    AlignedPair,
    Article,
    Change,
    Contrast,
    ContrastKind,
    Derivation,
    Event,
    EventMention,
    Mode,
    Page,
    Polarity,
    Position,
    Sign,
    Span,
    Statement,
    Status,
    Story,
    Telling,
    Topic,
)

ONE, OTHER = Span("one", 0, 5), Span("other", 0, 5)
STORIES = (Story("s-1", "أولى", ("one#1",), 1), Story("s-2", "ثانية", ("other#1", "third#1"), 1))


def telling(**more: object) -> Telling:
    names = ("one", "other", "third")
    base = Telling(
        pages=tuple(Page(n, "كلمات") for n in names),
        articles=tuple(Article(f"{n}#1", n, "كلمات") for n in names),
        stories=STORIES,
        topics=(Topic("t-1", "شأن", ("s-1", "s-2")),),
    )
    fields = {k: getattr(base, k) for k in Telling.__slots__}
    return Telling(**{**fields, **more})


def marks(given: Telling) -> dict[str, tuple[str, ...]]:
    whole, stories = facts_of(given, 2, {})
    assert set(whole.marks) == {m for f in stories.values() for m in f.marks}
    return {k: f.marks for k, f in stories.items()}


def contrast(kind: ContrastKind, sure: bool = True) -> tuple[Topic, ...]:
    sides = (Position("3", None, (ONE,)), Position("5", None, (ONE,)))
    return (Topic("t-1", "شأن", ("s-1", "s-2"), contrasts=(Contrast("killed", kind, sides, sure=sure),)),)


def test_the_pages_of_a_contrast_mark_their_story() -> None:
    assert marks(telling()) == {"s-1": (), "s-2": ()}
    for kind in (ContrastKind.DISPUTE, ContrastKind.DISCREPANCY):
        assert marks(telling(topics=contrast(kind))) == {"s-1": ("differs",), "s-2": ()}
    assert marks(telling(topics=contrast(ContrastKind.UPDATE)))["s-1"] == ("moved_on",)
    assert marks(telling(topics=contrast(ContrastKind.PRECISION)))["s-1"] == ()
    assert marks(telling(topics=contrast(ContrastKind.DISPUTE, sure=False)))["s-1"] == ()  # to be checked first


def test_a_denial_counts_where_it_stands_against_another_word() -> None:
    said = Statement("one#1/s1", "one#1", ONE, Mode.INDIRECT, Polarity.DENIES, None, None)
    assert marks(telling(statements=(said,)))["s-1"] == ()
    both = telling(statements=(said,), topics=contrast(ContrastKind.DISPUTE))
    assert marks(both)["s-1"] == ("differs", "denied")
    event = Event("other#1/e1", "other#1", "ASSAULT", (EventMention(OTHER, OTHER),), status=Status.DENIED)
    assert marks(telling(events=(event,)))["s-2"] == ("denied",)


def test_only_changed_words_are_a_rewrite() -> None:
    change = AlignedPair(ONE, OTHER, 0.8, (Change("3", "omitted", ONE, None),))

    def taken(relation: str, *pairs: AlignedPair) -> dict[str, tuple[str, ...]]:
        return marks(telling(derivations=(Derivation("one#1", "other#1", relation, 0.9, "", pairs=pairs),)))

    assert taken("rewrite", change)["s-2"] == ("rewritten",)
    assert taken("rewrite")["s-2"] == ()
    assert taken("copy", change)["s-2"] == ()


def test_a_translation_by_machine_is_marked() -> None:
    articles = telling().articles
    signed = Article("third#1", "third", "كلمات", signs=(Sign("machine_translation", Span("third", 0, 5), "x"),))
    assert marks(telling(articles=(*articles[:2], signed)))["s-2"] == ("machine_translation",)


def test_sources_weigh_more_than_copies() -> None:
    _, plain = facts_of(telling(), 2, {})
    assert (plain["s-1"].weight, plain["s-2"].weight) == (1.0, 1.25)
    whole, marked = facts_of(telling(topics=contrast(ContrastKind.DISPUTE)), 2, {"one#1": "2025-08-27T00:00:00Z"})
    assert marked["s-1"].weight == 2.0
    assert whole.weight == 3.25
    assert whole.rank > marked["s-1"].rank > marked["s-2"].rank
