"""Routes, headers, and pages that are kept: a page is made anew when the store changed, or after a minute."""

from __future__ import annotations

import asyncio
import datetime as dt
import gzip
import hashlib
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from weakref import WeakValueDictionary

from anyio.to_thread import run_sync
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from riwaya.reader import acts, feed, files, pages, tables
from riwaya.reader.asking import Api, Asked, Asker, RefusedError, still_so
from riwaya.reader.pages import Built
from riwaya.reader.view import COOKIE, Settings, Visitor, render

_FRESH = 60.0  # seconds a page's «n minutes ago» may stand
_SURE = 0.25  # seconds for which a page that was found to stand is not looked at again
_KEPT = 48 << 20  # bytes of pages kept
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    b"content-security-policy": _POLICY.encode(),
    b"x-content-type-options": b"nosniff",
    b"x-frame-options": b"DENY",
    b"referrer-policy": b"same-origin",
}

Build = Callable[[Request, Asker, Settings], Awaitable[Built]]


@dataclass(slots=True)
class _Page:
    """A page as it is sent, and what it was made of."""

    asked: list[Asked]
    made: float
    tag: str
    plain: bytes
    packed: bytes
    checked: float


class Reader:
    """Answers with pages. `clock` gives the time in UTC."""

    def __init__(self, api: Api, clock: Callable[[], dt.datetime]) -> None:
        self.api = api
        self.clock = clock
        self._pages: OrderedDict[tuple[Any, ...], _Page] = OrderedDict()
        self._size = 0
        self._making: WeakValueDictionary[tuple[Any, ...], asyncio.Lock] = WeakValueDictionary()
        self._paths: frozenset[str] | None = None

    async def visitor(self) -> Visitor:
        """Who asks."""
        _, told, _ = await self.api("GET", "/session")
        return Visitor(told["who"], told["right"], told["form_token"])

    async def paths(self) -> frozenset[str]:
        """The paths that the API describes: some servers have pages that others lack."""
        if self._paths is None:
            status, told, _ = await self.api("GET", "/openapi.json")
            if status != 200:
                return frozenset()
            self._paths = frozenset(told["paths"])
        return self._paths

    async def show(self, request: Request, build: Build) -> Response:
        """The page that `build` makes, or the one made before where nothing changed since."""
        settings, visitor = Settings.of_cookie(request.cookies.get(COOKIE)), await self.visitor()
        key = (request.url.path, request.url.query, settings, visitor)
        # many who ask for one page at once wait for the first of them
        async with self._making.setdefault(key, asyncio.Lock()):
            kept = await self._known(key)
            if kept is not None:
                return _answer(request, kept)
            asker = Asker(self.api, await self.paths())
            try:
                built = await build(request, asker, settings)
            except RefusedError as e:
                return await self.refused(request, settings, visitor, e)
            page = await run_sync(self._make, request, built, settings, visitor, asker)
            if asker.tagged and asker.asked and built.status == 200:
                self._keep(key, page)
            return _answer(request, page, built.status)

    async def _known(self, key: tuple[Any, ...]) -> _Page | None:
        """The page that was made before, where it stands."""
        kept, now = self._pages.get(key), time.monotonic()
        if kept is None or now - kept.made > _FRESH:
            return None
        if now - kept.checked > _SURE:
            if not await still_so(self.api, kept.asked):
                return None
            kept.checked = time.monotonic()
        if key in self._pages:
            self._pages.move_to_end(key)
        return kept

    def forget(self) -> None:
        """Make all pages anew: somebody changed something here."""
        self._pages.clear()
        self._size = 0

    def _make(self, request: Request, built: Built, settings: Settings, visitor: Visitor, asker: Asker) -> _Page:
        now = self.clock()
        html = render(
            built.template,
            settings,
            visitor=visitor,
            now=now,
            extra_places=[(f"/{name}", name) for name in ("search", "alerts") if f"/{name}" in asker.paths],
            here=_here(request),
            done=_number(request.query_params.get("done")),
            **built.values,
        ).encode()
        tag = f'"{hashlib.sha256(html).hexdigest()[:20]}"'
        made = time.monotonic()
        return _Page(asker.asked, made, tag, html, gzip.compress(html, 5, mtime=0), made)

    def _keep(self, key: tuple[Any, ...], page: _Page) -> None:
        old = self._pages.pop(key, None)
        self._size += len(page.plain) + len(page.packed) - (len(old.plain) + len(old.packed) if old else 0)
        self._pages[key] = page
        while self._size > _KEPT and self._pages:
            _, gone = self._pages.popitem(last=False)
            self._size -= len(gone.plain) + len(gone.packed)

    async def refused(self, request: Request, settings: Settings, visitor: Visitor, no: RefusedError) -> Response:
        """What somebody sees whom the API sent away: elsewhere, to sign in, or why."""
        if no.status == 308 and (moved := pages.moved(no.location)):
            return RedirectResponse(moved, 308)
        name = "sign-in.html" if no.status == 401 else "problem.html"
        values = {"status": no.status, "detail": no.detail, "back": "/"}
        built = Built(name, {**values, "next": _here(request) if no.status == 401 else "/"}, no.status)
        page = await run_sync(self._make, request, built, settings, visitor, Asker(self.api, await self.paths()))
        return _answer(request, page, no.status)


def _answer(request: Request, page: _Page, status: int = 200) -> Response:
    headers = {"Cache-Control": "private, no-cache", "ETag": page.tag, "Vary": "Cookie, Accept-Encoding"}
    if status == 200 and request.headers.get("if-none-match", "").removeprefix("W/") == page.tag:
        return Response(status_code=304, headers=headers)
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"] = "gzip"
        return Response(page.packed, status, headers, "text/html; charset=utf-8")
    return Response(page.plain, status, headers, "text/html; charset=utf-8")


def _here(request: Request) -> str:
    """Where we are, for forms that lead back: without what was done last."""
    query = "&".join(p for p in request.url.query.split("&") if p and not p.startswith("done="))
    return request.url.path + (f"?{query}" if query else "")


def _number(given: str | None) -> int | None:
    return int(given) if given and given.isascii() and given.isdigit() and len(given) < 10 else None


class _Headers:
    """ASGI: every answer of ours says what a browser may do with it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def saying(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = [h for h in message["headers"] if h[0].lower() not in _HEADERS]
                message = {**message, "headers": [*own, *_HEADERS.items()]}
            await send(message)

        await self.app(scope, receive, saying)


def make_reader(api: Api, clock: Callable[[], dt.datetime] | None = None) -> Starlette:
    """The reader as an ASGI app, to be mounted at `/`. `clock` gives the time in UTC (of tests, another)."""
    reader = Reader(api, clock or (lambda: dt.datetime.now(dt.UTC)))

    def page(path: str, build: Build) -> Route:
        async def show(request: Request) -> Response:
            return await reader.show(request, build)

        return Route(path, show, methods=["GET"], name=build.__name__)

    def act(path: str, do: acts.Act) -> Route:
        async def done(request: Request) -> Response:
            return await acts.answer(reader, request, do)

        return Route(path, done, methods=["POST"], name=do.__name__)

    def fed(path: str, tell: Callable[[Reader, Request], Awaitable[Response]]) -> Route:
        async def told(request: Request) -> Response:
            return await tell(reader, request)

        return Route(path, told, methods=["GET"])

    async def nothing(request: Request, _: Exception) -> Response:
        settings = Settings.of_cookie(request.cookies.get(COOKIE))
        return await reader.refused(request, settings, await reader.visitor(), RefusedError(404, None, {}))

    return Starlette(
        routes=[
            page("/", pages.today),
            page("/topic/{id}", pages.topic),
            page("/topic/{id}/words", pages.page_words),
            page("/topic/{id}/copy", pages.copy),
            page("/story/{id}", pages.story),
            page("/actors", tables.actors),
            page("/actor/{id:path}", tables.actor),
            page("/search", tables.search),
            page("/outlets", tables.outlets),
            page("/alerts", tables.alerts),
            page("/decisions", tables.decisions),
            page("/settings", tables.settings),
            page("/saved", tables.saved),
            fed("/feed.atom", feed.news),
            fed("/alerts.atom", feed.alerts),
            *(act(path, do) for path, do in acts.ACTS.items()),
            Route("/static/{name:path}", files.static),
            Route("/manifest.webmanifest", files.manifest),
            Route("/worker.js", files.worker),
        ],
        middleware=[Middleware(_Headers)],
        exception_handlers={404: nothing},
    )
