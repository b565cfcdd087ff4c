"""Bytes to text, whatever a page says of its charset. Declarations are evidence, not truth.

In order: a byte order mark; strict UTF-8 (no other charset's Arabic text is valid UTF-8 by chance);
then the candidate whose result looks most like Arabic, a declared charset being preferred among
near equals. A UTF-8 text with a few broken bytes is read with those bytes replaced.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from riwaya.errors import InputError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CANDIDATES = ("windows-1256", "iso-8859-6", "utf-16-le", "utf-16-be", "cp720", "mac_arabic", "cp864", "windows-1252")
_MAGIC = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"SQLite format 3", "a database"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
)
_SAMPLE = 200_000
# Letters by how often they stand in running Arabic, commonest first: they make up over four fifths.
_COMMON = frozenset("اليمنوترهعبسدفقكحجةأ")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")
# The same in UTF-8: single bytes, and those of two, which are sought only where their first byte is.
_CONTROL_BYTES = bytes((*range(9), *range(14, 32), 127))
_CONTROL_PAIR = re.compile(rb"\xc2[\x80-\x9f]")
_ARABIC = re.compile("[\u0621-\u064a]")
# Below this share of common letters among all that is not ASCII a text is not Arabic prose.
_PLAUSIBLE = 0.55


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text without its byte order mark, the charset used, and why it was chosen."""

    text: str
    charset: str
    why: str


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """The text in `data`. Raises `InputError` where it is no text at all."""
    for magic, what in _MAGIC:
        if data.startswith(magic):
            raise InputError(f"{what}, not a page of text")
    for bom, charset in _BOMS:
        if data.startswith(bom):
            return Decoded(data[len(bom) :].decode(charset, "replace"), charset, "its byte order mark")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _guess(data, declared)
    if not _has_controls(data):
        return Decoded(text, "utf-8", "valid UTF-8")
    if _binary(text) and (b"\x00" not in data or len(data) < 4):
        raise InputError("a binary file, not text")
    if b"\x00" in data[:_SAMPLE] and _binary(text):
        return _guess(data, declared)
    return Decoded(text, "utf-8", "valid UTF-8")


def declared_in_html(data: bytes) -> str | None:
    """The charset that a page's markup names in its first kilobytes."""
    m = re.search(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", data[:4096])
    return m.group(1).decode("ascii") if m else None


def _guess(data: bytes, declared: str | None) -> Decoded:
    sample = data[:_SAMPLE]
    scored: list[tuple[float, str]] = []
    known = _known(declared)
    for charset in dict.fromkeys((known, *_CANDIDATES) if known else _CANDIDATES):
        text = sample[: len(sample) - len(sample) % 4].decode(charset, "replace")
        # a declaration decides among near equals, not against the letters
        scored.append((_likeness(text) + (0.05 if charset == known else 0.0), charset))
    broken_utf8 = sample.decode("utf-8", "replace")
    scored.append((_likeness(broken_utf8) + 0.1, "utf-8"))
    best, charset = max(scored)
    text = data.decode(charset, "replace")
    if best >= _PLAUSIBLE:
        lost = text.count("\ufffd")
        why = "the letters look like Arabic" + (f"; {lost} characters could not be read" if lost else "")
        return Decoded(text, charset, why)
    for fallback in filter(None, (known, "utf-8", "windows-1252")):
        text = data.decode(fallback, "replace")
        if not _binary(text) and text.count("\ufffd") <= len(text) * 0.05:
            return Decoded(text, fallback, "declared" if fallback == known else "no better reading")
    raise InputError("neither text in a known charset nor markup: a binary file?")


def _likeness(text: str) -> float:
    """How much `text` looks like Arabic prose: 0 to 1; the share of common Arabic letters among
    all characters beyond ASCII, less what no text holds (controls, replacements)."""
    beyond = len(text) - len(text.encode("ascii", "ignore"))
    good = sum(map(text.count, _COMMON))
    if not beyond or (good < 10 and len(_ARABIC.findall(text)) < 10):
        return 0.0
    bad = len(_CONTROL.findall(text)) + 3 * text.count("\ufffd")
    return (good - bad) / beyond


def _known(charset: str | None) -> str | None:
    if not charset:
        return None
    try:
        return codecs.lookup(charset.strip().lower()).name
    except LookupError:
        return None


def _has_controls(data: bytes) -> bool:
    """Whether UTF-8 holds any control character at all."""
    return len(data.translate(None, _CONTROL_BYTES)) < len(data) or _CONTROL_PAIR.search(data) is not None


def _binary(text: str) -> bool:
    """More than one control character in two hundred is no text."""
    look = text[:_SAMPLE]
    return len(_CONTROL.findall(look)) > max(2, len(look) // 200)
