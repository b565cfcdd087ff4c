"""Where the words of a query stand in a page: the stretch that says most of it, in pieces with offsets.

The outline of an article knows where each of its words stands, so that a page is neither folded nor cut again, and no
more of its text is looked at than is shown.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import NamedTuple

from riwaya.search.query import Atom, Query
from riwaya.store.index import BREAK, bare
from riwaya.store.outline import Packed, coded

_WIDTH = 40  # words of a snippet
_LEAD = 8  # of them before the first that was looked for
_HOLE = coded(BREAK)  # where words were taken from a page: nobody knows how many stood there

_Run = tuple[int, int]  # words in a row, by their numbers


class Piece(NamedTuple):
    """Words of a page, as they stand from `start` to `end`; marked where they were looked for."""

    text: str
    start: int
    end: int
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """A snippet, and the words of the query that the page (or the stretch of it) lacks."""

    snippet: tuple[Piece, ...]
    missing: tuple[str, ...]


class Sought:
    """What of a query is looked for in outlines: made once for all pages of an answer. Which groups of the query a word
    belongs to is told by a bit for each."""

    def __init__(self, query: Query) -> None:
        self.words: dict[bytes, int] = {}
        self.lemmas: dict[bytes, int] = {}
        self.phrases: list[tuple[list[bytes], int | None, int]] = []
        self.names = [" | ".join(a.text for a in g) for g in query.groups]
        for n, group in enumerate(query.groups):
            for atom in group:
                self._take(atom, n)
        forms = {*self.words, *self.lemmas}
        self._forms = {form: (self.words.get(form, 0), self.lemmas.get(form, 0)) for form in forms}
        self._ends = _ends(forms)
        near = [n for n, group in enumerate(query.groups) if any(a.within is not None for a in group)]
        self._near = sum(1 << n for n in near)
        self._never = [(_stems(a), a.within) for a in query.without if a.within is not None]

    def _take(self, atom: Atom, group: int) -> None:
        if atom.phrase:
            self.phrases.append((_stems(atom), atom.within, group))
            return
        for words, forms in ((self.words, atom.forms[0].stems), (self.lemmas, atom.forms[0].lemmas)):
            for form in filter(None, map(coded, map(bare, forms))):
                words[form] = words.get(form, 0) | 1 << group

    def hits(self, outline: Packed) -> dict[int, int]:
        """Numbers of the words that are looked for, each with the groups of the query that it belongs to."""
        found = outline.marked(self._ends, self._forms)
        for phrase, within, group in self.phrases:
            for n in _together(outline, phrase, within):
                found[n] = found.get(n, 0) | 1 << group
        return found

    def fits(self, outline: Packed) -> bool:
        """Whether words that have to stand near one another do, and none that may not."""
        there = reduce(or_, self.hits(outline).values(), 0) if self._near else 0
        return there & self._near == self._near and not any(_together(outline, *x) for x in self._never)


def _ends(forms: set[bytes]) -> list[bytes]:
    """How all `forms` end: what is attached to a word stands before it, so that one look finds it with all of that."""
    ends: list[bytes] = []
    for form in sorted(forms, key=lambda f: (len(f), f)):
        if not any(map(form.endswith, ends)):
            ends.append(form)
    return ends


def _stems(atom: Atom) -> list[bytes]:
    return [coded(bare(f.stem)) for f in atom.forms]


def _together(outline: Packed, phrase: list[bytes], within: int | None) -> list[int]:
    """The numbers of the words of a phrase, wherever it stands."""
    return _in_a_row(outline, phrase) if within is None else _near(outline, phrase, within)


def _near(outline: Packed, wanted: list[bytes], within: int) -> list[int]:
    """The numbers of different words wherever all stand in one passage with at most `within` others between them."""
    places = sorted((n, word) for word in wanted for n in outline.standing(word))
    longest, breaks = len(wanted) + within, sorted((*outline.breaks, *outline.standing(_HOLE)))
    found: set[int] = set()
    for i, (first, _) in enumerate(places):
        end = bisect_left(breaks, first)
        high = min(first + longest, breaks[end] if end < len(breaks) else outline.many)
        seen: dict[bytes, int] = {}
        for n, word in places[i : i + longest]:
            if n >= high:
                break
            seen.setdefault(word, n)
            if len(seen) == len(wanted):
                found.update(seen.values())
                break
    return sorted(found)


def _in_a_row(outline: Packed, phrase: list[bytes]) -> list[int]:
    """The numbers of words in a row. Between passages stands none of them."""
    begins = set(outline.standing(phrase[0]))
    for k, word in enumerate(phrase[1:], 1):
        if not begins:
            break
        begins.intersection_update([n - k for n in outline.standing(word)])
    return [n + k for n in begins for k in range(len(phrase))]


def _said(groups: int, places: Sequence[int]) -> float:
    """What words that are looked for say of the query: each group of it once, further words a little."""
    return groups.bit_count() + 0.01 * min(len(places), 20)


class Looked:
    """An article in which a query was looked for: its outline, and the text of its page."""

    def __init__(self, outline: Packed, text: str, sought: Sought) -> None:
        self._outline, self._text, self._sought = outline, text, sought
        self._hits, self._breaks = sought.hits(outline), outline.breaks
        self._numbers = sorted(self._hits)

    def see(self, within: tuple[int, int] | None = None) -> Seen:
        """What the article, or the stretch `within` of its page, says of the query."""
        runs = self._runs() if within is None else [(r, self._places(r)) for r in self._stretches(within)]
        if not runs:
            return Seen((), tuple(self._sought.names))
        title = self._outline.title
        there, best, most = 0, (runs[0][0][0], runs[0][0]), (0.0, False)
        for run, places in runs:
            if not places:
                continue
            groups = self._groups(places)
            there |= groups
            said, low = _said(groups, places), run[0]
            if (said, low >= title) > most:  # else it cannot say more than the best so far
                if run[1] - low > _WIDTH:
                    said, low = self._window(run, places, groups)
                if (said, run[0] >= title) > most:
                    best, most = (low, run), (said, run[0] >= title)
        missing = tuple(name for n, name in enumerate(self._sought.names) if not there >> n & 1)
        low, run = best
        return Seen(self._pieces(run if within else (low, min(low + _WIDTH, run[1]))), missing)

    def _runs(self) -> list[tuple[_Run, list[int]]]:
        """The passages in which words stand that are looked for, and the numbers of these; else the first."""
        numbers, breaks, whole = self._numbers, self._breaks, self._outline.many
        runs: list[tuple[_Run, list[int]]] = []
        n = 0
        while n < len(numbers):
            at = bisect_left(breaks, numbers[n])
            low = breaks[at - 1] + 1 if at else 0
            high = breaks[at] if at < len(breaks) else whole
            after = bisect_left(numbers, high, n)
            runs.append(((low, high), numbers[n:after]))
            n = after
        return runs or [(r, []) for r in self._passages()[:1]]

    def _passages(self) -> list[_Run]:
        """Ranges of numbers of words, those of the title first; none is empty."""
        ranges = zip([0, *(n + 1 for n in self._breaks)], [*self._breaks, self._outline.many], strict=True)
        return [(low, high) for low, high in ranges if low < high]

    def _stretches(self, within: tuple[int, int]) -> list[_Run]:
        """The passages, as far as they stand in a stretch of the page."""
        return [r for p in self._passages() for r in self._inside(p, within)]

    def _places(self, run: _Run) -> list[int]:
        """The numbers of the words of a run that are looked for."""
        return self._numbers[bisect_left(self._numbers, run[0]) : bisect_left(self._numbers, run[1])]

    def _inside(self, run: _Run, within: tuple[int, int]) -> list[_Run]:
        """The words of a passage that stand in a stretch of the page."""
        places = self._outline.places(*run)
        if places[-1][1] <= within[0] or within[1] <= places[0][0]:
            return []
        there = [n for n, (start, end) in enumerate(places, run[0]) if within[0] <= start and end <= within[1]]
        return [(there[0], there[-1] + 1)] if there else []

    def _window(self, run: _Run, places: list[int], groups: int) -> tuple[float, int]:
        """The most that a stretch of the run says of the query (each word of it once, further ones a little), and
        where the stretch begins. `groups` are those of all its `places`."""
        best, low = 0.0, run[0]
        for n, first in enumerate(places):
            if best >= groups.bit_count() + 0.01 * min(len(places) - n, 20):  # what is left cannot say more
                break
            start = max(run[0], min(first - _LEAD, run[1] - _WIDTH))
            inside = places[n : bisect_left(places, start + _WIDTH)]
            said = _said(self._groups(inside), inside)
            if said > best:
                best, low = said, start
        return best, low

    def _groups(self, places: Iterable[int]) -> int:
        """The groups of the query that words belong to."""
        return reduce(or_, map(self._hits.__getitem__, places), 0)

    def _pieces(self, run: _Run) -> tuple[Piece, ...]:
        """The page's own words of a run, hits apart from what stands between them."""
        text, place = self._text, self._outline.place
        pieces: list[Piece] = []
        at, end = place(run[0])[0], place(run[1] - 1)[1]
        for low, high in map(place, self._places(run)):
            if low > at:
                pieces.append(Piece(text[at:low], at, low))
            pieces.append(Piece(text[low:high], low, high, True))
            at = high
        if end > at:
            pieces.append(Piece(text[at:end], at, end))
        return tuple(pieces)
