"""`Desk`: what the command, the API and the follower ask of a store."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import islice
from threading import Lock
from typing import Any

from sqlalchemy import Connection, func, select

from riwaya import remembered
from riwaya.actors import NameReader
from riwaya.desk.adding import Added, Batch, batches, counted
from riwaya.desk.deciding import decided
from riwaya.desk.intake import bounded, marks_of, sort_readings
from riwaya.desk.prepared import Find, Kit, Prepared, portions
from riwaya.desk.stream import Stream
from riwaya.desk.tellers import FEWEST, tellers
from riwaya.desk.telling import Shelf, account_of, actors_of, one_article, tell_topic, today
from riwaya.desk.writing import Writer, generation
from riwaya.errors import InputError
from riwaya.model import Actor, Failure, PageState, Source, Story, When
from riwaya.pipeline import Options, Progress, find_accounts
from riwaya.read import renamed
from riwaya.search import settle
from riwaya.store import Store, pages, people, told, upkeep, waiting
from riwaya.store import tables as t
from riwaya.store.shelf import forget
from riwaya.store.told import TopicRow, Wanted

TELL_EVERY = 1000
"""Pages after which a long run tells what they changed: batch by batch the same topics would be told over and over.
Then after as many as came before: the topics of a large store are large, and each thousand took longer than the last.
"""
TOLD_AT_ONCE = 100
"""Topics that one transaction tells after pages were taken."""


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


class Desk:
    """A store with the pipeline. Threads may share one to read; `add` and `judge` take turns."""

    def __init__(self, store: Store, names: NameReader | None = None, now: When | None = None) -> None:
        self.store = store
        self._options = Options(now=now, names=names)
        self._shelf = Shelf()
        self._stream = Stream()
        self._turn = Lock()
        self._asked = Lock()

    # ------------------------------------------------------------------ adding

    def add(
        self, sources: Iterable[Source | Failure], progress: Progress | None = None, *, again: bool = False
    ) -> Added:
        """Read `sources` and keep what is new in them, batch by batch; tell anew the topics that it changes much
        (`store.waiting`): at once where it is one small batch, else ever more seldom and at the end. The others are
        told when somebody asks for them. Pages that were deleted stay away, unless they are asked for `again`.

        What cannot be read is counted and named in `failures`. Raises `StoreError`."""
        whole, done, later, untold = Added(), 0, False, 0
        for batch in batches(sources):
            if again:
                self._welcome(batch)
            later |= batch.full()
            whole += self._keep(batch, later=later)
            done += len(batch.readings)
            untold += len(batch.readings)
            if progress:
                progress("add", done, 0)
            if untold >= max(TELL_EVERY, done // 2):
                self._tell_waiting(progress, due=True)
                untold = 0
        if whole.kept:
            self._end()
        if later and untold:
            self._tell_waiting(progress, due=True)
        return whole

    def take(self, kits: Iterable[Kit], progress: Progress | None = None, *, workers: int = 1) -> Added:
        """Keep pages in which everything was found elsewhere (a bulk run), in the order they come in, which should be
        that of time; what they change is told once, at the end, by so many `workers`. Raises `StoreError`."""
        whole, done = Added(), 0
        for portion in portions(kits):
            whole += self._keep(Batch([k.reading for k in portion]), Prepared(portion).found, later=True)
            done += len(portion)
            if progress:
                progress("take", done, 0)
        if whole.kept:
            self._end()
        if workers > 1:
            self._tell_together(progress, workers)
        self._tell_waiting(progress)
        return whole

    def _end(self) -> None:
        """After the last batch."""
        with self._writing() as connection:
            Writer(connection, self._shelf, self._stream).save()
        settle(self.store)

    def _tell_waiting(self, progress: Progress | None, *, due: bool = False) -> None:
        """Tell what waits to be told, or what of it is due: of a run that was killed too."""
        told_of = 0
        while some := self.retell(TOLD_AT_ONCE, due=due):
            told_of += some
            if progress:
                progress("tell", told_of, 0)
        remembered.forget()  # a run of days stays at one size

    def _tell_together(self, progress: Progress | None, workers: int) -> None:
        """Tell what waits in several processes, as long as nobody else writes; what is left waits on."""
        with self.store.reading() as connection:
            topics, seen = told.stale_topics(connection), generation(connection)
        if len(topics) < FEWEST:
            return
        done = 0
        with tellers(self.store, workers) as several:
            results = several.tell(topics)
            while portion := list(islice(results, TOLD_AT_ONCE)):
                with self._writing() as connection:
                    if generation(connection) != seen:
                        return
                    writer = Writer(connection, self._shelf, self._stream)
                    for topic, result in portion:
                        writer.put(topic, result)
                done += len(portion)
                if progress:
                    progress("tell", done, len(topics))

    def _welcome(self, batch: Batch) -> None:
        """Forget that the pages of a batch were deleted."""
        marks = {m for r in batch.readings for m in marks_of(renamed(r, bounded(r.page.name)).page)}
        with self._writing() as connection:
            upkeep.welcome_back(connection, marks)

    def _keep(self, batch: Batch, find: Find | None = None, *, later: bool = False) -> Added:
        """One batch: found outside of the transaction, linked, grouped and told within it."""
        find = find or (lambda readings: find_accounts(readings, self._options))
        while True:
            with self.store.reading() as connection:
                seen = generation(connection)
                ours = sort_readings(connection, batch.readings)
            found = find(ours.readings)
            with self._writing() as connection:
                if generation(connection) == seen:  # else what is new may be so no more: look again
                    writer = Writer(connection, self._shelf, self._stream)
                    topics = writer.keep(ours, found, batch.failures, later=later)
                    return counted(batch, ours, found, topics)

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        try:
            with self._turn, self.store.writing() as connection:
                yield connection
        except BaseException:
            self._shelf.clear()  # what they hold of this transaction is not kept
            self._stream.forget()
            raise

    def delete(self, page: str) -> bool:
        """Delete a page with all that hangs on it, and tell anew what is left; whether there was one."""
        with self._writing() as connection:
            found = Writer(connection, self._shelf, self._stream).delete([bounded(page)]) > 0
        forget(self.store)
        return found

    def retell(self, limit: int | None = None, *, due: bool = False) -> int:
        """Tell the topics that wait to be told again, at most `limit`; of them those that are `due` alone, or those too
        that wait until somebody asks. How many were told."""
        with self._writing() as connection:
            topics = told.stale_topics(connection)
            now = (sorted(waiting.due(connection, topics)) if due else topics)[:limit]
            Writer(connection, self._shelf, self._stream).tell(now)
        return len(now)

    def tell_foremost(self) -> str | None:
        """Tell the topic that lists show first of those that wait, so that its first reader need not; None where none
        waits. Nobody who writes waits for it."""
        with self.store.reading() as connection:
            topic = waiting.foremost(connection)
        if topic is not None:
            self._told_now(topic)
            remembered.forget()  # whoever follows does so for days
        return topic

    def retain(self, today: dt.date) -> tuple[int, int]:
        """Delete the pages, and the full texts of pages, that the store's rules of retention let go of by `today`; how
        many of each. Of a text only the words that something rests on stay."""
        with self._writing() as connection:
            gone, bare = upkeep.too_old(connection, today)
            writer = Writer(connection, self._shelf, self._stream)
            if gone:
                writer.delete(gone)
            if bare:
                writer.mask(bare)
        if gone or bare:
            forget(self.store)
        return len(gone), len(bare)

    # ------------------------------------------------------------------ judging

    def judge(self, kind: str, a: str, b: str, verdict: bool, who: str = "user") -> int:
        """Keep for ever that `a` and `b` are one, or are not; the number of the act, for `undo`.

        kind: `same_actor` (ids of actors), `same_story` (ids of articles or stories: a story speaks for all its
        articles), `copy_of` (article `a` took its words from article `b`). Raises `InputError` for an id that the store
        does not know, `UsageError` for another kind.
        """
        with self._writing() as connection:
            return Writer(connection, self._shelf, self._stream).judge(decided(connection, kind, (a, b), verdict, who))

    def undo(self, act: int, who: str = "user") -> int:
        """Nobody says any more what was decided with an act: its records stay, and count no longer. The number of this
        act. Raises `InputError` where there was none."""
        with self._writing() as connection:
            before = people.judged(connection, act)
            if not before:
                raise InputError(f"{act}: nothing was decided under this number")
            if not people.stands(connection, before):
                raise InputError(f"{act}: is undone already")
            return Writer(connection, self._shelf, self._stream).judge(
                [replace(j, by=who) for j in before], undone=True
            )

    def judgements(self, *, limit: int = 100, before: int | None = None) -> list[dict[str, Any]]:
        """What people decided, the latest first, undone or not; after the row whose `key` is `before`. A decision about
        stories is one row; `members` are all whom it is about, in the order of its pairs."""
        with self.store.reading() as connection:
            rows = _latest(connection, t.judgements, limit, before, t.judgements.c.key == t.judgements.c.act)
            for row in rows:
                pairs = people.judged(connection, row["act"])
                row["members"] = list(dict.fromkeys(i for j in pairs for i in (j.a, j.b)))
            return rows

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
        return self._told_now(topic) if text is None else text

    def _told_now(self, topic: str) -> str | None:
        """Tell a topic for whoever asks, from what the store holds now: nobody who writes waits for it. Where it
        changed meanwhile it is told as it is by then."""
        with self._asked:
            with self.store.reading() as connection:
                text, seen = told.document_of(connection, topic), told.revs_of(connection, [topic]).get(topic)
                if text is not None:  # another asked for it too
                    return text
                result = tell_topic(connection, Shelf(), topic) if seen else None
            with self._writing() as connection:
                writer = Writer(connection, self._shelf, self._stream)
                if result is not None and told.revs_of(connection, [topic]).get(topic) == seen:
                    writer.put(topic, result)
                else:
                    writer.tell([topic])
                return told.document_of(connection, topic)

    def topic_id(self, identity: str) -> str | None:
        """The topic that an id of a topic or a story leads to today."""
        with self.store.reading() as connection:
            found = told.resolve(connection, t.topics, identity)
            if found is None and (story := told.resolve(connection, t.stories, identity)) is not None:
                found = told.topics_of(connection, [story]).get(story)
            return found

    def beginning(self, begun: str, limit: int = 10) -> list[str]:
        """Ids of stories and topics that begin so, at most `limit`."""
        with self.store.reading() as connection:
            found = [x for table in (t.stories, t.topics) for x in told.beginning(connection, table, begun, limit)]
        return sorted(found)[:limit]

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
            kept, on = pages.get_kept(connection, [identity])
            if identity not in kept:
                return None
            account = today(connection, [account_of(kept[identity])])[0]
            page = on[account.article.page]
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
        with self.store.reading() as connection:
            return _latest(
                connection, t.ledger, limit, before, t.ledger.c.outlet == outlet if outlet is not None else None
            )

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


def _latest(
    connection: Connection, table: Any, limit: int, before: int | None, only: Any = None
) -> list[dict[str, Any]]:
    query = select(table)
    if only is not None:
        query = query.where(only)
    if before is not None:
        query = query.where(table.c.key < before)
    rows = connection.execute(query.order_by(table.c.key.desc()).limit(max(1, min(limit, 1000))))
    return [dict(row._mapping) for row in rows]
