"""Text broken at a fixed width, as mail and old portals send it: its lines are joined again.

A page is wrapped when its lines are full: the first word of the next line would not have fitted. A
joined line keeps its place in the page; the line breaks inside it are white space.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from riwaya.read.lines import Line, make_line

_NARROWEST, _WIDEST = 55, 130
_LEAST_LINES = 6
_FULL = 0.6  # of the pairs of lines that touch, on a wrapped page
_SLACK = 2


def join_wrapped(text: str, lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """`lines` with those joined that a fixed width broke apart."""
    width = _width(lines)
    if width is None:
        return lines
    out: list[Line] = []
    last = lines[0]
    start = last
    for line in lines[1:]:
        if not _breaks(last, line, width):
            out.append(_join(text, start, last))
            start = line
        last = line
    out.append(_join(text, start, last))
    return tuple(out)


def _join(text: str, first: Line, last: Line) -> Line:
    return first if first is last else make_line(text, first.start, last.end, first.gap)


def _width(lines: Sequence[Line]) -> int | None:
    """The width at which the page's lines are broken, or None."""
    sizes = sorted(line.size for line in lines)
    if len(sizes) < _LEAST_LINES:
        return None
    width = sizes[int(len(sizes) * 0.97) - 1]  # an address or a table may be wider
    if not _NARROWEST <= width <= _WIDEST or sizes[-1] > 2 * _WIDEST:
        return None
    touching = [(a, b) for a, b in pairwise(lines) if b.gap == 0]
    full = [a for a, b in touching if _breaks(a, b, width)]
    open_ended = sum(not a.stop for a in full)
    enough = len(full) >= _LEAST_LINES and len(full) >= _FULL * len(touching)
    return width if enough and open_ended >= _FULL * len(full) else None


def _breaks(line: Line, below: Line, width: int) -> bool:
    """Whether `line` is full: the first word of the line below would have passed the width."""
    if below.gap or below.bullet:
        return False
    first = below.text.split(maxsplit=1)[0]
    return line.size + 1 + len(first) > width - _SLACK
