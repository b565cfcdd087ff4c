"""Who signs a text, judged by what stands around a name, where no form of a byline has shown a writer.

Every name in the lines beside a title, at the head of a text and right below it is looked at (`slots`): what announces
it, what stands beside it, whether the text tells of it, whether people are called so. Each observation has a weight in
`rules/ar/reading_signing.yaml`; a name whose weights come to enough signs. Below that nobody does.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from riwaya.model import Article
from riwaya.read.called import may_be_called
from riwaya.read.dom import Piece
from riwaya.read.names import is_person
from riwaya.read.owners import one_name
from riwaya.read.published import read_stamp
from riwaya.read.slots import LABEL, NAME, OTHERS, OUTLET, PLACE, TIME, WORD, WORDS, Slot, owned, slots_of
from riwaya.rules import load
from riwaya.text import fold_word

_ABOVE, _BELOW = 4, 14  # pieces around the title
_AFTER = 4  # pieces below the text
_HEAD = 110  # characters at the head of a paragraph in which somebody may sign
_LINE = 150  # characters of a line that says who and when
_TEXT = 60  # characters of a paragraph that tells of somebody
_AND = re.compile(r"\s*[،,]\s*|\s+و(?!لد\s)\s?(?=\w)")
_STOPS = '.؟!…»"'
_LEAST, _WORDS = 2, 22  # words of such a line
_NEXT = 2  # pieces below the title that are next to it
_LINKED = 0.8  # share of letters in links that makes a line one
_MOST = 4  # writers
_ANNOUNCED = 24  # characters of what announces who translated
_ENDS = ("last", "after")
_FRAMES = ("byline", "caption", "related", "furniture", "comments", "source", "date")
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A name, the number of its piece, and what is observed of it."""

    name: str
    piece: int
    seen: Mapping[str, float]

    @property
    def weight(self) -> float:
        """What the observations come to."""
        weights = _weights("weights")
        return weights["bias"] + sum(weights.get(k, 0.0) * v for k, v in self.seen.items())


@dataclass(frozen=True, slots=True)
class _Page:
    """What is asked of a page for every name. `own`: keys of the names that it goes by."""

    pieces: Sequence[Piece]
    text: Sequence[int]
    own: AbstractSet[str]
    lines: Counter[str]

    def tells(self, words: str, but: int) -> bool:
        return any(words in self.pieces[i].text for i in self.text if i != but)


def signed(article: Article, pieces: Sequence[Piece], main: Sequence[bool], title: int | None) -> Article:
    """The main article with who signs it by all that stands around his name, where no form of a byline has shown it or
    only fields for machines name a writer."""
    if article.role != "main" or (article.byline and "، " in article.byline):
        return article
    if article.byline is not None and (writer := above_translator(pieces, article.byline, title)) is not None:
        return replace(article, byline=writer)
    if article.byline is not None and any(article.byline in p.text for p in pieces):
        return article
    own = frozenset((one_name(article.outlet),)) if article.outlet else frozenset[str]()
    name = signer(pieces, main, title, own, hidden=article.byline is not None)
    return replace(article, byline=name) if name else article


def signer(
    pieces: Sequence[Piece], main: Sequence[bool], title: int | None, own: AbstractSet[str], *, hidden: bool = False
) -> str | None:
    """Those who sign, parted by «، »; None where no name is sure enough. `main`: which pieces are the text's; `own`:
    keys (`one_name`) of the names that the page goes by; `hidden`: fields for machines name somebody whom the page does
    not show, against whom a name must be surer."""
    told = list(candidates(pieces, main, title, own))
    best = max(told, key=lambda c: c.weight, default=None)
    bars = _weights("bars")
    if best is None or best.weight < bars["hidden" if hidden else "first"]:
        return None
    row = [c.name for c in told if c.piece == best.piece and (c is best or c.weight >= bars["joined"])]
    return "، ".join(list(dict.fromkeys(row))[:_MOST])


def above_translator(pieces: Sequence[Piece], translator: str, title: int | None) -> str | None:
    """Who wrote, in a line of his own right above that of who translated: «فلان الفلاني» over «ترجمة: فلانة». No list
    of given names knows people who write in other tongues."""
    for above, piece in pairwise(pieces):
        if translator not in piece.text or len(piece.text) > len(translator) + _ANNOUNCED:
            continue
        if not _translated().match(fold_word(piece.text)):
            continue
        slots = slots_of(above.text)
        plain = above.number != title and above.element.rank not in _HEADINGS and above.text[-1] not in _STOPS
        named = [s.words for s in slots if s.kind == NAME or (s.kind == WORDS and above.element is piece.element)]
        several = _AND.split(above.text)
        if plain and 1 < len(several) <= _MOST and all(_may_be_one(n) for n in several):
            return "، ".join(several)
        alone = plain and len(slots) == len(named) == 1 and _LEAST <= len(named[0].split()) <= _MOST
        return named[0] if alone else None
    return None


def _may_be_one(words: str) -> bool:
    """Whether one of several parts of a line may be a name: of two words to four, and nothing else in it."""
    return _LEAST <= len(words.split()) <= _MOST and may_be_called(words)


def candidates(
    pieces: Sequence[Piece], main: Sequence[bool], title: int | None, own: AbstractSet[str]
) -> Iterator[Candidate]:
    """The names that may sign, in the order of the page."""
    inside = [i for i, m in enumerate(main) if m and (title is None or i > title)]
    if not inside:
        return
    first, last = inside[0], inside[-1]
    top = title if title is not None else max(0, first - _ABOVE)
    reach = min(len(pieces), top + _BELOW)
    texts = (i for i in range(top + 1, reach) if _is_text(pieces[i].text, main[i]))
    head = next(texts, None)
    stop = min(reach, last) if head is None else head
    lines = Counter(p.text for p in pieces if len(p.text) <= _LINE)
    page = _Page(pieces, [i for i in inside if len(pieces[i].text) > _TEXT], own, lines)
    for i in range(max(0, top - _ABOVE), stop):
        if i != title and not (i < top and _is_entry(pieces[i])):
            place = "above" if i < top else "next" if i - top <= _NEXT else "under"
            yield from _in_line(page, i, pieces[i].text, place)
    if head is not None:
        yield from _in_line(page, head, _opening(pieces[head].text), "head")
    for i in range(max(stop, last), min(len(pieces), last + 1 + _AFTER)):
        if i != head and len(pieces[i].text) <= _LINE:
            yield from _in_line(page, i, pieces[i].text, "after" if i > last else "last")


def _is_text(words: str, inside: bool) -> bool:
    """Whether a piece is a paragraph of the text and no line that says who and when. `inside`: it is the text's."""
    return len(words) > _LINE or (inside and len(words) > _TEXT and words[-1] in _STOPS)


def _is_entry(piece: Piece) -> bool:
    """Whether a piece is an entry of a menu."""
    return piece.element.tag == "li" and piece.link_share > _LINKED


def _opening(words: str) -> str:
    """The head of a paragraph, to the last whole word."""
    return words[:_HEAD].rpartition(" ")[0]


def _in_line(page: _Page, i: int, words: str, place: str) -> Iterator[Candidate]:
    if not _LEAST <= words.count(" ") + 1 <= _WORDS:
        return
    slots = [replace(s, kind=_kind_of_name(page, i, s)) if s.kind == NAME else s for s in slots_of(words)]
    if not any(s.kind == NAME for s in slots):
        return
    if place == "head":  # the text begins behind who signs it
        end = next((k for k, s in enumerate(slots) if s.kind == WORDS), len(slots) - 1)
        slots = slots[:end]
    if not _contacts().isdisjoint(fold_word(words).split()):
        return
    line = {place: 1.0, **_of_piece(page, i)}
    prose = sum(s.kind == WORDS for s in slots)
    names = sum(s.kind == NAME for s in slots)
    if prose:
        line["prose"] = 1.0
    if names == 1 and not prose:
        line[f"only_{place}"] = 1.0
    if any(s.kind == TIME for s in slots):
        line["dated"] = 1.0
    for k, slot in enumerate(slots):
        if slot.kind == NAME and (seen := _of_name(page, i, slots, k)) is not None and _may_sign(place, seen):
            if place in _ENDS:
                seen["label_below"] = 1.0
            yield Candidate(slot.words, i, {**line, **seen})


def _kind_of_name(page: _Page, i: int, slot: Slot) -> str:
    """What words in the form of a name are: the page's own, or a place if the text tells of it and a sign parts it from
    what follows."""
    if owned(slot, page.own):
        return OUTLET
    placed = bool(slot.behind) and not is_person(slot.words) and page.tells(slot.words, i)
    return PLACE if placed else NAME


def _may_sign(place: str, seen: Mapping[str, float]) -> bool:
    """Whether a name may sign where it stands. Of whom the text tells by the whole name, who stands below it with no
    label, of whose family it goes on to tell, is somebody in the news."""
    if "label" in seen:
        return True
    if "told" in seen or place in _ENDS:
        return False
    return place != "head" or "family_told" not in seen


def _of_piece(page: _Page, i: int) -> dict[str, float]:
    """What is observed of a line."""
    piece = page.pieces[i]
    hints = {h for e in piece.near(2) for h in e.hints}
    seen = {f"in_{h}": 1.0 for h in _FRAMES if h in hints}
    if piece.link_share > _LINKED:
        seen["link"] = 1.0
    tag = piece.element.tag
    if tag in _HEADINGS or tag in ("li", "figcaption"):
        seen["tag_heading" if tag in _HEADINGS else f"tag_{tag}"] = 1.0
    if page.lines[piece.text] > 1:
        seen["again"] = 1.0
    for k, where in ((i - 1, "date_above"), (i + 1, "date_below")):
        beside = page.pieces[k].text if 0 <= k < len(page.pieces) else ""
        if any(map(str.isdigit, beside)) and (stamp := read_stamp(beside)) is not None and not stamp.left:
            seen[where] = 1.0
    return seen


def _of_name(page: _Page, i: int, slots: Sequence[Slot], k: int) -> dict[str, float] | None:
    """What is observed of the name in slot k; None where it is announced as that of somebody who did not write."""
    slot = slots[k]
    words = slot.words.split()
    seen = {f"words_{len(words)}": 1.0}
    listed = sum(fold_word(w) in _people() for w in words) / len(words)
    seen["listed"] = listed
    if is_person(slot.words):
        seen["person"] = 1.0
    family = fold_word(words[-1])
    if family.startswith("ال") and family.endswith("ي"):
        seen["origin"] = 1.0
    first = k
    while first and slots[first - 1].kind == NAME and "|" not in slots[first - 1].behind:
        first -= 1
    label = slots[first - 1] if first else None
    if label is not None and label.kind == OTHERS:
        return None
    if label is not None and label.kind == LABEL:
        edited = all(w.strip(" :،") in _editors() for w in fold_word(label.words).split())
        seen["editor" if edited else "from" if label.words == "من" else "label"] = 1.0
        if first < k:
            seen["joined"] = 1.0
    elif first < k:
        seen["behind_name"] = 1.0
    elif first and label is not None:
        kind = _kind(page, i, label)
        if kind in (WORD, WORDS) and ":" in label.behind:
            return None  # «الحكم: فلان»: what he is, and not that he wrote
        seen[f"behind_{kind}"] = 1.0
    if k + 1 < len(slots):
        seen[f"before_{slots[k + 1].kind}"] = 1.0
    if ":" in slot.behind:
        seen["colon"] = 1.0
    if page.tells(slot.words, i):
        seen["told"] = 1.0
    elif page.tells(words[-1], i):
        seen["family_told"] = 1.0
    return seen


def _kind(page: _Page, i: int, slot: Slot) -> str:
    """What stands before a name. A word that we do not know may be a place of which the text tells."""
    if slot.kind != WORD:
        return slot.kind
    return "told_place" if page.tells(slot.words, i) else "word"


@cache
def _people() -> frozenset[str]:
    """Words that people are called by. With them comes the runtime of the encoder, which only such a page asks for."""
    from riwaya.models.people import known  # noqa: PLC0415

    return known()


@cache
def _editors() -> frozenset[str]:
    words = load("ar/reading_signing").texts("editors")
    return frozenset(map(fold_word, (*words, *(f"و{w}" for w in words))))


@cache
def _translated() -> re.Pattern[str]:
    leads = "|".join(re.escape(fold_word(w)) for w in load("ar/reading_signing").texts("translators"))
    return re.compile(rf"(?:{leads})\s*[:：/]")


@cache
def _contacts() -> frozenset[str]:
    return frozenset(map(fold_word, load("ar/reading_signing").texts("contacts")))


@cache
def _weights(name: str) -> dict[str, float]:
    rows = load("ar/reading_signing")[name]
    return {k: float(rows[k]) for k in rows}
