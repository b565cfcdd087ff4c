"""Whether two reports tell one event: features of a pair and the judge over them (`rules/stories.yaml`).

Words count by their roots and by how rare they are in the news of those days. The news stands in title and lead, the
tail retells what is older; so the same pair is looked at as a whole, by its opening, and by its first sentence. In a
night on which all tell of one thing its words set no report apart: what both tell first is weighed by the reports
around the newcomer too. Events speak by their types alone, those of the title and of the first sentence.
"""

from __future__ import annotations

import heapq
import math
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from riwaya.likeness import Vector, cosine
from riwaya.rules import Entry, load
from riwaya.stories.linkage import Rules
from riwaya.stories.profile import FIRST, Profile
from riwaya.stories.roots import root_of
from riwaya.stories.weights import HEAVIEST, Rarity, Season, root_commonness, telling

FEATURES = (
    "whole", "opening", "actors", "held_less", "held_more",
    "same_day", "same_hours", "outlet", "shorter", "lengths", "rarest",
    "attack", "headed", "marking",
)  # fmt: skip
OFTEN = 6
"""Namings beyond these say nothing more."""
WHOLE, OPENING = (1.0, 1.0, 0.7, 0.5), (1.3, 1.0, 0.5, 0.0)
"""What a root counts in the title, the first sentence, the rest of the lead, the tail."""
RAREST = 6
"""Roots, the rarest that both tell first, whose weights are added up."""
MARKED = 60.0
"""What the roots that both tell first may weigh together."""
AROUND = 0.08
"""Reports as near as this, by all their roots, are of what surrounds a newcomer."""
USUAL = 3.0
"""So many reports that hold a root as often as all news does are thought beside those around a newcomer."""
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
    """A profile as the judge sees it, by the weights of the news of those days: its roots as a `whole`, those of its
    `opening`, the `actors` that it names first; `told`: what title and first sentence say, and its `total`."""

    profile: Profile
    whole: Vector
    opening: Vector
    actors: Vector
    told: Mapping[str, float]
    total: float


@dataclass(frozen=True, slots=True)
class Shape:
    """What a sight is made of but for the weights of the days, so that weighing anew costs no more than that: the
    `roots` of a report in order, what each counts in the `whole` and in the `opening`, and which of them are `told`
    first."""

    roots: tuple[str, ...]
    whole: array[float]
    opening: array[float]
    told: array[int]


@dataclass(frozen=True, slots=True)
class Around:
    """The reports near a newcomer: how many there are, and how many `hold` a root that it tells first."""

    n: int = 0
    hold: Mapping[str, int] = field(default_factory=dict)

    def weight(self, root: str, weight: float, inside: bool) -> float:
        """What is left of the weight of a root that the newcomer shares with another, itself `inside` or not."""
        hold = max(0, self.hold.get(root, 0) - inside) + USUAL * math.exp(-weight)
        return min(weight, -math.log(hold / (max(0, self.n - inside) + USUAL)))


ALONE = Around()


def around(one: Sight, near: Iterable[Sight]) -> Around:
    """What surrounds `one`, of its likely neighbours."""
    close = [other.whole for other in near if cosine(one.whole, other.whole) > AROUND]
    return Around(len(close), {root: sum(root in whole for whole in close) for root in one.told})


class Judge:
    """Looks at pairs of reports; pure. `few`: they are all that somebody gave, fewer than a stream brings in a morning.
    `nearest` is what the likest pair of two groups counts beside the mean."""

    def __init__(self, few: bool = False) -> None:
        story = settings("story")
        self._unknown = float(story["unknown_hours"])
        self._stale, self._fading = float(story["stale_hours"]), float(story["fading_hours"])
        self._never = float(story["never_hours"])
        mine, facets = story["few"] if few else story, story["facets"]
        nearest, likest = (float(mine["nearest"]), 0) if few else (0.0, int(facets["likest"]))
        self.rules = Rules(float(mine["join"]), nearest, likest=likest)
        self._attack = frozenset(str(kind) for kind in facets["types"])
        self._bias = float(mine["bias"])
        self._weights = [float(mine["weights"].get(name, 0.0)) for name in FEATURES]

    def features(self, a: Sight, b: Sight, near: Around = ALONE) -> tuple[float, ...]:
        """The pair in the order of `FEATURES`, symmetric, each between 0 and 1; `near` surrounds the later one."""
        whole = cosine(a.whole, b.whole)
        held = (_share(a, b.whole), _share(b, a.whole))
        gap = a.profile.hours_from(b.profile)
        hours = self._unknown if gap is None else gap
        outlets = a.profile.outlet, b.profile.outlet
        lengths = sorted((_length(a.profile), _length(b.profile)))
        return (
            whole,
            cosine(a.opening, b.opening),
            cosine(a.actors, b.actors),
            min(held),
            max(held),
            math.exp(-hours / 24.0),
            math.exp(-hours / 6.0),
            float(outlets[0] is not None and outlets[0] == outlets[1]),
            min(1.0, lengths[0] / 7.0),
            min(1.0, (lengths[1] - lengths[0]) / 4.0),
            _rarest(a.told, b.told),
            float(self.many_sided(a.profile) and self.many_sided(b.profile)),
            _overlap(a.profile.headed, b.profile.headed),
            _marking(a.told, b.told, near, whole > AROUND),
        )

    def many_sided(self, one: Profile) -> bool:
        """Whether a report opens with an event of a kind that many reports tell, each another side of it."""
        return not self._attack.isdisjoint(one.opened)

    def far(self, a: Sight, b: Sight) -> bool:
        """Whether so much time lies between the two that no third report may bring them together."""
        return (a.profile.hours_from(b.profile) or 0.0) > self._never

    def likelihood(self, a: Sight, b: Sight, near: Around = ALONE) -> float:
        """From 0 to 1: that both tell one event."""
        total = self._bias + sum(w * f for w, f in zip(self._weights, self.features(a, b, near), strict=True))
        total -= max(0.0, (a.profile.hours_from(b.profile) or 0.0) - self._stale) / self._fading
        return 1.0 / (1.0 + math.exp(min(50.0, -total)))


class View:
    """Reports as the judge sees them, by the weights of the news of those days: these are taken anew now and then, and
    what is kept in view is then looked at again when it is next asked for."""

    def __init__(self) -> None:
        self._roots, self._actors = Season(root_commonness()), Season({})
        self.profiles: dict[int, Profile] = {}
        """With the days for which each speaks."""
        self._shapes: dict[int, Shape] = {}
        self._sights: dict[int, tuple[int, Sight]] = {}

    def add(self, place: int, one: Profile) -> None:
        """Keep `one` in view."""
        self.profiles[place] = one
        self._roots.add(place, self._shape(place).roots)
        self._actors.add(place, one.named_first)

    def widen(self, place: int, one: Profile) -> None:
        """The report at `place` speaks for another that was printed when `one` says."""
        self.profiles[place] = spanning(self.profiles[place], one)
        self._sights.pop(place, None)

    def forget(self, place: int) -> None:
        """The report at `place` is out of view."""
        del self.profiles[place]
        self._shapes.pop(place, None)
        self._sights.pop(place, None)
        self._roots.forget(place)
        self._actors.forget(place)

    def __getitem__(self, place: int) -> Sight:
        epoch, sight = self._sights.get(place, (-1, None))
        if sight is None or epoch != self._roots.epoch:
            sight = look(self.profiles[place], self._roots.here, self._actors.here, self._shape(place))
            self._sights[place] = self._roots.epoch, sight
        return sight

    def plain(self) -> list[object]:
        """What can not be worked out from the reports again."""
        return [self._roots.plain(), self._actors.plain()]

    def restore(self, plain: Sequence[Any], profiles: Mapping[int, Profile]) -> None:
        """Go on from `plain`, with the reports in view."""
        self.profiles = dict(profiles)
        self._roots.restore(plain[0], lambda i: self._shape(i).roots)
        self._actors.restore(plain[1], lambda i: profiles[i].named_first)

    def _shape(self, place: int) -> Shape:
        shape = self._shapes.get(place)
        if shape is None:
            shape = self._shapes[place] = shape_of(self.profiles[place])
        return shape


def look(
    one: Profile, root: Callable[[str], float], actor: Callable[[str], float], shape: Shape | None = None
) -> Sight:
    """A profile made ready, with weights for roots and for actors; its `shape` where that is known."""
    shape = shape or shape_of(one)
    roots, weights = shape.roots, [root(r) for r in shape.roots]
    told = {roots[i]: weights[i] for i in shape.told}
    return Sight(
        profile=one,
        whole=unit({r: n * w for r, n, w in zip(roots, shape.whole, weights, strict=True)}),
        opening=unit({r: n * w for r, n, w in zip(roots, shape.opening, weights, strict=True) if n}),
        actors=unit({a: actor(a) for a in sorted(one.named_first)}),
        told=told,
        total=sum(told.values()),
    )


def shape_of(one: Profile) -> Shape:
    """The shape of a report."""
    parts = _parts(one)
    whole, opening = _counts(parts, WHOLE), _counts(parts, OPENING)
    roots, told = tuple(sorted(whole)), {*parts[0], *parts[1]}
    return Shape(
        roots,
        array("d", (whole[r] for r in roots)),
        array("d", (opening.get(r, 0.0) for r in roots)),
        array("I", (i for i, r in enumerate(roots) if r in told)),
    )


def spanning(speaker: Profile, other: Profile) -> Profile:
    """The speaker, printed from the first to the last day on which it or the other was."""
    days = {d for p in (speaker, other) for d in (p.day, p.last_day) if d is not None}
    if len(days) < 2:
        return speaker
    return replace(speaker, day=min(days), last_day=max(days), hour=None, wide=True)


def affair(one: Profile) -> Vector:
    """A profile as topics see it: all lemmas and actors by their weight at large."""
    topic = settings("topic")
    places = topic["places"]
    kinds = {kind: float(weight) for kind, weight in topic["actors"].items()}
    counts = (float(places["title"]), float(places["lead"]), float(places["rest"]))
    named = ((f"#{a}", kinds.get(a.partition(":")[0], 0.0) * telling(a), n) for a, n in one.actors.items())
    actors = {key: kind * math.log1p(min(n, OFTEN)) for key, kind, n in named if kind}
    return unit(weigh(one, _large().at_large, counts) | actors)


def kept(a: Profile, b: Profile) -> float:
    """What is left of the likeness of two reports of an affair, by the time between them, from 0 to 1: all where it is
    short or unknown."""
    fades = settings("topic")["fades"]
    days = (a.hours_from(b) or 0.0) / 24.0 - float(fades["after_days"])
    least = float(fades["least"])
    return least + (1.0 - least) * math.exp(-max(0.0, days) / float(fades["days"]))


@cache
def _large() -> Rarity:
    return Rarity()


_Parts = tuple[tuple[str, ...], ...]


def _parts(one: Profile) -> _Parts:
    """The roots of the title, the first sentence, the rest of the lead, the tail."""
    cut = (one.title, one.lead[:FIRST], one.lead[FIRST:], one.rest)
    return tuple(tuple(root_of(lemma) for lemma in part) for part in cut)


def _counts(parts: _Parts, places: Sequence[float]) -> dict[str, float]:
    """What each root of `parts` counts, by where it stands."""
    counts: dict[str, float] = {}
    for place, part in zip(places, parts, strict=True):
        if place:
            for root, n in Counter(part).items():
                counts[root] = counts.get(root, 0.0) + place * min(1.0 + math.log(n), TWICE)
    return counts


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
    length = math.sqrt(sum([v * v for v in raw.values()]))
    return {k: v / length for k, v in raw.items()} if length else {}


def _share(one: Sight, held: Mapping[str, float]) -> float:
    """How much of what `one` tells first stands in `held`, by weight."""
    return sum(w for root, w in one.told.items() if root in held) / one.total if one.total else 0.0


def _rarest(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """The weights of the rarest roots that both tell first, of as much as so many could weigh."""
    shared = heapq.nlargest(RAREST, (w for root, w in one.items() if root in other))
    return min(1.0, sum(shared) / (RAREST * HEAVIEST))


def _marking(one: Mapping[str, float], other: Mapping[str, float], near: Around, inside: bool) -> float:
    """The weights of the roots that both tell first, of as much as they may weigh."""
    return min(1.0, sum(near.weight(root, w, inside) for root, w in one.items() if root in other) / MARKED)


def _overlap(one: Set[str], other: Set[str]) -> float:
    """How much of what stands in either stands in both."""
    return len(one & other) / len(one | other) if one and other else 0.0


def _length(one: Profile) -> float:
    return math.log1p(len(one.title) + len(one.lead) + len(one.rest))
