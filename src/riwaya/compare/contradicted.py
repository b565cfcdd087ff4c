"""One party says no to what another says, wherever in the topic the two stand.

A clause that denies, or says no to what nobody says no to unasked («لم يقع أي», «لا صحة»), is matched with the clauses
of other speakers that say yes. How far they contradict each other is how much of the denied words stands again in the
other clause, and of the other's in the denied (keys of `clauses`, rare ones heavy). One of the first words behind the
word that says no must be common: who «found no sign that arms were used» does not deny arms. The best clause answers
a denial; and the more pages a topic has, the more must be common, since more clauses are alike by chance.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from riwaya.compare.clauses import Clause, weight_of
from riwaya.compare.heard import takes_sides
from riwaya.compare.labels import label, leading_away
from riwaya.likeness import Weights
from riwaya.model import Contrast, ContrastKind, Span, overlapping

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
_CUT = 3  # keys at most of words cut from what they belong to
_ACT_AND_OBJECT = 2  # keys in common, names left out: one word alone («a decision») is told of many matters
_DENIES = frozenset({"denial", "never", "no"})


@dataclass(frozen=True, slots=True)
class _Met:
    no: Clause
    yes: Clause
    score: float
    shared: frozenset[str]


def contradicted(told: Sequence[Clause], pages: int, *, aware: Mapping[str, str] | None = None) -> Iterator[Contrast]:
    """A dispute for every denial that another speaker's clause among `told` asserts, in a topic of so many `pages`;
    none are looked for, if only parties that are `aware` of each other are asked for (it maps an actor id to its side),
    where no two such parties meet."""
    least = _LEAST + _PER_DOUBLING * max(0.0, math.log2(max(pages, 1) / _PAGES))
    groups: list[list[_Met]] = []
    for met in _met(told, aware):
        if met.score < (max(least, _PLAIN) if met.no.no == "no" else least):
            continue
        same = next((g for g in groups if _one_matter(g[0], met)), None)
        if same is None:
            groups.append([met])
        else:
            same.append(met)
    for group in sorted(groups, key=lambda g: -max(m.score for m in g)):
        yield _contrast(sorted(group, key=lambda m: -m.score), told)


def _met(told: Sequence[Clause], aware: Mapping[str, str] | None) -> Iterator[_Met]:
    """The best match of every denial. How rare words are is asked of all clauses, and only where two meet at all."""
    said = [c for c in told if _speaks(c)]
    having: dict[str, list[Clause]] = {}
    for clause in said:
        if not (clause.no or clause.denies or clause.unsure or clause.of_claims or _only_where(clause)):
            for key in clause.keys:
                having.setdefault(key, []).append(clause)
    pairs = [(no, _near(no, having, no.denied if aware is None else no.head)) for no in said if no.no in _DENIES]
    if not any(aware is None or _aware(no, yes, aware) for no, near in pairs for yes, _ in near):
        return
    weights, many = Weights(c.keys for c in told), Counter(k for c in told for k in c.keys)
    for no, near in pairs:
        asked = {k for k in no.denied if many[k] <= _MOST}
        found = [
            _Met(no, yes, _score(shared, weights, no, yes), shared)
            for yes, shared in near
            if not asked.isdisjoint(yes.keys)
            and _enough(no, shared, many)
            and (any(map(_names, shared)) or _rare(shared, many))
        ]
        best = max(found, key=lambda m: (m.score, m.yes.span.page, -m.yes.span.start), default=None)
        if best is not None and (aware is None or sum(":" not in k for k in best.shared) >= _ACT_AND_OBJECT):
            yield best


def _only_where(clause: Clause) -> bool:
    """Whether a clause is only a few words behind a preposition, cut from what they belong to: «في قضية الحريق»."""
    first = next(iter(clause.tokens), None)
    return first is not None and first.text in leading_away() and len(clause.keys) <= _CUT


def _aware(a: Clause, b: Clause, sides: Mapping[str, str]) -> bool:
    """Whether two clauses are of known parties of two sides, and the sentence of one names the other."""
    if not (a.holder and b.holder):
        return False
    held = [sides.get(c.holder or "", c.holder) for c in (a, b)]
    return held[0] != held[1] and (held[1] in _sides_beside(a, sides) or held[0] in _sides_beside(b, sides))


def _sides_beside(clause: Clause, sides: Mapping[str, str]) -> set[str]:
    words = clause.account.words
    sentence = words.sentences[clause.sentence]
    named = overlapping(clause.account.mentions, words.span(sentence.start, sentence.end))
    return {sides.get(m.actor, m.actor) for m in named if m.actor}


def _names(key: str) -> bool:
    return ":" in key and not key.startswith("country:")


def _rare(shared: frozenset[str], many: Mapping[str, int]) -> bool:
    """Whether a word in common is of one matter («chemical weapons» are used and denied of many in a long affair)."""
    return any(many[k] <= _RARE for k in shared if ":" not in k)


def _speaks(clause: Clause) -> bool:
    return not clause.own and takes_sides(clause.holder or "")


def _near(
    no: Clause, having: Mapping[str, Sequence[Clause]], denied: Sequence[str]
) -> list[tuple[Clause, frozenset[str]]]:
    """The assertions of other parties that have one of the first keys `denied`, each with the keys in common."""
    found = {id(c): c for k in no.denied for c in having.get(k, ())}
    apart = [c for c in found.values() if c.speaker != no.speaker and (c.holder is None or c.holder != no.holder)]
    met = ((c, frozenset(no.keys.keys() & c.keys.keys())) for c in apart)
    first = denied if no.no == "denial" else denied[:1]
    return [(c, shared) for c, shared in met if not shared.isdisjoint(first) and any(":" not in k for k in shared)]


def _enough(no: Clause, shared: frozenset[str], many: Mapping[str, int]) -> bool:
    """Whether a denial and an assertion have enough in common: a deed alone, only where few speak of it."""
    plain = [k for k in shared if ":" not in k]
    alone = no.no != "no" and plain[0].startswith("=") and many[plain[0]] <= _FEW
    return len(plain) > 1 or (len(shared) > 1 and no.no != "no") or alone


def _score(shared: frozenset[str], weights: Weights, no: Clause, yes: Clause) -> float:
    common, denied, other = (math.fsum(weight_of(k, weights) for k in keys) for keys in (shared, no.keys, yes.keys))
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
