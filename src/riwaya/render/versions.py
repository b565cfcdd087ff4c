"""What changed in pages that were read more than once, for every format: values picked, nothing phrased."""

from __future__ import annotations

from dataclasses import dataclass

from riwaya.present.shown import clip
from riwaya.render.index import Index, Row, blank_controls

_CLIP = 120


@dataclass(frozen=True, slots=True)
class EditView:
    """A changed stretch: its kind, the words before and the words after (empty where there are none)."""

    kind: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class VersionView:
    """A later version of an address and what it changed. `outlet` is whose page it is."""

    address: str
    outlet: str
    later: str
    edits: tuple[EditView, ...]


def version_views(index: Index) -> tuple[VersionView, ...]:
    """The later versions in a document; none in documents of before there were any."""
    return tuple(_view(index, row) for row in index.document.get("versions", ()))


def _view(index: Index, row: Row) -> VersionView:
    def words(page: str, pair: list[int] | None) -> str:
        return clip(" ".join(index.words(page, *pair).split()), _CLIP) if pair else ""

    edits = (EditView(e["kind"], words(row["from"], e["from"]), words(row["to"], e["to"])) for e in row["changed"])
    articles = index.articles_on.get(row["to"], [])
    outlet = index.outlet(articles[0] if articles else None, row["to"])
    return VersionView(blank_controls(row["address"]), outlet, blank_controls(row["to"]), tuple(edits))
