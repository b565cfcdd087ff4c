"""Candidates: which earlier articles a new one may share its words with, without comparing all pairs.

Two inverted indexes over the window, both bounded: a sample of the five-word shingles sees copies and light edits, the
rarest lemmas see rewrites that share hardly any shingle. Each shingle and lemma remembers its latest holders only, so
that a thousand identical articles cost a thousand short look-ups.
"""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict, deque
from collections.abc import Mapping
from dataclasses import dataclass

from riwaya.stories.profile import Profile
from riwaya.stories.weights import Rarity

HOLDERS = 8
"""A shingle remembers this many of its latest holders."""
LEAST_SHINGLES = 5
SAMPLE, SMALLEST = 4, 8
"""One shingle in so many is looked up, and at least so many of an article."""
RARE = 40
"""Rarest lemmas of an article that open candidates."""
COMMON = 60
"""A lemma remembers this many of its latest holders."""
LEAST_RARE = 0.16
"""Share of the shorter article's rare weight that both must hold."""
NEAREST = 6
SETTLED = 0.9
"""An article that shares this much of its shingles with another needs no further candidates."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An earlier article, by its place, and the shingles that the newcomer shares with it."""

    place: int
    shingles: int


class Finder:
    """The articles of the window, as those that come later find them."""

    def __init__(self) -> None:
        self._profiles: dict[int, Profile] = {}
        self._shingles = Shingles()
        self._rare: dict[int, Mapping[str, float]] = {}
        self._sums: dict[int, float] = {}
        self._holders: dict[str, deque[int]] = defaultdict(deque)

    def meet(self, place: int, one: Profile, rarity: Rarity) -> list[Candidate]:
        """The earlier articles worth an alignment with `one`, which is remembered at `place`."""
        self._profiles[place] = one
        met = self._shingles.meet(place, one)
        rare = rarest(one, rarity)
        near = self._near(rare) if not any(n >= SETTLED * len(one.shingles) for n in met.values()) else ()
        self.hold(place, rare)
        for other in near:
            met.setdefault(other, 0)
        return [Candidate(other, n) for other, n in sorted(met.items())]

    def hold(self, place: int, rare: Mapping[str, float]) -> None:
        """Remember what is rare in the article at `place`."""
        self._rare[place], self._sums[place] = rare, sum(rare.values()) or 1.0
        for lemma in rare:
            held = self._holders[lemma]
            held.append(place)
            if len(held) > COMMON:
                held.popleft()  # the latest are the likelier sources

    def derived(self, place: int, source: int | None) -> None:
        """The article at `place` took its words from the one at `source`, or from none of the window."""
        self._shingles.sources.pop(place, None)
        if source is not None:
            self._shingles.sources[place] = source

    def restore(self, place: int, one: Profile, rare: Mapping[str, float]) -> None:
        """Remember an article without looking for others."""
        self._profiles[place] = one
        self._shingles.hold(place, one)
        self.hold(place, rare)

    def rare(self, place: int) -> Mapping[str, float]:
        """What was rare in the article at `place` when it came."""
        return self._rare[place]

    def forget(self, place: int) -> None:
        """The article at `place`, the earliest of all, is looked for no more."""
        self._shingles.forget(place, self._profiles.pop(place))
        for lemma in self._rare.pop(place):
            held = self._holders[lemma]
            if held and held[0] == place:
                held.popleft()
            if not held:
                del self._holders[lemma]
        del self._sums[place]

    def _near(self, rare: Mapping[str, float]) -> list[int]:
        shared: dict[int, float] = defaultdict(float)
        for lemma, weight in rare.items():
            for a in self._holders.get(lemma, ()):
                shared[a] += weight
        total = sum(rare.values()) or 1.0
        likely = ((w / min(self._sums[a], total), a) for a, w in shared.items())
        return [a for share, a in heapq.nlargest(NEAREST, likely) if share >= LEAST_RARE]


class Shingles:
    """Who holds which five words in a row."""

    def __init__(self) -> None:
        self._profiles: dict[int, Profile] = {}
        self.sources: dict[int, int] = {}
        self._holders: dict[int, int | tuple[int, ...]] = {}  # most have one holder: no tuple for those

    def meet(self, place: int, one: Profile) -> dict[int, int]:
        """The earlier articles likeliest to share words with `one`, and how many shingles; `one` is remembered. Where
        one of them is known to have taken its words from another, that one is looked at too."""
        met = self.hold(place, one)
        if not met:
            return {}
        mine = frozenset(one.shingles)
        likely = {a for a, _ in heapq.nsmallest(NEAREST, met.items(), key=lambda t: (-t[1], t[0]))}
        likely |= {s for a in likely if (s := self.sources.get(a)) in self._profiles}
        shared = ((a, len(mine.intersection(self._profiles[a].shingles))) for a in sorted(likely))
        best = sorted((t for t in shared if t[1] >= LEAST_SHINGLES), key=lambda t: (-t[1], t[0]))
        return dict(best[:1] if best and best[0][1] >= SETTLED * len(mine) else best)

    def hold(self, place: int, one: Profile) -> Counter[int]:
        """Remember `one`; how much of its sketch each of the others holds."""
        met: Counter[int] = Counter()
        for shingle in sketch(one):
            held = self._holders.get(shingle)
            if held is None:
                self._holders[shingle] = place
                continue
            if isinstance(held, int):
                held = (held,)
            met.update(held)
            self._holders[shingle] = (*held[1 - HOLDERS :], place)
        self._profiles[place] = one
        return met

    def forget(self, place: int, one: Profile) -> None:
        """`one` at `place` is met no more."""
        del self._profiles[place]
        self.sources.pop(place, None)
        for shingle in sketch(one):
            held = self._holders.get(shingle)
            if held == place:
                del self._holders[shingle]
            elif isinstance(held, tuple):
                left = tuple(p for p in held if p != place)
                self._holders[shingle] = left if len(left) > 1 else left[0]


def sketch(one: Profile) -> list[int]:
    """The shingles that stand for all: every fourth by its hash, so that a share of the text is a share of the sketch,
    and the few smallest, so that a short text has some."""
    sampled = {h for h in one.shingles if not h % SAMPLE}
    return sorted(sampled.union(one.shingles[:SMALLEST]))


def rarest(one: Profile, rarity: Rarity) -> dict[str, float]:
    """The rarest lemmas of an article, with their weights."""
    weights = ((-rarity.here(lemma), lemma) for lemma in set(one.lemmas))
    return {lemma: -weight for weight, lemma in heapq.nsmallest(RARE, weights)}
