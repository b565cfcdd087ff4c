"""The other half of a run: names, copies and stories across all articles, day after day in the order of time.

It is the half that `riwaya add` uses, a `Desk` on a store, fed with what the first half found; so the result is the
online one. An article is compared with a bounded few of a sliding window, and the state between days is the store's: a
fold over days, not a group-by. It costs a seventh of a first half with the trained name reader, and more than one
without it (docs/explanation/archives.md), and it is one process on one machine wherever the first half ran.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import parquet
from sqlalchemy import Connection, Float, Integer, Table, select

from riwaya.bulk.engine import replace_table
from riwaya.bulk.records import kit_of
from riwaya.desk import Added, Desk
from riwaya.desk.prepared import Kit
from riwaya.errors import InputError
from riwaya.store import open_store
from riwaya.store import tables as t

STORE = "stories.db"
_PORTION = 50_000  # rows of a table that are held at once
_LISTS = frozenset({"outlets", "actors", "ar", "en"})
_TABLES: dict[str, tuple[Table, tuple[str, ...]]] = {
    "stories": (
        t.stories,
        ("id", "topic", "title", "first", "last", "moment", "outlets", "place", "actors", "independent", "size"),
    ),
    "topics": (t.topics, ("id", "title", "moment", "stories", "size", "outlets", "independent", "contrasts", "copies")),
    "members": (t.articles, ("id", "story")),
    "derivations": (t.derivations, ("derived", "source", "external", "relation", "score")),
    "identities": (t.actors, ("id", "root", "kind", "ar", "en", "wikidata", "country", "why")),
}


def kits_in(pages: Path) -> Iterator[Kit]:
    """The pages of a run in the order of time, those without a time last; one day's pages are in memory at once."""
    days: dict[str, list[Path]] = {}
    for file in sorted(pages.glob("unit=*/day=*/*.parquet")):
        days.setdefault(file.parent.name.removeprefix("day="), []).append(file)
    for day in sorted(days):  # "unknown" sorts behind all days
        rows: list[tuple[str, str, bytes]] = []
        for file in days[day]:
            table = parquet.ParquetFile(file).read(columns=["moment", "page", "kit"])
            columns = (table[c].to_pylist() for c in ("moment", "page", "kit"))
            rows += ((moment or "", page, kit) for moment, page, kit in zip(*columns, strict=True) if kit is not None)
        for _, _, kit in sorted(rows):
            yield kit_of(kit)


def load(out: Path, desk: Desk, progress: Callable[[str, int, int], None] | None = None, *, workers: int = 1) -> Added:
    """Bring what a run found into a desk's store, its topics told by so many `workers`. What is there already is not
    brought twice. Raises `InputError` where `out` holds no run, `StoreError`."""
    if not (out / "run.json").exists():
        raise InputError(f"{out}: not the folder of a bulk run")
    return desk.take(kits_in(out / "pages"), progress, workers=workers)


def group(out: Path, progress: Callable[[str, int, int], None] | None = None, *, workers: int = 1) -> Added:
    """Group what a run found: the store `out/stories.db`, and the tables of stories, topics, members, derivations and
    identities beside those of the first half. A run that was killed goes on where it was."""
    with open_store(str(out / STORE)) as store:
        added = load(out, Desk(store), progress, workers=workers)
        with store.reading() as connection:
            for name, (table, columns) in _TABLES.items():
                _write(connection, table, columns, out / "work" / name)
                replace_table(out / "work" / name, out / name)
    return added


def _write(connection: Connection, table: Table, columns: Sequence[str], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    schema = pa.schema([(c, _type(table, c)) for c in columns])
    rows = connection.execute(select(*(table.c[c] for c in columns)).order_by(table.c[columns[0]]))
    with parquet.ParquetWriter(folder / f"{folder.name}.parquet", schema, compression="zstd") as writer:
        for portion in rows.partitions(_PORTION):
            plain = [{c: _plain(c, v) for c, v in zip(columns, row, strict=True)} for row in portion]
            writer.write_table(pa.Table.from_pylist(plain, schema))


def _type(table: Table, column: str) -> pa.DataType:
    kind = table.c[column].type
    if isinstance(kind, Integer):
        return pa.int64()
    if isinstance(kind, Float):
        return pa.float64()
    return pa.list_(pa.string()) if column in _LISTS else pa.string()


def _plain(column: str, value: Any) -> Any:
    return json.loads(value) if column in _LISTS and isinstance(value, str) else value
