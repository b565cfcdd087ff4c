"""The syntactic half of finding: patterns over the classes of a `Scan`.

A pattern is words and classes: `{day} (من)? {month} {year}?`; `patterns` explains the notation.
Particles may be attached to the first word of an expression only. A rule without `op` is a
fragment: its slots join those of the pattern that uses it. The longest match wins; among equals
the rule that stands first. All rules together are one `automaton`, walked once from each word that
may begin an expression, so that the cost does not grow with the number of rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from riwaya.dates.automaton import Automaton, word_forms
from riwaya.dates.expression import Expression, Found
from riwaya.dates.patterns import Alt, Class, Loose, Node, Opt, Seq, Silent, With, Word, alternatives, may_be_empty
from riwaya.dates.scan import Lexer, Scan
from riwaya.dates.telling import Rule
from riwaya.rules import Entry, load, rules_in
from riwaya.text import fold_word

_FIELDS = (
    "id",
    "gives",
    "pattern",
    "op",
    "set",
    "after",
    "before",
    "not_after",
    "not_before",
    "same",
    "not_written",
    "yes",
    "no",
)


_GUARDS = {"after": "(?:%s)$", "before": "(?:%s)", "not_after": "(?:%s)$", "not_before": "(?:%s)"}


_DASHES = "\u2010\u2011\u2012\u2013\u2212"  # in dates and ranges one as good as another
_LIST = re.compile(r"<([a-z_]+)>")  # in a guard: the words of this list of `date_cues`


class Grammar:
    """All rules, compiled. `find` is the only way in."""

    def __init__(self, entries: tuple[Entry, ...]) -> None:
        rules = [_compile(entry, i) for i, entry in enumerate(entries)]
        given: dict[str, list[Rule]] = {}
        for rule in rules:
            given.setdefault(rule.gives, []).append(rule)
        firsts = _Firsts(given)
        for rule in rules:
            firsts.of(rule.shape)
        self._automaton = Automaton(given, firsts.known)
        self._not_written = {e.text("id"): frozenset(words) for e in entries if (words := e.texts("not_written"))}
        literals = frozenset(word for rule in rules for node in _words_in(rule.shape) for word in word_forms(node.text))
        begin = frozenset(f for rule in given.get("time", ()) for f in firsts.known[rule.shape])
        self._lexer = Lexer(self._automaton.literals, literals & begin)

    def find(self, text: str) -> Iterator[Found]:
        """The expressions of a folded text, left to right, without overlap; the longest wins."""
        for dash in _DASHES:
            text = text.replace(dash, "-")
        scan, done, automaton = Scan(text, self._lexer), 0, self._automaton
        for i in scan.hot():
            match = automaton.match(scan, i) if i >= done else None
            if match is None:
                continue
            done = match.end
            rule = match.rule
            yield Found(match.low, match.high, Expression(rule.op, match.slots, rule.id), rule.id)

    def is_written(self, found: Found, source: str) -> bool:
        """Whether the words of the page may be this expression: folding makes «آلان» of «الآن» too."""
        return source not in self._not_written.get(found.rule, ())


class _Firsts:
    """What each node may begin with: class names in braces and written words; the empty word where it
    may be missing."""

    def __init__(self, given: Mapping[str, list[Rule]]) -> None:
        self.known: dict[Node, frozenset[str]] = {}
        self._given = given

    def of(self, node: Node, inside: tuple[str, ...] = ()) -> frozenset[str]:
        known = self.known.get(node)
        if known is None:
            known = self.known[node] = frozenset(self._read(node, inside))
        return known

    def _read(self, node: Node, inside: tuple[str, ...]) -> set[str]:
        if isinstance(node, Seq):
            found = [self.of(item, inside) for item in node.items]  # all of them, so that every node is known
            needed = next((i for i, firsts in enumerate(found) if "" not in firsts), None)
            if needed is None:
                return set().union(*found)
            return set().union(*found[: needed + 1]) - {""}
        if isinstance(node, Alt):
            return set().union(*(self.of(n, inside) for n in node.items))
        if isinstance(node, (Opt, Silent, Loose, With)):
            more = {Opt: {""}, With: {"و"}}.get(type(node), set())
            return set(self.of(node.item, inside)) | more
        if isinstance(node, Word):
            return set(word_forms(node.text))
        if node.name not in self._given:
            return {"{" + node.name + "}"}
        if node.name in inside:
            raise ValueError(f"rules that give {node.name!r} hold themselves")
        return set().union(*(self.of(rule.shape, (*inside, node.name)) for rule in self._given[node.name]))


def _compile(entry: Entry, order: int) -> Rule:
    entry.only(*_FIELDS)
    fixed = entry.get("set", {})
    if not isinstance(fixed, Mapping):
        raise entry.fail("'set' must be a mapping of slots to values")
    shape = alternatives(entry)
    if may_be_empty(shape):
        raise entry.fail("the pattern matches no word at all")
    guards = {key: _guard(entry, key, frame) for key, frame in _GUARDS.items()}
    same = entry.texts("same")
    return Rule(
        entry.text("id"),
        order,
        entry.text("gives", "time"),
        entry.text("op", ""),
        dict(fixed),
        shape,
        **guards,
        same=same,
        guarded=bool(same) or any(guards.values()),
    )


def _words_in(node: Node) -> Iterator[Word]:
    if isinstance(node, Word):
        yield node
    elif isinstance(node, (Seq, Alt)):
        for item in node.items:
            yield from _words_in(item)
    elif not isinstance(node, Class):
        yield from _words_in(node.item)


def _guard(entry: Entry, key: str, frame: str) -> re.Pattern[str] | None:
    lists = load("ar/date_cues")
    source = _LIST.sub(lambda m: "|".join(lists.texts(m[1])), "|".join(entry.texts(key)))
    try:
        return re.compile(frame % fold_word(source)) if source else None
    except re.error as e:
        raise entry.fail(f"{key!r} is not a regular expression: {e}") from e


_FILES = tuple(
    f"ar/{name}" for name in ("dates", "dates_periods", "dates_amounts", "dates_relative", "dates_clock", "dates_vague")
)


def entries() -> tuple[Entry, ...]:
    """The rules of all date files, in order."""
    return tuple(entry for name in _FILES for entry in rules_in(load(name), "rules"))


@cache
def grammar() -> Grammar:
    """The grammar of the date rules."""
    return Grammar(entries())
