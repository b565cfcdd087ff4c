"""What several ways of comparing ask of one account, worked out once (`account.Kept`)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import Generic, TypeVar

from riwaya.account import Account, Kept
from riwaya.model import Mention
from riwaya.text import Hit, Lexicon, Sentence, Token, fold_word
from riwaya.text.numbers import Number, find_numbers

T = TypeVar("T")


_kept = Kept("compare")
once, let_go = _kept.once, _kept.let_go


def numbers_in(account: Account, sentence: Sentence, *, attached: bool = False) -> Sequence[Number]:
    """The numbers of a sentence, as `find_numbers` reads them."""
    found: dict[tuple[int, bool], Sequence[Number]] = once(account, "numbers", lambda _: {})
    key = (sentence.start, attached)
    if key not in found:
        found[key] = find_numbers(sentence.tokens, attached=attached)
    return found[key]


class Phrases(Generic[T]):
    """A lexicon of few phrases: most sentences are seen to have none of them without a look at their words."""

    def __init__(self, lexicon: Lexicon[T], phrases: Iterable[str] = ()) -> None:
        self._lexicon = lexicon
        stems = {max((w.removeprefix("ال").removesuffix("ه") for w in fold_word(p).split()), key=len) for p in phrases}
        self._stems = sorted(s for s in stems if not any(o != s and o in s for o in stems))

    def find(self, account: Account, sentence: Sentence, tokens: Sequence[Token]) -> list[Hit[T]]:
        """The hits in some of a sentence's words."""
        if self._stems:
            text = account.words.folded(sentence)
            if not any(s in text for s in self._stems):
                return []
        return self._lexicon.find(account.words.passages[sentence.passage].folded, tokens)


def hits_in(
    account: Account, sentence: Sentence, tokens: Sequence[Token], name: str, phrases: Phrases[T]
) -> list[Hit[T]]:
    """The hits of phrases in some of a sentence's words. Those of the whole sentence are looked up once; in words
    that stand side by side they are the same, but where one of them reaches over an end."""
    kept: dict[int, list[Hit[T]]] = once(account, f"hits.{name}", lambda _: {})
    if sentence.start not in kept:
        kept[sentence.start] = phrases.find(account, sentence, sentence.tokens)
    whole = kept[sentence.start]
    if not tokens:
        return []
    first = bisect_left(sentence.tokens, tokens[0].start, key=_start_of)
    last = first + len(tokens)
    beside = last <= len(sentence.tokens) and sentence.tokens[last - 1] is tokens[-1]
    here = [h for h in whole if h.first < last and first < h.last]
    if not beside or any(h.first < first or last < h.last for h in here):
        return phrases.find(account, sentence, tokens)
    return [h._replace(first=h.first - first, last=h.last - first) for h in here]


def _start_of(token: Token) -> int:
    return token.start


def mentions_from(account: Account, low: int, high: int) -> Sequence[Mention]:
    """The mentions of an account that begin in `[low:high)`."""
    first = bisect_left(account.mentions, low, key=_begins)
    return account.mentions[first : bisect_left(account.mentions, high, lo=first, key=_begins)]


def _begins(mention: Mention) -> int:
    return mention.span.start
