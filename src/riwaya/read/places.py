"""Places: the parts of a page by the markup's own words for them, and what readers wrote in it.

A part is comments, related, furniture or nothing. What readers wrote is known by the header above it,
where the article's text stands above that, and by its repetition (`structure`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice

from riwaya.read.cues import opens_comments
from riwaya.read.dom import Element, Piece
from riwaya.read.structure import Node, Structure
from riwaya.read.topic import Stems, known, stems_of, union

_AGAINST = frozenset({"comments", "related", "furniture"})
_FRAME_TAGS = {"nav": "furniture", "footer": "furniture", "aside": "related", "form": "furniture", "menu": "furniture"}
_BESIDE = 200  # characters of a text beside what readers wrote of it
_TOLD = 0.3  # of the title's stems: a text that knows them is the title's, however short
_STRANGE = 0.25  # of a teaser's stems, that others in its row may know
_MOST = 0.6  # of a row, that must be so
_ROW = 60  # elements of a row that are looked at
_HEADER = 40  # characters of a header
_HEADERS = 40  # on one page; one that has more is made to break readers
_LOOK = 4000  # characters of a text from which its stems are taken


@dataclass(frozen=True, slots=True)
class View:
    """What the judge knows of a page. `title`: the piece of its title; `about`: the title's stems."""

    pieces: Sequence[Piece]
    found: Structure
    worths: Sequence[float]
    places: Sequence[str]
    where: list[str]
    title: int | None
    about: Stems
    known: dict[int, Stems] = field(default_factory=dict)  # stems of pieces that were asked for

    def stems(self, first: int, last: int) -> Stems:
        """The stems of the running text among some pieces, as far as a reader need look."""
        parts, size = [], 0
        for i in range(first, last):
            if self.worths[i] > 0:
                parts.append(self.stems_at(i))
                size += len(self.pieces[i].text)
                if size > _LOOK:
                    break
        return union(parts)

    def stems_at(self, i: int) -> Stems:
        """The stems of one piece."""
        found = self.known.get(i)
        if found is None:
            found = self.known[i] = stems_of(self.pieces[i].key)
        return found


def places_of(found: Structure, worths: Sequence[float]) -> list[str]:
    """The part of the page that each node is or stands in: comments, related, furniture or nothing.
    An element that holds half the page's running text is not what its class name says
    (`has-sidebar`, `comments-open`)."""
    written = (n for key in found.letters for n in found.groups[key])
    total = sum(worths) - sum(found.total("worth", found.nodes[n].first, found.nodes[n].last) for n in written)
    places: list[str] = []
    made: defaultdict[str, float] = defaultdict(float)
    proses = found.totals("worth")
    for node, prose in zip(found.nodes, proses, strict=True):
        if node.element.make:
            made[node.element.make] += prose
    for node, prose in zip(found.nodes, proses, strict=True):
        element = node.element
        own = _part(element, prose) if element.hints or element.tag in _FRAME_TAGS else ""
        if own and "told" not in element.hints:  # told by an entry of rules/sources
            # `elementor-widget`: a name for everything says nothing
            share = max(prose, made[element.make] if element.make else 0) / total if total > 0 else 0.0
            titled = found.total("titled", node.first, node.last) > 0
            own = "" if share > (0.5 if titled or own != "comments" else 0.9) else own
        places.append(own or (places[node.up] if node.up >= 0 else ""))
    return places


def _part(element: Element, prose: float) -> str:
    if element.tag in ("html", "body"):
        return ""
    tag = _FRAME_TAGS.get(element.tag)
    if tag:
        return tag
    against = element.hints & _AGAINST
    # `post-content-card`, `news-more`: markup that praises and warns at once is no evidence
    if not against or ("content" in element.hints and prose > 0):
        return ""
    return "comments" if "comments" in against else "related" if "related" in against else "furniture"


def leave_teasers(view: View) -> None:
    """Call related what stands in rows of a headline and a paragraph, each about another matter and none about
    the page's title, beside a text that is about it."""
    for key in sorted(view.found.teasers)[:_HEADERS]:
        nodes = [view.found.nodes[n] for n in view.found.groups[key]][:_ROW]
        inside = {i for n in nodes for i in range(n.first, n.last)}
        beside = [i for i, w in enumerate(view.worths) if w > 0 and i not in inside and i != view.title]
        text = union(view.stems_at(i) for i in beside[:_ROW] if not view.where[i])
        if not view.about or known(view.about, text) < _TOLD or not _are_strangers(view, nodes, text):
            continue
        for i in inside:
            view.where[i] = view.where[i] or "related"


def _are_strangers(view: View, nodes: Sequence[Node], text: Stems) -> bool:
    """Whether most elements know next to nothing of the page's title, nor of the others or the text beside them."""
    stems = [view.stems(n.first, n.last) for n in nodes]
    counts = Counter(word for own in stems for word in own)
    shared = frozenset(word for word, n in counts.items() if n > 1)
    strange = [
        known(view.about, own) < _TOLD and (known(own, shared) <= _STRANGE or known(own, text) <= _STRANGE / 2)
        for own in stems
        if own
    ]
    return sum(strange) >= _MOST * len(stems)


def leave_comments(view: View) -> None:
    """Call comments what readers wrote: what a header opens, the largest element that begins with it,
    where the page has told its story above; and what is told by its repetition."""
    # above the first text nobody has told a story, and most short lines stand in parts that are known already
    below = range(next((i for i, w in enumerate(view.worths) if w > 0), len(view.pieces)) + 1, len(view.pieces))
    short = (i for i in below if not view.where[i] and len(view.pieces[i].text) <= _HEADER)
    for i in islice((i for i in short if opens_comments(view.pieces[i].text)), _HEADERS):
        if not _told_above(view, i):
            continue
        for k in range(i, _end_of_box(view, i)):
            view.where[k] = view.where[k] or "comments"
    letters = letters_in(view)
    if True in letters and _told_above(view, letters.index(True)):
        for i, written in enumerate(letters):
            view.where[i] = view.where[i] or ("comments" if written else "")


def _end_of_box(view: View, i: int) -> int:
    """Where the largest element ends whose first words piece i is."""
    end = i
    for n in view.found.around(view.found.of[i]):
        node = view.found.nodes[n]
        if node.first < i:
            break
        end = node.last
    return end


def _told_above(view: View, i: int) -> bool:
    """Whether a story stands above piece i: enough of one, or one that knows the page's title."""
    first = 0 if view.title is None else view.title + 1
    worth = sum(view.worths[k] for k in range(first, i) if view.where[k] in ("", "header"))
    if worth <= 0:
        return False
    return worth >= _BESIDE or (bool(view.about) and known(view.about, view.stems(first, i)) >= _TOLD)


def letters_in(view: View) -> list[bool]:
    """The pieces that readers wrote, where the page has a text beside them: a forum has none."""
    found, mask = view.found, [False] * len(view.pieces)
    for key in (*found.letters, *(k for k in sorted(found.notes)[:_HEADERS] if _are_foreign(view, k))):
        for n in found.groups[key]:
            node = found.nodes[n]
            mask[node.first : node.last] = [True] * (node.last - node.first)
    if True not in mask:
        return mask
    beside = sum(w for i, (w, m) in enumerate(zip(view.worths, mask, strict=True)) if not m and view.where[i] == "")
    return mask if beside >= _BESIDE or _told_above(view, mask.index(True)) else [False] * len(mask)


def _are_foreign(view: View, key: int) -> bool:
    """Whether notes below a name each, without a date, are not about what the title tells: parts of an
    explainer are."""
    nodes = [view.found.nodes[n] for n in view.found.groups[key]]
    if not view.about or not _told_above(view, nodes[0].first):
        return False
    return known(view.about, union(view.stems(n.first, n.last) for n in nodes)) < _TOLD
