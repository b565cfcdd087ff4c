"""What is said of a story and of a topic: title, times, outlets, place, actors, how many stand behind it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from riwaya.likeness import Vector, cosine
from riwaya.model import Story
from riwaya.rules import load
from riwaya.stories.judge import Sight
from riwaya.stories.origins import count_origins
from riwaya.stories.profile import Profile
from riwaya.text import fold_word

ACTORS = 5
"""Actors that a story is shown with."""
SAMPLE = 40
"""Articles among which a title is sought."""


@dataclass(slots=True)
class Member:
    """An article as its story knows it; `vector`: what it says, `sight`: how a judge of few pages sees it, both for one
    that speaks for itself and once they were asked for."""

    profile: Profile
    vector: Vector = field(default_factory=dict)
    sight: Sight | None = None


def tell_story(name: str, members: Sequence[Member], source: Mapping[str, str]) -> Story:
    """The story of `members`, which stand in time order. `source`: derived article -> where it took its words."""
    profiles = [m.profile for m in members]
    times = sorted(p.moment for p in profiles if p.day is not None and p.moment)
    named = Counter(actor for p in profiles for actor in p.named_first)
    ranked = [a for a, _ in sorted(named.items(), key=lambda t: (-t[1], t[0]))]
    places = [a for a in ranked if a.startswith("place:")] or [a for a in ranked if a.startswith("country:")]
    ids = tuple(p.id for p in profiles)
    return Story(
        id=name,
        title=_title(members, source),
        articles=ids,
        independent_sources=count_origins(ids, source, {p.id: p.keys for p in profiles}),
        first=times[0] if times else None,
        last=times[-1] if times else None,
        outlets=tuple(dict.fromkeys(p.outlet for p in profiles if p.outlet)),
        place=places[0] if places else None,
        actors=tuple(a for a in ranked if not a.startswith("place:"))[:ACTORS],
    )


def _title(members: Sequence[Member], source: Mapping[str, str]) -> str:
    """The title of the most central article that took its words from nobody; the earlier one among equals."""
    titled = [m for m in members if m.profile.heading] or list(members)
    own = [m for m in titled if m.profile.id not in source] or titled
    sample = ([m for m in own if _tells(m.profile.heading)] or own)[:SAMPLE]
    middle: dict[str, float] = {}
    for one in sample:
        for key, value in one.vector.items():
            middle[key] = middle.get(key, 0.0) + value
    central = [round(cosine(m.vector, middle), 6) for m in sample]
    return sample[central.index(max(central))].profile.heading


def _tells(title: str) -> bool:
    """Whether a title says something: no question, no call to look."""
    first = re.split(r"[\W_]+", fold_word(title.strip()), maxsplit=1)[0]
    return not title.rstrip().endswith(("؟", "?")) and first not in _teasers()


@cache
def _teasers() -> frozenset[str]:
    return frozenset(fold_word(w) for w in load("stories").texts("teasers"))
