"""What two modules or more set out alike: a position with its words, the examples of a rule."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from riwaya.account import Account
from riwaya.model import Position, Span
from riwaya.rules import Entry, Finding, examples_of
from riwaya.text import Lexicon, fold, tokenise

T = TypeVar("T")

# How a page is related to one whose words it has, and not its own.
COPIES = frozenset({"copy", "edited_copy", "translation"})


def position(account: Account, holder: str | None, *spans: Span) -> Position:
    """The words of the first of `spans`, held by `holder`, or by their page where nobody else is known to."""
    words = " ".join(account.article.words_of(spans[0]).split())
    return Position(words, holder or account.id, tuple(dict.fromkeys(spans)))


def as_written(account: Account, span: Span) -> str:
    """The words of a span on one line, with the «ا» that «لل» swallows: «للمدينة» has «لمدينة» for its name, which is
    «المدينة»."""
    words = " ".join(account.article.words_of(span).split())
    swallowed = words.startswith("ل") and account.article.text[span.start - 1 : span.start] == "ل"
    return f"ا{words}" if swallowed else words


def payloads_in(lexicon: Lexicon[T], text: str) -> list[T]:
    """What the phrases of `lexicon` stand for that `text` has, in its order."""
    folded = fold(text)
    return [h.payload for h in lexicon.find(folded, list(tokenise(folded)))]


def checked(
    rules: Iterable[Entry], fires: Callable[[Entry, str], bool], missing: str = "its words are not found"
) -> tuple[Finding, ...]:
    """What is wrong with the examples of `rules`: a `yes` in which a rule does not fire (`missing`), a `no` in which it
    does."""
    return tuple(
        Finding(x.file, x.line, x.rule, f"{missing if x.fires else 'it must not fire'}: {x.text}")
        for rule in rules
        for x in examples_of(rule)
        if fires(rule, x.text) is not x.fires
    )
