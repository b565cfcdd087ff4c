"""The events of a timeline as a reader meets them: one row for one sentence, the surest in sight first.

Takes an `Index` and a topic. What its `chronicle` calls doubtful of an event is not shown: no parties, no place; its
words always are. Events of one day and type that one sentence tells (or the same words on another page) are one row
with all its parties. `choose` says which rows stand in sight and which wait behind them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from riwaya.present.document import parties
from riwaya.render.index import Evidence, Index, Row

# Events below this wait behind «show all». Chosen by the confidences seen on the example pages, not measured.
_SURE = 0.4
_LEAST = 5  # rows in sight whatever their confidence: a timeline that shows nothing helps nobody

Parties = tuple[tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Happening:
    """An event of the timeline: its words, its time, who and whom (names), and how sure its coding is (0 to 1).

    `background`: it ended long before the first report. `unordered`: its interval overlaps another's, so that nobody
    knows which came first. `sources` are the independent ones that date it. `around` is the word that tells it."""

    id: str
    type: str
    status: str
    date: str | None
    parties: tuple[Parties, ...]
    place: str
    evidence: tuple[Evidence, ...]
    confidence: float = 1.0
    background: bool = False
    unordered: bool = False
    sources: int = 1
    around: str = ""
    sides: tuple[
        Parties, ...
    ] = ()  # the parties; who acts for a state and has no name in the interface's letters, by it

    @property
    def at(self) -> tuple[int, int]:
        """Where its first words stand, for a stable order."""
        first = self.evidence[0] if self.evidence else None
        return (first.page_number, first.start) if first else (-1, -1)


def happenings(index: Index, topic: Row) -> tuple[Happening, ...]:
    """The rows of a topic's timeline, near-identical events joined, in the order of the first of each."""
    rows: list[list[Row]] = []
    entries = {e["event"]: e for e in topic.get("chronicle", ())}
    for event in (index.events[i] for i in dict.fromkeys(topic["timeline"]) if i in index.events):
        same = next((r for r in rows if _same(index, r[0], event)), None)
        if same is None:
            rows.append([event])
        else:
            same.append(event)
    return tuple(_happening(index, r, entries) for r in rows)


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


def _happening(index: Index, events: Sequence[Row], entries: Mapping[str, Row]) -> Happening:
    """One row. An event without an entry (a document of others, or an older one) is shown as it stands."""
    first = max(events, key=lambda e: (e.get("confidence", 1.0), -events.index(e)))
    known = [entries.get(e["id"], {}) for e in events]
    mentions = [m for e in (first, *events) for m in entries.get(e["id"], {}).get("spans") or e["mentions"]]
    places = Counter(e["place"] for e, n in zip(events, known, strict=True) if "place" not in _doubts(n) and e["place"])
    return Happening(
        id=first["id"],
        type=first["type"],
        status=first["status"],
        date=first["date"],
        parties=_parties([_sure_of(index.names, e, _doubts(n)) for e, n in zip(events, known, strict=True)]),
        sides=_parties([_sure_of(index.names_or_states, e, _doubts(n)) for e, n in zip(events, known, strict=True)]),
        place=index.name(places.most_common(1)[0][0]) if places else "",
        evidence=_apart(index.cite_all(mentions)),
        confidence=first.get("confidence", 1.0),
        background=all(n.get("background", False) for n in known),
        unordered=any("order" in _doubts(n) for n in known),
        sources=max(n.get("independent_sources", 1) for n in known),
        around=_trigger(index, first, mentions[0]) if mentions else "",
    )


def _doubts(entry: Row) -> Sequence[str]:
    found: Sequence[str] = entry.get("doubtful", ())
    return found


def _sure_of(names: Callable[[list[str]], tuple[str, ...]], event: Row, doubts: Sequence[str]) -> Parties:
    """Who and whom, by name, as far as neither is in doubt."""
    if "parties" in doubts:
        return (), ()
    return names(parties(event, "actor")), () if "recipient" in doubts else names(parties(event, "recipient"))


def _trigger(index: Index, event: Row, told: Row) -> str:
    """The word of an event that stands in the words `told`."""
    at = next((m["trigger"] for m in event["mentions"] if all(m[k] == told[k] for k in ("page", "start"))), None)
    return index.words(told["page"], *at) if at else ""


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
