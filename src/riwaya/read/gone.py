"""Pages that say that what stood there is gone: «الصفحة غير موجودة», with the answer of a page that is there.

Data: `gone` of `rules/ar/reading.yaml`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from riwaya.read.dom import Piece
from riwaya.remembered import remembered
from riwaya.rules import load
from riwaya.text import fold_word

_WORDS = 14  # of such a line
_STORY = 600  # characters of running text with which a page tells something: a notice is shorter
_NOTICE = 200  # characters of running text that a line in no heading may stand for
_HEADINGS = frozenset({"h1", "h2", "h3", "title"})


def tells_gone(pieces: Sequence[Piece], main: Sequence[bool], size: int) -> bool:
    """Whether a page with `size` characters of running text says, in a heading or in next to all that it says, that it
    is not there. A box in an article may say so of a film. `main`: the pieces of its text."""
    if size >= _STORY:
        return False
    first = next((i for i, m in enumerate(main) if m), len(pieces) - 1)
    able = (p for i, p in enumerate(pieces) if i <= first or main[i])
    return any((p.element.tag in _HEADINGS or size < _NOTICE) and says_gone(p.text) for p in able)


@remembered(1024)
def says_gone(words: str) -> bool:
    """Whether a line says that a page is not there."""
    return words.count(" ") < _WORDS and _gone().search(fold_word(words)) is not None


@cache
def _gone() -> re.Pattern[str]:
    return re.compile("|".join(load("ar/reading")["gone"].texts("patterns")))
