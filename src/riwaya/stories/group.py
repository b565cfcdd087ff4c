"""Grouping: which reports tell one event (a story), which stories are one affair (a topic).

All articles of a run go over the `Shelf`, one after the other in time order: the order in which they are given never
matters, and the result is that of a `Grouper` that was fed the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from riwaya.account import Account
from riwaya.model import Derivation, Judgement, Story, Topic
from riwaya.stories.profile import profiles_of
from riwaya.stories.shelf import Shelf


def group_stories(
    accounts: Iterable[Account], derivations: Sequence[Derivation], judgements: Sequence[Judgement] = ()
) -> tuple[tuple[Story, ...], tuple[Topic, ...]]:
    """Stories and topics over `accounts`; every article stands in one story, every story in one topic; both in the
    order of their first articles."""
    profiles = profiles_of(accounts, shingled=False)
    place = {p.id: i for i, p in enumerate(profiles)}
    known: dict[int, list[Derivation]] = defaultdict(list)
    for d in derivations:
        if d.derived in place:
            known[max(place[d.derived], place.get(d.source or "", 0))].append(d)
    shelf = Shelf(judgements)
    for i, one in enumerate(profiles):
        shelf.add(one, known[i])
    told = shelf.tell()
    return tuple(sorted(told.stories, key=_number)), tuple(sorted(told.topics, key=_number))


def _number(one: Story | Topic) -> int:
    return int(one.id.partition("-")[2])
