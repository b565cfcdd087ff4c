"""The whole way, with models of every character on this machine."""

import copy
import json
from typing import Any

import jsonschema
import pytest
from typer.testing import CliRunner

from riwaya.cli import app
from riwaya.errors import UsageError
from riwaya.render import document as riwaya_document
from riwaya.render import render_html, render_markdown, render_text, schema
from riwaya.rephrase import Model, Task, reword
from riwaya.rephrase.chat import MOST_BYTES, endpoint
from tests.render import bridge
from tests.rephrase.affair import LINES, document
from tests.rephrase.model import Play, answers, drips, hosting, message, says
from tests.rephrase.test_check import ENGLISH

Document = dict[str, Any]
CLOSED = "http://127.0.0.1:9/v1"


def asked(play: Play, task: Task = Task.REPHRASE, **more: Any) -> tuple[Document, Document, Any]:
    """The document before and after, and the host."""
    before = document()
    waits: list[float] = []
    with hosting(play) as host:
        after = reword(before, Model(host.url, "played", **more), task, sleep=waits.append)
    host.waits = waits  # type: ignore[attr-defined]
    return before, after, host


def counts(after: Document) -> Document:
    found: Document = after["rewordings"][-1]
    return found


def test_a_good_model_is_heard_and_the_text_stays() -> None:
    before, after, host = asked(says(lambda line: line.replace("إثر", "بعد").replace("ثلاثة", "3")))
    lines = after["topics"][0]["brief"]
    assert [b["text"] for b in lines] == list(LINES)
    assert lines[0]["rephrased"] == {
        "text": LINES[0].replace("إثر", "بعد").replace("ثلاثة", "3"),
        "by": "played",
        "checked": True,
    }
    assert counts(after) == {"task": "rephrase", "by": "played", "asked": 4, "kept": 4, "rejected": {}, "not_asked": 0}
    assert before == document()
    assert host.paths == ["/v1/chat/completions"] * 4
    assert host.asked[0]["model"] == "played"


def test_a_good_translator_is_heard() -> None:
    english = dict(zip(LINES, ENGLISH, strict=True))
    _, after, _ = asked(says(lambda line: english[line]), Task.TRANSLATE)
    assert [b["translated"]["text"] for b in after["topics"][0]["brief"]] == list(ENGLISH)


@pytest.mark.parametrize(
    ("old", "new", "n", "why"),
    [
        ("14", "41", 0, "number"),
        ("السنديان", "الزيتون", 0, "name"),
        ("ولم تسمح", "وسمحت", 1, "negation"),
        ("ربما ", "", 2, "hedge"),
        ("الصفصاف.", "الصفصاف وسط ذعر الأهالي.", 0, "added"),
    ],
)
def test_a_liar_is_not_heard_and_counted(old: str, new: str, n: int, why: str) -> None:
    _, after, _ = asked(says(lambda line: line.replace(old, new)))
    lines = after["topics"][0]["brief"]
    assert "rephrased" not in lines[n]
    assert counts(after)["rejected"] == {why: 1}
    assert counts(after)["kept"] == 3


BROKEN = {
    "an error": (answers(b"{}", 500), "answered 500"),
    "a page": (answers(b"<html>"), "not the form of an answer"),
    "no choices": (answers(b'{"choices": []}'), "not the form of an answer"),
    "a deep nest": (answers(b"[" * 50_000), "not the form of an answer"),
    "no JSON inside": (answers(message("Sure! Here is the line.")), "no JSON"),
    "another key": (answers(message('{"text": "x"}')), "no line"),
    "a number": (answers(message('{"line": 3}')), "no line"),
    "nothing": (answers(message(None)), "empty"),
    "refused": (answers(message("I can't help with that.", finish_reason="content_filter")), "refused"),
    "cut short": (answers(message('{"line": "x', finish_reason="length")), "cut short"),
    "too long": (answers(b" " * (MOST_BYTES + 9)), "too long"),
    "sent elsewhere": (answers(b"", 302, Location=CLOSED), "answered 302"),
    "an apology as a line": (answers(message('{"line": "عذرا، لا أستطيع المساعدة في هذا الطلب."}')), "number"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_model_changes_nothing(name: str) -> None:
    play, why = BROKEN[name]
    before, after, _ = asked(play)
    assert after["topics"] == before["topics"]
    assert counts(after)["kept"] == 0
    assert why in counts(after)["rejected"]


def test_a_fence_around_the_answer_is_no_fault() -> None:
    def fenced(_: Any, line: str, handler: Any) -> None:
        answers(message("```json\n" + json.dumps({"line": line}) + "\n```"))(_, line, handler)

    assert counts(asked(fenced)[1])["kept"] == 4


def test_a_slow_model_is_left_after_three_lines() -> None:
    _, after, host = asked(drips(0.05), seconds=0.15)
    assert counts(after)["rejected"] == {"timeout": 3}
    assert counts(after)["not_asked"] == 1
    assert len(host.asked) == 3


def test_a_busy_model_is_asked_again_within_bounds() -> None:
    _, after, host = asked(answers(b"", 429, Retry_After="7"))
    assert counts(after)["rejected"] == {"busy": 3}
    assert len(host.asked) == 9
    assert host.waits == [7.0] * 6


@pytest.mark.parametrize("value", ["9999", "soon", "-3", "nan", "inf"])
def test_no_host_makes_us_wait_for_ever(value: str) -> None:
    _, _, host = asked(answers(b"", 429, Retry_After=value), lines=1)
    assert all(0 <= w <= 20 for w in host.waits)


def test_a_busy_moment_passes() -> None:
    def once(host: Any, line: str, handler: Any) -> None:
        (answers(b"", 429) if len(host.asked) == 1 else says(str))(host, line, handler)

    assert counts(asked(once)[1])["kept"] == 4


def test_nobody_there() -> None:
    after = reword(document(), Model(CLOSED, "gone"))
    assert counts(after)["rejected"] == {"no connection": 3}


def test_only_so_many_lines_are_asked_about() -> None:
    _, after, host = asked(says(str), lines=2)
    assert len(host.asked) == 2
    assert counts(after)["not_asked"] == 2


def test_the_key_goes_to_the_model_alone() -> None:
    _, after, host = asked(says(str), key="secret-1")
    assert host.headers[0]["authorization"] == "Bearer secret-1"
    assert "secret-1" not in json.dumps(after)
    with pytest.raises(UsageError, match="use https"):
        endpoint(Model("http://models.example/v1", key="secret-1"))


@pytest.mark.parametrize(
    ("url", "posted"),
    [
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080/v1/chat/completions"),
        ("http://localhost:1/v1/", "http://localhost:1/v1/chat/completions"),
        ("https://m.example/openai/chat/completions?v=2", "https://m.example/openai/chat/completions?v=2"),
    ],
)
def test_addresses(url: str, posted: str) -> None:
    assert endpoint(Model(url)) == posted


@pytest.mark.parametrize("url", ["", "model", "ftp://x/y", "http://", "file:///etc/passwd", "http://[::1"])
def test_no_address(url: str) -> None:
    with pytest.raises(UsageError):
        reword(document(), Model(url))


def test_the_command_shows_both_and_says_how_many(tmp_path: Any) -> None:
    story = tmp_path / "s.json"
    story.write_text(json.dumps(riwaya_document(bridge.telling())), encoding="utf-8")
    with hosting(says(lambda line: line.replace("الذي", "الّذي"))) as host:
        options = ["--model", host.url, "--model-name", "played", "--format"]
        told = CliRunner().invoke(app, ["render", str(story), *options, "json"])
        assert told.exit_code == 0, told.stderr
        assert "played: 6 of 6 lines kept" in told.stderr
        doc = json.loads(told.stdout)
        assert "played" in CliRunner().invoke(app, ["render", str(story), *options, "text", "--lang", "en"]).stdout
    jsonschema.validate(doc, schema())
    for render in (render_text, render_markdown, render_html):
        assert "reworded by a machine (played)" in render(doc, lang="en")
    bad = CliRunner().invoke(app, ["render", str(story), "--model", "nowhere"])
    assert bad.exit_code == 2


def test_hostile_words_of_a_model_are_no_markup() -> None:
    doc = copy.deepcopy(riwaya_document(bridge.telling()))
    doc["topics"][0]["brief"][0]["rephrased"] = {"text": "<script>x</script>", "by": "<b>m</b>", "checked": True}
    assert "<script>x" not in render_html(doc)
    assert "<script>" not in render_markdown(doc)
