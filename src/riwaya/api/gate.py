"""Inside the guard: whether whoever asks may do this, and whether the answer is known already.

Reading needs the right to read, everything else the right to edit. Every answer to a GET bears a weak tag; whoever
brings the tag along is told 304. An answer stands as long as nothing at all is written (the store's change mark); one
that says on which topics it rests (`RESTS`, a told topic) stands as long as none of those is shown otherwise, and its
tag is made of its bytes. Answers stay in a bounded memory, those of topics and those to what people look for on the
shelf that the processes of a server share. Many who ask for one answer at once wait for the first of them.
"""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import hmac
import json
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from weakref import WeakValueDictionary

from anyio.to_thread import run_sync
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from riwaya import __version__
from riwaya.api.guard import INSIDE, MARK, SAFE
from riwaya.api.lanes import QUICK
from riwaya.api.looks import Looks
from riwaya.api.problems import problem_of
from riwaya.api.settings import CALLER, Caller, Settings
from riwaya.errors import RiwayaError
from riwaya.store import Store
from riwaya.store.shelf import Shelf
from riwaya.store.told import revs_of

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
LOOKED_FOR = frozenset({"/search", "/ask"})
"""What takes long to answer and is asked by many: each process need not find it out for itself."""
RESTS = "riwaya-rests-on"
"""A header of the API's own answers that goes no further: the topics that an answer rests on, with their revisions."""
LONGEST = 600.0
"""Seconds for which an answer stands that rests on topics: what is related to them may be more by then."""
_WORTH_PACKING = 1000  # bytes
_SMALL = 64 << 10  # bytes that are packed sooner than they are given to another thread
_WELL, _QUICKLY = 5, 3  # how hard is packed: what stands for long, and what one person asked for
_LARGEST = 4 << 20  # bytes of an answer that is kept
_KEPT = {"Cache-Control": "private, no-cache", "Vary": "Authorization, Cookie, Accept-Encoding"}
_OWN = (b"cache-control", b"etag", b"vary", b"content-length", RESTS.encode())
_JSON = b"application/json"
_VERSION = __version__.encode() + b" "


@dataclass(slots=True)
class _Answer:
    """An answer as it is sent, and what it rests on: a mark of the store, or topics."""

    kind: bytes
    tag: str
    body: bytes | None
    packed: bytes | None
    mark: str
    rests: dict[str, str] = field(default_factory=dict)
    made: float = 0.0

    @property
    def size(self) -> int:
        return len(self.body or b"") + len(self.packed or b"")

    @property
    def bare(self) -> bool:
        """Whether only what it was is known: enough for who has it."""
        return self.body is None and self.packed is None


class Gate:
    """ASGI, within the API: rights, then tags. `looks` tells whether the store changed; the answers that stay in memory
    are bound by `settings`, which also say whether there are other processes."""

    def __init__(
        self, app: ASGIApp, store: Store, looks: Looks, settings: Settings, shelf: Shelf | None = None
    ) -> None:
        self.app = app
        self._store, self._looks, self._shelf = store, looks, shelf
        self._run = settings.shared if shelf is not None else None
        self._answers = _Answers(settings.kept_bodies)
        self._asking: WeakValueDictionary[bytes, asyncio.Lock] = WeakValueDictionary()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        path, headers = _path(scope), Headers(scope=scope)
        try:
            _check(scope["method"], path, headers, CALLER.get())
            if scope["method"] != "GET" or path in UNTAGGED:
                await self.app(scope, receive, send)
                return
            mark = str(scope.get(MARK) or await self._looks.mark())
            key = _key(scope)
            known = await self._known(key, mark)
            if known is not None and known.bare and not _has(headers, known.tag):
                known = None
            if known is None and _holds(headers, _tag(key, mark)):  # nothing was written since: not worked out again
                await _unchanged(_tag(key, mark))(scope, receive, send)
                return
        except (HTTPException, RiwayaError) as e:
            await problem_of(e)(scope, receive, send)
            return
        if known is None:
            async with self._asking.setdefault(key, asyncio.Lock()):
                known = self._answers.get(key)
                if known is None or known.mark != mark or known.bare:
                    known = await self._ask(scope, receive, send, (key, mark))
        if known is not None:
            await self._send(known, headers, scope, send)

    # ------------------------------------------------------------------ what is known

    async def _known(self, key: bytes, mark: str) -> _Answer | None:
        """The answer that was given before, where it stands."""
        held = self._answers.get(key)
        if held is not None and held.mark == mark:
            return held
        shared = self._is_shared(key)
        if shared:  # sooner looked for than given to another thread
            held = self._from_shelf(key)
        elif held is None and self._shelf is not None and _may_rest(key):
            held = await run_sync(self._from_shelf, key, limiter=QUICK)
        if shared and held is not None and held.mark == mark:
            self._answers.put(key, held)
            return held
        if held is None or not held.rests or not 0 <= time.time() - held.made < LONGEST:
            return None
        if await run_sync(self._revs, held.rests, limiter=QUICK) != held.rests:
            return None
        held.mark = mark
        self._answers.put(key, held)
        return held

    def _revs(self, rests: dict[str, str]) -> dict[str, str]:
        with self._store.reading() as connection:
            return revs_of(connection, rests)

    def _from_shelf(self, key: bytes) -> _Answer | None:
        found = self._shelf.get(self._name(key)) if self._shelf is not None else None
        if found is None:
            return None
        known = json.loads(found[0])
        return _Answer(_JSON, known["tag"], None, found[1] or None, known["mark"], known["rests"], known["made"])

    def _is_shared(self, key: bytes) -> bool:
        """Whether an answer is for the other processes of this server as long as nothing is written."""
        return self._run is not None and key.partition(b"?")[0].decode("utf-8", "replace") in LOOKED_FOR

    def _name(self, key: bytes) -> str:
        """What an answer lies under on the shelf. Nobody is to read there what people look for; and such answers are of
        this run of the server alone: of a store that was restored meanwhile a mark may come again."""
        if _may_rest(key):
            return "api " + key.decode("utf-8", "replace")
        return "asked " + hashlib.sha256(f"{self._run} ".encode() + key).hexdigest()

    # ------------------------------------------------------------------ asking

    async def _ask(self, scope: Scope, receive: Receive, send: Send, asked: tuple[bytes, str]) -> _Answer | None:
        """Ask the API itself. What is to be kept is given back and not sent yet, all else is sent as it comes."""
        start: Message | None = None
        parts: list[bytes] = []
        passed = False

        async def keeping(message: Message) -> None:
            nonlocal start, passed
            if passed:
                await send(message)
            elif message["type"] == "http.response.start":
                if message["status"] == 200 and _length(message) is not None:
                    start = message
                    return
                passed = True
                if message["status"] == 200:
                    message = {**message, "headers": _headers(message, _tag(*asked))}
                await send(message)
            else:
                parts.append(message.get("body", b""))

        await self.app(scope, receive, keeping)
        if start is None:
            return None
        made = self._keep(asked, start, b"".join(parts))
        if scope.get(INSIDE):  # what is made of it is laid by itself, and has to know only whether it stands
            self._lay_by(made, scope, b"")
        return made

    def _keep(self, asked: tuple[bytes, str], start: Message, body: bytes) -> _Answer:
        key, mark = asked
        headers = dict(start["headers"])
        rests = json.loads(headers.get(RESTS.encode(), b"{}"))
        tag = f'W/"{hashlib.sha256(body).hexdigest()[:32]}"' if rests else _tag(key, mark)
        named = [h for h in start["headers"] if h[0].lower() not in (*_OWN, b"content-type")]
        made = _Answer(headers.get(b"content-type", _JSON), tag, body, None, mark, rests, time.time())
        if named or len(body) > _LARGEST:  # a download is not asked for twice
            made.kind = made.kind + b"".join(b"\n" + k + b": " + v for k, v in named)
            return made
        self._answers.put(key, made)
        return made

    async def _send(self, known: _Answer, asked: Headers, scope: Scope, send: Send) -> None:
        if _has(asked, known.tag):
            await _unchanged(known.tag)(scope, _nothing, send)
            return
        kind, *more = known.kind.split(b"\n")
        headers = [(b"content-type", kind), *(_pair(line) for line in more), *_named(known.tag)]
        if known.rests and scope.get(INSIDE):
            headers.append((RESTS.encode(), json.dumps(known.rests).encode()))
        wanted = "gzip" in asked.get("accept-encoding", "")
        laid = (known.rests and not scope.get(INSIDE)) or self._is_shared(_key(scope))
        worth = wanted or (laid and self._shelf is not None)
        if worth and known.packed is None and known.body is not None and len(known.body) >= _WORTH_PACKING:
            if len(known.body) <= _SMALL:
                self._pack(known, scope)
            else:
                await run_sync(self._pack, known, scope, limiter=QUICK)
        body = known.packed or b""
        if wanted and body:
            headers.append((b"content-encoding", b"gzip"))
        elif known.body is not None:
            body = known.body
        else:
            known.body = body = await run_sync(_swollen, body, limiter=QUICK)
        headers.append((b"content-length", str(len(body)).encode()))
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    def _pack(self, known: _Answer, scope: Scope) -> None:
        """Once, not for every one who asks."""
        assert known.body is not None
        known.packed = gzip.compress(known.body, _WELL if known.rests else _QUICKLY, mtime=0)
        self._lay_by(known, scope, known.packed)

    def _lay_by(self, known: _Answer, scope: Scope, packed: bytes) -> None:
        """Keep an answer on the shelf, or (without bytes) what it was, where nothing is."""
        key = _key(scope)
        if self._shelf is None or not (known.rests or self._is_shared(key)) or known.kind != _JSON:
            return
        mark = "" if known.rests else known.mark
        head = json.dumps({"tag": known.tag, "rests": known.rests, "made": known.made, "mark": mark})
        self._shelf.put(self._name(key), json.dumps(known.rests or {"": mark}), head, packed)


def _swollen(packed: bytes) -> bytes:
    return gzip.decompress(packed)


def _may_rest(key: bytes) -> bool:
    """Whether an answer may rest on topics alone."""
    return key.startswith((b"/topics/", b"/stories/"))


def _key(scope: Scope) -> bytes:
    query: bytes = scope["query_string"]
    return _path(scope).encode("utf-8", "surrogatepass") + b"?" + query


def _tag(key: bytes, mark: str) -> str:
    """The tag of an answer that stands as long as nothing is written."""
    return f'W/"{mark}-{hashlib.sha256(_VERSION + key).hexdigest()[:20]}"'


def _headers(start: Message, tag: str) -> list[tuple[bytes, bytes]]:
    own = [h for h in start["headers"] if h[0].lower() not in _OWN or h[0].lower() == b"content-length"]
    return [*own, *_named(tag)]


def _named(tag: str) -> list[tuple[bytes, bytes]]:
    return [(k.lower().encode(), v.encode()) for k, v in {**_KEPT, "ETag": tag}.items()]


def _pair(line: bytes) -> tuple[bytes, bytes]:
    name, _, value = line.partition(b": ")
    return name, value


def _unchanged(tag: str) -> Response:
    return Response(status_code=304, headers={**_KEPT, "ETag": tag})


async def _nothing() -> Message:
    return {"type": "http.disconnect"}


def _length(message: Message) -> int | None:
    """The length of an answer that says it: others come bit by bit."""
    found = next((v for k, v in message["headers"] if k.lower() == b"content-length"), None)
    return int(found) if found is not None else None


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


def _has(headers: Headers, tag: str) -> bool:
    """Whether somebody has an answer that is there already: «*» stands for whatever there is."""
    return headers.get("if-none-match", "").strip() == "*" or _holds(headers, tag)


def _holds(headers: Headers, tag: str) -> bool:
    """Whether one of the tags that `If-None-Match` names is `tag`; tags are compared weakly."""
    given = headers.get("if-none-match", "")
    bare = tag.removeprefix("W/")
    return bool(given) and any(one.strip().removeprefix("W/") == bare for one in given.split(","))


class _Answers:
    """Answers by what was asked, those asked for last, in at most `most` bytes. Of one event loop."""

    def __init__(self, most: int) -> None:
        self._most, self._size = most, 0
        self._held: OrderedDict[bytes, tuple[_Answer, int]] = OrderedDict()

    def get(self, key: bytes) -> _Answer | None:
        held = self._held.get(key)
        if held is None:
            return None
        self._held.move_to_end(key)
        return held[0]

    def put(self, key: bytes, answer: _Answer) -> None:
        old = self._held.pop(key, None)
        self._size -= old[1] if old else 0
        size = answer.size + 500  # what it is packed to comes on top: a tenth or so
        if size > min(_LARGEST, self._most):
            return
        self._held[key] = answer, size
        self._size += size
        while self._size > self._most:
            _, (_, gone) = self._held.popitem(last=False)
            self._size -= gone
