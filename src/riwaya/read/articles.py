"""From named lines to articles: text, title, outlet, byline, publication, credits, signs."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from riwaya.model import Article, Block, BlockKind, Page, Precision, Published, Sign, Span, Text
from riwaya.read.below import signed_below
from riwaya.read.bylines import (
    behind_place,
    may_sign,
    outlet_in,
    person_at_place,
    told_outlet,
    without_brackets,
    without_outlet,
    writer_in,
)
from riwaya.read.called import may_be_called
from riwaya.read.credits import find_credits
from riwaya.read.cues import byline_lead
from riwaya.read.dateline import read_dateline, writer_ahead
from riwaya.read.head import SOURCES
from riwaya.read.items import read_items
from riwaya.read.layout import Draft, Layout, Stretch, lay_out
from riwaya.read.lines import Line
from riwaya.read.marks import Mark, trusted
from riwaya.read.names import is_kind_alone
from riwaya.read.people import signed_by, writers_named
from riwaya.read.published import Stamp, announces, tells_making, with_clock
from riwaya.read.quirks import site_signs
from riwaya.read.rights import site_name
from riwaya.read.signs import address_signs, find_signs, listing_sign, lists_articles, live_sign, signs_around
from riwaya.read.sites import Site, outlet_at, site_of_page
from riwaya.read.writers import opinion_signs
from riwaya.text import JOINED

_SETTLED = frozenset({BlockKind.CAPTION, BlockKind.DEK, BlockKind.SUBHEAD})  # parts that the markup may settle
_PARTS = frozenset({BlockKind.TITLE, BlockKind.DEK, BlockKind.BODY, BlockKind.SUBHEAD, BlockKind.CAPTION})
# A caller who gives a title and a text gives an article: reading less than this as its body is our
# doubt of lines without stops, and the giver knows better.
_LEAST_SHARE = 0.5
_SIGNED = 10  # words of a signature
_CLOSING = 4  # lines below a text among which an agency gives the time
_DAY_BESIDE = 3  # words beside a day right below a text: who wrote, and where
_SIGNATURE, _MOST_WRITERS = 4, 4  # words of a name; lines of those who share a byline
_HEAD = 100  # characters of a paragraph in which its writer may sign
_SENT = re.compile(r"\d\s*(?:ت م|جمت|gmt)$")
_HOST = re.compile(r"(?:[\w-]+\.)+[^\W\d_]{2,}")  # an address that is a name, and no number
_DASH = re.compile(r"\s+[-–—|]\s+")
_LEAST_OTHER = 400  # characters of another article's text: a card's teaser is shorter
_MOST_ARTICLES = 200  # on one page; beyond that it is a dump, and its lines are named all the same


@dataclass(frozen=True, slots=True)
class Given:
    """What the caller or the page's markup already says about the main article."""

    title: str | None = None
    outlet: str | None = None
    byline: str | None = None
    published: Published | None = None
    otherwise: Published | None = None  # where no line of the page gives a time
    timed: Published | None = None  # a minute that machines are given, where a line of the page gives but its day
    signs: tuple[tuple[str, str], ...] = ()  # kinds of sign, and why


Fixed = dict[int, tuple[BlockKind, str]]
"""Kinds of lines, by number, that are settled before the words are read."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What the markup settles: `kinds` of lines; `others`, the lines among them in which there may be
    other articles; `text`, the lines from the first to behind the last of the main article's text."""

    kinds: Fixed
    others: tuple[int, ...] = ()
    text: Stretch | None = None


def read_lines(
    page: Page, marks: tuple[Mark, ...], given: Given, known_title: bool, settled: Settled | None = None
) -> tuple[Page, tuple[Article, ...]]:
    """Name every line of `page` and make its articles. `known_title`: the first line that is not
    settled is the title."""
    fixed = settled.kinds if settled else {}
    layout = _lay_out(marks, known_title, fixed, settled.text if settled else None)
    if settled is not None:
        _add_others(layout, marks, settled)
    if known_title and not fixed and _share_of_body(marks, layout) < _LEAST_SHARE:
        again = _lay_out((marks[0], *trusted(marks[1:])), known_title, {})
        layout = again if _share_of_body(marks, again) > _share_of_body(marks, layout) else layout
    page = replace(page, blocks=_blocks(marks, layout))
    articles = [
        _article(page, marks, draft, f"{page.name}#{n}", given if draft.role == "main" else Given())
        for n, draft in enumerate(layout.drafts[:_MOST_ARTICLES], start=1)
    ]
    kept = [a for a in articles if a.body]
    if not lists_articles(kept):
        return page, tuple(kept)
    return page, tuple(replace(a, signs=(*a.signs, *listing_sign(a, len(kept)))) for a in kept)


def _share_of_body(marks: Sequence[Mark], layout: Layout) -> float:
    """The share of the main article's text in the lines below the title."""
    main = layout.drafts[0].parts if layout.drafts and layout.drafts[0].role == "main" else ()
    body = sum(marks[i].line.size for i, kind in main if kind is BlockKind.BODY)
    return body / max(1, sum(m.line.size for m in marks[1:]))


def _lay_out(marks: Sequence[Mark], known_title: bool, fixed: Fixed, text: Stretch | None = None) -> Layout:
    """Lay out the lines that are not fixed, in the numbers of all lines."""
    if not fixed:
        return lay_out(marks, known_title, text)
    free = [i for i in range(len(marks)) if i not in fixed]
    inside = (bisect_left(free, text[0]), bisect_left(free, text[1])) if text else None
    inner = lay_out([marks[i] for i in free], known_title, inside)
    labels: list[tuple[BlockKind, str] | None] = [fixed.get(i) for i in range(len(marks))]
    for k, label in enumerate(inner.labels):
        labels[free[k]] = label
    drafts = [
        replace(d, title=None if d.title is None else free[d.title], parts=tuple((free[i], k) for i, k in d.parts),
                meta=tuple(free[i] for i in d.meta))
        for d in inner.drafts
    ]  # fmt: skip
    return Layout(labels, [_with_captions(d, fixed) if d.role == "main" else d for d in drafts])


def _add_others(layout: Layout, marks: Sequence[Mark], settled: Settled) -> None:
    """Read the articles that stand, title and text, among lines that the markup sets apart."""
    others = settled.others
    labels: list[tuple[BlockKind, str] | None] = [None] * len(others)
    heads = {k for k, i in enumerate(others) if settled.kinds[i][0] is BlockKind.RELATED_ITEM_TITLE}
    for item in read_items([marks[i] for i in others], 0, len(others), labels, heads):
        body = [others[k] for k, kind in item.body if kind is BlockKind.BODY]
        size = sum(marks[i].line.size for i in body)
        if item.title is None or size < _LEAST_OTHER or not _together(body):
            continue
        for k in (*item.titles, *item.metas, *(k for k, _ in item.body)):
            layout.labels[others[k]] = labels[k]
        parts = tuple((others[k], kind) for k, kind in item.parts)
        meta = tuple(others[k] for k in item.meta)
        layout.drafts.append(Draft("related", others[item.title], parts, meta, item.outlet))


def _together(body: Sequence[int]) -> bool:
    """Whether most paragraphs follow one another, as those of one text do: between the teasers of
    several cards stand their headlines."""
    following = sum(b - a == 1 for a, b in pairwise(body))
    return len(body) > 1 and 2 * following >= len(body) - 1


def _with_captions(draft: Draft, fixed: Fixed) -> Draft:
    captions = [(i, kind) for i, (kind, _) in fixed.items() if kind in _SETTLED]
    bylines = tuple(i for i, (kind, _) in fixed.items() if kind in (BlockKind.BYLINE, BlockKind.DATELINE))
    return replace(draft, parts=tuple(sorted([*draft.parts, *captions])), meta=(*draft.meta, *bylines))


def _blocks(marks: Sequence[Mark], layout: Layout) -> tuple[Block, ...]:
    return tuple(
        Block(label[0], m.line.start, m.line.end, label[1])
        for m, label in zip(marks, layout.labels, strict=True)
        if label is not None
    )


def _article(page: Page, marks: Sequence[Mark], draft: Draft, name: str, given: Given) -> Article:
    parts = tuple(_part(kind, marks[i].line) for i, kind in draft.parts if kind in _PARTS)
    article = Article(
        id=name,
        page=page.name,
        text=page.text,
        role=draft.role,
        title=_title(page, marks, draft, given),
        outlet=given.outlet or _outlet(page, marks, draft),
        byline=given.byline or writers_named(_byline(marks, draft, given.outlet) or ""),
        published=given.published or _published(marks, draft),
        parts=parts,
        url=page.url,
    )
    article = _with_dateline(_with_signed_time(article, marks, draft))
    if article.published is None and draft.role == "main":
        article = replace(article, published=given.otherwise or _changed(marks, draft))
    article = _to_the_minute(article, given.timed)
    site = site_of_page(page)
    if article.outlet is None and draft.role == "main":
        named = site_name(marks, [marks[i] for i in draft.meta]) if site is None or not site.shows_others else None
        article = replace(article, outlet=outlet_at(site, page.url) or named or _cited_host(page, site))
    # «طباعة: ...»: what stands beside the headline is a button
    titled = article.title is not None and article.outlet == article.title.text
    if article.outlet and (titled or is_kind_alone(article.outlet)):
        article = replace(article, outlet=None)
    if article.byline and article.outlet:
        article = replace(article, byline=without_outlet(article.byline, article.outlet))
    credit_lines = _credit_lines(page, draft, parts)
    credits_ = find_credits(article, credit_lines)
    if site is not None and site.kind == "agency":  # its own name in a dateline credits nobody else
        credits_ = tuple(c for c in credits_ if c.to != site.id)
    article = replace(article, credits=credits_)
    opened, closed = (parts[0].end, parts[-1].start) if parts else (0, 0)
    own = page.blocks if draft.role == "main" else ()
    clocks = [b for b in own if b.kind is BlockKind.DATELINE and opened < b.start < closed]
    opinions = opinion_signs(page, article) if draft.role == "main" else ()
    article = replace(article, signs=(*find_signs(article), *live_sign(article, clocks), *opinions))
    if draft.role != "main":
        return article
    first = parts[0] if parts else Block(BlockKind.BODY, 0, 0)
    marked = (Sign(kind, article.span(first.start, first.end), why) for kind, why in given.signs)
    told = (*signs_around(page, article), *address_signs(article), *site_signs(article, site), *marked)
    return replace(article, signs=(*article.signs, *told))


def _cited_host(page: Page, site: Site | None) -> str | None:
    """The host of a page that names nobody, as whoever cites it would: no name, but no guess either."""
    host = (page.host or "").removeprefix("www.")
    able = page.media_type == "text/html" and (site is None or not site.shows_others)
    return host if able and _HOST.fullmatch(host) else None


def _part(kind: BlockKind, line: Line) -> Block:
    return Block(kind, line.start, line.end, JOINED if "\n" in line.text else "")


def _with_signed_time(article: Article, marks: Sequence[Mark], draft: Draft) -> Article:
    """`article` with the time of day that stands with the signature below it: «مرسلة بواسطة فلان في 4:22 م»."""
    day = article.published
    if day is None or day.when.precision is not Precision.DAY or draft.role != "main":
        return article
    signed = (m.line.text for m in _below(marks, draft) if m.line.words <= _SIGNED and m.is_a(BlockKind.BYLINE))
    whens = (w for text in signed if ":" in text and (w := with_clock(day.when, text)) != day.when)
    when = next(whens, None)
    return article if when is None else replace(article, published=replace(day, when=when))


def _to_the_minute(article: Article, timed: Published | None) -> Article:
    """`article` with the minute that its page gives machines, where its lines give but the day of it."""
    day = article.published
    if day is None or timed is None or day.when.precision is not Precision.DAY or day.when.start != timed.when.start:
        return article
    why = f"{day.why}; the minute from {timed.why}"
    return replace(article, published=Published(timed.when, why))


def _with_dateline(article: Article) -> Article:
    """`article` with what its dateline says of it and nothing above the text did."""
    first = next(iter(article.body), None)
    if first is not None and article.byline is None and article.role == "main":
        told = [article.text[b.start : b.end] for b in article.body]
        told[0] = told[0][_HEAD:]
        names = f"{article.title.text if article.title else ''} {' '.join(told)}"
        ahead = writer_ahead(article.text[first.start : first.end], names)
        article = replace(article, byline=writers_named(ahead) if ahead else None)
    dateline = read_dateline(article.text[first.start : first.end]) if first else None
    if dateline is None:
        return article
    if dateline.when and article.published is None:
        article = replace(article, published=Published(dateline.when, "the dateline that opens the text"))
    outlet = dateline.outlet
    if outlet is None and dateline.lead and article.title and _DASH.split(article.title.text)[0] == dateline.lead:
        outlet = dateline.lead  # the name that opens both the title and the text
    return replace(article, outlet=article.outlet or outlet, byline=article.byline or dateline.writer)


def _title(page: Page, marks: Sequence[Mark], draft: Draft, given: Given) -> Text | None:
    if draft.title is not None:
        line = marks[draft.title].line
        return Text(line.text, Span(page.name, line.start, line.end))
    return Text(given.title, None) if given.title else None


def _outlet(page: Page, marks: Sequence[Mark], draft: Draft) -> str | None:
    meta = [marks[i] for i in draft.meta]
    told = next((name for m in meta if (name := told_outlet(m))), None)
    if told is None and draft.outlet:
        return without_brackets(page.text[slice(*draft.outlet)])
    return told or outlet_in(meta)


def _byline(marks: Sequence[Mark], draft: Draft, outlet: str | None) -> str | None:
    """Who signs in the head, or in a line «مرسلة بواسطة فلان» below the text; no words that name but the `outlet`."""
    lead = byline_lead()
    told = sorted(draft.meta, key=lambda i: lead.match(marks[i].line.text) is None)  # who wrote, before mere names
    named = (
        (name, i)
        for i in told
        if (name := writer_in(marks[i]) or signed_by(marks[i].line.text))
        and not (outlet and not without_outlet(name, outlet))
    )
    sure = ((n, i) for n, i in named if lead.match(marks[i].line.text) or not _is_told_of(n, marks, draft))
    above = next(sure, None)
    if above is not None:
        return "، ".join([above[0], *_joined(marks, above[1])])
    if draft.role != "main":
        return None
    return signed_below(_below(marks, draft), lambda name: _is_told_of(name, marks, draft))


def _joined(marks: Sequence[Mark], first: int) -> Iterator[str]:
    """Those who sign in the lines below a byline: «وفلان الفلاني»; each behind the place, where the first does too."""
    placed = behind_place(marks[first].line.text)
    for mark in marks[first + 1 : first + _MOST_WRITERS]:
        words = mark.line.text
        name = behind_place(words) if placed else words[1:].strip() if words.startswith("و") else None
        if not name or (not may_sign(name) and (placed or not may_be_called(name))) or len(name.split()) > _SIGNATURE:
            return
        yield name


def _is_told_of(name: str, marks: Sequence[Mark], draft: Draft) -> bool:
    """Whether a text speaks of a person by the whole name: who wrote it signs above it or below."""
    body = [marks[i].line.text for i, kind in draft.parts if kind is BlockKind.BODY]
    return any(name in words[_HEAD if k == 0 else 0 :] for k, words in enumerate(body) if len(words) > 2 * len(name))


def _below(marks: Sequence[Mark], draft: Draft) -> Sequence[Mark]:
    """The few lines just below a text, which may say who and when."""
    last = max((i for i, _ in draft.parts), default=len(marks))
    return marks[last + 1 : last + 1 + _CLOSING]


def _published(marks: Sequence[Mark], draft: Draft) -> Published | None:
    """The first publication stamp of the head; no time of a change."""
    stamps = [(i, s) for i in draft.meta if (s := marks[i].stamp) is not None and (s.labelled or not s.updated)]
    if not stamps and draft.role == "main":
        told = (m.stamp for m in _below(marks, draft) if m.stamp and (_is_brief(m.stamp) or announces(m.line.text)))
        below = next((s for s in told if s.labelled and not s.updated), None) or _day_below(_below(marks, draft))
        return Published(below.when, "a publication line below the text") if below else None
    if not stamps:
        return None
    stamps = [(i, s) for i, s in stamps if not tells_making(marks[i].line.text)] or stamps
    sure = ((i, s) for i, s in stamps if len(s.left.split()) < _DAY_BESIDE or announces(marks[i].line.text))
    at, stamp = next(sure, stamps[0])
    why = "a publication line of the page"
    clock = next((m for m in (*marks[at + 1 : at + 2], *marks[max(0, at - 1) : at]) if m.clock), None)
    if clock is None:  # agencies close a text with the time at which they sent it
        clock = next((m for m in _below(marks, draft) if m.clock and _SENT.search(m.line.key)), None)
    return Published(with_clock(stamp.when, clock.line.text) if clock else stamp.when, why)


def _day_below(below: Sequence[Mark]) -> Stamp | None:
    """The day that stands alone right below a text, or with who wrote it; a row of days is of other articles."""
    if len(below) > 1 and below[0].stamp is None and below[0].line.words <= _SIGNED and _tells_writer(below[0]):
        below = below[1:]  # who wrote stands above it
    first = below[0].stamp if below else None
    if first is None or first.updated or first.hijri or any(m.stamp for m in below[1:3]):
        return None
    if below[0].cue is not None and not below[0].is_a(BlockKind.BYLINE):  # a line of rights
        return None
    return first if _is_brief(first) else None


def _tells_writer(mark: Mark) -> bool:
    return mark.is_a(BlockKind.BYLINE) or person_at_place(mark.line.text) is not None or may_sign(mark.line.text)


def _is_brief(stamp: Stamp) -> bool:
    return len(stamp.left.split()) <= _DAY_BESIDE


def _changed(marks: Sequence[Mark], draft: Draft) -> Published | None:
    """The time of a change in the head, where nothing else tells when it was published."""
    stamp = next((s for i in draft.meta if (s := marks[i].stamp) is not None and s.updated), None)
    return Published(stamp.when, "a line of the page says when it was updated") if stamp else None


def _credit_lines(page: Page, draft: Draft, parts: Sequence[Block]) -> tuple[Block, ...]:
    """The source lines that belong to an article: those between its first words and the next article."""
    if draft.role != "main" or not parts:
        return ()
    kinds = (BlockKind.SOURCE_CREDIT, BlockKind.CAPTION)
    sourced = (b for b in page.blocks if b.kind is BlockKind.BYLINE and b.why == SOURCES)
    return (*(b for b in page.blocks if b.kind in kinds), *sourced)
