"""What a whole server takes: pages and searches with many clients at once, on several processes.

    python bench/load.py STORE [--workers 2] [--clients 20] [--requests 400] [--prepare SECONDS] [--queries FILE]

The server is the one that `riwaya serve` runs, without limits on how much one may ask. For each kind of request a line:
median, 95th percentile and slowest of the clients' wall clock, requests a second, milliseconds of processor that all of
the server's processes took for each (and beside them those of PostgreSQL on this machine), kilobytes as sent, the
machine's load. «first» asks for what nobody asked for
before: with --prepare the process that prepares pages has had so many seconds. Clients share the machine, and speak
HTTP by hand to take little of it.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from serve import answer

from riwaya.api import Settings
from riwaya.api.server import Plan, run, run_several
from riwaya.cli.serve import _prepared, _served
from riwaya.search import catch_up, settle
from riwaya.store import open_store

Held = tuple[asyncio.StreamReader, asyncio.StreamWriter]
QUERIES = Path(__file__).parent / "search_queries.jsonl"


def serve(store: str, workers: int, prepared: bool) -> None:
    """Be the server."""
    settings = Settings(per_minute=10**9)

    def ready(address: str) -> None:
        print(address, flush=True)

    if workers > 1:
        plan = Plan(_served, (store, True), settings, "127.0.0.1", 0, _prepared if prepared else None)
        run_several(plan, workers, ready)
        return
    app, close = _served((store, True), settings)
    run(app, "127.0.0.1", 0, ready)
    close()


def processor(pid: int) -> tuple[float, float]:
    """Seconds of processor that a process and those that it started took so far, and those of PostgreSQL (Linux)."""
    taken = database = 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            name, _, rest = (folder / "stat").read_text().rpartition(")")
        except OSError:
            continue
        fields = rest.split()
        ticks = int(fields[11]) + int(fields[12])
        if pid in (int(folder.name), int(fields[1])):
            taken += ticks
        elif name.endswith("(postgres"):
            database += ticks
    return taken / os.sysconf("SC_CLK_TCK"), database / os.sysconf("SC_CLK_TCK")


class Server:
    """The server, in processes of its own."""

    def __init__(self, store: str, workers: int, prepare: float) -> None:
        asked = [store, "--serve", "--workers", str(workers), "--prepare", str(prepare)]
        self._process = subprocess.Popen([sys.executable, __file__, *asked], stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        self.port = int(self._process.stdout.readline().rstrip("/\n").rpartition(":")[2])
        self.pid = self._process.pid
        time.sleep(prepare)

    def stop(self) -> None:
        """End it."""
        self._process.terminate()
        self._process.wait()


async def ask(path: str, held: Held) -> tuple[int, bytes]:
    """One request over a connection that stays open; the body as it is meant."""
    reader, writer = held
    writer.write(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n\r\n".encode())
    status, _, body = await answer(reader)
    return status, body


async def storm(server: Server, name: str, paths: Sequence[str], clients: int) -> None:
    """Ask for all `paths`, `clients` at once; a line about it."""
    waiting = iter(paths)
    taken: list[float] = []
    sizes: list[int] = []

    async def client() -> None:
        held = await asyncio.open_connection("127.0.0.1", server.port)
        for path in waiting:
            began = time.perf_counter()
            status, body = await ask(path, held)
            taken.append(1000 * (time.perf_counter() - began))
            sizes.append(len(body))
            assert status == 200, (path, status, body[:200])
        held[1].close()

    spent, began = processor(server.pid), time.perf_counter()
    await asyncio.gather(*(client() for _ in range(clients)))
    wall, now = time.perf_counter() - began, processor(server.pid)
    own, database = (1000 * (b - a) / len(taken) for a, b in zip(spent, now, strict=True))
    taken.sort()
    print(
        f"{name:28} p50 {taken[len(taken) // 2]:7.1f}  p95 {taken[int(0.95 * (len(taken) - 1))]:7.1f}  "
        f"slowest {taken[-1]:7.1f} ms  {len(taken) / wall:6.0f} a second  {own:6.2f} + {database:5.2f} ms cpu  "
        f"{sum(sizes) / len(sizes) / 1024:5.1f} KB  n {len(taken)}  load {os.getloadavg()[0]:.1f}",
        flush=True,
    )


async def listed(server: Server, path: str, most: int) -> list[Any]:
    """The rows of a list, page by page."""
    held = await asyncio.open_connection("127.0.0.1", server.port)
    rows: list[Any] = []
    before = ""
    while len(rows) < most:
        _, body = await ask(f"{path}&limit=200{before}", held)
        page = json.loads(gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body)
        rows += page["items"]
        if page["next"] is None:
            break
        before = f"&before={page['next']}"
    held[1].close()
    return rows[:most]


async def measure(server: Server, asked: argparse.Namespace) -> None:
    """All lines."""
    chance, n = random.Random(5), asked.requests
    topics = [row["id"] for row in await listed(server, "/api/v1/topics?sort=weight", 10 * n)]
    some = chance.sample(topics, min(n, len(topics)))
    queries = [json.loads(line)["query"] for line in asked.queries.read_text("utf-8").splitlines()]
    searches = [f"/api/v1/search?q={quote(q)}&limit={k}" for q in queries for k in range(12, 12 + max(1, n // 50))]
    chance.shuffle(searches)
    for name, paths in (
        ("today, first", ["/"] * asked.clients),
        ("today", ["/"] * n),
        ("30 heaviest stories, first", [f"/topic/{t}" for t in topics[:30]]),
        ("30 heaviest stories", [f"/topic/{chance.choice(topics[:30])}" for _ in range(n)]),
        ("other stories, first", [f"/topic/{t}" for t in some]),
        ("other stories", [f"/topic/{t}" for t in some]),
        ("today and stories in turn", [p for t in some for p in ("/", f"/topic/{t}")]),
        ("search, first", searches),
        ("search", searches),
    ):
        await storm(server, name, paths, asked.clients)


def main() -> None:
    """Serve, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("store")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--clients", type=int, default=20)
    parser.add_argument("--requests", type=int, default=400)
    parser.add_argument("--prepare", type=float, default=0.0)
    parser.add_argument("--queries", type=Path, default=QUERIES)
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.serve:
        serve(asked.store, asked.workers, asked.prepare > 0)
        return
    with open_store(asked.store) as store:
        catch_up(store)  # as `riwaya serve` does before it answers
        settle(store)
    server = Server(asked.store, asked.workers, asked.prepare)
    try:
        asyncio.run(measure(server, asked))
    finally:
        server.stop()


if __name__ == "__main__":
    main()
