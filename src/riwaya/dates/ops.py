"""What every operation of the resolve phase shares: scope, answer, and the table of operations.

An operation is a function `(Expression, At) -> Answer` under the name that rules give as `op:`.
The modules `op_days`, `op_periods` and `op_amounts` enter theirs with `@op(name)`; an expression
inside another is worked out with `answer`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import NamedTuple

from riwaya.dates.expression import Expression
from riwaya.model import DateKind, Precision, When


class Scope(NamedTuple):
    """What an expression is resolved against. `earlier`: what was resolved before it in the
    article, nearest last; `future`: the words around it speak of what is to come; `told`: the day that the
    passage has just told with its year, or after such a one."""

    anchor: When | None = None
    earlier: tuple[When, ...] = ()
    future: bool = False
    here: int = 0  # how many of `earlier`, from its end, stand in the same sentence
    told: dt.date | None = None


class Answer(NamedTuple):
    """`when` is None where nothing resolves the expression; `note` records a conflict."""

    when: When | None
    kind: DateKind
    note: str = ""


class At(NamedTuple):
    """A scope with one day for anchor."""

    day: dt.date | None
    earlier: tuple[When, ...]
    future: bool
    here: int = 0
    told: dt.date | None = None


Op = Callable[[Expression, At], Answer]
OPS: dict[str, Op] = {}


def op(name: str) -> Callable[[Op], Op]:
    """Enter a function as the operation `name`."""

    def enter(function: Op) -> Op:
        OPS[name] = function
        return function

    return enter


def answer(e: Expression, at: At) -> Answer:
    """What an expression means in a scope of one day."""
    return OPS[e.op](e, at)


def when_of(e: Expression | None, at: At) -> When | None:
    """The `When` of an expression that may be missing."""
    return answer(e, at).when if e is not None else None


def dated(when: When | None, note: str = "") -> Answer:
    """An answer of kind date, or interval where it is a range."""
    kind = DateKind.INTERVAL if when is not None and when.precision is Precision.RANGE else DateKind.DATE
    return Answer(when, kind, note)


def last_bounded(at: At) -> When | None:
    """The nearest earlier mention that has both ends."""
    return next((w for w in reversed(at.earlier) if w.bounded), None)
