"""What class names, ids and roles say of the words below them: content, related, comments, a byline ..."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache

from riwaya.remembered import remembered
from riwaya.rules import load

_CUT = re.compile(r"[^A-Za-z]+|(?<=[a-z])(?=[A-Z])")
NO_HINTS: frozenset[str] = frozenset()


def hints_in(names: str) -> frozenset[str]:
    """The kinds of hint (content, related, comments ...) that class names give."""
    found = [told for name in names.split() if (told := _hints_of(name))]
    return NO_HINTS if not found else found[0] if len(found) == 1 else NO_HINTS.union(*found)


@remembered(4096)
def _hints_of(name: str) -> frozenset[str]:
    """The kinds that one class name gives, by its words and as a whole."""
    for innocent in _innocent():
        name = name.replace(innocent, " ")
    name = _own_frames().sub(r"\1", name)
    known = _hint_words()
    whole = name.lower().replace("-", "").replace("_", "").split()
    return frozenset(k for w in (*whole, *_CUT.split(name)) if w and (kinds := known.get(w.lower())) for k in kinds)


@cache
def _innocent() -> tuple[str, ...]:
    return tuple(load("ar/reading_markup").texts("innocent"))


@cache
def _own_frames() -> re.Pattern[str]:
    """The header or footer of a part of a page, by its name: it says nothing of the page's frame."""
    data = load("ar/reading_markup")["own_frames"]
    of, frames = ("|".join(data.texts(name)) for name in ("of", "frames"))
    return re.compile(rf"(?i:(?<![a-z])({of})[-_]*(?:{frames})(?![a-z]))")


@cache
def _hint_words() -> dict[str, tuple[str, ...]]:
    kinds: dict[str, list[str]] = defaultdict(list)
    hints = load("ar/reading_markup")["hints"]
    for kind in hints:
        for word in hints.texts(kind):
            kinds[word].append(kind)
    return {word: tuple(k) for word, k in kinds.items()}
