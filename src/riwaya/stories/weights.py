"""How much a lemma or a root tells: little where all news uses it, much where few articles do.

`Rarity` joins two counts: how common a lemma is in Arabic news at large (`rules/ar/commonness.yaml`) and how common it
is in this run. A run of five pages can not know which of its words are ordinary; a run of five hundred knows
that this week «سوريا» is. Weights are natural logarithms of one over the share of articles that hold the lemma.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from riwaya.rules import load, rules_in
from riwaya.stories.roots import root_of

UNSEEN = 10.0
"""Articles in ten thousand that hold a lemma which the list does not know, at most."""
ENOUGH = 40
"""From this many articles on, a run's own counts speak beside the list."""
BLOCK = 500
"""Articles of a block: two or three days of five newsrooms."""


@cache
def commonness() -> Mapping[str, float]:
    """lemma -> share of articles (0 to 1) that hold it, for the lemmas of the list."""
    table: dict[str, float] = {}
    for band in rules_in(load("ar/commonness"), "bands"):
        share = float(band.only("share", "words")["share"]) / 1e4
        table |= dict.fromkeys(band.text("words").split(), share)
    return table


@cache
def root_commonness() -> Mapping[str, float]:
    """root -> share of articles that hold one of its lemmas, at most 0.9."""
    table: dict[str, float] = {}
    for lemma, share in commonness().items():
        root = root_of(lemma)
        table[root] = min(0.9, table.get(root, 0.0) + share)
    return table


class Rarity:
    """Weights of lemmas for one run. `pieces` are the lemmas of its articles; `table` how common they are at large."""

    def __init__(self, pieces: Iterable[Iterable[str]] = (), table: Mapping[str, float] | None = None) -> None:
        self._table = commonness() if table is None else table
        self._held: Counter[str] = Counter()
        self._n = 0
        for piece in pieces:
            self._held.update(set(piece))
            self._n += 1

    def at_large(self, lemma: str) -> float:
        """The weight by Arabic news at large alone: 0.7 for the commonest, 6.9 for the unlisted."""
        return -math.log(self._table.get(lemma, UNSEEN / 1e4))

    def here(self, lemma: str) -> float:
        """The weight by both: the commoner of the two counts decides."""
        weight = self.at_large(lemma)
        if self._n < ENOUGH:
            return weight
        own = math.log((self._n + 1) / (self._held[lemma] + 0.5))
        return max(0.1, min(weight, own))

    def share(self, lemma: str) -> float:
        """The share of the run's articles that hold `lemma`."""
        return self._held[lemma] / self._n if self._n else 0.0


class Windows:
    """Weights that follow the time: those of the articles around, not of a whole year. Articles stand in their order
    and are parted into blocks; a block is weighed by itself and its two neighbours, so the work per article is bounded
    and the same articles get the same weights whatever the order in which they were given."""

    def __init__(self, pieces: Sequence[Iterable[str]], table: Mapping[str, float] | None = None) -> None:
        blocks = [pieces[i : i + BLOCK] for i in range(0, len(pieces), BLOCK)]
        self._rarities = [
            Rarity((p for b in blocks[max(0, k - 1) : k + 2] for p in b), table) for k in range(len(blocks))
        ]

    def at(self, place: int) -> Rarity:
        """The weights for the article at `place`."""
        return self._rarities[place // BLOCK]
