import copy
import csv
import io
from typing import Any

import pytest

from riwaya.errors import UsageError
from riwaya.export import TABLES, render_csv

Document = dict[str, Any]


def rows(document: Document, table: str, lang: str = "ar") -> list[dict[str, str]]:
    text = render_csv(document, table, lang=lang)
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True))


def test_every_table_reads_back_and_no_cell_is_a_formula(any_document: Document) -> None:
    for table, (columns, _) in TABLES.items():
        text = render_csv(any_document, table)
        text.encode("utf-8")
        for n, row in enumerate(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)):
            assert len(row) == len(columns), (table, n)
            for value in row:
                number = value.lstrip("-").replace(".", "", 1).isdigit()
                assert number or value[:1] not in set("=+-@\t\r"), (table, n, value)


def test_as_many_rows_as_the_document_has(examples_document: Document) -> None:
    doc = examples_document
    for table in ("articles", "statements", "events", "claims"):
        assert len(rows(doc, table)) == len(doc[table]) > 0
    assert len(rows(doc, "brief")) == sum(len(t["brief"]) for t in doc["topics"]) > 0
    positions = [p for t in doc["topics"] for c in t["contrasts"] for p in c["positions"]]
    assert len(rows(doc, "contrasts")) == len(positions) > 0


def test_a_contrast_says_whether_it_is_sure_and_of_what_time_a_value_is(bridge_document: Document) -> None:
    doc = copy.deepcopy(bridge_document)
    contrast = next(c for t in doc["topics"] for c in t["contrasts"])
    assert [r["sure"] for r in rows(doc, "contrasts")[:2]] == ["true", "true"]
    contrast["sure"] = False
    for n, position in enumerate(contrast["positions"]):
        position["as_of"] = f"2031-05-0{n + 1}"
    told = rows(doc, "contrasts")
    assert [(r["sure"], r["as_of"]) for r in told[:2]] == [("false", "2031-05-01"), ("false", "2031-05-02")]
    assert all(r["sure"] == "true" for r in told[len(contrast["positions"]) :])


@pytest.mark.parametrize("table", ["statements", "events", "claims", "contrasts"])
def test_words_stand_where_the_row_says(examples_document: Document, table: str) -> None:
    text = {p["page"]: p["text"] for p in examples_document["pages"]}
    told = [r for r in rows(examples_document, table) if r["page"]]
    assert told
    for row in told:
        words = text[row["page"]][int(row["start"]) : int(row["end"])]
        assert row["words"].removeprefix("'").split() == words.split()


def test_an_event_as_a_row(bridge_document: Document) -> None:
    row = next(r for r in rows(bridge_document, "events", "en") if r["id"] == "e5")
    assert (row["type"], row["actor"], row["recipient"]) == ("SANCTION", "Salim Alrawi", "Delta Build")
    assert (row["date"], row["intensity"], row["status"]) == ("2031-05-04", "-6.0", "happened")


def test_names_follow_the_language(bridge_document: Document) -> None:
    arabic = next(r for r in rows(bridge_document, "events", "ar") if r["id"] == "e5")
    assert arabic["actor"] == "سليم الراوي"


def test_an_unknown_table_is_refused(bridge_document: Document) -> None:
    with pytest.raises(UsageError, match="articles, statements"):
        render_csv(bridge_document, "people")
