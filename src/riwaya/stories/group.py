"""Grouping: which reports tell one event (a story), which stories are one affair (a topic).

Articles become sparse vectors of lemmas; copies stand with their source from the start; the rest joins by average
likeness, the likest first. Stories are told apart by words that are rare in this run and by time, topics by words
that are rare at large. Judgements join and split for ever. The order of the accounts never matters.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence

from riwaya.account import Account
from riwaya.likeness import Vector, cosine
from riwaya.model import Derivation, Judgement, Story, Topic
from riwaya.stories.linkage import Rules, cluster, mean_day
from riwaya.stories.origins import count_independent
from riwaya.stories.profile import Profile, profile
from riwaya.stories.weights import Rarity

STORY = 0.38
TOPIC = 0.18
NEAREST = 0.4
STORY_PLACES = (2.0, 1.0, 0.5)
TOPIC_PLACES = (1.0, 1.0, 0.6)
"""What a lemma counts in the title, the lead and the rest."""
WEEK = 7.0
EVERYWHERE = 0.5
"""How much a word loses that every article of the run holds: it can not tell the run's affairs apart."""


def group_stories(
    accounts: Sequence[Account], derivations: Sequence[Derivation], judgements: Sequence[Judgement] = ()
) -> tuple[tuple[Story, ...], tuple[Topic, ...]]:
    """Stories and topics over `accounts`; every article stands in one story, every story in one topic."""
    profiles = sorted((profile(a) for a in accounts), key=lambda p: p.where)
    rarity = Rarity(p.lemmas for p in profiles)

    def telling(lemma: str) -> float:
        return rarity.at_large(lemma) * (1.0 - EVERYWHERE * rarity.share(lemma) ** 2)

    near = [vector(p, rarity.here, STORY_PLACES) for p in profiles]
    wide = [vector(p, telling, TOPIC_PLACES) for p in profiles]
    start, apart = _bonds(profiles, derivations, judgements)
    days = [p.day for p in profiles]

    def soon(a: Sequence[int], b: Sequence[int]) -> float:
        x, y = mean_day(days, a), mean_day(days, b)
        return 1.0 if x is None or y is None else math.exp(-max(0.0, abs(x - y) - 1.0) / WEEK)

    stories = cluster(near, start, Rules(STORY, 0.0, soon, apart))
    topics = cluster(wide, stories, Rules(TOPIC, NEAREST, lambda a, b: 1.0))
    return _told(profiles, wide, (stories, topics), derivations)


def vector(one: Profile, weight: Callable[[str], float], places: tuple[float, float, float]) -> Vector:
    """The unit vector of a profile: lemmas of the title, the lead and the rest by `places`."""
    title, lead, rest = Counter(one.title), Counter(one.lead), Counter(one.rest)
    raw: dict[str, float] = {}
    for lemma in sorted({*title, *lead, *rest}):
        count = places[0] * min(title[lemma], 1) + places[1] * min(lead[lemma], 2) + places[2] * math.log1p(rest[lemma])
        raw[lemma] = count * weight(lemma)
    length = math.sqrt(sum(v * v for v in raw.values()))
    return {k: v / length for k, v in raw.items()} if length else {}


def _bonds(
    profiles: Sequence[Profile], derivations: Sequence[Derivation], judgements: Sequence[Judgement]
) -> tuple[list[list[int]], frozenset[tuple[int, int]]]:
    """Groups that stand together before anything is compared, and pairs that must not join."""
    place = {p.id: i for i, p in enumerate(profiles)}
    said = [j for j in judgements if j.kind == "same_story" and j.a in place and j.b in place]
    apart = frozenset((place[j.a], place[j.b]) for j in said if not j.verdict)
    barred = {*apart, *((b, a) for a, b in apart)}
    joined = [(place[j.a], place[j.b]) for j in said if j.verdict]
    joined += [
        (place[d.source], place[d.derived])
        for d in derivations
        if d.source in place and d.derived in place and (place[d.source], place[d.derived]) not in barred
    ]
    group = list(range(len(profiles)))

    def root(i: int) -> int:
        while group[i] != i:
            group[i] = group[group[i]]
            i = group[i]
        return i

    for a, b in joined:
        x, y = sorted((root(a), root(b)))
        group[y] = x
    start: dict[int, list[int]] = {}
    for i in range(len(profiles)):
        start.setdefault(root(i), []).append(i)
    return list(start.values()), apart


def _told(
    profiles: Sequence[Profile],
    vectors: Sequence[Vector],
    clusters: tuple[list[list[int]], list[list[int]]],
    derivations: Sequence[Derivation],
) -> tuple[tuple[Story, ...], tuple[Topic, ...]]:
    """Names, numbers and counts for the clusters; stories and topics in the order of their earliest article."""
    stories: list[Story] = []
    story_of: dict[int, str] = {}
    derived = {d.derived for d in derivations}
    for n, members in enumerate(clusters[0], 1):
        ids = tuple(profiles[i].id for i in members)
        accounts = [profiles[i].account for i in members]
        name = f"story-{n}"
        story_of |= dict.fromkeys(members, name)
        title = _title(profiles, vectors, members, derived)
        stories.append(Story(name, title, ids, count_independent(ids, derivations, accounts)))
    topics: list[Topic] = []
    for n, members in enumerate(clusters[1], 1):
        title = _title(profiles, vectors, members, derived)
        topics.append(Topic(f"topic-{n}", title, tuple(dict.fromkeys(story_of[i] for i in members))))
    return tuple(stories), tuple(topics)


def _title(profiles: Sequence[Profile], vectors: Sequence[Vector], members: Sequence[int], derived: set[str]) -> str:
    """The title of the most central article that took its words from nobody; the earlier one among equals."""
    own = [i for i in members if profiles[i].id not in derived and _words(profiles[i])] or list(members)
    sample = own[:40]
    central = {i: sum(cosine(vectors[i], vectors[j]) for j in sample) for i in sample}
    best = max(sample, key=lambda i: (round(central[i], 6), -i))
    return _words(profiles[best])


def _words(one: Profile) -> str:
    title = one.account.article.title
    return title.text if title else ""
