"""Making words of pages safe for a format that would stumble over them, or obey them.

Pages may hold anything: NULs, lone surrogates, characters that XML forbids, marks that turn the direction of all that
follows, cells that a spreadsheet would run. What is shown to people is cleaned; where a format has to give the words
exactly (annotations), they are escaped instead.
"""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import quote

from riwaya.present.shown import safe_url
from riwaya.render.index import without_bidi_controls

_SURROGATE = re.compile("[\ud800-\udfff]")
_NO_CHARACTER = re.compile("[\ufffe\uffff\ufdd0-\ufdef]|[\U0001fffe\U0001ffff\U0002fffe\U0002ffff\U0010fffe\U0010ffff]")
# What a spreadsheet takes for a formula when it opens a cell; the wide forms are read as the narrow ones by some.
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")
_NO_ADDRESS = re.compile('[\\s<>"{}|\\\\^`\x00-\x20\x7f-\xa0\ud800-\udfff]')


def harmless(text: str) -> str:
    """Words without controls, marks of direction and what XML forbids; blanks stay as they are."""
    return _NO_CHARACTER.sub(" ", without_bidi_controls(text))


def shown(text: str) -> str:
    """Harmless words on one line."""
    return " ".join(harmless(text).split())


def lines(text: str) -> str:
    """The same, with the line breaks kept."""
    return "\n".join(shown(line) for line in text.splitlines()).strip("\n")


def cell(text: str) -> str:
    """Words for one cell of a table: a cell that a spreadsheet would run as a formula gets an apostrophe before it."""
    plain = lines(text)
    return "'" + plain if _FORMULA.match(plain) else plain


def json_text(value: Any, indent: int | None = None) -> str:
    """JSON that any UTF-8 file can hold: lone surrogates are escaped, everything else stands as it is."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return _SURROGATE.sub(lambda m: f"\\u{ord(m[0]):04x}", text)


def address(url: str | None) -> str | None:
    """An address that may stand in a link, letters beyond ASCII escaped; None where it is none."""
    found = safe_url(url)
    return quote(found, safe="%/:=&?~#+!$,;'@()*[]") if found and not _NO_ADDRESS.search(found) else None
