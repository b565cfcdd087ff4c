"""Boxes inside an article's markup: related items under their header, embedded posts, summaries.

What the words of single lines cannot tell, the element around them can: a header of related news
opens the box whose first words it is.
"""

from __future__ import annotations

from collections.abc import Sequence

from riwaya.model import BlockKind
from riwaya.read.cues import Cue
from riwaya.read.dom import Element, Piece

Kinds = dict[int, tuple[BlockKind, str]]
_MOST = 0.4  # of the article's text: a box that holds more is the article
_HEADERS = 40  # boxes on one page; one that has more is made to break readers
_SUMMARY = 12  # pieces from the first of the article's on among which a summary may begin
_NEAR = 4  # elements around a piece that are asked for their class names


def boxed(pieces: Sequence[Piece], main: Sequence[bool], cues: dict[int, Cue]) -> Kinds:
    """The pieces of the article's element that stand in a box, with their kinds."""
    total = sum(len(p.text) for p, m in zip(pieces, main, strict=True) if m)
    text = next((i for i, m in enumerate(main) if m), 0)  # summaries may stand above the article's element
    kinds: Kinds = {}
    headers = 0
    for i, piece in enumerate(pieces):
        cue = cues.get(i)
        if cue is not None and cue.opens == "summary" and (main[i] or i < text + _SUMMARY):
            kinds.update(_summary(pieces, i, cues))
            continue
        if not main[i] or i in kinds:
            continue
        if _embedded(piece):
            kinds[i] = (BlockKind.UI, "an embedded post")
        elif cue is not None and cue.opens == "related" and headers < _HEADERS:
            headers += 1
            found = _related(pieces, i, total)
            # where the box ends in the markup, its header says nothing of the text around it
            kinds.update({i: (cue.kind, cue.id), **found} if found else {})
    return kinds


def _embedded(piece: Piece) -> bool:
    at: Element | None = piece.element
    for _ in range(_NEAR):
        if at is None:
            return False
        if "embed" in at.hints:
            return True
        at = at.parent
    return False


def _related(pieces: Sequence[Piece], header: int, total: int) -> Kinds:
    """The pieces below a header of related news, in the largest element that begins with it."""
    found: Kinds = {}
    end, size = header, 0
    for element in pieces[header].element.line():
        if header > 0 and pieces[header - 1].within(element):
            break
        while end < len(pieces) and size <= _MOST * total and pieces[end].within(element):
            size += len(pieces[end].text)
            end += 1
        if size > _MOST * total:
            break
        found = {i: _kind(pieces[i]) for i in range(header + 1, end)}
    return found


def _kind(piece: Piece) -> tuple[BlockKind, str]:
    if piece.text.count(" ") >= 11 and piece.link_share < 0.5:
        return BlockKind.RELATED_ITEM_BODY, "a teaser in a box of related items"
    return BlockKind.RELATED_ITEM_TITLE, "a headline in a box of related items"


def _summary(pieces: Sequence[Piece], header: int, cues: dict[int, Cue]) -> Kinds:
    """The list below the header of a summary."""
    found: Kinds = {}
    for i in range(header + 1, len(pieces)):
        if pieces[i].element.tag != "li":
            break
        cue = cues.get(i)
        found[i] = (cue.kind, cue.id) if cue else (BlockKind.DEK, "a line of the summary above the text")
    return found
