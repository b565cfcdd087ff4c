"""Markup to pieces: the lines of a page's text in document order, with what the markup says of them.

The tree is walked without recursion and with bounds, so that neither a deep nor a huge page can
hold up a run. Scripts, styles, buttons and hidden elements are left out.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

from resiliparse.parse.html import NodeType

from riwaya.errors import InputError
from riwaya.read.bounds import MOST_LINES, TOO_MANY_LINES
from riwaya.rules import load

_MOST_NODES = 600_000
_DEEPEST = 200
_CUT = re.compile(r"[^A-Za-z]+|(?<=[a-z])(?=[A-Z])")
_EDGES = " \ufeff\u200b\u200c\u200e\u200f\u061c"
_UNSEEN = re.compile("[\u200b\u200d-\u200f\u202a-\u202e\u2060-\u2069\u061c\ufeff\u00ad]+")  # marks that nobody sees
_NAMES = ("class", "id", "role", "itemprop")
_NO_HINTS: frozenset[str] = frozenset()
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


@dataclass(slots=True)
class Element:
    """An element that holds pieces. `hints` are the words of its tag, classes, id and role that
    mean something; `make` is its first class name; `prose` is filled in by the judge."""

    number: int
    tag: str
    parent: Element | None
    hints: frozenset[str]
    body_mark: bool = False
    time: str | None = None
    prose: float = 0.0
    depth: int = 0
    make: str = ""


@dataclass(slots=True)
class Piece:
    """A line of text: its words, how many of its characters are links, and its element. `led`: it
    begins with a link."""

    text: str
    linked: int
    element: Element
    after_break: bool = False
    led: bool = False

    @property
    def link_share(self) -> float:
        """The share of its characters that are links."""
        return min(1.0, self.linked / max(1, len(self.text)))

    def ancestors(self) -> Iterable[Element]:
        """Its element and those around it, innermost first."""
        at: Element | None = self.element
        while at is not None:
            yield at
            at = at.parent


@dataclass(slots=True)
class _Walk:
    pieces: list[Piece] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    linked: int = 0
    broken: bool = False
    led: bool = False

    def flush(self, element: Element) -> None:
        if not self.words:
            self.broken = False
            return
        text = _UNSEEN.sub("", " ".join("".join(self.words).split())).strip(_EDGES)
        if text:
            self.pieces.append(Piece(text, self.linked, element, self.broken, self.led))
            if len(self.pieces) > MOST_LINES:
                raise InputError(TOO_MANY_LINES)
        self.words.clear()
        self.linked = 0
        self.broken = self.led = False


def pieces_of(body: Any) -> list[Piece]:
    """The pieces below a parsed element. Raises `InputError` where there is too much markup."""
    walk = _Walk()
    count = 0
    root = Element(0, "body", None, frozenset())
    stack: list[tuple[Any, Element, bool]] = []
    blocks = _tags("blocks")
    node, element, link = body.first_child, root, False
    while node is not None or stack:
        if node is None:
            node, parent, link = stack.pop()
            if node.tag in blocks:
                walk.flush(element)
                element = parent
            node = node.next
            continue
        count += 1
        if count > _MOST_NODES:
            raise InputError(f"more than {_MOST_NODES:,} nodes of markup: not a page of news")
        if node.type == NodeType.TEXT:
            words = node.value or ""
            if link:
                walk.led = walk.led or (not walk.linked and not "".join(walk.words).strip())
                walk.linked += len(" ".join(words.split()))
            walk.words.append(words)
            node = node.next
        elif node.type == NodeType.ELEMENT and not _skips(node):
            stack.append((node, element, link))
            tag = node.tag
            if tag in blocks:
                walk.flush(element)
                walk.broken = tag == "br"
                element = _element(node, element, count)
            elif (before := node.prev) is not None and before.type == NodeType.ELEMENT:
                walk.words.append(" ")  # boxes in a row: only their style parts their words
            link = link or tag == "a"
            node = node.first_child
        else:
            node = node.next
    walk.flush(root)
    return walk.pieces


def _element(node: Any, parent: Element, number: int) -> Element:
    # <br> holds nothing: the words after it belong to what is around it. Beyond the depth of any
    # page made by people, elements are taken for their parents.
    if node.tag == "br" or parent.depth >= _DEEPEST:
        return parent
    tag, present = node.tag, node.attrs
    if not present:
        return Element(number, tag, parent, _NO_HINTS, depth=parent.depth + 1)
    get = node.getattr
    names = " ".join([get(name) or "" for name in _NAMES if name in present])
    item = (get("itemprop") or "").lower() if "itemprop" in present else ""
    time = get("datetime") if tag == "time" and "datetime" in present else None
    make = (get("class") or "").partition(" ")[0] if "class" in present else ""
    return Element(number, tag, parent, hints_in(names), "articlebody" in item, time, depth=parent.depth + 1, make=make)


def _skips(node: Any) -> bool:
    if node.tag in _tags("skipped"):
        return True
    present = node.attrs
    if not present:
        return False
    if "hidden" in present or ("aria-hidden" in present and node.getattr("aria-hidden") == "true"):
        return True
    return "style" in present and bool(_HIDDEN.search(node.getattr("style") or ""))


@cache
def _tags(name: str) -> frozenset[str]:
    return frozenset(load("ar/reading_markup").texts(name))


@lru_cache(maxsize=4096)
def hints_in(names: str) -> frozenset[str]:
    """The kinds of hint (content, related, comments ...) that class names give."""
    words = {w.lower() for w in _CUT.split(names) if w}
    whole = names.lower().replace("-", "").replace("_", "").split()
    return frozenset(kind for word in (*words, *whole) for kind in _hint_words().get(word, ()))


@cache
def _hint_words() -> dict[str, tuple[str, ...]]:
    kinds: dict[str, list[str]] = defaultdict(list)
    hints = load("ar/reading_markup")["hints"]
    for kind in hints:
        for word in hints.texts(kind):
            kinds[word].append(kind)
    return {word: tuple(k) for word, k in kinds.items()}
