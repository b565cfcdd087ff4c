"""Both databases give the same answers."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from riwaya.api import Settings, make_app
from riwaya.desk import Desk
from riwaya.inputs import open_inputs
from riwaya.store import open_store
from tests.api.asking import Client
from tests.conftest import EXAMPLES
from tests.databases import postgres  # noqa: F401 - a fixture

PATHS = (
    "/stories?limit=3",
    "/stories?sort=weight",
    "/stories?marks=differs&marks=denied&since=2025-08-01&until=2025-09-02",
    "/stories?actor=country:PT&place=place:lisbon",
    "/topics",
    "/topics?outlet=بريد الأطلسي&sort=weight",
    "/actors?limit=4",
    "/actors?q=البر",
    "/actors/country:PT",
    "/statements?limit=20",
    "/statements?polarity=denies&since=2025-08-28",
    "/events?actor=country:PT",
    "/events?status=happened&until=2025-08-28&limit=7",
    "/articles/01-wire.txt%231",
    "/judgements",
    "/notes",
)


@pytest.fixture(scope="module")
def clients(postgres: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Client]]:  # noqa: F811
    stores = [open_store(str(tmp_path_factory.mktemp("databases") / "s.db")), open_store(postgres.fresh())]
    made = []
    for store in stores:
        desk = Desk(store)
        desk.add(open_inputs(sorted(Path(EXAMPLES).glob("0[1-5]-*.txt"))))
        made.append(Client(make_app(desk, Settings(per_minute=10**6))))
        for text in ("أولى", "ثانية"):
            made[-1]("POST", "/notes", json={"on": "actor:country:PT", "text": text})
    yield made
    for client, store in zip(made, stores, strict=True):
        client.close()
        store.close()


def timeless(value: Any) -> Any:
    """An answer without the moments at which the store was written, and what names its page."""
    if isinstance(value, dict):
        gone = {"changed", "at", "when", "last_came"}
        return {k: timeless(v) for k, v in value.items() if k not in gone}
    return [timeless(v) for v in value] if isinstance(value, list) else value


@pytest.mark.parametrize("path", PATHS)
def test_both_say_the_same(clients: list[Client], path: str) -> None:
    one, other = (timeless(client.json_at(path)) for client in clients)
    assert one == other


def test_both_page_alike(clients: list[Client]) -> None:
    for path in ("/stories", "/topics", "/statements", "/events", "/actors", "/ledger", "/notes"):
        walks = []
        for client in clients:
            found: list[Any] = []
            before: dict[str, str] = {}
            while True:
                page = client.json(path, limit=2, **before)
                found += page["items"]
                if page["next"] is None:
                    break
                before = {"before": page["next"]}
            walks.append(timeless(found))
        assert walks[0] == walks[1], path


def test_both_tell_a_topic_alike(clients: list[Client]) -> None:
    topic = clients[0].json("/topics", sort="weight")["items"][0]["id"]
    one, other = (timeless(c.json(f"/topics/{topic}")) for c in clients)
    assert one == other
