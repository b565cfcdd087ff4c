"""Articles and readers made by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from riwaya.actors import NameReader, find_mentions, link_mentions
from riwaya.model import Article, Block, BlockKind, Judgement, Mention, Precision, Published, When
from riwaya.text import Words, read_words


@dataclass(frozen=True)
class Seen:
    """What a reader saw."""

    start: int
    end: int
    label: str
    score: float = 0.9


class Reader:
    """A trained reader that sees given names and nothing else."""

    def __init__(self, **names: str) -> None:
        self._names = {name.replace("_", " "): label for name, label in names.items()}

    def names(self, texts: Sequence[str]) -> list[tuple[Seen, ...]]:
        """The first place of each of its names in each text."""
        out = []
        for text in texts:
            found = [(text.find(n), n, kind) for n, kind in self._names.items() if n in text]
            out.append(tuple(Seen(at, at + len(n), kind) for at, n, kind in sorted(found)))
        return out


def words_of_text(text: str, page: str = "p", day: str | None = None) -> Words:
    """An article of one block a line."""
    blocks, at = [], 0
    for line in text.split("\n"):
        if line:
            blocks.append(Block(BlockKind.BODY, at, at + len(line)))
        at += len(line) + 1
    published = None
    if day is not None:
        start = dt.date.fromisoformat(day)
        published = Published(When(day, start, start + dt.timedelta(days=1), Precision.DAY))
    return read_words(Article(f"{page}#1", page, text, parts=tuple(blocks), published=published))


def named(text: str, reader: NameReader | None = None) -> dict[str, str | None]:
    """The names found in a text and linked: words -> actor."""
    (linked,) = linked_pages([text], reader=reader)
    words = words_of_text(text)
    return {words.text(m.span.start, m.span.end): m.actor for m in linked}


def linked_pages(
    texts: Sequence[str], judgements: Sequence[Judgement] = (), reader: NameReader | None = None
) -> tuple[tuple[Mention, ...], ...]:
    """The linked mentions of several pages."""
    pages = [words_of_text(t, f"p{i}") for i, t in enumerate(texts)]
    _, linked = link_mentions([(w, find_mentions(w, reader)) for w in pages], judgements)
    return linked


def actors_of(texts: Sequence[str], reader: NameReader, judgements: Sequence[Judgement] = ()) -> list[list[str | None]]:
    """The ids of the mentions of several pages, in order."""
    return [[m.actor for m in page] for page in linked_pages(texts, judgements, reader)]
