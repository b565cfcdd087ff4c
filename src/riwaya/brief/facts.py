"""Facts: candidates that tell one thing, and which of them vouch for it.

Sentences are gathered round the weightiest one when they tell the same joined event or use words
much alike; so nothing is told twice. To *vouch* takes more: a sentence of another page vouches for a line only if it
tells the same act, by evidence of several kinds, or says it in like words (`vouching`), the dead as many, neither
denying what the other asserts, and no contrast setting the two against each other.
A copy or a rewrite vouches (as its source's words told again) only where its aligned words changed
nothing grave.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial

from riwaya.account import Affair
from riwaya.brief.candidates import Candidate
from riwaya.brief.tolls import Tolls, told_at
from riwaya.brief.vouching import Tellers, against, opposed
from riwaya.likeness import Index, cosine
from riwaya.model import AlignedPair, Contrast, ContrastKind, Span

# Cosines over the topic's sentences, set on the example pages and two real ones; not fitted.
_ALIKE = 0.42  # two sentences tell one thing
_SAME_DEED = 0.2  # with the same type and sides, so little likeness will do
_SAME_WORDS = 0.5
_VERBATIM = 0.75  # so alike are only copies
_GRAVE = frozenset({"contradicted", "added"})
_PARTED = (ContrastKind.DISPUTE, ContrastKind.DISCREPANCY)


@dataclass(eq=False)
class Fact:
    """Candidates that tell one thing, the best first; `witnesses` are those that vouch for the best, `akin` those that
    touch it: a fact that many pages touch weighs more, but only who vouches for it is named and counted as a source.
    Few facts are told, and only of those `ask` is asked who vouches."""

    members: list[Candidate]
    akin: list[Candidate] = field(default_factory=list)
    ask: Callable[[], list[Candidate]] = list

    @cached_property
    def witnesses(self) -> list[Candidate]:
        """The candidates that vouch for the best."""
        return self.ask()

    @property
    def best(self) -> Candidate:
        """The candidate in whose words the fact is told."""
        return self.members[0]


def find_facts(candidates: Sequence[Candidate], affair: Affair, tellers: Tellers, tolls: Tolls) -> list[Fact]:
    """Every candidate belongs to one fact; the heaviest gather first."""
    index = Index([c.vector for c in candidates])
    order = sorted(range(len(candidates)), key=lambda i: (-candidates[i].weight, candidates[i].span))
    by_event: dict[str, list[int]] = {}
    for i, c in enumerate(candidates):
        for event in c.events:
            by_event.setdefault(event, []).append(i)
    evidence = _Evidence(affair, tellers)
    taken: set[int] = set()
    facts: list[Fact] = []
    for i in order:
        if i in taken:
            continue
        seed = candidates[i]
        near = {j for j, _ in index.near(seed.vector, _ALIKE)} | {
            j for e in seed.events for j in by_event[e] if cosine(seed.vector, candidates[j].vector) >= _SAME_DEED
        }
        near = {j for j in near if j == i or not _apart(seed, candidates[j], tolls)}
        fresh = [candidates[j] for j in sorted(near) if j not in taken and j != i]
        last = max((c for c in fresh if tolls.moved_on(c, seed)), key=lambda c: (told_at(c), c.span), default=seed)
        seed, fresh = last, [c for c in (candidates[i], *fresh) if c is not last]
        # A witness may itself be told elsewhere: vouching does not use a sentence up.
        others = {candidates[j].span: candidates[j] for j in (*near, i) if candidates[j].account.id != seed.account.id}
        taken.update(near, (i,))
        akin = [c for _, c in sorted(others.items()) if evidence.touches(seed, c)]
        facts.append(Fact([seed, *fresh], akin, partial(evidence.witnesses, seed, others)))
    return facts


def told_by(fact: Fact, member: Candidate, affair: Affair, tellers: Tellers) -> Fact:
    """A fact in the words of another of its candidates, with those that vouch for these."""
    evidence = _Evidence(affair, tellers)

    def ask() -> list[Candidate]:
        telling = {c.span for c in tellers.of(member)}
        others = {c.span: c for c in (*fact.members, *fact.witnesses, *fact.akin) if c.account.id != member.account.id}
        return [c for span, c in sorted(others.items()) if evidence.vouches(member, c, told=span in telling)]

    return Fact([member, *(m for m in fact.members if m is not member)], fact.akin, ask)


class _Evidence:
    """What speaks for or against two sentences saying the same, across all pages of a topic."""

    def __init__(self, affair: Affair, tellers: Tellers) -> None:
        self._tellers = tellers
        self._source = {d.derived: d.source for d in affair.derivations}
        self._pairs: dict[tuple[str | None, str], tuple[AlignedPair, ...]] = {
            (d.source, d.derived): d.pairs for d in affair.derivations
        }
        self._parted = [c for c in affair.contrasts if c.kind in _PARTED]

    def witnesses(self, best: Candidate, others: Mapping[Span, Candidate]) -> list[Candidate]:
        """The sentences that vouch for `best`: of `others`, near it, and of those that tell the same act."""
        telling = {c.span: c for c in self._tellers.of(best)}
        asked = sorted({**others, **telling}.items())
        return [c for span, c in asked if self.vouches(best, c, told=span in telling)]

    def vouches(self, best: Candidate, other: Candidate, *, told: bool) -> bool:
        """Whether `other`, that may be known to tell the same act, says what `best` says."""
        if not self._agree(best, other):
            return False
        one_of = self._source_first(best, other)
        if one_of is not None:  # what was added takes nothing from a line of the source's
            grave = _GRAVE - {"added"} if one_of[0] is best else _GRAVE
            return self._told_again(*one_of, grave) and not against(best.gist, other.gist)
        if told:
            return not _other_dead(best, other)
        agree = best.gist.values <= other.gist.values or other.gist.values <= best.gist.values
        return agree and not _other_dead(best, other) and self._tellers.words_it(best, other)

    def touches(self, best: Candidate, other: Candidate) -> bool:
        """Whether `other` tells of what `best` tells, near enough to show that it matters: a deed of one type and side,
        or like words with the same names and numbers."""
        if not self._agree(best, other):
            return False
        one_of = self._source_first(best, other)
        if one_of is not None:
            return self._told_again(*one_of, _GRAVE)
        if _other_dead(best, other):
            return False
        likeness = cosine(best.vector, other.vector)
        if same_deed(best, other) and likeness >= _SAME_DEED:
            return True
        agree = best.numbers <= other.numbers or other.numbers <= best.numbers
        same_names = not best.named or not other.named or bool(best.named & other.named)
        return likeness >= _SAME_WORDS and agree and same_names

    def _agree(self, a: Candidate, b: Candidate) -> bool:
        return not self._set_apart(a.span, b.span) and a.denies is b.denies and not _turned(a, b)

    def _source_first(self, a: Candidate, b: Candidate) -> tuple[Candidate, Candidate] | None:
        """The two with the source first, where one page took its words from the other."""
        pairs = ((one, two) for one, two in ((a, b), (b, a)) if self._source.get(two.account.id) == one.account.id)
        return next(pairs, None)

    def _told_again(self, source: Candidate, derived: Candidate, grave: Collection[str]) -> bool:
        """Whether the page that took a sentence tells it again and no aligned words of it were changed gravely."""
        pairs = self._pairs[source.account.id, derived.account.id]
        aligned = [p for p in pairs if p.source.overlaps(source.span) and p.derived.overlaps(derived.span)]
        if any(c.kind in grave for p in aligned for c in p.changed):
            return False
        return bool(aligned) or cosine(source.vector, derived.vector) >= _VERBATIM

    def _set_apart(self, a: Span, b: Span) -> bool:
        return any(_opposes(c, a, b) for c in self._parted)


def _opposes(contrast: Contrast, a: Span, b: Span) -> bool:
    at_a = {n for n, p in enumerate(contrast.positions) if any(s.overlaps(a) for s in p.spans)}
    at_b = {n for n, p in enumerate(contrast.positions) if any(s.overlaps(b) for s in p.spans)}
    return bool(at_a and at_b) and not at_a & at_b


def _apart(a: Candidate, b: Candidate, tolls: Tolls) -> bool:
    """Whether each of two is told beside the other: a denial, or another toll."""
    return _denies(a, b) or tolls.parted(a, b)


def _denies(a: Candidate, b: Candidate) -> bool:
    """Whether one denies what the other tells: that is told besides it, and not instead."""
    return a.denies is not b.denies and opposed(a.gist, b.gist)


def _other_dead(a: Candidate, b: Candidate) -> bool:
    return bool(a.dead and b.dead) and a.dead != b.dead


def same_deed(a: Candidate, b: Candidate) -> bool:
    """One type, done by a side that both name; where both name whom it was done to, that too."""
    return any(
        t == u and x & y and (not p or not q or p & q) for t, x, p in a.deeds for u, y, q in b.deeds if t != "NONE"
    )


def _turned(a: Candidate, b: Candidate) -> bool:
    """One type, done by the other's sufferer to the other's doer, or by sides that have nothing in common."""
    shared = [(x, p, y, q) for t, x, p in a.deeds for u, y, q in b.deeds if t == u and t != "NONE" and x and y]
    return bool(shared) and not any(x & y for x, _, y, _ in shared)
