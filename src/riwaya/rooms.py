"""All rooms that have rules, for `riwaya rules`: run their examples, say which rule fired where."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from riwaya import actors, claims, compare, dates, events, read, rephrase, search, statements, stories
from riwaya.model import Article, Block, BlockKind, Origin, Precision, Published, When
from riwaya.rules import Finding, Fired, count_examples
from riwaya.text import read_words

ROOMS = (read, dates, actors, statements, events, claims, stories, compare)


def check_all() -> tuple[tuple[Finding, ...], int]:
    """The examples that do not hold in any room, and how many there are in all."""
    return tuple(f for room in (*ROOMS, rephrase, search) for f in room.check_rules()), count_examples()


def explain_text(text: str, now: dt.date | None = None) -> tuple[Fired, ...]:
    """The rules that fire in `text`, by place. `now` anchors its relative dates."""
    article = Article("text#1", "text", text, parts=(Block(BlockKind.BODY, 0, len(text)),))
    if now is not None:
        when = When(now.isoformat(), now, now + dt.timedelta(days=1), Precision.DAY, origin=Origin.GIVEN)
        article = replace(article, published=Published(when, "given by the caller"))
    words = read_words(article)
    return tuple(sorted((f for room in ROOMS for f in room.explain(words)), key=lambda f: (f.start, f.end, f.room)))
