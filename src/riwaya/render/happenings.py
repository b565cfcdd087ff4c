"""The events of a timeline as a reader meets them: one row for one sentence, the surest in sight first.

Takes an `Index` and the ids of a timeline. Events of one day and type that one sentence tells (or the same words on
another page) are one row with all its parties. `choose` says which rows stand in sight and which wait behind them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from riwaya.render.index import Evidence, Index, Row

# Events below this wait behind «show all». Chosen by the confidences seen on the example pages, not measured.
_SURE = 0.4
_LEAST = 5  # rows in sight whatever their confidence: a timeline that shows nothing helps nobody

Parties = tuple[tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Happening:
    """An event of the timeline: its words, its time, who and whom (names), and how sure its coding is (0 to 1)."""

    id: str
    type: str
    status: str
    date: str | None
    parties: tuple[Parties, ...]
    place: str
    evidence: tuple[Evidence, ...]
    confidence: float = 1.0

    @property
    def at(self) -> tuple[int, int]:
        """Where its first words stand, for a stable order."""
        first = self.evidence[0] if self.evidence else None
        return (first.page_number, first.start) if first else (-1, -1)


def happenings(index: Index, ids: Iterable[str]) -> tuple[Happening, ...]:
    """The rows of a timeline, near-identical events joined, in the order of the first of each."""
    rows: list[list[Row]] = []
    for event in (index.events[i] for i in dict.fromkeys(ids) if i in index.events):
        same = next((r for r in rows if _same(index, r[0], event)), None)
        if same is None:
            rows.append([event])
        else:
            same.append(event)
    return tuple(_happening(index, r) for r in rows)


def choose(rows: Sequence[Happening], most: int) -> frozenset[str]:
    """Ids of the rows to stand in sight: the sure ones, at most `most`, and a few in any case."""
    by_confidence = sorted(rows, key=lambda h: -h.confidence)
    sure = [h for h in by_confidence if h.confidence >= _SURE]
    return frozenset(h.id for h in (sure if len(sure) >= _LEAST else by_confidence[:_LEAST])[:most])


def _same(index: Index, a: Row, b: Row) -> bool:
    """One day, type and status, told by overlapping words of a page or by the same words."""
    if any(a[k] != b[k] for k in ("date", "type", "status")):
        return False
    return any(
        (m["page"] == n["page"] and m["start"] < n["end"] and n["start"] < m["end"])
        or index.words(m["page"], m["start"], m["end"]).split() == index.words(n["page"], n["start"], n["end"]).split()
        for m in a["mentions"]
        for n in b["mentions"]
    )


def _happening(index: Index, events: Sequence[Row]) -> Happening:
    first = max(events, key=lambda e: (e.get("confidence", 1.0), -events.index(e)))
    mentions = [m for e in (first, *events) for m in e["mentions"]]
    places = Counter(e["place"] for e in events if e["place"])
    return Happening(
        id=first["id"],
        type=first["type"],
        status=first["status"],
        date=first["date"],
        parties=_parties([(index.names(e["actor"]), index.names(e["recipient"])) for e in events]),
        place=index.name(places.most_common(1)[0][0]) if places else "",
        evidence=_apart(index.cite_all(mentions)),
        confidence=first.get("confidence", 1.0),
    )


def _apart(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Each sentence once: of words that overlap on a page the first cited stand for all."""
    kept: list[Evidence] = []
    for e in evidence:
        if not any(k.page == e.page and k.start < e.end and e.start < k.end for k in kept):
            kept.append(e)
    return tuple(kept)


def _parties(pairs: Sequence[Parties]) -> tuple[Parties, ...]:
    """Who acts on whom, each pair once; pairs that share a side are told together, a meeting by those who meet."""
    joined: list[Parties] = []
    for actors, others in pairs:
        recipients = () if set(actors) == set(others) else others
        if not actors and not recipients:
            continue
        for i, (a, r) in enumerate(joined):
            if a == actors or r == recipients:
                joined[i] = (tuple(dict.fromkeys((*a, *actors))), tuple(dict.fromkeys((*r, *recipients))))
                break
        else:
            joined.append((actors, recipients))
    return tuple(joined)
