"""The example pages and some hostile ones in a store, made once; readers on it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette

from riwaya.api import Settings, make_app
from riwaya.desk import Desk
from riwaya.inputs import open_inputs
from riwaya.reader import make_reader
from riwaya.store import Store, open_store
from tests.api.asking import Client
from tests.conftest import EXAMPLES
from tests.reader.browsing import open_browser
from tests.reader.guests import hostile_pages

PLENTY = Settings(per_minute=10**6, watch=0.05)


@pytest.fixture(scope="session")
def whole_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that nobody writes to."""
    path = tmp_path_factory.mktemp("reader") / "store.db"
    with open_store(str(path)) as store:
        desk = Desk(store)
        desk.add(open_inputs([EXAMPLES]))
        desk.add(hostile_pages())
    return path


def copied(whole: Path, to: Path) -> Path:
    """A copy of a store that may be written to."""
    shutil.copy(whole, to)
    wal = Path(f"{whole}-wal")
    if wal.exists():
        shutil.copy(wal, f"{to}-wal")
    return to


def app_on(store: Store, settings: Settings = PLENTY) -> Starlette:
    return make_app(Desk(store), settings, make_reader)


@pytest.fixture(scope="session")
def reader(whole_store: Path) -> Iterator[Client]:
    """Somebody at this machine, who only reads."""
    with open_store(str(whole_store)) as store:
        client = Client(app_on(store))
        yield client
        client.close()


@pytest.fixture
def store(whole_store: Path, tmp_path: Path) -> Iterator[Store]:
    with open_store(str(copied(whole_store, tmp_path / "copy.db"))) as opened:
        yield opened


@pytest.fixture
def editor(store: Store) -> Iterator[Callable[..., Client]]:
    """Makes clients of one server on a copy of the store."""
    made: list[Client] = []
    app = app_on(store)

    def make(**who: str) -> Client:
        made.append(Client(app, **who))
        return made[-1]

    yield make
    for one in made:
        one.close()


# one for each module: a browser keeps its thread's event loop, which others need
browser = pytest.fixture(scope="module")(open_browser)
