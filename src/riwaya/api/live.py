"""What is new, as it comes: server-sent events.

One task looks at the store's change counter and its latest alert every second while anybody listens, and hands what
changed to all. Whoever does not read fast enough is let go, and comes again with `Last-Event-ID`, the moment of the
story that was told last; then what came since is sent first. Alerts bear no such id: one may come twice, under its
number.
"""

from __future__ import annotations

import asyncio
import json
import logging
import re
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Annotated

from anyio.to_thread import run_sync
from fastapi import APIRouter, Header, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response, StreamingResponse

from riwaya.api.asking import Strict
from riwaya.api.follows import alert_row
from riwaya.api.lanes import QUICK
from riwaya.api.lines import story_lines
from riwaya.api.settings import Settings
from riwaya.errors import RiwayaError
from riwaya.store import Store, follows, lists
from riwaya.store.access import change_mark
from riwaya.store.pages import now

router = APIRouter(route_class=Strict, tags=["live"])
_log = logging.getLogger("riwaya.api")
_BEHIND = 200  # events that wait for a listener: who has more does not read
_AT_ONCE = 200  # stories, or alerts, told after one look: more are seen by loading the list again
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_Seen = tuple[str, int]  # the store's change mark, and its latest alert
_UNSEEN: _Seen = ("", -1)


class Watch:
    """Looks at the store while anybody listens."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self._store, self._settings = store, settings
        self._listeners: set[asyncio.Queue[bytes | None]] = set()
        self._wake = asyncio.Event()
        self._stopping = False

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Watches until the block ends; then everybody who listens is told to go."""
        self._wake, self._stopping = asyncio.Event(), False
        task = asyncio.create_task(self._watch())
        try:
            yield
        finally:
            self._stopping = True
            for queue in self._listeners:
                _last(queue)
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    @property
    def listening(self) -> int:
        return len(self._listeners)

    async def listen(self, since: str | None) -> AsyncGenerator[bytes, None]:
        """Events as they come, for one listener; first what changed since a moment."""
        queue: asyncio.Queue[bytes | None] = asyncio.Queue(_BEHIND + 1)
        self._listeners.add(queue)
        self._wake.set()
        try:
            yield b"retry: 3000\n: here\n\n"
            if since is not None:
                for event in await run_sync(self._missed, since, limiter=QUICK):
                    yield event
            while not self._stopping:
                try:
                    event_bytes = await asyncio.wait_for(queue.get(), self._settings.heartbeat)
                except TimeoutError:
                    yield b": still here\n\n"
                    continue
                if event_bytes is None:
                    return
                yield event_bytes
        finally:
            self._listeners.discard(queue)
            if not self._listeners:
                self._wake.clear()

    async def _watch(self) -> None:
        while True:
            await self._wake.wait()
            seen, since, told = await self._begin()
            while self._listeners:
                await asyncio.sleep(self._settings.watch)
                at, found = now(), await self._look()
                if found is None or found == seen:
                    continue
                try:
                    events = await run_sync(self._events, since, told, limiter=QUICK) if found[0] != seen[0] else []
                    alerts = await run_sync(self._alerts, seen[1], limiter=QUICK) if found[1] > seen[1] >= 0 else []
                except RiwayaError as e:
                    _log.warning("live: %s", e)
                    continue
                # moments are told by the second: what changed in this one may go on changing
                seen, since, told = found, at, told | {key for key, _ in events}
                told = frozenset(key for key in told if key[1] >= since)
                for event in (*(event for _, event in events), *alerts):
                    self._hand(event)

    async def _begin(self) -> tuple[_Seen, str, frozenset[tuple[str, str]]]:
        """The store as it is, the moment, and what changed in this very second already: that is not news."""
        since = now()

        def look() -> tuple[_Seen, frozenset[tuple[str, str]]]:
            with self._store.reading() as connection:
                lines = lists.changed_lines(connection, since, _AT_ONCE)
                told = frozenset((line.id, line.changed) for line in lines)
                return (change_mark(connection), follows.last_alert(connection)), told

        try:
            seen, told = await run_sync(look, limiter=QUICK)
        except RiwayaError as e:
            _log.warning("live: %s", e)
            return _UNSEEN, since, frozenset()
        return seen, since, told

    async def _look(self) -> _Seen | None:
        def look() -> _Seen:
            with self._store.reading() as connection:
                return change_mark(connection), follows.last_alert(connection)

        try:
            return await run_sync(look, limiter=QUICK)
        except RiwayaError as e:
            _log.warning("live: %s", e)
            return None

    def _missed(self, since: str) -> list[bytes]:
        """What came since a moment, for one who was away."""
        with self._store.reading() as connection:
            alerts = [a for a in follows.alerts(connection, limit=_AT_ONCE) if a.at >= since]
        stories = [event for _, event in self._events(since, frozenset())]
        return [*stories, *(_alert(a) for a in reversed(alerts))]

    def _alerts(self, after: int) -> list[bytes]:
        with self._store.reading() as connection:
            found = follows.alerts(connection, after=after, limit=_AT_ONCE)
        return [_alert(a) for a in reversed(found)]

    def _events(self, since: str, told: frozenset[tuple[str, str]]) -> list[tuple[tuple[str, str], bytes]]:
        with self._store.reading() as connection:
            changed = lists.changed_lines(connection, since, _AT_ONCE)
            new = [line for line in changed if (line.id, line.changed) not in told]
            lines = story_lines(connection, new)
        return [((x.id, x.changed), _event("story", x.changed, x.model_dump(mode="json"))) for x in lines]

    def _hand(self, event: bytes) -> None:
        for queue in list(self._listeners):
            if queue.qsize() >= _BEHIND:
                _last(queue)
                self._listeners.discard(queue)
            else:
                queue.put_nowait(event)


def _last(queue: asyncio.Queue[bytes | None]) -> None:
    """Let a listener go, whatever still waits for it."""
    while not queue.empty():
        queue.get_nowait()
    queue.put_nowait(None)


def _alert(alert: follows.Alert) -> bytes:
    return _event("alert", None, alert_row(alert).model_dump(mode="json"))


def _event(name: str, identity: str | None, data: object) -> bytes:
    plain = json.dumps(data, ensure_ascii=False, separators=(",", ":"))  # JSON has no line breaks of its own
    named = f"event: {name}\nid: {identity}\n" if identity is not None else f"event: {name}\n"
    return f"{named}data: {plain}\n\n".encode("utf-8", "replace")


@router.get(
    "/live",
    responses={
        200: {
            "description": "Events `story`, each a StoryLine, and `alert`, each an AlertRow.",
            "content": {"text/event-stream": {}},
        }
    },
)
async def live(request: Request, last_event_id: Annotated[str | None, Header(max_length=100)] = None) -> Response:
    """Stories that are new or changed, and alerts, as server-sent events; a comment line now and then."""
    watch: Watch = request.app.state.watch
    settings: Settings = request.app.state.settings
    if watch.listening >= settings.live_clients:
        raise HTTPException(503, "too many listen already", {"Retry-After": "60"})
    since = last_event_id if last_event_id and _MOMENT.fullmatch(last_event_id) else None
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(watch.listen(since), headers=headers, media_type="text/event-stream")
