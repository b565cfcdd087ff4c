"""HTML pages: parsed by resiliparse, judged by `judge`, laid out here, then read line by line.

The page's text is what this module lays out: one piece a line, white space collapsed, in document
order. Pieces outside the article keep their lines and get their kind from where they stand, so
that the ledger shows what was dropped.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from resiliparse.parse.html import HTMLTree

from riwaya.model import BlockKind, Origin, Page, PageState, Reading
from riwaya.read.articles import Fixed, Given, read_lines
from riwaya.read.cues import cue_of
from riwaya.read.dom import Element, Piece, pieces_of
from riwaya.read.judge import Verdict, judge
from riwaya.read.language import language_of
from riwaya.read.lines import Line, content_words, make_line
from riwaya.read.markup import Facts, facts_of
from riwaya.read.names import host_of
from riwaya.read.plain import lost, no_article, not_arabic
from riwaya.read.published import parse_stamp, read_stamp

# Lines between the title and the body that may be a byline, a date, a picture line.
_HEAD_LINES = 15
_HEADLINE_WORDS = 4
_TOLD = 150  # characters of text without which a page has told nothing
# What a line outside the article may be called by its own words.
_NAMED = frozenset({BlockKind.RELATED_HEADER, BlockKind.SEE_ALSO, BlockKind.UI, BlockKind.SOURCE_CREDIT})


def read_html(page: Page, markup: str, given: Given | None = None) -> Reading:
    """Read a page's markup. `given` is what the caller knows and wins over the page's own words."""
    tree = HTMLTree.parse(markup)
    facts = facts_of(tree)
    url = page.url or facts.url
    page = replace(page, media_type="text/html", url=url, host=page.host or host_of(url))
    pieces = pieces_of(tree.body) if tree.body is not None else []
    verdict = judge(pieces)
    if facts.body and len(facts.body) >= _TOLD and _size(pieces, verdict) < _TOLD:
        # a page that scripts fill in: its text stands in the markup for machines only
        pieces = [*pieces, *(Piece(line, 0, Element(0, "body", None, frozenset())) for line in facts.body.split("\n"))]
        told = len(pieces) - facts.body.count("\n") - 1
        verdict = Verdict(
            tuple(i >= told for i in range(len(pieces))), (*verdict.where, *[""] * (len(pieces) - told)), True
        )
    if not pieces:
        return lost(page, PageState.EMPTY, "markup without text")
    if not verdict.sure:
        verdict = _second_opinion(markup, pieces, verdict)
    titles = tuple(t for t in ((given.title if given else None), *facts.titles) if t)
    title = _title_piece(pieces, verdict, titles)
    if title is None and titles and any(verdict.main):
        # the page keeps its title in its head only: it opens the text that we lay out
        root = pieces[0].element
        pieces = [Piece(titles[0], 0, root), *pieces]
        verdict = Verdict((False, *verdict.main), ("", *verdict.where), verdict.sure)
        title = 0
    return _read_pieces(page, pieces, verdict, title, _given(given, facts, pieces, title))


def _size(pieces: Sequence[Piece], verdict: Verdict) -> int:
    return sum(len(p.text) for p, m in zip(pieces, verdict.main, strict=True) if m and p.text.count(" ") >= 6)


def _read_pieces(page: Page, pieces: Sequence[Piece], verdict: Verdict, title: int | None, given: Given) -> Reading:
    text, lines = _lay_out(pieces)
    page = replace(page, text=text)
    language = language_of(" ".join(p.text for p, m in zip(pieces, verdict.main, strict=True) if m) or text)
    if language != "ar":
        return not_arabic(page, lines, language)
    fixed = _fixed(pieces, lines, verdict, title)
    page, articles = read_lines(page, lines, given, known_title=title is not None, fixed=fixed)
    return Reading(page, articles) if articles else no_article(page)


def _lay_out(pieces: Sequence[Piece]) -> tuple[str, list[Line]]:
    text = "\n".join(p.text for p in pieces)
    lines, at = [], 0
    for piece in pieces:
        lines.append(make_line(text, at, at + len(piece.text)))
        at += len(piece.text) + 1
    return text, lines


def _fixed(pieces: Sequence[Piece], lines: Sequence[Line], verdict: Verdict, title: int | None) -> Fixed:
    """The kinds of the pieces that the markup decides; the others are read by their words."""
    first = next((i for i, m in enumerate(verdict.main) if m), len(pieces))
    head = range(title + 1, min(first, title + 1 + _HEAD_LINES)) if title is not None else range(0)
    kinds: Fixed = {}
    for i, piece in enumerate(pieces):
        if i == title:
            continue
        inside = verdict.main[i] or (i in head and (verdict.where[i] == "" or read_stamp(piece.text) is not None))
        hints = frozenset().union(*(e.hints for e, _ in zip(piece.ancestors(), range(2), strict=False)))
        if inside and (piece.element.tag in ("figcaption", "caption") or _in_figure(piece)):
            kinds[i] = (BlockKind.CAPTION, "a picture's caption in the markup")
        elif inside and title is not None and i < title:
            kinds[i] = (BlockKind.UI, "above the title")
        elif inside and piece.link_share > 0.8 and not _long_sentence(piece):
            kinds[i] = (BlockKind.SEE_ALSO, "a line of links inside the text")
        elif inside and i < first and "byline" in hints and len(piece.text) < 80:
            kinds[i] = (BlockKind.BYLINE, "the markup calls it the author")
        elif not inside:
            cue = cue_of(lines[i])
            kinds[i] = (cue.kind, cue.id) if cue and cue.kind in _NAMED else _outside(piece, verdict.where[i])
    return kinds


def _long_sentence(piece: Piece) -> bool:
    """A long linked sentence is text all the same."""
    return piece.text.count(" ") > 25


def _in_figure(piece: Piece) -> bool:
    near = [e for e, _ in zip(piece.ancestors(), range(3), strict=False)]
    return any(e.tag == "figure" or e.hints == frozenset({"caption"}) for e in near)


def _outside(piece: Piece, where: str) -> tuple[BlockKind, str]:
    words = piece.text.count(" ") + 1
    if where in ("comments", "furniture"):
        return BlockKind.UI, f"in the page's {where}"
    if piece.link_share > 0.5 and words >= _HEADLINE_WORDS:
        return BlockKind.RELATED_ITEM_TITLE, "a linked headline outside the article"
    if where == "related" and words >= 12:
        return BlockKind.RELATED_ITEM_BODY, "a teaser among related items"
    return BlockKind.UI, "outside the article"


def _title_piece(pieces: Sequence[Piece], verdict: Verdict, titles: Sequence[str]) -> int | None:
    """The heading that the page's own titles repeat; the nearest heading above the text otherwise."""
    first = next((i for i, m in enumerate(verdict.main) if m), None)
    if first is None:
        return None
    last = len(pieces) - next(k for k, m in enumerate(reversed(verdict.main)) if m)
    headings = [i for i, p in enumerate(pieces[:last]) if p.element.tag in ("h1", "h2", "h3") or i < first]
    wanted = [content_words(make_line(t, 0, len(t)).key) for t in titles]
    best: tuple[float, int] | None = None
    for i in headings:
        piece = pieces[i]
        own = content_words(make_line(piece.text, 0, len(piece.text)).key)
        if len(own) < 2 or len(piece.text) > 300 or verdict.where[i] in ("comments", "related"):
            continue
        share = max((len(own & w) / len(own | w) for w in wanted if w), default=0.0)
        share += {"h1": 0.15, "h2": 0.05}.get(piece.element.tag, 0.0)
        if share >= 0.5 and (best is None or share > best[0]):
            best = (share, i)
    if best is not None:
        return best[1]
    h1 = [i for i in headings if pieces[i].element.tag == "h1" and i <= first and pieces[i].text.count(" ") >= 2]
    return h1[-1] if h1 else None


def _given(given: Given | None, facts: Facts, pieces: Sequence[Piece], title: int | None) -> Given:
    given = given or Given()
    published = given.published or facts.published
    if published is None and title is not None:
        times = [e.time for p in pieces[max(0, title - 3) : title + _HEAD_LINES] for e in p.ancestors() if e.time]
        published = parse_stamp(times[0], Origin.PAGE, "a time element beside the title") if times else None
    return Given(
        title=given.title or (facts.titles[0] if facts.titles else None),
        outlet=given.outlet or facts.outlet,
        byline=given.byline or facts.author,
        published=published,
    )


def _second_opinion(markup: str, pieces: Sequence[Piece], verdict: Verdict) -> Verdict:
    """Ask trafilatura which lines are the article's, and take its view where it found more."""
    import trafilatura  # noqa: PLC0415  (slow to import, and seldom needed)

    text = trafilatura.extract(markup, include_comments=False, include_tables=False) or ""
    theirs = {" ".join(line.split()).lstrip("- ") for line in text.split("\n") if line.strip()}
    main = tuple(p.text in theirs for p in pieces)
    size = sum(len(p.text) for p, m in zip(pieces, main, strict=True) if m)
    ours = sum(len(p.text) for p, m in zip(pieces, verdict.main, strict=True) if m)
    return Verdict(main, verdict.where, False) if size > ours else verdict
