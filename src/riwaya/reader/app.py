"""Routes, headers, and pages that are kept: a page is made anew when the store changed, or after a minute."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable
from dataclasses import replace
from weakref import WeakValueDictionary

from anyio.to_thread import run_sync
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from riwaya.reader import acts, feed, files, pages, tables
from riwaya.reader.asking import Api, Asker, RefusedError
from riwaya.reader.keeping import Keeper, Key, Page, Shelf, key_of, made, until_of
from riwaya.reader.pages import Built
from riwaya.reader.view import COOKIE, Settings, Visitor, render

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

MARK, SESSION = "riwaya.mark", "riwaya.session"
"""What the server may tell in a request's scope: a word that stays the same as long as nothing was written, and what
the API's `/session` says of whoever asks."""

Build = Callable[[Request, Asker, Settings], Awaitable[Built]]


class Reader:
    """Answers with pages. `clock` gives the time in UTC."""

    def __init__(self, api: Api, clock: Callable[[], dt.datetime], shelf: Shelf | None = None) -> None:
        self.api = api
        self.clock = clock
        self.keeper = Keeper(shelf, clock)
        self._making: WeakValueDictionary[Key, asyncio.Lock] = WeakValueDictionary()
        self._paths: frozenset[str] | None = None

    async def visitor(self, request: Request | None = None) -> Visitor:
        """Who asks; the server may have left it in the request's scope."""
        told = request.scope.get(SESSION) if request is not None else None
        if told is None:
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
        settings, visitor = Settings.of_cookie(request.cookies.get(COOKIE)), await self.visitor(request)
        key, mark = key_of(request.scope, settings, visitor), request.scope.get(MARK)
        # many who ask for one page at once wait for the first of them
        async with self._making.setdefault(key, asyncio.Lock()):
            page = await self.keeper.known(key, mark, self.api)
            if page is not None:
                return _answer(request, page)
            asker = Asker(self.api, await self.paths())
            try:
                built = await build(request, asker, settings)
            except RefusedError as e:
                return await self.refused(request, settings, visitor, e)
            keep = asker.tagged and bool(asker.asked) and built.status == 200
            page = await run_sync(self._make, request, built, (settings, visitor, asker), key if keep else None)
            if keep:
                page.mark = mark
                self.keeper.put(key, page)
            return _answer(request, page, built.status)

    def forget(self) -> None:
        """Make all pages anew: somebody changed something here."""
        self.keeper.forget()

    def _make(
        self, request: Request, built: Built, whose: tuple[Settings, Visitor, Asker], key: Key | None = None
    ) -> Page:
        """A page; laid by under `key`, where there is one and all that it was made of may be."""
        settings, visitor, asker = whose
        now, blank = self.clock(), self.keeper.blank
        laid = key is not None and blank is not None and asker.rests
        text = render(
            built.template,
            settings,
            visitor=replace(visitor, form_token=blank) if laid and blank else visitor,
            now=now,
            extra_places=[(f"/{name}", name) for name in ("search", "alerts", "comments") if f"/{name}" in asker.paths],
            here=_here(request),
            done=_number(request.query_params.get("done")),
            removed=_number(request.query_params.get("removed")),
            **built.values,
        )
        until = until_of(text, now)
        own = text.replace(blank, visitor.form_token) if laid and blank else text
        page = made(own.encode(), asker.asked, until, None)
        if key is not None and laid:
            self.keeper.lay_by(key, text, page, asker.rests)
        return page

    async def refused(self, request: Request, settings: Settings, visitor: Visitor, no: RefusedError) -> Response:
        """What somebody sees whom the API sent away: elsewhere, to sign in, or why."""
        if no.status == 308 and (moved := pages.moved(no.location)):
            return RedirectResponse(moved, 308)
        name = "sign-in.html" if no.status == 401 else "problem.html"
        values = {"status": no.status, "detail": no.detail, "back": "/"}
        built = Built(name, {**values, "next": _here(request) if no.status == 401 else "/"}, no.status)
        page = await run_sync(self._make, request, built, (settings, visitor, Asker(self.api, await self.paths())))
        return _answer(request, page, no.status)


def _answer(request: Request, page: Page, status: int = 200) -> Response:
    headers = {"Cache-Control": "private, no-cache", "ETag": page.tag, "Vary": "Cookie, Accept-Encoding"}
    if status == 200 and request.headers.get("if-none-match", "").removeprefix("W/") == page.tag:
        return Response(status_code=304, headers=headers)
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"] = "gzip"
        return Response(page.packed, status, headers, "text/html; charset=utf-8")
    return Response(page.plain(), status, headers, "text/html; charset=utf-8")


def _here(request: Request) -> str:
    """Where we are, for forms that lead back: without what was done last."""
    query = "&".join(p for p in request.url.query.split("&") if p and not p.startswith(("done=", "removed=")))
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


class _Quick:
    """ASGI, before anything else: a page that was made and stands is sent as it is."""

    def __init__(self, app: ASGIApp, reader: Reader) -> None:
        self.app = app
        self._reader = reader

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        told, mark = scope.get(SESSION), scope.get(MARK)
        if scope["type"] == "http" and scope["method"] == "GET" and told is not None and mark is not None:
            request = Request(scope)
            settings = Settings.of_cookie(request.cookies.get(COOKIE))
            visitor = Visitor(told["who"], told["right"], told["form_token"])
            page = self._reader.keeper.quick(key_of(scope, settings, visitor), mark)
            if page is not None:
                await _answer(request, page)(scope, receive, send)
                return
        await self.app(scope, receive, send)


def make_reader(api: Api, clock: Callable[[], dt.datetime] | None = None, shelf: Shelf | None = None) -> Starlette:
    """The reader as an ASGI app, to be mounted at `/`. `clock` gives the time in UTC (of tests, another); pages of
    stories are kept on `shelf`, for other processes and for another day."""
    reader = Reader(api, clock or (lambda: dt.datetime.now(dt.UTC)), shelf)

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
            page("/comments", tables.comments),
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
        middleware=[Middleware(_Headers), Middleware(_Quick, reader=reader)],
        exception_handlers={404: nothing},
    )
