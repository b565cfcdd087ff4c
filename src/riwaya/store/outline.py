"""The words of an article as they are looked for, each with its place in the page, packed to bytes.

The index of words tells which articles fit; from its outline a page of hits is shown without reading, folding and
cutting the articles again.
"""

from __future__ import annotations

import sys
import zlib
from array import array
from collections.abc import Container, Sequence
from dataclasses import dataclass
from itertools import accumulate, compress, count
from struct import Struct

_HEAD = Struct("<II")  # words, and words of the title
_WIDE = "i"  # four bytes wherever Python runs


@dataclass(frozen=True, slots=True)
class Outline:
    """Words in the order of the index: `title` of them are the title's, then comes one for the break after it (empty,
    like those between passages), then the body. No word has white space in it. `lemmas` are as many; of words that
    carry no content they are empty. `starts` and `ends` are offsets into the page, of breaks both the same."""

    words: Sequence[str]
    lemmas: Sequence[str]
    starts: Sequence[int]
    ends: Sequence[int]
    title: int


class Packed:
    """What `pack` was given, as far as it is asked for: of the words of a page hardly any are looked at, so they stay
    the bytes that they are kept as (`coded`)."""

    __slots__ = ("_gaps", "_lengths", "lemmas", "title", "words")

    def __init__(self, data: bytes) -> None:
        plain = zlib.decompress(data)
        many, self.title = _HEAD.unpack_from(plain)
        middle = _HEAD.size + 2 * many * 4
        numbers = array(_WIDE, plain[_HEAD.size : middle])
        _turn(numbers)
        words, _, lemmas = plain[middle:].partition(b"\n")
        self.words: list[bytes] = words.split(b" ") if many else []
        self.lemmas: list[bytes] = lemmas.split(b" ") if many else []
        self._gaps, self._lengths = numbers[:many], numbers[many:]

    def places(self, low: int, high: int) -> list[tuple[int, int]]:
        """Where the words from `low` to before `high` begin and end in the page."""
        starts = accumulate(self._gaps[low + 1 : high], initial=sum(self._gaps[: low + 1]))
        return [(start, start + length) for start, length in zip(starts, self._lengths[low:high], strict=False)]


def coded(word: str) -> bytes:
    """A word as an outline keeps it."""
    return word.encode("utf-8", "surrogatepass")


def numbers_of(words: list[bytes], word: bytes) -> list[int]:
    """The numbers at which a word stands."""
    found: list[int] = []
    n = -1
    for _ in range(words.count(word)):
        n = words.index(word, n + 1)
        found.append(n)
    return found


def numbers_among(words: list[bytes], wanted: Container[bytes]) -> list[int]:
    """The numbers at which any of `wanted` stands."""
    return list(compress(count(), map(wanted.__contains__, words)))


def pack(outline: Outline) -> bytes:
    """`outline` as compressed bytes."""
    texts = "\n".join((" ".join(outline.words), " ".join(outline.lemmas))).encode("utf-8", "surrogatepass")
    numbers = array(_WIDE, (b - a for a, b in zip((0, *outline.starts), outline.starts, strict=False)))
    numbers.extend(b - a for a, b in zip(outline.starts, outline.ends, strict=True))
    _turn(numbers)
    return zlib.compress(_HEAD.pack(len(outline.words), outline.title) + numbers.tobytes() + texts, 6)


def _turn(numbers: array[int]) -> None:
    """Bytes are kept with the least first."""
    if sys.byteorder == "big":
        numbers.byteswap()
