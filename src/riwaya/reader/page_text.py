"""A page's text as blocks and pieces: what was kept, what was dropped and why, which words are evidence, which were
asked for. Every code point with words in it stands in exactly one block.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from riwaya.present.pagetext import KEPT, cover
from riwaya.reader.document import Index, Row
from riwaya.reader.text import harmless

_MOST_EVIDENCE = 4000  # stretches marked in one page

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a block; `cited`: evidence of something; `asked`: what the reader came for."""

    text: str
    cited: bool
    asked: bool
    first: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A block of a page: what it is, whether an article kept it, why, and its words in pieces."""

    kind: str
    kept: bool
    why: str
    pieces: tuple[Piece, ...]


def blocks_of(index: Index, name: str, asked: Range | None) -> list[Block]:
    """The blocks of the page `name`, its evidence and the words `asked` for marked."""
    page = index.pages[name]
    claimed = [(s, e) for a in index.articles_on.get(name, []) for s, e in a["body"]]
    evidence = _evidence(index, name)
    found, begun = [], False
    for kind, why, start, end in cover(page):
        kept = kind in KEPT or any(s < end and start < e for s, e in claimed)
        near = [r for r in evidence if r[0] < end and start < r[1]]
        pieces = _pieces(page["text"], (start, end), near, asked, begun)
        begun = begun or any(p.first for p in pieces)
        found.append(Block(kind, kept, why, pieces))
    return found


def _evidence(index: Index, name: str) -> list[Range]:
    """Where the words stand that the topic rests on: of its lines, contrasts and timeline."""
    row = index.row()
    spans: list[Row] = [s for line in row["brief"] for s in line["spans"]]
    spans += [s for c in row["contrasts"] for p in c["positions"] for s in p["spans"]]
    spans += [m for i in row["timeline"] if i in index.events for m in index.events[i]["mentions"]]
    found = {(s["start"], s["end"]) for s in spans if s["page"] == name and s["start"] < s["end"]}
    return sorted(found)[:_MOST_EVIDENCE]


def _pieces(text: str, block: Range, evidence: Sequence[Range], asked: Range | None, begun: bool) -> tuple[Piece, ...]:
    start, end = block
    edges = {start, end}
    for a, b in (*evidence, *([asked] if asked else [])):
        edges |= {min(max(start, a), end), min(max(start, b), end)}
    pieces: list[Piece] = []
    for a, b in itertools.pairwise(sorted(edges)):
        wanted = asked is not None and asked[0] <= a and b <= asked[1]
        cited = any(s <= a and b <= e for s, e in evidence)
        pieces.append(Piece(harmless(text[a:b]), cited, wanted, wanted and not begun))
        begun = begun or wanted
    return tuple(pieces)
