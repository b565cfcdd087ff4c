"""Numbers as Arabic writes them: digits, words, and both together, with their bounds.

`read_number(tokens, i)` reads the number that starts at token `i`: «15», «1,500», «4.1 مليار»,
«خمسة وعشرين ألفاً», «مليون ونصف المليون», «مئتي», «عشرات الآلاف». Counted nouns in the dual («قتيلين») are not numbers
here: whoever knows the noun asks `is_dual`. A plural of a multiplier alone («عشرات», «مئات») commits itself
to a least value only, and says so by its bound.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from riwaya.rules import Entry, load, rules_in
from riwaya.text.fold import fold_word, fold_words
from riwaya.text.tokens import Token

_HUNDREDS = fold_words(("مئة", "مائة"))
_TEN = fold_words(("عشر", "عشرة"))
_ONE_OF = fold_words(("أحد", "إحدى"))  # «أحد المتهمين» is one of many, no count
_HEADS = ("وال", "فال", "بال", "كال", "ال", "لل", "و", "")  # what may be attached before the unit of a teen
_THOUSAND = 1000
_TWENTY = 20
_NO_NUMERAL = fold_words(("لست", "فست"))  # «I am not» is no six
_MULTIPLIED = fold_words(("عشرات", "العشرات", "مئات", "المئات"))  # «عشرات الآلاف»


@dataclass(frozen=True, slots=True)
class _Lists:
    """The words of `rules/ar/numbers.yaml`, folded. `before`, `after`: words that bound a number, with
    their bound, the longest first."""

    units: Mapping[str, int]
    times: Mapping[str, float]
    twice: Mapping[str, float]
    vague: Mapping[str, float]
    fractions: Mapping[str, float]
    before: tuple[tuple[tuple[str, ...], str], ...]
    after: tuple[tuple[tuple[str, ...], str], ...]
    beside: tuple[frozenset[str], frozenset[str]]  # the last words of `before`, the first ones of `after`
    starts: frozenset[str]
    ordinals: frozenset[str]


@cache
def _lists() -> _Lists:
    data = load("ar/numbers")
    units = {
        word: int(entry["value"])
        for entry in rules_in(data, "cardinals")
        if entry.text("role") != "scale"
        for word in fold_words(entry.texts("forms"))
    }
    times, twice, vague, parts = (_values(data, name) for name in ("multipliers", "doubled", "vague", "fractions"))
    starts = frozenset((*units, *times, *twice, *vague))
    ordinals = frozenset(
        w for e in rules_in(data, "ordinals") if e.text("role") == "one" for w in fold_words(e.texts("forms"))
    )
    before, after = _bounds(data, "before"), _bounds(data, "after")
    beside = frozenset(words[-1] for words, _ in before), frozenset(words[0] for words, _ in after)
    return _Lists(units, times, twice, vague, parts, before, after, beside, starts, ordinals.difference(units))


def _values(data: Entry, section: str) -> dict[str, float]:
    return {w: float(e["value"]) for e in rules_in(data, section) for w in fold_words(e.texts("forms"))}


def _bounds(data: Entry, side: str) -> tuple[tuple[tuple[str, ...], str], ...]:
    entries = rules_in(data, "bounds")
    found = [(tuple(fold_word(p).split()), e.text("bound")) for e in entries for p in e.texts(side)]
    return tuple(sorted(found, key=lambda b: -len(b[0])))


@dataclass(frozen=True, slots=True)
class Number:
    """`value` with its `bound` (exact, about, at_least, at_most, over, under); its words are the
    tokens `first:last`, the bounding words included."""

    value: float
    bound: str
    first: int
    last: int


def read_number(tokens: Sequence[Token], i: int) -> Number | None:
    """The number whose first numeral stands at token `i`, if one does."""
    vague = _vague(tokens, i)
    if vague is not None:
        value, last, bound = vague
    else:
        exact = _exact(tokens, i)
        if exact is None:
            return None
        value, last = exact
        bound = "exact"
    return _bounded(tokens, i, last, value, bound)


def find_numbers(tokens: Sequence[Token], *, attached: bool = False) -> list[Number]:
    """All numbers in `tokens`, left to right, none overlapping; with `attached` also those in words that a particle is
    attached to («بعشرين ألف», «وثلاثة جرحى»), and those with the article that words bound («فاق الستين»)."""
    found: list[Number] = []
    lists, done = _lists(), 0
    if attached:
        tokens = [_without_particle(tokens, i) for i in range(len(tokens))]
    for i, token in enumerate(tokens):
        word = token.text
        if i < done or not (word[0].isdigit() or word in lists.starts or word in lists.vague):
            continue
        number = _teen(tokens, i) if word in _TEN and i else read_number(tokens, i)
        if number is not None:
            found.append(number)
            done = number.last
    return found


def _without_particle(tokens: Sequence[Token], i: int) -> Token:
    """Token `i` without what is attached to its numeral, where it opens a number; else as it is."""
    lists, word = _lists(), tokens[i].text
    bare, noun = word[1:] if word[0] in "وفبل" else "", word.removeprefix("ال")
    alone = bare in lists.times or bare in lists.twice or bare in lists.vague
    tens = noun != word and lists.units.get(noun, 0) >= _TWENTY
    if not (alone or tens or bare in lists.units):  # nearly all words
        return tokens[i]
    after = tokens[i + 1].text if i + 1 < len(tokens) else ""
    if word in lists.starts or word in _NO_NUMERAL or (i and _goes_on(tokens[i - 1].text, word)):
        return tokens[i]
    more = after in lists.times or lists.units.get(after.removeprefix("و"), 0) >= _TWENTY
    if alone or (bare in lists.units and (lists.units[bare] > 1 or more)):
        return replace(tokens[i], text=bare)
    if tens and (after in lists.times or bound_before(tokens, i)):
        return replace(tokens[i], text=noun)
    return tokens[i]


def _goes_on(before: str, word: str) -> bool:
    """Whether «وعشرين» goes on with the number before it."""
    lists = _lists()
    heads = {before, before[1:]} if before[0] in "وفبل" else {before, before.removeprefix("ال")}
    numeral = before[0].isdigit() or any(h in lists.starts or h in lists.ordinals or h in lists.vague for h in heads)
    return word[0] == "و" and numeral


def _teen(tokens: Sequence[Token], i: int) -> Number | None:
    """The number that «عشر» at `i` ends or is: «الستة عشر» is 16, «السادس عشر» counts nothing."""
    lists, before = _lists(), tokens[i - 1].text
    units = [before.removeprefix(head) for head in _HEADS if before.startswith(head)]
    if any(unit in lists.ordinals for unit in units):
        return None
    value = next((lists.units[unit] for unit in units if unit in lists.units), 0)
    return Number(float(value + 10), "exact", i - 1, i + 1) if 0 < value < 10 else read_number(tokens, i)


def bound_before(tokens: Sequence[Token], i: int) -> str | None:
    """The bound that the words right before token `i` set («أقل من»), whatever stands there; None where none does."""
    found = _bounded(tokens, i, i, 0.0, "")
    return found.bound if found.first < i else None


def is_dual(word: str, singular: str) -> bool:
    """True where folded `word` is the dual of folded `singular` («قتيلين» of «قتيل»)."""
    stem = singular[:-1] + "ت" if singular.endswith("ه") else singular
    return word in (stem + "ين", stem + "ان")


def _vague(tokens: Sequence[Token], i: int) -> tuple[float, int, str] | None:
    lists, word = _lists(), tokens[i].text
    if word not in lists.vague:
        return None
    value, last = lists.vague[word], i + 1
    after = tokens[last].text if last < len(tokens) else ""
    times = lists.times.get(after.removeprefix("ال")) if word in _MULTIPLIED else None
    return (value * times, last + 1, "at_least") if times else (value, last, "at_least")


def _exact(tokens: Sequence[Token], i: int) -> tuple[float, int] | None:
    lists = _lists()
    first = tokens[i].text
    if not first[0].isdigit() and first not in lists.starts:
        return None
    total, group, j, seen = 0.0, 0.0, i, False
    while j < len(tokens):
        word = tokens[j].text
        if seen and word.startswith("و") and (part := _part(tokens, j)):
            return round(total + group + part[0], 6), part[1]
        if seen and word == "و" and total and not group and _lesser(tokens, j + 1, total):
            group += _digits(tokens[j + 1].text) or 0.0  # «6 ملايين و500 ألف», «15 ألفا و320 مقعدا»
            j += 2
            continue
        if seen and not word[0].isdigit():
            joined = word[1:] if word.startswith("و") and len(word) > 2 else ""
            if joined in lists.units or joined in lists.times or joined in lists.twice:
                word = joined
            elif not (word in lists.times or (word in _TEN and group < 10) or word in _HUNDREDS):
                break
        elif seen:
            break
        if word[0].isdigit():
            value = _digits(word)
            if value is None:
                return None
            group += value
        elif word in _HUNDREDS and 1 < group < 10:
            group *= 100
        elif word in lists.twice and not group:
            total += lists.twice[word]
        elif word in lists.times:
            total, group = total + (group or 1.0) * lists.times[word], 0.0
        elif word in lists.units:
            group += lists.units[word]
        else:
            break
        seen = True
        j += 1
    if not seen or (j == i + 1 and first in _ONE_OF):
        return None
    return round(total + group, 6), j


def _part(tokens: Sequence[Token], i: int) -> tuple[float, int] | None:
    """«ونصف المليون», «ونصف» at `i`, after a million: what it adds, and where it ends."""
    lists, before = _lists(), tokens[i - 1].text.removeprefix("و")
    scale = lists.times.get(before) or lists.twice.get(before, 0.0) / 2
    part = lists.fractions.get(tokens[i].text[1:])
    if not scale or part is None:
        return None
    after = tokens[i + 1].text.removeprefix("ال") if i + 1 < len(tokens) else ""
    return part * scale, i + 2 if lists.times.get(after) == scale else i + 1


def _lesser(tokens: Sequence[Token], i: int, total: float) -> bool:
    """Whether digits at `i`, with the multiplier after them, go on with a number of `total`."""
    if i >= len(tokens) or not tokens[i].text[0].isdigit():
        return False
    value = _digits(tokens[i].text)
    times = _lists().times.get(tokens[i + 1].text, 1.0) if i + 1 < len(tokens) else 1.0
    whole = total % (_THOUSAND * _THOUSAND) == 0  # «3 ملايين و200 جريح» may be two counts
    return value is not None and value < _THOUSAND and value * times < total and (times > 1 or not whole)


def _digits(word: str) -> float | None:
    if "/" in word or ":" in word:
        return None
    plain = word.replace("٬", "").replace("٫", ".")
    head, *groups = plain.split(",")
    if groups:
        plain = head + "".join(groups) if all(len(g) == 3 and g.isdigit() for g in groups) else plain.replace(",", ".")
    head, *groups = plain.split(".")
    if len(groups) > 1 and all(len(g) == 3 for g in groups):
        plain = head + "".join(groups)
    try:
        return float(plain)
    except ValueError:
        return None


def _bounded(tokens: Sequence[Token], first: int, last: int, value: float, bound: str) -> Number:
    lists = _lists()
    if _any(tokens[max(0, first - 1) : first], lists.beside[0]):
        for words, name in lists.before:
            start = first - len(words)
            if start >= 0 and _same(tokens, start, words):
                return Number(value, name, start, last)
    if _any(tokens[last : last + 2], lists.beside[1]):
        for words, name in lists.after:
            for at in (last, last + 1):
                if at + len(words) <= len(tokens) and _same(tokens, at, words):
                    return Number(value, name, first, last)
    return Number(value, bound, first, last)


def _any(tokens: Sequence[Token], words: frozenset[str]) -> bool:
    """Whether one of some tokens is one of some words, a particle before it or not; beside most numbers none is."""
    return any(t.text in words or t.text[1:] in words for t in tokens)


def _same(tokens: Sequence[Token], at: int, words: tuple[str, ...]) -> bool:
    if any(tokens[at + k].text != w for k, w in enumerate(words) if k):
        return False
    head = tokens[at].text
    return head == words[0] or (head[:1] in "وفبل" and head[1:] == words[0])
