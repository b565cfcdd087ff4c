"""What the reader's pages take: milliseconds with many clients at once, bytes, and Chromium's own figures.

    python bench/reader.py STORE [--clients 20] [--requests 400] [--chromium /usr/bin/chromium]

A server of its own process shows STORE. Pages are asked for as a browser does (gzip, over connections that stay open):
today, its second page, the topics of today in turn; the first time each page is made, then it is kept. Bytes are as
sent. With Chromium: largest paint and layout shift of today and of the first story, an empty cache each.
"""

from __future__ import annotations

import argparse
import asyncio
import re
import subprocess
import sys
import time
from collections.abc import Sequence

import httpx

from riwaya.api import Settings, make_app
from riwaya.api.server import run
from riwaya.desk import Desk
from riwaya.reader import make_reader
from riwaya.store import open_store

_TRACE = """new Promise(done => {
  let largest = 0, shift = 0;
  new PerformanceObserver(l => { for (const e of l.getEntries()) largest = e.startTime; })
    .observe({type: 'largest-contentful-paint', buffered: true});
  new PerformanceObserver(l => { for (const e of l.getEntries()) shift += e.value; })
    .observe({type: 'layout-shift', buffered: true});
  setTimeout(() => done([largest, shift]), 1500);
})"""


def serve(store: str) -> None:
    """Be the server."""
    with open_store(store) as opened:
        app = make_app(Desk(opened), Settings(per_minute=10**9), make_reader)
        run(app, "127.0.0.1", 0, lambda address: print(address, flush=True))


async def ask(client: httpx.AsyncClient, paths: Sequence[str], clients: int, n: int) -> list[float]:
    """Milliseconds of `n` requests for `paths` in turn, by so many clients at once."""
    left = iter(paths[i % len(paths)] for i in range(n))
    taken: list[float] = []

    async def one() -> None:
        for path in left:
            begun = time.perf_counter()
            answer = await client.get(path)
            taken.append(1000 * (time.perf_counter() - begun))
            answer.raise_for_status()

    await asyncio.gather(*(one() for _ in range(clients)))
    return sorted(taken)


def told(name: str, taken: list[float], size: int) -> None:
    """One line."""
    p95 = taken[int(0.95 * (len(taken) - 1))]
    print(f"{name:<28} n={len(taken)} median {taken[len(taken) // 2]:.0f} ms, p95 {p95:.0f}, {size} bytes", flush=True)


async def measure(address: str, clients: int, n: int) -> list[str]:
    """All lines but the browser's; gives the paths of stories."""
    limits = httpx.Limits(max_connections=clients, max_keepalive_connections=clients)
    async with httpx.AsyncClient(base_url=address, limits=limits, timeout=60) as client:
        today = await client.get("/")
        topics = list(dict.fromkeys(re.findall(r'href="(/topic/t-\w+)"', today.text)))

        async def size(path: str) -> int:
            return int((await client.get(path)).headers["content-length"])

        told("stories, made", await ask(client, topics, clients, len(topics)), max([await size(t) for t in topics]))
        told("stories, kept (largest)", await ask(client, topics, clients, n), max([await size(t) for t in topics]))
        told("today, kept", await ask(client, ["/"], clients, n), await size("/"))
        marks = [
            f"/?sort={s}&marks={m}" for s in ("new", "weight") for m in ("differs", "rewritten", "denied", "moved_on")
        ]
        told("today by marks, made", await ask(client, marks, clients, len(marks)), await size(marks[0]))
        for name in ("story.css", "reader.css", "reader.js", "htmx.min.js"):
            print(f"{name}: {await size(f'/static/{name}')} bytes")
        return topics


def browse(address: str, paths: Sequence[str], chromium: str) -> None:
    """Chromium's own figures for pages, with an empty cache each."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only where there is a browser

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for path in paths:
            figures = []
            for _ in range(3):
                context = browser.new_context(viewport={"width": 1280, "height": 900})
                page = context.new_page()
                page.goto(address + path)
                figures.append(page.evaluate(_TRACE))
                context.close()
            largest, shift = min(figures)
            worst = max(f[1] for f in figures)
            print(f"{path}: largest paint {largest:.0f} ms, layout shift {shift:.4f} (worst of three {worst:.4f})")
        browser.close()


def main() -> None:
    """See the module."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("store")
    parser.add_argument("--clients", type=int, default=20)
    parser.add_argument("--requests", type=int, default=400)
    parser.add_argument("--chromium")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.serve:
        serve(asked.store)
        return
    server = subprocess.Popen([sys.executable, __file__, asked.store, "--serve"], stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        address = server.stdout.readline().strip().rstrip("/")
        topics = asyncio.run(measure(address, asked.clients, asked.requests))
        if asked.chromium:
            browse(address, ["/", topics[0]], asked.chromium)
    finally:
        server.terminate()
        server.wait(10)


if __name__ == "__main__":
    main()
