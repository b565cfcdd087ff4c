"""What is compared: `Telling`, an article as one side; `Pair`, a stretch of it beside the stretch it was taken from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from riwaya.account import Account
from riwaya.stories.align import Match
from riwaya.stories.clauses import Clause
from riwaya.stories.facts import Facts, find_marks, sentence_facts
from riwaya.stories.twins import narration

SURE = 0.42
"""How much of the derived clause must be covered before a difference means that something was turned round."""
KEPT = 0.55
"""How much of it before something new is taken for what is missing."""
TERSE = 6
"""Lemmas; a derived clause of fewer leaves things out for brevity."""
ALIKE = 72.0
"""Likeness (0 to 100) of two spellings of one name."""


class Telling:
    """An article as one side of a comparison: what it says anywhere, worked out once."""

    def __init__(self, account: Account, clauses: Sequence[Clause]) -> None:
        self.account = account
        self.clauses = clauses

    @cached_property
    def narration(self) -> frozenset[str]:
        """Five words in a row that nobody is quoted with."""
        return narration(self.account)

    @cached_property
    def numbers(self) -> frozenset[float]:
        return frozenset(n for c in self.clauses for n in c.numbers)

    @cached_property
    def states(self) -> frozenset[str]:
        return frozenset(s for c in self.clauses for s in c.states)

    @cached_property
    def people(self) -> frozenset[str]:
        return frozenset(m.actor for m in self.account.mentions if m.actor)

    @cached_property
    def families(self) -> frozenset[tuple[str, str]]:
        """(section, rule) of every phrase of `derivation.yaml` that stands anywhere in the article."""
        words = self.account.words
        found = (find_marks(words.passages[s.passage].folded, s.tokens) for s in words.sentences)
        return frozenset((section, rule) for marks in found for section, rule, _ in marks)

    @cached_property
    def ties(self) -> frozenset[tuple[str, str]]:
        """(word, state) of every state that hangs on a word anywhere in the article."""
        found = (sentence_facts(self.account, s).ties for s in self.account.words.sentences if s.tokens)
        return frozenset((tie.word, tie.state) for ties in found for tie in ties)

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset(t.text for c in self.clauses for t in c.tokens)

    @cached_property
    def doubles(self) -> frozenset[tuple[str, str]]:
        """Words that stand next to each other in a clause."""
        return frozenset((a.text, b.text) for c in self.clauses for a, b in pairwise(c.tokens))

    @cached_property
    def lemmas(self) -> frozenset[str]:
        return frozenset(x for c in self.clauses for x in c.lemmas)


@dataclass(frozen=True, slots=True)
class Pair:
    """One aligned pair under comparison: the facts of both stretches and of the sentences they stand in."""

    match: Match
    source: Telling
    derived: Telling
    there: Facts
    here: Facts
    there_all: Facts
    here_all: Facts

    @property
    def terse(self) -> bool:
        return self.match.derived.headed or len(self.match.derived.lemmas) < TERSE

    @property
    def sure(self) -> bool:
        return self.match.covered >= SURE
