"""One look at a followed source: it is asked, if it changed, for what it lists; what is new is chosen from that.

`look` talks to one host and nothing else; `choose` is pure. What is remembered of a source between looks is a `Memory`.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from email.utils import parsedate_to_datetime
from html import unescape
from typing import Any

from riwaya.errors import InputError
from riwaya.follow.rhythm import SHORTEST, Rhythm, back_off, rhythm_of
from riwaya.model import PageState, Source
from riwaya.read import canonical_address, read_source
from riwaya.read.feed import Entry, addresses_in, entries_of, form_of, list_in
from riwaya.read.fetch import Answer, Fetcher, Validators
from riwaya.read.links import links_in
from riwaya.store.follows import Follow

MOST_PAGES = 100
"""Pages of one source that are fetched in one round; the others wait for the next."""
MOST_TRIES = 3
"""So often a page that did not come is asked for."""
_MOST_LISTS = 5  # of an index of sitemaps, the latest: they name the newest pages
_MOST_LED = 2000
_MOST_HOSTS = 8
_MOMENTS = ("next", "last", "failing")
_PLAIN = ("etag", "modified", "failures", "why")
_NONE = Validators()


@dataclass(frozen=True, slots=True)
class Memory:
    """What is remembered of a source: when it is asked `next`, what its host gave to ask whether it changed, its
    rhythm, the moment of its newest entry, how often it failed in a row and since when, marks of listed addresses
    that led elsewhere, tries at pages that did not come, hosts of its pages."""

    next: dt.datetime | None = None
    etag: str | None = None
    modified: str | None = None
    rhythm: Rhythm = field(default_factory=Rhythm)
    last: dt.datetime | None = None
    failures: int = 0
    failing: dt.datetime | None = None
    why: str = ""
    led: tuple[str, ...] = ()
    tries: Mapping[str, int] = field(default_factory=dict)
    hosts: tuple[str, ...] = ()

    def plain(self) -> dict[str, Any]:
        """As JSON values."""
        moments = {k: v.isoformat() for k in _MOMENTS if (v := getattr(self, k)) is not None}
        rest = {k: getattr(self, k) for k in _PLAIN if getattr(self, k)}
        lists = {"led": list(self.led), "tries": dict(self.tries), "hosts": list(self.hosts)}
        return {**moments, **rest, **lists, "rhythm": self.rhythm.plain()}


def memory_of(plain: Mapping[str, Any]) -> Memory:
    """What `Memory.plain` gave; a fresh one for anything else."""
    try:
        known: dict[str, Any] = {k: dt.datetime.fromisoformat(plain[k]) for k in _MOMENTS if k in plain}
        known |= {k: plain[k] for k in (*_PLAIN, "tries") if k in plain}
        known |= {k: tuple(plain.get(k, ())) for k in ("led", "hosts")}
        return Memory(**known, rhythm=rhythm_of(plain.get("rhythm")))
    except (TypeError, ValueError):
        return Memory()


@dataclass(frozen=True, slots=True)
class Look:
    """What a source showed. `changed` is a watched page itself, where it changed; `lost` says why nothing came."""

    follow: Follow
    memory: Memory
    at: dt.datetime
    entries: tuple[Entry, ...] = ()
    changed: Source | None = None
    validators: Validators = _NONE
    title: str | None = None
    lost: tuple[PageState, str] | None = None


def look(follow: Follow, fetcher: Fetcher, now: dt.datetime) -> Look:
    """Ask a source for what it shows now. Raises nothing that its host can cause."""
    memory = memory_of(follow.state)
    answer = fetcher.fetch(follow.target, Validators(memory.etag, memory.modified))
    seen = Look(follow, memory, now, validators=answer.validators)
    if answer.unchanged:
        return seen
    if answer.lost is not None:
        return replace(seen, lost=answer.lost)
    try:
        if follow.kind == "page":
            return _page(seen, answer)
        entries, title = _listed(answer, fetcher)
        return replace(seen, entries=entries, title=title)
    except InputError as e:
        return replace(seen, lost=(PageState.BROKEN, str(e)))


def _listed(answer: Answer, fetcher: Fetcher) -> tuple[tuple[Entry, ...], str | None]:
    """What a feed or a sitemap lists. Raises `InputError` where it is none."""
    source = list_in(answer.source())
    if source is None:
        raise InputError("neither a feed nor a sitemap stands there any more")
    entries = entries_of(source)
    if not entries and form_of(source.data) == "sitemap":
        for listed in addresses_in(source)[-_MOST_LISTS:]:
            inner = fetcher.fetch(listed.url)
            part = list_in(inner.source()) if inner.lost is None else None
            entries += entries_of(part) if part is not None else ()
    title = next((e.outlet for e in entries if e.outlet), None)
    return tuple(e for e in entries if e.url), title


def _page(seen: Look, answer: Answer) -> Look:
    """A watched page: an article may have changed, a section may show new headlines."""
    source = answer.source()
    readings = read_source(source)
    if any(a.role == "main" for r in readings for a in r.articles):
        return replace(seen, changed=source)
    return replace(seen, entries=tuple(Entry(url=url) for url in links_in(source).pages))


# ------------------------------------------------------------------ choosing


@dataclass(frozen=True, slots=True)
class Chosen:
    """What of a look is to be fetched now, newest first, how many more there are, and what to remember."""

    look: Look
    wanted: tuple[Entry, ...]
    older: int
    memory: Memory


def addresses(seen: Look) -> list[str]:
    """The canonical addresses that a look lists."""
    return [canonical_address(e.url) for e in seen.entries if e.url]


def choose(seen: Look, known: Mapping[str, frozenset[str]]) -> Chosen:
    """What is new of a look. `known` tells which canonical addresses came before, and how they ended."""
    memory, now = seen.memory, seen.at
    if seen.lost is not None:
        failures = memory.failures + 1
        since = memory.failing or now
        failed = replace(memory, failures=failures, failing=since, why=seen.lost[1], next=now + back_off(failures))
        return Chosen(seen, (), 0, failed)
    new = sorted((e for e in seen.entries if _is_new(e, memory, known)), key=lambda e: _late(e, now), reverse=True)
    wanted, rest = new[:MOST_PAGES], new[MOST_PAGES:]
    first = memory.rhythm.until is None
    memory = _learnt(seen, wanted)
    validators = seen.validators
    if rest and not first:  # they are still to come: the list has to be shown again
        memory, validators = replace(memory, next=now + SHORTEST), _NONE
    memory = replace(memory, etag=validators.etag, modified=validators.modified)
    return Chosen(seen, tuple(wanted), len(rest) if first else 0, memory)


def _is_new(entry: Entry, memory: Memory, known: Mapping[str, frozenset[str]]) -> bool:
    address = canonical_address(entry.url or "")
    states = known.get(address)
    if mark(address) in memory.led:
        return False
    return states is None or (states == {PageState.BROKEN.value} and memory.tries.get(mark(address), 0) < MOST_TRIES)


def _learnt(seen: Look, wanted: list[Entry]) -> Memory:
    """The memory after a look that came."""
    memory, now = seen.memory, seen.at
    moments = [m for e in wanted if (m := moment_of(e)) is not None and m <= now]
    until = memory.rhythm.until
    if until is None:
        listed = [m for e in seen.entries if (m := moment_of(e)) is not None and m <= now]
        since = min(listed, default=now)
        rhythm = memory.rhythm.learn(listed, max(since, now - dt.timedelta(days=28)), now)
    else:  # what was published before the last look and shows only now, came now
        came = [m if m > until else now for m in moments] + [now] * (len(wanted) - len(moments))
        rhythm = memory.rhythm.learn(came, until, now)
    if rhythm.until is None:
        rhythm = replace(rhythm, until=now)
    last = max(
        [*moments, *([now] if wanted and not moments else []), *([memory.last] if memory.last else [])], default=None
    )
    listed_marks = {mark(a) for a in addresses(seen)} or set(memory.led)
    return replace(
        memory,
        next=rhythm.next_time(now),
        rhythm=rhythm,
        last=last,
        failures=0,
        failing=None,
        why="",
        led=tuple(m for m in memory.led if m in listed_marks),
        tries={m: n for m, n in memory.tries.items() if m in listed_marks},
    )


def after(memory: Memory, entry: Entry, answer: Answer) -> Memory:
    """The memory after a page of the source was asked for."""
    asked, came = canonical_address(entry.url or ""), canonical_address(answer.url)
    if answer.lost is not None and answer.lost[0] is PageState.BROKEN:
        memory = replace(memory, tries={**memory.tries, mark(asked): memory.tries.get(mark(asked), 0) + 1}, etag=None)
        return replace(memory, modified=None)
    if asked != came:
        memory = replace(memory, led=(*memory.led, mark(asked))[-_MOST_LED:])
    host = came.split("/")[2] if came.count("/") >= 2 else ""
    if host and host not in memory.hosts:
        memory = replace(memory, hosts=(*memory.hosts, host)[-_MOST_HOSTS:])
    return memory


def stand_in(entry: Entry) -> Source | None:
    """The words that a list carries itself, for a page that does not come; None where it has none."""
    if not entry.url or not re.sub(r"<[^>]*>|\s", "", unescape(entry.markup)):
        return None
    markup = entry.markup if "<" in entry.markup else f"<body><p>{entry.markup}</p></body>"
    record = {"id": f"{entry.url}#feed", "url": entry.url, "html": markup}
    told = {"title": entry.title, "outlet": entry.outlet, "author": entry.author, "published": entry.published}
    line = json.dumps({**record, **{k: v for k, v in told.items() if v}}, ensure_ascii=False)
    return Source(entry.url, line.encode("utf-8", "replace"), "application/x-ndjson", entry.url)


def moment_of(entry: Entry) -> dt.datetime | None:
    """When a list says that a page was published; a moment without a zone is taken for UTC."""
    told = (entry.published or "").strip()
    for read in (dt.datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = read(told)
        except (TypeError, ValueError, IndexError):
            continue
        return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
    return None


def _late(entry: Entry, now: dt.datetime) -> float:
    """For sorting: what has no moment keeps its place at the end, what claims to be of the future is of now."""
    moment = moment_of(entry)
    return min(moment, now).timestamp() if moment is not None else 0.0


def mark(address: str) -> str:
    """A short mark of an address."""
    return hashlib.sha256(address.encode("utf-8", "surrogatepass")).hexdigest()[:12]
