"""For which state an actor acts: its ministry, its minister, its spokeswoman.

By what the rules know (a state's bodies carry its code in their id, office holders have terms, places lie in a state),
else by the page: «المتحدثة باسم الخارجية النرويجية فلانة» makes her Norway's. Where pages
name two states, or none, an actor acts for nobody that we know; outlets, parties and armed groups act for themselves.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from riwaya.actors.knowledge import Knowledge, Term, knowledge
from riwaya.actors.roles import named_in_roles
from riwaya.model import Actor, Mention
from riwaya.text import Words

_BODY = re.compile(r"org:([a-z]{2})-")


def with_states(actors: Sequence[Actor], pages: Sequence[tuple[Words, tuple[Mention, ...]]]) -> tuple[Actor, ...]:
    """`actors` with `country` filled in; `pages` are articles with their linked mentions."""
    known = knowledge()
    said: dict[str, set[str]] = defaultdict(set)
    days: dict[str, set[dt.date]] = defaultdict(set)
    for words, mentions in pages:
        for actor, _, state in named_in_roles(words, mentions):
            said[actor].add(state)
        published = words.article.published
        if published and published.when.start:
            for actor in {m.actor for m in mentions if m.actor}:
                days[actor].add(published.when.start)
    terms: dict[str, list[Term]] = defaultdict(list)
    for term in known.terms:
        terms[term.holder].append(term)
    held = {actor: _offices(found, days.get(actor, set())) for actor, found in terms.items()}
    return tuple(replace(a, country=_state(known, a.id, held.get(a.id) or said.get(a.id, set()))) for a in actors)


def _offices(terms: Sequence[Term], days: set[dt.date]) -> set[str]:
    """For whom a holder of offices acts: by the terms that run on a day of the pages, else by all of them."""
    running = {t.of for t in terms if any(t.since <= day < t.until for day in days)}
    return running or {t.of for t in terms}


def _state(known: Knowledge, actor: str, acts_for: set[str]) -> str | None:
    if actor.startswith("country:"):
        return actor
    row = known.actors.get(actor)
    if row is not None and row.official and row.of is not None:
        return row.of
    if row is not None and actor.startswith("org:"):
        return None  # an outlet, a party, an armed group speaks for itself
    body = _BODY.match(actor)
    if body and f"country:{body[1].upper()}" in known.actors:
        return f"country:{body[1].upper()}"
    one = next(iter(acts_for)) if len(acts_for) == 1 else ""
    return one if one.startswith("country:") else None
