"""Actors: every id that a page gave somebody, and who that is; and what people judged.

Records keep the ids that pages gave. `actors.root` says whom each means today, so that joining and splitting names
changes no record.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from riwaya.model import Actor, Judgement, MentionType
from riwaya.store import tables as t
from riwaya.store.pages import next_key, now
from riwaya.store.rows import in_parts

_MOST_FORMS = 12


@dataclass(frozen=True, slots=True)
class Known:
    """An id that pages gave somebody: its own forms, the root it belongs to, and why."""

    actor: Actor
    root: str
    why: str = ""


def known(connection: Connection, ids: Iterable[str]) -> dict[str, Known]:
    """Those of `ids` that the store knows."""
    found: dict[str, Known] = {}
    for part in in_parts(dict.fromkeys(ids)):
        found |= {row.id: _known(row) for row in connection.execute(select(t.actors).where(t.actors.c.id.in_(part)))}
    return found


def members(connection: Connection, roots: Iterable[str]) -> dict[str, list[Known]]:
    """All ids of each of `roots`, by root; the root itself first."""
    found: dict[str, list[Known]] = defaultdict(list)
    for part in in_parts(dict.fromkeys(roots)):
        wanted = select(t.actors).where(t.actors.c.root.in_(part)).order_by(t.actors.c.id)
        for row in connection.execute(wanted):
            found[row.root].append(_known(row))
    return {root: sorted(rows, key=lambda k: k.actor.id != root) for root, rows in found.items()}


def _known(row: Any) -> Known:
    names = (tuple(json.loads(row.ar)), tuple(json.loads(row.en)))
    return Known(Actor(row.id, MentionType(row.kind), *names, row.wikidata, row.country), row.root, row.why)


def roots_of(connection: Connection, ids: Iterable[str]) -> dict[str, str]:
    """Whom ids mean today; ids that the store does not know are left out."""
    found: dict[str, str] = {}
    for part in in_parts(dict.fromkeys(ids)):
        wanted = select(t.actors.c.id, t.actors.c.root).where(t.actors.c.id.in_(part))
        found.update((row.id, row.root) for row in connection.execute(wanted))
    return found


def whole(rows: Sequence[Known]) -> Actor:
    """The actor that ids of one root make together: its own forms first."""
    root = rows[0].actor
    ar = tuple(dict.fromkeys(f for k in rows for f in k.actor.ar))[:_MOST_FORMS]
    en = tuple(dict.fromkeys(f for k in rows for f in k.actor.en))[:_MOST_FORMS]
    wikidata = next((k.actor.wikidata for k in rows if k.actor.wikidata), None)
    country = next((k.actor.country for k in rows if k.actor.country), None)
    return Actor(root.id, root.kind, ar, en, wikidata, country)


def put(
    connection: Connection, rows: Iterable[Known], keys: Mapping[str, Iterable[str]], names: Mapping[str, Iterable[str]]
) -> None:
    """Write ids, new or changed. `keys` are those under which people of one name meet, `names` folded forms."""
    new = {k.actor.id: k for k in rows}
    for part in in_parts(new):
        connection.execute(delete(t.actors).where(t.actors.c.id.in_(part)))
        connection.execute(delete(t.actor_keys).where(t.actor_keys.c.actor.in_(part)))
        connection.execute(delete(t.actor_names).where(t.actor_names.c.actor.in_(part)))
    _insert(connection, t.actors, [_row(k) for k in new.values()])
    pairs = [{"key": key, "actor": a} for a in new for key in _once(keys.get(a, ()))]
    _insert(connection, t.actor_keys, pairs)
    forms = [{"name": name, "actor": a} for a in new for name in _once(names.get(a, ()))]
    _insert(connection, t.actor_names, forms)


def _once(texts: Iterable[str]) -> Iterable[str]:
    """Texts as the store keeps them, each once."""
    return dict.fromkeys(t.keepable(text)[: t.LONGEST] for text in texts)


def _insert(connection: Connection, table: Any, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(insert(table), rows)


def _row(one: Known) -> dict[str, Any]:
    actor = one.actor
    return {
        "id": actor.id,
        "root": one.root,
        "kind": actor.kind.value,
        "ar": json.dumps(actor.ar, ensure_ascii=False),
        "en": json.dumps(actor.en, ensure_ascii=False),
        "wikidata": actor.wikidata,
        "country": actor.country,
        "why": one.why,
    }


def set_roots(connection: Connection, roots: Mapping[str, tuple[str, str]]) -> None:
    """Say anew whom ids mean: id -> (root, why)."""
    for actor, (root, why) in roots.items():
        connection.execute(update(t.actors).where(t.actors.c.id == actor).values(root=root, why=why))


def meeting(connection: Connection, keys: Iterable[str]) -> dict[str, set[str]]:
    """Who is known under each of `keys`."""
    found: dict[str, set[str]] = defaultdict(set)
    for part in in_parts(dict.fromkeys(keys)):
        for row in connection.execute(select(t.actor_keys).where(t.actor_keys.c.key.in_(part))):
            found[row.key].add(row.actor)
    return found


# ------------------------------------------------------------------ judgements


def judge(connection: Connection, judgements: Sequence[Judgement], undone: bool = False) -> int:
    """Add what somebody decided with one act, or (`undone`) that nobody judges these pairs any more; the number of the
    act. Earlier records stay."""
    first, at = next_key(connection, t.judgements), now()
    rows = []
    for n, one in enumerate(judgements):
        a, b = pair_of(one)
        verdict = -1 if undone else int(one.verdict)
        row = {"act": first, "at": at, "kind": one.kind, "a": a, "b": b, "verdict": verdict, "by": one.by}
        rows.append({"key": first + n, **row})
    connection.execute(insert(t.judgements), rows)
    return first


def judged(connection: Connection, act: int) -> tuple[Judgement, ...]:
    """What was decided with one act; empty where there was none."""
    rows = connection.execute(select(t.judgements).where(t.judgements.c.act == act).order_by(t.judgements.c.key))
    return tuple(Judgement(r.kind, r.a, r.b, bool(r.verdict), r.by) for r in rows)


def stands(connection: Connection, judgements: Iterable[Judgement]) -> bool:
    """Whether anything counts today that was decided about the pairs of `judgements`."""
    pairs = {(one.kind, *pair_of(one)) for one in standing(connection)}
    return any((one.kind, *pair_of(one)) in pairs for one in judgements)


def pair_of(judgement: Judgement) -> tuple[str, str]:
    """The two ids; in order where neither comes first."""
    pair = (judgement.a, judgement.b)
    return pair if judgement.kind == "copy_of" else (min(pair), max(pair))


def standing(connection: Connection) -> tuple[Judgement, ...]:
    """What counts today: the latest judgement about each pair, unless it was undone."""
    latest: dict[tuple[str, str, str], Judgement | None] = {}
    for row in connection.execute(select(t.judgements).order_by(t.judgements.c.key)):
        one = Judgement(row.kind, row.a, row.b, bool(row.verdict), row.by)
        latest.pop((row.kind, row.a, row.b), None)
        latest[row.kind, row.a, row.b] = one if row.verdict >= 0 else None
    return tuple(j for j in latest.values() if j is not None)
