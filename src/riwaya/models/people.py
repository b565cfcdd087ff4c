"""Words that people are called by, and what they tell the encoder: a word that nobody bears is seldom somebody's name.

The encoder judges a name that it never read by its place in the sentence, and takes an unusual verb or noun there for
somebody. `people.txt.xz` holds 62,000 single words out of the names of people in Wikidata (CC0), folded, one a line.
Belonging to the list proves nothing (most names of news are everyday words too); only not belonging to it counts.
"""

from __future__ import annotations

import lzma
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import numpy as np

from riwaya.models.decode import Floats, log_softmax
from riwaya.models.words import Word
from riwaya.remembered import remembered
from riwaya.text import fold

LIST = Path(__file__).with_name("people.txt.xz")
_DOUBT = 1.7  # taken from the log probability of a person's name at such a word (chosen on held-out pages)


def doubt_people(logs: Floats, words: Sequence[Word]) -> Floats:
    """Log probabilities of a head whose first kind is people, one row a word, with the doubt taken into account."""
    strange = np.fromiter((_strange(w.text) for w in words), dtype=bool, count=len(words))
    doubted = logs.copy()
    doubted[strange, 1:3] -= _DOUBT
    return log_softmax(doubted)


@remembered(65536)
def _strange(text: str) -> bool:
    """An Arabic word that is on the list neither as it stands nor without a particle."""
    return "\u0620" < text[:1] < "\u064b" and known().isdisjoint(_forms(fold(text).text))


def _forms(folded: str) -> Iterator[str]:
    yield folded
    if len(folded) > 4 and folded[0] in "وفبلك":
        yield folded[1:]
        if folded[0] in "وف" and folded[1] in "بلك" and len(folded) > 5:
            yield folded[2:]
    if folded.startswith("لل"):
        yield "ال" + folded[2:]


@cache
def known() -> frozenset[str]:
    """The words of the list."""
    with lzma.open(LIST, "rt", encoding="utf-8") as file:
        return frozenset(file.read().split("\n"))
