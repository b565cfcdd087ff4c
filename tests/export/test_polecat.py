import copy
from typing import Any

from riwaya.export import left_out, render_polecat
from riwaya.export.polecat import COLUMNS, OWN_COLUMNS
from riwaya.rules.plover import plover

Document = dict[str, Any]


def read(document: Document) -> list[dict[str, str]]:
    """As a program reads it: split at line breaks and tabs, no quoting."""
    text = render_polecat(document)
    assert text.endswith("\n")
    head, *body = text[:-1].split("\n")
    columns = head.split("\t")
    assert columns == [*COLUMNS, *OWN_COLUMNS]
    cells = [line.split("\t") for line in body]
    assert all(len(c) == len(columns) for c in cells)
    return [dict(zip(columns, c, strict=True)) for c in cells]


def test_the_columns_of_the_dataset_come_first() -> None:
    assert len(COLUMNS) == 40
    assert COLUMNS[:7] == (
        "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts",
    )  # fmt: skip
    assert (COLUMNS[7], COLUMNS[15], COLUMNS[23], COLUMNS[-1]) == (
        "Actor Name", "Recipient Name", "Placename", "Version",
    )  # fmt: skip


def test_every_cell_is_filled_and_safe(any_document: Document) -> None:
    for row in read(any_document):
        assert all(row.values())
        row_text = {k: v for k, v in row.items() if k != "Intensity"}
        assert not any(v.startswith(("=", "+", "-", "@")) for v in row_text.values())


def test_only_typed_events_that_happened(any_document: Document) -> None:
    told = {e["id"]: e for e in any_document["events"]}
    found = read(any_document)
    assert len(found) + left_out(any_document) == len(told)
    for row in found:
        event = told[row["Event ID"]]
        assert event["status"] == "happened"
        assert row["Event Type"] in plover()
        assert row["Riwaya Date"] == (event["date"] or "None")
        assert row["Event Date"] == "None" or row["Riwaya Date"].startswith(row["Event Date"])


def test_denied_planned_and_alleged_events_have_no_row(bridge_document: Document) -> None:
    ids = {r["Event ID"] for r in read(bridge_document)}
    assert ids == {"e2", "e3", "e5", "e6"}
    assert left_out(bridge_document) == 5


def test_states_have_three_letters(examples_document: Document) -> None:
    found = read(examples_document)
    of = {i: c for r in found for i, c in zip(r["Actor ID"].split("; "), r["Actor Country"].split("; "), strict=True)}
    assert of["country:MA"] == "MAR"
    assert of["country:PT"] == "PRT"
    codes = {c for r in found for c in r["Recipient Country"].split("; ")} - {"None"}
    assert codes
    assert all(len(c) == 3 and c.isupper() for c in codes)


def test_spans_find_their_words(examples_document: Document) -> None:
    length = {p["page"]: len(p["text"]) for p in examples_document["pages"]}
    for row in read(examples_document):
        for span in row["Source Spans"].split("; "):
            page, _, place = span.rpartition(":")
            start, _, end = place.partition("-")
            assert 0 <= int(start) < int(end) <= length[page]


def test_whose_part_is_unsure_is_not_coded(bridge_document: Document) -> None:
    document = copy.deepcopy(bridge_document)
    row = next(r for r in read(document) if r["Actor ID"] != "None" and r["Recipient ID"] != "None")
    event = next(e for e in document["events"] if e["id"] == row["Event ID"])
    event["unsure"] = event["actor"]
    again = next(r for r in read(document) if r["Event ID"] == row["Event ID"])
    assert (again["Actor ID"], again["Actor Name"]) == ("None", "None")
    assert again["Recipient ID"] == row["Recipient ID"]


def test_contexts_stand_in_their_column(bridge_document: Document) -> None:
    document = copy.deepcopy(bridge_document)
    told = [e for e in document["events"] if e["id"] in {"e2", "e3", "e5"}]
    told[0]["contexts"], told[1]["contexts"] = ["military", "legal"], []
    told[2].pop("contexts", None)  # a document written before there were any
    found = {r["Event ID"]: r["Contexts"] for r in read(document)}
    assert [found[e["id"]] for e in told] == ["military; legal", "None", "None"]
