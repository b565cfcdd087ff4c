"""Tokens: the words of a folded text, each with what may be attached to it.

`tokenise` gives words and numbers in order (punctuation is looked at in the text itself).
`split_clitics` lists the ways a folded word can be cut into attached particles, a stem and an
attached pronoun: «وبالعلاقات» = و + ب + ال + علاقات. Without a full lexicon the cuts are
*possibilities*, fewest cuts first; a lexicon look-up (`lexicon`) decides which one is meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from riwaya.remembered import remembered
from riwaya.text.fold import Folded

_WORD = re.compile(r"[0-9]+(?:[.,٫٬/:][0-9]+)*|[^\W\d_]+(?:['\-][a-z]+)*|\d+")


@dataclass(frozen=True, slots=True)
class Token:
    """A word. `text` is folded; `start`, `end` are page offsets; `at` its index in the folded text."""

    text: str
    start: int
    end: int
    at: int

    @property
    def is_number(self) -> bool:
        return self.text[0].isdigit()


@dataclass(frozen=True, slots=True)
class Cut:
    """One way to cut a word. `article` is True where ال (or the ل of لل) was cut off too."""

    proclitics: tuple[str, ...]
    article: bool
    stem: str
    enclitic: str = ""

    @property
    def prefix_length(self) -> int:
        """Characters of the folded word before the stem, the article included."""
        n = sum(map(len, self.proclitics))
        if not self.article:
            return n
        return n + (1 if self.proclitics[-1:] == ("ل",) else 2)


def tokenise(folded: Folded) -> Iterator[Token]:
    """The words and numbers of `folded`, in order."""
    for m in _WORD.finditer(folded.text):
        start, end = folded.span(m.start(), m.end())
        yield Token(m.group(), start, end, m.start())


def words_in(folded: str) -> list[str]:
    """The texts of the tokens of a folded text alone: several times faster."""
    return _WORD.findall(folded)


# Conjunction, then future س or a preposition, then the article. The interrogative أ is not cut off:
# folded it is a plain alef, and far more words begin with one («ادعت», «القاء») than ask with one.
_CONJUNCTIONS = ("", "و", "ف")
_PREPOSITIONS = ("", "ب", "ل", "ك", "س")
_ENCLITICS = ("هما", "كما", "هم", "هن", "ها", "كم", "نا", "ني", "ه", "ك", "ي")
_MIN_STEM = 2


@remembered(131072)
def split_clitics(word: str) -> tuple[Cut, ...]:
    """All cuts of a folded word, fewest cuts first; the whole word is always the first."""
    cuts = [Cut((), False, word)]
    for conjunction in _CONJUNCTIONS:
        if not word.startswith(conjunction):
            continue
        rest = word[len(conjunction) :]
        for preposition in _PREPOSITIONS:
            if not rest.startswith(preposition):
                continue
            stem = rest[len(preposition) :]
            marks = tuple(c for c in (conjunction, preposition) if c)
            if marks and len(stem) >= _MIN_STEM:
                cuts.append(Cut(marks, False, stem))
            if stem.startswith("ال") and len(stem) >= 2 + _MIN_STEM and preposition != "س":
                cuts.append(Cut(marks, True, stem[2:]))
            # ل + ال is written لل; before a name in ل only one lam may stay (لله).
            if preposition == "ل" and stem.startswith("ل") and len(stem) >= 1 + _MIN_STEM:
                cuts.append(Cut(marks, True, stem[1:]))
    whole = tuple(cuts)
    for cut in whole:
        if cut.article:
            continue  # a defined noun takes no pronoun
        for enclitic in _ENCLITICS:
            stem = cut.stem[: -len(enclitic)]
            if cut.stem.endswith(enclitic) and len(stem) >= _MIN_STEM:
                cuts.append(Cut(cut.proclitics, False, stem, enclitic))
                if stem.endswith("ت"):  # ة before a pronoun is written ت
                    cuts.append(Cut(cut.proclitics, False, stem[:-1] + "ه", enclitic))
    cuts.sort(key=lambda c: len(c.proclitics) + c.article + bool(c.enclitic))
    return tuple(dict.fromkeys(cuts))
