"""Sentences: where one statement of a text ends and the next begins.

`split_sentences` gives half-open ranges over a *folded* text, white space trimmed. A sentence
ends at a full stop, question or exclamation mark, an ellipsis that a space follows, or a newline;
closing quotes and brackets go with it. It does not end: inside quotation marks that close again
within the paragraph (unless the quoted stretch is very long), at «..» used as a dash, in numbers
and times (4.1, 17:36), after one-letter initials and abbreviations (د. أ.ف.ب ج.), or in addresses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_END = re.compile(r"(?:\.{3,}|…+|[.؟?!۔]+)[\"')\]\u201d]*(?=\s|$)|\n+")
# An initial or a short abbreviation before the stop: «د.», «أ.ف.ب.», «ص.», «J.», «ت.غ».
_ABBREVIATION = re.compile(r"(?:^|[\s(\"،])(?:[^\W\d_]|[^\W\d_](?:\.[^\W\d_])+)\.$")
_LONGEST_QUOTE = 1200  # an unpaired mark must not swallow the page


def split_sentences(text: str) -> Iterator[tuple[int, int]]:
    """Half-open ranges of the sentences of a folded `text`."""
    start = 0
    quotes = _quoted(text)
    for m in _END.finditer(text):
        if m.end() <= start:
            continue
        mark = m.group()
        if not mark.startswith("\n"):
            if mark.startswith("..") and not mark.startswith("..."):
                continue  # «..» joins two halves of a headline
            if _ABBREVIATION.search(text, max(start, m.start() - 12), m.start() + 1):
                continue
            if any(a < m.start() and m.end() < b for a, b in quotes):
                continue
        yield from _trimmed(text, start, m.end())
        start = m.end()
    yield from _trimmed(text, start, len(text))


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end > start:
        yield start, end


def _quoted(text: str) -> list[tuple[int, int]]:
    """Ranges between paired double quotes of one line, both marks included."""
    pairs: list[tuple[int, int]] = []
    offset = 0
    for line in text.split("\n"):
        marks = [offset + i for i, c in enumerate(line) if c == '"']
        if len(marks) % 2 == 0:
            pairs.extend((a, b + 1) for a, b in zip(marks[::2], marks[1::2], strict=True) if b - a <= _LONGEST_QUOTE)
        offset += len(line) + 1
    return pairs
