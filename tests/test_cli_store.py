"""The commands over a store, as people and programs use them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from riwaya.cli import app
from tests.store.pages import PAGES, lines, page

runner = CliRunner()


def run(store: Path, *arguments: str, code: int = 0) -> Result:
    result = runner.invoke(app, [*arguments, "--store", str(store)])
    assert result.exit_code == code, result.output + repr(result.exception)
    return result


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cli")
    (folder / "pages.jsonl").write_bytes(lines(*PAGES).data)
    result = run(folder / "s.db", "add", str(folder / "pages.jsonl"), str(folder / "missing.txt"), "--fast")
    assert "5 pages kept, 1 failures" in result.stdout
    assert "missing.txt: open: no such file" in result.stderr
    return folder / "s.db"


def test_add_says_what_it_kept_for_people_and_programs(store: Path) -> None:
    again = run(store, "add", str(store.parent / "pages.jsonl"), "--fast", "--json")
    assert json.loads(again.stdout) == {
        "kept": 0, "repeated": 5, "duplicate": 0, "revised": 0, "lost": 0, "topics": 0, "failures": 0
    }  # fmt: skip
    assert "nothing could be read" in run(store, "add", str(store.parent / "none"), "--fast", code=1).stderr


def test_stories_are_lines_and_pages_of_lines(store: Path) -> None:
    rows = [json.loads(line) for line in run(store, "stories", "--json").stdout.splitlines()]
    listed = run(store, "stories").stdout.splitlines()
    assert [line.split()[0] for line in listed] == [row["id"] for row in rows]
    first = run(store, "stories", "--limit", "1")
    assert f"--before {rows[0]['cursor']}" in first.stderr
    rest = run(store, "stories", "--before", rows[0]["cursor"]).stdout.splitlines()
    assert [line.split()[0] for line in rest] == [row["id"] for row in rows[1:]]
    assert "no stories here" in run(store, "stories", "--outlet", "'; DROP TABLE stories; --").stderr
    refused = runner.invoke(app, ["stories", "--before", "x' OR 1=1", "--store", str(store)])
    assert refused.exit_code == 1


@pytest.mark.parametrize("format_", ["text", "html", "md", "json"])
def test_show_tells_a_story_in_every_format(store: Path, format_: str) -> None:
    story = run(store, "stories", "--limit", "1").stdout.split()[0]
    assert PAGES[-1]["words"][0] in run(store, "show", story, "--format", format_).stdout


def test_a_story_that_is_not_there_is_one_line(store: Path) -> None:
    result = runner.invoke(app, ["show", "s-nothing", "--store", str(store)])
    assert result.exit_code == 1
    assert "no such story" in str(result.exception)


def test_decisions_are_kept_listed_and_taken_back(store: Path) -> None:
    ids = [line.split()[0] for line in run(store, "stories").stdout.splitlines()]
    done = run(store, "judge", "join", ids[0], ids[1], "--by", "ليلى").stdout
    act = done.split()[3].rstrip(";")
    assert "ليلى" in run(store, "judge", "list").stdout
    assert len(run(store, "stories").stdout.splitlines()) == len(ids) - 1
    run(store, "judge", "undo", act)
    assert len(run(store, "stories").stdout.splitlines()) == len(ids)
    rows = [json.loads(line) for line in run(store, "judge", "list", "--json").stdout.splitlines()]
    assert [row["verdict"] for row in rows] == [-1, 1]
    run(store, "judge", "split", "wire#1", "copy#1")
    run(store, "judge", "copy", "copy#1", "wire#1", "--not")
    run(store, "judge", "different", "country:NO", "country:SE")
    for bad in (["same", "person:x", "country:NO"], ["join", "s-x", "s-y"], ["undo", "999"]):
        assert runner.invoke(app, ["judge", *bad, "--store", str(store)]).exit_code == 1


def test_backup_restore_check_and_retention(store: Path, tmp_path: Path) -> None:
    for name in ("b.jsonl.gz", "b.db"):
        run(store, "backup", str(tmp_path / name))
        other = tmp_path / f"other-{name}.db"
        run(other, "restore", str(tmp_path / name))
        assert "nothing wrong" in run(other, "store", "check").stdout
        assert run(other, "stories").stdout == run(store, "stories").stdout
    assert runner.invoke(app, ["backup", str(tmp_path / "b.db"), "--store", str(store)]).exit_code == 1
    kept = run(other, "store", "retain", "--outlet", "بريد الشمال", "--text-days", "7").stdout
    assert "بريد الشمال: pages for ever, texts 7 days" in kept
    assert "0 pages deleted, 0 texts let go" in run(other, "store", "retain").stdout
    run(other, "store", "retain", "--outlet", "بريد الشمال", "--forever")
    assert "1 pages deleted" in run(other, "store", "delete", "museum").stdout
    assert runner.invoke(app, ["store", "delete", "museum", "--store", str(other)]).exit_code == 1
    assert "nothing wrong" in run(other, "store", "check").stdout


def test_check_fails_where_something_is_wrong(store: Path, tmp_path: Path) -> None:
    import sqlite3  # noqa: PLC0415

    run(store, "backup", str(tmp_path / "x.db"))
    with sqlite3.connect(tmp_path / "x.db") as raw:
        raw.execute("UPDATE stories SET size = 9")
    result = run(tmp_path / "x.db", "store", "check", code=1)
    assert "articles, not 9" in result.stderr


def test_the_store_may_be_named_by_the_environment(
    store: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("RIWAYA_STORE", f"sqlite:///{store}")
    assert runner.invoke(app, ["stories"]).stdout
    monkeypatch.setenv("RIWAYA_STORE", str(tmp_path / "new.db"))
    (tmp_path / "p.jsonl").write_bytes(lines(page("one", *PAGES[3]["words"])).data)
    assert runner.invoke(app, ["add", str(tmp_path / "p.jsonl"), "--fast", "--now", "2026-03-02"]).exit_code == 0
    assert "2026-03-02" in runner.invoke(app, ["stories"]).stdout
