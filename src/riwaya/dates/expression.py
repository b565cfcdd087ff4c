"""Symbolic time expressions: what a text says, before any calendar is asked.

An `Expression` is an operation with slots, as a rule wrote it down: «28 يونيو الماضي» is
`date(day=28, month=6, lean=past)`. It knows no anchor, so that finding never depends on one;
`resolve` turns it into a `When`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias, Union

Value: TypeAlias = Union[int, str, "Expression"]
Slots: TypeAlias = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Expression:
    """An operation and its slots. `rule` is the id of the rule that wrote it."""

    op: str
    slots: Slots
    rule: str

    def number(self, name: str) -> int | None:
        """A slot that holds a number; None where the text does not give it."""
        value = self.slots.get(name)
        return value if isinstance(value, int) else None

    def text(self, name: str) -> str:
        """A slot that holds a word; empty where the text does not give it."""
        value = self.slots.get(name)
        return value if isinstance(value, str) else ""

    def inner(self, name: str) -> Expression | None:
        """A slot that holds another expression («أواخر العام الماضي» holds «العام الماضي»)."""
        value = self.slots.get(name)
        return value if isinstance(value, Expression) else None


@dataclass(frozen=True, slots=True)
class Found:
    """An expression at its place: `low:high` in the folded text it was found in."""

    low: int
    high: int
    expression: Expression
    rule: str
