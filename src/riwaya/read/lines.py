"""Lines of a page with the features by which they are told apart.

A `Line` is a non-blank line (or, for HTML, a laid-out block) with its place in the page. Features
are computed once from the folded text; thresholds live with those who judge.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from riwaya.errors import InputError
from riwaya.read.bounds import MOST_LINES, TOO_MANY_LINES
from riwaya.remembered import remembered
from riwaya.text import fold_word

_LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_ARABIC = re.compile("[\u0621-\u064a\u066e-\u06d3\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]+")
_LETTER = re.compile(r"[^\W\d_]+")
_WORD = re.compile(r"[^\W_]+")
_LEAST = 3  # letters of a word that carries meaning
_LEADS = ("وال", "بال", "لل", "ال", "و")
_STOPS = (".", "؟", "?", "!", "…", ":", ";", "؛", "۔")
_CLOSING = "\"'»”’)] \u00a0\t"  # what may stand behind a stop
# A stop inside the line («..» and «...» join headlines and are none).
_INNER_STOP = re.compile(r"(?<![.\d])[.؟!۔](?![.\d])[\"'»”)]*\s+\S")
# The first and the last character of a line that is no decoration.
_FIRST = re.compile(r"[\w#(\[{«\"'<&©]")
_LAST = re.compile(r"[\w)\]}»\"'>%؟?!.…]")
_BULLET = re.compile(r"^\s*(?:[-–—•·●▪■◦*►▶‣⁃✅✔🔴🔹🔸🔻]|\d{1,2}[.)-](?=\s))\s*\S")
# What is no letter beside the Arabic ones, in folded text: where nothing else stands, none needs counting.
_FOREIGN = re.compile("[^\\x00-\\x60\\x7b-\\xbf\u0600-\u06ff\u0750-\u077f\u2000-\u20ff\u2190-\u2bff]")
# Longer lines are folded only so far: features of the first 4,000 characters tell all we ask.
_LOOK = 4000
# What a line tells by itself is remembered: menus, headers and buttons come again on every page of a
# site. Longer lines are paragraphs, which do not.
SHORT = 120


@dataclass(slots=True)
class Line:
    """`start:end` without surrounding white space. `key` is the folded line without decoration
    (bullets, final dots), `tokens` its words; `gap` the blank lines above it; `arabic` the share of
    Arabic letters. Not changed once it is made."""

    start: int
    end: int
    text: str
    gap: int
    key: str
    tokens: list[str]
    words: int
    arabic: float
    stop: bool
    bullet: bool

    @property
    def size(self) -> int:
        """Its length in characters."""
        return self.end - self.start

    @property
    def question(self) -> bool:
        """It ends in a question or exclamation mark."""
        return self.text.rstrip("\"'»”’) ").endswith(("؟", "?", "!"))

    @property
    def sentences(self) -> int:
        """How many sentences it holds, by its stops."""
        return 1 + len(_INNER_STOP.findall(self.text))

    @property
    def colon(self) -> bool:
        """It ends in a colon."""
        return self.text.endswith((":", "：", "؛"))


def split_lines(text: str) -> tuple[Line, ...]:
    """The non-blank lines of `text`, in order, with half-open offsets into it. Raises `InputError`
    where they are more than a page has."""
    lines: list[Line] = []
    done = 0
    for m in _LINE.finditer(text):
        start, end = _trim(text, m.start(), m.end())
        if start == end:
            continue
        gap = max(0, _newlines(text, done, start) - 1) if lines else 0
        lines.append(make_line(text, start, end, gap))
        if len(lines) > MOST_LINES:
            raise InputError(TOO_MANY_LINES)
        done = end
    return tuple(lines)


def make_line(text: str, start: int, end: int, gap: int = 0) -> Line:
    """The line at `text[start:end]` with its features."""
    return line_of(text[start:end], start, gap)


def line_of(words: str, start: int, gap: int = 0, folded: str | None = None) -> Line:
    """The line of these words, which begins at `start`, with its features. `folded`: the words, where they are folded
    already."""
    # what a short line tells is remembered, folded or not
    told = _features(words) if len(words) <= SHORT else _features.__wrapped__(words, folded)
    return Line(start, start + len(words), words, gap, *told)


def far_line(words: str, start: int) -> Line:
    """A line outside any article, of which nobody asks what its words tell: without key and tokens."""
    return Line(start, start + len(words), words, 0, "", [], words.count(" ") + 1, 1.0, False, False)


@remembered(2048)
def _features(words: str, folded: str | None = None) -> tuple[str, list[str], int, float, bool, bool]:
    """Key, tokens, words, share of Arabic, stop and bullet of a line."""
    look = words if len(words) <= _LOOK else words[:_LOOK]
    if folded is None or look is not words:
        folded = fold_word(look)
    tokens = _WORD.findall(folded)
    # a mark that folding drops parts a word in two
    count = len(tokens) if len(folded) == len(words) else len(_WORD.findall(words))
    bullet = not words[:1].isalpha() and _BULLET.match(words[:8]) is not None
    stop = words[-12:].rstrip(_CLOSING).endswith(_STOPS)
    return _bare(folded), tokens, count, _arabic(look, folded), stop, bullet


def _bare(folded: str) -> str:
    """A folded line without what decorates it."""
    key = " ".join(folded.split())
    if not key[:1].isalnum():
        first = _FIRST.search(key)
        if first is None:
            return ""
        key = key[first.start() :]
    end = len(key)
    while end and not _LAST.match(key, end - 1):
        end -= 1
    return key[:end].rstrip(".… :")


def _arabic(look: str, folded: str) -> float:
    """The share of Arabic letters among all."""
    if _FOREIGN.search(folded) is None:
        return 1.0 if _ARABIC.search(folded) else 0.0
    letters = sum(map(len, _LETTER.findall(look)))
    return sum(map(len, _ARABIC.findall(look))) / letters if letters else 0.0


def content_words(key: str) -> frozenset[str]:
    """The words of a folded line that carry meaning: three letters and more, without و and ال."""
    return frozenset(_stems(key))


def _stems(key: str) -> Iterator[str]:
    for word in _WORD.findall(key):
        if len(word) >= _LEAST:
            bare = _without_lead(word) if word.startswith(_LEADS) else word
            yield bare[:6]  # the first letters stand for the word: endings are inflection


def _without_lead(word: str) -> str:
    able = (lead for lead in _LEADS if word.startswith(lead) and len(word) - len(lead) >= _LEAST)
    return word[len(next(able, "")) :]


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and (text[start].isspace() or text[start] in "\ufeff\u200b\u200e\u200f"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in "\ufeff\u200b\u200e\u200f"):
        end -= 1
    return start, end


def _newlines(text: str, start: int, end: int) -> int:
    between = text[start:end]
    return len(re.findall(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]", between))
