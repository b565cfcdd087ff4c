"""Whose a page is, by the names that its markup and its last lines give: which of them, and how much of each.

Data: `platforms` of `rules/ar/reading_markup.yaml`, `outlet_words` and `owners` of `rules/ar/reading_names.yaml`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from riwaya.model import BlockKind
from riwaya.read.cues import cue_of, is_category, loose
from riwaya.read.latin import sounds_like
from riwaya.read.lines import make_line
from riwaya.read.names import is_outlet, without_kind
from riwaya.remembered import remembered
from riwaya.rules import load
from riwaya.text import fold_word

_PARTS = re.compile(r"\s+[-–—|•·ـ]+\s+")
_EDGES = " \t\n\u00a0_"
_SIGNS = re.compile(
    r"\s+(?:[-–—|•·»«:~←/>ـ]+)\s+|(?:\s*::+\s*)|\s+[-–—|»«:•·~>›/_ـ]+$|^[-–—|»«:•·~>›/_ـ]+\s+|\s*\|\s*|^\s*[-–—•·~›]+(?=\w)"
)
_LATIN = re.compile("[A-Za-z]")
_ARABIC = re.compile("[\u0621-\u064a]")
_SHORT = 6  # letters of an abbreviation
_LABELS = frozenset({BlockKind.UI, BlockKind.RELATED_HEADER, BlockKind.SEE_ALSO})  # kinds of lines that name no site
_SITE_WORDS = 5
_TWO_LETTERS = re.compile("([^A-Za-z]*[\u0621-\u064a]{2}[^A-Za-z]*)[A-Za-z][^\u0621-\u064a]*")
_ABBREVIATED = re.compile(r"(?<=\w)\s*\(\s*[\u0621-\u064a]{2,6}\s*\)$")
_TWO_TONGUES = re.compile("([\u0621-\u064a ]{3,}?)\\s*[-–—|(]?\\s+([A-Za-z][A-Za-z '-]{3,})\\)?")
_HOST = re.compile(r"(?:[\w-]+\.)+[A-Za-z]{2,}", re.ASCII)  # an address where a name should stand
_BOXED = re.compile(r"\[([^\[\]]+)\]")  # a part of a title in brackets of its own
_BOUNDARY = re.compile(r"\s*(?:[،,.:|©-]|[-–—]\s|$)")


def is_platform(name: str) -> bool:
    """Whether it is the name of a place where everybody publishes («Telegram»), and of no outlet."""
    return fold_word(name).strip(" .") in _platforms()


def on_platform(title: str) -> bool:
    """Whether a page's title ends with the name of a place where everybody publishes: «فلان - ... | فيسبوك»."""
    parts = _SIGNS.split(title)
    return len(parts) > 1 and is_platform(parts[-1].strip())


def shortened(name: str) -> str:
    """A site's name without what it says of itself: «Madar - مدار جريدة إلكترونية مغربية» is «مدار»."""
    told = [p for p in _PARTS.split(name) if p]
    parts = [p for p in told if _LATIN.search(p) or _ARABIC.search(p)]  # a day behind the name is none of it
    name = parts[0] if len(parts) == 1 < len(told) else name
    if len(parts) == 2 and sum(bool(_LATIN.search(p)) for p in parts) == 1:
        parts = [p for p in parts if _ARABIC.search(p)] or parts
        name = parts[0] if len(parts) == 1 else name
    found = _described().match(name)
    return found["name"] if found else name


def bare_sign(name: str) -> str:
    """What a sign tells, without the words that say it is one: «شعار صحيفة كذا» is «صحيفة كذا». Of one that gives a
    long name in two alphabets at once, «هيئة كذا وكذاAuthority of ...», the Arabic."""
    told = _sign_tails().sub("", _sign_leads().sub("", " ".join(name.split()))).strip()
    twice = _TWO_LETTERS.fullmatch(told) if told.count(" ") >= _SITE_WORDS else None
    return twice[1].strip(" |-–—") if twice else told


def described(words: str) -> str | None:
    """The name in a note that says what it is: «مدار جريدة إلكترونية»; None where words are no such note."""
    if _kinds().search(words) is None:
        return None
    found = _described().match(" ".join(words.split()))
    return found["name"] if found else None


@remembered(1024)
def one_name(name: str) -> str:
    """A key under which the forms of one name meet: its kind, the company that owns it, its country, how often it comes
    out and its tongue are left away: «مؤسسة الأفق للصحافة»، «قناة الأفق الفضائية»، «الأفق عربي»."""
    words = without_kind(without_abbreviation(name)).split()
    if len(words) > 1 and words[0] in _words("companies"):
        words = words[1:]
        cut = next((i for i, w in enumerate(words) if i and w in _words("trades")), len(words))
        words = words[:cut]
    elif len(words) > 1 and words[0] in _words("news"):
        words = words[1:]
    behind = _words("epithets") | _words("adjectives") | _words("news")
    while len(words) > 1 and words[-1] in behind:
        words = words[:-1]
    return " ".join(words)


def of_company(name: str) -> str | None:
    """What a company of the press is called without what it is and does: «شركة كذا للصحافة والنشر» is «كذا», and that
    is mostly its paper's name."""
    words = name.split()
    keys = [fold_word(w).strip("،.") for w in words]
    end = next((i for i, k in enumerate(keys) if i > 1 and k in _words("trades")), None)
    return " ".join(words[1:end]) if end is not None and keys[0] in _words("companies") else None


def in_one_tongue(name: str) -> str:
    """A name without the same in Latin letters behind it: «كذا Katha»."""
    found = _TWO_TONGUES.fullmatch(name)
    return found[1] if found is not None and sounds_like(found[1], found[2]) else name


def without_motto(name: str) -> str:
    """A name without what stands behind a colon: «صحيفة كذا: الخبر كما هو»."""
    first, colon, motto = name.partition(":")
    fit = colon and motto.count(" ") > 1 and 0 < len(first.split()) <= _SITE_WORDS and "//" not in name
    return first.strip() if fit else name


def issued(line: str) -> str | None:
    """The name that a line says a company issues: «كذا، تصدر عن شركة كذا وكذا»."""
    found = _issued().match(line) if "عن" in line else None
    return found["name"].strip(" «»\"'") if found else None


def without_abbreviation(name: str) -> str:
    """A name without its short one in brackets: «وكالة كذا (وكا)»."""
    return _ABBREVIATED.sub("", name)


def names_agency(name: str) -> bool:
    """Whether it is the whole name of an agency: «وكالة الأفق للأنباء»."""
    words = fold_word(name).split()
    return len(words) > 2 and without_kind(name) != " ".join(words) and bool(_words("news") & {words[1], words[-1]})


@remembered(1024)
def says_kind(name: str) -> bool:
    """Whether a name begins with what kind of outlet it is, and that belongs to it."""
    words = fold_word(name).split()
    return without_kind(name) != " ".join(words) and stands_alone(name)


def tells_kind_only(name: str) -> bool:
    """Whether words say what a site is and not how it is called: «يومية سياسية مستقلة»."""
    words = [w.removeprefix("و") if w not in _words("ways") else w for w in fold_word(name).split()]
    return len(words) > 1 and words[0] in _words("kinds") and all(w in _words("ways") for w in words[1:])


def stands_alone(name: str) -> bool:
    """Whether an outlet's words in a name belong to it: not «موقع» before it, and no epithet behind."""
    words = fold_word(name).split()
    return words[0] not in _words("plain_kinds") and words[-1] not in _words("epithets")


def quoted_owner(words: str) -> list[str]:
    """The name in quotes behind what kind of outlet it is, in a line of rights: «محفوظة لموقع "كذا"»."""
    return _named_in_quotes().findall(words)


def host_alone(name: str) -> bool:
    """Whether a name is an address."""
    return _HOST.fullmatch(name) is not None


def names_no_site(words: str) -> bool:
    """Whether words are the name of a section («أخبار»), of a button («طباعة») or what stands over a row of other
    articles («مواد ذات صلة»), and of no site."""
    line = make_line(words, 0, len(words))
    cue = cue_of(line)
    return is_category(line) or (cue is not None and cue.kind in _LABELS)


def names_section(name: str) -> bool:
    """Whether it is what a part of any house is called («المكتب الإعلامي»), and no house's name."""
    key = fold_word(name)
    return key in _words("sections") or _section_forms().fullmatch(key) is not None


def parts_of(title: str) -> list[str]:
    """The parts of a page's title, cut at the signs between them."""
    parts = (p.strip(_EDGES) for p in _SIGNS.split(title))
    return [m[1].strip() if (m := _BOXED.fullmatch(p)) else p for p in parts]


def owner_in(title: str) -> str | None:
    """Whose page it is, where a title says it: «الموقع الرسمي لحزب كذا»."""
    found = _official().match(" ".join(title.split()))
    if found is None:
        return None
    name = found["name"]
    return "ال" + name[1:] if name.startswith("ل") else name


def in_full(name: str, lines: Sequence[str]) -> str:
    """A name that is an abbreviation, in full as the page itself explains it: «وكالة كذا (وكا)»."""
    if not 2 <= len(name) <= _SHORT or " " in name or not _ARABIC.match(name):
        return name
    explained = re.compile(rf"((?:[\w]+\s+){{2,5}})\(\s*[\"«]?{re.escape(name)}[\"»]?\s*\)")
    for line in lines:
        found = explained.search(line) if name in line else None
        words = found[1].split() if found else []
        for k in range(len(words) - 1):
            full = re.sub("^(?:لل|ل|ب|و)(?=\\w{4})", "", words[k])
            if is_outlet(" ".join((full, *words[k + 1 :]))):
                return " ".join((full, *words[k + 1 :]))
    return name


def named_below(titles: Sequence[str], lines: Sequence[str]) -> str | None:
    """The part of a page's title with which one of its last lines begins: «المرفأ، شارع كذا، المدينة»."""
    parts = (p.strip() for t in titles for p in reversed(_PARTS.split(t)))
    for part in parts:
        if not 2 <= len(part.split()) <= _SITE_WORDS:
            continue
        if any(line.startswith(part) and _BOUNDARY.match(line[len(part) :]) for line in lines):
            return part
    return None


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(map(fold_word, load("ar/reading_names")["owners"].texts(name)))


@cache
def _issued() -> re.Pattern[str]:
    owners = load("ar/reading_names")["owners"]
    verbs, companies = ("|".join(map(loose, owners.texts(k))) for k in ("issuing", "companies"))
    return re.compile(rf"^\W*(?P<name>\w[^،,.:|©]{{1,30}}?)[»\"]?\s*[،,–-]?\s+(?:{verbs})\s+عن\s+(?:{companies})(?!\w)")


@cache
def _section_forms() -> re.Pattern[str]:
    return re.compile("|".join(load("ar/reading_names")["owners"]["section_forms"].texts("patterns")))


@cache
def _sign_leads() -> re.Pattern[str]:
    leads = sorted(map(loose, load("ar/reading_names")["owners"].texts("sign_leads")), key=len, reverse=True)
    return re.compile(rf"^(?:{'|'.join(leads)})(?!\w)[\s:–-]*", re.IGNORECASE)


@cache
def _sign_tails() -> re.Pattern[str]:
    tails = sorted(map(loose, load("ar/reading_names")["owners"].texts("sign_tails")), key=len, reverse=True)
    return re.compile(rf"(?<=\w)[\s:|–-]+(?:{'|'.join(tails)})$", re.IGNORECASE)


@cache
def _platforms() -> frozenset[str]:
    return frozenset(map(fold_word, load("ar/reading_markup").texts("platforms")))


@cache
def _described() -> re.Pattern[str]:
    owners = load("ar/reading_names")["owners"]
    kinds, ways = ("|".join(map(loose, owners.texts(k))) for k in ("kinds", "ways"))
    return re.compile(rf"(?P<name>\S+(?:\s+\S+){{0,4}}?)\s*[-–—:،]?\s+(?:{kinds})\s+(?:{ways})(?!\w)")


@cache
def _named_in_quotes() -> re.Pattern[str]:
    kinds = "|".join(map(loose, load("ar/reading_names")["owners"].texts("kinds")))
    return re.compile(rf"(?<!\w)(?:لل|ل)?(?:ال)?(?:{kinds})\s+[«\"“]([^«»\"“”]{{2,40}})[»\"”]")


@cache
def _kinds() -> re.Pattern[str]:
    """What every such note holds, sought first."""
    return re.compile("|".join(map(loose, load("ar/reading_names")["owners"].texts("kinds"))))


@cache
def _official() -> re.Pattern[str]:
    sites = "|".join(map(loose, load("ar/reading_names")["owners"].texts("official")))
    return re.compile(rf"(?:{sites})\s+ل(?P<name>\w{{3,}}(?:\s+\w+){{0,4}})$")
