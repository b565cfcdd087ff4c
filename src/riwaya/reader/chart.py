"""The map of a story: its places on a coastline, drawn without tiles. Numbers only, no markup.

Latitude and longitude are laid out straight, scaled to the middle of the map, so that distances there are right and
the bar beside it can say so. Coasts are Natural Earth's (public domain), simplified to some 3 km; no borders are drawn:
they would take sides. A place far from the others leaves the map and stands in the list alone.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from riwaya.reader.document import Index

WIDTH = 480
_HEIGHTS = (230, 380)
_PAD = (64, 40)  # pixels round the places, for their names
_LEAST = 1.6  # degrees: the coast is drawn to a thirtieth of one
_NEAR = 8.0  # degrees: within so many nothing is far
_MOST = 24  # places of one map
_NAMED = 14  # of them with their name beside them, where it fits
_STEPS = (0.5, 1, 2, 5, 10, 20, 30)  # degrees between two lines
_BARS = (10, 20, 50, 100, 200, 500, 1000, 2000, 5000)  # kilometres
_KM = 111.2  # of a degree of latitude
_COAST = "assets/land.txt"

Point = tuple[float, float]
_At = Callable[[float, float], Point]
Box = tuple[float, float, float, float]  # west, south, east, north; or left, top, right, bottom


@dataclass(frozen=True, slots=True)
class Spot:
    """A place of the story: where it lies, how many of its events happened there, how often it is named."""

    id: str
    name: str
    lat: float
    lon: float
    area: bool
    events: int
    named: int


@dataclass(frozen=True, slots=True)
class Mark:
    """A spot on the map; `label` is the middle of its name, None where there was no room."""

    spot: Spot
    x: float
    y: float
    r: float
    label: Point | None


@dataclass(frozen=True, slots=True)
class Chart:
    """A map: marks, the land as paths, the lines of the grid, a bar of `km` kilometres; `far` left the map."""

    marks: tuple[Mark, ...]
    land: str
    grid: tuple[tuple[float, float, float, float], ...]
    km: int
    bar: float
    height: int
    far: tuple[Spot, ...]


def spots_of(index: Index) -> tuple[Spot, ...]:
    """The places of a story that something happened in or that are named twice, those with most events first."""
    happened = Counter(e["place"] for e in index.document["events"] if e["place"])
    named = Counter(m["actor"] for m in index.document["mentions"])
    found = [
        Spot(p["id"], index.name(p["id"]), p["lat"], p["lon"], p["area"], happened[p["id"]], named[p["id"]])
        for p in index.document["places"]
        if p["id"] in index.actors and (happened[p["id"]] or named[p["id"]] > 1)
    ]
    return tuple(sorted(found, key=lambda s: (-s.events, -s.named, s.id))[:_MOST])


def lay_chart(spots: Sequence[Spot]) -> Chart | None:
    """The map of some places; None of fewer than two: one point on a coast says nothing that its name does not."""
    near, far = _parted(spots)
    if len(near) < 2:
        return None
    middle = math.radians((min(s.lat for s in near) + max(s.lat for s in near)) / 2)
    shrink = max(math.cos(middle), 0.2)
    west, east = min(s.lon for s in near) * shrink, max(s.lon for s in near) * shrink
    south, north = min(s.lat for s in near), max(s.lat for s in near)
    wide, tall = max(east - west, _LEAST), max(north - south, _LEAST / 2)
    scale = min((WIDTH - 2 * _PAD[0]) / wide, (_HEIGHTS[1] - 2 * _PAD[1]) / tall)
    height = round(min(max(tall * scale + 2 * _PAD[1], _HEIGHTS[0]), _HEIGHTS[1]))
    left, top = (west + east) / 2 - WIDTH / 2 / scale, (north + south) / 2 + height / 2 / scale

    def at(lat: float, lon: float) -> Point:
        return round((lon * shrink - left) * scale, 1), round((top - lat) * scale, 1)

    box = (left / shrink, top - height / scale, (left + WIDTH / scale) / shrink, top)
    km = max((b for b in _BARS if b / _KM * scale <= WIDTH / 3), default=_BARS[0])
    return Chart(
        _marks([(s, *at(s.lat, s.lon)) for s in near], height),
        _land(box, at),
        _grid(box, at),
        km,
        round(km / _KM * scale, 1),
        height,
        far,
    )


def _parted(spots: Sequence[Spot]) -> tuple[tuple[Spot, ...], tuple[Spot, ...]]:
    """Those that lie together, and those far off: thrice as far from the middle one as most are."""
    if not spots:
        return (), ()

    def off(a: Spot, b: Spot) -> float:
        return math.hypot(a.lat - b.lat, (a.lon - b.lon) * math.cos(math.radians((a.lat + b.lat) / 2)))

    middle = min(spots, key=lambda s: sum(off(s, o) * (1 + o.events) for o in spots))
    by_distance = sorted(off(middle, s) for s in spots)
    reach = max(_NEAR, 3 * by_distance[(len(spots) * 3) // 5]) if len(spots) > 2 else math.inf
    near = tuple(s for s in spots if off(middle, s) <= reach)
    return near, tuple(s for s in spots if s not in near)


# ------------------------------------------------------------------ names beside points


def _marks(points: Sequence[tuple[Spot, float, float]], height: int) -> tuple[Mark, ...]:
    """Points with their names beside them, the first ones first; no name covers another or a point."""
    radii = [9.0 if s.area else min(4 + 1.2 * math.sqrt(s.events), 9) if s.events else 3.2 for s, _, _ in points]
    taken = [(x - r, y - r, x + r, y + r) for (_, x, y), r in zip(points, radii, strict=True)]
    marks = []
    for n, ((spot, x, y), r) in enumerate(zip(points, radii, strict=True)):
        label = None
        for place in _around(x, y, r, text_width(spot.name)) if n < _NAMED else ():
            box = _box(place, text_width(spot.name))
            inside = min(box[:2]) >= 2 and box[2] <= WIDTH - 2 and box[3] <= height - 2
            if inside and not any(_meet(box, t) for t in taken):
                taken.append(box)
                label = place
                break
        marks.append(Mark(spot, x, y, round(r, 1), label))
    return tuple(marks)


def text_width(name: str) -> float:
    """About how wide a name is drawn, in the map's units."""
    return 10 + 7.4 * len(name)


def _around(x: float, y: float, r: float, width: float) -> tuple[Point, ...]:
    side, gap = r + 2 + width / 2, r + 11
    slant = r + width / 2 - 4
    near = ((x + side, y), (x - side, y), (x, y - gap), (x, y + gap))
    slanted = ((x + slant, y - gap), (x - slant, y - gap), (x + slant, y + gap), (x - slant, y + gap))
    return tuple((round(a, 1), round(b, 1)) for a, b in near + slanted)


def _box(middle: Point, width: float) -> Box:
    return middle[0] - width / 2, middle[1] - 9, middle[0] + width / 2, middle[1] + 9


def _meet(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


# ------------------------------------------------------------------ land and grid


def _grid(box: Box, at: _At) -> tuple[tuple[float, float, float, float], ...]:
    west, south, east, north = box
    step = next((s for s in _STEPS if (east - west) / s <= 6 and (north - south) / s <= 5), _STEPS[-1])
    upright = [n * step for n in range(math.ceil(west / step), math.floor(east / step) + 1)]
    level = [n * step for n in range(math.ceil(south / step), math.floor(north / step) + 1)]
    lines = [(*at(north, lon), *at(south, lon)) for lon in upright]
    lines += [(*at(lat, west), *at(lat, east)) for lat in level]
    return tuple(lines)


def _land(box: Box, at: _At) -> str:
    """The land in a box as one path. It is cut a little outside of what is seen, so that cuts are not."""
    edge = 0.05 * (box[2] - box[0])
    wider = (box[0] - edge, box[1] - edge, box[2] + edge, box[3] + edge)
    parts = []
    for bounds, ring in _rings():
        if _meet(bounds, wider):
            cut = _cut(ring, wider)
            points = _thinned([at(lat, lon) for lon, lat in cut])
            if len(points) > 3:  # less is an island of a few pixels
                parts.append("M" + "L".join(f"{x:g} {y:g}" for x, y in points) + "Z")
    return "".join(parts)


def _thinned(points: Sequence[Point]) -> list[Point]:
    """Points at least two pixels from the one before."""
    kept: list[Point] = []
    for p in points:
        if not kept or abs(p[0] - kept[-1][0]) + abs(p[1] - kept[-1][1]) >= 2:
            kept.append(p)
    return kept


def _cut(ring: Sequence[Point], box: Box) -> list[Point]:
    """A ring within a box (Sutherland and Hodgman): side after side, what lies outside is cut off."""
    points = list(ring)
    for axis, bound, sign in ((0, box[0], 1), (0, box[2], -1), (1, box[1], 1), (1, box[3], -1)):
        found: list[Point] = []
        for a, b in zip(points[-1:] + points[:-1], points, strict=True):
            a_in, b_in = (a[axis] - bound) * sign >= 0, (b[axis] - bound) * sign >= 0
            if a_in != b_in:
                share = (bound - a[axis]) / (b[axis] - a[axis])
                found.append((a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share))
            if b_in:
                found.append(b)
        points = found
        if not points:
            break
    return points


@cache
def _rings() -> tuple[tuple[Box, tuple[Point, ...]], ...]:
    """The coasts of the world: rings in longitude and latitude, with their bounds."""
    text = resources.files("riwaya.reader").joinpath(_COAST).read_text("ascii")
    return tuple(_ring(line) for line in text.splitlines() if line and not line.startswith("#"))


def _ring(line: str) -> tuple[Box, tuple[Point, ...]]:
    """A line of the file: hundredths of a degree, each point as its distance from the one before."""
    steps = [int(n) for n in line.split(" ")]
    x = y = 0
    ring = []
    for dx, dy in zip(steps[::2], steps[1::2], strict=True):
        x, y = x + dx, y + dy
        ring.append((x / 100, y / 100))
    xs, ys = [p[0] for p in ring], [p[1] for p in ring]
    return (min(xs), min(ys), max(xs), max(ys)), tuple(ring)
