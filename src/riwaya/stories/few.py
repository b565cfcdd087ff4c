"""Grouping a few pages: fewer than a stream brings in a morning, chosen by somebody, looked at all together.

Copies stand with their source from the start and speak through it. The others join by what `judge` says of pairs,
stories into topics by likeness of all their words.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence, Set
from dataclasses import replace
from functools import reduce

from riwaya.likeness import cosine
from riwaya.stories.judge import Judge, Sight, affair, look, settings, spanning
from riwaya.stories.linkage import Rules, cluster
from riwaya.stories.neighbours import neighbours
from riwaya.stories.profile import Profile
from riwaya.stories.tell import Member
from riwaya.stories.weights import Rarity, root_commonness

LONGER = 1.5
"""So many times longer than its source, a derived article has more to say."""

Pair = tuple[int, int]
Groups = list[list[int]]


def group_few(
    members: Sequence[Member], bonds: Sequence[Pair], derived: Set[int], apart: Iterable[Pair]
) -> tuple[Groups, Groups]:
    """Stories and topics, by place. `bonds` stand together, `apart` never do; `derived` took words from another."""
    profiles = [m.profile for m in members]
    groups = _bound(len(profiles), bonds)
    speaker = [_speaker(profiles, g, derived) for g in groups]
    order = sorted(range(len(groups)), key=lambda n: speaker[n])
    groups, speaker = [groups[n] for n in order], [speaker[n] for n in order]
    sights = [_sight(members[i], [profiles[m] for m in g]) for i, g in zip(speaker, groups, strict=True)]
    home = {i: n for n, group in enumerate(groups) for i in group}
    barred = frozenset((home[a], home[b]) for a, b in apart if home[a] != home[b])
    stories = _stories(sights, barred)
    topics = _topics([members[i] for i in speaker], stories)
    spread = [sorted(sorted(i for n in part for i in groups[n]) for part in parts) for parts in (stories, topics)]
    return spread[0], spread[1]


def _sight(member: Member, group: Sequence[Profile]) -> Sight:
    """A speaker as the judge sees it, printed when its group was."""
    if member.sight is None:
        member.sight = look(member.profile, Rarity((), root_commonness()).at_large, Rarity((), {}).at_large)
    return replace(member.sight, profile=reduce(spanning, group, member.profile))


def _stories(sights: Sequence[Sight], barred: frozenset[Pair]) -> Groups:
    judge = Judge(few=True)
    near = neighbours([s.whole for s in sights])
    alike = [(a, b, judge.likelihood(sights[a], sights[b])) for a, b in near]
    barred |= {(a, b) for a, b in near if judge.far(sights[a], sights[b])}
    return cluster(alike, [[i] for i in range(len(sights))], replace(judge.rules, apart=barred))


def _topics(speakers: Sequence[Member], stories: Groups) -> Groups:
    """Few pages were chosen, mostly for one affair: the fewer they are, the less likeness is asked of them. What else
    stands on a page was not chosen, and must be as like as in a stream."""
    for one in speakers:
        one.vector = one.vector or affair(one.profile)
    topic = settings("topic")
    few, pages = topic["few"], dict[str, str]()
    for one in speakers:
        pages[one.profile.page] = min(pages.get(one.profile.page, one.profile.id), one.profile.id)
    join = float(few["join"]) + float(few["crowd"]) * max(0.0, math.log2(max(1, len(pages)) / float(few["many"])))
    beside, vectors = min(1.0, join / float(topic["join"])), []
    for one in speakers:
        left = 1.0 if one.profile.id == pages[one.profile.page] else beside
        vectors.append({key: left * value for key, value in one.vector.items()})
    close = [(a, b, cosine(vectors[a], vectors[b])) for a, b in neighbours(vectors)]
    return cluster(close, stories, Rules(join, float(few["nearest"]), knot=float(few["knot"])), vectors)


def _bound(n: int, bonds: Sequence[Pair]) -> Groups:
    """Groups that stand together before anything is compared."""
    group = list(range(n))

    def root(i: int) -> int:
        while group[i] != i:
            group[i] = group[group[i]]
            i = group[i]
        return i

    for a, b in bonds:
        x, y = sorted((root(a), root(b)))
        group[y] = x
    start: dict[int, list[int]] = {}
    for i in range(n):
        start.setdefault(root(i), []).append(i)
    return list(start.values())


def _speaker(profiles: Sequence[Profile], group: Sequence[int], derived: Set[int]) -> int:
    """Who speaks for a group: the one that took its words from nobody, unless another has much more to say."""
    source = next((i for i in group if i not in derived), group[0])
    longest = max(group, key=lambda i: (len(profiles[i].lemmas), -i))
    return longest if len(profiles[longest].lemmas) > LONGER * len(profiles[source].lemmas) else source
