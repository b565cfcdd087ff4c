"""Who is meant by words for a speaker: a name, its last words, or an office with a name after it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from sqlalchemy import Connection, func, select

from riwaya.rules import load, rules_in
from riwaya.search.filters import ids_of
from riwaya.store import tables as t
from riwaya.text import fold_text, fold_word
from riwaya.text.states import demonyms

_PERSON = "person:"
_WHOLE = 2  # words of a name that stands alone behind the body whose spokesperson somebody is


def actors_called(connection: Connection, words: str) -> tuple[str, ...]:
    """Those who speak and are called so: by a whole form of a name, else by the last words of one; who speaks most
    comes first. Where nobody is, a person is meant by what follows an office or a title («الناطق كريم الحداد»)."""
    name = fold_word(" ".join(words.split())).casefold()
    found = _speaking(connection, name, whole=True) or _speaking(connection, name, whole=False)
    if found:
        return found
    for rest, whole in _after_title(name):
        people = _speaking(connection, rest, whole=whole)
        people = tuple(p for p in people if p.startswith(_PERSON))
        if people:
            return people
    return ()


def _speaking(connection: Connection, name: str, *, whole: bool) -> tuple[str, ...]:
    forms = t.actor_names.c.name
    test = forms == name if whole else forms.endswith(" " + name, autoescape=True)
    query = select(t.actors.c.root).join(t.actor_names, t.actor_names.c.actor == t.actors.c.id).where(test)
    counted = {root: _speaks(connection, root) for root in set(connection.scalars(query.limit(400)))}
    return tuple(sorted((r for r, n in counted.items() if n), key=lambda r: (-counted[r], r)))


def _speaks(connection: Connection, root: str) -> int:
    speaker = t.statements.c.speaker.in_(ids_of(connection, root))
    return connection.scalar(select(func.count()).select_from(t.statements).where(speaker)) or 0


def _after_title(name: str) -> Iterator[tuple[str, bool]]:
    """The names that may stand in words that begin with a title, the longest first, and whether one has to be whole:
    what stands between may be whom somebody speaks for («المتحدثة باسم الميناء سلمى العبدلي»)."""
    words = name.split()
    rest = _without_title(words)
    if len(rest) == len(words) or not rest:
        return
    yield " ".join(rest), True
    yield " ".join(rest), False
    for n in range(1, len(rest) - _WHOLE + 1):
        yield " ".join(rest[n:]), True


def _without_title(words: list[str]) -> list[str]:
    """The words behind titles and what goes with them (the former, the Norwegian)."""
    rest, beside = words, _beside()
    while rest:
        title = next((n for n in range(min(4, len(rest)), 0, -1) if tuple(rest[:n]) in _titles()), 0)
        if not title and (rest is words or beside.isdisjoint((rest[0], rest[0].removeprefix("ال")))):
            break
        rest = rest[title or 1 :]
    return rest


@cache
def _titles() -> frozenset[tuple[str, ...]]:
    data = load("ar/titles")
    rows = (*(row.texts("ar") for row in rules_in(data, "roles")), *data["titles"])
    return frozenset(tuple(fold_text(title).split()) for row in rows for title in row)


@cache
def _beside() -> frozenset[str]:
    return frozenset(map(fold_word, load("ar/titles").texts("after_title"))) | frozenset(demonyms())
