"""The commands: a real server on a real port, and tokens."""

import json
import os
import re
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from typer.testing import CliRunner

from riwaya.cli import app
from riwaya.cli.serve import is_loopback
from tests.api.asking import Client

runner = CliRunner()


def test_the_command_serves_until_it_is_ended(examples_store: Path) -> None:
    command = [sys.executable, "-m", "riwaya", "serve", "--fast", "--port", "0", "--store", str(examples_store)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env={**os.environ, "COLUMNS": "300"}) as served:
        try:
            assert served.stderr is not None
            told = iter(served.stderr.readline, "")  # what else it has to say may come first
            found = next((m for line in told if (m := re.search(r"http://127\.0\.0\.1:\d+/", line))), None)
            assert found
            with urllib.request.urlopen(found[0] + "api/v1/stories?limit=1", timeout=30) as answer:
                assert answer.status == 200
                assert len(json.load(answer)["items"]) == 1
            with urllib.request.urlopen(found[0] + "api/v1/live", timeout=30) as live:
                assert live.readline() == b"retry: 3000\n"
                served.send_signal(signal.SIGTERM)  # who listens does not keep it from ending
                assert served.wait(timeout=30) in (0, -signal.SIGTERM)
        finally:
            served.kill()


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "example.org"])
def test_without_tokens_only_this_machine_is_served(tmp_path: Path, host: str) -> None:
    result = runner.invoke(app, ["serve", "--host", host, "--store", str(tmp_path / "s.db")])
    assert result.exit_code != 0
    assert "make a token first" in str(result.exception)


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "::1", "[::1]", "localhost", "127.9.9.9", "no:0.0.0.0", "no:::", "no:localhost.example", "no:"],
)
def test_this_machines_addresses(host: str) -> None:
    assert is_loopback(host.removeprefix("no:")) is not host.startswith("no:")


def test_tokens_come_and_go(tmp_path: Path) -> None:
    store = ["--store", str(tmp_path / "s.db")]
    made = runner.invoke(app, ["token", "add", "layla", "--right", "edit", *store])
    assert made.exit_code == 0
    assert re.fullmatch(r"riwaya_[\w-]{43}\n", made.stdout)
    again = runner.invoke(app, ["token", "add", "layla", *store])
    assert again.exit_code != 0
    listed = runner.invoke(app, ["token", "list", "--json", *store])
    row = json.loads(listed.stdout)
    assert (row["name"], row["right"], row["used"], row["revoked"]) == ("layla", "edit", None, None)
    assert made.stdout.strip() not in listed.stdout
    assert runner.invoke(app, ["token", "revoke", "layla", *store]).exit_code == 0
    assert runner.invoke(app, ["token", "revoke", "layla", *store]).exit_code == 1
    assert "revoked" in runner.invoke(app, ["token", "list", *store]).stdout
    assert runner.invoke(app, ["token", "add", "layla", *store]).exit_code == 0


@pytest.mark.parametrize("name", ["", " ", "a\nb", "x" * 101])
def test_a_token_needs_a_name(tmp_path: Path, name: str) -> None:
    assert runner.invoke(app, ["token", "add", name, "--store", str(tmp_path / "s.db")]).exit_code != 0


def test_a_head_is_what_a_get_would_answer_without_its_body(client: Client) -> None:
    for path in ("/stories", "/health", "/topics?limit=1"):
        whole, head = client.get(path), client("HEAD", path)
        assert (head.status_code, head.content) == (200, b"")
        assert head.headers["content-type"] == whole.headers["content-type"]
        assert head.headers.get("etag") == whole.headers.get("etag")
    assert client("HEAD", "/nothing").status_code == 404
    live = client("HEAD", "/live")  # which a GET would never come back from
    assert live.headers["content-type"].startswith("text/event-stream")
