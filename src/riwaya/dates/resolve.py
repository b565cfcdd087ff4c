"""Resolution: an expression, an anchor and what was said before give a `When`. Pure.

`resolve(expression, scope)` works out what the expression means. The anchor is an interval (a day
of publication that is known exactly is one day long). With an inferred anchor of several days the
expression is resolved for each of them: where all agree that is the answer, else the answer is the
interval that covers them, as coarse as it honestly is. Without an anchor only what needs none is
resolved. Earlier mentions of the article serve «حينها», «العام نفسه», «بعد ذلك بيومين».
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from riwaya.dates import calendars as cal
from riwaya.dates import op_amounts, op_days, op_periods
from riwaya.dates.expression import Expression
from riwaya.dates.ops import OPS, Answer, At, Scope, answer
from riwaya.model import Origin, Precision, When

_MODULES = (op_days, op_periods, op_amounts)  # importing them enters their operations
_MOST_DAYS = 45  # an anchor wider than this resolves nothing finer than a month

__all__ = ["OPS", "Answer", "Scope", "resolve"]


def resolve(expression: Expression, scope: Scope) -> Answer:
    """What `expression` means in `scope`."""
    days = _anchor_days(scope.anchor)
    if len(days) == 1:
        return answer(expression, At(days[0], *scope[1:]))
    answers = [answer(expression, At(day, *scope[1:])) for day in days]
    first = answers[0]
    if all(a.when == first.when for a in answers):
        return first
    return Answer(_cover([a.when for a in answers], wide=len(days) == 2), first.kind, first.note)


def _anchor_days(anchor: When | None) -> list[dt.date | None]:
    if anchor is None or anchor.start is None or anchor.end is None:
        return [None]
    n = (anchor.end - anchor.start).days
    if n == 1:
        return [anchor.start]
    if n > _MOST_DAYS:
        return [anchor.start, anchor.end - dt.timedelta(days=1)]
    return [anchor.start + dt.timedelta(days=i) for i in range(n)]


def _cover(whens: list[When | None], *, wide: bool) -> When | None:
    """The interval of all answers. From the two ends of a wide anchor: only if it stays coarse."""
    starts = [w.start for w in whens if w is not None and w.start is not None]
    ends = [w.end for w in whens if w is not None and w.end is not None]
    if len(starts) < len(whens) or len(ends) < len(whens):
        return None
    first, last = min(starts), max(ends) - dt.timedelta(days=1)
    if (
        wide
        and (last - first).days > 2 * _MOST_DAYS
        and all(w is not None and w.precision not in (Precision.YEAR, Precision.MONTH, Precision.RANGE) for w in whens)
    ):
        return None
    return replace(cal.of_days(first, last), origin=Origin.INFERRED)
