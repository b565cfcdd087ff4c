"""The API called in process, without a network: how the reader and the MCP server stand on it.

    api = inside(app)
    status, json, headers = await api("GET", "/stories", {"limit": 10})

Paths are those of the contract, without `/api/v1`. Who asks is whoever the outer request came from (`CALLER`), unless
`caller` says otherwise. An answer that is not JSON comes as bytes, an empty one as None.
"""

from __future__ import annotations

import json
from collections.abc import Coroutine, Mapping
from typing import Any, Protocol
from urllib.parse import quote, urlencode

from starlette.types import ASGIApp, Message

from riwaya.api.guard import INSIDE, MARK
from riwaya.api.settings import CALLER, MARKED, Caller

ROOT = "/api/v1"
Answer = tuple[int, Any, dict[str, str]]


class Api(Protocol):
    """What the reader is handed."""

    def __call__(
        self,
        method: str,
        path: str,
        params: Mapping[str, Any] | None = None,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
    ) -> Coroutine[Any, Any, Answer]: ...


def inside(app: ASGIApp, caller: Caller | None = None) -> Api:
    """`app`'s API as a callable. Parameters that are None are left out, lists repeated; a body that is no bytes is
    sent as JSON. Ids that stand in a path need no quoting."""

    async def ask(
        method: str,
        path: str,
        params: Mapping[str, Any] | None = None,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        held = CALLER.set(caller) if caller is not None else None
        try:
            return await _ask(app, _scope(method, path, params, headers), body)
        finally:
            if held is not None:
                CALLER.reset(held)

    return ask


def _scope(
    method: str, path: str, params: Mapping[str, Any] | None, headers: Mapping[str, str] | None
) -> dict[str, Any]:
    given = {k: v for k, v in (params or {}).items() if v is not None}
    whole = path if path.startswith(ROOT + "/") else ROOT + path
    named = {"host": "localhost", **{k.lower(): v for k, v in (headers or {}).items()}}
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": method.upper(),
        "scheme": "http",
        "path": whole,
        "raw_path": quote(whole, safe="/:@").encode(),
        "root_path": "",
        "query_string": urlencode(given, doseq=True).encode(),
        "headers": [(k.encode("latin-1"), v.encode("utf-8")) for k, v in named.items()],
        "client": ("127.0.0.1", 0),
        "server": ("localhost", 80),
        INSIDE: True,
        MARK: MARKED.get() if method.upper() == "GET" else None,
    }


async def _ask(app: ASGIApp, scope: dict[str, Any], body: Any) -> Answer:
    data = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
    names = [k for k, _ in scope["headers"]]
    if data and b"content-type" not in names:
        scope["headers"].append((b"content-type", b"application/json"))
    scope["headers"].append((b"content-length", str(len(data)).encode()))
    sent = False
    start: Message = {}
    parts: list[bytes] = []

    async def receive() -> Message:
        nonlocal sent
        if sent:
            return {"type": "http.disconnect"}
        sent = True
        return {"type": "http.request", "body": data, "more_body": False}

    async def send(message: Message) -> None:
        nonlocal start
        if message["type"] == "http.response.start":
            start = message
        elif message["type"] == "http.response.body":
            parts.append(message.get("body", b""))

    await app(scope, receive, send)
    headers = {k.decode("latin-1").lower(): v.decode("latin-1") for k, v in start["headers"]}
    whole = b"".join(parts)
    if not whole:
        return start["status"], None, headers
    is_json = headers.get("content-type", "").partition(";")[0].rstrip().endswith(("/json", "+json"))
    return start["status"], json.loads(whole) if is_json else whole, headers


__all__ = ["ROOT", "Answer", "Api", "inside"]
