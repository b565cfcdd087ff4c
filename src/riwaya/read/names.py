"""Agencies and outlets by the names pages give them. Data: `rules/ar/reading_names.yaml`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from urllib.parse import urlsplit

from riwaya.remembered import remembered
from riwaya.rules import Entry, load, rules_in
from riwaya.text import fold_word

_HANDLE = re.compile(r"[a-z0-9_.@]+(?:-[a-z0-9_.]+)*")  # one word, no capital: how an account is called
_WORD = re.compile(r"[^\W_]+")
_LETTERS = re.compile(r"(?:[\u0621-\u064a]\s?[./]\s?){1,3}(?=[\u0621-\u064a]{3,})")  # «ع. بوزيدة»، «د.كريم»
_ORIGIN = re.compile(r"ال\w{2,}ي")  # «الدمشقي»
BROUGHT_IN = ("بال", "لل")  # so begins no word of a name but a phrase behind it: «فرحة كنعان بالهدف»
_PHRASE = (*BROUGHT_IN, "وال")  # nor, behind a word that need not be a given name, so
_FAMILY = 2  # words of a name without a father's
_SERVANT, _FAITH = "عبدال", "الدين"  # «عبد الصمد»، «سيف الدين»: two words of one given name, folded


def agency_id(name: str) -> str | None:
    """The actor id of the news agency called `name`, if it is one we know."""
    return _agencies().get(_norm(name))


def outlet_id(name: str) -> str | None:
    """The actor id of the outlet or agency called `name`, if we know it."""
    return _outlets().get(_norm(name)) or agency_id(name)


@remembered(2048)
def is_outlet(name: str) -> bool:
    """Whether `name` is a known outlet or wears an outlet's words («جريدة الأفق», «المدى نيوز»)."""
    if outlet_id(name):
        return True
    words = _norm(name).split()
    firsts, lasts = _outlet_words()
    return 1 < len(words) <= 5 and (words[0] in firsts or words[-1] in lasts)


@remembered(2048)
def is_kind_alone(name: str) -> bool:
    """Whether `name` is what kind of outlet it is and no more: «جريدة»، «وكالة أنباء». With the article it may be one's
    name («المجلة»)."""
    return _norm(name) in _kinds_alone()


def without_kind(name: str) -> str:
    """A name's key, whatever kind of outlet it is said to be: «جريدة الأفق» and «الأفق» are one."""
    words = _norm(name).split()
    return " ".join(words[1:] if len(words) > 1 and words[0] in _outlet_words()[0] else words)


@remembered(2048)
def is_person(name: str) -> bool:
    """Whether `name` is a writer's rather than an outlet's: it begins with a given name, before it perhaps titles
    («د.»، «اللواء ركن»), or with its first letter («ع. بوزيدة»), or is joined as names are («فلان ولد فلان»)."""
    key = _norm(name)
    begun = _LETTERS.match(key)
    if begun is not None:
        key = key[begun.end() :]
        if _bare(begun[0]) not in _short_titles():
            return len(key.split()) <= _FAMILY and all(len(w) > 2 and w.isalpha() for w in key.split())
    words = key.split()
    while len(words) > _FAMILY and not _names_person(words) and words[0].rstrip(".") in _honorifics():
        words = words[1:]
    return len(words) > 1 and _names_person(words)


def _names_person(words: Sequence[str]) -> bool:
    first, second = words[0], words[1]
    if first in _given() or (first.startswith(_SERVANT) and len(first) > len(_SERVANT) + 2) or second == _FAITH:
        return True
    if len(words) > _FAMILY and (second in _kin() or f"{first}{second}".startswith(_SERVANT)):
        return True
    named = second in _given() or second in _kin() or _ORIGIN.fullmatch(second) is not None
    return named and first in _given_words() and not any(w.startswith(_PHRASE) for w in words[1:])


def is_brought_in(word: str) -> bool:
    """Whether a word begins as phrases behind a name do («بالهدف»), and is no name of the Maghreb («بالطاهر»)."""
    key = _norm(word)
    return key.startswith(BROUGHT_IN) and not {key[1:], key[3:]} & _given()


def begins_as_verb(word: str) -> bool:
    """Whether a word that is no name we know begins as verbs do: «فلان الفلاني يفتتح السوق» is a headline."""
    return _norm(word).startswith(("ي", "ت")) and _norm(word) not in _given()


def _bare(words: str) -> str:
    return "".join(c for c in words if c.isalpha())


def name_size(name: str) -> int:
    """How many words a person's name has; those that say whose child somebody is join two of them."""
    return sum(_norm(word) not in _kin() for word in name.split())


def is_place(name: str) -> bool:
    """Whether `name` is a place that we know, or begins as names of places do («وادي»، «مدينة»)."""
    key = _norm(name)
    return key in _places() or key.partition(" ")[0] in _place_heads()


def is_known_place(name: str) -> bool:
    """Whether `name` is a place that we know, whole."""
    return _norm(name) in _places()


def is_given(word: str) -> bool:
    """Whether a word is a given name that we know."""
    return _norm(word) in _given()


def is_nobody(name: str) -> bool:
    """Whether a byline names an account («admin», «user77»), a house or a button, and no person."""
    key = fold_word(name).strip(" .:-")
    if key in _nobody() or key.partition(" ")[0] in _no_writers() or not _firm_words().isdisjoint(key.split()):
        return True
    return _HANDLE.fullmatch(name.strip()) is not None and agency_id(name) is None


def source_id(name: str) -> str:
    """The id for a named source: the known one, else a slug of its own words."""
    known = outlet_id(name)
    if known:
        return known
    slug = re.sub(r"[^\w]+", "-", unicodedata.normalize("NFKC", fold_word(name))).strip("-")
    return f"org:{slug or 'unknown'}"


def host_of(url: str | None) -> str | None:
    """The host in an address, or None."""
    try:
        return (urlsplit(url).hostname if url else None) or None
    except ValueError:
        return None


@cache
def agency_pattern() -> re.Pattern[str]:
    """Any agency's name over folded text, longest first, at word boundaries."""
    names = sorted(_agencies(), key=len, reverse=True)
    return re.compile("(?<![\\w.])(?:" + "|".join(re.escape(n).replace("\\ ", "\\s*") for n in names) + ")(?![\\w])")


@cache
def agency_words() -> frozenset[str]:
    """The first words of agencies' names, and these with «و»: a line without any of them names none."""
    firsts = {m[0] for name in _agencies() if (m := _WORD.search(name))}
    return frozenset(firsts | {f"و{word}" for word in firsts})


@remembered(2048)
def _norm(name: str) -> str:
    return " ".join(fold_word(name).strip(" .()[]/\"'،,-–").split())


@cache
def _agencies() -> dict[str, str]:
    entries = rules_in(load("ar/reading_names"), "agencies")
    return {_norm(n): e.only("id", "names").text("id") for e in entries for n in e.texts("names")}


@cache
def _outlets() -> dict[str, str]:
    entries = rules_in(load("ar/reading_names"), "outlets")
    return {_norm(n): e.only("id", "names").text("id") for e in entries for n in e.texts("names")}


@cache
def _nobody() -> frozenset[str]:
    return frozenset(map(fold_word, load("ar/reading_markup").texts("nobody")))


@cache
def _firm_words() -> frozenset[str]:
    return frozenset(map(fold_word, load("ar/reading_markup").texts("firm_words")))


@cache
def _no_writers() -> frozenset[str]:
    return frozenset(map(fold_word, load("ar/reading_markup").texts("no_writers")))


@cache
def _places() -> frozenset[str]:
    places = {_norm(n) for e in rules_in(load("ar/places"), "places") for n in e.texts("ar")}
    for state in rules_in(load("ar/countries"), "states"):
        capital = state.get("capital")
        places.update(map(_norm, (*state.texts("ar"), *(capital.texts("ar") if isinstance(capital, Entry) else ()))))
    return frozenset(places)


@cache
def _place_heads() -> frozenset[str]:
    places = load("ar/places")
    return frozenset(_norm(n) for section in ("heads", "inside") for n in places.texts(section))


@cache
def _honorifics() -> frozenset[str]:
    return frozenset(map(_norm, load("ar/reading").texts("honorifics")))


@cache
def _short_titles() -> frozenset[str]:
    return frozenset(map(_bare, _honorifics()))


@cache
def _kin() -> frozenset[str]:
    return frozenset(map(_norm, load("ar/reading_names").texts("kin")))


@cache
def _given_words() -> frozenset[str]:
    return frozenset(map(_norm, load("ar/reading_names").texts("given_words")))


@cache
def _given() -> frozenset[str]:
    names, more = load("ar/names"), load("ar/reading_names").texts("given")
    return frozenset(map(_norm, (*more, *(n for part in ("given", "foreign", "weak") for n in names.texts(part)))))


@cache
def _kinds_alone() -> frozenset[str]:
    return frozenset(map(_norm, load("ar/reading_names").texts("kinds_alone")))


@cache
def _outlet_words() -> tuple[frozenset[str], frozenset[str]]:
    words = load("ar/reading_names")["outlet_words"]
    return frozenset(map(_norm, words.texts("first"))), frozenset(map(_norm, words.texts("last")))
