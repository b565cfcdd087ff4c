"""Names as people type them, made like the forms that the store keeps for finding actors; names as people read them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection

from riwaya.model import Actor, MentionType
from riwaya.render.catalogue import language
from riwaya.render.index import Index
from riwaya.store import people
from riwaya.text import fold_word

_NOTHING = ("pages", "articles", "events", "stories", "statements", "mentions")


def fold_name(words: str) -> str:
    """A name, or a part of one, as `actor_names` has it (see `riwaya.actors.folded_names`)."""
    return fold_word(" ".join(words.split())).casefold()


def called(actors: Mapping[str, Actor], lang: str) -> dict[str, str]:
    """What actors are called in a language, as a told story names them; of an unnamed source how a page called it."""
    rows = [{"id": a.id, "names": {"ar": list(a.ar), "en": list(a.en)}} for a in actors.values()]
    index = Index({**{k: [] for k in _NOTHING}, "actors": rows}, language(lang))
    return {i: _unnamed(a) if i.startswith("anon:") else index.name(i) for i, a in actors.items()}


def _unnamed(actor: Actor) -> str:
    return next(iter(actor.ar), "") or actor.id.removeprefix("anon:").partition("@")[0].replace("-", " ")


def names_of(connection: Connection, ids: Iterable[str], lang: str = "ar") -> dict[str, str]:
    """What those are called whom ids mean today; under each id."""
    wanted = set(ids)
    roots = {i: i for i in wanted} | people.roots_of(connection, wanted)
    known = people.members(connection, roots.values())
    whole = {r: people.whole(known[r]) if r in known else Actor(r, MentionType.PER) for r in roots.values()}
    names = called(whole, lang)
    return {i: names[root] for i, root in roots.items()}
