"""Compressed bytes to bytes, never more than was allowed: a small file may unpack to terabytes.

`unpack` undoes a `Content-Encoding` at once; `Gunzip` reads a file of gzip members as a stream. All
layers of one archive draw on one `Budget`. What breaks off in the middle is not lost: the bytes
before the break are given, and `whole` says that there should be more.
"""

from __future__ import annotations

import io
import re
import zlib
from dataclasses import dataclass
from typing import Protocol

import brotli

from riwaya.errors import InputError

CHUNK = 128 * 1024
_CHUNK_HEAD = re.compile(rb"([0-9a-fA-F]{1,8})[ \t]*(?:;[^\r\n]{0,200})?\r\n")
# Nobody compresses a page more than twice; a pile of encodings is an attack.
_MOST_LAYERS = 2
_GZIP, _ZLIB, _RAW = 31, 15, -15  # zlib's names for what stands around the compressed bytes


class Readable(Protocol):
    """Anything with `read(size)`."""

    def read(self, size: int, /) -> bytes: ...


@dataclass(slots=True)
class Budget:
    """How many bytes may still be unpacked. `what` names the file in the error."""

    left: int
    what: str

    @classmethod
    def of(cls, size: int, what: str) -> Budget:
        """What `size` compressed bytes may honestly hold: text shrinks to a tenth, repetitive markup
        to a fiftieth; beyond a hundredth it is a bomb."""
        return cls(64 * 1024 * 1024 + 100 * size, what)

    def take(self, data: bytes) -> bytes:
        """`data`, counted. Raises `InputError` where it is more than is left."""
        self.left -= len(data)
        if self.left < 0:
            raise InputError(f"{self.what} unpacks to far more than it could honestly hold")
        return data


@dataclass(frozen=True, slots=True)
class Unpacked:
    """Bytes, and whether all of them came out."""

    data: bytes
    whole: bool = True


def unpack(data: bytes, encoding: str | None, limit: int) -> Unpacked:
    """Undo a `Content-Encoding`: gzip, deflate, br, or several. Bytes that are not encoded though
    they are called so are given as they are. Raises `InputError` beyond `limit` bytes, and for
    encodings we do not know."""
    names = [n.strip().lower() for n in (encoding or "").split(",")]
    layers = [n for n in reversed(names) if n not in ("", "identity", "none")]
    if len(layers) > _MOST_LAYERS:
        raise InputError(f"encoded {len(layers)} times over")
    whole = True
    for name in layers:
        got = _layer(data, name, limit)
        data, whole = got.data, whole and got.whole
    return Unpacked(data, whole)


def dechunk(data: bytes) -> bytes:
    """Undo `Transfer-Encoding: chunked`, as far as it goes. Many archives keep the header of what
    they have undone themselves: bytes that are not in chunks are given as they are."""
    out, at = bytearray(), 0
    while m := _CHUNK_HEAD.match(data, at):
        size = int(m.group(1), 16)
        if size == 0:
            return bytes(out)
        out += data[m.end() : m.end() + size]
        at = m.end() + size
        at += 2 if data[at : at + 2] == b"\r\n" else 0
    return bytes(out) if out else data


def _layer(data: bytes, name: str, limit: int) -> Unpacked:
    if name == "br":
        return _brotli(data, limit)
    if name in ("gzip", "x-gzip"):
        if not data.startswith(b"\x1f\x8b"):
            return Unpacked(data)
        return gunzip(io.BytesIO(data), limit)
    if name == "deflate":
        return _inflate(data, _ZLIB if data[:1] == b"\x78" else _RAW, limit)
    raise InputError(f"encoded in a way we can not read ({name[:20]!r})")


def gunzip(raw: Readable, limit: int) -> Unpacked:
    """The gzip members in `raw`. Raises `InputError` beyond `limit` bytes."""
    stream = Gunzip(raw, Budget(limit, "it"))
    out = bytearray()
    while piece := stream.read(CHUNK):
        out += piece
    return Unpacked(bytes(out), stream.whole)


def peek(data: bytes, size: int) -> bytes:
    """The first `size` bytes of what `data` (or its beginning) packs, as far as they come out."""
    return Gunzip(io.BytesIO(data), Budget(size, "it")).read(size)


def _inflate(data: bytes, around: int, limit: int) -> Unpacked:
    inflater = zlib.decompressobj(around)
    try:
        out = inflater.decompress(data, limit + 1)
    except zlib.error:
        return Unpacked(data)  # called deflate, and is not
    if len(out) > limit:
        raise InputError(f"unpacks to more than {limit >> 20} MB")
    return Unpacked(out, inflater.eof)


def _brotli(data: bytes, limit: int) -> Unpacked:
    inflater = brotli.Decompressor()
    out, given = bytearray(), data
    try:
        while not inflater.is_finished():
            piece = inflater.process(given, output_buffer_limit=CHUNK)
            out += piece
            if len(out) > limit:
                raise InputError(f"unpacks to more than {limit >> 20} MB")
            if not piece and inflater.can_accept_more_data():
                return Unpacked(bytes(out), False)
            given = b""
    except brotli.error:
        return Unpacked(bytes(out) or data, not out)
    return Unpacked(bytes(out))


class Gunzip:
    """A stream of gzip members read as plain bytes. `whole` is False once it broke off."""

    def __init__(self, raw: Readable, budget: Budget) -> None:
        self._raw, self._budget = raw, budget
        self._inflater = zlib.decompressobj(_GZIP)
        self._position = 0
        self._ended = self._started = False
        self.whole = True

    def read(self, size: int = -1) -> bytes:
        """At most `size` bytes; empty at the end. Raises `InputError` beyond the budget."""
        want = size if size > 0 else CHUNK
        out = b""
        while not out and not self._ended:
            try:
                out = self._next(want)
            except zlib.error:  # a broken member, or something else behind the last one
                self.whole, self._ended = False, True
        self._position += len(out)
        return self._budget.take(out)

    def tell(self) -> int:
        """How many bytes were read so far."""
        return self._position

    def _next(self, want: int) -> bytes:
        if self._inflater.eof:
            # members follow one another, with zeros between them on old tapes
            rest = self._inflater.unused_data.lstrip(b"\0") or self._raw.read(CHUNK)
            self._ended = not rest
            self._inflater = zlib.decompressobj(_GZIP)
            return self._inflater.decompress(rest, want) if rest else b""
        given = self._inflater.unconsumed_tail or self._raw.read(CHUNK)
        self._started = self._started or bool(given)
        out = self._inflater.decompress(given, want)
        if not given and not out:
            self.whole, self._ended = not self._started, True
        return out


class Counted:
    """A stream whose bytes are counted: what comes out of a ZIP file."""

    def __init__(self, raw: Readable, budget: Budget) -> None:
        self._raw, self._budget, self._position = raw, budget, 0

    def read(self, size: int = -1) -> bytes:
        """At most `size` bytes; empty at the end. Raises `InputError` beyond the budget."""
        got = self._budget.take(self._raw.read(size if size > 0 else CHUNK))
        self._position += len(got)
        return got

    def tell(self) -> int:
        """How many bytes were read so far."""
        return self._position
