"""What `tell` gives is held to the contract: its schema, and what a schema cannot say."""

import re
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest

from riwaya.render import schema

Document = dict[str, Any]


def test_it_holds_to_the_schema(examples_document: Document) -> None:
    jsonschema.Draft202012Validator(schema()).validate(examples_document)


def spans(node: Any) -> Iterator[tuple[str, int, int]]:
    """Every `{page, start, end}` anywhere in the document."""
    if isinstance(node, dict):
        if {"page", "start", "end"} <= node.keys():
            yield node["page"], node["start"], node["end"]
        for value in node.values():
            yield from spans(value)
    elif isinstance(node, list):
        for value in node:
            yield from spans(value)


def test_every_span_lies_in_its_page(examples_document: Document) -> None:
    length = {p["page"]: len(p["text"]) for p in examples_document["pages"]}
    found = list(spans({k: v for k, v in examples_document.items() if k != "pages"}))
    assert found
    assert all(0 <= start < end <= length[page] for page, start, end in found)


def test_every_id_that_is_named_exists(examples_document: Document) -> None:
    doc = examples_document
    articles = {a["id"] for a in doc["articles"]}
    stories = {s["id"] for s in doc["stories"]}
    events = {e["id"] for e in doc["events"]}
    assert {a for s in doc["stories"] for a in s["articles"]} == articles
    assert {s for t in doc["topics"] for s in t["stories"]} == stories
    assert {e for t in doc["topics"] for e in t["timeline"]} <= events
    assert {e for t in doc["topics"] for r in t["relations"] for e in r["events"]} <= events
    ends = {x for d in doc["derivations"] for x in (d["from"], d["to"]) if isinstance(x, str)}
    assert ends <= articles


def test_every_mention_names_a_listed_actor(examples_document: Document) -> None:
    actors = {a["id"] for a in examples_document["actors"]}
    assert {m["actor"] for m in examples_document["mentions"] if m["actor"]} <= actors


@pytest.mark.parametrize("kind", ["articles", "stories", "topics", "events", "statements", "actors"])
def test_ids_are_unique(examples_document: Document, kind: str) -> None:
    ids = [x["id"] for x in examples_document[kind]]
    assert len(ids) == len(set(ids))


WEEKDAYS = ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد")


def test_a_brief_line_is_words_of_its_first_span_and_no_other_number(examples_document: Document) -> None:
    text = {p["page"]: p["text"] for p in examples_document["pages"]}
    lines = [line for t in examples_document["topics"] for line in t["brief"]]
    assert lines
    for line in lines:
        first = line["spans"][0]
        words = " ".join(text[first["page"]][first["start"] : first["end"]].split())
        filled = re.findall(r"\[(.*?)\]", line["text"])
        assert words == re.sub(r" \[.*?\]|\[.*?\] ", "", line["text"])
        assert all(s["end"] - s["start"] <= 600 for s in line["spans"])
        held = " ".join(text[s["page"]][s["start"] : s["end"]] for s in line["spans"])
        assert all(name in held or name in WEEKDAYS for name in filled)  # «اليوم» is filled with its day
        assert set(re.findall(r"\d+", line["text"])) <= set(re.findall(r"\d+", held))


def test_a_contrast_has_two_sides_with_words(examples_document: Document) -> None:
    contrasts = [c for t in examples_document["topics"] for c in t["contrasts"]]
    assert contrasts
    for contrast in contrasts:
        assert len(contrast["positions"]) >= 2
        assert all(p["spans"] for p in contrast["positions"])
        assert all(s["end"] - s["start"] <= 600 for p in contrast["positions"] for s in p["spans"])
