"""What a page's markup settles of its lines before their words are read: kinds for some of them, the stretch of the
text, and the lines in which other articles may stand.
"""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from riwaya.model import BlockKind
from riwaya.read.articles import Fixed, Settled
from riwaya.read.beside import HEAD_LINES, is_beside, is_name
from riwaya.read.borders import goes_on
from riwaya.read.boxes import boxed
from riwaya.read.bylines import labelled, signs_text
from riwaya.read.cues import opens_paragraph
from riwaya.read.dom import Piece
from riwaya.read.judge import Verdict
from riwaya.read.layout import Stretch
from riwaya.read.marks import Mark
from riwaya.read.people import signed_by
from riwaya.read.published import read_stamp
from riwaya.read.worth import is_row

_UNTITLED = 6  # lines above the text among which a title is looked for that the markup does not mark
_HEADLINE_WORDS = 4
_TOLD = 150  # characters of text without which a page has told nothing
# What a line outside the article may be called by its own words.
_NAMED = frozenset({BlockKind.RELATED_HEADER, BlockKind.SEE_ALSO, BlockKind.UI, BlockKind.SOURCE_CREDIT})
_ENDS = ("comments", "footer", "related")
_TITLES = frozenset({"h1", "h2", "h3"})
_CREDITS = (BlockKind.BYLINE, "a line of credits")
_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
_NO_FIRST = _HEADINGS | {"li"}  # no text begins in one
_TAG, _TAG_WORDS = 0.9, 4  # share of links in a tag; its words
_ENDED = 0.6  # of the paragraphs that stand above a line which ends an article
_SENTENCE = 4  # words of the shortest paragraph
_CELL_TAGS = frozenset({"td", "th"})
_CELLS, _CELL, _CELL_SIZE = 6, 6, 40  # cells of a table of figures; words and characters of one
_CAPTIONS = frozenset({"caption", "dek"})  # «image-description» is no introduction
_HEADER = 6  # words of a header of comments


def settle(
    pieces: Sequence[Piece], marks: Sequence[Mark], verdict: Verdict, title: int | None
) -> tuple[tuple[Mark, ...], Settled]:
    """The lines as the markup shows them to be, and what it settles of them. `title`: the piece that is the title."""
    marks = _without_tags(pieces, marks, verdict)
    marks = _trusted(pieces, marks, verdict) if verdict.clear else marks
    stretch = _text_range(pieces, marks, verdict, title) if verdict.clear else None
    fixed = _fixed(pieces, marks, verdict, title)
    taken = fixed.keys() | ({title} if title is not None else set())
    fixed |= _around(pieces, marks, verdict, stretch, taken) if stretch else {}
    return marks, Settled(fixed, _others(verdict, fixed), stretch)


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
        inside, told = verdict.main[i], False
        if inside or i in head:  # nobody asks who signs or when elsewhere
            told = _tells(marks[i]) or (i in head and _signs(piece, marks[i]))
            inside = inside or ((verdict.where[i] in free or told) and (title is not None or piece.link_share < 0.5))
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
            kinds[i] = (cue.kind, cue.id) if cue and cue.kind in _NAMED else outside(piece, verdict.where[i])
    kinds |= {i: (BlockKind.UI, "a cell of a table in the text") for i in _cells(pieces, verdict) if i not in kinds}
    return kinds | _readers_words(marks, verdict, first)


def _tells(mark: Mark) -> bool:
    return mark.stamp is not None or mark.is_a(BlockKind.BYLINE)


def _cells(pieces: Sequence[Piece], verdict: Verdict) -> list[int]:
    """The cells of tables of figures that stand between paragraphs which the markup does not part."""
    tables: dict[int, list[int]] = {}
    for i, piece in enumerate(pieces):
        if verdict.main[i] and not verdict.clear and piece.element.tag in _CELL_TAGS:
            table = next((e for e in piece.element.line() if e.tag == "table"), None)
            if table is not None:
                tables.setdefault(table.number, []).append(i)
    return [i for cells in tables.values() if _are_figures(pieces, cells) for i in cells]


def _are_figures(pieces: Sequence[Piece], cells: Sequence[int]) -> bool:
    """Whether cells that follow one another hold a few words each, and some a number."""
    words = [pieces[i].text for i in cells]
    brief = all(w.count(" ") < _CELL and len(w) < _CELL_SIZE for w in words)
    numbers = sum(any(c.isdigit() for c in w) for w in words)
    return brief and len(cells) >= _CELLS and cells[-1] - cells[0] == len(cells) - 1 and 4 * numbers >= len(cells)


def _opens_text(verdict: Verdict, marks: Sequence[Mark], i: int) -> bool:
    return i < len(marks) and verdict.main[i] and marks[i].prose


def _signs(piece: Piece, mark: Mark) -> bool:
    """Whether a line between title and text tells a writer: a person's name, or one beside a place."""
    return is_name(piece) or signs_text(mark) or (mark.cue is None and signed_by(piece.text) is not None)


def _readers_words(marks: Sequence[Mark], verdict: Verdict, first: int) -> Fixed:
    """What stands in the article's element below a header of comments outside it."""
    told = [i for i in range(first, len(marks)) if verdict.main[i] and marks[i].prose]
    able = (i for i in range(first, len(marks)) if marks[i].opens == "comments" and not verdict.main[i])
    # a site's rules for readers may stand in a box inside the text
    heads = (i for i in able if verdict.where[i] != "box" or marks[i].line.words <= _HEADER)
    head = next((i for i in heads if _ended(marks, i, told)), len(marks))
    return {i: (BlockKind.UI, "below the page's comments") for i in range(head + 1, len(marks)) if verdict.main[i]}


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
    above = [i for i in above if not _in_figure(pieces[i])]
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


def _long_sentence(piece: Piece) -> bool:
    """A long linked sentence is text all the same; a row of linked headlines is not."""
    return piece.text.count(" ") > 25 and not is_row(piece)


def _in_figure(piece: Piece) -> bool:
    return any(e.tag == "figure" or ("caption" in e.hints and e.hints <= _CAPTIONS) for e in piece.near(3))


def outside(piece: Piece, where: str) -> tuple[BlockKind, str]:
    """The kind of a line that stands outside the article, in the part `where` of the page."""
    words = piece.text.count(" ") + 1
    if where == "caption":
        return BlockKind.CAPTION, "what a picture shows"
    if where in ("comments", "furniture"):
        return BlockKind.UI, f"in the page's {where}"
    if piece.link_share > 0.5 and words >= _HEADLINE_WORDS:
        return BlockKind.RELATED_ITEM_TITLE, "a linked headline outside the article"
    if where == "related" and words >= 12:
        return BlockKind.RELATED_ITEM_BODY, "a teaser among related items"
    return BlockKind.UI, "outside the article"
