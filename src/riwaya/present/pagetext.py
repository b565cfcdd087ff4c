"""A page's text as blocks in order. Stretches that no block covers and that hold words become blocks of their own
(`unlabelled`), never silence.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

KEPT = frozenset({"title", "dek", "body", "subhead", "caption", "related_item_body", "unlabelled"})
"""Kinds of blocks that are part of what a page tells."""


def cover(page: Mapping[str, Any]) -> list[tuple[str, str, int, int]]:
    """The page's blocks in order, without overlap, gaps with words filled in line by line."""
    text: str = page["text"]
    covered, at = [], 0
    has_blocks = bool(page["blocks"])
    for block in sorted(page["blocks"], key=lambda b: (b["start"], b["end"])):
        start, end = max(at, block["start"]), min(len(text), block["end"])
        if start >= end:
            continue
        covered += _lines(text, at, start, has_blocks)
        covered.append((block["kind"], block.get("why") or "", start, end))
        at = end
    return covered + _lines(text, at, len(text), has_blocks)


def _lines(text: str, start: int, end: int, has_blocks: bool) -> list[tuple[str, str, int, int]]:
    """The lines with words between two offsets; a page without any blocks is all body."""
    lines, at = [], start
    for line in text[start:end].splitlines(keepends=True):
        if line.strip():
            kept = line.rstrip()
            lines.append(("unlabelled" if has_blocks else "body", "", at, at + len(kept)))
        at += len(line)
    return lines
