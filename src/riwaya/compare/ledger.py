"""What an account tells anywhere in its words: the second look that a difference must stand.

Two pages differ on a figure or a day only if neither of them, anywhere, also tells what the other
tells: a page that gives both has not contradicted anybody, it has aligned badly. `around` gives the
words near a place, so that a value is compared only with the one in the same slot of a like clause.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import islice

from riwaya.account import Account
from riwaya.compare.kept import numbers_in
from riwaya.likeness import content_lemmas, lemma_of
from riwaya.model import Span, When, overlapping
from riwaya.text import Sentence, Token
from riwaya.text.numbers import Number

_LIKE = 2 / 3  # share of the lemmas of two sentences that both have


@dataclass(frozen=True, slots=True)
class Ledger:
    """The numbers, the numbers by counted noun (its lemma), the days and the clock times that an account tells."""

    account: Account
    values: frozenset[float]
    counted: frozenset[tuple[str, float]]
    days: frozenset[str]
    hours: frozenset[str]

    def tells_number(self, value: float) -> bool:
        """Whether `value` stands anywhere in the account, whatever it counts."""
        return value in self.values

    def counts(self, noun: str) -> frozenset[float]:
        """All values that the account gives for things of lemma `noun`."""
        return frozenset(v for n, v in self.counted if n == noun)

    def tells_day(self, when: When) -> bool:
        """Whether a date of the account has the value of `when`; the hour is left out."""
        return _day(when) in self.days


def ledger(account: Account) -> Ledger:
    """The ledger of `account`; its own publication counts as a day it tells."""
    values: set[float] = set()
    counted: set[tuple[str, float]] = set()
    for sentence in account.words.sentences:
        for number in numbers_in(account, sentence, attached=True):
            values.add(number.value)
            noun = noun_after(sentence.tokens, number)
            if noun:
                counted.add((lemma_of(account.article.text[noun.start : noun.end]), number.value))
    days = {_day(d.when) for d in account.dates if d.when is not None}
    if account.article.published:
        days.add(_day(account.article.published.when))
    hours = frozenset(d.when.value for d in account.dates if d.when is not None and "T" in d.when.value)
    return Ledger(account, frozenset(values), frozenset(counted), frozenset(days), hours)


def _day(when: When) -> str:
    return when.value.partition("T")[0]


def noun_after(tokens: Sequence[Token], number: Number) -> Token | None:
    """The word that follows a number at once, if any."""
    if number.last >= len(tokens):
        return None
    noun, last = tokens[number.last], tokens[number.last - 1]
    # a quotation mark between ends the name that the number is part of
    return None if noun.is_number or noun.start - last.end > 1 else noun


def tokens_in(account: Account, span: Span) -> Iterator[Token]:
    """The tokens of an account that reach into `span`: an attached «ب» may stand before it."""
    sentences = account.words.sentences
    for sentence in islice(sentences, bisect_right(sentences, span.start, key=_end), None):
        if sentence.start >= span.end:
            break
        yield from (t for t in sentence.tokens if span.start < t.end and t.start < span.end)


def _end(sentence: Sentence) -> int:
    return sentence.end


def plain_lemmas(account: Account, span: Span, besides: Iterable[Span] = ()) -> set[str]:
    """The content lemmas in `span`, without names, dates, numbers and the words of `besides`."""
    out = [*(m.span for m in overlapping(account.mentions, span)), *(d.span for d in overlapping(account.dates, span))]
    out += besides
    tokens = [
        t
        for t in tokens_in(account, span)
        if not t.is_number and not any(o.start < t.end and t.start < o.end for o in out)
    ]
    return set(content_lemmas(tokens, account.article.text))


def like_words(a: Set[str], b: Set[str]) -> bool:
    """Whether two sentences have most of their lemmas in common."""
    return len(a & b) >= _LIKE * len(a | b) > 0


def around(account: Account, span: Span, reach: int) -> Span:
    """`span` and up to `reach` tokens of its sentence on either side."""
    sentence = account.words.sentence_at(span.start)
    if sentence is None:
        return span
    tokens = sentence.tokens
    inside = [i for i, t in enumerate(tokens) if t.start < span.end and span.start < t.end]
    if not inside:
        return span
    first, last = max(0, inside[0] - reach), min(len(tokens) - 1, inside[-1] + reach)
    return Span(span.page, min(span.start, tokens[first].start), max(span.end, tokens[last].end))
