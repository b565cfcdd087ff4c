"""A line: one paragraph of an article as the statement finder walks it.

A `Line` gives the tokens of a paragraph by number, the characters that stand between them (`gaps`),
which tokens belong to a name, where sentences end and which stretches stand in quotation marks.
Places are indices into the passage's folded text (`low`, `high`); `Line.place` turns them into
page offsets.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from operator import attrgetter

from riwaya.model import BlockKind, Mention
from riwaya.text import Folded, Token, Words

_SKIPPED = (BlockKind.UI, BlockKind.SEE_ALSO, BlockKind.SOURCE_CREDIT, BlockKind.RELATED_HEADER)
_BESIDE_NAMES = ("role", "body", "anonymous")  # rules of mentions that are no names
_OPENING = "«“„❝"
_CLOSING = "»❞"
# «باكو (رويترز) - », «عدن ـ متابعات: »: a place, perhaps a date, an agency in brackets and a dash
_DATELINE = re.compile(r"[^.:\n\"]{2,60}?(?:\([^)\n]{1,30}\)\s*[-–—:]{1,3}|\s[-–—]{1,3})\s+")
_LED_TO = re.compile(r"(?:[:،]|\bب?ان(?:ه|ها|هم)?)\s*\Z")  # before a mark that opens and is never closed
_ATTACHED = "بلكوف"
_PREFIX = 3  # letters, at most, before a phrase in the word that it begins in
_START, _END = attrgetter("start"), attrgetter("end")
_LONGEST_QUOTE = 2500  # characters; an unpaired mark must not swallow a page


@dataclass(frozen=True, slots=True)
class Quote:
    """Words between quotation marks: `low:high` without the marks; tokens `first:last`."""

    low: int
    high: int
    first: int
    last: int
    closed: bool

    @property
    def size(self) -> int:
        """How many words stand between the marks."""
        return self.last - self.first


@dataclass(slots=True)
class Line:
    """One paragraph. `names[i]` is the number in `mentions` of the name that token i belongs to, or -1."""

    number: int
    title: bool
    source: str  # the whole page's text
    folded: Folded
    low: int
    high: int
    tokens: tuple[Token, ...]
    words: tuple[str, ...]  # the tokens' texts
    gaps: tuple[str, ...]  # what stands before each token, and after the last one: from edge to edge of the line
    ends: tuple[int, ...]  # for each token, the number of the token after its sentence
    begins: tuple[int, ...]  # for each token, the number of the first token of its sentence
    mentions: tuple[Mention, ...] = ()
    names: list[int] = field(default_factory=list)
    ranges: tuple[tuple[int, int], ...] = ()  # for each name: its tokens, the last excluded
    roles: dict[int, Mention] = field(default_factory=dict)  # by first token: offices, bodies, unnamed sources
    quotes: tuple[Quote, ...] = ()
    opening: int = 0  # the first token after a dateline

    def end_of(self, i: int) -> int:
        """Index in the folded text after token i."""
        return self.tokens[i].at + len(self.tokens[i].text)

    def token_at(self, index: int) -> int:
        """Number of the first token that starts at or after `index`."""
        low, high = 0, len(self.tokens)
        while low < high:
            middle = (low + high) // 2
            if self.tokens[middle].at < index:
                low = middle + 1
            else:
                high = middle
        return low

    def place(self, low: int, high: int) -> tuple[int, int]:
        """Page offsets of a stretch of the folded text."""
        return self.folded.span(low, high)

    def sentence_start(self, i: int) -> int:
        """Number of the first token of the sentence that holds token i."""
        return max(self.begins[i], self.opening) if i >= self.opening else self.begins[i]

    def quote_over(self, i: int) -> Quote | None:
        """The quotation that token i stands in, if any."""
        return next((q for q in self.quotes if q.first <= i < q.last), None) if self.quotes else None


def read_lines(words: Words, mentions: tuple[Mention, ...]) -> list[Line]:
    """The paragraphs of an article, in order, without the page's furniture."""
    groups: list[list[int]] = []
    for k, sentence in enumerate(words.sentences):
        passage = words.passages[sentence.passage]
        if passage.kind in _SKIPPED:
            continue
        if groups:
            before = words.sentences[groups[-1][-1]]
            between = passage.folded.text[before.high : sentence.low] if before.passage == sentence.passage else "\n"
            if "\n" not in between and "\n" not in passage.folded.text[before.low : before.high]:
                groups[-1].append(k)
                continue
        groups.append([k])
    lines = [_line(words, n, group) for n, group in enumerate(groups)]
    _place_names(lines, tuple(m for m in mentions if m.rule not in _BESIDE_NAMES))
    _place_roles(lines, [m for m in mentions if m.rule in _BESIDE_NAMES])
    return lines


def _place_roles(lines: list[Line], roles: list[Mention]) -> None:
    """Phrases that name nobody but mean somebody («الرئيس السابق») tell an actor, and cut no sentence."""
    firsts = {m.span.start: m for m in roles}
    ordered = sorted(firsts)
    for line in lines if roles else ():
        if not line.tokens:
            continue
        for k in ordered[bisect_left(ordered, line.tokens[0].start) : bisect_left(ordered, line.tokens[-1].end)]:
            i = bisect_right(line.tokens, k, key=_START) - 1
            token = line.tokens[i]
            if k < min(token.start + _PREFIX, token.end):
                line.roles.setdefault(i, firsts[k])


def _line(words: Words, number: int, group: list[int]) -> Line:
    first, last = words.sentences[group[0]], words.sentences[group[-1]]
    passage = words.passages[first.passage]
    tokens: list[Token] = []
    ends: list[int] = []
    begins: list[int] = []
    for k in group:
        sentence = words.sentences[k]
        begins.extend([len(tokens)] * len(sentence.tokens))
        tokens.extend(sentence.tokens)
        ends.extend([len(tokens)] * len(sentence.tokens))
    text = passage.folded.text
    starts, stops = [t.at for t in tokens], [t.at + len(t.text) for t in tokens]
    line = Line(
        number,
        passage.kind is BlockKind.TITLE,
        words.article.text,
        passage.folded,
        first.low,
        last.high,
        tuple(tokens),
        tuple([t.text for t in tokens]),
        tuple([text[a:b] for a, b in zip([first.low, *stops], [*starts, last.high], strict=True)]),
        tuple(ends),
        tuple(begins),
        names=[-1] * len(tokens),
    )
    line.quotes = tuple(_quotes(line, words.article.text))
    dateline = _DATELINE.match(line.folded.text, line.low, line.high)
    if dateline is not None and not line.title:
        line.opening = line.token_at(dateline.end())
    return line


def _place_names(lines: list[Line], mentions: tuple[Mention, ...]) -> None:
    ordered = tuple(sorted(mentions, key=lambda m: m.span.start))
    by_start = 0
    for line in sorted((x for x in lines if x.tokens), key=lambda x: x.tokens[0].start):
        start, end = line.tokens[0].start, line.tokens[-1].end
        while by_start < len(ordered) and ordered[by_start].span.end <= start:
            by_start += 1
        k = by_start
        own: list[Mention] = []
        ranges: list[tuple[int, int]] = []
        i = 0
        while k < len(ordered) and ordered[k].span.start < end:
            span = ordered[k].span
            j = i = bisect_right(line.tokens, span.start, lo=i, key=_END)
            while j < len(line.tokens) and line.tokens[j].start < span.end:
                line.names[j] = len(own)
                j += 1
            ranges.append((i, j))
            own.append(ordered[k])
            k += 1
        line.mentions, line.ranges = tuple(own), tuple(ranges)


def _quotes(line: Line, source: str) -> Iterator[Quote]:
    """Stretches between double quotation marks, whatever their shapes, outermost first.

    Marks of one paragraph are paired in turn; where their number is odd, or a typographic mark
    stands the wrong way round, the spaces around a mark tell whether it opens or closes.
    """
    text = line.folded.text
    marks = [m.start() + line.low for m in re.finditer('"+', text[line.low : line.high])]
    if not marks:
        return
    nested = _nested([_shape(text, source[line.folded.starts[at]], at, line) for at in marks])
    if nested:
        yield from (_between(line, marks[a], marks[b], True) for a, b in nested)
        return
    odd = len(marks) % 2 == 1
    opened: int | None = None
    for at in marks:
        shape = _shape(text, source[line.folded.starts[at]], at, line)
        if opened is None:
            if not (odd and shape == "close"):
                opened = at
            continue
        if odd and shape == "open" and at - opened < 40:
            opened = at  # the mark before it was a stray one
            continue
        yield _between(line, opened, at, True)
        opened = None
    if opened is not None and line.high - opened <= _LONGEST_QUOTE and _LED_TO.search(text, line.low, opened):
        yield _between(line, opened, line.high, False)


def _nested(shapes: Sequence[str]) -> list[tuple[int, int]]:
    """The outermost pairs of marks that surely hold others («"... "اسم" ..."»); none where a mark is in doubt."""
    pairs: list[tuple[int, int]] = []
    depth = first = deepest = 0
    for n, shape in enumerate(shapes):
        if shape == "open":
            first = n if depth == 0 else first
            depth += 1
            deepest = max(deepest, depth)
        elif shape == "close" and depth:
            depth -= 1
            if depth == 0:
                pairs.append((first, n))
        else:
            return []
    return pairs if depth == 0 and deepest > 1 else []


def _shape(text: str, mark: str, at: int, line: Line) -> str:
    before = text[at - 1] if at > line.low else " "
    after = text[at + 1] if at + 1 < line.high else " "
    if mark in _OPENING and not before.isalnum():
        return "open"
    if mark in _CLOSING and not after.isalnum():
        return "close"
    if (before.isspace() or before in "(:ـ" or _clitic(text, at - 1, line.low)) and not after.isspace():
        return "open"
    if not before.isspace() and (after.isspace() or after in ".،,؛:)!؟"):
        return "close"
    return "either"


def _clitic(text: str, at: int, low: int) -> bool:
    """Whether the letter at `at` is a whole word, as what is attached to a quotation is: «ل"الصحيفة"»."""
    return text[at] in _ATTACHED and (at <= low or text[at - 1] in " وفـ")


def _between(line: Line, opened: int, closed: int, paired: bool) -> Quote:
    low, high = opened + 1, closed
    text = line.folded.text
    while low < high and text[low] in '" ':
        low += 1
    while high > low and text[high - 1] in '" ':
        high -= 1
    return Quote(low, high, line.token_at(low), line.token_at(high), paired)
