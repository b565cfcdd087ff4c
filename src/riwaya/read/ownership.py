"""Who publishes a page: every place where it says so is asked, and the name that most of them bear out is believed.

A place (the record of the article, the site's sign, the page's title, the line of rights ...) has a weight in
`owner_places` of `rules/ar/reading_markup.yaml`. Names in Arabic letters stand before those in Latin ones, which
readers of Arabic do not use; what names a section, a button, a person, a host or a program is no claim.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from riwaya.read.cues import loose
from riwaya.read.dom import Contents, Home, Piece
from riwaya.read.names import agency_id, host_of, is_kind_alone, is_known_place, is_outlet, is_person
from riwaya.read.owners import (
    bare_sign,
    described,
    host_alone,
    in_full,
    in_one_tongue,
    is_platform,
    issued,
    named_below,
    names_agency,
    names_no_site,
    names_section,
    of_company,
    one_name,
    owner_in,
    parts_of,
    quoted_owner,
    says_kind,
    shortened,
    stands_alone,
    tells_kind_only,
    without_abbreviation,
    without_motto,
)
from riwaya.read.rights import may_name_owner
from riwaya.remembered import remembered
from riwaya.rules import load
from riwaya.text import fold_word

_MOST_WORDS = 5  # of a name
_PLAIN_WORDS = 4  # of a name that wears no outlet's words
_LONE = 4  # letters of a name of one word
_LATER = 0.6  # of its weight that a part has which does not stand where names do
_FIRM = 0.5  # of its weight that the name of a company has, from which that of an outlet is taken
_NOTE = 0.9  # of its weight that a note of what the site is has: it names the site short
_BELOW = 0.5  # of its weight that a sign below the title has: it may be a partner's
_OUTLET, _COMPANY, _PLACE = 1.0, -1.0, -1.5  # for wearing an outlet's words; a company's; for being a place
_AGAIN = 0.5  # for every further place that gives a name in the same form
_WHOLE = 3.0  # for being an agency's whole name
_ENTRY = 40  # characters of an entry of a menu
_LINK = 0.9  # share of a piece's letters that makes it a link
_SURE = ("publisher", "site", "organisation", "app", "feed", "last", "about")  # places that name no writers
_SIGN_PLACES = frozenset({"sign", "home", "top", "feed"})  # of which a page may give one name in several
_TWICE = frozenset({"sign", "title", "rights"})  # two of these name no writer
_RIGHTS = frozenset({"rights", "by_rights"})
_CALLED = frozenset({"site", "title"})  # places where a page calls itself as it is called
_LEAST, _LEAST_BESIDE, _STRONG = 1.0, 2.0, 3.0  # weight of a name; of one in Arabic beside a strong one in Latin
_HEADLINE = 3  # words of a title by which a longer one is cut
_MOST_NAMES = 5  # that a page's links to its front page bear
_TOP = 5  # pieces at a page's top where a link to any front page is to its own
_ADDRESS = 6  # pieces at its very end, where its address may stand
_LAST = 24  # pieces at a page's end that say whose it is
_LINE = 300  # characters of such a piece
_TRADE = re.compile("[®™℠]")
_LATIN = re.compile("[A-Za-z]")
_ARABIC = re.compile("[\u0621-\u064a]")
_YEARS = re.compile(
    r"(?<!\w)(?:(?:19|20|14|١٤|١٩|٢٠)\d\d\s*(?:م|هـ|ه)?(?!\w)\s*[-–—/]?\s*)+|[©®™]|\(c\)", re.IGNORECASE
)
_MARK = "\u0001"  # stands for what was said of rights and years
_TWO = 2  # parts of a line of rights that says nothing else: «كذا - جميع الحقوق محفوظة»
_MARKS = frozenset(_MARK + " :-–—.")
_SIGNED = re.compile(r"©|محفوظ|\d{4}|reserved|\(c\)", re.IGNORECASE)  # without it, rights are a page that is linked
_CUT = re.compile(r"[|،,؛;\u200f\u200e]|\.(?=\s|$)|\s[-–—]\s|[-–—]$|^[-–—]")
_BY = re.compile(r"^\s*by\s+", re.IGNORECASE)  # «©2023 by كذا»
_AT = re.compile(r"لد[ىي]\s+(?=\w)")
_FOR = re.compile(r"^(?:لـ+\s*|ل\s+|ـ\s+|@\s*)(?=[\w«\"“])")  # «محفوظة لـ كذا»
_QUOTED = re.compile(r"^[«\"“”](?P<name>[^«»\"“”]{2,40})[»\"“”]\s*")


@dataclass(frozen=True, slots=True)
class Claim:
    """That a page is `name`'s, made at a `place`; `above`: pieces of the page that stand above it, if that is known;
    `share` of the place's weight."""

    place: str
    name: str
    above: int = -1
    share: float = 1.0


@dataclass(slots=True)
class _Heard:
    """What was heard for one name: the weight of each place, and the forms of the name with theirs."""

    places: dict[str, float] = field(default_factory=dict)
    forms: dict[str, dict[str, float]] = field(default_factory=dict)
    firm: bool = True  # it is heard of a company alone, which its record, its register and the line of rights say alike

    @property
    def weight(self) -> float:
        told = max(self.places.values()) if self.firm else sum(self.places.values())
        return told + max(map(_manner, self.forms))

    @property
    def name(self) -> str:
        """The form that the best place gives and most bear out; of two that are borne out alike the one that says its
        kind, else the shorter. Where the site's field or a title leaves the kind away, and no such place gives it, it
        is left away: «جريدة كذا» on a sign, «كذا» beside the headline; so is a short name in brackets."""
        best = max(self.forms, key=self._rank)
        best = whole if (whole := without_abbreviation(best)) in self.forms else best
        bare = best.partition(" ")[2]
        called = bare in self.forms and not _CALLED.isdisjoint(self.forms[bare])
        return bare if called and says_kind(best) and _CALLED.isdisjoint(self.forms[best]) else best

    def _rank(self, form: str) -> tuple[float, float, bool, int]:
        told = self.forms[form].values()
        worth = max(told) + _AGAIN * (len(told) - 1) + _manner(form)
        return worth, max(told), says_kind(form), -form.count(" ")


def claims_of_signs(contents: Contents, host: str | None) -> Iterator[Claim]:
    """What a page's signs, links to its front page and feeds call it. `host`: its own, if that is known."""
    homes = [home for home in contents.homes if _is_own(home, host)]
    if host is None and any(home.host is None for home in homes):
        homes = [home for home in homes if home.host is None]
    if len({name for home in homes for name in home.names}) > _MOST_NAMES:
        homes = []  # links that lead nowhere yet
    for home in homes:
        told = (bare_sign(name) for name in home.names[:3] if fold_word(name).strip() not in _owners("tongues"))
        yield from (Claim("home", name, home.above) for name in told)
    yield from (Claim("sign", bare_sign(name), above) for name, above in contents.logos)
    yield from (Claim("top", bare_sign(name), above) for name, above in contents.tops)
    for box in contents.brands:
        names = [p.text for p in contents.pieces[box.first : box.last][:2]]
        names = names[1:] if names and is_kind_alone(names[0]) else names  # the name stands in the next box
        yield from (Claim("sign", bare_sign(name), box.first, _LATER if k else 1) for k, name in enumerate(names))
    yield from (Claim("feed", _feed_words().sub(" ", name)) for name in contents.feeds)


def claims_of_titles(titles: Sequence[str], heading: str | None) -> Iterator[Claim]:
    """The names beside the headline in a page's titles. `heading`: the one that the page shows."""
    for title in dict.fromkeys(titles):
        base = _headline_in(title, [*([heading] if heading else []), *titles])
        if base is not None:
            before, _, after = title.partition(base)
            yield from _parts(parts_of(before.rstrip(" :،")), 0)
            yield from _parts(parts_of(after), -1)
            yield from _in_two_letters(after)
        else:
            parts = [p for p in parts_of(title) if p]
            if len(parts) == 1:  # the site's name, where it is one or the page shows another headline
                named = is_outlet(parts[0]) or (heading is not None and parts[0] not in heading)
                yield from (Claim("title", p, share=_LATER) for p in parts if named)
            else:
                yield from _parts(parts, -1)


def claims_of_page(pieces: Sequence[Piece], titles: Sequence[str]) -> Iterator[Claim]:
    """What the last lines of a page say of whose it is: the line of rights, a note about the site, its address."""
    if (name := named_below(titles, [p.text for p in pieces[-_ADDRESS:]])) is not None:
        yield Claim("last", name)
    last = pieces[-_LAST:]
    for piece, below in zip(last, (*last[1:], None), strict=False):
        if len(piece.text) > _LINE:
            continue
        if (name := issued(piece.text)) is not None:
            yield Claim("about", name, share=_NOTE)
        if may_name_owner(piece.text):
            alone = below is not None and len(below.text) < _ENTRY and _MARKS.issuperset(_marked(piece.text))
            yield from _of_rights(f"{piece.text} {below.text}" if below is not None and alone else piece.text)
            yield from (Claim("about", name) for name in quoted_owner(piece.text))
            if (name := described(_YEARS.sub(" ", piece.text))) is not None:
                yield Claim("about", name.strip(" «»\"'"), share=_NOTE)
            continue
        if piece.link_share > _LINK:
            continue  # «إطلاق منصة كذا»: a headline tells of others
        quoted = _QUOTED.match(piece.text)
        words = f"{quoted['name']} {piece.text[quoted.end() :]}" if quoted else piece.text
        if (name := described(words)) is not None:
            yield Claim("about", name.strip(" «»\"'"), share=_NOTE)


def owners_of_rights(words: str) -> Iterator[str]:
    """The names in a line of rights that may be whose they are: «© 2024 كذا. جميع الحقوق محفوظة»."""
    return (claim.name for claim in _of_rights(words))


def _of_rights(words: str) -> Iterator[Claim]:
    """Claims for the names in a line of rights. What stands in a part of its own may be a link beside it."""
    if _SIGNED.search(words) is None:
        return
    chunks = [" ".join(c.split()) for c in _CUT.split(_marked(words))]
    alone = [_MARK in c and _MARKS.issuperset(c) for c in chunks]
    beside = (c for i, c in enumerate(chunks) if _MARK in c or any(alone[max(0, i - 1) : i + 2]))
    for chunk in beside:
        parts = (_BY.sub("", part) if k else part for k, part in enumerate(chunk.split(_MARK)))
        names = [_freed(part.strip(" :-–—."), words) for part in parts]
        if names[0] and _products().match(fold_word(names[0])):  # «نظام القراءة © كذا»: whose the program is
            continue
        for name in names:
            if name and not _makers().search(fold_word(name)) and (is_outlet(name) or not _letters(name)):
                yield Claim("rights" if _MARK in chunk or len(chunks) == _TWO else "by_rights", name)


def _marked(words: str) -> str:
    """A line with a mark where it speaks of rights and years."""
    return _YEARS.sub(_MARK, _rights().sub(_MARK, words))


def _freed(name: str, words: str) -> str:
    """A name without the «for» that stands before it in a line of rights, and without «the site» behind that."""
    freed = _without_for(name, words)
    kind, _, own = freed.partition(" ")
    return own.strip(" «»\"'") if own and freed != name and fold_word(kind) in _owners("plain_kinds") else freed


def _without_for(name: str, words: str) -> str:
    if (at := _AT.match(name)) is not None:
        return name[at.end() :]
    name = _FOR.sub("", name)
    if name.startswith("لل"):
        return "ال" + name[2:]
    if name.startswith("ل") and (is_outlet(name[1:]) or re.search(rf"محفوظ[ةه]\s+{re.escape(name)}", words)):
        return name[1:]
    return name


def owner_among(claims: Sequence[Claim], pieces: Sequence[Piece] = (), title: int | None = None) -> str | None:
    """The name that most of a page's claims bear out, or None."""
    heard: dict[str, _Heard] = {}
    entries = frozenset(p.text for p in pieces[_bar(pieces) :] if _is_entry(p))
    heading = pieces[title].text if title is not None else None
    claims = [*claims, *_of_persons(claims)]
    for claim in claims:
        for name, share in _names_in(claim, entries, title):
            if name == heading and not is_outlet(name):
                continue  # beside a button's name in the page's title
            one = heard.setdefault(one_name(name), _Heard())
            one.firm = one.firm and of_company(claim.name) == name
            weight = _places()[claim.place] * share
            one.places[claim.place] = max(weight, one.places.get(claim.place, 0.0))
            form = one.forms.setdefault(name, {})
            form[claim.place] = max(weight, form.get(claim.place, 0.0))
    able = [(key, h) for key, h in heard.items() if _borne(key, h, pieces)]
    written = [(_letters(h.name), h) for _, h in able]
    by_letters = [[h for letters, h in written if letters == k] for k in range(3)]
    arabic, *foreign = (max(group, key=lambda h: (h.weight, len(h.places)), default=None) for group in by_letters)
    others = [h for h in foreign if h is not None]
    strong = any(sum(h.places.values()) >= _STRONG and not _is_firm(h.name) for h in others)
    if arabic is not None and arabic.weight >= (_LEAST_BESIDE if strong else _LEAST):
        return arabic.name
    return next((h.name for h in others if h.weight >= _LEAST), None)


def owner_in_full(name: str | None, pieces: Sequence[Piece]) -> str | None:
    """A name; where it is an abbreviation that the page explains, in full."""
    return in_full(name, [p.text for p in pieces]) if name else None


def _of_persons(claims: Sequence[Claim]) -> Iterator[Claim]:
    """Claims for a name that a person may bear («صباح كذا»), which two of a page's title, signs and line of rights bear
    out: a writer's stands in one of them at most."""
    places: dict[str, set[str]] = {}
    for claim in claims:
        for name, _, person in _read_name(claim.name):
            if person and claim.place not in _SURE:
                places.setdefault(name, set()).add("sign" if claim.place in _SIGN_PLACES else claim.place)
    for name, told in places.items():
        if "sign" in told and len(told & _TWICE) > 1:
            yield Claim("app", name)


def claims_beside_writer(claims: Sequence[Claim], writer: str | None, text: Sequence[Piece]) -> Iterator[Claim]:
    """Claims for a name that a person may bear at the end of the page's title, where its fields give another writer
    and its text tells of nobody so called: «العنوان | لؤلؤة كذا»."""
    if writer is None or not is_person(writer):
        return
    for claim in dict.fromkeys(c for c in claims if c.place == "title" and c.share == 1):
        for name, _, person in _read_name(claim.name):
            bare = re.compile(rf"(?<![«(\"“]){re.escape(name)}")
            if person and name not in writer and writer not in name and not any(bare.search(p.text) for p in text):
                yield Claim("app", name)


def _names_in(claim: Claim, entries: frozenset[str], title: int | None) -> Iterator[tuple[str, float]]:
    """The names in a claim, and how much of its weight each has. What the page's menu has for an entry is a section of
    the site."""
    share = claim.share
    if claim.place in ("sign", "home") and title is not None and claim.above > title:
        share *= _BELOW
    for name, of_place, person in _read_name(claim.name):
        if person and claim.place not in _SURE:
            continue
        if claim.place not in ("title", "last") or name not in entries or is_outlet(name):
            yield name, share * (1.0 if of_place == _FIRM and claim.place in _RIGHTS else of_place)


@remembered(1024)
def _read_name(words: str) -> tuple[tuple[str, float, bool], ...]:
    """The names in what a place says: each with its share of the weight, and whether a person may be called so."""
    parts = [p for p in parts_of(without_motto(_TRADE.sub("", words))) if p]
    found = []
    for k, part in enumerate(parts):
        told = shortened(owner_in(part) or part).strip(" «»\"':،.")
        name = in_one_tongue(of_company(told) or told)
        if _may_be_name(name):
            other = k and _letters(part) != _letters(parts[0])  # the same name in other letters
            share = _FIRM if name != told and of_company(told) == name else _LATER if k and not other else 1.0
            found.append((name, share, is_person(name) and not is_outlet(name)))
    return tuple(found)


def _is_entry(piece: Piece) -> bool:
    return bool(piece.linked) and piece.link_share > _LINK and len(piece.text) < _ENTRY


def _bar(pieces: Sequence[Piece]) -> int:
    """Where a page's menus may begin: below a link that stands by itself at its very top, above a row of them."""
    first, below = (*pieces[:2], None, None)[:2]
    if first is None or below is None or not (_is_entry(first) and first.leads == 1 and first.element.tag != "li"):
        return 0
    return int(below.leads != 1 or below.element.tag == "li")


def _may_be_name(name: str) -> bool:
    words = len(name.split())
    if not words or words > (_MOST_WORDS + 1 if is_outlet(name) else _MOST_WORDS) or len(name) < 2:
        return False
    if not (_ARABIC.search(name) or _LATIN.search(name)) or host_alone(name) or is_platform(name) or "//" in name:
        return False
    key = fold_word(name)
    if _is_numbered(name):
        return False
    if is_kind_alone(name) or _said_of_itself().search(key):
        return False
    return not (names_no_site(name) or names_section(name) or tells_kind_only(name))


def _is_numbered(name: str) -> bool:
    """Whether it is a part of a paper: «الصفحة 3 محليات»."""
    first, _, rest = fold_word(name).partition(" ")
    return first in _owners("numbered") and rest.partition(" ")[0].isdigit()


def _borne(key: str, heard: _Heard, pieces: Sequence[Piece]) -> bool:
    """Whether a short name, or one apart from what is said of rights, that only the line of rights gives stands
    somewhere on the page by itself."""
    if not heard.places.keys() <= _RIGHTS or is_outlet(heard.name):
        return True
    if _letters(heard.name) or len(heard.name.split()) > _PLAIN_WORDS:
        return False
    if "rights" in heard.places and (" " in heard.name or len(heard.name) >= _LONE):
        return True
    lines = (_YEARS.sub(" ", p.text) if may_name_owner(p.text) else p.text for p in pieces)
    return any(line.strip(" «»\"'-–—|.") == heard.name for line in lines)


def _parts(parts: Sequence[str], best: int) -> Iterator[Claim]:
    """Claims for the parts of a title: that at place `best` (the first, the last) stands where names do."""
    parts = [p for p in parts if p and not _is_numbered(p)]
    for k, part in enumerate(parts):
        yield Claim("title", part, share=1.0 if k == best % len(parts) else _LATER)


def _in_two_letters(words: str) -> Iterator[Claim]:
    """The first of two names at the end of a title that are one in two alphabets: «العنوان | الأفق - Alofoq»."""
    _, bar, last = words.rpartition("|")
    names = parts_of(last.strip()) if bar else []
    if len(names) == 2 and _letters(names[0]) != _letters(names[1]):
        yield Claim("title", names[0])


def _headline_in(title: str, others: Sequence[str]) -> str | None:
    """The longest of `others` that stands in a title as a part of it."""
    able = [o for o in others if len(o) < len(title) and len(o.split()) >= _HEADLINE and o in title]
    for other in sorted(able, key=len, reverse=True):
        before, _, after = title.partition(other)
        if (not before or not before.rstrip()[-1:].isalnum()) and (not after or not after.lstrip()[:1].isalnum()):
            return other
    return None


def _is_own(home: Home, host: str | None) -> bool:
    if home.host is None:
        return True
    told = (host_of(f"https://{home.host}/") or "").removeprefix("www.")
    return told == host.removeprefix("www.") if host else home.above < _TOP


@remembered(1024)
def _manner(name: str) -> float:
    """What a name's own words are worth: an outlet's, a company's."""
    if is_outlet(name) and agency_id(name) is None:
        return _WHOLE if names_agency(name) else _OUTLET if stands_alone(name) else 0.0
    if is_known_place(name):
        return _PLACE
    return _COMPANY if fold_word(name.split(maxsplit=1)[0]) in _owners("companies") else 0.0


def _is_firm(name: str) -> bool:
    """Whether a name in Latin letters is that of a firm in a register: no reader calls the outlet so."""
    return fold_word(name).rpartition(" ")[2].strip(".") in _owners("firm_ends")


def _letters(name: str) -> int:
    """0: in Arabic letters; 1: in both; 2: in Latin ones."""
    return (1 if _LATIN.search(name) else 0) if _ARABIC.search(name) else 2


@cache
def _places() -> dict[str, float]:
    rows = load("ar/reading_markup")["owner_places"]
    return {place: float(weight) for place, weight in rows.items()}


@cache
def _owners(name: str) -> frozenset[str]:
    return frozenset(map(fold_word, load("ar/reading_names")["owners"].texts(name)))


@cache
def _makers() -> re.Pattern[str]:
    return _any("makers")


@cache
def _products() -> re.Pattern[str]:
    return _any("products")


@cache
def _said_of_itself() -> re.Pattern[str]:
    return _any("slogan_words")


def _any(name: str) -> re.Pattern[str]:
    words = "|".join(re.escape(fold_word(w)) for w in load("ar/reading_names")["owners"].texts(name))
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)


@cache
def _feed_words() -> re.Pattern[str]:
    words = "|".join(map(loose, load("ar/reading_names")["owners"].texts("feed_words")))
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)|[»«]", re.IGNORECASE)


@cache
def _rights() -> re.Pattern[str]:
    return re.compile(load("ar/reading")["sites"].text("rights"), re.IGNORECASE)
