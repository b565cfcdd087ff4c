"""The order of a brief's lines: by day, what one leans on before it; and which of them can stand nowhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Sequence

from riwaya.brief.anchors import Need, met, needs, strangers
from riwaya.brief.candidates import Candidate
from riwaya.brief.facts import Fact
from riwaya.brief.standing import had_been
from riwaya.brief.tolls import Tolls, told_at


def in_order(
    told: Sequence[Fact], main: Fact | None, known: Container[str], standing: Container[int], tolls: Tolls
) -> tuple[list[Fact], list[Fact]]:
    """The lines in their order, and those that take for known what no line before them on their day tells.

    The main happening is first, whatever its day; then news is before background, of one day earlier pages before later
    ones. A line moves behind what brings it in, but never to another day. Of tolls that the pages dispute the best
    supported is the first. Those in `standing` (ids) are told in any case.
    """
    placed: list[Fact] = []
    held: list[Fact] = []
    left_out: list[Fact] = []
    wanted = {id(f): needs(f.best, known) for f in told}

    def fits(fact: Fact) -> bool:
        if not placed and strangers(fact.best, known):
            return False
        return _fits(fact.best, wanted[id(fact)], [p.best for p in placed])

    def leave() -> None:
        for fact in held:  # a stranger is not told first if another line may be, but told
            stands = id(fact) in standing or _fits(fact.best, wanted[id(fact)], [p.best for p in placed])
            (placed if stands else left_out).append(fact)
        held.clear()

    def key(fact: Fact) -> tuple[bool, dt.date, str, str, int]:
        best = fact.best
        return best.background, _day(best), told_at(best), best.account.id, best.sentence.start

    ordered = sorted(told, key=lambda f: (f is not main, key(f)))
    for fact in (ordered[n] for n in tolls.best_first([f.best for f in ordered])):
        if held and key(held[0])[:2] != key(fact)[:2]:
            leave()
        if not fits(fact):
            held.append(fact)
            continue
        placed.append(fact)
        while (ready := next((f for f in held if fits(f)), None)) is not None:
            held.remove(ready)
            placed.append(ready)
    leave()
    return placed, left_out


def _day(line: Candidate) -> dt.date:
    """The day of a line; of what was within a week or a month the last day of it, or that of its page."""
    when, published = line.when, line.account.article.published
    if when is None or when.end is None or when.start is None:
        return line.day or dt.date.max
    last = when.end - dt.timedelta(days=1)
    today = published.when.start if published else None
    return max(when.start, min(last, today)) if today else last


def _fits(line: Candidate, wanted: frozenset[Need], before: Sequence[Candidate]) -> bool:
    if not before and (line.leans or had_been(line.sentence)):
        return False
    return met(line, wanted, before)
