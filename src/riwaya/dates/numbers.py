"""Numbers in words: «الحادي والعشرين», «خمسة وثلاثين», «ألف وتسعمائة وثمانية وسبعون».

`read_number(words, i)` reads the longest number that starts at word i of folded words. Words are
data (`rules/ar/numbers.yaml`); how they join is grammar: units before «و» tens, hundreds and
thousands before both, and «عشر» directly after a unit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from riwaya.rules import Entry, load, rules_in
from riwaya.text import fold_word

LONGEST = 12  # words after the first that a number may go on for; «ألف وتسعمائة وثمانية وسبعون» has three
_RANK = {"scale": 4, "hundred": 3, "tens": 2, "ten": 1, "one": 1}
_PARTICLES = ("", "و", "ف", "ب", "ل", "ك", "وب", "ول", "فب", "فل")


@dataclass(frozen=True, slots=True)
class NumberWords:
    """`length`: how many words it takes; `particle`: letters attached in front of the first."""

    value: int
    length: int
    particle: str


@cache
def _table(section: str) -> dict[str, tuple[int, str]]:
    table: dict[str, tuple[int, str]] = {}
    for entry in rules_in(load("ar/numbers"), section):
        for form in entry.only("value", "role", "forms").texts("forms"):
            table.setdefault(fold_word(form), (_value(entry), entry.text("role")))
    return table


def _value(entry: Entry) -> int:
    value = entry.get("value")
    if not isinstance(value, int):
        raise entry.fail("'value' must be a number")
    return value


@cache
def _firsts(section: str) -> dict[str, tuple[int, str, int]]:
    """Every written form of a first word: value, role, length of the particles in front."""
    forms: dict[str, tuple[int, str, int]] = {}
    for word, (value, role) in _table(section).items():
        for particle in _PARTICLES:
            article = particle[:-1] + "لل" if particle.endswith("ل") else particle + "ال"
            forms.setdefault(article + word, (value, role, len(particle)))
            if section == "cardinals":
                forms.setdefault(particle + word, (value, role, len(particle)))
    return forms


@cache
def number_starts() -> frozenset[str]:
    """Every written word that may begin a number in words."""
    return frozenset(_firsts("cardinals")) | frozenset(_firsts("ordinals"))


@cache
def _followers() -> frozenset[str]:
    words = frozenset(_table("cardinals")) | frozenset(_table("ordinals"))
    return frozenset(p + w for p in ("", "و", "وال") for w in words) | {"و"}


def goes_on(word: str) -> bool:
    """Whether a number in words may go on with `word`."""
    return word in _followers()


def read_cardinal(words: Sequence[str], i: int) -> NumberWords | None:
    """The cardinal that starts at word `i`, or None."""
    first = _firsts("cardinals").get(words[i])
    return _continue("cardinals", words, i, first) if first else None


def read_ordinal(words: Sequence[str], i: int) -> NumberWords | None:
    """The definite ordinal («السابعة», «الخامس والعشرين») that starts at word `i`, or None."""
    first = _firsts("ordinals").get(words[i])
    return _continue("ordinals", words, i, first) if first else None


def _continue(section: str, words: Sequence[str], i: int, first: tuple[int, str, int]) -> NumberWords:
    value, role, skip = first
    table = _table(section)
    total, rank, k = value, _RANK[role], i + 1
    while k < len(words):
        word = words[k]
        if role == "one" and total % 100 < 10 and table.get(word, (0, ""))[1] == "ten":  # خمسة عشر
            total, rank, role, k = total + 10, 1, "ten", k + 1
            continue
        bare, step = word, 1
        if word == "و" and k + 1 < len(words):
            bare, step = words[k + 1], 2
        elif word.startswith("و"):
            bare = word[1:]
        else:
            break
        entry = table.get(bare) or (table.get(bare[2:]) if bare.startswith("ال") else None)
        if entry is None or not _joins(total, rank, entry):
            break
        total, role = total + entry[0], entry[1]
        rank, k = _RANK[role], k + step
    return NumberWords(total, k - i, words[i][:skip])


def _joins(total: int, rank: int, entry: tuple[int, str]) -> bool:
    """«خمسة وعشرون» and «مئة وخمسة» join; «عشرون وثلاثون» and «ثلاثة وأربعة» are two numbers."""
    value, role = entry
    if role == "tens":
        return total % 100 < 10 and (total >= 1)
    if role == "ten":
        return False
    return rank > _RANK[role] and total % (10 if value < 10 else 100 if value < 100 else 1000) == 0
