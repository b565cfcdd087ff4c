"""Whether grammar makes a named party the doer of a deed, or the one to whom it was done.

Nearness is not enough: of the parties that a chronicle gave for names near a trigger half were wrong on pages that
nobody had read («أوقف في مالطا», «موظفا في وزارة الري», «اعتقال سالم»). `governed` asks for what order marks in Arabic:

* the doer stands right after its verb («اتهمت مالطا ...»), or right before one that follows its subject;
* the other stands right after the doer, or after one preposition («على ليبيا»); after a passive right after the verb;
* a noun («زيارة الوزير إلى تونس») has its doer right after it only where nothing else can stand there: of meetings.

Between may stand a title, a body («قوات», «حكومة»), an adjective with «ال» and a date; anything else means that the
name belongs to another word.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from riwaya.account import Account
from riwaya.brief.dated import nominal_anywhere, words
from riwaya.model import Event, EventMention, Mention, Span
from riwaya.rules import load, rules_in
from riwaya.text import Sentence, Token, bears_passive, fold_word
from riwaya.text.states import demonyms

_FEW = 4  # titles and adjectives between a verb and the name they belong to
_OFFICE = 2  # words of «السفير التونسي»
_MEETINGS = frozenset({"CONSULT"})


def governed(account: Account, event: Event, told: EventMention, sides: Mapping[str, str]) -> tuple[bool, bool]:
    """Whether the parties of `event` stand, in one telling of it, where grammar gives each its part: those who did it,
    those to whom it was done. Of nobody the answer is yes; without a sure doer, no other is sure."""
    trigger = told.trigger
    sentence = account.words.sentence_at(trigger.start)
    if sentence is None:
        return False, False
    doers, others = _of(event.actor, sides), _of(event.recipient, sides)
    row = _Row(account, sentence, trigger)
    passive = row.passive()
    noun = nominal_anywhere(account.words.text(trigger.start, trigger.end))
    if noun and (event.type not in _MEETINGS or passive):
        return False, False
    at = trigger.end
    if doers and not passive:
        subject = row.next_name(at, ())
        if subject is None and not noun:
            subject = row.before()
        if subject is None or _side(subject, sides) not in doers:
            return False, False
        at = max(at, subject.span.end)
        doers = doers - {_side(subject, sides)}
    if doers:
        return False, False
    if others:
        thing = row.next_name(at, words("bringing_in"))
        met = _side(thing, sides) if thing is not None else row.official(at)
        others = others - {met}
    return True, not others


def _of(actors: Sequence[str], sides: Mapping[str, str]) -> frozenset[str]:
    return frozenset(sides.get(a, a) for a in actors)


def _side(mention: Mention, sides: Mapping[str, str]) -> str:
    return sides.get(mention.actor or "", mention.actor or "")


@dataclass(frozen=True, slots=True)
class _Row:
    """A sentence around a trigger, word by word."""

    account: Account
    sentence: Sentence
    trigger: Span

    def passive(self) -> bool:
        """Whether the verb bears the mark of a passive, or «تم» stands before a noun."""
        before = [t.text for t in self.sentence.tokens if t.end <= self.trigger.start]
        marked = bears_passive(self.account.words.text(self.trigger.start, self.trigger.end))
        return marked or (bool(before) and before[-1].removeprefix("و") in words("passive"))

    def next_name(self, start: int, prepositions: Sequence[str] | frozenset[str]) -> Mention | None:
        """The first name after `start` with nothing between but what belongs to it, and one of `prepositions`."""
        names = self._names()
        skipped, brought = 0, False
        for token in self.sentence.tokens:
            if token.start < start:
                continue
            named = next((m for m in names if m.span.start < token.end and token.start < m.span.end), None)
            if named is not None:
                return named
            if self._dated(token):
                continue
            if token.text in prepositions and not brought:
                brought = True
                continue
            skipped += 1
            if skipped > _FEW or not _belongs(token):
                return None
        return None

    def official(self, start: int) -> str | None:
        """The state whose office holder stands after `start` («السفير التونسي»), with nothing before but a date."""
        after = [t for t in self.sentence.tokens if t.start >= start and not self._dated(t)]
        if len(after) < _OFFICE or not (after[0].text in titles() or after[0].text.removeprefix("ال") in titles()):
            return None
        return demonyms().get(after[1].text.removeprefix("ال")) if after[1].text.startswith("ال") else None

    def before(self) -> Mention | None:
        """The name that ends right before the verb and begins its sentence or clause."""
        before = [t for t in self.sentence.tokens if t.end <= self.trigger.start]
        while before and (before[-1].text in words("auxiliary") or self._dated(before[-1])):
            before.pop()
        if not before:
            return None
        named = next((m for m in self._names() if m.span.start < before[-1].end and before[-1].end <= m.span.end), None)
        if named is None:
            return None
        head = [t for t in before if t.end <= named.span.start]
        return named if all(t.text.removeprefix("و") in words("auxiliary") or _belongs(t) for t in head) else None

    def _names(self) -> list[Mention]:
        return [m for m in self.account.mentions if m.actor and self.sentence.start <= m.span.start < self.sentence.end]

    def _dated(self, token: Token) -> bool:
        return any(d.span.start < token.end and token.start < d.span.end for d in self.account.dates)


def _belongs(token: Token) -> bool:
    """Whether a word can stand between a verb and the name of its party: a title, a body, an adjective with «ال»."""
    return token.text in titles() or token.text in words("bodies") or token.text.startswith("ال")


@cache
def titles() -> frozenset[str]:
    """Every word of a title or an office."""
    data = load("ar/titles")
    phrases = [p for r in rules_in(data, "roles") for p in r.texts("ar")]
    phrases += [str(p) for row in data["titles"] for p in row]
    return frozenset(fold_word(w) for p in phrases for w in p.split())
