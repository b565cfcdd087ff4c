"""What may be added: pages, judgements, notes. Everything here can be undone; nothing is changed in place."""

from __future__ import annotations

import hashlib
from typing import Annotated, Any
from weakref import WeakKeyDictionary

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from fastapi import APIRouter, Body, Depends, Path, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException
from starlette.responses import Response

from riwaya.api import shapes
from riwaya.api.asking import Strict
from riwaya.api.lines import story_lines
from riwaya.api.parts import TheCaller, TheDesk
from riwaya.desk import Desk
from riwaya.errors import InputError
from riwaya.model import Source
from riwaya.store import access, decisions, lists

router = APIRouter(route_class=Strict, tags=["writing"])

_TYPES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "application/jsonl": ".jsonl",
    "application/x-ndjson": ".jsonl",
}
_QUEUE = 16
"""Posts that may wait for others to be added."""


class AboutPages(BaseModel):
    """Where posted pages come from. Nothing is fetched from there."""

    model_config = ConfigDict(extra="forbid")
    name: str | None = Field(None, min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f/\\]+$")
    url: str | None = Field(None, max_length=2000, pattern=r"^https?://[^\s/?#\[\]@]+([/?#]\S*)?$")


async def _body(request: Request) -> tuple[str, bytes]:
    """The type and the bytes of a body. Raises for a type that holds no pages, and for none at all."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in _TYPES:
        raise HTTPException(415, f"pages are {', '.join(_TYPES)}")
    data = await request.body()
    if not data:
        raise HTTPException(422, "no page in the body")
    return request.headers["content-type"], data


_PAGES: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {k: {"schema": {"minLength": 1}} for k in _TYPES},
    }
}


@router.post(
    "/pages",
    response_model=shapes.Added,
    status_code=201,
    responses={415: {"description": "A type that holds no pages."}},
    openapi_extra=_PAGES,
)
async def post_pages(
    asked: Annotated[AboutPages, Query()], sent: Annotated[tuple[str, bytes], Depends(_body)], desk: TheDesk
) -> shapes.Added:
    """Keep pages, and tell anew the stories that they change. What came before is not kept twice."""
    media_type, data = sent
    ending = _TYPES[media_type.partition(";")[0].strip().lower()]
    name = asked.name or f"posted-{hashlib.sha256(data).hexdigest()[:12]}{ending}"
    adding = _adding(desk)
    if adding.statistics().tasks_waiting >= _QUEUE:
        raise HTTPException(503, "others are adding pages", {"Retry-After": "30"})
    return await run_sync(_add, desk, Source(name, data, media_type, asked.url), limiter=adding)


_limiters: WeakKeyDictionary[Desk, CapacityLimiter] = WeakKeyDictionary()


def _adding(desk: Desk) -> CapacityLimiter:
    """Whose turn it is to add: one at a time, and whoever waits holds no thread that readers need."""
    return _limiters.setdefault(desk, CapacityLimiter(1))


def _add(desk: Desk, source: Source) -> shapes.Added:
    added = desk.add([source])
    with desk.store.reading() as connection:
        told = lists.lines_of_topics(connection, added.touched)
        stories = story_lines(connection, [line for topic in sorted(told) for line in told[topic]])
    return shapes.Added(
        **{k: getattr(added, k) for k in ("kept", "repeated", "duplicate", "revised", "lost")},
        failures=[{"page": f.page, "stage": f.stage, "reason": f.reason} for f in added.failures],
        stories=stories,
    )


# ------------------------------------------------------------------ judgements


Number = Annotated[int, Path(ge=1, le=2**31 - 1)]


@router.post("/judgements", response_model=shapes.Numbered, status_code=201)
def post_judgement(sent: Annotated[shapes.NewJudgement, Body()], desk: TheDesk, caller: TheCaller) -> shapes.Numbered:
    """Decide that two ids are one, or are not; that one article took its words from another; that a contrast is
    settled. What it changes is told anew."""
    if sent.kind != decisions.SETTLED:
        return shapes.Numbered(n=desk.judge(sent.kind, sent.a, sent.b, sent.verdict, caller.name))
    document = desk.topic(sent.a)
    if document is None:
        raise InputError(f"{sent.a}: no such topic")
    if not any(c["id"] == sent.b for topic in document["topics"] for c in topic["contrasts"]):
        raise InputError(f"{sent.b}: no such contrast of this topic")
    topic = document["topics"][0]["id"]
    with desk.store.writing() as connection:
        return shapes.Numbered(n=decisions.settle(connection, topic, sent.b, sent.verdict, caller.name))


@router.delete("/judgements/{n}", response_model=shapes.Numbered)
def undo_judgement(n: Number, desk: TheDesk, caller: TheCaller) -> shapes.Numbered:
    """Undo what was decided; the earlier record stays, a later one says so. Gives the number of that."""
    with desk.store.writing() as connection:
        new = decisions.unsettle(connection, n, caller.name)
    return shapes.Numbered(n=desk.undo(n, caller.name) if new is None else new)


# ------------------------------------------------------------------ notes


@router.post("/notes", response_model=shapes.Numbered, status_code=201)
def post_note(sent: Annotated[shapes.NewNote, Body()], desk: TheDesk, caller: TheCaller) -> shapes.Numbered:
    """Keep a note about a story, a topic, an actor or an article."""
    kind, _, identity = sent.on.partition(":")
    with desk.store.writing() as connection:
        known = decisions.known_today(connection, kind, identity)
        if known is None:
            raise InputError(f"{sent.on}: there is none")
        return shapes.Numbered(n=access.put_note(connection, f"{kind}:{known}", sent.text, caller.name))


@router.delete("/notes/{n}", status_code=204)
def remove_note(n: Number, desk: TheDesk) -> Response:
    """Show a note no more."""
    with desk.store.writing() as connection:
        if not access.remove_note(connection, n):
            raise HTTPException(404, "no such note")
    return Response(status_code=204)


@router.post("/notes/{n}/restore", status_code=204)
def restore_note(n: Number, desk: TheDesk) -> Response:
    """Show a note again that was removed."""
    with desk.store.writing() as connection:
        if not access.restore_note(connection, n):
            raise HTTPException(404, "no such note was removed")
    return Response(status_code=204)
