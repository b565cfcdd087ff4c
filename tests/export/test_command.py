import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from riwaya.cli import app
from riwaya.export import FORMATS, TABLES

runner = CliRunner()
Document = dict[str, Any]


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory, examples_document: Document) -> Path:
    path = tmp_path_factory.mktemp("story") / "story.json"
    path.write_text(json.dumps(examples_document, ensure_ascii=False), encoding="utf-8")
    return path


def render(*arguments: str | Path) -> Any:
    return runner.invoke(app, ["render", *map(str, arguments)])


def test_every_format_writes_into_a_folder(story: Path, tmp_path: Path, examples_document: Document) -> None:
    for name in FORMATS:
        result = render(story, "--format", name, "--out", tmp_path)
        assert result.exit_code == 0, result.stderr
    written = {p.name for p in tmp_path.iterdir()}
    assert {f"{t}.csv" for t in TABLES} <= written
    assert {f for f in FORMATS.values() if f} <= written
    assert len([n for n in written if n.endswith(".atom")]) == len(examples_document["topics"])
    assert (tmp_path / "story.docx").read_bytes()[:2] == b"PK"


def test_one_file_goes_where_it_is_sent(story: Path, tmp_path: Path) -> None:
    out = tmp_path / "deep" / "e.tsv"
    assert render(story, "--format", "polecat", "--out", out).exit_code == 0
    assert out.read_text(encoding="utf-8").startswith("Event ID\t")


@pytest.mark.parametrize(
    ("name", "begins"), [("polecat", "Event ID"), ("ftm", '{"id": "riwaya-'), ("annotations", "{")]
)
def test_text_goes_to_standard_output(story: Path, name: str, begins: str) -> None:
    result = render(story, "--format", name)
    assert result.exit_code == 0
    assert result.stdout.startswith(begins)


def test_one_table_and_one_topic(story: Path, examples_document: Document) -> None:
    table = render(story, "--format", "csv", "--table", "claims")
    assert table.stdout_bytes.startswith(b"\xef\xbb\xbfarticle,subject,")
    feed = render(story, "--format", "atom", "--topic", examples_document["topics"][0]["id"])
    assert feed.stdout.startswith("<?xml")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--format", "docx"], "name a file with --out"),
        (["--format", "csv"], "give a folder with --out, or pick one with --table"),
        (["--format", "csv", "--table", "people"], "no table 'people'"),
        (["--format", "atom", "--topic", "x"], "no topic 'x'"),
        (["--format", "atom", "--out", "a.atom"], "give a folder with --out, or pick one with --topic"),
        (["--format", "md", "--table", "claims"], "is for --format csv"),
        (["--format", "csv", "--topic", "x"], "is for --format atom"),
    ],
)
def test_what_makes_no_sense_exits_with_2_and_says_why(story: Path, arguments: list[str], says: str) -> None:
    result = render(story, *arguments)
    assert result.exit_code == 2
    assert says in " ".join(result.stderr.replace("│", " ").split())


def test_what_polecat_leaves_out_is_said(story: Path) -> None:
    assert "events have no row" in render(story, "--format", "polecat").stderr


def test_a_folder_that_cannot_be_written_is_named(story: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    result = render(story, "--format", "csv", "--out", tmp_path / "file" / "below")
    assert result.exit_code == 1
    assert "below" in result.stderr
