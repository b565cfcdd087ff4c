"""Candidates: which articles may have taken from which, without comparing all pairs.

Two inverted indexes, both bounded: a sample of the five-word shingles sees copies and light edits, the rarest lemmas
see rewrites that share hardly any shingle. Each shingle and lemma is held for its first few articles only (in time
order), so that a thousand identical articles cost a thousand short look-ups.
"""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from riwaya.stories.profile import Profile
from riwaya.stories.weights import Rarity

HOLDERS = 8
"""Articles that a shingle is remembered for."""
LEAST_SHINGLES = 5
SAMPLE, SMALLEST = 4, 8
"""One shingle in so many is looked up, and at least so many of an article."""
RARE = 40
"""Rarest lemmas of an article that open candidates."""
COMMON = 60
"""A lemma held by more articles than this opens none."""
LEAST_RARE = 0.16
"""Share of the shorter article's rare weight that both must hold."""
NEAREST = 6
SETTLED = 0.9
"""An article that shares this much of its shingles with another needs no further candidates."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two profiles by their place in the sequence, earlier `where` first, and the shingles they share."""

    a: int
    b: int
    shingles: int


def find_candidates(profiles: Sequence[Profile], rarity: Rarity) -> tuple[Candidate, ...]:
    """Pairs worth an alignment. `profiles` stand in the order of their `where`."""
    copies = {(a, b): n for a, b, n in by_shingles(profiles)}
    settled = {b for (_, b), n in copies.items() if n >= SETTLED * len(profiles[b].shingles)}
    for a, b in _by_rare_lemmas(profiles, rarity):
        if b not in settled:
            copies.setdefault((a, b), 0)
    return tuple(Candidate(a, b, n) for (a, b), n in sorted(copies.items()))


def by_shingles(profiles: Sequence[Profile]) -> Iterator[tuple[int, int, int]]:
    """(earlier, later, shingles shared) of the likeliest pairs."""
    holders: dict[int, int | tuple[int, ...]] = {}  # most shingles have one holder: no list for those
    for b, one in enumerate(profiles):
        met: Counter[int] = Counter()
        for shingle in sketch(one):
            held = holders.get(shingle, ())
            if isinstance(held, int):
                held = (held,)
            met.update(held)
            if len(held) < HOLDERS:
                holders[shingle] = (*held, b) if held else b
        mine = frozenset(one.shingles)
        likely = [a for a, _ in sorted(met.items(), key=lambda t: (-t[1], t[0]))[:NEAREST]]
        best = sorted(((a, len(mine.intersection(profiles[a].shingles))) for a in likely), key=lambda t: (-t[1], t[0]))
        if best and best[0][1] >= SETTLED * len(mine):
            best = best[:1]
        yield from ((a, b, n) for a, n in best if n >= LEAST_SHINGLES)


def sketch(one: Profile) -> list[int]:
    """The shingles that stand for all: every fourth by its hash, so that a share of the text is a share of the sketch,
    and the few smallest, so that a short text has some."""
    sampled = [h for h in one.shingles if not h % SAMPLE]
    return sorted({*sampled, *heapq.nsmallest(SMALLEST, one.shingles)})


def _by_rare_lemmas(profiles: Sequence[Profile], rarity: Rarity) -> Iterator[tuple[int, int]]:
    rare = [_rarest(p, rarity) for p in profiles]
    sums = [sum(r.values()) or 1.0 for r in rare]
    holders: dict[str, list[int]] = defaultdict(list)
    for b, weights in enumerate(rare):
        shared: dict[int, float] = defaultdict(float)
        for lemma, weight in weights.items():
            held = holders[lemma]
            for a in held:
                shared[a] += weight
            if len(held) < COMMON:
                held.append(b)
        likely = [(w / min(sums[a], sums[b]), a) for a, w in shared.items()]
        for share, a in sorted(likely, reverse=True)[:NEAREST]:
            if share >= LEAST_RARE:
                yield a, b


def _rarest(one: Profile, rarity: Rarity) -> dict[str, float]:
    weights = {lemma: rarity.here(lemma) for lemma in one.lemmas}
    top = sorted(weights.items(), key=lambda t: (-t[1], t[0]))[:RARE]
    return dict(top)
