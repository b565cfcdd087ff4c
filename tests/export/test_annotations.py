import copy
import json
from typing import Any
from urllib.parse import unquote

import jsonschema
import pytest

from riwaya.export import render_annotations

Document = dict[str, Any]

SHAPE = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "required": ["@context", "id", "type", "total", "first"],
    "properties": {
        "@context": {"const": "http://www.w3.org/ns/anno.jsonld"},
        "type": {"const": "AnnotationCollection"},
        "id": {"type": "string", "format": "uri"},
        "total": {"type": "integer", "minimum": 0},
        "first": {
            "type": "object",
            "required": ["id", "type", "items", "partOf", "startIndex"],
            "properties": {
                "type": {"const": "AnnotationPage"},
                "startIndex": {"const": 0},
                "items": {"type": "array", "items": {"$ref": "#/$defs/annotation"}},
            },
        },
    },
    "$defs": {
        "annotation": {
            "type": "object",
            "required": ["id", "type", "motivation", "body", "target"],
            "additionalProperties": False,
            "properties": {
                "id": {"type": "string", "pattern": "^tag:"},
                "type": {"const": "Annotation"},
                # the standard's own list
                "motivation": {"enum": ["assessing", "bookmarking", "classifying", "commenting", "describing",
                                        "editing", "highlighting", "identifying", "linking", "moderating",
                                        "questioning", "replying", "tagging"]},
                "body": {"type": "array", "minItems": 1, "items": {
                    "type": "object", "required": ["type", "value", "purpose"],
                    "properties": {"type": {"const": "TextualBody"}, "value": {"type": "string", "minLength": 1}}}},
                "target": {"type": "object", "required": ["type", "source", "selector"], "properties": {
                    "type": {"const": "SpecificResource"},
                    "source": {"type": "object", "required": ["id"]},
                    "scope": {"type": "string", "pattern": "^https?://"},
                    "selector": {"type": "array", "prefixItems": [
                        {"type": "object", "additionalProperties": False, "required": ["type", "start", "end"],
                         "properties": {"type": {"const": "TextPositionSelector"},
                                        "start": {"type": "integer", "minimum": 0},
                                        "end": {"type": "integer", "minimum": 1}}},
                        {"type": "object", "additionalProperties": False,
                         "required": ["type", "exact", "prefix", "suffix"],
                         "properties": {"type": {"const": "TextQuoteSelector"},
                                        "exact": {"type": "string", "minLength": 1},
                                        "prefix": {"type": "string"}, "suffix": {"type": "string"}}}],
                        "minItems": 2, "maxItems": 2}}},
            },
        }
    },
}  # fmt: skip


def read(document: Document) -> Document:
    text = render_annotations(document)
    found: Document = json.loads(text.encode("utf-8"))
    return found


def test_it_has_the_shape_of_the_standard(any_document: Document) -> None:
    collection = read(any_document)
    jsonschema.Draft202012Validator(SHAPE).validate(collection)
    items = collection["first"]["items"]
    assert collection["total"] == len(items) == len({i["id"] for i in items})


def test_every_quote_is_found_again_in_its_page(any_document: Document) -> None:
    texts = {p["page"]: p["text"] for p in any_document["pages"]}
    names = {unquote(_named(p)): p for p in texts}
    for item in read(any_document)["first"]["items"]:
        target = item["target"]
        text = texts[names[unquote(target["source"]["id"].partition("/")[2])]]
        position, quote = target["selector"]
        assert text[position["start"] : position["end"]] == quote["exact"]
        assert text.find(quote["prefix"] + quote["exact"] + quote["suffix"]) == position["start"] - len(quote["prefix"])


def _named(page: str) -> str:
    return page.encode("utf-8", "backslashreplace").decode()


KINDS = {"block", "title", "credit", "sign", "date", "mention", "statement", "speaker", "claim", "event", "trigger",
         "quantity", "derivation", "change", "contrast", "brief"}  # fmt: skip


def test_every_kind_of_span_is_there(bridge_document: Document, examples_document: Document) -> None:
    found = {i["body"][0]["value"] for d in (bridge_document, examples_document) for i in read(d)["first"]["items"]}
    assert KINDS | {"cue"} <= found


@pytest.mark.parametrize("kind", ["mentions", "statements", "dates", "claims"])
def test_no_span_is_left_out(examples_document: Document, kind: str) -> None:
    found = {
        (i["target"]["source"]["id"], i["target"]["selector"][0]["start"], i["target"]["selector"][0]["end"])
        for i in read(examples_document)["first"]["items"]
        if i["body"][0]["value"] == kind.removesuffix("s")
    }
    told = {(r["page"], r["start"], r["end"]) for r in examples_document[kind]}
    assert {(unquote(s.partition("/")[2]), a, b) for s, a, b in found} == told


def test_a_contrast_says_whether_it_is_sure_and_of_what_time_a_value_is(bridge_document: Document) -> None:
    def said(doc: Document) -> list[list[str]]:
        items = read(doc)["first"]["items"]
        return [[b["value"] for b in i["body"]] for i in items if i["body"][0]["value"] == "contrast"]

    assert all("sure" in values and "to be checked" not in values for values in said(bridge_document))
    doc = copy.deepcopy(bridge_document)
    for contrast in (c for t in doc["topics"] for c in t["contrasts"]):
        contrast["sure"] = False
        contrast["positions"][0]["as_of"] = "2031-05-01T08:00"
    told = said(doc)
    assert all("to be checked" in values and "sure" not in values for values in told)
    assert any("as of 2031-05-01T08:00" in v for v in told) and not all("as of 2031-05-01T08:00" in v for v in told)
