"""PLOVER's contexts of an event: the spheres of life that it touches, from `rules/ar/contexts.yaml`.

`spheres_of` looks at the words around the triggers that tell a happening: those of their own sentences, near enough to
be about it, and for what somebody says those inside what he says. `united` joins those of several tellings.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from riwaya.events.line import Line
from riwaya.events.rules import plover
from riwaya.events.telling import Told
from riwaya.rules import Entry, load, rules_in
from riwaya.text import fold_word

_REACH = 10  # tokens on either side of a trigger whose words are about it
_ENDINGS = ("", "ا", "ه", "ين", "ون", "ان", "ات", "تين", "تان")
_STOPS = frozenset(".؛؟!،,:()")


@dataclass(frozen=True, slots=True)
class Hit:
    """Words that show a context: the tokens `first:last`."""

    first: int
    last: int
    context: str


@dataclass(frozen=True, slots=True, eq=False)
class _Shelf:
    """The rules compiled: the phrases of a context by their first words, the contexts of modes, and PLOVER's order.
    A phrase that shows nothing («حرب عصابات») has no name; it hides what stands in it."""

    phrases: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]
    modes: Mapping[tuple[str, str], str]
    order: Mapping[str, int]


@cache
def _shelf() -> _Shelf:
    phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    modes: dict[tuple[str, str], str] = {}
    entries = rules_in(load("ar/contexts"), "contexts")
    for entry in entries:
        entry.only("id", "words", "adjectives", "modes", "but", "yes", "no")
        name = entry.text("id")
        inflected = [fold_word(a) + ending for a in entry.texts("adjectives") for ending in _ENDINGS]
        shown = [(p, name) for p in (*map(fold_word, entry.texts("words")), *inflected)]
        for phrase, of in [*shown, *((fold_word(p), "") for p in entry.texts("but"))]:
            words = tuple(phrase.split())
            phrases.setdefault(words[0], []).append((words, of))
        modes |= {_mode(entry, mode): name for mode in entry.texts("modes")}
    order = {entry.text("id"): n for n, entry in enumerate(entries)}
    return _Shelf({w: tuple(p) for w, p in phrases.items()}, modes, order)


def _mode(entry: Entry, named: str) -> tuple[str, str]:
    kind, _, mode = named.partition("/")
    if kind not in plover() or mode not in plover()[kind].modes:
        raise entry.fail(f"{named!r} is no mode of a PLOVER type")
    return kind, mode


def contexts() -> tuple[str, ...]:
    """The names of PLOVER's contexts, in its order."""
    return tuple(_shelf().order)


def spheres_of(group: Sequence[Told]) -> tuple[str, ...]:
    """The contexts of a happening by the tellings that tell it, in PLOVER's order."""
    modes, found = _shelf().modes, set[str]()
    for one in group:
        found.update(hit.context for hit in _about(one))
        if one.rule.mode is not None and (one.rule.type, one.rule.mode) in modes:
            found.add(modes[one.rule.type, one.rule.mode])
    return united(found)


def united(*many: Iterable[str]) -> tuple[str, ...]:
    """All of these contexts, each once, in PLOVER's order."""
    order = _shelf().order
    return tuple(sorted({c for some in many for c in some}, key=lambda c: order.get(c, len(order))))


def _about(one: Told) -> Iterable[Hit]:
    trigger, line = one.trigger, one.trigger.line
    hits = line.once("events.spheres", hits_in)
    if not hits:
        return ()
    low, high = trigger.first - _REACH, trigger.last + _REACH
    start, end = one.mention.span.start, one.mention.span.end
    if one.statement is not None:  # who says it, and what he is, is not what he tells
        start, end = max(start, one.statement.span.start), min(end, one.statement.span.end)
    tokens = line.tokens
    return (h for h in hits if low <= h.first and h.last <= high and start <= tokens[h.first].start < end)


def hits_in(line: Line) -> tuple[Hit, ...]:
    """The words of a sentence that show a context."""
    phrases, found = _shelf().phrases, list[Hit]()
    for i, stems in enumerate(line.stems):
        if not phrases.keys().isdisjoint(stems):  # most words open no phrase
            found += (hit for stem in sorted(phrases.keys() & stems) for hit in _opened(line, i, phrases[stem]))
    hidden = [h for h in found if not h.context]
    if hidden:
        return tuple(h for h in found if not any(b.first <= h.first and h.last <= b.last for b in hidden))
    return tuple(found)


def _opened(line: Line, i: int, opening: Sequence[tuple[tuple[str, ...], str]]) -> Iterable[Hit]:
    for words, context in opening:
        last = i + len(words)
        if last > len(line.words) or any(not _STOPS.isdisjoint(line.gaps[j]) for j in range(i + 1, last)):
            continue
        if all(w in line.stems[j] for j, w in enumerate(words[1:], start=i + 1)):
            yield Hit(i, last, context)
