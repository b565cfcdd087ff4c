"""The words of an article as they are looked for, each with its place in the page, packed to bytes.

The index of words tells which articles fit; from its outline a page of hits is shown without reading, folding and
cutting the articles again. Of the words of a page hardly any are looked at: so each different one is kept once, with
the numbers at which it stands, and whoever looks for a few finds them without taking the rest apart.
"""

from __future__ import annotations

import sys
import zlib
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from struct import Struct

import numpy as np
from numpy.typing import NDArray

_HEAD = Struct("<III4s2x")  # words, words of the title, different ones; how wide the numbers of each kind are
_WIDTHS = (("B", 0, 255), ("h", -32768, 32767), ("i", -(2**31), 2**31 - 1))  # wherever Python runs
_SMALL = 1 << 16  # numbers below it take two bytes
_END = b"\n"


@dataclass(frozen=True, slots=True)
class Outline:
    """Words in the order of the index: `title` of them are the title's, then comes one for the break after it (empty,
    like those between passages), then the body. No word has a line break in it. `lemmas` are as many; of words that
    carry no content they are empty. `starts` and `ends` are offsets into the page, of breaks both the same."""

    words: Sequence[str]
    lemmas: Sequence[str]
    starts: Sequence[int]
    ends: Sequence[int]
    title: int


class Packed:
    """What `pack` was given, as far as it is asked for; words and lemmas stay as they are kept (`coded`)."""

    __slots__ = ("_last", "_lengths", "_stands", "_starts", "_texts", "many", "title")

    def __init__(self, data: bytes) -> None:
        plain = zlib.decompress(data)
        self.many, self.title, different, wide = _HEAD.unpack_from(plain)
        at = _HEAD.size
        gaps, at = _numbers(plain, at, wide[0], self.many)
        self._starts = _summed(gaps)
        self._lengths, at = _numbers(plain, at, wide[1], self.many)
        counts, at = _numbers(plain, at, wide[2], 2 * different)  # of each different one: as a word, as a lemma
        self._last = _summed(counts)  # up to each of them
        self._stands, at = _numbers(plain, at, wide[3], self._last[-1])
        self._texts = plain[at:]  # each with a line break before and after it; the first is the empty one

    def place(self, n: int) -> tuple[int, int]:
        """Where a word begins and ends in the page."""
        start = self._starts[n]
        return start, start + self._lengths[n]

    def places(self, low: int, high: int) -> list[tuple[int, int]]:
        """The same of the words from `low` to before `high`."""
        return [self.place(n) for n in range(low, high)]

    @property
    def size(self) -> int:
        """Bytes of memory that it takes."""
        inside = (self._starts, self._lengths, self._last, self._stands, self._texts)
        return sys.getsizeof(self) + sum(map(sys.getsizeof, inside))

    @property
    def breaks(self) -> array[int]:
        """The numbers of the breaks between passages."""
        return self._stands[: self._last[0]]

    def standing(self, word: bytes) -> array[int]:
        """The numbers at which a word stands."""
        at = self._texts.find(_END + word + _END)
        return self._of(at + 1)[0] if at >= 0 else array("B")

    def marked(self, ends: Iterable[bytes], wanted: Mapping[bytes, tuple[int, int]]) -> dict[int, int]:
        """The numbers at which any of `wanted` stands, each with the bits that are given for it: as a word, as a lemma.
        `ends`: how all of them end, so that one look finds a word with whatever is attached before it."""
        texts = self._texts
        found: dict[int, int] = {}
        for end in ends:
            after = end + _END
            at = texts.find(after)
            while at >= 0:
                low = texts.rfind(_END, 0, at) + 1
                bits = wanted.get(texts[low : at + len(end)])
                if bits is not None:
                    for marks, numbers in zip(bits, self._of(low), strict=True):
                        if marks:
                            for n in numbers:
                                found[n] = found.get(n, 0) | marks
                at = texts.find(after, at + 1)
        return found

    def weighed(self, title: int) -> tuple[list[bytes], NDArray[np.int64], int]:
        """All different words and lemmas; of each how often it stands as the one and as the other, in the title counted
        `title` times; and how many there are in all, without the break after the title."""
        ends, stands = np.asarray(self._last, np.int64), np.asarray(self._stands, np.int64)
        so_far = np.concatenate(([0], np.cumsum(np.where(stands < self.title, title, 1))))
        often = np.diff(so_far[ends], prepend=0)
        often[:2] = 0  # breaks
        return self._texts[1:-1].split(_END), often, len(stands) - 1

    def _of(self, low: int) -> tuple[array[int], array[int]]:
        """The numbers of what is kept at `low`, as a word and as a lemma."""
        n = 2 * (self._texts.count(_END, 0, low) - 1)
        first, middle, end = self._last[n - 1 : n + 2] if n else (0, *self._last[:2])
        return self._stands[first:middle], self._stands[middle:end]


def _numbers(plain: bytes, low: int, code: int, many: int) -> tuple[array[int], int]:
    """So many numbers from `low` on, and where they end."""
    found = array(chr(code))
    high = low + many * found.itemsize
    found.frombytes(plain[low:high])
    if sys.byteorder == "big":
        found.byteswap()
    return found, high


def _summed(numbers: array[int]) -> array[int]:
    """For each of `numbers` the sum of it and those before it, which is never below zero."""
    sums = np.cumsum(numbers, dtype=np.int64)
    small = sums.max(initial=0) < _SMALL
    return array("H" if small else "q", sums.astype(np.uint16 if small else np.int64).tobytes())


def coded(word: str) -> bytes:
    """A word as an outline keeps it."""
    return word.encode("utf-8", "surrogatepass")


def pack(outline: Outline) -> bytes:
    """`outline` as compressed bytes."""
    stands: dict[str, tuple[list[int], list[int]]] = {"": ([], [])}
    for kind, texts in enumerate((outline.words, outline.lemmas)):
        for n, text in enumerate(texts):
            if text or not kind:
                stands.setdefault(text, ([], []))[kind].append(n)
    counts = [len(numbers) for both in stands.values() for numbers in both]
    columns = [
        _narrow(b - a for a, b in zip((0, *outline.starts), outline.starts, strict=False)),
        _narrow(b - a for a, b in zip(outline.starts, outline.ends, strict=True)),
        _narrow(counts),
        _narrow(n for both in stands.values() for numbers in both for n in numbers),
    ]
    wide = "".join(c.typecode for c in columns).encode()
    head = _HEAD.pack(len(outline.words), outline.title, len(stands), wide)
    if sys.byteorder == "big":
        for c in columns:
            c.byteswap()
    return zlib.compress(b"".join((head, *(c.tobytes() for c in columns), coded("\n".join(("", *stands, ""))))), 6)


def _narrow(numbers: Iterable[int]) -> array[int]:
    whole = list(numbers)
    low, high = min(whole, default=0), max(whole, default=0)
    code = next(code for code, least, most in _WIDTHS if least <= low and high <= most)
    return array(code, whole)
