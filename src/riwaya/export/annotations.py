"""Every span of the document as a W3C Web Annotation (JSON-LD): for annotation tools, and for whoever checks us.

An annotation's target is a page's text as it was read. Both selectors say the same: `TextPositionSelector` counts
code points, as the standard asks, and `TextQuoteSelector` gives the words exactly, with some before and after.
Positions count into our reading of a page and not into its markup, so the source is that text, named by a `tag:` URI;
the address of the page, where it has one, is its `scope`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from riwaya.export.clean import address, json_text
from riwaya.export.ids import digest, tag
from riwaya.render.catalogue import language
from riwaya.render.index import Index, Row

Annotation = dict[str, Any]
Pair = list[int]
_CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_AROUND = 32  # code points quoted before and after
_Found = tuple[str, str, Row, list[str]]  # kind, purpose, span, values


def render_annotations(document: Row) -> str:
    """All annotations as one `AnnotationCollection` with one page."""
    items = list(annotate(document))
    name = tag("annotations", digest(*(i["id"] for i in items)))
    page = {"id": name + "/1", "type": "AnnotationPage", "partOf": name, "startIndex": 0, "items": items}
    collection = {"@context": _CONTEXT, "id": name, "type": "AnnotationCollection", "label": "riwaya/1"}
    return json_text(collection | {"total": len(items), "first": page}, indent=1) + "\n"


def annotate(document: Row) -> Iterator[Annotation]:
    """One annotation for every span that the document names; the same kind, words and values stand once."""
    index = Index(document, language("en"))
    seen: set[str] = set()
    for kind, purpose, span, values in _found(index):
        target = _target(index, span)
        if target is None:
            continue
        made = _annotation(kind, purpose, target, values)
        if made["id"] not in seen:
            seen.add(made["id"])
            yield made


def _annotation(kind: str, purpose: str, target: Row, values: list[str]) -> Annotation:
    position = target["selector"][0]
    name = digest(kind, target["source"]["id"], str(position["start"]), str(position["end"]), *values)
    bodies = [{"type": "TextualBody", "purpose": "classifying", "value": kind, "format": "text/plain"}]
    bodies += [{"type": "TextualBody", "purpose": purpose, "value": v, "format": "text/plain"} for v in values]
    motivation = "classifying" if purpose == "tagging" else purpose
    return {
        "id": tag("annotation", name),
        "type": "Annotation",
        "motivation": motivation,
        "body": bodies,
        "target": target,
    }


def _target(index: Index, span: Row) -> Row | None:
    page = index.pages.get(span["page"])
    start, end = span["start"], span["end"]
    if page is None or not 0 <= start < end <= len(page["text"]):
        return None
    text, url = page["text"], address(page.get("url"))
    quote = {"type": "TextQuoteSelector", "exact": text[start:end]}
    quote |= {"prefix": text[max(0, start - _AROUND) : start], "suffix": text[end : end + _AROUND]}
    position = {"type": "TextPositionSelector", "start": start, "end": end}
    return {
        "type": "SpecificResource",
        "source": {"id": tag("page", span["page"]), "type": "Text", "format": "text/plain"},
        "selector": [position, quote],
        **({"scope": url} if url else {}),
    }


def _found(index: Index) -> Iterator[_Found]:
    doc = index.document
    yield from _of_articles(doc)
    for row in doc["dates"]:
        yield "date", "tagging", row, _values(row["kind"], row["value"])
    for row in doc["mentions"]:
        yield "mention", "identifying", row, _values(row["type"], row["actor"])
    yield from _of_statements(doc)
    for row in doc["claims"]:
        yield "claim", "tagging", row, _values(row["relation"], row["subject"], row["object"])
    yield from _of_events(doc)
    yield from _of_derivations(index)
    yield from _of_topics(doc)
    for row in doc.get("versions", ()):
        for edit in row["changed"]:
            for page, end in ((row["from"], edit["from"]), (row["to"], edit["to"])):
                if end:
                    yield "version", "editing", _span(page, end), [edit["kind"]]


def _of_articles(doc: Row) -> Iterator[_Found]:
    for page in doc["pages"]:
        for block in page["blocks"]:
            yield "block", "tagging", {**block, "page": page["page"]}, [block["kind"]]
    for row in doc["articles"]:
        page, title = row["page"], row["title"]
        if title and title["start"] is not None:
            yield "title", "identifying", {**title, "page": page}, [row["id"]]
        for credit in row["credits"]:
            yield "credit", "tagging", {**credit, "page": page}, _values(credit["kind"], credit["to"])
        for sign in row["signs"]:
            yield "sign", "tagging", {**sign, "page": page}, _values(sign["kind"], sign["why"])
        for image in row["images"]:
            yield "caption", "identifying", _span(page, image["caption"]), [row["id"]]


def _of_statements(doc: Row) -> Iterator[_Found]:
    for row in doc["statements"]:
        speaker, page = row["speaker"] or {}, row["page"]
        yield "statement", "tagging", row, _values(row["id"], row["polarity"], row["mode"], speaker.get("actor"))
        if row["cue"]:
            yield "cue", "identifying", _span(page, row["cue"]), [row["id"]]
        for who in (speaker, *row.get("jointly", ())):
            if who.get("start") is not None:
                yield "speaker", "identifying", _span(page, [who["start"], who["end"]]), [row["id"]]


def _of_events(doc: Row) -> Iterator[_Found]:
    for row in doc["events"]:
        for mention in row["mentions"]:
            yield "event", "tagging", mention, _values(row["id"], row["type"], row["mode"], row["status"])
            if mention["trigger"]:
                yield "trigger", "identifying", _span(mention["page"], mention["trigger"]), [row["id"]]
        for q in row["quantities"]:
            yield "quantity", "tagging", q, _values(row["id"], q["what"], f"{q['bound']} {q['value']:g}")


def _of_derivations(index: Index) -> Iterator[_Found]:
    """Both ends of every sentence that was taken over, and of every change to it; each names the other."""
    for row in index.document["derivations"]:
        pages = [index.articles[e]["page"] if isinstance(e, str) and e in index.articles else None
                 for e in (row["from"], row["to"])]  # fmt: skip
        for pair in row["pairs"]:
            yield from _ends("derivation", pages, pair, [row["relation"]])
            for change in pair["changed"]:
                yield from _ends("change", pages, change, _values(change["kind"], change["what"]))


def _ends(kind: str, pages: list[str | None], row: Row, values: list[str]) -> Iterator[_Found]:
    ends = [(page, row[end]) for page, end in zip(pages, ("from", "to"), strict=True)]
    for n, (page, pair) in enumerate(ends):
        other_page, other = ends[1 - n]
        named = [f"{tag('page', other_page)}#char={other[0]},{other[1]}"] if other_page and other else []
        if page and pair:
            yield kind, "linking", _span(page, pair), [*values, ("source", "derived")[n], *named]


def _of_topics(doc: Row) -> Iterator[_Found]:
    for topic in doc["topics"]:
        for n, row in enumerate(topic["contrasts"], 1):
            for position in row["positions"]:
                told = _values(f"{topic['id']}/c{n}", row["kind"], position["value"], position["holder"])
                when = f"as of {position['as_of']}" if position.get("as_of") else None
                values = [*told, *_values("sure" if row.get("sure", True) else "to be checked", when)]
                yield from (("contrast", "assessing", span, values) for span in position["spans"])
        for n, line in enumerate(topic["brief"], 1):
            values = _values(f"{topic['id']}/b{n}", line["warning"])
            yield from (("brief", "highlighting", span, values) for span in line["spans"])


def _span(page: str, pair: Pair) -> Row:
    return {"page": page, "start": pair[0], "end": pair[1]}


def _values(*values: str | None) -> list[str]:
    return [v for v in values if v]
