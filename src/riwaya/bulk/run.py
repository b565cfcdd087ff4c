"""A run over archives: what is left of it, in portions that are kept whole or not at all, and the tables in the end.

    OUT/run.json                       what the run was asked for; another run's folder is refused
    OUT/pages/unit=U/day=D/*.parquet   the first half: pages and all that was found in them, one unit an archive
    OUT/pages/unit=U/unit.json         last of all: this archive is done, so many records, what was wrong with it
    OUT/TABLE/day=D/*.parquet          articles, dates, mentions, statements, events, claims
    OUT/ledger/*.parquet               how every page and every archive ended
    OUT/work/                          what is being made; a killed run leaves it, the next one throws it away

A unit's folder is made under `work` and moved to its place by one rename: a run that is killed at any point and goes on
with `resume` does what is left and gives the same tables.
"""

from __future__ import annotations

import json
import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from riwaya.bulk.archives import Archive, find_archives, mended
from riwaya.bulk.engine import Engine, tally, write_archives
from riwaya.errors import InputError, UsageError

FORMAT = "riwaya-bulk/2"
PORTION = 2 * 1024**3
"""Bytes of archives that one query reads."""

Progress = Callable[["Report"], None]


@dataclass(slots=True)
class Report:
    """How far a run is. `troubles` name archives with what was wrong with them; `stages` are seconds of the run,
    `costs` the workers' seconds for each stage of the first half, with those of what a resumed run found done."""

    archives: int = 0
    done: int = 0
    resumed: int = 0
    bytes: int = 0
    bytes_done: int = 0
    pages: int = 0
    states: Counter[str] = field(default_factory=Counter)
    troubles: list[str] = field(default_factory=list)
    stages: dict[str, float] = field(default_factory=dict)
    costs: dict[str, float] = field(default_factory=dict)

    @property
    def per_second(self) -> float:
        """Pages a second of the first half, of this run alone."""
        return self.pages / self.stages["pages"] if self.stages.get("pages") else 0.0

    def count(self, states: Mapping[str, int], costs: Mapping[str, float]) -> None:
        """Add what one archive gave and took."""
        self.states.update(states)
        for stage, seconds in costs.items():
            self.costs[stage] = self.costs.get(stage, 0.0) + seconds

    def grouped(self, work: Callable[[], object]) -> None:
        """Time the other half."""
        started = time.perf_counter()
        work()
        self.stages["stories"] = time.perf_counter() - started

    def plain(self) -> dict[str, Any]:
        """As JSON values."""
        counts = {k: getattr(self, k) for k in ("archives", "done", "resumed", "bytes", "pages")}
        rest = {"states": dict(self.states), "troubles": self.troubles, "seconds": self.stages}
        costs = {stage: round(seconds, 2) for stage, seconds in self.costs.items()}
        return {**counts, **rest, "worker_seconds": costs, "pages_per_second": round(self.per_second, 2)}

    @property
    def left(self) -> float | None:
        """Seconds that the first half still takes; None where nothing is known yet."""
        if not self.bytes_done or not self.bytes:
            return None
        return self.stages.get("pages", 0.0) * (self.bytes - self.bytes_done) / self.bytes_done


def run(
    inputs: Sequence[str], out: Path, engine: Engine, *, resume: bool = False, progress: Progress | None = None
) -> Report:
    """Turn archives into tables under `out`. Raises `InputError` where there is nothing to read or no room to write,
    `UsageError` where `out` holds another run, `RiwayaError` where the cluster does not answer."""
    archives, missing = find_archives(inputs)
    if not archives:
        raise InputError(f"no web archives (WARC) at {', '.join(inputs)}")
    try:
        _claim(out, engine, resume)
        report = Report(archives=len(archives), troubles=[f"{m}: no such file, and no archives in it" for m in missing])
        todo = _left(archives, out, report)
        report.bytes = sum(a.size for a in todo)
        if todo:
            engine.start()
        for portion in _portions(todo, engine):
            started = time.perf_counter()
            _read(portion, out, engine, report)
            report.stages["pages"] = report.stages.get("pages", 0.0) + time.perf_counter() - started
            if progress:
                progress(report)
        started = time.perf_counter()
        engine.start()
        engine.tables(out / "pages", out / "work", out)
        _write_ledger(out, missing)
        report.stages["tables"] = time.perf_counter() - started
    except OSError as e:
        raise InputError(f"{out}: {e.strerror or e}") from e
    shutil.rmtree(out / "work", ignore_errors=True)
    return report


def _claim(out: Path, engine: Engine, resume: bool) -> None:
    """Make `out` ours, or find that it is."""
    asked = {"format": FORMAT, "fast": engine.fast}
    file = out / "run.json"
    if file.exists():
        try:
            known = json.loads(file.read_text())
        except ValueError as e:
            raise UsageError(f"{file}: cannot be read; give another folder") from e
        if known != asked:
            raise UsageError(f"{out} holds a run with other options ({known}); give another folder")
        if not resume:
            raise UsageError(f"{out} holds a run already: --resume goes on with it")
    elif out.exists() and any(out.iterdir()):
        raise UsageError(f"{out} is not empty; give a folder of its own")
    shutil.rmtree(out / "work", ignore_errors=True)
    (out / "pages").mkdir(parents=True, exist_ok=True)
    _write(file, asked)


def _left(archives: Sequence[Archive], out: Path, report: Report) -> list[Archive]:
    """The archives that are not done yet; what those that are gave is counted."""
    left = []
    for archive in archives:
        done = _done(out, archive.unit)
        if done is None:
            left.append(archive)
            continue
        report.done += 1
        report.resumed += 1
        report.count(done["states"], done["costs"])
        report.troubles += [f"{archive.path}: {done['trouble']}"] if done["trouble"] else []
    return left


def _done(out: Path, unit: str) -> dict[str, Any] | None:
    file = out / "pages" / f"unit={unit}" / "unit.json"
    return json.loads(file.read_text()) if file.exists() else None


def _portions(archives: Sequence[Archive], engine: Engine) -> Iterator[list[Archive]]:
    """Archives to be read by one query: enough for every worker, not more than is to be lost when it is killed."""
    portion: list[Archive] = []
    for archive in archives:
        portion.append(archive)
        if len(portion) >= 4 * engine.workers or sum(a.size for a in portion) >= PORTION:
            yield portion
            portion = []
    if portion:
        yield portion


def _read(portion: Sequence[Archive], out: Path, engine: Engine, report: Report) -> None:
    """Read archives with one query; where the engine gives up, one by one, so that one bad archive is one."""
    work = out / "work" / "pages"
    shutil.rmtree(work, ignore_errors=True)
    seen = _examined(portion, engine)
    good = [a for a in portion if seen[a.unit][0] or not a.size]
    wrong: dict[str, str] = {}
    try:
        if good:
            engine.pages(_named(good, seen, out / "work"), work)
    except InputError as e:
        shutil.rmtree(work, ignore_errors=True)
        for archive in good if len(good) > 1 else ():
            try:
                engine.pages(_named([archive], seen, out / "work"), work)
            except InputError as one:
                wrong[archive.unit] = f"the engine gave up: {one}"
                shutil.rmtree(work / f"unit={archive.unit}", ignore_errors=True)
        if len(good) == 1:
            wrong[good[0].unit] = f"the engine gave up: {e}"
    for archive in portion:
        records, trouble = seen[archive.unit]
        _finish(
            archive,
            work / f"unit={archive.unit}",
            out,
            {"records": records, "trouble": wrong.get(archive.unit) or trouble},
            report,
        )


def _examined(portion: Sequence[Archive], engine: Engine) -> dict[str, tuple[int, str]]:
    """What is wrong with archives; where the engine gives up over several, one by one."""
    try:
        return engine.examine(portion)
    except InputError as e:
        if len(portion) == 1:
            return {portion[0].unit: (0, f"the engine gave up: {e}")}
    return {unit: found for archive in portion for unit, found in _examined([archive], engine).items()}


def _named(archives: Sequence[Archive], seen: Mapping[str, tuple[int, str]], work: Path) -> dict[str, tuple[str, str]]:
    """Paths to units, each whole and under a name that tells what it is: the engine goes by names, people misname
    files."""
    paths: dict[str, tuple[str, str]] = {}
    for archive in archives:
        records, trouble = seen[archive.unit]
        path = str(mended(archive, records, work / "mended")) if trouble else archive.path
        if archive.size and not trouble:
            with Path(path).open("rb") as file:
                packed = file.read(2) == b"\x1f\x8b"
            if packed != path.endswith(".gz"):
                link = work / "named" / archive.unit / (Path(path).name.removesuffix(".gz") + (".gz" if packed else ""))
                link.parent.mkdir(parents=True, exist_ok=True)
                link.unlink(missing_ok=True)
                link.symlink_to(path)
                path = str(link)
        paths[path] = (archive.unit, Path(archive.path).name)
    return paths


def _finish(archive: Archive, made: Path, out: Path, told: dict[str, Any], report: Report) -> None:
    """Move a unit to its place, its marker last inside: from then on it is done."""
    made.mkdir(parents=True, exist_ok=True)
    states, costs = tally(made)
    _write(made / "unit.json", {"path": archive.path, **told, "states": states, "costs": costs})
    place = out / "pages" / made.name
    shutil.rmtree(place, ignore_errors=True)
    made.rename(place)
    report.done += 1
    report.bytes_done += archive.size
    report.count(states, costs)
    report.pages += sum(states.values())
    if told["trouble"]:
        report.troubles.append(f"{archive.path}: {told['trouble']}")


def _write_ledger(out: Path, missing: Sequence[str]) -> None:
    rows = [{"file": m, "state": "missing", "reason": "no such file, and no archives in it"} for m in missing]
    for marker in sorted((out / "pages").glob("unit=*/unit.json")):
        told = json.loads(marker.read_text())
        state = "broken" if told["trouble"] else "read"
        rows.append({"file": told["path"], "state": state, "reason": told["trouble"], "records": told["records"]})
    write_archives(rows, out / "work", out)


def _write(file: Path, value: dict[str, Any]) -> None:
    """Write a small file whole or not at all."""
    draft = file.with_suffix(".new")
    draft.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    draft.replace(file)
