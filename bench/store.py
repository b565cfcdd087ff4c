"""What keeping articles costs: articles per second and peak memory of `add`, size of the store for each article.

    python bench/store.py ant_open.jsonl.xz N [--store postgresql://...] [--batch 100] [--names]

N articles of the file are added to a new store, --fast unless --names. For every tenth of them one line: articles so
far, seconds of processor and wall clock for the tenth, megabytes of memory. At the end: the store's size by table, and
the milliseconds that lists and topics take.
"""

from __future__ import annotations

import argparse
import itertools
import json
import lzma
import resource
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from sqlalchemy import text

from riwaya.desk import Desk, adding
from riwaya.model import Source
from riwaya.store import Store, open_store, upkeep


def portions(path: Path, n: int, size: int) -> Iterator[Source]:
    """The first `n` lines of `path`, `size` at a time."""
    with lzma.open(path, "rb") if path.suffix == ".xz" else path.open("rb") as file:
        whole = itertools.islice(file, n)
        while part := list(itertools.islice(whole, size)):
            yield Source("bench.jsonl", b"".join(part))


def memory() -> float:
    """Peak of this process in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def milliseconds(work: Iterable[object]) -> str:
    """Median and slowest of the steps of `work`."""
    taken = []
    steps = iter(work)
    while True:
        started = time.perf_counter()
        if next(steps, None) is None:
            break
        taken.append(1000 * (time.perf_counter() - started))
    taken.sort()
    return f"median {taken[len(taken) // 2]:.1f} ms, slowest {taken[-1]:.1f} ms, n {len(taken)}" if taken else "none"


_SQLITE = """
SELECT m.tbl_name, sum(s.pgsize) FROM dbstat s JOIN sqlite_master m ON m.name = s.name
GROUP BY m.tbl_name ORDER BY 2 DESC"""
_POSTGRES = """
SELECT relname, pg_total_relation_size(oid) FROM pg_class
WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 2 DESC"""


def sizes(store: Store) -> dict[str, float]:
    """Megabytes of the store's tables with their indexes, the largest first."""
    with store.reading() as connection:
        rows = connection.execute(text(_SQLITE if store.kind == "sqlite" else _POSTGRES))
        return {name: float(size) / 1e6 for name, size in rows}


def main() -> None:
    """Add, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    parser.add_argument("n", type=int)
    parser.add_argument("--store")
    parser.add_argument("--batch", type=int, default=adding.BATCH)
    parser.add_argument("--names", action="store_true", help="with the trained name reader")
    args = parser.parse_args()
    adding.BATCH = args.batch
    names = None
    if args.names:
        from riwaya.models import encoder  # noqa: PLC0415

        names = encoder()
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(args.store or f"{folder}/bench.db")
        desk = Desk(store, names)
        step = max(args.batch, args.n // 10)
        done, whole, started = 0, time.process_time(), time.perf_counter()
        for source in portions(args.articles, args.n, step):
            cpu, wall = time.process_time(), time.perf_counter()
            added = desk.add([source])
            done += added.kept
            cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
            print(f"{done:6} articles  {cpu:7.1f} s cpu  {wall:7.1f} s  {added.kept / cpu:6.1f} a cpu second  "
                  f"{memory():6.0f} MB  {added.topics} topics told", flush=True)  # fmt: skip
        cpu, wall = time.process_time() - whole, time.perf_counter() - started
        print(
            f"all: {done / cpu:.1f} articles a second of processor, {done / wall:.1f} of wall clock, {memory():.0f} MB"
        )
        tables = sizes(store)
        for name, size in [*itertools.islice(tables.items(), 12), ("whole", sum(tables.values()))]:
            print(f"  {name:16} {size:8.1f} MB  {1e6 * size / max(1, done):7.0f} bytes an article")
        fresh = Desk(store)
        rows = fresh.stories(limit=200)
        print("stories, 50 a page: " + milliseconds(fresh.stories(limit=50, before=r.cursor) for r in rows[:40]))
        print("topics, as kept:    " + milliseconds(fresh.topic_json(r.topic) for r in rows))
        print("topics, parsed:     " + milliseconds(fresh.topic(r.topic) for r in rows))
        with store.reading() as connection:
            started = time.perf_counter()
            findings = upkeep.check(connection)
            counts = upkeep.count(connection)
        print(f"check: {len(findings)} findings in {time.perf_counter() - started:.1f} s; {json.dumps(counts)}")
        store.close()


if __name__ == "__main__":
    main()
