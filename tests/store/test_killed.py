"""A process that is killed loses the batch it was at and nothing else; the same again mends it.

Three strikes at twenty pages; RIWAYA_STRIKES=20 RIWAYA_STRUCK_PAGES=300 for a longer run by hand.
"""

from __future__ import annotations

import datetime as dt
import gzip
import json
import os
import random
import signal
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from riwaya.desk import Desk, adding
from riwaya.model import Source
from riwaya.store import open_store, portable, upkeep
from tests.store.pages import PAGES, lines, page

_GRACE = 20  # statements after which a process that was to be killed, and was not, ends itself
STRIKES = int(os.environ.get("RIWAYA_STRIKES", "3"))
STRUCK = int(os.environ.get("RIWAYA_STRUCK_PAGES", "20"))
_FIRST = dt.datetime(2026, 3, 2, 6, tzinfo=dt.UTC)
WHEN = frozenset({"at", "added", "changed", "rev"})  # columns that tell when the store was written


def _many() -> list[Source]:
    """Small pages: those of the room told again by other outlets, with a word of their own, day by day."""
    rows = []
    for n in range(STRUCK):
        one = PAGES[n % len(PAGES)]
        own = f"وذكرت الصحيفة في عددها رقم {n + 3} أن المتابعة مستمرة."
        published = _FIRST + dt.timedelta(days=n // 2, hours=n % 12)
        more = {"outlet": f"صحيفة {n % 7}", "published": published.isoformat()}
        rows.append(page(f"p{n}", one["words"][0], *one["words"][1:], own, **more))
    return [lines(*rows[i : i + 5]) for i in range(0, STRUCK, 5)]


def kept(path: Path) -> list[str]:
    """All rows of a store in which all is told, without when they were written and what the grouper remembers."""
    file = path.with_suffix(".jsonl.gz")
    file.unlink(missing_ok=True)
    with open_store(str(path)) as store:
        Desk(store).retell()  # what waits for a reader hangs on where the batches ended
        with store.reading() as connection:
            assert upkeep.check(connection) == []
        portable.backup(store, file)
    rows = [json.loads(line) for line in gzip.decompress(file.read_bytes()).splitlines()]
    return [
        json.dumps([row["table"], {k: v for k, v in row["row"].items() if k not in WHEN}])
        for row in rows
        if "table" in row and row["table"] not in ("states", "meta")
    ]


def _add(path: Path, die_at: tuple[int, int] | None = None) -> int:
    """Add all pages; how many statements the database was told. With `die_at` whoever listens at that end of a pipe is
    told when so many were, and is waited for."""
    told = 0

    def count(*_: Any) -> None:
        nonlocal told
        told += 1
        if die_at is not None and told == die_at[0]:
            os.write(die_at[1], b".")
        if die_at is not None and told == die_at[0] + _GRACE:
            os.kill(os.getpid(), signal.SIGKILL)  # nobody else came to it

    with open_store(str(path)) as store:
        event.listen(store.engine, "before_cursor_execute", count)
        Desk(store).add(_many())
    return told


def _strike(path: Path, after: int) -> bool:
    """Add all pages in a process that is killed from outside, about when it told the database `after` statements;
    whether it was."""
    listening, telling = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            _add(path, (after, telling))
        finally:
            os._exit(0)
    os.close(telling)
    if os.read(listening, 1):  # nothing comes where it ended before
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
    os.close(listening)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_killed_at_random_points_the_store_equals_an_undisturbed_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adding, "BATCH", 3)
    whole, struck = tmp_path / "whole.db", tmp_path / "struck.db"
    many = _add(whole)
    chance = random.Random(20)
    for _ in range(STRIKES):
        # never so late that what is left, after what earlier runs kept, is done before: statements, not seconds, which
        # a busy machine makes longer or shorter
        assert _strike(struck, int(chance.uniform(0.15, 0.75) * many / STRIKES))
    _add(struck)
    assert kept(struck) == kept(whole)
