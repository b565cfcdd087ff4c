"""Posts that copy what a paper wrote: of the paper and its day, where the post says so, not of the forum.

A post says that it copies («نقلته لكم»، «منقول»), or it stands in a forum and names its source. What an outlet
credits is no such thing: that is what it tells from others. Data: `copied`, `forums` of `rules/ar/reading.yaml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from riwaya.model import Precision, Published, When
from riwaya.read.articles import Given
from riwaya.read.bylines import source_in, taken_from
from riwaya.read.dom import Piece
from riwaya.read.names import is_kind_alone, is_outlet, is_person, outlet_id
from riwaya.read.owners import one_name, says_kind
from riwaya.read.published import read_stamp
from riwaya.read.worth import worth
from riwaya.rules import load
from riwaya.text import fold_word

_SURELY = 60.0  # worth of a piece that is running text without doubt
_ABOVE, _BELOW = 25, 4  # lines above a text and below it that may say from where it is
_INTO = 1  # paragraphs of a text above or below which its credit may stand: a greeting, a farewell
_LINE = 120  # characters of such a line
_LINK = 0.5  # share of its letters that makes it one of the frame's links
_NAME = 4  # words of a paper's name
_CUT = re.compile(r"\s[-–—/]\s|\s*[|،,؛;()\[\]]\s*|\.{2,}")
_EDGES = " .:،*-–—«»\"'"


def as_copied(given: Given, pieces: Sequence[Piece], main: Sequence[bool], title: int | None) -> Given:
    """What is known of an article with the paper that it is copied from as its outlet, and the paper's day as its own
    where that is told."""
    text = [i for i, m in enumerate(main) if m and worth(pieces[i]) > _SURELY and i != title]
    if not text:
        return given
    first, last = text[min(_INTO, len(text) - 1)], text[max(-1 - _INTO, -len(text))]
    above = range(max(0 if title is None else title + 1, first - _ABOVE), first)
    below = range(max(last, first), min(len(pieces), text[-1] + 1 + _BELOW))
    near = [i for i in (*above, *below) if len(pieces[i].text) < _LINE and pieces[i].link_share < _LINK]
    forum = given.outlet is not None and fold_word(given.outlet).partition(" ")[0] in _forums()
    says = any(says_copied(pieces[i].text) for i in near)
    if not says and not forum:
        return given
    for i in near:
        name = next(_papers(pieces[i].text, labelled=forum or says), None)
        if name is None or (given.outlet is not None and one_name(name) == one_name(given.outlet)):
            continue
        beside = (i, *(k for k in (i + 1, i - 1) if k in near))
        when = next((w for k in beside if (w := _day(pieces[k].text, alone=k != i)) is not None), None)
        published = Published(when, "the day of the paper that the post copies") if when else given.published
        return replace(given, outlet=name, published=published, timed=None if when else given.timed)
    return given


def says_copied(words: str) -> bool:
    """Whether a line says that a post copies what others wrote."""
    return _says().search(fold_word(words)) is not None


def _papers(words: str, *, labelled: bool) -> Iterator[str]:
    """The papers that a line names: by what kind of outlet they are, or behind «المصدر» (`labelled`)."""
    told = taken_from(words) or source_in(words)
    if told is not None and labelled:
        name = _until(_CUT.split(words[slice(*told)])[0])
        if name and len(name.split()) <= _NAME and _may_be_paper(name):
            yield name
    for part in _CUT.split(words):
        key = fold_word(part)
        lead = _leads().match(key)
        name = _until(" ".join(part.split()[len(lead[0].split()) :] if lead else part.split()))
        called = is_outlet(name) and (says_kind(name) or outlet_id(name) is not None)  # «مشاركات اليوم» is none
        if called and len(name.split()) <= _NAME + 1 and _may_be_paper(name):
            yield name


def _until(words: str) -> str:
    """A paper's name without what follows of its issue: «صحيفة كذا عدد الخميس ...»."""
    told = words.split()
    end = next((k for k, w in enumerate(told) if k and fold_word(w).strip(_EDGES) in _issue_words()), len(told))
    return " ".join(told[:end]).strip(_EDGES)


def _may_be_paper(name: str) -> bool:
    told = fold_word(name)
    if told.partition(" ")[0] in _forums() or says_copied(name) or is_kind_alone(name):
        return False
    return not is_person(name) and read_stamp(name) is None and not any(c.isdigit() or c in "@/" for c in name)


def _day(words: str, *, alone: bool) -> When | None:
    stamp = read_stamp(words) if len(words) < _LINE else None
    if stamp is None or stamp.updated or (alone and (stamp.left or stamp.timed)):
        return None
    return stamp.when if stamp.when.precision in (Precision.DAY, Precision.MINUTE) else None


@cache
def _says() -> re.Pattern[str]:
    return re.compile("|".join(load("ar/reading")["copied"].texts("patterns")))


@cache
def _leads() -> re.Pattern[str]:
    return re.compile(load("ar/reading")["copied"].text("leads"))


@cache
def _issue_words() -> frozenset[str]:
    return frozenset(map(fold_word, load("ar/reading")["copied"].texts("issue")))


@cache
def _forums() -> frozenset[str]:
    return frozenset(map(fold_word, load("ar/reading")["copied"].texts("forums")))
