"""`Account`: an article with all that the per-article stages found in it.

The rooms that look across articles (stories, compare, brief) take accounts and import no sibling.
"""

from __future__ import annotations

from dataclasses import dataclass

from riwaya.model import Article, Claim, DateMention, Event, Mention, Statement
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
