"""What several steps of telling ask of one account, worked out once (`account.Kept`)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TypeVar

from riwaya.account import Account, Affair, Kept
from riwaya.model import Actor, DateMention, Event, Mention, Span, Statement
from riwaya.text import Sentence

T = TypeVar("T")


_kept = Kept("brief")
once, let_go = _kept.once, _kept.let_go


@dataclass(frozen=True, slots=True)
class Cast:
    """The actors of a run: by id, and the side of each."""

    actors: Mapping[str, Actor]
    sides: Mapping[str, str]


def cast_of(affair: Affair) -> Cast:
    """The actors of the run that an affair is of: a topic has few, its run thousands."""
    if not affair.accounts:
        return _cast(affair.actors)
    cell: list[tuple[tuple[Actor, ...], Cast]] = once(affair.accounts[0], "cast", lambda _: [])
    if not cell or cell[0][0] is not affair.actors:
        cell[:] = [(affair.actors, _cast(affair.actors))]
    return cell[0][1]


def _cast(actors: Sequence[Actor]) -> Cast:
    return Cast({a.id: a for a in actors}, {a.id: a.country or a.id for a in actors})


@dataclass(frozen=True, slots=True)
class Around:
    """What of an account touches one sentence, in reading order: a few of all that a page has."""

    mentions: list[Mention] = field(default_factory=list)
    dates: list[DateMention] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)


def around(account: Account, sentence: Sentence) -> Around:
    """What touches a sentence: begins in it, ends in it or holds it; statements also by their cue, events by any of
    their mentions and triggers."""
    return once(account, "around", _arounds)[sentence.start]


def _arounds(account: Account) -> dict[int, Around]:
    sentences = account.words.sentences
    found = {s.start: Around() for s in sentences}
    starts = [s.start for s in sentences]
    if any(a.end > b.start for a, b in pairwise(sentences)):  # blocks within blocks: whatever is where
        every = Around([*account.mentions], [*account.dates], [*account.statements], [*account.events])
        return dict.fromkeys(starts, every)

    def touched(*spans: Span | None) -> Iterator[int]:
        """The beginnings of the sentences that spans touch."""
        for span in spans:
            if span is not None:
                n = max(0, bisect_right(starts, span.start) - 1)
                while n < len(sentences) and sentences[n].start <= max(span.start, span.end - 1):
                    if sentences[n].end >= span.start:
                        yield starts[n]
                    n += 1

    def place(
        things: Sequence[T], spans: Callable[[T], Iterable[Span | None]], rows: Callable[[Around], list[T]]
    ) -> None:
        for thing in things:
            for start in dict.fromkeys(touched(*spans(thing))):
                rows(found[start]).append(thing)

    place(account.mentions, lambda m: (m.span,), lambda a: a.mentions)
    place(account.dates, lambda d: (d.span,), lambda a: a.dates)
    place(account.statements, lambda s: (s.span, s.cue), lambda a: a.statements)
    place(account.events, lambda e: [p for m in e.mentions for p in (m.span, m.trigger)], lambda a: a.events)
    return found
