"""`Account`: an article with all that the per-article stages found in it. `Affair`: a topic's accounts.

`in_own_words` tells the pages that are a party's own: a statement, a release. `Kept` holds what a room works out of an
account once.

The rooms that look across articles (stories, compare, brief) take accounts and import no sibling.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from riwaya.model import (
    Actor,
    Article,
    BlockKind,
    Claim,
    Contrast,
    DateMention,
    Derivation,
    Event,
    Mention,
    Statement,
    Story,
)
from riwaya.rules import Finding, examples_of, load, rules_in
from riwaya.text import Token, Words, fold, fold_words, split_clitics, tokenise

Made = TypeVar("Made")

_PARTED = re.compile(r"[:؛|–—]|\s-\s")
_OPENING = 2  # words at the head of a sentence in which a party declares something
_OURS = 4  # letters from which a word in «نا» is taken for ours


@dataclass(frozen=True, slots=True)
class Account:
    """What one article says. Every tuple is in reading order; mentions are linked to actors."""

    words: Words
    dates: tuple[DateMention, ...] = ()
    mentions: tuple[Mention, ...] = ()
    statements: tuple[Statement, ...] = ()
    events: tuple[Event, ...] = ()
    claims: tuple[Claim, ...] = ()

    @property
    def article(self) -> Article:
        """The article itself."""
        return self.words.article

    @property
    def id(self) -> str:
        """The article's id."""
        return self.words.article.id


@dataclass(frozen=True, slots=True)
class Affair:
    """All that is known of one topic: its accounts, the events joined across them, who took words
    from whom among them, the actors of the run, (once compared) where the accounts part, and its stories. `chosen`: it
    is of a run of so few pages that somebody chose them, mostly for one affair; a stream's pages nobody chose."""

    accounts: tuple[Account, ...]
    events: tuple[Event, ...] = ()
    derivations: tuple[Derivation, ...] = ()
    actors: tuple[Actor, ...] = ()
    contrasts: tuple[Contrast, ...] = ()
    stories: tuple[Story, ...] = ()
    chosen: bool = False


def in_own_words(account: Account) -> bool:
    """Whether a page is a party's own: its title says so, and its text speaks as that party."""
    title, words = account.article.title, account.words
    if title is None or not _headed(title.text):
        return False
    quoted = [s.span for s in account.statements if s.speaker is not None]
    return any(
        _speaks([t for t in s.tokens if not any(q.start <= t.start < q.end for q in quoted)], s.tokens[:_OPENING])
        for s in words.sentences
        if words.kind_of(s) is BlockKind.BODY
    )


def _headed(title: str) -> bool:
    heads = (next(iter(tokenise(fold(part))), None) for part in _PARTED.split(title))
    return any(h is not None and h.text in _listed("heads") for h in heads)


def _speaks(tokens: list[Token], opening: tuple[Token, ...]) -> bool:
    plain = [t.text.removeprefix("و") for t in tokens]
    ours = any(c.enclitic == "نا" and len(t.text) > _OURS for t in tokens for c in split_clitics(t.text))
    return (
        ours
        or any(w in _listed("we") for w in plain)
        or any(t.text.removeprefix("و") in _listed("declares") for t in opening)
    )


@cache
def _listed(section: str) -> frozenset[str]:
    return fold_words(load("ar/communiques").texts(section))


def check_communiques() -> tuple[Finding, ...]:
    """A title with what stands behind its bar is a party's own in every `yes` and in no `no`."""
    findings: list[Finding] = []
    for rule in rules_in(load("ar/communiques"), "titles"):
        for example in examples_of(rule):
            title, _, body = example.text.partition("|")
            tokens = list(tokenise(fold(body)))
            if (_headed(title) and _speaks(tokens, tuple(tokens[:_OPENING]))) is not example.fires:
                reason = "it is not seen as a party's own" if example.fires else "it must not be seen as a party's own"
                findings.append(Finding(example.file, example.line, example.rule, f"{reason}: {example.text}"))
    return tuple(findings)


class Kept:
    """What the steps of one room ask of an account, worked out once, so that no step needs to be told what another has
    found. It stays with the account's words as long as one topic is told: `let_go` drops it. Another account of the
    same words (named anew, with other statements) gets its own."""

    def __init__(self, room: str) -> None:
        self._room = room

    def once(self, account: Account, name: str, make: Callable[[Account], Made]) -> Made:
        """What `make` finds in an account; `name` is the maker's own."""
        kept = self._of(account)
        if name not in kept:
            kept[name] = make(account)
        made: Made = kept[name]
        return made

    def let_go(self, accounts: Iterable[Account]) -> None:
        """Drop what was kept of `accounts`."""
        for account in accounts:
            self._cell(account).clear()

    def _of(self, account: Account) -> dict[str, Any]:
        cell = self._cell(account)
        here = cell[0] if cell else None
        if here is None or here[0] is not account:
            here = (account, {})
            cell[:] = [here]
        return here[1]

    def _cell(self, account: Account) -> list[tuple[Account, dict[str, Any]]]:
        return account.words.once(self._room, lambda _: [])
