"""Whether two reports tell one event: features of a pair and the judge over them (`rules/stories.yaml`)."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from riwaya.likeness import Vector, cosine
from riwaya.rules import Entry, load
from riwaya.stories.profile import Profile
from riwaya.stories.weights import Rarity

FEATURES = ("whole", "opening", "both", "either", "days")
_MANY_DAYS = 4
OFTEN = 6
"""Namings beyond these say nothing more."""


@cache
def settings(section: str) -> Entry:
    """A section of `rules/stories.yaml`."""
    entry = load("stories")[section]
    if not isinstance(entry, Entry):
        raise load("stories").fail(f"section {section!r} must be a mapping")
    return entry


@dataclass(frozen=True, slots=True)
class Sight:
    """A profile as the judge sees it: vectors of the whole, of the whole with its actors, of the opening; the title's
    weights."""

    profile: Profile
    whole: Vector
    affair: Vector
    opening: Vector
    title: Mapping[str, float]
    held: frozenset[str]


class Judge:
    """Looks at profiles and pairs of them; pure, with the weights of one run."""

    def __init__(self, rarity: Rarity) -> None:
        topic, story = settings("topic"), settings("story")
        self._everywhere = float(topic["everywhere"])
        places = topic["places"]
        self._kinds = {kind: float(weight) for kind, weight in topic["actors"].items()}
        self._places = (float(places["title"]), float(places["lead"]), float(places["rest"]))
        self._unknown = float(story["unknown_days"])
        self._bias = float(story["bias"])
        self._weights = [float(story["weights"][name]) for name in FEATURES]
        self._rarity = rarity

    def weight(self, lemma: str) -> float:
        """How much `lemma` tells at large, less where the whole run shares it."""
        return self._rarity.at_large(lemma) * (1.0 - self._everywhere * self._rarity.share(lemma) ** 2)

    def sight(self, one: Profile) -> Sight:
        """The profile made ready for `features`."""
        title = {lemma: self.weight(lemma) for lemma in one.title}
        opening = vector(one, self.weight, (*self._places[:2], 0.0))
        raw = weigh(one, self.weight, self._places)
        held = frozenset(one.title + one.lead)
        return Sight(one, unit(raw), unit(raw | self._actors(one)), opening, title, held)

    def _actors(self, one: Profile) -> dict[str, float]:
        """The named actors, each by how often it is named and what its kind weighs."""
        return {
            f"#{actor}": self._kinds.get(actor.partition(":")[0], 0.0)
            * math.log1p(min(count, OFTEN))
            * (1.0 - self._everywhere * self._rarity.share(f"#{actor}") ** 2)
            for actor, count in one.actors.items()
        }

    def features(self, a: Sight, b: Sight) -> tuple[float, ...]:
        """The pair in the order of `FEATURES`, symmetric."""
        shares = (_share(a.title, b.held), _share(b.title, a.held))
        gap = a.profile.days_from(b.profile)
        days = self._unknown if gap is None else min(gap, _MANY_DAYS) / _MANY_DAYS
        return cosine(a.whole, b.whole), cosine(a.opening, b.opening), min(shares), max(shares), days

    def likelihood(self, a: Sight, b: Sight) -> float:
        """From 0 to 1: that both tell one event."""
        total = self._bias + sum(w * f for w, f in zip(self._weights, self.features(a, b), strict=True))
        return 1.0 / (1.0 + math.exp(-total))


def vector(one: Profile, weight: Callable[[str], float], places: Sequence[float]) -> Vector:
    """The unit vector of a profile: lemmas of the title, the lead and the rest by `places`."""
    return unit(weigh(one, weight, places))


def weigh(one: Profile, weight: Callable[[str], float], places: Sequence[float]) -> dict[str, float]:
    """The vector before it is brought to unit length."""
    title, lead, rest = Counter(one.title), Counter(one.lead), Counter(one.rest)
    raw: dict[str, float] = {}
    for lemma in sorted({*title, *lead, *rest}):
        count = places[0] * min(title[lemma], 1) + places[1] * min(lead[lemma], 2) + places[2] * math.log1p(rest[lemma])
        if count:
            raw[lemma] = count * weight(lemma)
    return raw


def unit(raw: Mapping[str, float]) -> Vector:
    """`raw` brought to length one; empty where it has none."""
    length = math.sqrt(sum(v * v for v in raw.values()))
    return {k: v / length for k, v in raw.items()} if length else {}


def _share(title: Mapping[str, float], held: frozenset[str]) -> float:
    total = sum(title.values())
    return sum(w for lemma, w in title.items() if lemma in held) / total if total else 0.0
