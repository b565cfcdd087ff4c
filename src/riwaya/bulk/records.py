"""One record of an archive: its bytes to a row. What every worker does, record by record, and nothing else.

The costly half of the pipeline runs here, so the cheap questions come first: is it a page, is it small enough, has it
Arabic letters at all. Every record ends as a row with a state and a reason; nothing a record holds raises an error.
"""

from __future__ import annotations

import datetime as dt
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from riwaya.actors import NameReader
from riwaya.bulk import tables
from riwaya.bulk.tables import clean
from riwaya.desk.prepared import Kit
from riwaya.errors import InputError
from riwaya.model import Failure, Page, PageState, Reading, Source
from riwaya.pipeline import Found, Options, find_accounts
from riwaya.read import read_source
from riwaya.read.feed import form_of
from riwaya.read.names import host_of
from riwaya.read.renamed import renamed
from riwaya.read.states import state_of_status
from riwaya.read.unpack import dechunk, unpack
from riwaya.store.codec import pack
from riwaya.store.codec import unpack as unpacked
from riwaya.store.pages import published_moment
from riwaya.store.rows import Kept

LARGEST = 16 * 1024 * 1024
"""Bytes of a record beyond which it is no page."""
_HEAD = re.compile(rb"HTTP/[\d.]+[ \t]+(\d{3})[^\r\n]*\r?\n((?:[^\r\n]+\r?\n)*)\r?\n")
_PAGE = re.compile(r"text/html|application/xhtml\+xml|text/plain", re.IGNORECASE)
_MAYBE = re.compile(r"(?:application|text)/(?:rss\+xml|atom\+xml|rdf\+xml|feed\+json|xml|json)\b", re.IGNORECASE)
_UTF8 = re.compile(rb"(?:[\xd8-\xdb][\x80-\xbf]){2}")
_LEGACY = re.compile(rb"[\xc0-\xfe]{3}")  # letters of windows-1256 and ISO 8859-6 stand together
_ENTITIES = re.compile(rb"(?:&#(?:x06[0-9a-f]{2}|1[5-7]\d\d);){2}|(?:\\u06[0-9a-f]{2}){2}", re.IGNORECASE)
_LEAST = 8  # pairs or triples of letters; any headline in Arabic has more


@dataclass(frozen=True, slots=True)
class Record:
    """A record as the engine hands it over."""

    file: str
    id: str
    kind: str
    url: str
    at: dt.datetime | None
    length: int
    content: bytes | None  # None: too large to be handed over

    @property
    def name(self) -> str:
        """The page's name: unique, and the same however the work is divided."""
        return f"{self.file}#{self.id}"


def read_record(record: Record, names: NameReader | None) -> Iterator[dict[str, Any]]:
    """The rows of one record: one for a page, several for a feed, none for what is no page (`skipped` counts it)."""
    started = time.perf_counter()
    read = _read(record)
    if isinstance(read, str):
        yield {"file": record.file, "page": record.name, "state": "skipped", "reason": read, "day": "unknown"}
        return
    reading_took = (time.perf_counter() - started) / len(read)
    for reading in read:
        found = find_accounts([reading], Options(names=names))
        costs = (("read", reading_took), *found.timings)
        yield {**row_of(record, reading, found), "costs": [{"stage": s, "seconds": took} for s, took in costs]}


def _read(record: Record) -> tuple[Reading, ...] | str:
    """The readings of a record, or why it is none of a page."""
    if not record.url.lower().startswith(("http://", "https://")):
        return f"{record.url.split(':')[0][:12] or 'without address'}:"
    if record.url.endswith("/robots.txt"):
        return "robots.txt"
    page = Page(record.name, "", url=record.url, host=host_of(record.url), retrieved=record.at)
    if record.content is None or record.length > LARGEST:
        return (_lost(page, PageState.BROKEN, f"more than {LARGEST >> 20} MB, too large for one page"),)
    status, head, body = _http(record)
    if 300 <= status < 400:
        return "redirects"
    media = head.get("content-type", "")
    if media and not (_PAGE.match(media.strip()) or _MAYBE.match(media.strip())):
        return media.split(";")[0].strip().lower()[:40]
    ended = state_of_status(status)
    if ended is not None:
        return (_lost(page, *ended),)
    try:
        body = dechunk(body) if "chunked" in head.get("transfer-encoding", "").lower() else body
        body = unpack(body, head.get("content-encoding"), LARGEST).data
    except InputError as e:
        return (_lost(page, PageState.BROKEN, str(e)),)
    if not body.strip():
        return (_lost(page, PageState.EMPTY, "a record without a body"),)
    if not has_arabic(body):
        return (_lost(page, PageState.WRONG_LANGUAGE, "not Arabic (too few Arabic letters)"),)
    if not _PAGE.match(media.strip()) and media and form_of(body) is None:
        return media.split(";")[0].strip().lower()[:40]
    return tuple(renamed(r, _inner(record, r)) for r in _guarded(record, page, body, media))


def _guarded(record: Record, page: Page, body: bytes, media: str) -> tuple[Reading, ...]:
    try:
        return read_source(Source(record.name, body, media or None, record.url, record.at))
    except Exception as e:  # noqa: BLE001 - the boundary: one record's trouble is its own
        return (_lost(page, PageState.BROKEN, f"{type(e).__name__}: {e}"),)


def _lost(page: Page, state: PageState, reason: str) -> Reading:
    """A page that gives no article, and why."""
    return Reading(replace(page, state=state, reason=reason), (), (Failure(page.name, "read", reason),))


def _inner(record: Record, reading: Reading) -> str:
    """A feed's entries have names of their own under the record's."""
    return reading.page.name if reading.page.name.startswith(record.name) else f"{record.name}#{reading.page.name}"


def _http(record: Record) -> tuple[int, dict[str, str], bytes]:
    """Status, header and body of an answer; a record without a header is its body."""
    content = record.content or b""
    found = _HEAD.match(content) if record.kind == "response" else None
    if found is None:
        return 200, {}, content
    lines = (line.partition(":") for line in found[2].decode("latin-1").splitlines())
    return int(found[1]), {k.strip().lower(): v.strip() for k, _, v in lines}, content[found.end() :]


def has_arabic(body: bytes) -> bool:
    """Whether bytes may hold an Arabic text, whatever their charset: a cheap question that never says no wrongly of a
    page that has one, and mostly says no of pages that have none."""
    for pattern in (_UTF8, _ENTITIES, _LEGACY):
        for n, _ in enumerate(pattern.finditer(body), start=1):
            if n >= _LEAST:
                return True
    return body.startswith((b"\xff\xfe", b"\xfe\xff"))


def row_of(record: Record, reading: Reading, found: Found) -> dict[str, Any]:
    """A page with its articles as a row of the table `pages`; lists of what was found in it beside it."""
    page = reading.page
    kept = tuple(Kept(a.article, a.dates, a.mentions, a.statements, a.events, a.claims) for a in found.accounts)
    main = next((k.article for k in kept if k.article.role == "main"), kept[0].article if kept else None)
    moment = published_moment(main, page.retrieved) if main else ""
    failures = [f"{f.stage}: {f.reason}" for f in (*reading.failures, *found.failures)]
    return {
        "file": record.file,
        "page": page.name,
        "url": clean(page.url) if page.url else None,
        "host": page.host,
        "outlet": clean(main.outlet) if main and main.outlet else None,
        "state": page.state.value,
        "reason": clean(page.reason),
        "retrieved": page.retrieved.isoformat() if page.retrieved else None,
        "moment": moment,
        "day": moment[:10] or "unknown",
        "failures": [clean(f) for f in failures],
        "text": clean(page.text),
        **tables.rows_of(kept),
        "kit": pack(Kit(Reading(page, (), reading.failures), tuple(_bare(k) for k in kept), found.named)),
    }


def kit_of(data: bytes) -> Kit:
    """What `row_of` packed."""
    kit = unpacked(Kit, data)
    kept = tuple(replace(k, article=replace(k.article, text=kit.reading.page.text)) for k in kit.kept)
    return replace(kit, reading=replace(kit.reading, articles=tuple(k.article for k in kept)), kept=kept)


def _bare(kept: Kept) -> Kept:
    """Without the page's text, which the kit has once."""
    return replace(kept, article=replace(kept.article, text=""))
