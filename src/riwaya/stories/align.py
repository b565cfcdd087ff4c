"""Alignment: for each clause of one article the words of another that it may have been taken from.

A real rewrite keeps almost no three words in a row, so clauses are compared by lemmas weighted by how rare they are
at large, by states and numbers, and, at a discount, by consonants («تعتقل»، «معتقلين»). A clause may meet one
source clause or two that stand together in a sentence.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from riwaya.model import Span
from riwaya.stories.clauses import LONGEST, Clause
from riwaya.stories.roots import skeleton
from riwaya.stories.weights import Rarity

STATE_WEIGHT = 2.0
NUMBER_WEIGHT = 4.0
KINDRED = 0.55
"""What a meeting of consonants counts beside a meeting of lemmas."""
LEAST_SHARED = 8.0
LEAST_SCORE = 0.27
LEAST_IN_ORDER = 0.22
"""Likeness that is believed where the clause follows on the last match."""
IN_ORDER = 0.09
STEP = 5
NEAREST = 6
RUNNER_UP = 0.78


@dataclass(frozen=True, slots=True)
class Unit:
    """One source clause, or two that stand together; what it says by weight."""

    clauses: tuple[Clause, ...]
    weights: Mapping[str, float]
    kindred: frozenset[str]
    total: float

    @property
    def span(self) -> Span:
        first, last = self.clauses[0].span, self.clauses[-1].span
        return Span(first.page, first.start, min(last.end, first.start + LONGEST))


@dataclass(frozen=True, slots=True)
class Match:
    """A derived clause and the source unit it meets: score (0 to 1) and how much of the clause is covered."""

    derived: Clause
    unit: Unit
    score: float
    covered: float

    @property
    def place(self) -> int:
        """Where in the source the unit begins, in clauses."""
        return self.unit.clauses[0].index


def weigh(clauses: Iterable[Clause], rarity: Rarity) -> dict[str, float]:
    """key -> weight for what `clauses` say."""
    return {key: weight_of(key, rarity) for clause in clauses for key in clause.keys}


def weight_of(key: str, rarity: Rarity) -> float:
    """The weight of one key: a state, a number or a lemma."""
    if key[0] == "@":
        return STATE_WEIGHT
    return NUMBER_WEIGHT if key[0].isdigit() else rarity.at_large(key)


class Source:
    """The units of a source article, looked up by what they say."""

    def __init__(self, clauses: Sequence[Clause], rarity: Rarity) -> None:
        self._rarity = rarity
        self.units = [self._unit(c) for c in clauses]
        joined = pairwise(clauses)
        self.units += [self._unit(a, b) for a, b in joined if a.sentence is b.sentence and not a.headed]
        self._holders: dict[str, list[int]] = defaultdict(list)
        for i, unit in enumerate(self.units):
            for key in {*unit.weights, *unit.kindred}:
                self._holders[key].append(i)

    def _unit(self, *clauses: Clause) -> Unit:
        weights = weigh(clauses, self._rarity)
        kindred = frozenset("~" + s for k in weights if (s := skeleton(k)))
        return Unit(clauses, weights, kindred, sum(weights.values()))

    def ranked(self, clause: Clause) -> list[Match]:
        """The units that `clause` may retell, the likest first; few."""
        weights = weigh((clause,), self._rarity)
        total = sum(weights.values())
        shared: dict[int, float] = defaultdict(float)
        strong: Counter[int] = Counter()
        for key, weight in weights.items():
            hit = set(self._holders.get(key, ()))
            for i in hit:
                shared[i] += weight
                strong[i] += key[0] != "@"
            root = skeleton(key)
            for i in self._holders.get("~" + root, ()) if root else ():
                if i not in hit:
                    shared[i] += KINDRED * weight
                    strong[i] += 1
        found = [
            self._match(clause, i, common, total)
            for i, common in shared.items()
            if common >= LEAST_SHARED and strong[i] >= 2
        ]
        found.sort(key=lambda m: (-m.score, len(m.unit.clauses), m.place))
        return [m for m in found[:NEAREST] if m.score >= LEAST_IN_ORDER]

    def _match(self, clause: Clause, i: int, common: float, total: float) -> Match:
        unit = self.units[i]
        covered = min(1.0, common / total)
        back = min(1.0, common / unit.total)
        return Match(clause, unit, 0.7 * covered + 0.3 * back, covered)


def align(source: Sequence[Clause], derived: Sequence[Clause], rarity: Rarity) -> tuple[Match, ...]:
    """What each clause of `derived` was taken from, in the order of `derived`; clauses with nothing are left out.

    Retellings mostly keep the order of facts, so among likely units the one that follows on the last is
    preferred, and a weaker likeness is believed there.
    """
    units = Source(source, rarity)
    ranked = [r for c in derived if (r := units.ranked(c))]
    chosen: list[Match] = []
    for matches in _best_path(ranked):
        match, follows = matches
        if match.score >= LEAST_SCORE or follows:
            chosen.append(match)
    return tuple(chosen)


def identical(source: Sequence[Clause], derived: Sequence[Clause]) -> tuple[Match, ...]:
    """Each clause with its twin, where both articles say the same from end to end; else nothing."""
    if len(source) != len(derived) or any(a.lemmas != b.lemmas for a, b in zip(source, derived, strict=True)):
        return ()
    units = (Unit((c,), {}, frozenset(), 0.0) for c in source)
    return tuple(Match(d, u, 1.0, 1.0) for d, u in zip(derived, units, strict=True))


def runners_up(matches: Sequence[Match], source: Sequence[Clause], rarity: Rarity) -> tuple[Match, ...]:
    """Second places that a clause was also taken from: nearly as like as the first, and other words."""
    units = Source(source, rarity)
    found: list[Match] = []
    for first in matches:
        if first.derived.headed and first.covered < 0.5:
            continue
        others = (m for m in units.ranked(first.derived) if not m.unit.span.overlaps(first.unit.span))
        second = next(others, None)
        if second and second.score >= max(LEAST_SCORE, RUNNER_UP * first.score):
            found.append(second)
    return tuple(found)


def _best_path(ranked: Sequence[Sequence[Match]]) -> list[tuple[Match, bool]]:
    """One match per clause such that likeness and order together are best; whether it follows on the last."""
    totals: list[list[float]] = []
    back: list[list[int]] = []
    for n, row in enumerate(ranked):
        if not n:
            totals.append([m.score for m in row])
            back.append([0] * len(row))
            continue
        scored = [
            max((totals[n - 1][k] + IN_ORDER * _follows(p, m), -k) for k, p in enumerate(ranked[n - 1])) for m in row
        ]
        totals.append([m.score + best for m, (best, _) in zip(row, scored, strict=True)])
        back.append([-k for _, k in scored])
    if not ranked:
        return []
    at = max(range(len(totals[-1])), key=lambda k: (totals[-1][k], -k))
    path: list[Match] = []
    for n in range(len(ranked) - 1, -1, -1):
        path.append(ranked[n][at])
        at = back[n][at]
    path.reverse()
    return [(m, n > 0 and _follows(path[n - 1], m)) for n, m in enumerate(path)]


def _follows(one: Match, other: Match) -> bool:
    return 0 <= other.place - one.place <= STEP


def in_order(matches: Sequence[Match]) -> float:
    """The share of matches that tell the source's facts in the source's order (longest rising run)."""
    if not matches:
        return 0.0
    tails: list[int] = []
    for match in matches:
        place = match.place
        at = bisect_left(tails, place + 1)
        if at == len(tails):
            tails.append(place)
        else:
            tails[at] = place
    return len(tails) / len(matches)
