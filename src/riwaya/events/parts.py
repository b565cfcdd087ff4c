"""The parts of an act, and what both verbs and verbal nouns look for their arguments in: how far a trigger's words
reach, what a particle brings in, whom an act concerns without either.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from riwaya.events.line import Line
from riwaya.events.phrases import Phrase
from riwaya.events.rules import Rule, book
from riwaya.events.triggers import Trigger
from riwaya.model import MentionType

_FAR_LOOSE = 10
_ASIDE = 16  # words of a relative clause between commas
_FAR_BROUGHT = 22  # words after a trigger in which a preposition may still bring in the recipient
_OF = frozenset(("من", "في", "ب"))
_COUNTED = ("persons", "troops", "detained", "killed", "injured")
_DUAL = 5  # letters of the shortest dual («شرطيان»), less one
_PLURAL = 5  # letters of the shortest plural in «ون», less one
FAR_NOUN = 9
_IN_WORDS = frozenset(("ACCUSE", "REQUEST", "REJECT", "THREATEN", "AGREE", "SUPPORT"))
_AGENCY = frozenset(("من قبل", "من جانب", "علي يد"))


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


def doers_of(rule: Rule) -> frozenset[str]:
    """The particles that bring in who does it. Of what is done in words «بقصف» tells the content: «هددت بقصف كذا»."""
    return (book().doers if rule.type not in _IN_WORDS else _AGENCY) | rule.by


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
    """Whose people an act hits: «اعتقلت 35 مسلحا من كذا», «20 عنصرا من كذا قتلوا», «مقتل ثلاثة من جنود كذا»."""
    line = trigger.line
    for phrase in phrases:
        near = 0 <= phrase.first - trigger.last < FAR_NOUN or 0 <= trigger.first - phrase.last <= 1
        if near and phrase.intro in _OF and phrase.at and (_people(line.words[phrase.at - 1]) or _some(line, phrase)):
            return phrase
    return None


def _some(line: Line, phrase: Phrase) -> bool:
    """Whether a phrase tells whose the people are of whom some are counted: «ثلاثة من جنود كذا»."""
    i = phrase.at
    if line.words[i] != "من" or phrase.first - i != 2 or not _people(line.words[i + 1]):
        return False
    return line.tokens[i - 1].is_number or not line.stems[i - 1].isdisjoint(book().counts)


def _people(word: str) -> bool:
    """Whether a word names people who are counted, also two («جنديين»); a plural loses its «ن» before whose they are
    («مسلحي كذا»)."""
    forms = [word]
    if word.endswith("ي"):
        forms.append(word + "ن")
    elif word.endswith(("ين", "ان")) and len(word) > _DUAL:
        forms.append(word[:-2])
    return any(book().amounts.get(form) in _COUNTED for form in forms)


def nominative(word: str) -> bool:
    """Whether a word is a plural that can be a subject, and nothing else: «محتجون»."""
    return len(word) > _PLURAL and word.endswith("ون") and not word.startswith(("ي", "ت"))


def unnamed_doers(trigger: Trigger, phrases: Sequence[Phrase]) -> Phrase | None:
    """Whose people act without a name: «خطف مسلحون من كذا فلانا», «قتل مسلحون من كذا ثلاثة جنود». Where nothing follows
    that they act on, they may suffer it («قتل مسلحون من كذا في غارة»)."""
    line, i = trigger.line, trigger.last
    if trigger.pronoun or i >= len(line.tokens) or line.at[i] is not None or not nominative(line.words[i]):
        return None
    phrase = next((p for p in phrases if p.intro == "من" and i < p.at <= i + 2 and p.first >= i), None)
    if phrase is None or phrase.last >= len(line.tokens) or line.gaps[phrase.last] != " ":
        return None
    after = phrase.last
    alone = after in line.clauses or not line.stems[after].isdisjoint(book().prepositions)
    return None if alone or line.words[after] in book().days else phrase
