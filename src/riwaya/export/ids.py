"""Names that stay the same from run to run, for formats that ask for identifiers.

`tag:` URIs (RFC 4151) under a domain that nobody can own (RFC 2606): they name and never resolve. An article is known
by its address, or by its name in the run where it has none; a topic by the id that a store gave it, else by its
earliest article, because `topic-3` is another topic tomorrow.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Mapping
from urllib.parse import quote

from riwaya.present.shown import safe_url
from riwaya.render.drawn import days_of
from riwaya.render.index import Index, Row

AUTHORITY = "tag:riwaya.invalid,2026:"
_OF_ONE_RUN = re.compile(r"(?:topic|story)-\d+")


def tag(kind: str, name: str) -> str:
    """The tag URI of a thing; lone surrogates in a name are named by their code."""
    return f"{AUTHORITY}{kind}/{quote(name.encode('utf-8', 'backslashreplace'), safe='')}"


def digest(*parts: str) -> str:
    """40 hexadecimal digits for `parts` in this order."""
    joined = "\x1f".join(parts).encode("utf-8", "backslashreplace")
    return hashlib.sha1(joined, usedforsecurity=False).hexdigest()


def article_keys(index: Index) -> dict[str, str]:
    """What each article is known by beyond this run: its address, and its place on a page of several.

    Some sites give all their pages one address; where several articles would have one key, the pages' names tell them
    apart.
    """
    keys: dict[str, str] = {}
    for article in index.document["articles"]:
        url = safe_url(article.get("url")) or safe_url(index.pages.get(article["page"], {}).get("url"))
        keys[article["id"]] = f"{url}{article['id'].removeprefix(article['page'])}" if url else article["id"]
    often = Counter(keys.values())
    return {i: k if often[k] == 1 else f"{k} {i}" for i, k in keys.items()}


def topic_key(index: Index, topic: Row, keys: Mapping[str, str]) -> str:
    """What a topic is known by beyond this run; `keys` are its articles'."""
    if not _OF_ONE_RUN.fullmatch(topic["id"]):
        return str(topic["id"])
    articles = index.topic_articles(topic)
    first = min(articles, key=lambda a: (_day(a) or "9999", keys[a["id"]]), default=None)
    return digest(keys[first["id"]]) if first else str(topic["id"])


def _day(article: Row) -> str | None:
    days = days_of((article["published"] or {}).get("value"))
    return days[0].isoformat() if days else None
