"""A sentence as the event rules see it: tokens, their stems, and whose name each token belongs to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from riwaya.model import BlockKind, Mention, MentionType, Span
from riwaya.remembered import remembered
from riwaya.text import Sentence, Token, Words, bears_passive
from riwaya.text.numbers import Number, find_numbers
from riwaya.text.states import demonyms
from riwaya.text.stems import stems


@dataclass(frozen=True, slots=True, eq=False)
class Named:
    """A mention in its sentence: the tokens `first:last`; `clitic` is what is attached before it.

    `weak`: no name but an adjective of a state («غارات نرويجية»), which may fill a part that no
    name fills."""

    mention: Mention
    first: int
    last: int
    clitic: str
    weak: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """One sentence with its tokens' stems, the text before each token, and its named mentions."""

    index: int
    sentence: Sentence
    tokens: tuple[Token, ...]
    stems: tuple[frozenset[str], ...]
    gaps: tuple[str, ...]
    named: tuple[Named, ...]
    at: tuple[int | None, ...]  # for each token, the index into `named`
    tail: str  # the text after the last token
    closed: frozenset[int]  # tokens that the page writes with a final ة: no pronoun («حملة» is no «حمله»)
    dammas: frozenset[int]  # tokens on which the page writes the damma of a passive
    _read: list[tuple[Number, ...]] = field(init=False, default_factory=list, repr=False)

    @property
    def numbers(self) -> tuple[Number, ...]:
        """The numbers of the sentence, read when first asked for: most sentences tell nothing that is counted."""
        if not self._read:
            self._read.append(tuple(find_numbers(self.tokens)))
        return self._read[0]

    def any(self, low: int, high: int, words: frozenset[str]) -> bool:
        """Whether one of `words` stands among the tokens `low:high`."""
        return not all(map(words.isdisjoint, self.stems[max(0, low) : max(0, high)]))


# «باكو (رويترز) - », «عدن، اليمن (CNN)-- »: where a report comes from
_DATELINE = re.compile(r"[^.:\n\"]{0,60}?(?:\([^)\n]{1,30}\)\s*[-–—:ـ]{1,3}|\s[-–—ـ]{1,3})\s+")
_DAMMA = "\u064f"
_SHORTEST = 3  # words that a paragraph has at least beside its dateline


def datelines(words: Words) -> tuple[tuple[int, int], ...]:
    """The datelines of the body's paragraphs: whoever is named there takes no part in anything."""
    found: list[tuple[int, int]] = []
    last = -1
    for sentence in words.sentences:
        passage = words.passages[sentence.passage]
        first, last = sentence.passage != last, sentence.passage
        if not first or passage.kind is not BlockKind.BODY:
            continue
        met = _DATELINE.match(passage.folded.text, sentence.low, sentence.high)
        if met is not None and sum(t.at >= met.end() for t in sentence.tokens) >= _SHORTEST:
            found.append((sentence.start, passage.folded.span(met.start(), met.end())[1]))
    return tuple(found)


def read_lines(words: Words, mentions: Sequence[Mention]) -> tuple[Line, ...]:
    """The sentences of an article, each with the mentions in it (linked ones only)."""
    outside = words.once("events.datelines", datelines)
    linked = sorted(
        (m for m in mentions if m.actor and not any(a <= m.span.start < b for a, b in outside)),
        key=lambda m: (m.span.start, -m.span.end),
    )
    lines: list[Line] = []
    k = 0
    for index, sentence in enumerate(words.sentences):
        while k < len(linked) and linked[k].span.start < sentence.start:
            k += 1
        here: list[Mention] = []
        while k < len(linked) and linked[k].span.start < sentence.end:
            if not here or linked[k].span.start >= here[-1].span.end:
                here.append(linked[k])
            k += 1
        lines.append(_line(words, index, sentence, here))
    return tuple(lines)


def _line(words: Words, index: int, sentence: Sentence, mentions: Sequence[Mention]) -> Line:
    tokens = sentence.tokens
    folded = words.passages[sentence.passage].folded.text
    gaps: list[str] = []
    done = sentence.low
    for token in tokens:
        gaps.append(folded[done : token.at])
        done = token.at + len(token.text)
    strong = [n for m in mentions if (n := _named(words, tokens, m)) is not None]
    taken = {i for n in strong for i in range(n.first, n.last)}
    page = words.article.page
    weak = [
        _adjective(page, tokens, i)
        for i, t in enumerate(tokens)
        if state_of(t.text)[0] and i and i not in taken and not t.is_number
    ]
    named = tuple(sorted([*strong, *weak], key=lambda n: n.first) if weak else strong)
    at: list[int | None] = [None] * len(tokens)
    for j, name in enumerate(named):
        for i in range(name.first, name.last):
            at[i] = j
    held = tuple(stems(t.text) for t in tokens)
    source = words.article.text
    closed = frozenset(i for i, t in enumerate(tokens) if t.text.endswith("ه") and source[t.end - 1] == "ة")
    marked = _DAMMA in source[sentence.start : sentence.end]
    dammas = frozenset(i for i, t in enumerate(tokens) if marked and bears_passive(source[t.start : t.end]))
    tail = folded[done : sentence.high]
    return Line(index, sentence, tokens, held, tuple(gaps), named, tuple(at), tail, closed, dammas)


def _adjective(page: str, tokens: Sequence[Token], i: int) -> Named:
    state, clitic = state_of(tokens[i].text)
    span = Span(page, tokens[i].start, tokens[i].end)
    return Named(Mention(span, MentionType.GPE, state, "demonym"), i, i + 1, clitic, weak=True)


@remembered(65536)
def state_of(word: str) -> tuple[str, str]:
    """The state whose adjective a word is (empty: none), and what is attached before it."""
    for bare in (word, word.removeprefix("و"), word.removeprefix("وال"), word.removeprefix("ال")):
        state = demonyms().get(bare)
        if state is not None:
            return state, "و" if word.startswith("و") and not bare.startswith("و") else ""
    return "", ""


def _named(words: Words, tokens: Sequence[Token], mention: Mention) -> Named | None:
    first = next((i for i, t in enumerate(tokens) if t.end > mention.span.start), None)
    if first is None or tokens[first].start >= mention.span.end:
        return None
    last = first + 1
    while last < len(tokens) and tokens[last].start < mention.span.end:
        last += 1
    clitic = words.text(tokens[first].start, max(tokens[first].start, mention.span.start))
    return Named(mention, first, last, clitic)
