"""Whether sentences of two pages tell one matter, in whatever words.

Newsrooms tell a fact each in its own words and share few of them; what they share is rare in the topic, stands about as
far from the head of their pages, and is often an event of one type or day. A logistic of these four, fitted on affairs
written for it (`rules/ar/matters.yaml`), says how likely two sentences tell one matter. Of one matter is not the same:
one may deny, or have another figure. It only speaks of pages that somebody chose (`Affair.chosen`): a stream's topics
hold many matters in like words.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from functools import cache

from riwaya.brief.candidates import Candidate
from riwaya.likeness import Index, Weights
from riwaya.rules import Entry, load

LEAST = 0.1
"""Cosine below which two sentences are not looked at: a twentieth of those that would be of one matter lie there."""


@dataclass(frozen=True, slots=True)
class Alike:
    """What two sentences have in common. `shared` is the logarithm of what the lemmas in both weigh together, `apart`
    how far apart they stand in their pages (0 to 1); `type` and `day` are 1 where both tell an event of one, else 0."""

    shared: float
    apart: float
    type: float
    day: float


class Matters:
    """The sentences of a topic, to be asked which of them tell one matter."""

    def __init__(self, candidates: Sequence[Candidate], *, chosen: bool) -> None:
        self._candidates, self._chosen = candidates, chosen
        self.index = Index([c.vector for c in candidates])
        self._weights = Weights(c.vector for c in candidates)
        counts: dict[str, int] = {}
        places = []
        for c in candidates:
            places.append(counts.get(c.account.id, 0))
            counts[c.account.id] = places[-1] + 1
        self._place = {c.span: place / counts[c.account.id] for c, place in zip(candidates, places, strict=True)}

    def of(self, candidate: Candidate) -> Iterator[tuple[Candidate, float]]:
        """The sentences of other pages that may tell what `candidate` tells, each with how likely it does."""
        for n, _ in self.index.near(candidate.vector, LEAST) if self._chosen else ():
            if (other := self._candidates[n]).account.id != candidate.account.id:
                yield other, self.chance(candidate, other)

    def chance(self, a: Candidate, b: Candidate) -> float:
        """How likely two sentences of two pages tell one matter; 0 where it does not speak."""
        return chance(self.alike(a, b)) if self._chosen else 0.0

    def alike(self, a: Candidate, b: Candidate) -> Alike:
        """What two sentences have in common."""
        shared = math.fsum(self._weights.weight(lemma) - 1 for lemma in sorted(a.vector.keys() & b.vector.keys()))
        types = {kind for kind, *_ in a.deeds} & {kind for kind, *_ in b.deeds} - {"NONE"}
        return Alike(
            shared=math.log1p(shared),
            apart=abs(self._place[a.span] - self._place[b.span]),
            type=float(bool(types)),
            day=float(a.when is not None and a.when == b.when),
        )


def chance(alike: Alike) -> float:
    """How likely two sentences that have this in common tell one matter."""
    bias, weights = _fitted()
    total = bias + math.fsum(w * x for w, x in zip(weights, astuple(alike), strict=True))
    return 1.0 / (1.0 + math.exp(-total))


def least(what: str) -> float:
    """The chance from which a matter is `told` again, or from which another page has `vouched` for it."""
    return float(load("ar/matters")["least"][what])


@cache
def _fitted() -> tuple[float, tuple[float, ...]]:
    data = load("ar/matters")
    weights = data["weights"]
    if not isinstance(weights, Entry):
        raise data.fail("'weights' must be a mapping")
    weights.only("bias", *(f.name for f in fields(Alike)))
    return float(weights["bias"]), tuple(float(weights[f.name]) for f in fields(Alike))
