"""The parts of an act, and what both verbs and verbal nouns look for their arguments in: how far a trigger's words
reach, what a particle brings in, whom an act concerns without either.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from riwaya.events.line import Line
from riwaya.events.phrases import Phrase
from riwaya.events.rules import book
from riwaya.events.triggers import Trigger
from riwaya.model import MentionType

_FAR_LOOSE = 10
_ASIDE = 16  # words of a relative clause between commas
_FAR_BROUGHT = 22  # words after a trigger in which a preposition may still bring in the recipient
_OF = frozenset(("من", "في", "ب"))
_COUNTED = ("persons", "troops", "detained", "killed", "injured")
FAR_NOUN = 9


@dataclass(frozen=True, slots=True)
class Roles:
    """Actor ids by role, in reading order, and whether the subject was dropped."""

    actor: tuple[str, ...] = ()
    recipient: tuple[str, ...] = ()
    dropped: bool = False


def ids_of(line: Line, phrase: Phrase | None) -> tuple[str, ...]:
    """Whom a phrase names, in reading order, none twice."""
    if phrase is None:
        return ()
    ids = (line.named[k].mention.actor for k in phrase.names)
    return tuple(dict.fromkeys(a for a in ids if a))


def reach(trigger: Trigger, far: int, others: frozenset[int]) -> tuple[int, range]:
    """The token at which the words that may hold the trigger's arguments end, and an aside among them in which none
    stands: «اتهم فلان، الذي يعيش في المنفى، حكومة بلاده»."""
    line, aside = trigger.line, range(0)
    i, end = trigger.last, min(len(line.tokens), trigger.last + far)
    while i < end:
        if line.words[i] in book().relative and "،" in line.gaps[i] and not aside:
            close = next((j for j in range(i + 1, min(len(line.tokens), i + _ASIDE)) if "،" in line.gaps[j]), 0)
            if close:
                aside = range(i, close)
                i, end = close, min(len(line.tokens), end + len(aside))
                continue
        if i in line.clauses or i in others:
            return i, aside
        i += 1
    return end, aside


def brought_in(
    trigger: Trigger, phrases: Sequence[Phrase], particles: frozenset[str], subject: Phrase | None
) -> Phrase | None:
    """The nearest phrase after the trigger that one of `particles` brings in."""
    if not particles:
        return None
    line, low = trigger.line, trigger.last
    for phrase in phrases:
        if phrase.intro in particles and low <= phrase.first < low + _FAR_BROUGHT:
            if phrase is subject or phrase.bare(trigger):
                continue
            ends = (line.words[i] in book().relative or _parts(line.gaps[i]) for i in range(low + 1, phrase.first + 1))
            return None if any(ends) else phrase
    return None


def _parts(gap: str) -> bool:
    return gap != " " and (":" in gap or "؛" in gap)


def loose(trigger: Trigger, phrases: Sequence[Phrase], subject: Phrase | None) -> Phrase | None:
    """Whom an act with a known doer most likely concerns: the next name of its clause that is not
    brought in as a place, a time or a source."""
    line = trigger.line
    end, aside = reach(trigger, _FAR_LOOSE, frozenset())
    for phrase in phrases:
        if phrase is subject or not trigger.last <= phrase.first < end or phrase.first in aside:
            continue
        if line.named[phrase.names[-1]].mention.type is MentionType.LOC:
            continue
        if phrase.bare(trigger) or phrase.intro in book().concerning:
            return phrase
    return None


def members(trigger: Trigger, phrases: Sequence[Phrase]) -> Phrase | None:
    """Whose people an act hits: «اعتقلت 35 مسلحا من كذا», «20 عنصرا من كذا قتلوا»."""
    line = trigger.line
    for phrase in phrases:
        near = 0 <= phrase.first - trigger.last < FAR_NOUN or 0 <= trigger.first - phrase.last <= 1
        if near and phrase.intro in _OF and phrase.at and _people(line.words[phrase.at - 1]):
            return phrase
    return None


def _people(word: str) -> bool:
    return book().amounts.get(word) in _COUNTED
