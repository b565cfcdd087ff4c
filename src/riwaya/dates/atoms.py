"""Lexical units of the date rules: which classes a written word belongs to, and what it says.

An `Atom` is a word or phrase of a class of `rules/ar/date_words.yaml`, a number (in digits or words), a
year, a numeric date, a clock time. `Atoms` are all those that start at one token.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from riwaya.dates.expression import Value
from riwaya.dates.numbers import NumberWords, number_starts, read_cardinal, read_ordinal
from riwaya.remembered import remembered
from riwaya.rules import Entry, load, rules_in
from riwaya.text import fold_word

_NUMERIC_DATE = re.compile(r"(\d{1,4}) ?[-/.] ?(\d{1,2}) ?[-/.] ?(\d{1,4})")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::\d{2})?(?:\.\d+)?")
_DECIMAL = re.compile(r"(\d{1,6})[.,٫٬](\d{1,2})")
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:[.,٬]000|[,٬]\d{3})")
_WORD = re.compile(r"\d+|[^\W\d_]+|[^\w\s]")
_ARTICLES = frozenset(("ال", "لل", "وال", "بال"))
PARTICLES = ("", "و", "ف", "ب", "ل", "ك", "وب", "ول", "فب", "فل", "وك")


@dataclass(frozen=True, slots=True)
class Atom:
    """A lexical unit. `length`: its tokens; `particle`: letters attached in front, not part of it;
    `slots`: what it says; `slot`: its main field."""

    length: int
    slots: Mapping[str, Value]
    slot: str = ""
    particle: str = ""


class Shape:
    """What rules can see of the atoms at a token: class -> (length, particle) of each. One object a shape."""

    __slots__ = ("names",)

    def __init__(self, names: Mapping[str, tuple[tuple[int, str], ...]]) -> None:
        self.names = names


class Atoms:
    """All atoms that start at a token, by class. `least`: the fewest letters attached in front of one."""

    __slots__ = ("by_name", "least", "shape")

    def __init__(self, pairs: tuple[tuple[str, Atom], ...]) -> None:
        self.by_name: dict[str, list[Atom]] = {}
        for name, atom in pairs:
            bucket = self.by_name.setdefault(name, [])
            if atom not in bucket:
                bucket.append(atom)
        self.least = min((len(atom.particle) for _, atom in pairs), default=0)
        self.shape = shape_of({n: tuple((a.length, a.particle) for a in b) for n, b in self.by_name.items()})


def shape_of(names: Mapping[str, tuple[tuple[int, str], ...]]) -> Shape:
    """The one shape with these atoms."""
    return _one_shape(tuple(names.items()))


@cache
def _one_shape(names: tuple[tuple[str, tuple[tuple[int, str], ...]], ...]) -> Shape:
    return Shape(dict(names))


NO_SHAPE = shape_of({})


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase by the words after its first, with its atoms."""

    rest: tuple[str, ...]
    pairs: tuple[tuple[str, Atom], ...]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a written word: its own atoms; the phrases that it may begin, longest first, and
    the words that these go on with; whether it may begin a number in words, or is an article that digits
    may follow; whether what follows can change nothing (`fixed`); how many words after it may matter,
    numbers apart (`longest`)."""

    plain: Atoms | None
    pairs: tuple[tuple[str, Atom], ...]
    phrases: tuple[Phrase, ...]
    nexts: frozenset[str]
    number: bool
    article: bool
    fixed: bool
    longest: int

    def _following(self, words: Sequence[str], i: int) -> tuple[tuple[str, Atom], ...]:
        """The atoms of the phrases that go on after this word, which is word `i`."""
        pairs: tuple[tuple[str, Atom], ...] = ()
        for phrase in self.phrases:
            if tuple(words[i + 1 : i + 1 + len(phrase.rest)]) == phrase.rest:
                pairs += phrase.pairs
        return pairs

    def read(self, words: Sequence[str], i: int, *, glued: bool) -> Atoms | None:
        """The atoms of word `i`, which this is, with those that what follows makes of it; `glued`: the
        next word stands directly behind it."""
        pairs = self._following(words, i) if self.phrases else ()
        if self.number:
            numbers = number_atoms(read_cardinal(words, i), read_ordinal(words, i))
            if not pairs and not self.pairs:
                return numbers
            pairs += tuple((name, atom) for name, atoms in numbers.by_name.items() for atom in atoms)
        elif self.article and glued and words[i + 1].isdigit():
            pairs += _definite_digits(words[i], int(words[i + 1][:6]))
        return Atoms(pairs + self.pairs) if pairs else self.plain


@remembered(4096)
def number_atoms(cardinal: NumberWords | None, ordinal: NumberWords | None) -> Atoms:
    """What a number in words may be."""
    pairs: list[tuple[str, Atom]] = []
    if cardinal is not None:
        n, value, particle = cardinal.length, cardinal.value, cardinal.particle
        pairs += ((name, Atom(n, {"amount": value}, "amount", particle)) for name in ("number", "word_number"))
        if 1000 <= value <= 2199:
            pairs.append(("word_year", Atom(n, {"year": value}, "year", particle)))
    if ordinal is not None:
        n, value, particle = ordinal.length, ordinal.value, ordinal.particle
        pairs.append(("ordinal", Atom(n, {"ordinal": value}, "ordinal", particle)))
        if value <= 31:
            pairs.append(("nth_day", Atom(n, {"day": value}, "day", particle)))
    return Atoms(tuple(pairs))


def _definite_digits(article: str, value: int) -> tuple[tuple[str, Atom], ...]:
    """«الـ14 من مايو»: the article, a dropped tatweel, digits."""
    particle = article[: len(article) - 2]
    pairs = [
        ("ordinal", Atom(2, {"ordinal": value}, "ordinal", particle)),
        ("the_number", Atom(2, {"amount": value}, "amount", particle)),
    ]
    if 1 <= value <= 31:
        pairs.append(("nth_day", Atom(2, {"day": value}, "day", particle)))
    return tuple(pairs)


@remembered(8192)
def read_figures(word: str) -> Atoms | None:
    """What a token that begins with a digit may be."""
    if word.isdigit():
        return Atoms(tuple(_digits(word, int(word)))) if len(word) <= 6 else None
    if m := _CLOCK.fullmatch(word):
        clock = _clock(int(m[1]), int(m[2]), "hhmm")
        return Atoms(clock) if clock else None
    if (m := _NUMERIC_DATE.fullmatch(word)) and (len(m[1]) == 4) != (len(m[3]) == 4):
        slots = _numeric_date(int(m[1]), int(m[2]), int(m[3]))
        return Atoms((("numeric_date", Atom(1, slots)),))
    if _THOUSANDS.fullmatch(word):
        return Atoms((("number", Atom(1, {"amount": int(re.sub(r"\D", "", word))}, "amount")),))
    if m := _DECIMAL.fullmatch(word):
        fraction: dict[str, Value] = {"amount": int(m[1]), "decimal": f"{m[1]}.{m[2]}"}
        clock = _clock(int(m[1]), int(m[2]), "hh_mm") if len(m[1]) <= 2 == len(m[2]) else ()
        return Atoms((("decimal", Atom(1, fraction, "decimal")), *clock))
    return None


def _clock(hour: int, minute: int, name: str) -> tuple[tuple[str, Atom], ...]:
    if hour > 24 or minute > 59:
        return ()
    return ((name, Atom(1, {"hour": hour, "minute": minute}, "hour")),)


def _digits(word: str, value: int) -> Iterator[tuple[str, Atom]]:
    yield "number", Atom(1, {"amount": value}, "amount")
    if len(word) <= 2:
        if 1 <= value <= 31:
            yield "day", Atom(1, {"day": value}, "day")
        if value <= 24:
            yield "hour", Atom(1, {"hour": value}, "hour")
        yield "two_digits", Atom(1, {"amount": value}, "amount")
    if len(word) == 4:
        if 1000 <= value <= 2199:
            yield "year", Atom(1, {"year": value}, "year")
        if value // 100 <= 23 and value % 100 <= 59:
            yield "digits_clock", Atom(1, {"hour": value // 100, "minute": value % 100})


def _numeric_date(a: int, b: int, c: int) -> dict[str, Value]:
    """Day, month and year of «13/10/2025», «2018-05-03», in the order that makes a date."""
    year, month, day = (a, b, c) if a >= 1000 else (c, b, a)
    if month > 12 >= day:
        day, month = month, day
    return {"day": day, "month": month, "year": year}


@cache
def vocabulary() -> dict[str, Known]:
    """Every written word that may begin an atom."""
    phrases = _phrases()
    numbers = number_starts()
    table: dict[str, Known] = {}
    for word in frozenset(phrases) | numbers | _ARTICLES:
        found = phrases.get(word, ())
        pairs = tuple(pair for phrase in found if not phrase.rest for pair in phrase.pairs)
        longer = tuple(phrase for phrase in found if phrase.rest)
        number, article = word in numbers, word in _ARTICLES
        fixed = not (longer or number or article)
        rest = max((len(phrase.rest) for phrase in longer), default=1)
        nexts = frozenset(phrase.rest[0] for phrase in longer)
        table[word] = Known(Atoms(pairs) if pairs else None, pairs, longer, nexts, number, article, fixed, rest)
    return table


@cache
def _phrases() -> dict[str, tuple[Phrase, ...]]:
    """Written first word -> the phrases it may begin, longest first."""
    table: dict[str, list[Phrase]] = {}
    for entry in rules_in(load("ar/date_words"), "classes"):
        entry.only("name", "slot", "also", "article", "particles", "words")
        slot = entry.text("slot", "")
        for form, slots in _forms(entry):
            words = _WORD.findall(fold_word(form))
            for written, particle in _written(words[0], entry):
                atom = Atom(len(words), slots, slot, particle)
                phrase = Phrase(tuple(words[1:]), tuple((name, atom) for name in entry.texts("name")))
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
