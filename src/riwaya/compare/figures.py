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
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from riwaya.account import Account, Affair
from riwaya.compare.labels import estimating, label, not_counted, running
from riwaya.likeness import Index, Vector, Weights, content_lemmas, lemma_of
from riwaya.model import Contrast, ContrastKind, MentionType, Position, Span
from riwaya.text import Sentence, Token
from riwaya.text.numbers import Number, find_numbers

# How alike the other words of two sentences must be for their figures to be about one thing. Raised from .34
# on reading what 612 articles gave: between, most pairs counted different things. Not fitted.
_SAME_SENTENCE = 0.5
_APART = 12  # a figure a dozen times the other counts something else; a slip of the pen makes ten of one
_SAME_PASSAGE = 0.2  # on one page, two sides' figures stand near each other: less likeness will do
_AROUND = 90  # code points around a counted noun that say what it is about
_ROUNDING = 0.12  # «نحو 400» and 380 are one figure


@dataclass(frozen=True, slots=True)
class _Figure:
    """A number with what it counts (`what`; `of` what, where it is a measure of something: «طن من
    الديزل») and where. `holder` says it (an actor id), `side` is whose side
    that is; `event` is the joined event it belongs to; each None where there is none."""

    what: str
    of: tuple[str, str] | None  # lemma and written word
    shown: str
    noun: str
    number: Number
    span: Span
    sentence: int
    evidence: Span
    account: Account
    vector: Vector
    event: str | None
    holder: str | None
    side: str | None
    named: frozenset[str]

    @property
    def value(self) -> float:
        return self.number.value

    @property
    def day(self) -> dt.date | None:
        published = self.account.article.published
        return published.when.start if published else None

    @property
    def teller(self) -> tuple[str, str | None]:
        """Who gives this figure here: the page, and the side it quotes."""
        return self.account.id, self.side


def figures(affair: Affair, sides: Mapping[str, str]) -> Iterator[Contrast]:
    """Contrasts between figures of one thing; each group of figures gives at most one."""
    found = _figures(affair, sides)
    groups = _Groups(len(found))
    by_what: dict[str, list[int]] = {}
    for i, figure in enumerate(found):
        by_what.setdefault(figure.what, []).append(i)
    for members in by_what.values():
        index = Index([found[i].vector for i in members])
        for n, i in enumerate(members):
            for m, likeness in index.near(found[i].vector, _SAME_PASSAGE):
                if m != n and _one_thing(found[i], found[members[m]], likeness):
                    groups.join(i, members[m])
    # Two groups with the same figures of the same noun are one story told in unlike sentences.
    merged: dict[tuple[str, frozenset[float]], list[_Figure]] = {}
    for group in groups.sets():
        members_ = [found[i] for i in group]
        merged.setdefault((members_[0].what, frozenset(f.value for f in members_)), []).extend(members_)
    yield from filter(None, map(_contrast, merged.values()))


def _one_thing(a: _Figure, b: _Figure, likeness: float) -> bool:
    """Whether two figures of one noun are about the same thing."""
    if a.of and b.of and a.of[0] != b.of[0]:
        return False
    if a.account.id == b.account.id:  # one page: only as what two sides say, side by side
        return a.side != b.side and None not in (a.side, b.side) and abs(a.sentence - b.sentence) <= 3
    low, high = sorted((a.value, b.value))
    if high > _APART * low or (a.named and b.named and not a.named & b.named):
        return False
    return likeness >= _SAME_SENTENCE or (a.event is not None and a.event == b.event)


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


def _figures(affair: Affair, sides: Mapping[str, str]) -> list[_Figure]:
    """Every counted number of the accounts' sentences, with the words around it."""
    event_at: dict[str, list[tuple[Span, str]]] = {}
    for e in affair.events:
        for m in e.mentions:
            event_at.setdefault(m.span.page, []).append((m.span, e.id))
    raw = [found for account in affair.accounts for found in _counted(account)]
    weights = Weights(lemmas for _, _, _, _, lemmas in raw)
    figures_: list[_Figure] = []
    for account, at, number, noun, lemmas in raw:
        sentence = account.words.sentences[at]
        first, last = sentence.tokens[number.first], sentence.tokens[number.last - 1]
        span = account.words.span(first.start, last.end)
        holder = _holder(account, span)
        figures_.append(
            _Figure(
                what=lemma_of(account.article.text[noun.start : noun.end]),
                of=_measured(sentence.tokens, number.last + 1, account.article.text),
                shown=account.article.words_of(span),
                noun=account.article.text[noun.start : noun.end],
                number=number,
                span=span,
                sentence=at,
                evidence=account.words.span(sentence.start, sentence.end),
                account=account,
                vector=weights.vector(lemmas),
                event=next((event for place, event in event_at.get(span.page, ()) if place.holds(span)), None),
                holder=holder,
                side=sides.get(holder, holder) if holder else None,
                named=_named(account, sentence, sides),
            )
        )
    return figures_


def _named(account: Account, sentence: Sentence, sides: Mapping[str, str]) -> frozenset[str]:
    """The sides named in a sentence: where two sentences name nobody in common, they count different things."""
    here = account.words.span(sentence.start, sentence.end)
    return frozenset(sides.get(m.actor, m.actor) for m in account.mentions if m.actor and here.holds(m.span))


def _counted(account: Account) -> Iterator[tuple[Account, int, Number, Token, list[str]]]:
    """The numbers of an account that count a noun: no dates, no units of time, no bare numbers."""
    dates = [d.span for d in account.dates]
    text = account.article.text
    for at, sentence in enumerate(account.words.sentences):
        tokens = sentence.tokens
        for number in find_numbers(tokens):
            if number.last >= len(tokens):
                continue
            noun, last = tokens[number.last], tokens[number.last - 1]
            span = account.words.span(tokens[number.first].start, last.end)
            lemma = lemma_of(text[noun.start : noun.end])
            if lemma in not_counted() or noun.is_number or noun.start - last.end > 2 or any(map(span.overlaps, dates)):
                continue
            around = (
                t
                for k, t in enumerate(tokens)
                if not number.first <= k < number.last and not t.is_number and abs(t.start - noun.start) <= _AROUND
            )
            yield account, at, number, noun, list(content_lemmas(around, text))


def _measured(tokens: Sequence[Token], i: int, text: str) -> tuple[str, str] | None:
    """The lemma and the word after «من» at token `i`: what a measure is a measure of."""
    if i + 1 < len(tokens) and tokens[i].text == "من":
        word = text[tokens[i + 1].start : tokens[i + 1].end]
        return lemma_of(word), word
    return None


def _holder(account: Account, span: Span) -> str | None:
    """Who gives the figure at `span`: the speaker of the shortest statement that holds it; where a
    word of estimating stands in the sentence, else the last party named before it."""
    holding = [s for s in account.statements if s.span.holds(span) and s.speaker and s.speaker.actor]
    best = min(holding, key=lambda s: s.span.end - s.span.start, default=None)
    if best and best.speaker:
        return best.speaker.actor
    sentence = account.words.sentence_at(span.start)
    if sentence is None:
        return None
    text = account.article.text
    if not any(lemma_of(text[t.start : t.end]) in estimating() for t in sentence.tokens):
        return None
    before = [m for m in account.mentions if sentence.start <= m.span.start and m.span.end <= span.start]
    parties = [m.actor for m in before if m.type in (MentionType.ORG, MentionType.PER)]
    return parties[-1] if parties else None


def _contrast(group: list[_Figure]) -> Contrast | None:
    tellers: dict[tuple[str, str | None], set[float]] = {}
    values: dict[float, list[_Figure]] = {}
    for figure in sorted(group, key=lambda f: (f.day or dt.date.min, f.account.id, f.span)):
        values.setdefault(figure.value, []).append(figure)
        tellers.setdefault(figure.teller, set()).add(figure.value)
    # One teller with two figures: they are about two things, and this group is not to be trusted.
    if len(values) < 2 or len(tellers) < 2 or any(len(v) > 1 for v in tellers.values()):
        return None
    positions = tuple(
        Position(f"{same[0].shown} {same[0].noun}", same[0].holder or same[0].account.id, tuple(map(_clause, same)))
        for same in values.values()
    )
    of = next((f.of[1] for f in group if f.of), None)
    counted = f"{group[0].noun} من {of}" if of else group[0].noun
    return Contrast(label("number", counted), _kind(list(values.values()), group[0].what), positions, "figures")


def _kind(values: list[list[_Figure]], what: str) -> ContrastKind:
    firsts = [same[0] for same in values]
    if all(_rounds(a, b) for a, b in combinations(firsts, 2)):
        return ContrastKind.PRECISION
    days = [min((f.day for f in same if f.day), default=None) for same in values]
    ordered = all(a is not None and b is not None and a < b for a, b in pairwise(days))
    if ordered and (what in running() or all(running().intersection(f.vector) for f in firsts)):
        return ContrastKind.UPDATE
    held = [{f.side for f in same if f.side} for same in values]
    apart = all(held) and all(not (a & b) for a, b in combinations(held, 2))
    return ContrastKind.DISPUTE if apart else ContrastKind.DISCREPANCY


def _rounds(a: _Figure, b: _Figure) -> bool:
    if a.number.bound == b.number.bound == "exact":
        return False
    low, high = sorted((a.value, b.value))
    return high > 0 and (high - low) / high <= _ROUNDING


def _clause(figure: _Figure) -> Span:
    """The figure's clause: its sentence where that is short, else the words around it."""
    sentence = figure.evidence
    if sentence.end - sentence.start <= 320:
        return sentence
    text = figure.account.article.text
    start = max(text.rfind("،", sentence.start, figure.span.start) + 1, sentence.start)
    end = text.find("،", figure.span.start, sentence.end)
    return Span(sentence.page, start, end if end > figure.span.start else sentence.end)
