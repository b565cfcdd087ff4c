"""Words of pages made harmless for showing: what a browser would swallow, and what would turn a line round.

Everything that is shown goes through here and through Jinja's escaping. Offsets count code points, so every sign that
is taken away leaves one sign in its place.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
# overriding and embedding controls turn what follows round; marks (U+200E, U+200F, U+061C) only help a line along
_TURNING = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
# signs without width that make two names look like one (Arabic needs the joiners U+200C and U+200D)
_UNSEEN = re.compile(r"[\u200b\u2060-\u2064\ufeff\u00ad\u034f\u180e\U000e0000-\U000e007f]")
_DIGIT = re.compile(r"(>[^<]*)")
_SIGN = re.compile(r"&#?\w+;|[0-9٠-٩۰-۹]")
TURNED_SIGN = "\ufffd"


def harmless(text: str) -> str:
    """A text that cannot disturb what stands round it; of the same length. Signs that would turn the line round show
    as U+FFFD: somebody put them there, and a reader should see it."""
    text = _CONTROL.sub(" ", text)
    if _TURNING.search(text):
        text = _TURNING.sub(TURNED_SIGN, text)
    return _UNSEEN.sub("\u200c", text) if _UNSEEN.search(text) else text


def one_line(text: str) -> str:
    """A harmless text without line breaks and doubled blanks."""
    return " ".join(harmless(text).split())


def local_path(path: str | None) -> str:
    """`path` where it leads to a page of ours, else the first page: redirects never leave."""
    if not path or not re.fullmatch(r"/(?![/\\])[^\\\x00-\x20\x7f]*", path):
        return "/"
    parts = urlsplit(path)
    return path if not parts.scheme and not parts.netloc else "/"


def with_digits(html: str, digits: str) -> str:
    """A page with all its numerals `arabic` or `latin`: one sign for one, in what is shown and nowhere else."""
    if digits not in ("arabic", "latin"):
        return html
    first = 0x660 if digits == "arabic" else 0x30

    def turn(m: re.Match[str]) -> str:
        sign = m[0]
        return sign if len(sign) > 1 else chr(first + (ord(sign) & 15))

    return _DIGIT.sub(lambda m: _SIGN.sub(turn, m[1]), html)
