"""Bodies that are named once and then called by the head of their name: «المنظمة», «الشركة», «الميليشيات».

`with_echoes` adds them to an article's mentions, as the body that was named last with that head before them or in
them («منظمة الراصد»). A head that goes on («المحكمة العليا») is a name of its own, and so is one that other words of
the page have already been read as.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache

from riwaya.model import Mention, MentionType, Span
from riwaya.remembered import remembered
from riwaya.rules import load
from riwaya.text import Token, Words, fold_word

_BACK = 12  # sentences in which a body must have been named
_DEFINITE = re.compile(r"(?P<by>[وف]?[بك]?)ال(?P<bare>..+)|(?P<and>[وف]?)لل(?P<led>..+)")
_CLITICS = re.compile(r"[وف]?(?:[بكل]?ال|لل|[بلك])?(?P<bare>..+)")


@cache
def _heads() -> dict[str, int]:
    """The heads of names of bodies, folded, by the row of `echoes` that they stand in."""
    rows = load("ar/events").get("echoes")
    return {fold_word(str(word)): n for n, row in enumerate(rows or ()) for word in row}


def with_echoes(words: Words, mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """The mentions, in order, with what calls a body again by the head of its name."""
    linked = sorted((m for m in mentions if m.actor), key=lambda m: m.span.start)
    found = list(_echoes(words, linked))
    return tuple(sorted((*mentions, *found), key=lambda m: m.span.start)) if found else tuple(mentions)


def _echoes(words: Words, linked: Sequence[Mention]) -> Iterator[Mention]:
    last: dict[int, tuple[int, str]] = {}  # row -> sentence and actor of the body named last with such a head
    starts = [m.span.start for m in linked]
    for index, sentence in enumerate(words.sentences):
        tokens = sentence.tokens
        for i, token in enumerate(tokens):
            head = _head(token.text)
            if head is None:
                continue
            row, lead = head
            named = _named(linked, starts, token) or (i + 1 < len(tokens) and _named(linked, starts, tokens[i + 1]))
            if named:
                if named.type is MentionType.ORG and named.actor and named.rule not in ("anonymous", "role"):
                    last[row] = index, named.actor
            elif lead is not None and row in last and index - last[row][0] <= _BACK and not _goes_on(tokens, i):
                start = token.start + lead if token.end - token.start == len(token.text) else token.start
                span = Span(words.article.page, start, token.end)
                yield Mention(span, MentionType.ORG, last[row][1], "body", "again")


def _named(linked: Sequence[Mention], starts: Sequence[int], token: Token) -> Mention | None:
    """The mention that a token belongs to."""
    k = bisect_left(starts, token.end) - 1
    return linked[k] if k >= 0 and linked[k].span.end > token.start else None


def _goes_on(tokens: Sequence[Token], i: int) -> bool:
    """Whether an adjective follows: «المحكمة العليا» is a name of its own."""
    return i + 1 < len(tokens) and tokens[i + 1].text.startswith("ال")


@remembered(65536)
def _head(word: str) -> tuple[int, int | None] | None:
    """The row of a head, and of one with ال how many letters stand before its name."""
    met = _DEFINITE.fullmatch(word)
    row = _heads().get(met["bare"] or met["led"]) if met is not None else None
    if met is not None and row is not None:
        return row, len(met["by"] or "") if met["bare"] else len(met["and"] or "") + 1
    loose = _CLITICS.fullmatch(word)
    row = _heads().get(word, _heads().get(loose["bare"]) if loose else None)
    return None if row is None else (row, None)
