"""`ask`: a question answered by statements, each with its speaker, its words and the page they stand on.

Nothing is made up: where no statement by that speaker holds the words asked for, the answer says why there is none. A
topic stands in a statement by its words (all of them, by lemma, in the statement or before it in its sentence), or by a
mention of the actor whom it names.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from riwaya.search.called import actors_called
from riwaya.search.filters import ids_of
from riwaya.search.forms import form_of
from riwaya.search.indexing import catch_up
from riwaya.search.query import Query, parse
from riwaya.search.questions import Question, understand
from riwaya.store import Store, findings, ranked
from riwaya.store import tables as t
from riwaya.store.findings import SaidRow, Search
from riwaya.store.pages import get_pages
from riwaya.store.rows import in_parts
from riwaya.text import fold, fold_word, tokenise

_PAGES = 800  # pages on a topic that are looked through
_PORTION = 100
_LOOKED = 2000  # statements
_NONE = "not understood as a question about who said what"
_ENDS = "\n.!؟?…"


@dataclass(frozen=True, slots=True)
class Answer:
    """What was understood (None: not a question that statements answer), whom the speaker's name means (the id; `also`
    others of that name), and the statements, the latest first, each words once, where they stood first; `again[i]`: how
    many further articles tell `rows[i]` so. `why_none` where there is none."""

    question: Question | None
    speaker: str | None = None
    also: tuple[str, ...] = ()
    rows: tuple[SaidRow, ...] = ()
    again: tuple[int, ...] = ()
    why_none: str | None = None


def ask(store: Store, typed: str, limit: int = 20, today: dt.date | None = None) -> Answer:
    """Answer a question. Dates without a year are those before `today` (else the day of the store's latest page).
    Raises `StoreError`."""
    catch_up(store, most=300)
    with store.reading() as connection:
        ranked.begin(connection, filtered=True)
        question = understand(typed, today or _latest(connection))
        if question is None:
            return Answer(None, why_none=_NONE)
        speakers: tuple[str, ...] = ()
        if question.who:
            speakers = actors_called(connection, question.who)
            if not speakers and question.unsure:
                return Answer(None, why_none=_NONE)
            if not speakers:
                return Answer(question, why_none=f"nobody called «{question.who}» says anything in this store")
        speaker = speakers[0] if speakers else None
        told = _said(connection, question, speaker, limit)
    rows = tuple(same[-1] for same in told)
    again = tuple(len({r.where.article for r in same}) - 1 for same in told)
    return Answer(question, speaker, speakers[1:], rows, again, None if rows else _why(question))


def _why(question: Question) -> str:
    parts = [f"of «{question.who}»" if question.who else "", f"about «{question.topic}»" if question.topic else ""]
    parts += [f"from {question.since or '…'} to {question.until or '…'}" if question.since or question.until else ""]
    kind = f" that {question.polarity}" if question.polarity else ""
    return " ".join(x for x in (f"no statement{kind}", *parts) if x)


def _latest(connection: Connection) -> dt.date | None:
    day = connection.scalar(select(func.max(t.articles.c.day_from)))
    return dt.date.fromisoformat(day) if day else None


def _said(connection: Connection, question: Question, speaker: str | None, limit: int) -> list[list[SaidRow]]:
    """The statements, those of one speaker in the same words together."""
    topic = parse(question.topic) if question.topic else Query()
    about = _named(connection, question.topic) if question.topic else ()
    articles = _on(connection, topic, about) if question.topic else None
    search = Search(
        actors=ids_of(connection, speaker) if speaker else (),
        polarity=question.polarity,
        since=question.since,
        until=_after(question.until),
        articles=articles,
        limit=_PORTION,
    )
    found: dict[tuple[str | None, ...], list[SaidRow]] = {}
    for _ in range(_LOOKED // _PORTION):
        rows = findings.statements(connection, search)
        named = rows if speaker else [r for r in rows if r.speaker or r.name]  # «who» is answered by somebody
        for row in _about(connection, named, topic, about) if question.topic else named:
            words = (x.text for x in tokenise(fold(row.words)))
            found.setdefault((_one(row), *words), []).append(row)
        if len(found) >= limit or len(rows) < _PORTION:
            break
        last = rows[-1]
        search = search.after((last.where.moment, last.where.article, last.n))
    latest = list(found.values())[:limit]
    return sorted(latest, key=lambda same: (same[-1].where.moment, same[-1].where.article, -same[-1].n), reverse=True)


def _one(row: SaidRow) -> str | None:
    """Who speaks. An unnamed source is another on each page, a copy of which says nothing more."""
    who = row.speaker or row.name
    return who.partition("@")[0] if who and who.startswith("anon:") else who


def _after(day: str | None) -> str | None:
    return (dt.date.fromisoformat(day) + dt.timedelta(days=1)).isoformat() if day else None


def _named(connection: Connection, words: str) -> tuple[str, ...]:
    """All ids of the actors whose whole name the topic is."""
    name = fold_word(" ".join(words.split())).casefold()
    query = select(t.actors.c.root).join(t.actor_names, t.actor_names.c.actor == t.actors.c.id)
    roots = sorted(set(connection.scalars(query.where(t.actor_names.c.name == name).limit(20))))
    return tuple(i for root in roots for i in ids_of(connection, root))


def _on(connection: Connection, topic: Query, about: Sequence[str]) -> tuple[int, ...]:
    """Keys of the articles that have the topic's words, or name it."""
    keys: set[int] = set(*ranked.Database(connection).ranked([topic.need(lemma=True)], _PAGES))
    if about:
        m = t.mentions.c
        named = select(m.article).where(m.actor.in_(about)).distinct().order_by(m.article.desc()).limit(_PAGES)
        keys.update(connection.scalars(named))
    return tuple(sorted(keys))


def _about(connection: Connection, rows: Sequence[SaidRow], topic: Query, about: Sequence[str]) -> list[SaidRow]:
    """The statements that speak of the topic."""
    texts = {name: page.text for name, page in get_pages(connection, {r.where.page for r in rows}).items()}
    naming = _naming(connection, rows, about)
    return [r for r in rows if r.id in naming or _holds(_sentence(texts[r.where.page], r), topic)]


def _sentence(text: str, row: SaidRow) -> str:
    """The statement with what stands before it in its sentence."""
    start = max((text.rfind(c, 0, row.start) for c in _ENDS), default=-1) + 1
    return text[start : row.end]


def _holds(words: str, topic: Query) -> bool:
    forms = [form_of(words[x.start : x.end]) for x in tokenise(fold(words))]
    stems, lemmas = {f.stem for f in forms}, {f.lemma for f in forms}
    return bool(topic.groups) and all(
        any(all(f.lemma in lemmas or not stems.isdisjoint(f.stems) for f in a.forms) for a in group)
        for group in topic.groups
    )


def _naming(connection: Connection, rows: Sequence[SaidRow], about: Sequence[str]) -> set[str]:
    """Ids of the statements in which one of `about` is named."""
    if not about:
        return set()
    m = t.mentions.c
    places: dict[str, list[tuple[int, int]]] = {}
    for part in in_parts(sorted({r.where.article for r in rows})):
        query = select(t.articles.c.id, m.start, m.stop).join(t.articles, t.articles.c.key == m.article)
        for row in connection.execute(query.where(m.actor.in_(about), t.articles.c.id.in_(part))):
            places.setdefault(row.id, []).append((row.start, row.stop))
    return {r.id for r in rows if any(r.start <= a and b <= r.end for a, b in places.get(r.where.article, ()))}
