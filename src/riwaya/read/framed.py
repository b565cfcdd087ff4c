"""Which lines stand in a page's frame, where a day is that of the reader's visit, and which stand with a title."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from riwaya.read.dom import Element, Piece

_ABOVE = 4  # pieces above a title that stand with it; and of a page's top, where its board is


def is_framed(element: Element) -> bool:
    """Whether an element stands in the page's frame or among cards."""
    return any(
        e.hints & {"furniture", "related", "comments"} or e.tag in ("nav", "footer", "aside") for e in element.line()
    )


def in_frame(piece: Piece, own: AbstractSet[int]) -> bool:
    """Whether a piece stands in the page's frame: its date is that of the reader's visit. What holds the
    title too (`own`) is no frame, whatever it is called: a whole blog may be a `widget`; nor is what an `article` that
    holds it calls its own head: `item-nav`."""
    line = list(piece.element.line())
    around = [e for e in line[1:] if e.number not in own]
    apart = all(e.tag != "article" or e.number not in own for e in line)
    return any((apart and "furniture" in e.hints) or e.tag in ("nav", "footer", "aside", "form") for e in around)


def heads_with(piece: Piece, title: Piece) -> bool:
    """Whether a line above the title stands with it in an element of a few lines, below the page's top: there a day
    in both calendars is no board's."""
    around = {e.number for e in title.element.line()}
    both = next((e for e in piece.element.line() if e.number in around), None)
    return both is not None and both.first >= _ABOVE and title.number - both.first <= _ABOVE
