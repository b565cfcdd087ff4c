"""Structure: the elements of a page as ranges of pieces, and what repeats among them.

Elements of one make (the same tags and class names from the root down, digits aside) stand for one
another. Where three or more of a make each hold a linked headline and little besides, they are
cards of other articles, wherever they stand and whatever their class names; where each holds a
name, a date and words without a headline, they are what readers wrote. One walk over the pieces,
and sums over ranges.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise

from riwaya.read.dom import Element, Piece
from riwaya.read.topic import NOTHING, Stems, known, stems_of, union

_DIGITS = re.compile(r"\d+")
_YEAR = re.compile(r"(?<!\d)(?:19|20|١٩|٢٠)\d\d(?!\d)")
_NUMBERED = re.compile(r"[\d:./-]+")
_DATED = re.compile(r"\d|منذ|قبل|أمس")
# a time of day, and the clocks that it was read from: «14:20 بتوقيت كذا»
_CLOCK = re.compile(
    r"(?:الساعة\s+)?(?:[01]?\d|2[0-3])[:.][0-5]\d"
    r"(?:\s*(?:[صم]|صباح[اً]{0,2}|مساء[ًا]{0,2}|ظهر[اً]{0,2}|[AaPp][Mm]))?"
    r"(?:\s+(?:بتوقيت(?:\s+\w+){1,3}|بالتوقيت المحلي|ت\.?\s?غ|GMT|UTC))?"
)
_CLOCK_LINE = 32  # characters
_LEAST = 3  # elements of one make that are a row of cards
_ALIKE = 0.6  # of a make's elements that must be cards for all of them to be
_CARD = 900  # characters of the largest card
_TEASER = 420  # characters without a link in it
_HEADLINE = (3, 30)  # words of a headline
_LINKED = 0.45  # of a headline's characters; its age or its writer may stand beside it
_LONGEST = 150  # characters of one
_PARTS = 5  # pieces of a card: its headline, its paragraph, section, day, writer
_LED = 16  # characters of a linked headline at the head of a line
_PERIODS = 4  # headlines in a row with a teaser each, side by side in one element
_BETWEEN = 4  # pieces between two of them
_ORDERED = 0.8  # of the times of running coverage: midnight may lie between two
_PARAGRAPH = 8  # words of a paragraph, at least
_NOTES = 4  # elements of one make that may be notes of readers
_ISSUES, _ISSUES_ALIKE = 6, 3  # lines of one make; how many of them say the same but for numbers
_FRAME = 6  # linked headlines in one element: a part of the page's frame, which no reader wrote
_HEADING_TAGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "dt", "summary"})
_DATE_WORDS = 6  # of its date, in the same line
_TOLD = 0.3  # of the title's stems: a text that knows them is the title's
_TOP = 3  # pieces among which a story's headline stands
_NAME_WORDS = 5  # of the name above what a reader wrote


@dataclass(slots=True)
class Node:
    """An element that holds the pieces `first:last`; `key` is its make, `up` the node around it."""

    element: Element
    key: int
    up: int
    first: int
    last: int

    @property
    def is_bare(self) -> bool:
        """Whether it is a `div` that says nothing of itself: some editors make paragraphs so."""
        return self.element.tag == "div" and not self.element.make


@dataclass(slots=True)
class Structure:
    """The nodes of a page in document order, the innermost node of each piece, and the pieces that
    stand in cards. `letters`: the makes whose elements are what readers wrote, `notes`: those that may
    be, a name and words below it without a date; `teasers`: those that may be cards which only a script
    links, a headline and a paragraph each; `entries`: the pieces in entries of running coverage, `running`: those of
    them that are the page's text for sure."""

    nodes: list[Node]
    of: list[int]
    groups: dict[int, list[int]]
    carded: list[bool]
    letters: set[int] = field(default_factory=set)
    notes: set[int] = field(default_factory=set)
    teasers: set[int] = field(default_factory=set)
    entries: set[int] = field(default_factory=set)
    running: set[int] = field(default_factory=set)
    sums: dict[str, list[float]] = field(default_factory=dict)

    def total(self, name: str, first: int, last: int) -> float:
        """The sum of a measure (chars, linked, worth) over the pieces `first:last`."""
        sums = self.sums[name]
        return sums[last] - sums[first]

    def totals(self, name: str) -> list[float]:
        """The sum of a measure over each node."""
        sums = self.sums[name]
        return [sums[node.last] - sums[node.first] for node in self.nodes]

    def measure(self, name: str, values: Sequence[float]) -> None:
        """Add a measure of the pieces."""
        self.sums[name] = list(accumulate(values, initial=0.0))

    def children(self, n: int) -> list[int]:
        """The nodes right below a node."""
        last, at, inside = self.nodes[n].last, n + 1, list[int]()
        while at < len(self.nodes) and self.nodes[at].first < last:
            if self.nodes[at].up == n:
                inside.append(at)
            at += 1
        return inside

    def around(self, n: int) -> list[int]:
        """A node and those around it, innermost first."""
        found = []
        while n >= 0:
            found.append(n)
            n = self.nodes[n].up
        return found


def structure_of(pieces: Sequence[Piece], titled: frozenset[int] = frozenset(), about: Stems = NOTHING) -> Structure:
    """The structure of a page. `titled`: pieces that repeat the page's own title: no cards; `about`: that
    title's stems."""
    nodes, of = _nodes(pieces)
    groups: dict[int, list[int]] = {}
    for n, node in enumerate(nodes):
        groups.setdefault(node.key, []).append(n)
    found = Structure(nodes, of, groups, [False] * len(pieces))
    found.measure("chars", [len(p.text) for p in pieces])
    found.measure("linked", [min(p.linked, len(p.text)) for p in pieces])
    found.measure("titled", [i in titled for i in range(len(pieces))])
    heads = [_is_head(p) for p in pieces]
    found.measure("heads", heads)
    for key, members in groups.items():
        if len(members) >= _LEAST:
            _mark_cards(found, pieces, members, about)
            if len(members) >= _ISSUES and _are_issues(found, pieces, members):
                for n in members:
                    found.carded[found.nodes[n].first] = True
            if _are_letters(found, pieces, members):
                found.letters.add(key)
            elif _are_notes(found, pieces, members):
                found.notes.add(key)
            elif _are_teasers(found, pieces, members):
                found.teasers.add(key)
    _mark_rows(found, pieces, heads, titled)
    return found


def _nodes(pieces: Sequence[Piece]) -> tuple[list[Node], list[int]]:
    nodes: list[Node] = []
    of: list[int] = []
    known: dict[int, int] = {}
    keys: dict[tuple[int, str, str], int] = {}
    makes = {"": ""}
    for i, piece in enumerate(pieces):
        at: Element | None = piece.element
        if (n := known.get(piece.element.number)) is not None:
            of.append(n)
            continue
        fresh: list[Element] = []
        while at is not None and at.number not in known:
            fresh.append(at)
            at = at.parent
        up = known[at.number] if at is not None else -1
        for element in reversed(fresh):
            make = makes.get(element.make)
            if make is None:
                make = makes[element.make] = _DIGITS.sub("", element.make)
            sign = (nodes[up].key if up >= 0 else -1, element.tag, make)
            key = keys.setdefault(sign, len(keys))
            known[element.number] = up_to = len(nodes)
            nodes.append(Node(element, key, up, i, i + 1))
            up = up_to
        of.append(up)
    _close(nodes, of)
    return nodes, of


def _close(nodes: list[Node], of: Sequence[int]) -> None:
    """Set where each node ends: behind its own last piece and those of the nodes within."""
    for i, n in enumerate(of):
        nodes[n].last = i + 1
    for node in reversed(nodes):
        if node.up >= 0 and nodes[node.up].last < node.last:
            nodes[node.up].last = node.last


def _is_head(piece: Piece) -> bool:
    """A linked headline that stands in no picture; its teaser may follow it in the same line."""
    if piece.linked < 10 or piece.element.tag in ("figcaption", "caption"):
        return False
    if piece.link_share < _LINKED:
        return piece.led and piece.linked >= _LED and len(piece.text) - piece.linked <= _TEASER
    least, most = _HEADLINE
    return least <= piece.text.count(" ") + 1 <= most


def _mark_cards(found: Structure, pieces: Sequence[Piece], members: Sequence[int], about: Stems) -> None:
    cards = [n for n in members if _is_card(found, found.nodes[n])] or [
        n for n in members if _is_plain_card(found, pieces, found.nodes[n])
    ]
    entries = [n for n in cards if _is_entry(pieces, found.nodes[n])]
    if len(entries) > _ALIKE * len(cards) and in_order([pieces[found.nodes[n].first].text for n in entries]):
        found.entries.update(i for n in members for i in range(found.nodes[n].first, found.nodes[n].last))
        return
    if len(cards) < _LEAST or len(cards) < _ALIKE * len(members):
        return
    known = set(cards)
    story = any(_is_story(found, pieces, found.nodes[n]) for n in members if n not in known)
    for n in members:
        node = found.nodes[n]
        alike = node.last - node.first > 1 and found.total("chars", node.first, node.last) <= _CARD
        if story and n not in known and not found.total("linked", node.first, node.last):
            continue  # rows of a table in which the page's own story stands too
        if alike and _tells(pieces, node, about, least=2 if n in known else 1):
            continue  # the page's own story, in an element made as the cards are
        if n in known or (alike and not found.total("titled", node.first, node.last)):
            found.carded[node.first : node.last] = [True] * (node.last - node.first)


def _are_issues(found: Structure, pieces: Sequence[Piece], members: Sequence[int]) -> bool:
    """Whether elements of one line each say the same but for their numbers: earlier issues, bulletins, parts."""
    first = found.nodes[members[0]]
    if first.last - first.first != 1 or not _is_issue(pieces[first.first].text):
        return False
    nodes = [found.nodes[n] for n in members]
    if any(n.last - n.first != 1 for n in nodes):
        return False
    lines = [pieces[n.first].text for n in nodes]
    told = {" ".join(_NUMBERED.sub("", w).split()) for w in lines}
    return len(told) * _ISSUES_ALIKE <= len(lines) and all(map(_is_issue, lines))


def _is_issue(words: str) -> bool:
    return len(words) < _LONGEST and words.count(" ") >= _HEADLINE[0] and _YEAR.search(words) is not None


def _tells(pieces: Sequence[Piece], node: Node, about: Stems, least: int) -> bool:
    """Whether an element holds that many paragraphs and they know the page's title."""
    if not about:
        return False
    text = [p for p in pieces[node.first : node.last] if p.text.count(" ") >= _PARAGRAPH and p.link_share < _LINKED]
    return len(text) >= least and known(about, union(stems_of(p.key) for p in text)) >= _TOLD


def _is_story(found: Structure, pieces: Sequence[Piece], node: Node) -> bool:
    """Whether an element without links holds several paragraphs."""
    if found.total("linked", node.first, node.last):
        return False
    return sum(p.text.count(" ") >= _PARAGRAPH for p in pieces[node.first : node.last]) >= _LEAST


def _is_card(found: Structure, node: Node) -> bool:
    first, last = node.first, node.last
    if not found.total("heads", first, last):
        return False
    if first in found.entries and last - 1 in found.entries and first > 0 and first - 1 in found.entries:
        return False
    chars, linked = found.total("chars", first, last), found.total("linked", first, last)
    if chars > _CARD or chars - linked > _TEASER:
        return False
    return not found.total("titled", first, last)


def _is_plain_card(found: Structure, pieces: Sequence[Piece], node: Node) -> bool:
    """A card that only a script links: a headline, a teaser of one paragraph, and how old it is."""
    if not 3 <= node.last - node.first <= 5 or found.total("linked", node.first, node.last):
        return False
    head, *rest = pieces[node.first : node.last]
    if not 3 <= head.text.count(" ") <= 20 or head.text.endswith((".", ":", "؟")) or len(head.text) > _LONGEST:
        return False
    dated = any(p.text.count(" ") < _NAME_WORDS and _DATED.search(p.text) and not is_clock(p.text) for p in rest)
    teasers = [p for p in rest if p.text.count(" ") >= 6]
    return (
        dated
        and len(teasers) == 1
        and len(teasers[0].text) <= _TEASER
        and not found.total("titled", node.first, node.last)
    )


def _is_entry(pieces: Sequence[Piece], node: Node) -> bool:
    """Whether it is an entry of running coverage: a time of day, and words below it; its heading may
    be a link to itself."""
    inside = pieces[node.first : node.last]
    return (
        is_clock(inside[0].text)
        and inside[0].link_share < _LINKED
        and any(p.link_share < _LINKED and p.text.count(" ") >= 6 for p in inside)
    )


def in_order(clocks: Sequence[str]) -> bool:
    """Whether times of day follow one another, up or down: how long films run does not."""
    told = [tuple(map(int, _DIGITS.findall(c)[:2])) for c in clocks]
    up = sum(a <= b for a, b in pairwise(told))
    return max(up, sum(a >= b for a, b in pairwise(told))) >= _ORDERED * (len(told) - 1)


def _are_letters(found: Structure, pieces: Sequence[Piece], members: Sequence[int]) -> bool:
    """Whether elements of one make are what readers wrote: a name, and words below it, with no
    headline and no time of day alone (that is an entry of running coverage)."""
    alike = brief = 0
    for n in members:
        node = found.nodes[n]
        heads = found.total("heads", node.first, node.last)
        if heads >= _FRAME:
            return False  # rows of a table that holds the whole page
        if heads or not 2 <= node.last - node.first <= 12:
            continue
        inside = pieces[node.first : node.last]
        if (
            inside[0].element.tag in ("h2", "h3", "h4")
            or any(p.element.rank in _HEADING_TAGS and p.text.count(" ") >= _HEADLINE[0] for p in inside[:_TOP])
            or not _signs_letter(inside)
            or any(is_clock(p.text) for p in inside)
        ):
            continue
        told = any(p.text.count(" ") >= 4 for p in inside[1:])
        alike += told
        brief += not told  # «شكرا»: as many readers write, and no story
    return alike >= max(2, _ALIKE * (len(members) - brief))


def _are_notes(found: Structure, pieces: Sequence[Piece], members: Sequence[int]) -> bool:
    """Whether elements of one make each hold a name, in no heading, and one paragraph below it."""
    if len(members) < _NOTES:
        return False
    alike = told = 0
    for n in members:
        node = found.nodes[n]
        if not 2 <= node.last - node.first <= 3 or found.total("linked", node.first, node.last):
            continue
        name = pieces[node.first]
        plain = name.element.tag not in _HEADING_TAGS and not name.text.endswith((":", "؟", "?", "."))
        if plain and name.text.count(" ") < 3 and not _DATED.search(name.text):
            alike += 1
            told += any(p.text.count(" ") >= _PARAGRAPH for p in pieces[node.first + 1 : node.last])
    return alike >= _ALIKE * len(members) and told >= len(members) / 2


def _are_teasers(found: Structure, pieces: Sequence[Piece], members: Sequence[int]) -> bool:
    """Whether elements of one make each hold a headline without a link and one paragraph below it."""
    alike = 0
    for n in members:
        node = found.nodes[n]
        if not 2 <= node.last - node.first <= _PARTS or found.total("linked", node.first, node.last):
            continue
        head, *rest = pieces[node.first : node.last]
        told = [p for p in rest if p.text.count(" ") >= _PARAGRAPH]
        alike += _may_be_headline(head) and len(told) == 1 and len(told[0].text) <= _TEASER
    return alike >= _LEAST and alike >= _ALIKE * len(members)


def _may_be_headline(piece: Piece) -> bool:
    least, most = _HEADLINE
    ended = piece.text.endswith((".", ":"))
    return least <= piece.text.count(" ") + 1 <= most and len(piece.text) <= _LONGEST and not ended


def _signs_letter(inside: Sequence[Piece]) -> bool:
    """Whether a name and a date stand above what a reader wrote, in one line or in two."""
    head = inside[0].text
    if _DATED.search(head):
        return head.count(" ") < _NAME_WORDS + _DATE_WORDS
    return head.count(" ") < _NAME_WORDS and any(
        p.text.count(" ") < 2 * _NAME_WORDS and _DATED.search(p.text) for p in inside[1:3]
    )


def is_clock(text: str) -> bool:
    """Whether a time of day stands alone, as above the entries of running coverage."""
    return len(text) < _CLOCK_LINE and bool(_CLOCK.fullmatch(text.strip(" |•-")))


def _mark_rows(found: Structure, pieces: Sequence[Piece], heads: Sequence[bool], titled: frozenset[int]) -> None:
    """Cards without an element of their own: headline, teaser, headline, teaser, side by side."""
    run: list[int] = []
    for i in [k for k, h in enumerate(heads) if h and k not in titled and k not in found.entries] + [len(pieces)]:
        if run and (i == len(pieces) or not _follows(found, pieces, run[-1], i)):
            _mark_run(found, pieces, run)
            run = []
        run.append(i)


def _follows(found: Structure, pieces: Sequence[Piece], a: int, b: int) -> bool:
    if found.nodes[found.of[a]].key != found.nodes[found.of[b]].key or not 2 <= b - a <= _BETWEEN:
        return False
    if found.nodes[found.of[a]].key == found.nodes[found.of[a + 1]].key and pieces[a].element.tag == "p":
        return False  # paragraphs, with links to other pages between them
    return 0 < found.total("chars", a + 1, b) <= _TEASER and sum(p.text.count(" ") >= 8 for p in pieces[a + 1 : b]) == 1


def _mark_run(found: Structure, pieces: Sequence[Piece], run: Sequence[int]) -> None:
    if len(run) < _PERIODS:
        return
    last = run[-1]
    step = run[-1] - run[-2]
    end = last + 1
    while end < min(len(pieces), last + step) and len(pieces[end].text) <= _TEASER:
        end += 1
    found.carded[run[0] : end] = [True] * (end - run[0])
