"""Archives: pages a second at one and two workers, on the native runner and on a local Ray; memory; kills.

    python bench/bulk.py SHARED [--pages N] [--files N] [--ray] [--kills N] [--worker-kill] [--work DIR]

The archives are made here from `data/ant/ant_open.jsonl.xz`, each article wrapped as a page of HTML; half as many pages
again are in no Arabic at all, and five in a hundred records are broken (cut, of no kind, empty, gzip that is cut
short). Without the trained name reader, whose cost would hide the engine's. Every run is a process of its own.
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import lzma
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

import pyarrow.dataset as ds
from fastwarc.stream_io import GzipWriter
from fastwarc.warc import WarcRecord, WarcRecordType

FILLER = (
    "The council of the harbour town met on Monday and agreed on a plan to mend four roads before the end of spring. ",
    "Городской совет портового города собрался в понедельник и утвердил план ремонта четырёх дорог до конца весны. ",
    "Le conseil de la ville portuaire s'est réuni lundi et a adopté un plan de réfection de quatre routes. ",
)


def page_of(article: dict[str, Any]) -> bytes:
    """An article as the page of a plain site."""
    title, outlet = escape(article.get("title") or ""), escape(article.get("outlet") or "")
    body = "".join(f"<p>{escape(p)}</p>" for p in (article.get("text") or "").split("\n") if p.strip())
    meta = f'<meta property="og:site_name" content="{outlet}">'
    meta += f'<meta property="article:published_time" content="{escape(article.get("published") or "")}">'
    menu = "".join(f'<li><a href="/{n}">{w}</a></li>' for n, w in enumerate(("الرئيسية", "سياسة", "اقتصاد", "رياضة")))
    head = f'<!doctype html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>{title}</title>{meta}</head>'
    return f"{head}<body><nav><ul>{menu}</ul></nav><article><h1>{title}</h1>{body}</article></body></html>".encode()


def record_of(url: str, body: bytes, kind: str = "text/html; charset=utf-8") -> WarcRecord:
    """One response record."""
    record = WarcRecord()
    record.init_headers(record_type=WarcRecordType.response)
    record.headers.append("WARC-Target-URI", url)
    record.headers.append("Content-Type", "application/http; msgtype=response")
    record.set_bytes_content(f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n\r\n".encode() + body)
    return record


def broken(n: int, url: str, body: bytes) -> WarcRecord:
    """A record that is wrong in one of four ways."""
    if n % 4 == 0:
        return record_of(url, body[: len(body) // 3])
    if n % 4 == 1:
        return record_of(url, b"\x89PNG" + body[:200], "image/png")
    if n % 4 == 2:
        return record_of(url, b"", "text/html")
    made = record_of(url, b"")
    made.set_bytes_content(
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Type: text/html\r\n\r\n" + gzip.compress(body)[:200]
    )
    return made


def records(shared: Path, pages: int) -> Iterator[WarcRecord]:
    """The records of the archives, good and bad."""
    rng = random.Random(7)
    with lzma.open(shared / "data/ant/ant_open.jsonl.xz", "rt", encoding="utf-8") as lines:
        for n, line in zip(range(pages), lines, strict=False):
            article = json.loads(line)
            url = f"https://site{n % 40}.example/{n}"
            yield record_of(url, page_of(article))
            if n % 2 == 0:
                text = rng.choice(FILLER) * rng.randint(5, 60)
                yield record_of(
                    f"https://other{n % 40}.example/{n}", f"<html><body><p>{text}</p></body></html>".encode()
                )
            if n % 20 == 0:
                yield broken(n // 20, f"https://bad.example/{n}", page_of(article))


def make(shared: Path, folder: Path, pages: int, files: int) -> int:
    """Write the archives; how many bytes they have."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    out = [(folder / f"part-{k:02}.warc.gz").open("wb") for k in range(files)]
    for n, record in enumerate(records(shared, pages)):
        packed = io.BytesIO()
        writer = GzipWriter(packed)
        record.write(writer, checksum_data=False)
        writer.finish()
        out[n % files].write(packed.getvalue())
    for file in out:
        file.close()
    return sum(f.stat().st_size for f in folder.iterdir())


class Watch:
    """The largest resident memory of a process and its children, each apart, in MiB."""

    def __init__(self, pid: int) -> None:
        self.peaks: dict[int, int] = {}
        self._looks: list[tuple[int, int]] = []  # of the driver, and of the largest worker, at each look
        self._pid, self._over = pid, threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def _look(self) -> None:
        while not self._over.wait(0.25):
            now = {pid: resident(pid) for pid in family(self._pid)}
            for pid, size in now.items():
                self.peaks[pid] = max(self.peaks.get(pid, 0), size)
            own = now.pop(self._pid, 0)
            self._looks.append((own, max(now.values(), default=0)))

    def stop(self) -> tuple[int, int]:
        """Of the driver, and the largest of a worker."""
        self._over.set()
        self._thread.join()
        own = self.peaks.pop(self._pid, 0)
        return own, max(self.peaks.values(), default=0)

    def quarters(self) -> tuple[list[int], list[int]]:
        """What the driver, and the largest worker, had at most in each quarter of the run: alike if nothing grows."""
        step = max(1, -(-len(self._looks) // 4))
        parts = [self._looks[start : start + step] for start in range(0, len(self._looks), step)]
        return [max(own for own, _ in part) for part in parts], [max(worker for _, worker in part) for part in parts]


def family(pid: int) -> list[int]:
    """A process and all that it started."""
    found = [pid]
    for parent in found:
        try:
            for task in Path(f"/proc/{parent}/task").iterdir():
                found += (int(c) for c in (task / "children").read_text().split())
        except OSError:
            continue
    return found


def resident(pid: int) -> int:
    """Resident memory of a process in MiB; 0 where it is gone."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) // 1024 for line in lines if line.startswith("VmRSS")), 0)


def command(crawl: Path, out: Path, workers: int, *more: str) -> list[str]:
    """The command of a run."""
    where = [str(crawl), "--out", str(out), "--workers", str(workers), "--fast", "--json"]
    return [sys.executable, "-m", "riwaya", "bulk", *where, *more]


def timed(crawl: Path, out: Path, workers: int, *more: str) -> dict[str, Any]:
    """One run from nothing, with its peaks of memory."""
    shutil.rmtree(out, ignore_errors=True)
    started = time.perf_counter()
    running = subprocess.Popen(
        command(crawl, out, workers, *more), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    watch = Watch(running.pid)
    told, _ = running.communicate()
    driver, worker = watch.stop()
    if running.returncode:
        raise SystemExit(f"the run failed with {running.returncode}")
    report = json.loads(told.strip().splitlines()[-1])
    wall = time.perf_counter() - started
    return {**report, "wall": wall, "driver_mib": driver, "worker_mib": worker, "quarters_mib": watch.quarters()}


def tables(out: Path) -> dict[str, list[str]]:
    """Every row of every table but what was kept on the way, to hold runs against one another."""
    names = sorted(f.name for f in out.iterdir() if f.is_dir() and f.name != "pages" and any(f.rglob("*.parquet")))
    return {name: rows(out / name) for name in names}


def rows(table: Path) -> list[str]:
    """A table's rows as text, in an order of their own: the files of two runs need not be cut alike."""
    found = ds.dataset(str(table), format="parquet", partitioning="hive").to_table().to_pylist()
    return sorted(json.dumps(row, ensure_ascii=False, sort_keys=True, default=str) for row in found)


def same(out: Path, whole: Path) -> bool:
    """Whether two runs made the same tables; the first rows that differ are printed."""
    ours, theirs = tables(out), tables(whole)
    if ours.keys() != theirs.keys():
        print(f"  tables {sorted(ours.keys() ^ theirs.keys())} are in one alone")
        return False
    for name in (n for n in ours if ours[n] != theirs[n]):
        there, here = Counter(theirs[name]), Counter(ours[name])
        lost, more = list((there - here).elements()), list((here - there).elements())
        print(f"  {name}: {len(lost)} rows lost, {len(more)} more; {[r[:300] for r in (lost[:1] + more[:1])]}")
    return ours == theirs


def killed(crawl: Path, out: Path, whole: Path, seconds: float) -> bool:
    """A run killed at a random point again and again until it ends; whether its tables are those of `whole`."""
    shutil.rmtree(out, ignore_errors=True)
    rng = random.Random(int(seconds * 1000))
    more: tuple[str, ...] = ()
    for _ in range(2):
        running = subprocess.Popen(
            command(crawl, out, 2, *more), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        time.sleep(rng.uniform(0.2, 0.8) * seconds)
        if running.poll() is None:
            os.killpg(running.pid, signal.SIGKILL)
        running.wait()
        more = ("--resume",) if (out / "run.json").exists() else ()
    subprocess.run(command(crawl, out, 2, *more), check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return same(out, whole)


def worker_killed(crawl: Path, out: Path, whole: Path) -> bool:
    """A run on a local Ray of which one worker is killed while it reads. Raises `SystemExit` where none was met."""
    shutil.rmtree(out, ignore_errors=True)
    running = subprocess.Popen(
        command(crawl, out, 2, "--ray", "local"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    readers: list[int] = []
    while running.poll() is None and not readers:
        time.sleep(0.5)
        readers = [p for p in family(running.pid)[1:] if resident(p) > _READING and b"ray::" in _called(p)]
    if not readers:
        raise SystemExit("the run ended before a worker of Ray was met: nothing was tried")
    time.sleep(random.Random(running.pid).uniform(1, 4))
    os.kill(readers[-1], signal.SIGKILL)
    print(f"  killed {readers[-1]}, one of {len(readers)} that read")
    running.wait()
    return running.returncode == 0 and same(out, whole)


_READING = 250  # MiB of a worker that has loaded its rules


def _called(pid: int) -> bytes:
    """How a process was called; nothing where it is gone."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def main() -> None:
    """Make the archives, run, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--pages", type=int, default=2000)
    parser.add_argument("--files", type=int, default=6)
    parser.add_argument("--ray", action="store_true")
    parser.add_argument("--stories", action="store_true", help="group too")
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("--worker-kill", action="store_true")
    parser.add_argument("--work", type=Path, default=Path("out/bulk"))
    asked = parser.parse_args()
    crawl = asked.work / "crawl"
    size = make(asked.shared, crawl, asked.pages, asked.files)
    print(f"{asked.pages} articles in {asked.files} archives, {size / 2**20:.1f} MiB")
    grouped = () if asked.stories or asked.kills else ("--no-stories",)
    runs = [("native", 1, ()), ("native", 2, ())] + (
        [("ray", 1, ("--ray", "local")), ("ray", 2, ("--ray", "local"))] if asked.ray else []
    )
    print(
        f"{'runner':8} {'workers':>7} {'pages/s':>8} {'first half':>10} {'stories':>8} "
        f"{'wall':>7} {'driver':>7} {'worker':>7}"
    )
    seconds = 10.0
    for name, workers, more in runs:
        told = timed(crawl, asked.work / f"{name}-{workers}", workers, *more, *grouped)
        stages = told["seconds"]
        seconds = told["wall"]
        quarters = ", ".join(" ".join(map(str, part)) for part in told["quarters_mib"])
        print(
            f"{name:8} {workers:7} {told['pages_per_second']:8.1f} {stages['pages']:9.1f}s "
            f"{stages.get('stories', 0):7.1f}s {told['wall']:6.1f}s "
            f"{told['driver_mib']:5}MiB {told['worker_mib']:5}MiB (by quarter {quarters})"
        )
    print(json.dumps(told["states"]))
    whole = asked.work / "native-1"
    for n in range(asked.kills):
        held = killed(crawl, asked.work / "killed", whole, seconds + n)
        print(f"killed {n + 1}: {'the same tables' if held else 'DIFFERENT'}", flush=True)
    if asked.worker_kill:
        held = worker_killed(crawl, asked.work / "worker-killed", whole)
        print(f"a worker killed on Ray: {'nothing lost or doubled' if held else 'DIFFERENT'}")


if __name__ == "__main__":
    main()
