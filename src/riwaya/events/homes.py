"""Whose country «بلاده» is: that of whoever is named last before it in its sentence, or of whoever speaks of him.

«أعلن وزير الخارجية النرويجي فلان انسحاب بلاده»: an office says whose it is, and the page keeps that of whoever holds it
(«وقال فلان إن بلاده ...»). Where nobody is named, a body of a state speaks for it. `with_homes` adds such words to an
article's mentions, as the state that they mean; where no office tells it, nothing is added.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from riwaya.events.known import state_of
from riwaya.events.rules import book
from riwaya.model import Mention, MentionType, Span
from riwaya.text import Sentence, Token, Words
from riwaya.text.stems import stems

_TITLE = 7  # words before a name in which its office stands


@cache
def _home() -> re.Pattern[str]:
    """«بلاده» and its like, with what may be attached before them."""
    return re.compile(rf"(?P<led>[وف]?[بلك]?)(?:{'|'.join(sorted(book().homes))})")


def with_homes(words: Words, mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """The mentions, in order, with the words for somebody's own country whose country is known."""
    if not any(home in p.folded.text for p in words.passages for home in book().homes):
        return tuple(mentions)
    spots = [
        (n, s, i) for n, s in enumerate(words.sentences) for i, t in enumerate(s.tokens) if _home().fullmatch(t.text)
    ]
    if not spots:
        return tuple(mentions)
    linked = sorted((m for m in mentions if m.actor), key=lambda m: m.span.start)
    states = _states(words, linked)
    found = [m for n, s, i in spots if (m := _meant(words, s, i, linked, states)) is not None]
    return tuple(sorted((*mentions, *found), key=lambda m: m.span.start)) if found else tuple(mentions)


def _meant(
    words: Words, sentence: Sentence, i: int, linked: Sequence[Mention], states: Mapping[str, str]
) -> Mention | None:
    """The mention that token `i` of a sentence is."""
    token = sentence.tokens[i]
    ahead = [m for m in linked if sentence.start <= m.span.start and m.span.end <= token.start]
    people = [m for m in ahead if m.type is MentionType.PER]
    if people:
        last = next((m for m in reversed(people) if not _passed(sentence, m, i)), people[0])
        state = states.get(last.actor or "")
    else:
        state = next((f"country:{a[4:6].upper()}" for m in reversed(ahead) if _of_state(a := m.actor or "")), None)
    met = _home().fullmatch(token.text)
    if state is None or met is None:
        return None
    lead = len(met["led"]) if token.end - token.start == len(token.text) else 0
    return Mention(Span(words.article.page, token.start + lead, token.end), MentionType.GPE, state, "body", "home")


def _passed(sentence: Sentence, person: Mention, i: int) -> bool:
    """Whether somebody is only spoken of («قرار الرئيس فلان», «مع الرئيس فلان») and a relative clause that is not his
    parts him from «بلاده» at token `i`: «تطرق إلى قرار الرئيس فلان وإلى الموارد التي تملكها بلاده»."""
    tokens = sentence.tokens
    named = next((k for k, t in enumerate(tokens) if t.end > person.span.start), 0)
    last = next((k for k, t in enumerate(tokens) if t.start >= person.span.end), i)
    first = named - 1  # the word before his office
    while first >= 0 and (
        tokens[first].text.startswith("ال") or not stems(tokens[first].text).isdisjoint(book().titles)
    ):
        first -= 1
    if first < 0 or tokens[i - 1].text in book().opening:
        return False
    before = tokens[first].text
    if before.removeprefix("و") in book().clause | book().auxiliaries or before.lstrip("و") in book().finite:
        return False
    parted = any(t.text.removeprefix("و") in book().relative for t in tokens[last + 1 : i])
    return parted or _taking(tokens[i - 1].text)


def _taking(word: str) -> bool:
    """Whether a word is surely a verb with its object: «تملكها»."""
    return re.fullmatch("[وف]?س?[يت].{2,}(?:ها|هم)", word) is not None


def _of_state(actor: str) -> bool:
    """Whether an id is that of a body of a state («org:no-army»)."""
    return re.match("org:[a-z][a-z]-", actor) is not None


def _states(words: Words, linked: Sequence[Mention]) -> dict[str, str]:
    """For each person whom the page names with an office: whose office it is, as it is first told."""
    found: dict[str, str] = {}
    k = 0
    for sentence in words.sentences:
        while k < len(linked) and linked[k].span.start < sentence.start:
            k += 1
        here: list[Mention] = []
        while k < len(linked) and linked[k].span.start < sentence.end:
            here.append(linked[k])
            k += 1
        for person, state in _offices(sentence, here):
            found.setdefault(person, state)
    return found


def _offices(sentence: Sentence, here: Sequence[Mention]) -> Iterator[tuple[str, str]]:
    """The persons of a sentence whose office it tells, with the state."""
    for m in here:
        if m.type is not MentionType.PER or m.actor is None:
            continue
        if m.rule == "role":  # «الرئيس النرويجي»
            inside = tuple(t for t in sentence.tokens if m.span.start <= t.start < m.span.end)
        else:
            inside = _title(sentence.tokens, m.span.start)
        states = [a for t in inside if (a := _state_at(t, here))]
        if states:
            yield m.actor, states[0]


def _title(tokens: tuple[Token, ...], start: int) -> tuple[Token, ...]:
    """The words of the office before a name: from the farthest title on that no particle or clause parts from it."""
    first = next((i for i, t in enumerate(tokens) if t.end > start), 0)
    low = first
    for i in range(first - 1, max(-1, first - 1 - _TITLE), -1):
        held = stems(tokens[i].text)
        if tokens[i].text in book().clause or not held.isdisjoint(book().prepositions):
            break
        if not held.isdisjoint(book().titles):
            low = i
    return tokens[low:first]


def _state_at(token: Token, here: Sequence[Mention]) -> str:
    """The state that a token names, or whose adjective it is; else empty."""
    named = next((m for m in here if m.span.start < token.end and token.start < m.span.end), None)
    if named is not None and named.type is MentionType.GPE and (named.actor or "").startswith("country:"):
        return named.actor or ""
    return (state_of(token.text) or ("", ""))[0]
