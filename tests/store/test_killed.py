"""A process that is killed loses the batch it was at and nothing else; the same again mends it."""

from __future__ import annotations

import gzip
import json
import os
import random
import signal
import time
from pathlib import Path

import pytest

from riwaya.desk import Desk, adding
from riwaya.model import Source
from riwaya.store import open_store, portable, upkeep
from tests.store.pages import PAGES, lines, page

WHEN = frozenset({"at", "added", "changed", "rev"})  # columns that tell when the store was written


def _many() -> list[Source]:
    """Twenty small pages: those of the room told again by other outlets, with a word of their own, day by day."""
    rows = []
    for n in range(20):
        one = PAGES[n % len(PAGES)]
        own = f"وذكرت الصحيفة في عددها رقم {n + 3} أن المتابعة مستمرة."
        more = {"outlet": f"صحيفة {n % 7}", "published": f"2026-03-{2 + n // 2:02}T{6 + n % 12:02}:00:00+00:00"}
        rows.append(page(f"p{n}", one["words"][0], *one["words"][1:], own, **more))
    return [lines(*rows[i : i + 5]) for i in range(0, 20, 5)]


def kept(path: Path) -> list[str]:
    """All rows of a store, without when they were written and what the grouper remembers."""
    file = path.with_suffix(".jsonl.gz")
    file.unlink(missing_ok=True)
    with open_store(str(path)) as store:
        with store.reading() as connection:
            assert upkeep.check(connection) == []
        portable.backup(store, file)
    rows = [json.loads(line) for line in gzip.decompress(file.read_bytes()).splitlines()]
    return [
        json.dumps([row["table"], {k: v for k, v in row["row"].items() if k not in WHEN}])
        for row in rows
        if "table" in row and row["table"] not in ("states", "meta")
    ]


def _add(path: Path) -> None:
    with open_store(str(path)) as store:
        Desk(store).add(_many())


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_killed_at_random_points_the_store_equals_an_undisturbed_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adding, "BATCH", 3)
    whole, struck = tmp_path / "whole.db", tmp_path / "struck.db"
    _add(tmp_path / "warm.db")  # rules are read once
    started = time.monotonic()
    _add(whole)
    lasted = time.monotonic() - started
    chance = random.Random(20)
    killed = 0
    for _ in range(3):
        child = os.fork()
        if child == 0:
            try:
                _add(struck)
            finally:
                os._exit(0)
        time.sleep(chance.uniform(0.1, 0.5) * lasted)
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        killed += os.WIFSIGNALED(status)
    assert killed >= 2  # else this says nothing
    _add(struck)
    assert kept(struck) == kept(whole)
