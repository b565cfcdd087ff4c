"""Which fact is told next: the weightiest, as far as the lines before it have left something to tell.

A fact weighs what its best sentence is worth (`worth`), more for every account that tells it too, and more on the last
day of its topic; less the more lines its page has already, and if its page is of another matter. A fact that weighs too
little is not told, be there room for it or not, nor one that weighs too little without what was told before it.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from heapq import heapify, heappop, heappush

from riwaya.account import Affair
from riwaya.brief.candidates import Candidate
from riwaya.brief.facts import Fact
from riwaya.brief.vouching import Tellers
from riwaya.likeness import cosine

# Set on twelve briefs that were read line by line, with an eye on the facts of twelve invented affairs; not fitted.
LEAST = 0.5  # a fact that weighs less is told only where there are few
_FEWEST = 3  # lines that a brief has whatever they weigh
_INDEPENDENT, _RETOLD = 0.8, 0.25  # what each independent account adds that tells a fact too, and each copy
_ENOUGH = 4  # of either: more make a fact no weightier
_LATEST = 0.6  # what a page of the last day adds: the latest state belongs in a brief
_AGAIN = 0.2  # what a further line of one page costs: each account has its own to tell
_STRAY = 1.0  # what a page of another matter costs: accounts are grouped by more than their matter
_KNOWN, _FREE = 3.0, 0.25  # what it costs to be told in part by the lines before, by the share of it beyond so much
_VERBATIM = 0.85  # so alike are one wording, whoever prints it
# Of two matters are pages whose words have less in common, by their cosine and by the share of the shorter one's.
_FAR, _FEW = 0.13, 0.2


class Turns:
    """The facts of a topic in the order in which they are chosen."""

    def __init__(self, affair: Affair, origins: Mapping[str, str], tellers: Tellers, title: str) -> None:
        days = [d for a in affair.accounts if a.article.published and (d := a.article.published.when.start)]
        self._last: dt.date | None = max(days, default=None) if len(set(days)) > 1 else None
        self.affair, self._origins, self._tellers = affair, origins, tellers
        self.titled = frozenset(a.id for a in affair.accounts if a.article.title and a.article.title.text == title)
        self._strays = strays(self.titled, tellers.candidates)

    def __call__(self, facts: Sequence[Fact], told: Sequence[Fact]) -> Iterator[tuple[Fact, bool]]:
        """The facts, the weightiest first, each with whether it adds enough to what is told by then; `told` grows as
        they are chosen."""
        heap = [(-self._weight(f), f.best.span, 0, n) for n, f in enumerate(facts)]
        heapify(heap)
        while heap:
            heavy, span, before, n = heappop(heap)
            again = sum(t.best.account.id == facts[n].best.account.id for t in told)
            if again != before:
                heappush(heap, (heavy + _AGAIN * (again - before), span, again, n))
                continue
            few = len(told) < _FEWEST
            if -heavy < LEAST and not few:
                return
            yield facts[n], few or -heavy - self._known(facts[n].best, told) >= LEAST

    def _weight(self, fact: Fact) -> float:
        """What a fact weighs before any is told."""
        best, published = fact.best, fact.best.account.article.published
        others = independent(best, fact.akin, self._origins) - 1
        retold = len({w.account.id for w in fact.akin}) - others
        weight = best.weight + _INDEPENDENT * min(others, _ENOUGH) + _RETOLD * min(max(0, retold), _ENOUGH)
        fresh = self._last is not None and published is not None and published.when.start == self._last
        return weight + _LATEST * fresh - _STRAY * (best.account.id in self._strays)

    def _known(self, line: Candidate, told: Sequence[Fact]) -> float:
        """What it costs a line that those before it have told a part of it."""
        known = frozenset().union(*(self._tellers.features_of(t.best) for t in told))
        return _KNOWN * max(0.0, self._tellers.share_of(line, known) - _FREE)


def strays(titled: Set[str], candidates: Sequence[Candidate]) -> frozenset[str]:
    """The accounts that share hardly a word with those which a topic is named after: of another matter of the same
    parties («مناورات درع الخليج», and those of Korea)."""
    words: dict[str, set[str]] = defaultdict(set)
    for c in candidates:
        words[c.account.id] |= c.vector.keys()
    named = [words[a] for a in sorted(titled) if a in words]
    return frozenset(a for a, some in words.items() if named and all(_of_two_matters(some, of) for of in named))


def _of_two_matters(some: Set[str], others: Set[str]) -> bool:
    shared, least = len(some & others), min(len(some), len(others))
    return shared < _FAR * (len(some) * len(others)) ** 0.5 and shared < _FEW * least


def independent(best: Candidate, others: Sequence[Candidate], origins: Mapping[str, str]) -> int:
    """How many independent accounts tell a fact: pages of one outlet are one, and so are the same words on several."""
    kept: list[Candidate] = []
    for w in (best, *sorted(others, key=lambda c: c.account.id)):
        outlet = w.account.article.outlet
        copied = any(
            origins[w.account.id] == origins[k.account.id]
            or (outlet is not None and outlet == k.account.article.outlet)
            or cosine(w.vector, k.vector) >= _VERBATIM
            for k in kept
        )
        if not copied:
            kept.append(w)
    return len(kept)
