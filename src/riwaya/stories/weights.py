"""How much a lemma tells: little where all news uses it, much where few articles do.

`Rarity` joins two counts: how common a lemma is in Arabic news at large (`rules/ar/commonness.yaml`) and how common it
is in this run. A run of five pages can not know which of its words are ordinary; a run of five hundred knows
that this week «سوريا» is. Weights are natural logarithms of one over the share of articles that hold the lemma.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache

from riwaya.rules import load, rules_in

UNSEEN = 10.0
"""Articles in ten thousand that hold a lemma which the list does not know, at most."""
ENOUGH = 40
"""From this many articles on, a run's own counts speak beside the list."""


@cache
def commonness() -> Mapping[str, float]:
    """lemma -> share of articles (0 to 1) that hold it, for the lemmas of the list."""
    table: dict[str, float] = {}
    for band in rules_in(load("ar/commonness"), "bands"):
        share = float(band.only("share", "words")["share"]) / 1e4
        table |= dict.fromkeys(band.text("words").split(), share)
    return table


class Rarity:
    """Weights of lemmas for one run. `pieces` are the lemmas of its articles."""

    def __init__(self, pieces: Iterable[Iterable[str]] = ()) -> None:
        self._held: Counter[str] = Counter()
        self._n = 0
        for piece in pieces:
            self._held.update(set(piece))
            self._n += 1

    def at_large(self, lemma: str) -> float:
        """The weight by Arabic news at large alone: 0.7 for the commonest, 6.9 for the unlisted."""
        return -math.log(commonness().get(lemma, UNSEEN / 1e4))

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
