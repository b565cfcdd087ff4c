"""Whether a line says again what another one says: no fact is told twice."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from riwaya.brief.candidates import Candidate
from riwaya.brief.facts import Fact, same_deed
from riwaya.brief.tolls import Tolls, one_toll
from riwaya.brief.vouching import Tellers, against, numbers, one_amount, opposed
from riwaya.likeness import cosine, lemma_of
from riwaya.rules import load

REPEATED = 0.5  # a second line this like a told one tells nothing new
_REPEATED_PLAINLY = 0.4  # this will do where it brings no other figures
_REPEATED_BY_MACHINE = 0.2  # a machine's words for a told fact share less with it, and those of who rewrote its page
_REPEATED_EVENT = 0.25  # with a joined event in common, so little likeness will do
_REPEATED_PARTIES = 0.3  # of the same parties
_HEAD_ALIKE, _HEAD_SHARED = 0.5, 4  # lemmas of two heads in common from which they begin to tell one thing
_OPENING, _OPENING_SHARED = 8, 2  # lemmas, names apart, with which two lines open; in common
_SAID_SHARED, _SAID_ALIKE = 6, 0.4  # lemmas of all that two lines say; chosen on fifteen briefs, not fitted
_GREAT = 100  # numbers that are hardly two things
_MOST_OF_IT, _PART_OF_IT, _SOME_OF_IT = 0.5, 0.3, 0.2  # shares of what one of two sentences with one number tells
_SAME_DAY_SHARED, _SAME_DAY_OPENING = 5, 3  # of one day less in common will do, where the openings share more


class Repeats:
    """Whether a fact has in the main been told; of two sentences it is worked out once."""

    def __init__(self, origins: Mapping[str, str], tellers: Tellers, tolls: Tolls) -> None:
        self.origins, self.tellers, self.tolls = origins, tellers, tolls
        self._known: dict[tuple[int, int], bool] = {}  # by the two, which live as long as the tellers

    def __call__(self, fact: Fact, told: Fact) -> bool:
        one, other = fact.best, told.best
        key = id(one), id(other)
        if key not in self._known:
            apart = self.tolls.parted(one, other)
            self._known[key] = not apart and _repeats(one, other, self.origins, self.tellers)
        return self._known[key]


def _repeats(one: Candidate, other: Candidate, origins: Mapping[str, str], tellers: Tellers) -> bool:
    """Whether one sentence tells what another has told: in like words, as the same event, or as one deed of one day."""
    if one.denies is not other.denies and opposed(one.gist, other.gist):
        return False  # what one party charges and another denies are two
    likeness = cosine(one.vector, other.vector)
    if _one_head(one, other) or _one_matter(one, other) or one_toll(one, other):
        return True
    retold = one.account.id != other.account.id and origins[one.account.id] == origins[other.account.id]
    if likeness >= (_REPEATED_BY_MACHINE if one.by_machine or retold else REPEATED):
        return True
    if likeness >= _REPEATED_PLAINLY and (one.numbers == other.numbers or not (one.numbers and other.numbers)):
        return True
    if one.events & other.events and likeness >= _REPEATED_EVENT:
        return True
    shared, named = one.named & other.named, one.named | other.named
    same_parties = len(shared) > 1 and 5 * len(shared) >= 3 * len(named)
    same_time = one.when is not None and one.when == other.when
    if same_parties and likeness >= (_REPEATED_EVENT if same_time else _REPEATED_PARTIES):
        return True
    if one.when is not None and one.when == other.when and same_deed(one, other):
        return True
    # what asks for the gists of all sentences comes last
    return (one.gist.values <= other.gist.values and tellers.tells(one, other)) or _one_count(one, other, tellers)


def _one_head(one: Candidate, other: Candidate) -> bool:
    """Whether the heads of two sentences tell one thing: most of their lemmas are the same, or of one day many; or they
    open with one deed («اعتذر») of one party on one day. Who says something may say more."""
    heads = set(one.head) & set(other.head)
    if len(heads) >= max(_HEAD_SHARED, _HEAD_ALIKE * len({*one.head, *other.head})):
        return True
    if one.when is None or one.when != other.when or not one.head or not other.head:
        return False
    deed = one.head[0] == other.head[0] and bool(one.named & other.named) and one.head[0] not in _said_so()
    return deed or len(heads) > _HEAD_SHARED


def _one_matter(one: Candidate, other: Candidate) -> bool:
    """Whether two sentences open alike and say much the same of whomever they name, on no two days."""
    if one.when is not None and other.when is not None and one.when != other.when:
        return False
    shared = len(set(one.plain) & set(other.plain))
    opening = len(set(one.plain[:_OPENING]) & set(other.plain[:_OPENING]))
    least = min(len(one.plain), len(other.plain))
    if one.day == other.day and opening >= _SAME_DAY_OPENING and shared >= max(_SAME_DAY_SHARED, least / 3):
        return True
    return opening >= _OPENING_SHARED and shared >= max(_SAID_SHARED, _SAID_ALIKE * least)


def _one_count(one: Candidate, other: Candidate, tellers: Tellers) -> bool:
    """Whether two sentences give one number of one thing, and one tells the most of what the other does; or a great
    number, or one of parties that both name, and a good part of it."""
    shared = numbers(one.gist, other.gist)
    if not shared or against(one.gist, other.gist):
        return False
    common = tellers.common(one, other)
    cover = max(common.cover, tellers.common(other, one).cover)
    great = any(x.value >= _GREAT and one_amount(x, y) for x in one.gist.amounts for y in other.gist.amounts)
    if cover >= _MOST_OF_IT or (great and cover >= _SOME_OF_IT and common.names):
        return True
    return cover >= _PART_OF_IT and bool(common.names) and common.words > 1


@cache
def _said_so() -> frozenset[str]:
    return frozenset(lemma_of(w) for w in load("ar/brief").texts("announcing"))
