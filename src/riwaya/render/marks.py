"""Words with some of them marked: what a copy changed, and the value in a quotation that a contrast turns on.

Gives a text as `Mark`s in order; joining their texts gives the text back exactly.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from riwaya.render.views import PairView

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


def mark_value(text: str, value: str) -> list[Mark]:
    """Mark a value where the text holds it as whole words."""
    found = re.search(rf"(?<!\w){re.escape(value)}(?!\w)", text) if value else None
    return mark_ranges(text, [(found.start(), found.end(), "value", "")] if found else [])


def mark_pair(pair: PairView, relation: str) -> tuple[list[Mark], list[Mark]]:
    """Source and derived words of a pair, the changed ones marked.

    Told changes come first. Where none is told and the texts are near copies, the words that differ are marked;
    in a rewrite nearly all differ and such marks would say nothing.
    """
    source, derived = pair.source, pair.derived
    if source is None or derived is None:
        return ([Mark(source.words)] if source else []), ([Mark(derived.words)] if derived else [])
    if not pair.changed and relation in {"copy", "edited_copy"}:
        return _differing(source.words, derived.words)
    left = [(c.source[0] - source.start, c.source[1] - source.start, c.kind, c.what) for c in pair.changed if c.source]
    right = [
        (c.derived[0] - derived.start, c.derived[1] - derived.start, c.kind, c.what) for c in pair.changed if c.derived
    ]
    return mark_ranges(source.words, left), mark_ranges(derived.words, right)


def _differing(a: str, b: str) -> tuple[list[Mark], list[Mark]]:
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
