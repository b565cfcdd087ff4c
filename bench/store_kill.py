"""kill -9 at random points of `riwaya add`, then the same again: does the store equal an undisturbed one?

    python bench/store_kill.py ant_open.jsonl.xz [--n 300] [--kills 20] [--seed 1] [--store postgresql://...]

The command itself is run and killed, in batches of 25 pages so that there is something to lose. With --store, the
PostgreSQL database is emptied first and used for the run that is struck; the undisturbed one is always SQLite.
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import json
import lzma
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from riwaya.desk import Desk
from riwaya.store import open_store, portable, upkeep

WHEN = frozenset({"at", "added", "changed", "rev"})
RUN = """
import sys, riwaya, riwaya.desk.adding as adding
from riwaya.cli import main
riwaya.tell([sys.argv.pop()], fast=True)  # rules are read before the clock starts
adding.BATCH = 25
print("ready", flush=True)
main()
"""


def command(articles: Path, store: str) -> list[str]:
    """`riwaya add`, fast, in small batches."""
    return [
        sys.executable,
        "-c",
        RUN,
        "add",
        str(articles),
        "--fast",
        "--json",
        "--store",
        store,
        str(articles.with_name("warm.jsonl")),
    ]


def kept(store: str, folder: Path) -> list[str]:
    """All rows of a store in which all is told, without when they were written and what the grouper remembers."""
    file = folder / "rows.jsonl.gz"
    file.unlink(missing_ok=True)
    with open_store(store) as opened:
        Desk(opened).retell()  # what waits for a reader hangs on where the batches ended
        with opened.reading() as connection:
            findings = upkeep.check(connection)
        print(f"  check: {findings or 'nothing wrong'}")
        portable.backup(opened, file)
    rows = (json.loads(line) for line in gzip.decompress(file.read_bytes()).splitlines())
    return [
        json.dumps([row["table"], {k: v for k, v in row["row"].items() if k not in WHEN}])
        for row in rows
        if "table" in row and row["table"] not in ("states", "meta")
    ]


def run(articles: Path, store: str, kill_after: float | None = None) -> tuple[float, bool]:
    """Run, or kill so many seconds after it was ready; how long it ran then, and whether it was killed."""
    process = subprocess.Popen(command(articles, store), stdout=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.readline()
    started = time.monotonic()
    try:
        process.wait(kill_after)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.wait()
    return time.monotonic() - started, process.returncode == -signal.SIGKILL


def pages_in(store: str) -> int:
    """How many pages a store keeps."""
    with open_store(store) as opened, opened.reading() as connection:
        return upkeep.count(connection)["pages"]


def main() -> None:
    """Kill, mend, compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--n", type=int, default=300)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--store")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        some = folder / "some.jsonl"
        with lzma.open(args.articles, "rb") if args.articles.suffix == ".xz" else args.articles.open("rb") as file:
            lines = list(itertools.islice(file, args.n))
        some.write_bytes(b"".join(lines))
        (folder / "warm.jsonl").write_bytes(lines[0])
        whole, struck = str(folder / "whole.db"), args.store or str(folder / "struck.db")
        lasted, _ = run(some, whole)
        print(f"undisturbed: {lasted:.0f} s")
        chance, killed = random.Random(args.seed), 0
        for n in range(args.kills):
            killed += run(some, struck, chance.uniform(0.0, 6.0 * lasted / args.kills))[1]
            print(f"  kill {n + 1}: {pages_in(struck)} pages kept", flush=True)
        run(some, struck)
        ours, theirs = kept(struck, folder), kept(whole, folder)
        same = ours == theirs
        for row in sorted({*ours} ^ {*theirs})[:20]:
            print(f"  only in {'the struck' if row in {*ours} else 'the undisturbed'}: {row[:300]}")
        print(f"{killed} of {args.kills} killed while running; "
              f"the store {'equals' if same else 'DIFFERS FROM'} an undisturbed one")  # fmt: skip
        sys.exit(0 if same else 1)


if __name__ == "__main__":
    main()
