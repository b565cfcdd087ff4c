"""Both databases for tests: a SQLite file, and a PostgreSQL server of our own where its programs are installed.

A room that needs them says so in its conftest: `from tests.databases import address, postgres, store`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from riwaya.store import Store, open_store


def _programs() -> Path | None:
    """The folder of the newest PostgreSQL's programs."""
    found = [p.parent for p in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if found:
        return max(found, key=lambda p: float(p.parent.name))
    initdb = shutil.which("initdb")
    return Path(initdb).parent if initdb else None


class _Server:
    """A server that nobody else uses, on a socket in a folder of its own; it keeps nothing."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self._programs, self._folder = programs, folder
        self._as = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []

    def _run(self, program: str, *arguments: str) -> None:
        command = [*self._as, str(self._programs / program), *arguments]
        subprocess.run(command, check=True, cwd=self._folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)

    def start(self) -> None:
        if self._as:
            shutil.chown(self._folder, "postgres")
        data = str(self._folder / "data")
        self._run("initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")
        options = (
            f"-c listen_addresses='' -c unix_socket_directories={self._folder} -c fsync=off -c shared_buffers=16MB"
        )
        self._run("pg_ctl", "-D", data, "-o", options, "-w", "-l", str(self._folder / "log"), "start")

    def stop(self) -> None:
        self._run("pg_ctl", "-D", str(self._folder / "data"), "-m", "immediate", "stop")

    def fresh(self) -> str:
        """The address of the server's one database, emptied."""
        empty = "DROP SCHEMA public CASCADE; CREATE SCHEMA public"
        self._run("psql", "-q", "-h", str(self._folder), "-U", "postgres", "-c", empty, "postgres")
        return f"postgresql://postgres@/postgres?unix_sock={self._folder}/.s.PGSQL.5432"


@pytest.fixture(scope="session")
def postgres() -> Iterator[_Server]:
    """A running server, or a word why there is none."""
    programs = _programs()
    if programs is None:
        pytest.skip("no PostgreSQL is installed here")
    memory = Path("/dev/shm")  # a database that nobody needs afterwards: no disk has to see it
    folder = Path(tempfile.mkdtemp(prefix="riwaya-pg-", dir=memory if os.access(memory, os.W_OK) else None))
    server = _Server(programs, folder)
    try:
        try:
            server.start()
        except (OSError, subprocess.CalledProcessError) as e:
            said = getattr(e, "stderr", None) or str(e).encode()
            pytest.skip(f"PostgreSQL does not start here: {said.decode(errors='replace')[-300:]}")
        yield server
        server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/store.db"
    server: _Server = request.getfixturevalue("postgres")
    return server.fresh()


@pytest.fixture
def store(address: str) -> Iterator[Store]:
    """An empty store of each kind."""
    with open_store(address) as opened:
        yield opened
