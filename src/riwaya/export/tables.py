"""The document as tables for a spreadsheet: CSV (RFC 4180) in UTF-8 with a byte order mark, one file for each table.

`render_csv(document, table)` gives one of `TABLES`. Column names are English and stay; names of actors are in `lang`.
Every row of words says where they stand (`page`, `start`, `end`, in code points). A cell that a spreadsheet would run
as a formula gets an apostrophe before it; numbers stay numbers.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from typing import Any

from riwaya.errors import UsageError
from riwaya.export.clean import cell
from riwaya.present.document import parties
from riwaya.render.catalogue import language
from riwaya.render.differences import Side, differences
from riwaya.render.index import Index, Row, blank_controls

_BOM = "\ufeff"
_LIST = "; "


def render_csv(document: Row, table: str, *, lang: str = "ar") -> str:
    """One table of the document as CSV. Raises `UsageError` where there is no such table."""
    if table not in TABLES:
        raise UsageError(f"no table {table!r}; there are: {', '.join(TABLES)}")
    columns, rows = TABLES[table]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows(Index(document, language(lang))):
        writer.writerow([_cell(value) for value in row])
    return _BOM + out.getvalue()


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return cell(_LIST.join(str(v) for v in value))
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, int | float) else cell(str(value))


def _stories_of(index: Index) -> dict[str, tuple[str, str]]:
    """Article id to the ids of its story and its topic."""
    topics = {s: t["id"] for t in index.document["topics"] for s in t["stories"]}
    return {a: (s["id"], topics.get(s["id"], "")) for s in index.document["stories"] for a in s["articles"]}


def _articles(index: Index) -> Iterator[tuple[Any, ...]]:
    grouped = _stories_of(index)
    for a in index.document["articles"]:
        published = a["published"] or {}
        yield (
            a["id"],
            *reversed(grouped.get(a["id"], ("", ""))),
            a["page"],
            a["role"],
            a["outlet"],
            a["byline"],
            index.title(a),
            published.get("value"),
            published.get("precision"),
            published.get("from"),
            a["language"],
            a.get("url"),
            [c["to"] for c in a["credits"]],
            list(dict.fromkeys(s["kind"] for s in a["signs"])),
            sum(end - start for start, end in a["body"]),
        )


def _statements(index: Index) -> Iterator[tuple[Any, ...]]:
    for s in index.document["statements"]:
        article = index.article_at(s["page"], s["start"])
        speaker, cue = s["speaker"] or {}, s["cue"]
        said = speaker.get("start") is not None
        yield (
            s["id"],
            s.get("article") or (article or {}).get("id"),
            index.outlet(article, s["page"]),
            index.name(speaker.get("actor")),
            speaker.get("actor"),
            index.words(s["page"], speaker["start"], speaker["end"]) if said else "",
            s["polarity"],
            s["mode"],
            s["hedge"],
            index.words(s["page"], *cue) if cue else "",
            index.names(s["via"]),
            index.names([one["actor"] for one in s.get("jointly", []) if one["actor"]]),
            index.words(s["page"], s["start"], s["end"]),
            s.get("same_as"),
            s["page"],
            s["start"],
            s["end"],
            s["rule"],
        )


def _events(index: Index) -> Iterator[tuple[Any, ...]]:
    for e in index.document["events"]:
        first = e["mentions"][0]
        trigger = first["trigger"]
        yield (
            e["id"],
            e.get("article"),
            e["type"],
            e["mode"],
            e["quad"],
            e["intensity"],
            e["status"],
            e["confidence"],
            index.names(parties(e, "actor")),
            parties(e, "actor"),
            index.names(parties(e, "recipient")),
            parties(e, "recipient"),
            e["date"],
            index.name(e["place"]),
            e["place"],
            [f"{q['what']} {q['bound']} {q['value']:g}" for q in e["quantities"]],
            index.names(e["reported_by"]),
            len({m["page"] for m in e["mentions"]}),
            index.words(first["page"], first["start"], first["end"]),
            index.words(first["page"], *trigger) if trigger else "",
            first["page"],
            first["start"],
            first["end"],
            e["rule"],
        )


def _claims(index: Index) -> Iterator[tuple[Any, ...]]:
    for c in index.document["claims"]:
        quantity = c["quantity"] or {}
        yield (
            c.get("article"),
            index.name(c["subject"]),
            c["subject"],
            c["relation"],
            index.name(c["object"]),
            c["object"],
            quantity.get("value"),
            quantity.get("unit"),
            quantity.get("bound"),
            c["as_of"],
            index.name(c["said_by"]),
            index.words(c["page"], c["start"], c["end"]),
            c["page"],
            c["start"],
            c["end"],
        )


def _contrasts(index: Index) -> Iterator[tuple[Any, ...]]:
    """One row for each position; `contrast` numbers the contrasts of a topic from 1."""
    for topic in index.document["topics"]:
        for number, row in enumerate(topic["contrasts"], 1):
            (told,) = differences(index, [row])
            sides = told.sides if len(told.sides) == len(row["positions"]) else tuple(_sides(index, row))
            for n, (position, side) in enumerate(zip(row["positions"], sides, strict=True), 1):
                words = side.fullest
                yield (
                    topic["id"],
                    number,
                    row["kind"],
                    row.get("sure", True),
                    told.subject,
                    n,
                    side.value,
                    position.get("as_of"),
                    side.holder,
                    position["holder"],
                    list(dict.fromkeys(e.outlet for e in side.evidence)),
                    words.words if words else "",
                    words.page if words else "",
                    words.start if words else None,
                    words.end if words else None,
                    row.get("rule"),
                )


def _sides(index: Index, row: Row) -> Iterator[Side]:
    """Each position by itself, where a contrast is shown on one line (spellings)."""
    for position in row["positions"]:
        evidence = tuple(index.cite_all(position["spans"]))
        yield Side(blank_controls(position["value"]), index.name(position["holder"]), evidence)


def _brief(index: Index) -> Iterator[tuple[Any, ...]]:
    for topic in index.document["topics"]:
        for number, line in enumerate(topic["brief"], 1):
            evidence = index.cite_all(line["spans"])
            first = evidence[0] if evidence else None
            yield (
                topic["id"],
                topic["title"],
                number,
                line["date"],
                line["text"],
                (line.get("rephrased") or {}).get("text"),
                (line.get("translated") or {}).get("text"),
                line["independent_sources"],
                line["warning"],
                list(dict.fromkeys(e.outlet for e in evidence)),
                first.page if first else "",
                first.start if first else None,
                first.end if first else None,
                [f"{e.page}:{e.start}-{e.end}" for e in evidence],
            )


def _columns(names: str) -> list[str]:
    """Column names of a table; `*` stands for where the words are."""
    return names.replace("*", "page start end").split()


TABLES: dict[str, tuple[list[str], Callable[[Index], Iterator[tuple[Any, ...]]]]] = {
    "articles": (
        _columns(
            "id topic story page role outlet byline title published precision published_from language url credits "
            "signs characters"
        ),
        _articles,
    ),
    "statements": (
        _columns(
            "id article outlet speaker speaker_id speaker_words polarity mode hedge cue via jointly words "
            "same_as * rule"
        ),
        _statements,
    ),
    "events": (
        _columns(
            "id article type mode quad intensity status confidence actor actor_id recipient recipient_id date place "
            "place_id quantities reported_by pages words trigger * rule"
        ),
        _events,
    ),
    "claims": (
        _columns("article subject subject_id relation object object_id value unit bound as_of said_by words *"),
        _claims,
    ),
    "contrasts": (
        _columns("topic contrast kind sure question position value as_of holder holder_id outlets words * rule"),
        _contrasts,
    ),
    "brief": (
        _columns("topic topic_title line date text rephrased translated independent_sources warning outlets * spans"),
        _brief,
    ),
}
"""The tables: their columns, and what gives their rows."""
