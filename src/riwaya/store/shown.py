"""What a page of hits shows of articles, open in memory: where they stand, their outlines, the texts of their pages.

To fetch twenty of them takes PostgreSQL's module as long as ranking takes, and opening what is packed as long again.
So a server that ranks in memory (`postings`) holds those that lie in `MOST` bytes as well, the latest first: they are
what people look for, and what is older comes from the database as before.

Good for one change mark, like the postings. Whoever follows the store makes it anew (`renewed`): outlines and texts
that are the same stay as they are, where an article stands is asked again each time, for stories change. What was
deleted or cut down is gone from the new one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import Connection

from riwaya.store import ranked
from riwaya.store.ranked import Page
from riwaya.store.rows import in_parts

MOST: Final = 192 << 20
"""Bytes that are held at most: some 20,000 articles of news."""


@dataclass(frozen=True, slots=True)
class Shown:
    """Pages by the keys of their articles, with what tells that they are others now (`Postings.stamps`)."""

    pages: Mapping[int, Page]
    stamps: Mapping[int, int]


NOTHING = Shown({}, {})


def renewed(connection: Connection, stamps: Mapping[int, int], before: Shown = NOTHING) -> Shown:
    """What is shown of the articles that have `stamps`, made of what was `before`. `connection` is in the transaction
    in which the stamps were read."""
    pages: dict[int, Page] = {}
    left = MOST
    for part in in_parts(sorted(stamps, reverse=True)):
        same = [key for key in part if before.stamps.get(key) == stamps[key]]
        places = ranked.places(connection, same)
        here = {key: replace(before.pages[key], where=places[key]) for key in same if key in places}
        known = frozenset(same)
        for key, page in ranked.pages(connection, [key for key in part if key not in known]).items():
            here[key] = page.opened()
        for key in filter(here.__contains__, part):
            left -= here[key].size
            if left < 0:
                return Shown(pages, {key: stamps[key] for key in pages})
            pages[key] = here[key]
    return Shown(pages, {key: stamps[key] for key in pages})
