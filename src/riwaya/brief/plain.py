"""Whether a text makes it plain who did what to whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from riwaya.account import Affair
from riwaya.brief.making import by_machine
from riwaya.brief.parts import governed
from riwaya.model import BlockKind, Event, MentionType, Span

# The events judge was calibrated when fitted (cross-validated, .5 meant .57). Less is no line in a chronicle
# and no relation between states.
SURE = 0.5
TELLING = (BlockKind.TITLE, BlockKind.DEK, BlockKind.BODY)  # a caption or a credit tells no event
_BYSTANDERS = 2  # sides named beside parties that grammar makes plain
# Code points around a trigger within which its parts stand, in verb-first Arabic mostly after it.
_BEFORE, _AFTER = 60, 130


class Plain:
    """Whether the text makes it plain who did it to whom.

    Finding an event is surer than saying who did it: with a third party named beside the trigger the
    parts are often mixed up. An event is plain if it is likely, its parts are named near its trigger
    and hardly anybody else is; and if it is not a machine's page that tells it.
    """

    def __init__(self, affair: Affair) -> None:
        self._sides = {a.id: a.country or a.id for a in affair.actors}
        self._accounts = {a.id: a for a in affair.accounts}
        self._named: dict[str, list[tuple[Span, str]]] = defaultdict(list)
        for account in affair.accounts:
            for m in account.mentions:
                if m.actor and m.type is not MentionType.LOC:
                    self._named[account.article.page].append((m.span, self._sides.get(m.actor, m.actor)))

    def __call__(self, event: Event, others: int) -> bool:
        """Whether `event` is plain, with at most so many other sides named beside it."""
        account = self._accounts.get(event.article)
        if event.confidence < SURE or account is None or by_machine(account):
            return False
        sentence = account.words.sentence_at(event.mentions[0].trigger.start)
        if sentence is None or account.words.kind_of(sentence) not in TELLING:
            return False
        parts = self._of(event.actor) | self._of(event.recipient)
        if not parts:
            return True
        trigger, clause = event.mentions[0].trigger, event.mentions[0].span
        near = {
            side
            for span, side in self._named[trigger.page]
            if clause.holds(span) and trigger.start - _BEFORE <= span.start and span.end <= trigger.end + _AFTER
        }
        return parts <= near and len(near - parts) <= others

    def parties(self, event: Event) -> bool:
        """Whether a chronicle may say who did it to whom: few others are near, they are not of one side, and grammar
        gives each its part."""
        if event.type == "NONE":  # a collision has no doer
            return False
        if not self(event, others=_BYSTANDERS) or self._of(event.actor) & self._of(event.recipient):
            return False
        return governed(self._accounts[event.article], event, self._sides)

    def pairs(self, event: Event) -> set[tuple[str, str]]:
        """The unlike sides that an event is between, each pair in order."""
        doers, others = self._of(event.actor), self._of(event.recipient)
        return {(min(a, b), max(a, b)) for a in doers for b in others if a != b}

    def _of(self, actors: Sequence[str]) -> set[str]:
        return {self._sides.get(a, a) for a in actors}
