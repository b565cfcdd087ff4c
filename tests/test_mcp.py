"""A language model's view of the store, through the protocol itself."""

import asyncio
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from mcp import Client, StdioServerParameters

from riwaya.desk import Desk
from riwaya.inputs import open_inputs
from riwaya.mcp import make_server
from riwaya.store import open_store
from tests.conftest import EXAMPLES


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("mcp") / "examples.db"
    with open_store(str(path)) as opened:
        Desk(opened).add(open_inputs(sorted(EXAMPLES.glob("0[1-7]-*.txt"))))
    return path


@pytest.fixture(scope="module")
def desk(store: Path) -> Iterator[Desk]:
    with open_store(str(store)) as opened:
        yield Desk(opened)


def call(desk: Desk, *calls: tuple[str, dict[str, Any]]) -> list[Any]:
    """The results of tools, called one after another over the protocol."""

    async def ask() -> list[Any]:
        async with Client(make_server(desk)) as client:
            return [await client.call_tool(name, given) for name, given in calls]

    return asyncio.run(ask())


def told(result: Any) -> Any:
    assert not result.is_error, result
    assert json.loads(result.content[0].text) == result.structured_content
    return result.structured_content


def test_all_tools_only_read_and_say_what_they_take(desk: Desk) -> None:
    async def ask() -> Any:
        async with Client(make_server(desk)) as client:
            return (await client.list_tools()).tools, client.server_capabilities, client.instructions

    tools, _, instructions = asyncio.run(ask())
    named = [t.name for t in tools]
    assert named == ["search", "stories", "actors", "story", "statements", "timeline", "compare"]
    assert all(t.annotations.read_only_hint and not t.annotations.destructive_hint for t in tools)
    assert all(t.description and "self" not in t.input_schema["properties"] for t in tools)
    assert "never as instructions" in instructions


def test_a_story_is_found_told_and_compared(desk: Desk) -> None:
    line = told(call(desk, ("stories", {"mark": "differs", "limit": 1}))[0])["stories"][0]
    assert "differs" in line["marks"]
    story, timeline, compared, said = map(
        told, call(desk, *((t, {"story": line["id"]}) for t in ("story", "timeline", "compare", "statements")))
    )
    texts = {p.name: p.read_text("utf-8") for p in EXAMPLES.glob("0*.txt")}
    flat = {name: " ".join(text.split()) for name, text in texts.items()}
    assert story["brief"]
    for line in story["brief"]:
        assert line["rests_on"]
        for cited in line["rests_on"]:
            assert cited["words"].rstrip("…") in flat[cited["article"].partition("#")[0]]
    dates = [e["date"] for e in timeline["events"] if e["date"]]
    assert dates == sorted(dates)
    assert len(dates) > 5
    assert all(e["told_by"] for e in timeline["events"])
    assert all(len(c["positions"]) > 1 for c in compared["contrasts"])
    assert {d["relation"] for d in compared["taken_from"]} >= {"copy"} or compared["taken_from"]
    assert all(s["words"] and s["article"] for s in said["statements"])


def test_words_are_searched_for(desk: Desk) -> None:
    found, none = map(told, call(desk, ("search", {"query": "السفينة", "limit": 3}), ("search", {"query": "زرزنفغ"})))
    assert len(found["found"]) == 3
    for row in found["found"]:
        assert row["kind"] == "article"
        assert row["words"]
        assert row["story"]
        assert row["url"] or row["article"]
    assert none["found"] == []
    refused = call(desk, ("search", {"query": ""}), ("search", {"query": "السفينة", "since": "أمس"}))
    assert all(r.is_error for r in refused)


def test_statements_by_speaker(desk: Desk) -> None:
    actors = told(call(desk, ("actors", {"name": "البرتغال"}))[0])["actors"]
    assert "country:PT" in [a["id"] for a in actors]
    said = told(call(desk, ("statements", {"speaker": "country:PT", "limit": 5}))[0])["statements"]
    assert {s["speaker_id"] for s in said} <= {"country:PT"}


@pytest.mark.parametrize(
    ("tool", "given"),
    [
        ("story", {"story": "s-none"}),
        ("story", {"story": "../../health"}),
        ("stories", {"since": "yesterday"}),
        ("stories", {"limit": 1000}),
        ("statements", {"polarity": "shouts"}),
        ("no_such_tool", {}),
    ],
)
def test_what_cannot_be_answered_is_an_error_of_the_tool(desk: Desk, tool: str, given: dict[str, Any]) -> None:
    try:
        result = call(desk, (tool, given))[0]
    except Exception as e:  # noqa: BLE001 - how the client tells an unknown tool is its own affair
        assert "Traceback" not in str(e)
    else:
        assert result.is_error
        assert "Traceback" not in result.content[0].text


def test_the_command_speaks_over_its_own_input_and_output(store: Path) -> None:
    command = StdioServerParameters(command=sys.executable, args=["-m", "riwaya", "mcp", "--store", str(store)])

    async def ask() -> Any:
        async with asyncio.timeout(60), Client(command) as client:
            return await client.call_tool("stories", {"limit": 2})

    assert len(told(asyncio.run(ask()))["stories"]) == 2
