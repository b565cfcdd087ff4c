"""What the event rules know of a word by itself, worked out once for each word.

Most words of a text tell nothing; one look-up says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from riwaya.events.rules import Rule, Sense, book
from riwaya.remembered import remembered
from riwaya.rules import load
from riwaya.text import Cut, Token, Words, fold_word, split_clitics
from riwaya.text.numbers import find_numbers
from riwaya.text.states import demonyms
from riwaya.text.stems import stems

_DEFINITE = re.compile(r"(?P<by>[وف]?[بك]?)ال(?P<bare>..+)|(?P<and>[وف]?)لل(?P<led>..+)")
_CLITICS = re.compile(r"[وف]?(?:[بكل]?ال|لل|[بلك])?(?P<bare>..+)")


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """A way to cut a word of which a trigger remains, what that may be, and whether it may be verb and noun."""

    cut: Cut
    senses: tuple[Sense, ...]
    both: bool


@dataclass(frozen=True, slots=True, eq=False)
class Opening:
    """A phrase that a word may open, and the stem of the word that does."""

    stem: str
    words: tuple[str, ...]
    rule: Rule


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """A folded word: its stems, whether it may be a finite verb that tells an event, the state whose adjective it is
    with what is attached before it, how it may be a trigger or open one (`tells`: whether it may at all), whether it
    may say of an event further off that it was not done (`governs`), whether a number may begin with it (`counts`),
    how it is cut where a noun remains that recalls what has been told; whether a clause begins with it, and whether it
    says what became of people. `head`: the row of `echoes` in which it stands as the head of a body's name, and where
    it has ال how many letters stand before that name."""

    stems: frozenset[str]
    finite: bool
    clause: bool
    harms: bool
    head: tuple[int, int | None] | None
    state: tuple[str, str] | None
    readings: tuple[Reading, ...]
    openings: tuple[Opening, ...]
    tells: bool
    governs: bool
    counts: bool
    recalling: Cut | None


@remembered(65536)
def known(word: str) -> Known:
    """What is known of a folded word."""
    held, rules = stems(word), book()
    readings, openings = _readings(word), _openings(held)
    return Known(
        held,
        word.lstrip("و") in rules.finite,
        word in rules.clause,
        word.removeprefix("و") in rules.harms,
        None if _heads().keys().isdisjoint(held) else _head(word),
        None if demonyms().keys().isdisjoint(held) else state_of(word),
        readings,
        openings,
        bool(readings or openings),
        word in rules.turning or word.removeprefix("و") in rules.turning,
        _counts(word),
        None if rules.recalling.isdisjoint(held) else _recalling(word),
    )


def known_in(words: Words) -> tuple[tuple[Known, ...], ...]:
    """What is known of the words of each sentence."""
    return words.once("events.known", _known_in)


def _known_in(words: Words) -> tuple[tuple[Known, ...], ...]:
    return tuple([tuple([known(t.text) for t in sentence.tokens]) for sentence in words.sentences])


def state_of(word: str) -> tuple[str, str] | None:
    """The state whose adjective a word is, and what is attached before it."""
    for bare in (word, word.removeprefix("و"), word.removeprefix("وال"), word.removeprefix("ال")):
        state = demonyms().get(bare)
        if state is not None:
            return state, "و" if word.startswith("و") and not bare.startswith("و") else ""
    return None


def _readings(word: str) -> tuple[Reading, ...]:
    forms = book().forms
    cuts = [cut for cut in split_clitics(word) if cut.stem in forms]
    return tuple(Reading(cut, forms[cut.stem], len({s.kind for s in forms[cut.stem]}) == 2) for cut in cuts)


def _openings(held: frozenset[str]) -> tuple[Opening, ...]:
    """The least cut first: a set has another order in each process."""
    phrases = book().phrases
    opening = sorted(phrases.keys() & held, key=lambda s: (-len(s), s))
    return tuple(Opening(stem, words, rule) for stem in opening for words, rule in phrases[stem])


def _counts(word: str) -> bool:
    """Whether a word, or what is left of it without a particle, is a numeral."""
    bare = (word, word[1:], word.removeprefix("ال"))
    return any(find_numbers((Token(w, 0, 0, len(w)),)) for w in bare if w)


def _recalling(word: str) -> Cut | None:
    cuts = (c for c in split_clitics(word) if not c.enclitic and "س" not in c.proclitics)
    return next((c for c in cuts if c.stem in book().recalling), None)


@cache
def _heads() -> dict[str, int]:
    """The heads of names of bodies, folded, by the row of `echoes` that they stand in."""
    rows = load("ar/events").get("echoes")
    return {fold_word(str(word)): n for n, row in enumerate(rows or ()) for word in row}


def _head(word: str) -> tuple[int, int | None] | None:
    """The row of a head, and of one with ال how many letters stand before its name."""
    met = _DEFINITE.fullmatch(word)
    row = _heads().get(met["bare"] or met["led"]) if met is not None else None
    if met is not None and row is not None:
        return row, len(met["by"] or "") if met["bare"] else len(met["and"] or "") + 1
    loose = _CLITICS.fullmatch(word)
    row = _heads().get(word, _heads().get(loose["bare"]) if loose else None)
    return None if row is None else (row, None)
