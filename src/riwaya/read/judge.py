"""The judge: which pieces of a page are the article's, by what Arabic running text looks like.

Every piece is weighed by its length, its share of Arabic letters, its punctuation and its links.
An element is worth what the running text near below it is worth; markup's own words for it
(`articleBody`, `entry-content`, `related`, `comments`) tip the balance but do not decide.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from riwaya.read.dom import Element, Piece

_ARABIC = re.compile("[\u0621-\u064a\u06a9\u06af\u06cc]+")
_LETTER = re.compile(r"[^\W\d_]+")
_STOP = re.compile("[.؟!؛:…][\"'»”’)\\]]*$|[.؟!]\\s")
_COMMA = re.compile("[،,؛]")
# Worth handed from a paragraph to the elements around it: most to the nearest. Three levels cover
# paragraph wrappers; beyond them stands the page's frame.
_HAND_UP = (1.0, 0.8, 0.5, 0.25)
# Below this many characters of running text the judge has seen no article for sure.
_ENOUGH = 250
# A rival outside the chosen element that is worth this much of it makes the choice unsure.
_RIVAL = 0.75
_AGAINST = frozenset({"comments", "related", "furniture"})
_FRAME_TAGS = {"nav": "furniture", "footer": "furniture", "aside": "related", "form": "furniture", "menu": "furniture"}


@dataclass(frozen=True, slots=True)
class Verdict:
    """`main[i]`: piece i is the article's. `where[i]`: the part of the page it stands in, or "".
    `sure`: no other element comes near."""

    main: tuple[bool, ...]
    where: tuple[str, ...]
    sure: bool


def judge(pieces: Sequence[Piece]) -> Verdict:
    """Weigh the pieces of a page and choose the article's element."""
    worths = [worth(p) for p in pieces]
    _total_prose(pieces, worths)
    total = sum(worths)
    where = [_where(p, total) for p in pieces]
    scores: dict[int, float] = {}
    elements: dict[int, Element] = {}
    for piece, value, place in zip(pieces, worths, where, strict=True):
        if value <= 0 or place in ("comments", "furniture"):
            continue
        weight = value * (0.35 if place == "related" else 1.0)
        for element, share in zip(piece.ancestors(), _HAND_UP, strict=False):
            elements[element.number] = element
            scores[element.number] = scores.get(element.number, 0.0) + weight * share
    if not scores:
        return Verdict((False,) * len(pieces), tuple(where), False)
    best = max(scores, key=lambda n: scores[n] * _favour(elements[n]))
    chosen = _widen(elements[best], pieces, worths, where)
    main = [_within(p, chosen) and where[i] in ("", "header") for i, p in enumerate(pieces)]
    inside = sum(w for w, m in zip(worths, main, strict=True) if m)
    rival = max((scores[n] for n, e in elements.items() if not _related_by_blood(e, chosen)), default=0.0)
    return Verdict(tuple(main), tuple(where), inside >= _ENOUGH and rival < _RIVAL * scores[best])


def worth(piece: Piece) -> float:
    """Characters of running text in a piece: none for links, labels and other scripts."""
    text = piece.text
    words = text.count(" ") + 1
    if words < 6 or piece.link_share > 0.5:
        return 0.0
    letters = sum(map(len, _LETTER.findall(text[:2000])))
    if letters < 15 or sum(map(len, _ARABIC.findall(text[:2000]))) < letters * 0.5:
        return 0.0
    if text.count(" | ") + text.count(" • ") + text.count(" *** ") + text.count(" ● ") >= 3:
        return 0.0  # headlines in a row: a ticker
    value = len(text) * (1.0 - piece.link_share)
    if not _STOP.search(text):
        # a headline by its look; a long line without a stop may still be a paragraph
        value *= 0.15 if words < 20 else 0.6
    return value * (1.0 + min(0.3, 0.05 * len(_COMMA.findall(text))))


def _total_prose(pieces: Sequence[Piece], worths: Sequence[float]) -> None:
    for piece, value in zip(pieces, worths, strict=True):
        if value:
            for element in piece.ancestors():
                element.prose += value


def _where(piece: Piece, total: float) -> str:
    """comments, related, furniture, header or nothing. An element that holds half the page's
    running text is not what its class name says (`has-sidebar`, `comments-open`)."""
    for element in piece.ancestors():
        if element.tag in ("html", "body") or (element.prose > 0.5 * total > 0 and "told" not in element.hints):
            continue
        tag = _FRAME_TAGS.get(element.tag)
        if tag:
            return tag
        against = element.hints & _AGAINST
        # `post-content-card`, `news-more`: markup that praises and warns at once is no evidence
        if against and not ("content" in element.hints and element.prose > 0):
            return "comments" if "comments" in against else "related" if "related" in against else "furniture"
    return ""


def _favour(element: Element) -> float:
    if element.body_mark:
        return 1.6
    if element.tag in ("article", "main"):
        return 1.25
    return 1.15 if "content" in element.hints else 1.0


def _widen(element: Element, pieces: Sequence[Piece], worths: Sequence[float], where: Sequence[str]) -> Element:
    """The element itself, or the one around it where that holds clearly more running text and
    little else: paragraphs wrapped one by one, or cut into columns."""
    for _ in range(3):
        around = element.parent
        if around is None or around.tag in ("body", "html"):
            break
        inner = sum(w for p, w in zip(pieces, worths, strict=True) if _within(p, element))
        outer = [(w, p) for p, w, at in zip(pieces, worths, where, strict=True) if _within(p, around) and at == ""]
        gained = sum(w for w, _ in outer) - inner
        clutter = sum(len(p.text) for w, p in outer if w == 0)
        if gained < 0.15 * inner or clutter > gained + 200:
            break
        element = around
    return element


def _within(piece: Piece, element: Element) -> bool:
    return any(e is element for e in piece.ancestors())


def _related_by_blood(a: Element, b: Element) -> bool:
    def line(e: Element | None) -> list[int]:
        numbers = []
        while e is not None:
            numbers.append(e.number)
            e = e.parent
        return numbers

    return a.number in line(b) or b.number in line(a)
