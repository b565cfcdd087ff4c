"""Putting it together: the guard around everything, the API under `/api/v1`, a reader at `/` where there is one."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount
from starlette.types import ASGIApp

from riwaya import __version__
from riwaya.api import comments, exporting, follows, found, kept, live, searching, session, told, writing
from riwaya.api.describing import describe
from riwaya.api.gate import Gate
from riwaya.api.guard import Guard
from riwaya.api.heads import Encodings, Heads
from riwaya.api.inside import ROOT, Api, inside
from riwaya.api.lanes import narrow
from riwaya.api.live import Watch
from riwaya.api.looks import Looks
from riwaya.api.parts import COMMON
from riwaya.api.problems import NoTraces, add_problems, problem_of
from riwaya.api.settings import Settings
from riwaya.desk import Desk
from riwaya.search import held
from riwaya.store.marks import Marks
from riwaya.store.shelf import Shelf

ROUTERS = (
    searching.quick,  # routes are tried in this order
    told.router,
    found.router,
    searching.router,
    kept.router,
    writing.router,
    session.router,
    exporting.router,
    live.router,
    follows.router,
)


def make_app(
    desk: Desk,
    settings: Settings | None = None,
    make_reader: Callable[[Api], ASGIApp] | None = None,
    shelf: Shelf | None = None,
) -> Starlette:
    """The whole server as an ASGI app: `/api/v1` from `desk`, and what `make_reader` makes of it at `/`. What was made
    once is kept on `shelf`, which the processes of a server share.

    Needs its lifespan to be run for `/live`. Raises `StoreError`."""
    settings = settings or Settings()
    looks = Looks(Marks(desk.store))
    watch = Watch(desk.store, settings)
    api = _make_api(desk, settings, watch)
    api.add_middleware(Gate, store=desk.store, looks=looks, settings=settings, shelf=shelf)
    api.add_middleware(NoTraces)
    routes: list[BaseRoute] = [Mount(ROOT, api)]

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        narrow()
        with held(desk.store):
            async with watch.running():
                yield

    async def answer(_: Request, error: Exception) -> Response:
        return problem_of(error)

    app = Starlette(
        routes=routes,
        middleware=[
            Middleware(NoTraces),
            Middleware(Guard, store=desk.store, settings=settings, looks=looks),
            Middleware(Heads),
            Middleware(Encodings),
            Middleware(GZipMiddleware, minimum_size=1000, compresslevel=5),
        ],
        exception_handlers={HTTPException: answer},
        lifespan=lifespan,
    )
    if make_reader is not None:
        routes.append(Mount("/", make_reader(inside(app))))
        app.router.routes[:] = routes
    app.state.watch = watch
    return app


def _make_api(desk: Desk, settings: Settings, watch: Watch) -> FastAPI:
    api = FastAPI(
        title="Riwaya",
        version=__version__,
        docs_url=None,  # its pages would fetch from elsewhere
        redoc_url=None,
        redirect_slashes=False,
        responses=COMMON,
    )
    api.state.desk, api.state.settings, api.state.watch = desk, settings, watch
    for router in ROUTERS:
        api.include_router(router)
    if settings.comments:
        api.include_router(comments.router)
    add_problems(api)
    describe(api)
    return api
