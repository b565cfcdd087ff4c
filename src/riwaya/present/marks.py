"""Words with some of them marked. Gives a text as `Mark`s in order; joining their texts gives the text back exactly."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass

_WORD = re.compile(r"\S+|\s+")


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of text; `kind` says why it is marked (a change's kind, `value`, `differs`), or is empty."""

    text: str
    kind: str = ""
    what: str = ""


def mark_ranges(text: str, ranges: Iterable[tuple[int, int, str, str]]) -> list[Mark]:
    """Mark `(start, end, kind, what)` ranges of a text; where two overlap the earlier one keeps the words."""
    marks, at = [], 0
    for first, last, kind, what in sorted(ranges):
        start, end = max(at, first), min(len(text), last)
        if start >= end:
            continue
        if start > at:
            marks.append(Mark(text[at:start]))
        marks.append(Mark(text[start:end], kind, what))
        at = end
    if at < len(text):
        marks.append(Mark(text[at:]))
    return marks


def differing(a: str, b: str) -> tuple[list[Mark], list[Mark]]:
    """Two texts, the words marked in which they differ."""
    left, right = _WORD.findall(a), _WORD.findall(b)
    matcher = difflib.SequenceMatcher(None, left, right, autojunk=False)
    marks_a, marks_b = [], []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        kind = "" if tag == "equal" else "differs"
        if i1 < i2:
            marks_a.append(Mark("".join(left[i1:i2]), kind))
        if j1 < j2:
            marks_b.append(Mark("".join(right[j1:j2]), kind))
    return marks_a, marks_b
