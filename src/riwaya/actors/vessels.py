"""Names of ships, aircraft, trains, spacecraft and storms: they name nobody, no body and no place.

A craft's name stands behind a word for such a craft («السفينة نجمة الشرق»), or in quotation marks or Latin letters a
few words behind it («سفينة الشحن الكندية «نجمة الشرق»»). The words: `rules/ar/vessels.yaml`.
"""

from __future__ import annotations

import re

from riwaya.actors.knowledge import Knowledge
from riwaya.actors.likeness import given_names
from riwaya.model import MentionType
from riwaya.text import Words, fold_word

_QUOTE = re.compile('["«»“”]')
_OPENING = re.compile(r'["«“”»]\s*$')
_CLOSING = re.compile(r'\s*["»”“«]')
_PIECE = re.compile(r"[^\s_]+")
_NEAR = 60  # characters before a name in which the word for a craft stands
_REACH = 4  # words from there to a name in quotation marks
_PARTICLES = "وفبلك"


def is_vessel(known: Knowledge, words: Words, start: int, end: int, kind: MentionType) -> bool:
    """Whether `start:end`, seen as a name of `kind`, is a craft's: «الناقلة X», «سفينة الشحن الدنماركية «X»»."""
    text = words.article.text
    name = text[start:end]
    line = text[max(0, start - _NEAR) : start].rpartition("\n")[2]
    if not name or line.rstrip().endswith("("):
        return False  # whose picture it is, or what it is called elsewhere
    before = [fold_word(w) for w in _PIECE.findall(_QUOTE.sub(" ", line))[-_REACH:]]
    if _OPENING.search(line) or _QUOTE.match(name):
        if not _CLOSING.match(text, end) and not _CLOSING.match(name[-1:]):
            return False  # a name fills its marks
    elif not name[:1].isascii():
        craft = known.vessels.get(_noun(known, before[-1])) if before else None
        return craft is not None and craft.bare and not _is_whole_name(name)
    behind = ""
    for word in reversed(before):
        craft = known.vessels.get(_noun(known, word))
        if craft is not None:
            owned = not (behind or craft.bare or "ال" in word[:3] or word.startswith("لل"))  # «طائرة "شركة كذا"»
            return behind.removeprefix("ال") not in craft.unless and not (owned and kind is MentionType.ORG)
        if is_owned(known, word) or not word[-1].isalpha():  # a body is named, or another sentence
            return False
        behind = word
    return False


def _noun(known: Knowledge, word: str) -> str:
    """A folded word without «ال» and one particle, where that leaves a word for a craft."""
    bare = word[1:] if word[:1] in _PARTICLES and word not in known.vessels else word
    cut = ("ل" + bare[1:]).removeprefix("لل") if word.startswith("لل") else bare  # «للسفينة»
    return next((w for w in (word, word.removeprefix("ال"), bare.removeprefix("ال"), cut) if w in known.vessels), "")


def is_owned(known: Knowledge, word: str) -> bool:
    """Whether a folded word says that a body's name follows («شركة», «لشركة», «تابعة لـ»)."""
    heads = known.org_heads
    return word in heads or (word != "" and word[0] in _PARTICLES and (word[1:] in heads or not word[1:].strip("ـ")))


def _is_whole_name(name: str) -> bool:
    """«على متن السفينة رانيا الكحلاوي»: a given name and a family's are a passenger's."""
    first, _, rest = fold_word(name).partition(" ")
    return bool(rest) and first in given_names()
