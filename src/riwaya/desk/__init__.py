"""The desk: pages go in, stories come out, and what people decide stays decided. Joins the pipeline and a store.

    with open_store("news.db") as store:
        desk = Desk(store, names=encoder())            # names=None: the fast way, without the trained name reader
        print(desk.add(open_inputs(["feeds/"])))       # Added(kept=12, repeated=3, ...)
        for story in desk.stories(limit=20): ...
        document = desk.topic(story.topic)             # the riwaya/1 document of that topic alone, for `render`
        desk.judge("same", "person:a", "person:b", who="layla")

Every batch of pages is one transaction: a process that is killed loses the batch it was at, and adding the same again
keeps what is missing, once. Stories and topics keep their ids; ids that went into others lead there.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, func, select

from riwaya.account import Account
from riwaya.actors import NameReader, meet
from riwaya.desk.grouping import regroup
from riwaya.desk.intake import Sorted, sort_readings
from riwaya.desk.people import link
from riwaya.desk.telling import Shelf, actors_of, one_article, tell_topic
from riwaya.model import Actor, Failure, Judgement, PageState, Reading, Source, Story, When
from riwaya.pipeline import Found, Options, Progress, find_accounts
from riwaya.read import read_each
from riwaya.store import Store, pages, people, told
from riwaya.store import tables as t
from riwaya.store.rows import Kept
from riwaya.store.told import TopicRow, Wanted

__all__ = ["Added", "Desk", "StoryRow", "TopicRow"]

BATCH = 100
"""Pages of a batch."""
BATCH_CHARACTERS = 2_000_000
"""Characters of a batch's pages, at most."""


@dataclass(frozen=True, slots=True)
class Added:
    """What adding pages gave. `repeated` came before; `duplicate` are new pages that say nothing new (the feed's words
    of a page, another form of an address); `revised` are later versions; `lost` pages have no article; `stories` and
    `topics` were told anew."""

    kept: int = 0
    repeated: int = 0
    duplicate: int = 0
    revised: int = 0
    lost: int = 0
    topics: int = 0
    failures: tuple[Failure, ...] = ()

    def __add__(self, other: Added) -> Added:
        return Added(
            self.kept + other.kept,
            self.repeated + other.repeated,
            self.duplicate + other.duplicate,
            self.revised + other.revised,
            self.lost + other.lost,
            self.topics + other.topics,
            self.failures + other.failures,
        )


@dataclass(frozen=True, slots=True)
class StoryRow:
    """A story as a list shows it, without its articles' ids. `cursor` asks for what comes after it."""

    story: Story
    topic: str
    moment: str
    size: int

    @property
    def cursor(self) -> tuple[str, str]:
        return self.moment, self.story.id


@dataclass(slots=True)
class _Batch:
    """Pages on their way in."""

    readings: list[Reading] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    characters: int = 0

    def full(self) -> bool:
        return len(self.readings) >= BATCH or self.characters >= BATCH_CHARACTERS


class Desk:
    """A store with the pipeline. Threads may share one to read; `add` and `judge` take turns."""

    def __init__(self, store: Store, names: NameReader | None = None, now: When | None = None) -> None:
        self.store = store
        self._options = Options(now=now, names=names)
        self._shelf = Shelf()

    # ------------------------------------------------------------------ adding

    def add(self, sources: Iterable[Source | Failure], progress: Progress | None = None) -> Added:
        """Read `sources` and keep what is new in them, batch by batch; tell anew what that changes.

        What cannot be read is counted and named in `failures`. Raises `StoreError`."""
        whole = Added()
        done = 0
        for batch in _batches(sources):
            whole += self._keep(batch)
            done += len(batch.readings)
            if progress:
                progress("add", done, 0)
        return whole

    def _keep(self, batch: _Batch) -> Added:
        """One batch: found outside of the transaction, linked, grouped and told within it."""
        while True:
            with self.store.reading() as connection:
                seen = _generation(connection)
                ours = sort_readings(connection, batch.readings)
            found = find_accounts(ours.readings, self._options)
            with self.store.writing() as connection:
                if _generation(connection) != seen:
                    continue  # somebody else wrote meanwhile: what is new may be so no more
                try:
                    topics = self._write(connection, ours, found, batch.failures)
                except BaseException:
                    self._shelf.clear()  # what it holds of this batch is not kept
                    raise
            return _counted(batch, ours, found, topics)

    def _write(self, connection: Connection, ours: Sorted, found: Found, failures: Sequence[Failure]) -> int:
        if not (ours.came or failures):
            return 0
        told_before = told.stories_of(connection, _articles_on(connection, [p.name for p in ours.ended]))
        heirs = _heirs(ours, told_before)
        for page in ours.ended:
            pages.end_page(connection, page)
        self._shelf.drop(told_before)
        pages.put_pages(connection, ours.came)
        read = {c.page.name: c.page for c in ours.came}
        pages.put_articles(connection, [_kept(a) for a in found.accounts], read)
        pages.put_versions(connection, ours.versions)
        lost = (*failures, *(f for r in ours.readings for f in r.failures), *found.failures)
        ended = [(c.page, c.outlet) for c in ours.came] + [(p, None) for p in ours.ended]
        pages.put_ledger(connection, ended, lost)
        told.inherit(connection, heirs)
        self._shelf.put(found.accounts)
        judgements = people.standing(connection)
        changed = link(connection, _meet(found, judgements), judgements)
        touched = [a.id for a in found.accounts] + _left(connection, told_before)
        topics = set(regroup(connection, self._load(connection), touched, judgements)) if touched else set()
        topics |= told.topics_naming(connection, changed)
        topics |= told.drop_empty_stories(connection, set(told_before.values()))
        self._tell(connection, topics)
        _count_up(connection)
        return len(topics)

    def _load(self, connection: Connection) -> Any:
        return lambda ids: self._shelf.take(connection, ids)

    def _tell(self, connection: Connection, topics: Iterable[str]) -> None:
        for topic in sorted(topics):
            result = tell_topic(connection, self._shelf, topic)
            if result is None:
                told.drop_topics(connection, {topic: None})
            else:
                told.put_topics(connection, [(result.row, result.document)])

    # ------------------------------------------------------------------ reading

    def stories(
        self,
        *,
        since: str | None = None,
        outlet: str | None = None,
        actor: str | None = None,
        limit: int = 50,
        before: tuple[str, str] | None = None,
    ) -> list[StoryRow]:
        """Stories, the latest first: with an article since a moment, of an outlet, about an actor; after the row whose
        `cursor` is `before`."""
        with self.store.reading() as connection:
            rows = told.list_stories(connection, self._wanted(connection, since, outlet, actor, limit, before))
        return [StoryRow(*row) for row in rows]

    def topics(
        self,
        *,
        since: str | None = None,
        outlet: str | None = None,
        actor: str | None = None,
        limit: int = 50,
        before: tuple[str, str] | None = None,
    ) -> list[TopicRow]:
        """Topics, the latest first; filters and paging as for `stories` (the cursor is `(moment, id)`)."""
        with self.store.reading() as connection:
            return told.list_topics(connection, self._wanted(connection, since, outlet, actor, limit, before))

    def _wanted(self, connection: Connection, *given: Any) -> Wanted:
        since, outlet, actor, limit, before = given
        ids: tuple[str, ...] = ()
        if actor is not None:
            root = people.roots_of(connection, [actor]).get(actor, actor)
            ids = (root, *(k.actor.id for k in people.members(connection, [root]).get(root, []) if k.actor.id != root))
        return Wanted(since, outlet, ids, before, max(1, min(limit, 1000)))

    def topic(self, identity: str) -> dict[str, Any] | None:
        """The `riwaya/1` document of a topic alone. `identity` may be an id that went into another, or a story's; None
        where there is none."""
        text = self.topic_json(identity)
        return None if text is None else json.loads(text)

    def topic_json(self, identity: str) -> str | None:
        """The same as the JSON text that is kept."""
        topic = self.topic_id(identity)
        if topic is None:
            return None
        with self.store.reading() as connection:
            text = told.document_of(connection, topic)
        if text is not None:
            return text
        with self.store.writing() as connection:
            self._tell(connection, [topic])
            return told.document_of(connection, topic)

    def topic_id(self, identity: str) -> str | None:
        """The topic that an id of a topic or a story leads to today."""
        with self.store.reading() as connection:
            found = told.resolve(connection, t.topics, identity)
            if found is None and (story := told.resolve(connection, t.stories, identity)) is not None:
                found = told.topics_of(connection, [story]).get(story)
            return found

    def story(self, identity: str) -> tuple[Story, str] | None:
        """A story with its articles' ids, and its topic. `identity` may be an id that went into another."""
        with self.store.reading() as connection:
            found = told.resolve(connection, t.stories, identity)
            if found is None:
                return None
            story = told.get_stories_by_id(connection, [found])[found]
            return story, told.topics_of(connection, [found])[found]

    def article(self, identity: str) -> dict[str, Any] | None:
        """An article alone as a `riwaya/1` document; None where there is none."""
        with self.store.reading() as connection:
            account = self._shelf.take(connection, [identity]).get(identity)
            if account is None:
                return None
            page = pages.get_pages(connection, [account.article.page])[account.article.page]
            actors = actors_of(connection, [account])
            story = told.stories_of(connection, [identity]).get(identity)
            whole = told.get_stories_by_id(connection, [story]).get(story) if story else None
            return one_article(page, account, actors, whole)

    def actor(self, identity: str) -> tuple[Actor, tuple[str, ...]] | None:
        """An actor as known today, and all ids that mean it; `identity` may be any of them."""
        with self.store.reading() as connection:
            root = people.roots_of(connection, [identity]).get(identity)
            if root is None:
                return None
            rows = people.members(connection, [root])[root]
            return people.whole(rows), tuple(k.actor.id for k in rows)

    def ledger(self, *, outlet: str | None = None, limit: int = 100, before: int | None = None) -> list[dict[str, Any]]:
        """How pages ended, the latest first; after the row whose `key` is `before`."""
        query = select(t.ledger)
        if outlet is not None:
            query = query.where(t.ledger.c.outlet == outlet)
        if before is not None:
            query = query.where(t.ledger.c.key < before)
        with self.store.reading() as connection:
            rows = connection.execute(query.order_by(t.ledger.c.key.desc()).limit(limit))
            return [dict(row._mapping) for row in rows]

    def outlets(self) -> list[dict[str, Any]]:
        """How many pages of each outlet ended how, and when the last one came; None stands for no known outlet."""
        p = t.pages.c
        query = select(p.outlet, p.state, func.count(), func.max(p.added)).group_by(p.outlet, p.state)
        rows: dict[str | None, dict[str, Any]] = {}
        with self.store.reading() as connection:
            for outlet, state, n, last in connection.execute(query):
                blank = {"outlet": outlet, **dict.fromkeys((s.value for s in PageState), 0), "last": ""}
                row = rows.setdefault(outlet, blank)
                row[state] = n
                row["last"] = max(row["last"], last)
        return [rows[o] for o in sorted(rows, key=lambda o: (o is None, o or ""))]


def _batches(sources: Iterable[Source | Failure]) -> Iterator[_Batch]:
    batch = _Batch()
    for source in sources:
        if isinstance(source, Failure):
            batch.failures.append(source)
            continue
        try:
            for reading in read_each(source):
                batch.readings.append(reading)
                batch.characters += len(reading.page.text)
                if batch.full():
                    yield batch
                    batch = _Batch()
        except Exception as e:  # noqa: BLE001 - the boundary: one source's trouble is its own
            batch.failures.append(Failure(source.name, "read", f"{type(e).__name__}: {e}"))
    if batch.readings or batch.failures:
        yield batch


def _kept(account: Account) -> Kept:
    return Kept(account.article, account.dates, account.mentions, account.statements, account.events, account.claims)


def _meet(found: Found, judgements: Sequence[Judgement]) -> Any:
    return meet([(a.words, m) for a, m in zip(found.accounts, found.named, strict=True)], judgements)


def _articles_on(connection: Connection, names: Sequence[str]) -> list[str]:
    keys = pages.page_keys(connection, names).values()
    return [a.id for r in pages.readings(connection, sorted(keys)) for a in r.articles]


def _heirs(ours: Sorted, told_before: dict[str, str]) -> dict[str, str]:
    """Articles of later versions, and the story that the earlier version's article stood in."""
    first = {r.page.name: r.articles[0].id for r in ours.readings}
    stories = {article.rpartition("#")[0]: story for article, story in reversed(told_before.items())}
    return {first[v.later]: stories[v.earlier] for v in ours.versions if v.later in first and v.earlier in stories}


def _left(connection: Connection, told_before: dict[str, str]) -> list[str]:
    """The articles that are left in stories that lost one."""
    return [a for ids in told.articles_of(connection, set(told_before.values())).values() for a in ids]


def _generation(connection: Connection) -> str | None:
    return connection.scalar(select(t.meta.c.value).where(t.meta.c.name == "generation"))


def _count_up(connection: Connection) -> None:
    pages.set_meta(connection, "generation", str(int(_generation(connection) or 0) + 1))


def _counted(batch: _Batch, ours: Sorted, found: Found, topics: int) -> Added:
    states = [c.page.state for c in ours.came]
    return Added(
        kept=sum(s is PageState.KEPT for s in states),
        repeated=ours.repeated,
        duplicate=sum(s is PageState.DUPLICATE for s in states),
        revised=len(ours.versions),
        lost=sum(s not in (PageState.KEPT, PageState.DUPLICATE) for s in states),
        topics=topics,
        failures=(*batch.failures, *(f for r in batch.readings for f in r.failures), *found.failures),
    )
