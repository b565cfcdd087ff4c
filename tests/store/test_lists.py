"""Lists of stories, tokens, notes and decisions, in both databases."""

import pytest

from riwaya.errors import UsageError
from riwaya.model import Story
from riwaya.store import Store, access, decisions, lists, told
from riwaya.store.lists import Choice, Facts
from riwaya.store.told import TopicRow


def story(identity: str, *actors: str, independent: int = 1) -> Story:
    return Story(identity, f"قصة {identity}", (), independent, outlets=("جريدة المرسى",), actors=actors)


def fill(store: Store) -> None:
    """Three topics: two that share a spokesman and a port, one of another world that shares a great power only."""
    stories = [
        (story("s-a", "country:US", "person:x", "place:port"), "t-a"),
        (story("s-b", "country:US", "person:x", "place:port"), "t-b"),
        (story("s-c", "country:US", "person:z"), "t-c"),
    ]
    with store.writing() as connection:
        told.put_stories(connection, stories)
        told.put_topics(connection, [(TopicRow(f"t-{k}", f"شأن {k}", "", 1, 1, 1, 1, 0, 0), "{}") for k in "abc"])
        lists.put_facts(connection, "t-a", Facts(("differs",), 3.0, 900), {"s-a": Facts(("differs",), 3.0, 900, 7)})
        lists.put_facts(connection, "t-b", Facts((), 2.0, 950), {"s-b": Facts((), 2.0, 950)})


def test_lists_are_sorted_and_filtered_by_what_was_told(store: Store) -> None:
    fill(store)
    with store.reading() as connection:
        by_weight = lists.story_lines(connection, Choice(sort=lists.WEIGHT))
        assert [x.id for x in by_weight] == ["s-b", "s-a", "s-c"]
        assert [x.id for x in lists.story_lines(connection, Choice(marks=("differs", "denied")))] == ["s-a"]
        assert by_weight[1].marks == ("differs",)
        assert (by_weight[1].events, by_weight[1].weight) == (7, 3.0)
        assert by_weight[2].weight == lists.bare_weight(1, 0) == 1.0  # nobody told it yet: what is known without
        after = Choice(sort=lists.WEIGHT, before=(950, "s-b"), limit=1)
        assert [x.id for x in lists.story_lines(connection, after)] == ["s-a"]
        assert [x.id for x in lists.topic_lines(connection, Choice(sort=lists.WEIGHT, outlet="جريدة المرسى"))] == [
            "t-b",
            "t-a",
            "t-c",
        ]


def test_marks_told_anew_take_the_place_of_the_old(store: Store) -> None:
    fill(store)
    with store.writing() as connection:
        lists.put_facts(connection, "t-a", Facts(), {"s-a": Facts(("denied",))})
    with store.reading() as connection:
        assert lists.lines_by_id(connection, ["s-a"])["s-a"].marks == ("denied",)


def test_stories_are_related_by_two_actors_that_few_share(store: Store) -> None:
    fill(store)
    with store.reading() as connection:
        assert [x.id for x in lists.related(connection, "t-a")] == ["s-b"]
        assert lists.related(connection, "t-c") == []
        assert lists.related(connection, "t-none") == []


def test_twice_the_weight_is_worth_a_day() -> None:
    day = lists.rank_of(2.0, "2025-08-27T00:00:00Z")
    assert day == lists.rank_of(1.0, "2025-08-28T00:00:00Z")
    assert lists.rank_of(1.0, "") == lists.rank_of(0.0, "soon") == 0


def test_a_story_that_goes_takes_its_marks_along(store: Store) -> None:
    fill(store)
    with store.writing() as connection:
        told.drop_stories(connection, {"s-a": "s-b"})
        assert lists.story_lines(connection, Choice(marks=("differs",))) == []


@pytest.mark.parametrize(("name", "right"), [("", "read"), ("layla", "write"), ("a\u202eb", "read")])
def test_tokens_without_sense(store: Store, name: str, right: str) -> None:
    with store.writing() as connection, pytest.raises(UsageError):
        access.make_token(connection, name, right)


def test_small_changes_are_counted_apart_from_great_ones(store: Store) -> None:
    with store.writing() as connection:
        before = access.change_mark(connection)
        n = access.put_note(connection, "story:s-a", "نص", "layla")
        noted = access.change_mark(connection)
        assert access.remove_note(connection, n)
        assert len({before, noted, access.change_mark(connection)}) == 3
        assert {m.split(".")[0] for m in (before, noted)} == {before.split(".")[0]}
        assert access.secret_of(connection) == access.secret_of(connection)


def test_a_contrast_settled_under_an_id_that_went_away_stays_settled(store: Store) -> None:
    fill(store)
    with store.writing() as connection:
        act = decisions.settle(connection, "t-a", "c-1", True, "layla")
        told.drop_topics(connection, {"t-a": "t-b"})
        assert [s.contrast for s in decisions.settled_of(connection, "t-b")] == ["c-1"]
        assert decisions.unsettle(connection, act + 7, "omar") is None
        assert decisions.unsettle(connection, act, "omar") == act + 1
        assert decisions.settled_of(connection, "t-b") == []
        rows = decisions.decisions(connection, limit=5)
        assert [(d.n, d.a, d.b, d.verdict, d.stands) for d in rows] == [
            (act + 1, "t-a", "c-1", None, False),
            (act, "t-a", "c-1", True, False),
        ]


def test_a_topic_of_many_stories_shows_the_weightiest(store: Store) -> None:
    with store.writing() as connection:
        told.put_stories(connection, [(story(f"s-{n}", independent=n), "t-a") for n in range(1, 9)])
        told.put_topics(connection, [(TopicRow("t-a", "شأن", "", 8, 8, 1, 8, 0, 0), "{}")])
    with store.reading() as connection:
        few, all_ = (lists.topic_lines(connection, Choice(stories=most))[0] for most in (3, None))
    assert {s.id for s in few.stories} == {"s-8", "s-7", "s-6"}
    assert (len(all_.stories), few.count) == (8, 8)
