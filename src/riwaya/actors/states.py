"""For which state an actor acts: its ministry, its minister, its spokeswoman.

By what the rules know (a state's bodies carry its code in their id, office holders have terms), else
by the page: «المتحدثة باسم الخارجية النرويجية فلانة» makes her Norway's. Where pages name two states,
or none, an actor acts for nobody that we know.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from riwaya.actors.knowledge import Knowledge, knowledge
from riwaya.actors.roles import named_in_roles
from riwaya.model import Actor, Mention
from riwaya.text import Words

_BODY = re.compile(r"org:([a-z]{2})-")


def with_states(actors: Sequence[Actor], pages: Sequence[tuple[Words, tuple[Mention, ...]]]) -> tuple[Actor, ...]:
    """`actors` with `country` filled in; `pages` are articles with their linked mentions."""
    known = knowledge()
    said: dict[str, set[str]] = defaultdict(set)
    for words, mentions in pages:
        for actor, _, state in named_in_roles(words, mentions):
            said[actor].add(state)
    return tuple(replace(a, country=_state(known, a.id, said.get(a.id, set()))) for a in actors)


def _state(known: Knowledge, actor: str, said: set[str]) -> str | None:
    if actor.startswith("country:"):
        return actor
    row = known.actors.get(actor)
    if row is not None and row.of is not None and row.of.startswith("country:"):
        return row.of
    body = _BODY.match(actor)
    if body and f"country:{body[1].upper()}" in known.actors:
        return f"country:{body[1].upper()}"
    held = {t.of for t in known.terms if t.holder == actor and t.of.startswith("country:")}
    states = held or said
    return next(iter(states)) if len(states) == 1 else None
