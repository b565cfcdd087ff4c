"""Stories and topics as lists show them: one line each, with marks and weight; filtered, sorted, paged by key.

Marks, weight and rank are written by whoever tells a topic (`put_facts`); lists read columns and no document.
"""

from __future__ import annotations

import datetime as dt
import json
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, and_, delete, exists, func, insert, or_, select, update

from riwaya.store import tables as t
from riwaya.store.rows import in_parts

NEW, WEIGHT = "new", "weight"
"""How lists are sorted: the latest article first; weight and newness in one."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a list shows of a story or a topic beside what grouping knows. `rank` sorts by weight and newness."""

    marks: tuple[str, ...] = ()
    weight: float = 0.0
    rank: int = 0
    events: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """A story in one line. `moment` is that of its latest article; the sort keys make a cursor."""

    id: str
    topic: str
    title: str
    first: str | None
    last: str | None
    moment: str
    changed: str
    outlets: tuple[str, ...]
    place: str | None
    actors: tuple[str, ...]
    size: int
    independent: int
    weight: float
    rank: int
    events: int
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TopicLine:
    """A topic in one line, and its stories, in time."""

    id: str
    title: str
    moment: str
    changed: str
    size: int
    independent: int
    weight: float
    rank: int
    count: int
    stories: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """Which stories a list shows. `since` and `until` are moments (`until` itself left out); `actors` and `places` all
    ids of one actor; of `marks` one at least; `before` the sort key and id of the last row that was shown; `stories`
    how many of its own a topic shows at most."""

    since: str | None = None
    until: str | None = None
    outlet: str | None = None
    actors: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    topic: str | None = None
    marks: tuple[str, ...] = ()
    sort: str = NEW
    before: tuple[str | int, str] | None = None
    limit: int = 50
    stories: int | None = None


FURTHER = 0.25
"""What an article weighs that is no source of its own: that another desk found it worth telling."""
_DAY = 1440  # minutes: what twice the weight is worth in newness


def bare_weight(independent: int, articles: int) -> float:
    """What a story weighs before anything is known of what it tells."""
    return round(independent + FURTHER * max(0, articles - independent), 2)


def rank_of(weight: float, moment: str) -> int:
    """Weight and newness in one number, that stays as it is while time goes by."""
    try:
        minutes = int(dt.datetime.fromisoformat(moment).timestamp() // 60)
    except ValueError:
        minutes = 0
    return max(0, minutes) + round(_DAY * math.log2(max(weight, 1.0)))


def put_facts(connection: Connection, topic: str, whole: Facts, stories: Mapping[str, Facts]) -> None:
    """Write what lists show of a topic and its stories."""
    connection.execute(
        update(t.topics).where(t.topics.c.id == topic).values(weight=whole.weight, rank=whole.rank),
    )
    for part in in_parts(stories):
        connection.execute(delete(t.story_marks).where(t.story_marks.c.story.in_(part)))
    rows = []
    for story, facts in stories.items():
        values = {"weight": facts.weight, "rank": facts.rank, "events": facts.events}
        connection.execute(update(t.stories).where(t.stories.c.id == story).values(values))
        rows += [{"story": story, "mark": mark} for mark in facts.marks]
    if rows:
        connection.execute(insert(t.story_marks), rows)


# ------------------------------------------------------------------ lists


def story_lines(connection: Connection, choice: Choice) -> list[Line]:
    """Stories as `choice` wants them."""
    s = t.stories.c
    query = select(t.stories).where(*_wanted(choice))
    if choice.topic is not None:
        query = query.where(s.topic == choice.topic)
    return _lines(connection, connection.execute(_paged(query, t.stories, choice)).all())


def topic_lines(connection: Connection, choice: Choice) -> list[TopicLine]:
    """Topics one of whose stories `choice` wants, with all their stories."""
    p, wanted = t.topics.c, _wanted(choice)
    query = select(*(p[k] for k in _TOPIC), p.stories.label("count"))
    if wanted:
        query = query.where(exists(select(t.stories.c.id).where(t.stories.c.topic == p.id, *wanted)))
    if choice.topic is not None:
        query = query.where(p.id == choice.topic)
    rows = connection.execute(_paged(query, t.topics, choice)).all()
    stories = lines_of_topics(connection, [row.id for row in rows], choice.stories)
    return [TopicLine(**row._mapping, stories=tuple(stories.get(row.id, ()))) for row in rows]


_TOPIC = ("id", "title", "moment", "changed", "size", "independent", "weight", "rank")


def _wanted(choice: Choice) -> list[Any]:
    s = t.stories.c
    held: list[Any] = []
    if choice.since:
        held.append(s.moment >= choice.since)
    if choice.until:
        held.append(s.moment < choice.until)
    if choice.places:
        held.append(s.place.in_(choice.places))
    for table, column, values in (
        (t.story_outlets, "outlet", (choice.outlet,) if choice.outlet else ()),
        (t.story_marks, "mark", choice.marks),
    ):
        if values:
            held.append(s.id.in_(select(table.c.story).where(table.c[column].in_(values))))
    if choice.actors:  # whoever is named in it: what a story keeps of its actors are those few that its line shows
        m, a = t.mentions.c, t.articles.c
        held.append(s.id.in_(select(a.story).join(t.mentions, m.article == a.key).where(m.actor.in_(choice.actors))))
    return held


def _paged(query: Select[Any], table: Any, choice: Choice) -> Select[Any]:
    key = table.c.rank if choice.sort == WEIGHT else table.c.moment
    if choice.before is not None:
        at, identity = choice.before
        query = query.where(or_(key < at, and_(key == at, table.c.id < identity)))
    return query.order_by(key.desc(), table.c.id.desc()).limit(choice.limit)


def lines_of_topics(connection: Connection, topics: Iterable[str], most: int | None = None) -> dict[str, list[Line]]:
    """The stories of each topic, in time; of each topic at most the weightiest `most`."""
    s = t.stories.c
    rows: list[Any] = []
    for part in in_parts(dict.fromkeys(topics)):
        query = select(t.stories).where(s.topic.in_(part))
        if most is not None:
            by_weight = func.row_number().over(partition_by=s.topic, order_by=(s.weight.desc(), s.id)).label("nth")
            ranked = query.add_columns(by_weight).subquery()
            query = select(ranked).where(ranked.c.nth <= most)
        rows += connection.execute(query)
    found: dict[str, list[Line]] = defaultdict(list)
    for line in sorted(_lines(connection, rows), key=lambda x: (x.first or "", x.id)):
        found[line.topic].append(line)
    return found


def lines_by_id(connection: Connection, ids: Iterable[str]) -> dict[str, Line]:
    """Stories by id."""
    rows: list[Any] = []
    for part in in_parts(dict.fromkeys(ids)):
        rows += connection.execute(select(t.stories).where(t.stories.c.id.in_(part)))
    return {line.id: line for line in _lines(connection, rows)}


def changed_lines(connection: Connection, since: str, limit: int) -> list[Line]:
    """Stories that are new or were changed at `since` or later, the earliest first."""
    s = t.stories.c
    query = select(t.stories).where(s.changed >= since).order_by(s.changed, s.id).limit(limit)
    return _lines(connection, connection.execute(query).all())


def _lines(connection: Connection, rows: Sequence[Any]) -> list[Line]:
    marks: dict[str, list[str]] = defaultdict(list)
    for part in in_parts(row.id for row in rows):
        query = select(t.story_marks).where(t.story_marks.c.story.in_(part)).order_by(t.story_marks.c.mark)
        for row in connection.execute(query):
            marks[row.story].append(row.mark)
    return [
        Line(
            outlets=tuple(json.loads(row.outlets)),
            actors=tuple(json.loads(row.actors)),
            marks=tuple(marks.get(row.id, ())),
            **{k: row._mapping[k] for k in _PLAIN},
        )
        for row in rows
    ]


_PLAIN = (
    *("id", "topic", "title", "first", "last", "moment", "changed", "place"),
    *("size", "independent", "weight", "rank", "events"),
)

# ------------------------------------------------------------------ related


def related(connection: Connection, topic: str, limit: int = 8) -> list[Line]:
    """Stories of other topics that name at least two of the same actors, the rarer and nearer in time first.

    Actors whom very many stories name relate nothing."""
    mine = lines_of_topics(connection, [topic]).get(topic, [])
    rare = _rare(connection, {a for line in mine for a in line.actors})
    if len(rare) < 2:
        return []
    shared: dict[str, float] = defaultdict(float)
    count: dict[str, int] = defaultdict(int)
    for row in connection.execute(select(t.story_actors).where(t.story_actors.c.actor.in_(rare))):
        shared[row.story] += rare[row.actor]
        count[row.story] += 1
    near = [s for s in shared if count[s] > 1]
    near.sort(key=lambda s: (-shared[s], s))
    lines = [x for x in lines_by_id(connection, near[: 20 * limit]).values() if x.topic != topic]
    latest = max((line.moment for line in mine), default="")
    lines.sort(key=lambda x: (-round(shared[x.id], 1), _apart(x.moment, latest), x.id))
    return lines[:limit]


_COMMON = 300  # stories: an actor of more is a great power, not a thread between two stories
_RAREST = 8  # actors that are asked for


def _rare(connection: Connection, actors: Iterable[str]) -> dict[str, float]:
    """How much it tells that a story names each of `actors`: the rarer, the more."""
    a = t.story_actors.c
    found: dict[str, float] = {}
    for part in in_parts(sorted(actors)):
        query = select(a.actor, func.count()).where(a.actor.in_(part)).group_by(a.actor)
        found |= {actor: n for actor, n in connection.execute(query).all() if n <= _COMMON}
    rarest = sorted(found, key=lambda actor: (found[actor], actor))[:_RAREST]
    return {actor: 1 / (1 + int(found[actor]).bit_length()) for actor in rarest}


def _apart(one: str, other: str) -> int:
    """How far two moments lie apart, in days, roughly: enough to sort by."""

    def day(moment: str) -> int:
        return int(moment[:4]) * 372 + int(moment[5:7]) * 31 + int(moment[8:10]) if len(moment) >= 10 else 0

    return abs(day(one) - day(other))
