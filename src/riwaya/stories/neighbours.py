"""Which of the vectors held so far are likeliest near a new one, by the heavy entries that they share."""

from __future__ import annotations

import heapq
from collections import defaultdict, deque
from collections.abc import Sequence
from typing import Any

from riwaya.likeness import Vector

OPENERS = 30
"""Heaviest entries of a vector that look for neighbours."""
COMMON = 120
"""An entry remembers this many of its latest holders."""
NEAREST = 24
"""Likeliest neighbours of a vector."""


class Neighbours:
    """An inverted index over the vectors of a window, each by its heavy entries alone."""

    def __init__(self) -> None:
        self._keys: dict[int, tuple[str, ...]] = {}
        self._holders: dict[str, deque[int]] = defaultdict(deque)

    def near(self, vector: Vector) -> list[int]:
        """Places of the likeliest neighbours, in order."""
        shared: dict[int, float] = defaultdict(float)
        for key in heaviest(vector):
            weight = vector[key] ** 2  # what is heavy in one is about as heavy in the other
            for place in self._holders.get(key, ()):
                shared[place] += weight
        return sorted(place for _, place in heapq.nlargest(NEAREST, zip(shared.values(), shared, strict=True)))

    def hold(self, place: int, keys: Sequence[str]) -> None:
        """Let later ones find what is held at `place` by its heavy entries."""
        self._keys[place] = tuple(keys)
        for key in keys:
            held = self._holders[key]
            held.append(place)
            if len(held) > COMMON:
                held.popleft()  # the latest are the likelier neighbours

    def plain(self) -> list[list[Any]]:
        """What is held where, in the order in which it came."""
        return [[place, list(keys)] for place, keys in self._keys.items()]

    def forget(self, place: int) -> None:
        """Nothing is held at `place` any more."""
        for key in self._keys.pop(place, ()):
            held = self._holders.get(key)
            if held and place in held:  # mostly the first
                held.remove(place)
            if not held:
                self._holders.pop(key, None)


def heaviest(vector: Vector) -> list[str]:
    """The keys of the heaviest entries."""
    return heapq.nsmallest(OPENERS, vector, key=lambda k: (-vector[k], k))


def neighbours(vectors: Sequence[Vector]) -> list[tuple[int, int]]:
    """Likely pairs `(earlier, later)` among `vectors`."""
    index, found = Neighbours(), []
    for b, vector in enumerate(vectors):
        found += [(a, b) for a in index.near(vector)]
        index.hold(b, heaviest(vector))
    return found
