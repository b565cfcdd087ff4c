"""`read_source`: which kind of input it is, and the reader for it.

The kind is told by the bytes first and the name second: a file called `.txt` that holds markup is
read as markup. Sizes are bounded, so that no single page can hold up a run.
"""

from __future__ import annotations

import re
from dataclasses import replace

from riwaya.errors import InputError
from riwaya.model import Failure, Page, PageState, Reading, Source
from riwaya.read.decode import declared_in_html, decode
from riwaya.read.feed import form_of, read_feed
from riwaya.read.html import read_html
from riwaya.read.jsonl import read_json
from riwaya.read.names import host_of
from riwaya.read.plain import lost, read_plain
from riwaya.read.unpack import Budget, gunzip, peek
from riwaya.read.warc import read_archive

# A page of text is kilobytes; the largest we saw, a live blog with its markup, 6 MB. JSON Lines
# and feeds hold many pages and are bounded page by page.
LARGEST_PAGE = 16 * 1024 * 1024
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|article|div|p|meta|title|script)\b", re.IGNORECASE)
# A packed file of many records (JSON Lines) is read whole.
LARGEST_PACKED = 512 * 1024 * 1024
_GZIP = b"\x1f\x8b"
_WARC = re.compile(rb"WARC/\d\.\d\r?\n")


def read_source(source: Source) -> tuple[Reading, ...]:
    """The pages in `source` with their articles. A bad page is a `Failure` in its reading; nothing
    is raised for it."""
    page = Page(source.name, "", url=source.url, host=host_of(source.url))
    return tuple(_ended(reading, source) for reading in _safely(source, page))


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


def _safely(source: Source, page: Page) -> tuple[Reading, ...]:
    if source.lost is not None:
        state, reason = source.lost
        return (Reading(replace(page, state=state, reason=reason), (), (Failure(page.name, "fetch", reason),)),)
    if not source.data.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        return (lost(page, PageState.EMPTY, "an empty file"),)
    try:
        return _read(source, page)
    except InputError as e:
        return (lost(page, PageState.BROKEN, str(e)),)
    except (RecursionError, MemoryError) as e:
        return (lost(page, PageState.BROKEN, f"too deep or too large to read ({type(e).__name__})"),)
    except Exception as e:  # noqa: BLE001  a parser's own bug on one page must not end a run of thousands
        return (lost(page, PageState.BROKEN, f"could not be read ({type(e).__name__}: {str(e)[:80]})"),)


def _read(source: Source, page: Page) -> tuple[Reading, ...]:
    kind = kind_of(source)
    if kind == "archive":
        return read_archive(source, read_source)
    if source.data.startswith(_GZIP):
        return _read_packed(source)
    if kind == "feed":
        return read_feed(source)
    if kind == "json":
        return read_json(source.name, decode(source.data).text)
    if len(source.data) > LARGEST_PAGE:
        megabytes = len(source.data) / (1024 * 1024)
        raise InputError(f"{megabytes:.0f} MB is too large for one page (at most {LARGEST_PAGE >> 20} MB)")
    if kind == "html":
        decoded = decode(source.data, declared_in_html(source.data) or _charset(source.media_type))
        return (read_html(page, decoded.text),)
    decoded = decode(source.data, _charset(source.media_type))
    reading = read_plain(_with_text(page, decoded.text))
    replaced = decoded.text.count("\ufffd") if decoded.charset == "utf-8" and decoded.why != "valid UTF-8" else 0
    if replaced:
        failure = Failure(page.name, "read", f"{replaced} broken characters replaced ({decoded.charset})")
        return (Reading(reading.page, reading.articles, (*reading.failures, failure)),)
    return (reading,)


def _read_packed(source: Source) -> tuple[Reading, ...]:
    """A gzipped page or feed: read as what is in it, as far as it goes."""
    inside = gunzip(source.data, min(Budget.of(len(source.data), "it").left, LARGEST_PACKED))
    if inside.data.startswith(_GZIP):
        raise InputError("packed more than once")
    readings = read_source(replace(source, data=inside.data))
    if inside.whole:
        return readings
    cut = Failure(source.name, "read", "cut short: the packed file ends in the middle")
    return (*readings[:-1], replace(readings[-1], failures=(*readings[-1].failures, cut)))


def _with_text(page: Page, text: str) -> Page:
    return Page(page.name, text, "text/plain", page.url, page.host)


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
    if name.endswith((".jsonl", ".ndjson")):
        return "json"
    if re.match(rb"<!doctype\s+html|<html|<\?xml[^>]*>\s*<(?:!doctype\s+)?html", head, re.IGNORECASE):
        return "html"
    if name.endswith((".html", ".htm", ".xhtml")) or "html" in media:
        return "html"
    # Scraped text may quote a tag; markup has several of them.
    return "html" if head.startswith(b"<") and len(_HTML.findall(source.data[:65536])) >= 3 else "plain"


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
