"""Whether two sentences of two pages tell the same: one act, of the same parties, in the same numbers, on the same day.

Words alone do not do: who summons an ambassador and whose ambassador is summoned share nearly all of them. So the act
itself must be in both (`Gist.acts`), and besides it evidence of several kinds: names, numbers, days, and whatever else
is rare in the topic. Nothing may speak against it: a «not», an act that says the contrary, parties the other way round,
people of whom none is common to both, other numbers of one thing, another day, an event that the one tells as done and
the other as planned.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from riwaya.brief.candidates import Candidate
from riwaya.brief.senses import SAYINGS, Amount, Gist, contrary, rows_in, turning
from riwaya.likeness import Index, Vector, Weights, content_lemmas, cosine
from riwaya.model import Status
from riwaya.text import fold, tokenise

# Set on five affairs written for it and on pairs of a stream that were read one by one; not fitted.
_NEAR = 0.15  # cosine below which two sentences are not looked at
_TOLD = 0.27  # of a line's weight that another sentence tells too, where it has the line's first act,
_MOSTLY = 0.4  # or another of its acts, or no act that is known and a number
_HEAD = 0.25  # of its head's weight, where its first act is not told
_KINDS = 2  # kinds of evidence besides the act
_PARTLY, _MORE = 0.2, 3  # with more of them so little will do, where the line's first act is one or figures are
_EVERYWHERE = 0.1  # what a word of every sentence weighs
_COUNTED, _GREAT = 4, 100  # numbers from which nothing need be counted of the same, or something else may be
_FIGURES = 2  # numbers that are two kinds
_RARE = 6, 0.02  # sentences, or their share of the topic's, that may have a rare word,
_TELLING = 12, 0.1  # and an act, name or day that tells one matter of it from another
_FEW, _MANY = 2, 5  # rare words that are a kind of evidence, and two
_SAME_WORDS, _NEARLY_ALL = 0.5, 0.65  # cosines of sentences; without the line's first act
_DONE = frozenset({Status.HAPPENED, Status.ALLEGED})


@dataclass(frozen=True, slots=True)
class Common:
    """What a sentence has in common with a line: the share of the line's weight that it tells too, and of its head's;
    whether it has the line's first act, how many of its acts; its deeds of one party to another, names, numbers, days
    and rare words. `said`: the line gives the words of somebody known by name."""

    cover: float
    head: float
    main: bool
    acts: int
    deeds: int
    names: int
    numbers: int
    days: int
    words: int
    said: bool

    @property
    def kinds(self) -> int:
        """How many kinds of evidence there are besides the act."""
        words = (self.words >= _FEW) + (self.words >= _MANY)
        named = bool(self.names) and not self.said  # who speaks is named whatever he says
        return (
            words + named + bool(self.deeds and self.main and self.days) + bool(self.days) + min(self.numbers, _FIGURES)
        )


class _Line(NamedTuple):
    """A sentence that others are held against: what its features weigh, each, together and those of its head; its
    deeds."""

    weights: dict[str, float]
    whole: float
    head: float
    deeds: tuple[str, ...]


class Tellers:
    """The sentences of a topic, to be asked which of them tell what one of them tells."""

    def __init__(self, candidates: Sequence[Candidate]) -> None:
        self.candidates = candidates
        self._at = {c.span: n for n, c in enumerate(candidates)}
        self._one_page = len({c.account.id for c in candidates}) <= 1
        self._rare, self._telling = (self._at_most(*most) for most in (_RARE, _TELLING))
        self._unknown = 1.0 + math.log(1 + len(candidates))  # the weight of what no sentence has
        self._lines: dict[int, _Line] = {}

    @cached_property
    def _features(self) -> list[frozenset[str]]:
        return [frozenset(features(c)) for c in self.candidates]

    @cached_property
    def _weights(self) -> dict[str, float]:
        """What each feature weighs."""
        weights = Weights(self._features)
        return {f: weights.weight(f) for some in self._features for f in some}

    @cached_property
    def _index(self) -> Index:
        return Index([self._vector(some) for some in self._features])

    def _vector(self, some: Iterable[str]) -> Vector:
        raw = {f: self._weights[f] for f in sorted(some)}
        length = math.sqrt(sum(v * v for v in raw.values()))
        return {f: v / length for f, v in raw.items()}

    @cached_property
    def _tells_apart(self) -> frozenset[str]:
        """The parties that tell one matter of the topic from another."""
        sides = Weights(c.gist.parties for c in self.candidates)
        every = {p for c in self.candidates for p in c.gist.parties}
        return frozenset(p for p in every if sides.weight(p) >= self._telling)

    def of(self, line: Candidate) -> Iterator[Candidate]:
        """The sentences of other pages that tell what `line` tells."""
        if self._one_page:
            return
        for n, _ in self._index.near(self._vector(self._features[self._at[line.span]]), _NEAR):
            other = self.candidates[n]
            if other.account.id != line.account.id and self.tells(line, other):
                yield other

    def of_title(self, title: str) -> list[tuple[float, Candidate]]:
        """The sentences with the share of a title's weight that each tells, the fullest first."""
        folded = fold(title)
        wanted = {f"={name}" for section, name in rows_in(title) if section != SAYINGS}
        wanted |= set(content_lemmas(list(tokenise(folded)), folded.text))
        rows = {w for w in wanted if w.startswith("=")}
        told = [
            (c, wanted & {*c.vector, *c.gist.keys, *c.gist.acts} if c.may_have(rows) else wanted & c.vector.keys())
            for c in self.candidates
        ]
        weights = Weights(some for _, some in told)
        whole = math.fsum(weights.weight(w) for w in sorted(wanted)) or 1.0
        shares = [(math.fsum(weights.weight(w) for w in sorted(some)) / whole, c) for c, some in told if some]
        return sorted(shares, key=lambda s: (-s[0], s[1].span))

    def tells(self, line: Candidate, other: Candidate) -> bool:
        """Whether `other` tells what `line` tells."""
        a, b = line.gist, other.gist
        if any(x.early and x.value >= _COUNTED for x in a.amounts) and not numbers(a, b):
            return False  # who leaves out the figures that a line begins with does not vouch for them
        if not a.acts & b.acts and not numbers(a, b):
            return False  # too little, whatever else they share
        common = self.common(line, other)
        if not common.acts and any(act.startswith("=") for act in a.main - b.acts):
            return False  # an act that is known would be found
        return (enough(common) or _one_toll(line, other, common)) and not against(a, b)

    def words_it(self, line: Candidate, other: Candidate) -> bool:
        """Whether `other` says in like words what `line` says: the line's first act, as far as it is known, or a number
        of it; of somebody's words most."""
        a, b = line.gist, other.gist
        if against(a, b):
            return False
        likeness = cosine(line.vector, other.vector)
        acted = not a.main or bool(a.main & (b.acts | b.keys)) or numbers(a, b) > 0
        if likeness < (_SAME_WORDS if acted else _NEARLY_ALL):
            return False
        return not a.speakers or self.common(line, other).cover >= _MOSTLY

    def common(self, line: Candidate, other: Candidate) -> Common:
        """What a sentence has in common with a line."""
        at, there = self._at[line.span], self._at[other.span]
        asked, shared = self._line(at), self._features[at] & self._features[there]
        telling = {f for f in shared if self._weights[f] >= self._telling}
        a, b = line.gist, other.gist
        acts = a.acts & b.acts
        return Common(
            cover=math.fsum(asked.weights[f] for f in shared) / asked.whole if shared else 0.0,
            head=math.fsum(asked.weights[f] for f in a.head & shared) / asked.head if a.head else 0.0,
            main=bool(a.main & b.acts & telling),
            acts=len(acts & telling),
            deeds=sum(d in telling for d in asked.deeds),
            names=len(a.parties & b.parties & self._tells_apart) + sum(f"*{n}" in telling for n in a.names),
            numbers=numbers(a, b),
            days=sum(f"@{d}" in telling for d in a.days),
            words=sum(self._weights[f] >= self._rare for f in (a.keys & b.keys) - acts),
            said=any(s.startswith("person:") for s in a.speakers),
        )

    def features_of(self, line: Candidate) -> frozenset[str]:
        """All that a line may have in common with another."""
        return self._features[self._at[line.span]]

    def share_of(self, line: Candidate, known: Set[str]) -> float:
        """The share of a line's weight that some features are."""
        at = self._at[line.span]
        asked = self._line(at)
        return math.fsum(asked.weights[f] for f in self._features[at] & known) / asked.whole if asked.whole else 0.0

    def _at_most(self, fewest: int, share: float) -> float:
        """The weight of what stands in so many sentences, or in that share of them."""
        n = len(self.candidates)
        return 1.0 + math.log((1 + n) / (1 + max(fewest, share * n)))

    def _line(self, at: int) -> _Line:
        """A sentence as it is held against others: next to nothing weighs what stands everywhere, twice what is in its
        head."""
        if at not in self._lines:
            line, some = self.candidates[at], self._features[at]
            head = line.gist.head
            every = {
                f: max(self._weights.get(f, self._unknown) - 1.0, _EVERYWHERE) * (2 if f in head else 1)
                for f in some | head
            }
            whole, of_head = (math.fsum(every[f] for f in which) for which in (some, head))
            self._lines[at] = _Line(every, whole, of_head, tuple(_deeds(line)))
        return self._lines[at]


def features(candidate: Candidate) -> Iterator[str]:
    """All that a sentence may have in common with another."""
    gist = candidate.gist
    yield from gist.keys
    yield from gist.acts
    yield from (f"#{v:g}" for v in gist.values)
    yield from (f"@{d}" for d in gist.days)
    yield from (f"*{n}" for n in gist.names)
    yield from _deeds(candidate)


def _deeds(candidate: Candidate) -> Iterator[str]:
    """Who did what to whom, where both are known and two."""
    for kind, doers, others in candidate.deeds:
        if kind != "NONE" and doers and others and not doers & others:
            yield f"!{kind} {' '.join(sorted(doers))} > {' '.join(sorted(others))}"


def numbers(a: Gist, b: Gist) -> int:
    """How many amounts two sentences share; small ones of nobody knows what are one if there are two («3-1»)."""
    found = {x.value for x in a.amounts for y in b.amounts if one_amount(x, y)}
    return len(found) + (len({v for v in a.values & b.values if v < _COUNTED} - found) > 1)


def one_amount(a: Amount, b: Amount) -> bool:
    """Whether two numbers may be one amount: a small one has to be counted of the same."""
    if a.value != b.value:
        return False
    if a.of and a.of == b.of:
        return True
    return a.value >= (_GREAT if a.of and b.of else _COUNTED)


def enough(common: Common) -> bool:
    """Whether what two sentences have in common makes them tell the same, unless something speaks against it."""
    if not common.acts and not common.numbers:
        return False
    if not common.main and common.head < _HEAD:
        return False  # «... after the attack of last week»: what both tell is not what the line is about
    if common.kinds >= _KINDS and common.cover >= (_TOLD if common.main else _MOSTLY):
        return True
    figures = common.numbers >= _FIGURES or (common.numbers and (common.days or common.words >= _MANY))
    return common.kinds >= _MORE and common.cover >= _PARTLY and bool(common.main or figures)


def _one_toll(line: Candidate, other: Candidate, common: Common) -> bool:
    """Whether two sentences open with as many dead of one day and give a further number alike: of a shipwreck of which
    every page tells, neither the act nor the words need be rare."""
    alike = line.dead and line.dead == other.dead and common.numbers >= _FIGURES
    return bool(alike and line.gist.days & other.gist.days) and common.cover >= _PARTLY


def against(a: Gist, b: Gist) -> str:
    """What speaks against two sentences telling the same, in a word; empty where nothing does."""
    return next((name for name, test in _TESTS.items() if test(a, b)), "")


def opposed(a: Gist, b: Gist) -> bool:
    """Whether one of two sentences turns round what the other tells («نفت», «أرجأت») or says the contrary."""
    return _turned(a, b) or _contrary(a, b)


def _apart(a: frozenset[str], b: frozenset[str]) -> bool:
    return bool(a and b) and not a & b


def _turned(a: Gist, b: Gist) -> bool:
    return any(x in one.acts & one.head and x not in other.acts for x in turning() for one, other in ((a, b), (b, a)))


def _contrary(a: Gist, b: Gist) -> bool:
    return any(
        (x in one and y not in one and y in other and x not in other)
        for x, y in contrary()
        for one, other in ((a.acts, b.acts), (b.acts, a.acts))
    )


def _denied(a: Gist, b: Gist) -> bool:
    return bool((a.denied & b.keys) - b.denied or (b.denied & a.keys) - a.denied)


def _unsure(a: Gist, b: Gist) -> bool:
    return any((k in a.unsure) is not (k in b.unsure) for k in a.acts & b.acts)


def _other_amounts(a: Gist, b: Gist) -> bool:
    return any(_excluded(x, a.amounts, b.amounts) for x in a.amounts)


def _excluded(amount: Amount, own: Sequence[Amount], others: Sequence[Amount]) -> bool:
    """Whether the other gives another number of what one counts; of a thing that one counts twice («قُتل ثلاثة بحارة
    وفُقد أربعة بحارة») it may give one alone."""
    same = {o.value for o in others if o.of and o.of == amount.of}
    mine = {o.value for o in own if o.of == amount.of}
    return bool(same) and amount.value not in same and not same <= mine


def _other_days(a: Gist, b: Gist) -> bool:
    if a.hours - b.hours and b.hours - a.hours:
        return True
    return not a.days & b.days and (_apart(a.days, b.days) or _apart(a.weekdays, b.weekdays))


def _other_status(a: Gist, b: Gist) -> bool:
    told = ((a.status.get(act), b.status.get(act)) for act in a.acts & b.acts)
    return any(x and y and not x & y and not (x <= _DONE and y <= _DONE) for x, y in told)


def _crossed(a: Gist, b: Gist) -> bool:
    """Whether two parties stand in one order here and in the other there."""
    place = {p: n for n, some in enumerate(b.order) for p in some}
    mine = [(p, n) for n, some in enumerate(a.order) for p in sorted(some) if p in place]
    return any(n < m and place[p] > place[q] for p, n in mine for q, m in mine)


_TESTS: dict[str, Callable[[Gist, Gist], bool]] = {
    "turned": _turned,
    "contrary": _contrary,
    "denied": _denied,
    "unsure": _unsure,
    "people": lambda a, b: _apart(a.people, b.people),
    "speakers": lambda a, b: _apart(a.speakers, b.speakers),
    "parties": lambda a, b: _apart(a.parties, b.parties),
    "amounts": _other_amounts,
    "days": _other_days,
    "status": _other_status,
    "crossed": _crossed,
}
