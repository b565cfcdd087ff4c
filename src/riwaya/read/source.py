"""`read_source`: which kind of input it is, and the reader for it."""

from __future__ import annotations

from riwaya.model import Page, Reading, Source
from riwaya.read.plain import read_plain


def read_source(source: Source) -> tuple[Reading, ...]:
    """The pages in `source` with their articles. A bad page is a `Failure` in its reading."""
    text = source.data.decode("utf-8").removeprefix("\ufeff")
    return (read_plain(Page(source.name, text, url=source.url)),)
