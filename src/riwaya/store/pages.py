"""Pages, their versions, their articles, and how every page ended.

A page is known by `digest`: the name it came by, its address and its text. What came already leaves no trace when it
comes again. Articles of a page go when the page ceases to be told (a later version took its place); the page stays.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, delete, func, insert, or_, select, update

from riwaya.model import Article, Block, Failure, Page, PageState, Reading, Version
from riwaya.store import tables as t
from riwaya.store.codec import pack, squeeze, swell, unpack
from riwaya.store.rows import Kept, get_found, in_parts, put_found

_BLOCKS: Any = tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Came:
    """A page as it came: as read, the name it came by, and its canonical address."""

    page: Page
    given: str
    address: str | None
    outlet: str | None = None

    @property
    def digest(self) -> str:
        return digest_of(self.given, self.page)


def digest_of(given: str, page: Page) -> str:
    """What tells whether a page came already. Of a page without words, how it ended counts instead."""
    words = page.text or f"{page.state.value}\0{page.reason}"
    whole = "\0".join((given, page.url or "", words))
    return hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()[:40]


def now() -> str:
    """This moment in UTC, as the store writes moments."""
    return moment_of(dt.datetime.now(dt.UTC))


def moment_of(when: dt.datetime) -> str:
    """A moment as the store writes it; one without a zone is taken for UTC."""
    aware = when if when.tzinfo else when.replace(tzinfo=dt.UTC)
    return aware.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def next_key(connection: Connection, table: Any) -> int:
    """The first key that no row has. Only for writers, of whom there is one."""
    return int(connection.scalar(select(func.coalesce(func.max(table.c.key), 0))) or 0) + 1


# ------------------------------------------------------------------ what came before


def known_digests(connection: Connection, digests: Iterable[str]) -> frozenset[str]:
    """Those of `digests` that came already."""
    found: set[str] = set()
    for part in in_parts(dict.fromkeys(digests)):
        found.update(connection.scalars(select(t.pages.c.digest).where(t.pages.c.digest.in_(part))))
    return frozenset(found)


def taken_names(connection: Connection, names: Iterable[str]) -> frozenset[str]:
    """Those of `names` that a page with words has; one without gives way to another of its name."""
    found: set[str] = set()
    for part in in_parts(dict.fromkeys(names)):
        found.update(
            connection.scalars(select(t.pages.c.name).where(t.pages.c.name.in_(part), t.pages.c.characters > 0))
        )
    return frozenset(found)


def told_of(connection: Connection, addresses: Iterable[str], given: Iterable[str]) -> list[tuple[Reading, str]]:
    """The pages that are told now and have one of these addresses, or came by one of these names, each with the name it
    came by; the oldest first."""
    keys: dict[int, str] = {}
    for column, values in ((t.pages.c.address, addresses), (t.pages.c.given, given)):
        for part in in_parts(dict.fromkeys(values)):
            wanted = select(t.pages.c.key, t.pages.c.given).where(
                column.in_(part), t.pages.c.state == PageState.KEPT.value
            )
            keys |= {row.key: row.given for row in connection.execute(wanted)}
    order = sorted(keys)
    return [(r, keys[key]) for key, r in zip(order, readings(connection, order), strict=True)]


def readings(connection: Connection, keys: Sequence[int]) -> list[Reading]:
    """Pages with their articles, by key."""
    pages = _pages(connection, keys)
    of: dict[int, list[Article]] = {}
    for part in in_parts(pages):
        rows = connection.execute(select(t.articles).where(t.articles.c.page.in_(part)).order_by(t.articles.c.key))
        for row in rows:
            of.setdefault(row.page, []).append(_article(row.data, pages[row.page]))
    return [Reading(page, tuple(of.get(key, ()))) for key, page in pages.items()]


def masked_pages(connection: Connection, keys: Iterable[int]) -> set[int]:
    """Those of pages, by key, from which words were taken."""
    found: set[int] = set()
    for part in in_parts(sorted(set(keys))):
        found.update(connection.scalars(select(t.pages.c.key).where(t.pages.c.key.in_(part), t.pages.c.masked == 1)))
    return found


def _pages(connection: Connection, keys: Iterable[int]) -> dict[int, Page]:
    found: dict[int, Page] = {}
    for part in in_parts(keys):
        for row in connection.execute(select(t.pages).where(t.pages.c.key.in_(part)).order_by(t.pages.c.key)):
            found[row.key] = _page(row)
    return found


def _page(row: Any) -> Page:
    return Page(
        name=row.name,
        text=swell(row.text),
        media_type=row.media_type,
        url=row.url,
        host=row.host,
        blocks=unpack(_BLOCKS, row.blocks),
        state=PageState(row.state),
        reason=row.reason,
        retrieved=dt.datetime.fromisoformat(row.retrieved) if row.retrieved else None,
    )


def _article(data: bytes, page: Page) -> Article:
    return replace(unpack(Article, data), text=page.text)


# ------------------------------------------------------------------ writing


def put_pages(connection: Connection, came: Sequence[Came]) -> dict[str, int]:
    """Write pages; their keys by name. A page without words that has one of these names gives way."""
    names = [c.page.name for c in came]
    for part in in_parts(names):
        connection.execute(delete(t.pages).where(t.pages.c.name.in_(part), t.pages.c.characters == 0))
    first, at = next_key(connection, t.pages), now()
    rows = [_page_row(c, first + i, at) for i, c in enumerate(came)]
    if rows:
        connection.execute(insert(t.pages), rows)
    return {c.page.name: first + i for i, c in enumerate(came)}


def _page_row(came: Came, key: int, at: str) -> dict[str, Any]:
    page = came.page
    return {
        "key": key,
        "name": page.name,
        "given": came.given,
        "digest": came.digest,
        "address": came.address,
        "url": page.url,
        "host": page.host,
        "outlet": came.outlet,
        "media_type": page.media_type,
        "state": page.state.value,
        "reason": page.reason,
        "retrieved": page.retrieved.isoformat() if page.retrieved else None,
        "added": at,
        "characters": len(page.text),
        "masked": 0,
        "text": squeeze(page.text),
        "blocks": pack(page.blocks, _BLOCKS),
    }


def put_articles(connection: Connection, kept: Sequence[Kept], pages: Mapping[str, Page]) -> dict[str, int]:
    """Write articles with what was found in them; their keys by id. Their pages stand in the store, and in `pages`."""
    keys = page_keys(connection, (k.article.page for k in kept))
    first = next_key(connection, t.articles)
    rows = [_article_row(k.article, first + i, keys, pages) for i, k in enumerate(kept)]
    if rows:
        connection.execute(insert(t.articles), rows)
        put_found(connection, [(first + i, k) for i, k in enumerate(kept)])
    return {k.article.id: first + i for i, k in enumerate(kept)}


def page_keys(connection: Connection, names: Iterable[str]) -> dict[str, int]:
    """Keys of pages by name."""
    found: dict[str, int] = {}
    for part in in_parts(dict.fromkeys(names)):
        wanted = select(t.pages.c.name, t.pages.c.key).where(t.pages.c.name.in_(part))
        found.update((row.name, row.key) for row in connection.execute(wanted))
    return found


def _article_row(article: Article, key: int, pages: Mapping[str, int], read: Mapping[str, Page]) -> dict[str, Any]:
    when = article.published.when if article.published else None
    return {
        "key": key,
        "id": article.id,
        "page": pages[article.page],
        "role": article.role,
        "outlet": article.outlet,
        "title": article.title.text if article.title else "",
        "url": article.url,
        "language": article.language,
        "published": when.value if when else None,
        "day_from": when.start.isoformat() if when and when.start else None,
        "day_to": when.end.isoformat() if when and when.end else None,
        "moment": published_moment(article, read[article.page].retrieved),
        "story": None,
        "data": pack(replace(article, text="")),
    }


def published_moment(article: Article, retrieved: dt.datetime | None) -> str:
    """When it appeared, for sorting: its clock time, else the beginning of its day, else when it was fetched."""
    when = article.published.when if article.published else None
    if when is not None and "T" in when.value:
        try:
            return moment_of(dt.datetime.fromisoformat(when.value))
        except ValueError:
            pass
    if when is not None and when.start is not None:
        return f"{when.start.isoformat()}T00:00:00Z"
    return moment_of(retrieved) if retrieved else ""


def end_page(connection: Connection, page: Page) -> None:
    """A page is told no more: its articles go, its new state and reason are kept."""
    key = select(t.pages.c.key).where(t.pages.c.name == page.name).scalar_subquery()
    ids = select(t.articles.c.id).where(t.articles.c.page == key)
    connection.execute(
        delete(t.derivations).where(or_(t.derivations.c.derived.in_(ids), t.derivations.c.source.in_(ids)))
    )
    connection.execute(delete(t.articles).where(t.articles.c.page == key))
    changed = {"state": page.state.value, "reason": page.reason}
    connection.execute(update(t.pages).where(t.pages.c.name == page.name).values(changed))


def put_versions(connection: Connection, versions: Sequence[Version]) -> None:
    """Write which pages are later versions of which."""
    rows = [{"later": v.later, "earlier": v.earlier, "address": v.address, "data": pack(v)} for v in versions]
    if rows:
        connection.execute(insert(t.versions), rows)


def get_versions(connection: Connection, names: Iterable[str]) -> list[Version]:
    """Versions one of whose pages has one of `names`."""
    found: dict[str, Version] = {}
    for part in in_parts(dict.fromkeys(names)):
        wanted = select(t.versions).where(or_(t.versions.c.later.in_(part), t.versions.c.earlier.in_(part)))
        found |= {row.later: unpack(Version, row.data) for row in connection.execute(wanted)}
    return [found[name] for name in sorted(found)]


def put_ledger(connection: Connection, ended: Sequence[tuple[Page, str | None]], failures: Sequence[Failure]) -> None:
    """Write how pages ended, each with its outlet, and what failed."""
    first, at = next_key(connection, t.ledger), now()
    rows = [
        {"page": p.name, "outlet": outlet, "state": p.state.value, "stage": "", "reason": p.reason}
        for p, outlet in ended
    ]
    rows += [{"page": f.page, "outlet": None, "state": "", "stage": f.stage, "reason": f.reason} for f in failures]
    if rows:
        connection.execute(insert(t.ledger), [{"key": first + i, "at": at, **row} for i, row in enumerate(rows)])


# ------------------------------------------------------------------ reading


def get_kept(connection: Connection, ids: Iterable[str]) -> tuple[dict[str, Kept], dict[str, Page]]:
    """Articles with what was found in them, by id, and their pages, by name. Ids of none are left out."""
    rows: dict[int, Any] = {}
    for part in in_parts(dict.fromkeys(ids)):
        wanted = select(t.articles.c.key, t.articles.c.page, t.articles.c.data).where(t.articles.c.id.in_(part))
        rows |= {row.key: row for row in connection.execute(wanted)}
    pages = _pages(connection, {row.page for row in rows.values()})
    articles = {key: _article(row.data, pages[row.page]) for key, row in sorted(rows.items())}
    found = get_found(connection, articles)
    return {k.article.id: k for k in found.values()}, {p.name: p for p in pages.values()}


def get_pages(connection: Connection, names: Iterable[str]) -> dict[str, Page]:
    """Pages by name."""
    keys = page_keys(connection, names).values()
    return {p.name: p for p in _pages(connection, sorted(keys)).values()}


def articles_between(connection: Connection, day_from: str, day_to: str) -> list[str]:
    """Ids of the articles published on a day from `day_from` to the one before `day_to`, by moment."""
    a = t.articles.c
    wanted = select(a.id).where(a.day_from >= day_from, a.day_from < day_to).order_by(a.moment, a.id)
    return list(connection.scalars(wanted))


def set_meta(connection: Connection, name: str, value: str) -> None:
    """Remember a small fact about the store."""
    connection.execute(delete(t.meta).where(t.meta.c.name == name))
    connection.execute(insert(t.meta).values(name=name, value=value))


def get_meta(connection: Connection, name: str) -> str | None:
    """A small fact about the store; None where nobody said it."""
    return connection.scalar(select(t.meta.c.value).where(t.meta.c.name == name))


def set_state(connection: Connection, name: str, data: bytes) -> None:
    """Remember what a part of the program wants to remember."""
    connection.execute(delete(t.states).where(t.states.c.name == name))
    connection.execute(insert(t.states).values(name=name, data=data))


def get_state(connection: Connection, name: str) -> bytes | None:
    """What a part of the program remembered; None where it did not."""
    return connection.scalar(select(t.states.c.data).where(t.states.c.name == name))
