"""What of a word is looked for: its stem as written, and its lemma. Both for pages and for questions.

The stem is the folded word without what is attached to it («وبالعلاقات» -> علاقات). Which cut is meant, the dictionary
decides; the article goes always, of a word that the dictionary does not know «و» too. It takes some forms for other
words («لبوتين»), so whoever asks for a long word asks for it with «ب», «ل», «ك», «و» before it as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import simplemma

from riwaya.likeness import lemma_of, stopwords
from riwaya.model import BlockKind
from riwaya.remembered import remembered
from riwaya.store.index import BREAK, HOLE, Entry
from riwaya.store.outline import Outline
from riwaya.text import Token, Words, fold_word, split_clitics

_LEAST = 3  # letters that stay when something is taken off
_LONG = 5  # letters of a stem that hardly becomes another word by one more before it
_BEFORE = ("ب", "ل", "ك", "و", "ف", "ول", "وب")
_ARTICLES = ("وبال", "فبال", "وكال", "ولل", "فلل", "وال", "فال", "بال", "كال", "لل", "ال")


@dataclass(frozen=True, slots=True)
class Form:
    """A word to be looked for: its stem as written, and its lemma."""

    stem: str
    lemma: str

    @property
    def stems(self) -> tuple[str, ...]:
        """The stem, and what may be the same word with something attached that the dictionary did not see."""
        return _with_attached(self.stem)

    @property
    def lemmas(self) -> tuple[str, ...]:
        return _with_attached(self.lemma) if self.lemma == self.stem else (self.lemma,)


@remembered(65536)
def _with_attached(stem: str) -> tuple[str, ...]:
    if not stem or not _arabic(stem):
        return (stem,)
    longer = (b + stem for b in _BEFORE)
    return (stem, *(x for x in longer if len(stem) >= _LONG or (len(stem) >= _LEAST and not _known(x))))


@remembered(262144)
def form_of(word: str) -> Form:
    """What of a written word is looked for."""
    plain = fold_word(word)
    if not plain or not _arabic(plain):
        return Form(plain, plain)
    own = len(word) == len(plain)  # then the letters of the page can be taken, whose hamzas tell words apart
    for cut in split_clitics(plain):
        written = word[-len(cut.stem) :] if own and not cut.enclitic else cut.stem
        if len(cut.stem) >= 2 and any(map(_known, (written, cut.stem))):
            bare = written[2:] if _defined(written) else written
            return Form(fold_word(bare), lemma_of(_unended(bare)))
    return Form(_bare(plain), lemma_of(word))


def _arabic(plain: str) -> bool:
    return "\u0621" <= plain[0] <= "\u064a"


def _known(word: str) -> bool:
    return bool(simplemma.is_known(word, lang="ar"))


def _defined(stem: str) -> bool:
    return stem.startswith("ال") and len(stem) - 2 >= _LEAST


def _unended(written: str) -> str:
    """Without the ending of «إضرابا», which hides the lemma; names of countries in «يا» have none."""
    short = written[:-1]
    ends = written.endswith("ا") and not written.endswith("يا") and len(short) > _LEAST
    return short if ends and _known(short) else written


def _bare(plain: str) -> str:
    for head in (*_ARTICLES, "و"):
        if plain.startswith(head) and len(plain) - len(head) >= _LEAST:
            return plain[len(head) :]
    return plain


def is_stopword(word: str) -> bool:
    """Whether a word carries nothing that a page could be found by."""
    return is_light(fold_word(word))


def is_light(plain: str) -> bool:
    """The same of a word that is folded already."""
    return plain in stopwords() or len(plain) < 2


def entry_of(key: int, words: Words, masked: bool = False) -> Entry:
    """The words of an article for the index. Lemmas only of words that carry content. `masked`: words were taken from
    its page, and no phrase runs over the holes."""
    title, body = _Rows(), _Rows()
    for kind, tokens in passages_of(words):
        rows = title if kind is BlockKind.TITLE else body
        if rows.words:
            rows.put("", "", 0, 0)
        last = tokens[0].end if tokens else 0
        for token in tokens:
            if masked and (hole := words.text(last, token.start).find(HOLE)) >= 0:
                rows.put(BREAK, "", last + hole, last + hole + 1)
            last = token.end
            form = form_of(words.text(token.start, token.end))
            lemma = "" if is_light(token.text) else form.lemma
            rows.put(form.stem or token.text or BREAK, lemma, token.start, token.end)
    many = len(title.words)
    title.put("", "", 0, 0)
    both = [a + b for a, b in zip(title.columns(), body.columns(), strict=True)]
    return Entry(key, Outline(both[0], both[1], both[2], both[3], many))


class _Rows:
    """An outline that is being made."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self._lemmas: list[str] = []
        self._starts: list[int] = []
        self._ends: list[int] = []

    def put(self, word: str, lemma: str, start: int, end: int) -> None:
        self.words.append(word)
        self._lemmas.append(lemma)
        self._starts.append(start)
        self._ends.append(end)

    def columns(self) -> tuple[list[Any], ...]:
        return self.words, self._lemmas, self._starts, self._ends


def passages_of(words: Words) -> Iterator[tuple[BlockKind, list[Token]]]:
    """The passages of an article with their tokens."""
    tokens: list[list[Token]] = [[] for _ in words.passages]
    for sentence in words.sentences:
        tokens[sentence.passage] += sentence.tokens
    for passage, own in zip(words.passages, tokens, strict=True):
        yield passage.kind, own
