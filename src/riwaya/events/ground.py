"""Told or spoken of: how the words around a trigger set it in the news or in its background.

«أسفر الهجوم عن مقتل حارس» tells a killing; «بتهمة قتل حارس» and «منفذو الهجوم» speak of one that the reader is taken
to know. `contexts_of` names the contexts of `rules/ar/events_ground.yaml` that hold at a trigger; `depth_of` says how
many clauses its own is embedded in. The judge of events weighs both for whole articles, whose readers record what is
spoken of as well; `is_told` alone decides what a sentence without an article around it tells.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from riwaya.events.line import Line
from riwaya.events.rules import book
from riwaya.events.telling import ON_A_DAY, Told
from riwaya.events.triggers import Trigger
from riwaya.model import Polarity, Precision
from riwaya.remembered import remembered
from riwaya.rules import Entry, load, rules_in
from riwaya.text import fold_words
from riwaya.text.stems import stems

_SHAPES = ("", "definite", "bare")
_KINDS = ("noun", "verb")
_REACH = 2
_LATE = 20  # words into a clause
_WISHES = (Polarity.DEMANDS, Polarity.THREATENS, Polarity.DENIES, Polarity.ACCUSES)
_STOPS = frozenset(".؛؟!")
_ENDS = _STOPS | {":"}
_DEEP = 3  # clauses; deeper ones are all alike


@dataclass(frozen=True, slots=True, eq=False)
class Context:
    """A context: words within `reach` before or after a trigger of one of `kinds` and of `shape`."""

    id: str
    reach: int
    kinds: frozenset[str]
    shape: str
    attached: frozenset[str]
    weight: int

    def suits(self, trigger: Trigger) -> bool:
        """Whether a trigger is of the kind and shape that the context speaks of."""
        definite = trigger.article or bool(trigger.pronoun)
        if kind_of(trigger) not in self.kinds or (self.attached and not self.attached & {*carried(trigger)}):
            return False
        return not self.shape or definite == (self.shape == "definite")


Table = Mapping[str, tuple[Context, ...]]


@cache
def contexts() -> tuple[Table, Table, int]:
    """The contexts by the words that show them, before and after a trigger, and the longest reach before."""
    tables: tuple[dict[str, list[Context]], dict[str, list[Context]]] = ({}, {})
    longest = _REACH
    for entry in rules_in(load("ar/events_ground"), "contexts"):
        context = _context(entry)
        for side, name in zip(tables, ("before", "after"), strict=True):
            for word in fold_words(entry.texts(name)):
                side.setdefault(word, []).append(context)
        longest = max(longest, context.reach if entry.texts("before") else 0)
    before, after = ({w: tuple(c) for w, c in side.items()} for side in tables)
    return before, after, longest


def _context(entry: Entry) -> Context:
    entry.only("id", "before", "after", "reach", "kinds", "shape", "attached", "weight", "yes", "no")
    kinds, shape = entry.texts("kinds") or _KINDS, entry.text("shape", "")
    if shape not in _SHAPES or not set(kinds) <= set(_KINDS):
        raise entry.fail(f"unknown shape {shape!r} or kinds {', '.join(kinds)}")
    if bool(entry.texts("before")) == bool(entry.texts("after")):
        raise entry.fail("a context has words either before or after")
    reach, attached = int(entry.get("reach", _REACH)), frozenset(entry.texts("attached"))
    return Context(entry.text("id"), reach, frozenset(kinds), shape, attached, int(entry.get("weight", 0)))


def kind_of(trigger: Trigger) -> str:
    """A verb, or a noun (a fixed phrase is read as a noun)."""
    return "verb" if trigger.kind in ("verb", "statement") else "noun"


def carried(trigger: Trigger) -> str:
    """What is attached before the trigger's word, as written, without ال."""
    token = trigger.line.tokens[trigger.first]
    return token.text[: max(0, trigger.start - token.start)].removesuffix("ال")


def contexts_of(trigger: Trigger) -> tuple[Context, ...]:
    """The contexts that hold at a trigger, those before it first, the nearest first."""
    longest = contexts()[2]
    line, found = trigger.line, dict[str, Context]()
    for i in range(trigger.first - 1, max(-1, trigger.first - 1 - longest), -1):
        if not _ENDS.isdisjoint(line.gaps[i + 1]):
            break
        for context in _shown(line.words[i])[0]:
            if trigger.first - i <= context.reach and context.suits(trigger):
                found[context.id] = context
        if line.words[i] in book().relative:
            break
    for i in range(trigger.last, min(len(line.tokens), trigger.last + 12)):
        if not _STOPS.isdisjoint(line.gaps[i]):
            break
        for context in _shown(line.words[i])[1]:
            if i - trigger.last < context.reach and context.suits(trigger):
                found[context.id] = context
    return tuple(found.values())


@remembered(65536)
def _shown(word: str) -> tuple[tuple[Context, ...], tuple[Context, ...]]:
    """The contexts that a word may show, before a trigger and after one; most words show none."""
    before, after, _ = contexts()
    held = sorted(stems(word))
    return tuple(c for s in held for c in before.get(s, ())), tuple(c for s in held for c in after.get(s, ()))


@cache
def _weights() -> tuple[Mapping[str, int], int]:
    data = load("ar/events_ground")
    shapes = data.get("shapes")
    if not isinstance(shapes, Entry):
        raise data.fail("'shapes' must be a mapping")
    return {k: int(v) for k, v in shapes.items()}, int(data["told"])


def depth_of(line: Line, low: int, high: int) -> int:
    """How many clauses that give no news of their own («الذي», «عندما») open between two tokens: at most 3."""
    opened = sum(line.words[i] in book().embeds for i in range(low, high))
    return min(opened, _DEEP)


def is_told(group: Sequence[Told]) -> bool:
    """Whether the words of a sentence, all that we have, tell this happening as their news."""
    shapes, least = _weights()
    best = max(
        sum(shapes.get(s, 0) for s in shapes_of(one)) + sum(c.weight for c in contexts_of(one.trigger)) for one in group
    )
    if any(one.quantities for one in group):
        best += shapes["amount"]
    if len(group) > 1:
        best += shapes["parts"]
    return best >= least


def shapes_of(one: Told) -> Iterator[str]:
    """What speaks for or against a telling besides the words around it; a name for each time."""
    trigger, line = one.trigger, one.trigger.line
    if kind_of(trigger) == "verb":
        yield f"verb-{trigger.tense or 'past'}"
        if trigger.pronoun:
            yield "verb-pronoun"
    elif trigger.article or trigger.pronoun:
        yield "noun-definite"
    elif trigger.kind == "phrase":
        yield "phrase"
    low = clause_start(one)
    if trigger.first - low <= 1 and trigger.tense == "past":
        yield "verb-first"
        if line.index == 0 and one.statement is None and (one.roles.actor or one.roles.recipient):
            yield "lead"
    yield from ["embedded"] * depth_of(line, low, trigger.first)
    if trigger.first - low > _LATE:
        yield "late"
    if asks(line):
        yield "asked"
    if one.status != "happened":
        yield "not-done"
    if one.supposed:
        yield "supposed"
    if one.statement is not None and one.statement.polarity in _WISHES:
        yield "wished"
    if one.when is not None:
        yield "old" if one.when.precision is Precision.YEAR else "dated" if one.when.precision in ON_A_DAY else ""
    if one.place:
        yield "placed"


def clause_start(one: Told) -> int:
    """The token with which the statement that holds a telling begins in its sentence, or the sentence itself."""
    line = one.trigger.line
    if one.statement is None:
        return 0
    start = one.statement.span.start
    return next((i for i in range(one.trigger.first) if line.tokens[i].start >= start), 0)


def asks(line: Line) -> bool:
    """Whether a sentence holds a question mark."""
    return "؟" in line.tail or any("؟" in gap for gap in line.gaps)
