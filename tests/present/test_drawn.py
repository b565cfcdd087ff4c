"""Bars for dates and the ring of parties, as report and reader both draw them."""

from hypothesis import given
from hypothesis import strategies as st

from riwaya.present.drawn import lay_days, lay_graph

dates = st.lists(
    st.one_of(
        st.none(), st.dates().map(str), st.sampled_from(["203X", "2031", "2031-05", "2031-21", "P3D", "../2031-05-03"])
    ),
    max_size=20,
)


@given(dates, st.booleans())
def test_every_date_with_days_has_a_bar_on_the_track(given_dates: list[str | None], rtl: bool) -> None:
    axis = lay_days(given_dates, rtl)
    assert axis.bars.keys() == {d for d in given_dates if d and d != "P3D"}
    for bar in axis.bars.values():
        assert bar.left >= 0
        assert bar.left + bar.width <= 100.01
        assert bar.off in {"", "before", "after"}


def test_what_is_told_often_draws_the_axis() -> None:
    """A date that ten events have weighs ten times."""
    axis = lay_days(["2031-05-01"] * 10 + ["2033-01-01"], rtl=False)
    assert axis.bars["2033-01-01"].off == "after"


@given(
    st.lists(st.tuples(st.sampled_from("ابتثجحخدذر"), st.sampled_from("ابتثجحخدذر"), st.floats(-10, 10)), max_size=30)
)
def test_nobody_is_on_the_ring_twice_and_none_is_tied_to_itself(ties: list[tuple[str, str, float]]) -> None:
    graph = lay_graph(ties)
    names = [n.name for n in graph.nodes]
    assert len(names) == len(set(names)) <= 8
    assert all(e.a.name != e.b.name for e in graph.edges)
    assert all(0 <= n.x <= graph.width and 0 <= n.y <= graph.height for n in graph.nodes)
