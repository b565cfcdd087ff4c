from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from riwaya.account import Account
from riwaya.actors.likeness import skeleton
from riwaya.model import Article, Derivation, Page, PageState, Precision, Published, Source, Telling, When
from riwaya.pipeline import tell_sources
from riwaya.read import read_source
from riwaya.render import document, render_html, render_markdown, render_text
from riwaya.stories import find_derivations, find_translations
from riwaya.text import read_words

PAIRS = yaml.safe_load(Path(__file__).with_name("translations.yaml").read_text(encoding="utf-8"))["pairs"]


def tell(*names: tuple[dict[str, Any], str]) -> Telling:
    """The pages of some pairs, read together: `en`, `ar` or `other`."""
    return tell_sources([Source(f"{pair['id']}-{side}.txt", pair[side].encode()) for pair, side in names])


@pytest.mark.parametrize("pair", PAIRS, ids=lambda p: p["id"])
def test_a_translation_is_known_from_a_report_of_the_same_event(pair: dict[str, Any]) -> None:
    told = tell((pair, "en"), (pair, "ar"), (pair, "other"))
    (found,) = told.derivations
    assert (found.derived, found.external, found.relation) == (
        f"{pair['id']}-ar.txt#1",
        f"{pair['id']}-en.txt",
        "translation",
    )
    assert len(found.pairs) >= 5
    places = [(p.source.start, p.derived.start) for p in found.pairs]
    assert places == sorted(places)
    assert {p.source.page for p in found.pairs} == {f"{pair['id']}-en.txt"}


def test_among_many_pages_each_finds_its_own_in_any_order() -> None:
    pages = [(pair, side) for pair in PAIRS[:4] for side in ("en", "ar", "other")]
    found = tell(*pages).derivations
    assert {(d.external, d.derived) for d in found} == {(f"{p['id']}-en.txt", f"{p['id']}-ar.txt#1") for p in PAIRS[:4]}
    assert tell(*pages[::-1]).derivations == found


def test_all_outputs_show_a_translation() -> None:
    written = document(tell((PAIRS[0], "en"), (PAIRS[0], "ar")))
    for render in (render_text, render_markdown, render_html):
        assert "ferry-en.txt" in render(written)


def test_a_translation_adds_no_independent_source() -> None:
    pair = PAIRS[0]
    copy = pair | {"id": "again", "ar": pair["ar"].replace("شخصا", "راكبا")}
    told = tell((pair, "en"), (pair, "ar"), (copy, "ar"))
    assert len(told.derivations) == 2
    assert [s.independent_sources for s in told.stories] == [1]


def test_an_english_page_of_a_later_day_is_no_source() -> None:
    pair = PAIRS[0]
    told = tell((pair, "en"), (pair, "ar"))
    page = next(p for p in told.pages if p.state is PageState.WRONG_LANGUAGE)
    assert _found(page, told.articles[0], "2024-03-12")
    assert not _found(page, told.articles[0], "2024-03-11")


def _found(page: Page, article: Article, day: str) -> tuple[Derivation, ...]:
    start = dt.date.fromisoformat(day)
    when = When(day, start, start + dt.timedelta(days=1), Precision.DAY)
    accounts = [Account(read_words(replace(article, published=Published(when))))]
    return find_translations([page], accounts, find_derivations(accounts), skeleton)


def test_a_page_without_sentences_or_of_another_script_is_nobodys_source() -> None:
    told = tell((PAIRS[0], "ar"))
    for text in ("", "Home News Sport 214 40 17", "Привет " * 200, "x" * 5000, "214. " * 5000):
        reading = read_source(Source("odd.txt", text.encode()))[0]
        assert not _found(replace(reading.page, state=PageState.WRONG_LANGUAGE), told.articles[0], "2024-03-12")
