"""How well names are found and joined, with the trained reader and without, and how fast.

    python bench/actors.py SHARED [--fast] [--only seeds ant-news ant-train] [--articles N] [--from PAGE]

SHARED holds `seeds`, `gold`, `data/ant/stories_dev.jsonl` and `score/score.py`. Pages are split into lines here, so
the figures are this room's alone. Speed: N articles found one by one, then linked in one go; linking is timed at a
quarter and at all of them, to show how it grows. Name pairs are judged beside rapidfuzz in the same run.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
import time
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
    _pairs()


def _reader() -> NameReader:
    from riwaya.models import encoder  # noqa: PLC0415  (the fast way must not load it)

    return encoder()


def _module(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        sys.exit(f"{path} is no Python file")
    module = importlib.util.module_from_spec(spec)
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
    print(f"  find   {took:8.2f} s  {sentences / took:8.0f} sentences a second")
    for part in (found[: len(found) // 4], found, found * 4):
        start = time.perf_counter()
        actors, _ = link_mentions(part)
        took = time.perf_counter() - start
        count = sum(len(m) for _, m in part)
        print(f"  link   {took:8.2f} s  {count:6} names of {len(part):5} articles -> {len(actors)} actors")


def _pairs() -> None:
    pairs = _module(Path(__file__).parent.parent / "tests/actors/pairs.py")
    print(f"== pairs of names, {len(pairs.SAME)} same, {len(pairs.DIFFERENT)} different: area under the curve")
    peers = {"riwaya": name_likeness, "token_sort": fuzz.token_sort_ratio, "jaro_winkler": JaroWinkler.similarity}
    for peer, judge in peers.items():
        same, other = ([judge(a, b) for a, b in rows] for rows in (pairs.SAME, pairs.DIFFERENT))
        above = sum((x > y) + 0.5 * (x == y) for x in same for y in other)
        print(f"  {peer:14} {above / len(same) / len(other):.3f}")


if __name__ == "__main__":
    main()
