"""Stories under ids that last, whoever grouped them.

A story keeps its id while it lives: of the groups that hold its articles today, the one with most of them bears it.
What went into another leads there. New ids are made of the first article's: the same pages always give the same.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import Connection

from riwaya.model import Derivation, Story
from riwaya.store import tables as t
from riwaya.store import told


@dataclass(slots=True)
class Grouped:
    """Stories that are new or changed, each whole as far as whoever grouped them knows, under names of his own; topics
    by such names and the names of their stories (the store's ids where a story has not changed); who took it from whom.
    `named_*`: the ids that the store gave to his names."""

    stories: Sequence[Story]
    topics: Sequence[tuple[str, Sequence[str]]]
    derivations: Sequence[Derivation] = ()
    withdrawn: Sequence[str] = ()
    named_stories: dict[str, str] = field(default_factory=dict)
    named_topics: dict[str, str] = field(default_factory=dict)


def name_for(kind: str, first: str) -> str:
    """An id of kind `s` (story) or `t` (topic) made of the id of its first article."""
    digest = hashlib.sha256(first.encode("utf-8", "surrogatepass")).digest()
    return f"{kind}-{base64.b32encode(digest[:8]).decode().lower()[:10]}"


def keep(connection: Connection, grouped: Grouped) -> frozenset[str]:
    """Write stories and topics into what is known; their ids are noted in `grouped`. Gives the topics to be told."""
    members = [list(s.articles) for s in grouped.stories]
    before = told.stories_of(connection, (a for m in members for a in m))
    had = set(before.values())
    names = _bear(members, before, "s", lambda i: i not in had and _exists(connection, t.stories, i))
    whole = told.articles_of(connection, had)
    rest: dict[str, list[str]] = {}  # articles of which he knows nothing stay with their story
    for old, ids in whole.items():
        rest.setdefault(names.went.get(old, old), []).extend(a for a in ids if a not in before)
    stories = {}
    for s, name in zip(grouped.stories, names.ids, strict=True):
        stories[name] = _with_rest(connection, replace(s, id=name), rest.get(name, ()))
    grouped.named_stories = dict(zip((s.id for s in grouped.stories), names.ids, strict=True))
    return _keep_topics(connection, grouped, stories, _Before(whole, names.went))


@dataclass(frozen=True, slots=True)
class _Names:
    """For groups of today, in their order: the id each bears, those of yesterday that went into it."""

    ids: list[str]
    went: dict[str, str]


def _bear(
    groups: Sequence[Sequence[str]], before: Mapping[str, str], kind: str, taken: Callable[[str], bool]
) -> _Names:
    """Ids for `groups`, from those that their members had before. An id goes where most of its members went; where
    several come together, the one with most members there stays."""
    votes: dict[str, Counter[int]] = {}
    for n, group in enumerate(groups):
        for member in group:
            if member in before:
                votes.setdefault(before[member], Counter())[n] += 1
    chose = {old: min(c, key=lambda n: (-c[n], n)) for old, c in votes.items()}
    ids: dict[int, str] = {}
    for old, n in sorted(chose.items(), key=lambda x: (-votes[x[0]][x[1]], x[0])):
        ids.setdefault(n, old)
    went = {old: ids[n] for old, n in chose.items() if ids[n] != old}
    used = set(ids.values())
    for n, group in enumerate(groups):
        if n not in ids:
            ids[n] = _fresh(name_for(kind, group[0]), used, taken)
            used.add(ids[n])
    return _Names([ids[n] for n in range(len(groups))], went)


def _fresh(name: str, used: set[str], taken: Callable[[str], bool]) -> str:
    free, n = name, 2
    while free in used or taken(free):
        free, n = f"{name}-{n}", n + 1
    return free


def _exists(connection: Connection, table: object, identity: str) -> bool:
    return told.resolve(connection, table, identity) == identity


def _with_rest(connection: Connection, story: Story, rest: Sequence[str]) -> Story:
    """The story with the articles that only the store knows of."""
    if not rest:
        return story
    old = told.get_stories_by_id(connection, [story.id]).get(story.id)
    if old is None:
        return replace(story, articles=(*rest, *story.articles))
    return replace(
        story,
        articles=tuple(dict.fromkeys((*rest, *story.articles))),
        first=min((x for x in (old.first, story.first) if x), default=None),
        last=max((x for x in (old.last, story.last) if x), default=None),
        outlets=tuple(dict.fromkeys((*old.outlets, *story.outlets))),
        independent_sources=max(old.independent_sources, story.independent_sources),
        place=story.place or old.place,
    )


@dataclass(frozen=True, slots=True)
class _Before:
    """What was: the articles of the stories concerned, and stories that went into others."""

    whole: Mapping[str, Sequence[str]]
    went: Mapping[str, str]


def _keep_topics(
    connection: Connection, grouped: Grouped, stories: Mapping[str, Story], before: _Before
) -> frozenset[str]:
    groups = [_today(connection, grouped, of, before.went) for _, of in grouped.topics]
    inside = {s for group in groups for s in group}
    had = told.topics_of(connection, {*stories, *before.went, *inside})
    for old, new in before.went.items():  # a story that went into a new one takes its topic along
        if new not in had and old in had:
            had[new] = had[old]
    known = set(had.values())
    members = [group for group in groups if group]
    was = {s: x for s, x in had.items() if s in inside}
    names = _bear(members, was, "t", lambda i: i not in known and _exists(connection, t.topics, i))
    topic_of = {s: name for name, group in zip(names.ids, members, strict=True) for s in group}
    alone = {s: had[s] if s in had else name_for("t", stories[s].articles[0]) for s in stories if s not in topic_of}
    topic_of = {s: names.went.get(x, x) for s, x in (topic_of | alone).items()}
    titles = {s.id: s.title for s in told.get_stories_by_id(connection, stories).values()}
    changed = [
        s for s in stories.values() if _differs(s, topic_of[s.id], before, had) or s.title != titles.get(s.id, s.title)
    ]
    moved = {s: x for s, x in topic_of.items() if s not in stories and had.get(s) != x}
    moved |= {s.id: names.went[x] for x, of in told.get_stories(connection, names.went).items() for s in of
              if s.id not in topic_of}  # fmt: skip
    told.drop_stories(connection, before.went)
    told.put_stories(connection, [(s, topic_of[s.id]) for s in changed])
    told.move_stories(connection, moved)
    told.drop_topics(connection, names.went)
    named = (own for (own, _), group in zip(grouped.topics, groups, strict=True) if group)
    grouped.named_topics = dict(zip(named, names.ids, strict=True))
    touched = {topic_of[s.id] for s in changed} | {*moved.values(), *names.went}
    touched |= {had[s] for s in (*(s.id for s in changed), *before.went, *moved) if s in had}
    return frozenset(names.went.get(x, x) for x in touched)


def _today(connection: Connection, grouped: Grouped, names: Iterable[str], went: Mapping[str, str]) -> list[str]:
    """The store's ids of a topic's stories."""
    found: dict[str, None] = {}
    for name in names:
        known = grouped.named_stories.get(name) or told.resolve(connection, t.stories, went.get(name, name))
        if known is not None:
            found[known] = None
    return list(found)


def _differs(story: Story, topic: str, before: _Before, had: Mapping[str, str]) -> bool:
    """Whether the store knows a story otherwise."""
    return set(story.articles) != set(before.whole.get(story.id, ())) or topic != had.get(story.id)
