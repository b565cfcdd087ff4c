"""How much a lemma or a root tells: little where all news uses it, much where few articles do.

`Rarity` joins two counts: how common a lemma is in Arabic news at large (`rules/ar/commonness.yaml`) and how common it
is in this run. A run of five pages can not know which of its words are ordinary; a run of five hundred knows
that this week «سوريا» is. Weights are natural logarithms of one over the share of articles that hold the lemma.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from riwaya.rules import files_in, load, rules_in
from riwaya.stories.roots import root_of

SPARSE = 0.01
"""The share of articles from which on an actor tells less, the more of them name it."""
UNSEEN = 10.0
"""Articles in ten thousand that hold a lemma which the list does not know, at most."""
HEAVIEST = 7.0
"""No lemma or root weighs more: the logarithm of a thousand, rounded up."""
ENOUGH = 40
"""From this many articles on, a run's own counts speak beside the list."""
SEASON = 1500
"""The newest articles, by which all are weighed: about a week of five newsrooms."""
EARLY, BLOCK = frozenset({40, 80, 160, 320, 500}), 1000
"""Numbers of articles at which they are weighed anew; later after every block."""


@cache
def commonness() -> Mapping[str, float]:
    """lemma -> share of articles (0 to 1) that hold it, for the lemmas of the list."""
    table: dict[str, float] = {}
    for band in rules_in(load("ar/commonness"), "bands"):
        share = float(band.only("share", "words")["share"]) / 1e4
        table |= dict.fromkeys(band.text("words").split(), share)
    return table


@cache
def _tellings() -> Mapping[str, float]:
    """actor -> what it tells, for those that tell less than others."""
    table: dict[str, float] = {}
    for band in rules_in(load("actor_commonness"), "bands"):
        share = float(band.only("share", "actors")["share"]) / 1e4
        table |= dict.fromkeys(band.text("actors").split(), min(1.0, math.log(share) / math.log(SPARSE)))
    newsrooms = (str(e["org"]) for name in files_in("sources") for e in rules_in(load(name), "sources") if "org" in e)
    return table | dict.fromkeys(newsrooms, 0.0)


def telling(actor: str) -> float:
    """What an actor tells of the affair that an article is about, from 0 to 1: all where few articles name it, little
    where all news does, nothing where it is a newsroom, which is named for what it printed."""
    return _tellings().get(actor, 1.0)


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
        self.held: Counter[str] = Counter()
        self.n = 0
        for piece in pieces:
            self.add(set(piece))

    @classmethod
    def counted(cls, held: Mapping[str, int], n: int, table: Mapping[str, float]) -> Rarity:
        """From counts over `n` articles."""
        made = cls((), table)
        made.held, made.n = Counter(held), n
        return made

    def add(self, piece: Iterable[str]) -> None:
        """One more article, by the different lemmas that it holds."""
        self.held.update(piece)
        self.n += 1

    def remove(self, piece: Iterable[str]) -> None:
        """One article less."""
        self.n -= 1
        for lemma in piece:
            self.held[lemma] -= 1
            if not self.held[lemma]:
                del self.held[lemma]

    def at_large(self, lemma: str) -> float:
        """The weight by Arabic news at large alone: 0.7 for the commonest, 6.9 for the unlisted."""
        return -math.log(self._table.get(lemma, UNSEEN / 1e4))

    def here(self, lemma: str) -> float:
        """The weight by both: the commoner of the two counts decides."""
        weight = self.at_large(lemma)
        if self.n < ENOUGH:
            return weight
        own = math.log((self.n + 1) / (self.held.get(lemma, 0) + 0.5))
        return max(0.1, min(weight, own))

    def share(self, lemma: str) -> float:
        """The share of the run's articles that hold `lemma`."""
        return self.held.get(lemma, 0) / self.n if self.n else 0.0


class Season:
    """Weights that follow the time: those of the newest `SEASON` articles, not of a whole year. They are taken anew now
    and then, at fixed numbers of articles, so that all articles of a while are weighed alike and the same articles in
    the same order get the same weights, however they were handed over."""

    def __init__(self, table: Mapping[str, float] | None = None) -> None:
        self._table = commonness() if table is None else table
        self._pieces: dict[int, frozenset[str]] = {}
        self._held: Counter[str] = Counter()
        self._seen = 0
        self.epoch = 0
        self._weights: dict[str, float] = {}
        self._now = Rarity((), self._table)

    def add(self, place: int, piece: Iterable[str]) -> None:
        """One more article, by its place and what it holds."""
        self._hold(place, frozenset(piece))
        self._seen += 1
        if self._seen in EARLY or self._seen % BLOCK == 0:
            self._turn(self._held, len(self._pieces))

    def _hold(self, place: int, piece: frozenset[str]) -> None:
        self._pieces[place] = piece
        self._held.update(piece)
        if len(self._pieces) > SEASON:
            self.forget(next(iter(self._pieces)))

    def forget(self, place: int) -> None:
        """Count the article at `place` no more."""
        for key in self._pieces.pop(place, ()):
            self._held[key] -= 1
            if not self._held[key]:
                del self._held[key]

    def _turn(self, held: Mapping[str, int], n: int) -> None:
        self.epoch += 1
        self._now = Rarity.counted(held, n, self._table)
        self._weights.clear()

    def here(self, key: str) -> float:
        """The weight of `key` in these days; see `Rarity.here`."""
        weight = self._weights.get(key)
        if weight is None:
            weight = self._weights[key] = self._now.here(key)
        return weight

    def plain(self) -> list[object]:
        """What can not be counted again from the articles, and which of them are counted."""
        return [self._seen, self.epoch, self._now.n, dict(self._now.held), list(self._pieces)]

    def restore(self, plain: Sequence[Any], pieces: Callable[[int], Iterable[str]]) -> None:
        """Go on from `plain`; `pieces` tells what the article at a place holds."""
        for place in plain[4]:
            self._hold(place, frozenset(pieces(place)))
        self._seen, self.epoch = plain[0], plain[1]
        self._now = Rarity.counted(plain[3], plain[2], self._table)
