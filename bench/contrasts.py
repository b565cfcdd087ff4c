"""Draw contrasts of a run and print them with their words, to be judged true, trivial or false.

    python bench/contrasts.py FILE... [--draw 40] [--seed 1] [--fast] [--spelling]
    python bench/contrasts.py --judged FILE.tsv

The first form tells the FILEs (any input of `riwaya tell`), draws from all contrasts of all topics (the one line
of spellings that a topic may have is left out unless `--spelling`), and prints each with a first column to fill in:
`t` true, `-` trivial (true, but nobody needs it), `f` false, then a reason. The second form counts the judgements.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from pathlib import Path

import riwaya
from riwaya.model import Contrast, Telling, Topic

_SHOWN = 300  # code points of each quoted span


def main() -> None:
    """Print a draw, or count a judged one."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--draw", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--fast", action="store_true")
    parser.add_argument("--spelling", action="store_true")
    parser.add_argument("--judged", type=Path)
    args = parser.parse_args()
    if args.judged:
        count(args.judged)
        return
    telling = riwaya.tell(args.files, fast=args.fast)
    found = [(t, c) for t in telling.topics for c in t.contrasts if args.spelling or c.rule != "spelling"]
    kinds = Counter(c.kind.value for _, c in found)
    rules = Counter(c.rule.partition(":")[0] for _, c in found)
    print(f"# {len(found)} contrasts over {len(telling.articles)} articles; {dict(kinds)}; {dict(rules)}")
    drawn = random.Random(args.seed).sample(found, min(args.draw, len(found)))
    for n, (topic, contrast) in enumerate(drawn, 1):
        show(telling, n, topic, contrast)


def show(telling: Telling, n: int, topic: Topic, contrast: Contrast) -> None:
    """One contrast: a line to be judged, then its positions with their words."""
    texts = {p.name: p.text for p in telling.pages}
    about = {a.page: (a.outlet, a.published.when.value if a.published else None) for a in telling.articles}
    print(f"?\t{n}\t{contrast.rule}\t{contrast.kind.value}\t{contrast.topic}\t{topic.title[:70]}\t(reason)")
    for position in contrast.positions:
        print(f"#\t= {position.value[:160]}\t{position.holder}")
        for span in position.spans[:4]:
            words = " ".join(texts[span.page][span.start : span.end].split())[:_SHOWN]
            outlet, day = about.get(span.page, (None, None))
            print(f"#\t    {span.page} ({outlet}, {day}): {words}")


def count(judged: Path) -> None:
    """The tally of a filled-in draw, with the reasons of what is not true."""
    rows = [
        r.split("\t") for r in judged.read_text(encoding="utf-8").splitlines() if r[:2] in ("t\t", "-\t", "f\t", "?\t")
    ]
    tally = Counter(r[0] for r in rows)
    for mark, name in (("t", "true"), ("-", "trivial"), ("f", "false"), ("?", "unjudged")):
        print(f"{name:9} {tally[mark]:3} of {len(rows)}  {tally[mark] / max(1, len(rows)):.2f}")
    for row in rows:
        if row[0] != "t":
            print("  ", row[0], row[2], row[-1])


if __name__ == "__main__":
    main()
