"""Who is who in a store that grows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection

from riwaya.actors import Met
from riwaya.desk.people import join, link, split
from riwaya.model import Actor, Judgement, MentionType
from riwaya.store import open_store, people


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    with open_store(str(tmp_path / "s.db")) as store, store.writing() as opened:
        yield opened


def met(identity: str, *forms: str, group: str | None = None, kind: MentionType = MentionType.PER) -> Met:
    return Met(Actor(identity, kind, forms), group or identity)


def root(connection: Connection, identity: str) -> str:
    return people.roots_of(connection, [identity])[identity]


def test_an_id_stays_and_gathers_forms(connection: Connection) -> None:
    link(connection, [met("person:sami-aljaburi", "سامي الجبوري")], ())
    link(connection, [met("person:sami-aljaburi", "سامي عادل الجبوري")], ())
    rows = people.members(connection, ["person:sami-aljaburi"])["person:sami-aljaburi"]
    assert people.whole(rows).ar == ("سامي الجبوري", "سامي عادل الجبوري")


def test_a_new_spelling_of_one_known_person_leads_to_it(connection: Connection) -> None:
    link(connection, [met("person:z-first", "عبد الرحمن الخطيب")], ())
    changed = link(connection, [met("person:a-second", "عبدالرحمن الخطيب")], ())
    assert changed.moved == frozenset()
    assert root(connection, "person:a-second") == "person:z-first"  # the id that was first stays
    known = people.known(connection, ["person:a-second"])["person:a-second"]
    assert "like name" in known.why


def test_a_name_that_may_be_either_of_two_is_neither(connection: Connection) -> None:
    link(connection, [met("person:x", "كريم سعيد الحداد"), met("person:y", "كريم نبيل الحداد")], ())
    assert root(connection, "person:x") != root(connection, "person:y")
    link(connection, [met("person:n", "كريم الحداد")], ())
    assert root(connection, "person:n") == "person:n"


def test_what_a_batch_joins_is_joined_with_what_is_known(connection: Connection) -> None:
    link(connection, [met("person:b", "ليلى العطار")], ())
    changed = link(
        connection, [met("person:a", "ليلي", group="person:a"), met("person:b", "ليلى العطار", group="person:a")], ()
    )
    assert root(connection, "person:a") == root(connection, "person:b") == "person:b"
    assert changed.moved == frozenset()


def test_a_judgement_stands_above_names(connection: Connection) -> None:
    apart = Judgement("same_actor", "person:p", "person:q", False)
    link(connection, [met("person:p", "نادر السالم")], ())
    link(connection, [met("person:q", "نادر السالم")], (apart,))
    assert root(connection, "person:q") == "person:q"


def test_organisations_are_not_joined_by_like_names(connection: Connection) -> None:
    link(connection, [met("org:one", "شركة النور", kind=MentionType.ORG)], ())
    link(connection, [met("org:two", "شركة النور", kind=MentionType.ORG)], ())
    assert root(connection, "org:two") == "org:two"


def test_join_and_split_take_whole_groups_along(connection: Connection) -> None:
    link(connection, [met("person:a", "رائد الشيخ"), met("person:a2", "رائد الشّيخ", group="person:a")], ())
    link(connection, [met("person:b", "هاني المصري")], ())
    same = Judgement("same_actor", "person:a2", "person:b", True)
    assert join(connection, (same,), ("person:a2", "person:b"))
    assert len({root(connection, i) for i in ("person:a", "person:a2", "person:b")}) == 1
    assert split(connection, (), ("person:a2", "person:b"))  # taken back: names alone decide
    assert root(connection, "person:a") == root(connection, "person:a2")
    assert root(connection, "person:b") == "person:b"


def test_two_whom_the_rules_know_are_never_joined_by_rule(connection: Connection) -> None:
    kind = MentionType.GPE
    link(
        connection,
        [met("country:NO", "النرويج", kind=kind), met("country:SE", "السويد", group="country:NO", kind=kind)],
        (),
    )
    assert root(connection, "country:SE") == "country:SE"


def test_hostile_forms_survive(connection: Connection) -> None:
    forms = ("'; DROP TABLE actors; --", "ن\u202eم", "x" * 5000, "\x00", "\ud800")
    link(connection, [met("person:h", *forms)], ())
    found = people.known(connection, ["person:h"])["person:h"]
    assert found.actor.ar[:3] == forms[:3]
