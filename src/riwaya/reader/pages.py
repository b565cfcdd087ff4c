"""The pages of news: today, a story, the words of a page, a copy beside its source."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request

from riwaya.present import drawn
from riwaya.reader import chart, lineage
from riwaya.reader import story as told
from riwaya.reader.asking import Asker, RefusedError
from riwaya.reader.document import Index
from riwaya.reader.page_text import blocks_of
from riwaya.reader.view import Settings

MARKS = ("differs", "rewritten", "moved_on", "denied", "machine_translation")
_ROWS = 30  # topics of one page of today
FILTERS = ("outlet", "actor", "place", "since", "until")
_SURE = 0.4  # events below this wait behind «show all»; as the report has it
_ANYTHING = re.compile(r"(\d{1,9})-(\d{1,9})")
_ID = re.compile(r"[\w.:@-]{1,80}")


@dataclass(frozen=True, slots=True)
class Built:
    """A page to be rendered: its template, what the template is given, and its status."""

    template: str
    values: dict[str, Any] = field(default_factory=dict)
    status: int = 200


async def today(request: Request, ask: Asker, settings: Settings) -> Built:
    """Topics, one line each, by weight and newness or by newness alone."""
    given = request.query_params
    sort = "new" if given.get("sort") == "new" else "weight"
    mark = given.get("marks") if given.get("marks") in MARKS else None
    asked = {k: given[k] for k in FILTERS if given.get(k)}
    found = await ask.get("/topics", sort=sort, marks=mark, limit=_ROWS, before=given.get("before") or None, **asked)
    chosen = {"sort": sort, "marks": mark or "", **asked}
    return Built(
        "today.html",
        {
            "topics": found["items"],
            "next": found["next"],
            "chosen": chosen,
            "marks": MARKS,
            "named": await actor_name(ask, asked.get("actor")),
            "first": not given.get("before"),
        },
    )


async def actor_name(ask: Asker, actor: str | None) -> str:
    """The name of the actor that a list is about."""
    known = await ask.maybe(f"/actors/{actor}") if actor else None
    return str(known["name"]) if known else ""


# ------------------------------------------------------------------ a story


async def topic(request: Request, ask: Asker, settings: Settings) -> Built:
    """A topic: what happened, where accounts differ, who is the source, and all that rests on."""
    return await _told(request, ask, settings, "topics")


async def story(request: Request, ask: Asker, settings: Settings) -> Built:
    """A topic, one of whose stories was asked for."""
    return await _told(request, ask, settings, "stories")


async def _told(request: Request, ask: Asker, settings: Settings, kind: str) -> Built:
    document = await _document(request, ask, kind)
    on = f"topic:{document['line']['id']}"
    said = (await ask.get("/comments", on=on, limit=100))["items"] if "/comments" in ask.paths else None
    built = _story(document, settings, bool(request.query_params.get("print")))
    built.values.update(comments=said, said=bool(request.query_params.get("said")))
    return built


async def _document(request: Request, ask: Asker, kind: str) -> Any:
    asked = request.path_params["id"]
    if not _ID.fullmatch(asked):
        raise RefusedError(404, None, {})
    return await ask.get(f"/{kind}/{asked}")


def moved(location: str) -> str | None:
    """Our page for where the API says a topic or a story went."""
    m = re.search(r"/(topics|stories)/([\w.:@-]{1,80})$", location)
    return f"/{'topic' if m[1] == 'topics' else 'story'}/{m[2]}" if m else None


def _story(document: Any, settings: Settings, printed: bool) -> Built:
    line = document["line"]
    index = Index(document, settings.words, line["id"])
    events = told.happenings(index)
    sure = {h.id for h in sorted(events, key=lambda h: -h.confidence)[:12] if h.confidence >= _SURE}
    sure |= {h.id for h in sorted(events, key=lambda h: -h.confidence)[:5]}
    ties = told.ties(index)
    return Built(
        "story.html",
        {
            "line": line,
            "asked": document.get("story"),
            "lines": told.lines(index),
            "differences": told.differences(index),
            "lineages": lineage.lineages(index),
            "events": events,
            "sure": sure,
            "axis": drawn.lay_days([h.date for h in events], settings.words.direction == "rtl"),
            "chart": chart.lay_chart(chart.spots_of(index)),
            "chart_width": chart.WIDTH,
            "ties": ties,
            "graph": drawn.lay_graph([(t.a[1], t.b[1], t.score) for t in ties]),
            "speakers": told.speakers(index),
            "accounts": told.accounts(index),
            "related": document["related"],
            "notes": document["notes"],
            "settled": {s["contrast"]: s for s in document["settled"]},
            "number": index.number,
            "numbered": index.numbered,
            "printed": printed,
        },
    )


async def page_words(request: Request, ask: Asker, settings: Settings) -> Built:
    """The text of one page, with the words that a story rests on, and those that were asked for."""
    document = await _document(request, ask, "topics")
    index = Index(document, settings.words, document["line"]["id"])
    name = request.query_params.get("page", "")
    if name not in index.pages:
        raise RefusedError(404, None, {})
    m = _ANYTHING.fullmatch(request.query_params.get("at", ""))
    at = (int(m[1]), int(m[2])) if m and int(m[1]) < int(m[2]) else None
    articles = index.articles_on.get(name, [])
    own = index.article_at(name, at[0]) if at else next((a for a in articles if a["role"] == "main"), None)
    own = own or (articles[0] if articles else None)
    return Built(
        "words.html",
        {
            "line": document["line"],
            "outlet": index.outlet(own, name),
            "title": index.title(own) if own else "",
            "published": own["published"] if own else None,
            "byline": (own or {}).get("byline") or "",
            "credits": list(dict.fromkeys(index.name(c["to"]) for a in articles for c in a["credits"])),
            "signs": [s for a in articles for s in a["signs"]],
            "url": index.url(own, name),
            "name": name,
            "language": own["language"] if own else "ar",
            "blocks": blocks_of(index, name, at),
            "at": at,
            "quoted": index.words(name, *at) if at else "",
        },
    )


async def copy(request: Request, ask: Asker, settings: Settings) -> Built:
    """What one article took from another, sentence by sentence."""
    document = await _document(request, ask, "topics")
    index = Index(document, settings.words, document["line"]["id"])
    wanted = (request.query_params.get("source", ""), request.query_params.get("derived", ""))
    found = next((x for x in lineage.lineages(index) if (x.source_id, x.derived_id) == wanted and x.pairs), None)
    if found is None:
        raise RefusedError(404, None, {})
    return Built("copy.html", {"line": document["line"], "x": found, "number": index.number})
