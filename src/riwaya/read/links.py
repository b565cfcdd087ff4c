"""What a page of HTML leads to: the feeds that it names as its own, and the pages that its headlines link to.

For whoever watches a page (a section, a tag, a home page) for new articles. A headline is a link of some words in the
page's own host; menus, buttons and shares have fewer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from urllib.parse import urldefrag, urljoin, urlsplit

from resiliparse.parse.html import HTMLTree

from riwaya.errors import InputError
from riwaya.model import Source
from riwaya.read.addresses import canonical_address
from riwaya.read.bounds import bounded
from riwaya.read.decode import declared_in_html, decode

MOST = 300
"""Links of one page, at most."""
_LEAST_WORDS = 4
_FEED = re.compile(r"application/(?:rss|atom|feed)\+(?:xml|json)", re.IGNORECASE)
_ARABIC = re.compile(r"[\u0621-\u064a]{2,}")


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses, each once, in the page's order."""

    feeds: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()


def links_in(source: Source) -> Links:
    """The feeds and pages that a page of HTML leads to; nothing where it can not be read."""
    if source.url is None:
        return Links()
    try:
        markup = bounded(decode(source.data, declared_in_html(source.data)).text)
    except InputError:
        return Links()
    tree = HTMLTree.parse(markup)
    if tree.document is None:
        return Links()
    base = source.url
    feeds = (
        _whole(base, link.getattr("href"))
        for link in tree.document.get_elements_by_tag_name("link")
        if "alternate" in (link.getattr("rel") or "").lower() and _FEED.search(link.getattr("type") or "")
    )
    home, itself = _host(base), canonical_address(base)
    pages = (
        address
        for link in tree.document.get_elements_by_tag_name("a")
        if len(_ARABIC.findall(link.text or "")) >= _LEAST_WORDS
        and (address := _whole(base, link.getattr("href")))
        and _host(address) == home
        and canonical_address(address) != itself
    )
    return Links(_each(feeds), _each(pages))


def _each(addresses: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(islice(dict.fromkeys(a for a in addresses if a), MOST))


def _whole(base: str, href: str | None) -> str | None:
    """The address that a link means; None where it means none of the web."""
    try:
        whole = urldefrag(urljoin(base, (href or "").strip())).url
    except ValueError:
        return None
    return whole if href and whole.startswith(("http://", "https://")) else None


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
