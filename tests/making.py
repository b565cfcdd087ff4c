"""Accounts made by hand for tests of the rooms that compare: say the words, get the spans."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from riwaya.account import Account
from riwaya.model import (
    Article,
    Block,
    BlockKind,
    DateKind,
    DateMention,
    Event,
    EventMention,
    Mention,
    MentionType,
    Mode,
    Polarity,
    Precision,
    Published,
    Quantity,
    Sign,
    Span,
    Speaker,
    Statement,
    Status,
    Text,
    When,
)
from riwaya.text import read_words


def day(value: str) -> When:
    start = dt.date.fromisoformat(value)
    return When(value, start, start + dt.timedelta(days=1), Precision.DAY)


@dataclass
class Maker:
    """An article under construction. `says`, `happens`, `names` and `dates` find their words in it."""

    page: str
    title: str
    body: list[str]
    published: str | None = None
    outlet: str | None = None
    signs: tuple[str, ...] = ()
    statements: list[Statement] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    date_mentions: list[DateMention] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join((self.title, *self.body))

    @property
    def id(self) -> str:
        return f"{self.page}#1"

    def span(self, words: str) -> Span:
        start = self.text.index(words)
        return Span(self.page, start, start + len(words))

    def says(
        self, actor: str, words: str, polarity: Polarity = Polarity.ASSERTS, cue: str = "", who: str = ""
    ) -> Maker:
        span, said, named = self.span(words), self.span(cue) if cue else None, self.span(who) if who else None
        n = f"{self.id}/s{len(self.statements) + 1}"
        self.statements.append(
            Statement(n, self.id, span, Mode.INDIRECT, polarity, said, Speaker(named, actor), rule="test")
        )
        return self

    def happens(
        self,
        type_: str,
        words: str,
        *,
        actor: str = "",
        recipient: str = "",
        when: str | None = None,
        quantities: tuple[tuple[str, float, str], ...] = (),
        status: Status = Status.HAPPENED,
        confidence: float = 0.9,
        rule: str = "test",
    ) -> Maker:
        span = self.span(words)
        self.events.append(
            Event(
                f"{self.id}/e{len(self.events) + 1}",
                self.id,
                type_,
                (
                    EventMention(
                        span, Span(span.page, span.start, span.start + len(words.split(maxsplit=1)[0].rstrip("،")))
                    ),
                ),
                (actor,) if actor else (),
                (recipient,) if recipient else (),
                status=status,
                when=day(when) if when else None,
                quantities=tuple(Quantity(w, v, "exact", self.span(s)) for w, v, s in quantities),
                rule=rule,
                confidence=confidence,
            )
        )
        return self

    def names(self, words: str, actor: str, type_: MentionType = MentionType.GPE) -> Maker:
        self.mentions.append(Mention(self.span(words), type_, actor, "test"))
        return self

    def dates(self, words: str, value: str | None) -> Maker:
        when = day(value) if value else None
        self.date_mentions.append(DateMention(self.span(words), DateKind.DATE, when, "test"))
        return self

    def account(self) -> Account:
        blocks, at = [Block(BlockKind.TITLE, 0, len(self.title))], len(self.title) + 1
        for paragraph in self.body:
            blocks.append(Block(BlockKind.BODY, at, at + len(paragraph)))
            at += len(paragraph) + 1
        whole = Span(self.page, 0, len(self.text))
        article = Article(
            self.id,
            self.page,
            self.text,
            title=Text(self.title, Span(self.page, 0, len(self.title))),
            outlet=self.outlet,
            published=Published(day(self.published)) if self.published else None,
            parts=tuple(blocks),
            signs=tuple(Sign(k, whole, "test") for k in self.signs),
        )
        return Account(
            read_words(article),
            tuple(self.date_mentions),
            tuple(sorted(self.mentions, key=lambda m: m.span)),
            tuple(sorted(self.statements, key=lambda s: s.span)),
            tuple(self.events),
        )
