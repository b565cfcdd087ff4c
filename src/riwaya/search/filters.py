"""Which articles and statements may be found at all: filters as queries to the store."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Select, and_, false, func, or_, select

from riwaya.errors import UsageError
from riwaya.model import Mode, Polarity
from riwaya.rules.plover import plover
from riwaya.store import people, told
from riwaya.store import tables as t

KINDS = ("article", "statement")


@dataclass(frozen=True, slots=True)
class Filters:
    """What is asked for beside words; None: all.

    kind: article or statement. Days are `YYYY-MM-DD`; `until` and `event_until` are still in.

    actor: somebody's id: named in the article, or (of statements) speaking. event: a PLOVER type, told as having
    happened, planned, denied or alleged. mode, polarity: of a statement. independent: without articles that took their
    words from others.
    """

    kind: str = "article"
    actor: str | None = None
    outlet: str | None = None
    story: str | None = None
    topic: str | None = None
    event: str | None = None
    since: str | None = None
    until: str | None = None
    event_since: str | None = None
    event_until: str | None = None
    mode: str | None = None
    polarity: str | None = None
    independent: bool = False

    @property
    def looks_inside(self) -> bool:
        """Whether statements or events of articles are asked, which takes long for each."""
        said = self.mode or self.polarity or (self.actor and self.kind == "statement")
        return bool(said or self.event or self.event_since or self.event_until)


def proper(filters: Filters) -> Filters:
    """`filters` with the values of its lists as they are kept («consult» is CONSULT). Raises `UsageError` for one that
    is in no list, with the list: else it would seem that no page has the words."""
    return replace(
        filters,
        kind=_one_of("kind", filters.kind, KINDS),
        event=filters.event and _one_of("event", filters.event, tuple(plover())),
        mode=filters.mode and _one_of("mode", filters.mode, tuple(m.value for m in Mode)),
        polarity=filters.polarity and _one_of("polarity", filters.polarity, tuple(p.value for p in Polarity)),
    )


def _one_of(name: str, value: str, values: tuple[str, ...]) -> str:
    found = next((v for v in values if v.casefold() == value.casefold()), None)
    if found is None:
        raise UsageError(f"{name} {value}: one of {', '.join(values)}")
    return found


def unknown(connection: Connection, filters: Filters) -> str | None:
    """Whom or what `filters` name that the store does not know, in words; None: it knows all of them."""
    return "; ".join(_unknown(connection, filters)) or None


def _unknown(connection: Connection, filters: Filters) -> Iterator[str]:
    if filters.actor is not None and not people.roots_of(connection, [filters.actor]):
        yield f"no actor {filters.actor} is known here"
    for name, kind, identity in (("story", t.stories, filters.story), ("topic", t.topics, filters.topic)):
        if identity is not None and told.resolve(connection, kind, identity) is None:
            yield f"no {name} {identity} is known here"
    if filters.outlet is not None:
        named = select(t.articles.c.key).where(t.articles.c.outlet == filters.outlet).limit(1)
        if connection.scalar(named) is None:
            yield f"no outlet {filters.outlet} is known here"


def ids_of(connection: Connection, identity: str) -> tuple[str, ...]:
    """All ids that mean the same actor; the id itself where nobody is known by it."""
    root = people.roots_of(connection, [identity]).get(identity)
    if root is None:
        return (identity,)
    return tuple(k.actor.id for k in people.members(connection, [root])[root])


def articles(connection: Connection, filters: Filters) -> Select[Any] | None:
    """Selects the keys of articles that `filters` let through; None: all. Where statements are looked for, the actor
    has to speak in one."""
    a = t.articles.c
    statements = filters.kind == "statement"
    tests = _of_article(filters)
    for kind, identity in ((t.stories, filters.story), (t.topics, filters.topic)):
        if identity is not None:
            found = told.resolve(connection, kind, identity)
            tests.append(false() if found is None else _in(kind, found))
    ids = ids_of(connection, filters.actor) if filters.actor is not None else ()
    if ids and not statements:
        tests.append(a.key.in_(select(t.mentions.c.article).where(t.mentions.c.actor.in_(ids))))
    if filters.mode or filters.polarity or (ids and statements):
        tests.append(a.key.in_(select(t.statements.c.article).where(*of_statement(filters, ids if statements else ()))))
    if filters.event or filters.event_since or filters.event_until:
        tests.append(a.key.in_(select(t.events.c.article).where(*_of_event(filters))))
    return select(a.key).where(and_(*tests)) if tests else None


def of_statement(filters: Filters, speakers: tuple[str, ...]) -> list[Any]:
    """The tests of a statement."""
    s = t.statements.c
    tests = [c == v for c, v in ((s.mode, filters.mode), (s.polarity, filters.polarity)) if v is not None]
    if speakers:
        tests.append(s.speaker.in_(speakers))
    return tests


def _in(kind: Any, identity: str) -> Any:
    if kind is t.stories:
        return t.articles.c.story == identity
    return t.articles.c.story.in_(select(t.stories.c.id).where(t.stories.c.topic == identity))


def _of_article(filters: Filters) -> list[Any]:
    a = t.articles.c
    tests: list[Any] = []
    if filters.outlet is not None:
        tests.append(a.outlet == filters.outlet)
    if filters.since is not None:
        tests.append(func.coalesce(a.day_from, func.substr(a.moment, 1, 10)) >= filters.since)
    if filters.until is not None:
        tests.append(func.coalesce(a.day_from, func.substr(a.moment, 1, 10)) <= filters.until)
        tests.append(a.moment != "")
    if filters.independent:
        d = t.derivations.c
        tests.append(a.id.not_in(select(d.derived)))
    return tests


def _of_event(filters: Filters) -> list[Any]:
    e = t.events.c
    tests: list[Any] = []
    if filters.event is not None:
        tests.append(e.type == filters.event)
    if filters.event_since is not None:  # the event's last day is the one before day_to
        tests.append(or_(e.day_to > filters.event_since, and_(e.day_to.is_(None), e.day_from >= filters.event_since)))
    if filters.event_until is not None:
        tests.append(e.day_from <= filters.event_until)
    return tests
