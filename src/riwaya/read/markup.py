"""What a page's markup says about its article: JSON-LD, OpenGraph, meta. Read, not believed:
`html` checks the title against the text, and a publication time is kept with where it stood."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from riwaya.model import Origin, Published
from riwaya.read.published import parse_stamp
from riwaya.rules import load

_ARTICLE_TYPES = ("newsarticle", "article", "reportagenewsarticle", "blogposting", "opinionnewsarticle",
                  "analysisnewsarticle", "liveblogposting", "report", "backgroundnewsarticle")  # fmt: skip
_LARGEST = 2_000_000  # characters of one JSON-LD script


@dataclass(frozen=True, slots=True)
class Facts:
    """Fields of a page's markup; None where it says nothing."""

    titles: tuple[str, ...] = ()
    outlet: str | None = None
    author: str | None = None
    published: Published | None = None
    url: str | None = None
    description: str | None = None
    kind: str | None = None
    body: str | None = None


def facts_of(document: Any) -> Facts:
    """The facts in a parsed page's head and scripts."""
    metas = _metas(document)
    titles = [*(metas[k] for k in _names("titles") if k in metas)]
    if document.title:
        titles.append(_clean(document.title))
    site = _site_in_title(titles)
    about = _choose(list(_json_ld(document)), titles)
    headline = _text(about.get("headline")) or _text(about.get("name"))
    published = parse_stamp(about.get("datePublished"), Origin.PAGE, "the page's JSON-LD")
    for key in _names("published"):
        if published is None and key in metas:
            published = parse_stamp(metas[key], Origin.PAGE, f"the page's meta {key}")
    canonical = document.document.query_selector('link[rel="canonical"]')
    return Facts(
        titles=tuple(dict.fromkeys(t for t in (headline, *titles) if t)),
        outlet=_name(about.get("publisher")) or next((metas[k] for k in _names("outlets") if k in metas), site),
        author=_name(about.get("author")) or next((metas[k] for k in _names("authors") if k in metas), None),
        published=published,
        url=metas.get("og:url") or (canonical.getattr("href", None) if canonical else None),
        description=_text(about.get("description")) or metas.get("og:description") or metas.get("description"),
        kind=_text(about.get("@type")),
        body=_body(about.get("articleBody")),
    )


def _site_in_title(titles: list[str]) -> str | None:
    """«headline - site»: the last part of a title, where it is short and the rest is a headline."""
    for title in titles:
        parts = re.split(r"\s+[-–—|»]\s+", title)
        if len(parts) > 1 and len(parts[-1].split()) <= 4 and len(parts[0].split()) >= 4:
            return parts[-1].strip()
    return None


def _metas(document: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for meta in document.document.query_selector_all("meta"):
        content = meta.getattr("content", "") or ""
        for key in ("property", "name", "itemprop"):
            name = (meta.getattr(key, "") or "").strip().lower()
            if name and content.strip():
                found.setdefault(name, _clean(content))
    return found


def _json_ld(document: Any) -> Iterator[dict[str, Any]]:
    for script in document.document.query_selector_all('script[type="application/ld+json"]'):
        text = (script.text or "").strip().removeprefix("<!--").removesuffix("-->")
        if not text or len(text) > _LARGEST:
            continue
        try:
            loaded = json.loads(text, strict=False)  # raw newlines in strings are common
        except (ValueError, RecursionError):
            continue
        todo = [loaded]
        for _ in range(200):  # graphs are small; a page that is not need not be read to its end
            if not todo:
                break
            item = todo.pop(0)
            if isinstance(item, list):
                todo.extend(item)
            elif isinstance(item, dict):
                todo.extend(v for k, v in item.items() if k in ("@graph", "mainEntity", "mainEntityOfPage"))
                kinds = item.get("@type")
                kinds = kinds if isinstance(kinds, list) else [kinds]
                if any(isinstance(k, str) and k.lower() in _ARTICLE_TYPES for k in kinds):
                    yield item


def _choose(items: list[dict[str, Any]], titles: list[str]) -> dict[str, Any]:
    """The record of this page's own article: the one whose headline its other titles repeat."""
    for item in items:
        headline = _text(item.get("headline"))
        if headline and any(headline[:30] in t for t in titles):
            return item
    return items[0] if len(items) == 1 else {}


def _body(value: Any) -> str | None:
    """The text that the markup carries for machines, its lines kept, its tags taken out."""
    if not isinstance(value, str):
        return None
    text = html.unescape(re.sub(r"<(?:br|/p|/div|/li)\b[^>]*>", "\n", value))
    lines = (_clean(re.sub(r"<[^>]{1,300}>", " ", line)) for line in re.split(r"[\r\n]+", text))
    return "\n".join(line for line in lines if line) or None


def _name(value: Any) -> str | None:
    if isinstance(value, list):
        return _name(value[0]) if value else None
    if isinstance(value, dict):
        return _text(value.get("name"))
    return _text(value) if isinstance(value, str) and not value.startswith("http") else None


def _text(value: Any) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    return _clean(value) or None if isinstance(value, str) else None


def _clean(words: str) -> str:
    return " ".join(html.unescape(words).split()).encode("utf-8", "replace").decode("utf-8")


@cache
def _names(section: str) -> tuple[str, ...]:
    return load("ar/reading_markup").texts(section)
