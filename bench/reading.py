"""Reading measured: body text beside two peers, and pages per second.

    python bench/reading.py FOLDER

FOLDER is searched for HTML pages with a text of the same stem beside them (`page.html`,
`page.txt`: the body that is wanted), for an `expected.json` with `with`/`without` phrases beside a
page, and for `.txt` and `.jsonl` inputs, which are only timed. Body F1 counts characters of the
wanted text found, on white-space-collapsed lines.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import trafilatura
from resiliparse.extract.html2text import extract_plain_text

from riwaya.model import Source
from riwaya.read import read_source
from riwaya.read.decode import declared_in_html, decode


def ours(data: bytes) -> str:
    """The body that Riwaya reads."""
    (reading,) = read_source(Source("page.html", data))
    blocks = [b for a in reading.articles if a.role == "main" for b in a.body]
    return "\n".join(reading.page.text[b.start : b.end] for b in blocks)


def theirs_trafilatura(data: bytes) -> str:
    """The body that trafilatura extracts."""
    return trafilatura.extract(text_of(data), include_comments=False) or ""


def theirs_resiliparse(data: bytes) -> str:
    """The body that resiliparse extracts."""
    return str(extract_plain_text(text_of(data), main_content=True))


def text_of(data: bytes) -> str:
    """The markup as text; peers are not asked to guess the charset."""
    return decode(data, declared_in_html(data)).text


READERS: dict[str, Callable[[bytes], str]] = {
    "riwaya": ours,
    "trafilatura": theirs_trafilatura,
    "resiliparse": theirs_resiliparse,
}


def f1(got: str, wanted: str) -> float:
    """F1 over words, as multisets."""
    a, b = Counter(got.split()), Counter(wanted.split())
    both = sum((a & b).values())
    return 2 * both / max(1, sum(a.values()) + sum(b.values()))


def main(folder: Path) -> None:
    """Print the figures for a folder."""
    for page in sorted(folder.rglob("*.htm*")):
        data = page.read_bytes()
        for name, reader in READERS.items():
            start = time.perf_counter()
            got = reader(data)
            took = time.perf_counter() - start
            print(f"{page.name[:34]:34} {name:12} {took * 1000:7.1f} ms  {judged(page, got)}")
    pages, took = timed(folder)
    if pages:
        print(f"{pages} text pages in {took:.2f} s: {pages / took:.0f} pages a second")


def judged(page: Path, got: str) -> str:
    """How a body compares with what is wanted, in words."""
    wanted = page.with_suffix(".txt")
    if wanted.exists():
        return f"body F1 {f1(got, wanted.read_text(encoding='utf-8')):.3f}"
    expected = page.parent / "expected.json"
    if expected.exists():
        (case,) = json.loads(expected.read_text(encoding="utf-8")).values()
        has, lacks = [w in got for w in case["with"]], [w not in got for w in case["without"]]
        return f"wanted phrases {sum(has)}/{len(has)}, unwanted kept out {sum(lacks)}/{len(lacks)}"
    return f"{len(got)} characters"


def timed(folder: Path) -> tuple[int, float]:
    """How many text pages there are, and the seconds they take."""
    sources = list(texts(folder))
    start = time.perf_counter()
    count = sum(len(read_source(s)) for s in sources)
    return count, time.perf_counter() - start


def texts(folder: Path) -> Iterator[Source]:
    """The plain-text and JSON Lines inputs of a folder."""
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".txt", ".jsonl") and not path.with_suffix(".html").exists() and path.name != "SOURCE.txt":
            yield Source(path.name, path.read_bytes())


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
