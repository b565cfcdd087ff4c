"""What all routes share: the desk they ask, and how answers that are no models are described."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Depends, Request

from riwaya.api.settings import CALLER, Caller
from riwaya.desk import Desk


async def _desk(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


async def _caller() -> Caller:
    return CALLER.get()


TheDesk = Annotated[Desk, Depends(_desk)]
TheCaller = Annotated[Caller, Depends(_caller)]

_PROBLEM = {"content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}}


def _problems(*statuses: tuple[int, str]) -> dict[int | str, dict[str, Any]]:
    return {status: {"description": why, **_PROBLEM} for status, why in statuses}


DOCUMENT: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "A `riwaya/1` document, and what belongs to it.",
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Document"}}},
    }
}
COMMON = _problems(
    (400, "This is no request."),
    (401, "A token is needed."),
    (403, "This is not allowed."),
    (404, "There is none, or no such place in the list."),
    (408, "The body took too long."),
    (409, "Several are meant: say which."),
    (413, "The body is too large."),
    (421, "The server has another name."),
    (422, "A parameter or a body is wrong."),
    (429, "Too many requests."),
    (503, "The store is busy; try again."),
)
