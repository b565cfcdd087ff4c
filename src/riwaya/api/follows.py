"""What people want to be told of, and what they were told: the lists of `riwaya.follow`, over the API.

Sources (feeds, sitemaps, pages) are shown and can be left; to follow a new one an address has to be fetched, which this
server does for nobody: `riwaya follow` does.
"""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Body, Path, Query
from pydantic import Field
from starlette.exceptions import HTTPException
from starlette.responses import Response

from riwaya.api.asking import Paged, Strict, cursor, place_of
from riwaya.api.parts import TheCaller, TheDesk
from riwaya.api.shapes import Cursor, Shape
from riwaya.errors import InputError, UsageError
from riwaya.follow import begin_interest
from riwaya.store import follows as kept

router = APIRouter(route_class=Strict, tags=["follows"])
Number = Annotated[int, Path(ge=1, le=2**31 - 1)]


class AlertRow(Shape):
    """One line about one story (null: about a source)."""

    n: int
    kind: str
    text: str
    story: str | None
    at: str


class Alerts(Shape):
    """A page of alerts, the latest first."""

    items: list[AlertRow]
    next: Cursor


class FollowRow(Shape):
    """Something followed: an address, an id or a query, since when and by whom."""

    n: int
    kind: Literal["feed", "sitemap", "page", "actor", "place", "query", "story"]
    target: str
    title: str
    outlet: str | None
    by: str
    at: str


class Follows(Shape):
    """All that is followed, in the order in which it was begun."""

    items: list[FollowRow]


class NewFollow(Shape):
    """Somebody or something to be told of: an id, or a name that only one has; of `query` words."""

    kind: Literal["actor", "place", "query", "story"]
    target: str = Field(min_length=1, max_length=400, pattern=r"\S")


@router.get("/alerts", response_model=Alerts)
def list_alerts(asked: Annotated[Paged, Query()], desk: TheDesk) -> Alerts:
    """What happened to what is followed, the latest first."""
    before = place_of(asked.before, "alerts", int)
    with desk.store.reading() as connection:
        rows = kept.alerts(connection, before=before[0] if before else None, limit=asked.limit)
    more = cursor("alerts", rows[-1].key) if len(rows) == asked.limit else None
    return Alerts(items=[alert_row(a) for a in rows], next=more)


def alert_row(alert: kept.Alert) -> AlertRow:
    """An alert as it is shown."""
    return AlertRow(n=alert.key, kind=alert.kind, text=alert.text, story=alert.story, at=alert.at)


@router.get("/follows", response_model=Follows)
def list_follows(desk: TheDesk) -> Follows:
    """What is followed."""
    with desk.store.reading() as connection:
        rows = kept.followed(connection)
    return Follows(items=[_row(f) for f in rows])


def _row(f: kept.Follow) -> FollowRow:
    named = {k: getattr(f, k) for k in ("kind", "target", "title", "outlet", "by", "at")}
    return FollowRow.model_validate({"n": f.key, **named})


@router.post("/follows", response_model=FollowRow, status_code=201)
def post_follow(sent: Annotated[NewFollow, Body()], desk: TheDesk, caller: TheCaller) -> FollowRow:
    """Follow an actor, a place, a story or a query from now on."""
    try:
        return _row(begin_interest(desk.store, sent.kind, sent.target, caller.name))
    except InputError as e:
        raise HTTPException(404, str(e)) from e
    except UsageError as e:  # several are meant
        raise HTTPException(409, str(e)) from e


@router.delete("/follows/{n}", status_code=204)
def remove_follow(n: Number, desk: TheDesk) -> Response:
    """Follow it no more."""
    with desk.store.writing() as connection:
        if not kept.unfollow(connection, n):
            raise HTTPException(404, "nothing followed has this number")
    return Response(status_code=204)
