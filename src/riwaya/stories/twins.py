"""Twin sentences: whether one article tells another's sentences, one after the other, and in its wording.

Newsrooms that report one event apart share names, figures and an official's words, and often the order of what is
told; but what the one says in a sentence stands in half of one and a third of another there, and much has no twin. Who
retells goes from sentence to sentence, in whatever words. And words in a row that nobody is quoted with come from one
hand.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from riwaya.account import Account
from riwaya.model import BlockKind
from riwaya.stories.align import KINDRED, weight_of
from riwaya.stories.clauses import Clause
from riwaya.stories.profile import SHINGLE
from riwaya.stories.roots import skeleton
from riwaya.stories.weights import Rarity
from riwaya.text import Token

LIKE = 0.2
"""Likeness from which two sentences may be twins."""
LEAST_WEIGHT = 8.0
"""A sentence that weighs less says nothing that could be retold."""
MANY = 200
"""Sentences of an article that are looked at."""
_QUOTED = re.compile(r'"[^"\n]*"')
_SPOKEN = (BlockKind.BODY, BlockKind.DEK, BlockKind.SUBHEAD)


@dataclass(frozen=True, slots=True)
class Twins:
    """How many sentences have a twin, how much of either article they are, and how like they are on the mean, all
    shares from 0 to 1. Twins are likest to each other, both ways, and stand in the same order."""

    count: int = 0
    here: float = 0.0
    there: float = 0.0
    like: float = 0.0

    @property
    def shared(self) -> float:
        """How much of what both say, on the mean of the two, their twins say in common."""
        return math.sqrt(self.here * self.there) * self.like


@dataclass(frozen=True, slots=True)
class _Sentence:
    keys: Mapping[str, float]
    kindred: frozenset[str]
    total: float


def find_twins(there: Sequence[Clause], here: Sequence[Clause], rarity: Rarity) -> Twins:
    """The twin sentences of two articles, of which all clauses are given; titles and subheads are passed over."""
    a, b = _sentences(there, rarity), _sentences(here, rarity)
    if not a or not b:
        return Twins()
    like = [[_likeness(x, y) for y in b] for x in a]
    rows, columns = [max(row) for row in like], [max(column) for column in zip(*like, strict=True)]
    met = [(i, j) for i, j in _in_order(a, b, like) if like[i][j] >= max(rows[i], columns[j])]
    both = [a[i].total + b[j].total for i, j in met]
    return Twins(
        len(met),
        sum(b[j].total for _, j in met) / sum(s.total for s in b),
        sum(a[i].total for i, _ in met) / sum(s.total for s in a),
        sum(w * like[i][j] for w, (i, j) in zip(both, met, strict=True)) / sum(both) if met else 0.0,
    )


def narration(account: Account) -> frozenset[str]:
    """Five words in a row each, of the text, that nobody is quoted with: reports of one speech share the speaker's."""
    return frozenset(_narrated(account))


def _narrated(account: Account) -> Iterator[str]:
    words, rows = account.words, dict[int, list[Token]]()
    for sentence in words.sentences:
        if words.kind_of(sentence) in _SPOKEN:
            rows.setdefault(sentence.passage, []).extend(sentence.tokens)
    for passage, tokens in rows.items():
        quoted = [m.span() for m in _QUOTED.finditer(words.passages[passage].folded.text)]
        texts, begun = [t.text for t in tokens], 0
        for i in range(len(tokens) - SHINGLE + 1):
            first, last = tokens[i].at, tokens[i + SHINGLE - 1].at
            while begun < len(quoted) and quoted[begun][1] <= first:
                begun += 1
            if begun == len(quoted) or quoted[begun][0] >= last:
                yield " ".join(texts[i : i + SHINGLE])


def _sentences(clauses: Sequence[Clause], rarity: Rarity) -> list[_Sentence]:
    keys: dict[int, dict[str, float]] = {}
    for clause in clauses:
        if not clause.headed:
            keys.setdefault(clause.sentence.start, {}).update((k, weight_of(k, rarity)) for k in clause.keys)
    made = (_Sentence(k, frozenset(filter(None, map(skeleton, k))), sum(k.values())) for k in keys.values())
    return [s for s in made if s.total >= LEAST_WEIGHT][:MANY]


def _likeness(a: _Sentence, b: _Sentence) -> float:
    return math.sqrt(_share(a, b) * _share(b, a))


def _share(one: _Sentence, other: _Sentence) -> float:
    """How much of `one` the other says, what has the same consonants at a discount."""
    met = (
        weight if key in other.keys else KINDRED * weight if skeleton(key) in other.kindred else 0.0
        for key, weight in one.keys.items()
    )
    return sum(met) / one.total


def _in_order(
    a: Sequence[_Sentence], b: Sequence[_Sentence], like: Sequence[Sequence[float]]
) -> Iterator[tuple[int, int]]:
    """The pairs of rising places that share most, each sentence in one at most."""
    gain = [
        [s * min(x.total, y.total) if s >= LIKE else 0.0 for s, y in zip(row, b, strict=True)]
        for x, row in zip(a, like, strict=True)
    ]
    best = [[0.0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i in range(len(a) - 1, -1, -1):
        for j in range(len(b) - 1, -1, -1):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], gain[i][j] + best[i + 1][j + 1])
    i = j = 0
    while i < len(a) and j < len(b):
        if gain[i][j] and best[i][j] == gain[i][j] + best[i + 1][j + 1]:
            yield i, j
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
