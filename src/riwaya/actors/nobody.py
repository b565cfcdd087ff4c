"""Words that a reader takes for somebody and that are nobody's name: months, and words of the dictionary with an
article, a particle or an owner («الحلاق», «كحلاق», «حلاقهم»).

A bare word of the dictionary may be a name («أنفاس», «هجين») and stays; so does whatever people are called by
(`riwaya.models.people`), the rules know, or the page has in a whole name.
"""

from __future__ import annotations

import re
from collections.abc import Set

import simplemma

from riwaya.actors.knowledge import Knowledge
from riwaya.actors.likeness import given_names
from riwaya.actors.nameword import plain
from riwaya.actors.spans import Candidate
from riwaya.model import MentionType
from riwaya.models.people import known as called
from riwaya.text import Words, fold_word

_DATED = re.compile(r"\s*(?:/|\d{4}\b)")
_DAY = re.compile(r"(?:\d|/)\s*$")
_DEFINITE = re.compile("[وف]?[بك]?ال(?=.{3})|[وف]?لل(?=.{3})")
_PARTICLE = re.compile("[بك](?=.{4})")
_OWNED = re.compile("(?<=...)(?:يه|يها|يهم|ه|ها|هم|هما|نا|ي)$")
_ARTICLE = 2  # letters of «ال»; with more before a word, a particle stands there too
_NEAR = 8  # characters around a name in which a date's figures stand


def is_month(known: Knowledge, words: Words, c: Candidate) -> bool:
    """Whether a candidate is a month's name; one that people bear too («ماي») only beside the figures of a date."""
    form = fold_word(words.text(c.start, c.end))
    if form not in known.months or c.type is MentionType.ORG:
        return False
    text = words.article.text
    beside = _DAY.search(text[max(0, c.start - _NEAR) : c.start]) or _DATED.match(text, c.end, c.end + _NEAR)
    return " " in form or form not in called() or beside is not None


def is_nobody(known: Knowledge, words: Words, c: Candidate, parts: Set[str]) -> bool:
    """Whether a lone word seen as a person is a common noun. `parts`: the words of the page's whole names."""
    word = plain(words.text(c.start, c.end))
    form = fold_word(word)
    if c.type is not MentionType.PER or not word.isalpha() or form in parts or _is_name(known, form):
        return False
    if (definite := _DEFINITE.match(word)) is not None:
        stem = word[definite.end() :]
        name = fold_word(stem) in given_names() if definite.end() > _ARTICLE else _is_name(known, fold_word(stem))
        return not name and _is_word(stem)
    if _PARTICLE.match(word) and not _is_name(known, fold_word(word[1:])) and not simplemma.is_known(word, lang="ar"):
        return simplemma.is_known(word[1:], lang="ar")
    owner = _OWNED.search(word)
    stem = word[: owner.start()] if owner else ""
    if owner is None or not _is_word(stem):
        return False
    # Nobody is called «جمهورهم», though somebody may be called «جمهور»; «ي» and «نا» may end a name of their own.
    return fold_word(stem) not in given_names() if "ه" in owner.group() else not _is_name(known, fold_word(stem))


def _is_name(known: Knowledge, form: str) -> bool:
    return form in called() or form in given_names() or form in known.by_form


def _is_word(stem: str) -> bool:
    return simplemma.is_known(stem, lang="ar") or (
        stem.endswith("ت") and simplemma.is_known(stem[:-1] + "ة", lang="ar")
    )
