"""Whether two reports tell one event: features of a pair and the judge over them (`rules/stories.yaml`).

Words count by their roots and by how rare they are in the news of those days. The news stands in title and lead, the
tail retells what is older; so the same pair is looked at as a whole, by its opening, and by its first sentence.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from riwaya.likeness import Vector, cosine
from riwaya.rules import Entry, load
from riwaya.stories.profile import FIRST, Profile
from riwaya.stories.roots import root_of
from riwaya.stories.weights import ENOUGH, Rarity, Windows, root_commonness

FEATURES = (
    "whole", "opening", "first", "actors", "held_less", "held_more",
    "same_day", "same_hours", "outlet", "shorter", "lengths",
)  # fmt: skip
OFTEN = 6
"""Namings beyond these say nothing more."""
WHOLE, OPENING, FIRST_ONLY = (1.0, 1.0, 0.7, 0.5), (1.3, 1.0, 0.5, 0.0), (1.0, 1.0, 0.0, 0.0)
"""What a root counts in the title, the first sentence, the rest of the lead, the tail."""
TWICE = 2.0
"""A root named often counts at most this many times."""


@cache
def settings(section: str) -> Entry:
    """A section of `rules/stories.yaml`."""
    entry = load("stories")[section]
    if not isinstance(entry, Entry):
        raise load("stories").fail(f"section {section!r} must be a mapping")
    return entry


@dataclass(frozen=True, slots=True)
class Sight:
    """A profile as the judge sees it. `affair`: all lemmas and actors by their weight at large, for topics; `whole`,
    `opening`, `first`, `actors`: roots and first-named actors by their weight in the news of those days; `told`: what
    title and first sentence say, and its `total`; `held`: every root."""

    profile: Profile
    affair: Vector
    whole: Vector
    opening: Vector
    first: Vector
    actors: Vector
    told: Mapping[str, float]
    total: float
    held: frozenset[str]


class Judge:
    """Looks at the profiles of one run, in their order, and at pairs of them; pure. `nearest` is what the likest pair
    of two groups counts beside the mean."""

    def __init__(self, profiles: Sequence[Profile]) -> None:
        self.sights: tuple[Sight, ...] = _Eye(profiles).sights
        story = settings("story")
        self._unknown = float(story["unknown_hours"])
        self._stale, self._fading = float(story["stale_hours"]), float(story["fading_hours"])
        self._never = float(story["never_hours"])
        few = story["few"] if len(profiles) < ENOUGH else {"bias": 0.0, "nearest": 0.0}
        self.nearest = float(few["nearest"])
        self._bias = float(story["bias"]) + float(few["bias"])
        self._weights = [float(story["weights"][name]) for name in FEATURES]

    def features(self, a: Sight, b: Sight) -> tuple[float, ...]:
        """The pair in the order of `FEATURES`, symmetric, each between 0 and 1."""
        held = (_share(a, b.held), _share(b, a.held))
        gap = a.profile.hours_from(b.profile)
        hours = self._unknown if gap is None else gap
        outlets = (a.profile.account.article.outlet, b.profile.account.article.outlet)
        lengths = sorted((_length(a.profile), _length(b.profile)))
        return (
            cosine(a.whole, b.whole),
            cosine(a.opening, b.opening),
            cosine(a.first, b.first),
            cosine(a.actors, b.actors),
            min(held),
            max(held),
            math.exp(-hours / 24.0),
            math.exp(-hours / 6.0),
            float(outlets[0] is not None and outlets[0] == outlets[1]),
            min(1.0, lengths[0] / 7.0),
            min(1.0, (lengths[1] - lengths[0]) / 4.0),
        )

    def far(self, a: Sight, b: Sight) -> bool:
        """Whether so much time lies between the two that no third report may bring them together."""
        return (a.profile.hours_from(b.profile) or 0.0) > self._never

    def likelihood(self, a: Sight, b: Sight) -> float:
        """From 0 to 1: that both tell one event."""
        total = self._bias + sum(w * f for w, f in zip(self._weights, self.features(a, b), strict=True))
        total -= max(0.0, (a.profile.hours_from(b.profile) or 0.0) - self._stale) / self._fading
        return 1.0 / (1.0 + math.exp(min(50.0, -total)))


class _Eye:
    """Makes profiles ready, with the weights of the run and of the days around each."""

    def __init__(self, profiles: Sequence[Profile]) -> None:
        topic = settings("topic")
        self._everywhere = float(topic["everywhere"])
        places = topic["places"]
        self._kinds = {kind: float(weight) for kind, weight in topic["actors"].items()}
        self._places = (float(places["title"]), float(places["lead"]), float(places["rest"]))
        self._run = Rarity(p.signature for p in profiles)
        roots = [_parts(p) for p in profiles]
        by_root = Windows([{r for part in parts for r in part} for parts in roots], root_commonness())
        by_actor = Windows([p.named_first for p in profiles], {})
        self.sights = tuple(
            self._sight(p, parts, by_root.at(i).here, by_actor.at(i).here)
            for i, (p, parts) in enumerate(zip(profiles, roots, strict=True))
        )

    def _sight(self, one: Profile, parts: _Parts, root: Callable[[str], float], actor: Callable[[str], float]) -> Sight:
        told = {r: root(r) for r in sorted({*parts[0], *parts[1]})}
        return Sight(
            profile=one,
            affair=unit(weigh(one, self._weight, self._places) | self._actors(one)),
            whole=_vector(parts, root, WHOLE),
            opening=_vector(parts, root, OPENING),
            first=_vector(parts, root, FIRST_ONLY),
            actors=unit({a: actor(a) for a in sorted(one.named_first)}),
            told=told,
            total=sum(told.values()),
            held=frozenset(r for part in parts for r in part),
        )

    def _weight(self, lemma: str) -> float:
        """How much `lemma` tells at large, less where the whole run shares it."""
        return self._run.at_large(lemma) * (1.0 - self._everywhere * self._run.share(lemma) ** 2)

    def _actors(self, one: Profile) -> dict[str, float]:
        """The named actors, each by how often it is named and what its kind weighs."""
        return {
            f"#{actor}": self._kinds.get(actor.partition(":")[0], 0.0)
            * math.log1p(min(count, OFTEN))
            * (1.0 - self._everywhere * self._run.share(f"#{actor}") ** 2)
            for actor, count in one.actors.items()
        }


_Parts = tuple[tuple[str, ...], ...]


def _parts(one: Profile) -> _Parts:
    """The roots of the title, the first sentence, the rest of the lead, the tail."""
    cut = (one.title, one.lead[:FIRST], one.lead[FIRST:], one.rest)
    return tuple(tuple(root_of(lemma) for lemma in part) for part in cut)


def _vector(parts: _Parts, weight: Callable[[str], float], places: Sequence[float]) -> Vector:
    """The unit vector of `parts`, each root by where it stands."""
    counts: dict[str, float] = {}
    for place, part in zip(places, parts, strict=True):
        if place:
            for root, n in Counter(part).items():
                counts[root] = counts.get(root, 0.0) + place * min(1.0 + math.log(n), TWICE)
    return unit({root: counts[root] * weight(root) for root in sorted(counts)})


def weigh(one: Profile, weight: Callable[[str], float], places: Sequence[float]) -> dict[str, float]:
    """The lemmas of a profile by their weight and by where they stand (title, lead, rest), of any length."""
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


def _share(one: Sight, held: Iterable[str]) -> float:
    """How much of what `one` tells first stands in `held`, by weight."""
    return sum(w for root, w in one.told.items() if root in held) / one.total if one.total else 0.0


def _length(one: Profile) -> float:
    return math.log1p(len(one.title) + len(one.lead) + len(one.rest))
