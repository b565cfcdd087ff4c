"""Words of pages on their way to a reader: addresses that may become links, names and texts that fit."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_ARABIC = re.compile(r"[\u0621-\u064a]")
_EXTENSION = re.compile(r"\.(?:txt|text|html?|xhtml|mhtml|xml|jsonl?|md|rss|atom|gz|zip|warc)(?=[.#]|$)", re.IGNORECASE)


def is_arabic(text: str) -> bool:
    """True where a text holds Arabic letters."""
    return _ARABIC.search(text) is not None


def safe_url(url: str | None) -> str | None:
    """The address if it may become a link: http or https with a host. Anything else is text, never a link."""
    if not url:
        return None
    try:
        parts = urlsplit(url.strip())
        host = parts.hostname
    except ValueError:
        return None
    return url.strip() if parts.scheme in {"http", "https"} and host else None


def short_name(name: str, length: int) -> str:
    """A page's name that fits a line: no folder, no extension, the middle of one of more than `length` left out."""
    stem = _EXTENSION.sub("", name.rstrip("/").rsplit("/", 1)[-1]) or name
    half = length // 2
    return stem if len(stem) <= length else f"{stem[:half]}…{stem[1 - half :]}"


def clip(text: str, length: int, around: str = "") -> str:
    """At most about `length` code points, cut between words and marked «…»; the words `around` stay in view where the
    text holds them."""
    text = text.rstrip()
    if len(text) <= length:
        return text
    at = text.find(around) if around else -1
    start = max(0, at - (length - len(around)) // 2) if at > length - len(around) else 0
    if start:
        start = text.find(" ", start) + 1 or start
    end = min(len(text), start + length)
    if end < len(text):
        space = text.rfind(" ", start, end)
        end = space if space > start else end
    return ("… " if start else "") + text[start:end].strip() + (" …" if end < len(text) else "")


def balanced(text: str) -> str:
    """Words with the guillemets that a cut took away put back, so that every quotation ends where the words do."""
    depth = missing = 0
    for char in text:
        if char == "«":
            depth += 1
        elif char == "»" and depth:
            depth -= 1
        elif char == "»":
            missing += 1
    return "«" * missing + text + "»" * depth
