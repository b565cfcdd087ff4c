"""Amounts that two pages give for one thing and that exclude each other, whatever they count.

`amounts_apart` takes the pairs of which `same_amount` is sure and puts together what hangs together: each page with one
value, each value with all pages that give it. Where what is counted moves on with time (`running`) and each later day's
value is larger, that is an update; where it moves on and does not grow, nothing is told, for two days' tolls are mostly
of two happenings. Else two sides that give different values dispute, and pages differ.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import combinations, pairwise

from riwaya.account import Account, Affair
from riwaya.compare.amounts import excludes
from riwaya.compare.counted import Figure, counted_figures
from riwaya.compare.credited import credited
from riwaya.compare.figures import one_toll
from riwaya.compare.kept import numbers_in
from riwaya.compare.labels import label, running
from riwaya.compare.ledger import Ledger, like_words, plain_lemmas
from riwaya.compare.same_amount import Told, chance, least, pairs
from riwaya.likeness import lemma_of
from riwaya.model import Contrast, ContrastKind, DateKind, Derivation, Position, Span
from riwaya.rules import load
from riwaya.text import fold_word, fold_words
from riwaya.text.numbers import find_numbers

_PAGES = 60  # of a topic of more, no pairs are tried: each page would be held against all
_ALIKE = 0.5  # what the judge's word counts as where the likeness of two sentences is asked
_AGREED = 0.5  # chance from which two equal amounts are told of one thing
_PARTIES = ("country:", "org:", "group:")
_GOVERNING = 4  # tokens before an amount that say what was done with it
_DAY = 10  # letters of an ISO day


def amounts_apart(
    affair: Affair, ledgers: Mapping[str, Ledger], sides: Mapping[str, str], *, alike: bool = False
) -> Iterator[Contrast]:
    """One contrast for each thing of which pages give amounts that exclude each other; `sides` maps an actor id to its
    side. None are looked for, if only what is told `alike` is asked for, where no two pages tell amounts so."""
    accounts = sorted(affair.accounts, key=lambda a: a.id)
    if not 1 < len(accounts) <= _PAGES or (alike and not _told_alike(accounts, affair.derivations)):
        return
    found = [(chance(likeness), a, b) for a, b, likeness in pairs(accounts, ledgers)]
    for values in _things(found, _Tolls(affair, sides), least(chosen=affair.chosen)):
        kind = _kind(values, sides)
        if kind is not None:
            yield _contrast(values, kind)


def _told_alike(accounts: Sequence[Account], derivations: Sequence[Derivation]) -> bool:
    """Whether sentences of two newsrooms' pages that name amounts have most of their words in common, and neither page
    has them from the other."""
    taken = {frozenset((d.source, d.derived)) for d in derivations}
    told = [(a, [plain_lemmas(a, s) for s in _with_amounts(a)]) for a in accounts]
    return any(
        like_words(x, y)
        for (a, here), (b, there) in combinations(told, 2)
        if (a.article.outlet or a.id) != (b.article.outlet or b.id) and {a.id, b.id} not in taken
        for x in here
        for y in there
    )


def _with_amounts(account: Account) -> Iterator[Span]:
    times = [d.span for d in account.dates if d.kind is DateKind.DURATION]
    for sentence in account.words.sentences:
        whole = account.words.span(sentence.start, sentence.end)
        if numbers_in(account, sentence, attached=True) or any(map(whole.overlaps, times)):
            yield whole


class _Tolls:
    """The tolls of an affair as `figures` reads them, for what bounds them: other people, places, days."""

    def __init__(self, affair: Affair, sides: Mapping[str, str]) -> None:
        self._affair, self._sides = affair, sides
        self._figures: dict[tuple[str, int], Figure] | None = None

    def may_be_one(self, a: Told, b: Told) -> bool:
        """Whether nothing shows two amounts of people's lots to be of two happenings; True of other amounts."""
        if not (a.amount.lots or b.amount.lots):
            return True
        if self._figures is None:
            found = counted_figures(self._affair, self._sides)
            self._figures = {(f.account.id, f.span.end): f for f in found}
        first, second = (self._figures.get(_end_of_number(t)) for t in (a, b))
        return first is not None and second is not None and one_toll(first, second, _ALIKE)


def _end_of_number(told: Told) -> tuple[str, int]:
    tokens = told.sentence.tokens[told.amount.first : told.amount.last]
    numbers = find_numbers(tokens, attached=True)
    last = tokens[numbers[0].last - 1] if numbers else tokens[-1]
    return told.account.id, last.end


def _things(found: Sequence[tuple[float, Told, Told]], tolls: _Tolls, bar: float) -> Iterator[list[list[Told]]]:
    """The values of each thing, the smallest first, each with those who tell it in the order of the accounts; `bar` is
    the chance that is asked of two pages that differ."""
    group: dict[Told, list[Told]] = {}
    for likely, a, b in sorted(found, key=lambda f: -f[0]):
        asked = _AGREED if a.amount.value == b.amount.value else bar
        mine, theirs = group.get(a, [a]), group.get(b, [b])
        apart = mine is not theirs and _got_back(a) is _got_back(b)  # what was collected is not what was spilled
        if likely >= asked and apart and _together(mine, theirs) and tolls.may_be_one(a, b):
            both = mine + theirs
            group.update(dict.fromkeys(both, both))
    for told in {id(told): told for told in group.values()}.values():
        values: dict[float, list[Told]] = {}
        for one in sorted(told, key=lambda t: (t.amount.value, t.account.id, t.span)):
            values.setdefault(one.amount.value, []).append(one)
        if len(values) > 1:
            yield list(values.values())


def _got_back(told: Told) -> bool:
    """Whether a verb of collecting or taking back stands near before an amount."""
    before = told.sentence.tokens[max(0, told.amount.first - _GOVERNING) : told.amount.first]
    return any(t.text.removeprefix("و") in _recovering() for t in before)


@cache
def _recovering() -> frozenset[str]:
    return fold_words(load("ar/contrasts").texts("recovering"))


def _together(here: Sequence[Told], there: Sequence[Told]) -> bool:
    """Whether two groups can be of one thing: no page gives two values, and no value is only another rounded."""
    both = [*here, *there]
    pages: dict[str, float] = {}
    if any(pages.setdefault(t.account.id, t.amount.value) != t.amount.value for t in both):
        return False
    return all(a.amount.value == b.amount.value or excludes(a.amount, b.amount) for a, b in combinations(both, 2))


def _kind(values: Sequence[Sequence[Told]], sides: Mapping[str, str]) -> ContrastKind | None:
    days = [{_told_on(t) for t in same} for same in values]
    if any(_runs(t) for same in values for t in same):
        if all(None not in d for d in days) and all(max(map(str, a)) < min(map(str, b)) for a, b in pairwise(days)):
            return ContrastKind.UPDATE
        if not all(a & b for a, b in combinations(days, 2)):
            return None
    held = [{_side(t, sides) for t in same} for same in values]
    parties = all(s is not None and s.startswith(_PARTIES) for h in held for s in h)
    apart = parties and all(not (a & b) for a, b in combinations(held, 2))
    return ContrastKind.DISPUTE if apart else ContrastKind.DISCREPANCY


def _runs(told: Told) -> bool:
    """Whether what it counts moves on with time: the dead do, wheels do not."""
    return bool(told.amount.lots) or not running().isdisjoint(told.amount.nouns)


def _told_on(told: Told) -> str | None:
    published = told.account.article.published
    return published.when.value[:_DAY] if published and published.when.bounded else None


def _speaker(told: Told) -> str | None:
    """Who gives an amount: the speaker of the shortest statement that holds it."""
    holding = [s for s in told.account.statements if s.span.holds(told.span) and s.speaker and s.speaker.actor]
    best = min(holding, key=lambda s: s.span.end - s.span.start, default=None)
    return best.speaker.actor if best and best.speaker else None


def _given_by(told: Told) -> str:
    """Who stands for an amount: whom its page credits, else the page."""
    account = told.account
    return credited(account, told.sentence, told.span) or _speaker(told) or account.id


def _side(told: Told, sides: Mapping[str, str]) -> str | None:
    speaker = _speaker(told)
    return sides.get(speaker, speaker) if speaker else None


def _contrast(values: Sequence[Sequence[Told]], kind: ContrastKind) -> Contrast:
    first = values[0][0]
    counted = first.amount.kind == "count"
    noun = _noun(first) if counted else ""
    positions = tuple(
        Position(
            same[0].account.article.words_of(same[0].span),
            _given_by(same[0]),
            tuple(t.account.words.span(t.sentence.start, t.sentence.end) for t in same),
            _told_on(same[0]) if kind is ContrastKind.UPDATE else None,
        )
        for same in values
    )
    return Contrast(label(first.amount.heading, noun), kind, positions, "amount")


def _noun(told: Told) -> str:
    """What is counted, for a heading: whose lot it is, where that is plain, else the noun («14 آخرون» has none)."""
    if len(told.amount.lots) == 1:
        return label(*told.amount.lots)
    tokens, last = told.sentence.tokens, min(told.amount.last, len(told.sentence.tokens)) - 1
    token = tokens[last]
    if token.is_number:
        return ""
    noun = told.account.article.text[token.start : token.end]
    accusative = fold_word(noun) == f"{lemma_of(noun)}ا"  # «45 كيلومترا»: a heading names it without its case
    return noun.rstrip("\u064b").removesuffix("ا").rstrip("\u064b") if accusative else noun
