"""A page's JSON-LD: the records of articles in it, and what it says of whoever publishes them.

Records are read with bounds and believed by others (`markup`): a page may carry those of other pages.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from riwaya.read.owners import of_company

ARTICLE_TYPES = frozenset(
    {"newsarticle", "article", "reportagenewsarticle", "blogposting", "opinionnewsarticle", "analysisnewsarticle",
     "liveblogposting", "report", "backgroundnewsarticle", "videoobject"}
)  # fmt: skip
_SITES = ("website", "periodical", "newspaper", "radiostation", "televisionstation")
_PAGES = frozenset({"webpage", "itempage"})
_OWNERS = ("publisher", "sourceOrganization", "copyrightHolder", "isPartOf")  # of an article, best first
_INSIDE = ("@graph", "mainEntity", "mainEntityOfPage", "publisher", "isPartOf")
_LARGEST = 2_000_000  # characters of one script
_MOST = 200  # records of one script: graphs are small; a page that is not need not be read to its end


@dataclass(slots=True)
class Linked:
    """What the JSON-LD of a page holds: its `articles`; `names` of records by their `@id`; names of the `sites`
    and organisations that stand beside them."""

    articles: list[dict[str, Any]] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    sites: list[str] = field(default_factory=list)
    pages: list[dict[str, Any]] = field(default_factory=list)  # records of the page itself


def linked_in(scripts: Sequence[str]) -> Linked:
    """The records in a page's scripts of JSON-LD."""
    found = Linked()
    for script in scripts:
        text = script.strip().removeprefix("<!--").removesuffix("-->")
        if not text or len(text) > _LARGEST:
            continue
        try:
            loaded = json.loads(text, strict=False)  # raw newlines in strings are common
        except (ValueError, RecursionError):
            continue
        todo = [(loaded, "")]
        for _ in range(_MOST):
            if not todo:
                break
            item, inside = todo.pop(0)
            if isinstance(item, list):
                todo.extend((x, inside) for x in item)
            elif isinstance(item, dict):
                todo.extend((v, k) for k, v in item.items() if k in _INSIDE)
                _add(found, item, inside)
    return found


def types_of(item: dict[str, Any]) -> frozenset[str]:
    """The types of a record, in lower case."""
    kinds = item.get("@type")
    return frozenset(k.lower() for k in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(k, str))


def owners_of(article: dict[str, Any], found: Linked) -> Iterator[str]:
    """The names of those who publish an article, by its record, best first."""
    for key in _OWNERS:
        value = article.get(key)
        for item in value if isinstance(value, list) else [value]:
            name = _name(item)
            if name is None and isinstance(item, dict):
                name = found.names.get(str(item.get("@id")))
            if name is not None:
                yield name


def _add(found: Linked, item: dict[str, Any], inside: str) -> None:
    kinds = types_of(item)
    if kinds & ARTICLE_TYPES:
        found.articles.append(item)
        return
    if kinds & _PAGES:
        found.pages.append(item)
    name = _name(item)
    if name is None:
        return
    if isinstance(item.get("@id"), str):
        found.names.setdefault(item["@id"], name)
    if inside not in ("publisher", "isPartOf") and any(k in _SITES or k.endswith("organization") for k in kinds):
        found.sites.append(name)


def _name(value: Any) -> str | None:
    """The name of a record, or one that stands in its place."""
    told = _text(value.get("name") if isinstance(value, dict) else value)
    if told is not None and isinstance(value, dict) and of_company(told):  # what it is in a register; and on its paper
        return _text(value.get("alternateName")) or told
    return told


def _text(value: Any) -> str | None:
    told = value[0] if isinstance(value, list) and value else value
    if not isinstance(told, str) or told.startswith("http"):
        return None
    return " ".join(told.split()) or None
