"""`read_source`, `read_each`, `read_all`: which kind of input it is, and the reader for it.

The kind is told by the bytes first and the name second: a file called `.txt` that holds markup is
read as markup. Sizes are bounded, so that no single page can hold up a run, and what holds many
pages (archives, JSON Lines) is read page by page: `read_each` and `read_all` keep none of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from riwaya.errors import InputError
from riwaya.model import Failure, Page, PageState, Reading, Source
from riwaya.read.decode import declared_in_html, decode
from riwaya.read.feed import form_of, read_feed
from riwaya.read.html import read_html
from riwaya.read.jsonl import read_json
from riwaya.read.names import host_of
from riwaya.read.plain import lost, read_plain, why
from riwaya.read.stream import size_of, stream_of, whole
from riwaya.read.unpack import Budget, Gunzip, gunzip, peek
from riwaya.read.warc import read_archive
from riwaya.remembered import forgetting

# A page of text is kilobytes; the largest we saw, a live blog with its markup, 6 MB. JSON Lines
# and archives hold many pages and are bounded page by page.
LARGEST_PAGE = 16 * 1024 * 1024
# A packed page or feed is unpacked whole.
LARGEST_PACKED = 32 * 1024 * 1024
_HEAD = 65536
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|article|div|p|meta|title|script)\b", re.IGNORECASE)
_SOMETHING = re.compile(rb"[^ \t\r\n\x00\xef\xbb\xbf]")
_CUT = "cut short: the packed file ends in the middle"
_GZIP = b"\x1f\x8b"
_WIDE = (b"\xff\xfe", b"\xfe\xff")  # the byte order marks of UTF-16
_WARC = re.compile(rb"WARC/\d\.\d\r?\n")


def read_source(source: Source) -> tuple[Reading, ...]:
    """The pages in `source` with their articles. A bad page is a `Failure` in its reading; nothing
    is raised for it."""
    return tuple(read_each(source))


def read_all(sources: Iterable[Source]) -> Iterator[Reading]:
    """The pages in all `sources`, one after the other, none of them kept."""
    yield from forgetting(reading for source in sources for reading in _each(source, inside=False))


def read_each(source: Source) -> Iterator[Reading]:
    """The pages in `source`, one after the other, as `read_source` gives them."""
    return forgetting(_each(source, inside=False))


def _each(source: Source, *, inside: bool) -> Iterator[Reading]:
    """`inside`: the source is a record of an archive, and no archive itself."""
    page = Page(source.name, "", url=source.url, host=host_of(source.url), retrieved=source.retrieved)
    if source.lost is not None:
        state, reason = source.lost
        ended = replace(page, state=state, reason=reason)
        yield _ended(Reading(ended, (), (Failure(page.name, "fetch", reason),)), source)
        return
    if source.file is None and _SOMETHING.search(source.data) is None:
        yield _ended(lost(page, PageState.EMPTY, "an empty file"), source)
        return
    try:
        for reading in _read(source, page, inside):
            yield _ended(reading, source)
    except Exception as e:  # noqa: BLE001  a parser's own bug on one page must not end a run of thousands
        yield _ended(lost(page, PageState.BROKEN, why(e)), source)


def _ended(reading: Reading, source: Source) -> Reading:
    """The reading with its page's end told: a page without an article is not kept."""
    page, articles = reading.page, reading.articles
    if page.state is PageState.KEPT and not articles:
        page = replace(page, state=PageState.EMPTY)
    if page.state is not PageState.KEPT and not page.reason:
        page = replace(page, reason=reading.failures[0].reason if reading.failures else "")
    if source.retrieved is not None and page.retrieved is None:
        page = replace(page, retrieved=source.retrieved)
    return reading if page is reading.page else replace(reading, page=page)


def _read(source: Source, page: Page, inside: bool) -> Iterator[Reading]:
    kind = kind_of(source)
    if kind == "archive" and not inside:
        yield from read_archive(source, _read_record)
    elif kind == "archive":
        raise InputError("an archive inside an archive")
    elif source.data.startswith(_GZIP):
        yield from _read_packed(source, page)
    elif kind == "json":
        yield from read_json(source)
    else:
        yield from _read_whole(source, page, kind)


def _read_record(source: Source) -> tuple[Reading, ...]:
    """One record of an archive."""
    return tuple(_each(source, inside=True))


def _read_whole(source: Source, page: Page, kind: str) -> Iterator[Reading]:
    """A page or a feed: what is held whole while it is read."""
    size = size_of(source)
    if kind != "feed" and size > LARGEST_PAGE:
        megabytes = size / (1024 * 1024)
        raise InputError(f"{megabytes:.0f} MB is too large for one page (at most {LARGEST_PAGE >> 20} MB)")
    source = whole(source, LARGEST_PACKED)
    if kind == "feed":
        yield from read_feed(source)
    elif kind == "html":
        decoded = decode(source.data, declared_in_html(source.data) or _charset(source.media_type))
        yield read_html(page, decoded.text)
    else:
        yield _read_text(source, page)


def _read_text(source: Source, page: Page) -> Reading:
    decoded = decode(source.data, _charset(source.media_type))
    reading = read_plain(replace(page, text=decoded.text, media_type="text/plain"))
    replaced = decoded.text.count("\ufffd") if decoded.charset == "utf-8" and decoded.why != "valid UTF-8" else 0
    if not replaced:
        return reading
    failure = Failure(page.name, "read", f"{replaced} broken characters replaced ({decoded.charset})")
    return Reading(reading.page, reading.articles, (*reading.failures, failure))


def _read_packed(source: Source, page: Page) -> Iterator[Reading]:
    """A gzipped page, feed or file of JSON Lines: read as what is in it, as far as it goes."""
    budget = Budget.of(size_of(source), "it")
    head = replace(source, data=peek(source.data, _HEAD), file=None)
    if head.data.startswith(_GZIP):
        raise InputError("packed more than once")
    kind = kind_of(head)
    if kind == "archive":
        raise InputError("an archive inside an archive")
    if kind == "json":
        stream = Gunzip(stream_of(source), budget)
        yield from read_json(head, stream)
        if not stream.whole:
            yield lost(Page(f"{page.name}#cut", ""), PageState.BROKEN, _CUT)
        return
    inside = gunzip(stream_of(source), min(budget.left, LARGEST_PACKED))
    *readings, last = _read_whole(replace(head, data=inside.data), page, kind)
    yield from readings
    cut = () if inside.whole else (Failure(source.name, "read", _CUT),)
    yield replace(last, failures=(*last.failures, *cut))


def kind_of(source: Source) -> str:
    """archive, json, feed, html or plain, by bytes, media type and name in this order."""
    head = source.data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    name, media = source.name.lower(), (source.media_type or "").lower()
    if _is_archive(head, name, media):
        return "archive"
    if form_of(source.data):
        return "feed"
    if head[:1] in (b"{", b"[") and (name.endswith((".json", ".jsonl", ".ndjson")) or _is_json(head)):
        return "json"
    if name.endswith((".jsonl", ".ndjson")) or (name.endswith(".json") and head.startswith(_WIDE)):
        return "json"
    if re.match(rb"<!doctype\s+html|<html|<\?xml[^>]*>\s*<(?:!doctype\s+)?html", head, re.IGNORECASE):
        return "html"
    if name.endswith((".html", ".htm", ".xhtml")) or "html" in media:
        return "html"
    # Scraped text may quote a tag; markup has several of them.
    return "html" if head.startswith(b"<") and len(_HTML.findall(source.data[:_HEAD])) >= 3 else "plain"


def _is_archive(head: bytes, name: str, media: str) -> bool:
    """By its bytes; by its name where they are packed, or may be a damaged archive's."""
    named = name.endswith((".warc", ".warc.gz", ".wacz")) or "warc" in media
    if _WARC.match(head) or (named and head.startswith((_GZIP, b"PK\x03\x04"))):
        return True
    if head.startswith(_GZIP):
        return _WARC.match(peek(head, 32)) is not None
    return named and name.endswith((".warc", ".warc.gz", ".wacz")) and not head.startswith(b"<")


def _is_json(head: bytes) -> bool:
    return bool(re.match(rb"""[\[\s]*\{\s*"[^"\n]{1,60}"\s*:""", head))


def _charset(media_type: str | None) -> str | None:
    m = re.search(r"charset=[\"']?([\w.-]+)", media_type or "", re.IGNORECASE)
    return m.group(1) if m else None
