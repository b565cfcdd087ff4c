"""The story told: timeline, relations and brief, every line with its words.

`tell_topic` takes a topic with all that is known of it and gives the topic filled in. It writes
nothing of its own: a line of the brief is a sentence of a page, verbatim, and its spans are that
sentence and those of other pages that say the same. What no span supports is not told.
"""

from __future__ import annotations

from dataclasses import replace

from riwaya.account import Affair
from riwaya.brief.chronicle import chronicle
from riwaya.brief.happenings import with_happenings
from riwaya.brief.kept import let_go
from riwaya.brief.lines import write_brief
from riwaya.brief.timeline import relations
from riwaya.model import Topic

__all__ = ["tell_topic", "with_happenings"]


def tell_topic(topic: Topic, affair: Affair) -> Topic:
    """`topic` with its timeline, contrasts, relations and brief. Independent of the accounts' order."""
    affair = replace(affair, accounts=tuple(sorted(affair.accounts, key=lambda a: a.id)))
    entries = chronicle(affair)
    told = replace(
        topic,
        timeline=tuple(e.event for e in entries),
        chronicle=entries,
        contrasts=affair.contrasts,
        relations=relations(affair),
        brief=write_brief(affair, topic.title),
    )
    let_go(affair.accounts)
    return told
