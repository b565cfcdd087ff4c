"""Text that a page carries for its scripts only: JSON in <script>, as single-page sites are sent.

The article is the object that has a title and the longest Arabic text under a name for it
(`rules/ar/reading_markup.yaml`). Walks are bounded: a script may be huge, or deep.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from riwaya.rules import load

_LARGEST = 4_000_000  # characters of one script
_MOST_NODES = 40_000
_DEEPEST = 30
_LEAST = 150  # characters of a text
_START = re.compile(r"(?:__[A-Z_]+__|\b[A-Za-z_.]*(?:state|State|STATE|data|Data)\w*)\s*=\s*(?=[{\[])")
_ARABIC = re.compile("[\u0621-\u064a]")
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]{0,500}>")


@dataclass(frozen=True, slots=True)
class State:
    """An article's fields as a script carries them; `body` may hold markup."""

    title: str
    body: str
    author: Any = None
    published: str | None = None


def state_of(document: Any) -> State | None:
    """The article in the scripts of a parsed page, or None."""
    best: State | None = None
    for script in document.document.query_selector_all("script")[:]:
        text = script.text or ""
        kind = (script.getattr("type", "") or "").lower()
        if "ld+json" in kind or not _LEAST < len(text) < _LARGEST:
            continue
        for loaded in _loaded(text, "json" in kind):
            for found in _articles(loaded):
                if best is None or len(found.body) > len(best.body):
                    best = found
    return best


def _loaded(text: str, pure: bool) -> Iterator[Any]:
    start = 0 if pure else (m.end() if (m := _START.search(text[:20_000])) else -1)
    if start < 0:
        return
    try:
        yield json.JSONDecoder(strict=False).raw_decode(text[start:].lstrip())[0]
    except (ValueError, RecursionError):
        return


def _articles(loaded: Any) -> Iterator[State]:
    """Every object that has a title and a text of some length."""
    todo = [(loaded, 0)]
    for _ in range(_MOST_NODES):
        if not todo:
            return
        item, depth = todo.pop()
        if depth > _DEEPEST:
            continue
        if isinstance(item, list):
            todo.extend((x, depth + 1) for x in item if isinstance(x, (dict, list)))
        elif isinstance(item, dict):
            todo.extend((x, depth + 1) for x in item.values() if isinstance(x, (dict, list)))
            if (found := _article(item)) is not None:
                yield found


def _article(item: dict[str, Any]) -> State | None:
    low = {k.lower().replace("_", "").replace("-", ""): v for k, v in item.items() if isinstance(k, str)}
    title = next((_words(low[k]) for k in _keys("titles") if k in low and _words(low[k])), "")
    bodies = [_text(low[k]) for k in _keys("bodies") if k in low]
    body = max(bodies, key=len, default="")
    if not title or len(_ARABIC.findall(body[:4000])) < _LEAST // 2 or len(body) < _LEAST:
        return None
    dates = (low[k] for k in _keys("dates") if isinstance(low.get(k), str))
    return State(title, body, next((low[k] for k in _keys("authors") if k in low), None), next(dates, None))


def _words(value: Any) -> str:
    if isinstance(value, dict):  # WordPress wraps its fields: {"rendered": ...}
        value = value.get("rendered")
    return " ".join(_MARKUP.sub(" ", value).split()) if isinstance(value, str) else ""


def _text(value: Any) -> str:
    """A text, or the strings of Arabic in a list of blocks, one a line."""
    if isinstance(value, str):
        return value
    found: list[str] = []
    todo = [value]
    for _ in range(_MOST_NODES):
        if not todo:
            break
        item = todo.pop()
        if isinstance(item, str):
            found.extend([item] if len(item) > 15 and _ARABIC.search(item) else [])
        elif isinstance(item, (list, dict)):
            todo.extend(reversed(item if isinstance(item, list) else list(item.values())))
    return "\n".join(found)


@cache
def _keys(name: str) -> tuple[str, ...]:
    names: tuple[str, ...] = load("ar/reading_markup")["state"].texts(name)
    return names
