"""Rounds over what is followed: ask what is due, fetch what is new, keep it, tell people.

A round has two passes over the hosts, both with one worker a host: first the lists, then the pages that they name.
Pages reach the desk as they come. All clocks are given, so that tests need no waiting.
"""

from __future__ import annotations

import datetime as dt
import queue
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from itertools import islice
from threading import Event
from typing import TypeVar
from urllib.parse import urlsplit

from riwaya.desk import Added, Desk
from riwaya.follow.alerts import first_looks, tell_people
from riwaya.follow.rhythm import LONGEST, SHORTEST
from riwaya.follow.sources import (
    Chosen,
    Memory,
    addresses,
    after,
    choose,
    look,
    memory_of,
    stand_in,
    stands_in,
    validators_of,
)
from riwaya.model import Failure, Source
from riwaya.read import canonical_address
from riwaya.read.feed import Entry
from riwaya.read.fetch import Answer, Fetcher, Validators
from riwaya.store.follows import SOURCES, Alert, Follow, entitle, followed, known_addresses, remember

WORKERS = 8
LEASE = dt.timedelta(minutes=30)
"""A source that a round took is nobody else's for so long."""
_FETCHERS_LIVE = dt.timedelta(hours=12)  # then a host's robots.txt is asked for again
_MOST_FETCHERS = 500


@dataclass(frozen=True, slots=True)
class _Job:
    """A page, as the sources (by key) name it; what its host gave to ask whether it changed since it was read."""

    named: list[tuple[int, Entry]] = field(default_factory=list)
    known: list[Validators] = field(default_factory=list)

    @property
    def address(self) -> str:
        return self.named[0][1].url or ""


T = TypeVar("T")
R = TypeVar("R")
Clock = Callable[[], dt.datetime]


@dataclass(frozen=True, slots=True)
class Round:
    """What one round did: sources asked, of them unchanged and failed; pages asked for; what the desk made of them;
    the alerts that came of it."""

    asked: int = 0
    unchanged: int = 0
    failed: int = 0
    pages: int = 0
    added: Added = field(default_factory=Added)
    alerts: tuple[Alert, ...] = ()


def _utc() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


class Follower:
    """Follows for one desk. `make` gives a fetcher for each host; `clock` tells the time (UTC)."""

    def __init__(self, desk: Desk, make: Callable[[], Fetcher], clock: Clock = _utc) -> None:
        self._desk, self._make, self._clock = desk, make, clock
        self._fetchers: dict[str, tuple[Fetcher, dt.datetime]] = {}

    def close(self) -> None:
        """Close the connections to hosts."""
        for fetcher, _ in self._fetchers.values():
            fetcher.close()
        self._fetchers.clear()

    def next_due(self) -> dt.datetime | None:
        """When the next source is due; None where none is followed."""
        with self._desk.store.reading() as connection:
            memories = [memory_of(f.state) for f in followed(connection, SOURCES)]
        now = self._clock()
        return min((_due(m, now) for m in memories), default=None)

    def round(self) -> Round:
        """Ask every source that is due. Raises `StoreError`."""
        begun = self._clock()
        first_looks(self._desk)
        mine = self._take(begun)
        looks = list(self._by_host(mine, lambda f: f.target, lambda f, web: look(f, web, begun)))
        with self._desk.store.reading() as connection:
            known = known_addresses(connection, [a for seen in looks for a in addresses(seen)])
        chosen = [choose(seen, known) for seen in looks]
        memories = {c.look.follow.key: c.memory for c in chosen}
        jobs = _jobs(chosen)
        added = self._desk.add(self._pages(chosen, jobs, memories))
        with self._desk.store.writing() as connection:
            for c in chosen:
                remember(connection, c.look.follow.key, memories[c.look.follow.key].plain())
                if c.look.title and not c.look.follow.title:
                    entitle(connection, c.look.follow.key, c.look.title, None)
        alerts = tell_people(self._desk, self._clock())
        self._trim()
        return Round(
            asked=len(looks),
            unchanged=sum(not (s.lost or s.entries or s.changed) for s in looks),
            failed=sum(s.lost is not None for s in looks),
            pages=len(jobs),
            added=added,
            alerts=alerts,
        )

    def rest(self, stopped: Event, seconds: float) -> bool:
        """Wait for so long or until `stopped` is set, and meanwhile tell the topics that wait for a reader, one after
        the other; whether it was set. Raises `StoreError`."""
        end = self._clock() + dt.timedelta(seconds=seconds)
        while not stopped.is_set() and self._clock() < end and self._desk.tell_foremost() is not None:
            pass
        return stopped.wait(max(0.0, (end - self._clock()).total_seconds()))

    def _take(self, now: dt.datetime) -> list[Follow]:
        """The sources that are due, from now on ours."""
        with self._desk.store.writing() as connection:
            due = [f for f in followed(connection, SOURCES) if _due(memory_of(f.state), now) <= now]
            for f in due:
                remember(connection, f.key, replace(memory_of(f.state), next=now + LEASE).plain())
        return due

    def _pages(
        self, chosen: Sequence[Chosen], jobs: Sequence[_Job], memories: dict[int, Memory]
    ) -> Iterator[Source | Failure]:
        """Everything that the desk is to read, as it comes; `memories` learn how it came."""
        for c in chosen:
            if c.look.lost is not None:
                yield Failure(c.look.follow.target, "follow", c.look.lost[1])
            if c.look.changed is not None:
                yield c.look.changed
            if c.older:
                reason = f"{c.older:,} older pages of this list are not fetched: it is followed from now on"
                yield Failure(c.look.follow.target, "follow", reason)
        for job, answer in self._by_host(jobs, lambda job: job.address, _fetch):
            lacking = [entry for key, entry in job.named if answer.lost is not None and stands_in(memories[key], entry)]
            for key, entry in job.named:
                memories[key] = after(memories[key], entry, answer)
            if not answer.unchanged:
                yield answer.source()
                yield from islice(filter(None, map(stand_in, lacking)), 1)

    # ------------------------------------------------------------------ hosts side by side

    def _by_host(self, jobs: Iterable[T], address: Callable[[T], str], work: Callable[[T, Fetcher], R]) -> Iterator[R]:
        """`work` on every job, those of one host one after the other; results as they come."""
        by_host: dict[str, list[T]] = defaultdict(list)
        for job in jobs:
            by_host[_host(address(job))].append(job)
        results: queue.SimpleQueue[R | None] = queue.SimpleQueue()

        def run(host: str) -> None:
            try:
                for job in by_host[host]:
                    results.put(work(job, self._fetcher(host)))
            finally:
                results.put(None)

        with ThreadPoolExecutor(WORKERS, "follow") as pool:
            running: list[Future[None]] = [pool.submit(run, host) for host in by_host]
            left = len(running)
            while left:
                result = results.get()
                if result is None:
                    left -= 1
                else:
                    yield result
            for done in running:
                done.result()

    def _fetcher(self, host: str) -> Fetcher:
        now = self._clock()
        found = self._fetchers.get(host)
        if found is not None and now - found[1] < _FETCHERS_LIVE:
            return found[0]
        if found is not None:
            found[0].close()
        fetcher = self._make()
        self._fetchers[host] = (fetcher, now)
        return fetcher

    def _trim(self) -> None:
        """Let go of the fetchers that were made first, where there are too many."""
        for host in list(self._fetchers)[: max(0, len(self._fetchers) - _MOST_FETCHERS)]:
            self._fetchers.pop(host)[0].close()


def _jobs(chosen: Iterable[Chosen]) -> list[_Job]:
    """The pages to be fetched, each once, however many sources name it."""
    jobs: dict[str, _Job] = {}
    for c in chosen:
        for entry in (*c.wanted, *c.again):
            job = jobs.setdefault(canonical_address(entry.url or ""), _Job())
            job.named.append((c.look.follow.key, entry))
            job.known.append(validators_of(c.memory, entry))
    return list(jobs.values())


def _fetch(job: _Job, web: Fetcher) -> tuple[_Job, Answer]:
    return job, web.fetch(job.address, max(job.known, key=lambda v: (v.etag is not None, v.modified is not None)))


def _due(memory: Memory, now: dt.datetime) -> dt.datetime:
    """When a source is due. A clock that was set back must not silence a source."""
    if memory.next is None:
        return now
    longest = dt.timedelta(days=1) if memory.failures else max(LONGEST, LEASE)
    return memory.next if memory.next - now <= longest + SHORTEST else now


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""
