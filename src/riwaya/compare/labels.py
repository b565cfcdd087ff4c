"""The headings of contrasts, and other words of `contrasts.yaml` that several judgements need."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from riwaya.likeness import lemma_of
from riwaya.rules import load
from riwaya.text import Token, fold_word, fold_words

_PHRASE = 6  # words at most of a heading's phrase


def label(what: str, of: str = "") -> str:
    """The heading for a kind of contrast, with the words it is about; unknown kinds name themselves."""
    name = str(load("ar/contrasts").get("labels", {}).get(what, what))
    return f"{name}: {of}" if of else name


def whole_phrase(text: str, tokens: Sequence[Token], at: int) -> str:
    """The words that a heading shows for the token at `at`: its phrase, to a mark, a preposition or a word that opens a
    clause; without the «ب» or «و» that joins it to what goes before («اتهمتها بمنع الدخول»)."""
    while at + 1 < len(tokens) and tokens[at].text in _closing():
        at += 1  # «بشأن الهجوم»
    while at and _defined(tokens[at]) and _defined(tokens[at - 1]) and not _parted(text, tokens, at - 1):
        at -= 1  # «السلاح الكيميائي», of which only the second was asked for
    last = at
    while last + 1 < len(tokens) and last + 1 - at < _PHRASE and not _parted(text, tokens, last):
        if tokens[last + 1].text.removeprefix("و") in _closing() or tokens[last + 1].is_number:
            break
        last += 1
    words = " ".join(text[tokens[at].start : tokens[last].end].split())
    first = text[tokens[at].start : tokens[at].end]
    return words[1:] if first[:1] in ("ب", "و") and lemma_of(first)[:1] not in (first[:1], "") else words


def _defined(token: Token) -> bool:
    return token.text.startswith("ال")


def _parted(text: str, tokens: Sequence[Token], i: int) -> bool:
    """Whether a mark stands behind a token."""
    return any(not c.isspace() for c in text[tokens[i].end : tokens[i + 1].start])


@cache
def _closing() -> frozenset[str]:
    rules = load("ar/contrasts")
    return fold_words(w for key in ("leading_away", "no_office", "matters") for w in rules.texts(key))


@cache
def leading_away() -> frozenset[str]:
    """Folded prepositions: behind one a name is no subject, and a few words alone are no claim."""
    return fold_words(load("ar/contrasts").texts("leading_away"))


@cache
def not_counted() -> frozenset[str]:
    """Lemmas that a number may precede without counting anything to compare (units of time)."""
    return frozenset(x for w in load("ar/contrasts").texts("not_counted") for x in (lemma_of(w), fold_word(w)))


@cache
def running() -> frozenset[str]:
    """Lemmas and quantity names whose figure moves on with time."""
    return frozenset(x for w in load("ar/contrasts").texts("running") for x in (lemma_of(w), fold_word(w)))


def one_unit(lemma: str) -> str:
    """One lemma for nouns that count the same: «سنة» and «عام»; any other as it is."""
    return next((group[0] for group in _units() if lemma in group), lemma)


@cache
def _units() -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(map(lemma_of, group)) for group in load("ar/contrasts")["units"])


@cache
def estimating() -> frozenset[str]:
    """Lemmas of giving a figure: whoever is named before one of its numbers stands for it."""
    return frozenset(x for w in load("ar/contrasts").texts("estimating") for x in (lemma_of(w), fold_word(w)))


@cache
def negations() -> frozenset[str]:
    """Folded words that say no."""
    return frozenset(fold_word(w) for w in load("ar/contrasts").texts("negations"))


@cache
def markets() -> frozenset[str]:
    """Folded words of the market, where every hour has its price."""
    return fold_words(load("ar/contrasts").texts("markets"))


@cache
def weighing() -> frozenset[str]:
    """Folded words that say how much or how far a claim goes: put in or left out, the claim is another."""
    return frozenset(y for w in load("ar/contrasts").texts("weighing") for x in (fold_word(w),) for y in (x, "ال" + x))


@cache
def standing_in() -> frozenset[str]:
    """Folded pronouns that stand for whom a verb is aimed at: «متهمة إياها»."""
    return fold_words(load("ar/contrasts").texts("standing_in"))


@cache
def turning() -> frozenset[str]:
    """Folded relative pronouns: what follows is told of the noun before them."""
    return fold_words(load("ar/contrasts").texts("turning"))


@cache
def pronouns() -> frozenset[str]:
    """Folded words that take up what was counted before: «بينما أكد المنظمون أنهم ألفا شخص»."""
    return fold_words(load("ar/contrasts").texts("pronouns"))


@cache
def money() -> frozenset[str]:
    """Lemmas of currencies."""
    return frozenset(x for w in load("ar/contrasts").texts("money") for x in (lemma_of(w), fold_word(w)))


@cache
def no_number() -> frozenset[str]:
    """Folded words of number that commit themselves to none: «عشرات»."""
    return fold_words(load("ar/contrasts").texts("no_number"))
