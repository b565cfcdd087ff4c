"""Running the app: uvicorn, with bounds, without a log of who asks what; in one process or in several.

Of several processes one listens and hands who comes to those that answer, to each as many (`handing`). They agree
because the store is the only thing that they know: each sees from its change mark when another wrote. They count in one
file how much who asks, and share out how many may listen to `/live`. One more, that gives way to all others, prepares
what was changed: it asks for the pages of stories and leaves them on the shelf.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import socket
import tempfile
import time
from asyncio import Protocol
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import uvicorn
from starlette.types import ASGIApp

from riwaya.api.handing import Hand, Handed, hand_out
from riwaya.api.settings import Settings
from riwaya.api.wire import protocol
from riwaya.errors import UsageError

MOST = 16
"""Processes that answer, at most."""
_BEGIN = 120.0  # seconds in which a process has to be there
_AGAIN = 5  # times that a process which ended is begun anew
_BACKLOG = 2048  # connections that wait to be taken in


def run(app: ASGIApp, host: str, port: int, ready: Callable[[str], None], handed: Handed | None = None) -> bool:
    """Serve `app` until somebody ends it; `ready` is told the address. False where it could not begin. Listens itself,
    unless connections are `handed` to it."""
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
    server = _Server(config, ready, handed)
    server.run(None if handed is None else [])
    return server.begun


class _Server(uvicorn.Server):
    """A server that says where it is when it is there, and takes connections from another process."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[str], None], handed: Handed | None) -> None:
        super().__init__(config)
        self._ready, self._handed = ready, handed
        self.begun = False

    async def startup(self, sockets: Any = None) -> None:
        await super().startup(sockets)
        if not self.started:
            return
        self.begun = True
        if self._handed is None:
            at = self.servers[0].sockets[0].getsockname()
            self._ready(_address(at[0], at[1]))
        else:
            self._ready(_address(self.config.host, self.config.port))
            self._handed.begin(self._protocol, self._end)

    async def on_tick(self, counter: int) -> bool:
        if self._handed is not None:
            self._handed.tell(len(self.server_state.connections))
        return await super().on_tick(counter)

    async def shutdown(self, sockets: Any = None) -> None:
        if self._handed is not None:
            self._handed.end()
        await super().shutdown(sockets)

    def _protocol(self) -> Protocol:
        made: Any = self.config.http_protocol_class
        spoken: Protocol = made(config=self.config, server_state=self.server_state, app_state=self.lifespan.state)
        return spoken

    def _end(self) -> None:
        self.should_exit = True


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
    """Whether processes of this system can hand connections to one another."""
    return hasattr(socket, "send_fds") and os.name == "posix"


def run_several(plan: Plan, workers: int, ready: Callable[[str], None]) -> bool:
    """Serve with `workers` processes until somebody ends it. False where they could not begin."""
    if not possible():
        raise UsageError("on this system one process alone can answer: --workers 1")
    listening = _bound(plan.host, plan.port)
    host, port = listening.getsockname()[:2]
    context = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory(prefix="riwaya-") as folder, listening:
        counted = Path(folder) / "limits"
        from riwaya.api.shared import SharedBuckets  # noqa: PLC0415 - not on every system

        SharedBuckets.make(counted)
        live = -(-plan.settings.live_clients // workers)
        settings = replace(plan.settings, shared=str(counted), live_clients=live)
        own = replace(plan, settings=settings, host=host, port=port)

        def worker(pair: socket.socket) -> BaseProcess:
            return context.Process(target=_work, args=(own, pair))

        def preparer(pair: socket.socket) -> BaseProcess:
            return context.Process(target=_prepare, args=(plan.prepare, plan.given))

        begin = [worker] * workers + ([preparer] if plan.prepare is not None else [])

        def begun() -> None:
            listening.listen(_BACKLOG)
            ready(_address(host, port))

        return _watch(begin, workers, listening, begun)


def _bound(host: str, port: int) -> socket.socket:
    """A socket that holds the port and does not listen yet. Raises `UsageError`."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        made = socket.socket(found[0], socket.SOCK_STREAM)
        try:
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            made.bind(found[4])
        except OSError:
            made.close()
            raise
    except OSError as e:
        raise UsageError(f"{host}:{port}: {e.strerror or e}") from e
    made.setblocking(False)
    return made


def _watch(
    begin: Sequence[Callable[[socket.socket], BaseProcess]],
    workers: int,
    listening: socket.socket,
    ready: Callable[[], None],
) -> bool:
    """Begin processes, hand connections to the first `workers` of them and look after all: one that ends is begun anew,
    a few times. Ends all when somebody ends us."""
    signal.signal(signal.SIGTERM, _ended)
    hands: list[Hand] = []
    again = _AGAIN
    try:
        hands += (Hand(start) for start in begin)
        if not _there(hands[:workers]):
            return False
        ready()
        while True:
            open_ = [listening] if any(hand.open is not None for hand in hands) else []
            wait([*open_, *_signs(hands)])
            for n, hand in enumerate(hands):
                hand.hear()
                if not hand.process.is_alive():
                    again -= 1
                    if again < 0:
                        return False
                    hand.close()
                    hands[n] = Hand(begin[n])
            hand_out(listening, hands)
    except KeyboardInterrupt:
        return True
    finally:
        for hand in hands:
            if hand.process.is_alive():
                hand.process.terminate()
        for hand in hands:
            hand.process.join(10)
            if hand.process.is_alive():
                hand.process.kill()
            hand.close()


def _there(hands: list[Hand]) -> bool:
    """Wait until all are there; False where one ends or takes too long."""
    until = time.monotonic() + _BEGIN
    while any(hand.open is None for hand in hands):
        wait(_signs(hands), max(0.0, until - time.monotonic()))
        for hand in hands:
            hand.hear()
        if time.monotonic() > until or not all(hand.process.is_alive() for hand in hands):
            return False
    return True


def _signs(hands: list[Hand]) -> list[Any]:
    """What tells that there is something to be heard, or that a process ended."""
    return [hand.process.sentinel for hand in hands] + [hand.pair for hand in hands if not hand.gone]


def _ended(*_: object) -> None:
    raise KeyboardInterrupt


def _work(plan: Plan, pair: socket.socket) -> None:
    """One of the processes that answer."""
    app, close = plan.make(plan.given, plan.settings)
    try:
        run(app, plan.host, plan.port, lambda _: None, Handed(pair))
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
