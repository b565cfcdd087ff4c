"""Clauses: the pieces that two articles are compared by, each with what it says in lemmas, numbers and states.

A sentence is cut at a comma, semicolon or colon where a new clause begins (a connective, «و» and a clause, a
participle such as «مؤكدا»); what is too short to say anything stays with its neighbour. The words that open clauses
are in `rules/ar/derivation.yaml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from riwaya.account import Account
from riwaya.likeness import content_lemmas
from riwaya.model import BlockKind, Span
from riwaya.rules import load
from riwaya.stories.places import find_states
from riwaya.text import Sentence, Token, fold_word
from riwaya.text.numbers import find_numbers

LONGEST = 560
"""Code points; a longer stretch is no evidence."""
_HEADED = (BlockKind.TITLE, BlockKind.SUBHEAD)
_MARK = re.compile(r"\s*[,،;؛:]\s*|\s+[-–—]+\s+")
_LEAST = 3


@dataclass(frozen=True, slots=True)
class Clause:
    """`index` counts the article's clauses; `first:last` index its sentence's tokens; `headed`: title or subhead."""

    index: int
    sentence: Sentence
    first: int
    last: int
    span: Span
    lemmas: tuple[str, ...]
    numbers: tuple[float, ...]
    states: tuple[str, ...]
    headed: bool

    @property
    def tokens(self) -> tuple[Token, ...]:
        return self.sentence.tokens[self.first : self.last]

    @property
    def keys(self) -> frozenset[str]:
        """Everything by which the clause can meet another."""
        return frozenset(self.lemmas)


@cache
def _openers() -> tuple[frozenset[str], frozenset[str]]:
    data = load("ar/derivation")
    words = [fold_word(w) for w in data.texts("openers")]
    return frozenset(w for w in words if " " not in w), frozenset(w for w in words if " " in w)


def read_clauses(account: Account) -> tuple[Clause, ...]:
    """The clauses of an account in reading order; captions are left out."""
    clauses: list[Clause] = []
    for sentence in account.words.sentences:
        kind = account.words.kind_of(sentence)
        if kind is BlockKind.CAPTION or not sentence.tokens:
            continue
        for first, last in _cut(account, sentence):
            clauses.append(_clause(account, sentence, first, last, len(clauses)))
    return tuple(clauses)


def _cut(account: Account, sentence: Sentence) -> Iterator[tuple[int, int]]:
    """Token ranges of the clauses of `sentence`."""
    text = account.words.passages[sentence.passage].folded.text
    tokens = sentence.tokens
    start = 0
    for i in range(1, len(tokens)):
        between = text[tokens[i - 1].at + len(tokens[i - 1].text) : tokens[i].at]
        if i - start < _LEAST or len(tokens) - i < _LEAST:
            continue
        if (_MARK.search(between) and _opens(account.article.text, tokens, i)) or tokens[i].text in ("ثم",):
            yield start, i
            start = i
    yield start, len(tokens)


def _opens(page: str, tokens: tuple[Token, ...], i: int) -> bool:
    single, double = _openers()
    word = tokens[i].text
    pair = f"{word} {tokens[i + 1].text}" if i + 1 < len(tokens) else word
    if word in single or pair in double:
        return True
    if word.startswith(("و", "ف")) and len(word) > 3:
        # «وألمحت» opens a clause, «والمحيط» does not: folding has made their first letters one
        noun = word[1:].startswith("ال") and page[tokens[i].start + 1] not in "أإآ"
        return word[1:] in single or not noun
    return False


def _clause(account: Account, sentence: Sentence, first: int, last: int, index: int) -> Clause:
    tokens = sentence.tokens[first:last]
    folded = account.words.passages[sentence.passage].folded
    states = list(find_states(folded, tokens))
    named = {i for hit in states for i in range(hit.first, hit.last)}
    plain = [t for i, t in enumerate(tokens) if i not in named]
    start, end = tokens[0].start, min(tokens[-1].end, tokens[0].start + LONGEST)
    lemmas = (*content_lemmas(plain, account.article.text), *(f"@{hit.payload}" for hit in states))
    return Clause(
        index=index,
        sentence=sentence,
        first=first,
        last=last,
        span=account.words.span(start, end),
        lemmas=lemmas,
        numbers=tuple(n.value for n in find_numbers(tokens)),
        states=tuple(hit.payload for hit in states),
        headed=account.words.kind_of(sentence) in _HEADED,
    )
