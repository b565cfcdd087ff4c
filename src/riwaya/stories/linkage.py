"""Clustering over a sparse graph of likely neighbours: the likest groups join first, as long as they are alike enough.

The likeness of two groups is the mean over their pairs, with a say for the likest pair. Where vectors are given the
mean is exact (sums of vectors give it without comparing all pairs); else a pair that is no edge counts as nothing.
Ties are broken by place, so the result depends on the set of articles alone.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from riwaya.likeness import Vector

OPENERS = 30
"""Heaviest lemmas of a vector that look for neighbours."""
COMMON = 250
"""A lemma remembers this many of its holders."""
NEAREST = 24
"""Likeliest neighbours that a vector keeps."""

Edge = tuple[int, int, float]


@dataclass(frozen=True, slots=True)
class Rules:
    """Groups join from a likeness of `least` on; `nearest` is what the likest pair counts beside the mean. The places
    in a pair of `apart` never come together."""

    least: float
    nearest: float = 0.0
    apart: frozenset[tuple[int, int]] = frozenset()


def cluster(
    edges: Iterable[Edge], start: Sequence[Sequence[int]], rules: Rules, vectors: Sequence[Vector] | None = None
) -> list[list[int]]:
    """The groups that `start` grows into, each sorted, in the order of their first members."""
    graph = _Graph(start, rules, vectors)
    graph.connect(edges)
    graph.run()
    return sorted(sorted(members) for members in graph.members.values())


class _Graph:
    """Living groups by number, what they sum to, and their neighbours: (sum, best) over the edges between."""

    def __init__(self, start: Sequence[Sequence[int]], rules: Rules, vectors: Sequence[Vector] | None) -> None:
        self._rules = rules
        groups = sorted((sorted(g) for g in start), key=tuple)
        self.members: dict[int, list[int]] = dict(enumerate(groups))
        self._home = {i: n for n, group in self.members.items() for i in group}
        self._sums = {n: _summed(vectors[i] for i in g) for n, g in self.members.items()} if vectors else None
        self._near: dict[int, dict[int, tuple[float, float]]] = defaultdict(dict)
        self._barred: dict[int, set[int]] = defaultdict(set)
        self._heap: list[tuple[float, int, int]] = []
        self._next = len(groups)
        for x, y in rules.apart:
            self._bar(self._home[x], self._home[y])

    def _bar(self, a: int, b: int) -> None:
        self._barred[a].add(b)
        self._barred[b].add(a)

    def connect(self, edges: Iterable[Edge]) -> None:
        """Take in the edges; those inside a group say nothing."""
        for x, y, likeness in edges:
            a, b = self._home[x], self._home[y]
            if a != b:
                self._meet(a, b, (likeness, likeness))
        for a, others in self._near.items():
            for b in others:
                if a < b:
                    self._offer(a, b)

    def _meet(self, a: int, b: int, new: tuple[float, float]) -> None:
        total, best = self._near[a].get(b, (0.0, 0.0))
        self._near[a][b] = self._near[b][a] = (total + new[0], max(best, new[1]))

    def _offer(self, a: int, b: int) -> None:
        likeness = self._likeness(a, b)
        if likeness >= self._rules.least:
            heapq.heappush(self._heap, (-round(likeness, 9), min(a, b), max(a, b)))

    def _likeness(self, a: int, b: int) -> float:
        total, best = self._near[a][b]
        if self._sums is not None:
            x, y = self._sums[a], self._sums[b]
            if len(x) > len(y):
                x, y = y, x
            total = sum(v * y[k] for k, v in x.items() if k in y)
        mean = total / (len(self.members[a]) * len(self.members[b]))
        return self._rules.nearest * best + (1.0 - self._rules.nearest) * mean

    def run(self) -> None:
        """Join until nothing is alike enough."""
        while self._heap:
            _, a, b = heapq.heappop(self._heap)
            if a in self.members and b in self.members and b not in self._barred[a]:
                self._merge(a, b)

    def _merge(self, a: int, b: int) -> None:
        new, self._next = self._next, self._next + 1
        self.members[new] = self.members.pop(a) + self.members.pop(b)
        if self._sums is not None:
            self._sums[new] = _added(self._sums.pop(a), self._sums.pop(b))
        for old in (a, b):
            for other, shared in self._near.pop(old).items():
                if other not in (a, b):
                    del self._near[other][old]
                    self._meet(new, other, shared)
            for other in self._barred.pop(old, set()):
                self._bar(new, other)
        for other in sorted(self._near[new]):
            self._offer(new, other)


def _summed(vectors: Iterable[Vector]) -> dict[str, float]:
    total: dict[str, float] = defaultdict(float)
    for vector in vectors:
        for key, value in vector.items():
            total[key] += value
    return dict(total)


def _added(x: dict[str, float], y: dict[str, float]) -> dict[str, float]:
    if len(x) < len(y):
        x, y = y, x
    for key, value in y.items():
        x[key] = x.get(key, 0.0) + value
    return x


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
