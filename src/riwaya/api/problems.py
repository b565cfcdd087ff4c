"""Errors as RFC 9457 tells them: `application/problem+json`, one object, no traces."""

from __future__ import annotations

import json
import logging
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import compile_path
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from riwaya.errors import InputError, RiwayaError, StoreError, StoreFullError, UsageError

MEDIA_TYPE = "application/problem+json"
_log = logging.getLogger("riwaya.api")
_SHOWN = 200  # characters of a message: what somebody sent is not sent back at length


def problem(
    status: int, detail: str = "", headers: dict[str, str] | None = None, errors: list[dict[str, str]] | None = None
) -> Response:
    """One error as an answer."""
    told: dict[str, Any] = {"type": "about:blank", "title": _title(status), "status": status}
    if detail:
        told["detail"] = detail
    if errors:
        told["errors"] = errors
    body = json.dumps(told, ensure_ascii=False).encode("utf-8", "replace")
    return Response(body, status, {"Cache-Control": "no-store", **(headers or {})}, MEDIA_TYPE)


def _title(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Error"


def problem_of(error: Exception) -> Response:
    """The answer to an error of any kind."""
    if isinstance(error, HTTPException):
        detail = error.detail if isinstance(error.detail, str) and error.detail != _title(error.status_code) else ""
        return problem(error.status_code, detail, dict(error.headers or {}))
    if isinstance(error, RequestValidationError):
        wrong = [_wrong(e) for e in error.errors()]
        return problem(422, "; ".join(f"{e['where']}: {e['why']}" for e in wrong), errors=wrong)
    if isinstance(error, StoreFullError):
        _log.error("store: %s", error)
        return problem(507, "the store's disk is full; nothing of this was kept")
    if isinstance(error, StoreError):
        _log.error("store: %s", error)
        return problem(503, "the store cannot be reached or is busy", {"Retry-After": "5"})
    if isinstance(error, InputError):
        return problem(404, _short(str(error)))
    if isinstance(error, UsageError):
        return problem(422, _short(str(error)))
    return problem(500, "something here went wrong; it was written to the log")


def _wrong(error: Any) -> dict[str, str]:
    where = ".".join(str(x) for x in error.get("loc", ()))
    why = str(error.get("msg", "")).removeprefix("Value error, ")  # the library's word for what we say ourselves
    return {"where": _short(where), "why": _short(why)}


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"


def add_problems(app: FastAPI) -> None:
    """Let `app` answer every error as a problem."""

    async def answer(request: Request, error: Exception) -> Response:
        told = problem_of(error)
        if told.status_code == 405 and (allowed := _methods(app, request.scope["path"].removeprefix(_root(request)))):
            told.headers["Allow"] = ", ".join(allowed)
        return told

    for kind in (HTTPException, RequestValidationError, RiwayaError):
        app.add_exception_handler(kind, answer)


def _root(request: Request) -> str:
    root: str = request.scope.get("root_path", "")
    return root


def _methods(app: FastAPI, path: str) -> list[str]:
    """What a path answers to: each method is a route of its own, of which only the first was asked."""
    paths = app.openapi()["paths"]
    found = {m.upper() for of in paths if compile_path(of)[0].fullmatch(path) for m in paths[of]}
    return sorted(found)


class NoTraces:
    """The boundary: an error that nobody foresaw is written to the log with its path, and told without its trace."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun = False

        async def noting(message: Message) -> None:
            nonlocal begun
            begun = begun or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, noting)
        except Exception as e:
            _log.exception("%s %r", scope.get("method", scope["type"]), scope.get("path", ""))
            if begun or scope["type"] != "http":
                raise
            await problem_of(e)(scope, receive, send)
