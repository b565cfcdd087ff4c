"""Coordinates of places: known ids, plausible values, and told with a story."""

import math

import pytest

from riwaya.api.where import coordinates, places_in
from riwaya.rules import load, rules_in
from tests.api.asking import Client


def _ids() -> dict[str, str | None]:
    """Every place that the rules know, with the state it lies in."""
    found = {"place:" + row.text("id"): row.get("in") for row in rules_in(load("ar/places"), "places")}
    for row in rules_in(load("ar/countries"), "states"):
        if row.get("capital") is not None:
            found["place:" + row["capital"].text("id")] = row.text("id")
    return found


def test_every_row_is_a_place_that_the_rules_know() -> None:
    assert coordinates().keys() <= _ids().keys()
    assert len(coordinates()) > 400


def test_places_of_a_state_lie_near_one_another() -> None:
    """A swapped or mistyped figure puts a town on another continent."""
    of_state: dict[str, list[str]] = {}
    for place, state in _ids().items():
        if state and place in coordinates():
            of_state.setdefault(state, []).append(place)
    wide = {"RU": 75, "US": 80, "CA": 40, "AU": 30, "CN": 30, "KZ": 22, "IN": 20}
    for state, places in of_state.items():
        capital = coordinates()[places[-1]]
        for place in places:
            at = coordinates()[place]
            off = math.hypot(at.lat - capital.lat, (at.lon - capital.lon) * math.cos(math.radians(at.lat)))
            assert off < wide.get(state, 16), place


def test_only_ids_in_quotes_are_places() -> None:
    assert [p.id for p in places_in('{"a":"place:aleppo","b":"place:nowhere","c":"x place:homs y"}')] == [
        "place:aleppo"
    ]


@pytest.mark.parametrize("path", ["topics", "stories"])
def test_a_story_tells_where_its_places_lie(client: Client, path: str) -> None:
    line = client.json(f"/{path}", sort="weight", limit=1)["items"][0]
    places = {p["id"]: p for p in client.json(f"/{path}/{line['id']}")["places"]}
    assert places["place:lisbon"] == {"id": "place:lisbon", "lat": 38.72, "lon": -9.13, "area": False}
