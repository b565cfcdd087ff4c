"""Stories, topics and articles: lists of lines, and the told documents with what belongs to them."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel
from sqlalchemy import Connection
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from riwaya.api import shapes
from riwaya.api.asking import AboutStories, PathId, Strict, after, cursor, place_of
from riwaya.api.gate import RESTS
from riwaya.api.lines import note, story_lines, topic_lines
from riwaya.api.naming import ids_of
from riwaya.api.parts import DOCUMENT, TheDesk
from riwaya.api.where import places_in
from riwaya.desk import Desk
from riwaya.store import lists, told
from riwaya.store import tables as t
from riwaya.store.access import list_notes
from riwaya.store.comments import subjects
from riwaya.store.decisions import settled_of

_SHOWN = 12
"""Stories that a topic's line names; an affair of months has hundreds."""

router = APIRouter(route_class=Strict, tags=["told"])


@router.get("/stories", response_model=shapes.Stories)
def list_stories(asked: Annotated[AboutStories, Query()], desk: TheDesk) -> shapes.Stories:
    """Stories, one line each."""
    with desk.store.reading() as connection:
        choice = _choice(connection, asked, "stories")
        found = [] if choice is None else lists.story_lines(connection, choice)
        items = story_lines(connection, found)
    return shapes.Stories(items=items, next=_next(asked, "stories", found))


@router.get("/topics", response_model=shapes.Topics)
def list_topics(asked: Annotated[AboutStories, Query()], desk: TheDesk) -> shapes.Topics:
    """Topics one of whose stories is wanted, one line each with the lines of their stories."""
    with desk.store.reading() as connection:
        choice = _choice(connection, asked, "topics")
        found = [] if choice is None else lists.topic_lines(connection, replace(choice, stories=_SHOWN))
        items = topic_lines(connection, found)
    return shapes.Topics(items=items, next=_next(asked, "topics", found))


def _choice(connection: Connection, asked: AboutStories, name: str) -> lists.Choice | None:
    """What `asked` comes to; None where it can mean nothing here."""
    kind: type = int if asked.sort == lists.WEIGHT else str
    before = place_of(asked.before, f"{name} {asked.sort}", kind, str)
    topic = asked.topic
    if topic is not None:
        topic = told.resolve(connection, t.topics, topic)
        if topic is None:
            return None
    return lists.Choice(
        since=asked.since,
        until=after(asked.until),
        outlet=asked.outlet,
        actors=ids_of(connection, asked.actor),
        places=ids_of(connection, asked.place),
        topic=topic,
        marks=tuple(asked.marks),
        sort=asked.sort,
        before=before,
        limit=asked.limit,
    )


def _next(asked: AboutStories, name: str, rows: Any) -> str | None:
    if len(rows) < asked.limit:
        return None
    last = rows[-1]
    key = last.rank if asked.sort == lists.WEIGHT else last.moment
    return cursor(f"{name} {asked.sort}", key, last.id)


# ------------------------------------------------------------------ one of them


@router.get("/topics/{topic}", responses={**DOCUMENT, 308: {"description": "It went into another."}})
def show_topic(topic: PathId, request: Request, desk: TheDesk) -> Response:
    """A topic told: the `riwaya/1` document of it alone; with `line` (a TopicLine), `related` (StoryLines), `places`
    (where the places it names lie, as far as that is known), `notes` and `settled`."""
    with desk.store.reading() as connection:
        found = told.resolve(connection, t.topics, topic)
    if found is None:
        raise HTTPException(404, "no such topic")
    if found != topic:
        return _moved(request, "topics", found)
    return _document(desk, found, None)


@router.get("/stories/{story}", responses={**DOCUMENT, 308: {"description": "It went into another."}})
def show_story(story: PathId, request: Request, desk: TheDesk) -> Response:
    """The topic of a story told, as `/topics/{topic}` gives it, with `story`: the StoryLine that was asked for."""
    with desk.store.reading() as connection:
        found = told.resolve(connection, t.stories, story)
        topic = told.topics_of(connection, [found]).get(found) if found else None
    if found is None or topic is None:
        raise HTTPException(404, "no such story")
    if found != story:
        return _moved(request, "stories", found)
    return _document(desk, topic, found)


def _moved(request: Request, name: str, to: str) -> Response:
    root = request.scope.get("root_path", "")
    return RedirectResponse(f"{root}/{name}/{to}", 308)


def _document(desk: Desk, topic: str, story: str | None) -> Response:
    """The document and what belongs to it, out of one snapshot; and on what it rests."""
    with desk.store.reading() as connection:
        text = told.document_of(connection, topic)
        found = None if text is None else _about(connection, topic, text)
    if found is None:  # it waits to be told
        text = desk.topic_json(topic)
        with desk.store.reading() as connection:
            found = None if text is None else _about(connection, topic, text)
    if text is None or found is None:
        raise HTTPException(404, "no such topic")
    more, rests = found
    if story is not None:
        more["story"] = next((s for s in more["line"].stories if s.id == story), None)
    answer = _with(text, more)
    if all(rests.values()):
        answer.headers[RESTS] = json.dumps(rests)
    return answer


def _about(connection: Connection, topic: str, text: str) -> tuple[dict[str, Any], dict[str, str]] | None:
    """What a told topic is shown with, and the revisions of all topics that it names; None where it is no more."""
    whole = lists.topic_lines(connection, lists.Choice(topic=topic, limit=1))
    if not whole:
        return None
    line = topic_lines(connection, whole)[0]
    about = subjects(connection, f"topic:{topic}", *(f"story:{s.id}" for s in line.stories))
    near = lists.related(connection, topic)
    revs = told.revs_of(connection, (topic, *(x.topic for x in near)))
    related = [x for x in near if x.topic in revs]  # a topic that is told no more leads nowhere
    more = {
        "line": line,
        "related": story_lines(connection, related),
        "places": places_in(text),
        "notes": [note(n) for n in list_notes(connection, about)],
        "settled": [
            shapes.Settled(contrast=s.contrast, n=s.n, who=s.who, when=s.when) for s in settled_of(connection, topic)
        ],
    }
    return more, {i: revs.get(i, "") for i in (topic, *(x.topic for x in related))}


def _with(text: str, more: dict[str, Any]) -> Response:
    """A document's JSON text with more fields: it is large, and need not be read to be added to."""
    plain = json.dumps(_plain(more), ensure_ascii=False, separators=(",", ":"))
    return Response(f"{text[:-1]},{plain[1:]}".encode("utf-8", "replace"), media_type="application/json")


def _plain(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    return [_plain(v) for v in value] if isinstance(value, list) else value


@router.get("/articles/{article:path}", responses=DOCUMENT)
def show_article(article: PathId, desk: TheDesk) -> Response:
    """An article alone as a `riwaya/1` document, with `notes`, `in_story` and `in_topic`."""
    found = desk.article(article)
    if found is None:
        raise HTTPException(404, "no such article")
    with desk.store.reading() as connection:
        notes = [note(n) for n in list_notes(connection, (f"article:{article}",))]
        story = told.stories_of(connection, [article]).get(article)
        topic = told.topics_of(connection, [story]).get(story) if story else None
    text = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    return _with(text, {"notes": notes, "in_story": story, "in_topic": topic})
