"""Preparing pages before anybody asks: whatever is shown otherwise than before is made anew and left on the shelf.

Pages of topics, the weightiest first, as most people see them (the settings that nobody changed), for each right that
somebody has. What was deleted leaves the shelf first of all.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable

from sqlalchemy import select
from starlette.types import ASGIApp, Message

from riwaya.api.guard import INSIDE
from riwaya.api.settings import CALLER, LOCAL, Caller
from riwaya.errors import RiwayaError
from riwaya.store import Store
from riwaya.store import tables as t
from riwaya.store.access import list_tokens
from riwaya.store.marks import Marks
from riwaya.store.shelf import Shelf

_PAUSE = 1.0  # seconds between looks at a store that nobody writes to
_AT_ONCE = 50  # pages between two looks whether somebody wrote


class Preparer:
    """Keeps a shelf as the store is now. `app` is the whole server's."""

    def __init__(self, app: ASGIApp, store: Store, shelf: Shelf) -> None:
        self._app, self._store, self._shelf = app, store, shelf
        self._marks = Marks(store)
        self._done: dict[tuple[str, str], str] = {}

    def run(self) -> None:
        """Until somebody ends it."""
        seen = ""
        while True:
            try:
                mark = self._marks.read()
                if mark != seen:
                    asyncio.run(self.once())
                    seen = mark
            except RiwayaError:  # the store is busy, or away: it is asked again
                pass
            time.sleep(_PAUSE)

    async def once(self) -> int:
        """Make all pages that are not as they were; how many. Ends early where somebody writes meanwhile."""
        mark = self._marks.read()
        with self._store.reading() as connection:
            query = select(t.topics.c.id, t.topics.c.rev).order_by(t.topics.c.rank.desc(), t.topics.c.id.desc())
            revs = {row.id: row.rev for row in connection.execute(query)}
            rights = {token.right for token in list_tokens(connection) if token.revoked is None}
        self._shelf.sweep({**revs, "": mark})
        callers = [Caller("somebody", right) for right in sorted(rights)] or [LOCAL]
        self._done = {key: rev for key, rev in self._done.items() if revs.get(key[1]) == rev}
        n = 0
        for topic, rev in revs.items():
            for caller in self._left(topic, rev, callers):
                await self._ask(f"/topic/{topic}", caller)
                self._done[caller.right or "", topic] = rev
                n += 1
                if n % _AT_ONCE == 0:
                    self._shelf.settle()
                    if self._marks.read() != mark:
                        return n
        self._shelf.settle()
        return n

    def _left(self, topic: str, rev: str, callers: Iterable[Caller]) -> list[Caller]:
        return [c for c in callers if rev and self._done.get((c.right or "", topic)) != rev]

    async def _ask(self, path: str, caller: Caller) -> None:
        """Ask for a page as `caller`; what it is does not matter here."""
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": "GET",
            "scheme": "http",
            "path": path,
            "raw_path": path.encode(),
            "root_path": "",
            "query_string": b"",
            "headers": [(b"host", b"localhost"), (b"accept-encoding", b"gzip")],
            "client": ("127.0.0.1", 0),
            "server": ("localhost", 80),
            INSIDE: True,
        }

        async def receive() -> Message:
            return {"type": "http.disconnect"}

        async def send(_: Message) -> None:
            return None

        held = CALLER.set(caller)
        try:
            await self._app(scope, receive, send)
        finally:
            CALLER.reset(held)
