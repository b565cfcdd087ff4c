"""The lexical half of finding: folded text to tokens, tokens to the classes rules speak of.

`Scan` holds the tokens of one passage and, for each, the `Atom`s that may start there: a word or
phrase of a class of `rules/ar/date_words.yaml`, a number (in digits or words), a year, a numeric
date, a clock time. One pass, one dictionary look-up a token; most tokens have no atom at all, and
rules are tried only where one starts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from riwaya.dates.expression import Value
from riwaya.dates.numbers import number_starts, read_cardinal, read_ordinal
from riwaya.rules import Entry, load, rules_in
from riwaya.text import fold_word

_PIECE = re.compile(
    r"(?P<date>\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?![\d.,/])|\d{1,2} ?[-/.] ?\d{1,2} ?[-/.] ?\d{4}(?!\d))"
    r"|(?P<clock>\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?(?!\d))"
    r"|(?P<decimal>\d+(?:[.,٫٬]\d+)+)"
    r"|(?P<number>\d+)|(?P<word>[^\W\d_]+)|(?P<mark>[^\w\s]|_)|(?P<line>\n)"
)
_WORD = re.compile(r"\d+|[^\W\d_]+|[^\w\s]")
_DIGITS = frozenset("0123456789")
_ARTICLES = frozenset(("ال", "لل", "وال", "بال"))
PARTICLES = ("", "و", "ف", "ب", "ل", "ك", "وب", "ول", "فب", "فل", "وك")


@dataclass(frozen=True, slots=True)
class Atom:
    """A lexical unit that starts at a token. `end`: token after it; `low`: where it starts in the
    folded text, attached particles excluded; `particle`: those particles; `slot`: its main field."""

    end: int
    low: int
    slots: dict[str, Value]
    particle: str = ""
    slot: str = ""


@dataclass(frozen=True, slots=True)
class _Phrase:
    rest: tuple[str, ...]
    names: tuple[str, ...]
    slots: dict[str, Value]
    slot: str
    particle: str


class Scan:
    """The tokens of a folded text with their atoms; `memo` belongs to the grammar."""

    __slots__ = ("_keys", "atoms", "highs", "lows", "memo", "text", "words")

    def __init__(self, text: str) -> None:
        self.text = text
        pieces = list(_PIECE.finditer(text))
        self.words: list[str] = [m.group() for m in pieces]
        self.lows: list[int] = [m.start() for m in pieces]
        self.highs: list[int] = [m.end() for m in pieces]
        self.atoms: dict[int, dict[str, list[Atom]]] = {}
        self.memo: dict[tuple[str, int], object] = {}
        self._keys: dict[int, frozenset[str]] = {}
        known = _known_words()
        for i, word in enumerate(self.words):
            if word in known:
                self._read_word(i, word)
            elif word[0] in _DIGITS:
                self._read_odd(i, str(pieces[i].lastgroup))

    def keys(self, i: int) -> frozenset[str]:
        """What rules may be indexed by at token i: its word, and its classes in braces."""
        known = self._keys.get(i)
        if known is None:
            if i >= len(self.words):
                return frozenset()
            names = ("{" + name + "}" for name in self.atoms.get(i, ()))
            known = self._keys[i] = frozenset((self.words[i], *names))
        return known

    def _add(self, i: int, names: tuple[str, ...], atom: Atom) -> None:
        bucket = self.atoms.setdefault(i, {})
        for name in names:
            bucket.setdefault(name, []).append(atom)

    def _read_word(self, i: int, word: str) -> None:
        words = self.words
        for phrase in _phrases().get(word, ()):
            n = len(phrase.rest)
            if n and tuple(words[i + 1 : i + 1 + n]) != phrase.rest:
                continue
            low = self.lows[i] + len(phrase.particle)
            self._add(i, phrase.names, Atom(i + 1 + n, low, phrase.slots, phrase.particle, phrase.slot))
        if word in number_starts():
            self._read_number_words(i)
        elif word in _ARTICLES:
            self._read_definite_digits(i)

    def _read_number_words(self, i: int) -> None:
        found = read_cardinal(self.words, i)
        if found:
            low, particle = self.lows[i] + found.skip, self.words[i][: found.skip]
            self._add(i, ("number", "word_number"), Atom(found.end, low, {"amount": found.value}, particle, "amount"))
            if 1000 <= found.value <= 2199:
                self._add(i, ("word_year",), Atom(found.end, low, {"year": found.value}, particle, "year"))
        found = read_ordinal(self.words, i)
        if found:
            low, particle = self.lows[i] + found.skip, self.words[i][: found.skip]
            names = ("ordinal", "nth_day") if found.value <= 31 else ("ordinal",)
            for name in names:
                slot = "day" if name == "nth_day" else "ordinal"
                self._add(i, (name,), Atom(found.end, low, {slot: found.value}, particle, slot))

    def _read_definite_digits(self, i: int) -> None:
        """«الـ14 من مايو»: the article, a dropped tatweel, digits."""
        if i + 1 < len(self.words) and self.words[i + 1].isdigit() and self.lows[i + 1] == self.highs[i]:
            value, skip = int(self.words[i + 1][:6]), len(self.words[i]) - 2
            low, particle = self.lows[i] + skip, self.words[i][:skip]
            if 1 <= value <= 31:
                self._add(i, ("nth_day",), Atom(i + 2, low, {"day": value}, particle, "day"))
            self._add(i, ("ordinal",), Atom(i + 2, low, {"ordinal": value}, particle, "ordinal"))
            self._add(i, ("the_number",), Atom(i + 2, low, {"amount": value}, particle, "amount"))

    def _read_odd(self, i: int, kind: str) -> None:
        word, low = self.words[i], self.lows[i]
        if kind == "number" and len(word) <= 6:
            self._read_digits(i, int(word))
        elif kind == "date":
            slots = _numeric_date(word)
            if slots:
                self._add(i, ("numeric_date",), Atom(i + 1, low, slots))
        elif kind == "clock":
            parts = re.split("[:.]", word)
            self._add_clock(i, int(parts[0]), int(parts[1]), "hhmm")
        elif kind == "decimal":
            parts = re.split("[.,٫٬]", word)
            if len(parts) == 2 and len(parts[0]) <= 2 and len(parts[1]) == 2:
                self._add_clock(i, int(parts[0]), int(parts[1]), "hh_mm")

    def _add_clock(self, i: int, hour: int, minute: int, name: str) -> None:
        if hour <= 24 and minute <= 59:
            self._add(i, (name,), Atom(i + 1, self.lows[i], {"hour": hour, "minute": minute}, "", "hour"))

    def _read_digits(self, i: int, value: int) -> None:
        low, word = self.lows[i], self.words[i]
        self._add(i, ("number",), Atom(i + 1, low, {"amount": value}, "", "amount"))
        if len(word) <= 2 and 1 <= value <= 31:
            self._add(i, ("day",), Atom(i + 1, low, {"day": value}, "", "day"))
        if len(word) <= 2 and value <= 24:
            self._add(i, ("hour",), Atom(i + 1, low, {"hour": value}, "", "hour"))
        if len(word) <= 2:
            self._add(i, ("two_digits",), Atom(i + 1, low, {"amount": value}, "", "amount"))
        if len(word) == 4:
            if 1000 <= value <= 2199:
                self._add(i, ("year",), Atom(i + 1, low, {"year": value}, "", "year"))
            if value // 100 <= 23 and value % 100 <= 59:
                self._add(i, ("digits_clock",), Atom(i + 1, low, {"hour": value // 100, "minute": value % 100}))


def _numeric_date(word: str) -> dict[str, Value] | None:
    """Day, month and year of «13/10/2025», «2018-05-03»; None where no order makes a date."""
    a, b, c = (int(p) for p in re.split(" ?[-/.] ?", word))
    if a >= 1000:
        year, month, day = a, b, c
    else:
        day, month, year = a, b, c
    if month > 12 >= day:
        day, month = month, day
    return {"day": day, "month": month, "year": year}


@cache
def _known_words() -> frozenset[str]:
    """Every written word that may begin an atom."""
    return frozenset(_phrases()) | number_starts() | _ARTICLES


@cache
def _phrases() -> dict[str, tuple[_Phrase, ...]]:
    """Written first word -> the phrases it may begin, longest first."""
    table: dict[str, list[_Phrase]] = {}
    for entry in rules_in(load("ar/date_words"), "classes"):
        entry.only("name", "slot", "also", "article", "particles", "words")
        for form, slots in _forms(entry):
            words = _WORD.findall(fold_word(form))
            for written, particle in _written(words[0], entry):
                phrase = _Phrase(tuple(words[1:]), entry.texts("name"), slots, entry.text("slot", ""), particle)
                bucket = table.setdefault(written, [])
                if phrase not in bucket:
                    bucket.append(phrase)
    return {word: tuple(sorted(found, key=lambda p: -len(p.rest))) for word, found in table.items()}


def _forms(entry: Entry) -> Iterator[tuple[str, dict[str, Value]]]:
    slot = entry.text("slot", "")
    also: dict[str, Value] = dict(entry.get("also", {}))
    words = entry.get("words")
    if not isinstance(words, Entry):
        raise entry.fail("'words' must be a mapping of value to forms")
    for value, forms in words.items():
        slots = {slot: value, **also} if slot else also
        for form in forms:
            if not isinstance(form, str):
                raise words.fail(f"{form!r} is not a text")
            yield form, slots


def _written(word: str, entry: Entry) -> Iterator[tuple[str, str]]:
    """The written forms of a first word: (form, particles before it)."""
    article, allowed = entry.text("article", "without"), entry.text("particles", "")
    for particle in PARTICLES:
        if not all(letter in allowed for letter in particle):
            continue
        if article in ("without", "either"):
            if particle.endswith("ل") and word.startswith("ال"):
                yield particle + "ل" + word[2:], particle
            yield particle + word, particle
        if article in ("with", "either"):
            yield (particle + "ل" if particle.endswith("ل") else particle + "ال") + word, particle
