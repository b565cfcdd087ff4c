"""What lists show of a topic and its stories beside what grouping knows: marks, weight, rank, events.

Takes the values that a topic was told from, gives `Facts`; decides nothing that the told document does not show.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from riwaya.model import ContrastKind, Derivation, Polarity, Status, Story, Telling
from riwaya.store.lists import Facts, bare_weight, rank_of

DIFFERS, REWRITTEN, MOVED_ON, DENIED, TRANSLATED = "differs", "rewritten", "moved_on", "denied", "machine_translation"
MARKS = (DIFFERS, REWRITTEN, MOVED_ON, DENIED, TRANSLATED)
"""In the order in which they are shown."""

_PARTING = {ContrastKind.DISPUTE: DIFFERS, ContrastKind.DISCREPANCY: DIFFERS, ContrastKind.UPDATE: MOVED_ON}
_MORE = {DIFFERS: 1.0, DENIED: 0.5, MOVED_ON: 0.5}


def facts_of(telling: Telling, independent: int, moments: Mapping[str, str]) -> tuple[Facts, dict[str, Facts]]:
    """The facts of a told topic, and of each of its stories. `independent` are the topic's sources, `moments` those of
    its articles by id (UTC, or empty)."""
    pages = {a.id: a.page for a in telling.articles}
    found = _found(telling)
    stories: dict[str, Facts] = {}
    told_on: dict[str, set[int]] = {}
    for n, event in enumerate(telling.events):
        for mention in event.mentions:
            told_on.setdefault(mention.span.page, set()).add(n)
    for story in telling.stories:
        own = {pages[a] for a in story.articles if a in pages}
        marks = [m for m in MARKS if not found[m].isdisjoint(own)]
        events = len(set().union(*(told_on.get(page, ()) for page in own)))
        weight = _weight(story.independent_sources, len(story.articles), marks)
        stories[story.id] = Facts(tuple(marks), weight, rank_of(weight, _latest([story], moments)), events)
    held = {m for f in stories.values() for m in f.marks}
    marks = [m for m in MARKS if m in held]
    weight = _weight(independent, len(pages), marks)
    rank = rank_of(weight, _latest(telling.stories, moments))
    return Facts(tuple(marks), weight, rank, len(telling.events)), stories


def _found(telling: Telling) -> dict[str, set[str]]:
    """The pages that bear each mark."""
    found: dict[str, set[str]] = {m: set() for m in MARKS}
    denials = [s.span for s in telling.statements if s.polarity is Polarity.DENIES]
    for topic in telling.topics:
        for contrast in (c for c in topic.contrasts if c.sure):  # a list marks nothing that is still to be checked
            spans = [s for p in contrast.positions for s in p.spans]
            mark = _PARTING.get(contrast.kind)
            if mark:
                found[mark] |= {s.page for s in spans}
            # that somebody denies something is in every second story; here it stands against another's word
            found[DENIED] |= {s.page for s in spans if any(s.overlaps(d) for d in denials)}
    for event in telling.events:
        if event.status is Status.DENIED:
            found[DENIED] |= {m.span.page for m in event.mentions}
    pages = {a.id: a.page for a in telling.articles}
    found[REWRITTEN] = {pages[d.derived] for d in telling.derivations if d.derived in pages and _changes(d)}
    found[TRANSLATED] = {a.page for a in telling.articles if any(s.kind == TRANSLATED for s in a.signs)}
    return found


def _changes(derivation: Derivation) -> bool:
    """Whether it is shown to have changed what it was taken from."""
    return derivation.relation != "copy" and any(p.changed for p in derivation.pairs)


def _weight(independent: int, articles: int, marks: Sequence[str]) -> float:
    return round(bare_weight(independent, articles) + sum(_MORE.get(m, 0.0) for m in marks), 2)


def _latest(stories: Sequence[Story], moments: Mapping[str, str]) -> str:
    return max((moments.get(a, "") for s in stories for a in s.articles), default="")
