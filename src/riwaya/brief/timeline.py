"""The relations of a topic, derived from its events.

A relation is two actors on one date: the mean of the PLOVER intensities of their events, from -10
(conflict) to +10 (cooperation). Actors that act for a state are counted with it.
"""

from __future__ import annotations

from collections import defaultdict

from riwaya.account import Affair
from riwaya.brief.plain import Plain
from riwaya.model import Relation, Status
from riwaya.rules.plover import intensity


def relations(affair: Affair) -> tuple[Relation, ...]:
    """Who stands how to whom, when: one relation for each pair and date, strongest first."""
    plain = Plain(affair)
    found: dict[tuple[str, str, str | None], list[tuple[float, str]]] = defaultdict(list)
    for event in affair.events:
        score = intensity(event.type, event.mode)
        if score is None or event.status is not Status.HAPPENED or not plain(event, others=0):
            continue
        date = event.when.value if event.when is not None and event.when.start is not None else None
        for a, b in sorted(plain.pairs(event)):
            found[a, b, date].append((score, event.id))
    rows = [
        Relation(a, b, date, round(sum(s for s, _ in scored) / len(scored), 2), tuple(e for _, e in scored))
        for (a, b, date), scored in found.items()
    ]
    return tuple(sorted(rows, key=lambda r: (-abs(r.score), r.date or "", r.a, r.b)))
