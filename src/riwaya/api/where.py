"""Where places lie, as far as the rules know (`rules/coordinates.yaml`): for maps drawn without anybody's tiles."""

from __future__ import annotations

import re
from functools import cache

from riwaya.api.shapes import Place
from riwaya.rules import load

_PLACE = re.compile(r'"(place:[a-z0-9-]{1,80})"')


@cache
def coordinates() -> dict[str, Place]:
    """Every place with known coordinates, by id. Raises `RuleError` for a row that is no latitude and longitude."""
    data = load("coordinates").only("towns", "areas")
    found = {}
    for section in ("towns", "areas"):
        for slug, at in data[section].items():
            if not (isinstance(at, list) and len(at) == 2 and abs(at[0]) <= 90 and abs(at[1]) <= 180):
                raise data.fail(f"{slug}: not [latitude, longitude]")
            found[f"place:{slug}"] = Place(id=f"place:{slug}", lat=at[0], lon=at[1], area=section == "areas")
    return found


def places_in(document: str) -> list[Place]:
    """The places with known coordinates that a document (its JSON text) names, by id. The text is not parsed: an id in
    quotes is enough to be one of a few hundred known ones."""
    known = coordinates()
    return [known[i] for i in sorted(set(_PLACE.findall(document))) if i in known]
