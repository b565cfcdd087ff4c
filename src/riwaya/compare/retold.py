"""Pages that tell one another's sentences anew, and their twin sentences.

Reports of one event that newsrooms wrote apart share a sentence here and there; who has another's page before him
keeps its sentences one for one and in their order. So two pages are taken for tellings of one text where each of most
sentences of the shorter one is the likest of the other's, both ways, in one order (`_MOST`, `_LEAST`, `_LIKE`): in
seven topics that we did not write the retellings had a twin for 57 to 100 % of their sentences, all other pairs but two
(those by bits that are hardly alike) for less than half. Who took from whom is not asked: what the twins of two such
pages tell differently, one of the two has wrongly.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from riwaya.account import Account
from riwaya.likeness import Vector, Weights, content_lemmas, cosine
from riwaya.model import BlockKind
from riwaya.text import Sentence

_TWIN = 0.15  # cosine of two sentences that stand in the order of the others
_MOST = 0.55  # share of the shorter page's sentences that have a twin
_LEAST = 4  # twins
_LIKE = 0.35  # mean cosine of the twins
_SOON = dt.timedelta(days=3)  # after which a page is told anew as a rule
_PAGES = 40  # of a topic of more, no pairs are tried: each page would be held against all


@dataclass(frozen=True, slots=True)
class Twins:
    """One sentence as two accounts tell it; `like`: the cosine of their words."""

    a: Account
    b: Account
    here: Sentence
    there: Sentence
    like: float


def twins(accounts: Sequence[Account]) -> Iterator[Twins]:
    """The twin sentences of all accounts that tell one text, the pairs of accounts in the order given."""
    if len(accounts) > _PAGES:
        return
    told = [_told(a) for a in accounts]
    weights = Weights(lemmas for _, _, bodies in told for _, lemmas in bodies)
    pages = [(a, [(s, weights.vector(ls)) for s, ls in bodies]) for a, _, bodies in told]
    for (a, here), (b, there) in combinations(pages, 2):
        if not _of_one_time(a, b):
            continue
        found = _in_order(_mutual([v for _, v in here], [v for _, v in there]))
        if _one_text(found, min(len(here), len(there))):
            yield from (Twins(a, b, here[i][0], there[j][0], like) for i, j, like in found)


def _told(account: Account) -> tuple[Account, str, list[tuple[Sentence, tuple[str, ...]]]]:
    text = account.article.text
    body = (s for s in account.words.sentences if account.words.kind_of(s) is BlockKind.BODY)
    return account, text, [(s, tuple(content_lemmas(s.tokens, text))) for s in body]


def _of_one_time(a: Account, b: Account) -> bool:
    """Whether one page can be the other told anew: told soon after, by another newsroom. One newsroom writes on from
    its own report, and has one form of words for the news of every day (the closing of a market)."""
    if a.article.outlet is not None and a.article.outlet == b.article.outlet:
        return False
    days = [x.article.published.when.start if x.article.published else None for x in (a, b)]
    return days[0] is None or days[1] is None or abs(days[0] - days[1]) <= _SOON


def _mutual(here: Sequence[Vector], there: Sequence[Vector]) -> list[tuple[int, int, float]]:
    """Pairs of sentences of which each is the likest of the other's page."""
    if not here or not there:
        return []
    like = [[cosine(u, v) for v in there] for u in here]
    found: list[tuple[int, int, float]] = []
    for i, row in enumerate(like):
        j = max(range(len(row)), key=lambda k, row=row: (row[k], -k))  # type: ignore[misc]
        if row[j] >= _TWIN and max(range(len(here)), key=lambda k, j=j: (like[k][j], -k)) == i:  # type: ignore[misc]
            found.append((i, j, row[j]))
    return found


def _in_order(pairs: Sequence[tuple[int, int, float]]) -> list[tuple[int, int, float]]:
    """The likest of those pairs that keep one order on both pages."""
    best: list[tuple[float, list[tuple[int, int, float]]]] = []
    for i, j, like in pairs:
        before = [(score, run) for score, run in best if run[-1][1] < j]
        score, run = max(before, key=lambda t: t[0], default=(0.0, []))
        best.append((score + like, [*run, (i, j, like)]))
    return max(best, key=lambda t: t[0])[1] if best else []


def _one_text(found: Sequence[tuple[int, int, float]], shorter: int) -> bool:
    mean = sum(like for _, _, like in found) / len(found) if found else 0.0
    return len(found) >= max(_LEAST, _MOST * shorter) and mean >= _LIKE
