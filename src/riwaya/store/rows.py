"""What was found in an article as rows of the store, and rows as what was found. Lossless both ways.

`Kept` is an article with its findings, as the store hands it out: ids of actors are those that the page gave; `people`
tells whom they mean today.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, insert, select

from riwaya.model import (
    Article,
    Claim,
    DateKind,
    DateMention,
    Event,
    Mention,
    MentionType,
    Mode,
    Polarity,
    Span,
    Speaker,
    Statement,
    When,
)
from riwaya.store import tables as t
from riwaya.store.codec import from_plain, to_plain

Row = Any
_FOUND = (t.dates, t.mentions, t.statements, t.events, t.claims)
_AT_ONCE = 400
"""Keys asked for in one query."""


@dataclass(frozen=True, slots=True)
class Kept:
    """An article and all that was found in it, each tuple in reading order."""

    article: Article
    dates: tuple[DateMention, ...] = ()
    mentions: tuple[Mention, ...] = ()
    statements: tuple[Statement, ...] = ()
    events: tuple[Event, ...] = ()
    claims: tuple[Claim, ...] = ()


def put_found(connection: Connection, kept: Sequence[tuple[int, Kept]]) -> None:
    """Write what was found in articles, each with its key."""
    rows: dict[Table, list[dict[str, Any]]] = defaultdict(list)
    for key, one in kept:
        for table, found, row in _to_write(one):
            rows[table] += ({"article": key, "n": n, **row(x, one.article.id)} for n, x in enumerate(found))
        rows[t.event_actors] += _event_actor_rows(key, one.events)
    for table, batch in rows.items():
        if batch:
            connection.execute(insert(table), batch)


def _to_write(one: Kept) -> Iterable[tuple[Table, Sequence[Any], Callable[[Any, str], dict[str, Any]]]]:
    yield t.dates, one.dates, _date_row
    yield t.mentions, one.mentions, _mention_row
    yield t.statements, one.statements, _statement_row
    yield t.events, one.events, _event_row
    yield t.claims, one.claims, _claim_row


def get_found(connection: Connection, articles: Mapping[int, Article]) -> dict[int, Kept]:
    """What was found in `articles`, by their keys."""
    found: dict[int, dict[str, tuple[Any, ...]]] = {key: {} for key in articles}
    keys = list(articles)
    for table, read in zip(_FOUND, (_date, _mention, _statement, _event, _claim), strict=True):
        rows: dict[int, list[Any]] = defaultdict(list)
        for part in in_parts(keys):
            for row in connection.execute(
                select(table).where(table.c.article.in_(part)).order_by(table.c.article, table.c.n)
            ):
                rows[row.article].append(read(row._mapping, articles[row.article]))
        for key, values in rows.items():
            found[key][table.name] = tuple(values)
    return {key: Kept(article, **found[key]) for key, article in articles.items()}


def in_parts(keys: Iterable[Any], size: int = _AT_ONCE) -> Iterable[list[Any]]:
    """`keys` in lists that one query can hold."""
    whole = list(keys)
    return (whole[i : i + size] for i in range(0, len(whole), size))


def _day(value: Any) -> str | None:
    return None if value is None else value.isoformat()


def _tag(identity: str, article: str) -> str:
    """An id without its article's; as it is where it does not begin with that."""
    return identity.removeprefix(article + "/")


def _whole(tag: str, article: str) -> str:
    return tag if "/" in tag else f"{article}/{tag}"


def _place(span: Span) -> dict[str, int]:
    return {"start": span.start, "stop": span.end}


def _pair(name: str, span: Span | None) -> dict[str, int | None]:
    return {f"{name}_start": span.start if span else None, f"{name}_stop": span.end if span else None}


def _span(row: Row, page: str, name: str = "") -> Span | None:
    start, stop = row[f"{name}_start" if name else "start"], row[f"{name}_stop" if name else "stop"]
    return None if start is None else Span(page, start, stop)


# ------------------------------------------------------------------ dates and names


def _date_row(found: DateMention, _: str) -> dict[str, Any]:
    when = found.when
    return {
        **_place(found.span),
        "kind": found.kind.value,
        "value": when and when.value,
        "day_from": when and _day(when.start),
        "day_to": when and _day(when.end),
        "precision": when and when.precision.value,
        "calendar": when and when.calendar,
        "origin": when and when.origin.value,
        "rule": found.rule,
        "note": found.note,
    }


def _date(row: Row, article: Article) -> DateMention:
    when = None
    if row["value"] is not None:
        plain = {"value": row["value"], "start": row["day_from"], "end": row["day_to"]}
        when = from_plain(
            When, {**plain, "precision": row["precision"], "calendar": row["calendar"], "origin": row["origin"]}
        )
    return DateMention(_sure(row, article), DateKind(row["kind"]), when, row["rule"], row["note"])


def _sure(row: Row, article: Article) -> Span:
    return Span(article.page, row["start"], row["stop"])


def _mention_row(found: Mention, _: str) -> dict[str, Any]:
    names = {"type": found.type.value, "actor": found.actor, "rule": found.rule, "why": found.why}
    return {**_place(found.span), **names}


def _mention(row: Row, article: Article) -> Mention:
    return Mention(_sure(row, article), MentionType(row["type"]), row["actor"], row["rule"], row["why"])


# ------------------------------------------------------------------ statements


def _statement_row(found: Statement, article: str) -> dict[str, Any]:
    speaker = found.speaker
    return {
        **_place(found.span),
        "tag": _tag(found.id, article),
        "mode": found.mode.value,
        "polarity": found.polarity.value,
        **_pair("cue", found.cue),
        "spoken": int(speaker is not None),
        "speaker": speaker and speaker.actor,
        **_pair("speaker", speaker.span if speaker else None),
        "hedge": found.hedge,
        "via": json.dumps(found.via),
        "rule": found.rule,
        "same_as": found.same_as,
        "jointly": json.dumps(
            [(s.actor, *((s.span.start, s.span.end) if s.span else (None, None))) for s in found.jointly]
        ),
    }


def _statement(row: Row, article: Article) -> Statement:
    return Statement(
        id=_whole(row["tag"], article.id),
        article=article.id,
        span=_sure(row, article),
        mode=Mode(row["mode"]),
        polarity=Polarity(row["polarity"]),
        cue=_span(row, article.page, "cue"),
        speaker=Speaker(_span(row, article.page, "speaker"), row["speaker"]) if row["spoken"] else None,
        hedge=row["hedge"],
        via=tuple(json.loads(row["via"])),
        rule=row["rule"],
        same_as=row["same_as"],
        jointly=tuple(
            Speaker(None if start is None else article.span(start, stop), actor)
            for actor, start, stop in json.loads(row["jointly"])
        ),
    )


# ------------------------------------------------------------------ events and claims


def _event_row(found: Event, article: str) -> dict[str, Any]:
    when = found.when
    first = found.mentions[0].span if found.mentions else Span(article, 0, 0)
    return {
        **_place(first),
        "tag": _tag(found.id, article),
        "type": found.type,
        "mode": found.mode,
        "status": found.status.value,
        "day_from": when and _day(when.start),
        "day_to": when and _day(when.end),
        "place": found.place,
        "confidence": found.confidence,
        "rule": found.rule,
        "data": _dump(to_plain(found), ("id", "article", "type", "mode", "status", "place", "confidence", "rule")),
    }


def _dump(plain: dict[str, Any], known: Sequence[str]) -> str:
    """What no column holds, as JSON."""
    return json.dumps({k: v for k, v in plain.items() if k not in known}, separators=(",", ":"))


def _event(row: Row, article: Article) -> Event:
    columns = {k: row[k] for k in ("type", "mode", "status", "place", "confidence", "rule")}
    plain = {"id": _whole(row["tag"], article.id), "article": article.id, **columns}
    return from_plain(Event, {**plain, **json.loads(row["data"])})


def _event_actor_rows(key: int, events: Sequence[Event]) -> Iterable[dict[str, Any]]:
    for n, event in enumerate(events):
        for role, ids in (("actor", event.actor), ("recipient", event.recipient)):
            for actor in dict.fromkeys(ids):
                yield {"article": key, "n": n, "role": role, "actor": actor}


def _claim_row(found: Claim, _: str) -> dict[str, Any]:
    columns = {"relation": found.relation, "subject": found.subject, "object": found.object, "said_by": found.said_by}
    return {**_place(found.span), **columns, "data": _dump(to_plain(found), ("article", "span", *columns))}


def _claim(row: Row, article: Article) -> Claim:
    columns = {k: row[k] for k in ("relation", "subject", "object", "said_by")}
    plain = {"article": article.id, "span": [article.page, row["start"], row["stop"]], **columns}
    return from_plain(Claim, {**plain, **json.loads(row["data"])})
