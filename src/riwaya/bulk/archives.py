"""The archives of a run: which files are meant, and what is wrong with each that the engine does not say.

The engine reads what it can of a broken archive and is silent about the rest; `examine` counts records again, without
reading what is in them, and says where an archive breaks off.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from fastwarc.stream_io import GzipWriter
from fastwarc.warc import ArchiveIterator

from riwaya.errors import InputError
from riwaya.model import Source
from riwaya.read.stream import stream_of
from riwaya.read.unpack import Budget, Gunzip, Readable

_NAMES = ("*.warc", "*.warc.gz")
_REMOTE = re.compile(r"(?:s3a?|gs|gcs|az|abfss?|https?)://", re.IGNORECASE)
_GZIP = b"\x1f\x8b"
_HEAD = 4096


@dataclass(frozen=True, slots=True)
class Archive:
    """One file: where it lies, the name of its part of the run, its size in bytes (0: not known)."""

    path: str
    unit: str
    size: int


def find_archives(inputs: Iterable[str]) -> tuple[tuple[Archive, ...], tuple[str, ...]]:
    """The archives that `inputs` (files, folders, patterns, addresses like s3://) mean, in order, each once; and inputs
    that mean none."""
    found: dict[str, int] = {}
    missing: list[str] = []
    for named in inputs:
        if _REMOTE.match(named):
            found[named] = 0
            continue
        paths = _files(Path(named))
        if not paths:
            missing.append(named)
        found |= {str(p): p.stat().st_size for p in paths}
    return tuple(Archive(path, _unit(path), size) for path, size in found.items()), tuple(missing)


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        return sorted(p.resolve() for name in _NAMES for p in path.rglob(name) if p.is_file())
    if path.is_file():
        return [path.resolve()]
    root = Path(path.anchor) if path.is_absolute() else Path()
    pattern = str(path.relative_to(root)) if path.is_absolute() else str(path)
    return sorted(p.resolve() for p in root.glob(pattern) if p.is_file()) if any(c in pattern for c in "*?[") else []


def _unit(path: str) -> str:
    """A short name: the file's own, so that people know it, and a mark of where it lies."""
    stem = re.sub(r"[^A-Za-z0-9._-]+", "_", path.rsplit("/", 1)[-1])[:60]
    return f"{stem}-{hashlib.sha256(path.encode('utf-8', 'surrogateescape')).hexdigest()[:8]}"


def examine(archive: Archive) -> tuple[int, str]:
    """How many records an archive on this machine has, and what is wrong with it (empty: nothing)."""
    if _REMOTE.match(archive.path):
        return 0, ""
    try:
        with Path(archive.path).open("rb") as file:
            head = file.read(_HEAD)
            return _examined(Source(archive.path, head, file=file), head, archive.size)
    except OSError as e:
        return 0, e.strerror or type(e).__name__


def _examined(source: Source, head: bytes, size: int) -> tuple[int, str]:
    if not size:
        return 0, "an empty file"
    packed = Gunzip(stream_of(source), Budget.of(size, "the archive")) if head.startswith(_GZIP) else None
    stream: Readable = packed or stream_of(source)
    count, lengths = 0, 0
    try:
        for record in ArchiveIterator(stream, parse_http=False, strict_mode=False):  # type: ignore[arg-type]
            count += 1
            lengths = record.content_length - _length(record.reader)
    except (InputError, OSError, ValueError) as e:
        return count, f"it breaks off after {count} records ({' '.join(str(e).split())[:80]})"
    if not count:
        return 0, "no web archive: not one record in it"
    if (packed is not None and not packed.whole) or lengths > 0:
        return count, f"it breaks off in record {count}"
    return count, ""


def mended(archive: Archive, records: int, folder: Path) -> Path:
    """A copy of the first records of an archive that breaks off, whole, under `folder`: the engine gives up on some
    breaks with all that came before them."""
    copy = folder / f"{archive.unit}.warc.gz"
    folder.mkdir(parents=True, exist_ok=True)
    with Path(archive.path).open("rb") as file, copy.open("wb") as out:
        head = file.read(_HEAD)
        source = Source(archive.path, head, file=file)
        packed = head.startswith(_GZIP)
        stream: Readable = Gunzip(stream_of(source), Budget.of(archive.size, "it")) if packed else stream_of(source)
        try:
            for n, record in enumerate(ArchiveIterator(stream, parse_http=False, strict_mode=False)):  # type: ignore[arg-type]
                if n >= records:
                    break
                body = record.reader.read()
                if len(body) < record.content_length:
                    break
                record.set_bytes_content(body)
                packer = GzipWriter(out)
                record.write(packer)
                packer.finish()
        except (InputError, OSError, ValueError):
            pass  # what came before it is copied; `examine` said the rest
    return copy


def _length(reader: Readable) -> int:
    total = 0
    while piece := reader.read(1 << 20):
        total += len(piece)
    return total
