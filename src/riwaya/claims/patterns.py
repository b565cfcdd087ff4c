"""Claim patterns, read from `rules/ar/claims.yaml` and matched on neighbouring words.

The language of patterns is told at the head of that file. A pattern compiles to a row of `Element`s;
`match` tries them from one token on and gives what filled the slots.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache

from riwaya.claims.row import Row
from riwaya.rules import Entry, load, rules_in
from riwaya.text import fold_word, fold_words, split_clitics
from riwaya.text.numbers import Number, read_number
from riwaya.text.states import demonyms

_FIELDS = ("id", "relation", "what", "unit", "both", "subject_type", "object_type", "patterns", "yes", "no")


@dataclass(frozen=True, slots=True)
class Element:
    """One place of a pattern: `kind` is word, pronoun, name, people, pair, rank, ordinal, number,
    gap or comma."""

    kind: str
    words: frozenset[str] = frozenset()
    slot: str = ""
    intro: str = ""
    optional: bool = False
    most: int = 0


@dataclass(frozen=True, slots=True)
class Relation:
    """A standing relation and the ways to put it."""

    id: str
    relation: str
    what: str
    units: frozenset[str]
    both: bool
    subject_types: frozenset[str]
    object_types: frozenset[str]
    patterns: tuple[tuple[Element, ...], ...]


@dataclass(frozen=True, slots=True)
class Grammar:
    """The compiled file."""

    relations: tuple[Relation, ...]
    heads: frozenset[str]
    ordinals: Mapping[str, int]
    superlatives: frozenset[str]
    denied: frozenset[str]
    masculine: frozenset[str]
    pairs: frozenset[str]
    sides: frozenset[str]
    cities: frozenset[str]
    places: frozenset[str]
    regions: frozenset[str]


@dataclass(frozen=True, slots=True)
class Found:
    """What a match filled: names by slot (indices into the row's names), states by slot, a rank or a
    number, and the slot that a pronoun stands for. Tokens `first:last`."""

    first: int
    last: int
    names: Mapping[str, int] = field(default_factory=dict)
    states: Mapping[str, str] = field(default_factory=dict)
    rank: tuple[int, int, int] | None = None
    number: Number | None = None
    pronoun: tuple[str, str, int] | None = None  # slot, pronoun, token
    twin: bool = False  # «البلدان» filled both slots of states


@cache
def grammar() -> Grammar:
    """The rules of `rules/ar/claims.yaml`. Raises `RuleError` where it is wrong."""
    data = load("ar/claims")
    ordinals = data["ordinals"]
    relations = tuple(_relation(e) for e in rules_in(data, "relations"))
    return Grammar(
        relations,
        fold_words(data.texts("heads")),
        {fold_word(k): int(v) for k, v in ordinals.items()},
        fold_words(data.texts("superlatives")),
        fold_words(data.texts("denied")),
        frozenset(f"country:{c}" for c in data.texts("masculine")),
        fold_words(data.texts("pairs")),
        fold_words(data.texts("sides")),
        fold_words(data.texts("cities")),
        fold_words(data.texts("places")),
        fold_words(data.texts("regions")),
    )


def match(row: Row, pattern: tuple[Element, ...], first: int) -> Found | None:
    """The first way in which `pattern` fits the row from token `first` on."""
    return next(_matches(row, pattern, 0, Found(first, first)), None)


def _matches(row: Row, pattern: tuple[Element, ...], k: int, so_far: Found) -> Iterator[Found]:
    if k == len(pattern):
        yield so_far
        return
    element = pattern[k]
    for step in _steps(row, element, so_far, k == 0 or pattern[k - 1].kind == "comma"):
        yield from _matches(row, pattern, k + 1, step)
    if element.optional:
        yield from _matches(row, pattern, k + 1, so_far)


def _steps(row: Row, element: Element, so_far: Found, free: bool) -> Iterator[Found]:
    i = so_far.last
    if element.kind == "comma":
        if i < len(row.tokens) and "،" in row.gaps[i]:
            yield so_far
        return
    if i >= len(row.tokens) or (not free and row.broken(i)):
        return
    if element.kind == "gap":
        yield so_far
        for j in range(i, min(len(row.tokens), i + element.most)):
            if row.at[j] is not None or row.tokens[j].is_number or (j > i and row.broken(j)):
                return
            yield replace(so_far, last=j + 1)
        return
    yield from _TAKERS[element.kind](row, element, so_far, i)


def _word(row: Row, element: Element, so_far: Found, i: int) -> Iterator[Found]:
    word = row.tokens[i].text
    if row.at[i] is not None or not row.stems[i] & element.words:
        return
    if i > so_far.first and word.startswith("و") and word not in element.words and word[1:] in row.stems[i]:
        return  # «والعضو» begins another phrase
    yield replace(so_far, last=i + 1)


def _pronoun(row: Row, element: Element, so_far: Found, i: int) -> Iterator[Found]:
    for cut in split_clitics(row.tokens[i].text):
        if cut.enclitic in ("ها", "ه") and cut.stem in element.words and not cut.article:
            yield replace(so_far, last=i + 1, pronoun=(element.slot, cut.enclitic, i))
            return


def _name(row: Row, element: Element, so_far: Found, i: int) -> Iterator[Found]:
    intro = element.intro
    if len(intro) > 1:
        if intro not in row.stems[i] or row.at[i] is not None:
            return
        i, intro = i + 1, ""
    elif intro and i < len(row.tokens) and row.tokens[i].text == intro:
        i, intro = i + 1, ""
    for j in (i, i + 1):
        k = row.at[j] if j < len(row.tokens) else None
        if k is None or row.names[k].first != j:
            headed = j == i and j < len(row.tokens) and bool(row.stems[j] & grammar().heads)
            if not headed:
                return
            if intro and row.tokens[j].text[0] == intro:
                intro = ""
            continue
        clitic = row.names[k].clitic
        if clitic.endswith(intro) if intro else not clitic.strip("وف"):
            yield replace(so_far, last=row.names[k].last, names={**so_far.names, element.slot: k})
        return


def _people(row: Row, element: Element, so_far: Found, i: int) -> Iterator[Found]:
    word = row.tokens[i].text
    for bare in (word, word.removeprefix("ال")):
        state = demonyms().get(bare)
        if state is not None:
            yield replace(so_far, last=i + 1, states={**so_far.states, element.slot: state})
            return


def _pair(row: Row, element: Element, so_far: Found, i: int) -> Iterator[Found]:
    """«البلدين»: both states at once."""
    if row.pair is not None and row.stems[i] & grammar().pairs:
        subject, object_ = row.pair
        yield replace(so_far, last=i + 1, states={**so_far.states, "S": subject, "O": object_}, twin=True)


def _ordinal(row: Row, element: Element, so_far: Found, i: int) -> Iterator[Found]:
    value = next((grammar().ordinals[s] for s in sorted(row.stems[i]) if s in grammar().ordinals), None)
    if value is not None:
        yield replace(so_far, last=i + 1, rank=(value, i, i + 1))


def _rank(row: Row, element: Element, so_far: Found, i: int) -> Iterator[Found]:
    book = grammar()
    if row.tokens[i].text.startswith("ك"):
        return  # «كأكبر منتج» compares or tells a role that may have passed
    value = next((book.ordinals[s] for s in sorted(row.stems[i]) if s in book.ordinals), None)
    j = i + (value is not None)
    if j < len(row.tokens) and row.stems[j] & book.superlatives:
        yield replace(so_far, last=j + 1, rank=(value or 1, i, j + 1))


def _number(row: Row, element: Element, so_far: Found, i: int) -> Iterator[Found]:
    for j in range(i, min(len(row.tokens), i + 5)):
        number = read_number(row.tokens, j)
        if number is not None and number.first == i and not any(row.at[k] is not None for k in range(i, number.last)):
            yield replace(so_far, last=number.last, number=number)
            return


_TAKERS = {
    "word": _word, "pronoun": _pronoun, "name": _name, "people": _people, "rank": _rank, "number": _number,
    "pair": _pair, "ordinal": _ordinal,
}  # fmt: skip


_BARE = {"R": "rank", "N": "number", "K": "ordinal", "B": "pair"}


def _relation(entry: Entry) -> Relation:
    entry.only(*_FIELDS)
    return Relation(
        entry.text("id"),
        entry.text("relation"),
        entry.text("what", ""),
        fold_words(entry.texts("unit")),
        bool(entry.get("both", False)),
        frozenset(entry.texts("subject_type")),
        frozenset(entry.texts("object_type")),
        tuple(tuple(_element(entry, e) for e in p.split()) for p in entry.texts("patterns")),
    )


def _element(entry: Entry, text: str) -> Element:
    optional = text.startswith("?")
    text = text.removeprefix("?")
    if text == "،":
        return Element("comma", optional=True)
    if text.startswith("*"):
        return Element("gap", most=int(text[1:]))
    intro, _, slot = text.rpartition(":")
    if slot in ("S", "O"):
        return Element("name", slot=slot, intro=fold_word(intro), optional=optional)
    if text in _BARE:
        return Element(_BARE[text], optional=optional)
    if text in ("D", "D:O"):
        return Element("people", slot="O" if text.endswith("O") else "S", optional=optional)
    words = text.split("|")
    owned = [w.rpartition("+") for w in words if "+" in w]
    if owned and len(owned) == len(words):
        return Element("pronoun", fold_words(w for w, _, _ in owned), owned[0][2], optional=optional)
    if owned or any(c.isascii() for c in text.replace("|", "")):
        raise entry.fail(f"cannot read the pattern element {text!r}")
    return Element("word", fold_words(words), optional=optional)
