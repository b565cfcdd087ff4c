from __future__ import annotations

import json
import math

import pytest

from riwaya.likeness import Vector
from riwaya.stories.linkage import Clusters, Rules
from riwaya.stories.weights import telling

FIVE = range(5), range(5, 10)


def vector(i: int) -> Vector:
    """Of the first five all hold one thing, of the others another."""
    shared, own = math.sqrt(0.8), math.sqrt(0.2)
    return {"one" if i < 5 else "other": shared, f"own {i}": own}


def two_affairs(rules: Rules) -> Clusters:
    groups = Clusters(rules)
    for i in range(10):
        groups.place(i, vector(i))
        groups.connect((j, i, 0.8) for j in range(i) if (j < 5) == (i < 5))
        groups.settle()
    return groups


@pytest.mark.parametrize(("wide", "number"), [(False, 1), (True, 2)])
def test_a_report_near_to_two_affairs_does_not_make_them_one(wide: bool, number: int) -> None:
    groups = two_affairs(Rules(0.3, 0.5, wide=wide))
    assert groups.all() == [list(five) for five in FIVE]
    groups.connect([(0, 9, 0.9)])
    groups.settle()
    assert len(groups.all()) == number


def test_who_is_near_to_all_of_an_affair_joins_it() -> None:
    groups = two_affairs(Rules(0.3, 0.5, wide=True))
    groups.place(10, vector(9))
    groups.connect((j, 10, 0.8) for j in (8, 9))
    groups.settle()
    assert groups.first(10) == 5


@pytest.mark.parametrize(("crowd", "most"), [(0.0, 8), (0.2, 3)])
def test_an_affair_that_grows_asks_more(crowd: float, most: int) -> None:
    groups = Clusters(Rules(0.3, 0.5, wide=True, many=2, crowd=crowd))
    shared, own = math.sqrt(0.45), math.sqrt(0.55)
    for i in range(8):
        groups.place(i, {"all": shared, f"own {i}": own})
        groups.connect((j, i, 0.45) for j in range(i))
        groups.settle()
    assert max(len(g) for g in groups.all()) == most


def test_a_copy_does_not_crowd() -> None:
    groups = Clusters(Rules(0.3, 0.5, wide=True, many=2, crowd=0.2))
    groups.place(0, {"all": 1.0})
    for i in range(1, 100):
        groups.place(i, silent=True)
        groups.bind(0, i)
    groups.place(100, {"all": 1.0})
    groups.connect([(0, 100, 1.0)])
    groups.settle()
    assert len(groups.all()) == 1


def test_those_who_have_left_are_near_to_nobody_also_after_a_stop() -> None:
    groups = two_affairs(Rules(0.3, 0.5, wide=True))
    for i in range(4):
        groups.leave(i)
    plain = json.loads(json.dumps(groups.plain()))
    again = Clusters(Rules(0.3, 0.5, wide=True))
    live = set(range(4, 10))
    again.restore(plain, live, set(), {i: vector(i) for i in live})
    assert json.loads(json.dumps(again.plain())) == plain
    for one in (groups, again):  # the last of five that were heard, near as it is, does not bring them over
        one.connect([(4, 9, 0.9)])
        one.settle()
        assert len(one.all()) == 2


def test_who_is_named_everywhere_tells_little_of_an_affair() -> None:
    assert telling("place:nowhere-in-particular") == 1.0
    assert 0.0 < telling("country:US") < telling("country:SY") < 1.0
    assert telling("org:reuters") == 0.0


def two_sides(many_sided: bool, likest: int = 2) -> Clusters:
    """Two groups of three, of which each is like two of the other and no more."""
    groups = Clusters(Rules(0.4, likest=likest))
    for i in range(6):
        groups.place(i, many_sided=many_sided)
        groups.connect((j, i, 0.9) for j in range(i) if (j < 3) == (i < 3))
        groups.settle()
    groups.connect((i, 3 + (i + step) % 3, 0.5) for i in range(3) for step in (0, 1))
    groups.settle()
    return groups


@pytest.mark.parametrize(("many_sided", "likest", "number"), [(True, 2, 1), (False, 2, 2), (True, 0, 2), (True, 3, 2)])
def test_what_is_told_from_many_sides_is_held_to_its_likest(many_sided: bool, likest: int, number: int) -> None:
    assert len(two_sides(many_sided, likest).all()) == number


def test_one_side_alone_is_not_held_to_its_likest() -> None:
    groups = Clusters(Rules(0.4, likest=1))
    for i in range(3):
        groups.place(i, many_sided=i == 2)
    groups.bind(0, 1)
    groups.connect([(0, 2, 0.5)])
    groups.settle()
    assert groups.all() == [[0, 1], [2]]


def test_sides_are_known_after_a_stop_and_forgotten_with_who_leaves() -> None:
    groups = Clusters(Rules(0.4, likest=1))
    for i in range(4):
        groups.place(i, many_sided=i > 0)
    groups.bind(0, 1)
    groups.bind(2, 3)
    groups.leave(0)  # the one that was not
    again = Clusters(Rules(0.4, likest=1))
    again.restore(json.loads(json.dumps(groups.plain())), {1, 2, 3}, set(), {}, {1, 2, 3})
    for one in (groups, again):
        one.connect([(1, 2, 0.5)])  # the mean is 0.25
        one.settle()
        assert one.all() == [[0, 1, 2, 3]]
