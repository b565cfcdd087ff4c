"""The people in words that stand where a writer should, freed of what is glued to their names.

«الرباط - فلان الفلاني»، «فلان الفلاني | اقتصاد»، «كتب فلان الفلاني، المدينة»: the place, the section, the outlet and
what somebody is are no part of a name. Who made or hosts the site, who is behind an account, wrote nothing.

Data: `no_name_words` of `rules/ar/reading_markup.yaml`; `agencies_at_large`, `writers` of `rules/ar/reading.yaml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from riwaya.read.bylines import may_sign, name_alone
from riwaya.read.called import names_other_credit, names_post, names_staff
from riwaya.read.cues import byline_lead, is_section_word
from riwaya.read.names import (
    agency_id,
    begins_as_verb,
    is_given,
    is_known_place,
    is_nobody,
    is_outlet,
    is_person,
    is_place,
    name_size,
)
from riwaya.read.owners import names_agency
from riwaya.remembered import remembered
from riwaya.rules import load
from riwaya.text import fold_word

_PARTED = re.compile(
    r"\s*[|•·›>؛;:：]+\s*|\s+[-–—ـ/]+\s*|[-–—ـ/]+\s+|(?<=[^\W\d_]{2})[/–—](?=[^\W\d_]{2})"
    r"|(?<=[\u0621-\u063a\u0641-\u064a]{2})-(?=[\u0621-\u064a]{3})"
)
_AND = re.compile(r"\s*[،,&+]\s*|\s+و(?!لد\s)\s?(?=\w{2})")  # «ولد» is a part of a name
_COMMA = re.compile(r"\s*[،,]\s*")
_BRACKETS = re.compile(r"\s*[(\[«][^()\[\]«»]*[)\]»]\s*")
_EDGES = " \t:،,.-–—ـ|/*■•·()[]«»\"'"
_LATIN_BEHIND = re.compile(r"(?<=[\u0621-\u064a])\s+[A-Za-z@][\w .'@-]*$")
_LONGEST = 160  # characters of words that name writers
_MOST, _NAME = 5, 5  # writers; words of the name of one
_MOST_PLACE = 2  # words of a place that is glued to a name
_SIGNED, _SIGNATURE = 90, 4  # characters of a line of signatures; words of a name
_WHOLE = 2  # words of a name that is whole without what stands beside it


@remembered(1024)
def writers_named(words: str) -> str | None:
    """The writers whom words name, parted by «، »; a desk, an agency or a correspondent as they stand. None where they
    name nobody who writes."""
    text = " ".join(words.split())
    if names_staff(text) or agency_id(text) is not None or names_agency(text):
        return text
    if len(text) > _LONGEST:
        return None
    lead = byline_lead().match(text)
    told = text[lead.end() :] if lead and lead.end() < len(text) else text
    if names_staff(told) or agency_id(told) is not None:
        return told
    pieces = [p for p in _PARTED.split(told) if p and p.strip(_EDGES)]
    people = [n for p in pieces for n in _people(p)]
    if people:
        return "، ".join(list(dict.fromkeys(people))[:_MOST])
    if names_post(told) and not _no_name_words() & _words(told):
        return told.strip(_EDGES)
    left = [p for p in map(_freed, pieces) if not _is_beside(p)]
    if len(left) != 1:
        return None
    names = [n.strip() for n in _COMMA.split(left[0])]
    whole = len(names) == 1 or all(len(n.split()) >= _WHOLE for n in names)
    return "، ".join(names[:_MOST]) if whole and all(map(may_be_name, names)) else None


@remembered(1024)
def signed_by(words: str) -> str | None:
    """Those who sign in a line that holds nothing but names and what stands beside them, a place, an outlet, a section:
    «المدينة ـ «الأفق»: فلان الفلاني»، «فلان الفلاني (المدينة) وفلانة الفلانية». None for a name alone."""
    text = " ".join(words.split())
    if not text or len(text) > _SIGNED or text[-1] in ".؟!?" or names_other_credit(text):
        return None
    pieces = [p for p in _PARTED.split(text) if p.strip(_EDGES)]
    people: list[str] = []
    for piece in pieces:
        signed = _signatures(piece)
        people += signed
        name = _BRACKETS.sub(" ", piece).strip(_EDGES)
        if not (signed or _is_beside(name) or names_post(name) or names_staff(name) or _is_job(name)):
            return None
    fit = people and (len(pieces) > 1 or people != [text])
    return "، ".join(list(dict.fromkeys(people))[:_MOST]) if fit else None


def _signatures(piece: str) -> list[str]:
    """The names in a piece that is nothing but names and places."""
    name = _bare(piece)
    if may_sign(name) and name_size(name) <= _SIGNATURE:
        return [name]
    names = [_bare(n) for n in _AND.split(_BRACKETS.sub(" ", piece))]
    signed = [n for n in names if may_sign(n)]
    return signed if all(n in signed or _is_beside(n) or " " not in n for n in names) else []


def _bare(words: str) -> str:
    """A name without brackets, an account, «ووكالات», and the place before or behind it."""
    name = _LATIN_BEHIND.sub("", _BRACKETS.sub(" ", words).strip(_EDGES))
    told = name.split()
    if len(told) > _WHOLE and told[-1].startswith("و") and _is_at_large(told[-1][1:]):
        told = told[:-1]
    for k, word in enumerate(told):
        if word in ("من", "في") and k >= _WHOLE and is_known_place(" ".join(told[k + 1 :])):
            told = told[:k]
            break
    if len(told) > _WHOLE and begins_as_verb(told[_WHOLE]):
        return words  # «فلانة الفلانية تفتتح ... في المدينة»
    return _without_place(told)


def _is_at_large(words: str) -> bool:
    return fold_word(words) in _at_large()


def _is_job(words: str) -> bool:
    return fold_word(words).partition(" ")[0] in _jobs()


def may_be_name(words: str) -> bool:
    """Whether words may be somebody's name that we do not know: no desk's, no maker's of sites, no account's."""
    told = words.split()
    if is_person(words):
        return True
    if not told or len(told) > _NAME or is_nobody(words) or is_outlet(words) or is_place(words):
        return False
    if any(not w.replace(".", "").replace("-", "").replace("'", "").replace("’", "").isalpha() for w in told):
        return False
    if _no_name_words() & _words(words) or any(is_section_word(w) for w in told):
        return False
    if len(told) == 1:
        return is_given(words)
    return not (told[0].startswith("ال") and told[1].startswith("ال"))


def _people(piece: str) -> Iterator[str]:
    """The people in a piece: one, or several joined; those whose names we do not know only beside one that we do."""
    names = [_freed(n) for n in _AND.split(_BRACKETS.sub(" ", piece))]
    several = [n for n in names if not _is_beside(n)]
    if len(several) > 1 and any(map(_is_name, several)) and all(_is_name(n) or _is_like_name(n) for n in several):
        yield from several
        return
    told = [_freed(n) for n in _COMMA.split(piece)]
    if len(told) > 1 and all(_is_name(n) or " " not in n or _is_beside(n) for n in told):
        yield from filter(_is_name, told)  # «فلان الفلاني، المدينة»
    elif _is_name(name := _freed(piece)):
        yield name


def _is_name(words: str) -> bool:
    return is_person(words) and name_size(words) <= _NAME and not _no_name_words() & _words(words)


def _is_like_name(words: str) -> bool:
    return len(words.split()) >= _WHOLE and may_be_name(words)


def _freed(words: str) -> str:
    """A name without brackets, signs, the same in other letters, a job, and a place before or behind it."""
    name = name_alone(_LATIN_BEHIND.sub("", _BRACKETS.sub(" ", words).strip(_EDGES))).strip(_EDGES)
    return _without_place(name.split())


def _without_place(told: Sequence[str]) -> str:
    """A name without the place that is glued to it: «الرباط فلان الفلاني»."""
    for k in range(min(_MOST_PLACE, len(told) - _WHOLE), 0, -1):
        if is_known_place(" ".join(told[-k:])) and not is_given(told[-1]) and is_person(" ".join(told[:-k])):
            return " ".join(told[:-k])
        if is_known_place(" ".join(told[:k])) and not is_given(told[0]) and is_person(" ".join(told[k:])):
            return " ".join(told[k:])
    return " ".join(told)


def _is_beside(words: str) -> bool:
    """Whether words beside a name are none: a place, an outlet, a section, a number."""
    told = words.split()
    plain = is_place(words) or _is_at_large(words) or is_nobody(words)
    plain = plain or is_outlet(words) or agency_id(words) is not None
    return not told or plain or all(is_section_word(w) or w.isdigit() for w in told)


def _words(words: str) -> frozenset[str]:
    told = fold_word(words).split()
    return frozenset((*told, *(w[1:] for w in told if w.startswith("و") and len(w) > _WHOLE)))


@cache
def _no_name_words() -> frozenset[str]:
    return frozenset(map(fold_word, load("ar/reading_markup").texts("no_name_words")))


@cache
def _at_large() -> frozenset[str]:
    return frozenset(map(fold_word, load("ar/reading").texts("agencies_at_large")))


@cache
def _jobs() -> frozenset[str]:
    return frozenset(map(fold_word, load("ar/reading").texts("writers")))
