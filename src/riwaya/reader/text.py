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
_ARABIC = re.compile(r"[\u0621-\u064a]")
_EXTENSION = re.compile(r"\.(?:txt|text|html?|xhtml|mhtml|xml|jsonl?|md|rss|atom|gz|zip|warc)(?=[.#]|$)", re.IGNORECASE)
_DIGIT = re.compile(r"(>[^<]*)")
_SIGN = re.compile(r"&#?\w+;|[0-9٠-٩۰-۹]")
_NAME_LENGTH = 18  # of a page's name that stands for its outlet
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


def is_arabic(text: str) -> bool:
    """True where a text holds Arabic letters."""
    return _ARABIC.search(text) is not None


def safe_url(url: str | None) -> str | None:
    """The address if it may become a link: http or https with a host. Anything else is text, never a link."""
    if not url:
        return None
    try:
        parts = urlsplit(url.strip())
        host = parts.hostname
    except ValueError:
        return None
    return url.strip() if parts.scheme in {"http", "https"} and host else None


def local_path(path: str | None) -> str:
    """`path` where it leads to a page of ours, else the first page: redirects never leave."""
    if not path or not re.fullmatch(r"/(?![/\\])[^\\\x00-\x20\x7f]*", path):
        return "/"
    parts = urlsplit(path)
    return path if not parts.scheme and not parts.netloc else "/"


def short_name(name: str) -> str:
    """A page's name that fits a line: no folder, no extension, the middle of a long one left out."""
    stem = _EXTENSION.sub("", name.rstrip("/").rsplit("/", 1)[-1]) or name
    half = _NAME_LENGTH // 2
    return stem if len(stem) <= _NAME_LENGTH else f"{stem[:half]}…{stem[1 - half :]}"


def clip(text: str, length: int, around: str = "") -> str:
    """At most about `length` code points, cut between words and marked «…»; `around` stays in view."""
    text = text.rstrip()
    if len(text) <= length:
        return text
    at = text.find(around) if around else -1
    start = max(0, at - (length - len(around)) // 2) if at > length - len(around) else 0
    if start:
        start = text.find(" ", start) + 1 or start
    end = min(len(text), start + length)
    if end < len(text):
        space = text.rfind(" ", start, end)
        end = space if space > start else end
    return ("… " if start else "") + text[start:end].strip() + (" …" if end < len(text) else "")


def balanced(text: str) -> str:
    """Words with the guillemets that a cut took away put back."""
    depth = missing = 0
    for char in text:
        if char == "«":
            depth += 1
        elif char == "»" and depth:
            depth -= 1
        elif char == "»":
            missing += 1
    return "«" * missing + text + "»" * depth


def with_digits(html: str, digits: str) -> str:
    """A page with all its numerals `arabic` or `latin`: one sign for one, in what is shown and nowhere else."""
    if digits not in ("arabic", "latin"):
        return html
    first = 0x660 if digits == "arabic" else 0x30

    def turn(m: re.Match[str]) -> str:
        sign = m[0]
        return sign if len(sign) > 1 else chr(first + (ord(sign) & 15))

    return _DIGIT.sub(lambda m: _SIGN.sub(turn, m[1]), html)
