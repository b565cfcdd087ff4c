"""Alerts that need no host: silence, feeds of alerts, webhooks, the command."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import feedparser
import pytest
from typer.testing import CliRunner

from riwaya.cli import app
from riwaya.desk import Desk
from riwaya.follow.alerts import find_alerts, first_looks, tell_people
from riwaya.follow.begin import begin_interest
from riwaya.follow.deliver import atom_of, latest, send
from riwaya.follow.sources import Memory
from riwaya.inputs import open_inputs
from riwaya.model import Failure, Source
from riwaya.store import open_store
from riwaya.store.follows import Alert, alert, alerts, follow, remember
from riwaya.store.pages import set_meta
from tests.conftest import EXAMPLES
from tests.read.host import Asked, Send, answer, hosting
from tests.store.pages import PAGES, lines

NOW = dt.datetime(2026, 3, 20, 12, tzinfo=dt.UTC)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_store(str(tmp_path / "desk.db")) as store:
        yield Desk(store)


def _articles(desk: Desk, outlet: str, last: dt.datetime, each: float, n: int) -> None:
    """`n` short articles of an outlet, one every `each` hours up to `last`."""
    lines = [
        json.dumps(
            {
                "id": f"https://{outlet}.example/{k}",
                "url": f"https://{outlet}.example/{k}",
                "outlet": outlet,
                "title": f"المجلس رقم {k} في بلدة الساقية",
                "published": (last - dt.timedelta(hours=each * k)).isoformat(),
                "text": f"عقد مجلس بلدة الساقية رقم {k} جلسته العادية وأقر بند الصيانة رقم {k * 7} بالإجماع مساء أمس.",
            },
            ensure_ascii=False,
        )
        for k in range(n)
    ]
    desk.add([Source("day.jsonl", "\n".join(lines).encode())])
    with desk.store.writing() as connection:
        kept = follow(connection, "feed", f"https://{outlet}.example/feed")
        remember(connection, kept.key, Memory(hosts=(f"{outlet}.example",)).plain())


def test_an_outlet_that_falls_silent_is_told_of_once(desk: Desk) -> None:
    _articles(desk, "saqiya", NOW - dt.timedelta(days=1), 1.0, 80)
    assert find_alerts(desk, "9", NOW - dt.timedelta(hours=22)).alerts == []
    told = find_alerts(desk, "9", NOW).alerts
    assert [(a.kind, a.data["outlet"], a.data["language"]) for a in told] == [("silence", "saqiya", "ar")]
    with desk.store.writing() as connection:
        assert len(alert(connection, told)) == 1
        later = find_alerts(desk, "9", NOW + dt.timedelta(hours=5)).alerts
        assert alert(connection, later) == []


def test_an_outlet_that_seldom_writes_is_not_silent(desk: Desk) -> None:
    _articles(desk, "shahriya", NOW - dt.timedelta(days=2), 24.0, 25)
    assert find_alerts(desk, "9", NOW).alerts == []


@pytest.mark.parametrize(("quiet", "told"), [(4, []), (1, ["zaytun"])])
def test_where_most_outlets_fall_silent_at_once_it_is_the_clock(desk: Desk, quiet: int, told: list[str]) -> None:
    ahead = NOW + dt.timedelta(days=4)
    for n, outlet in enumerate(("zaytun", "saqiya", "nakhil", "wadi")):
        _articles(desk, outlet, (NOW if n < quiet else ahead) - dt.timedelta(hours=1), 1.0, 80)
    assert [a.data["outlet"] for a in find_alerts(desk, "9", ahead).alerts] == told


def test_a_clock_that_ran_ahead_and_was_set_back_hides_no_news(desk: Desk) -> None:
    begin_interest(desk.store, "query", "العبارة")
    with desk.store.writing() as connection:
        set_meta(connection, "told_until", "2099-01-01T00:00:00Z")
    desk.add([lines(PAGES[0])])
    assert [a.kind for a in tell_people(desk, NOW)] == ["story"]
    assert tell_people(desk, NOW) == ()


HOSTILE = "قتلى <script>x</script> & \x00\x0b\ud800\u202e"


def test_alerts_are_an_atom_feed_with_one_entry_a_story() -> None:
    first = Alert("changed", "الأول", "a", "s-1", {}, "2026-03-01T00:00:00Z", 1)
    rows = [replace(first, key=3, digest="c", text=HOSTILE), replace(first, key=2, digest="b", story="s-2"), first]
    feed = feedparser.parse(atom_of(rows, "http://127.0.0.1:8000/"))
    assert not feed.bozo
    assert [e.link for e in feed.entries] == [f"http://127.0.0.1:8000/stories/s-{n}" for n in (1, 2)]
    assert feed.entries[0].title.startswith("قتلى")
    assert [(e.content[0].type, e.content[0].value) for e in feed.entries] == [
        ("text/plain", e.title) for e in feed.entries
    ]
    assert [e.links[0].rel for e in feed.entries] == ["alternate"] * 2
    pages = {"s-1": "https://port.example/x?a=1&b=2", "s-2": "javascript:alert(1)"}
    failing = Alert("failing", "ف", "f", None, {"target": "https://port.example/feed"}, "2026-03-01T00:00:00Z", 9)
    led = feedparser.parse(atom_of([failing, *rows], pages=pages)).entries
    assert [[x.href for x in e.get("links", [])] for e in led] == [["https://port.example/feed"], [pages["s-1"]], []]
    assert b"<script>" not in atom_of(rows)
    assert [a.key for a in latest(rows)] == [3, 2]
    assert not feedparser.parse(atom_of([])).bozo


def test_the_feed_of_alerts_leads_to_pages_and_is_whole_or_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, url = tmp_path / "alerts.atom", "https://port.example/wire"
    with open_store(str(tmp_path / "desk.db")) as store:
        desk = Desk(store)
        begin_interest(store, "query", "العبارة")
        desk.add([lines({**PAGES[0], "more": {**PAGES[0]["more"], "url": url}})])
        assert len(tell_people(desk, NOW)) == 1
    command = ["alerts", "--atom", str(file), "--store", str(tmp_path / "desk.db")]
    assert CliRunner().invoke(app, command).exit_code == 0
    (entry,) = feedparser.parse(file.read_bytes()).entries
    assert entry.link == url
    before = file.read_bytes()

    def full(path: Path, data: bytes) -> int:
        with path.open("wb") as out:
            out.write(data[:10])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    done = CliRunner().invoke(app, command)
    assert "No space left on device" in str(done.exception)
    assert file.read_bytes() == before
    assert sorted(p.name for p in tmp_path.iterdir() if "atom" in p.name) == ["alerts.atom"]


def test_a_webhook_gets_what_happened_and_is_asked_again_where_it_fails() -> None:
    got: list[bytes] = []
    row = Alert("changed", "الأول", "a", "s-1", {"n": 1}, "2026-03-01T00:00:00Z", 1)

    def take(asked: Asked, respond: Send) -> None:
        got.append(asked.headers["content-type"].encode())
        status = "503 Service Unavailable" if len(got) < 2 else "204 No Content"
        answer(status=status)(asked, respond)

    with hosting() as host:
        host.routes["/hook"] = take
        host.routes["/away"] = answer(status="302 Found", headers={"Location": host.url("/hook")})
        assert send([row], host.url("/hook"), allow_private=True) is None
        assert len(got) == 2
        assert "302" in (send([row], host.url("/away"), allow_private=True) or "")
        assert len(got) == 2
        assert send([row], host.url("/hook")) is not None  # this machine, and nobody allowed it
        assert len(got) == 2


def test_the_command_follows_lists_stops_and_tells(tmp_path: Path) -> None:
    store = ["--store", str(tmp_path / "desk.db")]
    opml = tmp_path / "feeds.opml"
    opml.write_text('<opml version="2.0"><body><outline text="ساقية" xmlUrl="http://127.0.0.1:9/feed"/></body></opml>')
    run = CliRunner()
    done = run.invoke(app, ["follow", str(opml), "--once", "--fast", *store])
    assert done.exit_code == 0
    assert "1 sources asked, 1 failed" in done.stdout
    out = tmp_path / "out.opml"
    done = run.invoke(app, ["follow", "--query", "ميناء", "--list", "--opml", str(out), *store])
    assert "failing" in done.stdout
    assert "query" in done.stdout
    assert "http://127.0.0.1:9/feed" in out.read_text()
    assert run.invoke(app, ["follow", "--stop", "1", *store]).exit_code == 0
    assert "feed" not in run.invoke(app, ["follow", "--list", *store]).stdout
    assert run.invoke(app, ["follow", "--stop", "1", *store]).exit_code != 0
    assert run.invoke(app, ["follow", str(tmp_path / "none.opml"), "--once", *store]).exit_code == 1
    assert run.invoke(app, ["alerts", *store]).exit_code == 0
    atom = tmp_path / "alerts.atom"
    assert run.invoke(app, ["alerts", "--atom", str(atom), *store]).exit_code == 0
    assert atom.read_bytes().startswith(b"<?xml")
    with open_store(str(tmp_path / "desk.db")) as opened, opened.reading() as connection:
        assert alerts(connection) == []


def test_a_copy_tells_nothing_new_and_another_account_does(tmp_path: Path) -> None:
    """A copy's events are known by their sentences; an account that tells the story otherwise brings contrasts, an
    update another toll."""
    with open_store(str(tmp_path / "desk.db")) as store:
        desk = Desk(store)

        def told(*sources: Source | Failure) -> dict[str, Any]:
            desk.add(sources)
            return {k: v for a in tell_people(desk, NOW) for k, v in {**a.data["counts"], **a.data["tolls"]}.items()}

        def example(name: str) -> dict[str, Any]:
            return told(*open_inputs(sorted(EXAMPLES.glob(f"{name}-*.txt"))))

        assert example("01") == told(lines(PAGES[0])) == {}
        for row in desk.stories():
            begin_interest(store, "story", row.story.id)
        first_looks(desk)
        assert told(lines(PAGES[1])) == {}
        assert example("03")["contrasts"] >= 1
        assert example("06")["killed"] == [3, 5]
