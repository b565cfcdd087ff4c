"""Clustering over a sparse graph of likely neighbours, one place after the other: the likest groups join first.

The likeness of two groups is the mean over their pairs, with a say for the likest pair, or for how near the members of
the smaller group are to the other on the mean. Where vectors are given the mean over pairs is exact (sums of vectors
give it without comparing all pairs); else a pair that is no edge counts as nothing. What many reports tell, each
another side of it, is no such round group: there each member is held to its likest of the other group. A newcomer's
edges are what makes two groups alike enough, so the work for one place is bounded by its edges; of two groups that
join, the smaller is written over. Ties are broken by place.
"""

from __future__ import annotations

import heapq
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

from riwaya.likeness import Vector

Edge = tuple[int, int, float]


@dataclass(frozen=True, slots=True)
class Rules:
    """Groups join from a likeness of `least` on; `nearest` is what the likest pair counts beside the mean. The places
    in a pair of `apart` never come together.

    Where `wide`, no single pair brings two groups together: instead of the likest pair counts the mean, over all that
    the smaller group ever heard, of how near each is to the other group, and those who have left are near to nothing.
    What would have heard more than `many` must be liker than `least`, by `crowd` for each doubling.

    Where the members of both groups are `many_sided`, the mean for each of the smaller group is that over its `likest`
    in the other; where a part of them is, the mean is drawn towards that by the lesser part.

    Two groups of several members each, both with vectors, must be at least `knot` times as like as the members of the
    looser one are among themselves: two affairs of one kind in one country share much, each of them far more."""

    least: float
    nearest: float = 0.0
    apart: frozenset[tuple[int, int]] = frozenset()
    wide: bool = False
    many: int = 1
    crowd: float = 0.0
    knot: float = 0.0
    likest: int = 0


def cluster(
    edges: Iterable[Edge], start: Sequence[Sequence[int]], rules: Rules, vectors: Sequence[Vector] | None = None
) -> list[list[int]]:
    """The groups that `start` grows into, each sorted, in the order of their first members: all places at once."""
    groups = Clusters(rules)
    for members in sorted(map(sorted, start)):
        for i in members:
            groups.place(i, vectors[i] if vectors else None)
            groups.bind(members[0], i)
    for a, b in sorted(rules.apart):
        groups.bar(a, b)
    groups.connect(edges)
    groups.settle()
    return groups.all()


class Clusters:
    """Living groups and how alike neighbours among them are. A place counts while it is live (`place` to `leave`) and
    stays a member until its group is dropped."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self._home: dict[int, int] = {}
        self._members: dict[int, list[int]] = {}
        self._first: dict[int, int] = {}
        self._live: dict[int, dict[int, None]] = {}
        self._heard: dict[int, int] = {}
        self._many_sided: set[int] = set()
        self._sided: dict[int, int] = {}
        self._links: dict[int, dict[int, float]] = {}
        self._near: dict[int, dict[int, tuple[float, float]]] = {}
        self._vectors: dict[int, Vector] = {}
        self._sums: dict[int, dict[str, float]] = {}
        self._barred: dict[int, set[int]] = defaultdict(set)
        self._heap: list[tuple[float, int, int]] = []
        self._next = 0
        self._alive: dict[int, int] = {}
        self.joined: list[tuple[int, int]] = []
        """The first members of groups that joined, for whoever empties it."""

    def place(self, i: int, vector: Vector | None = None, silent: bool = False, many_sided: bool = False) -> None:
        """Take in `i` as a group of its own. A silent place belongs to its group and has no say in likeness; what is
        `many_sided` is told in many ways."""
        group, self._next = self._next, self._next + 1
        self._home[i], self._members[group], self._first[group] = group, [i], i
        self._live[group], self._heard[group] = {}, 0 if silent else 1
        self._alive[group], self._near[group], self._sided[group] = 1, {}, 0
        if not silent:
            self._live[group][i] = None
            self._links[i] = {}
            if many_sided:
                self._many_sided.add(i)
                self._sided[group] = 1
            if vector is not None:
                self._vectors[i] = vector
                self._sums[group] = dict(vector)

    def connect(self, edges: Iterable[Edge]) -> None:
        """Take in edges between live places. Those inside a group, or to a place that has no say, say nothing now."""
        met: set[tuple[int, int]] = set()
        for x, y, likeness in edges:
            if x not in self._links or y not in self._links:
                continue
            self._links[x][y] = self._links[y][x] = likeness
            a, b = self._home[x], self._home[y]
            if a != b:
                self._meet(a, b, (likeness, likeness))
                met.add((a, b))
        for a, b in met:
            self._offer(a, b)

    def bar(self, x: int, y: int) -> None:
        """The groups of `x` and `y` never join."""
        a, b = self._home[x], self._home[y]
        if a != b:
            self._barred[a].add(b)
            self._barred[b].add(a)

    def bind(self, x: int, y: int) -> bool:
        """Join the groups of `x` and `y`, however alike they are; False where they are kept apart."""
        a, b = self._home[x], self._home[y]
        if a != b and b not in self._barred[a]:
            self._merge(a, b)
        return self._home[x] == self._home[y]

    def settle(self) -> None:
        """Join until nothing is alike enough."""
        while self._heap:
            offered, x, y = heapq.heappop(self._heap)
            a, b = self._home[x], self._home[y]
            if b not in self._near[a] or b in self._barred[a]:
                continue
            if -offered == round(self._likeness(a, b), 9):
                self._merge(a, b)
            else:  # one of the two has grown since
                self._offer(a, b)

    def leave(self, i: int) -> None:
        """`i` counts no more in the likeness of its group; it stays a member."""
        group = self._home[i]
        self._alive[group] -= 1
        if i not in self._links:
            return
        for other, likeness in list(self._links[i].items()):
            del self._links[i][other], self._links[other][i]
            if self._home[other] != group:
                self._part(group, self._home[other], likeness)
        del self._links[i]
        if i in self._many_sided:
            self._many_sided.remove(i)
            self._sided[group] -= 1
        if (vector := self._vectors.pop(i, None)) is not None:
            total = self._sums[group]
            for key, value in vector.items():
                left = total[key] - value
                if left > 1e-9:
                    total[key] = left
                else:
                    del total[key]
        del self._live[group][i]

    def drop(self, i: int) -> list[int]:
        """Forget the group of `i`; its members."""
        group = self._home[i]
        for j in self._members[group]:
            if j in self._links:
                self.leave(j)
        for j in self._members[group]:
            del self._home[j]
        for other in self._near.pop(group):
            del self._near[other][group]
        for other in self._barred.pop(group, ()):
            self._barred[other].discard(group)
        del self._live[group], self._heard[group], self._alive[group], self._first[group], self._sided[group]
        self._sums.pop(group, None)
        return sorted(self._members.pop(group))

    def links(self, i: int) -> Mapping[int, float]:
        """The live neighbours of `i` and how alike they are."""
        return self._links.get(i, {})

    def first(self, i: int) -> int:
        """The first member of the group of `i`: what the group is known by."""
        return self._first[self._home[i]]

    def members(self, i: int) -> list[int]:
        """The members of the group of `i`, in order."""
        return sorted(self._members[self._home[i]])

    def all(self) -> list[list[int]]:
        """All groups, each sorted, in the order of their first members."""
        return sorted(sorted(members) for members in self._members.values())

    def alive(self, i: int) -> int:
        """How many of the group of `i` have not left."""
        return self._alive[self._home[i]]

    def bars(self) -> list[tuple[int, int]]:
        """The first members of groups that are kept apart."""
        pairs = ((self._first[a], self._first[b]) for a, others in self._barred.items() for b in others)
        return sorted((a, b) for a, b in pairs if a < b)

    def plain(self) -> dict[str, Any]:
        """All that later places depend on, as lists and numbers."""
        links = sorted([i, j, s] for i, others in self._links.items() for j, s in others.items() if i < j)
        heard = [self._heard[self._home[group[0]]] for group in self.all()]
        return {"groups": self.all(), "heard": heard, "links": links, "apart": self.bars()}

    def restore(
        self,
        plain: Mapping[str, Any],
        live: Set[int],
        silent: Set[int],
        vectors: Mapping[int, Vector],
        many_sided: Set[int] = frozenset(),
    ) -> None:
        """Go on from `plain`, of whose places these are live, and these of the live ones silent."""
        for group, heard in zip(plain["groups"], plain["heard"], strict=True):
            for i in group:
                self.place(i, vectors.get(i), silent=i not in live or i in silent, many_sided=i in many_sided)
                self.bind(group[0], i)
                if i not in live:
                    self.leave(i)
            self._heard[self._home[group[0]]] = heard
        for a, b in plain["apart"]:
            self.bar(a, b)
        self.connect(plain["links"])
        self._heap.clear()  # whatever is alike enough has joined
        self.joined.clear()

    def __contains__(self, i: int) -> bool:
        return i in self._home

    def _meet(self, a: int, b: int, new: tuple[float, float]) -> None:
        total, best = self._near[a].get(b, (0.0, 0.0))
        self._near[a][b] = self._near[b][a] = (total + new[0], max(best, new[1]))

    def _part(self, a: int, b: int, likeness: float) -> None:
        """An edge between the two groups is gone."""
        total, best = self._near[a][b]
        if best == likeness:
            small, other = (a, b) if len(self._live[a]) <= len(self._live[b]) else (b, a)
            left = [s for i in self._live[small] for j, s in self.links(i).items() if self._home.get(j) == other]
            best = max(left, default=0.0)
            if not left:
                del self._near[a][b], self._near[b][a]
                return
        self._near[a][b] = self._near[b][a] = (total - likeness, best)

    def _offer(self, a: int, b: int) -> None:
        likeness = self._likeness(a, b)
        if likeness >= self._rules.least:
            x, y = sorted((self._first[a], self._first[b]))
            heapq.heappush(self._heap, (-round(likeness, 9), x, y))

    def _likeness(self, a: int, b: int) -> float:
        total, best = self._near[a][b]
        rules, inner = self._rules, 0.0
        if a in self._sums and b in self._sums:
            x, y = self._sums[a], self._sums[b]
            if len(x) > len(y):
                x, y = y, x
            total = sum(v * y[k] for k, v in x.items() if k in y)
            inner = min(self._inner(a), self._inner(b)) if rules.knot else 0.0
        mean = total / (len(self._live[a]) * len(self._live[b]))
        if mean < rules.knot * inner:
            return 0.0
        if rules.likest and (part := min(self._sided[g] / len(self._live[g]) for g in (a, b))):
            mean += part * (self._likest(a, b) - mean)
        heard = self._heard[a] + self._heard[b]
        mean = (1.0 - rules.nearest) * mean - rules.crowd * max(0.0, math.log2(heard / rules.many))
        if rules.wide and rules.nearest * best + mean >= rules.least:
            best = self._reach(a, b)
        return rules.nearest * best + mean

    def _inner(self, group: int) -> float:
        """How like the members of a group with vectors are to each other, on the mean; 0 for one alone."""
        live, total = self._live[group], self._sums[group]
        if (n := len(live)) < 2:
            return 0.0
        own = math.fsum(v * v for i in live for v in self._vectors[i].values())
        return (math.fsum(v * v for v in total.values()) - own) / (n * (n - 1))

    def _reach(self, a: int, b: int) -> float:
        """How near the members of the smaller group are to the other, on the mean."""
        small, other = self._by_size(a, b)
        return math.fsum(max(likeness, default=0.0) for likeness in self._across(small, other)) / self._heard[small]

    def _likest(self, a: int, b: int) -> float:
        """How like each of the smaller group is to its likest in the other, on the mean."""
        small, other = self._by_size(a, b)
        n = min(self._rules.likest, len(self._live[other]))
        found = (s for likeness in self._across(small, other) for s in heapq.nlargest(n, likeness))
        return math.fsum(found) / (n * len(self._live[small]))

    def _by_size(self, a: int, b: int) -> tuple[int, int]:
        """The two groups, the one with fewer that have a say first."""
        small, other = sorted((a, b), key=lambda g: (len(self._live[g]), self._first[g]))
        return small, other

    def _across(self, a: int, b: int) -> Iterator[list[float]]:
        """For each of the first group that has a say, how like it is to those of the other."""
        return ([s for j, s in self._links[i].items() if self._home[j] == b] for i in self._live[a])

    def _merge(self, a: int, b: int) -> None:
        """Write the group with fewer neighbours and members over. Its neighbours are offered what it became; not where
        sums of vectors must be multiplied for that, since one that it was not like enough is hardly liker now."""
        if len(self._members[a]) + len(self._near[a]) > len(self._members[b]) + len(self._near[b]):
            a, b = b, a
        moved = self._members.pop(a)
        for i in moved:
            self._home[i] = b
        self._members[b] += moved
        self.joined.append((self._first[b], self._first[a]))
        self._first[b] = min(self._first[b], self._first.pop(a))
        self._live[b] |= self._live.pop(a)
        self._heard[b] += self._heard.pop(a)
        self._sided[b] += self._sided.pop(a)
        self._alive[b] += self._alive.pop(a)
        if a in self._sums:
            self._sums[b] = _added(self._sums.get(b, {}), self._sums.pop(a))
        for other in self._barred.pop(a, set()):
            self._barred[other].discard(a)
            self._barred[other].add(b)
            self._barred[b].add(other)
        neighbours = self._near.pop(a)
        for other, shared in neighbours.items():
            del self._near[other][a]
            if other != b:
                self._meet(b, other, shared)
        for other in neighbours if b not in self._sums else ():
            if other != b:
                self._offer(b, other)


def _added(x: dict[str, float], y: dict[str, float]) -> dict[str, float]:
    if len(x) < len(y):
        x, y = y, x
    for key, value in y.items():
        x[key] = x.get(key, 0.0) + value
    return x
