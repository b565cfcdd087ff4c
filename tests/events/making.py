"""Small articles with names in square brackets, for the tests of this room."""

from __future__ import annotations

import datetime as dt

from riwaya.events.coded import read_example
from riwaya.events.find import tell
from riwaya.events.telling import Told
from riwaya.model import (
    Article,
    Block,
    BlockKind,
    DateKind,
    DateMention,
    Mention,
    Mode,
    Polarity,
    Precision,
    Span,
    Speaker,
    Statement,
    When,
)
from riwaya.text import Words, read_words


def told(text: str) -> tuple[Told, ...]:
    """Every telling in one sentence or paragraph."""
    words, mentions = read_example(text)
    return tell(words, mentions, (), ())


def paragraphs(*texts: str, page: str = "example") -> tuple[Words, tuple[Mention, ...]]:
    """An article with a title and body paragraphs."""
    whole, parts, mentions = "", [], []
    for n, text in enumerate(texts):
        words, found = read_example(text)
        base, plain = len(whole), words.article.text
        kind = BlockKind.TITLE if n == 0 else BlockKind.BODY
        parts.append(Block(kind, base, base + len(plain)))
        mentions += [Mention(Span(page, m.span.start + base, m.span.end + base), m.type, m.actor) for m in found]
        whole += plain + "\n"
    return read_words(Article(f"{page}#0", page, whole, parts=tuple(parts))), tuple(mentions)


def day(words: Words, text: str, iso: str) -> DateMention:
    """A date that stands in the article as `text`."""
    at = words.article.text.index(text)
    start = dt.date.fromisoformat(iso)
    when = When(iso, start, start + dt.timedelta(1), Precision.DAY)
    return DateMention(Span(words.article.page, at, at + len(text)), DateKind.DATE, when, "test")


def said(words: Words, cue: str, content: str, speaker: str, polarity: Polarity = Polarity.ASSERTS) -> Statement:
    """A statement whose cue and content stand in the article."""
    page, text = words.article.page, words.article.text
    c, s = text.index(cue), text.index(content)
    return Statement(
        "s0", words.article.id, Span(page, s, s + len(content)), Mode.INDIRECT, polarity,
        Span(page, c, c + len(cue)), Speaker(None, speaker),
    )  # fmt: skip
