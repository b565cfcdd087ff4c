"""`Account`: an article with all that the per-article stages found in it. `Affair`: a topic's accounts.

The rooms that look across articles (stories, compare, brief) take accounts and import no sibling.
"""

from __future__ import annotations

from dataclasses import dataclass

from riwaya.model import Actor, Article, Claim, Contrast, DateMention, Derivation, Event, Mention, Statement, Story
from riwaya.text import Words


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
    from whom among them, the actors of the run, (once compared) where the accounts part, and its stories."""

    accounts: tuple[Account, ...]
    events: tuple[Event, ...] = ()
    derivations: tuple[Derivation, ...] = ()
    actors: tuple[Actor, ...] = ()
    contrasts: tuple[Contrast, ...] = ()
    stories: tuple[Story, ...] = ()
