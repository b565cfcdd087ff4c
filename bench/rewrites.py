"""Rewrites of our own example pages with known changes: how many are aligned, told, and graded as what they are.

    python bench/rewrites.py [--half a|b] [--show]      --show prints what is missed and what is told wrongly

The rewrites stand in `tests/stories/rewrites.yaml`; half `a` was used to mend the rules, half `b` was kept apart. Every
rewrite is told to be one (a judgement `copy_of`), so that aligning and telling are measured, not finding.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from riwaya.model import AlignedPair, Judgement, Source, Telling
from riwaya.pipeline import Options, tell_sources

ROOT = Path(__file__).parents[1]
REWRITES = ROOT / "tests/stories/rewrites.yaml"
GRAVE = ("added", "contradicted")


@dataclass(frozen=True)
class Row:
    """One sentence told again: what was done to it, and the pairs that align the two, if any."""

    rewrite: str
    spec: dict[str, Any]
    pairs: tuple[AlignedPair, ...]

    @property
    def told(self) -> list[tuple[str, str]]:
        return [(c.what, c.kind) for p in self.pairs for c in p.changed]


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--half", choices=["a", "b"])
    parser.add_argument("--show", action="store_true")
    args = parser.parse_args()
    for half in (args.half,) if args.half else ("a", "b"):
        rows = list(read_rows(half))
        print(f"half {half}:", "  ".join(f"{name} {value:.3f} (n {n})" for name, value, n in figures(rows)))
        if args.show:
            show(rows)


def read_rows(half: str) -> Iterator[Row]:
    """The rows of one half with what we say of them."""
    for rewrite in yaml.safe_load(REWRITES.read_text(encoding="utf-8"))["rewrites"]:
        if rewrite["half"] == half:
            telling = tell(rewrite)
            yield from (row_of(rewrite, spec, telling) for spec in rewrite["told"])


def tell(rewrite: dict[str, Any]) -> Telling:
    """The example page and its rewrite, read together."""
    source = ROOT / "examples" / rewrite["of"]
    text = "\n\n".join(spec["to"] for spec in rewrite["told"])
    said = Judgement("copy_of", "rewrite.txt#1", f"{rewrite['of']}#1", True)
    pages = [Source(rewrite["of"], source.read_bytes()), Source("rewrite.txt", f"خبر\n\n{text}\n".encode())]
    return tell_sources(pages, Options(judgements=(said,)))


def row_of(rewrite: dict[str, Any], spec: dict[str, Any], telling: Telling) -> Row:
    """The aligned pairs whose two sides stand in the row's sentences."""
    texts = {p.name: p.text for p in telling.pages}
    source, derived = texts[rewrite["of"]], texts["rewrite.txt"]
    at = source.find(spec["from"])
    if at < 0:
        raise ValueError(f"{rewrite['id']}: no such words in {rewrite['of']}: {spec['from']}")
    start, end = source.rindex("\n", 0, at), source.index("\n", at)
    here = derived.index(spec["to"])
    pairs = tuple(
        p
        for d in telling.derivations
        if d.derived == "rewrite.txt#1"
        for p in d.pairs
        if start <= p.source.start < end and here <= p.derived.start < here + len(spec["to"])
    )
    return Row(rewrite["id"], spec, pairs)


def figures(rows: list[Row]) -> list[tuple[str, float, int]]:
    """Aligned of all; told of the changed; told as added or contradicted of the grave; untouched of the faithful."""
    changed = [r for r in rows if "what" in r.spec]
    grave = [r for r in changed if r.spec.get("grave")]
    calm = [r for r in rows if "what" not in r.spec and r.pairs]
    parts = {
        "aligned": ([r for r in rows if r.pairs], rows),
        "changes": ([r for r in changed if r.told], changed),
        "grave": ([r for r in grave if any(kind in GRAVE for _, kind in r.told)], grave),
        "named right": ([r for r in changed if r.spec["what"] in {what for what, _ in r.told}], changed),
        "left alone": ([r for r in calm if not r.told], calm),
    }
    return [(name, len(part) / len(whole), len(whole)) for name, (part, whole) in parts.items() if whole]


def show(rows: list[Row]) -> None:
    """What is missed, and what is told of faithful sentences."""
    kinds = Counter(r.spec["what"] for r in rows if "what" in r.spec)
    told = Counter(r.spec["what"] for r in rows if "what" in r.spec and r.told)
    print("  told by kind:", ", ".join(f"{k} {told[k]}/{n}" for k, n in kinds.most_common()))
    for row in rows:
        wanted = f"{row.spec['what']} {row.spec['kind']}" if "what" in row.spec else ""
        right = any(k in GRAVE for _, k in row.told) if row.spec.get("grave") else bool(row.told) == bool(wanted)
        if not right or not row.pairs:
            print(f"  {row.rewrite} {'aligned' if row.pairs else 'NOT ALIGNED'}; {wanted or 'faithful'}: {row.told}")
            print(f"      {row.spec['to']}", file=sys.stdout)


if __name__ == "__main__":
    main()
