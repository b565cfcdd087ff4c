"""A page that was changed later: every format shows its changed words, and they attack nobody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jsonschema
import pytest

from riwaya.model import Article, Block, BlockKind, Edit, Page, PageState, Span, Telling, Version
from riwaya.render import document, render_html, render_markdown, render_text, schema

OLD, NEW = "غرق سبعة زوارق في الخليج <b>أمس</b>", "غرق تسعة زوارق في الخليج <b>أمس</b> واعتذرت الهيئة"
ADDRESS = "https://sada.example/news/7"
LATER = f"{ADDRESS}@2024-05-01T09:00:00Z"


def span(page: str, text: str, words: str) -> Span:
    start = text.index(words)
    return Span(page, start, start + len(words))


def telling() -> Telling:
    edits = (
        Edit("changed", span("a#1", OLD, "سبعة"), span(LATER, NEW, "تسعة")),
        Edit("added", None, span(LATER, NEW, "<b>أمس</b> واعتذرت")),
    )
    body = (Block(BlockKind.BODY, 0, len(NEW)),)
    return Telling(
        pages=(
            Page("a#1", OLD, host="sada.example", state=PageState.DUPLICATE, reason=f"an earlier version of {LATER}"),
            Page(LATER, NEW, host="sada.example", blocks=body),
            Page("b", "", host="www.sada.example", state=PageState.BLOCKED, reason="the host answered 403"),
            Page("c", ""),
            Page("d", "", host="www.other.example", state=PageState.EMPTY),
        ),
        articles=(Article(f"{LATER}#1", LATER, NEW, outlet="صدى الخليج", parts=body),),
        versions=(Version(ADDRESS, "a#1", LATER, edits),),
    )


@pytest.mark.parametrize("render", [render_text, render_markdown, render_html])
@pytest.mark.parametrize("lang", ["ar", "en"])
def test_the_changed_words_are_shown(render: Callable[..., str], lang: str) -> None:
    shown = render(document(telling()), lang=lang)
    assert "سبعة" in shown
    assert "تسعة" in shown
    assert "صدى الخليج" in shown
    if render is not render_text:
        assert "<b>أمس</b> واعتذرت" not in shown


def test_documents_of_before_there_were_versions_are_still_rendered() -> None:
    old: dict[str, Any] = {k: v for k, v in document(telling()).items() if k != "versions"}
    assert "سبعة" not in render_text(old)


def test_the_ledger_counts_by_outlet_and_says_why() -> None:
    told = document(telling())
    jsonschema.validate(told, schema())
    rows = {r["page"]: (r["outlet"], r["state"], r["reason"]) for r in told["ledger"]}
    assert rows["a#1"] == ("صدى الخليج", "duplicate", f"an earlier version of {LATER}")  # the host's other page tells
    assert rows["b"] == ("صدى الخليج", "blocked", "the host answered 403")
    assert rows["d"][0] == "other.example"
    assert rows["c"] == (None, "kept", "")
    counts = {r["outlet"]: r for r in told["outlets"]}
    assert (counts["صدى الخليج"]["kept"], counts["صدى الخليج"]["duplicate"]) == (1, 1)
    assert sum(n for row in told["outlets"] for k, n in row.items() if k != "outlet") == len(told["pages"])
