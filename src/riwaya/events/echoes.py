"""Bodies that are named once and then called by the head of their name: «المنظمة», «الشركة», «الميليشيات».

`with_echoes` adds them to an article's mentions, as the body that was named last with that head before them or in
them («منظمة الراصد»), and «بلاده» beside them (`homes`). A head that goes on («المحكمة العليا») is a name of its own,
and so is one that other words of the page have already been read as.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from riwaya.events.homes import with_homes
from riwaya.events.known import known_in
from riwaya.model import Mention, MentionType, Span
from riwaya.text import Token, Words

_NAMELESS = ("anonymous", "role", "body")  # rules of mentions that are no names
_MORE = 4  # times that another body may be named as often
_BACK = 12  # sentences in which a body must have been named


def with_echoes(words: Words, mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """The mentions, in order, with what calls a body again by the head of its name, and a state somebody's country."""
    linked = sorted((m for m in mentions if m.actor), key=lambda m: m.span.start)
    found = list(_echoes(words, linked))
    return with_homes(words, tuple(sorted((*mentions, *found), key=lambda m: m.span.start)) if found else mentions)


def _echoes(words: Words, linked: Sequence[Mention]) -> Iterator[Mention]:
    # Row -> the bodies named with such a head, and where: the sentence, the token.
    last: dict[int, dict[str, tuple[int, int]]] = defaultdict(dict)
    counts = Counter(m.actor for m in linked if m.type is MentionType.ORG and m.rule not in _NAMELESS)
    starts = [m.span.start for m in linked]
    for index, (sentence, known) in enumerate(zip(words.sentences, known_in(words), strict=True)):
        tokens = sentence.tokens
        for i, (row, lead) in [(i, k.head) for i, k in enumerate(known) if k.head is not None]:
            token = tokens[i]
            named = _named(linked, starts, token) or (i + 1 < len(tokens) and _named(linked, starts, tokens[i + 1]))
            if named:
                if named.type is MentionType.ORG and named.actor and named.rule not in _NAMELESS:
                    last[row][named.actor] = (index, i)
                continue
            meant = _meant(last[row], index, counts) if lead is not None and not _goes_on(tokens, i) else None
            if meant is not None and lead is not None:
                start = token.start + lead if token.end - token.start == len(token.text) else token.start
                span = Span(words.article.page, start, token.end)
                yield Mention(span, MentionType.ORG, meant, "body", "again")


def _meant(named: Mapping[str, tuple[int, int]], index: int, counts: Mapping[str | None, int]) -> str | None:
    """Of the bodies named with a head not long ago the one that the page speaks of most, the latest of several; nobody
    where another body is what the page is about: «الشركة» is not whom it names in passing."""
    near = [who for who, (at, _) in named.items() if index - at <= _BACK]
    if not near:
        return None
    best = max(near, key=lambda who: (counts.get(who, 0), named[who]))
    return best if max(counts.values(), default=0) <= _MORE * max(1, counts.get(best, 0)) else None


def _named(linked: Sequence[Mention], starts: Sequence[int], token: Token) -> Mention | None:
    """The mention that a token belongs to."""
    k = bisect_left(starts, token.end) - 1
    return linked[k] if k >= 0 and linked[k].span.end > token.start else None


def _goes_on(tokens: Sequence[Token], i: int) -> bool:
    """Whether an adjective follows («المحكمة العليا» is a name of its own), or whom it is with («التحالف مع كذا»)."""
    return i + 1 < len(tokens) and (tokens[i + 1].text.startswith("ال") or tokens[i + 1].text in ("مع", "بين"))
