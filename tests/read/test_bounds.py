"""Hostile and broken pages: a counted failure or a correct reading, in bounded time and memory."""

from __future__ import annotations

import gzip
import io
import json
import os
import subprocess
import sys
import time
import tracemalloc
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from riwaya.errors import InputError
from riwaya.inputs import open_inputs
from riwaya.model import PageState, Reading, Source
from riwaya.read import read_each, read_source
from riwaya.read.bounds import MOST_CHARACTERS, MOST_LINES, MOST_TAGS, bounded
from riwaya.read.cues import cue_of
from riwaya.read.lines import make_line

TITLE = "مخبز الحارة يوزع الخبز مجانا على سكان الحي الشرقي"
PARAGRAPHS = (
    "وزع مخبز الحارة، صباح الجمعة، ألف رغيف مجانا على سكان الحي الشرقي بعد انقطاع الكهرباء.",
    "وقال صاحب المخبز نادر سلوم إن الأفران عملت بالحطب طوال الليل حتى لا ينام أحد جائعا.",
)
HEAD = f'<!doctype html><html><head><meta charset="utf-8"><title>{TITLE}</title></head><body><article><h1>{TITLE}</h1>'
BODY = "".join(f"<p>{p}</p>" for p in PARAGRAPHS)
PAGE = f"{HEAD}{BODY}</article></body></html>"


@pytest.fixture(scope="module", autouse=True)
def _warm() -> None:
    """Rules are compiled once, and not on the time of a test."""
    read_source(Source("warm.html", PAGE.encode()))
    read_source(Source("warm.txt", "\n\n".join((TITLE, *PARAGRAPHS)).encode()))


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Processor time, several times what it takes on a slow machine."""
    start = time.process_time()
    yield
    assert time.process_time() - start < seconds


def one(data: bytes | str, name: str = "page.html") -> Reading:
    (reading,) = read_source(Source(name, data.encode() if isinstance(data, str) else data))
    return reading


def body(reading: Reading) -> list[str]:
    return [reading.page.text[b.start : b.end] for a in reading.articles for b in a.body]


# ------------------------------------------------------------------ charsets


@pytest.mark.parametrize("said", ["utf-8", "windows-1252", "utf-16", "x-unknown", ""])
@pytest.mark.parametrize("media", [None, "text/html; charset=utf-8", "text/html; charset=iso-8859-1"])
def test_windows_1256_under_any_other_name(said: str, media: str | None) -> None:
    declared = f'charset="{said}"' if said else ""
    data = PAGE.replace('charset="utf-8"', declared).encode("windows-1256")
    (reading,) = read_source(Source("page.html", data, media))
    assert body(reading) == list(PARAGRAPHS)


def test_a_page_in_two_charsets_is_read_in_that_of_its_text() -> None:
    data = PAGE.encode().replace(b"</article>", "<p>إعلان قصير</p></article>".encode("windows-1256"))
    assert body(one(data))[:2] == list(PARAGRAPHS)


# ------------------------------------------------------------------ packed


def test_a_page_in_a_truncated_gzip_is_read_as_far_as_it_goes() -> None:
    whole = gzip.compress((HEAD + BODY + "<!--" + os.urandom(3000).hex()).encode())
    reading = one(whole[: len(whole) // 2], "page.html.gz")
    assert body(reading)[0] == PARAGRAPHS[0]
    assert "cut short" in reading.failures[-1].reason


def test_a_gzip_bomb_is_left_within_its_budget() -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    bomb = b"".join(packer.compress(bytes(1 << 20)) for _ in range(120)) + packer.flush()
    with within(3):
        reading = one(bomb, "page.html.gz")
    assert "far more than it could honestly hold" in reading.page.reason


def test_archives_in_archives_are_not_opened() -> None:
    def record(data: bytes) -> bytes:
        block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + data
        head = "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:1>\r\nWARC-Target-URI: https://a.example/1\r\n"
        end = f"Content-Type: application/http\r\nContent-Length: {len(block)}\r\n\r\n"
        return gzip.compress((head + end).encode() + block + b"\r\n\r\n")

    assert one(record(PAGE.encode()), "a.warc.gz").articles
    for inner in (record(PAGE.encode()), gzip.decompress(record(PAGE.encode())), gzip.compress(record(b"x"))):
        reading = one(record(inner), "a.warc.gz")
        assert reading.page.state is PageState.BROKEN
        assert not reading.articles


# ------------------------------------------------------------------ size


def test_a_page_of_100_megabytes_is_refused_unread(tmp_path: Path) -> None:
    for name in ("page.html", "page.txt", "page"):
        with (tmp_path / name).open("wb") as file:
            file.write(PAGE.encode())
            file.truncate(100 << 20)
        (source,) = (s for s in open_inputs([tmp_path / name]) if isinstance(s, Source))
        assert len(source.data) < 1 << 20
    with within(2):
        readings = [r for s in open_inputs([tmp_path]) if isinstance(s, Source) for r in read_each(s)]
    assert len(readings) == 2  # a directory is searched for names of pages
    assert all("100 MB is too large" in r.page.reason for r in readings)


def test_lines_are_bounded() -> None:
    most = "\n".join((TITLE, "", *(f"{PARAGRAPHS[0]} {n}" for n in range(MOST_LINES - 1))))
    assert one(most, "page.txt").articles
    for page, name in ((most + f"\n{TITLE}\n{TITLE}", "page.txt"), (HEAD + "<p>سطر" * (MOST_LINES + 1), "page.html")):
        with within(4):
            reading = one(page, name)
        assert "lines: not a page of news" in reading.page.reason


def test_a_text_of_millions_of_characters_is_refused() -> None:
    long = PARAGRAPHS[0] + " كلمة" * (MOST_CHARACTERS // 5)
    for page, name in ((f"{TITLE}\n\n{long}", "page.txt"), (f"{HEAD}<p>{long}", "page.html")):
        with within(3):
            reading = one(page, name)
        assert "too long for a page" in reading.page.reason


# ------------------------------------------------------------------ markup


def test_ten_thousand_nested_tags_cost_nothing() -> None:
    for tag in ("div", "b", "font", "a href=x", "table><tr><td", "span", "ul><li", "blockquote", "svg", "object"):
        with within(4):
            reading = one(HEAD + f"<{tag}>" * 10_000 + BODY)
        assert reading.articles or reading.failures, tag
    assert body(one(HEAD + "<div>" * 10_000 + BODY)) == list(PARAGRAPHS)
    assert body(one(HEAD + "<div>" * 10_000 + BODY + "</div>" * 10_000)) == list(PARAGRAPHS)


def test_more_tags_than_a_page_has() -> None:
    with pytest.raises(InputError, match="tags"):
        bounded("<p>" * (MOST_TAGS + 1))
    assert bounded("<p>" * MOST_TAGS)


COSTLY = {
    "emphasis that nobody ends": "".join(f"<p><b i={n}>" for n in range(6_000)),
    "links that hold boxes": "<a><div>" * 20_000,
    "options": "<select>" + "<option>" * 40_000 + "</select>",
    "attributes": "<p " + " ".join(f'a{n}=">"' for n in range(60_000)) + ">",
    "closed by others": "<div>" * 9_000 + "</h1>" * 9_000,
    "spans closed by others": "<span>" * 9_000 + "</x>" * 9_000,
    "microdata in microdata": '<div itemprop="headline">' * 9_000 + "x" * 500,
    "metas": '<meta property="og:title" content="x">' * 9_000,
    "scripts": '<script type="application/ld+json">{"@type":"NewsArticle"}</script>' * 9_000,
    "classes": f'<p class="{"related news-" * 100_000}">',
    "one tag": "<p " + "class=x " * 100_000,
    "comments": "<!--" * 40_000,
    "ampersands": "&" * 500_000,
    "one word": "ا" * 1_000_000,
    "one word with marks": "قَ" * 500_000,
    "one Latin word": "قال " + "abc" * 300_000,
    "Latin words": "قال " + "abcd " * 200_000,
    "one number": "قال " + "7" * 900_000,
    "quotation marks": "«قال " * 150_000,
    "links of nothing": "<a>&nbsp;</a>" * 12_000,
    "classes of many elements": "".join(
        f"<div class='k{n} post related'><p class=j{n}>قال</p></div>" for n in range(4_000)
    ),
    "spaces": " " * 1_000_000,
}


@pytest.mark.parametrize("markup", COSTLY.values(), ids=COSTLY.keys())
def test_markup_that_costs_a_parser_the_square(markup: str) -> None:
    with within(8):
        reading = one(HEAD + markup + BODY)
    assert reading.articles or reading.failures


@pytest.mark.parametrize(
    "script",
    [
        '{"title": "' + TITLE + '", "x": "' + "a" * 3_000_000 + '"}',
        'window.__DATA__ = {title: "' + TITLE + "\", x: '" + "a" * 3_000_000 + "'}",
        'self.__next_f.push([1,"' + "a" * 3_000_000 + '"])',
        "window.__DATA__ = [/*" + "*/ /*" * 500_000,
        "window.__DATA__ = " + "new " * 700_000,
        "window.__DATA__ = " + "[" * 3_000_000,
        "window.__DATA__ = [" + "," * 3_000_000,
    ],
    ids=["json", "names", "flight", "comments", "new", "deep", "holes"],
)
def test_a_script_of_megabytes(script: str) -> None:
    tracemalloc.start()
    with within(8):
        one(f"<html><head><title>{TITLE}</title></head><body><script>{script}</script></body></html>")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 150 << 20


def test_what_is_defused_reads_the_same() -> None:
    marked = "".join("<p><b>{}</b> <FONT color=x>{} {}</FONT></p>".format(*p.split(" ", 2)) for p in PARAGRAPHS)
    options = "<select>" + "<option>دولة</option>" * 2_500 + "</select>"
    assert bounded(HEAD + marked) == HEAD + marked
    many = HEAD + marked + "<i>.</i>" * 1_500 + options
    assert "<b>" not in bounded(many)
    assert "<option" not in bounded(many)
    assert body(one(many))[:2] == list(PARAGRAPHS)


def test_attributes_are_told_from_the_words_of_scripts_and_comments() -> None:
    words = " كلمة" * 30_000
    for harmless in (f"<script>if (a<b) x = '{words}'</script>", f"<!-- <p {words} -->", f"<p title='{words}'>x</p>"):
        assert bounded(PAGE + harmless) == PAGE + harmless
    with pytest.raises(InputError, match="attributes"):
        bounded(PAGE + f"<p {words}>")


# ------------------------------------------------------------------ words


def test_nul_bytes_and_controls_are_no_words() -> None:
    reading = one(PAGE.replace(" ", " \x00").replace("<h1>", "<h1>\x01\x02"))
    assert body(reading) == list(PARAGRAPHS)


def test_lone_surrogates_do_not_reach_any_output() -> None:
    as_bytes = PAGE.replace("مخبز", "مخبز\ud83d").encode("utf-8", "surrogatepass")
    as_entity = PAGE.replace("مخبز", "مخبز&#xD83D;&#55357;")
    ld = json.dumps({"@type": "NewsArticle", "headline": TITLE + "\ud800", "author": "ليلى \udfff"})
    in_script = PAGE.replace("</head>", f'<script type="application/ld+json">{ld}</script></head>')
    in_json = json.dumps({"id": "\ud800", "title": "\udc00" + TITLE, "text": "\n".join(PARAGRAPHS) + "\ud800"})
    pages = ((as_bytes, "a.html"), (as_entity, "a.html"), (in_script, "a.html"), (in_json, "a.jsonl"))
    for data, name in pages:
        reading = one(data, name)
        assert reading.articles, name
        repr(reading).encode("utf-8")


def test_scripts_in_attributes_are_no_words() -> None:
    evil = "alert(1)"
    attributes = (
        f"""onclick="{evil}" style="x:expression({evil})" title="<script>{evil}</script>" href="javascript:{evil}" """
    )
    markup = PAGE.replace("<p>", f"<p {attributes}>").replace("<h1>", f"<h1 {attributes}>")
    markup = markup.replace("</article>", f'<a {attributes}>شارك</a><img src=x onerror="{evil}"></article>')
    for page in (markup, markup.replace('">', f"\"><script>document.write('{evil}')</script>", 1)):
        reading = one(page)
        assert body(reading) == list(PARAGRAPHS)
        assert evil not in reading.page.text
        assert evil not in repr(reading.articles)


def test_an_address_that_is_a_script_is_no_address() -> None:
    reading = one(PAGE.replace("</head>", '<link rel="canonical" href="javascript:alert(1)"></head>'))
    assert "javascript" not in (reading.page.url or "")


UNITS = (
    "#",
    "> ",
    " > ",
    "- ",
    " - ",
    "| ",
    "( ",
    ")",
    ".",
    ". ",
    "، ",
    "7 ",
    "7",
    ": ",
    "/ ",
    "«",
    " ",
    "\t",
    "x>",
    "ا ",
    '" ',
)


@pytest.mark.parametrize("unit", UNITS)
def test_no_rule_takes_for_ever_on_a_line(unit: str) -> None:
    for lead in ("", "كتب ", "المصدر: "):
        line = lead + (unit * 400)[:400] + "\x01"
        with within(1):
            cue_of(make_line(line, 0, len(line)))
            one("\n\n".join((TITLE, *PARAGRAPHS, *([line] * 3))), "page.txt")


def test_gaps_inside_lines_cost_no_square() -> None:
    gaps = ("قال" + " " * 300 + "-" + " " * 300 + "أمس\n") * 300 + ("كتب" + " " * 60 + "(" + " " * 500 + "أمس\n") * 300
    with within(4):
        one(f"{TITLE}\n\n{gaps}", "page.txt")


# ------------------------------------------------------------------ one by one


def test_one_bad_record_costs_itself_alone() -> None:
    rows = [{"id": str(n), "title": TITLE, "text": "\n".join(PARAGRAPHS)} for n in range(3)]
    rows[1] = {"id": "1", "html": "<p>" * (MOST_TAGS + 1)}
    first, second, third = read_source(Source("a.jsonl", "\n".join(map(json.dumps, rows)).encode()))
    assert (bool(first.articles), bool(third.articles)) == (True, True)
    assert (second.page.name, second.page.state) == ("1", PageState.BROKEN)
    item = "<item><title>{}</title><description>{}</description></item>"
    items = item.format(TITLE, "&lt;br&gt;س" * 12_000) + item.format(TITLE, BODY.replace("<", "&lt;"))
    broken, whole = read_source(Source("f.xml", f"<rss><channel>{items}</channel></rss>".encode()))
    assert (broken.page.state, bool(whole.articles)) == (PageState.BROKEN, True)


class Counting(io.BytesIO):
    """A file that knows how far it was read."""

    furthest = 0

    def read(self, size: int | None = -1, /) -> bytes:
        data = super().read(size)
        self.furthest = max(self.furthest, self.tell())
        return data


@pytest.mark.parametrize("packed", [False, True])
def test_records_are_read_as_they_are_asked_for(packed: bool) -> None:
    row = {"title": TITLE, "text": "\n".join(PARAGRAPHS)}
    lines = "\n".join(json.dumps(row | {"id": str(n), "x": os.urandom(2_000).hex()}) for n in range(300)).encode()
    data = gzip.compress(lines, 1) if packed else lines
    file = Counting(data)
    readings = read_each(Source("a.jsonl.gz" if packed else "a.jsonl", data[:65536], file=file))
    assert [next(readings).page.name for _ in range(5)] == list("01234")
    assert file.furthest < len(data) / 2
    assert sum(1 for _ in readings) == 295


def test_json_that_is_not_in_lines_is_read_too() -> None:
    record = {"id": "a", "title": TITLE, "text": "\n".join(PARAGRAPHS)}
    for data in (json.dumps([record, record | {"id": "b"}]), json.dumps(record, indent=1), "\n\n" + json.dumps(record)):
        for charset in ("utf-8", "utf-8-sig", "utf-16"):
            assert all(r.articles for r in read_source(Source("a.json", data.encode(charset))))
    broken, whole = read_source(Source("a.jsonl", b'{"id": \n' + json.dumps(record).encode()))
    assert (broken.page.state, whole.page.name) == (PageState.BROKEN, "a")
    arabic = json.dumps(record, ensure_ascii=False).encode("windows-1256")
    assert one(arabic, "a.jsonl").articles


MEASURE = """
import resource, sys
from riwaya.inputs import open_inputs
from riwaya.read import read_all
peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
sizes, pages = [], 0
for reading in read_all(open_inputs(sys.argv[1:])):
    pages += 1
    if pages in (50, 200):
        sizes.append(peak())
print(pages, *sizes)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="the peak of a process is asked for in the way of Unix")
def test_reading_an_archive_keeps_no_page_of_it(tmp_path: Path) -> None:
    filler = "<!-- " + os.urandom(100_000).hex() + " -->"  # 200 KB a page: 40 MB if they were kept
    with (tmp_path / "a.warc").open("wb") as file:
        for n in range(200):
            text = "".join(f"<p>{p} {k}</p>" for k in range(4) for p in PARAGRAPHS)
            block = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{HEAD}{text}</article>{filler}".encode()
            head = (
                f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{n}>\r\nContent-Length: {len(block)}\r\n"
            )
            file.write(
                f"{head}Content-Type: application/http\r\nWARC-Target-URI: https://a.example/{n}\r\n\r\n".encode()
            )
            file.write(block + b"\r\n\r\n")
    run = [sys.executable, "-c", MEASURE, str(tmp_path / "a.warc")]
    told = subprocess.run(run, capture_output=True, check=True, text=True).stdout.split()
    pages, early, late = map(int, told)
    assert pages == 200
    assert late < early + 12, f"{early} MB after 50 pages, {late} MB after 200"


def test_a_list_whose_items_all_announce_a_list_is_looked_through_once() -> None:
    items = "".join(f"<p>- بند من القائمة رقم {i}:</p>" for i in range(6_000))
    with within(15):
        reading = one(f"{HEAD}{BODY}{items}</article></body></html>")
    assert body(reading)[:2] == list(PARAGRAPHS)
