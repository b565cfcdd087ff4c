"""Ages beside articles: «منذ 21 ساعات» under a title tells how long ago that article was published.

An age belongs to the page's furniture, not to the article's words; so it is looked for in the blocks
of the page and given to the article that stands nearest to it. What it means is the publication of
that article: `add_age` says so where publication is known, and leaves it open where it is not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from riwaya.dates.expression import Expression
from riwaya.dates.find import find_expressions
from riwaya.model import Block, BlockKind, DateKind, DateMention
from riwaya.text import Words, fold

_BLOCKS = (BlockKind.BYLINE, BlockKind.DATELINE, BlockKind.RELATED_ITEM_META)
_HOURS = {"minute": 1, "hour": 1, "day": 24, "week": 168, "month": 720, "year": 8766}
_NEAR = 400  # how far before an article's words its age may stand, in characters
_MARKS = ("منذ", "قبل")


@dataclass(frozen=True, slots=True)
class Age:
    """An age beside an article: hours, how coarse it is told (the hours of its unit), the line it
    stands in, and its own words as page offsets `start:end`."""

    hours: int
    grain: int
    line: str
    start: int
    end: int


def find_ages(page_words: Sequence[Words], blocks: Sequence[Block]) -> dict[str, Age]:
    """Article id -> the age written beside it, for the articles of one page."""
    if not page_words:
        return {}
    text = page_words[0].article.text
    read = ((b, _read(text[b.start : b.end], b.start)) for b in blocks if b.kind in _BLOCKS)
    found = [(block.start, age) for block, age in read if age is not None]
    nearest = {w.article.id: _beside(w, found, page_words) for w in page_words} if found else {}
    return {article: age for article, age in nearest.items() if age is not None}


def add_age(dates: tuple[DateMention, ...], words: Words, age: Age | None) -> tuple[DateMention, ...]:
    """An article's dates with the age beside it, in reading order: it names the article's publication."""
    if age is None or any(d.span.start < age.end and age.start < d.span.end for d in dates):
        return dates
    published = words.article.published
    when = published.when if published else None
    mention = DateMention(words.span(age.start, age.end), DateKind.DATE, when, "age-of-article")
    return tuple(sorted((*dates, mention), key=lambda d: d.span))


def _beside(words: Words, found: list[tuple[int, Age]], page_words: Sequence[Words]) -> Age | None:
    if not words.passages:
        return None
    first, last = words.passages[0].start, words.passages[-1].end
    ends = (w.passages[-1].end for w in page_words if w.passages)
    taken = max((end for end in ends if end <= first), default=0)
    near = [(abs(at - first), at, age) for at, age in found if max(taken, first - _NEAR) <= at < last]
    return min(near, key=lambda n: n[:2])[2] if near else None


def _read(line: str, base: int) -> Age | None:
    """The age that a line of furniture tells: «منذ 21 ساعات», also glued to a name, «9 hours ago»."""
    folded = fold(line, base)
    for found in find_expressions(folded.text):
        e = found.expression
        while e.op in ("same", "since_amount", "shift") and (inner := _inner(e)) is not None:
            e = inner
        before = folded.text[: found.low].rstrip()
        glued = before.endswith(_MARKS)
        n, unit = e.number("amount"), e.text("unit")
        if e.op == "amount" and (glued or found.rule in ("since-amount", "ago")) and n is not None and unit in _HOURS:
            start, end = folded.span(len(before) - 3 if glued else found.low, found.high)
            hours = n // 60 if unit == "minute" else n * _HOURS[unit]
            return Age(hours, _HOURS[unit], " ".join(line.split()), start, end)
    return None


def _inner(e: Expression) -> Expression | None:
    return next((v for v in e.slots.values() if isinstance(v, Expression)), None)
