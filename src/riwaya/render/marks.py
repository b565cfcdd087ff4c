"""Words of the report with some of them marked: what a copy changed, the value that a contrast turns on."""

from __future__ import annotations

import re

from riwaya.present.marks import Mark, differing, mark_ranges
from riwaya.render.views import PairView

_WRITTEN_ON = "[وف]?[بكل]?(?:ال)?"

__all__ = ["Mark", "mark_pair", "mark_ranges", "mark_value"]


def mark_value(text: str, value: str) -> list[Mark]:
    """Mark a value where the text holds it as whole words, or with a particle or the article written on."""
    found = re.search(rf"(?<!\w){_WRITTEN_ON}{re.escape(value)}(?!\w)", text) if value else None
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
        return differing(source.words, derived.words)
    left = [(c.source[0] - source.start, c.source[1] - source.start, c.kind, c.what) for c in pair.changed if c.source]
    right = [
        (c.derived[0] - derived.start, c.derived[1] - derived.start, c.kind, c.what) for c in pair.changed if c.derived
    ]
    return mark_ranges(source.words, left), mark_ranges(derived.words, right)
