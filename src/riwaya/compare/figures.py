"""The number of one thing, told differently.

Two figures are about one thing when they count the same noun in the same unit and their sentences
(or the events they belong to) are the same happening: an event joined across accounts, or sentences
whose other words are alike. Then:

* same value: agreement, no contrast;
* one only rounds the other («نحو», «أكثر من»): differing precision;
* the counted thing moves on with time (a toll) and the later page tells the later value: an update;
* else: a discrepancy, or a dispute where two different sides say it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from riwaya.account import Account
from riwaya.compare.labels import label, not_counted, running
from riwaya.likeness import Index, Vector, Weights, content_lemmas, lemma_of
from riwaya.model import Contrast, ContrastKind, Event, Position, Span
from riwaya.text.numbers import Number, find_numbers

# How alike the other words of two sentences must be for their figures to be about one thing. On the
# story pairs read by eye, pairs under .3 were about different things more often than not.
_SAME_SENTENCE = 0.34
_ROUNDING = 0.12  # «نحو 400» and 380 are one figure


@dataclass(frozen=True, slots=True)
class _Figure:
    """A number with what it counts and where: `event` is the joined event it belongs to, if any."""

    what: str
    shown: str
    value: float
    bound: str
    span: Span
    evidence: Span
    account: Account
    vector: Vector
    event: str | None

    @property
    def day(self) -> dt.date | None:
        published = self.account.article.published
        return published.when.start if published else None


def figures(accounts: Sequence[Account], events: Sequence[Event]) -> Iterator[Contrast]:
    """Contrasts between figures of one thing; each group of figures gives at most one."""
    found = _figures(accounts, events)
    groups = _Groups(len(found))
    by_what: dict[str, list[int]] = {}
    for i, figure in enumerate(found):
        by_what.setdefault(figure.what, []).append(i)
    for members in by_what.values():
        index = Index([found[i].vector for i in members])
        for n, i in enumerate(members):
            for m, _ in index.near(found[i].vector, _SAME_SENTENCE):
                if m != n:
                    groups.join(i, members[m])
        for i, j in combinations(members, 2) if len(members) <= 60 else ():
            if found[i].event and found[i].event == found[j].event:
                groups.join(i, j)
    for group in groups.sets():
        contrast = _contrast([found[i] for i in group])
        if contrast:
            yield contrast


class _Groups:
    """Disjoint sets by union."""

    def __init__(self, n: int) -> None:
        self._of = list(range(n))

    def find(self, i: int) -> int:
        while self._of[i] != i:
            self._of[i] = self._of[self._of[i]]
            i = self._of[i]
        return i

    def join(self, i: int, j: int) -> None:
        a, b = sorted((self.find(i), self.find(j)))
        self._of[b] = a

    def sets(self) -> list[list[int]]:
        sets: dict[int, list[int]] = {}
        for i in range(len(self._of)):
            sets.setdefault(self.find(i), []).append(i)
        return [s for s in sets.values() if len(s) > 1]


def _figures(accounts: Sequence[Account], events: Sequence[Event]) -> list[_Figure]:
    """Every counted number of the accounts' sentences, with the words around it."""
    event_at: dict[str, list[tuple[Span, str]]] = {}
    for e in events:
        for m in e.mentions:
            event_at.setdefault(m.span.page, []).append((m.span, e.id))
    raw: list[tuple[Account, Span, Number, str, str, list[str], Span]] = []
    for account in accounts:
        dates = [d.span for d in account.dates]
        for sentence in account.words.sentences:
            evidence = account.words.span(sentence.start, sentence.end)
            for number in find_numbers(sentence.tokens):
                first, last = sentence.tokens[number.first], sentence.tokens[number.last - 1]
                span = account.words.span(first.start, last.end)
                if number.last >= len(sentence.tokens) or any(d.overlaps(span) for d in dates):
                    continue
                noun = sentence.tokens[number.last]
                what = lemma_of(account.article.text[noun.start : noun.end])
                if what in not_counted() or noun.is_number or noun.start - last.end > 2:
                    continue
                others = [
                    t for k, t in enumerate(sentence.tokens) if not number.first <= k < number.last and not t.is_number
                ]
                near = [t for t in others if abs(t.start - noun.start) <= 90]
                lemmas = list(content_lemmas(near, account.article.text))
                raw.append((account, span, number, what, noun.text, lemmas, evidence))
    weights = Weights(r[5] for r in raw)
    return [
        _Figure(
            what,
            account.article.words_of(span),
            number.value,
            number.bound,
            account.words.span(span.start, min(evidence.end, span.end + 60)),
            evidence,
            account,
            weights.vector(lemmas),
            _event_of(span, event_at),
        )
        for account, span, number, what, noun, lemmas, evidence in raw
    ]


def _event_of(span: Span, event_at: dict[str, list[tuple[Span, str]]]) -> str | None:
    return next((event for place, event in event_at.get(span.page, ()) if place.holds(span)), None)


def _contrast(group: list[_Figure]) -> Contrast | None:
    if len({f.evidence.page for f in group}) < 2:
        return None  # two figures in one account are usually two things
    values: dict[float, list[_Figure]] = {}
    for figure in sorted(group, key=lambda f: (f.day or dt.date.min, f.account.id, f.span)):
        values.setdefault(figure.value, []).append(figure)
    per_account = [len({f.value for f in group if f.account.id == a}) for a in {f.account.id for f in group}]
    if len(values) < 2 or max(per_account) > 1:
        return None
    what = group[0].what
    positions = tuple(
        Position(f"{same[0].shown} {_noun(same[0])}", same[0].account.id, tuple(_clause(f) for f in same))
        for same in values.values()
    )
    return Contrast(label("number", _noun(group[0])), _kind(list(values.values()), what), positions, "figures")


def _kind(values: list[list[_Figure]], what: str) -> ContrastKind:
    firsts = [same[0] for same in values]
    if all(_rounds(a, b) for a, b in combinations(firsts, 2)):
        return ContrastKind.PRECISION
    days = [min((f.day for f in same if f.day), default=None) for same in values]
    ordered = all(a is not None and b is not None and a < b for a, b in pairwise(days))
    if ordered and (what in running() or all(running().intersection(f.vector) for f in firsts)):
        return ContrastKind.UPDATE
    return ContrastKind.DISCREPANCY


def _rounds(a: _Figure, b: _Figure) -> bool:
    if a.bound == b.bound == "exact":
        return False
    low, high = sorted((a.value, b.value))
    return high > 0 and (high - low) / high <= _ROUNDING


def _noun(figure: _Figure) -> str:
    text = figure.account.article.text[figure.span.start : figure.span.end]
    rest = text[len(figure.shown) :].split()
    return rest[0].strip("،.؛:") if rest else ""


def _clause(figure: _Figure) -> Span:
    """The figure's clause: its sentence where that is short, else the words around it."""
    sentence = figure.evidence
    if sentence.end - sentence.start <= 320:
        return sentence
    text = figure.account.article.text
    start = max(text.rfind("،", sentence.start, figure.span.start) + 1, sentence.start)
    end = text.find("،", figure.span.start, sentence.end)
    return Span(sentence.page, start, end if end > figure.span.start else sentence.end)
