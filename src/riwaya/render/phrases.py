"""Short phrases that the text and the Markdown of a story share: quotations, turns from old to new, parties.

Words of pages come through `plain`, which a format gives to make them safe for itself.
"""

from __future__ import annotations

from collections.abc import Callable

from riwaya.render.catalogue import Language
from riwaya.render.happenings import Happening
from riwaya.render.index import balanced, clip
from riwaya.render.views import ToldChange

_TURN = 60  # code points of each side of a change


def _same(text: str) -> str:
    return text


def quotation(words: Language, text: str, length: int, plain: Callable[[str], str] = _same) -> str:
    """Words of a page in quotation marks, shortened to about `length`; every mark opened inside is closed.

    Words that themselves quote stand in the other kind of marks.
    """
    said = balanced(clip(" ".join(text.split()), length)[0])
    opening, closing = ("inner_open", "inner_close") if "«" in said else ("open_quote", "close_quote")
    return words.say(opening) + plain(said) + words.say(closing)


def turn(words: Language, before: str, after: str, length: int = _TURN, plain: Callable[[str], str] = _same) -> str:
    """The words before and after a change, with an arrow from the old to the new in the order of reading."""
    return words.say("arrow").join(quotation(words, w, length, plain) for w in (before, after) if w)


def told_change(words: Language, told: ToldChange, plain: Callable[[str], str] = _same) -> str:
    """A change with its kind, its words, and how often it was made where that is more than once."""
    change = told.change
    said = turn(words, change.source_words, change.derived_words, plain=plain)
    times = f" (×{told.times})" if told.times > 1 else ""
    return f"{words.label('change', change.kind)}: {plain(change.what)} {said}".rstrip() + times


def parties(words: Language, happening: Happening, plain: Callable[[str], str] = _same) -> str:
    """Who acts on whom, by name."""
    comma = words.say("list_comma")
    pairs = (words.say("arrow").join(plain(comma.join(names)) for names in pair if names) for pair in happening.parties)
    return words.say("clause_mark").join(pairs)
