"""Whether two tolls are of one happening by what their own words name: the day, the place, the site and its kind.

Sentences of one fire by two newsrooms may have few words in common. Where both name its day, its place (no state), its
site and of what people died, they are of one fire. A place is one that names it as such, stands in both behind a noun
for places («مدينة», «حي»), or is the name that both set in quotation marks («مصنع «السنابل»»).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from riwaya.compare.counted import Figure
from riwaya.compare.slots import forms_of
from riwaya.model import BlockKind
from riwaya.rules import load
from riwaya.text import Sentence, Token, fold_word, fold_words

_QUOTED = re.compile(r"[«\"“]([^«»\"“”]{3,40})[»\"”]")
_NAME = 2  # words at most of a place behind its noun


def one_happening(a: Figure, b: Figure) -> bool:
    """Whether two tolls are told of one day, place, site and kind of happening, all named where they stand."""
    kinds = [causes_in([_sentence(f)]) for f in (a, b)]
    if not (kinds[0] == kinds[1] and kinds[0] and a.scope.late & b.scope.late and a.scope.sites & b.scope.sites):
        return False
    places = a.scope.places & b.scope.places
    return any(not p.startswith("country:") for p in places) or _names(a, b) or _names(b, a)


def causes_of(figure: Figure) -> frozenset[int]:
    """What a toll's own sentence says that people died of, as lines of `causes`; else what its page's head says."""
    words = figure.account.words
    titles = [s for s in words.sentences if words.kind_of(s) is BlockKind.TITLE]
    return causes_in([_sentence(figure)]) or causes_in(titles[:1])


def causes_in(sentences: Sequence[Sentence]) -> frozenset[int]:
    """The lines of `causes` of which sentences have a word."""
    found = (_cause_of().get(f) for s in sentences for t in s.tokens for f in forms_of(t))
    return frozenset(n for n in found if n is not None)


def _sentence(figure: Figure) -> Sentence:
    return figure.account.words.sentences[figure.sentence]


def _names(figure: Figure, other: Figure) -> bool:
    """Whether the sentence of a toll has the name of a place or site that stands in the other's."""
    there = f" {' '.join(_plain(t) for t in _sentence(other).tokens)} "
    return any(f" {spot} " in there for spot in _spots(figure))


def _spots(figure: Figure) -> Iterator[str]:
    """The names of places and sites of a toll's sentence: what is quoted, what stands behind a noun for places."""
    sentence, text = _sentence(figure), figure.account.article.text
    for quoted in _QUOTED.finditer(text, sentence.start, sentence.end):
        here = [t for t in sentence.tokens if quoted.start(1) <= t.start < quoted.end(1)]
        if here and figure.span.start not in range(quoted.start(1), quoted.end(1)):
            yield " ".join(map(_plain, here))
    for k, token in enumerate(sentence.tokens):
        if any(f in _place_nouns() for f in forms_of(token)):
            behind = sentence.tokens[k + 1 : k + 1 + _NAME]
            name = [t for n, t in enumerate(behind) if t.text.startswith("ال") or not n]
            if name and not name[0].is_number:
                yield " ".join(map(_plain, name))


def _plain(token: Token) -> str:
    """A word without the «ب» or «ل» that joins it («بالمحلة»)."""
    return token.text[1:] if token.text.startswith(("بال", "وال")) else token.text


@cache
def _cause_of() -> dict[str, int]:
    return {fold_word(w): n for n, line in enumerate(load("ar/contrasts")["causes"]) for w in line}


@cache
def _place_nouns() -> frozenset[str]:
    return fold_words(load("ar/contrasts").texts("place_nouns"))
