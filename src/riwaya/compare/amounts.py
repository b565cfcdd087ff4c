"""Every amount that a sentence names, and which amounts of twin sentences stand for one another.

An `Amount` is a value with its kind: a share («بالمئة»), a time (in days), a sum of money, or a count of a thing.
Twin sentences (`retold`) name the same amounts in other words, as a rule; so what is said alike by both is taken away
first, whatever it counts («48 جريحا», «48 مصابا»), and if then one amount of a kind is left on either side, the one was
put for the other (`replaced`). The same amount of people of another lot («500 مصاب», «500 قتيل وجريح») is `relotted`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from riwaya.account import Account
from riwaya.compare.counted import tolls
from riwaya.compare.kept import numbers_in, once
from riwaya.compare.labels import markets, no_number, one_unit
from riwaya.compare.ledger import noun_after
from riwaya.compare.slots import forms_of, keys_of
from riwaya.likeness import lemma_of, stopwords
from riwaya.model import BlockKind, DateKind, DateMention, overlapping
from riwaya.rules import load
from riwaya.text import Sentence, Token, fold_word, fold_words
from riwaya.text.numbers import Number, bound_before

_SHARE, _TIME, _COUNT = "%", "time", "count"
_NEAR = 4  # tokens on either side of an amount that say of what
_BESIDE = 6  # keys (two of most words) around two counts of unlike nouns that make them one
_LOT = 3  # tokens on either side of an amount that say whose lot it counts
_ROUNDING = 0.17  # a rounded amount is as near to another as this
_ALMOST = 0.025  # two amounts that near are one
_LEAST_OF = 2  # «more than 20» may be 31, and hardly 60
_DAYS = {"H": 1 / 24, "D": 1.0, "W": 7.0, "M": 30.0, "Y": 365.0}
_PERIOD = re.compile(r"P(T?)(\d+(?:\.\d+)?)([HMDWY])")
_VAGUE = ("about", "at_least", "at_most", "over", "under")


@dataclass(frozen=True, slots=True)
class Amount:
    """A value of a kind (`%`, `time` in days, a currency's lemma, `count`) in the tokens `first:last` of its sentence.

    `nouns`: keys of what it counts; `near`: keys of the words around it; `lots`: whose lot, as classes of tolls.
    """

    kind: str
    value: float
    bound: str
    nouns: frozenset[str]
    near: frozenset[str]
    lots: frozenset[str]
    first: int
    last: int

    @property
    def heading(self) -> str:
        """The label under which it is shown."""
        return {_SHARE: "percent", _TIME: "length", _COUNT: "number"}.get(self.kind, "sum")


def amounts_in(account: Account, sentence: Sentence) -> Sequence[Amount]:
    """The amounts of a sentence in their order; none of one that tells prices or rates: every hour has its own."""
    found: dict[int, Sequence[Amount]] = once(account, "amounts", lambda _: {})
    if sentence.start not in found:
        found[sentence.start] = _amounts_in(account, sentence)
    return found[sentence.start]


def _amounts_in(account: Account, sentence: Sentence) -> Sequence[Amount]:
    tokens, text = sentence.tokens, account.article.text
    numbers = numbers_in(account, sentence, attached=True)
    whole = account.words.span(sentence.start, sentence.end)
    dates = [d for d in overlapping(account.dates, whole) if whole.holds(d.span)]
    if not (numbers or dates):
        return ()
    coins = {m for t in tokens if (m := _coin(t, text))}
    counted = {noun.start for n in numbers if (noun := noun_after(tokens, n))}  # «1800 برميل» is no price
    if len(coins) > 1 or any(t.text in markets() and not _coin(t, text) and t.start not in counted for t in tokens):
        return ()
    found = [*_times(tokens, text, dates, numbers)]
    for number in numbers:
        start, end = tokens[number.first].start, tokens[number.last - 1].end
        dated = any(d.span.start < end and start < d.span.end for d in dates)
        if not dated and tokens[number.first].text not in no_number():
            found.append(_amount(tokens, text, number))
    return sorted(found, key=lambda a: a.first)


def _amount(tokens: Sequence[Token], text: str, number: Number) -> Amount:
    noun = noun_after(tokens, number)
    coin = _coin(noun, text) if noun is not None else None
    last = number.last + 1 if noun is not None and noun.text not in stopwords() else number.last
    kind = _SHARE if _is_share(tokens, text, number) else coin or _COUNT
    nouns = keys_of(noun, text) if noun is not None and kind == _COUNT else frozenset()
    return Amount(
        kind, number.value, number.bound, nouns, _near(tokens, text, number.first, last),
        _lots(tokens, number.first, number.last), number.first, last,
    )  # fmt: skip


def _times(
    tokens: Sequence[Token], text: str, dates: Sequence[DateMention], numbers: Sequence[Number]
) -> Iterator[Amount]:
    """The lengths of time: «ثمانية عشر شهرا», «يومين»."""
    for date in dates:
        period = _PERIOD.fullmatch(date.when.value) if date.kind is DateKind.DURATION and date.when else None
        inside = [n for n, t in enumerate(tokens) if t.start < date.span.end and date.span.start < t.end]
        if period is None or not inside:
            continue
        first, last = inside[0], inside[-1] + 1
        days = float(period[2]) * (_DAYS[period[3]] if not (period[1] and period[3] == "M") else 1 / 1440)
        counted = (n.bound for n in numbers if n.first < last and first < n.last)
        bound = next(counted, bound_before(tokens, first) or "about")  # «أقل من ربع ساعة» names no number
        yield Amount(_TIME, days, bound, frozenset(), _near(tokens, text, first, last), frozenset(), first, last)


def _coin(token: Token, text: str) -> str | None:
    """The lemma of a currency, if a word is one."""
    coin = token.text not in stopwords() and forms_of(token) & _coins()  # «بين» is no «ين»
    return one_unit(lemma_of(text[token.start : token.end])) if coin else None


def _is_share(tokens: Sequence[Token], text: str, number: Number) -> bool:
    after = " ".join(t.text for t in tokens[number.last : number.last + 2])
    return text[tokens[number.last - 1].end :].lstrip()[:1] in _SIGNS or any(
        after == w or after.startswith(w + " ") for w in _percent()
    )


_SIGNS = ("%", "٪")


def _near(tokens: Sequence[Token], text: str, first: int, last: int) -> frozenset[str]:
    beside = [*tokens[max(0, first - _NEAR) : first], *tokens[last : last + _NEAR]]
    return frozenset(k for t in beside if not t.is_number for k in keys_of(t, text))


def _lots(tokens: Sequence[Token], first: int, last: int) -> frozenset[str]:
    """The classes of tolls that the words beside a number name: «إصابة نحو 500 شخص», «خمسمئة بين قتيل وجريح»."""
    after = {c for t in tokens[last : last + _LOT] for c, (nouns, _) in tolls().items() if nouns & forms_of(t)}
    before = {
        c for t in tokens[max(0, first - _LOT) : first] for c, (_, words) in tolls().items() if words & forms_of(t)
    }
    return frozenset(after or before)


# ------------------------------------------------------------------ one for the other


def replaced(here: Sequence[Amount], there: Sequence[Amount]) -> Iterator[tuple[Amount, Amount]]:
    """The amounts of two twin sentences of which one was put for the other."""
    mine, theirs = _besides(here, there)
    for kind in sorted({a.kind for a in mine}):
        x, y = ([a for a in side if a.kind == kind] for side in (mine, theirs))
        if len(x) == len(y) == 1 and excludes(x[0], y[0]) and _of_one_thing(x[0], y[0]):
            yield x[0], y[0]


def relotted(here: Sequence[Amount], there: Sequence[Amount]) -> Iterator[tuple[Amount, Amount]]:
    """The amounts that twin sentences give for other lots: so many hurt, as many dead and hurt."""
    for x in here:
        same = [y for y in there if y.kind == x.kind == _COUNT and y.value == x.value]
        if len(same) == 1 and x.lots and same[0].lots and x.lots != same[0].lots:
            yield x, same[0]


def _besides(here: Sequence[Amount], there: Sequence[Amount]) -> tuple[list[Amount], list[Amount]]:
    """What is left of two sentences' amounts when those that both name are taken away."""
    mine, theirs = list(here), list(there)
    for same in (_equal, _near_to):
        for x in list(mine):
            y = next((y for y in theirs if same(x, y)), None)
            if y is not None:
                mine.remove(x)
                theirs.remove(y)
    return mine, theirs


def _equal(x: Amount, y: Amount) -> bool:
    return x.value == y.value


def _near_to(x: Amount, y: Amount) -> bool:
    return x.kind == y.kind and not excludes(x, y)


def excludes(x: Amount, y: Amount) -> bool:
    """Whether two amounts of one thing cannot both be right, their bounds allowed for."""
    low, high = sorted((x, y), key=lambda a: a.value)
    if high.value <= 0 or (high.value - low.value) / high.value <= _ALMOST:
        return False
    if low.bound in ("at_least", "over") and low.bound != high.bound and high.value <= _LEAST_OF * low.value:
        return False  # but «at least 12» of the one text is not «at least 21» of the other
    if high.bound in ("at_most", "under") and low.bound not in ("at_most", "under"):
        return (high.value - low.value) / high.value > 1 - 1 / _LEAST_OF
    vague = x.bound in _VAGUE or y.bound in _VAGUE
    return not vague or (high.value - low.value) / high.value > _ROUNDING


def _of_one_thing(x: Amount, y: Amount) -> bool:
    """Whether two counts are of one thing by their nouns, their lot or the words around; other kinds by these."""
    if x.nouns and y.nouns and not x.nouns & y.nouns and not x.lots & y.lots:
        return len(x.near & y.near) >= _BESIDE
    return bool(x.nouns & y.nouns or x.lots & y.lots or x.near & y.near)


def told_in(account: Account, other: Amount, *, lots: bool = False) -> bool:
    """Whether an account's body names `other` too: its kind, its value and, where it counts, its thing (its `lots`)."""
    body = (s for s in account.words.sentences if account.words.kind_of(s) is BlockKind.BODY)
    return any(
        a.kind == other.kind
        and a.value == other.value
        and (a.lots == other.lots if lots else not (a.nouns and other.nouns) or bool(a.nouns & other.nouns))
        for s in body
        for a in amounts_in(account, s)
    )


@cache
def _coins() -> frozenset[str]:
    return fold_words(load("ar/contrasts").texts("money"))


@cache
def _percent() -> tuple[str, ...]:
    return tuple(" ".join(fold_word(x) for x in w.split()) for w in load("ar/retold").texts("percent"))
