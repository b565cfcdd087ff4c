"""All patterns of the date rules as one automaton over tokens, built as texts ask for it.

A state is what may still follow, one `_Thread` for each rule and reading that is under way. A step
from a state depends only on what rules can see of a token: its word, where some rule names it, and
the shape of its atoms. So each step is worked out once, the first time a text takes it, and is one
look-up from then on, however many rules there are. A thread's steps carry the actions («put this
atom into that slot», «this inner rule ends here») that `_tell` replays for the one thread that won.

Particles: `_FRESH` at the beginning of an expression allows any in front of a word, `_INSIDE` none,
`_JOINED` wants «و».
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple, TypeAlias

from riwaya.dates.expression import Expression, Value
from riwaya.dates.patterns import Alt, Class, Loose, Node, Opt, Seq, Silent, With, Word
from riwaya.dates.scan import NO_SHAPE, PARTICLES, Scan, Shape, shape_of

_FRESH, _INSIDE, _JOINED = 0, 1, 2
_ANY = "{any}"  # awaited where the rest of an atom goes on, whatever stands there
_MOST_STEPS = 60_000  # steps remembered before the automaton is begun anew


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """A compiled rule. `order`: its place among all; guards look at the folded text beside it."""

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


class Match(NamedTuple):
    """A rule that matched: the token after it, `low:high` in the folded text, its slots."""

    rule: Rule
    end: int
    low: int
    high: int
    slots: Mapping[str, Value]


# ------------------------------------------------------------------ what is done on the way


class _Take(NamedTuple):
    """Take the `k`th atom of a class; `slot`: where its main value goes (empty: all its slots)."""

    name: str
    k: int
    slot: str
    silent: bool


class _Read(NamedTuple):
    """A word of the pattern; `skip`: letters attached in front of it."""

    skip: int
    silent: bool


class _Open(NamedTuple):
    """An inner rule begins."""


class _Close(NamedTuple):
    """An inner rule ends; `slot`: where its expression goes."""

    rule: Rule
    slot: str
    silent: bool


class _Restore(NamedTuple):
    """A silent part ends: as before it."""

    mode: int
    silent: bool


class _Skip(NamedTuple):
    """The rest of an atom of several tokens."""

    n: int


_Action: TypeAlias = _Take | _Read | _Open | _Close
_Actions: TypeAlias = tuple[_Action, ...]
_Rest: TypeAlias = "tuple[Node | _Close | _Restore | _Skip, _Rest] | None"
_Sign: TypeAlias = tuple[str, Shape]
"""What rules can see of a token: its word where a rule names it (else empty), the shape of its atoms."""


class _Point(NamedTuple):
    """Where a reading of a rule stands: what remains, and how the next word is taken."""

    rest: _Rest
    mode: int = _FRESH
    silent: bool = False


class _Thread(NamedTuple):
    rule: Rule
    point: _Point


class _Seen(NamedTuple):
    """A token under the eyes of `_leads`. `keys`: what nodes may begin with here."""

    word: str
    shape: Shape
    keys: frozenset[str]


class _State:
    """`accepts`: threads that may end here, with their last actions, the first rule first; `steps` by
    what a token shows, `learnt` by the part of it that makes a difference here."""

    __slots__ = ("accepts", "awaits", "learnt", "steps", "threads")

    def __init__(self, threads: tuple[_Thread, ...], finish: Callable[[_Rest], _Actions | None]) -> None:
        self.threads = threads
        self.steps: dict[_Sign, _Step | None] = {}
        self.learnt: dict[_Sign, _Step | None] = {}
        self.awaits: frozenset[str] | None = None
        ends = [(i, done) for i, t in enumerate(threads) if (done := finish(t.point.rest)) is not None]
        self.accepts = sorted(ends, key=lambda e: threads[e[0]].rule.order)


class _Step(NamedTuple):
    """To a state; for each of its threads, which thread it comes from and what was done."""

    state: _State
    origins: tuple[tuple[int, _Actions], ...]


_UNKNOWN = _Step(_State((), lambda _: None), ())


class Automaton:
    """`given`: name -> the rules that give it; `firsts`: what each node may begin with, written words
    and classes in braces; with the empty word where it may be missing."""

    def __init__(self, given: Mapping[str, list[Rule]], firsts: Mapping[Node, frozenset[str]]) -> None:
        self._given = given
        self._firsts = firsts
        self._literals = frozenset(w for found in firsts.values() for w in found if w and not w.startswith("{"))
        self._begin()

    def _begin(self) -> None:
        rules = self._given.get("time", [])
        self._start = _State(tuple(_Thread(r, _Point((r.shape, None))) for r in rules), self._finish)
        self._states: dict[tuple[_Thread, ...], _State] = {}
        self._known = 0

    def may_begin(self, scan: Scan, i: int) -> bool:
        """Whether a token that was met before at the beginning of an expression leads anywhere."""
        word, here = scan.words[i], scan.atoms.get(i)
        sign = (word if word in self._literals else "", here.shape if here is not None else NO_SHAPE)
        return self._start.steps.get(sign, _UNKNOWN) is not None

    def match(self, scan: Scan, i: int) -> Match | None:
        """The longest match that begins at token `i`."""
        state, useful = self._start, 0
        path: list[_Step] = []
        words, atoms, literals = scan.words, scan.atoms, self._literals
        for k in range(i, len(words)):
            word, here = words[k], atoms.get(k)
            sign = (word if word in literals else "", here.shape if here is not None else NO_SHAPE)
            step = state.steps.get(sign, _UNKNOWN)
            if step is _UNKNOWN:
                step = self._learn(state, sign)
            if step is None:
                break
            path.append(step)
            state = step.state
            if state.accepts:
                useful = len(path)
        return _longest(scan, i, path[:useful]) if useful else None

    def _learn(self, state: _State, sign: _Sign) -> _Step | None:
        """Work out the step from `state` over a token of this sign."""
        if self._known >= _MOST_STEPS:
            self._begin()
        self._known += 1
        word, shape = sign
        if state.awaits is None:
            state.awaits = frozenset().union(*(self._awaited(t.point.rest) for t in state.threads))
        blind = _ANY in state.awaits
        if not blind:
            names = {name: seen for name, seen in shape.names.items() if "{" + name + "}" in state.awaits}
            word, shape = word if word in state.awaits else "", shape_of(names)
        here = (word, shape)
        if here not in state.learnt:
            state.learnt[here] = self._step(state, word, shape) if blind or word or shape.names else None
        step = state.steps[sign] = state.learnt[here]
        return step

    def _finish(self, rest: _Rest) -> _Actions | None:
        """The last actions where nothing more need follow; None where something must."""
        done: list[_Action] = []
        while rest is not None:
            head, rest = rest
            if isinstance(head, _Close):
                done.append(head)
            elif isinstance(head, _Skip) or not (isinstance(head, _Restore) or "" in self._firsts[head]):
                return None
        return tuple(done)

    def _awaited(self, rest: _Rest) -> frozenset[str]:
        """All that what remains of a rule may go on with."""
        keys: set[str] = set()
        while rest is not None:
            head, rest = rest
            if isinstance(head, _Skip):
                return frozenset((_ANY,))
            if not isinstance(head, (_Close, _Restore)):
                keys |= self._firsts[head]
                if "" not in self._firsts[head]:
                    break
        return frozenset(keys)

    def _step(self, state: _State, word: str, shape: Shape) -> _Step | None:
        seen = _Seen(word, shape, frozenset(("", word, *("{" + name + "}" for name in shape.names))))
        threads: list[_Thread] = []
        origins: list[tuple[int, _Actions]] = []
        for i, thread in enumerate(state.threads):
            for point, done in self._leads(thread.point, seen):
                threads.append(_Thread(thread.rule, point))
                origins.append((i, done))
        if not threads:
            return None
        found = tuple(threads)
        target = self._states.get(found)
        if target is None:
            target = self._states[found] = _State(found, self._finish)
        return _Step(target, tuple(origins))

    def _leads(self, point: _Point, seen: _Seen) -> Iterator[tuple[_Point, _Actions]]:
        """Every way to go on over a token: where that leads, and what was done."""
        if point.rest is None:
            return
        head, tail = point.rest
        if isinstance(head, _Skip):
            yield point._replace(rest=(_Skip(head.n - 1), tail) if head.n > 1 else tail), ()
        elif isinstance(head, _Restore):
            yield from self._leads(_Point(tail, head.mode, head.silent), seen)
        elif isinstance(head, _Close):
            for after, done in self._leads(point._replace(rest=tail), seen):
                yield after, (head, *done)
        elif isinstance(head, Word):
            skip = _attached(head.text, seen.word, point.mode)
            if skip is not None:
                yield _Point(tail, _INSIDE, point.silent), (_Read(skip, point.silent),)
        elif isinstance(head, Class):
            lead = self._inner if head.name in self._given else _atoms
            yield from lead(head, point, seen)
        elif self._firsts[head].isdisjoint(seen.keys):
            return
        else:
            for inner in _unfolded(head, tail, point):
                yield from self._leads(inner, seen)
            if isinstance(head, With) and seen.word == "و":
                yield _Point((head.item, tail), _FRESH, point.silent), ()

    def _inner(self, head: Class, point: _Point, seen: _Seen) -> Iterator[tuple[_Point, _Actions]]:
        """Into the rules that give a name."""
        assert point.rest is not None
        tail = (_Restore(_INSIDE, True), point.rest[1]) if point.silent else point.rest[1]
        for rule in self._given[head.name]:
            if self._firsts[rule.shape].isdisjoint(seen.keys):
                continue
            rest = (rule.shape, (_Close(rule, head.slot, point.silent), tail))
            for after, done in self._leads(_Point(rest, point.mode), seen):
                yield after, (_Open(), *done)


def _unfolded(head: Node, tail: _Rest, point: _Point) -> Iterator[_Point]:
    """What a compound node stands for."""
    if isinstance(head, Seq):
        for item in reversed(head.items):
            tail = (item, tail)
        yield point._replace(rest=tail)
    elif isinstance(head, Alt):
        for item in head.items:
            yield point._replace(rest=(item, tail))
    elif isinstance(head, Opt):
        yield point._replace(rest=(head.item, tail))
        yield point._replace(rest=tail)
    elif isinstance(head, Silent):
        yield _Point((head.item, (_Restore(point.mode, point.silent), tail)), _FRESH, True)
    elif isinstance(head, Loose):
        yield point._replace(rest=(head.item, tail), mode=_FRESH)
    elif isinstance(head, With):
        yield point._replace(rest=(head.item, tail), mode=_JOINED)


def _atoms(head: Class, point: _Point, seen: _Seen) -> Iterator[tuple[_Point, _Actions]]:
    assert point.rest is not None
    tail = point.rest[1]
    for k, (length, particle) in enumerate(seen.shape.names.get(head.name, ())):
        if _admits(point.mode, particle):
            after = (_Skip(length - 1), tail) if length > 1 else tail
            yield _Point(after, _INSIDE, point.silent), (_Take(head.name, k, head.slot, point.silent),)


def _admits(mode: int, particle: str) -> bool:
    if mode == _JOINED:
        return particle.startswith("و")
    return mode == _FRESH or not particle


def _attached(text: str, word: str, mode: int) -> int | None:
    """How many letters are attached in front of `text` in `word`; None where it is another word."""
    skip = word_forms(text).get(word)
    if skip is None or (skip and mode == _INSIDE) or (mode == _JOINED and not (skip and word.startswith("و"))):
        return None
    return skip


@cache
def word_forms(text: str) -> dict[str, int]:
    """The written forms of a word of a pattern with attached letters -> how many these are."""
    forms = {p + "ل" + text[2:]: len(p) for p in PARTICLES if p.endswith("ل") and text.startswith("ال")}
    return forms | {p + text: len(p) for p in PARTICLES}


# ------------------------------------------------------------------ replay


def _longest(scan: Scan, i: int, path: list[_Step]) -> Match | None:
    """The longest of all matches; the first rule's among equals."""
    here = scan.atoms.get(i)
    first = scan.low(i) + (here.least if here is not None else 0)
    for n in range(len(path), 0, -1):
        best: Match | None = None
        state, most = path[n - 1].state, scan.high(i + n - 1) - first  # no match can be longer
        for thread, last in state.accepts:
            match = _tell(scan, i, state.threads[thread].rule, _trace(path[:n], thread, last))
            if match is not None and (best is None or match.high - match.low > best.high - best.low):
                best = match
                if match.high - match.low >= most:
                    return match
        if best is not None:
            return best
    return None


def _trace(path: list[_Step], thread: int, last: _Actions) -> list[_Actions]:
    """The actions of one thread, token by token; the last ones at the end."""
    found = [last]
    for step in reversed(path):
        thread, done = step.origins[thread]
        found.append(done)
    found.reverse()
    return found


def _tell(scan: Scan, i: int, rule: Rule, actions: list[_Actions]) -> Match | None:
    """Replay the actions of a thread; None where a guard says no."""
    slots: dict[str, Value] = {}
    low = high = -1
    outer: list[tuple[dict[str, Value], int, int]] = []
    for at, done in enumerate(actions, i):
        for action in done:
            if isinstance(action, _Take):
                atom = scan.atoms[at].by_name[action.name][action.k]
                if action.slot:
                    slots[action.slot] = atom.slots.get(atom.slot, 1)
                else:
                    slots.update(atom.slots)
                if not action.silent:
                    low = scan.low(at) + len(atom.particle) if low < 0 else low
                    high = scan.high(at + atom.length - 1)
            elif isinstance(action, _Read):
                if not action.silent:
                    low = scan.low(at) + action.skip if low < 0 else low
                    high = scan.high(at)
            elif isinstance(action, _Open):
                outer.append((slots, low, high))
                slots, low, high = {}, -1, -1
            else:
                inner = _checked(action.rule, scan.text, low, high, slots)
                if inner is None:
                    return None
                slots, before, after = outer.pop()
                if action.rule.op:
                    slots[action.slot or "of"] = Expression(action.rule.op, inner, action.rule.id)
                else:
                    slots.update(inner)
                low, high = (before, after) if action.silent else (low if before < 0 else before, high)
    whole = _checked(rule, scan.text, low, high, slots)
    return Match(rule, i + len(actions) - 1, low, high, whole) if whole is not None else None


def _checked(rule: Rule, text: str, low: int, high: int, slots: dict[str, Value]) -> dict[str, Value] | None:
    """The slots of a rule that ends here, with those it sets; None where its guards say no."""
    if low < 0 or any(slots.get(name) != slots.get(rule.same[0]) for name in rule.same[1:]):
        return None
    if rule.after and not rule.after.search(text, max(0, low - 60), low):
        return None
    if rule.not_after and rule.not_after.search(text, max(0, low - 60), low):
        return None
    if rule.before and not rule.before.match(text, high):
        return None
    if rule.not_before and rule.not_before.match(text, high):
        return None
    return {**rule.fixed, **slots} if rule.fixed else slots
