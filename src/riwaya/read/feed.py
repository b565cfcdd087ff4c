"""RSS and Atom files. Every entry is a page of its own, `NAME#n`, read as the markup it carries."""

from __future__ import annotations

import html
from typing import Any

import feedparser

from riwaya.model import Origin, Page, PageState, Reading, Source
from riwaya.read.articles import Given
from riwaya.read.decode import declared_in_html, decode
from riwaya.read.html import read_html
from riwaya.read.names import host_of
from riwaya.read.plain import lost
from riwaya.read.published import parse_stamp


def read_feed(source: Source) -> tuple[Reading, ...]:
    """Read the entries of a feed; an entry without words is a failure."""
    decoded = decode(source.data, declared_in_html(source.data))
    # As bytes: a declaration inside a string would contradict it.
    feed = feedparser.parse(_as_utf8(decoded.text))
    entries = feed.get("entries", [])
    if not entries:
        return (lost(Page(source.name, "", "application/rss+xml"), PageState.EMPTY, "a feed without entries"),)
    outlet = _words(feed.get("feed", {}).get("title"))
    return tuple(_entry(source, n, entry, outlet) for n, entry in enumerate(entries, start=1))


def _as_utf8(text: str) -> bytes:
    start = text.find("?>") if text.lstrip().startswith("<?xml") else -1
    body = text[start + 2 :] if start >= 0 else text
    return b'<?xml version="1.0" encoding="utf-8"?>' + body.encode("utf-8", "replace")


def _entry(source: Source, number: int, entry: Any, outlet: str | None) -> Reading:
    url = entry.get("link")
    contents = [c.get("value", "") for c in entry.get("content", [])]
    markup = max([*contents, entry.get("summary", "")], key=len)
    given = Given(
        title=_words(entry.get("title")),
        outlet=_words(entry.get("source", {}).get("title")) or outlet,
        byline=_words(entry.get("author")),
        published=parse_stamp(entry.get("published") or entry.get("updated"), Origin.GIVEN, "given by the feed"),
    )
    page = Page(f"{source.name}#{number}", "", "application/rss+xml", url, host_of(url))
    if not markup.strip() and not given.title:
        return lost(page, PageState.EMPTY, "an entry without words")
    return read_html(page, f"<body><p>{markup}</p></body>" if "<" not in markup else markup, given)


def _words(value: object) -> str | None:
    return " ".join(html.unescape(value).split()) or None if isinstance(value, str) else None
