"""What a verb beside a verbal noun says of its parts: who carries it out, whom it hits, who gives it to each other.

«هجمات شنتها كذا», «العملية التي قامت بها كذا»: a verb with the noun's pronoun, whose subject acts. «غارات استهدفت كذا»:
a verb whose subject is the noun. «تبادل فلان وفلان الاتهامات»; «رفض فلان طلب كذا».
"""

from __future__ import annotations

from collections.abc import Sequence

from riwaya.events.parts import Roles, ids_of
from riwaya.events.phrases import Phrase
from riwaya.events.rules import book
from riwaya.events.triggers import Trigger

_RELATIVE = 14  # words after a noun in which a relative clause may tell who did it
_ADJECTIVES = 3  # words between a noun and a verb that no relative pronoun brings in
_SUBJECT = 4  # words of a verb's subject before its name
_SWAPPED = 9  # words between «تبادل» and what is given to each other
_ANSWERED = 8  # words between «رفض» and what is refused
_SPOKEN = frozenset(("REQUEST", "ACCUSE", "THREATEN"))
_ENDS = frozenset(".؛:")  # marks that end what is said of a noun


def carried(trigger: Trigger, phrases: Sequence[Phrase]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Who acts by a verb that carries the noun before it, and whom the noun hits as a verb's subject."""
    line, relative = trigger.line, False
    actor: tuple[str, ...] = ()
    hit: tuple[str, ...] = ()
    for i in range(trigger.last, min(len(line.tokens) - 1, trigger.last + _RELATIVE)):
        word, near = line.words[i], i - trigger.last <= _ADJECTIVES
        if not _ENDS.isdisjoint(line.gaps[i]):
            break
        if relative or (near and not actor and not hit and line.gaps[i] == " "):
            last = i + (line.words[i + 1] in book().by_it and word in book().performs)
            if last > i or word in book().carries:
                actor = actor or _named_after(trigger, phrases, last)
            elif word in book().strikes:
                hit = hit or _named_after(trigger, phrases, last)
        relative = word.removeprefix("و") in book().relative
        if relative and trigger.pronoun and i > trigger.last and line.known[i - 1].tells:
            break  # «إدانتها للقصف الذي نفذته كذا»: another noun's
        if not relative and (word in book().clause or (not near and line.at[i] is None and i in line.verbs)):
            break
    return actor, hit


def _named_after(trigger: Trigger, phrases: Sequence[Phrase], i: int) -> tuple[str, ...]:
    """Whom the subject or object right after the verb at token `i` names."""
    near = next((p for p in phrases if i < p.first <= i + _SUBJECT and p.bare(trigger)), None)
    return ids_of(trigger.line, near) if near is not None and i + 1 not in trigger.line.clauses else ()


def swapped(trigger: Trigger, phrases: Sequence[Phrase]) -> Roles | None:
    """«تبادل فلان وفلان الاتهامات»: each gives it to the other."""
    line, i = trigger.line, trigger.first
    for at in range(i - 1, max(-1, i - 1 - _SWAPPED), -1):
        if line.words[at].removeprefix("و") in book().swaps:
            ids = (a for p in phrases if at < p.first and p.last <= i and not p.intro for a in ids_of(line, p))
            both = tuple(dict.fromkeys(ids))
            return Roles(both, both) if len(both) > 1 else None
        if at in line.clauses:
            break
    return None


def answered(trigger: Trigger, phrases: Sequence[Phrase]) -> Phrase | None:
    """«رفض فلان طلب كذا», «نفت كذا اتهامات فلان»: who answers what is said is whom it was said to."""
    line, i = trigger.line, trigger.first
    if trigger.rule.type not in _SPOKEN:
        return None
    for at in range(i - 1, max(-1, i - 1 - _ANSWERED), -1):
        if line.words[at].removeprefix("و") in book().answers:
            bare = [p for p in phrases if not p.intro and p.last <= i and (p.last == at or p.first > at)]
            return next((p for p in bare if p.first > at), bare[0] if bare else None)
        if at in line.clauses:
            break
    return None
