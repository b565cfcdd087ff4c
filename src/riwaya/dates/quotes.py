"""Quoted words have a day of their own: «وكتب الأحد: "نصل غدا"» means the day after that Sunday.

`Quotes.own_anchor` gives when the words between two quotation marks were said, where the text before them
names it beside a word that brings them («كتب», «في تغريدة»); else None, and what is relative in them is
counted from the publication like everything else. A quotation of some month or year has no day: what is
relative in it stays as coarse, or open. `signature` finds the day under an embedded post («— فلان
(@fulan) 3 مايو 2018»), which is the day of the words above it.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from riwaya.dates.expression import Found
from riwaya.model import Precision, When
from riwaya.rules import load
from riwaya.text import fold_word

_BEFORE = 60  # characters between a cue and its day
_BETWEEN = 80  # characters between the day and the opening mark
_REMEMBERED = 4  # days of a text that may stand before a quotation
_BREAK = re.compile(r"[.\n؟!]")


class Told(NamedTuple):
    """A day, month or year that a passage has named, at `low:high` of its folded text."""

    low: int
    high: int
    when: When


class Quotes:
    """The quotation marks of one folded text and the days it has named; asked in reading order."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._told: deque[Told] = deque(maxlen=_REMEMBERED)
        self._opened = -1  # where the quotation began that holds `_at`; -1 outside of any
        self._at = 0

    def add(self, day: Told) -> None:
        """Remember a day that the text names."""
        self._told.append(day)

    def own_anchor(self, low: int) -> When | None:
        """When the quoted words that hold index `low` were said."""
        opened = self._opened_before(low)
        if opened < 0:
            return None
        near = (d for d in reversed(self._told) if d.high <= opened <= d.high + _BETWEEN)
        return next((d.when for d in near if self._brings(d, opened)), None)

    def _opened_before(self, low: int) -> int:
        while (mark := self._text.find('"', self._at, low)) >= 0:
            self._opened = mark if self._opened < 0 else -1
            self._at = mark + 1
        self._at = max(self._at, low)
        return self._opened

    def _brings(self, day: Told, opened: int) -> bool:
        before = _BREAK.split(self._text[max(0, day.low - _BEFORE) : day.low])[-1]
        return _cue().search(before) is not None and not _BREAK.search(self._text, day.high, opened)


def signature(text: str, found: Sequence[Found]) -> Found | None:
    """The date of the last of the expressions where it signs a post: after «(@name)», at the end."""
    if not found or "@" not in text:
        return None
    last = found[-1]
    signed = _HANDLE.search(text, max(0, last.low - _BEFORE), last.low) and not text[last.high :].strip(" .)\n")
    return last if signed else None


_HANDLE = re.compile(r"@\w+\)?[\s،,—–-]*$")
TOLD = frozenset((Precision.DAY, Precision.MINUTE, Precision.MONTH, Precision.YEAR))
"""How fine a time must be to say when words were said."""


@cache
def _cue() -> re.Pattern[str]:
    """A cue and at most five words between it and the day, none of which is a preposition of an event."""
    words = "|".join(map(fold_word, load("ar/date_cues").texts("quote_cues")))
    return re.compile(rf"(?<!\w)[وف]?(?:ال)?(?:{words})(?: (?!عن |بعد |قبل |منذ |حول |ان )\S+){{0,5}} $")
