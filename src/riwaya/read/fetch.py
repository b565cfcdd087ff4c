"""Fetching pages from the web, politely and warily.

Polite: robots.txt is asked for and obeyed, one host is asked at most once in `Policy.gap` seconds
(or its own crawl delay), a known page is asked for only if it changed, a host that says wait is
waited for, within reason. Wary: only public hosts (`guard`), judged after their names are resolved,
at every redirect, and connected to by the very number that was judged; sizes, times, redirects and
unpacking are bounded. `Fetcher.fetch` raises nothing that a host can cause: what does not come is
an `Answer` that says how it ended. Bytes are not decoded here: the charset is the reader's matter.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from email.utils import parsedate_to_datetime
from importlib.metadata import version
from urllib.parse import urljoin, urlsplit

import httpcore
import httpx
from protego import Protego

from riwaya.errors import InputError
from riwaya.model import PageState, Source
from riwaya.read.guard import web_address
from riwaya.read.keep import Exchange
from riwaya.read.states import state_of_status
from riwaya.read.transport import GuardedBackend, Lost, Resolve, Transport, resolve_name
from riwaya.read.unpack import unpack

AGENT = f"riwaya/{version('riwaya')} (reads Arabic news; obeys robots.txt)"
_ROBOTS_LARGEST = 512 * 1024  # what RFC 9309 asks of us to read
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_WAIT = frozenset({429, 503})


@dataclass(frozen=True, slots=True)
class Policy:
    """What a fetch may cost: bytes, seconds for one answer and three times as many for all that its
    redirects and their robots.txt take, redirects. `gap` is the least time between two requests to one
    host, `patience` the longest that we wait when a host asks us to."""

    allow_private: bool = False
    largest: int = 16 * 1024 * 1024
    seconds: float = 30.0
    redirects: int = 5
    gap: float = 1.0
    patience: float = 30.0
    agent: str = AGENT


@dataclass(frozen=True, slots=True)
class Validators:
    """What a host gave with a page so that it can be asked whether the page changed."""

    etag: str | None = None
    modified: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one address. `lost` says how it ended where no page came; `url` is where the
    redirects led."""

    address: str
    url: str
    retrieved: dt.datetime
    status: int | None = None
    data: bytes = b""
    media_type: str | None = None
    validators: Validators = Validators()
    lost: tuple[PageState, str] | None = None

    @property
    def unchanged(self) -> bool:
        """The host says that the page is the one we know."""
        return self.status == 304

    def source(self) -> Source:
        """The answer as an input of the pipeline, named by its address."""
        return Source(self.address, self.data, self.media_type, self.url, self.retrieved, self.lost)


@dataclass(frozen=True, slots=True)
class _Raw:
    """An answer before anything is made of it."""

    url: str
    status: int
    headers: httpx.Headers
    body: bytes


@dataclass(slots=True)
class _Host:
    """What we know of one origin: its robots.txt."""

    robots: Protego | None = None
    barred: tuple[PageState, str] | None = None


@dataclass
class Fetcher:
    """Fetches addresses one after the other. `clock`, `sleep` and `resolve` can be replaced; `keep`
    is given every answer. Knows hosts, not pages: validators are handed in and out."""

    policy: Policy = Policy()
    keep: Callable[[Exchange], None] | None = None
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    resolve: Resolve = resolve_name
    _hosts: dict[str, _Host] = field(default_factory=dict)
    _ready: dict[str, float] = field(default_factory=dict)  # when a host may be asked again, by its name
    _client: httpx.Client | None = None
    _deadline: float = 0.0
    _end: float = 0.0

    def fetch(self, address: str, known: Validators | None = None) -> Answer:
        """The page at `address`. With `known`, only if it changed: else the answer is `unchanged`."""
        now = dt.datetime.now(dt.UTC)
        self._end = time.monotonic() + 3 * self.policy.seconds
        asked = {}
        if known and known.etag:
            asked["If-None-Match"] = known.etag
        if known and known.modified:
            asked["If-Modified-Since"] = known.modified
        try:
            raw = self._follow(address, asked)
        except Lost as e:
            return Answer(address, address, now, lost=(e.state, e.reason))
        return self._answer(address, now, raw, known)

    def close(self) -> None:
        """Close the connections that are still open."""
        if self._client is not None:
            self._client.close()
            self._client = None

    def _answer(self, address: str, now: dt.datetime, raw: _Raw, known: Validators | None) -> Answer:
        headers = raw.headers
        answer = Answer(address, raw.url, now, raw.status, media_type=headers.get("content-type"))
        if raw.status == 304:
            unchanged = (PageState.DUPLICATE, "not changed since it was last fetched")
            return replace(answer, validators=known or Validators(), lost=unchanged)
        if raw.status in _REDIRECTS or raw.status < 200:
            return replace(answer, lost=(PageState.BROKEN, f"the host answered {raw.status} and no page"))
        lost = state_of_status(raw.status)
        if lost is not None:
            return replace(answer, lost=lost)
        try:
            page = unpack(raw.body, headers.get("content-encoding"), self.policy.largest)
        except InputError as e:
            return replace(answer, lost=(PageState.BROKEN, str(e)))
        if not page.whole:
            return replace(answer, lost=(PageState.BROKEN, "its packed bytes end in the middle"))
        validators = Validators(headers.get("etag"), headers.get("last-modified"))
        return replace(answer, data=page.data, validators=validators)

    # -------------------------------------------------------------- redirects, waiting, robots

    def _follow(self, address: str, asked: Mapping[str, str]) -> _Raw:
        url, seen = address, set[str]()
        for _ in range(self.policy.redirects + 1):
            url = self._checked(url)
            if url in seen:
                raise Lost(PageState.BROKEN, "its redirects go in a circle")
            seen.add(url)
            self._obey(url)
            raw = self._patiently(url, asked)
            where = raw.headers.get("location")
            if raw.status not in _REDIRECTS or not where:
                return raw
            try:
                url = urljoin(url, where)
            except ValueError as e:
                raise Lost(PageState.BROKEN, "a redirect to no address") from e
        raise Lost(PageState.BROKEN, f"more than {self.policy.redirects} redirects")

    def _checked(self, url: str) -> str:
        try:
            # written in ASCII, as hosts and archives know it
            return str(httpx.URL(web_address(url, self.policy.allow_private)))
        except (InputError, httpx.InvalidURL) as e:
            raise Lost(PageState.BLOCKED, f"not fetched: {e}") from e

    def _patiently(self, url: str, asked: Mapping[str, str]) -> _Raw:
        """Ask for `url`, once more where the host tells how long to wait and that is bearable."""
        raw = self._paced(url, asked)
        wait = _retry_after(raw) if raw.status in _WAIT else None
        if wait is None:
            return raw
        if wait > self.policy.patience:
            raise Lost(PageState.BLOCKED, f"the host answered {raw.status} and asks to wait {wait:.0f} s")
        self._ready[_name(url)] = self.clock() + wait
        return self._paced(url, asked)

    def _paced(self, url: str, asked: Mapping[str, str]) -> _Raw:
        robots, name = self._host(url).robots, _name(url)
        wait = self._ready.get(name, 0.0) - self.clock()
        if wait > 0:
            self.sleep(wait)
            self._end += wait
        delay = robots.crawl_delay(self.policy.agent) if robots else None
        self._ready[name] = self.clock() + max(self.policy.gap, min(float(delay or 0), self.policy.patience))
        return self._get(url, asked, self.policy.largest)

    def _host(self, url: str) -> _Host:
        return self._hosts.setdefault(_origin(url), _Host())

    def _obey(self, url: str) -> None:
        """Raise `Lost` where the host's robots.txt does not want `url` to be fetched."""
        if _origin(url) not in self._hosts:
            try:
                self._hosts[_origin(url)] = self._ask_robots(_origin(url))
            except Lost as e:  # a host that is not there is not asked again for its next page
                self._hosts[_origin(url)] = _Host(barred=(e.state, e.reason))
        host = self._host(url)
        if host.barred:
            raise Lost(*host.barred)
        if host.robots is not None and not host.robots.can_fetch(url, self.policy.agent):
            raise Lost(PageState.BLOCKED, "the host's robots.txt does not want it fetched")

    def _ask_robots(self, origin: str) -> _Host:
        """RFC 9309: no robots.txt allows everything, one that can not be had forbids everything."""
        url = f"{origin}/robots.txt"
        for _ in range(self.policy.redirects + 1):
            raw = self._get(self._checked(url), {}, _ROBOTS_LARGEST, cut=True)
            where = raw.headers.get("location")
            if raw.status not in _REDIRECTS or not where:
                break
            url = urljoin(url, where)
        else:
            return _Host()
        if raw.status >= 500 or raw.status == 429:
            reason = f"its robots.txt can not be had (the host answered {raw.status})"
            return _Host(barred=(PageState.BLOCKED, reason))
        if raw.status != 200:
            return _Host()
        try:
            text = unpack(raw.body, raw.headers.get("content-encoding"), 4 * _ROBOTS_LARGEST).data
            return _Host(Protego.parse(text[:_ROBOTS_LARGEST].decode("utf-8", "replace")))
        except (InputError, ValueError):
            return _Host(barred=(PageState.BLOCKED, "its robots.txt can not be read"))

    # -------------------------------------------------------------- one request

    def _get(self, url: str, asked: Mapping[str, str], largest: int, *, cut: bool = False) -> _Raw:
        """One request, no redirects. `cut`: read no further than `largest` instead of giving up."""
        self._deadline = min(time.monotonic() + self.policy.seconds, self._end)
        at = dt.datetime.now(dt.UTC)
        try:
            with self._open().stream("GET", url, headers=dict(asked)) as response:
                peer = _peer(response)
                raw = _Raw(url, response.status_code, response.headers, self._body(response, largest, cut))
                phrase = response.reason_phrase
        except Lost:
            raise
        except (httpx.TimeoutException, httpcore.TimeoutException) as e:
            raise Lost(PageState.BROKEN, f"no whole answer within {self.policy.seconds:.0f} s") from e
        except (httpx.HTTPError, httpx.InvalidURL, httpcore.NetworkError, httpcore.ProtocolError) as e:
            raise Lost(PageState.BROKEN, f"the connection failed ({_one_line(e)})") from e
        except (OSError, UnicodeError, ValueError) as e:
            raise Lost(PageState.BROKEN, f"could not be asked for ({_one_line(e)})") from e
        if self.keep is not None:
            headers = tuple((k.decode("latin-1"), v.decode("latin-1")) for k, v in raw.headers.raw)
            self.keep(Exchange(url, raw.status, phrase, headers, raw.body, at, peer))
        return raw

    def _body(self, response: httpx.Response, largest: int, cut: bool) -> bytes:
        told = response.headers.get("content-length", "")
        if told.isdigit() and len(told) < 20 and int(told) > largest and not cut:
            raise Lost(PageState.BROKEN, f"{int(told) >> 20} MB is too large for one page")
        out = bytearray()
        for piece in response.iter_raw():
            out += piece
            if len(out) > largest:
                if cut:
                    break
                raise Lost(PageState.BROKEN, f"more than {largest >> 20} MB, too large for one page")
        return bytes(out[:largest])

    def _open(self) -> httpx.Client:
        if self._client is None:
            backend = GuardedBackend(self.policy.allow_private, self.resolve, self._left)
            headers = {
                "User-Agent": self.policy.agent,
                "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.5",
                "Accept-Language": "ar,*;q=0.5",
                "Accept-Encoding": "gzip, deflate, br",
            }
            # no proxy, no credentials out of the environment: what is asked is what was checked
            self._client = httpx.Client(
                transport=Transport(backend), headers=headers, follow_redirects=False, trust_env=False,
                timeout=self.policy.seconds, cookies=None,
            )  # fmt: skip
        self._client.cookies.clear()
        return self._client

    def _left(self) -> float:
        """Seconds until the request must have ended."""
        return self._deadline - time.monotonic()


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.lower()}"


def _name(url: str) -> str:
    """The host's name: two ports of one machine are one host to be polite to."""
    return (urlsplit(url).hostname or "").rstrip(".")


def _retry_after(raw: _Raw) -> float | None:
    """Seconds that the host asks us to wait; None where it does not say."""
    told = raw.headers.get("retry-after", "").strip()
    if told.isdigit():
        return float(told[:9])
    try:
        return max(0.0, (parsedate_to_datetime(told) - dt.datetime.now(dt.UTC)).total_seconds())
    except (TypeError, ValueError):
        return None


def _one_line(error: Exception) -> str:
    return (" ".join(str(error).split()) or type(error).__name__)[:120]


def _peer(response: httpx.Response) -> str | None:
    """The number of the machine that answers, while the connection still knows it."""
    stream = response.extensions.get("network_stream")
    peer = stream.get_extra_info("server_addr") if stream is not None else None
    return str(peer[0]) if peer else None
