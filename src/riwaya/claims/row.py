"""A sentence as claim patterns see it: tokens, stems, and whose name each token belongs to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from riwaya.model import Mention
from riwaya.text import Sentence, Token, Words
from riwaya.text.stems import stems

_PUNCTUATION = frozenset('،؛:.!?؟"()[]-–—')


@dataclass(frozen=True, slots=True, eq=False)
class Name:
    """A linked mention as the tokens `first:last`, with what is attached before it."""

    mention: Mention
    first: int
    last: int
    clitic: str


_OFTEN = 3  # how often each of the two states must be named


def pair_of(mentions: Sequence[Mention]) -> tuple[str, str] | None:
    """The two states that an article is about: each named often, every other at most half as often."""
    counts = Counter(m.actor for m in mentions if m.actor and m.actor.startswith("country:")).most_common(3)
    if len(counts) < 2 or counts[1][1] < _OFTEN or (len(counts) > 2 and counts[2][1] * 2 > counts[1][1]):
        return None
    return counts[0][0], counts[1][0]


def last_two(mentions: Sequence[Mention], end: int) -> frozenset[str]:
    """The two states that are named last before the page offset `end`; fewer where fewer are."""
    found: list[str] = []
    for m in reversed(mentions):
        if m.span.start < end and m.actor and m.actor.startswith("country:") and m.actor not in found:
            found.append(m.actor)
            if len(found) == 2:
                break
    return frozenset(found)


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """One sentence: `gaps[i]` is the text before token i, `at[i]` the name that token i belongs to."""

    sentence: Sentence
    tokens: tuple[Token, ...]
    stems: tuple[frozenset[str], ...]
    gaps: tuple[str, ...]
    names: tuple[Name, ...]
    at: tuple[int | None, ...]
    pair: tuple[str, str] | None = None  # the two states that «البلدان» means on this page

    def broken(self, i: int) -> bool:
        """Whether punctuation stands before token `i`."""
        return any(c in _PUNCTUATION for c in self.gaps[i])


def read_row(words: Words, sentence: Sentence, mentions: Sequence[Mention], pair: tuple[str, str] | None = None) -> Row:
    """A sentence with the linked ones of `mentions` that lie in it."""
    tokens = sentence.tokens
    folded = words.passages[sentence.passage].folded.text
    gaps: list[str] = []
    done = sentence.low
    for token in tokens:
        gaps.append(folded[done : token.at])
        done = token.at + len(token.text)
    names: list[Name] = []
    at: list[int | None] = [None] * len(tokens)
    for mention in mentions:
        inside = [i for i, t in enumerate(tokens) if t.start < mention.span.end and mention.span.start < t.end]
        if mention.actor and inside and all(at[i] is None for i in inside):
            start = tokens[inside[0]].start
            names.append(Name(mention, inside[0], inside[-1] + 1, words.text(start, max(start, mention.span.start))))
            for i in inside:
                at[i] = len(names) - 1
    return Row(sentence, tokens, tuple(stems(t.text) for t in tokens), tuple(gaps), tuple(names), tuple(at), pair)
