"""Web archives: WARC, WARC.gz and WACZ. Every page in one is a page of its own, `NAME#n`.

Records are streamed: one is in memory at a time, no record is read beyond the size of a page, and
all of them together may not unpack to more than an honest archive holds (`unpack.Budget`). Pages
and feeds are read by the readers for them; pictures, scripts and redirects are skipped and counted.
An archive that breaks off gives the pages before the break, and a failure.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import BinaryIO

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from riwaya.errors import InputError
from riwaya.model import Failure, Page, PageState, Reading, Source
from riwaya.read.feed import form_of
from riwaya.read.names import host_of
from riwaya.read.plain import lost
from riwaya.read.renamed import renamed
from riwaya.read.states import state_of_status
from riwaya.read.stream import size_of, stream_of
from riwaya.read.unpack import Budget, Counted, Gunzip, Readable, dechunk, unpack

LARGEST_RECORD = 16 * 1024 * 1024
_MOST_FILES = 1000  # WARC files in one WACZ
_LARGEST_DIRECTORY = 4 * 1024 * 1024  # bytes that list the members of one: tens of thousands
_TAIL = 65536 + 256  # bytes at the end of a ZIP file in which its directory is told of
_WANTED = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.conversion
_PAGE = re.compile(r"text/html|application/xhtml\+xml", re.IGNORECASE)
_FEED = re.compile(r"(?:application|text)/(?:rss\+xml|atom\+xml|rdf\+xml|feed\+json|xml|json)\b", re.IGNORECASE)
_MARKUP = re.compile(rb"[\xef\xbb\xbf\s]*<(?:!doctype\s+html|html)\b", re.IGNORECASE)
_GZIP, _ZIP = b"\x1f\x8b", b"PK\x03\x04"
# what zipfile and what is below it raise on broken files; passwords are a RuntimeError
_ZIP_ERRORS = (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, LookupError, RuntimeError)
Read = Callable[[Source], tuple[Reading, ...]]


@dataclass(slots=True)
class _Run:
    """What one archive gathers: how many pages, what was skipped by kind, what went wrong."""

    source: Source
    read: Read
    pages: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    troubles: list[str] = field(default_factory=list)

    @property
    def next_name(self) -> str:
        return f"{self.source.name}#{self.pages + 1}"


def read_archive(source: Source, read: Read) -> Iterator[Reading]:
    """The pages in an archive, each read by `read`. Raises `InputError` where it is no archive."""
    run = _Run(source, read)
    last: Reading | None = None
    for reading in _pages(run):
        if last is not None:
            yield last
        last = reading
    failures = tuple(Failure(source.name, "read", reason) for reason in (*run.troubles, *_told(run.skipped)))
    if last is not None:
        yield replace(last, failures=(*last.failures, *failures))
        return
    reason = "; ".join(f.reason for f in failures) or "no pages in it"
    state = PageState.BROKEN if run.troubles else PageState.EMPTY
    yield lost(Page(source.name, "", "application/warc"), state, reason)


def _pages(run: _Run) -> Iterator[Reading]:
    """The archive's pages under their names, and counted."""
    budget = Budget.of(size_of(run.source), "the archive")
    for stream in _streams(run.source, budget, run):
        for reading in _read_records(stream, run):
            named = renamed(reading, run.next_name)
            run.pages += 1
            yield named


def _told(skipped: Counter[str]) -> Iterator[str]:
    if skipped:
        kinds = ", ".join(f"{n} {kind}" for kind, n in skipped.most_common(6))
        more = len(skipped) - 6
        yield f"{skipped.total()} records are no pages: {kinds}" + (f" and {more} kinds more" if more > 0 else "")


def _streams(source: Source, budget: Budget, run: _Run) -> Iterator[Readable]:
    """The WARC streams in the file: itself, unpacked, or those that a WACZ packs."""
    if not source.data.startswith(_ZIP):
        yield from _stream(stream_of(source), source.data[:2], budget, run)
        return
    _check_directory(stream_of(source), size_of(source))
    try:
        packed = zipfile.ZipFile(stream_of(source))
    except _ZIP_ERRORS as e:
        raise InputError(f"a ZIP archive that can not be opened ({e})") from e
    with packed:
        files = [f for f in packed.infolist() if re.search(r"\.warc(\.gz)?$", f.filename, re.IGNORECASE)]
        if not files:
            raise InputError("a ZIP archive without web archives in it")
        if len(files) > _MOST_FILES:
            run.troubles.append(f"{len(files)} files in it: the first {_MOST_FILES} were read")
        for info in files[:_MOST_FILES]:
            try:
                with packed.open(info) as file:
                    head = file.peek(2)[:2] if hasattr(file, "peek") else b""
                    yield from _stream(Counted(file, budget), head, budget, run)
            except _ZIP_ERRORS as e:
                run.troubles.append(f"{info.filename[-60:]}: {str(e)[:80]}")


def _check_directory(file: BinaryIO, size: int) -> None:
    """Raise `InputError` where the list of a ZIP archive's members, which is read whole and takes ten
    times its size, is longer than that of an archive of the web."""
    file.seek(max(0, size - _TAIL))
    tail = file.read(_TAIL)
    at, long = tail.rfind(b"PK\x05\x06"), tail.rfind(b"PK\x06\x06")
    told = int.from_bytes(tail[at + 12 : at + 16], "little") if at >= 0 else 0
    if long >= 0:
        told = max(told if told < 0xFFFFFFFF else 0, int.from_bytes(tail[long + 40 : long + 48], "little"))
    if told > _LARGEST_DIRECTORY:
        raise InputError("a ZIP archive that lists far more files than an archive of the web has")


def _stream(raw: Readable, head: bytes, budget: Budget, run: _Run) -> Iterator[Readable]:
    if head != _GZIP:
        yield raw
        return
    unpacked = Gunzip(raw, budget)
    yield unpacked
    if not unpacked.whole and not run.troubles:
        run.troubles.append(f"the archive is cut short after {run.pages} pages")


def _read_records(stream: Readable, run: _Run) -> Iterator[Reading]:
    try:
        # the stream's own errors come through as they were raised
        for record in ArchiveIterator(stream, record_types=_WANTED, strict_mode=False):  # type: ignore[arg-type]
            yield from _read_record(record, run)
    except InputError as e:
        run.troubles.append(f"stopped after {run.pages} pages: {e}")
    except _ZIP_ERRORS as e:
        run.troubles.append(f"the archive breaks off after {run.pages} pages ({str(e)[:80]})")


def _read_record(record: WarcRecord, run: _Run) -> tuple[Reading, ...]:
    url = (record.headers.get("WARC-Target-URI") or "").strip("<> \t")
    head = record.http_headers if record.record_type is WarcRecordType.response else None
    media = (head.get("Content-Type") if head else record.headers.get("Content-Type")) or ""
    status = (head.status_code if head else None) or 200
    kind = _kind(record, media)
    if not url and record.record_id is None:
        run.troubles.append(f"the WARC breaks off after {run.pages} pages")
    elif not re.match(r"https?://", url, re.IGNORECASE):
        run.skipped[f"{url.split(':')[0][:12] or 'without address'}:"] += 1
    elif url.endswith("/robots.txt"):
        run.skipped["robots.txt"] += 1
    elif 300 <= status < 400:
        run.skipped["redirects"] += 1
    elif kind is None:
        run.skipped[media.split(";")[0].strip().lower()[:40] or "of no kind"] += 1
    else:
        page = Page(run.next_name, "", url=url, host=host_of(url))
        ended = state_of_status(status)
        if ended is not None:
            return (lost(page, *ended),)
        try:
            data = _payload(record, run)
        except InputError as e:
            return (lost(page, PageState.BROKEN, str(e)),)
        if kind == "page" or form_of(data) is not None or _MARKUP.match(data):
            media_type = media if kind == "page" else None
            return run.read(Source(page.name, data, media_type, url, record.record_date))
        run.skipped[media.split(";")[0].strip().lower()[:40]] += 1
    return ()


def _kind(record: WarcRecord, media: str) -> str | None:
    if record.record_type is WarcRecordType.conversion:
        return "page"  # the text that a crawler took out of a page
    if _PAGE.match(media.strip()):
        return "page"
    # a feed, or something whose kind the host or the archive does not tell: its bytes will
    return "maybe" if not media or media.startswith("application/http") or _FEED.match(media.strip()) else None


def _payload(record: WarcRecord, run: _Run) -> bytes:
    """The record's own bytes, as far as they came. Raises `InputError` where they are too many."""
    promised = record.content_length
    out = bytearray()
    while len(out) <= LARGEST_RECORD and (piece := record.reader.read(LARGEST_RECORD + 1 - len(out))):
        out += piece
    if len(out) > LARGEST_RECORD:
        raise InputError(f"more than {LARGEST_RECORD >> 20} MB, too large for one page")
    head = record.http_headers if record.record_type is WarcRecordType.response else None
    if len(out) < promised:
        run.troubles.append(f"the archive is cut short in page {run.pages + 1}")
    if head is None:
        return bytes(out)
    data = dechunk(bytes(out)) if "chunked" in (head.get("Transfer-Encoding") or "").lower() else bytes(out)
    return unpack(data, head.get("Content-Encoding"), LARGEST_RECORD).data
