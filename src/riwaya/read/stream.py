"""A source's bytes, whether it holds them or its file does."""

from __future__ import annotations

import io
import os
from dataclasses import replace
from typing import BinaryIO

from riwaya.errors import InputError
from riwaya.model import Source


def size_of(source: Source) -> int:
    """How many bytes `source` has."""
    return len(source.data) if source.file is None else source.file.seek(0, os.SEEK_END)


def stream_of(source: Source) -> BinaryIO:
    """The bytes of `source` from their beginning."""
    if source.file is None:
        return io.BytesIO(source.data)
    source.file.seek(0)
    return source.file


def whole(source: Source, limit: int) -> Source:
    """`source` with all its bytes in its `data`. Raises `InputError` where they are more than `limit`."""
    if source.file is None:
        return source
    if (size := size_of(source)) > limit:
        raise InputError(f"{size >> 20} MB is too large to be read at once (at most {limit >> 20} MB)")
    return replace(source, data=stream_of(source).read(), file=None)
