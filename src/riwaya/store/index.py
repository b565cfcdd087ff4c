"""The index of words: SQLite's FTS5, PostgreSQL's tsvector. What a word is, whoever writes it decides.

An article has four texts of words, already folded and cut, with blanks between them: title and body as written, title
and body as lemmas; and an `Outline`, which tells where each stands in the page. A question is a `Need`: words or
phrases that must, may or must not stand there. Nothing in it is ever read as the database's own syntax.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import (
    Connection,
    Select,
    Text,
    TextClause,
    and_,
    bindparam,
    cast,
    column,
    delete,
    func,
    insert,
    literal,
    not_,
    or_,
    select,
    table,
)
from sqlalchemy import text as raw
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.types import UserDefinedType

from riwaya.store import tables as t
from riwaya.store.codec import swell
from riwaya.store.outline import Outline, pack, unpack
from riwaya.store.rows import in_parts

BREAK = "0x0"
"""A word that nobody writes, between two passages: no phrase runs across it."""
TITLE_WEIGHT = 4.0
"""What a word of a title is worth, in words of the body."""
_LONGEST = 60  # characters of a word
TITLE_MOST = 300
"""Words of a title whose places are known."""
_MOST = 16_000  # words: PostgreSQL counts places up to 16,383
_ROOM = 800_000  # bytes of different words: PostgreSQL takes a megabyte
_WEIGHTS = "{0.25,0.25,0.25,1.0}"  # of the body, ..., of the title
_FEW, _SHARE = 50, 0.1  # disk pages of the index, and their share, that may lie apart from the rest
MOST_RANKED = 2000
"""Articles that SQLite ranks, at most, where nobody chose among them."""
_RANKED = 600  # those that PostgreSQL ranks, which reads all their words for it
_NO_PLACES = 200  # a word that stands more often than this is kept without the places after


@dataclass(frozen=True, slots=True)
class Entry:
    """The words of one article, in the order of the page but for the title, which comes first."""

    article: int
    outline: Outline

    def kept(self) -> Entry:
        """What of it is kept: not more words than the index takes, none that a database refuses."""
        of = self.outline
        low = max(0, of.title - TITLE_MOST)
        high = of.title + 1 + _MOST
        cut = [slice(0, of.title - low), slice(of.title, high)]
        words, lemmas = ([bare(x) for c in cut for x in field[c]] for field in (of.words, of.lemmas))
        starts, ends = ([x for c in cut for x in field[c]] for field in (of.starts, of.ends))
        return Entry(self.article, Outline(words, lemmas, starts, ends, of.title - low))

    def texts(self) -> tuple[list[str], list[str], list[str], list[str]]:
        """Title and body as written, title and body as lemmas."""
        of = self.outline
        words, lemmas = ([x or BREAK for x in of.words], of.lemmas)
        heads, bodies = slice(0, of.title), slice(of.title + 1, None)
        return words[heads], words[bodies], [*filter(None, lemmas[heads])], [*filter(None, lemmas[bodies])]


@dataclass(frozen=True, slots=True)
class Term:
    """A word (any of `forms`), or a phrase (several words in a row, then `forms` is empty). `lemma`: forms of the
    lemmas, else of the words as written."""

    forms: tuple[str, ...] = ()
    phrase: tuple[str, ...] = ()
    lemma: bool = False


@dataclass(frozen=True, slots=True)
class Need:
    """Of each group one term, all groups (or with `any_of` one at least), and none of `without`."""

    groups: tuple[tuple[Term, ...], ...]
    without: tuple[Term, ...] = ()
    any_of: bool = False


# ------------------------------------------------------------------ writing

_PUT_SQLITE = raw(
    "INSERT INTO searchable_words(rowid, title, body, title_lemmas, body_lemmas) VALUES (:k, :a, :b, :c, :d)"
)
_PUT_POSTGRES = raw(
    "INSERT INTO searchable(article, words, lemmas, outline)"
    " VALUES (:k, CAST(:w AS tsvector), CAST(:l AS tsvector), :o)"
)


def put(connection: Connection, entries: Iterable[Entry]) -> None:
    """Write articles' words, in the place of what was written of them before."""
    rows = list(entries)
    drop(connection, [e.article for e in rows])
    if not rows:
        return
    rows = [e.kept() for e in rows]
    packed = [{"k": e.article, "o": pack(e.outline)} for e in rows]
    texts = [e.texts() for e in rows]
    if connection.dialect.name == "postgresql":
        values = [
            {**row, "w": _vector(title, body), "l": _vector(title_lemmas, body_lemmas)}
            for row, (title, body, title_lemmas, body_lemmas) in zip(packed, texts, strict=True)
        ]
        connection.execute(_PUT_POSTGRES, values)
        return
    connection.execute(insert(t.searchable), [{"article": row["k"], "outline": row["o"]} for row in packed])
    values = [
        {"k": row["k"], **dict(zip("abcd", map(" ".join, four), strict=True))}
        for row, four in zip(packed, texts, strict=True)
    ]
    connection.execute(_PUT_SQLITE, values)


def drop(connection: Connection, articles: Iterable[int]) -> None:
    """Forget articles' words. Those of an article that is deleted go with it."""
    for part in in_parts(articles):
        connection.execute(delete(t.searchable).where(t.searchable.c.article.in_(part)))


def drop_pages(connection: Connection, names: Iterable[str]) -> None:
    """Forget the words of the articles on pages."""
    of = select(t.articles.c.key).join(t.pages, t.pages.c.key == t.articles.c.page)
    for part in in_parts(names):
        drop(connection, list(connection.scalars(of.where(t.pages.c.name.in_(part)))))


def settle(connection: Connection) -> None:
    """Make asking quick after much was written: what came since the index was last one piece is merged with the rest,
    once it is a tenth of it (so that no article is merged again more than a few times)."""
    if connection.dialect.name == "postgresql":
        connection.execute(raw("SELECT gin_clean_pending_list('searchable_words'::regclass)"))
        connection.execute(raw("SELECT gin_clean_pending_list('searchable_lemmas'::regclass)"))
        return
    pieces = raw("SELECT count(*) FROM searchable_words_idx GROUP BY segid ORDER BY 1 DESC")
    whole, *rest = [*connection.scalars(pieces), 0]
    if sum(rest) > max(_FEW, _SHARE * whole):
        connection.execute(raw("INSERT INTO searchable_words(searchable_words) VALUES ('optimize')"))


def behind(connection: Connection) -> int:
    """How many articles are not in the index."""
    articles = connection.scalar(select(func.count()).select_from(t.articles)) or 0
    return articles - (connection.scalar(select(func.count()).select_from(t.searchable)) or 0)


def missing(connection: Connection, limit: int) -> list[tuple[int, int]]:
    """Keys of articles that are not in the index, each with its page's key; the latest first."""
    query = (
        select(t.articles.c.key, t.articles.c.page)
        .outerjoin(t.searchable, t.searchable.c.article == t.articles.c.key)
        .where(t.searchable.c.article.is_(None))
        .order_by(t.articles.c.key.desc())
        .limit(limit)
    )
    return [(row.key, row.page) for row in connection.execute(query)]


def ids(connection: Connection, keys: Iterable[int]) -> dict[int, str]:
    """Ids of articles by key."""
    found: dict[int, str] = {}
    for part in in_parts(keys):
        query = select(t.articles.c.key, t.articles.c.id).where(t.articles.c.key.in_(part))
        found.update((row.key, row.id) for row in connection.execute(query))
    return found


def bare(word: str) -> str:
    """A word as the index has it."""
    return t.keepable(word)[:_LONGEST]


def _vector(title: Sequence[str], body: Sequence[str]) -> str:
    """A tsvector in PostgreSQL's own notation: 'word':1A,7."""
    places: dict[str, list[str]] = {}
    whole = [(w, "A") for w in title] + [(BREAK, "")] + [(w, "") for w in body]
    room = _ROOM
    for n, (kept, weight) in enumerate(whole, 1):
        if kept not in places:
            room -= len(kept.encode())
            if room < 0:
                break
        held = places.setdefault(kept, [])
        if len(held) < _NO_PLACES:
            held.append(f"{n}{weight}")
    return " ".join(f"{_quoted(w)}:{','.join(p)}" for w, p in places.items())


def _quoted(word: str) -> str:
    """A word that PostgreSQL takes as it stands."""
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"


# ------------------------------------------------------------------ asking

_OUTLINES = (
    select(t.searchable.c.article, t.searchable.c.outline, t.pages.c.text)
    .join(t.articles, t.articles.c.key == t.searchable.c.article)
    .join(t.pages, t.pages.c.key == t.articles.c.page)
    .where(t.searchable.c.article.in_(bindparam("keys", expanding=True)))
)


def begin(connection: Connection) -> None:
    """Before a search, in its transaction. PostgreSQL takes a look at every row for cheaper than it is (their words lie
    packed elsewhere) and would leave the index aside."""
    if connection.dialect.name == "postgresql":
        connection.execute(raw("SET LOCAL enable_seqscan = off"))


def ranked(
    connection: Connection, need: Need, articles: Select[Any] | None, limit: int, among: Need | None = None
) -> list[int]:
    """Keys of the articles that fit, the best first; only those that `articles` selects, and that `among` fits (a part
    of the groups of a `need` of which any is enough). Of more than `MOST_RANKED` that fit the latest are ranked, unless
    `articles` says which: of words that stand in every third article no rank tells much. Best by BM25 in SQLite;
    PostgreSQL has no such thing: there by `ts_rank`."""
    if not need.groups:
        return []
    if connection.dialect.name == "postgresql":
        return _ranked_by_postgres(connection, need, articles, limit, among)
    return _ranked_by_sqlite(connection, need, articles, limit, among)


def outlines(connection: Connection, articles: Iterable[int]) -> dict[int, tuple[Outline, str]]:
    """The outlines of `articles`, each with the text of its page, by key."""
    found: dict[int, tuple[Outline, str]] = {}
    for part in in_parts(articles):
        for key, packed, text in connection.execute(_OUTLINES, {"keys": part}):
            found[key] = unpack(packed), swell(text)
    return found


def how_many(connection: Connection, groups: Sequence[Sequence[Term]]) -> list[int]:
    """In how many articles any term of a group stands, of each of `groups`."""
    if not groups:
        return []
    if connection.dialect.name == "postgresql":
        each: list[Any] = [select(func.count()).select_from(t.searchable).where(or_(*map(_fits, g))) for g in groups]
        return list(connection.execute(select(*(one.scalar_subquery() for one in each))).one())
    asked = {f"n{n}": _fts(Need((tuple(group),))) for n, group in enumerate(groups)}
    return list(connection.execute(_counts(len(groups)), asked).one())


@cache
def _counts(many: int) -> TextClause:
    one = "(SELECT count(*) FROM searchable_words WHERE searchable_words MATCH :n%d)"
    return raw("SELECT " + ", ".join(one % n for n in range(many)))


# Keys come as one text in one row: a thousand rows are a thousand times that threads take the interpreter from one
# another.
_MATCH = "searchable_words MATCH :need"
_SCORE = f"bm25(searchable_words, {TITLE_WEIGHT}, 1.0, {TITLE_WEIGHT}, 1.0)"
_BEST = f"""SELECT group_concat(k) FROM
(SELECT rowid AS k FROM searchable_words WHERE {_MATCH} %s ORDER BY {_SCORE}, rowid DESC LIMIT :limit)"""
_LATEST = f"""AND rowid > coalesce(
(SELECT rowid FROM searchable_words WHERE {_MATCH} ORDER BY rowid DESC LIMIT 1 OFFSET {MOST_RANKED}), 0)"""
_AMONG = "AND +rowid IN (SELECT rowid FROM searchable_words WHERE searchable_words MATCH :among)"  # +: not one by one


def _ranked_by_sqlite(
    connection: Connection, need: Need, articles: Select[Any] | None, limit: int, among: Need | None
) -> list[int]:
    given: dict[str, Any] = {"need": _fts(need), "limit": limit}
    if articles is not None:
        return _numbers(connection.scalar(_best_of(articles, among is not None), given | _also(among)))
    return _numbers(connection.scalar(_best(_LATEST if among is None else _AMONG), given | _also(among)))


def _also(among: Need | None) -> dict[str, str]:
    return {"among": _fts(among)} if among is not None else {}


@cache
def _best(more: str) -> TextClause:
    return raw(_BEST % more)


def _best_of(articles: Select[Any], among: bool) -> Select[Any]:
    key: Any = column("rowid")
    inner = select(key.label("k")).select_from(table("searchable_words")).where(raw(_MATCH), key.in_(articles))
    inner = inner.where(raw(_AMONG.removeprefix("AND "))) if among else inner
    best = inner.order_by(raw(_SCORE), key.desc()).limit(bindparam("limit")).subquery()
    return select(func.group_concat(best.c.k))


def _numbers(joined: str | None) -> list[int]:
    return [int(x) for x in joined.split(",")] if joined else []


def _fts(need: Need) -> str:
    groups = ["(" + " OR ".join(map(_fts_term, group)) + ")" for group in need.groups]
    whole = "(" + (" OR " if need.any_of else " AND ").join(groups) + ")"
    return f"{whole} NOT ({' OR '.join(map(_fts_term, need.without))})" if need.without else whole


def _fts_term(term: Term) -> str:
    columns = "{title_lemmas body_lemmas}" if term.lemma else "{title body}"
    if term.phrase:
        return f"({columns} : " + '"' + " ".join(map(_fts_word, term.phrase)) + '")'
    return f"({columns} : (" + " OR ".join(f'"{_fts_word(f)}"' for f in term.forms) + "))"


def _fts_word(word: str) -> str:
    return bare(word).replace('"', '""')


class _Query(UserDefinedType[Any]):
    """PostgreSQL's tsquery."""

    cache_ok = True

    def get_col_spec(self, **_: Any) -> str:
        return "tsquery"


def _ranked_by_postgres(
    connection: Connection, need: Need, articles: Select[Any] | None, limit: int, among: Need | None
) -> list[int]:
    """Every group is a test of its own, which the index answers; the score takes the words of all groups together."""
    key = t.searchable.c.article
    tests = _tests(need) if among is None else [*_tests(among), *(not_(_fits(term)) for term in need.without)]
    fits = select(key).where(*tests)
    if articles is not None:
        fits = fits.where(key.in_(articles))
    score = _score(need).label("score")
    latest = (key + 0).desc()  # the sum: not row after row in this order, each with its words, until enough fit
    query = select(key, score).where(key.in_(fits.order_by(latest).limit(_RANKED)))
    best = query.order_by(score.desc(), key.desc()).limit(limit).subquery()
    order = aggregate_order_by(literal(","), best.c.score.desc(), best.c.article.desc())
    return _numbers(connection.scalar(select(func.string_agg(cast(best.c.article, Text), order))))


def _score(need: Need) -> Any:
    scores = []
    for vector, lemma in ((t.searchable.c.words, False), (t.searchable.c.lemmas, True)):
        terms = [term for group in need.groups for term in group if term.lemma is lemma]
        if terms:
            weights = cast(literal(_WEIGHTS, Text), postgresql.ARRAY(postgresql.REAL))
            scores.append(func.ts_rank(weights, vector, _tsquery(" | ".join(map(_ts, terms))), 1))
    return sum(scores[1:], scores[0])


def _tests(need: Need) -> list[Any]:
    groups = [or_(*map(_fits, group)) for group in need.groups]
    return [or_(*groups) if need.any_of else and_(*groups), *(not_(_fits(term)) for term in need.without)]


def _fits(term: Term) -> Any:
    vector = t.searchable.c.lemmas if term.lemma else t.searchable.c.words
    return vector.op("@@", is_comparison=True)(_tsquery(_ts(term)))


def _tsquery(asked: str) -> Any:
    return cast(literal(asked, Text), _Query())


def _ts(term: Term) -> str:
    forms = [_quoted(bare(f)) for f in (term.phrase or term.forms)]
    return "(" + (" <-> " if term.phrase else " | ").join(forms) + ")"
