"""Looks at the store that every request needs: many who come at once share one.

Who comes while a look is under way shares the next one, which begins when it ends: so nobody is told what was so before
they came, and however many come, one look at a time is on its way.
"""

from __future__ import annotations

import asyncio

from anyio.to_thread import run_sync

from riwaya.api.lanes import QUICK
from riwaya.store.marks import Marks


class Looks:
    """The store's change mark for those who serve requests; of one event loop at a time."""

    def __init__(self, marks: Marks) -> None:
        self._marks = marks
        self._now: asyncio.Task[str] | None = None
        self._next: asyncio.Task[str] | None = None

    def at_hand(self) -> str | None:
        """The mark where it is known without asking the store."""
        return self._marks.at_hand()

    async def mark(self) -> str:
        """The mark as it is, or was at some moment after this was asked. Raises `StoreError`."""
        known = self._marks.at_hand()
        if known is not None:
            return known
        waiting = self._next
        if waiting is None or waiting.get_loop() is not asyncio.get_running_loop():
            waiting = self._next = asyncio.create_task(self._look(self._now))
        return await asyncio.shield(waiting)  # who goes away does not take it from the others

    async def _look(self, before: asyncio.Task[str] | None) -> str:
        if before is not None and before.get_loop() is asyncio.get_running_loop():
            await asyncio.wait([before])
        self._now, self._next = self._next, None
        return await run_sync(self._marks.read, limiter=QUICK)
