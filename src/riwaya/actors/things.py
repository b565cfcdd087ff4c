"""Who are one across pages though their ids differ: a name seen as a person here and as a body there, and a body
without its state on pages that tell of the same people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from riwaya.actors.groups import Groups
from riwaya.actors.inpage import STATELESS, Named
from riwaya.actors.likeness import words_of
from riwaya.model import MentionType

_SHARED = 2  # people whom two pages have to share
_NEIGHBOURS = 200  # pages of one body that are compared with each


def join_kinds(groups: Groups, pages: Sequence[Sequence[Named]]) -> dict[str, str]:
    """Join what has one name of several words and the ids of a person and of a body, none of them known to the rules;
    the mentions then say which it is. Why, by id."""
    ids: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for n in (n for page in pages for n in page):
        person = n.mention.type is MentionType.PER
        if n.mention.actor is None and n.id.startswith("person:" if person else "org:"):
            ids[words_of(n.form)].add(n.id)
    reasons: dict[str, str] = {}
    for words, alike in sorted(ids.items()):
        people, bodies = (sorted(i for i in alike if i.startswith(p)) for p in ("person:", "org:"))
        if len(words) > 1 and len(people) == len(bodies) == 1 and groups.join(people[0], bodies[0]):
            reasons |= dict.fromkeys(alike, f"«{' '.join(words)}» under one name")
    return reasons


def join_stateless(groups: Groups, pages: Sequence[Sequence[Named]]) -> dict[str, str]:
    """Join a body whose state no page tells («النيابة العامة») over pages that name at least two of the same people."""
    met: dict[str, list[tuple[str, set[str]]]] = defaultdict(list)
    for page in pages:
        people = {groups.of(n.id) for n in page if len(n.full) > 1}
        for actor in sorted({n.id for n in page if n.why == STATELESS}):
            met[actor.rpartition("-")[0]].append((actor, people))
    reasons: dict[str, str] = {}
    for alike in met.values():
        for i, (a, here) in enumerate(alike):
            for b, there in alike[i + 1 : i + _NEIGHBOURS]:
                if len(here & there) >= _SHARED and groups.join(a, b):
                    reasons |= dict.fromkeys((a, b), "one body on pages that name the same people")
    return reasons
