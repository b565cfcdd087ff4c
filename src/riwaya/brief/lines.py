"""The lines of a brief: which facts are told, in whose words, resting on what.

1. Every sentence of the body that can stand alone is a candidate.
2. Candidates that tell one fact are gathered: the same joined event of a day, or words much alike.
3. A fact weighs more the more independent accounts tell it, the graver its event, the nearer the
   head of its page, the more it names and dates; less where it is filler.
4. The weightiest facts are told, none twice, in order of time; each in the words of its best
   witness: an original before a copy, a writer before a machine.

A line is verbatim. Its spans are its own sentence first, then those of the other witnesses.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from riwaya.account import Account, Affair
from riwaya.brief.timeline import intensity
from riwaya.likeness import Index, Vector, Weights, content_lemmas, cosine
from riwaya.model import BlockKind, BriefLine, ContrastKind, Derivation, Event, Span, Status
from riwaya.rules import load
from riwaya.text import Sentence, fold_word

SHORTEST, LONGEST = 45, 460  # code points of a sentence that reads as one line
_ALIKE = 0.42  # two sentences tell one fact; below, witnesses were often of another fact
_REPEATED = 0.5  # a second line this like a told one tells nothing new
_REPEATED_BY_MACHINE = 0.2  # a machine's words for a told fact share less with it
_MACHINE = frozenset({"machine_translation", "generated"})
# What stands before the words of a line: a bullet; an inline dateline, «باريس (وكالة) -», «عدن، 3 مايو 2025 —».
_LEAD_IN = re.compile(r"^(?:[\s\-–—•*▪◾]+|[^.؟!«\"“:\n]{0,90}?(?:\)|\d{4}م?)\s*[\-–—ـ:]+\s+)+")


@dataclass(frozen=True, slots=True)
class _Candidate:
    account: Account
    sentence: Sentence
    vector: Vector
    weight: float
    day: dt.date | None
    date: str | None
    events: frozenset[str]

    @property
    def span(self) -> Span:
        return self.account.words.span(self.sentence.start, self.sentence.end)


@dataclass(slots=True)
class _Fact:
    """Candidates that tell one thing, the best first."""

    members: list[_Candidate] = field(default_factory=list)

    @property
    def best(self) -> _Candidate:
        return self.members[0]


def write_brief(affair: Affair) -> tuple[BriefLine, ...]:
    """The brief of one topic: a line or two for a single page, at most a dozen for many."""
    origins = _origins(affair.accounts, affair.derivations)
    facts = _facts(_candidates(affair.accounts, affair.events, origins))
    scored = sorted(facts, key=lambda f: (-_weight(f, origins), f.best.span))
    told: list[_Fact] = []
    for fact in scored:
        if len(told) >= _room(len(set(origins.values()))):
            break
        likeness = max((cosine(fact.best.vector, t.best.vector) for t in told), default=0.0)
        if likeness < (_REPEATED_BY_MACHINE if _is_machine(fact.best) else _REPEATED):
            told.append(fact)
    told.sort(key=lambda f: (f.best.day or dt.date.max, f.best.account.id, f.best.sentence.start))
    return tuple(_line(f, origins, affair) for f in told)


def _room(origins: int) -> int:
    """Lines for a topic told by so many independent accounts: 2, 6, 8, 10, 12."""
    return 2 if origins <= 1 else min(12, 2 + 2 * origins)


def _origins(accounts: Sequence[Account], derivations: Sequence[Derivation]) -> dict[str, str]:
    """Article id -> the article whose words it carries in the end (itself, when original)."""
    source = {d.derived: d.source for d in derivations if d.source}
    origins: dict[str, str] = {}
    for account in accounts:
        at, seen = account.id, {account.id}
        while source.get(at) and source[at] not in seen:
            at = source[at] or at
            seen.add(at)
        origins[account.id] = at
    return origins


# ------------------------------------------------------------------ candidates


@cache
def _words(section: str) -> frozenset[str]:
    return frozenset(fold_word(w) for w in load("ar/brief").texts(section))


def _candidates(accounts: Sequence[Account], events: Sequence[Event], origins: dict[str, str]) -> list[_Candidate]:
    at: dict[str, list[tuple[Span, Event]]] = {}
    for event in events:
        for m in event.mentions:
            at.setdefault(m.span.page, []).append((m.span, event))
    pieces = [
        (account, n, sentence, list(content_lemmas(sentence.tokens, account.article.text)))
        for account in accounts
        for n, sentence in enumerate(_body(account))
    ]
    weights = Weights(lemmas for *_, lemmas in pieces)
    found: list[_Candidate] = []
    for account, n, sentence, lemmas in pieces:
        span = account.words.span(sentence.start, sentence.end)
        here = [e for place, e in at.get(span.page, ()) if place.overlaps(span)]
        weight = _own_weight(account, n, sentence, here) - 0.6 * (origins[account.id] != account.id)
        day, date = _date(account, span, here)
        vector = weights.vector(lemmas)
        found.append(_Candidate(account, sentence, vector, weight, day, date, frozenset(e.id for e in here)))
    return found


def _body(account: Account) -> Iterator[Sentence]:
    for sentence in account.words.sentences:
        length = sentence.end - sentence.start
        if account.words.kind_of(sentence) is BlockKind.BODY and SHORTEST <= length <= LONGEST and sentence.tokens:
            yield sentence


def _own_weight(account: Account, n: int, sentence: Sentence, here: list[Event]) -> float:
    """What a sentence weighs by itself, about 0 to 3."""
    span = account.words.span(sentence.start, sentence.end)
    named = {m.actor for m in account.mentions if span.holds(m.span)}
    dated = any(span.holds(d.span) and d.when is not None and d.when.bounded for d in account.dates)
    weight = 0.7 / (1 + n)  # news says first what matters
    weight += max((abs(intensity(e) or 3.0) / 10 for e in here if e.status is Status.HAPPENED), default=0.0)
    weight += 0.35 * dated + 0.1 * min(len(named), 3) + 0.1 * any(t.is_number for t in sentence.tokens)
    weight += 0.2 * any(span.overlaps(s.span) for s in account.statements)
    texts = {t.text for t in sentence.tokens}
    if sentence.tokens[0].text in _words("leaning") and not named:
        weight -= 0.6
    weight -= 0.5 * len(texts & _words("filler"))
    weight -= 0.7 * _by_machine(account)
    weight -= 0.4 * (not named)
    return weight


def _by_machine(account: Account) -> bool:
    return any(s.kind in _MACHINE for s in account.article.signs)


def _is_machine(candidate: _Candidate) -> bool:
    return _by_machine(candidate.account)


def _date(account: Account, span: Span, here: list[Event]) -> tuple[dt.date | None, str | None]:
    """The day of the sentence's event, else of its own date, else of publication (for order only)."""
    for event in here:
        if event.when is not None and event.when.start is not None:
            return event.when.start, event.when.value
    for date in account.dates:
        if span.holds(date.span) and date.when is not None and date.when.start is not None and date.when.bounded:
            return date.when.start, date.when.value
    published = account.article.published
    return (published.when.start if published else None), None


# ------------------------------------------------------------------ facts


def _facts(candidates: list[_Candidate]) -> list[_Fact]:
    """Gather candidates around the weightiest ones; each candidate belongs to one fact."""
    index = Index([c.vector for c in candidates])
    order = sorted(range(len(candidates)), key=lambda i: (-candidates[i].weight, candidates[i].span))
    by_event: dict[str, list[int]] = {}
    for i, c in enumerate(candidates):
        for event in c.events:
            by_event.setdefault(event, []).append(i)
    taken: set[int] = set()
    facts: list[_Fact] = []
    for i in order:
        if i in taken:
            continue
        seed = candidates[i]
        near = {j for j, _ in index.near(seed.vector, _ALIKE)} | {
            j for e in seed.events for j in by_event[e] if cosine(seed.vector, candidates[j].vector) >= _ALIKE / 2
        }
        members = [i, *sorted(j for j in near if j not in taken and j != i)]
        taken.update(members)
        facts.append(_Fact([candidates[j] for j in members]))
    return facts


def _weight(fact: _Fact, origins: dict[str, str]) -> float:
    """The best witness's weight, and more for every further independent one."""
    independent = len({origins[m.account.id] for m in fact.members})
    retold = len({m.account.id for m in fact.members}) - independent
    return fact.best.weight + 0.8 * (independent - 1) + 0.25 * retold


def _line(fact: _Fact, origins: dict[str, str], affair: Affair) -> BriefLine:
    best = fact.best
    others = {m.account.id: m for m in reversed(fact.members) if m.account.id != best.account.id}
    own = _without_lead_in(best)
    spans = (own, *(others[a].span for a in sorted(others)))
    text = " ".join(best.account.article.words_of(own).split())
    witnesses = {origins[m.account.id] for m in fact.members}
    return BriefLine(text, spans, best.date, len(witnesses), _warning(fact, len(witnesses), affair))


def _without_lead_in(candidate: _Candidate) -> Span:
    """The sentence's own words, without a bullet or a dateline before them."""
    span = candidate.span
    match = _LEAD_IN.match(candidate.account.article.words_of(span))
    return (
        Span(span.page, span.start + match.end(), span.end) if match and match.end() < span.end - span.start else span
    )


def _warning(fact: _Fact, witnesses: int, affair: Affair) -> str | None:
    """The gravest reason for care: disputed, machine_translation, rewrite, single_source; or None."""
    best = fact.best
    parted = (ContrastKind.DISPUTE, ContrastKind.DISCREPANCY)
    if any(
        c.kind in parted and any(s.overlaps(best.span) for p in c.positions for s in p.spans) for c in affair.contrasts
    ):
        return "disputed"
    if _is_machine(best):
        return "machine_translation"
    if any(d.derived == best.account.id and d.relation in ("rewrite", "summary") for d in affair.derivations):
        return "rewrite"
    return "single_source" if witnesses == 1 else None
