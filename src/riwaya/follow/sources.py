"""One look at a followed source: it is asked, if it changed, for what it lists; what is new is chosen from that, and
what was read and is now told of otherwise: another day of change, another title, other words of the list's own.

`look` talks to one host and nothing else; `choose` is pure. What is remembered of a source between looks is a `Memory`.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from email.utils import parsedate_to_datetime
from html import unescape
from typing import Any, NamedTuple

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
MOST_AGAIN = 20
"""Pages of one source that are read again in one round; the others wait for the next."""
MOST_TIMES = 5
"""So often a page is read again: some lists tell another day of everything each time."""
_MOST_SIGNS = 1000  # listed pages, the latest, of which is remembered how they were told of
_LONGEST_TAG = 200
_MOST_LISTS = 5  # of an index of sitemaps, the latest: they name the newest pages
_MOST_LED = 2000
_MOST_HOSTS = 8
_MOMENTS = ("next", "last", "failing")
_PLAIN = ("etag", "modified", "failures", "why")
_NONE = Validators()


class Sign(NamedTuple):
    """How a list told of a page when that was read: a mark of it; what the page's host gave to ask whether it changed;
    how often it was read again; whether the list's own words had to stand in for it."""

    told: str
    etag: str | None = None
    modified: str | None = None
    times: int = 0
    stood_in: bool = False


@dataclass(frozen=True, slots=True)
class Memory:
    """What is remembered of a source: when it is asked `next`, what its host gave to ask whether it changed, its
    rhythm, the moment of its newest entry, how often it failed in a row and since when, marks of listed addresses
    that led elsewhere, tries at pages that did not come, hosts of its pages, how listed pages were told of."""

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
    signs: Mapping[str, Sign] = field(default_factory=dict)

    def plain(self) -> dict[str, Any]:
        """As JSON values."""
        moments = {k: v.isoformat() for k in _MOMENTS if (v := getattr(self, k)) is not None}
        rest = {k: getattr(self, k) for k in _PLAIN if getattr(self, k)}
        lists = {"led": list(self.led), "tries": dict(self.tries), "hosts": list(self.hosts)}
        lists |= {"signs": {m: list(sign) for m, sign in self.signs.items()}} if self.signs else {}
        return {**moments, **rest, **lists, "rhythm": self.rhythm.plain()}


def memory_of(plain: Mapping[str, Any]) -> Memory:
    """What `Memory.plain` gave; a fresh one for anything else."""
    try:
        known: dict[str, Any] = {k: dt.datetime.fromisoformat(plain[k]) for k in _MOMENTS if k in plain}
        known |= {k: plain[k] for k in (*_PLAIN, "tries") if k in plain}
        known |= {k: tuple(plain.get(k, ())) for k in ("led", "hosts")}
        known |= {"signs": {m: Sign(*sign) for m, sign in plain.get("signs", {}).items()}}
        return Memory(**known, rhythm=rhythm_of(plain.get("rhythm")))
    except (AttributeError, TypeError, ValueError):
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
    """What of a look is to be fetched now, newest first, how many more there are, what to remember, and what is to be
    read again."""

    look: Look
    wanted: tuple[Entry, ...]
    older: int
    memory: Memory
    again: tuple[Entry, ...] = ()


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
    latest = _latest(seen)
    signs = _signs(latest, memory, {mark_of(e) for e in new})
    again = [e for e in _told_otherwise(latest, signs) if e not in wanted]
    memory = replace(_learnt(seen, wanted), signs=signs if seen.entries else memory.signs)
    validators = seen.validators if len(again) <= MOST_AGAIN else _NONE
    if rest and not first:  # they are still to come: the list has to be shown again
        memory, validators = replace(memory, next=now + SHORTEST), _NONE
    memory = replace(memory, etag=validators.etag, modified=validators.modified)
    return Chosen(seen, tuple(wanted), len(rest) if first else 0, memory, tuple(again[:MOST_AGAIN]))


def _is_new(entry: Entry, memory: Memory, known: Mapping[str, frozenset[str]]) -> bool:
    address = canonical_address(entry.url or "")
    states = known.get(address)
    if mark(address) in memory.led:
        return False
    return states is None or (states == {PageState.BROKEN.value} and memory.tries.get(mark(address), 0) < MOST_TRIES)


def _latest(seen: Look) -> dict[str, Entry]:
    """The listed pages that changed last, by their marks; only of those is remembered how they were told of."""
    latest: dict[str, Entry] = {}
    for entry in sorted(seen.entries, key=lambda e: _changed(e, seen.at), reverse=True)[:_MOST_SIGNS]:
        latest.setdefault(mark_of(entry), entry)
    return latest


def _signs(latest: Mapping[str, Entry], memory: Memory, unread: Collection[str]) -> Mapping[str, Sign]:
    """How listed pages were told of when they were read. Of a page that somebody else read it is how it is told of now:
    there is nothing to hold that against."""
    told = {
        m: memory.signs.get(m) or Sign(told_of(e)) for m, e in latest.items() if m in memory.signs or m not in unread
    }
    return {m: sign for m, sign in told.items() if sign.told}


def _told_otherwise(latest: Mapping[str, Entry], signs: Mapping[str, Sign]) -> list[Entry]:
    """The listed pages that were read and are told of otherwise since, those that changed last first."""
    known = ((latest[m], sign) for m, sign in signs.items())
    return [e for e, sign in known if sign.times < MOST_TIMES and sign.told != told_of(e)]


def told_of(entry: Entry) -> str:
    """A mark of what a list tells of a page; empty where it tells of none when it was changed or what it says."""
    words = " ".join(unescape(re.sub(r"<[^>]*>", " ", entry.markup)).split())
    told = (entry.title, words, entry.published, entry.updated)
    return mark("\0".join(x or "" for x in told)) if any(told) else ""


def validators_of(memory: Memory, entry: Entry) -> Validators:
    """What a page's host gave to ask whether it changed."""
    sign = memory.signs.get(mark_of(entry))
    return Validators(sign.etag, sign.modified) if sign else _NONE


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
    memory = replace(memory, signs=_signed(memory, entry, answer))
    if answer.lost is not None and answer.lost[0] is PageState.BROKEN:
        memory = replace(memory, tries={**memory.tries, mark(asked): memory.tries.get(mark(asked), 0) + 1}, etag=None)
        return replace(memory, modified=None)
    if asked != came:
        memory = replace(memory, led=tuple(dict.fromkeys((*memory.led, mark(asked))))[-_MOST_LED:])
    host = came.split("/")[2] if came.count("/") >= 2 else ""
    if host and host not in memory.hosts:
        memory = replace(memory, hosts=(*memory.hosts, host)[-_MOST_HOSTS:])
    return memory


def _signed(memory: Memory, entry: Entry, answer: Answer) -> Mapping[str, Sign]:
    """How pages were told of, after one was asked for. One that broke is asked for again."""
    m, told = mark_of(entry), told_of(entry)
    sign = memory.signs.get(m)
    times = sign.times + 1 if sign else 0
    if answer.lost is not None and answer.lost[0] is PageState.BROKEN:
        return {**memory.signs, m: sign._replace(times=times)} if sign else memory.signs
    if not told or (sign is None and len(memory.signs) >= _MOST_SIGNS):
        return memory.signs
    if answer.unchanged and sign:
        return {**memory.signs, m: sign._replace(told=told, times=times)}
    tags = (answer.validators.etag, answer.validators.modified)
    etag, modified = (x if x and len(x) <= _LONGEST_TAG else None for x in tags)
    return {**memory.signs, m: Sign(told, etag, modified, times, answer.lost is not None)}


def stands_in(memory: Memory, entry: Entry) -> bool:
    """Whether a list's own words may stand in for a page: where the page itself was read once, they are no later
    version of it."""
    sign = memory.signs.get(mark_of(entry))
    return sign is None or sign.stood_in


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
    return _moment(entry.published)


def _moment(told: str | None) -> dt.datetime | None:
    told = (told or "").strip()
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


def _changed(entry: Entry, now: dt.datetime) -> float:
    """For sorting, as `_late`, by when a page was changed last."""
    moment = _moment(entry.updated) or moment_of(entry)
    return min(moment, now).timestamp() if moment is not None else 0.0


def mark_of(entry: Entry) -> str:
    """A short mark of the address of an entry."""
    return mark(canonical_address(entry.url or ""))


def mark(address: str) -> str:
    """A short mark of an address."""
    return hashlib.sha256(address.encode("utf-8", "surrogatepass")).hexdigest()[:12]
