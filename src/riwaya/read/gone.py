"""Pages that tell no story by their own words: what stood there is gone («الصفحة غير موجودة», with the answer of a page
that is there), it is a page about the site («من نحن»), or all it has is a question for readers to vote on.

Data: `gone`, `site_pages` of `rules/ar/reading.yaml`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from riwaya.read.asides import is_site_page
from riwaya.read.dom import Piece
from riwaya.read.owners import parts_of
from riwaya.remembered import remembered
from riwaya.rules import load
from riwaya.text import fold_word

_WORDS = 14  # of such a line
_STORY = 600  # characters of running text with which a page tells something: a notice is shorter
_NOTICE = 200  # characters of running text that a line in no heading may stand for
_NAME = 5  # words of what such a page is called
_SENTENCE, _ASKED = 4, 2  # words of a sentence; questions of a vote
_HEADINGS = frozenset({"h1", "h2", "h3", "title"})


def tells_gone(pieces: Sequence[Piece], main: Sequence[bool], size: int) -> bool:
    """Whether a page with `size` characters of running text says, in a heading or in next to all that it says, that it
    is not there. A box in an article may say so of a film. `main`: the pieces of its text."""
    if size >= _STORY:
        return False
    first = next((i for i, m in enumerate(main) if m), len(pieces) - 1)
    able = (p for i, p in enumerate(pieces) if i <= first or main[i])
    return any((p.element.tag in _HEADINGS or size < _NOTICE) and says_gone(p.text) for p in able)


def is_of_site(pieces: Sequence[Piece], main: Sequence[bool], title: int | None) -> bool:
    """Whether a page is one that a site has beside its news, by the first part of its title or of the heading above its
    text."""
    first = next((i for i, m in enumerate(main) if m and pieces[i].element.tag not in _HEADINGS), 0)
    headings = [i for i in range(first) if pieces[i].element.tag in ("h1", "h2")][-1:]
    told = [pieces[i].text for i in (title, *headings) if i is not None]
    named = (next((p for p in parts_of(words) if p), "") for words in told)
    if any(0 < n.count(" ") + 1 <= _NAME and fold_word(n).strip(" .:!؟?") in _site_pages() for n in named):
        return True
    return any(words.count(" ") < _WORDS and is_site_page(words) for words in told)


def only_asks(pieces: Sequence[Piece], main: Sequence[bool]) -> bool:
    """Whether all running text is a question or two: readers are to vote on it."""
    able = (p for p, m in zip(pieces, main, strict=True) if m and p.element.tag not in _HEADINGS)
    told = [p.text for p in able if p.text.count(" ") >= _SENTENCE]
    return 0 < len(told) <= _ASKED and all(w.rstrip(' .»"').endswith(("؟", "?")) and ". " not in w for w in told)


@remembered(1024)
def says_gone(words: str) -> bool:
    """Whether a line says that a page is not there."""
    return words.count(" ") < _WORDS and _gone().search(fold_word(words)) is not None


@cache
def _gone() -> re.Pattern[str]:
    return re.compile("|".join(load("ar/reading")["gone"].texts("patterns")))


@cache
def _site_pages() -> frozenset[str]:
    return frozenset(fold_word(w).strip(" ؟") for w in load("ar/reading").texts("site_pages"))
