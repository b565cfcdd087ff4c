"""All patterns of the date rules as one automaton over tokens, built as texts ask for it.

A state is what may still follow, one `_Thread` for each rule and reading that is under way. A step
from a state depends only on what rules can see of a token: its word, where some rule names it, and
the shape of its atoms. So each step is worked out once, the first time a text takes it, and is one
look-up from then on, however many rules there are. A thread's steps carry the actions («put this
atom into that slot», «this inner rule ends here») that `telling` makes slots of for the one that won.

Particles: `_FRESH` at the beginning of an expression allows any in front of a word, `_INSIDE` none,
`_JOINED` wants «و».
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import NamedTuple

from riwaya.dates.atoms import PARTICLES, Shape, shape_of
from riwaya.dates.patterns import Alt, Class, Loose, Node, Opt, Seq, Silent, With, Word
from riwaya.dates.scan import Scan, Sign
from riwaya.dates.telling import Actions, Close, Match, Open, Read, Rule, Take, Telling, compile_telling

_FRESH, _INSIDE, _JOINED = 0, 1, 2
_ANY = "{any}"  # awaited where the rest of an atom goes on, whatever stands there
_MOST_STEPS = 60_000  # steps remembered before the automaton is begun anew


class _Restore(NamedTuple):
    """A silent part ends: as before it."""

    mode: int
    silent: bool


class _Skip(NamedTuple):
    """The rest of an atom of several tokens."""

    n: int


class _Rest(NamedTuple):
    """What remains of a rule: what comes next, and what after it."""

    head: Node | Close | _Restore | _Skip
    tail: _Rest | None


class _Point(NamedTuple):
    """Where a reading of a rule stands: what remains, and how the next word is taken."""

    rest: _Rest | None
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

    def __init__(self, threads: tuple[_Thread, ...], finish: Callable[[_Rest | None], Actions | None]) -> None:
        self.threads = threads
        self.steps: dict[Sign, _Step | None] = {}
        self.learnt: dict[Sign, _Step | None] = {}
        self.awaits: frozenset[str] | None = None
        ends = [(i, done) for i, t in enumerate(threads) if (done := finish(t.point.rest)) is not None]
        self.accepts = sorted(ends, key=lambda e: threads[e[0]].rule.order)


class _Step(NamedTuple):
    """To a state; for each of its threads, which thread it comes from and what was done."""

    state: _State
    origins: tuple[tuple[int, Actions], ...]


_UNKNOWN = _Step(_State((), lambda _: None), ())


class _Way:
    """A way from the start, token by token: the state it ends in, where it goes `next` by what a token
    shows, and what it `tells`, worked out when a text first ends there."""

    __slots__ = ("before", "depth", "next", "state", "step", "tells")

    def __init__(self, state: _State, before: _Way | None, step: _Step) -> None:
        self.state = state
        self.before = before
        self.step = step
        self.depth: int = before.depth + 1 if before is not None else 0
        self.next: dict[Sign, _Way | None] = {}
        self.tells: tuple[Telling, ...] | None = None


class Automaton:
    """`given`: name -> the rules that give it; `firsts`: what each node may begin with, written words
    and classes in braces; with the empty word where it may be missing."""

    def __init__(self, given: Mapping[str, list[Rule]], firsts: Mapping[Node, frozenset[str]]) -> None:
        self._given = given
        self._firsts = firsts
        self.literals = frozenset(w for found in firsts.values() for w in found if w and not w.startswith("{"))
        self._begin()

    def _begin(self) -> None:
        rules = self._given.get("time", [])
        start = _State(tuple(_Thread(r, _Point(_Rest(r.shape, None))) for r in rules), self._finish)
        self._root = _Way(start, None, _UNKNOWN)
        self._states: dict[tuple[_Thread, ...], _State] = {}
        self._known = 0

    def match(self, scan: Scan, i: int) -> Match | None:
        """The longest match that begins at token `i`."""
        way, k, ends = self._root, i, []
        tokens = scan.tokens
        while k < len(tokens) or scan.more():
            if k == len(tokens):  # a piece without words
                continue
            sign = tokens[k].sign or scan.sign(k)
            on = way.next.get(sign, way)
            if on is way:
                on = self._go_on(way, sign)
            if on is None:
                break
            way = on
            k += 1
            if way.state.accepts:
                ends.append(way)
        return _longest(scan, i, ends) if ends else None

    def _go_on(self, way: _Way, sign: Sign) -> _Way | None:
        """Where a way that was never gone leads."""
        if self._known >= _MOST_STEPS:
            self._begin()
        self._known += 1
        step = way.state.steps.get(sign, _UNKNOWN)
        if step is _UNKNOWN:
            step = self._learn(way.state, sign)
        on = way.next[sign] = _Way(step.state, way, step) if step is not None else None
        return on

    def _learn(self, state: _State, sign: Sign) -> _Step | None:
        """Work out the step from `state` over a token of this sign."""
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

    def _finish(self, rest: _Rest | None) -> Actions | None:
        """The last actions where nothing more need follow; None where something must."""
        done: list[Close] = []
        while rest is not None:
            head, rest = rest
            if isinstance(head, Close):
                done.append(head)
            elif isinstance(head, _Skip) or not (isinstance(head, _Restore) or "" in self._firsts[head]):
                return None
        return tuple(done)

    def _awaited(self, rest: _Rest | None) -> frozenset[str]:
        """All that what remains of a rule may go on with."""
        keys: set[str] = set()
        while rest is not None:
            head, rest = rest
            if isinstance(head, _Skip):
                return frozenset((_ANY,))
            if not isinstance(head, (Close, _Restore)):
                keys |= self._firsts[head]
                if "" not in self._firsts[head]:
                    break
        return frozenset(keys)

    def _step(self, state: _State, word: str, shape: Shape) -> _Step | None:
        seen = _Seen(word, shape, frozenset(("", word, *("{" + name + "}" for name in shape.names))))
        threads: list[_Thread] = []
        origins: list[tuple[int, Actions]] = []
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

    def _leads(self, point: _Point, seen: _Seen) -> Iterator[tuple[_Point, Actions]]:
        """Every way to go on over a token: where that leads, and what was done."""
        if point.rest is None:
            return
        head, tail = point.rest
        if isinstance(head, _Skip):
            yield point._replace(rest=_Rest(_Skip(head.n - 1), tail) if head.n > 1 else tail), ()
        elif isinstance(head, _Restore):
            yield from self._leads(_Point(tail, head.mode, head.silent), seen)
        elif isinstance(head, Close):
            for after, done in self._leads(point._replace(rest=tail), seen):
                yield after, (head, *done)
        elif isinstance(head, Word):
            skip = _attached(head.text, seen.word, point.mode)
            if skip is not None:
                yield _Point(tail, _INSIDE, point.silent), (Read(skip, point.silent),)
        elif isinstance(head, Class):
            lead = self._inner if head.name in self._given else _atoms
            yield from lead(head, point, seen)
        elif self._firsts[head].isdisjoint(seen.keys):
            return
        else:
            for inner in _unfolded(head, tail, point):
                yield from self._leads(inner, seen)
            if isinstance(head, With) and seen.word == "و":
                yield _Point(_Rest(head.item, tail), _FRESH, point.silent), ()

    def _inner(self, head: Class, point: _Point, seen: _Seen) -> Iterator[tuple[_Point, Actions]]:
        """Into the rules that give a name."""
        assert point.rest is not None
        tail = _Rest(_Restore(_INSIDE, True), point.rest.tail) if point.silent else point.rest.tail
        for rule in self._given[head.name]:
            if self._firsts[rule.shape].isdisjoint(seen.keys):
                continue
            rest = _Rest(rule.shape, _Rest(Close(rule, head.slot, point.silent), tail))
            for after, done in self._leads(_Point(rest, point.mode), seen):
                yield after, (Open(), *done)


def _unfolded(head: Node, tail: _Rest | None, point: _Point) -> Iterator[_Point]:
    """What a compound node stands for."""
    if isinstance(head, Seq):
        for item in reversed(head.items):
            tail = _Rest(item, tail)
        yield point._replace(rest=tail)
    elif isinstance(head, Alt):
        for item in head.items:
            yield point._replace(rest=_Rest(item, tail))
    elif isinstance(head, Opt):
        yield point._replace(rest=_Rest(head.item, tail))
        yield point._replace(rest=tail)
    elif isinstance(head, Silent):
        yield _Point(_Rest(head.item, _Rest(_Restore(point.mode, point.silent), tail)), _FRESH, True)
    elif isinstance(head, Loose):
        yield point._replace(rest=_Rest(head.item, tail), mode=_FRESH)
    elif isinstance(head, With):
        yield point._replace(rest=_Rest(head.item, tail), mode=_JOINED)


def _atoms(head: Class, point: _Point, seen: _Seen) -> Iterator[tuple[_Point, Actions]]:
    assert point.rest is not None
    tail = point.rest.tail
    for k, (length, particle) in enumerate(seen.shape.names.get(head.name, ())):
        if _admits(point.mode, particle):
            after = _Rest(_Skip(length - 1), tail) if length > 1 else tail
            yield _Point(after, _INSIDE, point.silent), (Take(head.name, k, head.slot, point.silent),)


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


# ------------------------------------------------------------------ what a way tells


def _longest(scan: Scan, i: int, ends: list[_Way]) -> Match | None:
    """The longest of all matches; the first rule's among equals."""
    here = scan.tokens[i].atoms
    first = scan.low(i) + (here.least if here is not None else 0)
    for way in reversed(ends):
        if way.tells is None:
            way.tells = tuple(_tellings(scan, i, way))
        best: Match | None = None
        most = scan.high(i + way.depth - 1) - first  # no match can be longer
        for telling in way.tells:
            match = telling.match(scan, i)
            if match is not None and (best is None or match.high - match.low > best.high - best.low):
                best = match
                if match.high - match.low >= most:
                    return match
        if best is not None:
            return best
    return None


def _tellings(scan: Scan, i: int, way: _Way) -> Iterator[Telling]:
    """What the rules that end here say, the first rule first."""
    for thread, last in way.state.accepts:
        telling = compile_telling(way.state.threads[thread].rule, _trace(way, thread, last), scan.tokens[i:])
        if telling is not None:
            yield telling


def _trace(way: _Way, thread: int, last: Actions) -> list[Actions]:
    """The actions of one thread, token by token; the last ones at the end."""
    found, at = [last], way
    while at.before is not None:
        thread, done = at.step.origins[thread]
        found.append(done)
        at = at.before
    found.reverse()
    return found
