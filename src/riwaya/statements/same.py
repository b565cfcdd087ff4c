"""The same statement in several renderings is one statement told several times.

A headline repeats what the text quotes, a second report gives the words of the first in its own. `join_statements`
takes the articles of one topic and gives every statement that renders an earlier one the id of that first telling
(`same_as`). Conservative: the same known speaker (or nearly the same words, where one is not known), half of the weight
of the shorter one's content or more, figures that do not contradict, and no denial against an assertion.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import fsum

from riwaya.likeness import Weights, content_lemmas
from riwaya.model import Polarity, Statement
from riwaya.text import Token, Words

_SHARED = 0.5  # of the weight of the shorter rendering, where one known actor speaks in both
_NEARLY = 0.6  # the same, where a speaker is not known
_FEWEST, _MORE = 3, 5  # content lemmas in common; where a speaker is not known
_LENGTHS = 5  # times the shorter that the longer may be long
_MANY = 200  # earlier statements of a speaker that one is held against


@dataclass(frozen=True, slots=True)
class _Said:
    statement: Statement
    lemmas: frozenset[str]
    figures: frozenset[str]

    @property
    def actor(self) -> str:
        speaker = self.statement.speaker
        return (speaker.actor or "") if speaker else ""


def join_statements(told: Sequence[tuple[Words, Sequence[Statement]]]) -> dict[str, str]:
    """For every statement that renders an earlier one of the same topic, the id of the first that it renders."""
    said = [_said(words, s) for words, statements in told for s in statements]
    weights = Weights(s.lemmas for s in said)
    firsts: dict[str, list[_Said]] = defaultdict(list)
    same: dict[str, str] = {}
    for one in said:
        near = firsts[one.actor] if one.actor else _latest(firsts.values())
        near = [*near[-_MANY:], *(firsts[""][-_MANY:] if one.actor else ())]
        best = max(((_alike(weights, other, one), k) for k, other in enumerate(near)), default=(0.0, -1))
        if best[0] > 0:
            same[one.statement.id] = near[best[1]].statement.id
        else:
            firsts[one.actor].append(one)
    return same


def _latest(groups: Iterable[Sequence[_Said]]) -> list[_Said]:
    """The last of all groups, one group after the other."""
    ends: list[Sequence[_Said]] = []
    left = _MANY
    for group in reversed(list(groups)):
        if left <= 0:
            break
        ends.append(group[-left:])
        left -= len(group)
    return [one for group in reversed(ends) for one in group]


def mark(statement: Statement, same: dict[str, str]) -> Statement:
    """A statement with the id of its first telling, where it has one."""
    first = same.get(statement.id)
    return replace(statement, same_as=first) if first else statement


def _said(words: Words, statement: Statement) -> _Said:
    tokens = list(_tokens(words, statement))
    lemmas = frozenset(content_lemmas(tokens, words.article.text))
    return _Said(statement, lemmas, frozenset(t.text for t in tokens if t.is_number))


def _tokens(words: Words, statement: Statement) -> Iterator[Token]:
    at, end = statement.span.start, statement.span.end
    while at < end and (sentence := words.sentence_at(at)) is not None:
        yield from (t for t in sentence.tokens if statement.span.start <= t.start < end)
        at = max(sentence.end, at + 1)


def _alike(weights: Weights, a: _Said, b: _Said) -> float:
    """How much of the shorter one's content the other shares, where they may be one statement; else 0."""
    short, long_ = (a, b) if len(a.lemmas) <= len(b.lemmas) else (b, a)
    if len(long_.lemmas) > _LENGTHS * len(short.lemmas):
        return 0.0
    shared = short.lemmas & long_.lemmas
    if len(shared) < _FEWEST:
        return 0.0
    if (a.statement.polarity is Polarity.DENIES) != (b.statement.polarity is Polarity.DENIES):
        return 0.0
    if a.figures and b.figures and not (a.figures <= b.figures or b.figures <= a.figures):
        return 0.0
    if a.statement.span.overlaps(b.statement.span):  # what a speaker quotes is not what he says
        return 0.0
    part = fsum(map(weights.weight, shared)) / fsum(map(weights.weight, short.lemmas))  # in whatever order sets have
    known = bool(a.actor) and a.actor == b.actor
    return part if (part >= _SHARED if known else part >= _NEARLY and len(shared) >= _MORE) else 0.0
