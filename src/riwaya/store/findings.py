"""What was found in articles, asked across all of them: statements, events, how a name is written, outlets.

Rows come with their words and with where they stand; the latest article first, within it in reading order. A cursor is
`(moment, article, n)` of the last row that was shown. Ids of actors are those of their pages; `people` tells whom they
mean today.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from sqlalchemy import Connection, Select, and_, func, or_, select

from riwaya.model import Event
from riwaya.store import tables as t
from riwaya.store.codec import from_plain, swell
from riwaya.store.rows import in_parts

Cursor = tuple[str, str, int]
_LATEST = 200
"""Mentions, events: so many of the latest are looked at where all could be hundreds of thousands."""


@dataclass(frozen=True, slots=True)
class Where:
    """Where something was found. `published` as told; `moment` for sorting; `title` the article's."""

    article: str
    page: str
    outlet: str | None
    title: str
    published: str | None
    moment: str
    url: str | None
    story: str | None
    topic: str | None


@dataclass(frozen=True, slots=True)
class SaidRow:
    """A statement with its words. `name` are the words that name the speaker, where some do; `jointly` those who say it
    with them, each by actor and words."""

    id: str
    n: int
    where: Where
    start: int
    end: int
    words: str
    mode: str
    polarity: str
    speaker: str | None
    name: str | None
    hedge: str | None
    via: tuple[str, ...]
    jointly: tuple[tuple[str | None, str | None], ...] = ()


@dataclass(frozen=True, slots=True)
class EventRow:
    """An event with the words of its first mention."""

    event: Event
    n: int
    where: Where
    words: str


@dataclass(frozen=True, slots=True)
class Search:
    """What is asked for. Ids of one actor all together; `since` and `until` are days (`until` itself left out): of
    publication for statements, of the event itself, where it tells one, for events."""

    actors: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    kind: str | None = None
    polarity: str | None = None
    mode: str | None = None
    status: str | None = None
    outlet: str | None = None
    stories: tuple[str, ...] | None = None
    since: str | None = None
    until: str | None = None
    before: Cursor | None = None
    limit: int = 50
    articles: tuple[int, ...] | None = None  # keys; None: all

    def after(self, cursor: Cursor) -> Search:
        """The same for what comes after a row."""
        return replace(self, before=cursor)


def statements(connection: Connection, search: Search) -> list[SaidRow]:
    """Statements as `search` wants them."""
    s, a = t.statements.c, t.articles.c
    query = _joined(t.statements)
    if search.actors:
        query = query.where(s.speaker.in_(search.actors))
    query = _where(query, ((s.polarity, search.polarity), (s.mode, search.mode)), search)
    if search.since:
        query = query.where(a.day_from >= search.since)
    if search.until:
        query = query.where(a.day_from < search.until)
    rows = connection.execute(_paged(query, s.n, search)).all()
    texts = _texts(connection, {row.page for row in rows})
    return [_said(row, texts[row.page]) for row in rows]


def events(connection: Connection, search: Search) -> list[EventRow]:
    """Events as `search` wants them."""
    e, a = t.events.c, t.articles.c
    query = _joined(t.events)
    for role, ids in (("actor", search.actors), ("recipient", search.recipients)):
        if ids:
            query = query.where(_takes_part(role, ids))
    if search.places:
        query = query.where(e.place.in_(search.places))
    query = _where(query, ((e.type, search.kind), (e.status, search.status)), search)
    day = func.coalesce(e.day_from, a.day_from)
    if search.since:
        query = query.where(day >= search.since)
    if search.until:
        query = query.where(day < search.until)
    rows = connection.execute(_paged(query, e.n, search)).all()
    texts = _texts(connection, {row.page for row in rows})
    return [EventRow(_event(row), row.n, _place(row), texts[row.page][row.start : row.stop]) for row in rows]


def events_with(connection: Connection, actors: Sequence[str], limit: int, words: bool = True) -> list[EventRow]:
    """The latest events in which one of `actors` does something or has something done to it; without their words where
    nobody reads them."""
    b = t.event_actors.c
    mine = select(b.article, b.n).where(b.actor.in_(actors)).distinct().subquery()
    query = _joined(t.events).join(mine, and_(mine.c.article == t.events.c.article, mine.c.n == t.events.c.n))
    rows = connection.execute(_paged(query, t.events.c.n, Search(limit=limit))).all()
    texts = _texts(connection, {row.page for row in rows} if words else ())
    return [EventRow(_event(row), row.n, _place(row), texts.get(row.page, "")[row.start : row.stop]) for row in rows]


def _joined(found: Any) -> Select[Any]:
    """Rows of `found` with their articles, pages and stories."""
    a = t.articles.c
    where = (a.id.label("article_id"), a.page, a.outlet, a.title, a.published, a.moment, a.url, a.story)
    own = [c for c in found.c if c.name != "article"]
    return (
        select(*own, *where, t.pages.c.name.label("page_name"), t.stories.c.topic)
        .join(t.articles, a.key == found.c.article)
        .join(t.pages, t.pages.c.key == a.page)
        .outerjoin(t.stories, t.stories.c.id == a.story)
    )


def _where(query: Select[Any], equal: Sequence[tuple[Any, str | None]], search: Search) -> Select[Any]:
    for column, value in (*equal, (t.articles.c.outlet, search.outlet)):
        if value is not None:
            query = query.where(column == value)
    if search.stories is not None:
        query = query.where(t.articles.c.story.in_(search.stories))
    if search.articles is not None:
        query = query.where(t.articles.c.key.in_(search.articles))
    return query


def _takes_part(role: str, ids: Sequence[str]) -> Any:
    b, e = t.event_actors.c, t.events.c
    taken = select(b.n).where(b.article == e.article, b.n == e.n, b.role == role, b.actor.in_(ids))
    return taken.exists()


def _paged(query: Select[Any], n: Any, search: Search) -> Select[Any]:
    a = t.articles.c
    if search.before is not None:
        moment, article, last = search.before
        within = or_(a.id < article, and_(a.id == article, n > last))
        query = query.where(or_(a.moment < moment, and_(a.moment == moment, within)))
    return query.order_by(a.moment.desc(), a.id.desc(), n).limit(search.limit)


def _texts(connection: Connection, keys: Iterable[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    for part in in_parts(sorted(keys)):
        query = select(t.pages.c.key, t.pages.c.text).where(t.pages.c.key.in_(part))
        found |= {row.key: swell(row.text) for row in connection.execute(query)}
    return found


def _place(row: Any) -> Where:
    return Where(
        row.article_id,
        row.page_name,
        row.outlet,
        row.title,
        row.published,
        row.moment,
        row.url,
        row.story,
        row.topic,
    )


def _said(row: Any, text: str) -> SaidRow:
    name = None if row.speaker_start is None else text[row.speaker_start : row.speaker_stop]
    return SaidRow(
        id=_whole(row),
        n=row.n,
        where=_place(row),
        start=row.start,
        end=row.stop,
        words=text[row.start : row.stop],
        mode=row.mode,
        polarity=row.polarity,
        speaker=row.speaker,
        name=name,
        hedge=row.hedge,
        via=tuple(json.loads(row.via)),
        jointly=tuple(
            (actor, None if start is None else text[start:stop]) for actor, start, stop in json.loads(row.jointly)
        ),
    )


def _whole(row: Any) -> str:
    tag: str = row.tag
    return tag if "/" in tag else f"{row.article_id}/{tag}"


def _event(row: Any) -> Event:
    columns = {k: row._mapping[k] for k in ("type", "mode", "status", "place", "confidence", "rule")}
    return from_plain(Event, {"id": _whole(row), "article": row.article_id, **columns, **json.loads(row.data)})


# ------------------------------------------------------------------ names


def spellings(connection: Connection, actors: Sequence[str]) -> list[tuple[str, int]]:
    """How pages write an actor (all its ids), and how often; of its latest mentions."""
    m, a = t.mentions.c, t.articles.c
    query = (
        select(a.page, m.start, m.stop)
        .join(t.articles, a.key == m.article)
        .where(m.actor.in_(actors))
        .order_by(a.moment.desc(), a.id.desc(), m.n)
        .limit(_LATEST)
    )
    rows = connection.execute(query).all()
    texts = _texts(connection, {row.page for row in rows})
    count = Counter(" ".join(texts[row.page][row.start : row.stop].split()) for row in rows)
    return sorted(count.items(), key=lambda x: (-x[1], x[0]))


def meetings(connection: Connection, actors: Sequence[str]) -> list[tuple[str, Event, str]]:
    """With whom an actor (all its ids) has dealings: the other's id, the event, its moment; of the latest events."""
    found: list[tuple[str, Event, str]] = []
    own = frozenset(actors)
    for row in events_with(connection, actors, _LATEST, words=False):
        event = row.event
        mine, theirs = own.intersection(event.actor), own.intersection(event.recipient)
        others = (event.recipient if mine else ()) + (event.actor if theirs else ())
        found += [(other, event, row.where.moment) for other in dict.fromkeys(others) if other not in own]
    return found


@dataclass(frozen=True, slots=True)
class ActorRow:
    """An actor, how many articles name it, and in how many stories they are."""

    root: str
    articles: int
    stories: int


def actor_lines(
    connection: Connection, *, name: str | None = None, kind: str | None = None, limit: int, before: Any = None
) -> list[ActorRow]:
    """Actors that articles name, those of most articles first. `name` is a folded part of a form of theirs; `before`
    the number and id of the last one that was shown."""
    m, actor = t.mentions.c, t.actors.c
    # counted before anything is joined: the index of mentions has all that this asks for
    named = select(m.actor, func.count(m.article.distinct()).label("n")).group_by(m.actor)
    if name is not None:
        form, whole = t.actor_names.c, t.actors.alias()
        roots = select(whole.c.root).join(t.actor_names, form.actor == whole.c.id)
        ids = select(actor.id).where(actor.root.in_(roots.where(form.name.contains(name, autoescape=True))))
        named = named.where(m.actor.in_(ids))
    count = named.subquery()
    n = func.sum(count.c.n)
    query = (
        select(actor.root, n.label("n"))
        .join(count, count.c.actor == actor.id)
        .where(actor.root.not_like("anon:%"))
        .group_by(actor.root)
    )
    if kind is not None:
        query = query.where(actor.kind == kind)
    if before is not None:
        query = query.having(or_(n < before[0], and_(n == before[0], actor.root > before[1])))
    rows = connection.execute(query.order_by(n.desc(), actor.root).limit(limit)).all()
    stories = _stories_naming(connection, [row.root for row in rows])
    return [ActorRow(row.root, int(row.n), stories.get(row.root, 0)) for row in rows]


def _stories_naming(connection: Connection, roots: Sequence[str]) -> dict[str, int]:
    """In how many stories each of `roots` is named."""
    m, a = t.mentions.c, t.articles.c
    found: dict[str, int] = {}
    for part in in_parts(roots):
        named = select(t.actors.c.root, m.article).join(t.mentions, m.actor == t.actors.c.id)
        each = named.where(t.actors.c.root.in_(part)).distinct().subquery()
        query = select(each.c.root, func.count(a.story.distinct())).join(t.articles, a.key == each.c.article)
        found.update((row[0], row[1]) for row in connection.execute(query.group_by(each.c.root)))
    return found


# ------------------------------------------------------------------ outlets


@dataclass(frozen=True, slots=True)
class OutletRow:
    """An outlet (None: pages that tell none): its pages by state, its articles by language, how many of them took
    their words from others, when the last page came, and the usual minutes between two articles."""

    outlet: str | None
    states: dict[str, int]
    languages: dict[str, int]
    articles: int
    copies: int
    last_came: str
    last_published: str
    usual_gap: int | None


def outlets(connection: Connection) -> list[OutletRow]:
    """All outlets, by name."""
    p, a, d = t.pages.c, t.articles.c, t.derivations.c
    states: dict[str | None, dict[str, int]] = defaultdict(dict)
    came: dict[str | None, str] = {}
    for row in connection.execute(
        select(p.outlet, p.state, func.count(), func.max(p.added)).group_by(p.outlet, p.state)
    ):
        states[row[0]][row[1]] = row[2]
        came[row[0]] = max(came.get(row[0], ""), row[3])
    languages: dict[str | None, dict[str, int]] = defaultdict(dict)
    last: dict[str | None, str] = {}
    for row in connection.execute(
        select(a.outlet, a.language, func.count(), func.max(a.moment)).group_by(a.outlet, a.language)
    ):
        languages[row[0]][row[1]] = row[2]
        last[row[0]] = max(last.get(row[0], ""), row[3])
    copied = select(a.outlet, func.count()).join(t.derivations, d.derived == a.id)
    copies = {row[0]: row[1] for row in connection.execute(copied.group_by(a.outlet))}
    return [
        OutletRow(
            outlet=o,
            states=states.get(o, {}),
            languages=languages.get(o, {}),
            articles=sum(languages.get(o, {}).values()),
            copies=copies.get(o, 0),
            last_came=came.get(o, ""),
            last_published=last.get(o, ""),
            usual_gap=_gap(connection, o) if o is not None else None,
        )
        for o in sorted(states.keys() | languages.keys(), key=lambda o: (o is None, o or ""))
    ]


def _gap(connection: Connection, outlet: str) -> int | None:
    """The median minutes between the latest articles of an outlet that tell a clock time; None for fewer than six."""
    a = t.articles.c
    query = select(a.moment).where(a.outlet == outlet, a.moment != "", a.moment.not_like("%T00:00:00Z"))
    moments = connection.scalars(query.order_by(a.moment.desc()).limit(60)).all()
    times = [dt.datetime.fromisoformat(m) for m in dict.fromkeys(moments)]
    gaps = sorted(int((later - earlier).total_seconds() // 60) for later, earlier in pairwise(times))
    return gaps[len(gaps) // 2] if len(gaps) > 4 else None
