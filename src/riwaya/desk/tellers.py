"""Telling many topics on several cores: processes that read the store and tell, for one that writes.

A topic is told from its own articles alone, so topics can be told side by side; the store has one writer at a time
anyway. Each process opens the store for itself and keeps its own accounts at hand.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context

from riwaya.desk.telling import Shelf, TopicTold, tell_topic
from riwaya.store import Store, open_store

FEWEST = 50
"""Topics for which processes are worth their start, some seconds each."""


class _Teller:
    """What each process holds."""

    store: Store
    shelf: Shelf


def _open(address: str) -> None:
    _Teller.store, _Teller.shelf = open_store(address), Shelf()


def _tell(topic: str) -> TopicTold | None:
    with _Teller.store.reading() as connection:
        return tell_topic(connection, _Teller.shelf, topic)


class Tellers:
    """Processes that tell topics of one store."""

    def __init__(self, pool: ProcessPoolExecutor) -> None:
        self._pool = pool

    def tell(self, topics: Sequence[str]) -> Iterator[tuple[str, TopicTold | None]]:
        """Topics in the order given, each as it is told from what the store holds now; None: without articles."""
        return zip(topics, self._pool.map(_tell, topics, chunksize=1), strict=True)


@contextmanager
def tellers(store: Store, workers: int) -> Iterator[Tellers]:
    """`workers` processes on the same store, until the block ends."""
    address = store.engine.url.render_as_string(hide_password=False)
    with ProcessPoolExecutor(workers, get_context("spawn"), _open, (address,)) as pool:
        try:
            yield Tellers(pool)
        finally:
            pool.shutdown(cancel_futures=True)  # whoever stops early waits for one topic each, not for all
