"""Bodies that are named once and then called by the head of their name: «المنظمة», «الشركة», «الميليشيات».

`with_echoes` adds them to an article's mentions, as the body that was named last with that head before them or in
them («منظمة الراصد»). A head that goes on («المحكمة العليا») is a name of its own, and so is one that other words of
the page have already been read as.
"""

from __future__ import annotations

import re
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
    k = 0
    for index, sentence in enumerate(words.sentences):
        tokens = sentence.tokens
        for i, token in enumerate(tokens):
            while k < len(linked) and linked[k].span.end <= token.start:
                k += 1
            named = linked[k] if k < len(linked) and linked[k].span.start < token.end else None
            if named is not None:
                row = _row_of(tokens, i, named)
                if row is not None and named.actor:
                    last[row] = index, named.actor
                continue
            head = _definite(token.text)
            if head is None or (i + 1 < len(tokens) and tokens[i + 1].text.startswith("ال")):
                continue
            row, lead = head
            if row in last and index - last[row][0] <= _BACK:
                start = token.start + lead if token.end - token.start == len(token.text) else token.start
                yield Mention(
                    Span(words.article.page, start, token.end), MentionType.ORG, last[row][1], "body", "again"
                )


def _row_of(tokens: Sequence[Token], i: int, named: Mention) -> int | None:
    """The head of the name whose first token is `i`: in the name, or the word before it."""
    if named.type is not MentionType.ORG or named.rule in ("anonymous", "role"):
        return None
    if i and tokens[i - 1].end > named.span.start:
        return None
    own = _head(tokens[i].text)
    return own if own is not None or not i else _head(tokens[i - 1].text)


@remembered(65536)
def _head(word: str) -> int | None:
    met = _CLITICS.fullmatch(word)
    return _heads().get(word, _heads().get(met["bare"]) if met else None)


@remembered(65536)
def _definite(word: str) -> tuple[int, int] | None:
    """The row of a head with ال, and how many letters stand before its name."""
    met = _DEFINITE.fullmatch(word)
    if met is None:
        return None
    row = _heads().get(met["bare"] or met["led"])
    return None if row is None else (row, len(met["by"] or "") if met["bare"] else len(met["and"] or "") + 1)
