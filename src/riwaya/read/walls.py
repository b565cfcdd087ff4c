"""Walls: what a page shows in place of its text to those who have not paid, plans with their prices and questions on
paying, below a notice that the rest is closed.

A notice alone is no wall: many pages have one beside or below the text that they show. Below a line that
breaks off it is one.
Data: `closed` and `prices` of `rules/ar/reading.yaml`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import islice

from riwaya.read.cues import cue_named, loose
from riwaya.read.dom import Piece
from riwaya.read.lines import make_line
from riwaya.read.places import View
from riwaya.read.topic import known, union
from riwaya.rules import load
from riwaya.text import fold_word

_LEAST = 2  # prices of plans
_PRICE, _NOTICE = 40, 120  # characters of a line with a price alone; of a notice
_TOLD = 0.3  # of the title's stems: a text that knows them is the title's
_MOST = 10  # notices that are looked at
_STORY = 150  # characters without which a page has told nothing
_LOOK = 40  # pieces below a wall that are looked at
_NEAR = 10  # pieces below a title among which such a notice stands
_SENTENCE = 4  # words of a line of a text
_DIGIT = re.compile(r"\d")


def leave_walls(view: View) -> bool:
    """Call furniture what stands below such a notice in the smallest element that holds plans too, unless the page's
    title stands there or is told of: then text may. Whether there is one."""
    prices = [i for i, p in enumerate(view.pieces) if len(p.text) <= _PRICE and _is_price(p.text)]
    if len(prices) < _LEAST:
        return False
    found = False
    for i in islice((i for i in range(len(view.pieces)) if not view.where[i] and _closes(view.pieces[i].text)), _MOST):
        for n in view.found.around(view.found.of[i]):
            node = view.found.nodes[n]
            inside = range(i, node.last)  # what stands above the notice is shown to all
            if view.title in inside or any(view.pieces[k].element.rank == "h1" for k in inside):
                break
            if known(view.about, view.stems(i + 1, node.last)) >= _TOLD:  # the notice may name the site, as titles do
                break
            if sum(k in inside for k in prices) >= _LEAST:
                found = True
                for k in inside:
                    view.where[k] = "furniture"
                _leave_below(view, node.last)
                break
    return found


def _leave_below(view: View, first: int) -> None:
    """Call furniture what stands below a wall, questions on paying mostly, unless the page's title is told of there."""
    below = [k for k in range(first, len(view.pieces)) if not view.where[k]]
    if view.title in below or known(view.about, union(view.stems_at(k) for k in below[:_LOOK])) >= _TOLD:
        return
    for k in below:
        view.where[k] = "furniture"


def is_teaser(pieces: Sequence[Piece], main: Sequence[bool], title: int | None) -> bool:
    """Whether a page shows no more of its text than a line or two that break off, above a notice that the rest is
    closed, or nothing but that."""
    first = 0 if title is None else title + 1
    near = [i for i in range(first, len(pieces)) if main[i] or (i and main[i - 1]) or i < first + _NEAR]
    notices = [i for i in near if _closes(pieces[i].text)]
    if not notices:
        return False
    shown = [i for i in range(first, notices[0]) if main[i] and pieces[i].text.count(" ") >= _SENTENCE]
    below = sum(len(pieces[i].text) for i in range(notices[0], len(pieces)) if main[i] and i not in notices)
    size = sum(len(pieces[i].text) for i in shown)
    broken = not shown or pieces[shown[-1]].text.rstrip().endswith(("…", "..."))
    return broken and size < _STORY and below < _STORY


def _closes(words: str) -> bool:
    return len(words) <= _NOTICE and cue_named("closed").fires(make_line(words, 0, len(words)))


def _is_price(words: str) -> bool:
    return _DIGIT.search(words) is not None and _price().fullmatch(fold_word(words)) is not None


@cache
def _price() -> re.Pattern[str]:
    money = "|".join(sorted(map(loose, load("ar/reading").texts("prices")), key=len, reverse=True))
    number = r"\d+(?:[.,٫]\d+)?"
    return re.compile(rf"\D{{0,12}}(?:{number}\s*(?:{money})|(?:{money})\s*{number})(?!\w)\D{{0,20}}", re.IGNORECASE)
