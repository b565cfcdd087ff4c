"""Derivations: who took it from whom, by which evidence.

`find_derivations` looks at candidate pairs, decides the direction, aligns the clauses and calls a pair a copy, an
edited copy, a rewrite, a summary, or nothing. Reports of one event share names, numbers and often an official's
very words without either taking from the other: only a text most of whose own content stands in the other counts as
derived. An article has one source: the one it shares most with. Judgements of the kind `copy_of` overrule all of
it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from riwaya.account import Account
from riwaya.model import AlignedPair, Derivation, Judgement
from riwaya.stories.align import Match, align, identical, in_order, runners_up, weigh
from riwaya.stories.candidates import find_candidates
from riwaya.stories.changes import Telling, find_changes
from riwaya.stories.clauses import Clause, read_clauses
from riwaya.stories.direction import direct, formed
from riwaya.stories.external import find_external
from riwaya.stories.profile import Profile, profiles_of
from riwaya.stories.weights import Rarity

# Chosen on the copies of the development articles, on one annotated rewrite and on the example pages.
COPY_OF_DERIVED, COPY_OF_SOURCE = 0.88, 0.75
EDITED, EDITED_COVERED, LEAST_EDITED_SHINGLES = 0.45, 0.7, 25
MOSTLY = 0.75
TAKEN_IN, LEAST_TAKEN_IN = 0.6, 60
"""A longer article that opens with the same news and holds most of a shorter one word for word has taken it in."""
LEAD = 0.5
"""An article that opens with news of its own is no copy, however much background it took over."""
COVERED, COVERED_IN_FORM = 0.62, 0.4
"""Newsrooms that report one event apart share up to half of their content; a bulleted, vague text that shares as
much as that with one other took it from there."""
IN_FORM = 1.5
ORDERED = 0.45
LEAST_CLAUSES = 7
SUMMARY = 0.35
"""A rewrite shorter than this share of its source is a summary."""
OPENING = 4
KEPT = 2000
"""Articles whose clauses are kept in mind."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a derived article shares with its source, all shares from 0 to 1."""

    verbatim: float
    verbatim_back: float
    shingles: int
    covered: float
    ordered: float
    clauses: int
    lead: float
    form: float
    length: float
    reasons: tuple[str, ...]

    @property
    def score(self) -> float:
        return max(self.verbatim, min(1.0, 0.75 * self.covered + 0.25 * self.ordered))

    def relation(self) -> str | None:
        """The relation that this evidence proves, if any."""
        if self.verbatim >= COPY_OF_DERIVED and self.verbatim_back >= COPY_OF_SOURCE:
            return "copy"
        wording = self.verbatim >= EDITED and self.shingles >= LEAST_EDITED_SHINGLES
        if wording and self.covered >= EDITED_COVERED and (self.lead >= LEAD or self.verbatim >= MOSTLY):
            return "edited_copy"
        if self.verbatim_back >= TAKEN_IN and self.shingles >= LEAST_TAKEN_IN and self.lead >= LEAD:
            return "edited_copy"
        if self.clauses < LEAST_CLAUSES or self.ordered < ORDERED:
            return None
        if self.covered >= (COVERED_IN_FORM if self.form >= IN_FORM else COVERED) and (
            self.lead >= LEAD or self.form >= IN_FORM
        ):
            return "summary" if self.length < SUMMARY else "rewrite"
        return None

    def why(self, relation: str) -> str:
        """One sentence for people."""
        if relation in ("copy", "edited_copy"):
            fact = f"{self.verbatim:.0%} of its five-word sequences stand in the source"
            if self.verbatim < EDITED:
                fact = f"{self.verbatim_back:.0%} of the source's five-word sequences stand in it"
        else:
            fact = (
                f"{self.covered:.0%} of its content stands in the source, "
                f"{self.ordered:.0%} of the matching clauses in the source's order"
            )
        return "; ".join((fact, *(f"source, because {r}" for r in self.reasons[:2])))


def find_derivations(accounts: Sequence[Account], judgements: Sequence[Judgement] = ()) -> tuple[Derivation, ...]:
    """The derivations among `accounts`, and from originals that only a credit or a sign names."""
    profiles = profiles_of(accounts)
    rarity = Rarity(p.lemmas for p in profiles)
    work = _Work(profiles, rarity)
    found: dict[str, Derivation] = {}
    for candidate in find_candidates(profiles, rarity):
        for derivation in work.judge(candidate.a, candidate.b, candidate.shingles):
            known = found.get(derivation.derived)
            if known is None or (derivation.score, known.source or "") > (known.score, derivation.source or ""):
                found[derivation.derived] = derivation
    found = _acyclic(found)
    for one in profiles:
        if one.id not in found and (external := find_external(one.account)):
            found[one.id] = external
    found = _overruled(found, work, judgements)
    return tuple(found[p.id] for p in profiles if p.id in found)


class _Work:
    """Judges pairs of profiles; clauses are read once, and only of articles that need them."""

    def __init__(self, profiles: Sequence[Profile], rarity: Rarity) -> None:
        self._profiles = profiles
        self._rarity = rarity
        self._tellings: dict[int, Telling] = {}
        self.place = {p.id: i for i, p in enumerate(profiles)}

    def clauses(self, i: int) -> Sequence[Clause]:
        return self.telling(i).clauses

    def telling(self, i: int) -> Telling:
        """The article as one side of comparisons; the oldest of many is forgotten."""
        if i not in self._tellings:
            if len(self._tellings) >= KEPT:
                self._tellings.pop(next(iter(self._tellings))).account.words.release()
            account = self._profiles[i].account
            self._tellings[i] = Telling(account, read_clauses(account))
        return self._tellings[i]

    def judge(self, a: int, b: int, shingles: int) -> Iterator[Derivation]:
        """The derivation between profiles `a` and `b`, if the evidence proves one."""
        vote, reasons = direct(self._profiles[a], self._profiles[b])
        source, derived = (a, b) if vote >= 0 else (b, a)
        evidence, matches = self.weigh(source, derived, shingles, reasons)
        relation = evidence.relation()
        if relation:
            yield self.told(source, derived, relation, evidence, matches)

    def weigh(
        self, source: int, derived: int, shingles: int, reasons: tuple[str, ...] = ()
    ) -> tuple[Evidence, tuple[Match, ...]]:
        """Align the two and count."""
        there, here = self.clauses(source), self.clauses(derived)
        matches = identical(there, here) or align(there, here, self._rarity)
        weights = [sum(weigh((c,), self._rarity).values()) for c in here]
        by_index = {m.derived.index: m.covered for m in matches}
        one, other = self._profiles[derived], self._profiles[source]
        return Evidence(
            verbatim=shingles / max(1, len(one.shingles)),
            verbatim_back=shingles / max(1, len(other.shingles)),
            shingles=shingles,
            covered=_share(here, weights, by_index),
            ordered=in_order(matches),
            clauses=len(matches),
            lead=_share(here[:OPENING], weights, by_index),
            form=formed(one.account) - formed(other.account),
            length=len(one.lemmas) / max(1, len(other.lemmas)),
            reasons=reasons,
        ), matches

    def told(
        self, source: int, derived: int, relation: str, evidence: Evidence, matches: Sequence[Match]
    ) -> Derivation:
        """The derivation with its aligned pairs."""
        second = runners_up(matches, self.clauses(source), self._rarity) if relation in ("rewrite", "summary") else ()
        every = sorted((*matches, *second), key=_reading_order)
        there, here = self.telling(source), self.telling(derived)
        pairs = tuple(
            AlignedPair(m.unit.span, m.derived.span, round(m.score, 3), find_changes(m, there, here)) for m in every
        )
        return Derivation(
            source=self._profiles[source].id,
            derived=self._profiles[derived].id,
            relation=relation,
            score=round(evidence.score, 3),
            why=evidence.why(relation),
            pairs=pairs,
        )


def _reading_order(match: Match) -> tuple[int, float]:
    return match.derived.index, -match.score


def _share(clauses: Sequence[Clause], weights: Sequence[float], covered: Mapping[int, float]) -> float:
    """How much of what `clauses` (the first ones of an article) say is covered, by weight."""
    total = sum(weights[: len(clauses)]) or 1.0
    return sum(w * covered.get(c.index, 0.0) for c, w in zip(clauses, weights, strict=False)) / total


def _acyclic(found: dict[str, Derivation]) -> dict[str, Derivation]:
    """Leave out the weakest link of every circle, so that every chain ends at an origin."""
    kept: dict[str, Derivation] = {}
    for derivation in sorted(found.values(), key=lambda d: (-d.score, d.derived)):
        step = derivation.source
        while step is not None and step != derivation.derived:
            step = kept[step].source if step in kept else None
        if step is None:
            kept[derivation.derived] = derivation
    return kept


def _overruled(found: dict[str, Derivation], work: _Work, judgements: Sequence[Judgement]) -> dict[str, Derivation]:
    """Apply what people said: `a` is a copy of `b`, or is not."""
    for judgement in judgements:
        if judgement.kind != "copy_of" or judgement.a not in work.place or judgement.b not in work.place:
            continue
        known = found.get(judgement.a)
        if not judgement.verdict:
            if known and known.source == judgement.b:
                del found[judgement.a]
            continue
        reverse = found.get(judgement.b)
        if reverse and reverse.source == judgement.a:
            del found[judgement.b]
        source, derived = work.place[judgement.b], work.place[judgement.a]
        shared = len(set(work._profiles[source].shingles).intersection(work._profiles[derived].shingles))
        evidence, matches = work.weigh(source, derived, shared, (f"{judgement.by} said so",))
        told = work.told(source, derived, evidence.relation() or "rewrite", evidence, matches)
        found[judgement.a] = told
    return _acyclic(found)
