"""Several articles on one page, none of which the page is about: each is read as if it stood alone, with what the page
says of all of them, whose it is and the day of its issue.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from riwaya.model import Article, Block, Page, Precision, Published, Reading, When
from riwaya.read.articles import Given, read_lines
from riwaya.read.beside import given_beside, owner_of
from riwaya.read.bylines import source_in, taken_from
from riwaya.read.dom import Piece
from riwaya.read.framed import in_frame
from riwaya.read.judge import Verdict
from riwaya.read.marks import Mark
from riwaya.read.markup import Facts
from riwaya.read.names import is_outlet, is_person
from riwaya.read.owners import one_name
from riwaya.read.plain import no_article
from riwaya.read.published import day_in_path, issue_in, read_stamp
from riwaya.read.settle import outside, settle
from riwaya.read.signing import signed
from riwaya.read.signs import listing_sign, lists_articles
from riwaya.read.worth import worth

_NUMBER, _BOARD = 30, 3  # characters of a line with an issue's number alone; lines to either side of it
_DAY_ALONE = 60  # characters of a line that is a day and no more
_DAY_LINE = 120  # characters of a line with the day of an issue
_ABOVE = 8  # pieces above the first heading, among which a day stands that is said of all
_WORDS = 6  # beside it
_LINE = 80  # characters of a line that says who and when
_NAME = 5  # words of an outlet's name
_SURELY = 40.0  # worth of a piece that is running text
_MOST = 0.6  # of the articles, that must name whom they are from
_CUT = re.compile(r"\s+[-–—|•·/]+\s+|\s*[|•·]\s*")
_EDGES = " :.،|-–"


@dataclass(frozen=True, slots=True)
class _Part:
    """An article's pieces `first:last`, its heading among them. `day`: the piece that gives the day of all below it."""

    first: int
    head: int
    last: int
    day: int | None = None

    @property
    def title(self) -> int:
        """Its heading, counted from its first piece."""
        return self.head - self.first


def givens_apart(
    given: Given | None, facts: Facts, pieces: Sequence[Piece], verdict: Verdict, *, shows_others: bool
) -> tuple[Given, ...]:
    """What is known of each of the articles before its lines are read. What the page's fields say is said of none of
    them but the outlet; where the page is about the first of them, `given` is what is known of that."""
    parts = _parts(pieces, verdict)
    head = parts[0].head
    text = [m and worth(p) > _SURELY for p, m in zip(pieces, verdict.main, strict=True)]
    outlet = (given.outlet if given else None) or owner_of(facts, pieces, head, text, shows_others)
    plain = replace(
        facts, titles=(), author=None, published=None, carried=None, scripted=None, utc=None, outlet=outlet, claims=()
    )
    day = given.published if given and not verdict.titled else None
    day = _issue(pieces, head) if day is None and not verdict.titled else day
    sources = _sources(pieces, verdict, parts)
    told_days = ((above, day_in_path(url)) for url, above in reversed(facts.dated))
    linked = {above: when for above, when in told_days if when is not None and when.precision is Precision.DAY}
    found = []
    for part, source in zip(parts, sources, strict=True):
        inside = pieces[part.first : part.last]
        own = _own(verdict, part)
        told = given_beside(None, plain, inside, part.title, main=own.main, shows_others=shows_others)
        shown = next((w for p in _beside(pieces, verdict, part) if (w := _day(p))), None)
        beside = Published(shown, "a line beside the article") if shown else None
        heads = _day(pieces[part.day]) if part.day is not None else None
        headed = Published(heads, "the day that heads the articles") if heads else None
        # the page's address tells of all of its articles, and least of each
        address = linked.get(pieces[part.head].number)
        led = Published(address, "the address of the article") if address else None
        of_all = told.otherwise if _is_address(told.otherwise, facts.url) else None
        last = beside or (None if of_all else told.otherwise) or headed or led or day or of_all
        found.append(replace(told, title=None, outlet=source or told.outlet, otherwise=last))
    return tuple(found)


def read_apart(
    page: Page, pieces: Sequence[Piece], marks: Sequence[Mark], verdict: Verdict, givens: Sequence[Given]
) -> Reading:
    """Read each article's lines apart from the others'."""
    blocks: dict[int, Block] = {}
    for i, (mark, piece) in enumerate(zip(marks, pieces, strict=True)):
        kind, why = outside(piece, verdict.where[i])
        blocks[mark.line.start] = Block(kind, mark.line.start, mark.line.end, why)
    articles: list[Article] = []
    for part, given in zip(_parts(pieces, verdict), givens, strict=True):
        inside, own = pieces[part.first : part.last], _own(verdict, part)
        lines, settled = settle(inside, marks[part.first : part.last], own, part.title)
        read, found = read_lines(page, lines, given, known_title=True, settled=settled)
        blocks |= {b.start: b for b in read.blocks}
        articles += (signed(a, inside, own.main, part.title) for a in found[:1])
    if not articles:
        return no_article(replace(page, blocks=tuple(blocks.values())))
    articles = [replace(a, id=f"{page.name}#{n}") for n, a in enumerate(articles, start=1)]
    if lists_articles(articles):
        articles = [replace(a, signs=(*a.signs, *listing_sign(a, len(articles)))) for a in articles]
    return Reading(replace(page, blocks=tuple(blocks.values())), tuple(articles))


def _parts(pieces: Sequence[Piece], verdict: Verdict) -> list[_Part]:
    """The articles with what stands above their headings in elements of their own."""
    ends = [0, *(b for _, b in verdict.several)]
    heads = [*(a for a, _ in verdict.several), len(pieces)]
    days = [] if verdict.titled else _days(pieces, verdict)
    beyond = _holder(pieces, heads[:-1])
    parts = []
    for end, (head, following), told in zip(ends, pairwise(heads), ends[1:], strict=False):
        starts = (e.first for e in pieces[head].element.line() if e.last <= following and e.first >= end)
        above = [d for d in days if d < head]
        first = max(min(starts, default=head), above[-1] + 1 if above else 0)
        last = min([told, max(beyond, head + 1), *(d for d in days if d > head)])
        parts.append(_Part(first, head, last, above[-1] if above else None))
    return parts


def _holder(pieces: Sequence[Piece], heads: Sequence[int]) -> int:
    """Where the smallest element ends that holds all headings: none of the articles goes on beyond it."""
    ends = (e.last for e in pieces[heads[0]].element.line() if e.first <= heads[0] and e.last > heads[-1])
    return next(ends, len(pieces))


def _days(pieces: Sequence[Piece], verdict: Verdict) -> list[int]:
    """The pieces that are a day and no more, of one make, the first above all headings and the others above some of
    them: of the articles down to the next. Of such a day below each text, none stands above the first heading."""
    heads = [a for a, _ in verdict.several]
    near = range(max(0, heads[0] - _ABOVE), heads[-1])
    days = [i for i in near if _is_day(pieces[i])]
    makes = [(pieces[i].element.tag, pieces[i].element.make) for i in days]
    for first, make in zip(days, makes, strict=True):
        if first > heads[0]:
            break
        alike = [i for i, m in zip(days, makes, strict=True) if m == make and i >= first]
        if 1 < len(alike) <= len(heads) and _head_groups(alike, heads):
            return alike
    return []


def _head_groups(days: Sequence[int], heads: Sequence[int]) -> bool:
    """Whether a heading follows right below each day."""
    return all(any(day < head <= day + _BOARD for head in heads) for day in days)


def _is_day(piece: Piece) -> bool:
    stamp = read_stamp(piece.text) if len(piece.text) < _DAY_ALONE else None
    return stamp is not None and not stamp.left and not stamp.updated and stamp.when.precision is Precision.DAY


def _sources(pieces: Sequence[Piece], verdict: Verdict, parts: Sequence[_Part]) -> list[str | None]:
    """The outlet that each article is from, where most name one and not all the same: then the page shows what others
    wrote. An outlet that credits somebody does so now and then."""
    named = [_named(_beside(pieces, verdict, part)) for part in parts]
    told = {one_name(name) for name in named if name}
    most = sum(name is not None for name in named) >= _MOST * len(parts)
    return named if most and len(told) > 1 else [None] * len(parts)


def _named(lines: Sequence[Piece]) -> str | None:
    """The outlet that a line beside an article names: behind «المصدر», by an outlet's words, in an element that is
    called its source."""
    for piece in lines:
        whole = taken_from(piece.text)
        for words in [piece.text] if whole else _CUT.split(piece.text):
            labelled = taken_from(words) or source_in(words)
            name = words[slice(*labelled)].strip(_EDGES) if labelled else words.strip(_EDGES)
            fit = 0 < len(name.split()) <= _NAME and read_stamp(name) is None and not is_person(name)
            if fit and (labelled or is_outlet(name) or "source" in piece.element.hints):
                return name
    return None


def _beside(pieces: Sequence[Piece], verdict: Verdict, part: _Part) -> list[Piece]:
    """The short lines of an article besides its heading: above its text and below it."""
    told = [i for i in range(part.head + 1, part.last) if verdict.main[i] and worth(pieces[i]) > _SURELY]
    around = (*range(part.first, part.head), *range(part.head + 1, told[0] if told else part.last))
    below = range(told[-1] + 1, part.last) if told else range(0)
    return [pieces[i] for i in (*around, *below) if len(pieces[i].text) < _LINE]


def _own(verdict: Verdict, part: _Part) -> Verdict:
    """The verdict on an article's own pieces."""
    cut = slice(part.first, part.last)
    return Verdict(verdict.main[cut], verdict.where[cut], True, verdict.core[cut], verdict.clear, verdict.cards[cut])


def _issue(pieces: Sequence[Piece], head: int) -> Published | None:
    """The day of the issue that the articles stand in: the one that a line with its number gives; else the only one
    that stands above the first of them, outside the page's frame."""
    numbered = (w for p in pieces[:head] if len(p.text) < _DAY_LINE and issue_in(p.text) and (w := _day(p)))
    beside = (w for i, p in enumerate(pieces[:head]) if len(p.text) < _NUMBER and issue_in(p.text)
              for near in (*pieces[max(0, i - _BOARD) : i][::-1], *pieces[i + 1 : i + 1 + _BOARD])
              if (w := _day(near)) and w.calendar == "gregorian")  # fmt: skip
    when = next(numbered, None) or next(beside, None)
    if when is None:
        around = {e.number for e in pieces[head].element.line()}
        near = [p for p in pieces[max(0, head - _ABOVE) : head] if not in_frame(p, around)]
        days = {w.start: w for p in near if (w := _day(p))}
        when = next(iter(days.values())) if len(days) == 1 else None
    return Published(when, "the day of the issue above the articles") if when else None


def _is_address(told: Published | None, url: str | None) -> bool:
    """Whether a time is what the page's address says and no more."""
    return told is not None and told.when == day_in_path(url)


def _day(piece: Piece) -> When | None:
    stamp = read_stamp(piece.text) if len(piece.text) < _DAY_LINE else None
    if stamp is None or stamp.updated or stamp.when.precision not in (Precision.DAY, Precision.MINUTE):
        return None
    return stamp.when if stamp.left.count(" ") < _WORDS or issue_in(piece.text) else None
