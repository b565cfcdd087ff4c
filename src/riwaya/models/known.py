"""What is known of words before they are read: names of people, places and bodies, and words that news often uses.

A word that the encoder never met in training may be in a list all the same. `known.txt.xz` holds folded words (and
pairs of words, out of longer names of places and bodies), each with the lists that it is on; `marks` gives the lists of
every word of a text as one number, which the encoder reads beside the word's pieces. Being on a list proves nothing
(most names of news are everyday words too), so it is evidence that the encoder learned to weigh.
"""

from __future__ import annotations

import lzma
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Final

from riwaya.models.words import Word
from riwaya.remembered import remembered
from riwaya.text.fold import fold_word

LIST: Final = Path(__file__).with_name("known.txt.xz")

# Bits of a mark. The first three: a given name, a family name, a word that people are called by somewhere in a name.
GIVEN, FAMILY, PERSON = 1, 2, 4
PLACE, IN_PLACE = 8, 16  # a place of one word; beside a word with which it is in a longer name of a place
BODY, IN_BODY = 32, 64  # the same for organisations
COMMON, USED = 128, 256  # how often news uses the word: often, now and then
NOWHERE = 512  # an Arabic word on no list
BITS: Final = 10


def marks(words: Sequence[Word]) -> list[int]:
    """A mark for each word: the sum of the bits that apply, 0 for what is no Arabic word."""
    out = [_alone(w.text) for w in words]
    for i, (a, b) in enumerate(pairwise(words)):
        both = _together(a.text, b.text)
        if both:
            out[i] |= both
            out[i + 1] |= both
    return [m & ~NOWHERE if m != NOWHERE else m for m in out]


@remembered(65536)
def _alone(text: str) -> int:
    """The bits of a word, as it stands or else without its particles."""
    if not "\u0620" < text[:1] < "\u064b":
        return 0
    found = [known().get(form, 0) for form in forms(fold_word(text))]
    names = next((m for m in found if m & ~(COMMON | USED)), 0)
    often = next((m & (COMMON | USED) for m in found if m), 0)
    return names & ~(COMMON | USED) | often or NOWHERE


@remembered(65536)
def _together(first: str, second: str) -> int:
    if not ("\u0620" < first[:1] < "\u064b" and "\u0620" < second[:1] < "\u064b"):
        return 0
    rest = " " + fold_word(second)
    return next((m for form in forms(fold_word(first)) if (m := known().get(form + rest))), 0)


def forms(folded: str) -> Iterator[str]:
    """A folded word, and what it may be without attached particles."""
    yield folded
    if len(folded) > 4 and folded[0] in "وفبلك":
        yield folded[1:]
        if folded[0] in "وف" and folded[1] in "بلك" and len(folded) > 5:
            yield folded[2:]
    if folded.startswith("لل"):
        yield "ال" + folded[2:]


@cache
def known() -> Mapping[str, int]:
    """The lists: words and pairs of words with their bits."""
    with lzma.open(LIST, "rt", encoding="utf-8") as file:
        rows = (line.rstrip("\n").rpartition("\t") for line in file)
        return {name: int(bits, 16) for name, _, bits in rows}
