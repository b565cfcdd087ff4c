"""Grouping: which reports tell one event (a story), which stories are one affair (a topic).

Copies stand with their source from the start and speak through it, so that a thousand of them weigh no more than one.
The others join by what `judge` says of pairs, stories into topics by likeness of all their words. People's judgements
join and split for ever. The order of the accounts never matters.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

from riwaya.account import Account
from riwaya.likeness import Vector, cosine
from riwaya.model import Derivation, Judgement, Story, Topic
from riwaya.rules import load
from riwaya.stories.judge import Judge, affairs, settings
from riwaya.stories.linkage import Rules, cluster, neighbours
from riwaya.stories.origins import count_independent
from riwaya.stories.profile import Profile, profiles_of
from riwaya.text import fold_word

SOON = 2
"""Days within which a rewrite stands with its source without being asked."""
LONGER = 1.5
"""So many times longer than its source, a derived article has more to say."""
ACTORS = 5
"""Actors that a story is shown with."""


def group_stories(
    accounts: Sequence[Account], derivations: Sequence[Derivation], judgements: Sequence[Judgement] = ()
) -> tuple[tuple[Story, ...], tuple[Topic, ...]]:
    """Stories and topics over `accounts`; every article stands in one story, every story in one topic."""
    profiles = profiles_of(accounts, shingled=False)
    groups, apart = _bonds(profiles, derivations, judgements)
    derived = {d.derived for d in derivations}
    speaker = [_speaker(profiles, g, derived) for g in groups]
    order = sorted(range(len(groups)), key=lambda n: speaker[n])
    groups, speaker = [groups[n] for n in order], [speaker[n] for n in order]
    speakers = [_spanning(profiles[i], [profiles[m] for m in g]) for i, g in zip(speaker, groups, strict=True)]
    home = {i: n for n, group in enumerate(groups) for i in group}
    barred = frozenset((home[a], home[b]) for a, b in apart if home[a] != home[b])
    stories, wholes = _stories(speakers, barred)
    topics = _topics(speakers, stories)
    spread = [[sorted(i for n in part for i in groups[n]) for part in parts] for parts in (stories, topics)]
    vectors = {i: wholes[home[i]] for i in range(len(profiles))}
    return _told(profiles, vectors, (sorted(spread[0]), sorted(spread[1])), derivations)


def _stories(speakers: Sequence[Profile], barred: frozenset[tuple[int, int]]) -> tuple[list[list[int]], list[Vector]]:
    """The stories, by place, and the speakers' vectors."""
    judge = Judge(speakers)
    sights, wholes = judge.sights, [s.whole for s in judge.sights]
    near = neighbours(wholes)
    alike = [(a, b, judge.likelihood(sights[a], sights[b])) for a, b in near]
    barred |= {(a, b) for a, b in near if judge.far(sights[a], sights[b])}
    rules = Rules(float(settings("story")["join"]), judge.nearest, barred)
    return cluster(alike, [[i] for i in range(len(sights))], rules), wholes


def _topics(speakers: Sequence[Profile], stories: list[list[int]]) -> list[list[int]]:
    """The topics that the stories form, by place."""
    topic, vectors = settings("topic"), affairs(speakers)
    close = [(a, b, cosine(vectors[a], vectors[b])) for a, b in neighbours(vectors)]
    return cluster(close, stories, Rules(float(topic["join"]), float(topic["nearest"])), vectors)


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
        if d.source in place
        and d.derived in place
        and (place[d.source], place[d.derived]) not in barred
        and not _formulaic(d, profiles[place[d.source]], profiles[place[d.derived]])
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


def _formulaic(derivation: Derivation, source: Profile, derived: Profile) -> bool:
    """Days later, the facts of one report in other words are the next event of its kind, told in the same formulas."""
    days = source.days_from(derived)
    return derivation.relation in ("rewrite", "summary") and days is not None and days > SOON


def _speaker(profiles: Sequence[Profile], group: Sequence[int], derived: set[str]) -> int:
    """Who speaks for a group: the one that took its words from nobody, unless another has much more to say."""
    source = next((i for i in group if profiles[i].id not in derived), group[0])
    longest = max(group, key=lambda i: (len(profiles[i].lemmas), -i))
    return longest if len(profiles[longest].lemmas) > LONGER * len(profiles[source].lemmas) else source


def _spanning(speaker: Profile, group: Sequence[Profile]) -> Profile:
    """The speaker, printed from the first to the last day on which one of its group was."""
    days = {d for p in group for d in (p.day, p.last_day) if d is not None}
    if len(days) < 2:
        return speaker
    return replace(speaker, day=min(days), last_day=max(days), hour=None)


def _told(
    profiles: Sequence[Profile],
    vectors: Mapping[int, Vector],
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
        story = Story(name, title, ids, count_independent(ids, derivations, accounts))
        stories.append(_described(story, [profiles[i] for i in members]))
    topics: list[Topic] = []
    for n, members in enumerate(clusters[1], 1):
        title = _title(profiles, vectors, _main_story(members, story_of), derived)
        topics.append(Topic(f"topic-{n}", title, tuple(dict.fromkeys(story_of[i] for i in members))))
    return tuple(stories), tuple(topics)


def _described(story: Story, profiles: Sequence[Profile]) -> Story:
    """The story with its times, outlets, place and actors; `profiles` are its members in time order."""
    told = [p.account.article.published for p in profiles if p.day is not None]
    times = [published.when.value for published in told if published]
    named = Counter(actor for p in profiles for actor in p.named_first)
    ranked = [a for a, _ in sorted(named.items(), key=lambda t: (-t[1], t[0]))]
    places = [a for a in ranked if a.startswith("place:")] or [a for a in ranked if a.startswith("country:")]
    return replace(
        story,
        first=times[0] if times else None,
        last=times[-1] if times else None,
        outlets=tuple(dict.fromkeys(p.account.article.outlet for p in profiles if p.account.article.outlet)),
        place=places[0] if places else None,
        actors=tuple(a for a in ranked if not a.startswith("place:"))[:ACTORS],
    )


def _main_story(members: Sequence[int], story_of: Mapping[int, str]) -> list[int]:
    """The members of a topic's largest story; of equals, the latest: news before what it grew from."""
    by_story: dict[str, list[int]] = {}
    for i in members:
        by_story.setdefault(story_of[i], []).append(i)
    return max(by_story.values(), key=lambda story: (len(story), max(story)))


def _title(
    profiles: Sequence[Profile], vectors: Mapping[int, Vector], members: Sequence[int], derived: set[str]
) -> str:
    """The title of the most central article that took its words from nobody; the earlier one among equals."""
    titled = [i for i in members if _words(profiles[i])] or list(members)
    own = [i for i in titled if profiles[i].id not in derived] or titled
    own = [i for i in own if _tells(_words(profiles[i]))] or own
    sample = own[:40]
    central = {i: sum(cosine(vectors[i], vectors[j]) for j in sample) for i in sample}
    best = max(sample, key=lambda i: (round(central[i], 6), -i))
    return _words(profiles[best])


def _tells(title: str) -> bool:
    """Whether a title says something: no question, no call to look."""
    first = re.split(r"[\W_]+", fold_word(title.strip()), maxsplit=1)[0]
    return not title.rstrip().endswith(("؟", "?")) and first not in _teasers()


@cache
def _teasers() -> frozenset[str]:
    return frozenset(fold_word(w) for w in load("stories").texts("teasers"))


def _words(one: Profile) -> str:
    title = one.account.article.title
    return title.text if title else ""
