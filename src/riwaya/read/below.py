"""Who signs below a text: a label, a name alone, an agency's last line, the note about a writer.

Data: `closing`, `about_writers`, `posting_labels` of `rules/ar/reading.yaml`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache

from riwaya.model import BlockKind
from riwaya.read.bylines import labelled, may_sign, name_alone, person_as_source, person_at_place, posted, signed_as
from riwaya.read.called import may_be_called, names_other_credit
from riwaya.read.cues import byline_lead, loose
from riwaya.read.marks import Mark
from riwaya.read.names import is_person, is_place, name_size
from riwaya.read.people import signed_by
from riwaya.read.writers import tells_role
from riwaya.rules import load
from riwaya.text import fold_word

_SIGNED = 10  # words of a signature
_SIGNATURE = 4  # words of a name alone below a text
_CLOSING_LINE = 200  # characters of an agency's last line
_POSTED = 90  # characters of a line with which a system signs
_WRITERS = 3  # who share one part of it
_STARS = ("*", "✱", "★", "☆")
_PARTS = re.compile(r"\s*[-–—;؛|/]\s+|\s+[-–—;؛|/]\s*")
_AND = re.compile(r"\s*[،,]\s*|\s+و(?!لد\s)\s?(?=\w)")
_BRACKETED = re.compile(r"[(\[]\s*([^()\[\]]+?)\s*[)\]]\W*")


def signed_below(below: Sequence[Mark], told_of: Callable[[str], bool]) -> str | None:
    """Who signs in the lines right below a text. `told_of`: whether the text holds a name, or the last word of one."""
    announced = next((name for m in below if (name := _announced(m))), None)
    return announced or _signature(below, told_of) or _row(below, told_of) or _two(below, told_of) or _noted(below)


def _announced(mark: Mark) -> str | None:
    words = mark.line.text
    noted = words.lstrip(" *✱★☆").replace(":", "،") if words.lstrip().startswith(_STARS) else ""
    known = name_alone(noted)
    if is_person(known) and known != noted and len(known.split()) <= _SIGNATURE:
        return known  # «* فلان الفلاني: كاتب وباحث»
    told = next((name for part in words.split("|") if (name := labelled(part))), None)
    told = told or closing_writer(words) or person_as_source(words)
    return told or ((signed_as(words) or posted(words)) if mark.is_a(BlockKind.BYLINE) else _posted_by(words))


def _posted_by(words: str) -> str | None:
    """The name in a line with which a system signs what it shows: «مرسلة بواسطة فلان الفلاني في 6:05 م 5 تعليقات»."""
    label = _posting().match(fold_word(words)) if len(words) <= _POSTED else None
    if label is None:
        return None
    told = words.split()[len(label[0].split()) :]
    name = name_alone(" ".join(told))
    fit = 1 < name_size(name) <= _SIGNATURE and name.split() == told[: len(name.split())]
    return name if fit and (may_sign(name) or may_be_called(name)) else None


def closing_writer(words: str) -> str | None:
    """Who wrote, in the line with which agencies close a text, «(إعداد فلان للنشرة العربية - تحرير فلانة)»: who
    reported, else who prepared it; who edited it is no writer."""
    inside = _BRACKETED.fullmatch(words.strip()) if len(words) <= _CLOSING_LINE else None
    parts = [p for p in _PARTS.split(inside[1] if inside else words) if p] if len(words) <= _CLOSING_LINE else []
    named = [(m.lastgroup, _people(m.string[m.end() :])) for p in parts if (m := _roles().match(p))]
    if len(named) < len(parts) or len(parts) + bool(inside) < 2:
        return None  # one part alone is a sentence, unless brackets hold it
    told = (names for role in ("reporters", "preparers") for r, names in named if r == role and names)
    return next(told, None)


def _people(words: str) -> str | None:
    """The names with which words begin, as they stand; any name of two words or more, since a label announces it."""
    end = _ends().search(words)
    told = (words[: end.start()] if end else words).strip(" :،,.")
    names = _AND.split(told)
    fit = len(names) <= _WRITERS and all(1 < name_size(n) <= _SIGNATURE for n in names)
    return told if fit and all(w.replace(".", "").isalpha() for n in names for w in n.split()) else None


def _signature(below: Sequence[Mark], told_of: Callable[[str], bool]) -> str | None:
    """The name that stands alone right below a text; among other short lines it is one of its tags."""
    first, *others = below or (None,)
    if first is None or not 2 <= first.line.words <= _SIGNED or not _stands_alone(first) or first.repeats > 1:
        return None
    inside = _BRACKETED.fullmatch(first.line.text)
    words = inside[1] if inside else first.line.text
    listed = others and others[0].line.words <= _SIGNATURE and _stands_alone(others[0]) and others[0].line.arabic > 0
    place, _, behind = words.partition(":")
    if (
        behind
        and not listed
        and not names_other_credit(place)
        and may_sign(behind.strip())
        and (is_place(place) or (" " not in place and told_of(place)))
    ):
        return behind.strip()  # «المدينة: فلان الفلاني»
    people = _PARTS.split(words)
    if 1 < len(people) <= _WRITERS and not listed and all(may_sign(p) and not told_of(p.split()[-1]) for p in people):
        return words.strip()  # «فلان الفلاني - فلانة الفلانية»
    name = person_at_place(words) or name_alone(words)
    rest = words.replace(name, "").strip(" *.،()-–")
    if rest and not is_place(rest) and not tells_role(rest) and name != person_at_place(words):
        return None  # «فلان الفلاني في ...»: a headline
    alone = len(name.split()) <= _SIGNATURE and (name != words or first.line.words <= _SIGNATURE)
    return name if alone and may_sign(name) and not listed else None


def _row(below: Sequence[Mark], told_of: Callable[[str], bool]) -> str | None:
    """Those who sign right below a text among places and outlets, and of whom it does not tell."""
    first = below[0] if below and (_stands_alone(below[0]) or below[0].is_a(BlockKind.BYLINE)) else None
    listed = len(below) > 1 and below[1].line.words <= _SIGNATURE and _stands_alone(below[1])  # tags
    first = first if first is not None and first.repeats == 1 and not listed else None
    names = signed_by(first.line.text) if first is not None else None
    return names if names and not any(told_of(n.split()[-1]) for n in names.split("، ")) else None


def _two(below: Sequence[Mark], told_of: Callable[[str], bool]) -> str | None:
    """Two people, each in a line of the own, whose family names the text does not hold: tags name whom it tells of."""
    able = [m for m in below if _stands_alone(m) and m.repeats == 1 and 1 < m.line.words <= _SIGNATURE]
    if len(able) != 2 or list(below[:2]) != able:
        return None
    names = [m.line.text.strip() for m in able]
    fit = all(is_person(n) and may_sign(n) and not told_of(n.split()[-1]) for n in names)
    return "، ".join(names) if fit else None


def _noted(below: Sequence[Mark]) -> str | None:
    """The person below «عن الكاتب»."""
    heads = (k for k, m in enumerate(below[:-1]) if byline_lead().fullmatch(_about().sub("", m.line.text)))
    names = (name_alone(below[k + 1].line.text) for k in heads)
    return next((n for n in names if is_person(n) and name_size(n) <= _SIGNATURE), None)


def _stands_alone(mark: Mark) -> bool:
    return mark.cue is None and not mark.meta and not mark.category and not mark.line.stop and bool(mark.line.key)


@cache
def _posting() -> re.Pattern[str]:
    labels = sorted(map(fold_word, load("ar/reading").texts("posting_labels")), key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(labels)})(?: *:)?(?= )")


@cache
def _about() -> re.Pattern[str]:
    words = "|".join(map(loose, load("ar/reading").texts("about_writers")))
    return re.compile(rf"^\W*(?:{words})\s+")


@cache
def _roles() -> re.Pattern[str]:
    data = load("ar/reading")["closing"]
    groups = (
        f"(?P<{role}>{'|'.join(sorted(map(loose, data.texts(role)), key=len, reverse=True))})"
        for role in ("others", "reporters", "preparers")
    )
    return re.compile(rf"(?:{'|'.join(groups)})(?!\w)\s*:?\s*")


@cache
def _ends() -> re.Pattern[str]:
    words = "|".join(map(loose, load("ar/reading")["closing"].texts("ends")))
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)")
