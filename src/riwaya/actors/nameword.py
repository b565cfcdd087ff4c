"""Words of people's names: which given names the rules list, which words people are called by, what is none of both.

A *new* word is one that people are called by (`riwaya.models.people`) and that stands in no dictionary of Arabic. Some
given names are everyday words as well (`weak` and `either` of the rules): another sign has to stand beside them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import simplemma

from riwaya.actors.knowledge import PARTICLES, Knowledge
from riwaya.actors.spans import Run
from riwaya.models.people import known as called
from riwaya.remembered import remembered
from riwaya.rules import load
from riwaya.text import fold_word, split_clitics

SONS = frozenset({"بن", "ابن", "بنت"})
SLAVE = "عبد"
_LEAST = 4  # letters of a name behind a particle
_BLANK = re.compile(r"[\s_]*")
_NOT_LETTERS = re.compile("[\u0610-\u061a\u0640\u064b-\u065f\u0670]")
_BEFORE = re.compile("^(?:[وفأ]?[بلكس]?|[وف]?ال|[وف]?لل|[وف]?[بك]ال)(?=..)")
_AFTER = ("ه", "ها", "هم", "هما", "نا", "ني", "ك", "ي", "ات", "ون", "ين", "ان", "وا", "و", "ا", "ت")


LISTS = ("given", "foreign", "weak", "either", "nouns", "joiners", "behalf", "never")
"""The lists of `rules/ar/names.yaml` by which names are found."""


@cache
def lists() -> dict[str, frozenset[str]]:
    """Words of names by list; given names as the rules write them, or without hamza: «بأن» is not «بان»."""
    data = load("ar/names")
    flat = {key: [w for row in data[key] for w in ([row] if isinstance(row, str) else row)] for key in LISTS}
    bare = str.maketrans("أإآ", "ااا")
    given, weak = (
        frozenset((*names, *(w.translate(bare) for w in names)))
        for names in (flat["given"] + flat["foreign"], flat["weak"] + flat["either"])
    )
    joiners = frozenset(map(fold_word, (*flat["joiners"], "أبا")))
    folded = {key: frozenset(map(fold_word, flat[key])) for key in ("behalf", "nouns")}
    return folded | {"given": given - weak, "weak": weak, "joiners": joiners, "never": frozenset(flat["never"])}


def plain(word: str) -> str:
    """A word of the page without vowel signs."""
    return _NOT_LETTERS.sub("", word)


def touch(run: Run, k: int) -> bool:
    """Whether nothing but blanks lies between token `k` and the one before."""
    return _BLANK.fullmatch(run.page, run.tokens[k - 1].end, run.tokens[k].start) is not None


def is_new(text: str, word: str) -> bool:
    """Whether `word`, folded `text`, is one that people are called by and no word of the dictionary."""
    return len(text) > 2 and not text.startswith("ال") and text in called() and not in_dictionary(word)


def is_other(known: Knowledge, run: Run, k: int) -> bool:
    """Whether token `k` is a title, an adjective of origin or a generic word."""
    text = run.tokens[k].text
    if text in lists()["behalf"] or text in known.demonyms or text in known.after_title or text in known.generic:
        return True
    return known.titles.match(run.folded, run.tokens, k) is not None


def after_particle(known: Knowledge, run: Run, k: int) -> int | None:
    """Where a given name or a new word starts within token `k`, behind «و», «ل» and the like; None where none does."""
    token = run.tokens[k]
    length = _particle(token.text, run.written(k)) if token.text[0] in PARTICLES and len(token.text) > _LEAST else 0
    return run.folded.starts[token.at + length] if length and token.text[length:] not in known.by_form else None


@remembered(65536)
def _particle(text: str, page: str) -> int:
    """How many letters stand before a given name or a new word in `text`; 0 where it is none."""
    word = plain(page)
    if simplemma.is_known(word, lang="ar"):  # «وليد»
        return 0
    for cut in split_clitics(text)[1:]:
        length = len("".join(cut.proclitics))
        if cut.article or cut.enclitic or len(cut.stem) < _LEAST:
            continue
        if word[length:] in lists()["given"] or is_new(cut.stem, word[length:]):
            return length
    return 0


@remembered(4096)
def in_dictionary(word: str) -> bool:
    """Whether a word as the page writes it is one of the dictionary, with or without particles, pronoun and ending."""
    return any(simplemma.is_known(form, lang="ar") for form in _forms(word))


def _forms(word: str) -> Iterator[str]:
    bare = {word, _BEFORE.sub("", word, count=1), word[1:] if word[:1] in "وفبلك" else word}
    for form in bare:
        yield form
        for ending in _AFTER:
            if form.endswith(ending) and len(form) - len(ending) > 1:
                stem = form[: -len(ending)]
                yield stem
                yield stem + "ة"
                if stem[-1] == "ت":
                    yield stem[:-1] + "ة"
                if stem[-1] in "ئؤ":
                    yield stem[:-1] + "ء"
