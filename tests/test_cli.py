import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from riwaya.cli import app
from tests.read.host import answer, hosting

ROOT = Path(__file__).parents[1]
PAGE = str(ROOT / "examples" / "01-wire.txt")
runner = CliRunner()


def test_json_on_standard_output_is_nothing_but_json() -> None:
    result = runner.invoke(app, ["tell", PAGE, "--fast", "--format", "json"])
    assert result.exit_code == 0
    assert json.loads(result.stdout)["format"] == "riwaya/1"
    assert result.stderr == ""  # quiet when piped


def test_a_told_story_can_be_rendered_again(tmp_path: Path) -> None:
    story, page = tmp_path / "s.json", tmp_path / "deep" / "s.html"
    assert runner.invoke(app, ["tell", PAGE, "--fast", "--format", "json", "--out", str(story)]).exit_code == 0
    assert runner.invoke(app, ["render", str(story), "--out", str(page)]).exit_code == 0
    assert "<html" in page.read_text(encoding="utf-8")


def test_the_ending_of_the_file_tells_the_format(tmp_path: Path) -> None:
    page, plain = tmp_path / "story.html", tmp_path / "story"
    assert runner.invoke(app, ["tell", PAGE, "--fast", "--out", str(page)]).exit_code == 0
    assert page.read_text(encoding="utf-8").lower().startswith("<!doctype html")
    assert runner.invoke(app, ["tell", PAGE, "--fast", "--out", str(plain)]).exit_code == 0
    assert "<html" not in plain.read_text(encoding="utf-8")


def test_an_ending_that_tells_no_format_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    result = runner.invoke(app, ["tell", str(tmp_path / "missing.txt"), "--out", str(tmp_path / "story.foo")])
    assert result.exit_code == 2
    assert ".foo tells no format" in result.stderr
    assert "missing.txt" not in result.stderr
    asked = ["tell", PAGE, "--fast", "--format", "md", "--out", str(tmp_path / "story.foo")]
    assert runner.invoke(app, asked).exit_code == 0


def test_a_word_document_is_not_printed() -> None:
    result = runner.invoke(app, ["tell", PAGE, "--fast", "--format", "docx"])
    assert result.exit_code == 2
    assert "cannot be printed" in result.stderr


def test_a_story_on_the_screen_is_text_whichever_command_prints_it(tmp_path: Path) -> None:
    story = tmp_path / "s.json"
    assert runner.invoke(app, ["tell", PAGE, "--fast", "--format", "json", "--out", str(story)]).exit_code == 0
    told, again = runner.invoke(app, ["tell", PAGE, "--fast"]), runner.invoke(app, ["render", str(story)])
    assert told.stdout == again.stdout
    assert "ماذا حدث" in told.stdout


@pytest.mark.parametrize(
    "arguments", [[], ["tell"], ["tell", PAGE, "--format", "pdf"], ["tell", PAGE, "--now", "soon"]]
)
def test_a_command_line_without_sense_exits_with_2(arguments: list[str]) -> None:
    assert runner.invoke(app, arguments).exit_code == 2


def test_nothing_readable_exits_with_1_and_says_why(tmp_path: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.touch()
    result = runner.invoke(app, ["tell", str(tmp_path / "missing.txt"), str(empty), "--fast"])
    assert result.exit_code == 1
    assert "missing.txt: no such file" in result.stderr
    assert "empty.txt: an empty file" in result.stderr
    assert "nothing could be read" in result.stderr


def test_one_bad_page_does_not_stop_the_others(tmp_path: Path) -> None:
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)) * 8)
    result = runner.invoke(app, ["tell", PAGE, str(tmp_path), "--fast", "--format", "json"])
    assert result.exit_code == 0
    document = json.loads(result.stdout)
    assert [f["page"] for f in document["failures"]] == ["binary.txt"]
    assert [a["page"] for a in document["articles"]] == ["01-wire.txt"]


def test_standard_input_through_a_real_pipe() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "riwaya", "tell", "-", "--fast", "--format", "json"],
        input=Path(PAGE).read_bytes(),
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},  # a terminal without UTF-8 must not break it
    )
    assert json.loads(done.stdout.decode("utf-8"))["pages"][0]["page"] == "stdin"


def test_render_refuses_what_is_no_story(tmp_path: Path) -> None:
    other = tmp_path / "other.json"
    other.write_text("{}")
    result = runner.invoke(app, ["render", str(other)])
    assert result.exit_code == 1
    assert "not a riwaya/1 document" in result.stderr


def test_render_says_what_is_wrong_with_the_file(tmp_path: Path) -> None:
    missing = runner.invoke(app, ["render", str(tmp_path / "nope.json")])
    assert missing.exit_code == 1
    assert missing.stderr.strip().endswith("nope.json: no such file")
    broken = tmp_path / "broken.json"
    broken.write_text("{", encoding="utf-8")
    assert "broken.json: not JSON" in runner.invoke(app, ["render", str(broken)]).stderr
    assert "/dev/zero: a device, not a file" in runner.invoke(app, ["render", "/dev/zero"]).stderr


def test_render_says_what_a_story_lacks(tmp_path: Path) -> None:
    part = tmp_path / "part.json"
    part.write_text('{"format": "riwaya/1", "topics": []}')
    for format_ in ("text", "html", "md", "csv", "docx", "polecat"):
        result = runner.invoke(app, ["render", str(part), "--format", format_, "--out", str(tmp_path / "o")])
        assert result.exit_code == 1, format_
        assert "part.json: not a whole riwaya/1 document (KeyError: " in result.stderr, format_


def test_a_story_may_come_through_a_pipe() -> None:
    told = runner.invoke(app, ["tell", PAGE, "--fast", "--format", "json"])
    result = runner.invoke(app, ["render", "-", "--format", "md"], input=told.stdout)
    assert result.exit_code == 0
    assert result.stdout.startswith("#")


def test_version() -> None:
    result = runner.invoke(app, ["--version"])
    assert result.exit_code == 0
    assert result.stdout.split()[0] == "riwaya"


def test_rules_explain_says_when_nothing_fires() -> None:
    result = runner.invoke(app, ["rules", "explain", "…"])
    assert (result.exit_code, result.stdout) == (0, "")
    assert "no rule fires" in result.stderr


def test_now_anchors_a_page_without_a_date(tmp_path: Path) -> None:
    page = tmp_path / "p.txt"
    page.write_text(
        "حريق في السوق\n\nاندلع حريق أمس في سوق المدينة القديمة وأخمده رجال الإطفاء بعد ساعتين من العمل.", "utf-8"
    )
    for now, value in (("2025-05-02", "2025-05-01"), (None, None)):
        options = ["--now", now] if now else []
        result = runner.invoke(app, ["tell", str(page), "--fast", "--format", "json", *options])
        values = [d["value"] for d in json.loads(result.stdout)["dates"]]
        assert (value in values) if value else all(v is None or "-" not in v for v in values)


def test_rules_check_holds() -> None:
    result = runner.invoke(app, ["rules", "check"])
    assert result.exit_code == 0, result.output


def test_rules_explain_names_room_rule_and_words() -> None:
    result = runner.invoke(app, ["rules", "explain", "قالت وزارة الموانئ إن السفينة غادرت أمس", "--now", "2025-05-02"])
    assert result.exit_code == 0
    rooms = {line.split("\t")[1] for line in result.stdout.splitlines()}
    assert {"dates", "statements"} <= rooms


def test_a_feed_is_fetched_kept_and_told_again_from_the_archive(tmp_path: Path) -> None:
    article = Path(PAGE).read_text("utf-8").split("\n\n")
    paragraphs = "".join(f"<p>{p}</p>" for p in article[1:])
    whole = f"<html><head><title>{article[0]}</title></head><body><h1>{article[0]}</h1>{paragraphs}</body></html>"
    kept, page = tmp_path / "k.warc.gz", "{}<item><title>{}</title><link>/{}</link><description>{}</description></item>"
    with hosting() as host:
        text = "وقال رئيس البلدية إن الجسر الجديد سيفتح أمام السيارات يوم الخميس المقبل، بعد عام ونصف من العمل فيه."
        items = page.format("", "الجسر الجديد يفتح الخميس", "closed", text) + page.format("", "أ", "open", "ب")
        host.routes |= {
            "/rss": answer(f"<rss><channel><title>صدى</title>{items}</channel></rss>"),
            "/open": answer(whole),
            "/closed": answer("no", "403 Forbidden"),
        }
        options = ["--fast", "--format", "json", "--ledger"]
        refused = runner.invoke(app, ["tell", host.url("/rss"), *options])
        assert refused.exit_code == 1
        assert "loopback" in refused.stderr
        assert host.asked == []
        told = runner.invoke(app, ["tell", host.url("/rss"), *options, "--allow-private", "--keep", str(kept)])
        assert told.exit_code == 0, told.stderr
        addresses = [host.url(p) for p in ("/rss#1", "/rss#2", "/closed", "/open")]
    rows = {r["page"]: (r["state"], r["reason"]) for r in json.loads(told.stdout)["ledger"]}
    assert list(rows) == addresses
    assert [state for state, _ in rows.values()] == ["kept", "duplicate", "blocked", "kept"]
    assert "answered 403" in rows[addresses[2]][1]
    assert "blocked" in told.stderr
    again = runner.invoke(app, ["tell", str(kept), *options])
    assert again.exit_code == 0, again.stderr

    def bodies(output: str) -> list[str]:
        document = json.loads(output)
        text = {p["page"]: p["text"] for p in document["pages"]}
        return [text[a["page"]][slice(*b)] for a in document["articles"] for b in a["body"]]

    assert bodies(again.stdout) == bodies(told.stdout)
    assert json.loads(again.stdout)["outlets"][-1]["kept"] >= 1
