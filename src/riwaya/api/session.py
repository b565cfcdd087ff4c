"""Signing in with a token, for browsers: a cookie that scripts cannot read and other pages cannot send."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from riwaya.api import shapes
from riwaya.api.asking import Strict
from riwaya.api.guard import COOKIE
from riwaya.api.parts import TheCaller, TheDesk
from riwaya.api.settings import Settings
from riwaya.store.access import find_token

router = APIRouter(route_class=Strict, tags=["session"])
_MONTH = 30 * 24 * 3600


@router.get("/session", response_model=shapes.Session)
async def show_session(caller: TheCaller) -> shapes.Session:
    """Who asks, and what they may do."""
    return shapes.Session.model_validate({"who": caller.name or None, "right": caller.right, "form_token": caller.seed})


@router.post("/session", status_code=204)
def sign_in(sent: Annotated[shapes.SignIn, Body()], request: Request, desk: TheDesk) -> Response:
    """Sign in with a token: sets the cookie that the reader's pages use."""
    with desk.store.reading() as connection:
        found = find_token(connection, sent.token)
    if found is None:
        raise HTTPException(401, "no such token", {"WWW-Authenticate": "Bearer"})
    answer = Response(status_code=204)
    answer.set_cookie(COOKIE, sent.token, max_age=_MONTH, httponly=True, samesite="strict", secure=_secure(request))
    return answer


def _secure(request: Request) -> bool:
    """Whether the cookie goes over https only: wherever it came over https, to us or to a proxy before us."""
    settings: Settings = request.app.state.settings
    return settings.secure_cookie or request.url.scheme == "https"


@router.delete("/session", status_code=204)
async def sign_out(request: Request) -> Response:
    """Sign out."""
    answer = Response(status_code=204)
    answer.delete_cookie(COOKIE, httponly=True, samesite="strict", secure=_secure(request))
    return answer
