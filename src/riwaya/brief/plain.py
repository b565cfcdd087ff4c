"""Whether a text makes it plain who did what to whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from riwaya.account import Account, Affair
from riwaya.brief.kept import cast_of
from riwaya.brief.making import by_machine
from riwaya.brief.parts import governed
from riwaya.model import BlockKind, Event, EventMention, MentionType, Span
from riwaya.text import fold_text

# The events judge was calibrated when fitted (cross-validated, .5 meant .57). Less is no line in a chronicle
# and no relation between states.
SURE = 0.5
TELLING = (BlockKind.TITLE, BlockKind.DEK, BlockKind.BODY)  # a caption or a credit tells no event
_ONE_NAME = 0.6  # how alike two spellings of a last name are at least: «نتانياهو», «نتنياهو»
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
        actors, self._sides = cast_of(affair).actors, cast_of(affair).sides
        here = {m.actor for a in affair.accounts for m in a.mentions}
        people = (a for i in here if i and (a := actors.get(i)) is not None and a.kind is MentionType.PER and a.ar)
        self._names = {a.id: fold_text(a.ar[0]).split() for a in people}
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
        parts, near = self._parts(event), self._near(event.mentions[0])
        return not parts or (parts <= near and len(near - parts) <= others)

    def _parts(self, event: Event) -> set[str]:
        return self._of(event.actor) | self._of(event.recipient)

    def _near(self, told: EventMention) -> set[str]:
        """The sides named in the clause of a telling, near its trigger."""
        trigger = told.trigger
        return {
            side
            for span, side in self._named[trigger.page]
            if told.span.holds(span) and trigger.start - _BEFORE <= span.start and span.end <= trigger.end + _AFTER
        }

    def doubts(self, event: Event, tellings: Iterable[tuple[EventMention, Account]]) -> tuple[str, ...]:
        """What a chronicle must not say of who did it to whom: nothing is in doubt where one of `tellings` names hardly
        anybody else and grammar gives each party its part there; `recipient` where it does so for the doer alone;
        else `parties`."""
        overlap = self._of(event.actor) & self._of(event.recipient)
        if event.type == "NONE" or event.confidence < SURE or overlap:  # a collision has no doer
            return ("parties",)
        doer = False
        for told, account in tellings:
            if self._misnamed(event, told, account):
                continue
            did, other = governed(account, event, told, self._sides)
            if did and other and len(self._near(told) - self._parts(event)) <= _BYSTANDERS:
                return ()
            doer = doer or (did and bool(event.actor))
        return ("recipient",) if doer and event.recipient else ("parties",)

    def _misnamed(self, event: Event, told: EventMention, account: Account) -> bool:
        """Whether words of a telling name a person in full whose known name has another last word: somebody else, taken
        for him («محمد العامري» for «محمد سيردال»)."""
        for m in account.mentions:
            name = self._names.get(m.actor or "", ())
            if name and m.actor in event.actor + event.recipient and told.span.holds(m.span):
                said = fold_text(account.article.words_of(m.span)).split()
                if len(said) > 1 and max(SequenceMatcher(None, said[-1], n).ratio() for n in name) < _ONE_NAME:
                    return True
        return False

    def pairs(self, event: Event) -> set[tuple[str, str]]:
        """The unlike sides that an event is between, each pair in order."""
        doers, others = self._of(event.actor), self._of(event.recipient)
        return {(min(a, b), max(a, b)) for a in doers for b in others if a != b}

    def _of(self, actors: Sequence[str]) -> set[str]:
        return {self._sides.get(a, a) for a in actors}
