"""Who is who in a store that grows: the ids of a batch joined to each other and to those that are known.

An id once given to an actor stays its id, or leads to it. What people judged stands above all of it; two actors whom
the rules know are never joined; a new name that could be either of two known people is neither.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from sqlalchemy import Connection

from riwaya.account import Account
from riwaya.actors import Met, folded_names, is_known, may_be_one, name_keys
from riwaya.actors.groups import Groups
from riwaya.model import Actor, Event, Judgement, Speaker
from riwaya.store import people
from riwaya.store.people import Known

_FORMS = 12


class Linked(NamedTuple):
    """Ids known before that mean somebody else now, and such as are called otherwise."""

    moved: frozenset[str]
    renamed: frozenset[str]


def link(connection: Connection, met: Sequence[Met], judgements: Sequence[Judgement]) -> Linked:
    """Take in whom a batch met."""
    work = _Linking(connection, met, judgements)
    work.join_batch(met)
    work.join_known()
    return work.write()


class _Linking:
    """The ids of a batch, those of the store that they touch, and how they are joined."""

    def __init__(self, connection: Connection, met: Sequence[Met], judgements: Sequence[Judgement]) -> None:
        self._connection = connection
        self._groups = Groups(judgements)
        self._stored: dict[str, Known] = {}
        self._new = {m.actor.id: m.actor for m in met}
        self._why = {m.actor.id: m.why for m in met}
        for one in met:
            self._groups.add(one.actor.id)
        self._load(self._new)

    def _load(self, ids: Iterable[str]) -> None:
        """Make ids of the store, and all that are one with them, known here."""
        roots = {k.root for k in people.known(self._connection, ids).values()}
        for root, rows in people.members(self._connection, sorted(roots)).items():
            for row in rows:
                self._stored[row.actor.id] = row
                self._groups.add(row.actor.id)
            for row in rows:
                self._groups.join(root, row.actor.id)

    def join_batch(self, met: Sequence[Met]) -> None:
        """What the articles of the batch say among themselves."""
        for one in met:
            if one.group in self._new:
                self._join(one.actor.id, one.group)

    def join_known(self) -> None:
        """New people who bear the name of exactly one known person."""
        fresh = [a for a in self._new.values() if a.id not in self._stored]
        keys = {a.id: name_keys(a) for a in fresh}
        meeting = people.meeting(self._connection, (k for of in keys.values() for k in of))
        self._load(sorted({a for ids in meeting.values() for a in ids} - self._stored.keys()))
        for actor in fresh:
            near = {i for key in keys[actor.id] for i in meeting.get(key, ())}
            alike = [i for i in sorted(near) if may_be_one(actor, self._stored[i].actor)]
            if len({self._groups.of(i) for i in alike}) == 1 and self._join(actor.id, alike[0]):
                form = self._stored[alike[0]].actor.ar[:1] or self._stored[alike[0]].actor.en[:1]
                self._why[actor.id] = f"the only person known by a like name: «{''.join(form)}»"
        self._groups.judge()

    def _join(self, a: str, b: str) -> bool:
        if any(map(is_known, self._groups.members(a))) and any(map(is_known, self._groups.members(b))):
            return self._groups.of(a) == self._groups.of(b)
        return self._groups.join(a, b)

    def write(self) -> Linked:
        """Keep what is new or changed."""
        changed: set[str] = set()
        now: dict[str, Known] = {}
        rows: dict[str, Known] = {}
        for identity in {*self._new, *self._stored}:
            root = self._root(identity)
            stored = self._stored.get(identity)
            actor = _more(stored.actor if stored else None, self._new.get(identity))
            why = (
                ""
                if root == identity
                else (stored.why if stored and stored.root == root else "")
                or (self._why.get(identity) or "judged the same")
            )
            row = Known(actor, root, why)
            if stored and stored.root != root:
                changed.add(identity)
            if row != stored:
                rows[identity] = row
            now[identity] = row
        write(self._connection, rows)
        before, after = _names_by_root(self._stored), _names_by_root(now)
        otherwise = {root for root, name in before.items() if after.get(root, name) != name}
        return Linked(frozenset(changed), frozenset(i for i, k in now.items() if k.root in otherwise))

    def _root(self, identity: str) -> str:
        """The id by which the group is called: one that the rules know, else the one it had, else the group's own."""
        members = self._groups.members(identity)
        for choice in (
            [i for i in members if is_known(i)],
            [i for i in members if i in self._stored and self._stored[i].root == i],
        ):
            if choice:
                return min(choice)
        return self._groups.of(identity)


def _names_by_root(known: Mapping[str, Known]) -> dict[str, tuple[object, ...]]:
    """What decides by which form an actor is shown: the first in Arabic and in Latin letters, further ones do not."""
    groups: dict[str, list[Known]] = {}
    for identity in sorted(known, key=lambda i: (known[i].root != i, i)):
        groups.setdefault(known[identity].root, []).append(known[identity])
    found: dict[str, tuple[object, ...]] = {}
    for root, rows in groups.items():
        actor = people.whole(rows)
        arabic = next((f for f in actor.ar if f[:1] >= "\u0600"), actor.ar)
        found[root] = arabic, sorted(actor.en, key=str.islower)[:1]
    return found


def write(connection: Connection, rows: Mapping[str, Known]) -> None:
    """Keep ids with their names and keys."""
    ordered = [rows[i] for i in sorted(rows)]
    keys = {k.actor.id: name_keys(k.actor) for k in ordered}
    people.put(connection, ordered, keys, {k.actor.id: folded_names(k.actor) for k in ordered})


def _more(stored: Actor | None, new: Actor | None) -> Actor:
    """An actor with the forms it was met under before and now."""
    if stored is None or new is None:
        one = stored or new
        assert one is not None
        return one
    ar = tuple(dict.fromkeys((*stored.ar, *new.ar)))[:_FORMS]
    en = tuple(dict.fromkeys((*stored.en, *new.en)))[:_FORMS]
    return replace(
        stored, ar=ar, en=en, wikidata=stored.wikidata or new.wikidata, country=stored.country or new.country
    )


def join(connection: Connection, judgements: Sequence[Judgement], pair: Sequence[str]) -> frozenset[str]:
    """Make two ids one, as somebody judged, with all that are one with them. Gives those that mean others now."""
    stored = _around(connection, pair)
    groups = Groups(judgements)
    for identity in stored:
        groups.add(identity)
    for identity, one in stored.items():
        groups.join(one.root, identity)
    groups.judge()
    return _regrouped(connection, stored, groups)


def split(connection: Connection, judgements: Sequence[Judgement], pair: Sequence[str]) -> frozenset[str]:
    """Group the ids that are one with a pair anew, by names and by the judgements that stand: where a pair was judged
    to be two, or a judgement was undone. Gives those that mean others now."""
    stored = _around(connection, pair)
    groups = Groups(judgements)
    for identity in stored:
        groups.add(identity)
    groups.judge()
    order = sorted(stored, key=lambda i: (not is_known(i), stored[i].root != i, i))
    for n, identity in enumerate(order):
        for other in order[:n]:
            both_known = any(map(is_known, groups.members(identity))) and any(map(is_known, groups.members(other)))
            if not both_known and may_be_one(stored[other].actor, stored[identity].actor):
                groups.join(identity, other)
    return _regrouped(connection, stored, groups)


def _around(connection: Connection, ids: Iterable[str]) -> dict[str, Known]:
    """Ids with all that are one with them."""
    rows = people.members(connection, _roots(connection, ids))
    return {k.actor.id: k for of in rows.values() for k in of}


def _regrouped(connection: Connection, stored: Mapping[str, Known], groups: Groups) -> frozenset[str]:
    """Keep new groups of ids; those that mean others now."""
    changed: dict[str, tuple[str, str]] = {}
    for identity, one in stored.items():
        root = min(groups.members(identity), key=lambda i: (not is_known(i), stored[i].root != i, i))
        if root != one.root:
            changed[identity] = (root, "" if root == identity else "judged the same")
    people.set_roots(connection, changed)
    return frozenset(changed)


def _roots(connection: Connection, ids: Iterable[str]) -> list[str]:
    return sorted(set(people.roots_of(connection, ids).values()))


def relabel(account: Account, roots: Mapping[str, str]) -> Account:
    """The account with the ids of its page replaced by whom they mean."""

    def of(identity: str | None) -> str | None:
        return None if identity is None else roots.get(identity, identity)

    def every(ids: Sequence[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(roots.get(i, i) for i in ids))

    def event(one: Event) -> Event:
        return replace(
            one,
            actor=every(one.actor),
            recipient=every(one.recipient),
            place=of(one.place),
            reported_by=every(one.reported_by),
        )

    return replace(
        account,
        mentions=tuple(replace(m, actor=of(m.actor)) for m in account.mentions),
        statements=tuple(
            replace(
                s,
                speaker=s.speaker and Speaker(s.speaker.span, of(s.speaker.actor)),
                via=every(s.via),
                jointly=tuple(Speaker(one.span, of(one.actor)) for one in s.jointly),
            )
            for s in account.statements
        ),
        events=tuple(event(e) for e in account.events),
        claims=tuple(
            replace(c, subject=of(c.subject), object=of(c.object), said_by=of(c.said_by)) for c in account.claims
        ),
    )


def ids_in(account: Account) -> set[str]:
    """All ids of actors that an account names."""
    found = {m.actor for m in account.mentions}
    for s in account.statements:
        found |= {*s.via, s.speaker.actor if s.speaker else None, *(one.actor for one in s.jointly)}
    for e in account.events:
        found |= {*e.actor, *e.recipient, e.place, *e.reported_by}
    for c in account.claims:
        found |= {c.subject, c.object, c.said_by}
    return {i for i in found if i is not None}
