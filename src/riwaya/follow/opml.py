"""Lists of feeds as OPML 2.0, which every reader of feeds knows: in, with titles, and out."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from email.utils import format_datetime

from lxml import etree

from riwaya.model import Source
from riwaya.read.feed import addresses_in, outline_titles
from riwaya.store.follows import Follow

_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Outline:
    """A feed of a list."""

    url: str
    title: str


def outlines_in(source: Source) -> tuple[Outline, ...]:
    """The feeds of a list, each once. Raises `InputError` where it is no XML that can be read."""
    titles = outline_titles(source)
    return tuple(Outline(a.url, titles.get(a.url, "")) for a in addresses_in(source) if a.feed)


def write_opml(follows: Iterable[Follow], at: dt.datetime) -> bytes:
    """The feeds among `follows` as a list; sitemaps and pages stand in it as links."""
    root = etree.Element("opml", version="2.0")
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "title").text = "riwaya"
    etree.SubElement(head, "dateCreated").text = format_datetime(at)
    body = etree.SubElement(root, "body")
    for f in follows:
        address, title = _clean(f.target), _clean(f.title or f.target)
        if f.kind == "feed":
            etree.SubElement(body, "outline", type="rss", text=title, title=title, xmlUrl=address)
        else:
            etree.SubElement(body, "outline", type="link", text=title, title=title, url=address)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True))


def _clean(text: str) -> str:
    return _UNWRITABLE.sub("\ufffd", text)
