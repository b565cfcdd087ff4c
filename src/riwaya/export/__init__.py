"""What leaves the house for other programs: the `riwaya/1` document in the forms that their users expect.

Like the renderers, every exporter takes the document's dict and nothing else, so a saved story can be exported later.

| format | gives | module |
|---|---|---|
| `docx` | a Word document from right to left | `report`, `word` |
| `csv` | tables for a spreadsheet, one file each | `tables` |
| `polecat` | events as POLECAT-style TSV | `polecat` |
| `ftm` | FollowTheMoney entities, JSON Lines | `ftm` |
| `annotations` | W3C Web Annotations, JSON-LD | `annotations` |
| `atom` | a feed for each topic | `atom` |

`export_files` gives what a format writes; `one_file` the single file where there is only one to write.
"""

from __future__ import annotations

import re
from typing import Any

from riwaya.errors import UsageError
from riwaya.export.annotations import render_annotations
from riwaya.export.atom import render_atom, topic_ids
from riwaya.export.ftm import render_ftm
from riwaya.export.polecat import left_out, render_polecat
from riwaya.export.report import render_docx
from riwaya.export.tables import TABLES, render_csv

__all__ = [
    "FORMATS",
    "TABLES",
    "export_files",
    "left_out",
    "one_file",
    "render_annotations",
    "render_atom",
    "render_csv",
    "render_docx",
    "render_ftm",
    "render_polecat",
    "topic_ids",
]

FORMATS = {
    "docx": "story.docx",
    "csv": "",
    "polecat": "events.tsv",
    "ftm": "entities.ftm.json",
    "annotations": "annotations.jsonld",
    "atom": "",
}
"""The formats, and the name of the file where a format always writes one."""

_SINGLE = {"polecat": render_polecat, "ftm": render_ftm, "annotations": render_annotations}


def export_files(
    document: dict[str, Any], format_: str, *, lang: str = "ar", table: str | None = None, topic: str | None = None
) -> dict[str, bytes]:
    """The files of a format by name. `table` picks one of the CSV tables, `topic` one of the feeds.

    Raises `UsageError` for a format, table or topic that is not there.
    """
    if format_ not in FORMATS:
        raise UsageError(f"no export format {format_!r}; there are: {', '.join(FORMATS)}")
    if format_ == "docx":
        return {FORMATS[format_]: render_docx(document, lang=lang)}
    if format_ == "csv":
        return {
            f"{name}.csv": render_csv(document, name, lang=lang).encode() for name in ([table] if table else TABLES)
        }
    if format_ == "atom":
        wanted = [topic] if topic else topic_ids(document)
        return {f"{_file_name(t)}.atom": render_atom(document, t, lang=lang).encode() for t in wanted}
    return {FORMATS[format_]: _SINGLE[format_](document).encode()}


def one_file(files: dict[str, bytes], format_: str) -> bytes:
    """The only file; raises `UsageError` saying how to get one where there are several or none."""
    if len(files) == 1:
        return next(iter(files.values()))
    how = {"csv": "pick one with --table", "atom": "pick one with --topic"}.get(format_, "")
    if not files:
        raise UsageError(f"--format {format_} has nothing to write here")
    raise UsageError(f"--format {format_} writes {len(files)} files: give a folder with --out, or {how}")


def _file_name(topic: str) -> str:
    """A topic's id as a file name: letters, digits and dashes."""
    return re.sub(r"[^\w-]+", "-", topic).strip("-") or "topic"
