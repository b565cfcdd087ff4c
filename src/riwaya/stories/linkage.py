"""Clustering by average likeness, with a say for the likest pair, over a sparse graph of likely neighbours.

Clusters that start together stay together; of all others the two likest on average join first, as long as they are
alike enough. The likeness of two clusters is the mean cosine of their members, which sums of vectors give exactly,
so nothing ever compares all pairs. Ties are broken by place, so the result depends on the set of articles alone.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from riwaya.likeness import Vector, cosine

OPENERS = 30
"""Heaviest lemmas of a vector that look for neighbours."""
COMMON = 250
"""A lemma remembers this many of its holders."""
NEAREST = 24
"""Likeliest neighbours that a vector keeps."""


@dataclass(frozen=True, slots=True)
class Rules:
    """When clusters may join: likeness of at least `least` after `factor` (of two clusters' members) has had its
    say, and never across `apart` (pairs of places). `nearest` is what the likest pair counts beside the mean."""

    least: float
    nearest: float
    factor: Callable[[Sequence[int], Sequence[int]], float]
    apart: frozenset[tuple[int, int]] = frozenset()


def cluster(vectors: Sequence[Vector], start: Iterable[Sequence[int]], rules: Rules) -> list[list[int]]:
    """Clusters of the places in `vectors`, each sorted, in the order of their first members."""
    graph = _Graph(vectors, [sorted(c) for c in start], rules)
    graph.run()
    return sorted(sorted(members) for members in graph.members.values())


class _Graph:
    """Living clusters by number, their summed vectors and neighbours."""

    def __init__(self, vectors: Sequence[Vector], start: Sequence[Sequence[int]], rules: Rules) -> None:
        self._rules = rules
        self.members: dict[int, list[int]] = {}
        self._sums: dict[int, dict[str, float]] = {}
        self._near: dict[int, dict[int, float]] = defaultdict(dict)
        home: dict[int, int] = {}
        for group in sorted(start, key=tuple):
            number = len(self.members)
            self.members[number] = list(group)
            self._sums[number] = _summed(vectors[i] for i in group)
            home |= dict.fromkeys(group, number)
        for a, b in neighbours(vectors):
            self._meet(home[a], home[b], cosine(vectors[a], vectors[b]))
        self._next = len(self.members)
        self._heap: list[tuple[float, int, int]] = []
        for a, others in self._near.items():
            for b in others:
                if a < b:
                    self._offer(a, b)

    def _meet(self, a: int, b: int, likeness: float) -> None:
        if a != b:
            self._near[a][b] = self._near[b][a] = max(likeness, self._near[a].get(b, 0.0))

    def _offer(self, a: int, b: int) -> None:
        likeness = self._likeness(a, b)
        if likeness >= self._rules.least:
            heapq.heappush(self._heap, (-round(likeness, 9), min(a, b), max(a, b)))

    def _likeness(self, a: int, b: int) -> float:
        x, y = self._sums[a], self._sums[b]
        if len(x) > len(y):
            x, y = y, x
        dot = sum(v * y[k] for k, v in x.items() if k in y)
        mean = dot / (len(self.members[a]) * len(self.members[b]))
        both = self._rules.nearest * self._near[a][b] + (1.0 - self._rules.nearest) * mean
        return both * self._rules.factor(self.members[a], self.members[b]) if both >= self._rules.least else both

    def _kept_apart(self, a: int, b: int) -> bool:
        inside_a, inside_b = set(self.members[a]), set(self.members[b])
        return any((x in inside_a and y in inside_b) or (y in inside_a and x in inside_b) for x, y in self._rules.apart)

    def run(self) -> None:
        """Join until nothing is alike enough."""
        while self._heap:
            _, a, b = heapq.heappop(self._heap)
            if a in self.members and b in self.members and not self._kept_apart(a, b):
                self._merge(a, b)

    def _merge(self, a: int, b: int) -> None:
        new, self._next = self._next, self._next + 1
        self.members[new] = self.members.pop(a) + self.members.pop(b)
        x, y = self._sums.pop(a), self._sums.pop(b)
        if len(x) < len(y):
            x, y = y, x
        for key, value in y.items():
            x[key] = x.get(key, 0.0) + value
        self._sums[new] = x
        for old in (a, b):
            for other, likeness in self._near.pop(old).items():
                if other not in (a, b):
                    del self._near[other][old]
                    self._meet(new, other, likeness)
        for other in sorted(self._near[new]):
            self._offer(new, other)


def _summed(vectors: Iterable[Vector]) -> dict[str, float]:
    total: dict[str, float] = defaultdict(float)
    for vector in vectors:
        for key, value in vector.items():
            total[key] += value
    return dict(total)


def neighbours(vectors: Sequence[Vector]) -> list[tuple[int, int]]:
    """Likely pairs `(earlier, later)`: those that share heavy lemmas, the likeliest few of each vector."""
    holders: dict[str, list[int]] = defaultdict(list)
    found: set[tuple[int, int]] = set()
    for b, vector in enumerate(vectors):
        heavy = sorted(vector.items(), key=lambda t: (-t[1], t[0]))[:OPENERS]
        shared: dict[int, float] = defaultdict(float)
        for lemma, weight in heavy:
            held = holders[lemma]
            for a in held:
                shared[a] += weight * vectors[a][lemma]
            held.append(b)
            if len(held) > COMMON:
                del held[0]  # the newest are the likelier neighbours
        best = sorted(shared.items(), key=lambda t: (-t[1], t[0]))[:NEAREST]
        found.update((a, b) for a, _ in best)
    return sorted(found)


def mean_day(days: Sequence[int | None], members: Sequence[int]) -> float | None:
    """The mean day of the members that have one."""
    known = [d for i in members if (d := days[i]) is not None]
    return sum(known) / len(known) if known else None
