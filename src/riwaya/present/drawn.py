"""The geometry of what is drawn: bars of a timeline and the graph of relations. Numbers only, no markup.

Time is drawn in the direction of reading. A bar covers the days that the text allows, so an interval is a bar and
a year is a long bar; only a known day is a dot. Dates far from the others leave the axis and say so.
"""

from __future__ import annotations

import datetime as dt
import itertools
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

_DAY = dt.timedelta(1)
_SEASON_FIRST_MONTH = {21: 3, 22: 6, 23: 9, 24: 12}
_LAST = dt.date.max.replace(month=1, day=1)  # leaves room for one more month or year
_LEAST_WIDTH = 1.2  # percent of the track: a day of a long story must still be seen
_EXHAUSTIVE = 7  # nodes for which every order on the ring is tried (720 of them)

Tie = tuple[str, str, float]
"""The names of two parties, and the score between them."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A date on the axis: `left` and `width` in percent of the track; `off` is before, after or empty."""

    left: float
    width: float
    off: str = ""


@dataclass(frozen=True, slots=True)
class Axis:
    """A bar for each date that has days, and the ends of the track as ISO days."""

    bars: dict[str, Bar]
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Node:
    """A party on the ring: the middle of its label and the label's width."""

    name: str
    x: float
    y: float
    width: float


@dataclass(frozen=True, slots=True)
class Edge:
    """A tie between two nodes; `kind` is conflict, cooperation or neutral; the score stands at `x, y`."""

    a: Node
    b: Node
    score: float
    kind: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Graph:
    """Parties, the ties between them, and the size of the drawing."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    width: int
    height: int


def days_of(value: str | None) -> tuple[dt.date, dt.date] | None:
    """First day and day after the last of an EDTF value; None for what has no days. An open side is one day."""
    if not value:
        return None
    if "/" in value:
        a, b = (days_of(v) for v in value.split("/", 1))
        if a and b:
            return (a[0], b[1]) if a[0] < b[1] else None
        return a or b
    try:
        return _days_of_point(value)
    except (ValueError, OverflowError):  # no such day, or past the calendar's end
        return None


def _days_of_point(value: str) -> tuple[dt.date, dt.date] | None:
    if m := re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})(?:T.*)?", value):
        day = dt.date(int(m[1]), int(m[2]), int(m[3]))
        return day, min(day, _LAST) + _DAY
    if m := re.fullmatch(r"(\d{4})-W(\d{2})", value):
        day = dt.date.fromisocalendar(int(m[1]), int(m[2]), 1)
        return day, day + 7 * _DAY
    if m := re.fullmatch(r"(\d{4})-(\d{2})", value):
        year, month = int(m[1]), int(m[2])
        first = _SEASON_FIRST_MONTH.get(month, month)
        return dt.date(year, first, 1), _month_after(year, first, 3 if month in _SEASON_FIRST_MONTH else 1)
    if len(value) == 4 and (m := re.fullmatch(r"(\d{2,4})(X{0,2})", value)):
        size = 10 ** len(m[2])
        return dt.date(int(m[1]) * size, 1, 1), dt.date(int(m[1]) * size + size, 1, 1)
    return None


def _month_after(year: int, month: int, months: int) -> dt.date:
    n = year * 12 + month - 1 + months
    return dt.date(n // 12, n % 12 + 1, 1)


def lay_days(dates: Sequence[str | None], rtl: bool) -> Axis:
    """Dates on one axis that covers the bulk of them; far ones leave it."""
    all_dated = [(d, days) for d in dates if d and (days := days_of(d))]
    if not all_dated:
        return Axis({}, "", "")
    low, high = _window([days for _, days in all_dated])
    total = (high - low).days
    bars = {}
    for date, (start, end) in dict(all_dated).items():
        off = "before" if end <= low else "after" if start >= high else ""
        a = min(max((start - low).days / total, 0), 1) * 100
        b = min(max((end - low).days / total, 0), 1) * 100
        width = max(b - a, _LEAST_WIDTH)
        left = min(100 - b if rtl else a, 100 - width)
        bars[date] = Bar(round(left, 2), round(width, 2), off)
    return Axis(bars, low.isoformat(), (high - _DAY).isoformat())


def _window(days: list[tuple[dt.date, dt.date]]) -> tuple[dt.date, dt.date]:
    """The stretch that holds the middle of the events and all that lie within one and a half times its length."""
    starts = sorted(d[0] for d in days)
    n = len(starts)
    low, high = starts[n // 4], max(starts[(3 * n) // 4], starts[n // 4])
    reach = max((high - low).days * 1.5, 10.0)
    near = [d for d in days if (low - d[0]).days <= reach and (d[1] - high).days <= max(reach, 31)]
    near = near or days
    return min(d[0] for d in near), max(d[1] for d in near)


def lay_graph(ties: Sequence[Tie], most: int = 8) -> Graph:
    """The strongest-attested parties on an ellipse, ordered so that ties are short."""
    names: dict[str, None] = {}
    for tie in ties:
        if len(names.keys() | {tie[0], tie[1]}) <= most:
            names.update({tie[0]: None, tie[1]: None})
    shown = [t for t in ties if t[0] in names and t[1] in names and t[0] != t[1]]
    ring = _order(list(names), shown)
    width, height = 500, {0: 130, 1: 130, 2: 130, 3: 220, 4: 320, 5: 320}.get(len(ring), 390)
    places = {n: _place(i, len(ring), width, height) for i, n in enumerate(ring)}
    nodes = {n: Node(n, x, y, min(150.0, 26 + 8.2 * len(n))) for n, (x, y) in places.items()}
    return Graph(tuple(nodes.values()), tuple(_edge(t, nodes) for t in shown), width, height)


def _edge(tie: Tie, nodes: dict[str, Node]) -> Edge:
    a, b = nodes[tie[0]], nodes[tie[1]]
    score = tie[2]
    kind = "conflict" if score < -0.5 else "cooperation" if score > 0.5 else "neutral"
    # a long tie crosses others at its middle: its figure stands off it, so that no two cover one another
    share = 0.5 if math.hypot(a.x - b.x, a.y - b.y) < 230 else 0.4
    x, y = a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share
    return Edge(a, b, round(score, 1), kind, round(x, 1), round(y, 1))


def _place(i: int, n: int, width: int, height: int) -> tuple[float, float]:
    angle = math.pi / 2 + 2 * math.pi * i / n if n > 2 else math.pi * i
    x = width / 2 + (width / 2 - 78) * math.cos(angle)
    y = height / 2 - (height / 2 - 26) * math.sin(angle)
    return round(x, 1), round(y, 1)


def _order(names: list[str], ties: list[Tie]) -> list[str]:
    """Names in ring order; small rings exactly, larger ones by putting each next to those it is tied to."""

    def cost(ring: tuple[str, ...]) -> int:
        at = {n: i for i, n in enumerate(ring)}
        known = (t for t in ties if t[0] in at and t[1] in at)
        return sum(min(d, len(ring) - d) for t in known if (d := abs(at[t[0]] - at[t[1]])))

    if len(names) <= 3:
        return names
    if len(names) <= _EXHAUSTIVE:
        rings: list[tuple[str, ...]] = [(names[0], *rest) for rest in itertools.permutations(names[1:])]
        best = min(rings, key=cost)
        return list(best)
    ring = names[:1]
    for name in names[1:]:
        places: list[tuple[str, ...]] = [(*ring[:i], name, *ring[i:]) for i in range(1, len(ring) + 1)]
        nearest = min(places, key=cost)
        ring = list(nearest)
    return ring
