"""Dates on annotated pages: how well found and how well valued, page by page, with the scorer's own rules."""

from __future__ import annotations

import importlib.util
import json
import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

from riwaya.dates import add_age, find_ages, find_dates, infer_published
from riwaya.model import DateMention, Source
from riwaya.read import read_source
from riwaya.text import Words, read_words

_DRAWS = 2000


class Counts(NamedTuple):
    """Found, rightly valued, given by us, given by the annotators (optional ones apart)."""

    found: int = 0
    right: int = 0
    ours: int = 0
    theirs: int = 0

    def f1(self, hits: int) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * hits / (self.ours + self.theirs) if self.ours + self.theirs else 0.0


def dates_of(path: Path) -> Iterator[tuple[Words, tuple[DateMention, ...]]]:
    """The articles of a page with their dates, as the pipeline finds them."""
    for reading in read_source(Source(path.name, path.read_bytes())):
        words = [read_words(a) for a in reading.articles]
        ages = find_ages(words, reading.page.blocks)
        inferred = infer_published(words, reading.page.blocks) if words else {}
        for read in words:
            known = read.article.published or inferred.get(read.article.id)
            dated = replace(read, article=replace(read.article, published=known))
            found = find_dates(dated, known.when if known is not None else None)
            yield dated, add_age(found, dated, ages.get(read.article.id))


def pages(folder: Path, texts: Path, score: ModuleType) -> dict[str, Counts]:
    """Counts for each page of an annotated set."""
    gold: dict[str, list[dict[str, Any]]] = score.by_page(json.loads((folder / "dates.json").read_text("utf-8")))
    out: dict[str, Counts] = {}
    for page in json.loads((folder / "pages.json").read_text("utf-8")):
        got = [
            {"start": m.span.start, "end": m.span.end, "value": m.when.value if m.when else None}
            for _, dates in dates_of(texts / page)
            for m in dates
        ]
        out[page] = count(gold.get(page, []), got, score)
    return out


def count(gold: list[dict[str, Any]], got: list[dict[str, Any]], score: ModuleType) -> Counts:
    """One page, matched as the scorer matches it."""
    pairs = score.greedy(gold, got, lambda a, b: score.iou(score.span(a), score.span(b)), 0.5)
    needed = [(i, j) for i, j in pairs if not gold[i].get("optional")]
    right = sum(score.same_time(gold[i]["value"], got[j]["value"], gold[i].get("alts", ())) for i, j in needed)
    return Counts(len(needed), right, len(got) - len(pairs) + len(needed), sum(not g.get("optional") for g in gold))


def interval(counts: list[Counts], figure: Callable[[Counts], float]) -> tuple[float, float]:
    """The middle 95 % of a figure over sets of as many pages drawn with replacement."""
    chance = random.Random(4)
    drawn = sorted(figure(total(chance.choices(counts, k=len(counts)))) for _ in range(_DRAWS))
    return drawn[int(0.025 * _DRAWS)], drawn[int(0.975 * _DRAWS)]


def total(counts: list[Counts]) -> Counts:
    """The sum of many pages."""
    return Counts(*map(sum, zip(*counts, strict=True))) if counts else Counts()


def scorer(path: Path) -> ModuleType:
    """The scorer as a module."""
    spec = importlib.util.spec_from_file_location("score", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def report(shared: Path) -> None:
    """One line a set: span and value with n and the interval."""
    score = scorer(shared / "score/score.py")
    sets = {
        "seeds": shared / "seeds",
        "ant-news": shared / "gold/ant-news/pages",
        "ant-train": shared / "gold/ant-train/pages",
    }
    for name, texts in sets.items():
        by_page = pages(shared / "gold" / name, texts, score)
        parts = {name: list(by_page.values())}
        if name == "ant-train":
            parts["ant-train, held out (t240 on)"] = [c for p, c in by_page.items() if p >= "t240"]
        for part, counts in parts.items():
            whole = total(counts)
            line = f"{part:32}"
            for what, figure in (("span", lambda c: c.f1(c.found)), ("value", lambda c: c.f1(c.right))):
                low, high = interval(counts, figure)
                line += f" {what} f1 {figure(whole):.3f} [{low:.3f}, {high:.3f}]"
            print(f"{line}  n {whole.theirs} in {len(counts)} pages, ours {whole.ours}")
