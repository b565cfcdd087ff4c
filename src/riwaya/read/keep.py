"""Answers kept as a WARC, one gzip member a record, so that `riwaya tell FILE.warc.gz` reads them again."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass
from typing import BinaryIO

from fastwarc.stream_io import GzipWriter
from fastwarc.warc import WarcRecord, WarcRecordType

from riwaya.errors import InputError


@dataclass(frozen=True, slots=True)
class Exchange:
    """One answer as it came: status line and headers, the body with its encoding still on."""

    url: str
    status: int
    phrase: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    at: dt.datetime
    ip: str | None = None


class WarcKeeper:
    """Writes exchanges to a binary stream that is open for writing (or appending)."""

    def __init__(self, stream: BinaryIO, software: str) -> None:
        self._stream = stream
        self._software = software
        self._begun = False

    def __call__(self, exchange: Exchange) -> None:
        """Append one answer. Raises `InputError` where the stream can not be written."""
        if not self._begun:
            info = WarcRecord()
            info.init_headers(record_type=WarcRecordType.warcinfo)
            info.headers.append("Content-Type", "application/warc-fields")
            info.set_bytes_content(f"software: {self._software}\r\nformat: WARC File Format 1.1\r\n".encode())
            self._append(info)
            self._begun = True
        record = WarcRecord()
        record.init_headers(record_type=WarcRecordType.response)
        record.record_date = exchange.at
        record.headers.append("WARC-Target-URI", exchange.url)
        if exchange.ip:
            record.headers.append("WARC-IP-Address", exchange.ip)
        record.headers.append("Content-Type", "application/http; msgtype=response")
        record.set_bytes_content(_block(exchange))
        self._append(record)

    def _append(self, record: WarcRecord) -> None:
        out = io.BytesIO()
        writer = GzipWriter(out)
        record.write(writer, checksum_data=True)
        writer.finish()
        try:
            self._stream.write(out.getvalue())
            self._stream.flush()
        except OSError as e:
            raise InputError(f"the archive can not be written: {e.strerror}") from e


def _block(exchange: Exchange) -> bytes:
    lines = [f"HTTP/1.1 {exchange.status} {exchange.phrase}".rstrip()]
    for name, value in exchange.headers:
        # the chunks are undone by now: the header would make readers look for them
        kept = f"X-Archive-Orig-{name}" if name.lower() == "transfer-encoding" else name
        lines.append(f"{kept}: {value}")
    return "\r\n".join((*lines, "", "")).encode("latin-1", "replace") + exchange.body
