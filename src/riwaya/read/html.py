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

from riwaya.model import Article, Block, BlockKind, Page, PageState, Reading
from riwaya.read.articles import Fixed, Given, Settled, read_lines
from riwaya.read.beside import HEAD_LINES, given_beside, is_beside, is_name
from riwaya.read.borders import goes_on
from riwaya.read.bounds import MOST_LINES, bounded, check_length
from riwaya.read.boxes import boxed
from riwaya.read.bylines import labelled, signs_text, taken_from
from riwaya.read.cues import opens_paragraph
from riwaya.read.dom import Contents, Element, Piece, contents_of
from riwaya.read.gone import tells_gone
from riwaya.read.headline import TOLD_TITLE, title_piece, told_of
from riwaya.read.judge import Verdict, judge
from riwaya.read.labels import with_labels
from riwaya.read.language import language_of
from riwaya.read.layout import Stretch
from riwaya.read.lines import SHORT, Line, far_line, make_line
from riwaya.read.listing import lists
from riwaya.read.marks import Mark, mark_lines
from riwaya.read.markup import Facts, facts_of, with_state
from riwaya.read.names import host_of
from riwaya.read.owners import one_name
from riwaya.read.people import signed_by
from riwaya.read.plain import lost, no_article, not_arabic
from riwaya.read.published import read_stamp
from riwaya.read.quirks import call_elements, call_lines
from riwaya.read.rights import may_name_owner
from riwaya.read.second import second_opinion
from riwaya.read.signing import above_translator, signer
from riwaya.read.sites import outlet_at, site_of_page
from riwaya.read.state import day_in_scripts, state_of

_UNTITLED = 6  # lines above the text among which a title is looked for that the markup does not mark
_HEADLINE_WORDS = 4
_LISTED = 1500  # characters of running text below which a page may be a list of teasers
_TOLD = 150  # characters of text without which a page has told nothing
_CELLS, _CELL = 60, 12  # cells between a title and a text that make a page one of results; words of a cell
_MORE, _SAME = 1.4, 0.8  # times what a page shows: the whole of it; the share of what is shown that it holds
_PROSE, _OPENING = 6, 60  # words of a paragraph; characters by which it is found again
_LONGER = 2  # times what a page shows: a text in its scripts that is what the page is made for
# What a line outside the article may be called by its own words.
_NAMED = frozenset({BlockKind.RELATED_HEADER, BlockKind.SEE_ALSO, BlockKind.UI, BlockKind.SOURCE_CREDIT})


def read_html(page: Page, markup: str, given: Given | None = None) -> Reading:
    """Read a page's markup. `given` is what the caller knows and wins over the page's own words."""
    tree = HTMLTree.parse(bounded(markup))
    contents = contents_of(_written(tree))
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
    facts, pieces, verdict = _with_scripts(contents, titles, replace(facts, url=url), verdict)
    if not pieces:
        return lost(page, PageState.EMPTY, "markup without text")
    if not verdict.sure and not verdict.lists and not (site and site.markup):
        verdict = second_opinion(markup, titles, pieces, verdict)
    titles = tuple(t for t in ((given.title if given else None), *facts.titles) if t)
    title = verdict.several[0][0] if verdict.several else title_piece(pieces, verdict, titles)
    if verdict.several and not verdict.titled:  # what the page says of itself is said of none of them
        own = (p.text[slice(*t)] for p in pieces[slice(*verdict.several[0])] if (t := taken_from(p.text)))
        named = next(own, None)
        facts = replace(facts, titles=(), author=None, published=None)
        facts = replace(facts, outlet=named, claims=()) if named else facts
    if facts.posted and not given:
        title = None
    elif title is None and titles and any(verdict.main) and told_of(titles[0], pieces, verdict) >= TOLD_TITLE:
        # the page keeps its title in its head only: it opens the text that we lay out
        pieces = [replace(pieces[0], text=titles[0], linked=0, led=False), *pieces]
        verdict = verdict.below_title()
        title = 0
    if facts.published is None:
        state = state_of(contents.scripts, titles, url, named=True)
        carried = with_state(facts, state).published if state is not None else None
        facts = replace(facts, carried=carried, scripted=None if carried else day_in_scripts(contents.scripts))
    if facts.film and not given and _size(pieces, verdict) < _TOLD:  # a film, with a line that says what it shows
        verdict = replace(verdict, lists=True)
    beside = given_beside(given, facts, pieces, title, main=verdict.main, shows_others=others)
    return _read_pieces(page, pieces, verdict, title, beside)


def _written(tree: HTMLTree) -> str:
    """The parser's tree as it writes it out."""
    return tree.document.html if tree.document is not None else ""


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
        told = with_state(facts, state_of(contents.scripts, titles, facts.url, named=shell))
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
        carried = state_of(contents.scripts, titles, facts.url, named=True) if titles and contents.scripts else None
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
    kinds = (_outside(p, "related") for p in pieces)
    return replace(page, blocks=tuple(Block(k, n.start, n.end, w) for n, (k, w) in zip(lines, kinds, strict=True)))


def _is_table(pieces: Sequence[Piece], verdict: Verdict, title: int) -> bool:
    """Whether the page's title is that of results, rates, times: far more short lines without links
    stand below it than the text has that follows them."""
    first = next((i for i, m in enumerate(verdict.main) if m), 0)
    between = (p for p, w in zip(pieces[title + 1 : first], verdict.where[title + 1 : first], strict=True) if w == "")
    cells = [len(p.text) for p in between if p.link_share < 0.5 and p.text.count(" ") < _CELL]
    return len(cells) >= _CELLS and sum(cells) > _size(pieces, verdict)


def _size(pieces: Sequence[Piece], verdict: Verdict) -> int:
    return sum(len(p.text) for p, m in zip(pieces, verdict.main, strict=True) if m and p.text.count(" ") >= 6)


def _read_pieces(page: Page, pieces: Sequence[Piece], verdict: Verdict, title: int | None, given: Given) -> Reading:
    text = "\n".join(p.text for p in pieces)
    page = replace(page, text=text)
    main = " ".join(p.text for p, m in zip(pieces, verdict.main, strict=True) if m)
    language = language_of(main if len(main) >= _TOLD else text)
    told = (title is not None and verdict.sure and verdict.clear) or _size(pieces, verdict) >= _LISTED
    lines = _lay_out(text, pieces, _far(pieces, verdict, title) if told or verdict.lists else frozenset())
    if language != "ar":
        return not_arabic(page, lines, language)
    if tells_gone(pieces, verdict.main, _size(pieces, verdict)):
        return lost(_listed(page, pieces, lines), PageState.EMPTY, "the page says that it is gone")
    if verdict.lists:
        return no_article(_listed(page, pieces, lines))
    marks = call_lines(with_labels(mark_lines(lines)), site_of_page(page))
    if not told and lists(marks, verdict.where):
        return no_article(_listed(page, pieces, lines))
    if title is not None and _is_table(pieces, verdict, title):
        return no_article(_listed(page, pieces, lines))
    marks = _without_tags(pieces, marks, verdict)
    marks = _trusted(pieces, marks, verdict) if verdict.clear else marks
    stretch = _text_range(pieces, marks, verdict, title) if verdict.clear else None
    fixed = _fixed(pieces, marks, verdict, title)
    taken = fixed.keys() | ({title} if title is not None else set())
    fixed |= _around(pieces, marks, verdict, stretch, taken) if stretch else {}
    if verdict.several:
        settled = Settled(fixed, _further(marks, verdict, fixed), stretch, whole=True)
    else:
        settled = Settled(fixed, _others(verdict, fixed), stretch)
    page, articles = read_lines(page, marks, given, known_title=title is not None, settled=settled)
    if not articles:
        return no_article(page)
    return Reading(page, (_signed(articles[0], pieces, verdict, title), *articles[1:]))


def _signed(article: Article, pieces: Sequence[Piece], verdict: Verdict, title: int | None) -> Article:
    """The main article with who signs it by all that stands around his name, where no form of a byline has shown it or
    only fields for machines name a writer."""
    if article.role != "main" or (article.byline and "، " in article.byline):
        return article
    if article.byline is not None and (writer := above_translator(pieces, article.byline, title)) is not None:
        return replace(article, byline=writer)
    if article.byline is not None and any(article.byline in p.text for p in pieces):
        return article
    own = frozenset((one_name(article.outlet),)) if article.outlet else frozenset[str]()
    name = signer(pieces, verdict.main, title, own, hidden=article.byline is not None)
    return replace(article, byline=name) if name else article


def _lay_out(text: str, pieces: Sequence[Piece], far: AbstractSet[int]) -> list[Line]:
    lines, at = [], 0
    for i, piece in enumerate(pieces):
        end = at + len(piece.text)
        if i in far:
            lines.append(far_line(piece.text, at))
        else:  # what a short line tells is remembered, folded or not
            lines.append(make_line(text, at, end, folded=piece.key if end - at > SHORT else None))
        at = end + 1
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


def _fixed(pieces: Sequence[Piece], marks: Sequence[Mark], verdict: Verdict, title: int | None) -> Fixed:
    """The kinds of the pieces that the markup decides; the others are read by their words."""
    above = -1 if title is None else title
    first = next((i for i, m in enumerate(verdict.main) if m and i > above), len(pieces))
    # without a title of the markup's, the lines just above the text are read by their words
    start = max(0, first - _UNTITLED) if title is None else title + 1
    if first < len(pieces) and (title is not None or pieces[first].element.tag in _TITLES):
        first = next((i for i in range(first, start + HEAD_LINES) if _opens_text(verdict, marks, i)), first)
    head = range(start, min(first, start + HEAD_LINES))
    free = ("",) if title is not None else ("", "header", "box")
    cues = {i: m.cue for i, m in enumerate(marks) if m.cue is not None}
    kinds: Fixed = {i: kind for i, kind in boxed(pieces, verdict.main, cues).items() if i != title}
    for i, piece in enumerate(pieces):
        if i == title or i in kinds:
            continue
        told = marks[i].stamp is not None or marks[i].is_a(BlockKind.BYLINE) or (i in head and _signs(piece, marks[i]))
        inside = verdict.main[i] or (i in head and (verdict.where[i] in free or told))
        inside = inside and (title is not None or verdict.main[i] or piece.link_share < 0.5)
        if inside and (piece.element.tag in ("figcaption", "caption") or _in_figure(piece)):
            kinds[i] = _CREDITS if labelled(piece.text) else (BlockKind.CAPTION, "a picture's caption in the markup")
        elif title is not None and i < title and is_beside(pieces, marks, i, title):
            kinds[i] = (BlockKind.DATELINE, "a publication time above the title")
        elif inside and title is not None and i < title:
            kinds[i] = (BlockKind.UI, "above the title")
        elif inside and i < first and len(piece.text) < 80 and any("byline" in e.hints for e in piece.near(2)):
            kinds[i] = (BlockKind.BYLINE, "the markup calls it the author")
        elif inside and piece.link_share > 0.8 and not _long_sentence(piece) and not (told and i < first):
            kinds[i] = (BlockKind.SEE_ALSO, "a line of links inside the text")
        elif not inside:
            cue = cues.get(i)
            kinds[i] = (cue.kind, cue.id) if cue and cue.kind in _NAMED else _outside(piece, verdict.where[i])
    return kinds | _readers_words(marks, verdict, first)


def _opens_text(verdict: Verdict, marks: Sequence[Mark], i: int) -> bool:
    return i < len(marks) and verdict.main[i] and marks[i].prose


def _signs(piece: Piece, mark: Mark) -> bool:
    """Whether a line between title and text tells a writer: a person's name, or one beside a place."""
    return is_name(piece) or signs_text(mark) or (mark.cue is None and signed_by(piece.text) is not None)


def _readers_words(marks: Sequence[Mark], verdict: Verdict, first: int) -> Fixed:
    """What stands in the article's element below a header of comments outside it."""
    told = [i for i in range(first, len(marks)) if verdict.main[i] and marks[i].prose]
    heads = (i for i in range(first, len(marks)) if marks[i].opens == "comments" and not verdict.main[i])
    head = next((i for i in heads if _ended(marks, i, told)), len(marks))
    return {i: (BlockKind.UI, "below the page's comments") for i in range(head + 1, len(marks)) if verdict.main[i]}


_ENDS = ("comments", "footer", "related")
_TITLES = frozenset({"h1", "h2", "h3"})
_CREDITS = (BlockKind.BYLINE, "a line of credits")
_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
_NO_FIRST = _HEADINGS | {"li"}  # no text begins in one
_TAG, _TAG_WORDS = 0.9, 4  # share of links in a tag; its words
_ENDED = 0.6  # of the paragraphs that stand above a line which ends an article
_SENTENCE = 4  # words of the shortest paragraph


def _trusted(pieces: Sequence[Piece], marks: Sequence[Mark], verdict: Verdict) -> tuple[Mark, ...]:
    """What is made as the text's paragraphs are is running text, with or without a stop."""
    return tuple(
        replace(m, prose=True, headline=False)
        if core
        and not (m.prose and not m.headline)
        and p.element.tag not in _HEADINGS
        and p.link_share <= 0.5
        and _paragraph(m)
        else m
        for p, m, core in zip(pieces, marks, verdict.core, strict=True)
    )


def _without_tags(pieces: Sequence[Piece], marks: Sequence[Mark], verdict: Verdict) -> tuple[Mark, ...]:
    """Links of a few words in a list below the text are tags, whomever they name."""
    last = max((i for i, m in enumerate(verdict.main) if m), default=len(pieces))
    near = range(last + 1, min(len(pieces), last + 1 + HEAD_LINES))
    tags = {
        i
        for i in near
        if pieces[i].element.tag == "li" and pieces[i].link_share > _TAG and marks[i].line.words <= _TAG_WORDS
    }
    return tuple(replace(m, category=True) if i in tags else m for i, m in enumerate(marks)) if tags else tuple(marks)


def _paragraph(mark: Mark) -> bool:
    plain = mark.cue is None and not mark.meta and not mark.sources and mark.line.arabic >= 0.5
    brief = mark.line.stop and mark.line.words >= _SENTENCE and not signs_text(mark)
    return plain and (mark.line.words > 14 or brief)


def _text_range(pieces: Sequence[Piece], marks: Sequence[Mark], verdict: Verdict, title: int | None) -> Stretch | None:
    """The lines from the first paragraph of the article's to behind its last."""
    text = [i for i, (m, c) in enumerate(zip(verdict.main, verdict.core, strict=True)) if m and c and marks[i].prose]
    if not text or (title is not None and title > text[0]):
        return None
    first, last = text[0], max(i for i, m in enumerate(verdict.main) if m and marks[i].prose)
    # «وقال ...»: what goes on with a paragraph above it has that paragraph for its first; no text
    # begins with a heading in it
    after = range(0 if title is None else title + 1, first)
    above = [i for i in after if verdict.main[i] and marks[i].prose and pieces[i].element.tag not in _NO_FIRST]
    headed = first > 0 and pieces[first - 1].element.tag in _HEADINGS and first - 1 != title
    timed = above and any(marks[i].clock for i in range(above[-1] + 1, first))  # running coverage below its lead
    if len(above) > 1 or (above and (timed or headed or opens_paragraph(marks[first].line))):
        first = above[0]
    told = [i for i in range(first, last + 1) if verdict.main[i] and marks[i].prose]
    inside = (i for i in range(first, last + 1) if verdict.main[i])
    ends = (i for i in inside if marks[i].opens in _ENDS or _is_last_word(pieces[i], marks[i]))
    end = next((i for i in ends if _ended(marks, i, told) or _parted(pieces, marks, i, told)), last + 1)
    return first, end


def _is_last_word(piece: Piece, mark: Mark) -> bool:
    """Whether a line is the word that ends a text, set apart as such: «النهاية» alone may head the last part of one."""
    apart = "انته" in mark.line.key or not piece.text[0].isalpha()
    return mark.cue is not None and mark.cue.id == "end-word" and apart and piece.element.tag not in _HEADINGS


def _parted(pieces: Sequence[Piece], marks: Sequence[Mark], i: int, told: Sequence[int]) -> bool:
    """Whether another article stands below line i, a header of related news: in elements that hold
    nothing of the text above, and not about it."""
    above, below = [t for t in told if t < i], [t for t in told if t > i]
    if marks[i].opens != "related" or len(above) < 2 or not below:
        return False
    if sum(marks[t].line.size for t in above) < _TOLD or goes_on(marks, i, below[0]):
        return False
    return {e.number for t in above for e in pieces[t].near(2)}.isdisjoint(
        e.number for t in below for e in pieces[t].near(2)
    )


def _ended(marks: Sequence[Mark], i: int, told: Sequence[int]) -> bool:
    """Whether the text ends at line i, which opens comments or a footer: most of it stands above; or
    enough of a story does, and readers may have more to say than the writer."""
    if marks[i].opens == "related":
        return False
    above = [t for t in told if t < i]
    story = len(above) >= 2 and sum(marks[t].line.size for t in above) >= _TOLD
    return len(above) >= _ENDED * len(told) or (story and marks[i].opens == "comments")


def _around(
    pieces: Sequence[Piece], marks: Sequence[Mark], verdict: Verdict, text: Stretch, taken: AbstractSet[int]
) -> Fixed:
    """Kinds for lines beside the paragraphs: introductions above them, headings among them."""
    kinds: Fixed = {}
    for i, piece in enumerate(pieces):
        if i in taken or marks[i].cue is not None:
            continue
        heading = piece.element.tag in _HEADINGS and not marks[i].meta and piece.link_share < 0.5
        made = (piece.element.tag, piece.element.make)
        first = i == text[0] - 1 and heading and verdict.where[i] == ""
        if first and sum((p.element.tag, p.element.make) == made for p in pieces[slice(*text)]) > 1:
            kinds[i] = (BlockKind.SUBHEAD, "the first of the headings in the text")
        elif i < text[0] and marks[i].prose and not read_stamp(piece.text):
            kinds[i] = (BlockKind.DEK, "made otherwise than the text below it")
        elif text[0] < i < text[1] and heading and verdict.main[i]:
            kinds[i] = (BlockKind.SUBHEAD, "a heading in the text")
    if text[1] < len(pieces) and marks[text[1]].opens == "related":
        below = (i for i in range(text[1] + 1, len(pieces)) if i not in taken and verdict.main[i])
        kinds |= {i: _another(marks[i]) for i in below if marks[i].cue is None}
    return kinds


def _another(mark: Mark) -> tuple[BlockKind, str]:
    """A line of another article below this one's."""
    if mark.meta:
        return BlockKind.RELATED_ITEM_META, "when an item was published"
    title = mark.headline and not mark.prose
    return (BlockKind.RELATED_ITEM_TITLE if title else BlockKind.RELATED_ITEM_BODY), "below a header of related news"


def _others(verdict: Verdict, fixed: Fixed) -> tuple[int, ...]:
    """The lines below the article's first that may be other articles, with their texts."""
    first = next((i for i, m in enumerate(verdict.main) if m), len(verdict.main))
    related = (BlockKind.RELATED_ITEM_TITLE, BlockKind.RELATED_ITEM_BODY, BlockKind.RELATED_ITEM_META)
    return tuple(
        i
        for i, (kind, _) in sorted(fixed.items())
        if i > first
        and not verdict.cards[i]
        and (kind in related or (not verdict.main[i] and verdict.where[i] in ("", "related")))
    )


def _further(marks: Sequence[Mark], verdict: Verdict, fixed: Fixed) -> tuple[int, ...]:
    """The lines of the further articles on a page that tells several; of those that stand below the page's own,
    the heading, who and when beside it, and running text: their subheads open no others."""
    lines: list[int] = []
    for a, b in verdict.several[1:]:
        inside = [i for i in range(a, b) if i in fixed]
        if verdict.titled and a in fixed:
            fixed[a] = (BlockKind.RELATED_ITEM_TITLE, "the heading of a story below the page's own")
            inside = [i for i in inside if i == a or (i < a + HEAD_LINES and _tells_who(marks[i])) or marks[i].prose]
            inside = [i for i in inside if i == a or not verdict.where[i]]
        lines += inside
    return tuple(lines)


def _tells_who(mark: Mark) -> bool:
    return mark.meta or mark.is_a(BlockKind.BYLINE)


def _long_sentence(piece: Piece) -> bool:
    """A long linked sentence is text all the same."""
    return piece.text.count(" ") > 25


def _in_figure(piece: Piece) -> bool:
    return any(e.tag == "figure" or e.hints == {"caption"} for e in piece.near(3))


def _outside(piece: Piece, where: str) -> tuple[BlockKind, str]:
    words = piece.text.count(" ") + 1
    if where in ("comments", "furniture"):
        return BlockKind.UI, f"in the page's {where}"
    if piece.link_share > 0.5 and words >= _HEADLINE_WORDS:
        return BlockKind.RELATED_ITEM_TITLE, "a linked headline outside the article"
    if where == "related" and words >= 12:
        return BlockKind.RELATED_ITEM_BODY, "a teaser among related items"
    return BlockKind.UI, "outside the article"
