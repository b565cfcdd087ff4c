"""The outlet from which an aggregator took a page: by a line, a link, an element that says so beside the title."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import islice, takewhile

from riwaya.read.bylines import source_in, taken_from
from riwaya.read.called import names_post, names_staff
from riwaya.read.cues import age_of, byline_lead, published_outlet
from riwaya.read.dom import Piece
from riwaya.read.lines import make_line
from riwaya.read.markup import Facts
from riwaya.read.names import agency_id, is_outlet, is_person, is_place
from riwaya.read.owners import names_no_site, names_section
from riwaya.read.published import has_year, issue_in, read_stamp
from riwaya.rules import load
from riwaya.text import fold, fold_word

_LINE, _SHORT = 120, 60  # characters of a publication line, of a line that names a source
_BESIDE = 8  # lines around a title among which its day and its source stand
_EDGES = " :،.·•|-–—"
_CUT = re.compile(r"\s*[·•|]\s*")
_NAME = 5  # words of an outlet's name
_AGED = re.compile(r"(?<!\w)(?:منذ|قبل)\s+(?:\d+\s+)?\w+")


def source_below(pieces: Sequence[Piece], title: int | None, near: Sequence[Piece], alone: bool) -> str | None:
    """The outlet from which an aggregator took its page: in a source line below the text that says again
    what stands beside the date, or (`alone`) wherever nothing else can be the outlet. Otherwise a source
    is whom the outlet credits."""
    lines = pieces[title + 1 :] if title is not None else ()
    named = ((p.text, taken_from(p.text) or source_in(p.text)) for p in lines if len(p.text) < _SHORT)
    told = list(islice(((words, span) for words, span in named if span), 1))
    beside = [s.left.split() for p in near if told and (s := read_stamp(p.text)) is not None and s.left]
    for words, span in told:
        name = words[slice(*span)].strip(" .:|-")
        own = fold_word(name).split()
        if any(left == own[-len(left) :] for left in beside) or (alone and is_outlet(name) and not agency_id(name)):
            return name
    return None


def _before_person(words: list[str]) -> list[str]:
    """The words of an outlet's name without those of a writer's behind it."""
    end = next((i for i in range(1, len(words) - 1) if is_person(" ".join(words[i:]))), len(words))
    return words[:end]


def source_linked(facts: Facts, near: Sequence[Piece], top: int) -> str | None:
    """The outlet to whose page on an aggregator a link leads that stands by the title, beside a time; an outlet's name
    above the title with how old the text is below it."""
    told = {above: name for name, above in facts.sources}
    for k, piece in enumerate(near):
        beside = " ".join(p.text for p in near[k : k + 2])
        above = _AGED.split(piece.text)[0].strip(" |-–•·،") if piece.number < top else ""
        name = told.get(piece.number) or (above if is_outlet(above) else None)
        if name is None or agency_id(name) or len(name.split()) > _NAME or not re.search(r"[^\W\d_]{2}", name):
            continue
        dated = has_year(fold_word(beside)) and read_stamp(beside) is not None
        aged = any(age_of(make_line(p.text, 0, len(p.text))) for p in near[k : k + 2]) or _AGED.search(beside)
        if aged or (dated and piece.number in told):
            return name
    return None


def source_led_to(pieces: Sequence[Piece], title: int | None, near: Sequence[Piece]) -> str | None:
    """The outlet beside the day of a page whose last link leads to where the text first stood («اقرأ من المصدر»): such
    a page shows what others wrote. What stands there as a desk, a section or a person is none."""
    lines = pieces[title + 1 :] if title is not None else ()
    if not any(p.linked and len(p.text) < _SHORT and leads_elsewhere(p.text) for p in lines):
        return None
    for k, piece in enumerate(near):
        stamp = read_stamp(piece.text) if len(piece.text) < _SHORT else None
        if stamp is None or piece.number - near[0].number > _BESIDE or not has_year(piece.key):
            continue
        above = near[k - 1] if k and near[k - 1] is not pieces[title or 0] else None
        beside = _CUT.split(piece.text)[0] if stamp.left else above.text if above is not None else ""
        left = set(stamp.left.split())
        name = " ".join(takewhile(lambda w: not left or fold_word(w).strip(_EDGES) in left, beside.split()))  # noqa: B023
        name = name.strip(_EDGES)
        if name and len(name.split()) <= _NAME and _may_be_source(name):
            return name
    return None


def leads_elsewhere(words: str) -> bool:
    """Whether a link says that it leads to where a text first stood: «اقرأ من المصدر»، «الخبر الأصلي»."""
    return _elsewhere().match(fold_word(words)) is not None


def _may_be_source(name: str) -> bool:
    if agency_id(name) or is_person(name) or is_place(name) or names_staff(name) or names_post(name):
        return False
    return not (names_section(name) or names_no_site(name) or read_stamp(name)) and name[-1] not in ".؟!…"


@cache
def _elsewhere() -> re.Pattern[str]:
    return re.compile("|".join(load("ar/reading")["elsewhere"].texts("patterns")))


def source_named(pieces: Sequence[Piece]) -> str | None:
    """The outlet that an aggregator names beside the title: in its publication line, or in an
    element that the markup calls the source."""
    for piece in pieces:
        if len(piece.text) >= _LINE:
            continue
        key = fold_word(piece.text)
        if issue_in(piece.text):
            continue  # the paper's own board
        stamp = read_stamp(piece.text) if has_year(key) else None
        if stamp and (named := published_outlet().search(key)):
            start, end = fold(piece.text).span(named.start(1), named.end(1))
            return piece.text[start:end]
        age = age_of(make_line(piece.text, 0, len(piece.text)))
        if age is not None and age.outlet:
            words = piece.text[slice(*age.outlet)]
            if is_outlet(words) or any("source" in e.hints for e in piece.near(2)):
                return words
        own = stamp is not None and is_outlet(stamp.left) and agency_id(stamp.left) is None  # an agency is credited
        if stamp and own and not byline_lead().match(stamp.left):  # «أرسل بواسطة media في»
            left = _before_person(stamp.left.split())
            return " ".join(w for w in piece.text.split() if fold_word(w).strip(" :،|-") in left)
        if piece.text.count(" ") < 5 and "source" in piece.element.hints and is_outlet(piece.text):
            below = next((p for p in pieces if p.number == piece.number + 1), piece)
            if "caption" not in below.element.hints:  # whom a picture is from
                return piece.text.strip(" :|-")
    return None
