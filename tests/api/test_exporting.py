"""Downloads of a topic."""

import io
import json
import zipfile

import pytest

from tests.api.asking import Client


@pytest.fixture(scope="module")
def topic(client: Client) -> str:
    found: str = client.json("/topics", sort="weight", limit=1)["items"][0]["id"]
    return found


@pytest.mark.parametrize(
    ("form", "begins"),
    [
        ("json", b"{"),
        ("text", b""),
        ("md", b"#"),
        ("html", b"<!doctype html>"),
        ("docx", b"PK"),
        ("csv", b"PK"),
        ("polecat", b""),
        ("ftm", b"{"),
        ("annotations", b"{"),
        ("atom", b"<?xml"),
    ],
)
def test_every_form_is_a_download(client: Client, topic: str, form: str, begins: bytes) -> None:
    answer = client.get(f"/export/{topic}.{form}")
    assert answer.status_code == 200
    assert answer.content.startswith(begins)
    assert len(answer.content) > 500
    assert answer.headers["content-disposition"].startswith(f'attachment; filename="riwaya-{topic}.')
    assert "sandbox" in answer.headers["content-security-policy"]


def test_tables_come_packed_or_one_by_one(client: Client, topic: str) -> None:
    with zipfile.ZipFile(io.BytesIO(client.get(f"/export/{topic}.csv").content)) as packed:
        names = packed.namelist()
        first = packed.read("events.csv")
    assert len(names) > 2
    one = client.get(f"/export/{topic}.csv?table=events")
    assert one.content == first
    assert one.headers["content-type"].startswith("text/csv")


def test_the_document_is_the_one_that_is_shown(client: Client, topic: str) -> None:
    told = json.loads(client.get(f"/export/{topic}.json").content)
    shown = client.json(f"/topics/{topic}")
    assert all(shown[k] == v for k, v in told.items())


def test_what_there_is_not(client: Client, topic: str) -> None:
    assert client.get(f"/export/{topic}.json?table=events").status_code == 404
    assert client.get("/export/t-none.json").status_code == 404
    assert client.get(f"/export/{topic}.pdf").status_code == 422
    assert client.get(f"/export/{topic}.csv?table=secrets").status_code == 422
