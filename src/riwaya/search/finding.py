"""`search`: pages, or statements, by their words.

Two legs ask the index: words as written (without what is attached to them), and lemmas. Their ranks are joined by
reciprocal rank fusion, the first counting more; where pages with all words are few, those with most of them follow,
then those with some, marked. What comes out equal, the later page leads.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice, repeat, takewhile
from math import comb
from operator import add
from typing import Any

from sqlalchemy import Connection, select

from riwaya.search import filters as narrowing
from riwaya.search.filters import Filters
from riwaya.search.indexing import catch_up, is_whole
from riwaya.search.keeping import Held, latest_held, postings_of
from riwaya.search.query import Query, parse
from riwaya.search.snippets import Looked, Piece, Sought
from riwaya.store import Store, ranked
from riwaya.store import tables as t
from riwaya.store.findings import Where
from riwaya.store.postings import Postings
from riwaya.store.ranked import Chosen, Database, Index, Need, Page
from riwaya.store.rows import in_parts

STATEMENT = "statement"
DEPTH = 1000
"""Pages that a query ranks at most; nobody pages further."""
ENOUGH = 50
"""Where fewer pages have all words, those with some of them follow."""
EXACT, LEMMA = 1.5, 1.0
"""What a rank among words as written counts, and one among lemmas."""
_K = 60  # ranks below this hardly differ: the usual constant of reciprocal rank fusion
_SCALE = 10**7
_ALL = 10**6  # what having all words is worth
_LACKING = 2 * 10**5  # what is taken off for each word that is missing: more than any rank is worth then
_FETCHED = 30  # pages that are fetched at once, where it is not known how many are wanted
_WAYS = 35  # in which so many words of a query can be there: more are not asked for one by one
_LED = 1500  # pages among which those are looked for that lack a word: those that have one of its rarest
_PORTION = 40  # pages that are looked through for statements at once
_WAITING = 300  # articles that a search takes into the index before it answers

Cursor = tuple[int, str, str]
"""Hits are in falling order of it: the best first, of equal ones the latest."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A page, or a statement, that was found. `snippet` are its words in order, offsets into the page; `missing` the
    words of the query that it lacks. `statement` is the statement's id, where one was asked for."""

    where: Where
    score: int
    snippet: tuple[Piece, ...]
    missing: tuple[str, ...] = ()
    statement: str | None = None
    polarity: str | None = None
    speaker: str | None = None
    start: int = 0
    end: int = 0

    @property
    def cursor(self) -> Cursor:
        return self.score, self.where.moment, self.statement or self.where.article

    @property
    def words(self) -> str:
        """The words of the snippet."""
        return "".join(p.text for p in self.snippet)


@dataclass(frozen=True, slots=True)
class Found:
    """Hits, the best first. `why_none` where nothing can be found; `behind` articles are not searchable yet."""

    hits: tuple[Hit, ...] = ()
    why_none: str | None = None
    behind: int = 0
    more: bool = False


@dataclass(frozen=True, slots=True)
class _Placed:
    key: int
    score: int
    page: Page

    @property
    def where(self) -> Where:
        return self.page.where

    @property
    def cursor(self) -> Cursor:
        return self.score, self.where.moment, self.where.article


@cache
def _gains(weight: float, base: int = 0) -> tuple[int, ...]:
    """What the ranks among the words of one leg count, the best first, beside `base`."""
    return tuple(base + round(_SCALE * weight / (_K + rank)) for rank in range(1, DEPTH + 1))


@dataclass(frozen=True, slots=True)
class _Asked:
    query: Query
    filters: Filters
    limit: int
    before: Cursor | None

    @property
    def of_memory(self) -> bool:
        """Whether postings alone tell which pages are shown."""
        return self.query.of_words and self.before is None and self.filters == Filters()

    def shown(self, cursor: Cursor) -> bool:
        """Whether a hit was shown on an earlier page."""
        return self.before is not None and cursor >= self.before


def search(  # noqa: PLR0913 - what is asked, how much of it, and what is known already
    store: Store,
    typed: str,
    filters: Filters | None = None,
    limit: int = 20,
    before: Cursor | None = None,
    *,
    mark: str | None = None,
) -> Found:
    """Find pages or statements (`filters.kind`) by what somebody typed, after the hit whose `cursor` is `before`.
    `mark`: the store's change mark, where somebody looked after the question came. What is held in memory under it is
    found without asking the store.

    Whatever is typed is a query. Raises `StoreError`."""
    query = parse(typed)
    if query.why_none:
        return Found(why_none=query.why_none)
    filters = filters or Filters()
    asked = _Asked(query, filters, limit, before)
    held = latest_held(store)
    if held is not None and asked.of_memory and mark in (None, held.mark):
        found = _at_once(store, asked, held, mark)
        if found is not None:
            return found
    with store.reading() as connection:
        mark = _begun(connection, filters)
        if is_whole(store, mark):
            return _find(connection, asked, postings_of(store, mark))
    behind = catch_up(store, most=_WAITING)
    with store.reading() as connection:
        mark = _begun(connection, filters)
        return replace(_find(connection, asked, postings_of(store, mark)), behind=behind)


def _at_once(store: Store, asked: _Asked, held: Held, mark: str | None) -> Found | None:
    """What is found where the store is asked one thing at most: whether anything was written, and for the pages that
    are shown and not in memory; None where somebody wrote meanwhile."""
    scores = next(_portions(held.postings.among(), asked.query, asked.limit + 1), {})
    keys = _best_first(scores)
    keys = keys[: _end(keys, scores, 0, asked.limit + 1)]
    pages = {key: held.pages[key] for key in keys if key in held.pages}
    if mark is None or len(pages) < len(keys):
        with store.asking() as connection:
            mark, others = ranked.pages_now(connection, [key for key in keys if key not in pages])
        pages |= others
    if mark != held.mark or not is_whole(store, mark):
        return None
    placed = (_Placed(k, scores[k], pages[k]) for k in keys if k in pages)
    return _articles(asked, iter(sorted(placed, key=lambda r: r.cursor, reverse=True)))


def _begun(connection: Connection, filters: Filters) -> str:
    return ranked.begin(connection, filtered=filters != Filters(kind=filters.kind))


def _find(connection: Connection, asked: _Asked, postings: Postings | None) -> Found:
    filters = asked.filters
    chosen = ranked.choose(connection, narrowing.articles(connection, filters), costly=filters.looks_inside)
    whole = _whole(connection, asked, _index(connection, asked.query, chosen, postings))
    return _statements(connection, asked, whole) if filters.kind == STATEMENT else _articles(asked, whole)


def _index(connection: Connection, query: Query, chosen: Chosen | None, postings: Postings | None) -> Index:
    """Whom to ask: memory, where it holds the words and knows all that is asked."""
    if postings is None or not query.of_words or (chosen is not None and chosen.listed is None):
        return Database(connection, chosen)
    return postings.among(None if chosen is None else chosen.listed)


def _whole(connection: Connection, asked: _Asked, index: Index) -> Iterator[_Placed]:
    """All that is found, the best first."""
    query = asked.query
    many = _FETCHED if asked.filters.kind == STATEMENT or asked.before else asked.limit + 1
    for scores in _portions(index, query, many):
        yield from _in_order(connection, scores, many, query)


def _portions(index: Index, query: Query, many: int) -> Iterator[dict[int, int]]:
    """Scores of all that is found, the best first, at least `many` at once as long as there are so many: each time they
    are fetched is a question to the store."""
    waiting: dict[int, int] = {}
    for scores in _steps(index, query):
        waiting |= scores
        if len(waiting) >= many:
            yield waiting
            waiting = {}
    if waiting:
        yield waiting


def _steps(index: Index, query: Query) -> Iterator[dict[int, int]]:
    """Scores of those that have all words, then of those that lack some: looked for when all others were taken."""
    full = rank(index, query)
    yield full
    if not query.plain or len(full) >= ENOUGH:
        return
    known = set(full)
    for scores in rank_near(index, query, known):
        yield scores
        known |= set(scores)
        if len(known) - len(full) >= ENOUGH:
            return


def _in_order(connection: Connection, scores: Mapping[int, int], many: int, query: Query) -> Iterator[_Placed]:
    """The best first. Only as much is fetched as is asked for, `many` at once: most people look at one page of a
    thousand."""
    keys = _best_first(scores)
    near = Sought(query) if query.near else None
    low = 0
    while low < len(keys):
        high = _end(keys, scores, low, many)
        pages = ranked.pages(connection, keys[low:high])
        placed = (_Placed(k, scores[k], pages[k]) for k in keys[low:high] if k in pages)
        if near is not None:
            placed = (r for r in placed if near.fits(r.page.outline()))
        yield from sorted(placed, key=lambda r: r.cursor, reverse=True)
        low = high


def _best_first(scores: Mapping[int, int]) -> list[int]:
    return sorted(scores, key=scores.__getitem__, reverse=True)


def _end(keys: Sequence[int], scores: Mapping[int, int], low: int, many: int) -> int:
    """Where `many` keys from `low` on end, with those that score as the last does: equal ones are in order of time."""
    high = min(low + many, len(keys))
    while high < len(keys) and scores[keys[high]] == scores[keys[high - 1]]:
        high += 1
    return high


def _articles(asked: _Asked, whole: Iterator[_Placed]) -> Found:
    left = list(islice((r for r in whole if not asked.shown(r.cursor)), asked.limit + 1))
    shown = left[: asked.limit]
    hits = []
    for r, looked in _look(shown, asked.query):
        seen = looked.see()
        hits.append(Hit(r.where, r.score, seen.snippet, seen.missing))
    why = None if hits or asked.before else "no page has these words"
    return Found(tuple(hits), why, more=len(left) > asked.limit)


def _look(pages: Iterable[_Placed], query: Query) -> Iterator[tuple[_Placed, Looked]]:
    """Pages with the words of the query in them."""
    sought = Sought(query)
    return ((r, Looked(r.page.outline(), r.page.text(), sought)) for r in pages)


def rank(index: Index, query: Query) -> dict[int, int]:
    """Scores of the articles that have all words, by key."""
    legs = [query.need(lemma=False), query.need(lemma=True)]
    exact, lemmas = index.ranked(legs, DEPTH)
    scores = dict(zip(exact, _gains(EXACT, _ALL), strict=False))
    both = map(add, map(scores.get, lemmas, repeat(_ALL)), _gains(LEMMA))
    return scores | dict(zip(lemmas, both, strict=False))


def rank_near(index: Index, query: Query, known: Set[int]) -> Iterator[dict[int, int]]:
    """Scores of the best of those that lack a word, beside `known`, which may grow meanwhile: first those that lack
    one, then two, as long as half of them are there; at last those that have any. Those come after, whatever they
    have: pages with most words are few and quickly found, pages with some are many and hardly ever wanted."""
    many = len(query.groups)
    for least in range(many - 1, max(1, (many - 1) // 2), -1):
        if comb(many, least) > _WAYS:
            break
        (some,) = index.ranked([query.need(lemma=True, least=least)], _depth(known))
        yield _scored(some, known, max(0, _ALL - _LACKING * (many - least)))
    need = query.need(lemma=True, least=1)
    (some,) = index.ranked([need], _depth(known), _rarest(index, need))
    yield _scored(some, known, 0)


def _depth(known: Set[int]) -> int:
    return len(known) + 4 * ENOUGH


def _scored(best: Iterable[int], known: Set[int], base: int) -> dict[int, int]:
    near = [key for key in best if key not in known][: 4 * ENOUGH]
    return {key: base + gain for key, gain in zip(near, _gains(LEMMA), strict=False)}


def _rarest(index: Index, need: Need) -> Need | None:
    """The rarest words of a query, of which one has to be there; None: any. What has but common ones is never among
    the best, and there is very much of it."""
    counted = sorted((many, n) for n, many in enumerate(index.how_many(need.groups, _LED)))
    rarest = [n for n, _ in enumerate(counted) if n == 0 or sum(c for c, _ in counted[: n + 1]) <= _LED]
    leading = tuple(need.groups[counted[n][1]] for n in rarest)
    return Need(leading, least=1) if len(leading) < len(need.groups) else None


# ------------------------------------------------------------------ statements


def _statements(connection: Connection, asked: _Asked, whole: Iterator[_Placed]) -> Found:
    """Statements whose own words hold the query, those of the best pages first."""
    actor = asked.filters.actor
    speakers = narrowing.ids_of(connection, actor) if actor is not None else ()
    hits: list[Hit] = []
    full = takewhile(lambda r: r.score >= _ALL, whole)  # a statement has all words, so has its page
    while part := list(islice(full, _PORTION)):
        rows = _said(connection, [r.key for r in part], asked.filters, speakers)
        read = _look((r for r in part if r.key in rows), asked.query)
        found = [hit for r, looked in read for row in rows[r.key] if (hit := _hit(r, row, looked))]
        hits += sorted((h for h in found if not asked.shown(h.cursor)), key=lambda h: h.cursor, reverse=True)
        if len(hits) > asked.limit:
            break
    why = None if hits or asked.before else "no statement has these words"
    return Found(tuple(hits[: asked.limit]), why, more=len(hits) > asked.limit)


def _hit(page: _Placed, row: Any, looked: Looked) -> Hit | None:
    """A statement that has all words of the query; None where one is missing."""
    seen = looked.see((row.start, row.stop))
    if seen.missing:
        return None
    tag = row.tag if "/" in row.tag else f"{page.where.article}/{row.tag}"
    return Hit(page.where, page.score, seen.snippet, (), tag, row.polarity, row.speaker, row.start, row.stop)


def _said(
    connection: Connection, keys: Sequence[int], filters: Filters, speakers: tuple[str, ...]
) -> Mapping[int, list[Any]]:
    s = t.statements.c
    found: dict[int, list[Any]] = {}
    for part in in_parts(keys):
        query = select(t.statements).where(s.article.in_(part), *narrowing.of_statement(filters, speakers))
        for row in connection.execute(query.order_by(s.article, s.n)):
            found.setdefault(row.article, []).append(row)
    return found
