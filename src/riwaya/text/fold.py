"""Folding: the one normal form in which words are compared, with an exact map to the source.

`fold` takes text and gives a `Folded`: the text in which spelling variants are one, and for each
of its characters the half-open source range it stands for. In this order, cluster by cluster (a
base character with its combining marks):

1. NFKC: ligatures (ﷲ, ﻻ), presentation forms, full-width forms, decomposed hamza and madda.
2. Dropped: tashkeel and other combining marks, tatweel, zero-width and bidi controls.
3. Alef forms (أ إ آ ٱ) to ا; ى and Persian ی to ي; ة to ه; ؤ to و; ئ to ي; Persian ک گ to ك,
   پ to ب, چ to ج, ڤ to ف.
4. Arabic-Indic and Persian digits to 0-9; Latin letters to lower case; no-break and other
   spaces to a plain space; typographic double quotes to `"` and single ones to `'`.

Not done here: clitics are not split (`tokens`), newlines are kept, nothing is spell-checked.
Invariant: for any slice `[a:b)` of the folded text, `fold(source[s:e])` with `(s, e) =
folded.span(a, b)` contains that slice.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from riwaya.remembered import remembered

_LETTERS = str.maketrans(
    {
        "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ٲ": "ا", "ٳ": "ا",
        "ى": "ي", "ی": "ي", "ې": "ي", "ے": "ي", "ئ": "ي", "ؤ": "و",
        "ة": "ه", "ۀ": "ه", "ہ": "ه", "ھ": "ه", "ە": "ه",
        "ک": "ك", "گ": "ك", "ڭ": "ك", "پ": "ب", "چ": "ج", "ڤ": "ف", "ڨ": "ق", "ژ": "ز",
        "“": '"', "”": '"', "„": '"', "‟": '"', "«": '"', "»": '"', "″": '"', "❝": '"', "❞": '"',
        "‘": "'", "’": "'", "‚": "'", "‛": "'", "‹": "'", "›": "'", "′": "'",
        "\u00a0": " ", "\u2007": " ", "\u202f": " ", "\u2009": " ", "\u200a": " ", "\u3000": " ",
        "\u2002": " ", "\u2003": " ", "\u2004": " ", "\u2005": " ", "\u2006": " ", "\u2008": " ",
        "\t": " ",
        **{chr(0x660 + d): str(d) for d in range(10)},
        **{chr(0x6F0 + d): str(d) for d in range(10)},
    }
)  # fmt: skip

_TATWEEL = "\u0640"
# Zero-width and bidi controls, soft hyphen, byte order mark, object replacement.
_INVISIBLE = "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffc"
# What plain translation cannot do alone: combining marks, what is dropped, and everything that
# NFKC or lower-casing might change the length of. The rest of a text goes through in one sweep.
_SPECIAL = re.compile(
    "[^\\n\\r\\t\\x20-\\x7e\u00a0\u00ab\u00bb\u060c\u061b\u061f\u0621-\u063a\u0641-\u064a"
    "\u0660-\u0669\u066a-\u066d\u067e\u0686\u0698\u06a4\u06a9\u06af\u06cc\u06d5\u06f0-\u06f9\u2013\u2014"
    "\u2018-\u201f\u2039\u203a]"
)
_DROPPED = re.compile(f"[{_TATWEEL}{_INVISIBLE}]")
# One letter at a time `str.replace` is many times faster than `str.translate`, which looks every
# character up. What every Arabic text has is replaced outright, the rest where a search finds any of it.
_OFTEN = (("أ", "ا"), ("إ", "ا"), ("آ", "ا"), ("ة", "ه"), ("ى", "ي"), ("ئ", "ي"), ("ؤ", "و"), ("\u00a0", " "))
_SELDOM = tuple((chr(c), to) for c, to in _LETTERS.items() if (chr(c), to) not in _OFTEN)
_ANY_SELDOM = re.compile("[A-Z" + "".join(c for c, _ in _SELDOM) + "]")
# Vowel signs join with no letter into another one, whatever else stands between them.
_TASHKEEL = "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652"


@dataclass(frozen=True, slots=True, eq=False)
class Folded:
    """Folded text and its map. `starts[i]`, `ends[i]`: the source range of folded character i,
    in offsets of the whole page (the `base` that `fold` was given is already added)."""

    text: str
    starts: array[int]
    ends: array[int]
    base: int
    length: int

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The source range of the folded slice `[start:end)`, trailing marks included."""
        if not 0 <= start <= end <= len(self.text):
            raise ValueError(f"slice [{start}:{end}) outside folded text of {len(self.text)}")
        if start == end:
            at = self.starts[start] if start < len(self.text) else self.base + self.length
            return at, at
        return self.starts[start], self.ends[end - 1]

    def at(self, offset: int) -> int:
        """The first folded index whose source range ends after page offset `offset`."""
        low, high = 0, len(self.text)
        while low < high:
            middle = (low + high) // 2
            if self.ends[middle] <= offset:
                low = middle + 1
            else:
                high = middle
        return low


def fold(source: str, base: int = 0) -> Folded:
    """Fold `source`, whose first character stands at page offset `base`."""
    out: list[str] = []
    starts: array[int] = array("i")
    ends: array[int] = array("i")
    for start, end, plain in _stretches(source):
        if plain:
            out.append(_swap(source[start:end]))
            starts.extend(_ramp(base + start, base + end))
            ends.extend(_ramp(base + start + 1, base + end + 1))
            continue
        piece = _fold_cluster(source[start:end])
        if not piece:  # a dropped mark belongs to the character before it
            if ends:
                ends[-1] = base + end
                # characters of one expanded cluster share one range
                i = len(ends) - 2
                while i >= 0 and starts[i] == starts[-1]:
                    ends[i] = base + end
                    i -= 1
            continue
        out.append(piece)
        starts.extend([base + start] * len(piece))
        ends.extend([base + end] * len(piece))
    return Folded("".join(out), starts, ends, base, len(source))


def fold_text(source: str) -> str:
    """The text of `fold(source)`, where the map is not needed: several times faster."""
    if _SPECIAL.search(source) is None:
        return _swap(source)
    for mark in _TASHKEEL:
        source = source.replace(mark, "")
    if _SPECIAL.search(source) is None:
        return _swap(source)
    stretches = _stretches(source)
    return _swap("".join(source[a:b] if plain else _fold_cluster(source[a:b]) for a, b, plain in stretches))


def _swap(plain: str) -> str:
    """Letters, digits, quotes and spaces of a text without clusters, each for its normal form."""
    for letter, to in _OFTEN:
        plain = plain.replace(letter, to)
    if _ANY_SELDOM.search(plain):
        for letter, to in _SELDOM:
            plain = plain.replace(letter, to)
        return plain.lower()
    return plain


_RAMP = array("i", range(1 << 17))  # copying a piece of it is much faster than counting again


def _ramp(first: int, end: int) -> array[int]:
    """The numbers from `first` up to `end`."""
    return _RAMP[first:end] if end <= len(_RAMP) else array("i", range(first, end))


def fold_word(word: str) -> str:
    """The folded form of a short string, without the map; for lexicons and look-ups."""
    return _fold_known(word) if len(word) < _SHORT else fold_text(word)


_SHORT = 200  # what is kept in mind is short: a page may call a megabyte its title
_fold_known = remembered(16384)(fold_text)


def fold_words(words: Iterable[str]) -> frozenset[str]:
    """The folded forms of many short strings, for word lists of rules."""
    return frozenset(map(fold_word, words))


def _stretches(source: str) -> Iterator[tuple[int, int, bool]]:
    """Cut into plain stretches (one source character, one folded character) and clusters."""
    done = 0
    n = len(source)
    match = _SPECIAL.search(source)
    while match:
        at = match.start()
        if at < done:
            match = _SPECIAL.search(source, done)
            continue
        is_mark = unicodedata.combining(source[at]) != 0
        start = at - 1 if is_mark and at > done and source[at - 1] not in "\n\r" else at
        end = at + 1
        while end < n and unicodedata.combining(source[end]):
            end += 1
        if start > done:
            yield done, start, True
        yield start, end, False
        done = end
        match = _SPECIAL.search(source, done)
    if done < n:
        yield done, n, True


@remembered(16384)
def _fold_cluster(cluster: str) -> str:
    composed = unicodedata.normalize("NFKC", cluster)
    kept = "".join(c for c in composed if not unicodedata.combining(c))
    folded = _DROPPED.sub("", kept.translate(_LETTERS).lower()).translate(_LETTERS)
    # Folding must be idempotent: lower-casing can bring new marks (Turkish dotted capital I).
    folded = "".join(c for c in folded if not unicodedata.combining(c))
    again = unicodedata.normalize("NFKC", folded)
    return folded if again == folded else _fold_cluster(again)
