"""Paragraphs made as those of a text, in which the site speaks of itself, of the writer or to its readers.

Where the markup sets such words apart, `foreign` knows them by their make; where it does not, only their words and
that the text knows next to nothing of them tell. Data: `rules/ar/reading_asides.yaml`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from riwaya.read.dom import Piece
from riwaya.read.places import View
from riwaya.read.published import read_stamp
from riwaya.read.topic import known, union
from riwaya.read.worth import worth
from riwaya.remembered import remembered
from riwaya.rules import Entry, Finding, examples_of, load, rules_in
from riwaya.text import fold_text

_LEAST = 150  # characters of a text beside such a paragraph
_MOST = 600  # characters of one
_ENDED = 0.6  # of a text, that stands above what is looked for at its end only
_LOOK = 40  # paragraphs that one is compared with
_BRIEF = 600  # characters of running text: a page with more says more than that
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_EDGES = " .:!؟?،|–—-"
_PLACES = ("any", "edge", "end")
_FIELDS = ("id", "pattern", "holds", "begins", "place", "told", "most", "yes", "no")
_PAGE_FIELDS = ("id", "pattern", "yes", "no")


@dataclass(frozen=True, slots=True)
class _Aside:
    id: str
    pattern: re.Pattern[str]
    holds: tuple[str, ...]
    begins: tuple[str, ...]
    place: str
    told: float
    most: int

    def fires(self, key: str) -> bool:
        """Whether a folded line says what this rule looks for."""
        if self.holds and not any(word in key for word in self.holds):
            return False
        return key.count(" ") < self.most and self.pattern.search(key) is not None


def leave_asides(view: View, main: list[bool], where: list[str]) -> list[str]:
    """Take such paragraphs out of `main`; the places anew."""
    text = [i for i, m in enumerate(main) if m and view.worths[i] > 0 and i != view.title]
    size = sum(len(view.pieces[i].text) for i in text)
    found: list[int] = []
    above = 0  # characters of the text
    for i in text:
        piece = view.pieces[i]
        first, last = above == 0, above >= _ENDED * size
        above += len(piece.text)
        if len(piece.text) > _MOST or size - len(piece.text) < _LEAST or i in view.found.entries:
            continue
        spots = ("any", *(("end", "edge") if last else ("edge",) if first else ()))
        if not _may_fire(piece.key, edge=len(spots) > 1):
            continue
        asides = [a for a in _asides() if a.place in spots and a.fires(piece.key)]
        if asides and _told(view, text, i) <= max(a.told for a in asides):
            found.append(i)
    if not found or len(found) == len(text):
        return where
    where = list(where)
    for i in found:
        main[i], where[i] = False, "box"
    return where


def _told(view: View, text: Sequence[int], i: int) -> float:
    """The share of a paragraph's stems that the title and the rest of the text know."""
    beside = union(view.stems_at(k) for k in text[:_LOOK] if k != i)
    return known(view.stems_at(i), beside | view.about)


def only_asides(pieces: Sequence[Piece], main: Sequence[bool]) -> bool:
    """Whether all running text of a page is of that kind: a writer's page, a recording, an offer."""
    able = (p for p, m in zip(pieces, main, strict=True) if m and p.element.tag not in _HEADINGS)
    text = [p for p in able if worth(p) > 0]
    if not text or sum(len(p.text) for p in text) > _BRIEF:
        return False
    return all(_may_fire(p.key, edge=True) and any(a.fires(p.key) for a in _asides()) for p in text)


@remembered(1024)
def is_site_page(title: str) -> bool:
    """Whether a page is called what a site calls those that it has beside its news, whatever their day."""
    stamp = read_stamp(title)
    key = _weekday().split(fold_text(stamp.left if stamp is not None else title), 1)[0].strip(_EDGES)
    return any(page.search(key) for page in _pages().values())


def check_asides() -> tuple[Finding, ...]:
    """Run the examples of every rule: a `yes` must fire it, a `no` must not."""
    rules = load("ar/reading_asides")
    findings = []
    for entry in (*rules_in(rules, "asides"), *rules_in(rules, "pages")):
        name = entry.text("id")
        for example in examples_of(entry):
            key = fold_text(example.text)
            page = _pages().get(name)
            fires = page.search(key) is not None if page else _compile(entry).fires(key)
            if fires != example.fires:
                reason = "does not fire on" if example.fires else "must not fire on"
                findings.append(Finding(example.file, example.line, name, f"{reason} «{example.text}»"))
    return tuple(findings)


@cache
def _asides() -> tuple[_Aside, ...]:
    return tuple(map(_compile, rules_in(load("ar/reading_asides"), "asides")))


def _may_fire(key: str, edge: bool) -> bool:
    """Whether one of the rules may: nearly all paragraphs are asked no more than this. `edge`: also those of a text's
    first and last ones."""
    if _openings().match(key) is not None:
        return True
    begins, within, holds = _gates()
    if key.startswith(begins) or within.search(key) is not None:
        return True
    return edge and any(word in key for word in holds)


@cache
def _openings() -> re.Pattern[str]:
    """The rules that do without words to be sought first: all of them are bound to a line's beginning."""
    return re.compile("|".join(f"(?:{a.pattern.pattern})" for a in _asides() if not a.holds and not a.begins))


@cache
def _gates() -> tuple[tuple[str, ...], re.Pattern[str], tuple[str, ...]]:
    begins = tuple(sorted({word for a in _asides() for word in a.begins}))
    within = re.compile(rf"[.!؟،:»\"] ?(?:{'|'.join(begins)})")
    return begins, within, tuple(sorted({word for a in _asides() for word in a.holds}))


@cache
def _weekday() -> re.Pattern[str]:
    names = "|".join(map(fold_text, load("ar/reading").texts("weekdays")))
    return re.compile(f"(?<!\\w)(?:{names})(?!\\w)")


@cache
def _pages() -> dict[str, re.Pattern[str]]:
    pages = {}
    for entry in rules_in(load("ar/reading_asides"), "pages"):
        entry.only(*_PAGE_FIELDS)
        pages[entry.text("id")] = _pattern(entry)
    return pages


def _compile(entry: Entry) -> _Aside:
    entry.only(*_FIELDS)
    place, told, most = entry.text("place"), entry.get("told"), entry.get("most")
    if place not in _PLACES:
        raise entry.fail(f"'place' must be one of {', '.join(_PLACES)}, not {place!r}")
    if not isinstance(told, float) or not isinstance(most, int):
        raise entry.fail("'told' must be a share, 'most' a number of words")
    pattern, holds, begins = _pattern(entry), tuple(entry.texts("holds")), tuple(entry.texts("begins"))
    if not (holds or begins or pattern.pattern.startswith("^")) or (holds and place == "any"):
        raise entry.fail("a pattern needs '^', 'begins', or 'holds' where it is for first and last paragraphs")
    return _Aside(entry.text("id"), pattern, holds, begins, place, told, most)


def _pattern(entry: Entry) -> re.Pattern[str]:
    try:
        return re.compile(entry.text("pattern"))
    except re.error as e:
        raise entry.fail(str(e)) from e
