"""The slots of a line that says who, where and when: «المدينة – الأفق – فلان 3 مارس»، «عمان (وكالة)- من فلان- قال».

A line is cut at its signs, its figures and the words that announce somebody; each part is a place, an outlet, a desk, a
section, a label, a name that may be somebody's, or words. Which name signs is judged by `signing`: here no list of
given names is asked, for most people of whom a page tells stand in none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache

from riwaya.likeness import stopwords
from riwaya.read.bylines import name_alone
from riwaya.read.called import names_post, names_staff
from riwaya.read.cues import byline_lead, is_section_word
from riwaya.read.names import agency_id, is_given, is_known_place, is_nobody, is_outlet, is_person, is_place
from riwaya.read.owners import one_name
from riwaya.remembered import remembered
from riwaya.rules import load, rules_in
from riwaya.text import fold_word

PLACE, OUTLET, STAFF, SECTION, LABEL, OTHERS, NAME, WORD, WORDS, TIME = (
    "place", "outlet", "staff", "section", "label", "others", "name", "word", "words", "time",
)  # fmt: skip
_LEAST, _MOST = 2, 4  # words of a name
_LONGEST = 240  # characters of a line of slots
_SIGNS = re.compile(
    r"\s*(?:[|•·›>؛;:：/\\،,+()\[\]{}«»\"“”*■✍@]|(?<!\w)[-–—ـ]|\.(?=\s)(?<!\b[\u0621-\u064a]\.)|[-–—](?!\w)|[-–—](?=[\u0621-\u064a]))\s*"
)
_AND = re.compile(r"\s+و(?!لد\s)\s?(?=[\u0621-\u064a]{2})")
_WORD = re.compile(r"\S+")
_FIGURE = re.compile(r"\d")
_LATIN = re.compile("[A-Za-z]")
_ARABIC = re.compile("[\u0621-\u064a]")
_SHORT = 9  # words of a part that may name somebody or something
_EDGES = " .،,:-–—ـ_"
_JOINING = ("من", "في")
_ABBREVIATED = 3  # letters of a day in short
_STOPS = ".؟!…?"
_PHRASES = ("ال", "وال", "بال", "لل")  # so begins no given name that we do not know


@dataclass(frozen=True, slots=True)
class Slot:
    """A part of a line: its words, what they are, the sign before and behind it."""

    words: str
    kind: str
    before: str
    behind: str


@remembered(1024)
def slots_of(words: str) -> tuple[Slot, ...]:
    """The parts of a line; none of one that is too long to be cut."""
    text = " ".join(words.split())
    if not text or len(text) > _LONGEST:
        return ()
    found: list[Slot] = []
    at, before = 0, ""
    for m in [*_SIGNS.finditer(text), None]:
        part, sign = text[at : m.start() if m else len(text)].strip(), m[0].strip() if m else ""
        for told, kind in _told_in(part):
            found.append(Slot(told, kind, before, ""))
            before = ""
        if found:
            found[-1] = Slot(found[-1].words, found[-1].kind, found[-1].before, found[-1].behind + sign)
        before, at = sign or before, m.end() if m else len(text)
    return tuple(found)


def owned(slot: Slot, own: AbstractSet[str]) -> bool:
    """Whether the words are one of the names that the page goes by (`own`: keys of `one_name`)."""
    return slot.kind == OUTLET or one_name(slot.words) in own


def _told_in(part: str) -> list[tuple[str, str]]:
    """The parts of what stands between two signs: cut at figures, days and months, and behind a label."""
    told: list[tuple[str, str]] = []
    run: list[str] = []
    words = part.split()
    days, times = _days(), _times()
    for k, word in enumerate(words):
        key = _key(word)
        figure = _FIGURE.search(word) is not None
        if not figure and key in times and key not in days:
            beside = not run or (k + 1 < len(words) and _FIGURE.search(words[k + 1]) is not None)
            figure = beside and bool(told or run or len(words) == 1)
        if figure or key in days:
            told += _labelled(run)
            run = []
            told.append((word, TIME))
        else:
            run.append(word)
    told += _labelled(run)
    return told


def _labelled(told: Sequence[str]) -> list[tuple[str, str]]:
    """Words with the label that stands before or among them set apart."""
    # the dot belongs to a letter that stands for a title or a name: «د. فلان»
    told = [f"{w}." if len(w) == 1 and f"{w}." in word else w for word in told if (w := word.strip(_EDGES))]
    if not told:
        return []
    words, keys = " ".join(told), [_key(w) for w in told]
    if len(told) > _LEAST and not _ends().isdisjoint(keys):
        alone = name_alone(words)
        if len(alone) < len(words) and words.startswith(alone) and may_name(alone):
            return [(alone, NAME), *_labelled(words[len(alone) :].split())]
    if keys[0] in _leads() or keys[0].startswith("و"):
        lead = byline_lead().match(words)
        if lead and lead.end():
            return [(words[: lead.end()].strip(), LABEL), *_labelled(words[lead.end() :].split())]
    key = " ".join(keys)
    if key in _labels():
        return [(words, LABEL)]
    if keys[0] in _others() or (keys[0].startswith("و") and keys[0][1:] in _others()):
        return [(words, OTHERS)]
    if keys[0] in _JOINING and len(told) > 1 and is_place(rest := " ".join(told[1:])):
        return [(rest, PLACE)]  # behind a name
    if keys[0] == "من" and len(told) > _LEAST:
        return [("من", LABEL), *_labelled(told[1:])]
    if len(told) <= _SHORT and (kind := _known(words, key)) is not None:
        return [(words, kind)]
    if (credit := next((k for k in range(_LEAST, len(keys)) if keys[k] in _others()), None)) is not None:
        return [*_labelled(told[:credit]), (" ".join(told[credit:]), OTHERS)]
    if len(told) <= _SHORT:
        if len(told) > _LEAST and (cut := _without_place(told)) is not None:
            return cut
        parts = _AND.split(words)
        if len(parts) > 1 and all(map(_may_stand_beside, parts)) and not any(is_outlet(f"و{p}") for p in parts):
            return [(p.strip(), NAME) for p in parts]
        if may_name(words):
            return [(words, NAME)]
        if all(map(is_section_word, told)):
            return [(words, SECTION)]
    return [(words, WORDS if len(told) > 1 or names_post(words) else WORD)]


def _known(words: str, key: str) -> str | None:
    """The kind of words that are known to be a desk's, an outlet's or a place's name."""
    if names_staff(words):
        return STAFF
    if is_outlet(words) or agency_id(words) is not None or key in _at_large():
        return OUTLET
    return PLACE if is_place(words) else None


def _without_place(told: Sequence[str]) -> list[tuple[str, str]] | None:
    """A name with a place glued to it: «فلان الفلاني المدينة»، «فلان الفلاني من المدينة»، «المدينة فلان الفلاني»."""
    for k in range(_LEAST, len(told)):
        place, joined = " ".join(told[k:]), told[k] in _JOINING
        bare = " ".join(told[k + 1 :]) if joined else place
        known = is_known_place(bare) and not is_given(told[-1])
        if (known or (joined and 0 < len(told) - k - 1 < _LEAST)) and may_name(" ".join(told[:k])):
            return [(" ".join(told[:k]), NAME), (bare, PLACE)]
    for k in range(1, len(told) - 1):
        if is_known_place(" ".join(told[:k])) and not is_given(told[0]) and may_name(" ".join(told[k:])):
            return [(" ".join(told[:k]), PLACE), (" ".join(told[k:]), NAME)]
    return None


def _may_stand_beside(words: str) -> bool:
    """Whether words may be one of several names: «فلان وفرحة أهل الوادي» is a headline."""
    return may_name(words) and (words.count(" ") + 1 == _LEAST or is_person(words))


def may_name(words: str) -> bool:
    """Whether words have the form of somebody's name: two to four of them, letters alone, none that joins phrases."""
    told = words.split()
    if not _LEAST <= len(told) <= _MOST or words[-1] in _STOPS:
        return False
    if not all(w.replace(".", "").replace("'", "").replace("-", "").isalpha() for w in told):
        return False
    if bool(_LATIN.search(words)) and bool(_ARABIC.search(words)):
        return False
    keys = [_key(w) for w in told]
    if is_person(words) and stopwords().isdisjoint(keys[_LEAST:]):
        return not is_section_word(told[-1])
    if not stopwords().isdisjoint(keys) or any(map(is_section_word, told)) or is_nobody(words):
        return False
    return not keys[0].startswith(_PHRASES)


@remembered(4096)
def _key(word: str) -> str:
    return fold_word(word).strip(_EDGES)


@cache
def _days() -> frozenset[str]:
    """The days of the week with the article: no name."""
    days = (fold_word(w) for row in load("ar/reading").texts("weekdays") for w in row.split("|"))
    return frozenset(d for d in days if d.startswith("ال") or (d.isascii() and len(d) > _ABBREVIATED))


@cache
def _times() -> frozenset[str]:
    """Words beside the figures of a date."""
    days = (w for row in load("ar/reading").texts("weekdays") for w in row.split("|"))
    months = (
        w
        for row in rules_in(load("ar/date_words"), "classes")
        if {"month", "hijri_month"} & {*row.texts("name")}
        for forms in row["words"]
        for w in row["words"].texts(forms)
    )
    return frozenset(
        map(fold_word, (*days, *(w for m in months for w in m.split()), *load("ar/reading_signing").texts("times")))
    )


@cache
def _labels() -> frozenset[str]:
    data = load("ar/reading")
    return frozenset(map(fold_word, (*data.texts("byline_labels"), *data.texts("byline_words"))))


@cache
def _leads() -> frozenset[str]:
    """The words with which what announces a writer begins: a line without them need not be asked for more."""
    data = load("ar/reading")
    leads = (*data.texts("byline_leads"), *data.texts("byline_joined"))
    return frozenset(fold_word(part) for w in leads for part in (w.split()[0], w.split("/")[0]))


@cache
def _ends() -> frozenset[str]:
    return frozenset(fold_word(w.split()[0]) for w in load("ar/reading").texts("byline_ends"))


@cache
def _others() -> frozenset[str]:
    return frozenset(map(fold_word, load("ar/reading").texts("other_credits")))


@cache
def _at_large() -> frozenset[str]:
    return frozenset(map(fold_word, load("ar/reading").texts("agencies_at_large")))
