"""The map of a story: where points and names stand, what is far, and the land under them."""

import math
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.reader.chart import WIDTH, Chart, Spot, lay_chart, text_width


def spot(name: str, lat: float, lon: float, events: int = 1, named: int = 1) -> Spot:
    return Spot(f"place:{name}", name, lat, lon, events == named, events, named)


# an area where both figures are the same
DAMASCUS, HOMS, ALEPPO = spot("damascus", 33.51, 36.29, 8), spot("homs", 34.73, 36.72), spot("aleppo", 36.2, 37.16)
LISBON, RABAT = spot("lisbon", 38.72, -9.13), spot("rabat", 34.01, -6.83)


def charted(*spots: Spot) -> Chart:
    chart = lay_chart(spots)
    assert chart is not None
    return chart


def test_fewer_than_two_places_are_no_map() -> None:
    assert lay_chart([]) is None
    assert lay_chart([DAMASCUS]) is None


def test_north_is_up_and_east_is_right() -> None:
    south, north = charted(DAMASCUS, ALEPPO).marks
    assert north.y < south.y
    assert north.x > south.x


def test_distances_are_what_the_bar_says() -> None:
    chart = charted(LISBON, RABAT)
    a, b = chart.marks
    drawn = math.hypot(a.x - b.x, a.y - b.y) / chart.bar * chart.km
    assert abs(drawn - 563) < 12, "kilometres from Lisbon to Rabat"


def test_a_place_far_off_leaves_the_map_and_is_told() -> None:
    chart = charted(  # an area where both figures are the same
        DAMASCUS, HOMS, ALEPPO, spot("washington", 38.9, -77.04, 0, 11)
    )
    assert [s.id for s in chart.far] == ["place:washington"]
    assert len(chart.marks) == 3


def test_two_places_apart_are_both_on_the_map() -> None:
    assert len(charted(DAMASCUS, spot("washington", 38.9, -77.04)).marks) == 2


def _covers(path: str, x: float, y: float) -> bool:
    """Whether a path covers a point, by the even-odd rule."""
    inside = False
    for part in path.split("Z"):
        points = [tuple(map(float, p.split(" "))) for p in re.findall(r"[-\d.e]+ [-\d.e]+", part)]
        for (x1, y1), (x2, y2) in zip(points, points[1:] + points[:1], strict=True):
            if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
                inside = not inside
    return inside


def test_towns_inland_lie_on_land_and_the_sea_is_none() -> None:
    """Of what is drawn; a strait and an ocean between two coasts."""
    chart = charted(spot("madrid", 40.42, -3.70), spot("fez", 34.03, -5.00), spot("alboran", 36.0, -3.0))
    madrid, fez, sea = chart.marks
    assert _covers(chart.land, madrid.x, madrid.y)
    assert _covers(chart.land, fez.x, fez.y)
    assert not _covers(chart.land, sea.x, sea.y)


def test_an_inland_sea_is_a_hole_in_the_land() -> None:
    chart = charted(spot("caspian", 41.5, 51.0), spot("tehran", 35.69, 51.42), spot("baku", 40.38, 49.7))
    water, tehran, _ = chart.marks
    assert not _covers(chart.land, water.x, water.y)
    assert _covers(chart.land, tehran.x, tehran.y)


places = st.lists(
    st.builds(
        spot,
        st.text("ابتثجحخدذر ", min_size=1, max_size=18),
        st.floats(-85, 85),
        st.floats(-179, 179),
        st.integers(0, 60),
        st.integers(0, 99),
    ),
    max_size=24,
)


@settings(deadline=None, max_examples=60)
@given(places)
def test_no_name_covers_another_and_nothing_leaves_the_drawing(spots: list[Spot]) -> None:
    chart = lay_chart(spots)
    if chart is None:
        return
    assert len(chart.marks) + len(chart.far) == len(spots)
    boxes = []
    for m in chart.marks:
        assert 0 <= m.x <= WIDTH
        assert 0 <= m.y <= chart.height
        if m.label:
            half = text_width(m.spot.name) / 2
            boxes.append((m.label[0] - half, m.label[1] - 9, m.label[0] + half, m.label[1] + 9))
    for n, a in enumerate(boxes):
        assert a[0] >= 0
        assert a[2] <= WIDTH
        for b in boxes[n + 1 :]:
            assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]


def test_a_map_of_the_whole_world_is_no_burden() -> None:
    """A story's page has to stay under 100 KB on the line."""
    chart = charted(spot("north", 68, -150), spot("south", -40, 170))
    assert len(chart.land) < 40_000
