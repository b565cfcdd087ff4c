"""How well names are found and joined, with the trained reader and without, and how fast.

    python bench/actors.py SHARED [--fast] [--only seeds ant-news ant-train] [--articles N] [--from PAGE]

SHARED holds `seeds`, `gold`, `data/ant/stories_dev.jsonl` and `score/score.py`. Pages are split into lines here, so
the figures are this room's alone. Speed: N articles found one by one, then linked in one go; linking is timed at a
quarter and at all of them, to show how it grows. Name pairs are judged beside rapidfuzz in the same run.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import json
import resource
import sys
import time
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from rapidfuzz import fuzz
from rapidfuzz.distance import JaroWinkler

from riwaya.actors import NameReader, find_mentions, link_mentions, name_likeness
from riwaya.model import Article, Block, BlockKind, Mention
from riwaya.text import Words, read_words

SETS = {"seeds": "seeds", "ant-news": "gold/ant-news/pages", "ant-train": "gold/ant-train/pages"}


def main() -> None:
    """Print quality per set, then speed, then pairs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--fast", action="store_true")
    parser.add_argument("--only", nargs="*", choices=sorted(SETS), default=["seeds", "ant-news"])
    parser.add_argument("--articles", type=int, default=612)
    parser.add_argument("--from", dest="first", default="", help="leave out pages before this one")
    args = parser.parse_args()
    reader = None if args.fast else _reader()
    for name in args.only:
        _quality(args.shared, name, args.first, reader)
    _speed(args.shared / "data/ant/stories_dev.jsonl", args.articles, reader)
    _pairs(args.shared)


def _reader() -> NameReader:
    from riwaya.models import encoder  # noqa: PLC0415  (the fast way must not load it)

    return encoder()


def _module(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        sys.exit(f"{path} is no Python file")
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    return module


def lines_of(text: str, name: str) -> Words:
    """A page whose lines are its blocks; the outlet line of a news page (the second) is no part of the article."""
    blocks, at = [], 0
    for number, line in enumerate(text.split("\n")):
        if line.strip() and not (number == 1 and name.startswith(("dn", "t"))):
            kind = BlockKind.TITLE if number == 0 else BlockKind.BODY
            blocks.append(Block(kind, at, at + len(line)))
        at += len(line) + 1
    return read_words(Article(f"{name}#1", name, text, parts=tuple(blocks)))


def _quality(shared: Path, name: str, first: str, reader: NameReader | None) -> None:
    gold = shared / "gold" / name
    pages = [p for p in json.loads((gold / "pages.json").read_text("utf-8")) if p >= first]
    words = [lines_of((shared / SETS[name] / p).read_bytes().decode("utf-8-sig"), p) for p in pages]
    _, linked = link_mentions([(w, find_mentions(w, reader)) for w in words])
    wanted = json.loads((gold / "mentions.json").read_text("utf-8"))
    score = _module(shared / "score/score.py")
    figures: Any = score.Figures()
    kept = [m for m in wanted if m["page"] in set(pages)]
    score.score_mentions(
        {"pages": pages, "mentions": kept}, {"mentions": [_row(m) for p in linked for m in p]}, figures
    )
    print(f"== {name}, {len(pages)} pages, {'with' if reader else 'without'} the reader")
    for figure, value, n in figures.rows:
        print(f"  {figure:34} {value:.4f}  n {n}")


def _row(mention: Mention) -> dict[str, Any]:
    span = mention.span
    kind = mention.type.value
    return {"page": span.page, "start": span.start, "end": span.end, "type": kind, "actor": mention.actor}


def _speed(path: Path, limit: int, reader: NameReader | None) -> None:
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()[:limit]]
    words = [lines_of(f"{r['title']}\n\n{r['text']}", r["id"]) for r in rows]
    sentences = sum(len(w.sentences) for w in words)
    start = time.perf_counter()
    found = [(w, find_mentions(w, reader)) for w in words]
    took = time.perf_counter() - start
    names = sum(len(m) for _, m in found)
    print(f"== speed, {len(words)} articles, {sentences} sentences, {names} names")
    long = sum(len(s.tokens) for w in words for s in w.sentences) / 30
    print(f"  find   {took:8.2f} s  {sentences / took:8.0f} sentences a second, {long / took:.0f} of 30 words")
    for part in (found[: len(found) // 4], found, found * 4):
        start = time.perf_counter()
        actors, _ = link_mentions(part)
        took = time.perf_counter() - start
        count = sum(len(m) for _, m in part)
        print(f"  link   {took:8.2f} s  {count:6} names of {len(part):5} articles -> {len(actors)} actors")
    print(f"  memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:8.0f} MB at most, articles and all")


def _pairs(shared: Path) -> None:
    """Area under the curve over all pairs, and per tier of the same (against all others) and of the different."""
    pairs = _module(Path(__file__).parent.parent / "tests/actors/pairs.py").PAIRS
    same, other = [p for p in pairs if p.same], [p for p in pairs if not p.same]
    tiers = ("STRONG", "MEDIUM", "WEAK")
    print(f"== pairs of names, {len(same)} same, {len(other)} different: all | same {tiers} | different {tiers}")
    for peer, judge in _peers().items():
        parts = [([p for p in same if p.tier == t], other) for t in tiers]
        parts += [(same, [p for p in other if p.tier == t]) for t in tiers]
        shown = "  ".join(f"{_area(judge, a, b):.3f}" for a, b in parts)
        print(f"  {peer:14} {_area(judge, same, other):.3f} | {shown}")
    _transliterations(shared / "data/names/transliteration/ar2en-test.txt", pairs[0].__class__)


def _transliterations(path: Path, pair: Any) -> None:
    """Single names and their Latin form beside the same name and another's Latin form (every tenth in turn)."""
    rows = [line.split("\t")[:2] for line in path.read_text("utf-8").splitlines() if "\t" in line]
    same = [pair(True, "", "", a, b) for a, b in rows]
    other = [
        pair(False, "", "", rows[k][0], rows[(k + step) % len(rows)][1]) for k in range(len(rows)) for step in (7, 77)
    ]
    print(f"== {path.name}, {len(same)} same, {len(other)} at random: area under the curve")
    for peer, judge in _peers().items():
        print(f"  {peer:14} {_area(judge, same, other):.3f}")


def _peers() -> dict[str, Callable[[str, str], float]]:
    """This room's judge and its peers; rigour (`pip install rigour`, for the bench alone) where it is there."""
    peers: dict[str, Callable[[str, str], float]] = {
        "riwaya": name_likeness,
        "token_sort": fuzz.token_sort_ratio,
        "jaro_winkler": JaroWinkler.similarity,
    }
    try:
        peers["rigour"] = _rigour()
    except ImportError:
        print("  (rigour is not installed)")
    return peers


def _rigour() -> Callable[[str, str], float]:
    """rigour's own way of matching: parts paired by its name symbols, the rest by its edit distance; the mean over the
    parts of the longer name."""
    rigour: Any = importlib.import_module("rigour.names")

    @cache
    def read(name: str) -> Any:
        return max(rigour.analyze_names(rigour.NameTypeTag.PER, [name]), key=lambda n: n.form)

    def judge(a: str, b: str) -> float:
        one, other = read(a), read(b)
        edges = max(rigour.pair_symbols(one, other), key=len, default=())
        done = {p.index for e in edges for p in e.qps}, {p.index for e in edges for p in e.rps}
        rest = [[p for p in n.parts if p.index not in d] for n, d in zip((one, other), done, strict=True)]
        total = float(sum(len(e.qps) for e in edges))
        total += sum(e.score * len(e.qps) for e in rigour.compare_parts(*rest)) if all(rest) else 0.0
        return total / max(len(one.parts), len(other.parts), 1)

    return judge


def _area(judge: Callable[[str, str], float], same: Sequence[Any], other: Sequence[Any]) -> float:
    """How often a pair that is one scores above a pair that is not."""
    high, low = [judge(p.a, p.b) for p in same], sorted(judge(p.a, p.b) for p in other)
    above = sum(bisect_left(low, x) + 0.5 * (bisect_right(low, x) - bisect_left(low, x)) for x in high)
    return above / len(high) / len(low)


if __name__ == "__main__":
    main()
