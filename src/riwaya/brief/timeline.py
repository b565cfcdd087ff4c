"""The timeline and the relations of a topic, both derived from its events.

The timeline holds the events that have a day (or a wider interval), are told as done or planned and are
likely right, in order.
A relation is two actors on one date: the mean of the PLOVER intensities of their events, from -10
(conflict) to +10 (cooperation). Actors that act for a state are counted with it.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from functools import cache

from riwaya.model import Actor, Event, Relation, Span, Status
from riwaya.rules import load, rules_in

# The events judge is calibrated: of what it gives .5, just over half is right. Less is no line in a
# chronicle and no relation between states.
SURE = 0.5
_TOLD = (Status.HAPPENED, Status.PLANNED)


@cache
def _scale() -> dict[str, tuple[float, dict[str, float]]]:
    return {
        r.text("name"): (float(r["intensity"]), {m: float(v) for m, v in r["modes"].items()})
        for r in rules_in(load("ar/plover"), "types")
        if r.get("intensity") is not None
    }


def intensity(event: Event) -> float | None:
    """The PLOVER intensity of `event`, by mode where it has one; None for other happenings."""
    found = _scale().get(event.type)
    if found is None:
        return None
    general, by_mode = found
    return by_mode.get(event.mode or "", general)


def timeline(events: Sequence[Event]) -> tuple[str, ...]:
    """Ids of the dated events that are told as done or planned, by day; wider intervals after days.

    Only events that are more likely right than wrong, and one for each sentence and type.
    """
    dated: dict[tuple[str, Span], tuple[dt.date, dt.date, str]] = {}
    for e in sorted(events, key=lambda e: (-e.confidence, e.id)):
        if e.when is not None and e.when.start is not None and _is_sure(e) and e.status in _TOLD:
            dated.setdefault((e.type, e.mentions[0].span), (e.when.start, e.when.end or dt.date.max, e.id))
    return tuple(event for _, _, event in sorted(dated.values()))


def _is_sure(event: Event) -> bool:
    return event.confidence >= SURE


def relations(events: Sequence[Event], actors: Sequence[Actor]) -> tuple[Relation, ...]:
    """Who stands how to whom, when: one relation for each pair and date, strongest first."""
    state = {a.id: a.country or a.id for a in actors}
    found: dict[tuple[str, str, str | None], list[tuple[float, str]]] = defaultdict(list)
    for event in events:
        score = intensity(event)
        if score is None or event.status is not Status.HAPPENED or not _is_sure(event):
            continue
        date = event.when.value if event.when is not None and event.when.start is not None else None
        pairs = {
            tuple(sorted((state.get(a, a), state.get(b, b))))
            for a in event.actor
            for b in event.recipient
            if state.get(a, a) != state.get(b, b)
        }
        for a, b in sorted(pairs):
            found[a, b, date].append((score, event.id))
    rows = [
        Relation(a, b, date, round(sum(s for s, _ in scored) / len(scored), 2), tuple(e for _, e in scored))
        for (a, b, date), scored in found.items()
    ]
    return tuple(sorted(rows, key=lambda r: (-abs(r.score), r.date or "", r.a, r.b)))
