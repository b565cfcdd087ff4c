"""How far a told story carries, for every format: what sources agree on, what one tells alone, what a retelling left
out, what can not be told at all and why, and how relations moved month by month. Values picked, nothing phrased.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from riwaya.render.index import Index, Row

ENOUGH = 5  # events from which a relation may be drawn
_MANY = 200  # articles from which a topic says that it tells only the weightiest
_MACHINE = frozenset({"machine_translation", "generated"})


@dataclass(frozen=True, slots=True)
class Month:
    """A month of a relation: the mean of its cooperation and of its conflict (None: none), and its events."""

    month: str
    cooperation: float | None
    conflict: float | None
    n: int


def months(index: Index, rows: Sequence[Row]) -> tuple[Month, ...]:
    """The monthly index of the relations of one pair; events without a month are left out."""
    scores: dict[str, list[float]] = defaultdict(list)
    for row in rows:
        if row["date"] and len(row["date"]) >= 7 and row["date"][4] == "-" and row["date"][5:7].isdigit():
            known = [index.events[e]["intensity"] for e in row["events"] if e in index.events]
            scores[row["date"][:7]] += [s if s is not None else row["score"] for s in known] or [row["score"]]
    return tuple(
        Month(month, _mean([s for s in found if s > 0]), _mean([s for s in found if s < 0]), len(found))
        for month, found in sorted(scores.items())
    )


def _mean(scores: list[float]) -> float | None:
    return round(sum(scores) / len(scores), 1) if scores else None


def limits(index: Index, articles: Sequence[Row], sources: int) -> tuple[str, ...]:
    """What can not be told of a topic, and why: one line each, in the language of the interface."""
    words, found = index.language, []
    if len(articles) == 1:
        found.append(words.say("limit_one"))
    elif sources == 1:
        found.append(words.say("limit_copies"))
    if articles and not any(a["published"] for a in articles):
        found.append(words.say("limit_undated" if len(articles) > 1 else "limit_undated_one"))
    if articles and all(any(s["kind"] in _MACHINE for s in a["signs"]) for a in articles):
        found.append(words.say("limit_machine"))
    if len(articles) >= _MANY:
        found.append(words.say("limit_large", articles=words.count("articles", _MANY)))
    return tuple(found)


def threads(index: Index, topic: Row) -> dict[str, str]:
    """Article id -> the title of its story, where a topic has several; empty where it has one."""
    stories = [index.stories[s] for s in topic["stories"] if s in index.stories]
    if len(stories) < 2:
        return {}
    return {a: str(s.get("title") or "") for s in stories for a in s["articles"]}
