"""The index of words: SQLite's FTS5, PostgreSQL's tsvector. What a word is, whoever writes it decides.

An article has four texts of words, already folded and cut, with blanks between them: title and body as written, title
and body as lemmas; and an `Outline`, which tells where each stands in the page. Asking it is `store.ranked`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, insert, select
from sqlalchemy import text as raw

from riwaya.store import tables as t
from riwaya.store.outline import Outline, pack
from riwaya.store.rows import in_parts

BREAK = "0x0"
"""A word that nobody writes, between two passages: no phrase runs across it."""
HOLE = "…"
"""What stands in a page where words were taken from it (`upkeep.masked`): to the index a `BREAK` in that place."""
TITLE_WEIGHT = 4.0
"""What a word of a title is worth, in words of the body."""
_LONGEST = 60  # characters of a word
TITLE_MOST = 300
"""Words of a title whose places are known."""
_MOST = 16_000  # words: PostgreSQL counts places up to 16,383
_ROOM = 800_000  # bytes of different words: PostgreSQL takes a megabyte
_FEW, _SHARE = 50, 0.1  # disk pages of the index, and their share, that may lie apart from the rest
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
    return " ".join(f"{quoted(w)}:{','.join(p)}" for w, p in places.items())


def quoted(word: str) -> str:
    """A word that PostgreSQL takes as it stands."""
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"
