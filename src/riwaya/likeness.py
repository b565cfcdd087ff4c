"""How alike two pieces of text are in what they say: lemmas, weighted by how rare they are.

`lemma_of` gives one key for the written forms of a word («وبالعلاقات»، «علاقاتها» -> علاقه): a
dictionary look-up (simplemma) over the possible clitic cuts, else a light stem. `Weights` counts in
how many pieces of the run a lemma occurs; `vector` turns tokens into a unit-length sparse vector;
`cosine` compares two. `Index` finds the nearest of many without comparing all pairs.

Numbers are kept as they are: «15» and «38» make two sentences differ, as they should.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

import numpy as np
import simplemma

from riwaya.remembered import remembered
from riwaya.rules import load
from riwaya.text import Token, fold_word, fold_words, split_clitics

Vector = Mapping[str, float]
"""A sparse vector of unit length: lemma -> weight."""

_SUFFIXES = ("تها", "تهم", "اتها", "ات", "ون", "ين", "ان", "يه", "ها", "هم", "هن", "نا", "ه", "ي", "ا")
_PRONOUNS = ("هما", "ها", "هم", "هن", "نا", "كم", "ه", "ك", "ي")
_PROCLITICS = ("و", "ف", "ب", "ل", "ك", "وب", "ول", "فب", "فل")


@cache
def stopwords() -> frozenset[str]:
    """Folded words that carry no content of their own."""
    return fold_words(load("ar/stopwords").texts("words"))


@remembered(262144)
def lemma_of(word: str) -> str:
    """The folded lemma of a written word; the word itself, lightly stemmed, where none is known."""
    if not word or word[0].isdigit() or "a" <= word[0].lower() <= "z":
        return fold_word(word)
    plain = fold_word(word)
    lemma = _known_lemma(word, plain) or _light_stem(plain)
    return _untied(word if len(word) == len(plain) else plain, lemma)


def _known_lemma(word: str, plain: str) -> str | None:
    for cut in split_clitics(plain):
        stem = word[-len(cut.stem) :] if not cut.enclitic and len(word) == len(plain) else cut.stem
        for form in dict.fromkeys((stem, cut.stem)):
            if len(form) >= 2 and simplemma.is_known(form, lang="ar"):
                return fold_word(simplemma.lemmatize(form, lang="ar"))
    return None


def _untied(word: str, lemma: str) -> str:
    """The noun whose «ة» is written «ت» before a pronoun («سرعتها», «وزارته»), where `lemma` is no more than what is
    left of it; else `lemma`."""
    ending = next((e for e in _PRONOUNS if word.endswith("ت" + e)), None)
    if ending is None or simplemma.is_known("ال" + lemma, lang="ar"):
        return lemma  # «صوته» is «صوت»
    noun = word[: -len(ending) - 1] + "ة"
    folded = fold_word(noun)
    for head in ("", *_PROCLITICS):
        left = folded[len(head) : -1]
        if folded.startswith(head) and (lemma in (left, left + "ت") or (head == "" and left[1:] + "ت" == lemma)):
            form = noun[len(head) :]
            if simplemma.is_known(form, lang="ar"):
                return fold_word(simplemma.lemmatize(form, lang="ar"))
    return lemma


def _light_stem(plain: str) -> str:
    """Take the article and one ending off; what all else fails for are names and rare words."""
    for head in ("وال", "فال", "بال", "كال", "لل", "ال", "و"):
        if plain.startswith(head) and len(plain) - len(head) >= 3:
            plain = plain[len(head) :]
            break
    for tail in _SUFFIXES:
        if plain.endswith(tail) and len(plain) - len(tail) >= 3:
            return plain[: -len(tail)]
    return plain


def content_lemmas(tokens: Iterable[Token], text: str) -> Iterator[str]:
    """The lemmas of `tokens` that carry content; `text` is the page's, for their own spelling."""
    for token in tokens:
        lemma = content_lemma(token.text, text[token.start : token.end])
        if lemma is not None:
            yield lemma


@remembered(131072)
def content_lemma(folded: str, written: str) -> str | None:
    """The lemma of a word, or a number as it is; None of a word that carries no content."""
    stop = stopwords()
    if folded in stop:
        return None
    lemma = folded if folded[0].isdigit() else lemma_of(written)
    return lemma if lemma not in stop and len(lemma) > 1 else None


class Weights:
    """Inverse document frequencies over the pieces (sentences or articles) of one run."""

    def __init__(self, pieces: Iterable[Iterable[str]]) -> None:
        self._counts: Counter[str] = Counter()
        self._n = 0
        for piece in pieces:
            self._counts.update(set(piece))
            self._n += 1

    def weight(self, lemma: str) -> float:
        """Smoothed idf: 1 for what is everywhere, more the rarer; never 0."""
        return 1.0 + math.log((1 + self._n) / (1 + self._counts[lemma]))

    def vector(self, lemmas: Iterable[str]) -> Vector:
        """Unit-length vector of `lemmas`, repeated ones dampened."""
        counts = Counter(lemmas)
        raw = {k: (1.0 + math.log(n)) * self.weight(k) for k, n in counts.items()}
        length = math.sqrt(sum(v * v for v in raw.values()))
        return {k: v / length for k, v in raw.items()} if length else {}


def cosine(a: Vector, b: Vector) -> float:
    """0 (nothing shared) to 1 (the same)."""
    if len(a) > len(b):
        a, b = b, a
    shared = [v * b[k] for k, v in a.items() if k in b]
    return sum(shared) if shared else 0


def coverage(part: Vector, whole: Vector) -> float:
    """How much of `part`, by squared weight, also stands in `whole`: 1 when all of it does."""
    return sum(v * v for k, v in part.items() if k in whole)


_ROUNDING = 1e-9  # of sums of squares


class Index:
    """Nearest vectors by an inverted list. Lemmas in more than `common` vectors open no candidates."""

    def __init__(self, vectors: Sequence[Vector], common: int = 400) -> None:
        self._vectors = vectors
        holders: dict[str, tuple[list[int], list[float]]] = defaultdict(lambda: ([], []))
        for i, vector in enumerate(vectors):
            for lemma, weight in vector.items():
                holders[lemma][0].append(i)
                holders[lemma][1].append(weight)
        self._holders = {lemma: (np.array(ids), np.array(weights)) for lemma, (ids, weights) in holders.items()}
        self._common = common

    def near(self, vector: Vector, least: float) -> list[tuple[int, float]]:
        """`(index, cosine)` of the vectors at least `least` alike, best first.

        Rare lemmas are asked first. A vector that shares none of them is no more alike than what is left of the asked
        one is long (Cauchy and Schwarz), so the common ones, whose lists are longest, open no candidate when that is
        below `least`.
        """
        asked = [(*self._holders[lemma], weight) for lemma, weight in vector.items() if lemma in self._holders]
        asked.sort(key=lambda h: len(h[0]))
        left, opening = sum(weight * weight for *_, weight in asked), 0
        for ids, _, weight in asked:
            if len(ids) > self._common or left < least * least - _ROUNDING:
                break
            opening += 1
            left -= weight * weight
        if not opening:
            return []
        sums = np.zeros(len(self._vectors))
        for ids, weights, weight in asked[:opening]:
            sums[ids] += weights * weight  # no lemma stands twice in a vector
        opened = sums > 0.0
        for ids, weights, weight in asked[opening:]:
            sums[ids] += weights * weight
        likely = np.nonzero(opened & (sums >= least - _ROUNDING))[0]
        # the order of a sum moves its last digit, and equal ones are told apart by place: so these few are all measured
        scores = ((i, cosine(vector, self._vectors[i])) for i in likely.tolist())
        return sorted(((i, s) for i, s in scores if s >= least), key=lambda t: (-t[1], t[0]))
