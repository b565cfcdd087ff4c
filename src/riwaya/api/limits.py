"""How much one may ask: token buckets in memory, and bodies with a bound."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable

from starlette.exceptions import HTTPException
from starlette.types import Message, Receive

_MOST = 10_000  # keys remembered: those that were silent for longest are forgotten first


class Buckets:
    """For each key a bucket of `per_minute` drops that refills evenly. Of one process; see `shared.SharedBuckets`."""

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._size, self._rate = float(per_minute), per_minute / 60.0
        self._clock = clock
        self._held: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, key: str) -> float:
        """Take a drop: 0.0, or the seconds until there is one."""
        left, wait = self._left(key)
        if wait:
            return wait
        self._keep(key, left - 1.0)
        return 0.0

    def wait(self, key: str) -> float:
        """The seconds until there is a drop, without taking one."""
        return self._left(key)[1]

    def _left(self, key: str) -> tuple[float, float]:
        now = self._clock()
        left, at = self._held.get(key, (self._size, now))
        left = min(self._size, left + max(0.0, now - at) * self._rate)
        return left, 0.0 if left >= 1.0 else (1.0 - left) / self._rate

    def _keep(self, key: str, left: float) -> None:
        self._held[key] = (left, self._clock())
        self._held.move_to_end(key)
        while len(self._held) > _MOST:
            self._held.popitem(last=False)


def bounded(receive: Receive, most: int, slowest: float) -> Receive:
    """`receive` that refuses bodies of more than `most` bytes (413), or that take more than `slowest` seconds (408)."""
    got, until = 0, time.monotonic() + slowest

    async def receiving() -> Message:
        nonlocal got
        if got < 0:  # the body has come: what is left is only whether the other side goes
            return await receive()
        try:
            async with asyncio.timeout(max(0.0, until - time.monotonic())):
                message = await receive()
        except TimeoutError:
            raise HTTPException(408, "the body took too long") from None
        if message["type"] == "http.request":
            got += len(message.get("body", b""))
            if got > most:
                raise HTTPException(413, f"a body of more than {most} bytes")
            if not message.get("more_body", False):
                got = -1
        return message

    return receiving
