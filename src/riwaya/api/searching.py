"""Searching by words, and questions that statements answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

from anyio.to_thread import run_sync
from fastapi import APIRouter, Query
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field
from pydantic_core import to_json

from riwaya.api import shapes
from riwaya.api.asking import Asked, Day, Direct, EventType, Id, Limit, Strict, cursor, place_of
from riwaya.api.lanes import SEARCHES
from riwaya.api.lines import statement_rows
from riwaya.api.naming import Names
from riwaya.api.parts import TheDesk
from riwaya.api.settings import MARKED
from riwaya.desk import Desk
from riwaya.search import Filters, Hit, ask, search, unknown

router = APIRouter(route_class=Strict, tags=["search"])
quick = APIRouter(route_class=Direct, tags=["search"])

Typed = Annotated[
    str,
    Field(min_length=1, max_length=400, description="Words, «phrases», «words near one another»~5, -without, OR (أو)."),
]


class AboutSearch(Asked):
    """What is looked for, and where. Days are still in; `since` and `until` are those of publication."""

    q: Typed
    limit: Limit = 20
    kind: Literal["article", "statement"] = "article"
    actor: Id | None = Field(None, description="Named in the article; of statements: who speaks.")
    event: EventType | None = None
    event_since: Day | None = None
    event_until: Day | None = None
    since: Day | None = None
    until: Day | None = None
    outlet: Id | None = None
    story: Id | None = None
    topic: Id | None = None
    mode: str | None = Field(None, pattern="^(direct|indirect|mixed)$")
    polarity: str | None = Field(None, pattern="^(asserts|accuses|demands|threatens|promises|denies|doubts)$")
    independent: bool = Field(False, description="Without articles that took their words from others.")


class PieceOf(shapes.Shape):
    """Words of a snippet as the page has them at `start`; marked where they were looked for."""

    text: str
    start: int
    end: int
    marked: bool


class HitRow(shapes.Shape):
    """A page or a statement that was found. `words` is its snippet; `missing` what it lacks of the query; the offsets
    are code points into the page's text."""

    kind: Literal["article", "statement"]
    id: str
    article: str
    page: str
    outlet: str | None
    title: str
    published: str | None
    moment: str
    url: str | None
    story: str | None
    topic: str | None
    words: str
    snippet: list[PieceOf]
    missing: list[str]
    score: int
    polarity: str | None
    speaker: shapes.Name | None


class Hits(shapes.Shape):
    """A page of what was found, the best first. `behind` articles can not be found yet."""

    items: list[HitRow]
    next: shapes.Cursor
    why_none: str | None
    behind: int


class Understood(shapes.Shape):
    """What was understood of a question: whose words (`also`: others called so), about what, when, of which kind."""

    rule: str
    who: str | None
    speaker: shapes.Name | None
    also: list[shapes.Name]
    topic: str | None
    polarity: str | None
    since: str | None
    until: str | None


class AnsweringRow(shapes.StatementRow):
    """A statement that answers; `again`: how many further articles tell it in the same words."""

    again: int


class Answered(shapes.Shape):
    """The statements that answer a question, the latest first, each words once; or why there are none."""

    understood: Understood | None
    items: list[AnsweringRow]
    why_none: str | None


@quick.get("/search", response_model=Hits)
async def find(asked: Annotated[AboutSearch, Query()], desk: TheDesk) -> Response:
    """Find articles or statements by their words: forms of a word find each other, those as written lead."""
    # SQLite searches in this process, PostgreSQL in others
    return await run_sync(_find, asked, desk, limiter=SEARCHES if desk.store.kind == "sqlite" else None)


def _find(asked: AboutSearch, desk: Desk) -> Response:
    name = f"search {asked.kind}"
    before = place_of(asked.before, name, int, str, str)
    chosen = asked.model_dump(exclude={"q", "limit", "before"})
    filters = Filters(**chosen)
    found = search(desk.store, asked.q, filters, asked.limit, before, mark=MARKED.get())
    speakers = _speakers(desk, found.hits)
    more = cursor(name, *found.hits[-1].cursor) if found.more and found.hits else None
    items = [_row(h, speakers) for h in found.hits]
    # Written out by hand: that an answer has the form of `Hits` a test holds; asking that of each takes as long as
    # finding it. `json` takes ten times as long as `to_json` does.
    why = found.why_none and (_strange(desk, filters) or found.why_none)
    body = to_json({"items": items, "next": more, "why_none": why, "behind": found.behind})
    return Response(body, media_type="application/json")


def _strange(desk: Desk, filters: Filters) -> str | None:
    """Whom a search that found nothing named, and nobody knows: that is asked of no other search."""
    with desk.store.reading() as connection:
        return unknown(connection, filters)


def _speakers(desk: Desk, hits: Sequence[Hit]) -> dict[str, dict[str, Any]]:
    ids = {h.speaker for h in hits if h.speaker is not None}
    if not ids:
        return {}
    with desk.store.reading() as connection:
        names = Names(connection, ids)
    return {i: names.of(i).model_dump() for i in ids}


def _row(hit: Hit, speakers: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    """A `HitRow`."""
    where = hit.where
    return {
        "kind": "statement" if hit.statement else "article",
        "id": hit.statement or where.article,
        "article": where.article,
        "page": where.page,
        "outlet": where.outlet,
        "title": where.title,
        "published": where.published,
        "moment": where.moment,
        "url": where.url,
        "story": where.story,
        "topic": where.topic,
        "words": hit.words,
        "snippet": [{"text": p[0], "start": p[1], "end": p[2], "marked": p[3]} for p in hit.snippet],
        "missing": hit.missing,
        "score": hit.score,
        "polarity": hit.polarity,
        "speaker": speakers[hit.speaker] if hit.speaker is not None else None,
    }


class AboutAsk(BaseModel):
    """A question in Arabic: «ماذا قال X عن Y في مارس؟»."""

    model_config = ConfigDict(extra="forbid")
    q: Typed
    limit: Limit = 20


@router.get("/ask", response_model=Answered)
def answer(asked: Annotated[AboutAsk, Query()], desk: TheDesk) -> Answered:
    """Answer a question by statements, each with its speaker, words and page; nothing else is ever said."""
    told = ask(desk.store, asked.q, asked.limit)
    with desk.store.reading() as connection:
        names = Names(connection, (told.speaker, *told.also))
        rows = zip(statement_rows(connection, told.rows), told.again, strict=True)
    items = [AnsweringRow.model_validate({**row.model_dump(), "again": again}) for row, again in rows]
    understood = None
    if told.question is not None:
        q = told.question
        understood = Understood(
            rule=q.rule,
            who=q.who or None,
            speaker=names.maybe(told.speaker),
            also=names.every(told.also),
            topic=q.topic or None,
            polarity=q.polarity,
            since=q.since,
            until=q.until,
        )
    return Answered(understood=understood, items=items, why_none=told.why_none)
