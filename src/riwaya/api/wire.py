"""How requests are taken off the wire: by httptools where it is installed, else by h11.

h11 is written in Python and takes as long as all else about an answer that is kept.

h11 bounds the head of a request by itself; httptools keeps whatever comes until a head or a trailer is whole, so it is
bounded here.
"""

from __future__ import annotations

import asyncio
from importlib.util import find_spec

LONGEST = 128 << 10
"""Bytes of a request beside its body: its head, what parts a body that comes in pieces, what follows it."""


def protocol() -> type[asyncio.Protocol] | str:
    """What uvicorn is to speak HTTP with."""
    return _bounded() if find_spec("httptools") is not None else "h11"


def _bounded() -> type[asyncio.Protocol]:
    from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol  # noqa: PLC0415 - only where it is installed

    class Bounded(HttpToolsProtocol):
        """Leaves whoever sends more than `LONGEST` bytes that are no body."""

        _held = 0

        def data_received(self, data: bytes) -> None:
            self._held += len(data)
            super().data_received(data)
            if self._held > LONGEST and not self.transport.is_closing():
                self.send_400_response("The head of the request is too long.")

        def on_message_begin(self) -> None:
            self._held = 0
            super().on_message_begin()

        def on_body(self, body: bytes) -> None:
            self._held = max(0, self._held - len(body))
            super().on_body(body)

    return Bounded
