"""Whose a page is, by the names that its markup and its last lines give: which of them, and how much of each.

Data: `platforms` of `rules/ar/reading_markup.yaml`, `outlet_words` and `owners` of `rules/ar/reading_names.yaml`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from riwaya.read.cues import loose
from riwaya.read.names import is_outlet
from riwaya.rules import load
from riwaya.text import fold_word

_PARTS = re.compile(r"\s+[-–—|•·]+\s+")
_LATIN = re.compile("[A-Za-z]")
_ARABIC = re.compile("[\u0621-\u064a]")
_SHORT = 6  # letters of an abbreviation
_SITE_WORDS = 5
_BOUNDARY = re.compile(r"\s*(?:[،,.:|©-]|[-–—]\s|$)")


def site_among(names: Sequence[str]) -> str | None:
    """The site's name: of those that a page gives in this order the first that is no platform's; if that is in
    Latin letters, the first in Arabic ones."""
    able = [short for name in names if (short := shortened(name)) and not is_platform(short)]
    if not able or not _LATIN.search(able[0]):
        return able[0] if able else None
    return next((n for n in able if not _LATIN.search(n) and _ARABIC.search(n)), able[0])


def is_platform(name: str) -> bool:
    """Whether it is the name of a place where everybody publishes («Telegram»), and of no outlet."""
    return fold_word(name).strip(" .") in _platforms()


def shortened(name: str) -> str:
    """A site's name without what it says of itself: «Madar - مدار جريدة إلكترونية مغربية» is «مدار»."""
    parts = [p for p in _PARTS.split(name) if p]
    if len(parts) == 2 and sum(bool(_LATIN.search(p)) for p in parts) == 1:
        parts = [p for p in parts if _ARABIC.search(p)] or parts
        name = parts[0] if len(parts) == 1 else name
    found = _described().match(name)
    return found["name"] if found else name


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
def _platforms() -> frozenset[str]:
    return frozenset(map(fold_word, load("ar/reading_markup").texts("platforms")))


@cache
def _described() -> re.Pattern[str]:
    owners = load("ar/reading_names")["owners"]
    kinds, ways = ("|".join(map(loose, owners.texts(k))) for k in ("kinds", "ways"))
    return re.compile(rf"(?P<name>\S+(?:\s+\S+){{0,2}}?)\s*[-–:،]?\s+(?:{kinds})\s+(?:{ways})(?!\w)")


@cache
def _official() -> re.Pattern[str]:
    sites = "|".join(map(loose, load("ar/reading_names")["owners"].texts("official")))
    return re.compile(rf"(?:{sites})\s+ل(?P<name>\w{{3,}}(?:\s+\w+){{0,4}})$")
