"""Archives: what is in them is read, what is no page is counted, and no bomb goes off."""

from __future__ import annotations

import datetime as dt
import gzip
import io
import time
import tracemalloc
import zipfile
import zlib

import brotli
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.model import PageState, Reading, Source
from riwaya.read import read_each, read_source

TITLE = "قرية الزيتون تحتفل بعودة القطار بعد ثلاثين عاما"
PARAGRAPHS = (
    "احتفل سكان قرية الزيتون، يوم السبت، بعودة القطار إلى محطتهم بعد انقطاع دام ثلاثين عاما.",
    "وقال ناظر المحطة فريد منصور إن القطار سينقل مئتي راكب في اليوم.",
)
HTML = f"""<!doctype html><html><head><meta charset="CHARSET"><title>{TITLE}</title></head><body><article>
<h1>{TITLE}</h1>{"".join(f"<p>{p}</p>" for p in PARAGRAPHS)}</article></body></html>"""
PAGE = HTML.replace("CHARSET", "utf-8").encode()
FEED = f"""<rss version="2.0"><channel><title>صدى</title><item><title>{TITLE}</title><link>https://a.example/n</link>
<description>{"".join(f"&lt;p&gt;{p}&lt;/p&gt;" for p in PARAGRAPHS)}</description></item></channel></rss>"""
DAY = "2024-01-05T10:20:30Z"


def record(n: int, body: bytes, head: str = "Content-Type: text/html", status: str = "200 OK") -> bytes:
    block = f"HTTP/1.1 {status}\r\n{head}\r\n\r\n".encode() + body
    return warc("response", f"https://a.example/{n}", "application/http; msgtype=response", block)


def warc(kind: str, url: str, media: str, block: bytes) -> bytes:
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{zlib.crc32(url.encode()):08x}>\r\n"
        f"WARC-Date: {DAY}\r\nWARC-Target-URI: {url}\r\nContent-Type: {media}\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def wacz(files: dict[str, bytes], how: int = zipfile.ZIP_STORED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as packed:
        for name, data in files.items():
            packed.writestr(name, data)
    return out.getvalue()


def read(data: bytes, name: str = "a.warc.gz") -> tuple[Reading, ...]:
    return read_source(Source(name, data))


def bodies(readings: tuple[Reading, ...]) -> list[list[str]]:
    return [[r.page.text[b.start : b.end] for b in a.body] for r in readings for a in r.articles]


PACKED = b"".join(gzip.compress(record(n, PAGE)) for n in (1, 2))


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (record(1, PAGE) + record(2, PAGE), "a.warc"),
        (PACKED, "a.warc.gz"),
        (PACKED, "named otherwise.bin"),
        (gzip.compress(record(1, PAGE) + record(2, PAGE)), "a.warc.gz"),
        (wacz({"archive/data.warc.gz": PACKED, "datapackage.json": b"{}"}), "a.wacz"),
        (wacz({"archive/1.warc": record(1, PAGE), "archive/2.warc.gz": gzip.compress(record(2, PAGE))}, 8), "a.wacz"),
    ],
    ids=["warc", "members", "by bytes", "one member", "wacz", "deflated wacz"],
)
def test_pages_of_every_kind_of_archive(data: bytes, name: str) -> None:
    readings = read(data, name)
    assert [r.page.name for r in readings] == [f"{name}#1", f"{name}#2"]
    assert [r.page.url for r in readings] == ["https://a.example/1", "https://a.example/2"]
    assert bodies(readings) == [list(PARAGRAPHS)] * 2
    assert readings[0].articles[0].id == f"{name}#1#1"
    assert readings[0].page.retrieved == dt.datetime(2024, 1, 5, 10, 20, 30, tzinfo=dt.UTC)
    assert not any(r.failures for r in readings)


@pytest.mark.parametrize("size", [64, 4096])
def test_an_archive_is_read_from_its_file_as_from_its_bytes(size: int) -> None:
    files = {"archive/data.warc.gz": PACKED, "archive/more.warc": record(3, PAGE)}
    cut = ("a.warc.gz", PACKED[:-99])
    for name, data in (("a.warc", record(1, PAGE) * 5), ("a.warc.gz", PACKED * 5), ("a.wacz", wacz(files, 8)), cut):
        file = io.BytesIO(data)
        file.seek(len(data))  # wherever whoever opened it left it
        assert read_source(Source(name, data[:size], file=file)) == read(data, name)


def test_pages_of_an_archive_come_one_by_one() -> None:
    data = gzip.compress(record(1, PAGE)) * 2000
    file = io.BytesIO(data)
    readings = read_each(Source("a.warc.gz", data[:100], file=file))
    assert [next(readings).page.name for _ in range(3)] == ["a.warc.gz#1", "a.warc.gz#2", "a.warc.gz#3"]
    assert file.tell() < len(data) / 2


@pytest.mark.parametrize(
    ("body", "head"),
    [
        (gzip.compress(PAGE), "Content-Type: text/html\r\nContent-Encoding: gzip"),
        (zlib.compress(PAGE), "Content-Type: text/html\r\nContent-Encoding: deflate"),
        (zlib.compress(PAGE)[2:-4], "Content-Type: text/html\r\nContent-Encoding: deflate"),
        (brotli.compress(PAGE), "Content-Type: text/html\r\nContent-Encoding: br"),
        (PAGE, "Content-Type: text/html\r\nContent-Encoding: gzip"),
        (b"%x\r\n%s\r\n0\r\n\r\n" % (len(PAGE), PAGE), "Content-Type: text/html\r\nTransfer-Encoding: chunked"),
        (PAGE, "Content-Type: text/html\r\nTransfer-Encoding: chunked"),
        (PAGE, "X-Nothing: at all"),
        (HTML.replace("CHARSET", "x").encode("windows-1256"), "Content-Type: text/html; charset=windows-1256"),
        (HTML.replace("CHARSET", "utf-8").encode("windows-1256"), "Content-Type: text/html; charset=utf-8"),
    ],
)
def test_a_page_however_its_host_wrapped_it(body: bytes, head: str) -> None:
    assert bodies(read(record(1, body, head), "a.warc")) == [list(PARAGRAPHS)]


def test_what_is_no_page_is_skipped_and_counted() -> None:
    data = (
        warc("warcinfo", "", "application/warc-fields", b"software: x")
        + record(1, b"\xff\xd8\xff", "Content-Type: image/jpeg")
        + record(2, b"\xff\xd8\xff", "Content-Type: image/jpeg")
        + record(3, b"{}", "Content-Type: application/json")
        + record(4, b"", "Location: /1", "301 Moved Permanently")
        + warc("response", "dns:a.example", "text/dns", b"a.example. 60 IN A 192.0.2.1")
        + record(5, PAGE)
    )
    (reading,) = read(data, "a.warc")
    assert reading.page.url == "https://a.example/5"
    (failure,) = reading.failures
    assert failure.page == "a.warc"
    assert failure.reason == "5 records are no pages: 2 image/jpeg, 1 application/json, 1 redirects, 1 dns:"


def test_pages_that_did_not_come_end_blocked_or_broken() -> None:
    blocked, broken = read(record(1, PAGE, status="403 Forbidden") + record(2, PAGE, status="500 Oops"), "a.warc")
    assert (blocked.page.state, blocked.page.reason) == (PageState.BLOCKED, "the host answered 403 (Forbidden)")
    assert broken.page.state is PageState.BROKEN


def test_a_feed_in_an_archive_is_read_in_its_place() -> None:
    readings = read(record(1, FEED.encode(), "Content-Type: text/xml") + record(2, PAGE), "a.warc")
    assert [r.page.name for r in readings] == ["a.warc#1", "a.warc#2"]
    assert readings[0].page.url == "https://a.example/n"
    assert bodies(readings) == [list(PARAGRAPHS)] * 2


def test_the_text_that_a_crawler_took_out_is_read() -> None:
    text = "\n".join((TITLE, "", *PARAGRAPHS)).encode()
    (reading,) = read(warc("conversion", "https://a.example/1", "text/plain", text), "a.warc.wet")
    assert bodies((reading,)) == [list(PARAGRAPHS)]


@pytest.mark.parametrize("cut", [30, 400, len(PACKED) // 2 + 60])
def test_an_archive_cut_short_gives_what_came_before(cut: int) -> None:
    readings = read(PACKED[:-cut])
    assert any("cut short" in f.reason or "breaks off" in f.reason for r in readings for f in r.failures)
    assert len(readings) >= 1


def test_a_gzipped_page_is_read_as_far_as_it_goes() -> None:
    assert bodies(read(gzip.compress(PAGE), "p.html.gz")) == [list(PARAGRAPHS)]
    (cut,) = read(gzip.compress(PAGE, 0)[:-60], "p.html.gz")
    assert bodies((cut,))[0][0] == PARAGRAPHS[0]
    assert "cut short" in cut.failures[0].reason


def packed(megabytes: int) -> bytes:
    """A gzip file of nothing but one letter, made without making it."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join(packer.compress(b"a" * (1 << 20)) for _ in range(megabytes)) + packer.flush()


def bomb() -> bytes:
    """A record of 120 MB in a compressed WARC of less than one."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    size = 120 << 20
    head = record(1, b"").replace(b"Content-Length: ", b"Content-Length: %d\r\nX: " % size)
    return packer.compress(head[:-4]) + b"".join(packer.compress(bytes(1 << 20)) for _ in range(120)) + packer.flush()


BOMB = bomb()


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (BOMB, "a.warc.gz"),
        (wacz({"archive/a.warc.gz": BOMB}), "a.wacz"),
        (wacz({"archive/a.warc.gz": gzip.compress(BOMB)}, 8), "a.wacz"),
        (packed(40), "page.html.gz"),
        (gzip.compress(packed(40)), "page.html.gz"),
        (record(1, packed(40), "Content-Type: text/html\r\nContent-Encoding: gzip"), "a.warc"),
        (
            record(1, gzip.compress(packed(40)), "Content-Type: text/html\r\nContent-Encoding: gzip, gzip, gzip"),
            "a.warc",
        ),
        (record(1, brotli.compress(bytes(40 << 20), quality=1), "Content-Type: text/html\r\nContent-Encoding: br"),
         "a.warc"),
    ],
    ids=["warc", "wacz", "twice", "page", "page twice", "gzip", "thrice", "brotli"],
)  # fmt: skip
def test_a_bomb_does_not_go_off(data: bytes, name: str) -> None:
    tracemalloc.start()
    started = time.monotonic()
    readings = read(data, name)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert readings[0].page.state is PageState.BROKEN
    assert any(w in readings[0].page.reason for w in ("unpacks", "too large", "times over", "than once", "breaks off"))
    assert time.monotonic() - started < 8
    assert peak < 120 << 20


def directory(entries: int, long: bool) -> bytes:
    """A ZIP file that lists so many members and has none; `long`: told of as those beyond 4 GB are."""
    entry = b"PK\x01\x02" + bytes(24) + (1).to_bytes(2, "little") + bytes(16) + b"a"
    listed, head = entry * entries, b"PK\x03\x04" + bytes(27)
    size, at = (len(n).to_bytes(8, "little") for n in (listed, head))
    count = entries.to_bytes(8, "little")
    wide = b"PK\x06\x06" + (44).to_bytes(8, "little") + bytes(12) + count + count + size + at
    wide += b"PK\x06\x07" + bytes(4) + len(head + listed).to_bytes(8, "little") + (1).to_bytes(4, "little")
    short = b"\xff" * 12 if long else count[:2] * 2 + size[:4] + at[:4]
    return head + listed + (wide if long else b"") + b"PK\x05\x06" + bytes(4) + short[-12:] + bytes(2)


@pytest.mark.parametrize("long", [False, True])
def test_a_directory_of_a_million_files_is_not_read(long: bool) -> None:
    started = time.process_time()
    (reading,) = read(directory(1_000_000, long), "a.wacz")
    assert "lists far more files" in reading.page.reason
    assert time.process_time() - started < 2
    (reading,) = read(directory(50, long), "a.wacz")
    assert "without web archives" in reading.page.reason


@pytest.mark.parametrize(
    ("data", "name"),
    [(b"PK\x03\x04" + b"x" * 300, "a.wacz"), (b"nonsense", "a.warc"), (b"\x1f\x8b" + b"x" * 50, "a.warc.gz"),
     (wacz({"readme.txt": b"x"}), "a.wacz"), (wacz({"archive/a.warc": b"x" * 99}), "a.wacz")],
)  # fmt: skip
def test_what_only_looks_like_an_archive_has_its_reason(data: bytes, name: str) -> None:
    (reading,) = read(data, name)
    assert reading.page.state is PageState.BROKEN
    assert reading.page.reason


@settings(max_examples=120, deadline=None)
@given(st.integers(0, len(PACKED) - 1), st.binary(min_size=1, max_size=8), st.booleans())
def test_no_damage_raises(at: int, junk: bytes, packed: bool) -> None:
    whole = PACKED if packed else gzip.decompress(PACKED)
    damaged = whole[:at] + junk + whole[at + len(junk) :]
    for reading in read(damaged, "a.warc.gz" if packed else "a.warc"):
        assert reading.articles or reading.failures


WACZ = wacz({"archive/a.warc.gz": PACKED, "archive/b.warc": record(3, PAGE)}, zipfile.ZIP_DEFLATED)


@settings(max_examples=120, deadline=None)
@given(st.integers(0, len(WACZ) - 1), st.integers(0, 40), st.binary(max_size=8))
def test_no_damage_to_a_wacz_raises(at: int, gone: int, junk: bytes) -> None:
    for reading in read(WACZ[:at] + junk + WACZ[at + gone :], "a.wacz"):
        assert reading.articles or reading.failures
        assert "could not be read (" not in reading.page.reason


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300))
def test_no_members_raise(data: bytes) -> None:
    for name, source in (("a.wacz", wacz({"archive/a.warc": data})), ("a.warc", b"WARC/1.0\r\n" + data)):
        assert read(source, name)
