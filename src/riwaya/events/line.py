"""A sentence as the event rules see it: tokens, their stems, and whose name each token belongs to."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any, TypeVar

from riwaya.events.known import Known, known_in
from riwaya.model import BlockKind, Mention, MentionType, Span
from riwaya.text import Sentence, Token, Words, bears_passive
from riwaya.text.numbers import Number, find_numbers

Made = TypeVar("Made")
_END = attrgetter("end")
_DAMMA = "\u064f"


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
    """One sentence with its words and their stems, the text before each word, and its named mentions."""

    index: int
    sentence: Sentence
    tokens: tuple[Token, ...]
    words: tuple[str, ...]  # the tokens' texts
    known: tuple[Known, ...]  # what the rules know of each word
    stems: tuple[frozenset[str], ...]
    gaps: tuple[str, ...]
    named: tuple[Named, ...]
    adjectives: bool  # whether some of `named` are weak
    at: tuple[int | None, ...]  # for each token, the index into `named`
    clauses: frozenset[int]  # the tokens at which a clause begins
    verbs: frozenset[int]  # the tokens that may be finite verbs that tell an event
    tail: str  # the text after the last token
    source: str  # the whole page's text
    _made: dict[str, Any] = field(init=False, default_factory=dict, repr=False)

    @property
    def numbers(self) -> tuple[Number, ...]:
        """The numbers of the sentence, read when first asked for: most sentences tell nothing that is counted."""
        return self.once("line.numbers", _numbers)

    def once(self, name: str, make: Callable[[Line], Made]) -> Made:
        """What `make` finds in this sentence alone, made when first asked for. `name` is the maker's own."""
        if name not in self._made:
            self._made[name] = make(self)
        made: Made = self._made[name]
        return made

    def any(self, low: int, high: int, words: frozenset[str]) -> bool:
        """Whether one of `words` stands among the tokens `low:high`."""
        return not all(map(words.isdisjoint, self.stems[low if low > 0 else 0 : high]))

    def is_closed(self, i: int) -> bool:
        """Whether the page writes token `i` with a final ة: no pronoun («حملة» is no «حمله»)."""
        return self.words[i].endswith("ه") and self.source[self.tokens[i].end - 1] == "ة"

    def is_passive(self, i: int) -> bool:
        """Whether the page writes the damma of a passive on token `i`."""
        written = self.source[self.tokens[i].start : self.tokens[i].end]
        return _DAMMA in written and bears_passive(written)


# «باكو (رويترز) - », «عدن، اليمن (CNN)-- »: where a report comes from
_DATELINE = re.compile(r"[^.:\n\"]{0,60}?(?:\([^)\n]{1,30}\)\s*[-–—:ـ]{1,3}|\s[-–—ـ]{1,3})\s+")
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
    texts = tuple([t.text for t in tokens])
    folded = words.passages[sentence.passage].folded.text
    ends = [sentence.low, *(t.at + len(t.text) for t in tokens)]
    gaps = tuple([folded[end : t.at] for end, t in zip(ends, tokens, strict=False)])
    facts = known_in(words)[index]
    strong = [n for m in mentions if (n := _named(words, tokens, m)) is not None]
    taken = {i for n in strong for i in range(n.first, n.last)}
    states = [(i, k.state) for i, k in enumerate(facts) if k.state and i and i not in taken]
    weak = [_adjective(words.article.page, tokens[i], i, state) for i, state in states]
    named = tuple(sorted([*strong, *weak], key=lambda n: n.first) if weak else strong)
    at: list[int | None] = [None] * len(tokens)
    for j, name in enumerate(named):
        at[name.first : name.last] = [j] * (name.last - name.first)
    tail = folded[ends[-1] : sentence.high]
    begun = [i for i, k in enumerate(facts) if k.clause]
    marked = [i for i, gap in enumerate(gaps) if gap != " " and (":" in gap or "؛" in gap)]
    verbs = [i for i, k in enumerate(facts) if k.finite]
    stems = tuple([k.stems for k in facts])
    return Line(
        index, sentence, tokens, texts, facts, stems, gaps, named, bool(weak), tuple(at),
        frozenset(begun + marked), frozenset(verbs), tail, words.article.text,
    )  # fmt: skip


def _adjective(page: str, token: Token, i: int, state: tuple[str, str]) -> Named:
    mention = Mention(Span(page, token.start, token.end), MentionType.GPE, state[0], "demonym")
    return Named(mention, i, i + 1, state[1], weak=True)


def _numbers(line: Line) -> tuple[Number, ...]:
    if not any(known.counts for known in line.known):
        return ()
    return tuple(find_numbers(line.tokens, attached=True))


def _named(words: Words, tokens: Sequence[Token], mention: Mention) -> Named | None:
    first = bisect_right(tokens, mention.span.start, key=_END)
    if first == len(tokens) or tokens[first].start >= mention.span.end:
        return None
    last = first + 1
    while last < len(tokens) and tokens[last].start < mention.span.end:
        last += 1
    clitic = words.text(tokens[first].start, max(tokens[first].start, mention.span.start))
    return Named(mention, first, last, clitic)
