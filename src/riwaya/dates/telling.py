"""What a match says: the actions along a way through the automaton, made into slots.

Everything about a match but the words themselves follows from the way that led to it: which rules
begin and end where, which atom goes into which slot, where the expression begins. So that is worked
out once a way (`compile_telling`), and a `Telling` only looks its words up.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from riwaya.dates.expression import Expression, Value
from riwaya.dates.patterns import Node
from riwaya.dates.scan import Scan, Token


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """A compiled rule. `order`: its place among all; guards look at the folded text beside it; `guarded`:
    whether it has any, or slots that must be the `same`."""

    id: str
    order: int
    gives: str
    op: str
    fixed: Mapping[str, Value]
    shape: Node
    after: re.Pattern[str] | None
    before: re.Pattern[str] | None
    not_after: re.Pattern[str] | None
    not_before: re.Pattern[str] | None
    same: tuple[str, ...]
    guarded: bool


class Match(NamedTuple):
    """A rule that matched: the token after its words, `low:high` in the folded text, its slots."""

    rule: Rule
    end: int
    low: int
    high: int
    slots: Mapping[str, Value]


# ------------------------------------------------------------------ actions


class Take(NamedTuple):
    """Take the `k`th atom of a class; `slot`: where its main value goes (empty: all its slots)."""

    name: str
    k: int
    slot: str
    silent: bool


class Read(NamedTuple):
    """A word of the pattern; `skip`: letters attached in front of it."""

    skip: int
    silent: bool


class Open(NamedTuple):
    """An inner rule begins."""


class Close(NamedTuple):
    """An inner rule ends; `slot`: where its expression goes."""

    rule: Rule
    slot: str
    silent: bool


Action: TypeAlias = Take | Read | Open | Close
Actions: TypeAlias = tuple[Action, ...]


# ------------------------------------------------------------------ tellings


class _Part(NamedTuple):
    """What fills slots: the `k`th atom of class `name` at token `at` of the match, or an inner rule."""

    at: int
    name: str
    k: int
    slot: str
    inner: Telling | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Telling:
    """A rule that matches: it begins `skip` letters into token `low` of the match and ends with token
    `high`; its parts in order."""

    rule: Rule
    low: int
    skip: int
    high: int
    parts: tuple[_Part, ...]

    def match(self, scan: Scan, i: int) -> Match | None:
        """The match that begins at token `i`; None where a guard says no."""
        slots = self._slots(scan, i)
        if slots is None:
            return None
        return Match(self.rule, i + self.high + 1, scan.low(i + self.low) + self.skip, scan.high(i + self.high), slots)

    def _slots(self, scan: Scan, i: int) -> dict[str, Value] | None:
        slots: dict[str, Value] = {}
        for at, name, k, slot, inner in self.parts:
            if inner is not None:
                found = inner._slots(scan, i)
                if found is None:
                    return None
                if inner.rule.op:
                    slots[slot or "of"] = Expression(inner.rule.op, found, inner.rule.id)
                else:
                    slots.update(found)
                continue
            atoms = scan.tokens[i + at].atoms
            assert atoms is not None
            atom = atoms.by_name[name][k]
            if slot:
                slots[slot] = atom.slots.get(atom.slot, 1)
            else:
                slots.update(atom.slots)
        rule = self.rule
        if rule.guarded:
            low, high = scan.low(i + self.low) + self.skip, scan.high(i + self.high)
            if not _allowed(rule, scan.text, low, high, slots):
                return None
        return {**rule.fixed, **slots} if rule.fixed else slots


@dataclass(slots=True)
class _Draft:
    """A telling under way. `silent`: its words are not part of the rule around it; `slot`: its own there."""

    parts: list[_Part]
    low: int = -1
    skip: int = 0
    high: int = -1

    def grow(self, low: int, skip: int, high: int) -> None:
        if self.low < 0:
            self.low, self.skip = low, skip
        self.high = high


def compile_telling(rule: Rule, actions: list[Actions], tokens: Sequence[Token]) -> Telling | None:
    """What `rule` says where it matches with these actions; None where it would hold no words.

    `tokens` are those of one such match: all of one way have atoms of the same shape.
    """
    drafts = [_Draft([])]
    for at, done in enumerate(actions):
        for action in done:
            if isinstance(action, Open):
                drafts.append(_Draft([]))
            elif isinstance(action, Close):
                inner = drafts.pop()
                if inner.low < 0:
                    return None
                told = Telling(action.rule, inner.low, inner.skip, inner.high, tuple(inner.parts))
                drafts[-1].parts.append(_Part(-1, "", 0, action.slot, told))
                if not action.silent:
                    drafts[-1].grow(inner.low, inner.skip, inner.high)
            else:
                _add(drafts[-1], at, action, tokens)
    whole = drafts[0]
    return Telling(rule, whole.low, whole.skip, whole.high, tuple(whole.parts)) if whole.low >= 0 else None


def _add(draft: _Draft, at: int, action: Take | Read, tokens: Sequence[Token]) -> None:
    skip, high = 0, at
    if isinstance(action, Take):
        atoms = tokens[at].atoms
        assert atoms is not None
        atom = atoms.by_name[action.name][action.k]
        skip, high = len(atom.particle), at + atom.length - 1
        draft.parts.append(_Part(at, action.name, action.k, action.slot))
    else:
        skip = action.skip
    if not action.silent:
        draft.grow(at, skip, high)


def _allowed(rule: Rule, text: str, low: int, high: int, slots: dict[str, Value]) -> bool:
    if any(slots.get(name) != slots.get(rule.same[0]) for name in rule.same[1:]):
        return False
    if rule.after and not rule.after.search(text, max(0, low - 60), low):
        return False
    if rule.not_after and rule.not_after.search(text, max(0, low - 60), low):
        return False
    if rule.before and not rule.before.match(text, high):
        return False
    return not (rule.not_before and rule.not_before.match(text, high))
