"""Memory and speed of reading a long web archive, in one process: is anything kept?

    python bench/reading_memory.py [PAGES]

Makes a WARC.gz of PAGES (10,000) pages of 5 to 60 KB in five layouts out of words that are drawn by
their number alone, each page another, reads it record by record, and prints at steps what the
process holds (MB, now and at its peak) and pages a second. The archive is made in a process of its
own and removed.
"""

from __future__ import annotations

import multiprocessing
import random
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from fastwarc.stream_io import GzipWriter
from fastwarc.warc import WarcRecord, WarcRecordType

from riwaya.inputs import open_inputs
from riwaya.model import Source
from riwaya.read import read_all

_LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
_COMMON = (
    "في",
    "من",
    "على",
    "إلى",
    "أن",
    "التي",
    "الذي",
    "بعد",
    "قبل",
    "خلال",
    "أمس",
    "اليوم",
    "بين",
    "عن",
    "هذا",
    "هذه",
    "لم",
    "وقد",
)
_PEOPLE = ("سامر", "نجلاء", "هاني", "فريد", "ليلى", "منصور", "رزق", "حداد", "سلوم", "عوض", "بدر", "رمزي")
_STEPS = (100, 300, 1_000, 3_000, 10_000, 30_000, 100_000)


class Writer:
    """Draws words: a matter has some of its own, and every page another matter."""

    def __init__(self, seed: int) -> None:
        self.draw = random.Random(seed)
        self.own = [self.word() for _ in range(40)]

    def word(self) -> str:
        """A word that no language has."""
        lead = self.draw.choice(("ال", "ال", "", "", "", "و"))
        return lead + "".join(self.draw.choices(_LETTERS, k=self.draw.randint(3, 6)))

    def words(self, number: int, mine: float = 0.4) -> str:
        """So many words: common ones, those of the matter, and a few that stand here alone."""
        said = (self.draw.random() for _ in range(number))
        own, common = self.own, _COMMON
        return " ".join(
            self.draw.choice(own) if s < mine else self.draw.choice(common) if s < 0.9 else self.word() for s in said
        )

    def sentence(self) -> str:
        """A sentence that begins as those of reports do."""
        who = f"{self.draw.choice(_PEOPLE)} {self.draw.choice(_PEOPLE)}"
        leads = (f"قال {who} إن ", f"وأضاف {who} أن ", "وشهدت المدينة أمس ", "وبحسب البيان، ")
        return self.draw.choice(leads) + self.words(self.draw.randint(8, 24)) + "."

    def paragraph(self) -> str:
        """Some sentences."""
        return " ".join(self.sentence() for _ in range(self.draw.randint(1, 4)))

    def links(self) -> list[str]:
        """Headlines of other matters, in a list."""
        return [
            f'<li><a href="/n/{self.draw.randrange(10**6)}">{self.words(7, 0.0)}</a></li>'
            for _ in range(self.draw.randint(2, 40))
        ]


def page(number: int) -> bytes:
    """A page of its own: the same number gives the same page."""
    writer = Writer(number)
    draw = writer.draw
    title, texts = writer.words(draw.randint(6, 11), 0.6), [writer.paragraph() for _ in range(draw.randint(3, 30))]
    day, links = f"{2015 + number % 9}-{1 + number % 12:02}-{1 + number % 28:02}", writer.links()
    style = "".join(f".c{draw.randrange(10**6)}{{margin:{k}px}}" for k in range(draw.randint(0, 2500)))
    head = f'<!doctype html><html lang="ar"><head><meta charset="utf-8"><title>{title} - صحيفة {number % 40}</title>'
    head += f'<meta property="og:title" content="{title}"><meta property="article:published_time" content="{day}">'
    head += f"<style>{style}</style></head><body><nav><ul>{''.join(links[:8])}</ul></nav>"
    match number % 5:
        case 0:
            inner = "".join(f"<p>{t}</p>" for t in texts)
            main = f"<article><h1>{title}</h1><time datetime='{day}'>{day}</time>{inner}</article>"
        case 1:
            inner = "".join(f'<div class="par">{t}</div>' for t in texts)
            main = f'<div class="post-title"><h2>{title}</h2></div><div class="entry-content">{inner}</div>'
        case 2:
            main = f"<table><tr><td><b>{title}</b></td></tr><tr><td>{'<br><br>'.join(texts)}</td></tr></table>"
        case 3:
            ld = f'{{"@type":"NewsArticle","headline":"{title}","datePublished":"{day}","author":{{"name":"ليلى"}}}}'
            inner = "".join(
                f"<p>{t}</p>" + (f"<h3>{writer.words(4)}</h3>" if k % 4 == 3 else "") for k, t in enumerate(texts)
            )
            main = f'<script type="application/ld+json">{ld}</script><main><h1>{title}</h1>{inner}</main>'
        case _:
            main = f"<h1>أحدث الأخبار</h1><ul>{''.join(writer.links() + writer.links())}</ul>"
    related = (
        f'<aside class="related"><h3>اقرأ أيضا</h3><ul>{"".join(links)}</ul></aside><footer>جميع الحقوق محفوظة</footer>'
    )
    return f"{head}{main}{related}</body></html>".encode()


def write(path: str, pages: int) -> None:
    """The archive, record by record."""
    with Path(path).open("wb") as file:
        for number in range(pages):
            record = WarcRecord()
            record.init_headers(record_type=WarcRecordType.response)
            record.headers.append("WARC-Target-URI", f"https://host{number % 40}.example/n/{number}")
            record.headers.append("Content-Type", "application/http; msgtype=response")
            record.set_bytes_content(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page(number))
            writer = GzipWriter(file)
            record.write(writer)
            writer.finish()


def held() -> tuple[float, float]:
    """MB that the process holds now, and held at its peak."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)
    status = Path("/proc/self/statm")
    now = int(status.read_text().split()[1]) * resource.getpagesize() / (1 << 20) if status.exists() else peak
    return now, peak


def sources(path: str) -> Iterator[Source]:
    """The archive as the command opens it."""
    yield from (s for s in open_inputs([path]) if isinstance(s, Source))


def main(pages: int) -> None:
    """Make, read, print."""
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/pages.warc.gz"
        maker = multiprocessing.get_context("spawn").Process(target=write, args=(path, pages))
        maker.start()
        maker.join()
        print(f"{pages:,} pages, {Path(path).stat().st_size / (1 << 20):.0f} MB packed")
        ends: Counter[str] = Counter()
        started, done, at = time.process_time(), 0.0, 0
        for number, reading in enumerate(read_all(sources(path)), start=1):
            ends[reading.page.state.value] += 1
            if number in _STEPS or number == pages:
                now, peak = held()
                seconds = time.process_time() - started
                speed = (number - at) / (seconds - done)
                print(f"{number:7,} pages  {now:7.1f} MB  peak {peak:7.1f} MB  {speed:6.1f} pages a second")
                at, done = number, seconds
        print(", ".join(f"{n:,} {state}" for state, n in ends.most_common()))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
