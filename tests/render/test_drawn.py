import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riwaya.render.drawn import days_of, lay_graph, lay_timeline
from riwaya.render.happenings import Happening
from riwaya.render.views import Tie


def happening(n: int, date: str | None) -> Happening:
    return Happening(f"e{n}", "NONE", "happened", date, (), "", ())


def tie(a: str, b: str, score: float = -3.0) -> Tie:
    return Tie(a, b, score, ((None, score),), ())


@pytest.mark.parametrize(
    ("value", "first", "after"),
    [
        ("2031-05-03", "2031-05-03", "2031-05-04"),
        ("2031-12", "2031-12-01", "2032-01-01"),
        ("2031-24", "2031-12-01", "2032-03-01"),
        ("203X", "2030-01-01", "2040-01-01"),
        ("2031-05-03/2031-05-05", "2031-05-03", "2031-05-06"),
        ("../2031-05-03", "2031-05-03", "2031-05-04"),
    ],
)
def test_days_of(value: str, first: str, after: str) -> None:
    assert days_of(value) == (dt.date.fromisoformat(first), dt.date.fromisoformat(after))


@pytest.mark.parametrize("value", ["P12D", "PAST_REF", "2031-13", "2031-02-30", "XXXX-05-03", "", None, "9999"])
def test_what_has_no_days(value: str | None) -> None:
    assert days_of(value) is None


@given(st.lists(st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1)), min_size=1, max_size=30), st.booleans())
def test_every_bar_lies_on_the_track_or_says_that_it_left(days: list[dt.date], rtl: bool) -> None:
    axis = lay_timeline(tuple(happening(n, d.isoformat()) for n, d in enumerate(days)), rtl)
    assert len(axis.rows) == len(days)
    for row in axis.rows:
        assert 0 <= row.left <= 100
        assert row.left + row.width <= 100.1
        assert row.off or row.width > 0


def test_time_runs_with_the_direction_of_reading() -> None:
    happenings = (happening(1, "2031-05-03"), happening(2, "2031-05-09"))
    rtl, ltr = (lay_timeline(happenings, d).rows for d in (True, False))
    assert rtl[0].left > rtl[1].left
    assert ltr[0].left < ltr[1].left


def test_a_far_date_leaves_the_axis_and_undated_stand_apart() -> None:
    near = [happening(n, f"2031-05-{n:02}") for n in range(3, 9)]
    axis = lay_timeline((*near, happening(99, "1917"), happening(100, None), happening(101, "PAST_REF")), True)
    assert axis.rows[0].off == "before"
    assert axis.first == "2031-05-03"
    assert [h.id for h in axis.undated] == ["e100", "e101"]


def test_an_interval_is_wider_than_a_day() -> None:
    axis = lay_timeline((happening(1, "2031-05-03"), happening(2, "2031-05-05/2031-05-09")), True)
    assert axis.rows[1].width == pytest.approx(5 * axis.rows[0].width, rel=0.01)


def test_the_graph_shows_the_first_parties_inside_its_frame() -> None:
    ties = tuple(tie(f"a{n}", f"a{n + 1}") for n in range(20))
    graph = lay_graph(ties)
    assert len(graph.nodes) == 8
    assert len(graph.edges) == 7
    for node in graph.nodes:
        assert node.width / 2 <= node.x <= graph.width - node.width / 2 + 1
        assert 0 < node.y < graph.height


def test_the_ring_puts_those_who_are_tied_side_by_side() -> None:
    ties = (tie("a", "c"), tie("c", "e"), tie("e", "b"), tie("b", "d"), tie("d", "a"))
    ring = [n.name for n in lay_graph(ties).nodes]
    steps = [abs(ring.index(t.a) - ring.index(t.b)) for t in ties]
    assert all(s in {1, 4} for s in steps)


def test_kinds_of_ties() -> None:
    ties = (tie("a", "b", -3), tie("b", "c", 0.2), tie("a", "c", 4))
    assert [e.kind for e in lay_graph(ties).edges] == ["conflict", "neutral", "cooperation"]
