"""Beginning to follow: what an address is (a feed, a list of feeds, a page), and whom an id or a name means."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from riwaya.actors.knowledge import knowledge
from riwaya.errors import InputError, UsageError
from riwaya.follow.opml import outlines_in
from riwaya.model import Source
from riwaya.read.feed import addresses_in, form_of, list_in
from riwaya.read.fetch import Fetcher
from riwaya.read.links import links_in
from riwaya.store import Store, people, told
from riwaya.store import tables as t
from riwaya.store.follows import INTERESTS, Follow, follow
from riwaya.text import fold_word

_KINDS = {"rss": "feed", "json": "feed", "sitemap": "sitemap"}


@dataclass(frozen=True, slots=True)
class Begun:
    """Sources that are followed from now on, and a word where that was not simply the one that was named."""

    follows: tuple[Follow, ...] = ()
    note: str = ""


def begin(store: Store, address: str, fetcher: Fetcher, by: str = "") -> Begun:
    """Follow what stands at a web address: a feed, a sitemap, every feed of an OPML list, the feed that a page names as
    its own, else the page itself. Raises `InputError` where nothing came, `StoreError`."""
    answer = fetcher.fetch(address)
    if answer.lost is not None:
        raise InputError(f"{address}: {answer.lost[1]}")
    return begin_source(store, answer.source(), by)


def begin_source(store: Store, source: Source, by: str = "") -> Begun:
    """The same for what was opened already: a file with a list of feeds, or an answer. Raises `InputError`."""
    listing = list_in(source)
    form = form_of(listing.data) if listing is not None else None
    if listing is not None and form == "opml":
        outlines = outlines_in(listing)
        if not outlines:
            raise InputError(f"{source.name}: a list without feeds")
        with store.writing() as connection:
            found = tuple(follow(connection, "feed", o.url, title=o.title, by=by) for o in outlines)
        return Begun(found, f"{len(found)} feeds of this list")
    if source.url is None:
        raise InputError(f"{source.name}: no list of feeds (OPML) and no web address")
    if form is not None and listing is not None:
        if form == "sitemap" and not addresses_in(listing):
            raise InputError(f"{source.name}: an empty sitemap")
        return Begun((_one(store, _KINDS[form], source.name, by),))
    feeds = links_in(source).feeds
    if feeds:
        others = f" (others: {', '.join(feeds[1:4])})" if len(feeds) > 1 else ""
        return Begun((_one(store, "feed", feeds[0], by),), f"the feed that {source.name} names: {feeds[0]}{others}")
    return Begun((_one(store, "page", source.name, by),), "a page without a feed: its new headlines are followed")


def begin_interest(store: Store, kind: str, target: str, by: str = "") -> Follow:
    """Follow an actor, a place (an id, or a name that only one has; pages need not have named them yet where the rules
    know them), a story (an id) or a query. Raises `InputError` where nobody is meant, `UsageError` where several
    are."""
    if kind not in INTERESTS:
        raise UsageError(f"{kind}: not one of {', '.join(INTERESTS)}")
    title = target
    if kind in ("actor", "place"):
        target, title = _whom(store, target)
    elif kind == "story":
        target, title = _story(store, target)
    elif not target.strip():
        raise UsageError("an empty query finds nothing")
    with store.writing() as connection:
        return follow(connection, kind, target, title=title, by=by)


def _one(store: Store, kind: str, address: str, by: str) -> Follow:
    with store.writing() as connection:
        return follow(connection, kind, address, by=by)


def _whom(store: Store, named: str) -> tuple[str, str]:
    """The id and the name of the one whom an id or a name means."""
    with store.reading() as connection:
        roots = set(people.roots_of(connection, [named]).values())
        if not roots:
            names = select(t.actor_names.c.actor).where(t.actor_names.c.name == fold_word(named.strip()).casefold())
            roots = set(people.roots_of(connection, connection.scalars(names)).values())
        if not roots:
            roots = _by_the_rules(named.strip())
        if not roots:
            raise InputError(f"{named}: nobody of this name or id is known here")
        if len(roots) > 1:
            raise UsageError(f"{named}: may be {', '.join(sorted(roots)[:5])}; say which")
        (root,) = roots
        rows = people.members(connection, [root]).get(root)
    actor = people.whole(rows) if rows else knowledge().actors[root]
    return root, next(iter((*actor.ar, *actor.en)), root)


def _by_the_rules(named: str) -> set[str]:
    """The ids of those whom no page of the store named yet, and the rules know: states, bodies, places, people."""
    known = knowledge()
    if named in known.actors:
        return {named}
    forms = known.by_form.get(fold_word(named), ())
    return {f.id for f in forms if f.id in known.actors} or {
        a.id for a in known.actors.values() if named.casefold() in map(str.casefold, a.en)
    }


def _story(store: Store, named: str) -> tuple[str, str]:
    with store.reading() as connection:
        story = told.resolve(connection, t.stories, named)
        if story is None:
            raise InputError(f"{named}: no such story")
        return story, told.get_stories_by_id(connection, [story])[story].title
