"""The words that set one statement against another: `connectives` in `contrasts.yaml`.

Each has a place: `inside` a sentence it opposes by itself, `beside` only where both speak of the same thing; `against`
and `head` stand at the head of a sentence that answers the one before.
"""

from __future__ import annotations

from functools import cache

from riwaya.account import Account
from riwaya.compare.positions import checked, payloads_in
from riwaya.rules import Entry, Finding, Fired, load, rules_in
from riwaya.text import Lexicon, Sentence, Words, fold, tokenise


def connectives_in(account: Account, start: int, end: int) -> set[str]:
    """The places of the connectives in the words `start:end` of an account's page."""
    folded = fold(account.article.text[start:end])
    return {h.payload for h in _connectives().find(folded, list(tokenise(folded)))}


def opening(words: Words, sentence: Sentence) -> str | None:
    """The place of the connective that opens a sentence, if one does."""
    head = _connectives().match(words.passages[sentence.passage].folded, sentence.tokens, 0)
    return head.payload if head else None


def opposed_in(account: Account, start: int, end: int) -> bool:
    """Whether a connective in the words `start:end` of an account's page sets what follows against what was before."""
    return bool(connectives_in(account, start, end))


# ------------------------------------------------------------------ rules


@cache
def _connectives() -> Lexicon[str]:
    lexicon: Lexicon[str] = Lexicon()
    for rule in _rules():
        place = rule.text("place")
        if place not in ("inside", "beside", "head", "against"):
            raise rule.fail(f"'place' is inside, beside, head or against, not {place!r}")
        for phrase in rule.texts("words"):
            lexicon.add(phrase, place, particles="وف")
    return lexicon


def _rules() -> tuple[Entry, ...]:
    return tuple(r.only("id", "place", "words", "yes", "no") for r in rules_in(load("ar/contrasts"), "connectives"))


def check_connectives() -> tuple[Finding, ...]:
    """A connective is found in every `yes` and in no `no`. That two sides speak is judged elsewhere."""
    return checked(_rules(), lambda rule, text: rule.text("place") in payloads_in(_connectives(), text))


def explain_connectives(words: Words) -> tuple[Fired, ...]:
    """Where a connective stands in `words`."""
    return tuple(
        Fired("compare", f"connective-{hit.payload}", hit.start, hit.end)
        for sentence in words.sentences
        for hit in _connectives().find(words.passages[sentence.passage].folded, sentence.tokens)
    )
