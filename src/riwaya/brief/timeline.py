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

from riwaya.account import Affair
from riwaya.brief.making import by_machine
from riwaya.model import BlockKind, Event, MentionType, Relation, Span, Status
from riwaya.rules import load, rules_in

# The events judge was calibrated when fitted (cross-validated, .5 meant .57). Less is no line in a chronicle
# and no relation between states.
SURE = 0.5
# Code points around a trigger within which its parts stand, in verb-first Arabic mostly after it.
_BEFORE, _AFTER = 60, 130
_TOLD = (Status.HAPPENED, Status.PLANNED)
_TELLING = (BlockKind.TITLE, BlockKind.DEK, BlockKind.BODY)  # a caption or a credit tells no event


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


def timeline(affair: Affair) -> tuple[str, ...]:
    """Ids of the dated events that are told as done or planned, by day; wider intervals after days.

    Only events that are more likely right than wrong and whose parts are plain, and one for each
    sentence and type.
    """
    plain = _Plain(affair)
    dated: dict[tuple[str, Span], tuple[dt.date, dt.date, str]] = {}
    for e in sorted(affair.events, key=lambda e: (-e.confidence, e.id)):
        if e.when is not None and e.when.start is not None and e.status in _TOLD and plain(e, others=1):
            dated.setdefault((e.type, e.mentions[0].span), (e.when.start, e.when.end or dt.date.max, e.id))
    return tuple(event for _, _, event in sorted(dated.values()))


def relations(affair: Affair) -> tuple[Relation, ...]:
    """Who stands how to whom, when: one relation for each pair and date, strongest first."""
    plain = _Plain(affair)
    found: dict[tuple[str, str, str | None], list[tuple[float, str]]] = defaultdict(list)
    for event in affair.events:
        score = intensity(event)
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


class _Plain:
    """Whether the text makes it plain who did it to whom.

    Finding an event is surer than saying who did it: with a third party named beside the trigger the
    parts are often mixed up. An event is plain if it is likely, its parts are named near its trigger
    and hardly anybody else is; and if it is not a machine's page that tells it.
    """

    def __init__(self, affair: Affair) -> None:
        self._sides = {a.id: a.country or a.id for a in affair.actors}
        self._accounts = {a.id: a for a in affair.accounts}
        self._named: dict[str, list[tuple[Span, str]]] = defaultdict(list)
        for account in affair.accounts:
            for m in account.mentions:
                if m.actor and m.type is not MentionType.LOC:
                    self._named[account.article.page].append((m.span, self._sides.get(m.actor, m.actor)))

    def __call__(self, event: Event, others: int) -> bool:
        """Whether `event` is plain, with at most so many other sides named beside it."""
        account = self._accounts.get(event.article)
        if event.confidence < SURE or account is None or by_machine(account):
            return False
        sentence = account.words.sentence_at(event.mentions[0].trigger.start)
        if sentence is None or account.words.kind_of(sentence) not in _TELLING:
            return False
        parts = self._of(event.actor) | self._of(event.recipient)
        if not parts:
            return True
        trigger, clause = event.mentions[0].trigger, event.mentions[0].span
        near = {
            side
            for span, side in self._named[trigger.page]
            if clause.holds(span) and trigger.start - _BEFORE <= span.start and span.end <= trigger.end + _AFTER
        }
        return parts <= near and len(near - parts) <= others

    def pairs(self, event: Event) -> set[tuple[str, str]]:
        """The unlike sides that an event is between, each pair in order."""
        doers, others = self._of(event.actor), self._of(event.recipient)
        return {(min(a, b), max(a, b)) for a in doers for b in others if a != b}

    def _of(self, actors: Sequence[str]) -> set[str]:
        return {self._sides.get(a, a) for a in actors}
