"""Walls: what a page shows in place of its text to those who have not paid, plans with their prices and questions on
paying, below a notice that the rest is closed.

A notice alone is no wall: many pages have one beside or below the text that they show.
Data: `closed` and `prices` of `rules/ar/reading.yaml`.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import islice

from riwaya.read.cues import cue_named, loose
from riwaya.read.lines import make_line
from riwaya.read.places import View
from riwaya.read.topic import known
from riwaya.rules import load
from riwaya.text import fold_word

_LEAST = 2  # prices of plans
_PRICE, _NOTICE = 40, 120  # characters of a line with a price alone; of a notice
_TOLD = 0.3  # of the title's stems: a text that knows them is the title's
_MOST = 10  # notices that are looked at


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
            if known(view.about, view.stems(i, node.last)) >= _TOLD:
                break
            if sum(k in inside for k in prices) >= _LEAST:
                found = True
                for k in inside:
                    view.where[k] = "furniture"
                break
    return found


def _closes(words: str) -> bool:
    return len(words) <= _NOTICE and cue_named("closed").fires(make_line(words, 0, len(words)))


def _is_price(words: str) -> bool:
    return any(c.isdigit() for c in words) and _price().fullmatch(fold_word(words)) is not None


@cache
def _price() -> re.Pattern[str]:
    money = "|".join(sorted(map(loose, load("ar/reading").texts("prices")), key=len, reverse=True))
    number = r"\d+(?:[.,٫]\d+)?"
    return re.compile(rf"\D{{0,12}}(?:{number}\s*(?:{money})|(?:{money})\s*{number})(?!\w)\D{{0,20}}", re.IGNORECASE)
