"""The story told: timeline, relations and brief, every line with its words.

`tell_topic` takes a topic with all that is known of it and gives the topic filled in. It writes
nothing of its own: a line of the brief is a sentence of a page, verbatim, and its spans are that
sentence and those of other pages that say the same. What no span supports is not told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from riwaya.account import Account
from riwaya.brief.lines import write_brief
from riwaya.brief.timeline import relations, timeline
from riwaya.model import Actor, Contrast, Derivation, Event, Topic

__all__ = ["tell_topic"]


def tell_topic(
    topic: Topic,
    accounts: Sequence[Account],
    events: Sequence[Event],
    derivations: Sequence[Derivation],
    contrasts: Sequence[Contrast],
    actors: Sequence[Actor],
) -> Topic:
    """`topic` with its timeline, contrasts, relations and brief. Independent of the order of `accounts`."""
    accounts = sorted(accounts, key=lambda a: a.id)
    return replace(
        topic,
        timeline=timeline(events),
        contrasts=tuple(contrasts),
        relations=relations(events, actors),
        brief=write_brief(accounts, events, derivations, contrasts),
    )
