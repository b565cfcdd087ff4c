"""What shares an element with a text and is none of it: what follows a heading made as the title is, polls, promos,
pull quotes, the writer's life. It is known by its make, which is not that of the paragraphs, and by what it tells.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from riwaya.read.dom import Piece
from riwaya.read.places import View
from riwaya.read.structure import is_clock
from riwaya.read.topic import Stems, known, union
from riwaya.read.worth import is_announced, is_cited

_OLD, _NEW = 0.35, 0.25  # of a heading's stems: known above, where it is of this text; told below it
_SLIGHT, _SAME = 0.1, 0.2  # stems known of a text by what goes on with it; see `borders`
_PARTS = 200  # paragraphs, or parts of a text, that are looked at: of a huge page, enough
_STORY = 150  # characters of a text that another may follow
_QUOTE = 25  # characters of a quote that is set apart
_LISTS = ("ul", "ol", "dl", "dt", "dd", "li", "table", "thead", "tbody", "tr", "td", "th", "figure", "figcaption")
_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
PARAGRAPHS = frozenset({"p", "pre", "blockquote", *_LISTS, *_HEADINGS})


def leave_others(view: View, main: list[bool]) -> None:
    """Take out of `main` what follows a heading made as the title is, which opens another text."""
    if view.title is None:
        return
    made = view.found.nodes[view.found.of[view.title]].key
    heads = [i for i in range(view.title + 1, len(main)) if main[i] and _opens(view, i, made)]
    for i in heads:
        told = sum(len(view.pieces[k].text) for k in range(view.title, i) if main[k] and view.worths[k] > 0)
        if told < _STORY:
            return  # a lead above the parts of one text
        own = view.stems_at(i)
        above, below = view.stems(view.title, i) | view.about, view.stems(i + 1, min(len(main), i + 8))
        if known(own, above) < _OLD and known(own, below) >= _NEW and known(below, above) < _SAME:
            main[i:] = [False] * (len(main) - i)
            return


def _opens(view: View, i: int, made: int) -> bool:
    piece = view.pieces[i]
    alike = view.found.nodes[view.found.of[i]].key == made and piece.element.tag in ("h1", "h2", "h3")
    return alike and piece.text.count(" ") >= 3 and not piece.text.endswith(("؟", "?"))


def holder_of(view: View, i: int) -> int:
    """The node in which the paragraph of a piece stands."""
    n = view.found.of[i]
    while view.found.nodes[n].element.tag in PARAGRAPHS and view.found.nodes[n].up >= 0:
        n = view.found.nodes[n].up
    return n


def leave_boxes(view: View, main: list[bool], core: Sequence[bool]) -> list[str]:
    """Take out of `main` what is not made as the text's paragraphs are, unless it is about the same:
    polls, promos, pull quotes, the writer's life. Gives the places anew."""
    where = list(view.where)
    first = next((i for i, c in enumerate(core) if c and view.worths[i] > 0), len(main))
    told = [i for i, c in enumerate(core) if c and view.worths[i] > 0][:_PARTS]
    stems: list[Stems] = []

    def text() -> Stems:
        if not stems:  # most pages hold nothing else that could be about it
            stems.append(view.about | union(view.stems_at(i) for i in told))
        return stems[0]

    held = _holds_core(view, core)
    i, last = first, max((k for k, c in enumerate(core) if c), default=0)
    while i < len(main):
        if not main[i] or core[i]:
            i += 1
            continue
        end = _box_end(view, i, held)
        least = 1 if i < last else 2  # a single paragraph below the text is a note, an offer, its writer's life
        cited = least == 1 and end == i + 1 and is_cited(view.pieces[i].text)
        alike = cited or all(map(_heads_part, view.pieces[i:end])) or is_announced(view.pieces, i, end)
        alike = alike or (i < last and view.found.entries.issuperset(range(i, end)))
        if not alike and not _goes_on(view, i, end, text, least):
            for k in range(i, end):
                if main[k] and not core[k]:
                    main[k], where[k] = False, "box"
        i = end
    _leave_note(view, main, core, where)
    _leave_quotes(view, main, core, where)
    return where


def _leave_quotes(view: View, main: list[bool], core: Sequence[bool], where: list[str]) -> None:
    """Take out of `main` what a paragraph says too: a quote that is set apart to catch the eye."""
    text = "\n".join([view.pieces[i].text for i, c in enumerate(core) if c][:_PARTS])
    for i in [i for i, m in enumerate(main) if m and not core[i]][:_PARTS]:
        words = view.pieces[i].text.strip(" \"'«»“”.")
        if len(words) >= _QUOTE and words in text:
            main[i], where[i] = False, "box"


def _leave_note(view: View, main: list[bool], core: Sequence[bool], where: list[str]) -> None:
    """Take out a last part that is made as the others are, but has a heading of its own, one paragraph
    and nothing to do with the text: who wrote it, what else there is."""
    last = max((i for i, m in enumerate(main) if m and core[i] and view.worths[i] > 0), default=-1)
    if last < 1 or not main[last - 1] or view.pieces[last - 1].element.tag not in _HEADINGS:
        return
    node = view.found.nodes[holder_of(view, last)]
    headed = [i for i in range(last) if main[i] and core[i] and view.worths[i] > 0 and _headed(view, i)]
    if len(headed) > 1:
        return  # parts with a heading each
    before = next(i for i, m in enumerate(main) if m)
    told = known(view.stems_at(last), view.stems(before, last - 1) | view.about)
    above = next((i for i in range(last - 2, -1, -1) if main[i] and core[i] and view.worths[i] > 0), last)
    below_cards = any(view.found.carded[above:last])
    if node.first == last - 1 and told < (_SAME if below_cards else _SLIGHT):
        for i in range(node.first, node.last):
            main[i], where[i] = False, "box"


def _headed(view: View, i: int) -> bool:
    return i > 0 and view.pieces[i - 1].element.tag in _HEADINGS and view.found.nodes[holder_of(view, i)].first == i - 1


def _heads_part(piece: Piece) -> bool:
    """A heading or a time of day that stands above a part of the text in a wrapper of its own."""
    heading = piece.element.tag in _HEADINGS and piece.link_share < 0.5
    return heading or piece.element.tag == "time" or is_clock(piece.text)


def _holds_core(view: View, core: Sequence[bool]) -> frozenset[int]:
    held: set[int] = set()
    for i, c in enumerate(core):
        n = view.found.of[i] if c else -1
        while n >= 0 and n not in held:
            held.add(n)
            n = view.found.nodes[n].up
    return frozenset(held)


def _box_end(view: View, i: int, held: frozenset[int]) -> int:
    """Where the largest element ends that holds piece i and nothing of the text's paragraphs."""
    n, end = view.found.of[i], i + 1
    while n >= 0 and n not in held:
        end = view.found.nodes[n].last
        n = view.found.nodes[n].up
    return max(end, i + 1)


def _goes_on(view: View, first: int, last: int, text: Callable[[], Stems], least: int) -> bool:
    """Whether a part that is made otherwise goes on with the text: running text about the same."""
    inside = [i for i in range(first, last) if view.worths[i] > 0 and view.where[i] == ""]
    size = sum(len(view.pieces[i].text) for i in inside)
    told = view.found.total("worth", first, last)
    if len(inside) < least or told < 0.5 * view.found.total("chars", first, last):
        return False
    share = known(union(view.stems_at(i) for i in inside[:20]), text())
    return share >= (_SAME if len(inside) > 1 and size >= 200 else 1.5 * _SAME)
