"""The syntactic half of finding: patterns over the classes of a `Scan`.

A pattern is words and classes: `{day} (من)? {month} {year}?`; `patterns` explains the notation.
Particles may be attached to the first word of an expression only. A rule without `op` is a
fragment: its slots join those of the pattern that uses it. Every rule is tried only where its
first word or class starts, each (class, place) is worked out once, and the longest match wins;
among equals the rule that stands first. So the cost hardly grows with the number of rules.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from riwaya.dates.expression import Expression, Found, Value
from riwaya.dates.patterns import (
    Alt,
    Class,
    Loose,
    Node,
    Opt,
    Seq,
    Silent,
    With,
    Word,
    alternatives,
    may_be_empty,
    plain_words,
)
from riwaya.dates.scan import PARTICLES, Atom, Scan
from riwaya.rules import Entry, load, rules_in
from riwaya.text import fold_word

# Classes that are no time expression by themselves, nor beside words that belong to no class.
_NUMBERS = frozenset(("number", "word_number", "two_digits", "day", "nth_day", "hour", "ordinal", "the_number"))
_NO_SLOTS: dict[str, Value] = {}


class Part(NamedTuple):
    """A partial match: next token, `low:high` of the expression so far (-1: nothing yet), slots."""

    at: int
    low: int
    high: int
    slots: Mapping[str, Value]


Matcher = Callable[[Scan, Part], Iterator[Part]]


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """A compiled rule. `firsts`: class names (in braces) and written words it may begin with."""

    id: str
    gives: str
    op: str
    fixed: Mapping[str, Value]
    match: Matcher
    firsts: frozenset[str]
    after: re.Pattern[str] | None
    before: re.Pattern[str] | None
    not_after: re.Pattern[str] | None
    not_before: re.Pattern[str] | None
    same: tuple[str, ...]


_FIELDS = ("id", "gives", "pattern", "op", "set", "after", "before", "not_after", "not_before", "same", "yes", "no")


class Grammar:
    """All rules, indexed by what they begin with. `find` is the only way in."""

    def __init__(self, entries: tuple[Entry, ...]) -> None:
        self._given = {e.text("gives", "time") for e in entries}
        self._by_name: dict[str, dict[str, list[tuple[int, Rule]]]] = {}
        self._by_first: dict[str, list[tuple[int, Rule]]] = {}
        self._firsts_of: dict[str, frozenset[str]] = {}
        waiting = {e.text("id"): e for e in entries}
        order = list(waiting.values())
        parsed = {e.text("id"): alternatives(e) for e in order}
        self._shapes = {name: [parsed[e.text("id")] for e in order if e.text("gives", "time") == name]
                        for name in self._given}  # fmt: skip
        for i, entry in enumerate(order):
            rule = self._compile(entry, parsed[entry.text("id")])
            for first in rule.firsts:
                self._by_name.setdefault(rule.gives, {}).setdefault(first, []).append((i, rule))
            if rule.gives == "time":
                for first in rule.firsts:
                    self._by_first.setdefault(first, []).append((i, rule))

    def _compile(self, entry: Entry, shape: Node) -> Rule:
        entry.only(*_FIELDS)
        fixed = entry.get("set", {})
        if not isinstance(fixed, Mapping):
            raise entry.fail("'set' must be a mapping of slots to values")
        return Rule(
            entry.text("id"),
            entry.text("gives", "time"),
            entry.text("op", ""),
            dict(fixed),
            self._matcher(shape, entry),
            frozenset(self._firsts(shape, ())),
            _guard(entry, "after", "(?:%s)$"),
            _guard(entry, "before", "(?:%s)"),
            _guard(entry, "not_after", "(?:%s)$"),
            _guard(entry, "not_before", "(?:%s)"),
            entry.texts("same"),
        )

    # -------------------------------------------------------------- finding

    def find(self, scan: Scan) -> Iterator[Found]:
        """The expressions of a text, left to right, without overlap; the longest wins."""
        i, n, words, atoms, by_first = 0, len(scan.words), scan.words, scan.atoms, self._by_first
        while i < n:
            if i not in atoms and words[i] not in by_first:
                i += 1
                continue
            best = self._best(scan, i)
            if best is None:
                i += 1
                continue
            i, found = best
            yield found

    def _best(self, scan: Scan, i: int) -> tuple[int, Found] | None:
        here = scan.atoms.get(i)
        lonely = here is not None and scan.words[i] not in self._by_first and here.keys() <= _NUMBERS
        if lonely and not any(k in scan.atoms for k in range(i + 1, i + 5)):
            return None  # a number beside nothing that tells of time
        candidates = [c for key in scan.keys(i) for c in self._by_first.get(key, ())]
        if not candidates:
            return None
        best: tuple[int, int, Part, Rule] | None = None
        for order, rule in dict.fromkeys(candidates):
            for part in self._parts(rule, scan, i):
                key = (part.high - part.low, -order)
                if best is None or key > best[:2]:
                    best = (*key, part, rule)
        if best is None:
            return None
        part, rule = best[2], best[3]
        end = part.at
        while end > i + 1 and scan.lows[end - 1] >= part.high:  # words outside the span may begin the next
            end -= 1
        return end, Found(part.low, part.high, Expression(rule.op, part.slots, rule.id), rule.id)

    def _parts(self, rule: Rule, scan: Scan, i: int) -> Iterator[Part]:
        for part in rule.match(scan, Part(i, -1, -1, _NO_SLOTS)):
            if part.low < 0 or any(part.slots.get(name) != part.slots.get(rule.same[0]) for name in rule.same[1:]):
                continue
            text = scan.text
            if rule.after and not rule.after.search(text, max(0, part.low - 60), part.low):
                continue
            if rule.not_after and rule.not_after.search(text, max(0, part.low - 60), part.low):
                continue
            if rule.before and not rule.before.match(text, part.high):
                continue
            if rule.not_before and rule.not_before.match(text, part.high):
                continue
            yield Part(part.at, part.low, part.high, {**rule.fixed, **part.slots})

    def _given_at(self, name: str, scan: Scan, i: int) -> list[tuple[Rule, Part]]:
        """All matches at token i of the rules that give `name`; worked out once."""
        key = (name, i)
        known = scan.memo.get(key)
        if known is None:
            index = self._by_name.get(name, {})
            rules = {pair for first in scan.keys(i) for pair in index.get(first, ())}
            ordered = sorted(rules, key=_order) if len(rules) > 1 else rules
            known = scan.memo[key] = [(r, p) for _, r in ordered for p in self._parts(r, scan, i)]
        assert isinstance(known, list)
        return known

    # -------------------------------------------------------------- compiling

    def _matcher(self, node: Node, entry: Entry) -> Matcher:
        if isinstance(node, Seq):
            return _sequence([self._matcher(n, entry) for n in node.items])
        if isinstance(node, Alt):
            words = plain_words(node)
            if words:
                return _word_of(words)
            return _choice([(self._first_keys(n), self._matcher(n, entry)) for n in node.items])
        if isinstance(node, Opt):
            return _optional(self._matcher(node.item, entry))
        if isinstance(node, Silent):
            return _silent(self._matcher(node.item, entry))
        if isinstance(node, With):
            return _with_and(self._matcher(node.item, entry))
        if isinstance(node, Loose):
            return _loose(self._matcher(node.item, entry))
        if isinstance(node, Word):
            return _word(node.text)
        if node.name in self._given:
            return self._given_matcher(node)
        return _class(node)

    def _given_matcher(self, node: Class) -> Matcher:
        name, slot = node.name, node.slot

        def match(scan: Scan, part: Part) -> Iterator[Part]:
            for rule, inner in self._given_at(name, scan, part.at):
                if part.low >= 0 and inner.low != scan.lows[part.at] and not _after_and(scan, part.at):
                    continue
                if rule.op:
                    value = Expression(rule.op, inner.slots, rule.id)
                    slots: Mapping[str, Value] = {**part.slots, slot or "of": value}
                else:
                    slots = {**part.slots, **inner.slots}
                yield Part(inner.at, inner.low if part.low < 0 else part.low, inner.high, slots)

        return match

    def _first_keys(self, node: Node) -> frozenset[str] | None:
        """What a branch may begin with; None where it may be empty."""
        return None if may_be_empty(node) else frozenset(self._firsts(node, ()))

    def _firsts(self, node: Node, seen: tuple[str, ...]) -> set[str]:
        if isinstance(node, Seq):
            out: set[str] = set()
            for item in node.items:
                out |= self._firsts(item, seen)
                if not may_be_empty(item):
                    break
            return out
        if isinstance(node, Alt):
            return set().union(*(self._firsts(n, seen) for n in node.items))
        if isinstance(node, (Opt, Silent, Loose)):
            return self._firsts(node.item, seen)
        if isinstance(node, With):
            return self._firsts(node.item, seen) | {"و"}
        if isinstance(node, Word):
            return {p + node.text for p in PARTICLES} | _with_lam(node.text)
        if node.name in self._given:
            if node.name in seen:
                raise ValueError(f"rules that give {node.name!r} begin with themselves")
            shapes = self._shapes[node.name]
            return set().union(*(self._firsts(s, (*seen, node.name)) for s in shapes))
        return {"{" + node.name + "}"}


def _order(pair: tuple[int, Rule]) -> int:
    return pair[0]


def _guard(entry: Entry, key: str, frame: str) -> re.Pattern[str] | None:
    source = "|".join(entry.texts(key))
    try:
        return re.compile(frame % fold_word(source)) if source else None
    except re.error as e:
        raise entry.fail(f"{key!r} is not a regular expression: {e}") from e


# ------------------------------------------------------------------ matchers


def _sequence(items: list[Matcher]) -> Matcher:
    if len(items) == 1:
        return items[0]
    head, tail = items[0], (_sequence(items[1:]) if items[1:] else None)

    def match(scan: Scan, part: Part) -> Iterator[Part]:
        for first in head(scan, part):
            if tail is None:
                yield first
            else:
                yield from tail(scan, first)

    return match


def _choice(items: list[tuple[frozenset[str] | None, Matcher]]) -> Matcher:
    """Only the branches that may begin with what stands there, in their order."""
    index: dict[str, list[int]] = {}
    always = [n for n, (firsts, _) in enumerate(items) if firsts is None]
    for n, (firsts, _) in enumerate(items):
        for first in firsts or ():
            index.setdefault(first, []).append(n)

    def match(scan: Scan, part: Part) -> Iterator[Part]:
        fitting = {n for key in scan.keys(part.at) for n in index.get(key, ())}
        for n in sorted(fitting.union(always)) if fitting else always:
            yield from items[n][1](scan, part)

    return match


def _optional(item: Matcher) -> Matcher:
    def match(scan: Scan, part: Part) -> Iterator[Part]:
        yield from item(scan, part)
        yield part

    return match


def _silent(item: Matcher) -> Matcher:
    def match(scan: Scan, part: Part) -> Iterator[Part]:
        for after in item(scan, Part(part.at, -1, -1, part.slots)):
            yield Part(after.at, part.low, part.high, after.slots)

    return match


def _loose(item: Matcher) -> Matcher:
    def match(scan: Scan, part: Part) -> Iterator[Part]:
        for after in item(scan, Part(part.at, -1, -1, part.slots)):
            yield Part(after.at, after.low if part.low < 0 else part.low, after.high, after.slots)

    return match


def _with_and(item: Matcher) -> Matcher:
    """«و» attached to what `item` matches, or standing before it as a word of its own."""

    def match(scan: Scan, part: Part) -> Iterator[Part]:
        if part.at < len(scan.words) and scan.words[part.at] == "و":
            yield from _joined(item, scan, Part(part.at + 1, -1, -1, part.slots), part)
        if part.at < len(scan.words) and scan.words[part.at].startswith("و"):
            yield from _joined(item, scan, Part(part.at, -1, -1, part.slots), part)

    return match


def _joined(item: Matcher, scan: Scan, start: Part, part: Part) -> Iterator[Part]:
    at_word = start.at == part.at
    for after in item(scan, start):
        if at_word and after.low == scan.lows[part.at]:
            continue  # the word begins with a «و» of its own
        yield Part(after.at, after.low if part.low < 0 else part.low, after.high, after.slots)


def _after_and(scan: Scan, at: int) -> bool:
    return at > 0 and scan.words[at - 1] == "و"


def _word(text: str) -> Matcher:
    n = len(text)
    defined = text[2:] if text.startswith("ال") else ""

    def match(scan: Scan, part: Part) -> Iterator[Part]:
        i = part.at
        if i >= len(scan.words):
            return
        word = scan.words[i]
        if word == text:
            low = scan.lows[i] if part.low < 0 else part.low
            yield Part(i + 1, low, scan.highs[i], part.slots)
        elif part.low < 0 and len(word) > n - 1:
            particle = ""
            if word.endswith(text):
                particle = word[: len(word) - n]
            elif defined and word.endswith("لل" + defined):
                particle = word[: len(word) - n + 1]
            if particle and particle in PARTICLES:
                yield Part(i + 1, scan.lows[i] + len(particle), scan.highs[i], part.slots)

    return match


def _word_of(texts: frozenset[str]) -> Matcher:
    """One of many words: one look-up inside an expression, word by word only at its start."""
    singles = [_word(text) for text in sorted(texts)]

    def match(scan: Scan, part: Part) -> Iterator[Part]:
        if part.low >= 0:
            if part.at < len(scan.words) and scan.words[part.at] in texts:
                yield Part(part.at + 1, part.low, scan.highs[part.at], part.slots)
            return
        for single in singles:
            yield from single(scan, part)

    return match


def _with_lam(text: str) -> set[str]:
    return {p + "ل" + text[2:] for p in PARTICLES if p.endswith("ل")} if text.startswith("ال") else set()


def _class(node: Class) -> Matcher:
    name, slot = node.name, node.slot

    def match(scan: Scan, part: Part) -> Iterator[Part]:
        here = scan.atoms.get(part.at)
        if here is None:
            return
        for atom in here.get(name, ()):
            if atom.particle and part.low >= 0:
                continue
            low = atom.low if part.low < 0 else part.low
            yield Part(atom.end, low, scan.highs[atom.end - 1], _merge(part.slots, atom, slot))

    return match


def _merge(slots: Mapping[str, Value], atom: Atom, slot: str) -> Mapping[str, Value]:
    if not slot:
        return {**slots, **atom.slots}
    return {**slots, slot: atom.slots.get(atom.slot, 1)}


_FILES = ("ar/dates", "ar/dates_relative")


def entries() -> tuple[Entry, ...]:
    """The rules of all date files, in order."""
    return tuple(entry for name in _FILES for entry in rules_in(load(name), "rules"))


@cache
def grammar() -> Grammar:
    """The grammar of the date rules."""
    return Grammar(entries())
