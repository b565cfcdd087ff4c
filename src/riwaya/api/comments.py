"""What readers say about a story: taken only where the server was told to (`Settings.comments`), shown only after an
editor let it through.

Whoever comments solves a challenge first (ALTCHA's proof of work, version 1: a number whose SHA-256 with a salt is
given). A challenge is signed with the store's secret, for one person and one subject, good for ten minutes and for one
comment. Beside it there are bounds on how much one person says in an hour, and on how much waits.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
from typing import Annotated, Literal

from altcha.v1 import Challenge, ChallengeOptions, Payload, create_challenge, verify_solution
from fastapi import APIRouter, Body, Path, Query
from pydantic import Field
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from riwaya.api import shapes
from riwaya.api.asking import Asked, Strict, cursor, place_of
from riwaya.api.parts import TheCaller, TheDesk
from riwaya.api.settings import Caller
from riwaya.desk import Desk
from riwaya.errors import InputError
from riwaya.store import comments as kept
from riwaya.store.access import secret_of
from riwaya.store.decisions import known_today

router = APIRouter(route_class=Strict, tags=["comments"])

HARDEST = 60_000
"""The number to be found lies below: half a second of a phone."""
LASTS = dt.timedelta(minutes=10)
PER_HOUR = 6
"""Comments of one person."""
WAITING = 300
"""Comments that may wait for an editor, of all."""
_LONGEST_PROOF = 2000
Subject = Annotated[str, Field(pattern=r"^(story|topic):[\w.:@-]{1,80}$", examples=["topic:t-nhzq4tqhxy"])]
Number = Annotated[int, Path(ge=1, le=2**31 - 1)]


class CommentRow(shapes.Shape):
    """A comment that was let through."""

    n: int
    on: str
    text: str
    who: str
    when: str


class Comments(shapes.Shape):
    """A page of comments, the latest first."""

    items: list[CommentRow]
    next: shapes.Cursor


class QueuedRow(CommentRow):
    """A comment as editors see it: how it stands, who decided so and when (null: nobody yet)."""

    state: Literal["held", "shown", "refused"]
    decided_by: str | None
    decided_at: str | None


class Queue(shapes.Shape):
    """A page of comments for editors, the latest first."""

    items: list[QueuedRow]
    next: shapes.Cursor


class NewComment(shapes.Shape):
    """What a reader says, with the solved challenge (Base64 of JSON, as ALTCHA's widgets send it)."""

    on: Subject
    text: str = Field(min_length=1, max_length=2000, pattern=r"\S")
    altcha: str = Field(min_length=1, max_length=_LONGEST_PROOF)


class Verdict(shapes.Shape):
    """What an editor decides; `held` takes an earlier decision back."""

    state: Literal["held", "shown", "refused"]


class AboutComments(Asked):
    """Which comments a list shows."""

    on: Subject | None = None


class AboutQueue(Asked):
    """Which comments editors see."""

    state: Literal["held", "shown", "refused"] | None = None


@router.get("/comments", response_model=Comments)
def list_comments(asked: Annotated[AboutComments, Query()], desk: TheDesk) -> Comments:
    """Comments that were let through, the latest first."""
    before = place_of(asked.before, "comments", int)
    with desk.store.reading() as connection:
        about = kept.subjects(connection, asked.on) if asked.on else ()
        rows = kept.list_comments(connection, "shown", about, limit=asked.limit, before=before[0] if before else None)
    items = [CommentRow(n=c.key, on=c.about, text=c.text, who=c.by, when=c.at) for c in rows]
    return Comments(items=items, next=cursor("comments", rows[-1].key) if len(rows) == asked.limit else None)


@router.get("/comments/queue", response_model=Queue)
def list_queue(asked: Annotated[AboutQueue, Query()], desk: TheDesk, caller: TheCaller) -> Queue:
    """All comments or those in one state, for editors."""
    if not caller.may_edit:
        raise HTTPException(403, "what was not let through is for editors")
    before = place_of(asked.before, "queue", int)
    with desk.store.reading() as connection:
        rows = kept.list_comments(connection, asked.state, limit=asked.limit, before=before[0] if before else None)
    return Queue(
        items=[_queued(c) for c in rows],
        next=cursor("queue", rows[-1].key) if len(rows) == asked.limit else None,
    )


def _queued(c: kept.Comment) -> QueuedRow:
    return QueuedRow(
        n=c.key,
        on=c.about,
        text=c.text,
        who=c.by,
        when=c.at,
        state=c.state,
        decided_by=c.decided_by or None,
        decided_at=c.decided_at or None,
    )


@router.get("/comments/challenge", responses={200: {"description": "A challenge as ALTCHA's widgets take it."}})
def challenge(on: Annotated[Subject, Query()], desk: TheDesk, caller: TheCaller) -> Response:
    """A challenge to be solved for one comment on `on`."""
    made: Challenge = create_challenge(
        ChallengeOptions(
            max_number=HARDEST,
            hmac_key=_key(desk, caller, on),
            expires=dt.datetime.now(dt.UTC) + LASTS,
        )
    )
    return JSONResponse(made.to_dict(), headers={"Cache-Control": "no-store"})


@router.post("/comments", response_model=shapes.Numbered, status_code=202)
def post_comment(sent: Annotated[NewComment, Body()], desk: TheDesk, caller: TheCaller) -> shapes.Numbered:
    """Hold a comment until an editor lets it through."""
    kind, _, identity = sent.on.partition(":")
    proof = _proof(desk, caller, sent)
    with desk.store.writing() as connection:
        known = known_today(connection, kind, identity)
        if known is None:
            raise InputError(f"{sent.on}: there is none")
        flood = kept.flood(connection, caller.name, dt.timedelta(hours=1))
        if flood.lately >= PER_HOUR:
            raise HTTPException(429, "you have said enough for an hour", {"Retry-After": "3600"})
        if flood.waiting >= WAITING:
            raise HTTPException(429, "too many comments wait already", {"Retry-After": "3600"})
        n = kept.put_comment(connection, f"{kind}:{known}", sent.text, caller.name, proof)
        if n is None:
            raise HTTPException(409, "this challenge was used before")
        return shapes.Numbered(n=n)


@router.post("/comments/{n}", response_model=shapes.Numbered, status_code=201)
def decide(n: Number, sent: Annotated[Verdict, Body()], desk: TheDesk, caller: TheCaller) -> shapes.Numbered:
    """Let a comment through, refuse it, or hold it again."""
    with desk.store.writing() as connection:
        if not kept.decide(connection, n, sent.state, caller.name):
            raise HTTPException(404, "no such comment")
    return shapes.Numbered(n=n)


# ------------------------------------------------------------------ challenges


def _key(desk: Desk, caller: Caller, on: str) -> str:
    """What challenges of one person about one subject are signed with: for others they are none."""
    with desk.store.reading() as connection:  # it is there: the guard made it when it began
        secret = secret_of(connection)
    return hmac.new(secret.encode(), f"comment {caller.name}\n{on}".encode(), hashlib.sha256).hexdigest()


def _proof(desk: Desk, caller: Caller, sent: NewComment) -> str:
    """The digest of a solved challenge. Raises for one that is not solved, not ours, or too old."""
    try:
        payload = Payload.from_base64(sent.altcha)
        right = payload.algorithm == "SHA-256" and payload.parse_salt()[1] is not None
        solved = right and verify_solution(payload, _key(desk, caller, sent.on))[0]
    except (ValueError, KeyError, TypeError, AttributeError):
        solved = False
    if not solved:
        raise HTTPException(422, "the challenge is not solved, or too old")
    return hashlib.sha256(payload.challenge.encode("utf-8", "replace")).hexdigest()
