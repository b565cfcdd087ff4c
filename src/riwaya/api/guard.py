"""The outermost layer: which requests come in at all, and who asks.

In this order: the names of the host (without tokens in the store: loopback only, against DNS rebinding), the limits,
who asks, whether a write comes from our own pages, the size of the body. Answers leave with headers that keep browsers
from doing what nobody asked them to. Who asks is left in `CALLER`; what that person may do, `gate` decides.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import ipaddress
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from riwaya.api.lanes import QUICK
from riwaya.api.limits import Buckets, bounded
from riwaya.api.looks import Looks
from riwaya.api.problems import problem_of
from riwaya.api.settings import CALLER, LOCAL, MARKED, NOBODY, Caller, Settings
from riwaya.errors import RiwayaError, StoreError
from riwaya.store import Store
from riwaya.store.access import Token, find_token, has_tokens, secret_of, today, use_token

INSIDE = "riwaya.inside"
"""Marks a request that was made in process: the guard was passed already."""
MARK, SESSION = "riwaya.mark", "riwaya.session"
"""What a request's scope tells those behind the guard: the store's change mark as it came in (as long as it is the
same, nothing was written), and what `/session` would answer."""
COOKIE = "riwaya"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
PAGES, SIGN_IN = "/api/v1/pages", "/api/v1/session"

_LOOPBACK = re.compile(r"(localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?", re.IGNORECASE)
_FORWARDED = (
    *("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-forwarded-server"),
    *("x-real-ip", "x-client-ip", "true-client-ip", "cf-connecting-ip"),
)
"""What proxies add. One that adds nothing can not be told from a program of this machine."""
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
_SECURITY = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
}
"""For answers that say nothing of their own about it."""


Known = tuple[bool, Token | None]
_NOTING = CapacityLimiter(1)


class Doors:
    """Who may come in, as the store says: read again whenever the store changed."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._seen: tuple[str, bool, dict[str, Token]] | None = None
        self._used: dict[str, str] = {}  # tokens with the day that the store has of their use
        with store.writing() as connection:
            self.secret = secret_of(connection)

    def known(self, token: str | None, mark: str) -> Known | None:
        """The same as `look` where it is known without asking the store."""
        seen = self._seen
        if seen is None or seen[0] != mark or (token is not None and token not in seen[2]):
            return None
        return seen[1], seen[2].get(token or "")

    def look(self, token: str | None, mark: str) -> Known:
        """Whether there are no tokens, and whose `token` this is, under the store's change `mark` or later."""
        seen = self._seen
        if seen is None or seen[0] != mark:
            with self._store.reading() as connection:
                seen = self._seen = (mark, not has_tokens(connection), {})
        _, is_open, known = seen
        if token is None or token in known:
            return is_open, known.get(token or "")
        with self._store.reading() as connection:
            found = find_token(connection, token)
        if found is not None:  # wrong ones are not remembered: they could be without number
            known[token] = found
        return is_open, found

    def is_new(self, token: str, found: Token) -> bool:
        """Whether the store is to hear that a token was used today; it is told once a day."""
        day = today()
        if day in (self._used.get(token), found.used):
            return False
        self._used[token] = day
        return True

    def use(self, token: str) -> None:
        """Tell the store that a token was used today; where it is busy, another time."""
        try:
            with self._store.writing() as connection:
                use_token(connection, token)
        except StoreError:
            self._used.pop(token, None)


class Guard:
    """ASGI: lets requests in that may come, as `Doors` and `Settings` say."""

    def __init__(self, app: ASGIApp, store: Store, settings: Settings, looks: Looks) -> None:
        self.app = app
        self._doors, self._looks = Doors(store), looks
        self._settings = settings
        self._asked, self._wrong = _buckets(settings)
        self._noting: set[asyncio.Task[None]] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan" or scope.get(INSIDE):
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":  # no part of this speaks over sockets
            await send({"type": "websocket.close", "code": 1008})
            return
        answering = _secured(self._counting(scope, send) if _signs_in(scope) else send)
        try:
            caller = await self._let_in(scope)
        except (HTTPException, RiwayaError) as e:
            await problem_of(e)(scope, receive, answering)
            return
        held = CALLER.set(caller)
        marked = MARKED.set(scope[MARK] if scope["method"] in SAFE else None)
        scope[SESSION] = {"who": caller.name or None, "right": caller.right, "form_token": caller.seed}
        try:
            await self.app(scope, self._bounded(scope, receive), answering)
        finally:
            CALLER.reset(held)
            MARKED.reset(marked)

    async def _let_in(self, scope: Scope) -> Caller:
        headers = Headers(scope=scope)
        token, by_cookie = _token_in(headers)
        address = (scope.get("client") or ("", 0))[0]
        mark = scope[MARK] = await self._looks.mark()
        known = self._doors.known(token, mark)
        # a token that was used here already is no guess: one guesser does not lock out all who share an address
        guess = _signs_in(scope) or (token is not None and (known is None or known[1] is None))
        if guess and (wait := self._wrong.wait(address)):
            raise _too_many(wait, "too many wrong tokens")
        is_open, found = known if known else await run_sync(self._doors.look, token, mark, limiter=QUICK)
        if is_open:
            _check_local(address, headers)
        if wait := self._asked.take(found.name if found else address):
            raise _too_many(wait, "too many requests")
        if token is not None and found is None and not is_open:
            self._wrong.take(address)
            if not by_cookie:  # an old cookie is nobody's: its owner has to be able to sign in again
                raise HTTPException(401, "no such token", {"WWW-Authenticate": "Bearer"})
        if scope["method"] not in SAFE:
            check_origin(headers, by_cookie=by_cookie and found is not None)
            _check_length(headers, self._most(scope))
        if token is not None and found is not None and self._doors.is_new(token, found):
            self._note(token)
        secret = self._doors.secret
        form = headers.get("content-type", "").partition(";")[0].strip().lower() in _FORMS
        if is_open:
            return Caller(LOCAL.name, LOCAL.right, form, proof(secret, LOCAL.name))
        if found is None:
            return Caller(NOBODY.name, None, form, proof(secret, f"nobody {address}"))
        return Caller(found.name, found.right, form, proof(secret, f"{found.name} {token}"))

    def _note(self, token: str) -> None:
        """In a lane of its own: whoever adds pages may be writing, and nobody waits for this."""
        task = asyncio.create_task(run_sync(self._doors.use, token, limiter=_NOTING))
        self._noting.add(task)
        task.add_done_callback(self._noting.discard)

    def _counting(self, scope: Scope, send: Send) -> Send:
        """`send` that counts a sign-in with a wrong token as one."""

        async def counting(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 401:
                self._wrong.take((scope.get("client") or ("", 0))[0])
            await send(message)

        return counting

    def _most(self, scope: Scope) -> int:
        return self._settings.largest_pages if scope["path"] == PAGES else self._settings.largest_body

    def _bounded(self, scope: Scope, receive: Receive) -> Receive:
        if scope["method"] in SAFE:
            return receive
        return bounded(receive, self._most(scope), self._settings.slowest_body)


class _Limit(Protocol):
    def take(self, key: str) -> float: ...

    def wait(self, key: str) -> float: ...


def _buckets(settings: Settings) -> tuple[_Limit, _Limit]:
    """For requests, and for wrong tokens."""
    if settings.shared is None:
        return Buckets(settings.per_minute), Buckets(settings.wrong_per_minute)
    from riwaya.api.shared import SharedBuckets  # noqa: PLC0415 - not on every system

    file = Path(settings.shared)
    return SharedBuckets(settings.per_minute, file, 0), SharedBuckets(settings.wrong_per_minute, file, 1)


def _signs_in(scope: Scope) -> bool:
    return bool(scope["method"] == "POST" and scope["path"] == SIGN_IN)


def proof(secret: str, who: str) -> str:
    """What our forms carry, so that nobody else's are taken for them."""
    return hmac.new(secret.encode(), f"form {who}".encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()


def _token_in(headers: Mapping[str, str]) -> tuple[str | None, bool]:
    """The token that comes with a request, and whether as a cookie."""
    scheme, _, token = headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return token.strip(), False
    cookie = cookie_parser(headers.get("cookie", "")).get(COOKIE)
    return (cookie, True) if cookie else (None, False)


def _check_local(address: str, headers: Mapping[str, str]) -> None:
    """Without tokens only programs of this machine that know where they are come in."""
    if not _is_loopback(address):
        raise HTTPException(403, "without tokens this server answers this machine only")
    if not _LOOPBACK.fullmatch(headers.get("host", "")):
        raise HTTPException(421, "without tokens this server answers to localhost only")
    if any(name in headers for name in _FORWARDED):
        raise HTTPException(403, "behind a proxy the store needs tokens: riwaya token add NAME")


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def check_origin(headers: Mapping[str, str], by_cookie: bool) -> None:
    """Refuse writes that a browser sends for somebody else's page."""
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is not None:
        if site not in ("same-origin", "none"):
            raise HTTPException(403, "writes from other pages are refused")
    elif origin is not None:
        try:
            ours = urlsplit(origin).netloc.lower() == headers.get("host", "").lower() != ""
        except ValueError:
            ours = False
        if not ours:
            raise HTTPException(403, "writes from other pages are refused")
    elif by_cookie:
        raise HTTPException(403, "this browser does not say which page it writes for")


def _check_length(headers: Mapping[str, str], most: int) -> None:
    """Refuse a body that says itself that it is too large, before it comes."""
    length = headers.get("content-length", "0")
    if not length.isascii() or not length.isdigit():
        raise HTTPException(400, "no length of a body")
    if len(length) > 12 or int(length) > most:
        raise HTTPException(413, f"a body of more than {most} bytes")


def _too_many(wait: float, why: str) -> HTTPException:
    return HTTPException(429, why, {"Retry-After": str(int(wait) + 1)})


def _secured(send: Send) -> Send:
    async def securing(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _SECURITY.items():
                headers.setdefault(name, value)
            if "server" in headers:
                del headers["server"]
        await send(message)

    return securing


__all__ = ["COOKIE", "INSIDE", "SAFE", "Guard", "check_origin", "proof"]
