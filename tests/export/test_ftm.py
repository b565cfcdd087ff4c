import importlib
import json
import re
from pathlib import Path
from typing import Any

import pytest

from riwaya.export import render_ftm
from riwaya.export.ftm import entities

Document = dict[str, Any]
RULES: dict[str, dict[str, Any]] = json.loads((Path(__file__).parent / "ftm_rules.json").read_text(encoding="utf-8"))
DATE = re.compile(r"\d{4}(-\d{2}(-\d{2}(T\d{2}(:\d{2}(:\d{2})?)?)?)?)?")
LEGAL = {"LegalEntity", "Person", "Organization"}
RANGES = {"Document": {"Article"}, "LegalEntity": LEGAL, "Address": {"Address"},
          "Thing": {*LEGAL, "Address", "Article", "Event"}}  # fmt: skip


def read(document: Document) -> list[dict[str, Any]]:
    return [json.loads(line) for line in render_ftm(document).split("\n") if line]


def test_every_entity_holds_to_its_schema(any_document: Document) -> None:
    """The rules of `ftm_rules.json` are the schema's own for the properties we write (version 4.11)."""
    found = read(any_document)
    schemas = {e["id"]: e["schema"] for e in found}
    assert len(schemas) == len(found)
    seen: set[str] = set()
    for e in found:
        rules = RULES[e["schema"]]
        assert re.fullmatch(r"riwaya-[0-9a-f]{40}", e["id"])
        assert set(e["properties"]) <= set(rules["properties"])
        assert not [r for r in rules["required"] if not e["properties"].get(r)]
        for name, values in e["properties"].items():
            kind = rules["properties"][name]
            assert values == list(dict.fromkeys(v for v in values if v.strip()))
            if kind.startswith("entity:"):
                assert all(schemas[v] in RANGES[kind.partition(":")[2]] for v in values), (e["schema"], name)
                assert set(values) <= seen, "named before it stands"
            elif kind == "date":
                assert all(DATE.fullmatch(v) for v in values)
            elif kind == "url":
                assert all(v.startswith(("http://", "https://")) for v in values)
            elif kind == "country":
                assert all(re.fullmatch(r"[a-z]{2,4}", v) for v in values)
        seen.add(e["id"])


def test_the_library_itself_accepts_them(any_document: Document) -> None:
    """Where followthemoney is installed; it is none of our development tools, because a part of it is LGPL."""
    pytest.importorskip("followthemoney")
    model = importlib.import_module("followthemoney").model
    proxy = importlib.import_module("followthemoney.proxy").EntityProxy
    for e in entities(any_document):
        schema = model.get(e["schema"])
        schema.validate(e)
        read_back = proxy.from_dict(e, cleaned=False)
        for name, values in e["properties"].items():
            assert sorted(read_back.get(name)) == sorted(values), (e["schema"], name)


def test_the_same_pages_give_the_same_ids(bridge_document: Document) -> None:
    assert read(bridge_document) == read(json.loads(json.dumps(bridge_document)))


def test_who_did_it_to_whom(bridge_document: Document) -> None:
    found = read(bridge_document)
    by_id = {e["id"]: e for e in found}
    links = [e for e in found if e["schema"] == "UnknownLink" and e["properties"]["recordId"] == ["e5"]]
    assert len(links) == 1
    link = links[0]["properties"]
    assert by_id[link["subject"][0]]["properties"]["name"] == ["سليم الراوي"]
    assert by_id[link["object"][0]]["properties"]["name"] == ["Delta Build"]
    assert link["role"] == ["SANCTION"]
    planned = next(e for e in found if e["schema"] == "Event" and e["properties"]["recordId"] == ["e4"])
    assert planned["properties"]["name"][0].startswith("[planned] ")
    assert planned["properties"]["startDate"] == ["2031-05-05"]
    assert planned["properties"]["endDate"] == ["2031-05-09"]


def test_an_event_is_proved_by_the_articles_that_tell_it(examples_document: Document) -> None:
    found = read(examples_document)
    told = {e["id"]: e for e in examples_document["events"]}
    for e in (e for e in found if e["schema"] == "Event"):
        pages = {m["page"] for m in told[e["properties"]["recordId"][0]]["mentions"]}
        assert len(e["properties"]["proof"]) >= len(pages)
