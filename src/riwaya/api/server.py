"""Running the app: uvicorn, with bounds, without a log of who asks what; in one process or in several.

Several processes listen at one port, each with a socket of its own, between which the system shares out who comes. They
agree because the store is the only thing that they know: each sees from its change mark when another wrote. They count
in one file how much who asks, and share out how many may listen to `/live`. One more, that gives way to all others,
prepares what was changed: it asks for the pages of stories and leaves them on the shelf.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import socket
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import uvicorn
from starlette.types import ASGIApp

from riwaya.api.settings import Settings
from riwaya.api.wire import protocol
from riwaya.errors import UsageError

MOST = 16
"""Processes that answer, at most."""
_BEGIN = 120.0  # seconds in which a process has to be there
_AGAIN = 5  # times that a process which ended is begun anew


def run(
    app: ASGIApp, host: str, port: int, ready: Callable[[str], None], listening: socket.socket | None = None
) -> bool:
    """Serve `app` until somebody ends it; `ready` is told the address. False where it could not begin."""
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        http=protocol(),
        access_log=False,
        log_level="warning",
        server_header=False,
        limit_concurrency=1000,
        timeout_keep_alive=30,
        timeout_graceful_shutdown=3,
    )
    server = _Server(config, ready)
    server.run([listening] if listening else None)
    return server.begun


class _Server(uvicorn.Server):
    """A server that says where it is when it is there."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[str], None]) -> None:
        super().__init__(config)
        self._ready = ready
        self.begun = False

    async def startup(self, sockets: Any = None) -> None:
        await super().startup(sockets)
        if self.started:
            self.begun = True
            at = self.servers[0].sockets[0].getsockname()
            self._ready(_address(at[0], at[1]))


def _address(host: str, port: int) -> str:
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


# ------------------------------------------------------------------ several processes


@dataclass(frozen=True, slots=True)
class Plan:
    """What each process of a server is to do. `make` gives the app for settings, and what to close in the end; it is
    called in the process, and so has to be a function of a module. `prepare` is what one more process does."""

    make: Callable[[Any, Settings], tuple[ASGIApp, Callable[[], None]]]
    given: Any
    settings: Settings
    host: str
    port: int
    prepare: Callable[[Any], None] | None = None


def possible() -> bool:
    """Whether this system lets several processes listen at one port."""
    return hasattr(socket, "SO_REUSEPORT") and os.name == "posix"


def run_several(plan: Plan, workers: int, ready: Callable[[str], None]) -> bool:
    """Serve with `workers` processes until somebody ends it. False where they could not begin."""
    if not possible():
        raise UsageError("this system lets one process alone listen at a port: --workers 1")
    held = _bound(plan.host, plan.port)
    host, port = held.getsockname()[:2]
    context = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory(prefix="riwaya-") as folder, held:
        counted = Path(folder) / "limits"
        from riwaya.api.shared import SharedBuckets  # noqa: PLC0415 - not on every system

        SharedBuckets.make(counted)
        live = -(-plan.settings.live_clients // workers)
        settings = replace(plan.settings, shared=str(counted), live_clients=live)
        own = replace(plan, settings=settings, host=host, port=port)
        there = context.Semaphore(0)

        def worker() -> BaseProcess:
            return context.Process(target=_work, args=(own, there))

        def preparer() -> BaseProcess:
            return context.Process(target=_prepare, args=(plan.prepare, plan.given))

        begin = [worker] * workers + ([preparer] if plan.prepare is not None else [])

        def begun() -> bool:
            if not all(there.acquire(timeout=_BEGIN) for _ in range(workers)):
                return False
            ready(_address(host, port))
            return True

        return _watch(begin, begun)


def _bound(host: str, port: int) -> socket.socket:
    """A socket that holds the port and does not listen: those of the processes do. Raises `UsageError`."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        with socket.socket(found[0], socket.SOCK_STREAM) as probe:  # without sharing: is anybody else there?
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(found[4])
            at = probe.getsockname()
        return _socket(at[0], at[1])
    except OSError as e:
        raise UsageError(f"{host}:{port}: {e.strerror or e}") from e


def _socket(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # The protocol is named because asyncio else does not turn off Nagle's algorithm: an answer's second packet would
    # wait for the first to be acknowledged, which takes the other side 40 ms.
    made = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    made.bind((host, port))
    return made


def _watch(begin: list[Callable[[], BaseProcess]], ready: Callable[[], bool]) -> bool:
    """Begin processes and look after them: one that ends is begun anew, a few times. Ends all when somebody ends us."""
    signal.signal(signal.SIGTERM, _ended)
    running = [start() for start in begin]
    again = _AGAIN
    try:
        for process in running:
            process.start()
        if not ready():
            return False
        while True:
            wait([p.sentinel for p in running])
            for n, process in enumerate(running):
                if not process.is_alive():
                    again -= 1
                    if again < 0:
                        return False
                    running[n] = begin[n]()
                    running[n].start()
    except KeyboardInterrupt:
        return True
    finally:
        for process in running:
            if process.is_alive():
                process.terminate()
        for process in running:
            process.join(10)
            if process.is_alive():
                process.kill()


def _ended(*_: object) -> None:
    raise KeyboardInterrupt


def _work(plan: Plan, there: Any) -> None:
    """One of the processes that answer."""
    app, close = plan.make(plan.given, plan.settings)
    try:
        with _socket(plan.host, plan.port) as listening:
            run(app, plan.host, plan.port, lambda _: there.release(), listening)
    finally:
        close()


def _prepare(prepare: Callable[[Any], None], given: Any) -> None:
    """The one that gives way to all others."""
    os.nice(19)
    signal.signal(signal.SIGTERM, _ended)
    try:
        prepare(given)
    except KeyboardInterrupt:
        return
