"""HEAD: what a GET would answer, without its body. And how an answer may be packed."""

from __future__ import annotations

from collections.abc import Iterable

from starlette.types import ASGIApp, Message, Receive, Scope, Send


class Heads:
    """ASGI: asks as GET, sends the head alone, and goes as soon as it is there: some answers never end."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self.app(scope, receive, send)
            return
        begun = False

        async def gone() -> Message:
            return {"type": "http.disconnect"} if begun else await receive()

        async def heading(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start" and not begun:
                begun = True
                await send(message)
                await send({"type": "http.response.body", "body": b""})

        await self.app({**scope, "method": "GET"}, gone, heading)


class Encodings:
    """ASGI: takes «gzip;q=0» for what it says, which whoever packs answers further in does not, and lets an answer name
    each header that it varies by once."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = [(_WANTED, _plainly(value)) if name == _WANTED else (name, value) for name, value in scope["headers"]]

        async def varying(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": _once(message["headers"])}
            await send(message)

        await self.app({**scope, "headers": headers}, receive, varying)


_WANTED, _VARY = b"accept-encoding", b"vary"
_Header = tuple[bytes, bytes]


def _plainly(value: bytes) -> bytes:
    """What is wanted, without what is not."""
    return value if b"q=0" not in value.replace(b" ", b"") else b",".join(c for c in value.split(b",") if _is_wanted(c))


def _is_wanted(coding: bytes) -> bool:
    _, _, quality = coding.replace(b" ", b"").partition(b";q=")
    try:
        return not quality or float(quality) > 0
    except ValueError:
        return False


def _once(headers: Iterable[_Header]) -> list[_Header]:
    """Headers with all that an answer varies by in one, each once."""
    own = list(headers)
    named = [part.strip() for name, value in own if name.lower() == _VARY for part in value.split(b",")]
    if len(named) < 2:
        return own
    once = {part.lower(): part for part in named}
    return [*(h for h in own if h[0].lower() != _VARY), (_VARY, b", ".join(once.values()))]
