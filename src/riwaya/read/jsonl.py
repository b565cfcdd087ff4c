"""JSON Lines of articles, a single JSON object, or an array of them.

Fields: `id` and one of `text`, `html` are required; `url`, `outlet`, `title`, `published`,
`author` may be given. `html` wins over `text`. A line that cannot be read is a failure that names
its line; the others are read. Lines are read one by one; an array or an object is held whole.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import chain
from typing import Any

from riwaya.errors import InputError
from riwaya.model import Failure, Origin, Page, PageState, Reading, Source
from riwaya.read.articles import Given
from riwaya.read.decode import decode
from riwaya.read.html import read_html
from riwaya.read.names import host_of
from riwaya.read.plain import lost, read_plain, spared
from riwaya.read.published import parse_stamp
from riwaya.read.stream import stream_of
from riwaya.read.unpack import CHUNK, Readable

# One article's record; a longer line is not an article.
_LONGEST = 16 * 1024 * 1024
# What does not come in lines is held whole, and several times over while it is taken apart.
LARGEST_WHOLE = 128 * 1024 * 1024
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_SPACE = b"\xef\xbb\xbf \t\r\n"

_Record = tuple[int, dict[str, Any] | str]
"""A record with its number, or the reason why it can not be read."""


def read_json(source: Source, stream: Readable | None = None) -> Iterator[Reading]:
    """Read the records in `source`, whose name stands in failures and for records without an id.
    `stream` gives the bytes of a source that is packed."""
    seen: set[str] = set()
    number = 0
    for number, record in _records(stream or stream_of(source)):
        where = f"{source.name}#{number}"
        if isinstance(record, str):
            yield lost(Page(where, ""), PageState.BROKEN, record)
            continue
        reading = spared(Page(where, ""), partial(read_record, record, where))
        if reading.page.name in seen:
            reason = f"line {number}: the id {reading.page.name!r} stands twice"
            reading = lost(Page(where, ""), PageState.BROKEN, reason)
        seen.add(reading.page.name)
        yield reading
    if not number:
        yield lost(Page(source.name, ""), PageState.EMPTY, "no records in it")


def read_record(record: dict[str, Any], where: str) -> Reading:
    """Read one article record."""
    name = record.get("id")
    if not isinstance(name, (str, int)) or name == "":
        return lost(Page(where, ""), PageState.BROKEN, "a record without an 'id'")
    name, url = _clean(str(name)), _string(record, "url")
    given = Given(
        title=_string(record, "title"),
        outlet=_string(record, "outlet"),
        byline=_string(record, "author"),
        published=parse_stamp(record.get("published"), Origin.GIVEN, "given with the article"),
    )
    html, body = _string(record, "html"), _string(record, "text")
    if html:
        page = Page(name, "", url=url, host=host_of(url))
        return spared(page, lambda: read_html(page, html, given))
    if not body:
        return lost(Page(name, "", url=url), PageState.EMPTY, "a record with neither 'text' nor 'html'")
    text = f"{given.title}\n\n{body}" if given.title else body
    page = Page(name, text, "application/json", url, host_of(url))
    reading = spared(page, lambda: read_plain(page, given, known_title=bool(given.title)))
    if record.get("published") and given.published is None:
        unread = Failure(name, "read", f"'published' is no date: {str(record['published'])[:40]!r}")
        return Reading(reading.page, reading.articles, (*reading.failures, unread))
    return reading


def _records(stream: Readable) -> Iterator[_Record]:
    lines = _lines(stream)
    before: list[bytes] = []
    for line in lines:
        before.append(line)
        if line.strip(_SPACE):
            break
    first = before[-1] if before else b""
    if first.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in first[:1000]:
        # no charset of one byte a letter: its lines can not be told before it is read
        yield from _in_text(decode(_joined(chain(before, lines))).text)
    elif first.strip(_SPACE).startswith(b"["):
        yield from _in_text(decode(_joined(chain(before, lines))).text)
    elif isinstance(_parse(first, len(before)), dict) or not first.strip(_SPACE).startswith(b"{"):
        yield from _in_lines(chain(before, lines))
    else:
        yield from _one_or_many(chain(before, lines))


def _one_or_many(lines: Iterator[bytes]) -> Iterator[_Record]:
    """The record that is written over several lines; or, as it seems, lines of which the first is broken."""
    held: list[bytes] = []
    size = 0
    for line in lines:
        held.append(line)
        size += len(line)
        if size > _LONGEST:
            yield from _in_lines(chain(held, lines))
            return
    yield from _in_text(decode(b"\n".join(held)).text)


def _in_text(text: str) -> Iterator[_Record]:
    """The records of an array or an object over several lines; of broken lines what can be read."""
    try:
        loaded = json.loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError):
        if text.lstrip("\ufeff \t\r\n").startswith("["):
            yield 1, "not JSON: a broken array"
            return
        yield from _in_lines(text.split("\n"))
        return
    for number, item in enumerate(loaded if isinstance(loaded, list) else [loaded], start=1):
        yield number, item if isinstance(item, dict) else f"record {number} is no object"


def _in_lines(lines: Iterable[bytes | str]) -> Iterator[_Record]:
    for number, line in enumerate(lines, start=1):
        if line.strip(_SPACE) if isinstance(line, bytes) else line.strip():
            yield number, _parse(line, number)


def _lines(stream: Readable) -> Iterator[bytes]:
    """The lines of a stream, none of them held longer than something that may be held whole."""
    rest = bytearray()
    while piece := stream.read(CHUNK):
        first, *more = piece.split(b"\n")
        rest += first[: max(0, LARGEST_WHOLE + 1 - len(rest))]
        for line in more:
            yield bytes(rest)
            rest = bytearray(line)
    if rest:
        yield bytes(rest)


def _joined(lines: Iterator[bytes]) -> bytes:
    held: list[bytes] = []
    size = 0
    for line in lines:
        held.append(line)
        size += len(line) + 1
        if size > LARGEST_WHOLE:
            raise InputError(f"more than {LARGEST_WHOLE >> 20} MB of JSON not in lines: write one record a line")
    return b"\n".join(held)


def _parse(line: bytes | str, number: int) -> dict[str, Any] | str:
    if len(line) > _LONGEST:
        return f"line {number}: {len(line) >> 20} million characters, too long for an article"
    try:
        loaded = json.loads(decode(line).text if isinstance(line, bytes) else line)
    except (ValueError, RecursionError, InputError) as e:
        reason = e.msg if isinstance(e, json.JSONDecodeError) else type(e).__name__
        return f"line {number}: not JSON ({reason})"
    return loaded if isinstance(loaded, dict) else f"line {number}: not an object"


def _string(record: dict[str, Any], key: str) -> str | None:
    value = record.get(key)
    if isinstance(value, list):
        value = "، ".join(v for v in value if isinstance(v, str))
    return _clean(value) if isinstance(value, str) and value.strip() else None


def _clean(words: str) -> str:
    """Lone surrogates can be written in JSON and nowhere else: they would break every writer."""
    return _SURROGATE.sub("\ufffd", words)
