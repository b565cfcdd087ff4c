"""People met before: which of the actors already known a new one may be, by their names alone.

A run sees all its pages at once; a collection that grows does not. Whoever keeps one keeps the keys of its people
(`name_keys`) and asks `may_be_one` of those who share a key. More careful than a run: offices and company say nothing
here, and two people whom the rules know are never one.
"""

from __future__ import annotations

from riwaya.actors.across import meeting_keys
from riwaya.actors.knowledge import knowledge
from riwaya.actors.likeness import same_person, words_of
from riwaya.model import Actor, MentionType
from riwaya.text import fold_word


def name_keys(actor: Actor) -> tuple[str, ...]:
    """The keys under which a person is met again; none for what is no person, or has no full name."""
    return meeting_keys(_full(actor)) if _is_person(actor) else ()


def may_be_one(a: Actor, b: Actor) -> bool:
    """Whether the full names of two people allow them to be one."""
    return _is_person(a) and _is_person(b) and same_person(_full(a), _full(b))


def is_known(actor: str) -> bool:
    """Whether the rules know this id: it is not to be joined to another that they know."""
    return actor in knowledge().actors


def folded_names(actor: Actor) -> tuple[str, ...]:
    """The forms of an actor's names as they are looked up: folded."""
    return tuple(dict.fromkeys(folded for form in (*actor.ar, *actor.en) if (folded := fold_word(form).casefold())))


def _is_person(actor: Actor) -> bool:
    return actor.kind is MentionType.PER and actor.id.startswith("person:")


def _full(actor: Actor) -> tuple[str, ...]:
    """The words of the longest form."""
    return max((words_of(form) for form in (*actor.ar, *actor.en)), key=lambda w: (len(w), w), default=())
