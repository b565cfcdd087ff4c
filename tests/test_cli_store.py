"""The commands over a store, as people and programs use them."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from riwaya.cli import app, main
from riwaya.errors import StoreError, UsageError
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
    assert "5 pages kept, 1 failure; " in result.stdout
    assert "missing.txt: no such file" in result.stderr
    return folder / "s.db"


def test_add_says_what_it_kept_for_people_and_programs(store: Path) -> None:
    again = run(store, "add", str(store.parent / "pages.jsonl"), "--fast", "--json")
    assert json.loads(again.stdout) == {
        "kept": 0, "articles": 0, "repeated": 5, "duplicate": 0, "revised": 0, "lost": 0, "topics": 0, "failures": 0
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


def test_a_line_counts_well(store: Path) -> None:
    listed = run(store, "stories").stdout.splitlines()
    rows = [json.loads(line) for line in run(store, "stories", "--json").stdout.splitlines()]
    for line, row in zip(listed, rows, strict=True):
        n = row["articles"]
        assert f"({n} article{'s' if n > 1 else ''}, {len(row['outlets'])} outlet" in line
        assert "1 outlets" not in line


def test_of_a_page_that_tells_its_day_alone_no_hour_is_listed(tmp_path: Path) -> None:
    day = PAGES[0] | {"more": {"outlet": "بريد الشمال", "published": "2026-03-02"}}
    (tmp_path / "one.jsonl").write_bytes(lines(day).data)
    assert "1 page kept" in run(tmp_path / "s.db", "add", str(tmp_path / "one.jsonl"), "--fast").stdout
    (line,) = run(tmp_path / "s.db", "stories").stdout.splitlines()
    assert "2026-03-02 " in line
    assert "00:00" not in line
    assert line.endswith("(1 article, 1 outlet, 1 independent)")


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


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["--event", "nosuch"], "one of AGREE, CONSULT"),
        (["--polarity", "nosuch"], "one of asserts"),
        (["--mode", "nosuch"], "one of direct"),
        (["--kind", "nosuch"], "one of article"),
        (["--actor", "nosuch"], "no actor nosuch is known here"),
        (["--story", "s-zzz"], "no story s-zzz is known here"),
        (["--outlet", "nosuch"], "no outlet nosuch is known here"),
    ],
)
def test_a_filter_that_nobody_knows_is_named_and_not_searched(
    store: Path, given: list[str], said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["riwaya", "search", "عبارة", *given, "--store", str(store)])
    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code == 2
    assert said in capsys.readouterr().err


def test_words_that_are_not_wanted_need_no_quotes(store: Path) -> None:
    def found(*typed: str) -> list[str]:
        return [json.loads(x)["page"] for x in run(store, "search", *typed, "--json").stdout.splitlines()]

    whole = found("العبارة", "أو", "النقابة")
    fewer = found("العبارة", "أو", "النقابة", "-الضباب", "--limit", "9")
    assert set(fewer) < set(whole)
    assert fewer
    assert fewer == found("-الضباب", "العبارة", "أو", "النقابة") == found("العبارة أو النقابة -الضباب")
    assert "No such option" in run(store, "search", "العبارة", "--sinse", "x", code=2).stderr


def _said(tmp_path: Path) -> Path:
    """A store in which one denies, one demands, and a person speaks whose name stands a sentence before."""
    told = (
        "نفى وزير النقل سامر العبادي مسؤولية وزارته عن غرق العبارة. وأضاف أن العبارة كانت سليمة.",
        "وطالب نقيب البحارة كريم الحداد بتحقيق مستقل في غرق العبارة.",
        "وقالت الناطقة باسم الميناء سلمى القصري إن الضباب كان كثيفا.",
    )
    of = {"outlet": "بريد الميناء", "published": "2026-03-05"}
    pages = (
        page("harbour", "غرق عبارة قرب الميناء", *told, url="https://port.example/1", **of),
        page("copy", "غرق عبارة قرب الميناء", *told, **of),
    )
    (tmp_path / "said.jsonl").write_bytes(lines(*pages).data)
    run(tmp_path / "said.db", "add", str(tmp_path / "said.jsonl"), "--fast")
    return tmp_path / "said.db"


def test_who_speaks_is_named_and_what_is_denied_is_not_told_as_said(tmp_path: Path) -> None:
    store = _said(tmp_path)
    denied = run(store, "search", "من نفى المسؤولية؟").stdout
    assert denied.startswith("سامر العبادي (نفي): «مسؤولية وزارته")
    assert run(store, "search", "من طالب بتحقيق؟").stdout.startswith("نقيب البحارة كريم الحداد (مطالبة): «")
    said = run(store, "search", "ماذا قال العبادي؟").stdout
    assert "سامر العبادي: «" in said
    assert "person:" not in said + denied
    rows = [json.loads(line) for line in run(store, "search", "ماذا قال العبادي؟", "--json").stdout.splitlines()]
    assert {row["called"] for row in rows} == {"سامر العبادي"}


def test_a_citation_tells_outlet_day_address_and_who_else_tells_it(tmp_path: Path) -> None:
    store = _said(tmp_path)
    for asked in (["من نفى المسؤولية؟"], ["العبارة"], ["الضباب", "--kind", "statement"]):
        first = run(store, "search", *asked).stdout
        row = json.loads(run(store, "search", *asked, "--json").stdout.splitlines()[0])
        assert all(row[k] in first for k in ("title", "outlet", "published"))
        assert f"\n    {row['url'] or row['page']}" in first
    assert "(and 1 more article in the same words)" in run(store, "search", "من نفى المسؤولية؟").stdout
    assert json.loads(run(store, "search", "من نفى المسؤولية؟", "--json").stdout.splitlines()[0])["again"] == 1


def test_statements_that_are_found_tell_who_says_them(tmp_path: Path) -> None:
    store = _said(tmp_path)
    found = run(store, "search", "كثيفا", "--kind", "statement").stdout
    assert found.startswith("سلمى القصري: «")
    assert run(store, "search", "مسؤولية", "--kind", "statement").stdout.startswith("سامر العبادي (نفي): «")


@pytest.mark.parametrize(
    "asked",
    [
        "ماذا قالت سلمى القصري",
        "ما قالته الناطقة سلمى القصري",
        "ماذا قالت الناطقة باسم الميناء سلمى القصري عن الضباب",
        "وماذا قالت القصري عن الضباب؟",
        "تصريحات القصري",
    ],
)
def test_a_speaker_is_found_behind_an_office_and_in_other_questions(tmp_path: Path, asked: str) -> None:
    assert run(_said(tmp_path), "search", asked).stdout.startswith("سلمى القصري: «")


def test_what_looks_like_a_question_about_nobody_is_looked_for_as_words(tmp_path: Path) -> None:
    store = _said(tmp_path)
    assert "غرق عبارة" in run(store, "search", "كلام العبارة").stdout
    assert "nobody called" in run(store, "search", "ماذا قال وزير الضباب؟").stderr


def test_filters_are_taken_in_any_case_and_a_wrong_day_is_named_by_its_option(store: Path) -> None:
    assert "عمال المطارات" in run(store, "search", "النقابة", "--event", "protest").stdout
    assert "--since" in run(store, "search", "عبارة", "--since", "2025-13-40", code=2).stderr
    assert "--event-until" in run(store, "search", "عبارة", "--event-until", "x", code=2).stderr


def test_a_decision_about_stories_is_one_line_with_its_articles(tmp_path: Path) -> None:
    (tmp_path / "pages.jsonl").write_bytes(lines(*PAGES).data)
    run(tmp_path / "s.db", "add", str(tmp_path / "pages.jsonl"), "--fast")
    rows = [json.loads(line) for line in run(tmp_path / "s.db", "stories", "--json").stdout.splitlines()]
    many, one = sorted(rows, key=lambda r: -r["articles"])[:2]
    assert many["articles"] > 1
    run(tmp_path / "s.db", "judge", "join", many["id"], one["id"], "--by", "سلمى")
    (line,) = run(tmp_path / "s.db", "judge", "list").stdout.splitlines()
    (told,) = [json.loads(x) for x in run(tmp_path / "s.db", "judge", "list", "--json").stdout.splitlines()]
    assert len(told["members"]) == many["articles"] + one["articles"]
    assert all(member in line for member in told["members"])
    assert "same_story" in line
    assert line.endswith("yes")
    run(tmp_path / "s.db", "judge", "undo", str(told["act"]))
    undone, _ = run(tmp_path / "s.db", "judge", "list").stdout.splitlines()
    assert undone.endswith("taken back")


@pytest.mark.parametrize(
    "command",
    [
        "search عبارة",
        "stories",
        "show s-abc",
        "store check",
        "store retain",
        "mcp",
        "alerts",
        "judge list",
        "judge undo 1",
        "backup b.gz",
    ],
)
def test_a_store_that_is_not_there_is_not_made_by_looking(tmp_path: Path, command: str) -> None:
    result = runner.invoke(app, [*command.split(), "--store", str(tmp_path / "none" / "s.db")])
    assert isinstance(result.exception, StoreError)
    assert "no such store" in str(result.exception)
    assert list(tmp_path.iterdir()) == []


def test_the_beginning_of_an_id_is_enough_where_only_one_begins_so(store: Path) -> None:
    ids = [line.split()[0] for line in run(store, "stories").stdout.splitlines()]
    whole = run(store, "show", ids[0]).stdout
    short = next(ids[0][:n] for n in range(3, 99) if sum(i.startswith(ids[0][:n]) for i in ids) == 1)
    assert run(store, "show", short).stdout == whole
    several = runner.invoke(app, ["show", "s-", "--store", str(store)])
    assert "no such story" in str(several.exception)  # that is how all begin
    assert "no such story" in str(runner.invoke(app, ["show", "s-%", "--store", str(store)]).exception)


def test_several_that_begin_so_are_listed(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("riwaya.cli.keep._LEAST", 1)
    result = runner.invoke(app, ["show", "s-", "--store", str(store)])
    assert isinstance(result.exception, UsageError)
    ids = [line.split()[0] for line in run(store, "stories").stdout.splitlines()]
    assert all(i in str(result.exception) for i in ids)


def test_a_decision_is_undone_once(store: Path) -> None:
    act = run(store, "judge", "copy", "copy#1", "wire#1").stdout.split()[3].rstrip(";")
    run(store, "judge", "undo", act)
    again = runner.invoke(app, ["judge", "undo", act, "--store", str(store)])
    assert "undone already" in str(again.exception)


def test_a_rule_of_retention_is_changed_by_what_is_given(store: Path, tmp_path: Path) -> None:
    run(store, "backup", str(tmp_path / "x.db"))
    mine = tmp_path / "x.db"
    run(mine, "store", "retain", "--outlet", "ن", "--text-days", "7")
    assert "ن: pages 9 days, texts 7 days" in run(mine, "store", "retain", "--outlet", "ن", "--days", "9").stdout
    assert "ن: pages 9 days, texts 3 days" in run(mine, "store", "retain", "--outlet", "ن", "--text-days", "3").stdout
    assert "ن" not in run(mine, "store", "retain", "--outlet", "ن", "--forever").stdout


def test_a_restore_that_fails_leaves_no_store_behind(tmp_path: Path) -> None:
    (tmp_path / "bad.gz").write_bytes(gzip.compress(b'{"format":"riwaya-store/1","version":"0009"}\n[1]\n'))
    assert runner.invoke(app, ["restore", str(tmp_path / "bad.gz"), "--store", str(tmp_path / "s.db")]).exception
    assert [p.name for p in tmp_path.iterdir()] == ["bad.gz"]
    run(tmp_path / "there.db", "follow", "--list")
    assert runner.invoke(app, ["restore", str(tmp_path / "bad.gz"), "--store", str(tmp_path / "there.db")]).exception
    assert (tmp_path / "there.db").exists()
