"""Fit the judge of the events room on annotated news and print its weights as YAML.

    python training/events_judge.py GOLD --threshold 0.2 > src/riwaya/rules/ar/events_judge.yaml

GOLD holds `pages/` and `mentions.json`, `dates.json`, `statements.json`, `events.json`. Pages whose name
is not below `--held-out` are left out of the fit; figures for them go to standard error. Every article
is read twice: with the annotated names and statements, and with those that Riwaya itself finds (without the
encoder), because that is what the judge will see. The threshold is chosen on the latter by cross-validation
over pages: the highest of those with the best typed F1. The shipped file takes `--threshold 0.2`, some steps
lower, because the training pages were annotated quickly (six events a page where a careful reader finds nine).
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import math
import re
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from riwaya.actors import find_mentions, find_roles, link_mentions
from riwaya.dates import find_dates
from riwaya.events.echoes import with_echoes
from riwaya.events.find import tell
from riwaya.events.judge import features
from riwaya.events.merge import group_tellings
from riwaya.events.same import join_alike
from riwaya.events.telling import Told
from riwaya.model import (
    Article,
    Block,
    BlockKind,
    DateKind,
    DateMention,
    Mention,
    MentionType,
    Mode,
    Polarity,
    Precision,
    Published,
    Span,
    Speaker,
    Statement,
    When,
)
from riwaya.statements import find_statements
from riwaya.text import Words, read_words

FOLDS, LEAST = 5, 4  # folds of the cross-validation; times a feature must be seen
SLACK = 0.003  # F1 that precision is worth: of thresholds this close to the best, the highest is taken


@dataclass
class Row:
    page: str
    names: list[str]
    right: float
    weight: float
    kind: str


@dataclass
class Page:
    words: Words
    mentions: tuple[Mention, ...]
    dates: tuple[DateMention, ...]
    statements: tuple[Statement, ...]
    events: list[dict[str, Any]]


def main() -> None:
    """Read, fit, choose the threshold, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--held-out", default="~")
    parser.add_argument("--l2", type=float, default=10.0)
    parser.add_argument("--threshold", type=float, help="instead of the cross-validated one")
    args = parser.parse_args()
    pages = read_gold(args.gold)
    rows = [r for p in pages for r in rows_of(p, full=True)]
    thin = [r for p in pages for r in rows_of(p, full=False)]
    mine = [r for r in rows if r.page < args.held_out]
    both = mine + [r for r in thin if r.page < args.held_out]
    owned = [r for r in thin if r.page < args.held_out]
    total = sum(counted(p) for p in pages if p.words.article.page < args.held_out)
    threshold = cross_validate(owned, both, args.l2, total)
    threshold = args.threshold or threshold
    weights = fit(both, args.l2)
    held = [r for r in thin if r.page >= args.held_out]
    if held:
        report(held, weights, threshold, sum(counted(p) for p in pages if p.words.article.page >= args.held_out))
    print("# Written by training/events_judge.py; do not edit. How sure a telling is an event, see events/judge.py.")
    print(f"threshold: {threshold:.3f}\nweights:")
    for name, value in sorted(weights.items()):
        if abs(value) >= 0.02:
            print(f"  {json.dumps(name, ensure_ascii=False)}: {value:.3f}")


def counted(page: Page) -> int:
    """How many coded events a reader recorded for the page."""
    return sum(e["type"] != "NONE" and not e.get("optional") for e in page.events)


def rows_of(page: Page, full: bool) -> list[Row]:
    """One row for each group of tellings: its features, and whether a reader recorded such an event."""
    read = (page.mentions, page.dates, page.statements) if full else own_reading(page.words)
    groups = join_alike(group_tellings(tell(page.words, *read)))
    right = matches(page.events, groups)
    rows = []
    for j, group in enumerate(groups):
        event = right.get(j)
        soft = event is not None and (event.get("optional") or (event["type"] == "NONE" != group[0].rule.type))
        names = ["bias", *sorted(set(features(group)))]
        rows.append(Row(page.words.article.page, names, float(event is not None), float(not soft), group[0].rule.type))
    return rows


def matches(events: list[dict[str, Any]], groups: list[list[Told]]) -> dict[int, dict[str, Any]]:
    """The recorded event that each group answers, by the group's number; one to one, the best fit first."""
    pairs = sorted(((fit_of(e, g), i, j) for i, e in enumerate(events) for j, g in enumerate(groups)), reverse=True)
    right: dict[int, dict[str, Any]] = {}
    used: set[int] = set()
    for score, i, j in pairs:
        if score >= 0.5 and i not in used and j not in right:
            used.add(i)
            right[j] = events[i]
    return right


def own_reading(words: Words) -> tuple[tuple[Mention, ...], tuple[DateMention, ...], tuple[Statement, ...]]:
    """The names, roles, dates and statements that Riwaya finds on its own."""
    _, (linked,) = link_mentions([(words, find_mentions(words, None))])
    people = with_echoes(words, tuple(sorted((*linked, *find_roles(words, linked)), key=lambda m: m.span)))
    published = words.article.published
    return people, find_dates(words, published.when if published else None), find_statements(words, people)


def fit_of(event: dict[str, Any], group: list[Told]) -> float:
    """How well a group of tellings fits a recorded event: same type, same sentence, best the same word."""
    if group[0].rule.type not in {event["type"], *event.get("alt_types", ())}:
        return 0.0
    best = 0.0
    for one in group:
        for m in event["mentions"]:
            a, b = one.mention.span.start, one.mention.span.end
            shared = min(b, m["end"]) - max(a, m["start"])
            if shared > 0:
                best = max(best, shared / min(b - a, m["end"] - m["start"]))
        trigger = event.get("trigger")
        if trigger and one.trigger.start < trigger[1] and trigger[0] < one.trigger.end:
            best += 1.0
    return best


def fit(rows: list[Row], l2: float, steps: int = 300) -> dict[str, float]:
    """Logistic regression by full-batch Adam; the bias is not shrunk."""
    seen = Counter(n for r in rows for n in r.names)
    names = [n for n in seen if seen[n] >= LEAST]
    index = {n: i for i, n in enumerate(names)}
    cells = [(i, index[n]) for i, r in enumerate(rows) for n in r.names if n in index]
    row_of, col_of = (np.array(c) for c in zip(*cells, strict=True))
    y, wt = np.array([r.right for r in rows]), np.array([r.weight for r in rows])
    shrink = np.full(len(names), l2)
    shrink[index["bias"]] = 0.0
    w, m, v = (np.zeros(len(names)) for _ in range(3))
    for step in range(1, steps + 1):
        p = 1 / (1 + np.exp(-np.bincount(row_of, weights=w[col_of], minlength=len(rows))))
        g = np.bincount(col_of, weights=((p - y) * wt)[row_of], minlength=len(names)) + shrink * w
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g
        w -= 0.05 * (m / (1 - 0.9**step)) / (np.sqrt(v / (1 - 0.999**step)) + 1e-8)
    return {n: float(x) for n, x in zip(names, w, strict=True)}


def probability(row: Row, weights: dict[str, float]) -> float:
    return 1 / (1 + math.exp(-sum(weights.get(n, 0.0) for n in row.names)))


def cross_validate(rows: list[Row], both: list[Row], l2: float, total: int) -> float:
    """The threshold with the best typed F1 (or nearly) when every page is judged by the other pages."""
    pages = sorted({r.page for r in both})
    fold = {p: i % FOLDS for i, p in enumerate(pages)}
    judged = []
    for k in range(FOLDS):
        weights = fit([r for r in both if fold[r.page] != k], l2)
        judged += [(probability(r, weights), r) for r in rows if fold[r.page] == k]
    scores = {t / 40: f1(judged, t / 40, total) for t in range(2, 32)}
    top = max(scores.values())
    chosen = max(t for t, f in scores.items() if f >= top - SLACK)
    print(f"cross-validated typed F1 {top:.3f}, {scores[chosen]:.3f} at {chosen}", file=sys.stderr)
    bins: dict[int, list[float]] = defaultdict(list)
    for p, r in judged:
        if r.weight:
            bins[min(int(p * 10), 9)].append(r.right)
    for b, xs in sorted(bins.items()):
        print(f"  confidence {b / 10:.1f}: right {sum(xs) / len(xs):.2f} (n {len(xs)})", file=sys.stderr)
    return chosen


def f1(judged: list[tuple[float, Row]], threshold: float, total: int) -> float:
    kept = [r for p, r in judged if p >= threshold and r.kind != "NONE" and r.weight]
    hits = sum(r.right for r in kept)
    return 2 * hits / (len(kept) + total) if kept else 0.0


def report(rows: list[Row], weights: dict[str, float], threshold: float, total: int) -> None:
    judged = [(probability(r, weights), r) for r in rows]
    print(f"held-out typed F1 {f1(judged, threshold, total):.3f} (n {total})", file=sys.stderr)


def read_gold(folder: Path) -> list[Page]:
    """The annotated pages: title on the first line, outlet on the second, then paragraphs."""
    layers = {n: json.loads((folder / f"{n}.json").read_text("utf-8")) for n in ("mentions", "dates", "statements")}
    by_page: dict[str, dict[str, list[dict[str, Any]]]] = defaultdict(lambda: defaultdict(list))
    for name, items in layers.items():
        for x in items:
            by_page[x["page"]][name].append(x)
    for x in json.loads((folder / "events.json").read_text("utf-8")):
        by_page[x["mentions"][0]["page"]]["events"].append(x)
    return [read_page(folder / "pages" / name, found) for name, found in sorted(by_page.items())]


def read_page(path: Path, found: dict[str, list[dict[str, Any]]]) -> Page:
    text, parts, at = path.read_bytes().decode("utf-8"), [], 0
    for number, line in enumerate(text.split("\n")):
        if line.strip() and number != 1:
            parts.append(Block(BlockKind.TITLE if number == 0 else BlockKind.BODY, at, at + len(line)))
        at += len(line) + 1
    name = path.name

    def here(x: dict[str, Any]) -> Span:
        return Span(name, x["start"], x["end"])

    words = read_words(Article(f"{name}#0", name, text, published=published_of(text), parts=tuple(parts)))
    mentions = tuple(Mention(here(x), MentionType(x["type"]), x["entity"]) for x in found["mentions"])
    dates = tuple(DateMention(here(x), kind_of(x), when_of(x.get("value")), "gold") for x in found["dates"])
    said = tuple(statement(name, n, x) for n, x in enumerate(found["statements"]))
    return Page(words, mentions, dates, said, found["events"])


def published_of(text: str) -> Published | None:
    """The day that the outlet's line, the second, ends in."""
    day = re.search(r"\d{4}-\d\d-\d\d", text.split("\n")[1])
    return Published(when, "the outlet's line") if day and (when := when_of(day.group())) else None


def kind_of(x: dict[str, Any]) -> DateKind:
    return DateKind(x["kind"]) if x.get("kind") in set(DateKind) else DateKind.DATE


def when_of(value: str | None) -> When | None:
    """Only whether a date is there matters to the judge, and whether two differ."""
    try:
        day = dt.date.fromisoformat(value or "")
    except ValueError:
        return When(value, None, None, Precision.DAY) if value else None
    return When(value or "", day, day + dt.timedelta(1), Precision.DAY)


def statement(page: str, number: int, x: dict[str, Any]) -> Statement:
    cue, speaker = x.get("cue"), x.get("speaker")
    return Statement(
        f"{page}/s{number}", page, Span(page, x["start"], x["end"]), Mode(x["mode"]), Polarity(x["polarity"]),
        Span(page, *cue) if cue else None,
        Speaker(Span(page, *speaker) if speaker else None, x.get("speaker_entity")),
    )  # fmt: skip


if __name__ == "__main__":
    main()
