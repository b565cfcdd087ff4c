"""Stories that grow: which reports of the days around new ones tell one event, under ids that last.

A story keeps its id while it lives: of the groups that hold its articles today, the one with most of them bears it.
What went into another leads there. New ids are made of the first article's: the same pages always give the same.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from riwaya.account import Account
from riwaya.model import Judgement, Story, Topic
from riwaya.store import pages, told
from riwaya.store import tables as t
from riwaya.stories import find_derivations, group_stories

DAYS = 3
"""Reports of so many days before and after new ones are grouped again with them."""

Load = Callable[[Iterable[str]], dict[str, Account]]


def name_for(kind: str, first: str) -> str:
    """An id of kind `s` (story) or `t` (topic) made of the id of its first article."""
    digest = hashlib.sha256(first.encode("utf-8", "surrogatepass")).digest()
    return f"{kind}-{base64.b32encode(digest[:8]).decode().lower()[:10]}"


def regroup(
    connection: Connection, load: Load, touched: Sequence[str], judgements: Sequence[Judgement]
) -> frozenset[str]:
    """Group the days around the articles `touched` (new, or such as people judged). Gives the topics to be told."""
    accounts = load(_window(connection, load(touched).values()))
    ordered = list(accounts.values())
    derivations = find_derivations(ordered, judgements)
    stories, topics = group_stories(ordered, derivations, judgements)
    found = {d.derived for d in derivations}
    told.put_derivations(connection, {*touched, *found}, derivations)
    return keep(connection, stories, topics, frozenset(touched))


def _window(connection: Connection, accounts: Iterable[Account]) -> list[str]:
    """The articles of the days around `accounts`, and they themselves."""
    ids: dict[str, None] = {}
    reach = dt.timedelta(days=DAYS)
    spans: list[tuple[dt.date, dt.date]] = []
    for account in accounts:
        ids[account.id] = None
        when = account.article.published.when if account.article.published else None
        if when is not None and when.start is not None:
            low, high = when.start.toordinal() - DAYS, when.start + reach
            spans.append((dt.date.fromordinal(max(1, low)), high + dt.timedelta(days=1)))
    for first, after in _merged(spans):
        ids |= dict.fromkeys(pages.articles_between(connection, first.isoformat(), after.isoformat()))
    return list(ids)


def _merged(spans: Iterable[tuple[dt.date, dt.date]]) -> list[tuple[dt.date, dt.date]]:
    merged: list[tuple[dt.date, dt.date]] = []
    for low, high in sorted(spans):
        if merged and low <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(high, merged[-1][1]))
        else:
            merged.append((low, high))
    return merged


# ------------------------------------------------------------------ ids that last


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


def keep(
    connection: Connection, stories: Sequence[Story], topics: Sequence[Topic], touched: frozenset[str]
) -> frozenset[str]:
    """Write the stories and topics of a window into what is known. Gives the topics to be told anew."""
    members = [list(s.articles) for s in stories]
    before = told.stories_of(connection, (a for m in members for a in m))
    names = _bear(members, before, "s", lambda i: i not in before.values() and _exists(connection, t.stories, i))
    whole = told.articles_of(connection, {*before.values()})
    inside = set(before)
    rest: dict[str, list[str]] = {}  # articles outside of the window stay with their story
    for old, ids in whole.items():
        rest.setdefault(names.went.get(old, old), []).extend(a for a in ids if a not in inside)
    new = {
        names.ids[n]: _with_rest(connection, replace(s, id=names.ids[n]), rest.get(names.ids[n], ()))
        for n, s in enumerate(stories)
    }
    home = {s.id: names.ids[n] for n, s in enumerate(stories)}
    groups = [[home[s] for s in topic.stories] for topic in topics]
    return _keep_topics(connection, new, groups, _Before(whole, names.went, touched))


def _exists(connection: Connection, table: object, identity: str) -> bool:
    return told.resolve(connection, table, identity) == identity


def _with_rest(connection: Connection, story: Story, rest: Sequence[str]) -> Story:
    """The story with its articles that lie outside of the window."""
    if not rest:
        return story
    old = next(iter(told.get_stories_by_id(connection, [story.id]).values()), None)
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
    """What was: the articles of the stories concerned, stories that went into others, articles that are new."""

    whole: Mapping[str, Sequence[str]]
    went: Mapping[str, str]
    touched: frozenset[str]


def _keep_topics(
    connection: Connection, stories: Mapping[str, Story], groups: Sequence[Sequence[str]], before: _Before
) -> frozenset[str]:
    had = told.topics_of(connection, {*stories, *before.went})
    for old, new in before.went.items():  # a story that went into a new one takes its topic along
        if new not in had and old in had:
            had[new] = had[old]
    names = _bear(
        groups,
        {s: x for s, x in had.items() if s in stories},
        "t",
        lambda i: i not in had.values() and _exists(connection, t.topics, i),
    )
    topic_of = {s: names.ids[n] for n, group in enumerate(groups) for s in group}
    changed = [
        s
        for s in stories.values()
        if set(s.articles) != set(before.whole.get(s.id, ()))
        or topic_of[s.id] != had.get(s.id)
        or not before.touched.isdisjoint(s.articles)
    ]
    moved = _outside(connection, names.went, stories)
    told.drop_stories(connection, before.went)
    told.put_stories(connection, [(s, topic_of[s.id]) for s in changed])
    told.move_stories(connection, moved)
    told.drop_topics(connection, names.went)
    touched = {topic_of[s.id] for s in changed} | {*moved.values()}
    touched |= {x for s in changed if (x := had.get(s.id))} | {x for s in before.went if (x := had.get(s))}
    return frozenset(names.went.get(x, x) for x in touched | names.went.keys())


def _outside(connection: Connection, went: Mapping[str, str], stories: Mapping[str, Story]) -> dict[str, str]:
    """Stories outside of the window whose topic went into another go along."""
    rest = told.get_stories(connection, went)
    return {s.id: went[topic] for topic, of in rest.items() for s in of if s.id not in stories}
