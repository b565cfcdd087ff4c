"""What follows from records and judgements: derivations, stories, topics, and the ids that went into others."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, delete, insert, select, tuple_, update

from riwaya.model import Derivation, Story
from riwaya.store import tables as t
from riwaya.store.codec import pack, squeeze, swell, unpack
from riwaya.store.lists import bare_weight, rank_of
from riwaya.store.pages import now
from riwaya.store.rows import in_parts

# ------------------------------------------------------------------ derivations


def put_derivations(connection: Connection, about: Iterable[str], derivations: Sequence[Derivation]) -> None:
    """Write who took it from whom; of the articles `about` nothing else is known any more."""
    for part in in_parts(dict.fromkeys(about)):
        connection.execute(delete(t.derivations).where(t.derivations.c.derived.in_(part)))
    rows = [
        {
            "derived": d.derived,
            "source": d.source,
            "external": d.external,
            "relation": d.relation,
            "score": d.score,
            "data": pack(d),
        }
        for d in derivations
    ]
    if rows:
        connection.execute(insert(t.derivations), rows)


def get_derivations(connection: Connection, derived: Iterable[str]) -> tuple[Derivation, ...]:
    """What is known of where articles took their words from, in the order of the ids."""
    ids = list(dict.fromkeys(derived))
    found: dict[str, Derivation] = {}
    for part in in_parts(ids):
        rows = connection.execute(select(t.derivations).where(t.derivations.c.derived.in_(part)))
        found |= {row.derived: unpack(Derivation, row.data) for row in rows}
    return tuple(found[i] for i in ids if i in found)


# ------------------------------------------------------------------ stories and topics


@dataclass(frozen=True, slots=True)
class TopicRow:
    """A topic as a list shows it. `moment` is that of its latest article."""

    id: str
    title: str
    moment: str
    stories: int
    size: int
    outlets: int
    independent: int
    contrasts: int
    copies: int
    changed: str = ""


def stories_of(connection: Connection, articles: Iterable[str]) -> dict[str, str]:
    """The story of each article that stands in one."""
    found: dict[str, str] = {}
    for part in in_parts(dict.fromkeys(articles)):
        wanted = select(t.articles.c.id, t.articles.c.story).where(
            t.articles.c.id.in_(part), t.articles.c.story.is_not(None)
        )
        found.update((row.id, row.story) for row in connection.execute(wanted))
    return found


def articles_of(connection: Connection, stories: Iterable[str]) -> dict[str, list[str]]:
    """The articles of each story, in time."""
    found: dict[str, list[str]] = {}
    a = t.articles.c
    for part in in_parts(dict.fromkeys(stories)):
        wanted = select(a.story, a.id).where(a.story.in_(part)).order_by(a.moment, a.id)
        for row in connection.execute(wanted):
            found.setdefault(row.story, []).append(row.id)
    return found


def topics_of(connection: Connection, stories: Iterable[str]) -> dict[str, str]:
    """The topic of each story."""
    found: dict[str, str] = {}
    for part in in_parts(dict.fromkeys(stories)):
        wanted = select(t.stories.c.id, t.stories.c.topic).where(t.stories.c.id.in_(part))
        found.update((row.id, row.topic) for row in connection.execute(wanted))
    return found


def get_stories(connection: Connection, topics: Iterable[str]) -> dict[str, list[Story]]:
    """The stories of each topic, in time, with their articles."""
    rows: list[Any] = []
    for part in in_parts(dict.fromkeys(topics)):
        rows += connection.execute(select(t.stories).where(t.stories.c.topic.in_(part)))
    articles = articles_of(connection, [row.id for row in rows])
    found: dict[str, list[Story]] = {}
    for row in sorted(rows, key=lambda r: (r.first or "", r.id)):
        found.setdefault(row.topic, []).append(_story(row, articles.get(row.id, [])))
    return found


def _story(row: Any, articles: Sequence[str]) -> Story:
    return Story(
        id=row.id,
        title=row.title,
        articles=tuple(articles),
        independent_sources=row.independent,
        first=row.first,
        last=row.last,
        outlets=tuple(json.loads(row.outlets)),
        place=row.place,
        actors=tuple(json.loads(row.actors)),
    )


def put_stories(connection: Connection, stories: Sequence[tuple[Story, str]]) -> None:
    """Write stories, each with its topic: new ones, and changed ones in the place of what was known of them."""
    ids = [s.id for s, _ in stories]
    shown, marks = _shown(connection, ids)
    for part in in_parts(ids):
        connection.execute(update(t.articles).where(t.articles.c.story.in_(part)).values(story=None))
        connection.execute(delete(t.stories).where(t.stories.c.id.in_(part)))
        connection.execute(delete(t.redirects).where(t.redirects.c.old.in_(part)))
    at = now()
    for story, _ in stories:
        for part in in_parts(story.articles):
            connection.execute(update(t.articles).where(t.articles.c.id.in_(part)).values(story=story.id))
    moments = _moments(connection, [a for s, _ in stories for a in s.articles])
    rows = [
        _story_row(s, topic, max((moments.get(a, "") for a in s.articles), default=""), at, shown.get(s.id))
        for s, topic in stories
    ]
    for table, batch in (
        (t.stories, rows),
        (t.story_marks, marks),
        (t.story_actors, [{"story": s.id, "actor": a} for s, _ in stories for a in dict.fromkeys(s.actors)]),
        (
            t.story_outlets,
            [
                {"story": s.id, "outlet": o}
                for s, _ in stories
                for o in dict.fromkeys(t.keepable(x)[: t.LONGEST] for x in s.outlets)
            ],
        ),
    ):
        if batch:
            connection.execute(insert(table), batch)


def _moments(connection: Connection, articles: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in in_parts(dict.fromkeys(articles)):
        wanted = select(t.articles.c.id, t.articles.c.moment).where(t.articles.c.id.in_(part))
        found.update((row.id, row.moment) for row in connection.execute(wanted))
    return found


@dataclass(frozen=True, slots=True)
class _Shown:
    """What lists show of a story as its topic was last told: what its marks weigh, its events."""

    marked: float
    events: int


def _shown(connection: Connection, stories: Sequence[str]) -> tuple[dict[str, _Shown], list[dict[str, Any]]]:
    """What lists show of stories beside what grouping knows, and their marks: it stays until their topics are told."""
    found: dict[str, _Shown] = {}
    marks: list[dict[str, Any]] = []
    s, m = t.stories.c, t.story_marks
    for part in in_parts(stories):
        rows = connection.execute(select(s.id, s.weight, s.independent, s.size, s.events).where(s.id.in_(part)))
        found |= {r.id: _Shown(r.weight - bare_weight(r.independent, r.size), r.events) for r in rows}
        held = connection.execute(select(m).where(m.c.story.in_(part)).order_by(*m.primary_key.columns))
        marks += [dict(row._mapping) for row in held]
    return found, marks


def _story_row(story: Story, topic: str, moment: str, at: str, shown: _Shown | None) -> dict[str, Any]:
    bare = bare_weight(story.independent_sources, len(story.articles))
    weight = round(bare + (shown.marked if shown else 0.0), 2)  # until its topic is told
    return {
        "weight": weight,
        "rank": rank_of(weight, moment),
        "id": story.id,
        "topic": topic,
        "title": story.title,
        "first": story.first,
        "last": story.last,
        "moment": moment,
        "outlets": json.dumps(story.outlets, ensure_ascii=False),
        "place": story.place,
        "actors": json.dumps(story.actors),
        "independent": story.independent_sources,
        "size": len(story.articles),
        "events": shown.events if shown else 0,
        "changed": at,
    }


def drop_stories(connection: Connection, gone: Mapping[str, str | None]) -> None:
    """Stories that are no more; where they went into another, their ids lead there."""
    _drop(connection, t.stories, gone)


def drop_topics(connection: Connection, gone: Mapping[str, str | None]) -> None:
    """Topics that are no more; where they went into another, their ids lead there."""
    _drop(connection, t.topics, gone)


def _drop(connection: Connection, table: Any, gone: Mapping[str, str | None]) -> None:
    for part in in_parts(gone):
        connection.execute(delete(table).where(table.c.id.in_(part)))
        connection.execute(delete(t.redirects).where(t.redirects.c.old.in_(part)))
    for old, new in sorted(gone.items()):
        if new is not None:
            connection.execute(update(t.redirects).where(t.redirects.c.new == old).values(new=new))
            connection.execute(insert(t.redirects).values(old=old, new=new))


def resolve(connection: Connection, table: Any, identity: str) -> str | None:
    """The id under which a story (`t.stories`) or a topic (`t.topics`) is found today; None where there is none."""
    for _ in range(8):
        if connection.scalar(select(table.c.id).where(table.c.id == identity)) is not None:
            return identity
        new = connection.scalar(select(t.redirects.c.new).where(t.redirects.c.old == identity))
        if new is None:
            return None
        identity = new
    return None


def beginning(connection: Connection, table: Any, begun: str, limit: int) -> list[str]:
    """Ids of stories or topics that begin so."""
    wanted = select(table.c.id).where(table.c.id.startswith(begun, autoescape=True)).order_by(table.c.id).limit(limit)
    return list(connection.scalars(wanted))


def put_topics(connection: Connection, topics: Sequence[tuple[TopicRow, str | None]]) -> None:
    """Write topics with what was told of them (JSON), new or in the place of what was known."""
    at = now()
    for part in in_parts([row.id for row, _ in topics]):
        connection.execute(delete(t.topics).where(t.topics.c.id.in_(part)))
        connection.execute(delete(t.redirects).where(t.redirects.c.old.in_(part)))
    rows = [
        {
            **{k: getattr(row, k) for k in _TOPIC},
            "changed": at,
            "rev": new_rev(),
            "told": row.size,
            "document": None if told is None else squeeze(told),
        }
        for row, told in topics
    ]
    if rows:
        connection.execute(insert(t.topics), rows)


_TOPIC = ("id", "title", "moment", "stories", "size", "outlets", "independent", "contrasts", "copies")


def document_of(connection: Connection, topic: str) -> str | None:
    """What was told of a topic, as JSON; None where it has to be told again."""
    told = connection.scalar(select(t.topics.c.document).where(t.topics.c.id == topic))
    return None if told is None else swell(told)


def touch_topics(connection: Connection, topics: Iterable[str]) -> None:
    """Something that is shown of topics changed, beside what was told of them."""
    for part in in_parts(dict.fromkeys(topics)):
        connection.execute(update(t.topics).where(t.topics.c.id.in_(part)).values(rev=new_rev()))


def revs_of(connection: Connection, topics: Iterable[str]) -> dict[str, str]:
    """A word for each topic that changes whenever anything that is shown of it does."""
    found: dict[str, str] = {}
    for part in in_parts(dict.fromkeys(topics)):
        query = select(t.topics.c.id, t.topics.c.rev).where(t.topics.c.id.in_(part))
        found.update((row.id, row.rev) for row in connection.execute(query))
    return found


def new_rev() -> str:
    """By chance and not counted: a store that was put back from a backup must not count the same again."""
    return secrets.token_hex(8)


def stale_topics(connection: Connection) -> list[str]:
    """Topics that have to be told: again, or for the first time, as those have that only their stories name yet."""
    p, s, a = t.topics.c, t.stories.c, t.articles.c
    again = select(p.id).where(p.document.is_(None))
    known, filled = select(p.id).where(p.id == s.topic), select(a.story).where(a.story == s.id)
    first = select(s.topic).where(~known.exists(), filled.exists())
    return sorted({*connection.scalars(again), *connection.scalars(first)})


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which stories a list shows: those with an article since a moment, of an outlet, about an actor (all its ids);
    at most `limit`, after the row `before` = (moment, id) of the page before."""

    since: str | None = None
    outlet: str | None = None
    actors: tuple[str, ...] = ()
    before: tuple[str, str] | None = None
    limit: int = 50


def list_stories(connection: Connection, wanted: Wanted) -> list[tuple[Story, str, str, int]]:
    """Stories, the latest first, each with its topic, moment and number of articles; without their articles' ids."""
    s = t.stories
    query = select(s)
    if wanted.since:
        query = query.where(s.c.moment >= wanted.since)
    if wanted.outlet:
        query = query.where(
            s.c.id.in_(select(t.story_outlets.c.story).where(t.story_outlets.c.outlet == wanted.outlet))
        )
    if wanted.actors:
        query = query.where(s.c.id.in_(_naming(wanted.actors)))
    if wanted.before:
        query = query.where(tuple_(s.c.moment, s.c.id) < tuple_(*wanted.before))
    rows = connection.execute(query.order_by(s.c.moment.desc(), s.c.id.desc()).limit(wanted.limit)).all()
    return [(_story(row, ()), row.topic, row.moment, row.size) for row in rows]


def _naming(actors: Sequence[str]) -> Select[tuple[str | None]]:
    """The stories an article of which names one of these ids: `story_actors` holds only the few that a story is shown
    with."""
    a, m = t.articles.c, t.mentions.c
    return select(a.story).join(t.mentions, m.article == a.key).where(m.actor.in_(actors), a.story.is_not(None))


def list_topics(connection: Connection, wanted: Wanted) -> list[TopicRow]:
    """Topics, the latest first; those of which a story is wanted."""
    p, s = t.topics, t.stories
    query = select(*(p.c[k] for k in (*_TOPIC, "changed")))
    if wanted.since:
        query = query.where(p.c.moment >= wanted.since)
    if wanted.outlet:
        held = select(s.c.topic).join(t.story_outlets, t.story_outlets.c.story == s.c.id)
        query = query.where(p.c.id.in_(held.where(t.story_outlets.c.outlet == wanted.outlet)))
    if wanted.actors:
        query = query.where(p.c.id.in_(select(s.c.topic).where(s.c.id.in_(_naming(wanted.actors)))))
    if wanted.before:
        query = query.where(tuple_(p.c.moment, p.c.id) < tuple_(*wanted.before))
    rows = connection.execute(query.order_by(p.c.moment.desc(), p.c.id.desc()).limit(wanted.limit))
    return [TopicRow(**row._mapping) for row in rows]


def get_stories_by_id(connection: Connection, ids: Iterable[str]) -> dict[str, Story]:
    """Stories by id, with their articles."""
    rows: list[Any] = []
    for part in in_parts(dict.fromkeys(ids)):
        rows += connection.execute(select(t.stories).where(t.stories.c.id.in_(part)))
    articles = articles_of(connection, [row.id for row in rows])
    return {row.id: _story(row, articles.get(row.id, [])) for row in rows}


def move_stories(connection: Connection, topics: Mapping[str, str]) -> None:
    """Say anew in which topic stories stand."""
    for story, topic in topics.items():
        connection.execute(update(t.stories).where(t.stories.c.id == story).values(topic=topic))


def inherit(connection: Connection, heirs: Mapping[str, str]) -> None:
    """Put articles of later versions into the stories of the earlier ones."""
    for article, story in heirs.items():
        connection.execute(update(t.articles).where(t.articles.c.id == article).values(story=story))


def topics_naming(connection: Connection, actors: Iterable[str]) -> set[str]:
    """Topics an article of which names one of these ids."""
    found: set[str] = set()
    for part in in_parts(dict.fromkeys(actors)):
        wanted = (
            select(t.stories.c.topic)
            .join(t.articles, t.articles.c.story == t.stories.c.id)
            .join(t.mentions, t.mentions.c.article == t.articles.c.key)
            .where(t.mentions.c.actor.in_(part))
        )
        found.update(connection.scalars(wanted.distinct()))
    return found


def existing(connection: Connection, articles: Iterable[str]) -> dict[str, int]:
    """Those of `articles` that are in the store, with their keys."""
    found: dict[str, int] = {}
    for part in in_parts(dict.fromkeys(articles)):
        wanted = select(t.articles.c.id, t.articles.c.key).where(t.articles.c.id.in_(part))
        found.update((row.id, row.key) for row in connection.execute(wanted))
    return found


def heir_of(connection: Connection, article: str) -> str | None:
    """The first article of the latest version of the page of `article`, which is in the store no more; None where there
    is none."""
    page = article.rpartition("#")[0]
    for _ in range(100):
        later = connection.scalar(select(t.versions.c.later).where(t.versions.c.earlier == page).limit(1))
        if later is None:
            return None
        page = later
        on = select(t.articles.c.id).join(t.pages, t.pages.c.key == t.articles.c.page).where(t.pages.c.name == page)
        found: str | None = connection.scalar(on.order_by(t.articles.c.key).limit(1))
        if found is not None:
            return found
    return None


def refresh(connection: Connection, stories: Iterable[str]) -> set[str]:
    """Stories that lost articles: numbers, times and outlets told from those that are left; a story without any goes.
    Gives their topics."""
    held = articles_of(connection, stories)
    topics = set(topics_of(connection, stories).values())
    drop_stories(connection, dict.fromkeys(set(stories) - held.keys()))
    for name, story in get_stories_by_id(connection, held).items():
        a = t.articles.c
        rows = connection.execute(
            select(a.outlet, a.published, a.moment).where(a.story == name).order_by(a.moment, a.id)
        )
        left = rows.all()
        times = [row.published for row in left if row.published]
        outlets = tuple(dict.fromkeys(row.outlet for row in left if row.outlet))
        changed = {
            "size": len(left),
            "moment": left[-1].moment,
            "first": times[0] if times else None,
            "last": times[-1] if times else None,
            "outlets": json.dumps(outlets, ensure_ascii=False),
            "independent": min(story.independent_sources, len(left)),
            "changed": now(),
        }
        connection.execute(update(t.stories).where(t.stories.c.id == name).values(changed))
        connection.execute(delete(t.story_outlets).where(t.story_outlets.c.story == name))
        if outlets:
            connection.execute(insert(t.story_outlets), [{"story": name, "outlet": o} for o in outlets])
    return topics
