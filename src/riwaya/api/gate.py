"""Inside the guard: whether whoever asks may do this, and whether the answer is known already.

Reading needs the right to read, everything else the right to edit. Every answer to a GET bears a weak tag of the
store's change counters and what was asked; whoever brings the tag along is told 304 before anything is worked out, and
answers stay in a bounded memory under their tag.
"""

from __future__ import annotations

import gzip
import hashlib
import hmac
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from anyio.to_thread import run_sync
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from riwaya.api.guard import SAFE
from riwaya.api.problems import problem_of
from riwaya.api.settings import CALLER, Caller
from riwaya.errors import RiwayaError

OPEN = frozenset({"/health", "/session", "/openapi.json"})
"""What needs no right: it shows nothing of the store to those who have none."""
UNTAGGED = frozenset({"/health", "/session", "/openapi.json", "/live", "/alerts", "/follows"}) | {
    "/comments/queue",
    "/comments/challenge",
}
"""What changes without the store's counters: a follower tells its alerts after the pages are kept. Or what is not
for everybody who may read."""
FOR_READERS = frozenset({("POST", "/comments")})
"""What those may write who may read: it is held until an editor lets it through."""
_WORTH_PACKING = 1000  # bytes
_LARGEST = 4 << 20  # bytes of an answer that is kept
_KEPT = {"Cache-Control": "private, no-cache", "Vary": "Authorization, Cookie, Accept-Encoding"}


class Gate:
    """ASGI, within the API: rights, then tags. `mark` reads the store's change counters; `kept` bounds, in bytes, the
    answers that stay in memory."""

    def __init__(self, app: ASGIApp, mark: Callable[[], str], version: str, kept: int) -> None:
        self.app = app
        self._mark, self._version = mark, version
        self._answers = _Answers(kept)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        path = _path(scope)
        try:
            _check(scope["method"], path, Headers(scope=scope), CALLER.get())
            if scope["method"] != "GET" or path in UNTAGGED:
                await self.app(scope, receive, send)
                return
            tag = await self._tag(scope, path)
        except (HTTPException, RiwayaError) as e:
            await problem_of(e)(scope, receive, send)
            return
        if _known(Headers(scope=scope).get("if-none-match", ""), tag):
            await Response(status_code=304, headers={**_KEPT, "ETag": tag})(scope, receive, send)
            return
        held = self._answers.get(tag)
        if held is not None:
            await _send_kept(held, Headers(scope=scope), send)
            return
        await self._ask(scope, receive, send, tag)

    async def _tag(self, scope: Scope, path: str) -> str:
        mark = await run_sync(self._mark)
        asked = b"\0".join((path.encode("utf-8", "surrogatepass"), scope["query_string"], self._version.encode()))
        return f'W/"{mark}-{hashlib.sha256(asked).hexdigest()[:20]}"'

    async def _ask(self, scope: Scope, receive: Receive, send: Send, tag: str) -> None:
        """Ask the API itself, and keep the answer where it is one to be kept."""
        start: Message | None = None
        parts: list[bytes] = []

        async def keeping(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start" and message["status"] == 200:
                named = [(k.lower().encode(), v.encode()) for k, v in {**_KEPT, "ETag": tag}.items()]
                own = [h for h in message["headers"] if h[0].lower() not in (b"cache-control", b"etag", b"vary")]
                start = {**message, "headers": [*own, *named]}
                message = start
            elif message["type"] == "http.response.body" and start is not None:
                parts.append(message.get("body", b""))
                if not message.get("more_body", False):
                    # a copy: whoever packs the answer on its way out changes its headers
                    kept = {**start, "headers": list(start["headers"])}
                    self._answers.put(tag, _Answer(kept, b"".join(parts)))
            await send(message)

        await self.app(scope, receive, keeping)


async def _send_kept(held: _Answer, asked: Headers, send: Send) -> None:
    headers, body = [h for h in held.start["headers"] if h[0].lower() != b"content-length"], held.body
    if len(body) >= _WORTH_PACKING and "gzip" in asked.get("accept-encoding", ""):
        if held.packed is None:  # once, not for every one who asks
            held.packed = await run_sync(lambda: gzip.compress(body, 5, mtime=0))
        headers.append((b"content-encoding", b"gzip"))
        body = held.packed
    headers.append((b"content-length", str(len(body)).encode()))
    await send({**held.start, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _path(scope: Scope) -> str:
    """The path within the API."""
    root: str = scope.get("root_path", "")
    path: str = scope["path"]
    return path.removeprefix(root) if root else path


def _check(method: str, path: str, headers: Headers, caller: Caller) -> None:
    if method in SAFE:
        if path not in OPEN and not caller.may_read:
            raise HTTPException(401, "a token is needed", {"WWW-Authenticate": "Bearer"})
        return
    if path != "/session":
        if not caller.may_read:
            raise HTTPException(401, "a token is needed", {"WWW-Authenticate": "Bearer"})
        if not caller.may_edit and (method, path) not in FOR_READERS:
            raise HTTPException(403, "this token may only read")
    if caller.form and not hmac.compare_digest(headers.get("x-form-token", "").encode(), caller.seed.encode()):
        raise HTTPException(403, "this form is not ours, or too old: load the page again")


def _known(given: str, tag: str) -> bool:
    """Whether one of the tags that `If-None-Match` names is `tag`; tags are compared weakly."""
    bare = tag.removeprefix("W/")
    return any(one.strip().removeprefix("W/") == bare for one in given.split(","))


@dataclass(slots=True)
class _Answer:
    start: Message
    body: bytes
    packed: bytes | None = None


class _Answers:
    """Answers by tag, those asked for last, in at most `most` bytes."""

    def __init__(self, most: int) -> None:
        self._most, self._size = most, 0
        self._held: OrderedDict[str, _Answer] = OrderedDict()
        self._lock = Lock()

    def get(self, tag: str) -> _Answer | None:
        with self._lock:
            if tag in self._held:
                self._held.move_to_end(tag)
            return self._held.get(tag)

    def put(self, tag: str, answer: _Answer) -> None:
        size = len(answer.body)  # what it is packed to comes on top: a tenth or so
        if size > min(_LARGEST, self._most):
            return
        with self._lock:
            if tag not in self._held:
                self._held[tag] = answer
                self._size += size
            while self._size > self._most:
                _, old = self._held.popitem(last=False)
                self._size -= len(old.body)
