"""The document as FollowTheMoney entities, a JSON object a line: what investigative tools (Aleph, OpenSanctions) load.

`entities(document)` gives them in an order in which nothing is named before it stands: who and what is named,
articles, mentions, events, and the ties between actor and recipient. Ids are digests of what a thing is known by, so
that two runs over the same pages name the same entities.

The schema knows no offsets, so a mention says which article and which name; `annotations` carries the spans. It knows
no status either: an event that is told as denied, planned or alleged says so at the head of its name and in its
keywords.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from riwaya.export.clean import address, json_text, lines, shown
from riwaya.export.ids import article_keys, digest
from riwaya.present.document import parties
from riwaya.present.shown import clip
from riwaya.render.catalogue import Language, language
from riwaya.render.index import Index, Row

Entity = dict[str, Any]
# A state is a legal person; the schema's public bodies are its offices. Natural places are addresses.
_SCHEMA = {"PER": "Person", "ORG": "Organization", "GPE": "LegalEntity", "LOC": "Address"}
_LANGUAGE = {"ar": "ara", "en": "eng", "fr": "fra", "fa": "fas", "ur": "urd", "he": "heb", "tr": "tur", "ku": "kur"}
_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-\d{2}(?:T\d{2}(?::\d{2}){0,2})?)?)?")
_COUNTRY = {"SU": "suhh", "YU": "yucs"}
_TITLE = 120


def render_ftm(document: Row) -> str:
    """All entities as JSON Lines."""
    return "".join(json_text(e) + "\n" for e in entities(document))


def entities(document: Row) -> Iterator[Entity]:
    """The entities of a document, each once."""
    index, words = Index(document, language("ar")), language("en")
    actors = {a["id"]: _actor(index, a) for a in document["actors"]}
    actors |= {i: _unlisted(index, i) for i in _named(document) if i not in actors}
    keys = article_keys(index)
    articles = {a["id"]: _article(index, a, keys[a["id"]]) for a in document["articles"]}
    yield from actors.values()
    yield from articles.values()
    yield from _mentions(index, actors, articles)
    for event in document["events"]:
        told = _event(index, words, event, actors, articles)
        yield told
        yield from _ties(event, told, actors)


def _entity(schema: str, key: str, **properties: Any) -> Entity:
    """An entity whose empty properties are left out; a property's values stand once and in order."""
    kept: dict[str, list[str]] = {}
    for name, value in properties.items():
        values = list(value) if isinstance(value, list | tuple) else [value]
        clean = list(dict.fromkeys(c for v in values if v and (c := _clean(name, str(v)))))
        if clean:
            kept[name] = clean
    return {"id": f"riwaya-{digest(schema, key)}", "schema": schema, "properties": kept}


def _clean(name: str, value: str) -> str:
    return lines(value) if name in {"bodyText", "description"} else shown(value)


def _named(document: Row) -> dict[str, None]:
    """Every actor that an event names, in order."""
    return dict.fromkeys(i for e in document["events"] for side in ("actor", "recipient") for i in parties(e, side))


def _actor(index: Index, actor: Row) -> Entity:
    kind, _, slug = actor["id"].partition(":")
    schema = "LegalEntity" if kind in {"group", "anon"} else _SCHEMA[actor["kind"]]
    name, country = index.name(actor["id"]), (actor.get("country") or "").removeprefix("country:")
    others = [*actor["names"]["ar"], *actor["names"]["en"]]
    code = slug if kind == "country" else country
    place = {"full": name} if schema == "Address" else {}
    return _entity(
        schema,
        actor["id"],
        name=name,
        alias=[n for n in others if n != name],
        country=_COUNTRY.get(code, code.lower()),
        wikidataId=actor["wikidata"],
        **place,
    )


def _unlisted(index: Index, actor_id: str) -> Entity:
    """Somebody whom an event names and no row describes: an unnamed source, a document from elsewhere."""
    kind = actor_id.partition(":")[0]
    schema = {"person": "Person", "org": "Organization"}.get(kind, "LegalEntity")
    return _entity(schema, actor_id, name=index.name(actor_id))


def _article(index: Index, article: Row, key: str) -> Entity:
    page = index.pages.get(article["page"], {})
    body = "\n\n".join(page.get("text", "")[start:end] for start, end in article["body"])
    url = address(article.get("url")) or address(page.get("url"))
    title = index.title(article)
    return _entity(
        "Article",
        key,
        fileName=article["page"],
        title=title,
        name=title,
        author=article["byline"],
        publisher=article["outlet"],
        publishedAt=_date((article["published"] or {}).get("value")),
        language=_LANGUAGE.get(article["language"] or "", ""),
        sourceUrl=url,
        bodyText=body,
    )


def _mentions(index: Index, actors: dict[str, Entity], articles: dict[str, Entity]) -> Iterator[Entity]:
    """One for each article and form of a name."""
    seen: set[tuple[str, str, str]] = set()
    for row in index.document["mentions"]:
        article = index.article_at(row["page"], row["start"])
        name = shown(index.words(row["page"], row["start"], row["end"]))
        actor = actors.get(row["actor"] or "")
        if article is None or not name or (article["id"], row["actor"] or "", name) in seen:
            continue
        seen.add((article["id"], row["actor"] or "", name))
        document = articles[article["id"]]["id"]
        schema = actor["schema"] if actor else _SCHEMA[row["type"]]
        resolved = actor["id"] if actor and schema != "Address" else None
        key = "\x1f".join((document, row["actor"] or "", name))
        yield _entity("Mention", key, document=document, name=name, resolved=resolved, detectedSchema=schema)


def _event(index: Index, words: Language, event: Row, actors: dict[str, Entity], articles: dict[str, Entity]) -> Entity:
    first = event["mentions"][0]
    told = index.words(first["page"], first["start"], first["end"])
    met = [index.article_at(m["page"], m["start"]) for m in event["mentions"]]
    proofs = [articles[a["id"]] for a in met if a is not None]
    status = "" if event["status"] == "happened" else f"[{event['status']}] "
    involved = [actors[i] for side in ("actor", "recipient") for i in parties(event, side)]
    place = actors.get(event["place"] or "")
    key = "\x1f".join((proofs[0]["id"] if proofs else first["page"], event["type"], str(first["start"]), event["id"]))
    return _entity(
        "Event",
        key,
        name=status + clip(shown(told), _TITLE),
        summary=words.label("event", event["type"]),
        description=told,
        keywords=[event["type"], event["mode"], event["quad"], event["status"]],
        **_dates(event["date"]),
        involved=[a["id"] for a in involved if a["schema"] != "Address"],
        location=index.name(event["place"]),
        addressEntity=place["id"] if place and place["schema"] == "Address" else None,
        proof=[p["id"] for p in proofs],
        recordId=event["id"],
    )


def _ties(event: Row, told: Entity, actors: dict[str, Entity]) -> Iterator[Entity]:
    """Who acted on whom: the event itself only knows who is involved. A happening without a type is no tie."""
    if event["type"] == "NONE":
        return
    role = " ".join(p for p in (event["type"], event["mode"]) if p)
    for a in parties(event, "actor"):
        for b in parties(event, "recipient"):
            if a != b:
                yield _entity(
                    "UnknownLink",
                    f"{told['id']}\x1f{a}\x1f{b}",
                    subject=actors[a]["id"],
                    object=actors[b]["id"],
                    role=role,
                    status=event["status"],
                    **_dates(event["date"]),
                    proof=told["properties"].get("proof", ()),
                    recordId=event["id"],
                )


def _date(value: str | None) -> str | None:
    """A date in the schema's form: a prefix of ISO 8601; None for what is none."""
    return value if value and _DATE.fullmatch(value) else None


def _dates(value: str | None) -> dict[str, str | None]:
    first, slash, last = (value or "").partition("/")
    return {"startDate": _date(first), "endDate": _date(last)} if slash else {"date": _date(value)}
