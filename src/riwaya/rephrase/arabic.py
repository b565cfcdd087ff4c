"""Does an Arabic line say what another says? Word by word, in order, by what a reviewed list lets change.

Both lines become a row of items: dates by their value, numbers by value and bound, words by lemma or by the group of
words that may stand for one another; words that carry nothing are left out. The rows must be equal. So inflection,
connectives, spelling, punctuation, listed synonyms and the way a date or number is written may change, and nothing
else: no name, no number, no negation, no hedge, no order of who and whom. It is strict because a bag of words is not
enough: «استدعى أ سفير ب» and «استدعى ب سفير أ» have the same.
"""

from __future__ import annotations

import difflib
import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import simplemma

from riwaya.dates import find_dates
from riwaya.likeness import lemma_of
from riwaya.model import Article, Block, BlockKind, DateMention, When
from riwaya.rules import load
from riwaya.text import Token, fold_word, read_words, split_clitics
from riwaya.text.numbers import is_dual, read_number
from riwaya.text.states import demonyms

_LONGEST_NUMBER = 12  # words


@dataclass(frozen=True, slots=True)
class Item:
    """A thing that a line says. `kind`: date, number, negation, hedge, name or word."""

    kind: str
    key: str


_IN = Item("word", "في")


def items(text: str, anchor: When | None, names: frozenset[str] = frozenset()) -> list[Item]:
    """What a line says, in order. `names` are the folded words of the names in it."""
    article = Article("line#1", "line", text, parts=(Block(BlockKind.BODY, 0, len(text)),))
    words = read_words(article)
    dates = find_dates(words, anchor)
    tokens = [t for s in words.sentences for t in s.tokens]
    found = list(_items(text, tokens, dates, names))
    # «في 12 أيار» and «يوم 12 أيار» are one
    pairs = itertools.zip_longest(found, found[1:])
    return [i for i, following in pairs if i != _IN or following is None or following.kind != "date"]


def fault(source: Sequence[Item], told: Sequence[Item]) -> str:
    """Why a line does not say what its source says; empty where it does. The gravest reason is given."""
    if list(source) == list(told):
        return ""
    matcher = difflib.SequenceMatcher(None, [*source], [*told], autojunk=False)
    left, right = list[Item](), list[Item]()
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag != "equal":
            left += source[i1:i2]
            right += told[j1:j2]
    for kind in ("number", "date", "negation", "hedge", "name"):
        if [i for i in left if i.kind == kind] != [i for i in right if i.kind == kind]:
            return kind
    if sorted(i.key for i in left) == sorted(i.key for i in right):
        return "order"
    return "left out" if not right else "added" if not left else "changed"


def _items(text: str, tokens: Sequence[Token], dates: Sequence[DateMention], names: frozenset[str]) -> Iterator[Item]:
    i = 0
    while i < len(tokens):
        token = tokens[i]
        date = next((d for d in dates if d.span.start <= token.start < d.span.end), None)
        if date is not None:
            while i < len(tokens) and tokens[i].start < date.span.end:
                i += 1
            yield Item("date", date.when.value if date.when else fold_word(text[date.span.start : date.span.end]))
            continue
        number = read_number(tokens, i) or read_number([_bare(token), *tokens[i + 1 : i + _LONGEST_NUMBER]], 0)
        if number is not None:
            yield Item("number", f"{number.bound} {number.value:g}")
            i = max(number.last if number.last > i else i + number.last, i + 1)
            continue
        group, length = _group(tokens, i)
        if group:
            yield Item("word", group)
            i += length
            continue
        found = _word(text, token, names)
        if found is not None:
            yield found
        i += 1


def _word(text: str, token: Token, names: frozenset[str]) -> Item | None:
    if token.text in _light():
        return None
    stem = next((c.stem for c in split_clitics(token.text) if c.stem in _marked()), token.text)
    for kind in ("negation", "hedge"):
        if stem in _classes()[kind] or token.text in _classes()[kind]:
            return Item(kind, stem)
    for cut in split_clitics(token.text):
        if cut.stem in demonyms():
            return Item("name", demonyms()[cut.stem])
    named = next((c.stem for c in split_clitics(token.text) if c.stem in names and not c.enclitic), "")
    if token.text in names or named:
        return Item("name", token.text if token.text in names else named)
    lemma = lemma_of(text[token.start : token.end])
    marks = (" two" if is_dual(token.text, lemma) else "") + (" future" if is_future(token.text) else "")
    return Item("word", lemma + marks)


def is_future(word: str) -> bool:
    """«سيزور»: the particle before an imperfect; «سينما» is none, so not where the dictionary has the whole word."""
    rest = word[1:] if word[:1] in "وف" else word
    imperfect = rest.startswith("س") and rest[1:2] in tuple("يتن") and len(rest) > 4
    return imperfect and not any(simplemma.is_known(w, lang="ar") for w in (rest, word))


def _bare(token: Token) -> Token:
    """«وثمانية»: the number behind the conjunction."""
    joined = token.text.startswith("و") and len(token.text) > 2
    return Token(token.text[1:], token.start + 1, token.end, token.at + 1) if joined else token


def _group(tokens: Sequence[Token], i: int) -> tuple[str, int]:
    """The group of the words at `i`, the longest phrase first, and how many words it takes."""
    for length in (3, 2, 1):
        words = tuple(t.text for t in tokens[i : i + length])
        if len(words) < length:
            continue
        for form in _forms(words):
            if form in _groups():
                return _groups()[form], length
    return "", 1


def _forms(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    yield words
    head, *rest = words
    if head.startswith(("و", "ف")) and len(head) > 3:
        yield (head[1:], *rest)
    if not rest:
        yield (lemma_of(head),)


@cache
def _groups() -> Mapping[tuple[str, ...], str]:
    found: dict[tuple[str, ...], str] = {}
    for group in load("ar/rephrase").get("same", []):
        for phrase in group:
            found[tuple(fold_word(phrase).split())] = f"~{group[0]}"
            if " " not in phrase:
                found.setdefault((lemma_of(phrase),), f"~{group[0]}")
    return found


@cache
def _light() -> frozenset[str]:
    return frozenset(fold_word(w) for w in load("ar/rephrase").texts("light"))


@cache
def _classes() -> Mapping[str, frozenset[str]]:
    classes = {c.text("id"): c for c in load("ar/rephrase")["classes"]}
    return {k: frozenset(fold_word(w) for w in classes[k].texts("ar")) for k in ("negation", "hedge")}


@cache
def _marked() -> frozenset[str]:
    return frozenset().union(*_classes().values())
