"""The example pages in a store, made once, and servers on it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from starlette.types import ASGIApp

from riwaya.api import Settings, make_app
from riwaya.desk import Desk
from riwaya.inputs import open_inputs
from riwaya.store import Store, open_store
from tests.api.asking import Client
from tests.conftest import EXAMPLES


@pytest.fixture(scope="session")
def examples_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the examples that nobody writes to."""
    path = tmp_path_factory.mktemp("api") / "examples.db"
    with open_store(str(path)) as store:
        Desk(store).add(open_inputs([EXAMPLES]))
    return path


@pytest.fixture(scope="session")
def desk(examples_store: Path) -> Iterator[Desk]:
    with open_store(str(examples_store)) as store:
        yield Desk(store)


@pytest.fixture(scope="session")
def client(desk: Desk) -> Iterator[Client]:
    """Somebody at this machine, who only reads."""
    client = Client(make_app(desk, Settings(per_minute=10**6)))
    yield client
    client.close()


def copied(store: Path, path: Path) -> Path:
    """A copy of a store at `path`."""
    with sqlite3.connect(store) as whole, sqlite3.connect(path) as copy:
        whole.backup(copy)
    copy.close()
    whole.close()
    return path


@pytest.fixture
def store(examples_store: Path, tmp_path: Path) -> Iterator[Store]:
    """A copy of the examples' store, to be written to."""
    with open_store(str(copied(examples_store, tmp_path / "copy.db"))) as opened:
        yield opened


@pytest.fixture
def serve(store: Store) -> Iterator[Callable[..., Client]]:
    """Makes clients of one server on the copy: `serve(settings, address=, host=)`."""
    made: list[Client] = []
    apps: dict[Settings | None, ASGIApp] = {}

    def make(settings: Settings | None = None, **who: str) -> Client:
        app = apps.setdefault(settings, make_app(Desk(store), settings or Settings(per_minute=10**6)))
        made.append(Client(app, **who))
        return made[-1]

    yield make
    for one in made:
        one.close()
