"""The index of words in memory: in which articles a word stands and how often, ranked as SQLite's FTS5 ranks (BM25).

Ranking takes a database most of a search: SQLite counts anew in how many articles each form of a word stands,
PostgreSQL takes up all words of every article that it ranks. A server that searches all day knows both. What is asked
is the same `Need`, as far as it is of words alone: where words stand in an article only the database knows.

Postings come from the outlines in the store and are good for one change mark of it. They are never changed: whoever
follows the store makes new ones (`renewed`), which share with the old what stayed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from math import log
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, func, select

from riwaya.remembered import remembered
from riwaya.store import tables as t
from riwaya.store.access import change_mark
from riwaya.store.index import TITLE_WEIGHT, bare
from riwaya.store.outline import Packed, coded
from riwaya.store.ranked import MOST_RANKED, Group, Need
from riwaya.store.rows import in_parts

MOST: Final = 200_000
"""Articles whose words are held at most, at some two kilobytes each."""
_K1, _B = 1.2, 0.75  # of BM25, as FTS5 has them
_LEAST_IDF = 1e-6  # of a word that stands in half of the articles or more
_GONE = 0.1  # the share of articles that are no more at which all is made anew
_TIMES = 4  # how much larger each part is than the next
_OFTEN = 65535  # a word is not counted further in one article

_Places = NDArray[np.int32]
_Counts = NDArray[np.uint16]
_Standing = tuple[_Places, _Counts]
_Some = NDArray[np.bool_]  # of each article whether


# ------------------------------------------------------------------ asking


@dataclass(frozen=True, slots=True)
class Postings:
    """The words of all articles under one change `mark`. An article's place is its number among `keys`."""

    mark: str
    keys: NDArray[np.int64]
    there: _Some
    """Whether the article at a place is still in the store."""
    lengths: NDArray[np.float64]
    """Words and lemmas of each."""
    norms: NDArray[np.float64]
    """What BM25 makes of the lengths."""
    parts: tuple[_Part, ...]
    rows: dict[bytes, int]
    """Twice this is the row of a word as written, one more that of a lemma. It only ever grows: all share one."""
    stamps: Mapping[int, int]
    """What each article was made of, by key."""

    def among(self, chosen: Iterable[int] | None = None) -> Asking:
        """Whom to ask, of the articles whose keys are `chosen`; None: of all."""
        within = self.there if chosen is None else self.there & np.isin(self.keys, np.fromiter(chosen, np.int64))
        return Asking(self, within)


class Asking:
    """A search's questions to postings (`ranked.Index`): each word is looked up once."""

    def __init__(self, postings: Postings, within: _Some) -> None:
        self._of, self._within = postings, within
        self._articles = len(postings.stamps)
        self._whole = bool(postings.there.all())
        self._known: dict[Group, list[_Standing]] = {}

    def ranked(self, needs: Sequence[Need], limit: int, among: Need | None = None) -> list[list[int]]:
        """What `ranked.Index` says."""
        within = self._within if among is None else self._within & self._fitting(among)
        return [self._best(need, within, limit, latest=among is None) for need in needs]

    def how_many(self, groups: Sequence[Group], most: int) -> list[int]:
        """What `ranked.Index` says."""
        return [min(most + 1, int(np.count_nonzero(self._having(group)))) for group in groups]

    def _best(self, need: Need, within: _Some, limit: int, latest: bool) -> list[int]:
        """Keys of those that fit, the best first, of equals the latest; `latest`: of too many the latest are ranked."""
        fits = self._fitting(need) & within
        found = np.flatnonzero(fits)
        keys = self._of.keys[found]
        if latest and len(found) > MOST_RANKED:
            last = np.argpartition(keys, -MOST_RANKED)[-MOST_RANKED:]
            found, keys = found[last], keys[last]
            fits = np.zeros(len(fits), bool)
            fits[found] = True
        scores = self._scores(need, fits)[found]
        best: list[int] = keys[np.lexsort((-keys, -scores))[:limit]].tolist()
        return best

    def _scores(self, need: Need, wanted: _Some) -> NDArray[np.float64]:
        """BM25, of those that are wanted."""
        scores = np.zeros(len(wanted))
        for places, counts in (s for group in need.groups for s in self._standing(group)):
            idf = max(log((self._articles - len(places) + 0.5) / (len(places) + 0.5)), _LEAST_IDF)
            here = wanted[places]
            at, often = places[here], counts[here].astype(np.float64)
            scores[at] += idf * (often * (_K1 + 1.0) / (often + self._of.norms[at]))
        return scores

    def _fitting(self, need: Need) -> _Some:
        """Of each article whether it has what is needed."""
        having = map(self._having, need.groups)
        if need.least is None:
            fits = reduce(np.logical_and, having)
        else:
            fits = reduce(np.add, (has.astype(np.uint8) for has in having)) >= need.least
        return fits & ~self._having(need.without) if need.without else fits

    def _having(self, group: Group) -> _Some:
        """Of each article whether any term of a group stands in it."""
        has = np.zeros(len(self._of.keys), bool)
        for places, _ in self._standing(group):
            has[places] = True
        return has

    def _standing(self, group: Group) -> list[_Standing]:
        """Of each form that a group asks for the articles in which it stands, and how often it does."""
        known = self._known.get(group)
        if known is None:
            rows = self._of.rows
            forms = ((rows.get(_kept(form)), term.lemma) for term in group for form in term.forms)
            known = self._known[group] = [self._at(2 * row + lemma) for row, lemma in forms if row is not None]
        return known

    def _at(self, row: int) -> _Standing:
        found = [part.of(row) for part in self._of.parts]
        places, counts = found[0] if len(found) == 1 else map(np.concatenate, zip(*found, strict=True))
        if self._whole:
            return places, counts
        there = self._of.there[places]
        return places[there], counts[there]


@remembered(65536)
def _kept(form: str) -> bytes:
    """A form as outlines have it."""
    return coded(bare(form))


# ------------------------------------------------------------------ making


@dataclass(frozen=True, slots=True)
class _Part:
    """Of each row the places of the articles that have it, ascending, and how often: a title counts `TITLE_WEIGHT`.
    Those of row n begin at `starts[n]`; rows that came later are in none."""

    starts: NDArray[np.int64]
    places: _Places
    counts: _Counts

    @property
    def rows(self) -> NDArray[np.int32]:
        """The row of each."""
        return np.repeat(np.arange(len(self.starts) - 1, dtype=np.int32), np.diff(self.starts))

    def of(self, row: int) -> _Standing:
        """The places of a row, and how often."""
        low, high = self.starts[row : row + 2] if row + 1 < len(self.starts) else (0, 0)
        return self.places[low:high], self.counts[low:high]


def renewed(connection: Connection, before: Postings | None = None) -> Postings | None:
    """The postings of a store as it is now, made of those `before` where there are any; None where there are more
    articles than are held. `connection` is in one transaction."""
    if int(connection.scalar(select(func.count()).select_from(t.searchable)) or 0) > MOST:
        return None
    mark, stamps = change_mark(connection), _stamps(connection)
    old = before or Postings(mark, _NO_KEYS, _NONE, _NO_LENGTHS, _NO_LENGTHS, (), {}, {})
    gone = [key for key, stamp in old.stamps.items() if stamps.get(key) != stamp]
    new = [key for key, stamp in stamps.items() if old.stamps.get(key) != stamp]
    if not new and not gone:
        return replace(old, mark=mark)
    there = np.concatenate((old.there & ~np.isin(old.keys, gone), np.ones(len(new), bool)))
    if before and np.count_nonzero(~there) > _GONE * len(there):
        return renewed(connection)
    part, lengths = _read(connection, new, len(old.keys), old.rows)
    lengths = np.concatenate((old.lengths, lengths))
    mean = float(lengths[there].mean()) if there.any() else 1.0
    return Postings(
        mark,
        keys=np.concatenate((old.keys, np.array(new, np.int64))),
        there=there,
        lengths=lengths,
        norms=_K1 * (1 - _B + _B * lengths / mean),
        parts=_settled((*old.parts, part)),
        rows=old.rows,
        stamps=stamps,
    )


_NO_KEYS, _NONE, _NO_LENGTHS = np.zeros(0, np.int64), np.zeros(0, bool), np.zeros(0, np.float64)


def _stamps(connection: Connection) -> dict[int, int]:
    """What tells that the words under a key are others now: keys are given again, and texts are cut down."""
    query = (
        select(t.searchable.c.article, t.articles.c.id, t.pages.c.digest, t.pages.c.masked)
        .join(t.articles, t.articles.c.key == t.searchable.c.article)
        .join(t.pages, t.pages.c.key == t.articles.c.page)
    )
    return {row.article: hash((row.id, row.digest, row.masked)) for row in connection.execute(query)}


def _read(
    connection: Connection, keys: Sequence[int], first: int, rows: dict[bytes, int]
) -> tuple[_Part, NDArray[np.float64]]:
    """The words of articles, whose places begin at `first`, and the length of each."""
    ours: list[NDArray[np.int32]] = [np.zeros(0, np.int32)]
    counts: list[_Counts] = [np.zeros(0, np.uint16)]
    many, lengths = [], []
    for part in in_parts(keys):
        query = select(t.searchable.c.article, t.searchable.c.outline).where(t.searchable.c.article.in_(part))
        outlines = {row.article: row.outline for row in connection.execute(query)}
        for key in part:
            texts, often, length = Packed(outlines[key]).weighed(int(TITLE_WEIGHT))
            names = np.array([rows.setdefault(text, len(rows)) for text in texts], np.int32)
            both = np.stack((2 * names, 2 * names + 1), axis=1).ravel()
            ours.append(both[often > 0])
            counts.append(np.minimum(often[often > 0], _OFTEN).astype(np.uint16))
            many.append(len(ours[-1]))
            lengths.append(length)
    places = np.repeat(np.arange(first, first + len(keys), dtype=np.int32), many)
    return _sorted(np.concatenate(ours), places, np.concatenate(counts)), np.array(lengths, np.float64)


def _sorted(rows: NDArray[np.int32], places: _Places, counts: _Counts) -> _Part:
    order = np.argsort(rows, kind="stable")
    starts = np.concatenate((np.zeros(1, np.int64), np.cumsum(np.bincount(rows), dtype=np.int64)))
    return _Part(starts, places[order], counts[order])


def _settled(parts: tuple[_Part, ...]) -> tuple[_Part, ...]:
    """Parts joined until each is several times as large as the next: few to be asked, and no article joined often."""
    while len(parts) > 1 and _TIMES * len(parts[-1].places) > len(parts[-2].places):
        a, b = parts[-2:]
        rows = np.concatenate((a.rows, b.rows))
        places, counts = np.concatenate((a.places, b.places)), np.concatenate((a.counts, b.counts))
        parts = (*parts[:-2], _sorted(rows, places, counts))
    return parts
