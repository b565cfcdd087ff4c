"""Saved pages in many layouts, each with what a careful reader finds in it.

A case is `pages/NAME.html` or `NAME.txt` with `pages/NAME.json`; `make_case.py` drafts the second. `who` says
whether whoever wrote the rules wrote the page too: such pages prove less.
"""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from riwaya.model import PageState, Reading, Source
from riwaya.read import read_source

PAGES = Path(__file__).parent / "pages"
CASES: dict[str, dict[str, str]] = json.loads((PAGES / "manifest.json").read_text(encoding="utf-8"))


@cache
def case(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((PAGES / f"{name}.json").read_text(encoding="utf-8"))
    return loaded


@cache
def reading(name: str) -> Reading:
    page = PAGES / f"{name}.txt"
    page, media = (page, "text/plain") if page.exists() else (page.with_suffix(".html"), "text/html")
    (found,) = read_source(Source(page.name, page.read_bytes(), media, case(name)["url"]))
    return found


def body(name: str) -> str:
    articles = reading(name).articles
    return " ".join(a.text[b.start : b.end] for a in articles[:1] for b in a.body)


@pytest.mark.parametrize("name", CASES)
def test_the_body_is_read_and_nothing_else(name: str) -> None:
    wanted, got = Counter(" ".join(case(name)["body"]).split()), Counter(body(name).split())
    wrong = case(name).get("wrong_so_far", ())
    assert "body" in wrong or wanted - got == Counter()
    assert "leak" in wrong or got - wanted == Counter()


@pytest.mark.parametrize("name", CASES)
def test_what_is_no_article_stays_out(name: str) -> None:
    assert [w for w in case(name)["never"] if w in body(name)] == []


@pytest.mark.parametrize("name", CASES)
def test_who_and_when(name: str) -> None:
    want, articles = case(name), reading(name).articles
    if "articles" not in want.get("wrong_so_far", ()):
        assert len(articles) == want["articles"]
    if not articles:
        assert reading(name).page.state is PageState.EMPTY
        return
    article = articles[0]
    got = {
        "title": " ".join(article.title.text.split()) if article.title else None,
        "outlet": article.outlet,
        "byline": article.byline,
        "published": article.published.when.value if article.published else None,
    }
    asked = got.keys() - set(want.get("wrong_so_far", ()))
    assert {k: got[k] for k in asked} == {k: want[k] for k in asked}


@pytest.mark.parametrize(
    "name", [n for n in CASES if case(n).get("signs") and "signs" not in case(n).get("wrong_so_far", ())]
)
def test_the_kind_of_page_is_a_sign(name: str) -> None:
    assert {s.kind for a in reading(name).articles[:1] for s in a.signs} >= set(case(name)["signs"])


def test_every_page_has_its_case_and_says_who_wrote_it() -> None:
    assert sorted(p.stem for p in PAGES.iterdir() if p.suffix in (".html", ".txt")) == sorted(CASES)
    assert {c["who"] for c in CASES.values()} <= {"rules", "others"}
