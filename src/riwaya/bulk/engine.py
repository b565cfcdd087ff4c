"""Daft, the engine: archives to rows of pages, on this machine's cores or on a Ray cluster. Nothing of the distribution
is ours: Daft reads the archives, starts the workers, hands them records and writes the files.

A worker loads rules and weights once (`Reader`) and takes records in small batches, so that its memory is bounded by
batches, not by archives.
"""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

os.environ.setdefault("DO_NOT_TRACK", "1")  # offline by default: the engine tells nobody that it was used
os.environ.setdefault("DAFT_PROGRESS_BAR", "0")

import daft
import pyarrow as pa
from daft import DataType, Series, col
from daft.functions import when
from pyarrow import parquet

from riwaya.bulk.archives import Archive, examine
from riwaya.bulk.records import LARGEST, Record, read_record
from riwaya.bulk.tables import FOUND, PAGE
from riwaya.errors import InputError, RiwayaError
from riwaya.remembered import forget

BATCH = 32
"""Records that a worker takes at once."""
MORSEL = 256
"""Rows that travel together inside the engine: pages are large, the engine's own 131,072 would be gigabytes."""
_RECORD = ("file", "WARC-Type", "WARC-Target-URI", "WARC-Date", "Content-Length")
_RETRIES = 2
_REMEMBERED = 500  # records after which a worker forgets the words it knows, so that it stays at one size
_KINDS = ("response", "resource", "conversion")
_ARCHIVES = pa.schema([("file", pa.string()), ("state", pa.string()), ("reason", pa.string()), ("records", pa.int64())])
_ROWS = DataType.list(DataType.from_arrow_type(PAGE))
_EXAMINED = DataType.struct({"records": DataType.int64(), "trouble": DataType.string()})


class Examiner:
    """A worker that goes through archives before they are read."""

    @daft.method.batch(return_dtype=_EXAMINED, batch_size=1)
    def examine(self, *columns: Series) -> list[dict[str, Any]]:
        """What `archives.examine` says of each; `columns` are paths, units and sizes."""
        found = [examine(Archive(*row)) for row in zip(*(c.to_pylist() for c in columns), strict=True)]
        return [{"records": records, "trouble": trouble} for records, trouble in found]


class Reader:
    """A worker: its rules and weights are loaded once. `units` gives for the path of each archive that is read the part
    of the run that it is, and the name that it is known by."""

    def __init__(self, fast: bool, units: Mapping[str, tuple[str, str]]) -> None:
        from riwaya.models import encoder  # noqa: PLC0415 - in the worker, not where the plan is made

        self._names = None if fast else encoder()
        self._units = units
        self._read = 0

    @daft.method.batch(return_dtype=_ROWS, batch_size=BATCH)
    def read(self, *columns: Series) -> list[list[dict[str, Any]]]:
        """The rows of each record; `columns` are its id, those of `_RECORD`, and its bytes."""
        return [self._rows(*row) for row in zip(*(s.to_pylist() for s in columns), strict=True)]

    def _rows(self, identity: str, path: str, *rest: Any) -> list[dict[str, Any]]:
        self._read += 1
        if self._read % _REMEMBERED == 0:
            forget()
        unit, name = self._units[path] if path in self._units else self._units[path.removeprefix("file://")]
        kind, url, at, length, content = rest
        record = Record(name, identity, kind, (url or "").strip("<> \t"), at, length, content)
        return [{**row, "unit": unit} for row in read_record(record, self._names)]


@dataclass(frozen=True, slots=True)
class Engine:
    """Where the work is done: `workers` processes here, or the cluster at `ray` (`local` starts one here)."""

    workers: int = 1
    ray: str | None = None
    fast: bool = False

    def start(self) -> None:
        """Make ready. Raises `RiwayaError` where the cluster does not answer."""
        _start(self.ray, self.workers)

    def examine(self, archives: Sequence[Archive]) -> dict[str, tuple[int, str]]:
        """By unit: how many records each archive has, and what is wrong with it (empty: nothing).

        Raises `InputError` where the engine gives up."""
        worker = daft.cls(Examiner, use_process=True, max_concurrency=self.workers, max_retries=_RETRIES)()
        columns = ("path", "unit", "size")
        frame = daft.from_pydict({c: [getattr(a, c) for a in archives] for c in columns})
        if self.ray is not None:
            frame = frame.into_partitions(min(self.workers, len(archives)))
        try:
            told = frame.select(col("unit"), worker.examine(*(col(c) for c in columns)).alias("told")).to_pydict()
        except (OSError, RuntimeError, ValueError) as e:
            raise InputError(_line(e)) from e
        return {u: (t["records"], t["trouble"]) for u, t in zip(told["unit"], told["told"], strict=True)}

    def pages(self, units: Mapping[str, tuple[str, str]], out: Path) -> None:
        """Read archives (path -> unit, name) and write `out/unit=U/day=D/*.parquet`.

        Raises `InputError` where the engine gives up."""
        worker = daft.cls(Reader, use_process=True, max_concurrency=self.workers, max_retries=_RETRIES)
        reader = worker(self.fast, dict(units))
        frame = daft.read_warc(list(units), file_path_column="file").where(col("WARC-Type").is_in(list(_KINDS)))
        held = when(col("Content-Length") <= LARGEST, col("warc_content")).otherwise(None)  # type: ignore[operator]
        # as text: the engine does not send UUIDs to worker processes, and quietly keeps the work in its own threads
        identity = col("WARC-Record-ID").cast(DataType.string())
        read = reader.read(identity, *(col(c) for c in _RECORD), held)
        rows = frame.select(read.alias("row")).explode("row").where(col("row").not_null())
        columns = [col("row").get(field.name).alias(field.name) for field in PAGE]
        try:
            rows.select(*columns).write_parquet(str(out), compression="zstd", partition_cols=["unit", "day"])
        except (OSError, RuntimeError, ValueError) as e:
            raise InputError(_line(e)) from e

    def tables(self, pages: Path, work: Path, out: Path) -> None:
        """Make the flat tables anew from the pages of all units: `out/TABLE/day=D/*.parquet`, and the ledger."""
        files = sorted(str(f) for f in pages.glob("unit=*/day=*/*.parquet"))
        if not files:
            return
        for name, columns in FOUND.items():
            rows = daft.read_parquet(files, hive_partitioning=True).select(col("day"), col(name)).explode(name)
            flat = rows.where(col(name).not_null()).select(
                col("day"), *(col(name).get(field.name).alias(field.name) for field in columns)
            )  # fmt: skip
            flat.write_parquet(str(work / name), compression="zstd", partition_cols=["day"])
            _not_empty(work / name, columns)
            replace_table(work / name, out / name)
        told = [col(c) for c in ("unit", "file", "page", "url", "host", "outlet", "state", "reason", "failures", "day")]
        ledger = daft.read_parquet(files, hive_partitioning=True).select(*told)
        ledger.write_parquet(str(work / "ledger"), compression="zstd")
        replace_table(work / "ledger", out / "ledger")


@cache  # a process has one engine for all its life
def _start(ray: str | None, workers: int) -> None:
    daft.set_execution_config(default_morsel_size=MORSEL, scantask_max_parallel=2)
    if ray is None:
        daft.set_runner_native()
    else:
        _join(ray, workers)


def _join(ray: str, workers: int) -> None:
    """Join a cluster, or start one here (`local`)."""
    try:
        cluster = import_module("ray")  # an extra, and seconds to import
    except ImportError as e:
        raise RiwayaError("a Ray cluster needs ray: pip install 'riwaya[ray]'") from e
    address = None if ray == "local" else ray
    here = {"num_cpus": workers + 1, "include_dashboard": False} if address is None else {}
    try:
        if not cluster.is_initialized():
            cluster.init(address, logging_level="error", log_to_driver=False, **here)
        daft.set_runner_ray(address)
    except (OSError, ValueError, RuntimeError) as e:
        raise RiwayaError(f"the cluster at {ray} does not answer: {_line(e)}") from e


def tally(unit: Path) -> tuple[dict[str, int], dict[str, float]]:
    """How the pages of a unit ended, counted; and what each stage took the workers, in seconds."""
    counts: Counter[str] = Counter()
    costs: dict[str, float] = {}
    for file in sorted(unit.glob("day=*/*.parquet")):
        table = parquet.ParquetFile(file).read(columns=["state", "costs"])
        counts.update(table["state"].to_pylist())
        for cost in (c for row in table["costs"].to_pylist() for c in row or ()):
            costs[cost["stage"]] = costs.get(cost["stage"], 0.0) + cost["seconds"]
    return dict(sorted(counts.items())), {stage: round(s, 3) for stage, s in costs.items()}


def write_archives(rows: Sequence[dict[str, Any]], work: Path, out: Path) -> None:
    """The table `archives`: how every archive ended."""
    (work / "archives").mkdir(parents=True, exist_ok=True)
    parquet.write_table(pa.Table.from_pylist(list(rows), _ARCHIVES), work / "archives" / "archives.parquet")
    replace_table(work / "archives", out / "archives")


def _not_empty(table: Path, columns: pa.StructType) -> None:
    """A table without rows is a file without rows, so that whoever opens it finds its columns."""
    if not any(table.glob("day=*/*.parquet")):
        table.mkdir(parents=True, exist_ok=True)
        schema = pa.schema([*columns, ("day", pa.string())])
        parquet.write_table(schema.empty_table(), table / "empty.parquet")


def replace_table(made: Path, place: Path) -> None:
    """Put a table that was made in the place of the one that was there, if any."""
    made.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(place, ignore_errors=True)
    made.rename(place)


def _line(error: Exception) -> str:
    return " ".join(str(error).split())[:300] or type(error).__name__
