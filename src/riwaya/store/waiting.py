"""Topics that wait to be told: which are to be told at once, and what lists show of the others meanwhile.

Telling a topic costs with all its articles, however few of them are new. So a topic that has grown little since it was
told waits until somebody asks for it; as it must grow by a share first, an article costs the same however large its
topic is. Until then lists show what grouping knows as it is now (title, moment, numbers of stories, articles and
outlets), and what only telling shows (sources, contrasts, copies, marks, events) as it was last told.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, func, select, update

from riwaya.store import tables as t
from riwaya.store.lists import bare_weight, rank_of
from riwaya.store.pages import now, page_keys
from riwaya.store.rows import in_parts
from riwaya.store.told import new_rev

SMALL = 10
"""Articles up to which a topic is told whenever it changes: it takes a third of a second at most."""
GROWN = 0.5
"""By which share of what it was told from another topic must change."""


def due(connection: Connection, topics: Iterable[str]) -> set[str]:
    """Those of `topics` that are to be told at once: never told yet, small, without articles, or grown much."""
    found: set[str] = set()
    s, p = t.stories.c, t.topics.c
    for part in in_parts(dict.fromkeys(topics)):
        sizes = select(s.topic, func.sum(s.size).label("size")).where(s.topic.in_(part)).group_by(s.topic)
        size = {row.topic: int(row.size) for row in connection.execute(sizes)}
        rows = connection.execute(select(p.id, p.told).where(p.id.in_(part)))
        was = {row.id: row.told for row in rows}
        found.update(x for x in part if _much(size.get(x, 0), was.get(x, 0)))
    return found


def _much(size: int, was: int) -> bool:
    return size <= SMALL or abs(size - was) >= GROWN * was


def foremost(connection: Connection) -> str | None:
    """Of the topics that wait, the one that lists show first; None where none waits."""
    p = t.topics.c
    wanted = select(p.id).where(p.document.is_(None)).order_by(p.rank.desc(), p.id).limit(1)
    return connection.execute(wanted).scalar()


def let_wait(connection: Connection, topics: Iterable[str]) -> None:
    """What was told of topics no longer holds: they are to be told again. Lists show their stories as they are now."""
    for part in in_parts(sorted(set(topics))):
        shown = {row["id"]: row for row in _shown(connection, part)}
        for topic in part:
            values = shown.get(topic, {})
            connection.execute(
                update(t.topics).where(t.topics.c.id == topic).values(document=None, rev=new_rev(), **values)
            )


def _shown(connection: Connection, topics: Sequence[str]) -> list[dict[str, object]]:
    """The columns of topics that need no telling."""
    s, p, a = t.stories.c, t.topics.c, t.articles.c
    stories: dict[str, list[tuple[tuple[int, str, str], str, str]]] = {}
    for row in connection.execute(select(s.topic, s.id, s.title, s.moment, s.last, s.size).where(s.topic.in_(topics))):
        stories.setdefault(row.topic, []).append(((row.size, row.last or "", row.id), row.title, row.moment))
    outlets = (
        select(s.topic, func.count(a.outlet.distinct()).label("n"))
        .join(t.articles, a.story == s.id)
        .where(s.topic.in_(topics), a.outlet != "")
        .group_by(s.topic)
    )
    many = {row.topic: row.n for row in connection.execute(outlets)}
    known = select(p.id, p.independent, p.size, p.weight).where(p.id.in_(topics))
    rows: list[dict[str, object]] = []
    for was in connection.execute(known):
        own = stories.get(was.id)
        if not own:  # it goes when it is told
            continue
        size, moment = sum(rank[0] for rank, _, _ in own), max(moment for _, _, moment in own)
        marked = was.weight - bare_weight(was.independent, was.size)
        weight = round(bare_weight(was.independent, size) + marked, 2)
        rows.append(
            {
                "id": was.id,
                "title": max(own)[1],
                "moment": moment,
                "stories": len(own),
                "size": size,
                "outlets": many.get(was.id, 0),
                "weight": weight,
                "rank": rank_of(weight, moment),
                "changed": now(),
            }
        )
    return rows


def waiting_on(connection: Connection, pages: Iterable[str]) -> list[str]:
    """Topics that wait to be told and have an article on one of these pages."""
    found: set[str] = set()
    for part in in_parts(sorted(page_keys(connection, pages).values())):
        wanted = (
            select(t.topics.c.id)
            .join(t.stories, t.stories.c.topic == t.topics.c.id)
            .join(t.articles, t.articles.c.story == t.stories.c.id)
            .where(t.articles.c.page.in_(part), t.topics.c.document.is_(None))
        )
        found.update(connection.scalars(wanted.distinct()))
    return sorted(found)
