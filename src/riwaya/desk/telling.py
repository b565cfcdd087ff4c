"""Telling a topic from what the store keeps of it: the `riwaya/1` document of that topic alone."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection

from riwaya.account import Account
from riwaya.desk.facts import facts_of
from riwaya.desk.people import ids_in, relabel
from riwaya.model import Actor, Page, Story, Telling, Topic
from riwaya.pipeline import tell_affair
from riwaya.render import document
from riwaya.statements import mark
from riwaya.store import pages, people, told
from riwaya.store.lists import Facts
from riwaya.store.rows import Kept
from riwaya.store.told import TopicRow
from riwaya.text import read_words


def account_of(kept: Kept) -> Account:
    """What the store keeps of an article, made ready for the rooms that look across."""
    words = read_words(kept.article)
    return Account(words, kept.dates, kept.mentions, kept.statements, kept.events, kept.claims)


class Shelf:
    """Accounts at hand: those used last stay in memory, ids of actors as their pages gave them."""

    def __init__(self, most: int = 500) -> None:
        self._most = most
        self._held: dict[str, Account] = {}
        self.generation: str | None = None

    def of_generation(self, generation: str | None) -> None:
        """Forget all where somebody else has written since."""
        if generation != self.generation:
            self.clear()
            self.generation = generation

    def put(self, accounts: Iterable[Account]) -> None:
        """Keep accounts at hand."""
        for account in accounts:
            account.words.release()
            self._held[account.id] = account
        self.trim()

    def trim(self) -> None:
        """Let go of those that were not used for longest."""
        while len(self._held) > self._most:
            self._held.pop(next(iter(self._held)))

    def drop(self, ids: Iterable[str]) -> None:
        """Forget accounts: they changed, or are no more."""
        for identity in ids:
            self._held.pop(identity, None)

    def clear(self) -> None:
        """Forget all."""
        self._held.clear()

    def take(self, connection: Connection, ids: Iterable[str]) -> dict[str, Account]:
        """Accounts by id, in the order asked for, with actors as they are known today; unknown ids are left out."""
        wanted = list(dict.fromkeys(ids))
        missing = [i for i in wanted if i not in self._held]
        if missing:
            kept, _ = pages.get_kept(connection, missing)
            self._held |= {i: account_of(k) for i, k in kept.items()}
        own: dict[str, Account] = {}
        for i in wanted:
            if i in self._held:
                own[i] = self._held[i] = self._held.pop(i)
        self.trim()
        return dict(zip(own, today(connection, own.values()), strict=True))


def today(connection: Connection, accounts: Iterable[Account]) -> list[Account]:
    """Accounts with their actors as they are known today."""
    own = list(accounts)
    roots = people.roots_of(connection, {a for account in own for a in ids_in(account)})
    return [known_today(account, roots) for account in own]


def known_today(account: Account, roots: Mapping[str, str]) -> Account:
    """The account with its actors as they are known today."""
    return relabel(account, roots) if any(roots.get(i, i) != i for i in ids_in(account)) else account


@dataclass(frozen=True, slots=True)
class TopicTold:
    """A topic told: its row for lists, its document as JSON, what lists show of it and of its stories."""

    row: TopicRow
    document: str
    facts: Facts
    stories: dict[str, Facts]


def tell_topic(connection: Connection, shelf: Shelf, topic: str) -> TopicTold | None:
    """Tell a topic anew from its articles; None where it has none any more."""
    stories = told.get_stories(connection, [topic]).get(topic, [])
    ids = [a for s in stories for a in s.articles]
    accounts = shelf.take(connection, ids)
    if not accounts:
        return None
    names = pages.get_pages(connection, (a.article.page for a in accounts.values()))
    derivations = told.get_derivations(connection, ids)
    actors = actors_of(connection, accounts.values())
    title = max(stories, key=lambda s: (len(s.articles), s.last or "", s.id)).title
    bare = Topic(topic, title, tuple(s.id for s in stories))
    result = tell_affair(bare, list(accounts.values()), derivations, actors, stories)
    versions = pages.get_versions(connection, names)
    earlier = pages.get_pages(connection, {v.earlier for v in versions} - names.keys())
    telling = Telling(
        pages=(*names.values(), *earlier.values()),
        articles=tuple(a.article for a in accounts.values()),
        dates=tuple(d for a in accounts.values() for d in a.dates),
        actors=actors,
        mentions=tuple(m for a in accounts.values() for m in a.mentions),
        statements=tuple(mark(s, result.same) for a in accounts.values() for s in a.statements),
        claims=tuple(c for a in accounts.values() for c in a.claims),
        events=result.events,
        derivations=derivations,
        stories=tuple(stories),
        topics=(result.topic,),
        failures=result.failures,
        versions=tuple(versions),
    )
    for account in accounts.values():
        account.words.release()
    moments = _moments(telling)
    row = _row(telling, result.topic.independent_sources, moments)
    whole, each = facts_of(telling, row.independent, moments)
    return TopicTold(row, json.dumps(document(telling), ensure_ascii=False, separators=(",", ":")), whole, each)


def actors_of(connection: Connection, accounts: Iterable[Account]) -> tuple[Actor, ...]:
    """The actors whom accounts name, with all the forms they are known by."""
    ids = {i for account in accounts for i in ids_in(account)}
    rows = people.members(connection, ids)
    return tuple(people.whole(rows[i]) for i in sorted(rows))


def _moments(telling: Telling) -> dict[str, str]:
    names = {p.name: p for p in telling.pages}
    return {a.id: pages.published_moment(a, names[a.page].retrieved) for a in telling.articles}


def _row(telling: Telling, independent: int, moments: Mapping[str, str]) -> TopicRow:
    topic = telling.topics[0]
    inside = {a.id for a in telling.articles}
    return TopicRow(
        id=topic.id,
        title=topic.title,
        moment=max(moments.values(), default=""),
        stories=len(telling.stories),
        size=len(telling.articles),
        outlets=len({a.outlet for a in telling.articles if a.outlet}),
        independent=independent,
        contrasts=len(topic.contrasts),
        copies=sum(d.source in inside for d in telling.derivations),
    )


def one_article(page: Page, account: Account, actors: Sequence[Actor], story: Story | None) -> dict[str, Any]:
    """An article alone as a `riwaya/1` document."""
    telling = Telling(
        pages=(page,),
        articles=(account.article,),
        dates=account.dates,
        actors=tuple(actors),
        mentions=account.mentions,
        statements=account.statements,
        claims=account.claims,
        events=account.events,
        stories=() if story is None else (replace(story, articles=(account.id,)),),
    )
    return document(telling)
