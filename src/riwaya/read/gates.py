"""Which texts a pattern may match at all, told without trying it.

Some thirty patterns are asked of every line of a page, and hardly any of them matches. What they
begin with is read off their parsed form; a line is tried only against those that may begin as it does.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from typing import Any

op: Any = import_module("re._constants")  # what `re` itself parses with, which type checkers know nothing sure of
_parser: Any = import_module("re._parser")

_REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT)
_EMPTY = (op.AT, op.ASSERT, op.ASSERT_NOT)  # what stands for a place and takes no character
_LARGEST = 64  # characters of a class; a larger one tells little


def first_characters(pattern: str) -> frozenset[str] | None:
    """The characters with which a match of `pattern` may begin; None where it may be any, or none."""
    found, done = _firsts(_parser.parse(pattern))
    return frozenset(found) if done and found is not None else None


def _firsts(parsed: Iterable[tuple[Any, Any]]) -> tuple[set[str] | None, bool]:
    """The first characters of a sequence, and whether it takes at least one."""
    found: set[str] = set()
    for code, value in parsed:
        if code in _EMPTY:
            continue
        firsts, takes = _firsts_of(code, value)
        if firsts is None:
            return None, True
        found |= firsts
        if takes:
            return found, True
    return found, False


def _firsts_of(code: Any, value: Any) -> tuple[set[str] | None, bool]:
    if code is op.LITERAL:
        return {chr(value)}, True
    if code is op.IN:
        return _of_class(value), True
    if code is op.SUBPATTERN:
        return _firsts(value[-1])
    if code is op.ATOMIC_GROUP:
        return _firsts(value)
    if code is op.BRANCH:
        ways = [_firsts(way) for way in value[1]]
        if any(firsts is None for firsts, _ in ways):
            return None, True
        return set().union(*(firsts or () for firsts, _ in ways)), all(takes for _, takes in ways)
    if code in _REPEATS:
        least, _, inner = value
        firsts, takes = _firsts(inner)
        return firsts, takes and least > 0
    return None, True


def _of_class(items: Iterable[tuple[Any, Any]]) -> set[str] | None:
    found: set[str] = set()
    for code, value in items:
        if code is op.LITERAL:
            found.add(chr(value))
        elif code is op.RANGE and value[1] - value[0] < _LARGEST:
            found.update(map(chr, range(value[0], value[1] + 1)))
        else:
            return None
    return found
