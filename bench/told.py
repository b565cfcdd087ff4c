"""The table of statements and events that we publish: each figure with its set, n and interval.

    python bench/told.py SHARED [--fast] [--only seeds ant-news gsr]

SHARED holds `seeds`, `gold`, `score/score.py` and `data/events/arabic_event_gsr_dev`. The pages are told end to end and
scored by the project's scorer, page by page; the interval is the middle 95 % of 1,000 draws of pages with
replacement (names are matched to annotated identities once, over the whole set). Sets of fewer than ten pages get no
interval. The GSR rows are sentences on their own, their ambiguous ones left out. Prints a Markdown table.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import random
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType
from typing import Any

import events as gsr

import riwaya
from riwaya.render import document

FOLDERS = {"seeds": "seeds", "ant-news": "gold/ant-news/pages"}
LAYERS = ("mentions", "statements", "events")
Counts = tuple[float, float, float]  # right, given, wanted
DRAWS, FEWEST = 1000, 10


def main() -> None:
    """Tell each set, score it, print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--fast", action="store_true")
    parser.add_argument("--only", nargs="*", choices=(*FOLDERS, "gsr"), default=(*FOLDERS, "gsr"))
    args = parser.parse_args()
    print("| set | figure | precision | recall | value | 95 % | n |\n|---|---|---|---|---|---|---|")
    for name in args.only:
        if name == "gsr":
            sentences(args.shared / "data" / "events" / "arabic_event_gsr_dev")
            continue
        out = document(riwaya.tell(sorted((args.shared / FOLDERS[name]).glob("*.txt")), fast=args.fast))
        gold = read_gold(args.shared / "gold" / name)
        scorer = load(args.shared / "score" / "score.py")
        few = len(gold["pages"]) < FEWEST
        table(name, by_unit(scorer, gold, out, one=few))
        main_only = events_of_main(out)
        if len(main_only) < len(out["events"]):
            rows = by_unit(load(args.shared / "score" / "score.py"), gold, {**out, "events": main_only}, one=few)
            table(f"{name}, main articles", [{k: v for k, v in r.items() if k.startswith("events")} for r in rows])


def events_of_main(out: dict[str, Any]) -> list[dict[str, Any]]:
    """The events that pages' main articles tell, told there: what related articles on a page tell is not annotated."""
    bodies = [(a["page"], low, high) for a in out["articles"] if a.get("role") != "main" for low, high in a["body"]]

    def related(m: dict[str, Any]) -> bool:
        return any(m["page"] == page and low <= m["start"] < high for page, low, high in bodies)

    return [e for e in out["events"] if not all(related(m) for m in e["mentions"])]


def load(path: Path) -> ModuleType:
    """The scorer as a module."""
    spec = importlib.util.spec_from_file_location("scorer", path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"no scorer at {path}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read_gold(folder: Path) -> dict[str, Any]:
    """The annotated layers of a folder that tell of statements and events."""
    gold = {name: json.loads((folder / f"{name}.json").read_text("utf-8")) for name in LAYERS}
    gold["pages"] = sorted({x["page"] for x in gold["mentions"]})
    return gold


def by_unit(scorer: ModuleType, gold: dict[str, Any], out: dict[str, Any], one: bool) -> list[dict[str, Counts]]:
    """The counts of every figure for each page (all pages together where there are too few to draw from)."""
    known = scorer.match_mentions(gold, out)
    scorer.match_mentions = lambda *_: known  # identities are matched over the whole set
    units = [set(gold["pages"])] if one else [{p} for p in gold["pages"]]
    return [counts(scorer, part_of(gold, unit), out) for unit in units]


def part_of(gold: dict[str, Any], pages: set[str]) -> dict[str, Any]:
    """The annotation of some pages."""
    return {
        "pages": sorted(pages),
        "mentions": [m for m in gold["mentions"] if m["page"] in pages],
        "statements": [s for s in gold["statements"] if s["page"] in pages],
        "events": [e for e in gold["events"] if e["mentions"][0]["page"] in pages],
    }


def counts(scorer: ModuleType, gold: dict[str, Any], out: dict[str, Any]) -> dict[str, Counts]:
    """What the scorer's figures were made of: hits, given and wanted, by figure."""
    figures = scorer.Figures()
    scorer.score_statements(gold, out, figures)
    scorer.score_events(gold, out, figures)
    rows = {name: (value, n) for name, value, n in figures.rows}
    found: dict[str, Counts] = {}
    for name, (value, n) in rows.items():
        stem, _, kind = name.rpartition(".")
        if kind == "precision":
            wanted = rows[f"{stem}.recall"][1]
            hits = round(value * n) if n else 0
            found[stem] = (hits, n, wanted)
        elif kind not in ("recall", "f1"):
            found[name] = (value * n, n, n)
    return found


def rates(units: Iterable[Counts]) -> Counts:
    """Precision, recall and F1 of summed counts; for a mean all three are the mean."""
    hits, given, wanted = (sum(column) for column in zip(*units, strict=True))
    return hits / max(1, given), hits / max(1, wanted), 2 * hits / max(1, given + wanted)


def table(name: str, units: list[dict[str, Counts]]) -> None:
    """One row for each figure of a set."""
    rnd = random.Random(1)
    figures: dict[str, list[Counts]] = defaultdict(list)
    for unit in units:
        for figure, found in unit.items():
            figures[figure].append(found)
    for figure, found in figures.items():
        p, r, f = rates(found)
        interval = "–"
        if len(found) >= FEWEST:
            draws = sorted(rates(rnd.choices(found, k=len(found)))[2] for _ in range(DRAWS))
            interval = f"{draws[DRAWS // 40]:.3f}–{draws[-DRAWS // 40]:.3f}"
        n = int(sum(c[2] for c in found))
        both = f"{p:.3f} | {r:.3f}" if abs(p - r) > 1e-9 else "– | –"
        print(f"| {name} | {figure} | {both} | {f:.3f} | {interval} | {n} |")


def sentences(folder: Path) -> None:
    """The rows of the public newspaper sentences."""
    for kind in ("assault", "protest"):
        rows = [line.split("\t") for line in (folder / f"{kind}.tsv").read_text("utf-8").splitlines()[1:]]
        firm = [(r[1] == "yes", gsr.told(r[5], kind.upper())) for r in rows if r[1] != "ambiguous"]
        p, r, f = gsr.figures(firm)
        low, high = gsr.interval(firm)
        print(f"| gsr | {kind} | {p:.3f} | {r:.3f} | {f:.3f} | {low:.3f}–{high:.3f} | {len(firm)} |")


if __name__ == "__main__":
    main()
