"""`riwaya bulk`, `load`: archives of the web to tables, and tables to a store."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from riwaya.cli.keep import JSON, STORE, counts_of, desk_of
from riwaya.cli.output import out_line, out_row, progress_bar, say, say_lost

if TYPE_CHECKING:
    from riwaya.bulk import Report


WORKERS = "Worker processes."


def bulk(
    inputs: Annotated[
        list[str], typer.Argument(metavar="WARC...", help="Archives: files, folders, patterns, s3://... addresses.")
    ],
    out: Annotated[Path, typer.Option("--out", "-o", help="The folder for the tables.")],
    workers: Annotated[int, typer.Option(min=1, help=WORKERS)] = os.cpu_count() or 1,
    ray: Annotated[
        str | None, typer.Option(help="Work on the Ray cluster at this address; local starts one here.")
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with the run in --out: do only what is left.")
    ] = False,
    stories: Annotated[bool, typer.Option(help="Group the articles too.")] = True,
    fast: Annotated[bool, typer.Option("--fast", help="Leave the trained name reader out.")] = False,
    json_: Annotated[bool, JSON] = False,
) -> None:
    """Turn web archives into tables (Parquet) of articles, statements, events and stories."""
    from riwaya.bulk import Engine, group, run  # noqa: PLC0415 - the engine takes a second to import

    report = run(inputs, out, Engine(workers, ray, fast), resume=resume, progress=lambda r: say(_line(r)))
    for trouble in report.troubles:
        say(f"riwaya: {trouble}")
    if stories:
        with progress_bar() as progress:
            report.grouped(lambda: group(out, progress, workers=workers))
    if json_:
        out_row(report.plain())
        return
    out_line(_line(report))
    out_line("  ".join(f"{stage} {seconds:.1f} s" for stage, seconds in report.stages.items()))
    out_line("workers: " + "  ".join(f"{stage} {seconds:.1f} s" for stage, seconds in report.costs.items()))


def load(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder that `bulk` wrote.")],
    store: Annotated[str | None, STORE] = None,
    workers: Annotated[int, typer.Option(min=1, help=WORKERS)] = os.cpu_count() or 1,
) -> None:
    """Bring what a bulk run found into a store; what is there already is not brought twice."""
    from riwaya.bulk import load as bring  # noqa: PLC0415

    with desk_of(store, make=True) as desk, progress_bar() as progress:
        added = bring(folder, desk, progress, workers=workers)
    for failure in added.failures:
        say_lost(failure.page, failure.stage, failure.reason)
    out_line(counts_of(added))


def _line(report: Report) -> str:
    states = ", ".join(f"{n:,} {state}" for state, n in sorted(report.states.items(), key=lambda s: -s[1]))
    left = f", {report.left:,.0f} s left" if report.left else ""
    speed = f" ({report.per_second:.1f} pages/s{left})" if report.per_second else ""
    return f"{report.done} of {report.archives} archives: {states or 'no pages'}{speed}"
