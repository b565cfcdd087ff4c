"""What the API takes: milliseconds of its paths with many clients at once, and the server's memory.

    python bench/serve.py ant_open.jsonl.xz N [--store FILE_OR_ADDRESS] [--clients 20] [--requests 400]

N articles of the file are added --fast to a new store (or to --store, where it has none). Then a server of its own
process is asked by so many clients at once, each over its own connection: every path once without kept answers (each
request is worked out) and once with them, and at last with the tag of an answer that is known (304). One line for each:
median, 95th percentile, slowest, requests a second, bytes.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import lzma
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from riwaya.api import Settings, make_app
from riwaya.api.server import run
from riwaya.desk import Desk
from riwaya.model import Source
from riwaya.store import open_store
from riwaya.store.access import counts

ROOT = "/api/v1"


def fill(store: str, articles: Path, n: int) -> None:
    """Add the first `n` articles to a store that has none."""
    with open_store(store) as opened:
        with opened.reading() as connection:
            if counts(connection)["articles"]:
                return
        desk = Desk(opened)
        with lzma.open(articles, "rb") if articles.suffix == ".xz" else articles.open("rb") as file:
            whole = itertools.islice(file, n)
            while part := list(itertools.islice(whole, 500)):
                desk.add([Source("bench.jsonl", b"".join(part))])


def serve(store: str, kept: int) -> None:
    """Be the server, without a limit on how much one may ask."""
    with open_store(store) as opened:
        app = make_app(Desk(opened), Settings(per_minute=10**9, kept_bodies=kept))
        run(app, "127.0.0.1", 0, lambda address: print(address, flush=True))


class Server:
    """A server in a process of its own."""

    def __init__(self, store: str, kept: int) -> None:
        command = [sys.executable, __file__, "--serve", store, str(kept)]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        self.port = int(self._process.stdout.readline().rstrip("/\n").rpartition(":")[2])

    def memory(self) -> float:
        """Its peak so far, in MB (Linux)."""
        status = Path(f"/proc/{self._process.pid}/status").read_text()
        return next((int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM")), 0.0)

    def stop(self) -> None:
        """End it."""
        self._process.terminate()
        self._process.wait()


async def ask(
    port: int, path: str, tag: str = "", held: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
) -> tuple[int, dict[str, str], bytes]:
    """One request; over `held` where that is open."""
    reader, writer = held or await asyncio.open_connection("127.0.0.1", port)
    known = f"If-None-Match: {tag}\r\n" if tag else ""
    writer.write(f"GET {ROOT}{path} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n{known}\r\n".encode())
    status, headers, body = await answer(reader)
    if held is None:
        writer.close()
    return status, headers, body


async def answer(reader: asyncio.StreamReader) -> tuple[int, dict[str, str], bytes]:
    """One answer, from a connection that stays open: status, header, body as sent."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    status = int(head[0].split()[1])
    headers = {k.lower(): v.strip() for k, _, v in (line.partition(":") for line in head[1:] if line)}
    if headers.get("transfer-encoding") == "chunked":
        body = b""
        while size := int(await reader.readline(), 16):
            body += await reader.readexactly(size)
            await reader.readline()
        await reader.readline()
    else:
        body = await reader.readexactly(int(headers.get("content-length", 0)))
    return status, headers, body


async def storm(port: int, paths: list[str], clients: int, tags: dict[str, str] | None = None) -> str:
    """Ask for all `paths`, `clients` at once; a line about it."""
    waiting = iter(paths)
    taken: list[float] = []
    sizes: list[int] = []

    async def client() -> None:
        held = await asyncio.open_connection("127.0.0.1", port)
        for path in waiting:
            started = time.perf_counter()
            status, _, body = await ask(port, path, (tags or {}).get(path, ""), held)
            taken.append(1000 * (time.perf_counter() - started))
            sizes.append(len(body))
            assert status == (304 if tags else 200), (path, status, body[:200])
        held[1].close()

    began = time.perf_counter()
    await asyncio.gather(*(client() for _ in range(clients)))
    wall = time.perf_counter() - began
    taken.sort()
    middle, late = taken[len(taken) // 2], taken[int(0.95 * (len(taken) - 1))]
    return (
        f"p50 {middle:7.1f} ms  p95 {late:7.1f} ms  slowest {taken[-1]:7.1f} ms  {len(taken) / wall:6.0f} a second  "
        f"{sum(sizes) / len(sizes) / 1024:6.1f} KB  n {len(taken)}"
    )


async def found(port: int, path: str, most: int) -> list[dict[str, object]]:
    """The rows of a list, page by page."""
    import gzip  # noqa: PLC0415

    rows: list[dict[str, object]] = []
    before = ""
    while len(rows) < most:
        _, headers, body = await ask(port, f"{path}{'&' if '?' in path else '?'}limit=200{before}")
        page = json.loads(gzip.decompress(body) if headers.get("content-encoding") == "gzip" else body)
        rows += page["items"]
        if page["next"] is None:
            break
        before = f"&before={page['next']}"
    return rows[:most]


async def questions(port: int, n: int) -> Iterator[tuple[str, list[str]]]:
    """For each kind of path `n` of them, as different as the store allows."""
    chance = random.Random(7)
    topics = [str(x["id"]) for x in await found(port, "/topics?sort=weight", n)]
    actors = [quote(str(x["id"]), safe="") for x in await found(port, "/actors", n)]
    limits = [f"limit={k}" for k in range(20, 60)]
    sorts = ("sort=new", "sort=weight")
    lists = [f"{a}&{b}" for a in limits for b in sorts]

    def many(made: list[str]) -> list[str]:
        paths = [chance.choice(made) for _ in range(n)] if len(made) < n else made[:n]
        chance.shuffle(paths)
        return paths

    return iter(
        [
            ("stories", many([f"/stories?{x}" for x in lists])),
            ("topics", many([f"/topics?{x}" for x in lists])),
            ("stories of an actor", many([f"/stories?actor={a}" for a in actors])),
            ("one topic", many([f"/topics/{t}" for t in topics])),
            ("one actor", many([f"/actors/{a}" for a in actors])),
            ("statements of an actor", many([f"/statements?actor={a}" for a in actors])),
            ("events of an actor", many([f"/events?actor={a}" for a in actors])),
            ("outlets", ["/outlets"] * min(n, 100)),
        ]
    )


async def measure(store: str, clients: int, n: int) -> None:
    """All lines."""
    for kept, what in ((0, "worked out"), (64 << 20, "kept")):
        server = Server(store, kept)
        try:
            print(f"-- {what}; {server.memory():.0f} MB at rest")
            for name, paths in await questions(server.port, n):
                if kept:
                    await storm(server.port, list(dict.fromkeys(paths)), clients)
                print(f"{name:24} {await storm(server.port, paths, clients)}", flush=True)
                if kept and name in ("stories", "one topic"):
                    tags = {p: (await ask(server.port, p))[1]["etag"] for p in dict.fromkeys(paths)}
                    print(f"{'  known to the client':24} {await storm(server.port, paths, clients, tags)}", flush=True)
            print(f"-- {server.memory():.0f} MB at most")
        finally:
            server.stop()


def main() -> None:
    """Fill, serve, ask, print."""
    if sys.argv[1:2] == ["--serve"]:
        serve(sys.argv[2], int(sys.argv[3]))
        return
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    parser.add_argument("n", type=int)
    parser.add_argument("--store")
    parser.add_argument("--clients", type=int, default=20)
    parser.add_argument("--requests", type=int, default=400)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = args.store or os.fspath(Path(folder) / "bench.db")
        fill(store, args.articles, args.n)
        with open_store(store) as opened, opened.reading() as connection:
            print(f"{counts(connection)}, {args.clients} clients", flush=True)
        asyncio.run(measure(store, args.clients, args.requests))


if __name__ == "__main__":
    main()
