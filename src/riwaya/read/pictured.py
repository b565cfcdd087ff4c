"""Lines that a page shows with its pictures, in whatever markup: they repeat what a picture says of itself, are counted
(«2/6 — ...»), or stand in an element that is called a caption.

They are told only where a text stands beside them: the captions of a page of nothing but pictures are its text.

Data: `counted` of `rules/ar/reading_asides.yaml`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import cache

from riwaya.read.dom import Piece
from riwaya.read.judge import Verdict
from riwaya.rules import load

_ABOVE = 15  # lines above a text among which its first picture may stand
_LEAST, _MOST = 12, 300  # characters of what a picture shows; of a line that says it
_KEY = 12  # characters by which the words of a picture are found
_BEHIND = 80  # characters that may stand behind them: who took it
_CUT = 0.6  # of a picture's words, that a line may break off at
_TEXT = 150  # characters of a text beside such lines
_COUNTED = 2  # lines with a count
_TAGS = frozenset({"figcaption", "caption"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_CELLS = frozenset({"td", "th"})  # a picture stands in a table of its own among paragraphs
_FREE = frozenset({"", "header", "box"})


def leave_pictured(pieces: Sequence[Piece], verdict: Verdict, shown: Collection[str], titles: Sequence[str]) -> Verdict:
    """The verdict with such lines called captions. `shown`: what the page's pictures say of themselves."""
    told = [i for i, m in enumerate(verdict.main) if m]
    near = range(max(0, told[0] - _ABOVE), told[-1] + 1) if told and not verdict.several else range(0)
    able = [i for i in near if _may_be(pieces[i], verdict, i) and pieces[i].text not in titles]
    words = _by_key(shown)
    counted = [i for i in able if verdict.main[i] and _count().match(pieces[i].text)]
    found = {i for i in able if words and _is_shown(pieces[i].text, words)}
    found |= set(counted if len(counted) >= _COUNTED else ())
    rest = sum(len(pieces[i].text) for i in told if i not in found)
    if not found or rest < _TEXT:
        return verdict
    main = tuple(m and i not in found for i, m in enumerate(verdict.main))
    where = tuple("caption" if i in found else w for i, w in enumerate(verdict.where))
    return replace(verdict, main=main, where=where)


def is_captioned(piece: Piece) -> bool:
    """Whether a line stands in an element that is called a caption."""
    return piece.element.tag in _TAGS or any("caption" in e.hints for e in piece.near(2))


def _may_be(piece: Piece, verdict: Verdict, i: int) -> bool:
    free = (not verdict.core[i] or piece.element.tag in _CELLS) and verdict.where[i] in _FREE
    return free and len(piece.text) <= _MOST and piece.element.tag not in _HEADINGS


def _by_key(shown: Collection[str]) -> dict[str, list[str]]:
    words: defaultdict[str, list[str]] = defaultdict(list)
    for one in shown:
        words[one[:_KEY]].append(one)
    return words


def _is_shown(text: str, words: dict[str, list[str]]) -> bool:
    """Whether a line says what a picture does, with its count before it or who took it behind it."""
    told = _count().sub("", text, count=1).rstrip(". ")
    for one in words.get(told[:_KEY], ()):
        if told.startswith(one) and len(told) <= len(one) + _BEHIND:
            return True
        if one.startswith(told) and len(told) >= _CUT * len(one):
            return True
    return False


@cache
def _count() -> re.Pattern[str]:
    between = "|".join(map(re.escape, load("ar/reading_asides").texts("counted")))
    return re.compile(rf"\(?\d{{1,3}}\s*(?:{between})\s*\d{{1,3}}\)?\s*[-–—:.|]?\s+(?=\D)")
