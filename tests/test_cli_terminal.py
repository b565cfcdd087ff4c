"""What pages, files and people call themselves is shown by a terminal and never obeyed; to programs it is escaped."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from riwaya.cli import app
from riwaya.cli.output import escaped, say, shown
from riwaya.desk import Desk
from riwaya.model import Source
from riwaya.store import open_store
from riwaya.store.follows import Alert, alert, follow
from riwaya.store.upkeep import Retention, set_retention

_OBEYED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_EVIL = "\x1b[2J\x9b31m\u202e\u2066"
_TITLE = f"{_EVIL}مدير الميناء: الحريق لم يكن متعمدا"
_SAID = f"وقال المتحدث باسم الشرطة النرويجية كريم الحداد إن الحريق بدأ في مخزن {_EVIL}الحبال القديم."
_BODY = f"{_SAID}\nوشب الحريق فجر الاثنين في {_EVIL}ميناء بيرغن غربي النرويج ثم امتد إلى السويد وأصيب تسعة عمال."
_RUN = CliRunner()


def _page() -> Source:
    row = {"id": f"p{_EVIL}1", "title": _TITLE, "text": _BODY, "outlet": f"بريد{_EVIL} الشمال"}
    return Source("evil.jsonl", json.dumps({**row, "published": "2026-03-02T08:00:00+00:00"}).encode())


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store in which nearly everything has a name that a terminal would obey."""
    path = tmp_path_factory.mktemp("evil") / "s.db"
    with open_store(str(path)) as opened:
        desk = Desk(opened)
        assert desk.add([_page()]).kept == 1
        with opened.writing() as connection:
            follow(connection, "feed", f"https://h.example/{_EVIL}", title=_TITLE)
            alert(connection, [Alert("new", _TITLE, "d1", story=desk.stories()[0].story.id)])
            set_retention(connection, Retention(f"بريد{_EVIL}", text_days=9))
        desk.judge("same_actor", "country:NO", "country:SE", verdict=False, who=_EVIL)
    return path


def _commands(store: Path, folder: Path) -> Iterator[list[str]]:
    bad = folder / f"bad{_EVIL}.txt"
    bad.write_bytes(b"\x00\x01")
    page = folder / f"good{_EVIL}.jsonl"
    page.write_bytes(_page().data)
    kept = ["--store", str(store)]
    with open_store(str(store)) as opened:
        story = Desk(opened).stories()[0].story.id
    yield ["add", str(bad), str(page), "nothing" + _EVIL, "--fast", *kept]
    yield ["tell", str(page), "nothing" + _EVIL, "--fast", "--ledger"]
    yield ["stories", *kept]
    yield ["show", story, *kept]
    yield ["show", story, "--format", "json", *kept]
    yield ["search", "الحريق", "--words", *kept]
    yield ["search", "الحريق", "--kind", "statement", *kept]
    yield ["search", "ماذا قال الحداد؟", *kept]
    yield ["search", "الحريق", "--words", "--json", *kept]
    yield ["stories", "--json", *kept]
    yield ["alerts", *kept]
    yield ["alerts", "--json", *kept]
    yield ["follow", "--list", *kept]
    yield ["judge", "list", *kept]
    yield ["judge", "list", "--json", *kept]
    yield ["store", "retain", *kept]
    yield ["store", "check", *kept]
    yield ["rules", "explain", _SAID]


def test_no_command_prints_what_a_terminal_obeys(store: Path, tmp_path: Path) -> None:
    said: dict[str, str] = {}
    for command in _commands(store, tmp_path):
        result = _RUN.invoke(app, command)
        said[" ".join(command[:2])] = result.stdout
        for text in (result.stdout, result.stderr):
            assert not _OBEYED.search(text), (command, _OBEYED.search(text), text)
    for begun, words in {"stories": "الحريق", "search الحريق": "الحريق", "search ماذا": "الحبال"}.items():
        assert any(words in out for told, out in said.items() if told.startswith(begun)), said


def test_programs_get_all_of_it(store: Path) -> None:
    (row,) = map(json.loads, _RUN.invoke(app, ["alerts", "--json", "--store", str(store)]).stdout.splitlines())
    assert row["text"] == _TITLE


def test_a_line_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert shown("a\r\nb\u2028c\td\ud800") == "a  b c\td "
    assert escaped(json.dumps("\u202e\u009b\ud800س", ensure_ascii=False)) == '"\\u202e\\u009b\\ud800س"'
    say("one\ntwo\x1b[1m [bold]three :fire:")
    assert capsys.readouterr().err == "one two [1m [bold]three :fire:\n"
