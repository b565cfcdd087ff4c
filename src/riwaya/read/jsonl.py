"""JSON Lines of articles, a single JSON object, or an array of them.

Fields: `id` and one of `text`, `html` are required; `url`, `outlet`, `title`, `published`,
`author` may be given. `html` wins over `text`. A line that cannot be read is a failure that names
its line; the others are read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from riwaya.model import Failure, Origin, Page, PageState, Reading
from riwaya.read.articles import Given
from riwaya.read.html import read_html
from riwaya.read.names import host_of
from riwaya.read.plain import lost, read_plain
from riwaya.read.published import parse_stamp

# One article's record; a longer line is not an article.
_LONGEST = 16 * 1024 * 1024
_SURROGATE = re.compile("[\ud800-\udfff]")


def read_json(name: str, text: str) -> tuple[Reading, ...]:
    """Read the records in `text`. `name` names the file in failures and in records without an id."""
    readings: list[Reading] = []
    seen: set[str] = set()
    for number, record in _records(text):
        where = f"{name}#{number}"
        if isinstance(record, str):
            readings.append(lost(Page(where, ""), PageState.BROKEN, record))
            continue
        reading = read_record(record, where)
        if reading.page.name in seen:
            reason = f"line {number}: the id {reading.page.name!r} stands twice"
            reading = lost(Page(where, ""), PageState.BROKEN, reason)
        seen.add(reading.page.name)
        readings.append(reading)
    if not readings:
        readings.append(lost(Page(name, ""), PageState.EMPTY, "no records in it"))
    return tuple(readings)


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
        return read_html(Page(name, "", url=url, host=host_of(url)), html, given)
    if not body:
        return lost(Page(name, "", url=url), PageState.EMPTY, "a record with neither 'text' nor 'html'")
    text = f"{given.title}\n\n{body}" if given.title else body
    page = Page(name, text, "application/json", url, host_of(url))
    reading = read_plain(page, given, known_title=bool(given.title))
    if record.get("published") and given.published is None:
        unread = Failure(name, "read", f"'published' is no date: {str(record['published'])[:40]!r}")
        return Reading(reading.page, reading.articles, (*reading.failures, unread))
    return reading


def _records(text: str) -> Iterator[tuple[int, dict[str, Any] | str]]:
    """Records with their number, or the reason why one cannot be read."""
    start = text.lstrip("\ufeff \t\r\n")[:1]
    if start == "[" or (start == "{" and "\n" in text.strip() and not _is_record(text.strip().split("\n", 1)[0])):
        try:
            loaded = json.loads(text)
        except (ValueError, RecursionError):
            if start == "[":
                yield 1, "not JSON: a broken array"
                return
        else:
            for number, item in enumerate(loaded if isinstance(loaded, list) else [loaded], start=1):
                yield number, item if isinstance(item, dict) else f"record {number} is no object"
            return
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield number, _parse(line, number)


def _is_record(line: str) -> bool:
    return isinstance(_parse(line, 1), dict)


def _parse(line: str, number: int) -> dict[str, Any] | str:
    if len(line) > _LONGEST:
        return f"line {number}: {len(line) >> 20} million characters, too long for an article"
    try:
        loaded = json.loads(line)
    except (ValueError, RecursionError) as e:
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
