"""What was found across all articles: actors, statements, events."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Annotated

from fastapi import APIRouter, Query
from sqlalchemy import Connection
from starlette.exceptions import HTTPException

from riwaya.api import shapes
from riwaya.api.asking import (
    AboutActors,
    AboutEvents,
    AboutStatements,
    PathId,
    Strict,
    cursor,
    next_day,
    place_of,
)
from riwaya.api.lines import event_rows, note, statement_rows, story_lines
from riwaya.api.naming import Names, ids_of
from riwaya.api.parts import TheDesk
from riwaya.desk.naming import fold_name
from riwaya.model import Event, Status
from riwaya.rules.plover import scale
from riwaya.store import findings, lists, told
from riwaya.store import tables as t
from riwaya.store.access import list_notes
from riwaya.store.findings import Search

router = APIRouter(route_class=Strict, tags=["found"])

_FEW = 20
"""Of each list on an actor's page; the lists themselves have all."""


@router.get("/statements", response_model=shapes.Statements)
def list_statements(asked: Annotated[AboutStatements, Query()], desk: TheDesk) -> shapes.Statements:
    """Who said what, in whose words: the latest article first, in reading order within it."""
    with desk.store.reading() as connection:
        stories, empty = _stories(connection, asked.topic, asked.story)
        search = Search(
            actors=ids_of(connection, asked.actor),
            polarity=asked.polarity,
            mode=asked.mode,
            outlet=asked.outlet,
            stories=stories,
            since=asked.since,
            until=next_day(asked.until),
            before=place_of(asked.before, "statements", str, str, int),
            limit=asked.limit,
        )
        rows = [] if empty else findings.statements(connection, search)
        items = statement_rows(connection, rows)
    return shapes.Statements(items=items, next=_next("statements", rows, asked.limit))


@router.get("/events", response_model=shapes.Events)
def list_events(asked: Annotated[AboutEvents, Query()], desk: TheDesk) -> shapes.Events:
    """Who did what to whom, as each article tells it: the latest article first."""
    with desk.store.reading() as connection:
        stories, empty = _stories(connection, asked.topic, asked.story)
        search = Search(
            actors=ids_of(connection, asked.actor),
            recipients=ids_of(connection, asked.recipient),
            places=ids_of(connection, asked.place),
            kind=asked.type,
            status=asked.status,
            outlet=asked.outlet,
            stories=stories,
            since=asked.since,
            until=next_day(asked.until),
            before=place_of(asked.before, "events", str, str, int),
            limit=asked.limit,
        )
        rows = [] if empty else findings.events(connection, search)
        items = event_rows(connection, rows)
    return shapes.Events(items=items, next=_next("events", rows, asked.limit))


def _stories(connection: Connection, topic: str | None, story: str | None) -> tuple[tuple[str, ...] | None, bool]:
    """The stories that are meant (None: all), and whether nothing can be."""
    if topic is None and story is None:
        return None, False
    found: set[str] | None = None
    if story is not None:
        one = told.resolve(connection, t.stories, story)
        found = {one} if one else set()
    if topic is not None:
        whole = told.resolve(connection, t.topics, topic)
        of = {s.id for s in told.get_stories(connection, [whole]).get(whole, [])} if whole else set()
        found = of if found is None else found & of
    return tuple(sorted(found or ())), not found


def _next(name: str, rows: list[findings.SaidRow] | list[findings.EventRow], limit: int) -> str | None:
    if len(rows) < limit:
        return None
    last = rows[-1]
    return cursor(name, last.where.moment, last.where.article, last.n)


# ------------------------------------------------------------------ actors


@router.get("/actors", response_model=shapes.Actors)
def list_actors(asked: Annotated[AboutActors, Query()], desk: TheDesk) -> shapes.Actors:
    """Actors that articles name, those of most articles first."""
    before = place_of(asked.before, "actors", int, str)
    name = fold_name(asked.q) if asked.q is not None else None
    with desk.store.reading() as connection:
        rows = (
            []
            if name == ""
            else findings.actor_lines(connection, name=name, kind=asked.kind, limit=asked.limit, before=before)
        )
        names = Names(connection, (row.root for row in rows))
        items = [_actor_line(names, row) for row in rows]
    more = cursor("actors", rows[-1].articles, rows[-1].root) if len(rows) == asked.limit else None
    return shapes.Actors(items=items, next=more)


def _actor_line(names: Names, row: findings.ActorRow) -> shapes.ActorLine:
    name, actor = names.of(row.root), names.actors[row.root]
    return shapes.ActorLine(
        id=row.root,
        name=name.name,
        en=name.en,
        kind=actor.kind.value,
        country=actor.country,
        articles=row.articles,
        stories=row.stories,
    )


@router.get("/actors/{actor:path}", response_model=shapes.ActorPage)
def show_actor(actor: PathId, desk: TheDesk) -> shapes.ActorPage:
    """An actor: who it is, how pages write it, and the latest of what it says, does and is in."""
    with desk.store.reading() as connection:
        names = Names(connection, [actor])
        root = names.roots.get(actor)
        if root is None:
            raise HTTPException(404, "no such actor")
        known, name, ids = names.actors[root], names.of(root), ids_of(connection, root)
        said = findings.statements(connection, Search(actors=ids, limit=_FEW))
        done = findings.events_with(connection, ids, _FEW)
        told_of = lists.story_lines(connection, lists.Choice(actors=ids, limit=_FEW))
        notes = list_notes(connection, tuple(f"actor:{i}" for i in ids))
        return shapes.ActorPage(
            id=root,
            kind=known.kind.value,
            name=name.name,
            en=name.en,
            names=shapes.Names(ar=list(known.ar), en=list(known.en)),
            country=known.country,
            wikidata=known.wikidata,
            ids=list(ids),
            spellings=[shapes.Spelling(text=text, n=n) for text, n in findings.spellings(connection, ids)],
            statements=statement_rows(connection, said),
            events=event_rows(connection, done),
            relations=_dealings(connection, ids),
            stories=story_lines(connection, told_of),
            notes=[note(n) for n in notes],
        )


def _dealings(connection: Connection, ids: tuple[str, ...]) -> list[shapes.Dealing]:
    """With whom an actor has dealings, most often first; only by events that are told as having happened and that the
    scale places."""
    met = findings.meetings(connection, ids)
    names = Names(connection, (other for other, _, _ in met))
    by_other: dict[str, list[tuple[Event, float]]] = defaultdict(list)
    for other, event, _ in met:
        intensity = scale(event.type, event.mode)[1]
        if intensity is not None and event.status is Status.HAPPENED:
            by_other[names.of(other).id].append((event, intensity))
    found = [
        shapes.Dealing(
            other=names.of(other),
            n=len(of),
            score=round(sum(x for _, x in of) / len(of), 1),
            date=max((e.when.value for e, _ in of if e.when and e.when.start), default=None),
            types=dict(Counter(e.type for e, _ in of).most_common()),
        )
        for other, of in by_other.items()
    ]
    return sorted(found, key=lambda d: (-d.n, d.other.id))[:_FEW]
