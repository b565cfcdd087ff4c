"""Downloads: a topic in any of the forms that `riwaya render` writes."""

from __future__ import annotations

import io
import json
import re
import zipfile
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException
from starlette.responses import Response

from riwaya.api.asking import Strict
from riwaya.api.parts import TheDesk
from riwaya.export import TABLES, export_files
from riwaya.render import render_html, render_markdown, render_text

router = APIRouter(route_class=Strict, tags=["export"])

Format = Literal["json", "text", "md", "html", "docx", "csv", "polecat", "ftm", "annotations", "atom"]
_TYPES: dict[str, tuple[str, str]] = {
    "json": ("application/json", "json"),
    "text": ("text/plain; charset=utf-8", "txt"),
    "md": ("text/markdown; charset=utf-8", "md"),
    "html": ("text/html; charset=utf-8", "html"),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
    "csv": ("text/csv; charset=utf-8", "csv"),
    "polecat": ("text/tab-separated-values; charset=utf-8", "tsv"),
    "ftm": ("application/x-ndjson; charset=utf-8", "ftm.json"),
    "annotations": ("application/ld+json", "jsonld"),
    "atom": ("application/atom+xml; charset=utf-8", "atom"),
}
_CONTENT: dict[str, Any] = {kind.partition(";")[0]: {} for kind, _ in _TYPES.values()} | {"application/zip": {}}
_RENDERERS = {"text": render_text, "md": render_markdown, "html": render_html}
_LOCKED = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"
"""A page that was downloaded from here and is opened here anyway runs nothing and sends nothing."""


class AboutExport(BaseModel):
    """How a download is written."""

    model_config = ConfigDict(extra="forbid")
    lang: Literal["ar", "en"] = "ar"
    table: str | None = Field(None, pattern=f"^({'|'.join(TABLES)})$", description="Of csv only this.")


@router.get(
    "/export/{topic}.{form}",
    response_class=Response,
    responses={200: {"description": "The file.", "content": _CONTENT}},
)
def export(
    topic: Annotated[str, Path(pattern=r"^[A-Za-z0-9-]{1,80}$")],
    form: Annotated[Format, Path()],
    asked: Annotated[AboutExport, Query()],
    desk: TheDesk,
) -> Response:
    """A topic as a file to be kept."""
    document = desk.topic(topic)
    if document is None:
        raise HTTPException(404, "no such topic")
    if asked.table is not None and form != "csv":
        raise HTTPException(404, "only csv has tables")
    data, media_type, ending = _written(document, form, asked)
    name = re.sub(r"[^A-Za-z0-9-]", "-", topic)
    headers = {
        "Content-Disposition": f'attachment; filename="riwaya-{name}.{ending}"',
        "Content-Security-Policy": _LOCKED,
    }
    return Response(data, headers=headers, media_type=media_type)


def _written(document: dict[str, Any], form: str, asked: AboutExport) -> tuple[bytes, str, str]:
    media_type, ending = _TYPES[form]
    if form == "json":
        return json.dumps(document, ensure_ascii=False, indent=1).encode("utf-8", "replace"), media_type, ending
    if form in _RENDERERS:
        return _RENDERERS[form](document, lang=asked.lang).encode("utf-8", "replace"), media_type, ending
    files = export_files(document, form, lang=asked.lang, table=asked.table)
    if len(files) == 1:
        return next(iter(files.values())), media_type, ending
    return _packed(files), "application/zip", "zip"


def _packed(files: dict[str, bytes]) -> bytes:
    """Several files as one, the same for the same."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in sorted(files.items()):
            packed.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()
