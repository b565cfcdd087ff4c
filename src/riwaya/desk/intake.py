"""What came: which pages are new, which came before, which are later versions of pages that are kept."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import Connection

from riwaya.model import Page, PageState, Reading, Version
from riwaya.read import canonical_address, renamed, revised, settle
from riwaya.store import pages
from riwaya.store.pages import Came
from riwaya.store.tables import keepable
from riwaya.store.upkeep import gone_marks, gone_of

_LONGEST = 400  # characters of a page's name, which is looked up by


@dataclass(frozen=True, slots=True)
class Sorted:
    """A batch held against the store: pages to write, readings to tell, pages that are told no more, versions, and how
    many came before."""

    came: tuple[Came, ...] = ()
    readings: tuple[Reading, ...] = ()
    ended: tuple[Page, ...] = ()
    versions: tuple[Version, ...] = ()
    repeated: int = 0


@dataclass(slots=True)
class _Batch:
    """New readings with the names they came by, and the kept ones that they may have to do with."""

    old: list[Reading]
    old_given: dict[str, str]
    new: list[tuple[Reading, str]] = field(default_factory=list)
    versions: list[Version] = field(default_factory=list)


def sort_readings(connection: Connection, found: Sequence[Reading]) -> Sorted:
    """Hold what was read against the store. Nothing is written. Deleted pages count as such that came before."""
    fresh, repeated = _fresh(connection, [renamed(r, bounded(r.page.name)) for r in found])
    left = _not_deleted(connection, fresh)
    fresh, repeated = left, repeated + len(fresh) - len(left)
    batch = _named_apart(connection, fresh)
    before = [r.page.state for r in batch.old]
    _revise(batch)
    settled, versions = settle([*batch.old, *(r for r, _ in batch.new)])
    ended = [
        r.page
        for r, state in zip(settled, before, strict=False)
        if r.page.state is not state
    ]  # fmt: skip
    new = settled[len(batch.old) :]
    came = [
        Came(r.page, given, _address(r.page), outlet_of(r))
        for r, (_, given) in zip(new, batch.new, strict=True)
    ]  # fmt: skip
    return Sorted(
        tuple(came), tuple(r for r in new if r.articles), tuple(ended), (*batch.versions, *versions), repeated
    )


def _not_deleted(connection: Connection, fresh: Sequence[Reading]) -> list[Reading]:
    """Without pages that were deleted from the store."""
    marks = [marks_of(r.page) for r in fresh]
    gone = gone_of(connection, (m for of in marks for m in of))
    return [r for r, of in zip(fresh, marks, strict=True) if gone.isdisjoint(of)]


def marks_of(page: Page) -> tuple[str, ...]:
    """By what a deleted page is known when it comes again."""
    return gone_marks(pages.digest_of(page.name, page), _address(page))


def bounded(name: str) -> str:
    """A page's name as the store can keep it; of one too long the beginning, and what tells it from others."""
    name = keepable(name)
    if len(name) <= _LONGEST:
        return name
    return f"{name[:_LONGEST]}…{hashlib.sha256(name.encode()).hexdigest()[:12]}"


def _fresh(connection: Connection, found: Sequence[Reading]) -> tuple[list[Reading], int]:
    """Those that did not come before, in the store or in this batch."""
    digests = [pages.digest_of(r.page.name, r.page) for r in found]
    seen = set(pages.known_digests(connection, digests))
    fresh: list[Reading] = []
    for reading, digest in zip(found, digests, strict=True):
        if digest not in seen:
            seen.add(digest)
            fresh.append(reading)
    return fresh, len(found) - len(fresh)


def _named_apart(connection: Connection, fresh: Sequence[Reading]) -> _Batch:
    """The fresh readings under names that no page has, and the kept pages of the same addresses and names."""
    addresses = {a for r in fresh if (a := _address(r.page))}
    given = [r.page.name for r in fresh]
    old = pages.told_of(connection, addresses, given)
    batch = _Batch([r for r, _ in old], {r.page.name: g for r, g in old})
    taken = set(pages.taken_names(connection, given))
    for reading in fresh:
        name = reading.page.name
        if name in taken:
            name = _free(connection, name, taken)
        taken.add(name)
        batch.new.append((renamed(reading, name), reading.page.name))
    return batch


def _free(connection: Connection, name: str, taken: set[str]) -> str:
    n = 2
    while f"{name}~{n}" in taken or pages.taken_names(connection, [f"{name}~{n}"]):
        n += 1
    return f"{name}~{n}"


def _revise(batch: _Batch) -> None:
    """A page that came by the name of a kept one, with like words, is its later version: whoever named it says that it
    is the same document. The kept one ends."""
    last = {given: n for n, r in enumerate(batch.old) for given in [batch.old_given[r.page.name]]}
    for reading, given in batch.new:
        n = last.get(given)
        if n is None or not reading.articles or _address(reading.page) != _address(batch.old[n].page):
            continue
        earlier = batch.old[n]
        if not earlier.articles or (version := revised(earlier, reading)) is None:
            continue
        batch.versions.append(version)
        page = replace(earlier.page, state=PageState.DUPLICATE, reason=f"an earlier version of {reading.page.name}")
        batch.old[n] = Reading(page)


def _address(page: Page) -> str | None:
    return canonical_address(page.url) if page.url else None


def outlet_of(reading: Reading) -> str | None:
    """Whose page it is: its main article's outlet, else its host."""
    main = next((a.outlet for a in reading.articles if a.role == "main" and a.outlet), None)
    return main or (reading.page.host or "").removeprefix("www.") or None
