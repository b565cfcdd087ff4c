"""One party says no to what another says, wherever in the topic the two stand.

A clause that denies, or says no to what nobody says no to unasked («لم يقع أي», «لا صحة»), is matched with the clauses
of other speakers that say yes. How far they contradict each other is how much of the denied words stands again in the
other clause, and of the other's in the denied (keys of `clauses`, rare ones heavy). One of the first words behind the
word that says no must be common: who «found no sign that arms were used» does not deny arms. The best clause answers
a denial; and the more pages a topic has, the more must be common, since more clauses are alike by chance.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from riwaya.compare.clauses import Clause, weight_of
from riwaya.compare.heard import takes_sides
from riwaya.compare.labels import label
from riwaya.likeness import Weights
from riwaya.model import Contrast, ContrastKind, Span

_LEAST = 0.31  # of what two clauses have in common, in a topic of up to `_PAGES`; set on reading, not fitted
_PAGES = 8
_PER_DOUBLING = 0.055  # more, for every doubling of the pages
_PLAIN = 0.8  # for a «no» that may be said unasked
_COVER, _BACK = 0.6, 0.4  # shares of the denied clause and of the other in the score
_FEW = 8  # clauses at most that have a key which is all that two have in common
_OF_ONE = 0.5  # share of the keys of two denials that makes them one
_VERSION = 2  # keys that make words a version of what happened
_RARE = 16  # clauses at most that have a word of one matter; with none in common, both must name the same besides
_MOST = 400  # clauses that have a key which brings no candidates
_DENIES = frozenset({"denial", "never", "no"})


@dataclass(frozen=True, slots=True)
class _Met:
    no: Clause
    yes: Clause
    score: float
    shared: frozenset[str]


def contradicted(told: Sequence[Clause], pages: int) -> Iterator[Contrast]:
    """A dispute for every denial that another speaker's clause among `told` asserts, in a topic of so many `pages`."""
    least = _LEAST + _PER_DOUBLING * max(0.0, math.log2(max(pages, 1) / _PAGES))
    groups: list[list[_Met]] = []
    for met in _met(told):
        if met.score < (max(least, _PLAIN) if met.no.no == "no" else least):
            continue
        same = next((g for g in groups if _one_matter(g[0], met)), None)
        if same is None:
            groups.append([met])
        else:
            same.append(met)
    for group in sorted(groups, key=lambda g: -max(m.score for m in g)):
        yield _contrast(sorted(group, key=lambda m: -m.score), told)


def _met(told: Sequence[Clause]) -> Iterator[_Met]:
    """The best match of every denial."""
    weights = Weights(c.keys for c in told)
    having: dict[str, list[int]] = {}
    for i, clause in enumerate(told):
        for key in clause.keys:
            having.setdefault(key, []).append(i)
    total = [sum(weight_of(k, weights) for k in c.keys) for c in told]
    for n, no in enumerate(told):
        if no.no not in _DENIES or not _speaks(no):
            continue
        near = {i for k in no.denied if len(having.get(k, ())) <= _MOST for i in having.get(k, ())}
        found = [
            _Met(no, told[i], _score(shared, weights, total[n], total[i]), shared)
            for i in near
            if (shared := _shared(no, told[i], having)) and (any(map(_names, shared)) or _rare(shared, having))
        ]
        if found:
            yield max(found, key=lambda m: (m.score, m.yes.span.page, -m.yes.span.start))


def _names(key: str) -> bool:
    return ":" in key and not key.startswith("country:")


def _rare(shared: frozenset[str], having: Mapping[str, Sequence[int]]) -> bool:
    """Whether a word in common is of one matter («chemical weapons» are used and denied of many in a long affair)."""
    return any(len(having[k]) <= _RARE for k in shared if ":" not in k)


def _speaks(clause: Clause) -> bool:
    return not clause.own and takes_sides(clause.holder or "")


def _shared(no: Clause, yes: Clause, having: Mapping[str, Sequence[int]]) -> frozenset[str]:
    """The keys that a denial and an assertion of another party have in common; empty where they are too few."""
    apart = yes.speaker != no.speaker and (yes.holder is None or yes.holder != no.holder)
    if yes.no or yes.denies or yes.unsure or yes.of_claims or not apart or not _speaks(yes):
        return frozenset()
    shared = frozenset(no.keys.keys() & yes.keys.keys())
    plain = [k for k in shared if ":" not in k]
    first = no.denied if no.no == "denial" else no.denied[:1]
    if not plain or shared.isdisjoint(first):
        return frozenset()
    alone = no.no != "no" and plain[0].startswith("=") and len(having[plain[0]]) <= _FEW
    return shared if len(plain) > 1 or (len(shared) > 1 and no.no != "no") or alone else frozenset()


def _score(shared: frozenset[str], weights: Weights, denied: float, other: float) -> float:
    common = sum(weight_of(k, weights) for k in shared)
    return _COVER * common / denied + _BACK * common / other


def _one_matter(a: _Met, b: _Met) -> bool:
    """Whether two matches are of one dispute: the same two speakers, or the same clause, and like words denied."""
    common, all_ = len(a.no.keys.keys() & b.no.keys.keys()), len(a.no.keys.keys() | b.no.keys.keys())
    return common >= _OF_ONE * all_ and (a.no.speaker == b.no.speaker or a.yes is b.yes)


def _contrast(group: Sequence[_Met], told: Sequence[Clause]) -> Contrast:
    first = group[0]
    noes = [_versions(m.no, told) for m in group[1:] if m.no.speaker == first.no.speaker]
    yeses = {m.yes.shown() for m in group[1:] if m.yes.speaker == first.yes.speaker} - {first.yes.shown()}
    positions = (
        first.yes.position(*sorted(yeses)),
        first.no.position(*_versions(first.no, told)[1:], *dict.fromkeys(s for spans in noes for s in spans)),
    )
    about = first.no.words_of(first.shared)
    return Contrast(label("denial", about), ContrastKind.DISPUTE, positions, "dispute:contradicted")


def _versions(no: Clause, told: Sequence[Clause]) -> list[Span]:
    """A denial's words, and what its speaker says instead in the same sentence."""
    after = [
        c.span
        for c in told
        if c.account is no.account
        and c.sentence == no.sentence
        and c.speaker == no.speaker
        and c.statement is not None
        and not c.no
        and len(c.keys) >= _VERSION
        and c.span.start >= no.span.end
    ]
    return [no.shown(), *after[:1]]
