"""Whole names of people for swapping, a line each, from the data of the PyPI package arabic-name-romanizer.

    python people.py names.sqlite3 ant_open.jsonl.xz full_names.txt

Its rows of Wikidata (CC0) are folded (no hamza on the alif, ي for ى); each word is spelt as news spells it most.
"""

from __future__ import annotations

import json
import lzma
import re
import sqlite3
import sys
from collections import Counter
from pathlib import Path

FOLD = str.maketrans("أإآى", "اااي")
ARABIC = re.compile(r"[\u0621-\u063a\u0641-\u064a]+")


def spellings(texts: Path) -> dict[str, str]:
    """The most frequent spelling of each folded word of the news."""
    count: Counter[str] = Counter()
    with lzma.open(texts, "rt", encoding="utf-8") as file:
        for n, line in enumerate(file):
            if n % 3 == 0:
                count.update(ARABIC.findall(json.loads(line)["text"]))
    best: dict[str, str] = {}
    for word, _ in count.most_common():
        best.setdefault(word.translate(FOLD), word)
    return best


def main() -> None:
    base, texts, out = (Path(a) for a in sys.argv[1:])
    best = spellings(texts)
    with sqlite3.connect(base) as rows:
        names = {n for (n,) in rows.execute("select arabic_key from full_names where source = 'wikidata'")}
    kept = sorted(n for n in names if 2 <= len(n.split()) <= 5 and all(ARABIC.fullmatch(w) for w in n.split()))
    out.write_text("".join(" ".join(best.get(w, w) for w in n.split()) + "\n" for n in kept), "utf-8")
    print(len(kept), "names")


if __name__ == "__main__":
    main()
