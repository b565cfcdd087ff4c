"""The index of words: SQLite's FTS5, PostgreSQL's tsvector. What a word is, whoever writes it decides.

An article has four texts of words, already folded and cut, with blanks between them: title and body as written, title
and body as lemmas. A question is a `Need`: words or phrases that must, may or must not stand there. Nothing in it is
ever read as the database's own syntax.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Connection,
    Select,
    Text,
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
from sqlalchemy.types import UserDefinedType

from riwaya.store import tables as t
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
_RANKED = 1500  # articles that PostgreSQL ranks at most
_NO_PLACES = 200  # a word that stands more often than this is kept without the places after


@dataclass(frozen=True, slots=True)
class Entry:
    """The words of one article, each tuple in the order of the page."""

    article: int
    title: Sequence[str]
    body: Sequence[str]
    title_lemmas: Sequence[str]
    body_lemmas: Sequence[str]


@dataclass(frozen=True, slots=True)
class Places:
    """Where words stand in an article, and where lemmas: the numbers, from 0, of the words of the title, of one for
    `BREAK` after them, and of the words of the body."""

    words: Mapping[str, Sequence[int]]
    lemmas: Mapping[str, Sequence[int]]


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


def put(connection: Connection, entries: Iterable[Entry]) -> None:
    """Write articles' words, in the place of what was written of them before."""
    rows = list(entries)
    drop(connection, [e.article for e in rows])
    if not rows:
        return
    if connection.dialect.name == "postgresql":
        values = [
            {"article": e.article, "w": _vector(e.title, e.body), "l": _vector(e.title_lemmas, e.body_lemmas)}
            for e in rows
        ]
        connection.execute(
            raw("INSERT INTO searchable VALUES (:article, CAST(:w AS tsvector), CAST(:l AS tsvector))"), values
        )
        return
    connection.execute(insert(t.searchable), [{"article": e.article} for e in rows])
    values = [
        {"k": e.article, "a": _plain(e.title), "b": _plain(e.body)}
        | {"c": _plain(e.title_lemmas), "d": _plain(e.body_lemmas)}
        for e in rows
    ]
    connection.execute(
        raw("INSERT INTO searchable_words(rowid, title, body, title_lemmas, body_lemmas) VALUES (:k, :a, :b, :c, :d)"),
        values,
    )


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


def _plain(words: Sequence[str]) -> str:
    return " ".join(t.keepable(w)[:_LONGEST] for w in words[:_MOST])


def _vector(title: Sequence[str], body: Sequence[str]) -> str:
    """A tsvector in PostgreSQL's own notation: 'word':1A,7."""
    places: dict[str, list[str]] = {}
    whole = [(w, "A") for w in title[:TITLE_MOST]] + [(BREAK, "")] + [(w, "") for w in body[:_MOST]]
    room = _ROOM
    for n, (word, weight) in enumerate(whole, 1):
        kept = t.keepable(word)[:_LONGEST]
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


def begin(connection: Connection) -> None:
    """Before a search, in its transaction. PostgreSQL takes a look at every row for cheaper than it is (their words lie
    packed elsewhere) and would leave the index aside."""
    if connection.dialect.name == "postgresql":
        connection.execute(raw("SET LOCAL enable_seqscan = off"))


def ranked(
    connection: Connection, need: Need, articles: Select[Any] | None, limit: int, among: Need | None = None
) -> list[tuple[int, float]]:
    """Keys of the articles that fit, the best first, each with a score (of one question alone); only those that
    `articles` selects, and that `among` fits (a part of the groups of a `need` of which any is enough). Best by BM25 in
    SQLite; PostgreSQL has no such thing: there by `ts_rank`, which has to read all that it ranks: the latest `_RANKED`.
    """
    if not need.groups:
        return []
    if connection.dialect.name == "postgresql":
        return _ranked_by_postgres(connection, need, articles, limit, among)
    query = _sqlite(need)
    key = query.selected_columns[0]
    if among is not None:
        few = raw("+rowid IN (SELECT rowid FROM searchable_words WHERE searchable_words MATCH :among)")
        query = query.where(few.bindparams(among=_fts(among)))  # the plus: tested of each, not looked up one by one
    if articles is not None:
        query = query.where(key.in_(articles))
    score = query.selected_columns[1]
    found = connection.execute(query.order_by(score.desc(), key.desc()).limit(limit))
    return [(row[0], float(row[1])) for row in found]


def places(
    connection: Connection, articles: Iterable[int], words: Collection[str], lemmas: Collection[str]
) -> dict[int, Places]:
    """Where any of `words` and of `lemmas` stand in `articles`, by key. A word that stands there very often is known by
    its first places alone."""
    found: dict[int, Places] = {}
    for part in in_parts(articles):
        if connection.dialect.name == "postgresql":
            said = [_by_vector(connection, c, part, w) for c, w in (("words", words), ("lemmas", lemmas))]
            found.update((key, Places(said[0].get(key, {}), said[1].get(key, {}))) for key in part)
            continue
        columns: list[Any] = [column(c) for c in ("rowid", "title", "body", "title_lemmas", "body_lemmas")]
        query = select(*columns).select_from(table("searchable_words")).where(columns[0].in_(part))
        for key, title, body, title_lemmas, body_lemmas in connection.execute(query):
            found[key] = Places(_standing(title, body, words), _standing(title_lemmas, body_lemmas, lemmas))
    return found


def _standing(title: str, body: str, wanted: Collection[str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    first = title.split(" ")[:TITLE_MOST] if title else []
    for low, words in ((0, first), (len(first) + 1, body.split(" "))):
        for n, word in enumerate(words, low):
            if word in wanted:
                found.setdefault(word, []).append(n)
    return found


def _by_vector(
    connection: Connection, name: str, keys: Sequence[int], wanted: Collection[str]
) -> dict[int, dict[str, list[int]]]:
    found: dict[int, dict[str, list[int]]] = {}
    asked = raw(
        f"SELECT s.article, w.lexeme, w.positions FROM searchable s, unnest(s.{name}) w"
        " WHERE s.article IN :keys AND w.lexeme IN :wanted"
    ).bindparams(bindparam("keys", expanding=True), bindparam("wanted", type_=Text, expanding=True))
    for key, word, at in connection.execute(asked, {"keys": list(keys), "wanted": [*wanted]}):
        found.setdefault(key, {})[word] = [n - 1 for n in at or ()]
    return found


def how_many(connection: Connection, group: Sequence[Term]) -> int:
    """In how many articles any of `group` stands."""
    need = Need((tuple(group),))
    if connection.dialect.name == "postgresql":
        fits = or_(*map(_fits, group))
        return connection.scalar(select(func.count()).select_from(t.searchable).where(fits)) or 0
    asked = raw("SELECT count(*) FROM searchable_words WHERE searchable_words MATCH :need")
    return connection.scalar(asked, {"need": _fts(need)}) or 0


def _sqlite(need: Need) -> Select[Any]:
    words = table("searchable_words", column("rowid"))
    whole = raw("searchable_words MATCH :need").bindparams(bindparam("need", _fts(need)))
    score = -func.bm25(raw("searchable_words"), TITLE_WEIGHT, 1.0, TITLE_WEIGHT, 1.0)
    return select(words.c.rowid, score.label("score")).select_from(words).where(whole)


def _fts(need: Need) -> str:
    groups = ["(" + " OR ".join(map(_fts_term, group)) + ")" for group in need.groups]
    whole = "(" + (" OR " if need.any_of else " AND ").join(groups) + ")"
    return f"{whole} NOT ({' OR '.join(map(_fts_term, need.without))})" if need.without else whole


def _fts_term(term: Term) -> str:
    columns = "{title_lemmas body_lemmas}" if term.lemma else "{title body}"
    if term.phrase:
        return f"({columns} : " + '"' + " ".join(map(_bare, term.phrase)) + '")'
    return f"({columns} : (" + " OR ".join(f'"{_bare(f)}"' for f in term.forms) + "))"


def _bare(word: str) -> str:
    return t.keepable(word)[:_LONGEST].replace('"', '""')


class _Query(UserDefinedType[Any]):
    """PostgreSQL's tsquery."""

    cache_ok = True

    def get_col_spec(self, **_: Any) -> str:
        return "tsquery"


def _ranked_by_postgres(
    connection: Connection, need: Need, articles: Select[Any] | None, limit: int, among: Need | None
) -> list[tuple[int, float]]:
    """Every group is a test of its own, which the index answers; the score takes the words of all groups together."""
    key = t.searchable.c.article
    tests = _tests(need) if among is None else [*_tests(among), *(not_(_fits(term)) for term in need.without)]
    fits = select(key).where(*tests)
    if articles is not None:
        fits = fits.where(key.in_(articles))
    score = _score(need).label("score")
    latest = (key + 0).desc()  # the sum: not row after row in this order, each with its words, until enough fit
    query = select(key, score).where(key.in_(fits.order_by(latest).limit(_RANKED)))
    return [
        (row[0], float(row[1])) for row in connection.execute(query.order_by(score.desc(), key.desc()).limit(limit))
    ]


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
    forms = [_quoted(t.keepable(f)[:_LONGEST]) for f in (term.phrase or term.forms)]
    return "(" + (" <-> " if term.phrase else " | ").join(forms) + ")"
