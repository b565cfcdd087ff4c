import copy
import dataclasses
import json
from typing import Any

import jsonschema
import pytest

from riwaya.model import Telling
from riwaya.render import document, schema
from riwaya.rules.plover import plover, scale
from tests.render import bridge


@pytest.fixture
def doc() -> dict[str, Any]:
    return document(bridge.telling())


def test_the_document_holds_to_the_schema_and_survives_json(doc: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator.check_schema(schema())
    jsonschema.validate(json.loads(json.dumps(doc)), schema())


def undescribed(node: Any, where: str) -> list[str]:
    if isinstance(node, list):
        return [x for n in node for x in undescribed(n, where)]
    if not isinstance(node, dict):
        return []
    bare = [f"{where}.{k}" for k, v in node.get("properties", {}).items() if not v.get("description")]
    return [*bare, *(x for k, v in node.items() for x in undescribed(v, f"{where}.{k}"))]


def test_every_field_of_the_contract_says_what_it_is() -> None:
    assert undescribed(schema(), "") == []
    assert undescribed({"properties": {"a": {"type": "string"}}}, "") == [".a"]
    assert all(node.get("description") for node in schema()["$defs"].values() if "properties" not in node)


def test_an_empty_telling_is_a_document() -> None:
    jsonschema.validate(document(Telling()), schema())


def test_the_document_is_the_same_every_time(doc: dict[str, Any]) -> None:
    assert document(bridge.telling()) == doc


def test_who_may_have_acted_is_told_and_marked() -> None:
    telling = bridge.telling()
    doubtful = dataclasses.replace(telling.events[0], actor=(), maybe_actor=("person:a",))
    told = document(dataclasses.replace(telling, events=(doubtful, *telling.events[1:])))["events"]
    found = next(e for e in told if e["id"] == doubtful.id)
    assert found["actor"] == found["unsure"] == ["person:a"]
    assert all(e["unsure"] == [] for e in told if e is not found)


BREAKS = {
    "a span's end as text": lambda d: d["statements"][0].update(end="7"),
    "a negative offset": lambda d: d["mentions"][0].update(start=-1),
    "body ranges of three": lambda d: d["articles"][0]["body"].append([1, 2, 3]),
    "an unknown block": lambda d: d["pages"][0]["blocks"][0].update(kind="advert"),
    "an unknown page state": lambda d: d["pages"][0].update(state="odd"),
    "an unknown polarity": lambda d: d["statements"][0].update(polarity="says"),
    "an event of no type": lambda d: d["events"][0].update(type="FIGHT"),
    "an event without words": lambda d: d["events"][0].update(mentions=[]),
    "a date as an object": lambda d: d["events"][0].update(date={"value": "2031"}),
    "a brief line without evidence": lambda d: d["topics"][1]["brief"][0].update(spans=[]),
    "a contrast of one": lambda d: d["topics"][1]["contrasts"][0]["positions"].pop(),
    "a derivation from nowhere": lambda d: d["derivations"][0].update({"from": None}),
    "an external without a name": lambda d: d["derivations"][2].update({"from": {}}),
    "a change of no kind": lambda d: d["derivations"][1]["pairs"][0]["changed"][0].update(kind="odd"),
    "a score out of scale": lambda d: d["topics"][1]["relations"][0].update(score=11),
    "another format": lambda d: d.update(format="riwaya/2"),
    "an actor without a kind of id": lambda d: d["actors"][0].update(id="salim"),
    "no failures": lambda d: d.pop("failures"),
}


@pytest.mark.parametrize("name", BREAKS)
def test_the_schema_refuses(name: str, doc: dict[str, Any]) -> None:
    broken = copy.deepcopy(doc)
    result = BREAKS[name](broken)
    assert result is None or name in {"a contrast of one", "no failures"}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(broken, schema())


def test_fields_may_be_added(doc: dict[str, Any]) -> None:
    doc["pages"][0]["note"] = "new"
    jsonschema.validate(doc, schema())


def test_offsets_index_the_text_of_their_page(doc: dict[str, Any]) -> None:
    texts = {p["page"]: p["text"] for p in doc["pages"]}
    title = doc["articles"][0]["title"]
    assert texts[doc["articles"][0]["page"]][title["start"] : title["end"]] == title["text"]
    for line in doc["topics"][1]["brief"]:
        for span in line["spans"]:
            assert texts[span["page"]][span["start"] : span["end"]].strip()
    event = doc["events"][1]
    start, end = event["mentions"][0]["trigger"]
    assert texts[event["mentions"][0]["page"]][start:end] == "تجاهلت"


def test_a_derivation_names_an_original_that_is_not_there(doc: dict[str, Any]) -> None:
    assert doc["derivations"][2]["from"] == {"external": "Plains Wire"}
    assert doc["derivations"][0]["from"] == bridge.WIRE_PAGE + "#1"


def test_events_carry_quad_and_intensity_of_their_type(doc: dict[str, Any]) -> None:
    by_id = {e["id"]: e for e in doc["events"]}
    assert (by_id["e5"]["quad"], by_id["e5"]["intensity"] < 0) == ("material_conflict", True)
    assert (by_id["e1"]["quad"], by_id["e1"]["intensity"]) == (None, None)


def test_the_scale_covers_the_schema_s_types() -> None:
    types = set(schema()["$defs"]["event"]["properties"]["type"]["enum"]) - {"NONE"}
    assert set(plover()) - {"NONE"} == types
    quads = set(schema()["$defs"]["event"]["properties"]["quad"]["enum"])
    for name in plover():
        assert scale(name, None)[0] in quads


def test_the_ledger_accounts_for_every_page(doc: dict[str, Any]) -> None:
    rows = {r["page"]: r for r in doc["ledger"]}
    assert set(rows) == {p["page"] for p in doc["pages"]}
    copied = rows[bridge.COPY_PAGE]
    assert set(copied["dropped"]) == {"byline", "see_also", "source_credit"}
    assert copied["kept"] + sum(copied["dropped"].values()) <= copied["characters"]
    assert rows["07-empty.html"]["state"] == "empty"
