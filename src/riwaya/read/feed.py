"""Feeds and lists: RSS, Atom, RDF, JSON Feed, news sitemaps, OPML. Every entry is a page, `NAME#n`.

`entries_of` gives what a list says of each page; `read_feed` reads the text that it carries itself;
`addresses_in` gives the addresses it names, for whoever may fetch them. A sitemap names pages and
their titles, an OPML file names feeds: neither has a text of its own.
"""

from __future__ import annotations

import html
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any
from urllib.parse import urljoin

import feedparser
from lxml import etree

from riwaya.errors import InputError
from riwaya.model import Failure, Origin, Page, PageState, Reading, Source
from riwaya.read.articles import Given
from riwaya.read.decode import declared_in_html, decode
from riwaya.read.html import read_html
from riwaya.read.names import host_of
from riwaya.read.plain import lost, spared
from riwaya.read.published import parse_stamp
from riwaya.read.unpack import gunzip, peek

LARGEST_FEED = 32 * 1024 * 1024
# A feed with whole articles has some megabytes; reading one takes seconds a megabyte.
LARGEST_TOLD = 12 * 1024 * 1024
_MOST_SIGNS = 250_000  # of "<" and "&" in it: feedparser takes 5 to 40 microseconds for each
# A feed holds tens of entries, a news sitemap at most 1,000, any sitemap 50,000.
_MOST = 50_000
_MOST_TOLD = 3_000  # entries with a text of their own
_JSON_FEED = re.compile(rb"""["']version["']\s*:\s*["']https?:\\?/\\?/jsonfeed\.org""")
_ROOTS = (
    ("opml", re.compile(rb"<opml[\s>]", re.IGNORECASE)),
    ("sitemap", re.compile(rb"<(?:\w+:)?(?:urlset|sitemapindex)[\s>]", re.IGNORECASE)),
    ("rss", re.compile(rb"<(?:rss|feed|rdf:RDF)[\s>]", re.IGNORECASE)),
)
MEDIA = {
    "rss": "application/rss+xml",
    "json": "application/feed+json",
    "sitemap": "application/xml",
    "opml": "text/x-opml",
}
_ENTITY = re.compile(rb"""<!ENTITY\s+(?:%\s+)?\S+\s+(?:SYSTEM|PUBLIC|"[^"]*[&%]\w|'[^']*[&%]\w)""")
# feedparser takes the square of the time for each attribute of one tag
_ATTRIBUTES = re.compile(rb"""<[A-Za-z][^<>\s]*(?:\s+[^\s<>=]+\s*=\s*(?:"[^"<]*"|'[^'<]*')){500}""")


@dataclass(frozen=True, slots=True)
class Entry:
    """What a list tells of one page: its address, and what stands in the list itself; `updated`: when the page was
    changed last, where the list tells that apart."""

    url: str | None = None
    title: str | None = None
    markup: str = ""
    outlet: str | None = None
    author: str | None = None
    published: str | None = None
    updated: str | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """An address that a list names. `feed`: another list (a feed, a sitemap) stands there."""

    url: str
    feed: bool = False


def form_of(data: bytes) -> str | None:
    """rss, json, sitemap or opml, by the first kilobytes; None for anything else."""
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"{"):
        return "json" if _JSON_FEED.search(head) else None
    if not head.startswith(b"<") or re.match(rb"<!doctype\s+html|<html", head, re.IGNORECASE):
        return None
    return next((form for form, root in _ROOTS if root.search(head)), None)


def list_in(source: Source) -> Source | None:
    """The feed, sitemap or list of feeds that `source` is, unpacked; None where it is none. Raises
    `InputError` where it unpacks to too much."""
    if not source.data.startswith(b"\x1f\x8b"):
        return source if form_of(source.data) else None
    if form_of(peek(source.data, 4096)) is None:
        return None
    return replace(source, data=gunzip(io.BytesIO(source.data), LARGEST_FEED).data)


def read_feed(source: Source) -> tuple[Reading, ...]:
    """Read the text that each entry carries; an entry without text is a page that ends empty."""
    form = form_of(source.data) or "rss"
    page = Page(source.name, "", MEDIA[form], source.url, host_of(source.url))
    if form == "opml" or _is_index(source.data, form):
        what = "feeds" if form == "opml" else "sitemaps"
        return (lost(page, PageState.EMPTY, f"a list of {len(addresses_in(source))} {what}, which has no text itself"),)
    entries = entries_of(source)
    if not entries:
        return (lost(page, PageState.EMPTY, "a feed without entries"),)
    most = _MOST if form == "sitemap" else _MOST_TOLD
    *readings, last = (_read_entry(source.name, n, e, form) for n, e in enumerate(entries[:most], start=1))
    if len(entries) > most:
        rest = Failure(source.name, "read", f"{len(entries) - most:,} more entries are not read: at most {most:,} are")
        last = replace(last, failures=(*last.failures, rest))
    return (*readings, last)


def entries_of(source: Source) -> tuple[Entry, ...]:
    """The entries of a feed or sitemap. Raises `InputError` where it can not be read at all."""
    form = form_of(source.data) or "rss"
    size, most = len(source.data), LARGEST_FEED if form in ("sitemap", "opml") else LARGEST_TOLD
    if size > most:
        raise InputError(f"{size >> 20} MB is too large for a feed (at most {most >> 20} MB)")
    if form == "json":
        found = _of_json(decode(source.data).text)
    elif form == "sitemap":
        found = _of_sitemap(_xml(source.data))
    elif form == "opml":
        found = iter(())
    else:
        found = _of_feed(source.data)
    return tuple(_absolute(entry, source.url) for entry in islice(found, _MOST))


def addresses_in(source: Source) -> tuple[Listed, ...]:
    """The addresses a list names, each once, in its order."""
    form = form_of(source.data)
    if form == "opml":
        outlines = _xml(source.data).iter("{*}outline")
        found = [Listed(url, True) for o in outlines if (url := _attribute(o, "xmlurl"))]
    elif _is_index(source.data, form):
        found = [Listed(url, True) for s in _xml(source.data).iter("{*}sitemap") if (url := _child(s, "loc"))]
    elif form is not None:
        found = [Listed(e.url) for e in entries_of(source) if e.url]
    else:
        found = []
    joined = (replace(x, url=_joined(source.url, x.url) or "") for x in found[:_MOST])
    return tuple(dict.fromkeys(x for x in joined if x.url))


def outline_titles(source: Source) -> dict[str, str]:
    """What a list of feeds calls each of them, by address."""
    titles: dict[str, str] = {}
    for outline in _xml(source.data).iter("{*}outline"):
        url = _joined(source.url, _attribute(outline, "xmlurl"))
        title = _words(_attribute(outline, "title") or _attribute(outline, "text"))
        if url and title:
            titles.setdefault(url, title)
    return titles


def _is_index(data: bytes, form: str | None) -> bool:
    return form == "sitemap" and re.search(rb"<(?:\w+:)?sitemapindex[\s>]", data[:4096], re.IGNORECASE) is not None


def _read_entry(name: str, number: int, entry: Entry, form: str) -> Reading:
    given = Given(
        title=entry.title,
        outlet=entry.outlet,
        byline=entry.author,
        published=parse_stamp(entry.published, Origin.GIVEN, "given by the feed"),
    )
    page = Page(f"{name}#{number}", "", MEDIA[form], entry.url, host_of(entry.url))
    if not entry.markup.strip():
        told = "only a title" if entry.title else "an entry without words"
        return lost(replace(page, text=entry.title or ""), PageState.EMPTY, told)
    markup = entry.markup if "<" in entry.markup else f"<body><p>{entry.markup}</p></body>"
    reading = spared(page, lambda: read_html(page, markup, given))
    return replace(reading, page=replace(reading.page, media_type=MEDIA[form]))


# ------------------------------------------------------------------ one kind of list each


def _of_feed(data: bytes) -> Iterator[Entry]:
    if (signs := data.count(b"<") + data.count(b"&")) > _MOST_SIGNS:
        raise InputError(f"{signs:,} tags and entities: too much markup for a feed")
    # As a stream of bytes: feedparser opens a string that looks like a path or an address, and a
    # declaration inside it would contradict what we found the charset to be.
    _refuse_attacks(data)
    text = decode(data, declared_in_html(data)).text
    try:
        feed = feedparser.parse(io.BytesIO(_as_utf8(text)))
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as e:
        raise InputError(f"a feed that can not be read ({type(e).__name__})") from e
    outlet = _words(feed.get("feed", {}).get("title"))
    for entry in feed.get("entries", []):
        # a broken feed has fields that are there and hold nothing
        contents = [c.get("value") or "" for c in entry.get("content", [])]
        yield Entry(
            url=entry.get("link"),
            title=_words(entry.get("title")),
            markup=max([*contents, entry.get("summary") or ""], key=len),
            outlet=_words(entry.get("source", {}).get("title")) or outlet,
            author=_words(entry.get("author")),
            # not through its own `get`, which warns of a mapping that feedparser gave up
            published=entry.get("published") or dict.get(entry, "updated"),
            updated=dict.get(entry, "updated"),
        )


def _as_utf8(text: str) -> bytes:
    start = text.find("?>") if text.lstrip().startswith("<?xml") else -1
    body = text[start + 2 :] if start >= 0 else text
    return b'<?xml version="1.0" encoding="utf-8"?>' + body.encode("utf-8", "replace")


def _of_json(text: str) -> Iterator[Entry]:
    try:
        feed = json.loads(text)
    except (ValueError, RecursionError) as e:
        raise InputError("a JSON feed that is broken") from e
    items = feed.get("items") if isinstance(feed, dict) else None
    for item in items if isinstance(items, list) else ():
        if not isinstance(item, dict):
            continue
        authors = item.get("authors") or feed.get("authors") or [item.get("author") or feed.get("author")]
        names = [_words(a.get("name")) for a in (authors if isinstance(authors, list) else []) if isinstance(a, dict)]
        plain = _string(item, "content_text") or ""
        paragraphs = [html.escape(p) for p in plain.split("\n") if p.strip()]
        markup = _string(item, "content_html") or "".join(f"<p>{p}</p>" for p in paragraphs)
        yield Entry(
            url=_string(item, "url") or _string(item, "external_url"),
            title=_words(item.get("title")),
            markup=_encodable(markup or html.escape(_string(item, "summary") or "")),
            outlet=_words(feed.get("title")),
            author="، ".join(n for n in names if n) or None,
            published=_string(item, "date_published") or _string(item, "date_modified"),
            updated=_string(item, "date_modified"),
        )


def _of_sitemap(root: Any) -> Iterator[Entry]:
    for url in root.iter("{*}url"):
        news = url.find("{*}news")
        publication = news.find("{*}publication") if news is not None else None
        yield Entry(
            url=_child(url, "loc"),
            title=_words(_child(news, "title")),
            outlet=_words(_child(publication, "name")),
            published=_child(news, "publication_date"),
            updated=_child(url, "lastmod"),
        )


# ------------------------------------------------------------------ XML, carefully


def _xml(data: bytes) -> Any:
    """The root of the XML in `data`, mended where it is broken. Entities are never expanded."""
    _refuse_attacks(data)
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, huge_tree=False, encoding="utf-8")
    root = etree.fromstring(_as_utf8(decode(data, declared_in_html(data)).text), parser)
    if root is None:
        raise InputError("XML that can not be read")
    return root


def _refuse_attacks(data: bytes) -> None:
    """Entities that name files, addresses or other entities, and tags that are endless, are no news."""
    if _ENTITY.search(data[:65536]):
        raise InputError("XML with entities made of entities or files")
    if _ATTRIBUTES.search(data):
        raise InputError("XML with hundreds of attributes in one tag")


def _child(node: Any, name: str) -> str | None:
    found = node.find("{*}" + name) if node is not None else None
    return (found.text or "").strip() or None if found is not None else None


def _attribute(node: Any, name: str) -> str | None:
    return next((v.strip() for k, v in node.attrib.items() if k.lower() == name and v.strip()), None)


def _absolute(entry: Entry, base: str | None) -> Entry:
    return replace(entry, url=_joined(base, entry.url))


def _joined(base: str | None, url: object) -> str | None:
    """The web address that a list names, made whole by where the list stands."""
    try:
        whole = urljoin(base or "", url.strip()) if isinstance(url, str) else ""
    except ValueError:
        return None
    return whole if whole.startswith(("http://", "https://")) else None


def _string(item: dict[str, Any], key: str) -> str | None:
    value = item.get(key)
    return _encodable(value) if isinstance(value, str) and value.strip() else None


def _encodable(text: str) -> str:
    """Lone surrogates can be written in JSON and nowhere else."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _words(value: object) -> str | None:
    return _encodable(" ".join(html.unescape(value).split())) or None if isinstance(value, str) else None
