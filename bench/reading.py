"""Reading measured side by side, in one run: Riwaya, trafilatura, resiliparse, newspaper4k, jusText.

    python bench/reading.py FOLDER... [--each]

Every FOLDER is searched for HTML pages that say what is wanted: `page.html` with `page.json` (a
case of `tests/read/pages`), with `page.txt` (the body), or with an `expected.json` of phrases that
must and must not come. Figures, per reader: F1 of the body by word (mean over pages), the share of
its words that the body does not hold (leak), titles, outlets and publication days right. An outlet is
right if it is called as wanted, and `named` if it is the same one by more or fewer words («صحيفة كذا
الإلكترونية» for «كذا»), on which careful readers differ: docs/decisions/0011 says which words we take. Cases
written by whoever wrote the rules are reported apart from those of other hands. Peers that are not
installed are named and left out.

Speed is told per folder, for all HTML pages in it, wanted or not: pages and megabytes of markup a
second of processor time. All readers read one page after the other, in turn, for some rounds, and
the fastest round of each page counts, so that what else the machine does falls on none of them
alone. `riwaya, fresh` has forgotten before every page whatever it remembers of lines and words of
the pages before; the others keep what they remember.
"""

from __future__ import annotations

import importlib
import json
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from riwaya.model import Source
from riwaya.read import read_source
from riwaya.read.decode import declared_in_html, decode

_ROUNDS = 5  # times the same page is read when speed is measured; the fastest counts
_FRESH = "riwaya, fresh"
# Words around an outlet's name that are left away where it is called shortly, over words without hamza and ta marbuta.
_KIND = re.compile(r"^(?:ال)?(?:جريده|صحيفه|موقع|وكاله|شبكه|قناه|مجله|بوابه|منصه|يوميه|اسبوعيه|اذاعه|مدونه)\s+(?=\S)")
_BEHIND = re.compile(
    r"(?<=\S)\s+(?:الالكتروني[ه]?|الاخباري[ه]?|الاعلامي[ه]?|اليومي[ه]?|الاسبوعي[ه]?|للانباء|للاخبار|والمعلومات|نيوز|news)$"
)
_SHORT_NAME = re.compile(r"\s*\([^()]*\)|\s+[-–—|]\s+.*$")
_LETTERS = str.maketrans("أإآةىؤئ", "اااهيوي", "\u0640\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652")


@dataclass
class Found:
    """What a reader found on a page; `None` where it does not tell."""

    body: str = ""
    title: str | None = None
    outlet: str | None = None
    published: str | None = None


@dataclass
class Wanted:
    """What a page holds: whole fields, or phrases for and against."""

    page: Path
    who: str = "given"
    body: str | None = None
    fields: dict[str, Any] = field(default_factory=dict)
    url: str | None = None
    present: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()


Reader = Callable[[bytes, str | None], Found]


def riwaya(data: bytes, url: str | None) -> Found:
    """Ours."""
    (reading,) = read_source(Source("page.html", data, "text/html", url))
    if not reading.articles:
        return Found()
    a = reading.articles[0]
    when = a.published.when.value if a.published else None
    body = "\n".join(a.text[b.start : b.end] for b in a.body)
    return Found(body, a.title.text if a.title else None, a.outlet, when)


def trafilatura() -> Reader:
    """trafilatura, with its own metadata."""
    lib = importlib.import_module("trafilatura")

    def read(data: bytes, url: str | None) -> Found:
        found = lib.bare_extraction(text_of(data), url=url, include_comments=False, with_metadata=True)
        if found is None:
            return Found()
        row = found if isinstance(found, dict) else found.as_dict()
        return Found(row.get("text") or "", row.get("title"), row.get("sitename"), row.get("date"))

    return read


def resiliparse() -> Reader:
    """resiliparse's plain text of the main content."""
    lib = importlib.import_module("resiliparse.extract.html2text")
    return lambda data, _: Found(str(lib.extract_plain_text(text_of(data), main_content=True)))


def newspaper4k() -> Reader:
    """newspaper4k, told that the page is Arabic."""
    lib = importlib.import_module("newspaper")

    def read(data: bytes, url: str | None) -> Found:
        article = lib.Article(url or "http://localhost/", language="ar")
        article.download(input_html=text_of(data))
        article.parse()
        day = article.publish_date.date().isoformat() if article.publish_date else None
        return Found(article.text, article.title, article.meta_site_name or None, day)

    return read


def justext() -> Reader:
    """jusText with its Arabic stop words."""
    lib = importlib.import_module("justext")
    words = lib.get_stoplist("Arabic")

    def read(data: bytes, _: str | None) -> Found:
        paragraphs = lib.justext(text_of(data), words)
        return Found("\n".join(p.text for p in paragraphs if not p.is_boilerplate and not p.is_heading))

    return read


def text_of(data: bytes) -> str:
    """The markup as text; peers are not asked to guess the charset."""
    return decode(data, declared_in_html(data)).text


def readers() -> dict[str, Reader]:
    """The readers that can be had here."""
    found: dict[str, Reader] = {"riwaya": riwaya}
    for make in (trafilatura, resiliparse, newspaper4k, justext):
        try:
            found[make.__name__] = make()
        except Exception as e:  # noqa: BLE001  a peer's import may fail in any way
            print(f"{make.__name__} is left out: {type(e).__name__}: {e}")
    return found


def wanted_in(folder: Path) -> list[Wanted]:
    """The pages of a folder with what is wanted of them."""
    out = []
    for page in sorted(folder.rglob("*.htm*")):
        case, text, phrases = page.with_suffix(".json"), page.with_suffix(".txt"), page.parent / "expected.json"
        if case.exists():
            row = json.loads(case.read_text(encoding="utf-8"))
            out.append(Wanted(page, row["who"], "\n".join(row["body"]), row, row["url"]))
        elif text.exists():
            out.append(Wanted(page, body=text.read_text(encoding="utf-8")))
        elif phrases.exists():
            (row,) = json.loads(phrases.read_text(encoding="utf-8")).values()
            out.append(Wanted(page, present=tuple(row["with"]), absent=tuple(row["without"])))
    return out


def measure(want: Wanted, got: Found) -> dict[str, float]:
    """The figures of one page."""
    row: dict[str, float] = {}
    if want.body is not None:
        a, b = Counter(want.body.split()), Counter(got.body.split())
        both = (a & b).total()
        row["F1"] = 2 * both / (a.total() + b.total()) if a.total() + b.total() else 1.0
        row["leak"] = (b.total() - both) / b.total() if b.total() else 0.0
    if want.present:
        row["phrases"] = sum(p in got.body for p in want.present) / len(want.present)
        row["kept out"] = sum(p not in got.body for p in want.absent) / max(1, len(want.absent))
    if want.fields.get("articles"):
        row["title"] = float(squeezed(got.title) == squeezed(want.fields["title"]))
        row["outlet"] = float(squeezed(got.outlet) == squeezed(want.fields["outlet"]))
        row["named"] = float(bare(got.outlet) == bare(want.fields["outlet"]))
        row["day"] = float((got.published or "")[:10] == (want.fields["published"] or "")[:10])
    return row


def squeezed(words: str | None) -> str:
    """Words with their white space made even."""
    return " ".join((words or "").split())


def bare(outlet: str | None) -> str:
    """An outlet's name without the words that say what it is, and without a second name behind it."""
    words = _SHORT_NAME.sub("", squeezed(outlet).lower().translate(_LETTERS))
    shorter = _BEHIND.sub("", _KIND.sub("", words))
    return words if shorter == words else bare(shorter)


def run(name: str, reader: Reader, pages: list[Wanted], each: bool) -> None:
    """Measure one reader and print its figures."""
    rows: dict[str, list[dict[str, float]]] = defaultdict(list)
    for want in pages:
        try:
            got = reader(want.page.read_bytes(), want.url)
        except Exception as e:  # noqa: BLE001  a peer's failure is a page not read
            print(f"  {name}: {want.page.name}: {type(e).__name__}")
            got = Found()
        row = measure(want, got)
        rows[want.who].append(row)
        if each:
            print(f"  {name:12} {want.page.name:24} " + " ".join(f"{k} {v:.3f}" for k, v in row.items()))
    for who, measured in sorted(rows.items()):
        keys = dict.fromkeys(k for r in measured for k in r)
        means = {k: [r[k] for r in measured if k in r] for k in keys}
        told = "  ".join(f"{k} {sum(v) / len(v):.3f}" for k, v in means.items())
        print(f"{name:12} {who:7} n={len(measured):3}  {told}")


def race(all_readers: dict[str, Reader], folder: Path) -> None:
    """Print how fast all readers read the pages of a folder, side by side."""
    pages = [page.read_bytes() for page in sorted(folder.rglob("*.htm*"))]
    if not pages:
        return
    able = {**all_readers, _FRESH: riwaya}
    seconds = dict.fromkeys(able, 0.0)
    for data in pages:
        best: dict[str, float] = {}
        for _ in range(_ROUNDS):
            for name, reader in able.items():
                if name == _FRESH:
                    forget()
                best[name] = min(best.get(name, float("inf")), _timed(reader, data))
        seconds = {name: seconds[name] + best[name] for name in able}
    size = sum(map(len, pages))
    print(f"speed in {folder.name}: {len(pages)} pages of {size / len(pages) / 1000:.1f} KB")
    for name, taken in seconds.items():
        ratio = f"{seconds['trafilatura'] / taken:6.2f} x trafilatura" if "trafilatura" in seconds else ""
        print(f"  {name:13} {len(pages) / taken:7.1f} pages a second  {size / taken / 1e6:6.2f} MB a second  {ratio}")


def _timed(reader: Reader, data: bytes) -> float:
    start = time.process_time()
    try:
        reader(data, None)
    except Exception:  # noqa: BLE001  told where the readings are measured
        return time.process_time() - start
    return time.process_time() - start


def forget() -> None:
    """Empty the memories that Riwaya keeps of lines and words; what it compiled from rules stays."""
    for name, module in list(sys.modules.items()):
        if name.startswith("riwaya"):
            for value in vars(module).values():
                if hasattr(value, "cache_parameters") and value.cache_parameters()["maxsize"] is not None:
                    value.cache_clear()


def main(folders: list[Path], each: bool) -> None:
    """Print the figures of all readers over all folders."""
    pages = [w for folder in folders for w in wanted_in(folder)]
    able = readers()
    for name, reader in able.items() if pages else ():
        run(name, reader, pages, each)
    for folder in folders:
        race(able, folder)


if __name__ == "__main__":
    given = [Path(a) for a in sys.argv[1:] if a != "--each"]
    if not given:
        sys.exit(__doc__)
    main(given, "--each" in sys.argv)
