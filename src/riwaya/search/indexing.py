"""Bringing articles into the index: those that come, with their page; those that came before there was one, when
somebody searches or asks for it."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine

from riwaya.search.forms import entry_of
from riwaya.store import Store, index
from riwaya.store.access import change_mark, count_change
from riwaya.store.pages import masked_pages, readings
from riwaya.text import Words, read_words

_whole: WeakKeyDictionary[Engine, str] = WeakKeyDictionary()
"""The change mark under which nothing was missing: counting takes longer than most searches."""
_AT_ONCE = 100  # articles of one transaction


def put_words(connection: Connection, articles: Iterable[tuple[int, Words]], masked: Container[int] = ()) -> None:
    """Write the words of articles, each with its key, in the transaction that writes the articles; from the pages of
    those that are `masked` words were taken."""
    index.put(connection, [entry_of(key, words, key in masked) for key, words in articles])


def is_whole(store: Store, mark: str) -> bool:
    """Whether all articles are known to be in the index, under the store's change `mark`. False: perhaps not
    (`catch_up`)."""
    return _whole.get(store.engine) == mark


def catch_up(store: Store, most: int | None = None, progress: Callable[[str, int, int], object] | None = None) -> int:
    """Take articles into the index that are not in it, at most `most`; how many are left. Batches of a hundred, each a
    transaction: who is killed goes on from there. Raises `StoreError`."""
    with store.reading() as connection:
        mark = change_mark(connection)
        if _whole.get(store.engine) == mark:
            return 0
        left = index.behind(connection)
        if not left:
            _whole[store.engine] = mark
    whole, done = left if most is None else min(left, most), 0
    while done < whole:
        with store.writing() as connection:
            n = _some(connection, min(_AT_ONCE, whole - done))
            count_change(connection)  # the same query may find more from here on
        if not n:
            break
        done += n
        left -= n
        if progress:
            progress("index", done, whole)
    if done:
        settle(store)
    return max(left, 0)


def settle(store: Store) -> None:
    """After much was taken into the index: make it quick to ask. Raises `StoreError`."""
    with store.writing() as connection:
        index.settle(connection)


def _some(connection: Connection, limit: int) -> int:
    missing = dict(index.missing(connection, limit))
    by_page: dict[str, Words] = {}
    for reading in readings(connection, sorted(set(missing.values()))):
        for article in reading.articles:
            by_page[article.id] = read_words(article)
    ids = index.ids(connection, missing)
    bare = masked_pages(connection, missing.values())
    masked = {key for key, page in missing.items() if page in bare}
    put_words(connection, [(key, by_page[ids[key]]) for key in sorted(missing) if ids[key] in by_page], masked)
    return len(missing)
