from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from riwaya.account import Account
from riwaya.model import Derivation, Judgement, Story, Telling, Topic
from riwaya.stories import find_derivations, group_stories

Maker = Callable[..., Account]

BRIDGE = (
    "انهار جسر خشبي فوق وادي الرمل في زغوان، فجر الاثنين، وأصيب أربعة مارة بجروح خفيفة نقلوا إثرها إلى المستشفى الجهوي."
)
BRIDGE_TOO = "أصيب أربعة أشخاص بجروح في انهيار جسر خشبي بمدينة زغوان فوق وادي الرمل، ونقلتهم الحماية المدنية إلى المستشفى الجهوي."  # noqa: E501
CHESS = "فازت اللاعبة مريم الدريدي ببطولة أفريقيا للشطرنج في نيروبي بعد تعادلها في الجولة الأخيرة مع بطلة كينيا."


def homes(stories: tuple[Story, ...]) -> dict[str, str]:
    return {a: s.id for s in stories for a in s.articles}


def affairs(stories: tuple[Story, ...], topics: tuple[Topic, ...]) -> dict[str, str]:
    home = homes(stories)
    of = {s: t.id for t in topics for s in t.stories}
    return {a: of[s] for a, s in home.items()}


def test_the_two_affairs_of_the_examples_stay_apart(examples: tuple[Account, ...]) -> None:
    stories, topics = group_stories(examples, find_derivations(examples))
    of = affairs(stories, topics)
    collision = {
        of[f"{p}#1"] for p in ("01-wire.txt", "02-copy.txt", "03-rewrite.txt", "06-update.txt", "07-figures.txt")
    }
    grounding = {of["12-grounding.txt#1"], of["13-refloated.txt#1"], of["05-aggregator.txt#2"]}
    strays = {of["14-football.txt#1"], of["05-aggregator.txt#3"], of["11-feed.xml#2#1"]}
    assert len(collision) == 1
    assert len(grounding) == 1
    assert len(strays) == 3
    assert not collision & grounding
    assert not strays & (collision | grounding)


def test_the_machine_translation_stands_with_the_report_it_tells_again(examples_told: Telling) -> None:
    home = homes(examples_told.stories)
    assert len({home[f"{p}#1"] for p in ("01-wire.txt", "02-copy.txt", "03-rewrite.txt", "04-translated.txt")}) == 1


@pytest.mark.parametrize("seed", range(3))
def test_order_of_input_never_matters(examples: tuple[Account, ...], seed: int) -> None:
    derivations = find_derivations(examples)
    shuffled = list(examples)
    random.Random(seed).shuffle(shuffled)
    assert group_stories(shuffled, derivations) == group_stories(examples, derivations)


def test_every_article_has_one_story_and_every_story_one_topic(examples: tuple[Account, ...]) -> None:
    stories, topics = group_stories(examples, ())
    assert sorted(a for s in stories for a in s.articles) == sorted(a.id for a in examples)
    assert sorted(s for t in topics for s in t.stories) == sorted(s.id for s in stories)
    titles = {a.article.title.text for a in examples if a.article.title}
    assert {s.title for s in stories} <= titles


def test_two_reports_of_one_event_meet_and_another_event_stays_away(account: Maker) -> None:
    pages = [
        account("a", "انهيار جسر خشبي في زغوان وإصابة أربعة", BRIDGE, day="2024-03-04"),
        account("b", "أربعة جرحى في انهيار جسر بزغوان", BRIDGE_TOO, day="2024-03-04"),
        account("c", "مريم الدريدي بطلة أفريقيا للشطرنج", CHESS, day="2024-03-04"),
    ]
    home = homes(group_stories(pages, ())[0])
    assert home["a#1"] == home["b#1"] != home["c#1"]


def test_the_same_words_a_month_later_are_another_event(account: Maker) -> None:
    pages = [
        account("a", "انهيار جسر خشبي في زغوان وإصابة أربعة", BRIDGE, day="2024-03-04"),
        account("b", "أربعة جرحى في انهيار جسر بزغوان", BRIDGE_TOO, day="2024-04-09"),
    ]
    home = homes(group_stories(pages, ())[0])
    assert home["a#1"] != home["b#1"]


def test_pages_of_1970_and_of_the_future_are_grouped_like_others(account: Maker) -> None:
    days = ("1970-01-01", "2024-03-04", "2024-03-04", "2124-03-04", None)
    pages = [account(f"p{i}", "انهيار جسر خشبي في زغوان وإصابة أربعة", BRIDGE, day=day) for i, day in enumerate(days)]
    home = homes(group_stories(pages, ())[0])
    assert home["p1#1"] == home["p2#1"]
    assert len({home["p0#1"], home["p1#1"], home["p3#1"]}) == 3


def test_a_derived_article_stands_with_its_source(account: Maker) -> None:
    pages = [account("a", "انهيار جسر", BRIDGE, day="2024-03-04"), account("c", "شطرنج", CHESS, day="2024-03-05")]
    said = (Derivation("a#1", "c#1", "rewrite", 0.9, "said for the test"),)
    stories, _ = group_stories(pages, said)
    assert len(stories) == 1
    assert stories[0].independent_sources == 1
    assert stories[0].title == "انهيار جسر"


def test_judgements_join_and_split(account: Maker) -> None:
    bridge = account("a", "انهيار جسر خشبي في زغوان وإصابة أربعة", BRIDGE, day="2024-03-04")
    again = account("b", "أربعة جرحى في انهيار جسر بزغوان", BRIDGE_TOO, day="2024-03-04")
    chess = account("c", "مريم الدريدي بطلة أفريقيا للشطرنج", CHESS, day="2024-03-04")
    split = homes(group_stories([bridge, again, chess], (), [Judgement("same_story", "a#1", "b#1", False)])[0])
    assert split["a#1"] != split["b#1"]
    joined = homes(group_stories([bridge, again, chess], (), [Judgement("same_story", "c#1", "b#1", True)])[0])
    assert joined["c#1"] == joined["b#1"]
    unknown = [Judgement("same_story", "a#1", "nowhere", True), Judgement("same_actor", "a#1", "b#1", False)]
    assert group_stories([bridge, again], (), unknown) == group_stories([bridge, again], ())


def test_a_split_copy_leaves_its_source(account: Maker) -> None:
    pages = [account(p, "انهيار جسر", BRIDGE, day="2024-03-04") for p in ("a", "b")]
    split = [Judgement("same_story", "b#1", "a#1", False)]
    said = (Derivation("a#1", "b#1", "copy", 1.0, "said for the test"),)
    assert len(group_stories(pages, said, split)[0]) == 2


def test_many_identical_articles_cost_little_and_make_one_story(account: Maker) -> None:
    pages = [
        account(f"p{i:03}", "انهيار جسر خشبي في زغوان", BRIDGE, BRIDGE_TOO, CHESS, day="2024-03-04") for i in range(150)
    ]
    stories, topics = group_stories(pages, find_derivations(pages))
    assert len(stories) == len(topics) == 1
    assert stories[0].independent_sources == 1


def test_empty_articles_are_stories_of_their_own(account: Maker) -> None:
    stories, topics = group_stories([account("a", ""), account("b", "")], ())
    assert len(stories) == len(topics) == 2
    assert group_stories([], ()) == ((), ())


def test_a_story_tells_when_where_and_through_whom(examples_told: Telling) -> None:
    story = next(s for s in examples_told.stories if "01-wire.txt#1" in s.articles)
    assert (story.first, story.outlets[0]) == ("2025-08-27", "وكالة الساحل للأنباء")
    assert story.first is not None
    assert story.last is not None
    assert story.last > story.first
    assert "country:MA" in story.actors
    assert story.place


def test_judgements_hold_through_regrouping(account: Maker) -> None:
    bridge = account("a", "انهيار جسر خشبي في زغوان وإصابة أربعة", BRIDGE, day="2024-03-04")
    again = account("b", "أربعة جرحى في انهيار جسر بزغوان", BRIDGE_TOO, day="2024-03-04")
    chess = account("c", "مريم الدريدي بطلة أفريقيا للشطرنج", CHESS, day="2024-03-04")
    later = account("d", "جرحى جسر زغوان يغادرون المستشفى", BRIDGE_TOO, day="2024-03-05")
    said = [Judgement("same_story", "a#1", "b#1", False), Judgement("same_story", "c#1", "a#1", True)]
    for pages in ([bridge, again, chess], [bridge, again, chess, later], [later, chess, again, bridge]):
        home = homes(group_stories(pages, (), said)[0])
        assert home["a#1"] != home["b#1"]
        assert home["a#1"] == home["c#1"]
