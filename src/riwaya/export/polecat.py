"""Events as a POLECAT-style TSV: the forty columns of the published files, by name and in order, then our own.

`render_polecat(document)` gives the text; missing values are `None` and several values stand with `; ` between them, as
in the dataset. A row is an event of PLOVER's sixteen types that is told as having happened: the dataset has no column
for a status, and an event that somebody denies must not be counted. `left_out` says how many are not there.

What we cannot vouch for stays `None`: Correlates of War numbers, sectors, Wikipedia titles, coordinates.
`Event Date` is a day or nothing; the date as told stands in `Riwaya Date` (EDTF). Offsets are in code points.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import version

from babel.core import get_global

from riwaya.export.clean import cell
from riwaya.present.document import parties
from riwaya.render.catalogue import language
from riwaya.render.index import Index, Row

COLUMNS = (
    "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts",
    "Actor Name", "Actor Country", "Actor COW", "Primary Actor Sector", "Actor Sectors", "Actor Title",
    "Actor Name Raw", "Wikipedia Actor ID",
    "Recipient Name", "Recipient Country", "Recipient COW", "Primary Recipient Sector", "Recipient Sectors",
    "Recipient Title", "Recipient Name Raw", "Wikipedia Recipient ID",
    "Placename", "City", "District", "Province", "Country", "Latitude", "Longitude", "GeoNames ID", "Raw Placename",
    "Feature Type", "Source", "Publication Date", "Story People", "Story Organizations", "Story Locations",
    "Language", "Version",
)  # fmt: skip
OWN_COLUMNS = (
    "Riwaya Date", "Confidence", "Rule", "Actor ID", "Recipient ID", "Actor Wikidata", "Recipient Wikidata",
    "Reported By", "Quantities", "Source Spans",
)  # fmt: skip
_NONE = "None"
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:T.*)?")
_LISTED = {"PER": "Story People", "ORG": "Story Organizations", "GPE": "Story Locations", "LOC": "Story Locations"}


def render_polecat(document: Row) -> str:
    """The events of a document as tab-separated lines under a header; names in English where known."""
    index = Index(document, language("en"))
    met, listed = _names_met(index), _names_listed(index)
    out = ["\t".join((*COLUMNS, *OWN_COLUMNS))]
    for event in _told(document):
        row = _row(index, event, met) | listed.get(event.get("article") or "", {})
        out.append("\t".join(row.get(column) or _NONE for column in (*COLUMNS, *OWN_COLUMNS)))
    return "\n".join(out) + "\n"


def left_out(document: Row) -> int:
    """How many events have no row: of no PLOVER type, or told as denied, planned or alleged."""
    return len(document["events"]) - len(list(_told(document)))


def _told(document: Row) -> Iterator[Row]:
    return (e for e in document["events"] if e["type"] != "NONE" and e["status"] == "happened")


def _row(index: Index, event: Row, met: dict[tuple[str, str], str]) -> dict[str, str]:
    first = event["mentions"][0]
    article = index.article_at(first["page"], first["start"]) or {}
    day = _DAY.fullmatch(event["date"] or "")
    published = _DAY.fullmatch((article.get("published") or {}).get("value") or "")
    place = event["place"]
    return {
        "Event ID": _text(event["id"]),
        "Event Date": day[1] if day else "",
        "Event Type": event["type"],
        "Event Mode": event["mode"] or "",
        "Intensity": "" if event["intensity"] is None else f"{event['intensity']:.1f}",
        "Quad Code": (event["quad"] or "").replace("_", " ").upper(),
        "Contexts": _join(event.get("contexts") or ()),
        **_party(index, event, "actor", met),
        **_party(index, event, "recipient", met),
        "Placename": _text(index.name(place)),
        "Country": _alpha3(_country(index, place)),
        "Raw Placename": _text(met.get((first["page"], place or ""), "")),
        "Source": _text(index.outlet(article or None, first["page"])),
        "Publication Date": published[1] if published else "",
        "Language": _text(article.get("language") or ""),
        "Version": f"riwaya-{version('riwaya')}",
        "Riwaya Date": _text(event["date"] or ""),
        "Confidence": f"{event['confidence']:.3f}",
        "Rule": _text(event["rule"]),
        "Reported By": _join(index.name(i) for i in event["reported_by"]),
        "Quantities": _join(f"{q['what']} {q['bound']} {q['value']:g}" for q in event["quantities"]),
        "Source Spans": _join(f"{m['page']}:{m['start']}-{m['end']}" for m in event["mentions"]),
    }


def _party(index: Index, event: Row, side: str, met: dict[tuple[str, str], str]) -> dict[str, str]:
    """The columns of one side. Its raw name is how the first page that tells the event writes it."""
    ids, title = parties(event, side), side.title()
    page = event["mentions"][0]["page"]
    return {
        f"{title} Name": _join(index.name(i) for i in ids),
        f"{title} Country": _join(_alpha3(_country(index, i)) or _NONE for i in ids),
        f"{title} Name Raw": _join(met.get((page, i)) or _NONE for i in ids),
        f"{title} ID": _join(ids),
        f"{title} Wikidata": _join(index.actors.get(i, {}).get("wikidata") or _NONE for i in ids),
    }


def _country(index: Index, actor: str | None) -> str:
    """The two letters of the state that an actor is or acts for."""
    named = actor if (actor or "").startswith("country:") else index.actors.get(actor or "", {}).get("country")
    return (named or "").removeprefix("country:")


@cache
def _codes() -> dict[str, str]:
    """ISO 3166 codes of three letters by those of two."""
    aliases: dict[str, list[str]] = get_global("territory_aliases")  # type: ignore[assignment]
    found = {new[0]: old for old, new in sorted(aliases.items()) if len(old) == 3 and old.isalpha() and len(new) == 1}
    # where the table has more than one, today's; former states by their last
    return found | {
        "CD": "COD",
        "FR": "FRA",
        "MM": "MMR",
        "SU": "SUN",
        "TL": "TLS",
        "XK": "XKX",
        "YE": "YEM",
        "YU": "YUG",
    }


def _alpha3(code: str) -> str:
    return _codes().get(code, "")


def _names_met(index: Index) -> dict[tuple[str, str], str]:
    """How a page first writes the name of an actor."""
    met: dict[tuple[str, str], str] = {}
    for m in index.document["mentions"]:
        if m["actor"]:
            met.setdefault((m["page"], m["actor"]), index.words(m["page"], m["start"], m["end"]))
    return met


def _names_listed(index: Index) -> dict[str, dict[str, str]]:
    """For each article the people, organizations and places that it names."""
    found: dict[str, dict[str, dict[str, None]]] = {}
    for m in index.document["mentions"]:
        article = index.article_at(m["page"], m["start"])
        if article:
            name = index.name(m["actor"]) or index.words(m["page"], m["start"], m["end"])
            found.setdefault(article["id"], {}).setdefault(_LISTED[m["type"]], {})[name] = None
    return {a: {column: _join(names) for column, names in columns.items()} for a, columns in found.items()}


def _text(value: str) -> str:
    """One field: no tab, no line break, nothing that a spreadsheet would run."""
    return cell(" ".join(value.split()))


def _join(values: Iterable[str]) -> str:
    return _text("; ".join(value.replace(";", ",") for value in values if value))
