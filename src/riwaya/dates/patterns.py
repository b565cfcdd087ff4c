"""Patterns as trees: the notation of the date rules, read once at load time.

| notation | means |
|---|---|
| `{name}` | a lexical class, or another rule that `gives` this name |
| `{name:slot}` | the same, its main value put into another slot |
| `word`, `،` | this word (folded) or mark; brackets as marks are written `\\(` |
| `(a \\| b)` `x?` | choice; may be missing |
| `~x` | must stand there, but is not part of the expression |
| `+x` | with «و» attached or before it |
| `=x` | any particle may be attached («ذلك بيومين») |

Nodes are compared by identity: each place in a pattern is one node.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from riwaya.rules import Entry
from riwaya.text import fold_word

_TOKEN = re.compile(r"\\[()]|\{[a-z_]+(?::[a-z_0-9]+)?\}|[()|?~+=]|\d+|[^\W\d_]+|[^\s\w]")


@dataclass(frozen=True, slots=True, eq=False)
class Word:
    """A folded word or mark."""

    text: str


@dataclass(frozen=True, slots=True, eq=False)
class Class:
    """`{name}` or `{name:slot}`."""

    name: str
    slot: str


@dataclass(frozen=True, slots=True, eq=False)
class Seq:
    """One after the other."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Alt:
    """One of several."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Opt:
    """May be missing."""

    item: Node


@dataclass(frozen=True, slots=True, eq=False)
class Silent:
    """Must stand there, outside the expression."""

    item: Node


@dataclass(frozen=True, slots=True, eq=False)
class With:
    """With «و» before it."""

    item: Node


@dataclass(frozen=True, slots=True, eq=False)
class Loose:
    """Particles may be attached to it."""

    item: Node


_PREFIXES: Mapping[str, Callable[[Node], Node]] = {"~": Silent, "+": With, "=": Loose}
Node = Word | Class | Seq | Alt | Opt | Silent | With | Loose


def alternatives(entry: Entry) -> Node:
    """The patterns of a rule as one tree. Raises `RuleError` where one cannot be read."""
    nodes: list[Node] = []
    for pattern in entry.texts("pattern"):
        tokens = _TOKEN.findall(pattern)
        node, rest = _read_alt(entry, tokens, 0)
        if rest != len(tokens):
            raise entry.fail(f"unexpected {tokens[rest]!r} in pattern {pattern!r}")
        nodes.append(node)
    if not nodes:
        raise entry.fail("a rule needs a 'pattern'")
    return nodes[0] if len(nodes) == 1 else Alt(tuple(nodes))


def _read_alt(entry: Entry, tokens: list[str], i: int) -> tuple[Node, int]:
    branches: list[Node] = []
    items: list[Node] = []
    while i < len(tokens) and tokens[i] != ")":
        if tokens[i] == "|":
            branches.append(Seq(tuple(items)))
            items = []
            i += 1
            continue
        item, i = _read_item(entry, tokens, i)
        items.append(item)
    branches.append(Seq(tuple(items)))
    return (branches[0] if len(branches) == 1 else Alt(tuple(branches))), i


def _read_item(entry: Entry, tokens: list[str], i: int) -> tuple[Node, int]:
    token, node = tokens[i], None
    if token in _PREFIXES:
        inner, i = _read_item(entry, tokens, i + 1)
        return _PREFIXES[token](inner), i
    if token == "(":
        node, i = _read_alt(entry, tokens, i + 1)
        if i >= len(tokens):
            raise entry.fail("a bracket is not closed")
    elif token.startswith("{") and len(token) > 1:
        name, _, slot = token[1:-1].partition(":")
        node = Class(name, slot)
    else:
        node = Word(fold_word(token.removeprefix("\\")))
    i += 1
    if i < len(tokens) and tokens[i] == "?":
        return Opt(node), i + 1
    return node, i


def may_be_empty(node: Node) -> bool:
    """Whether a pattern can match no word at all."""
    if isinstance(node, Seq):
        return all(map(may_be_empty, node.items))
    if isinstance(node, Alt):
        return any(map(may_be_empty, node.items))
    if isinstance(node, (Silent, With, Loose)):
        return may_be_empty(node.item)
    return isinstance(node, Opt)
