"""Whose a page is where none of its places says so outright: names in its head, its foot, its credits, and of whom
somebody speaks to («قال ... لـ«كذا»»).

A name that stands in one of them may be anybody's. One that two of them hold, or that wears an outlet's words, is
the page's own. Data: `owner_places` of `rules/ar/reading_markup.yaml`, `mentions` of `rules/ar/reading_names.yaml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from riwaya.read.cues import loose
from riwaya.read.dom import Piece
from riwaya.read.latin import sounds_of_host
from riwaya.read.names import agency_id, is_known_place, is_person, outlet_id
from riwaya.read.owners import names_section
from riwaya.read.ownership import Claim
from riwaya.read.published import opens_with_day, read_stamp
from riwaya.read.rights import may_name_owner
from riwaya.rules import load
from riwaya.text import fold_word

_TOP, _FOOT = 8, 10  # pieces at a page's top and end that may hold its name
_FIRST = 2  # pieces at its very top, of which a link too may bear its name
_BESIDE = 8  # pieces around the title that may credit somebody
_UNMARKED = 0.6  # of its weight that a name has to which somebody speaks, where no quotes show where it ends
_WORDS = 4  # of a name
_SIGNED, _SIGNATURE = 4, 60  # lines below a text in which a house signs it, and characters of one
_HOUSE = 6  # words of its name
_SHORT = 160  # characters of a line that speaks of the site
_LINK = 0.9  # share of a piece's letters that makes it a link to another page
_LABELLED = 0.5  # of what stands behind a colon that makes what is before it a label of links
_CUT = re.compile(r"\s*[،,|©.؛:]\s*|\s+[-–—/]+\s*|\s*[-–—/]+\s+|\s*\d{4}.*$")
_PARTS = re.compile(r"\s+[-–—/|:]+\s+|[:|/]\s+|\s*[،,|]\s*|(?<=\w)(?=:)")
_CUT_BELOW = re.compile(r"\s[-–—/|]\s|\s*[:،]\s*")
_BRACKETS = re.compile(r"\(([^()]{2,40})\)\s*$")
_WORD = re.compile(r"[^\W\d_]{2}")


def claims_of_mentions(
    pieces: Sequence[Piece], main: Sequence[bool], title: int | None, host: str | None = None
) -> Iterator[Claim]:
    """Claims for the names that a page holds apart from other words, one for every place that bears a name out; its
    `host` does if it sounds like one."""
    above = title if title is not None else next((i for i, m in enumerate(main) if m), 0)
    head = [p.text for i, p in enumerate(pieces[: min(_TOP, above)]) if p.link_share < _LINK or i < _FIRST]
    last = zip(pieces[-_FOOT:], main[-_FOOT:], strict=True)
    foot = [p.text for p, m in last if not m and p.link_share < _LINK and not may_name_owner(p.text) and not _labels(p)]
    credits_ = list(_credits(pieces, main, above))
    told = [p.text for p, m in zip(pieces, main, strict=True) if m]
    calls = [
        p.text
        for p, m in zip(pieces, main, strict=True)
        if not m and len(p.text) < _SHORT and _calls().search(fold_word(p.text))
    ]
    quoted = [name for text in told for name in _to_whom().findall(text)]
    near = pieces[above : above + _BESIDE]
    own = [n for p in (*near, *(p for p, m in zip(pieces, main, strict=True) if not m)) for n in _owned(p)]
    beside = [part for p in near if len(p.text) < _SHORT for part in _PARTS.split(p.text)]
    signed = list(_signed_below(pieces, main))
    names = [*own, *signed, *(_first(t) for t in head), *(_first(t) for t in foot), *credits_, *quoted, *beside]
    for name in dict.fromkeys(n.strip(" «»\"'") for n in names):
        if not _may_own(name):
            continue
        if name in own:
            yield Claim("own", name)
        if name in signed:
            yield Claim("signed", name)
        if host and sounds_of_host(name, host):
            yield Claim("host", name)
        there = re.compile(rf"(?<![\w«]){re.escape(name)}(?!\w)")
        if any(_first(t) == name for t in head):
            yield Claim("head", name)
        if any(_first(t) == name for t in foot):
            yield Claim("foot", name)
        if name in credits_:
            yield Claim("credit", name)
        if name in quoted:
            yield Claim("told", name)
        elif any(_spoken_to(name).search(t) for t in told):
            yield Claim("told", name, share=_UNMARKED)
        if any(there.search(t) for t in calls):
            yield Claim("call", name)


def _signed_below(pieces: Sequence[Piece], main: Sequence[bool]) -> Iterator[str]:
    """The house that signs its own statement in the lines below it, by its office or with the day: «المكتب الإعلامي»،
    «حزب كذا»، «المدينة في 4 آذار 2022». The text speaks of it without its name: «ويرى الحزب ...»."""
    inside = [i for i, m in enumerate(main) if m and len(pieces[i].text) > _SIGNATURE]
    if not inside:
        return
    told = [set(pieces[i].key.replace("،", " ").split()) for i in inside]
    lines = [p.text for p in pieces[inside[-1] + 1 : inside[-1] + 1 + _SIGNED] if len(p.text) <= _SIGNATURE]
    parts = [part.strip(" :.،") for line in lines for part in _CUT_BELOW.split(line) if part.strip(" :.،")]
    for k, part in enumerate(parts):
        words = fold_word(part).split()
        kind = words[0]
        if kind not in _houses() or not 1 < len(words) <= _HOUSE:
            continue
        beside = (*parts[max(0, k - 1) : k], *parts[k + 1 : k + 2])
        near = any(names_section(b) or fold_word(b).split()[0] in _offices() or read_stamp(b) for b in beside)
        called = {f"ال{kind}", f"وال{kind}", f"بال{kind}", f"لل{kind}", f"فال{kind}"}
        if near and sum(not called.isdisjoint(t) for t in told) > 1:
            yield part


def _owned(piece: Piece) -> list[str]:
    """The names of which a line says that they are the site's own: «تابعوا قناة كذا على واتساب»، «خاص - كذا»."""
    if len(piece.text) > _SHORT:
        return []
    found = (pattern.search(piece.text) for pattern in _own())
    return [m["name"].strip(" «»\"'") for m in found if m is not None]


def _labels(piece: Piece) -> bool:
    """Whether a line labels links: «مواد أخرى: كذا، كذا»."""
    return ":" in piece.text and piece.linked > _LABELLED * len(piece.text.partition(":")[2])


def _first(words: str) -> str:
    """What stands before the first sign of a line: «الأفق، شارع كذا»."""
    return _CUT.split(words.strip(), 1)[0].strip(" «»\"'")


def _may_own(name: str) -> bool:
    known = agency_id(name) or outlet_id(name)  # whom others quote
    words = name.split()
    plain = 0 < len(words) <= _WORDS and _WORD.search(name) is not None and read_stamp(name) is None
    return (
        plain and not known and not is_person(name) and not is_known_place(name) and not opens_with_day(fold_word(name))
    )


def _credits(pieces: Sequence[Piece], main: Sequence[bool], title: int) -> Iterator[str]:
    """The names in what captions and lines beside the title credit."""
    for i, piece in enumerate(pieces):
        text = piece.text
        if len(text) > _SHORT:
            continue
        hints = piece.element.hints
        if "caption" in hints or piece.element.tag == "figcaption":
            if (found := _BRACKETS.search(text)) is not None:
                yield _lead().sub("", found[1]).strip()
            if (found := _credit().search(text)) is not None:
                yield found["name"].strip()
        elif title < i <= title + _BESIDE and not main[i]:
            if (found := _credit().search(text)) is not None:
                yield found["name"].strip()
            elif hints & {"source", "byline"}:
                yield _first(text)


def _spoken_to(name: str) -> re.Pattern[str]:
    """«قال لصحيفة كذا»، «لـ«كذا»»."""
    kinds = _kinds_and_posts()
    if " " not in name and not name.startswith("ال"):  # «لإطلاق ...»: one word more often says what for
        return re.compile(rf"(?<!\w)لـ?\s?(?:(?:{kinds})\s?[«\"“]?|[«\"“]){re.escape(name)}(?!\w)")
    glued = f"لل{re.escape(name[2:])}" if name.startswith("ال") else f"ل{re.escape(name)}"
    return re.compile(rf"(?<!\w)(?:لـ?\s?(?:{kinds})?\s?[«\"“]?{re.escape(name)}|{glued})(?!\w)")


@cache
def _houses() -> frozenset[str]:
    return frozenset(map(fold_word, load("ar/reading_names")["owners"].texts("houses")))


@cache
def _offices() -> frozenset[str]:
    return frozenset(map(fold_word, load("ar/reading_names")["owners"].texts("offices")))


@cache
def _kinds_and_posts() -> str:
    """What stands between «لـ» and an outlet's name: what kind it is, or whom it sent."""
    owners = load("ar/reading_names")["owners"]
    return "|".join((*owners.texts("kinds"), *owners.texts("sent")))


@cache
def _to_whom() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)لـ?\s?(?:(?:{_kinds_and_posts()})\s)?[«\"“]([^«»\"“”()]{{2,30}})[»\"”]")


@cache
def _own() -> tuple[re.Pattern[str], ...]:
    owners = load("ar/reading_names")["owners"]
    channels, places, loads, leads, prints = (
        "|".join(sorted(map(loose, owners.texts(k)), key=len, reverse=True))
        for k in ("own_channels", "own_places", "own_loads", "own_leads", "own_prints")
    )
    name = r"(?P<name>[^\W\d_]+(?:\s[^\W\d_]+){0,3}?)"
    return (
        re.compile(rf"(?<!\w)(?:{channels})\s+[«\"]?{name}[»\"]?\s+(?:{places})(?!\w)"),
        re.compile(rf"(?:^|\s)(?:{loads})\s+(?:{channels})\s+[«\"]?{name}[»\"]?\s*[.!]?$"),
        re.compile(rf"^\W*(?:{prints})\s+[«\"]?{name}[»\"]?\s*[.،:]?$"),
        re.compile(rf"(?:^|[(\[])\s*(?:{leads})\s*[-–—:/|]?\s*[«\"]?{name}[»\"]?\s*[)\]]?$"),
    )


@cache
def _credit() -> re.Pattern[str]:
    leads = "|".join(load("ar/reading_names")["owners"].texts("credit_leads"))
    return re.compile(rf"(?:^|[\s(\[–-])(?:{leads})\s*[:/–-]\s*(?P<name>[^:()\[\]،|/–-]{{2,40}}?)\s*[)\]]?$")


@cache
def _lead() -> re.Pattern[str]:
    leads = "|".join(load("ar/reading_names")["owners"].texts("credit_leads"))
    return re.compile(rf"^\s*(?:{leads})\s*[:/–-]?\s+")


@cache
def _calls() -> re.Pattern[str]:
    words = "|".join(re.escape(fold_word(w)) for w in load("ar/reading_names")["owners"].texts("calls"))
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)
