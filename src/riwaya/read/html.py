"""HTML pages: parsed by resiliparse, judged by `judge`, laid out here, then read line by line.

The page's text is what this module lays out: one piece a line, white space collapsed, in document
order. Pieces outside the article keep their lines and get their kind from where they stand, so
that the ledger shows what was dropped.
"""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from resiliparse.parse.html import HTMLTree

from riwaya.model import Block, BlockKind, Page, PageState, Reading
from riwaya.read.apart import givens_apart, read_apart
from riwaya.read.articles import Given, read_lines
from riwaya.read.asides import only_asides
from riwaya.read.beside import HEAD_LINES, given_beside
from riwaya.read.bounds import MOST_LINES, bounded, check_length
from riwaya.read.copied import as_copied
from riwaya.read.dom import Contents, Element, Piece, contents_of
from riwaya.read.gone import is_of_site, only_asks, tells_gone
from riwaya.read.headline import TOLD_TITLE, title_piece, told_of
from riwaya.read.judge import Verdict, judge
from riwaya.read.labels import with_labels
from riwaya.read.language import language_of
from riwaya.read.lines import SHORT, Line, far_line, line_of
from riwaya.read.listing import lists
from riwaya.read.marks import mark_lines
from riwaya.read.markup import Facts, facts_of, with_state
from riwaya.read.names import host_of
from riwaya.read.pastimes import is_pastime
from riwaya.read.pictured import leave_pictured
from riwaya.read.plain import lost, no_article, not_arabic
from riwaya.read.quirks import call_elements, call_lines
from riwaya.read.revealed import goes_on_in, revealed, unfolded
from riwaya.read.rights import may_name_owner
from riwaya.read.second import second_opinion
from riwaya.read.settle import outside, settle
from riwaya.read.signing import signed
from riwaya.read.sites import outlet_at, site_of_page
from riwaya.read.walls import is_teaser

_UNTITLED = 6  # lines above the text among which a title is looked for that the markup does not mark
_HEADLINE_WORDS = 4
_LISTED = 1500  # characters of running text below which a page may be a list of teasers
_TOLD = 150  # characters of text without which a page has told nothing
_CELLS, _CELL = 60, 12  # cells between a title and a text that make a page one of results; words of a cell
_FEW_CELLS = 15  # where what follows them is but a note
_MORE, _SAME = 1.4, 0.8  # times what a page shows: the whole of it; the share of what is shown that it holds
_PROSE, _OPENING = 6, 60  # words of a paragraph; characters by which it is found again
_LONGER = 2  # times what a page shows: a text in its scripts that is what the page is made for
# What a line outside the article may be called by its own words.
_NAMED = frozenset({BlockKind.RELATED_HEADER, BlockKind.SEE_ALSO, BlockKind.UI, BlockKind.SOURCE_CREDIT})


def read_html(page: Page, markup: str, given: Given | None = None) -> Reading:
    """Read a page's markup. `given` is what the caller knows and wins over the page's own words."""
    tree = HTMLTree.parse(bounded(markup))
    written = _written(tree)
    contents = contents_of(written)
    facts = facts_of(contents, tree, page.url)
    url = page.url or facts.url
    page = replace(page, media_type="text/html", url=url, host=page.host or host_of(url))
    site = site_of_page(page)
    others = site is not None and site.shows_others
    if site is not None and site.markup:
        call_elements(tree, site)
        contents = contents_of(_written(tree))
    if site is not None and site.shows_others:
        facts = replace(facts, outlet=outlet_at(site, url))
    pieces = contents.pieces
    check_length(sum(len(p.text) for p in pieces))
    titles = tuple(t for t in ((given.title if given else None), *facts.titles) if t)
    verdict = judge(pieces, titles, facts.body or facts.description)
    if any(verdict.main) and not verdict.lists and (whole := revealed(written)) is not None:
        again = unfolded(pieces, whole.pieces, judge(whole.pieces, titles, facts.body or facts.description))
        if goes_on_in(pieces, verdict.main, whole.pieces, again.main, titles[0] if titles else ""):
            contents, pieces, verdict = whole, whole.pieces, again
            facts = replace(facts_of(contents, tree, page.url), outlet=facts.outlet)
    facts, pieces, verdict = _with_scripts(contents, titles, replace(facts, url=url), verdict)
    if not pieces:
        return lost(page, PageState.EMPTY, "markup without text")
    if not verdict.sure and not verdict.lists and not (site and site.markup):
        verdict = second_opinion(markup, titles, pieces, verdict)
    titles = tuple(t for t in ((given.title if given else None), *facts.titles) if t)
    verdict = leave_pictured(pieces, verdict, contents.shown, titles)
    title = verdict.several[0][0] if verdict.several else title_piece(pieces, verdict, titles)
    if verdict.apart:
        givens = givens_apart(given, facts, pieces, verdict, shows_others=others)
        return _read_pieces(page, pieces, verdict, title, givens)
    if facts.posted and not given:
        title = None
    elif title is None and titles and any(verdict.main) and told_of(titles[0], pieces, verdict) >= TOLD_TITLE:
        # the page keeps its title in its head only: it opens the text that we lay out
        pieces = [replace(pieces[0], text=titles[0], linked=0, led=False), *pieces]
        verdict = verdict.below_title()
        title = 0
    if facts.published is None:
        state = contents.scripts.state(titles, url, named=True)
        carried = with_state(facts, state).published if state is not None else None
        facts = replace(facts, carried=carried, scripted=None if carried else contents.scripts.day())
    if facts.outlet is None and not facts.claims and contents.scripts:  # nothing that is shown names the site
        facts = replace(facts, claims=with_state(facts, contents.scripts.state(titles, url, named=True)).claims)
    if not given and _tells_nothing(facts, pieces, verdict, title):
        verdict = replace(verdict, lists=True)
    beside = given_beside(given, facts, pieces, title, main=verdict.main, shows_others=others)
    beside = beside if given else as_copied(beside, pieces, verdict.main, title)
    further = givens_apart(beside, facts, pieces, verdict, shows_others=others)[1:] if verdict.several else ()
    return _read_pieces(page, pieces, verdict, title, (beside, *further))


def _written(tree: HTMLTree) -> str:
    """The parser's tree as it writes it out."""
    document = tree.document  # each time it is asked for, the parser makes it anew
    return document.html if document is not None else ""


def _with_scripts(
    contents: Contents, titles: Sequence[str], facts: Facts, verdict: Verdict
) -> tuple[Facts, list[Piece], Verdict]:
    """A page that scripts fill in may show nothing; or cards, a note, the writer's life, and its text is
    the one in its scripts that its own title names."""
    pieces = contents.pieces
    size = _size(pieces, verdict)
    shell = size >= _TOLD and bool(titles) and (verdict.lists or _tells_little(titles, pieces, verdict, size))
    if size >= _TOLD and not shell:
        whole = _whole(contents, titles, facts, verdict, size)
        return (facts, pieces, verdict) if whole is None else (whole, *_from_scripts(whole, pieces, verdict))
    if not facts.body or len(facts.body) < _TOLD:
        told = with_state(facts, contents.scripts.state(titles, facts.url, named=shell))
    else:
        told = facts
    if shell and len(told.body or "") < _LONGER * size:
        return facts, pieces, verdict
    return told, *_from_scripts(told, pieces, verdict)


def _whole(contents: Contents, titles: Sequence[str], facts: Facts, verdict: Verdict, size: int) -> Facts | None:
    """The facts with the whole text that a page's scripts carry, where it shows no more than the first of it."""
    if len(facts.body or "") >= _TOLD:
        told = facts
    else:
        carried = contents.scripts.state(titles, facts.url, named=True) if titles and contents.scripts else None
        told = with_state(facts, carried)
    text = told.body or ""
    if len(text) < _MORE * size:
        return None
    shown = [p.text for p, m in zip(contents.pieces, verdict.main, strict=True) if m and p.text.count(" ") >= _PROSE]
    there = " ".join(text.split())
    same = sum(len(w) for w in shown if w.rstrip(" .…")[:_OPENING] in there)
    return told if same >= _SAME * sum(map(len, shown)) else None


def _tells_little(titles: Sequence[str], pieces: Sequence[Piece], verdict: Verdict, size: int) -> bool:
    return size < _LISTED and told_of(titles[0], pieces, verdict) < TOLD_TITLE


def _from_scripts(facts: Facts, pieces: list[Piece], verdict: Verdict) -> tuple[list[Piece], Verdict]:
    """A page that scripts fill in: its text stands in the markup for machines only."""
    if not facts.body or len(facts.body) < _TOLD:
        return pieces, verdict
    lines = facts.body.split("\n", MOST_LINES)[:MOST_LINES]
    if facts.titles and not any(p.text == facts.titles[0] for p in pieces):
        lines = [facts.titles[0], *lines]  # right above its text: what stands between is not its own
    titled = len(lines) - len(facts.body.split("\n", MOST_LINES)[:MOST_LINES])
    root = Element(0, "body", None, first=len(pieces), last=len(pieces) + len(lines))
    added = [Piece(line, 0, root, root.first + n) for n, line in enumerate(lines)]
    main = (*(False for _ in pieces), *(n >= titled for n in range(len(added))))
    where = (*("furniture" for _ in pieces), *("" for _ in added))
    nothing = (False,) * len(main)
    return [*pieces, *added], Verdict(main, where, True, nothing, False, nothing)


def _listed(page: Page, pieces: Sequence[Piece], lines: Sequence[Line]) -> Page:
    """A page that lists: every line with its kind, none an article's."""
    kinds = (outside(p, "related") for p in pieces)
    return replace(page, blocks=tuple(Block(k, n.start, n.end, w) for n, (k, w) in zip(lines, kinds, strict=True)))


def _is_table(pieces: Sequence[Piece], verdict: Verdict, title: int) -> bool:
    """Whether the page's title is that of results, rates, times: far more short lines without links
    stand below it than the text has that follows them."""
    first = next((i for i, m in enumerate(verdict.main) if m and pieces[i].text.count(" ") >= _PROSE), 0)
    between = (p for p, w in zip(pieces[title + 1 : first], verdict.where[title + 1 : first], strict=True) if w == "")
    cells = [len(p.text) for p in between if p.link_share < 0.5 and p.text.count(" ") < _CELL]
    size = _size(pieces, verdict)
    return sum(cells) > size and len(cells) >= (_CELLS if size >= _TOLD else _FEW_CELLS)


def _size(pieces: Sequence[Piece], verdict: Verdict) -> int:
    return sum(len(p.text) for p, m in zip(pieces, verdict.main, strict=True) if m and p.text.count(" ") >= 6)


def _tells_nothing(facts: Facts, pieces: Sequence[Piece], verdict: Verdict, title: int | None) -> bool:
    """Whether a page tells no story by its own words: the site's own, questions, pastimes, a film with a line that says
    what it shows."""
    if facts.film and _size_below(pieces, verdict, title) < _TOLD:
        return True
    main = verdict.main
    told = is_of_site(pieces, main, title) or only_asks(pieces, main) or only_asides(pieces, main)
    return told or is_pastime(pieces, main, title) or is_teaser(pieces, main, title)


def _size_below(pieces: Sequence[Piece], verdict: Verdict, title: int | None) -> int:
    """The size of what a page tells below its title."""
    below = range(0 if title is None else title + 1, len(pieces))
    return sum(len(pieces[i].text) for i in below if verdict.main[i] and pieces[i].text.count(" ") >= _PROSE)


def _read_pieces(
    page: Page, pieces: Sequence[Piece], verdict: Verdict, title: int | None, givens: Sequence[Given]
) -> Reading:
    """`givens`: what is known of the article; of each, where several stand apart."""
    text = "\n".join(p.text for p in pieces)
    page = replace(page, text=text)
    main = " ".join(p.text for p, m in zip(pieces, verdict.main, strict=True) if m)
    language = language_of(main if len(main) >= _TOLD else text)
    told = bool(verdict.several) or (title is not None and verdict.sure and verdict.clear)
    told = told or _size(pieces, verdict) >= _LISTED
    lines = _lay_out(pieces, _far(pieces, verdict, title) if told or verdict.lists else frozenset())
    if language != "ar":
        return not_arabic(page, lines, language)
    if tells_gone(pieces, verdict.main, _size(pieces, verdict)):
        return lost(_listed(page, pieces, lines), PageState.EMPTY, "the page says that it is gone")
    if verdict.lists:
        return no_article(_listed(page, pieces, lines))
    marks = call_lines(with_labels(mark_lines(lines)), site_of_page(page))
    if not told and lists(marks, verdict.where):
        return no_article(_listed(page, pieces, lines))
    if verdict.several:
        return read_apart(page, pieces, marks, verdict, givens)
    if title is not None and _is_table(pieces, verdict, title):
        return no_article(_listed(page, pieces, lines))
    marks, settled = settle(pieces, marks, verdict, title)
    page, articles = read_lines(page, marks, givens[0], known_title=title is not None, settled=settled)
    if not articles:
        return no_article(page)
    return Reading(page, (signed(articles[0], pieces, verdict.main, title), *articles[1:]))


def _lay_out(pieces: Sequence[Piece], far: AbstractSet[int]) -> list[Line]:
    lines, at = [], 0
    for i, piece in enumerate(pieces):
        words = piece.text
        if i in far:
            lines.append(far_line(words, at))
        else:
            lines.append(line_of(words, at, folded=piece.key if len(words) > SHORT else None))
        at += len(words) + 1
    return lines


def _far(pieces: Sequence[Piece], verdict: Verdict, title: int | None) -> frozenset[int]:
    """The pieces in cards, comments and the page's frame whose words nobody need read: their place says
    what they are. The first of a row may be its header, and a line of rights names the site."""
    apart = [
        not m and (c or w in ("comments", "furniture"))
        for m, c, w in zip(verdict.main, verdict.cards, verdict.where, strict=True)
    ]
    near = range(0) if title is None else range(title - HEAD_LINES, title + HEAD_LINES)
    return frozenset(
        i
        for i, away in enumerate(apart)
        if away and i not in near and i > 0 and apart[i - 1] and not may_name_owner(pieces[i].text)
    )
