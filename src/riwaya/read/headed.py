"""Several whole articles below headings of one make, whatever holds them: rows of a table, columns of a printed page,
parts with a line between them, entries that an aggregator shows in full.

Headings of one text stand there too: its parts speak of what the parts above them speak of, and a lead stands above
the first. Headings of several are told by the words below them and by no others, and these are strange to one another.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from riwaya.read.bylines import person_at_place, signed_as
from riwaya.read.cues import loose
from riwaya.read.dom import Piece
from riwaya.read.names import is_person
from riwaya.read.places import View
from riwaya.read.published import read_stamp
from riwaya.read.several import Ranges
from riwaya.read.topic import Stems, known, stems_of, union
from riwaya.read.worth import is_row, worth
from riwaya.rules import load
from riwaya.text import fold_word

_AGAINST = frozenset({"comments", "furniture"})  # places where no article's heading stands
_TEXT = 40.0  # worth of running text
_HEADLINE = (3, 24)  # words of a headline
_LONGEST = 160  # characters of one
_NO_HEADS = (".", "،", ":", "؛", "…", "...")
_LEAST = 100  # characters of a text
_BRIEF = 150  # of a text of one paragraph, in the middle of those of a page
_APART = 6  # lines without running text that end the last article
_BELOW = 3  # lines below a text that may sign it
_HEAD = 7  # lines below a heading among which its text begins
_OWN, _STRANGE = 0.25, 0.2  # stems of a heading known to its text; of a text known to the one above it
_MOST, _HALF = 0.7, 0.5  # of the articles, that must be so
_LEAD = 0.25  # of the running text, that may stand above the first heading
_INSIDE = 0.7  # of it that stands below one of the headings
_TITLED, _WHOLE = 0.5, 0.6  # of the title's stems: told by one of the texts, by all of them
_NAMED = 4  # words of the title of a page that is but a label
_LOOK = 12  # paragraphs of a text that are compared with another
_MAKES = 8  # of lines, that are looked at
_MANY = 60  # headings of one make that are looked at
_SIGNED = 60  # characters of a signature
_POSTED = ("h2", "h1", "h3", "h4")  # tags of the headlines of posts
_LINKED = 0.5  # share of links in one
_MORE = re.compile(r"(?:\.\.\.|…|\[…\])[\"'»”)\]]*$")


@dataclass(frozen=True, slots=True)
class _Part:
    """A heading, the pieces of running text below it, and what stands behind the last line that is its own."""

    head: int
    text: tuple[int, ...]
    last: int


@dataclass(frozen=True, slots=True)
class Below:
    """What stands on a page below headings: the lines that an article may hold (`able`), those that are running
    `text`, and what stands below linked headlines of one tag each, `posts`."""

    able: Sequence[bool]
    text: Sequence[int]
    posts: Sequence[list[_Part]]


def below_headings(view: View) -> Below:
    """What stands on a page below headings, looked for once."""
    places = [view.places[n] for n in view.found.of]
    able = [place not in _AGAINST for place in places]
    text = [i for i, place in enumerate(places) if place == "" and worth(view.pieces[i]) >= _TEXT]
    return Below(able, text, _posts(view, able, text) if text else ())


def articles_headed(view: View, below: Below) -> Ranges:
    """The ranges of whole articles below headings of one make, each from its heading on; empty where the page tells
    one text or none."""
    able, text = below.able, below.text
    if view.found.entries or len(text) < 2:
        return ()
    makes = [view.found.nodes[n].key for n in view.found.of]
    for make, heads in _headings(view, able, text, makes):
        alone = all(makes[i] != make for i in text if i not in heads)
        lines = [i for i in range(heads[0], len(able)) if able[i] and makes[i] == make and _is_line(view, i)]
        told = [i for i in text if makes[i] != make] if alone else text
        parts = _parts(view, lines if alone else heads, told, able)
        if len(parts) > 1 and _are_articles(view, parts, told):
            return tuple((p.head, p.last) for p in parts)
    for parts in below.posts:
        if all(len(p.text) > 1 for p in parts) and _are_articles(view, parts, text):
            return tuple((p.head, p.last) for p in parts)
    return ()


def are_teasers(view: View, below: Below) -> bool:
    """Whether a page holds the first lines of several texts below linked headlines, each with a link to the rest of
    it or broken off, and next to nothing else."""
    for parts in below.posts:
        total = sum(len(view.pieces[i].text) for i in below.text)
        inside = sum(len(view.pieces[i].text) for p in parts for i in p.text)
        teasers = sum(_breaks_off(view, p) or _leads_on(view, p) for p in parts)
        if teasers < max(2, _MOST * len(parts)) or total - inside >= _LEAST or view.title in [p.head for p in parts]:
            continue
        told = max(known(view.about, _stems(view, p.text) | view.stems_at(p.head)) for p in parts)
        if told < _TITLED and not _is_titled(view, parts, 0):
            return True
    return False


def _posts(view: View, able: Sequence[bool], text: Sequence[int]) -> list[list[_Part]]:
    """What stands below linked headlines of one tag, as the posts of a blog do: the first of them, or each in its
    turn, may stand in an element made otherwise than the others'."""
    heads: dict[str, list[int]] = {tag: [] for tag in _POSTED}
    for i, piece in enumerate(view.pieces):
        if piece.link_share > _LINKED and piece.element.tag in heads and able[i] and _may_head(piece):
            heads[piece.element.tag].append(i)
    posts = [_parts(view, row, text, able) for row in heads.values() if 1 < len(row) <= _MANY]
    return [parts for parts in posts if len(parts) > 1]


def _headings(view: View, able: Sequence[bool], text: Sequence[int], of: Sequence[int]) -> list[tuple[int, list[int]]]:
    """Makes, each with its lines that may be headings of what stands below them; those with most letters first. Where
    no text is made as they are, all lines of their make are headings, long ones and short ones."""
    told = frozenset(text)
    makes: defaultdict[int, list[int]] = defaultdict(list)
    above = {i for k in text for i in range(max(0, k - _HEAD), k)} - told
    for i in sorted(above):
        if able[i] and _may_head(view.pieces[i]):
            makes[of[i]].append(i)
    rows = [(make, heads) for make, heads in makes.items() if 1 < len(heads) <= _MANY]
    return sorted(rows, key=lambda row: -sum(len(view.pieces[i].text) for i in row[1]))[:_MAKES]


def _is_line(view: View, i: int) -> bool:
    return " " in view.pieces[i].text and len(view.pieces[i].text) <= _LONGEST


def _may_head(piece: Piece) -> bool:
    least, most = _HEADLINE
    words = piece.text
    return least <= words.count(" ") + 1 <= most and len(words) <= _LONGEST and not words.endswith(_NO_HEADS)


def _parts(view: View, heads: Sequence[int], text: Sequence[int], able: Sequence[bool]) -> list[_Part]:
    """The articles below headings. Of lines of one make without a text between them, that which the text tells best
    is its heading."""
    parts: list[_Part] = []
    row: list[int] = []
    for i, following in zip(heads, (*heads[1:], len(view.pieces)), strict=True):
        row.append(i)
        own = [k for k in text if i < k < following]
        if not own or own[0] - i > _HEAD:
            row = row if not own else []
            continue
        own = own[: next((n for n, (a, b) in enumerate(pairwise(own), 1) if b - a > _APART), len(own))]
        head = row[0] if len(row) == 1 else _best_told(view, row, own)
        ends = (k for k in range(own[-1] + 1, following) if not able[k] or _is_beside(view, k) or k > own[-1] + _BELOW)
        last = next(ends, following)
        parts.append(_Part(head, tuple(own), _before_box(view, own[-1] + 1, last, following)))
        row = []
    return parts


def _best_told(view: View, heads: Sequence[int], text: Sequence[int]) -> int:
    """The heading of which a text tells most."""
    told = _stems(view, text)
    return max(heads, key=lambda i: (known(view.stems_at(i), told), -i))


def _is_beside(view: View, i: int) -> bool:
    """Whether a line below a text is of what else there is: in such a part of the page, or a row of links."""
    return view.places[view.found.of[i]] == "related" or is_row(view.pieces[i])


def _before_box(view: View, first: int, last: int, head: int) -> int:
    """Where an article ends at the latest: above the largest element that begins between its text and the next
    heading and holds that."""
    if head >= len(view.pieces):
        return last
    around = view.found.around(view.found.of[head])
    starts = [start for n in around if (start := view.found.nodes[n].first) >= first]
    return min([last, *starts])


def _are_articles(view: View, parts: Sequence[_Part], text: Sequence[int]) -> bool:
    sizes = [sum(len(view.pieces[i].text) for i in p.text) for p in parts]
    if sum(size < _LEAST for size in sizes) > (1 - _MOST) * len(parts) or not _are_whole(view, parts, sizes):
        return False
    if sum(_may_head(view.pieces[p.head]) for p in parts) < _MOST * len(parts):
        return False
    inside = sum(sizes)
    total = sum(len(view.pieces[i].text) for i in text)
    lead = sum(len(view.pieces[i].text) for i in text if i < parts[0].head)
    if inside < _INSIDE * total or lead > _LEAD * inside or not _are_strange(view, parts):
        return False
    return not _is_titled(view, parts, lead)


def _are_whole(view: View, parts: Sequence[_Part], sizes: Sequence[int]) -> bool:
    """Whether the texts are no teasers: of several paragraphs, or each of one that a reader need not leave for more."""
    linked = sum(view.pieces[p.head].link_share > _HALF for p in parts)
    several = sum(len(p.text) > 1 for p in parts)
    cut = sum(_breaks_off(view, p) for p in parts)
    asked = sum(view.pieces[p.head].text.endswith(("؟", "?")) for p in parts)
    onward = sum(_leads_on(view, p) for p in parts)
    if max(cut, onward) > (1 - _MOST) * len(parts) or asked > _HALF * len(parts):
        return False
    if several >= _MOST * len(parts):
        return True
    dated = sum(_is_dated(view, p) for p in parts)
    return not linked and dated <= _HALF * len(parts) and len(parts) > 2 and sorted(sizes)[len(sizes) // 2] >= _BRIEF


def _breaks_off(view: View, part: _Part) -> bool:
    """Whether a text ends within a sentence, or with a link to the rest of it."""
    last = view.pieces[part.text[-1]]
    return _MORE.search(last.text) is not None or (
        last.leads > 0 and _onward_at_end().search(fold_word(last.text)) is not None
    )


def _leads_on(view: View, part: _Part) -> bool:
    """Whether a link to the rest of it stands below a text: «التفاصيل»."""
    below = view.pieces[part.text[-1] + 1 : part.text[-1] + 1 + _BELOW]
    return any(p.link_share > _LINKED and _onward().match(fold_word(p.text)) is not None for p in below)


def _are_strange(view: View, parts: Sequence[_Part]) -> bool:
    """Whether most texts know their own headings, and next to nothing of the text above them."""
    told = [_stems(view, p.text) for p in parts]
    own = sum(known(view.stems_at(p.head), words) >= _OWN for p, words in zip(parts, told, strict=True))
    strange = sum(known(b, a) < _STRANGE for a, b in pairwise(told))
    return own >= _MOST * len(parts) and strange >= _MOST * (len(parts) - 1)


def _is_titled(view: View, parts: Sequence[_Part], lead: int) -> bool:
    """Whether the page's title is that of one of the texts, or of all of them as one."""
    if any(view.title == p.head for p in parts):
        return True
    above = [p for p in view.pieces[: parts[0].head] if p.element.rank == "h1"]
    label = view.title if view.title is not None and view.title < parts[0].head else None
    heading = view.pieces[label] if label is not None else above[-1] if above else None
    about = stems_of(heading.key) if heading is not None else view.about
    each = [known(about, _stems(view, p.text) | view.stems_at(p.head)) for p in parts]
    if about and max(each) >= _TITLED and heading is not None:
        return True
    if heading is None or heading.text.count(" ") < _NAMED:
        return False
    signed = sum(_is_signed(view, p) for p in parts)
    return signed < _HALF * len(parts)


def _stems(view: View, text: Sequence[int]) -> Stems:
    return union(view.stems_at(i) for i in text[:_LOOK])


def _is_dated(view: View, part: _Part) -> bool:
    return any(read_stamp(p.text) is not None for p in _beside(view, part))


def _is_signed(view: View, part: _Part) -> bool:
    """Whether somebody signs beside a text, or a day of its own stands there."""
    lines = [p.text for p in _beside(view, part) if len(p.text) < _SIGNED]
    return any(read_stamp(w) or signed_as(w) or person_at_place(w) or is_person(w) for w in lines)


def _beside(view: View, part: _Part) -> list[Piece]:
    """The lines between a heading and its text, and those below it."""
    return [*view.pieces[part.head + 1 : part.text[0]], *view.pieces[part.text[-1] + 1 : part.last]]


@cache
def _onward() -> re.Pattern[str]:
    return re.compile(rf"\W*(?:{_onward_words()})(?:\W*|\s*:.*)$", re.IGNORECASE)


@cache
def _onward_at_end() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_onward_words()})\W*$", re.IGNORECASE)


def _onward_words() -> str:
    return "|".join(sorted(map(loose, load("ar/reading").texts("onward")), key=len, reverse=True))
