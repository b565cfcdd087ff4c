"""Asking the index of words: which articles fit, the best first, and where their words stand.

A question is a `Need`: words or phrases that must, may or must not stand in an article. Nothing in it is ever read as
the database's own syntax. Statements are written out by hand, the same text whatever is looked for: putting one
together from parts took PostgreSQL's planner and us longer than most searches do.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Protocol

from sqlalchemy import Connection, Select, exc

from riwaya.store.access import change_mark, mark_of
from riwaya.store.codec import swell
from riwaya.store.findings import Where
from riwaya.store.index import TITLE_WEIGHT, bare, quoted
from riwaya.store.outline import Packed

MOST_RANKED = 1000
"""Articles that SQLite ranks, at most, where nobody chose among them."""
_RANKED = 300  # those that PostgreSQL ranks, which reads all their words for it
_WEIGHTS = "'{0.25,0.25,0.25,1.0}'::real[]"  # of the body, ..., of the title


@dataclass(frozen=True, slots=True)
class Term:
    """A word (any of `forms`), or a phrase (several words in a row, then `forms` is empty; with `within` in any order,
    at most so many others between them: PostgreSQL only tells that all are there). `lemma`: forms of the lemmas, else
    of the words as written."""

    forms: tuple[str, ...] = ()
    phrase: tuple[str, ...] = ()
    lemma: bool = False
    within: int | None = None


Group = tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Need:
    """Of each group one term: all groups, or `least` of them; and none of `without`."""

    groups: tuple[Group, ...]
    without: Group = ()
    least: int | None = None

    @property
    def ways(self) -> list[tuple[int, ...]]:
        """The numbers of the groups that are enough together."""
        many = len(self.groups)
        return list(combinations(range(many), many if self.least is None else self.least))


_PLACED = 1500  # bytes that it takes to say where an article stands

_SETTINGS = "SET LOCAL enable_seqscan = off;"
_ONE_PLAN = "SET LOCAL plan_cache_mode = force_generic_plan;"
_Asked = tuple[str, list[Any]]  # a piece of SQL, and the values for its places in order


def begin(connection: Connection, filtered: bool) -> str:
    """Before a search, in its transaction; the store's change mark. PostgreSQL takes a look at every row for cheaper
    than it is (their words lie packed elsewhere) and would leave the index aside. And without filters a plan is as good
    for one question as for the next, while making it takes as long as finding a few dozen articles."""
    settings = ""
    if _is_postgres(connection):
        settings = _SETTINGS if filtered else _SETTINGS + _ONE_PLAN
    return change_mark(connection, settings)


@dataclass(frozen=True, slots=True)
class Chosen:
    """The articles among which is looked: how the store tells whether one is, and their keys with commas between them
    where they are listed."""

    sql: str
    values: list[Any]
    keys: str | None

    @property
    def listed(self) -> tuple[int, ...] | None:
        """Their keys, where they are listed."""
        return None if self.keys is None else _keys(self.keys)


def choose(connection: Connection, articles: Select[Any] | None, costly: bool) -> Chosen | None:
    """Those that `articles` selects; None: all. Their keys are listed once for all questions of a search: in PostgreSQL
    always (then one plan is good for all questions, as without filters); in SQLite where they are few, or where it is
    `costly` to find out about one, else each is asked for that has the words. Left to itself FTS5 takes up each chosen
    article and looks whether the words stand in it: minutes for a whole store."""
    if articles is None:
        return None
    sql, values = _compiled(connection, articles)
    if _is_postgres(connection):
        ((joined,),) = _rows(connection, f"SELECT string_agg(key::text, ',') FROM ({sql}) chosen", values)
        connection.exec_driver_sql(_ONE_PLAN)
        return Chosen(sql, values, joined or "")
    most = -1 if costly else _FEW + 1
    ((joined, many),) = _rows(connection, _CHOSEN.replace("%s", sql), [*values, most])
    return Chosen(sql, values, (joined or "") if costly or many <= _FEW else None)


def _keys(joined: str | None) -> tuple[int, ...]:
    return tuple(map(int, joined.split(","))) if joined else ()


class Index(Protocol):
    """Whom a search asks which articles fit: the database, or what a server holds in memory (`postings`)."""

    def ranked(self, needs: Sequence[Need], limit: int, among: Need | None = None) -> list[list[int]]:
        """For each of `needs` the keys of the articles that fit, the best first, of those that `among` fits (some of
        the groups of a `need` of which any is enough). Of more than `MOST_RANKED` that fit the latest are ranked: of
        words that stand in every third article no rank tells much."""

    def how_many(self, groups: Sequence[Group], most: int) -> list[int]:
        """In how many articles any term of a group stands, of each of `groups`; more than `most` are not told apart."""


@dataclass(frozen=True, slots=True)
class Database:
    """The database as an `Index`, of articles that are `chosen`. Best by BM25 in SQLite; PostgreSQL has no such thing:
    there by `ts_rank`."""

    connection: Connection
    chosen: Chosen | None = None

    def ranked(self, needs: Sequence[Need], limit: int, among: Need | None = None) -> list[list[int]]:
        """What `Index` says."""
        if not all(need.groups for need in needs) or (self.chosen is not None and self.chosen.keys == ""):
            return [[] for _ in needs]
        best = _best_of_postgres if _is_postgres(self.connection) else _best_of_sqlite
        parts = [best(need, self.chosen, limit, among) for need in needs]
        values = [value for _, some in parts for value in some]
        (found,) = _rows(self.connection, f"SELECT {', '.join(sql for sql, _ in parts)}", values)
        return [list(_keys(joined)) for joined in found]

    def how_many(self, groups: Sequence[Group], most: int) -> list[int]:
        """What `Index` says."""
        if not groups:
            return []
        if _is_postgres(self.connection):
            parts = [_any(group) for group in groups]
            one = f"(SELECT count(*) FROM (SELECT FROM searchable WHERE %s LIMIT {most + 1}) x)"
        else:
            parts = [("searchable_words MATCH ?", [_fts(Need((group,)))]) for group in groups]
            one = f"(SELECT count(*) FROM (SELECT 1 FROM searchable_words WHERE %s LIMIT {most + 1}))"
        sql = ", ".join(one.replace("%s", part, 1) for part, _ in parts)
        (counted,) = _rows(self.connection, f"SELECT {sql}", [v for _, values in parts for v in values])
        return list(counted)


def _rows(connection: Connection, sql: str, values: Sequence[Any]) -> Sequence[Sequence[Any]]:
    """The rows of an answer as the database's own module gives them, in the transaction of `connection`, which has
    begun: what SQLAlchemy makes of each takes as long as PostgreSQL's own module does."""
    errors = connection.dialect.loaded_dbapi.Error
    cursor = connection.connection.cursor()
    try:
        cursor.execute(sql, values)
        return cursor.fetchall()
    except errors as e:
        raise exc.DBAPIError.instance(sql, None, e, errors) from e
    finally:
        cursor.close()


@dataclass(frozen=True, slots=True)
class Page:
    """Where an article stands, its words and the text of its page, both packed until somebody looks at them."""

    where: Where
    _outline: bytes | Packed
    _text: bytes | str

    def outline(self) -> Packed:
        """The article's words."""
        return Packed(self._outline) if isinstance(self._outline, bytes) else self._outline

    def text(self) -> str:
        """The text of its page."""
        return swell(self._text) if isinstance(self._text, bytes) else self._text

    def opened(self) -> Page:
        """The same with nothing packed, for whoever looks at it again."""
        return Page(self.where, self.outline(), self.text())

    @property
    def size(self) -> int:
        """Bytes of memory that it takes where nothing is packed, nearly."""
        return _PLACED + self.outline().size + sys.getsizeof(self.text())


def pages(connection: Connection, articles: Iterable[int]) -> dict[int, Page]:
    """What is shown of `articles`, by key; of those that are in the index."""
    rows = _rows(connection, *_among(connection, _PAGES, articles))
    return {row[0]: _page(row) for row in rows}


def places(connection: Connection, articles: Iterable[int]) -> dict[int, Where]:
    """Where `articles` stand, by key; of those that are there."""
    rows = _rows(connection, *_among(connection, _PLACES, articles))
    return {row[0]: Where(*row[1:]) for row in rows}


def pages_now(connection: Connection, articles: Iterable[int]) -> tuple[str, dict[int, Page]]:
    """The store's change mark, and what is shown of `articles` under it: in one question, which needs no transaction
    (`Store.asking`)."""
    asked, values = _among(connection, _PAGES, articles)
    rows = _rows(connection, _MARKED.replace("%", asked, 1), values)
    return mark_of(*rows[0][:2]), {row[2]: _page(row[2:]) for row in rows if row[2] is not None}


def _among(connection: Connection, asked: str, articles: Iterable[int]) -> _Asked:
    """What ends with a key, of `articles`: the same, however many there are."""
    keys = list(articles)
    if _is_postgres(connection):
        return f"{asked} = ANY(CAST(%s AS integer[]))", [keys]
    return f"{asked} IN (SELECT value FROM json_each(?))", [json.dumps(keys)]


def _page(row: Sequence[Any]) -> Page:
    return Page(Where(*row[3:]), row[1], row[2])


_PLACE = "a.id, p.name, a.outlet, a.title, a.published, a.moment, a.url, a.story, s.topic"
_JOINED = "JOIN pages p ON p.key = a.page LEFT JOIN stories s ON s.id = a.story WHERE a.key"
_PLACES = f"SELECT a.key, {_PLACE} FROM articles a {_JOINED}"
_PAGES = f"""SELECT a.key, w.outline, p.text, {_PLACE}
FROM articles a JOIN searchable w ON w.article = a.key {_JOINED}"""
_COUNTER = "(SELECT value FROM meta WHERE name = '{}')"
_MARKED = f"""SELECT counters.*, shown.* FROM
(SELECT {_COUNTER.format("generation")} AS one, {_COUNTER.format("changes")} AS two) counters
LEFT JOIN (%) shown ON true"""


def _is_postgres(connection: Connection) -> bool:
    return connection.dialect.name == "postgresql"


def _compiled(connection: Connection, articles: Select[Any]) -> _Asked:
    made = articles.compile(dialect=connection.dialect, compile_kwargs={"render_postcompile": True})
    return str(made), [made.params[name] for name in made.positiontup or ()]


# ------------------------------------------------------------------ SQLite

# Keys come as one text in one row: a thousand rows are a thousand times that threads take the interpreter from one
# another.
_MATCH = "searchable_words MATCH ?"
_SCORE = f"bm25(searchable_words, {TITLE_WEIGHT}, 1.0, {TITLE_WEIGHT}, 1.0)"
_FOUND = f"SELECT rowid AS k, {_SCORE} AS score FROM searchable_words WHERE {_MATCH}"
_BEST = f"(SELECT group_concat(k) FROM (SELECT k FROM ({_FOUND} %s) ORDER BY score, k DESC LIMIT ?))"
_LATEST = f"ORDER BY rowid DESC LIMIT {MOST_RANKED}"  # the order in which they are found: none further is looked at
_AMONG = f"AND +rowid IN (SELECT rowid FROM searchable_words WHERE {_MATCH})"  # +: not one by one
_FEW = 1000  # chosen articles whose keys are always listed
_CHOSEN = "SELECT group_concat(key), count(*) FROM (SELECT key FROM (%s) LIMIT ?)"
_OF_FEW = "AND +rowid IN (SELECT value FROM json_each(?))"
_OF_MANY = "AND EXISTS (SELECT 1 FROM (%s) chosen WHERE chosen.key = searchable_words.rowid)"


def _best_of_sqlite(need: Need, chosen: Chosen | None, limit: int, among: Need | None) -> _Asked:
    values: list[Any] = [_fts(need)]
    more = ""
    if chosen is not None and chosen.keys is not None:
        more, values = _OF_FEW, [*values, f"[{chosen.keys}]"]
    elif chosen is not None:
        more, values = _OF_MANY.replace("%s", chosen.sql), [*values, *chosen.values]
    if among is not None:
        more, values = f"{more} {_AMONG}", [*values, _fts(among)]
    else:
        more = f"{more} {_LATEST}"
    return _BEST.replace("%s", more), [*values, limit]


def _fts(need: Need) -> str:
    groups = ["(" + " OR ".join(map(_fts_term, group)) + ")" for group in need.groups]
    whole = " OR ".join("(" + " AND ".join(groups[n] for n in way) + ")" for way in need.ways)
    return f"({whole}) NOT ({' OR '.join(map(_fts_term, need.without))})" if need.without else whole


def _fts_term(term: Term) -> str:
    columns = "{title_lemmas body_lemmas}" if term.lemma else "{title body}"
    if term.within is not None:  # counted from the end of the first word to the beginning of the last
        words = " ".join(f'"{_fts_word(w)}"' for w in term.phrase)
        return f"({columns} : NEAR({words}, {len(term.phrase) - 2 + term.within}))"
    if term.phrase:
        return f"({columns} : " + '"' + " ".join(map(_fts_word, term.phrase)) + '")'
    return f"({columns} : (" + " OR ".join(f'"{_fts_word(f)}"' for f in term.forms) + "))"


def _fts_word(word: str) -> str:
    return bare(word).replace('"', '""')


# ------------------------------------------------------------------ PostgreSQL

# Every group is a test of its own, which the index answers; the score takes the words of all groups together.
# `article + 0`: not row after row in this order, each with its words, until enough fit.
_BEST_ROWS = f"""(SELECT string_agg(article::text, ',' ORDER BY score DESC, article DESC) FROM
(SELECT article, {{score}} AS score FROM searchable WHERE ctid = ANY(ARRAY
(SELECT ctid FROM searchable WHERE {{fits}} ORDER BY article + 0 DESC LIMIT {_RANKED}))
ORDER BY score DESC, article DESC LIMIT {{limit}}) best)"""

_CHOSEN_ROWS = "article + 0 IN (SELECT unnest(CAST(%s AS integer[])))"  # + 0: not one by one


def _best_of_postgres(need: Need, chosen: Chosen | None, limit: int, among: Need | None) -> _Asked:
    score, scored = _score(need)
    fits, tested = _fits(need if among is None else Need(among.groups, need.without, among.least))
    values = [*scored, *tested]
    if chosen is not None:
        fits, values = f"{fits} AND {_CHOSEN_ROWS}", [*values, f"{{{chosen.keys}}}"]
    return _BEST_ROWS.format(score=score, fits=fits, limit=int(limit)), values


def _score(need: Need) -> _Asked:
    terms = [term for group in need.groups for term in group]
    sides = [(lemma, [_ts(term) for term in terms if term.lemma is lemma]) for lemma in (False, True)]
    there = [(_column(lemma), " | ".join(side)) for lemma, side in sides if side]
    score = " + ".join(f"ts_rank({_WEIGHTS}, {name}, CAST(%s AS tsquery), 1)" for name, _ in there)
    return score, [asked for _, asked in there]


def _fits(need: Need) -> _Asked:
    groups = [_any(group) for group in need.groups]
    ways = ["(" + " AND ".join(groups[n][0] for n in way) + ")" for way in need.ways]
    without = [_any((term,)) for term in need.without]
    values = [value for way in need.ways for n in way for value in groups[n][1]]
    sql = " AND ".join([f"({' OR '.join(ways)})", *(f"NOT {test}" for test, _ in without)])
    return sql, [*values, *(value for _, some in without for value in some)]


def _any(group: Group) -> _Asked:
    tests = [f"{_column(term.lemma)} @@ CAST(%s AS tsquery)" for term in group]
    return f"({' OR '.join(tests)})", [_ts(term) for term in group]


def _column(lemma: bool) -> str:
    return "lemmas" if lemma else "words"


def _ts(term: Term) -> str:
    forms = [quoted(bare(f)) for f in (term.phrase or term.forms)]
    together = " & " if term.within is not None else " <-> "
    return "(" + (together if term.phrase else " | ").join(forms) + ")"
