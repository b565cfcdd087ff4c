"""A page's text as blocks and pieces: what was kept, what was dropped, and which words are evidence.

Every code point of the page belongs to exactly one block or to the space between blocks, so that an offset into
the page finds its place in what is drawn. Stretches that no block covers and that hold words become blocks of
their own (`unlabelled`), never silence.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from riwaya.present.pagetext import KEPT, cover
from riwaya.render.index import Evidence, Row, blank_controls


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a block between two edges of evidence; `starts` are the anchors that begin here."""

    text: str
    starts: tuple[Evidence, ...]
    cited: bool


@dataclass(frozen=True, slots=True)
class DrawnBlock:
    """A block of a page: what it is, whether an article kept it, why, and its words in pieces."""

    kind: str
    kept: bool
    why: str
    start: int
    end: int
    pieces: tuple[Piece, ...]


def draw_page(page: Row, evidence: list[Evidence], in_article: list[tuple[int, int]]) -> list[DrawnBlock]:
    """The blocks of a page with its evidence marked.

    `in_article`: ranges that some article claims (bodies, titles); they count as kept whatever their kind.
    """
    text = page["text"]
    blocks = []
    placed: set[str] = set()
    for kind, why, start, end in cover(page):
        kept = kind in KEPT or any(s < end and start < e for s, e in in_article)
        near = [e for e in evidence if e.start < end and start < e.end]
        blocks.append(DrawnBlock(kind, kept, why, start, end, _pieces(text, start, end, near, placed)))
    return blocks


def _pieces(text: str, start: int, end: int, evidence: list[Evidence], placed: set[str]) -> tuple[Piece, ...]:
    edges = {start, end}
    for e in evidence:
        edges |= {max(start, e.start), min(end, e.end)}
    ordered = sorted(edges)
    pieces = []
    for a, b in itertools.pairwise(ordered):
        # words that begin in the space before a block are anchored at the block's first piece, each words once
        starts = tuple(e for e in evidence if e.start <= a < e.end and e.anchor not in placed)
        placed.update(e.anchor for e in starts)
        cited = any(e.start <= a and b <= e.end for e in evidence)
        pieces.append(Piece(blank_controls(text[a:b]), starts, cited))
    return tuple(pieces)
