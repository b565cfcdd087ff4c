"""Looking after a store: is it whole, what may be kept for how long, what has to go."""

from __future__ import annotations

import datetime as dt
import json
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, func, insert, inspect, or_, select, update

from riwaya.errors import UsageError
from riwaya.model import Span
from riwaya.store import tables as t
from riwaya.store.codec import squeeze, swell
from riwaya.store.index import HOLE
from riwaya.store.pages import get_kept, get_meta, now, page_keys, readings, set_meta
from riwaya.store.rows import Kept, in_parts
from riwaya.store.told import touch_topics

_RETENTION = "retention"
_WORD = re.compile(r"[\w\u064b-\u0655\u0670]+")  # with its vowel signs


# ------------------------------------------------------------------ deletion


def delete_pages(connection: Connection, names: Iterable[str]) -> int:
    """Delete pages with their articles, what was found in them, their versions, notes and lines of the ledger; how many
    there were. Stories that lose an article are the caller's to tell again."""
    keys = page_keys(connection, names)
    for part in in_parts(keys):
        _remember(connection, part)
        ids = list(
            connection.scalars(
                select(t.articles.c.id)
                .join(t.pages, t.pages.c.key == t.articles.c.page)
                .where(t.pages.c.name.in_(part))
            )
        )
        for some in in_parts(ids):
            d = t.derivations.c
            connection.execute(delete(t.derivations).where(or_(d.derived.in_(some), d.source.in_(some))))
            connection.execute(delete(t.notes).where(t.notes.c.about.in_([f"article:{i}" for i in some])))
        v = t.versions.c
        connection.execute(delete(t.versions).where(or_(v.later.in_(part), v.earlier.in_(part))))
        connection.execute(delete(t.ledger).where(t.ledger.c.page.in_(part)))
        connection.execute(delete(t.pages).where(t.pages.c.name.in_(part)))
    return len(keys)


def _remember(connection: Connection, names: Sequence[str]) -> None:
    """Deleted pages do not come back by the next reading of a feed."""
    query = select(t.pages.c.digest, t.pages.c.address).where(t.pages.c.name.in_(names))
    marks = {m for row in connection.execute(query) for m in gone_marks(row.digest, row.address)}
    known = gone_of(connection, marks)
    rows = [{"mark": m, "at": now()} for m in sorted(marks - known)]
    if rows:
        connection.execute(insert(t.gone), rows)


def gone_marks(digest: str, address: str | None) -> tuple[str, ...]:
    """By what a deleted page is known when it comes again: the same bytes under the same name, or its address."""
    return (f"digest {digest}", *((f"address {address}",) if address else ()))


def gone_of(connection: Connection, marks: Iterable[str]) -> frozenset[str]:
    """Those of `marks` that are of deleted pages."""
    found: set[str] = set()
    for part in in_parts(sorted(marks)):
        found.update(connection.scalars(select(t.gone.c.mark).where(t.gone.c.mark.in_([x[: t.LONGEST] for x in part]))))
    return frozenset(found)


def welcome_back(connection: Connection, marks: Iterable[str]) -> None:
    """Somebody asked for deleted pages again."""
    for part in in_parts(sorted(marks)):
        connection.execute(delete(t.gone).where(t.gone.c.mark.in_(part)))


# ------------------------------------------------------------------ retention


@dataclass(frozen=True, slots=True)
class Retention:
    """For how many days pages are kept, and their full text; None: for ever. `outlet` None speaks for all those that
    have no rule of their own."""

    outlet: str | None = None
    days: int | None = None
    text_days: int | None = None


def retention(connection: Connection) -> tuple[Retention, ...]:
    """The rules that were set."""
    rules = json.loads(get_meta(connection, _RETENTION) or "[]")
    return tuple(Retention(**rule) for rule in rules)


def set_retention(connection: Connection, rule: Retention) -> None:
    """Set the rule of an outlet, in the place of an earlier one. Raises `UsageError` for days below nought."""
    if any(n is not None and n < 0 for n in (rule.days, rule.text_days)):
        raise UsageError("pages cannot be kept for fewer than 0 days")
    rules = [r for r in retention(connection) if r.outlet != rule.outlet]
    if (rule.days, rule.text_days) != (None, None):
        rules.append(rule)
    plain = [{"outlet": r.outlet, "days": r.days, "text_days": r.text_days} for r in rules]
    set_meta(connection, _RETENTION, json.dumps(plain, ensure_ascii=False))


def too_old(connection: Connection, today: dt.date) -> tuple[list[str], list[str]]:
    """The names of pages that are to go, and of those whose text is to go, by the rules. A page is as old as its
    youngest article's publication; one without articles as its coming."""
    rules = retention(connection)
    own = [r.outlet for r in rules if r.outlet is not None]
    gone: list[str] = []
    bare: list[str] = []
    for rule in rules:
        if rule.days is not None:
            gone += _older(connection, rule.outlet, own, today - dt.timedelta(days=rule.days))
        if rule.text_days is not None:
            day = today - dt.timedelta(days=rule.text_days)
            bare += _older(connection, rule.outlet, own, day, t.pages.c.masked == 0, t.pages.c.characters > 0)
    return gone, [name for name in bare if name not in set(gone)]


def _older(connection: Connection, outlet: str | None, own: Sequence[str], day: dt.date, *only: Any) -> list[str]:
    p = t.pages.c
    moment = func.coalesce(
        func.nullif(select(func.max(t.articles.c.moment)).where(t.articles.c.page == p.key).scalar_subquery(), ""),
        p.added,
    )
    whose = p.outlet == outlet if outlet is not None else or_(p.outlet.is_(None), p.outlet.not_in(own))
    wanted = select(p.name).where(whose, moment < f"{day.isoformat()}T00:00:00Z", *only)
    return list(connection.scalars(wanted.order_by(p.key)))


def mask_pages(connection: Connection, names: Iterable[str]) -> int:
    """Keep of the texts of pages only the words that something rests on: titles, names, times, statements, figures, and
    the evidence of what was told. The rest becomes blanks, so that offsets stay true, and «…» where words stood. How
    many pages changed."""
    n = 0
    for part in in_parts(page_keys(connection, names).items(), 50):
        keys = dict(part)
        told = _documents(connection, list(keys.values()))
        for reading in readings(connection, sorted(keys.values())):
            page = reading.page
            kept, _ = get_kept(connection, [a.id for a in reading.articles])
            spans = [s for k in kept.values() for s in _resting(k)]
            spans += [s for _, document in told for s in _evidence(document) if s.page == page.name]
            text = masked(page.text, spans)
            connection.execute(update(t.pages).where(t.pages.c.name == page.name).values(text=squeeze(text), masked=1))
            for _, document in told:
                for row in document["pages"]:
                    if row["page"] == page.name:
                        row["text"] = text
            n += 1
        for topic, document in told:
            data = squeeze(json.dumps(document, ensure_ascii=False, separators=(",", ":")))
            connection.execute(update(t.topics).where(t.topics.c.id == topic).values(document=data))
        touch_topics(connection, [topic for topic, _ in told])
    return n


def masked(text: str, spans: Iterable[Span]) -> str:
    """`text` with blanks for all that no span covers, and `HOLE` where whole words went, so that those before and after
    do not run together; line breaks stay."""
    keep = bytearray(len(text))
    for span in spans:
        keep[span.start : min(span.end, len(text))] = b"\1" * max(0, min(span.end, len(text)) - span.start)
    left = [c if k or c == "\n" else " " for c, k in zip(text, keep, strict=True)]
    last = -1  # the end of the latest word that went
    for word in _WORD.finditer(text):
        start, end = word.span()
        if any(keep[start:end]):  # its «و» may have gone: that is no hole
            continue
        if last < 0 or "\n" in text[last:start] or any(keep[last:start]):
            left[start] = HOLE
        last = end
    return "".join(left)


def _resting(kept: Kept) -> Iterator[Span]:
    """The words that the records of an article rest on."""
    article = kept.article
    if article.title and article.title.span:
        yield article.title.span
    yield from (c.span for c in article.credits)
    yield from (d.span for d in kept.dates)
    yield from (m.span for m in kept.mentions)
    for s in kept.statements:
        yield s.span
        yield from (x for x in (s.cue, s.speaker and s.speaker.span) if x)
    for e in kept.events:
        yield from (m.trigger for m in e.mentions)
        yield from (q.span for q in e.quantities)
    for c in kept.claims:
        yield c.span
        yield from (q.span for q in (c.quantity,) if q)


def _documents(connection: Connection, keys: Sequence[int]) -> list[tuple[str, Any]]:
    """What was told of the topics that hold these pages."""
    topics = (
        select(t.topics.c.id, t.topics.c.document)
        .join(t.stories, t.stories.c.topic == t.topics.c.id)
        .join(t.articles, t.articles.c.story == t.stories.c.id)
        .where(t.articles.c.page.in_(keys), t.topics.c.document.is_not(None))
    )
    rows = {row.id: row.document for row in connection.execute(topics)}
    return [(topic, json.loads(swell(data))) for topic, data in sorted(rows.items())]


def _evidence(document: Any) -> Iterator[Span]:
    """The words that a told topic shows: its brief, its contrasts, what copies changed."""
    for topic in document["topics"]:
        for line in topic["brief"]:
            yield from (_span(s) for s in line["spans"])
        for contrast in topic["contrasts"]:
            yield from (_span(s) for p in contrast["positions"] for s in p["spans"])


def _span(row: Any) -> Span:
    return Span(row["page"], row["start"], row["end"])


# ------------------------------------------------------------------ is it whole?


def check(connection: Connection) -> list[str]:
    """What is wrong with the store, one line each; empty: nothing."""
    wrong = [*_check_database(connection), *_check_tables(connection)]
    if wrong:  # what asks the rows would fail at once, or be right about nothing
        return wrong
    return [*_check_pages(connection), *_check_ends(connection), *_check_told(connection)]


def count(connection: Connection) -> dict[str, int]:
    """How much the store keeps of what people ask for."""
    tables = (t.pages, t.articles, t.statements, t.events, t.stories, t.topics, t.judgements)
    return {x.name: connection.scalar(select(func.count()).select_from(x)) or 0 for x in tables}


def _check_database(connection: Connection) -> Iterator[str]:
    if connection.dialect.name != "sqlite":
        return
    yield from (f"file: {row[0]}" for row in connection.exec_driver_sql("PRAGMA integrity_check") if row[0] != "ok")
    for row in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        yield f"{row[0]}: row {row[1]} belongs to nothing in {row[2]}"


def _check_tables(connection: Connection) -> Iterator[str]:
    """The tables have the columns that this version of them has."""
    there = inspect(connection)
    tables = set(there.get_table_names())
    for table in t.metadata.sorted_tables:
        if table.name not in tables:
            yield f"table {table.name}: is missing"
            continue
        columns = {c["name"] for c in there.get_columns(table.name)}
        yield from (f"table {table.name}: no column {c.name}" for c in table.c if c.name not in columns)


def _check_pages(connection: Connection) -> Iterator[str]:
    """Every page can be read, and every span lies within its text."""
    found = (t.dates, t.mentions, t.statements, t.events, t.claims)
    keys = list(connection.scalars(select(t.pages.c.key).order_by(t.pages.c.key)))
    for part in in_parts(keys, 200):
        for row in connection.execute(select(t.pages).where(t.pages.c.key.in_(part))):
            try:
                size = len(swell(row.text))
            except (zlib.error, ValueError):
                yield f"page {row.name}: its text cannot be read"
                continue
            if size != row.characters:
                yield f"page {row.name}: {size} characters, not {row.characters}"
        for table in found:
            beyond = (
                select(t.articles.c.id, func.count())
                .join(t.articles, t.articles.c.key == table.c.article)
                .join(t.pages, t.pages.c.key == t.articles.c.page)
                .where(t.pages.c.key.in_(part))
                .where(or_(table.c.stop > t.pages.c.characters, table.c.start > table.c.stop, table.c.start < 0))
                .group_by(t.articles.c.id)
            )
            for name, n in connection.execute(beyond):
                yield f"article {name}: {n} of its {table.name} lie outside of its page"


def _check_ends(connection: Connection) -> Iterator[str]:
    """Whatever leads somewhere arrives."""
    a, s, p, x = t.articles.c, t.stories.c, t.topics.c, t.actors.c
    root = t.actors.alias()
    ids = {
        "article without a story": select(a.id).where(or_(a.story.is_(None), a.story.not_in(select(s.id)))),
        "story without a topic": select(s.id).where(s.topic.not_in(select(p.id))),
        "story without an article": select(s.id).where(s.id.not_in(select(a.story).where(a.story.is_not(None)))),
        "topic without a story": select(p.id).where(p.id.not_in(select(s.topic))),
        "derivation of no article": select(t.derivations.c.derived).where(t.derivations.c.derived.not_in(select(a.id))),
        "actor that leads nowhere": select(x.id).where(
            x.root.not_in(select(root.c.id).where(root.c.root == root.c.id))
        ),
        "version of no page": select(t.versions.c.later).where(t.versions.c.later.not_in(select(t.pages.c.name))),
        "redirect that leads nowhere": select(t.redirects.c.old).where(
            t.redirects.c.new.not_in(select(s.id).union(select(p.id), select(t.redirects.c.old)))
        ),
    }
    for what, query in ids.items():
        yield from (f"{what}: {name}" for name in connection.scalars(query))


def _check_told(connection: Connection) -> Iterator[str]:
    """Numbers of articles agree, and what was told speaks of the articles there are."""
    s = t.stories.c
    size = select(func.count()).where(t.articles.c.story == s.id).scalar_subquery()
    for name, kept, there in connection.execute(select(s.id, s.size, size).where(s.size != size)):
        yield f"story {name}: {there} articles, not {kept}"
    topics = select(t.topics.c.id).where(t.topics.c.document.is_not(None)).order_by(t.topics.c.id)
    for topic in list(connection.scalars(topics)):
        data = connection.scalar(select(t.topics.c.document).where(t.topics.c.id == topic))
        try:
            told = {a["id"] for a in json.loads(swell(data or b""))["articles"]}
        except (zlib.error, ValueError, KeyError):
            yield f"topic {topic}: what was told of it cannot be read"
            continue
        there = select(t.articles.c.id).join(t.stories, t.stories.c.id == t.articles.c.story).where(s.topic == topic)
        if told != set(connection.scalars(there)):
            yield f"topic {topic}: told of other articles than it has"
