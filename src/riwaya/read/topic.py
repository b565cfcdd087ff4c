"""What a line is about, cheaply: weighted stems, and how far one stretch of text knows another's.

A text that goes on speaks of what it has spoken of; a headline is told by the lines below it and by
no other. Stems are the first letters of a word without its clitics; a stem weighs more the rarer
its lemma is in Arabic news (`rules/ar/commonness.yaml`).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from functools import cache

from riwaya.likeness import stopwords
from riwaya.remembered import remembered
from riwaya.rules import load
from riwaya.text import fold_word

_WORD = re.compile(r"[^\W_]+")
_LETTERS = 5  # of a stem: endings and most inner inflection lie beyond
_RARE = math.log(1000.0)  # weight of what stands in no band: under one article in a thousand
_LEADS = ("وال", "فال", "بال", "كال", "لل", "ال", "و", "ف", "ب", "ل", "س")

Stems = frozenset[str]
NOTHING: Stems = frozenset()
_SILENT = frozenset({""})


def stems_of(key: str) -> Stems:
    """The stems of a folded line that weigh anything."""
    return _known_stems(key) if len(key) < _LONG else _stems(key)


def _stems(key: str) -> Stems:
    return frozenset(map(_telling, _WORD.findall(key))) - _SILENT


_LONG = 2000  # characters of a line that is not worth remembering
_known_stems = remembered(1024)(_stems)


def union(parts: Iterable[Stems]) -> Stems:
    """All stems of several lines."""
    return frozenset().union(*parts)


def known(words: Stems, vocabulary: AbstractSet[str]) -> float:
    """The weighted share of `words` that stand in `vocabulary`: 0 to 1."""
    total = math.fsum(map(weight, words))
    return math.fsum(map(weight, words & vocabulary)) / total if total else 0.0


def weight(stem: str) -> float:
    """What a stem tells: nothing for function words, most for rare ones."""
    return _weights().get(stem, _RARE)


@remembered(16384)
def _telling(word: str) -> str:
    """The stem of a word, or nothing where it weighs nothing."""
    stem = _stem(word)
    return stem if stem and weight(stem) > 0 else ""


def _stem(word: str) -> str:
    if len(word) < 3 or word in stopwords():
        return ""
    if word.startswith(_LEADS):
        for lead in _LEADS:
            if word.startswith(lead) and len(word) - len(lead) >= 3:
                word = word[len(lead) :]
                break
    return "" if word in stopwords() else word[:_LETTERS]


@cache
def _weights() -> dict[str, float]:
    weights: dict[str, float] = {}
    for lemma, value in _common():
        stem = _stem(lemma) or lemma[:_LETTERS]
        weights[stem] = min(value, weights.get(stem, _RARE))
    return weights


def _common() -> Iterator[tuple[str, float]]:
    for band in load("ar/commonness")["bands"]:
        value = math.log(10_000.0 / float(band["share"]))
        yield from ((fold_word(w), value) for w in band.text("words").split())
