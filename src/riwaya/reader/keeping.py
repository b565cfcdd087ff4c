"""Pages that were made: kept in memory as they are sent, and on a shelf that others share, until they say otherwise.

A page stands as long as the API would answer all that it was made of as it did (`still_so`; where the server says that
nothing at all was written, nobody is asked), and as long as its «n minutes ago» hold. On the shelf nobody's proof lies
that a form is ours: its place holds a word that no page can hold, and each visitor's own is put there.
"""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import html
import json
import re
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from starlette.types import Scope

from riwaya.reader.asking import Api, Asked, still_so
from riwaya.reader.view import Settings, Visitor
from riwaya.reader.words import RECENT, parse_moment

KEPT = 48 << 20
"""Bytes of pages in memory."""
LONGEST = 86_400.0
"""Seconds for which a page may stand."""
_TIME = re.compile(r'<time datetime="([^"]*)"( data-day)?')
_UNPACKING = CapacityLimiter(2)
_BASE = 600  # what a page costs beside its bytes

Key = tuple[Any, ...]


class Shelf(Protocol):
    """Where bytes are kept by name, each with a line about it, and with what they rest on; `blank` is a word that no
    page can hold."""

    @property
    def blank(self) -> str: ...

    def get(self, name: str) -> tuple[str, bytes] | None: ...

    def put(self, name: str, rests: str, head: str, data: bytes) -> None: ...


@dataclass(slots=True)
class Page:
    """A page as it is sent, what it was made of, until when (seconds since 1970) it stands, and under which mark of the
    store it was seen to."""

    asked: list[Asked]
    until: float
    tag: str
    packed: bytes
    mark: str | None

    def plain(self) -> bytes:
        """For whoever takes it no other way."""
        return gzip.decompress(self.packed)


def key_of(scope: Scope, settings: Settings, visitor: Visitor) -> Key:
    """For whom and of what a page is."""
    return scope["path"], scope["query_string"], settings, visitor


def until_of(text: str, now: dt.datetime) -> float:
    """When the first of a page's «n minutes ago» will not hold any more."""
    gone = [left for m in set(_TIME.findall(text)) if (left := _left(html.unescape(m[0]), now, bool(m[1]))) is not None]
    return now.timestamp() + min([LONGEST, *gone])


def _left(moment: str, now: dt.datetime, by_day: bool) -> float | None:
    """For how many seconds `words.ago` says the same of a moment; None: for ever."""
    at = parse_moment(moment)
    if at is None:
        return None
    gone = (now - at).total_seconds()
    midnight = 86_400 - (now.hour * 3600 + now.minute * 60 + now.second)
    if gone < -60:
        return max(1.0, min(-gone - 60, midnight))
    if gone >= RECENT:
        return None
    if by_day:
        return max(1.0, min(midnight, RECENT - gone))
    size = next((s for s in (86_400, 3_600) if gone >= s), 60)
    return max(1.0, size - gone % size)


class Keeper:
    """Pages in memory and on the shelf. `clock` gives the time in UTC."""

    def __init__(self, shelf: Shelf | None, clock: Callable[[], dt.datetime]) -> None:
        self._shelf, self._clock = shelf, clock
        self._pages: OrderedDict[Key, Page] = OrderedDict()
        self._size = 0

    def quick(self, key: Key, mark: str | None) -> Page | None:
        """The page where nothing was written since it was seen to stand."""
        page = self._pages.get(key)
        if page is None or mark is None or page.mark != mark or self._clock().timestamp() >= page.until:
            return None
        self._pages.move_to_end(key)
        return page

    async def known(self, key: Key, mark: str | None, api: Api) -> Page | None:
        """The page that was made before, where it stands."""
        page = self.quick(key, mark)
        if page is not None:
            return page
        # unpacking, and packing with the visitor's own proof, takes 20 ms of a large page: others go on meanwhile
        page = self._pages.get(key) or await run_sync(self._from_shelf, key, limiter=_UNPACKING)
        if page is None or self._clock().timestamp() >= page.until or not await still_so(api, page.asked):
            return None
        page.mark = mark
        self.put(key, page)
        return page

    def _from_shelf(self, key: Key) -> Page | None:
        found = self._shelf.get(_name(key)) if self._shelf is not None else None
        if found is None or self._shelf is None:
            return None
        head = json.loads(found[0])
        if self._clock().timestamp() >= head["until"]:
            return None
        asked = [(path, tuple((k, v) for k, v in params), tag) for path, params, tag in head["asked"]]
        text = gzip.decompress(found[1]).replace(self._shelf.blank.encode(), _proof(key))
        return made(text, asked, head["until"], None)

    def put(self, key: Key, page: Page) -> None:
        """Keep a page in memory."""
        old = self._pages.pop(key, None)
        self._size += len(page.packed) + _BASE - (len(old.packed) + _BASE if old else 0)
        self._pages[key] = page
        while self._size > KEPT and self._pages:
            _, gone = self._pages.popitem(last=False)
            self._size -= len(gone.packed) + _BASE

    def lay_by(self, key: Key, text: str, page: Page, rests: str) -> None:
        """Keep a page on the shelf, where it rests on what the shelf knows of. `text` bears `blank` for the proof."""
        if self._shelf is not None and rests:
            head = json.dumps({"asked": page.asked, "until": page.until})
            self._shelf.put(_name(key), rests, head, gzip.compress(text.encode(), 5, mtime=0))

    @property
    def blank(self) -> str | None:
        """What stands for a visitor's proof in pages for the shelf."""
        return self._shelf.blank if self._shelf is not None else None

    def forget(self) -> None:
        """Make all pages anew: somebody changed something here."""
        self._pages.clear()
        self._size = 0


def made(text: bytes, asked: list[Asked], until: float, mark: str | None) -> Page:
    """A page ready to be sent."""
    return Page(asked, until, f'"{hashlib.sha256(text).hexdigest()[:20]}"', gzip.compress(text, 5, mtime=0), mark)


def _proof(key: Key) -> bytes:
    visitor: Visitor = key[3]
    return html.escape(visitor.form_token).encode()


def _name(key: Key) -> str:
    path, query, settings, visitor = key
    return f"page {path}?{query.decode('latin-1')} {settings.cookie()} {visitor.right} {bool(visitor.who)}"
