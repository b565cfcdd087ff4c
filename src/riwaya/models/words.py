"""Text as the encoder reads it: words with source offsets, each cut into pieces of the vocabulary.

A word is a run of letters of one script, a run of digits, or one other visible character. Its normal form is NFKC
without tashkeel, tatweel and invisible controls; letters are not folded («أ» stays «أ»: measured better). Nothing here
depends on neighbouring words except whether white space stands before, so a word's pieces are looked up once.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from riwaya.remembered import remembered

_INVISIBLE = "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffc"
_MARKS = "\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed" + _INVISIBLE
_ARABIC = "\u0620-\u063f\u0641-\u064a\u066e\u066f\u0671-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06ff\u0750-\u077f\u08a0-\u08c9"
_FORMS = "\ufb50-\ufdff\ufe70-\ufefc"  # presentation forms, before NFKC makes letters of them
_WORD = re.compile(rf"[{_ARABIC}{_FORMS}][{_ARABIC}{_FORMS}{_MARKS}]*|\d+|[^\W\d_{_ARABIC}{_FORMS}]+[{_MARKS}]*|\n|\S")
_DROP = re.compile(rf"[{_MARKS}]")
_PLAIN = re.compile(rf"[!-~{_ARABIC}]*")

MAX_PIECES = 24  # of one word: a «word» of thousands of letters is noise, and must not fill the windows
_LONGEST_PIECE = 16
_CLITICS = frozenset("وفبلك")


@dataclass(frozen=True, slots=True)
class Word:
    """`text` is the normal form; `start`, `end` are offsets into the source; `spaced`: white space stands before."""

    text: str
    start: int
    end: int
    spaced: bool
    newline: bool = False


def cut(source: str) -> list[Word]:
    """The words of `source` in order; `newline` is True for the first word of each line but the first."""
    words: list[Word] = []
    end, broken = 0, False
    for m in _WORD.finditer(source):
        raw = m.group()
        if raw == "\n":
            broken = bool(words)
            end = -1
            continue
        text = normal(raw)
        if text:
            spaced = m.start() != end or not words
            words.append(Word(text, m.start(), m.end(), spaced, broken))
            broken = False
        end = m.end() if text or m.start() == end else -1
    return words


def normal(raw: str) -> str:
    """NFKC, without marks and controls. White space that NFKC lets appear is dropped."""
    if _PLAIN.fullmatch(raw):
        return raw
    return "".join(_DROP.sub("", unicodedata.normalize("NFKC", raw)).split())


def after_clitic(word: Word, source: str, length: int) -> int:
    """The source offset after the first `length` letters of `word`, with the marks that follow them."""
    at, seen = word.start, 0
    while at < word.end and (seen < length or not normal(source[at])):
        seen += len(normal(source[at]))
        at += 1
    return at


@remembered(65536)
def longest_clitic(text: str) -> int:
    """How many letters of a word could be attached particles (0 to 3); at least two letters must stay."""
    n = 0
    while n < min(3, len(text) - 2) and text[n] in _CLITICS:
        n += 1
    return n


def whole_clitic(text: str, length: int) -> int:
    """`length` attached letters, and one more where «لل» would be left: its first lam is always the preposition."""
    return length + (text.startswith("لل", length) and len(text) - length > 3)


class Vocabulary:
    """Unigram pieces: the cut of a word with the highest sum of scores. Thread-safe."""

    def __init__(self, pieces: Sequence[str], scores: Sequence[float], unknown: int) -> None:
        self._pieces: Mapping[str, tuple[int, float]] = {
            p: (i, s) for i, (p, s) in enumerate(zip(pieces, scores, strict=True)) if p
        }
        self._unknown = unknown
        self._penalty = min(scores) - 10.0
        self.of = lru_cache(maxsize=65536)(self._cut)

    def __len__(self) -> int:
        return len(self._pieces)

    def ids(self, word: Word) -> tuple[int, ...]:
        return self.of("\u2581" + word.text if word.spaced else word.text)

    def _cut(self, text: str) -> tuple[int, ...]:
        text = text[: MAX_PIECES * 8]
        n = len(text)
        best: list[tuple[float, int, int]] = [(0.0, 0, 0)]  # score, where the last piece begins, its id
        for end in range(1, n + 1):
            top = (best[end - 1][0] + self._penalty, end - 1, self._unknown)
            for start in range(max(0, end - _LONGEST_PIECE), end):
                found = self._pieces.get(text[start:end])
                if found is not None and best[start][0] + found[1] > top[0]:
                    top = (best[start][0] + found[1], start, found[0])
            best.append(top)
        out: list[int] = []
        at = n
        while at:
            _, at, piece = best[at]
            if not (piece == self._unknown and out and out[-1] == piece):
                out.append(piece)
        return tuple(reversed(out))[:MAX_PIECES]


@dataclass(frozen=True, slots=True)
class Window:
    """Words `[first, last)` of a text, read together. Words before `keep` and from `until` on belong to a neighbour."""

    first: int
    last: int
    keep: int
    until: int


def windows(sizes: Sequence[int], room: int, overlap: int) -> Iterator[Window]:
    """Cut a text of words of `sizes` pieces into windows of at most `room` pieces that overlap by about `overlap`.

    Every word is kept by exactly one window, half an overlap away from a seam where there is one.
    """
    first, keep, n = 0, 0, len(sizes)
    while first < n:
        last, used = first, 0
        while last < n and used + sizes[last] <= room:
            used += sizes[last]
            last += 1
        last = max(last, first + 1)
        if last <= keep:  # a long word followed the overlap: nothing new would fit
            first = keep
            continue
        if last >= n:
            yield Window(first, n, keep, n)
            return
        middle = _back(sizes, last, overlap // 2, keep + 1)
        yield Window(first, last, keep, middle)
        first, keep = _back(sizes, last, overlap, first + 1), middle


def _back(sizes: Sequence[int], at: int, pieces: int, least: int) -> int:
    used = 0
    while at > least and used + sizes[at - 1] <= pieces:
        at -= 1
        used += sizes[at]
    return at
