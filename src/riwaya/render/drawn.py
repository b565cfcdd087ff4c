"""The rows of a timeline on their axis, and the graph of relations: `present.drawn` over the report's own values."""

from __future__ import annotations

from dataclasses import dataclass

from riwaya.present import drawn
from riwaya.present.drawn import Graph, days_of
from riwaya.render.happenings import Happening
from riwaya.render.views import Tie

__all__ = ["Axis", "Row", "days_of", "lay_graph", "lay_timeline"]


@dataclass(frozen=True, slots=True)
class Row:
    """A happening on the axis: `left` and `width` in percent of the track; `off` is before, after or empty."""

    happening: Happening
    left: float
    width: float
    off: str = ""


@dataclass(frozen=True, slots=True)
class Axis:
    """The dated rows in order, the undated apart, and the ends of the track as ISO days."""

    rows: tuple[Row, ...]
    undated: tuple[Happening, ...]
    first: str
    last: str


def lay_timeline(happenings: tuple[Happening, ...], rtl: bool) -> Axis:
    """Happenings in order of time on one axis; the axis covers the bulk of them and far ones leave it."""
    dated = [(days, h) for h in happenings if (days := days_of(h.date))]
    dated.sort(key=lambda x: (x[0], x[1].at))
    axis = drawn.lay_days([h.date for _, h in dated], rtl)
    bars = [(h, axis.bars[h.date or ""]) for _, h in dated]
    rows = tuple(Row(h, bar.left, bar.width, bar.off) for h, bar in bars)
    return Axis(rows, tuple(h for h in happenings if not days_of(h.date)), axis.first, axis.last)


def lay_graph(ties: tuple[Tie, ...], most: int = 8) -> Graph:
    """The strongest-attested parties on an ellipse, ordered so that ties are short."""
    return drawn.lay_graph([(t.a, t.b, t.score) for t in ties], most)
