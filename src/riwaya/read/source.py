"""`read_source`: which kind of input it is, and the reader for it.

The kind is told by the bytes first and the name second: a file called `.txt` that holds markup is
read as markup. Sizes are bounded, so that no single page can hold up a run.
"""

from __future__ import annotations

import re

from riwaya.errors import InputError
from riwaya.model import Failure, Page, PageState, Reading, Source
from riwaya.read.decode import declared_in_html, decode
from riwaya.read.feed import read_feed
from riwaya.read.html import read_html
from riwaya.read.jsonl import read_json
from riwaya.read.names import host_of
from riwaya.read.plain import lost, read_plain

# A page of text is kilobytes; the largest we saw, a live blog with its markup, 6 MB. JSON Lines
# and feeds hold many pages and are bounded page by page.
LARGEST_PAGE = 16 * 1024 * 1024
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|article|div|p|meta|title|script)\b", re.IGNORECASE)
_FEED = re.compile(rb"<(?:rss|feed|rdf:RDF)\b", re.IGNORECASE)
_WARC = re.compile(rb"WARC/\d\.\d\r?\n")


def read_source(source: Source) -> tuple[Reading, ...]:
    """The pages in `source` with their articles. A bad page is a `Failure` in its reading; nothing
    is raised for it."""
    page = Page(source.name, "", url=source.url, host=host_of(source.url))
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
        raise InputError("a web archive (WARC): archives are not read yet, extract its pages first")
    if kind == "json":
        return read_json(source.name, decode(source.data).text)
    if kind == "feed":
        return read_feed(source)
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


def _with_text(page: Page, text: str) -> Page:
    return Page(page.name, text, "text/plain", page.url, page.host)


def kind_of(source: Source) -> str:
    """archive, json, feed, html or plain, by bytes, media type and name in this order."""
    head = source.data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    name, media = source.name.lower(), (source.media_type or "").lower()
    if _WARC.match(head) or name.endswith((".warc", ".warc.gz", ".wacz")) or "warc" in media:
        return "archive"
    if head[:1] in (b"{", b"[") and (name.endswith((".json", ".jsonl", ".ndjson")) or _is_json(head)):
        return "json"
    if name.endswith((".jsonl", ".ndjson")):
        return "json"
    if _FEED.search(head) and not re.match(rb"<!doctype\s+html|<html", head, re.IGNORECASE):
        return "feed"
    if re.match(rb"<!doctype\s+html|<html|<\?xml[^>]*>\s*<(?:!doctype\s+)?html", head, re.IGNORECASE):
        return "html"
    if name.endswith((".html", ".htm", ".xhtml")) or "html" in media:
        return "html"
    # Scraped text may quote a tag; markup has several of them.
    return "html" if head.startswith(b"<") and len(_HTML.findall(source.data[:65536])) >= 3 else "plain"


def _is_json(head: bytes) -> bool:
    return bool(re.match(rb"""[\[\s]*\{\s*"[^"\n]{1,60}"\s*:""", head))


def _charset(media_type: str | None) -> str | None:
    m = re.search(r"charset=[\"']?([\w.-]+)", media_type or "", re.IGNORECASE)
    return m.group(1) if m else None
