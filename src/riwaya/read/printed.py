"""Lines as print had them, made into what they are: a headline with its kicker, paragraphs broken at a column's width.

Pages turned from print keep a line for every line of the column; nothing in the markup says where a
paragraph ends, but its words do: lines of one width, many of which end in the middle of a phrase.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import groupby, pairwise
from statistics import median
from typing import TYPE_CHECKING

from riwaya.read.cues import is_category
from riwaya.read.lines import make_line
from riwaya.read.published import has_year, read_stamp
from riwaya.read.tags import unescape
from riwaya.rules import load
from riwaya.text import fold_word

if TYPE_CHECKING:
    from riwaya.read.dom import Contents, Piece

_HEADLINES = ("og:title", "twitter:title")
_PARTS = re.compile(r"\s+[-–—|»«:•·]+\s+")
_HEADLINE, _KICKER = 4, 4  # words: of the shortest headline, of the longest kicker
_FEWEST = 6  # lines of a column
_LONGEST = 120  # characters of one
_WIDTHS = (28, 110)  # characters of columns
_EVEN, _SPREAD = 0.6, 0.3  # of the lines that are nearly as wide as the column; how near
_ENDED = 0.45  # of the lines, at most, end with a stop
_BROKEN = 0.1  # of the lines, at least, end in the middle of a phrase; two of them
_HEAD = 4  # lines at the top of a column that may say who and when
_SHORT = 0.7  # of the column's width: a line above the text that is a heading
_EDGES = " .:|()[]-–"
_STOP = re.compile(r"[.؟?!…][\"'»”)\]]*$")


def headlines_in(title: str, metas: Sequence[dict[str, str]]) -> tuple[str, ...]:
    """What a page's head calls it: the headlines in its fields, and the parts of its title that may be one."""
    told = [m.get("content", "") for m in metas if (m.get("property") or m.get("name") or "").lower() in _HEADLINES]
    parts = (" ".join(p.split()) for words in (*told, unescape(title)) for p in (words, *_PARTS.split(words)))
    return tuple(dict.fromkeys(p for p in parts if p.count(" ") >= _HEADLINE - 1))


def parted(heading: str, headlines: Sequence[str]) -> tuple[str, ...]:
    """A heading; where it holds a headline below a kicker, or with its day behind it, these apart."""
    for headline in headlines:
        if headline == heading:
            return (heading,)
        if heading.endswith(f" {headline}"):
            kicker = heading.removesuffix(headline).strip()
            section = kicker.rstrip(" :|–-")
            named = kicker != section and is_category(make_line(section, 0, len(section)))  # «تحقيقات: ...»
            if (kicker[-1:].isalnum() or named) and kicker.count(" ") < _KICKER:
                return kicker, headline
        elif heading.startswith(f"{headline} "):
            rest = heading.removeprefix(headline).strip()
            stamp = read_stamp(rest) if has_year(fold_word(rest)) else None
            if (stamp is not None and not stamp.left) or fold_word(rest).strip(_EDGES) in _words("badges"):
                return headline, rest
    return (heading,)


def join_columns(contents: Contents) -> None:
    """Join the lines of columns into paragraphs, in place."""
    columns: dict[int, list[list[Piece]]] = {}  # their paragraphs, by the number of the first line
    for able, stretch in groupby(contents.pieces, _may_be_of_column):
        row = list(stretch) if able else []
        for _, part in groupby(row, _group) if len(row) >= _FEWEST else ():
            lines = list(part)
            width = median(len(p.text) for p in lines) if len(lines) >= _FEWEST else 0
            head = _head_of(lines, width) if width else 0
            if width and is_column([p.text for p in lines[head:]]):
                columns[lines[head].number] = _paragraphs(lines[head:], width)
    if not columns:
        return
    joined: list[list[Piece]] = []
    done = 0
    for piece in contents.pieces:
        if piece.number in columns:
            joined += columns[piece.number]
            done = piece.number + sum(map(len, columns[piece.number]))
        elif piece.number >= done:
            joined.append([piece])
    _renumber(contents, joined)


def is_column(lines: Sequence[str]) -> bool:
    """Whether lines are those of a column of running text."""
    if len(lines) < _FEWEST:
        return False
    width = median(map(len, lines))
    even = sum(abs(len(line) - width) <= _SPREAD * width for line in lines)
    if not _WIDTHS[0] <= width <= _WIDTHS[1] or even < _EVEN * len(lines):
        return False
    if sum(_STOP.search(line) is not None for line in lines) > _ENDED * len(lines):
        return False
    return sum(_goes_on(a, b) for a, b in pairwise(lines)) >= max(2, _BROKEN * len(lines))


def _goes_on(line: str, below: str) -> bool:
    """Whether a line breaks off in the middle of a phrase, which the one below it goes on with."""
    if line.endswith(("،", ",")):
        return True
    last, first = fold_word(line.rpartition(" ")[2]), fold_word(below.partition(" ")[0])
    return last in _words("unfinished") or first in _words("carried_on")


def _may_be_of_column(piece: Piece) -> bool:
    return not piece.linked and len(piece.text) <= _LONGEST


def _group(piece: Piece) -> tuple[int, str, str]:
    """What the lines of one column share: their element, or one around theirs in which all are made alike."""
    element = piece.element
    alone = element.first == piece.number and element.last == piece.number + 1
    if alone and element.parent is not None:
        return element.parent.number, element.tag, element.make
    return element.number, "", ""


def _head_of(lines: Sequence[Piece], width: float) -> int:
    """How many lines stand above a column's text: a heading, who, when."""
    head = 0
    for i, piece in enumerate(lines[:_HEAD]):
        stamp = read_stamp(piece.text) if has_year(fold_word(piece.text)) else None
        brief = len(piece.text) < _SHORT * width and not _STOP.search(piece.text)
        if brief or (stamp is not None and len(stamp.left.split()) <= _HEAD):
            head = i + 1
    return head


def _paragraphs(lines: Sequence[Piece], width: float) -> list[list[Piece]]:
    """The lines of a column by paragraphs: one ends with a sentence, in a line that leaves room."""
    rows: list[list[Piece]] = [[]]
    for piece in lines:
        rows[-1].append(piece)
        if _STOP.search(piece.text) and len(piece.text) < width:
            rows.append([])
    return [row for row in rows if row]


def _renumber(contents: Contents, rows: Sequence[Sequence[Piece]]) -> None:
    """Make one piece of every row, and the elements' ranges anew."""
    numbers = [n for n, row in enumerate(rows) for _ in row] + [len(rows)]
    elements = {e.number: e for p in contents.pieces for e in p.element.line()}
    elements |= {e.number: e for e in contents.brands} | {m.element.number: m.element for m in contents.moments}
    for element in elements.values():
        element.first = numbers[element.first]
        element.last = len(rows) if element.last >= len(contents.pieces) else numbers[element.last]
    contents.homes = [type(h)(h.host, h.names, numbers[min(h.above, len(numbers) - 1)]) for h in contents.homes]
    contents.logos = [(name, numbers[above]) for name, above in contents.logos]
    contents.moments = [type(m)(m.value, m.element, numbers[m.above]) for m in contents.moments]
    for n, row in enumerate(rows):
        row[0].text, row[0].number = " ".join(p.text for p in row), n
        row[0].element.last = max(row[0].element.last, n + 1)
    contents.pieces[:] = [row[0] for row in rows]


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(map(fold_word, load("ar/reading").texts(name)))
