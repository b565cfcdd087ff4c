"""Sites: what is known of a host, as dated entries of `rules/sources/*.yaml`.

An entry names the outlet that owns a host; says that a host shows other outlets' pages, and where in
the address the outlet stands; calls elements of the host's markup by what they are; knows lines that
only this host prints. A file put into that folder is read with the others: no Python is needed.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from urllib.parse import urlsplit

from resiliparse.parse.html import HTMLTree

from riwaya.model import BlockKind, Page
from riwaya.rules import Entry, Finding, examples_of, files_in, load, rules_in
from riwaya.text import fold_word

_KINDS = ("outlet", "agency", "aggregator", "encyclopedia", "forum")
_FIELDS = ("org", "name", "kind", "hosts", "since", "until", "path", "outlets", "signs", "why", "markup", "lines",
           "starts", "ends", "yes", "no")  # fmt: skip
_LABELS = {"www", "m", "mobile", "amp", "wap"}
_PHRASE = re.compile(r"[\s.:]+$")


@dataclass(frozen=True, slots=True)
class Site:
    """An entry; `id` is the outlet's actor id. `hosts` are (host, beginning of the path); `markup` maps
    what an element is to CSS selectors; `lines` maps folded lines to kinds; the text stands below a
    line of `starts` and above a line of `ends` (folded beginnings of lines)."""

    id: str
    name: str
    kind: str
    hosts: tuple[tuple[str, str], ...]
    since: dt.date | None = None
    until: dt.date | None = None
    path: re.Pattern[str] | None = None
    outlets: Mapping[str, str] = field(default_factory=dict)
    signs: tuple[str, ...] = ()
    why: str = ""
    markup: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    lines: Mapping[str, BlockKind] = field(default_factory=dict)
    starts: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()

    @property
    def shows_others(self) -> bool:
        """It is no outlet itself: its pages are other outlets'."""
        return self.kind == "aggregator"


def site_of(url: str | None, host: str | None = None, day: dt.date | None = None) -> Site | None:
    """The entry for an address as it held on `day` (None: as it holds now), or None."""
    parts = _parts(url)
    name = (parts[0] if parts else host or "").lower().rstrip(".")
    path = parts[1] if parts else "/"
    labels = name.split(".")
    for i in range(len(labels)):
        found = [
            s for s, beginning in _by_host().get(".".join(labels[i:]), ()) if _below(path, beginning) and _holds(s, day)
        ]
        if found:
            return found[0]
    return None


def site_of_page(page: Page) -> Site | None:
    """The entry for a page as it held when the page was fetched."""
    return site_of(page.url, page.host, page.retrieved.date() if page.retrieved else None)


def outlet_at(site: Site | None, url: str | None) -> str | None:
    """The outlet of a page at `url`: the site's own name, or the one in an aggregator's address."""
    if site is None:
        return None
    if not site.shows_others:
        return site.name
    parts = _parts(url)
    found = site.path.match(parts[1]) if site.path and parts else None
    return site.outlets.get(found["outlet"].lower()) if found else None


def check_sites() -> tuple[Finding, ...]:
    """Run the examples of every entry: an address and the outlet it gives (`is`), or none (`no`)."""
    findings = []
    for entry in _entries():
        for example in examples_of(entry):
            wanted = example.expected.get("is") if example.fires else None
            site = site_of(example.text)
            got = outlet_at(site, example.text)
            mine = site is not None and site.name == entry.text("name")
            if (example.fires and (not mine or got != wanted)) or (not example.fires and mine and got is not None):
                findings.append(Finding(example.file, example.line, entry.text("org"), f"{example.text} gives {got}"))
    return tuple(findings)


def _parts(url: str | None) -> tuple[str, str] | None:
    try:
        parts = urlsplit(url or "")
        host = parts.hostname
    except ValueError:
        return None
    return (host, parts.path or "/") if host else None


def _below(path: str, beginning: str) -> bool:
    return not beginning or path == beginning or path.startswith(beginning + "/")


def _holds(site: Site, day: dt.date | None) -> bool:
    if day is None:
        return True  # the newest comes first
    return (site.since is None or site.since <= day) and (site.until is None or day <= site.until)


def _entries() -> Iterator[Entry]:
    for name in files_in("sources"):
        yield from rules_in(load(name), "sources")


@cache
def _by_host() -> dict[str, tuple[tuple[Site, str], ...]]:
    """Sites by host; an entry for a part of a host before one for all of it, the newest first."""
    found: dict[str, list[tuple[Site, str]]] = {}
    for entry in _entries():
        site = _compile(entry)
        for host, beginning in site.hosts:
            rows = found.setdefault(host, [])
            for other, place in rows:
                if place == beginning and _overlap(site, other):
                    raise entry.fail(f"{host}{beginning} stands in another entry of the same time ({other.name})")
            rows.append((site, beginning))
    latest = dt.date.max
    for rows in found.values():
        rows.sort(key=lambda row: (len(row[1]), row[0].until or latest, row[0].since or dt.date.min), reverse=True)
    return {host: tuple(rows) for host, rows in found.items()}


def _overlap(a: Site, b: Site) -> bool:
    first, last = dt.date.min, dt.date.max
    return (a.since or first) <= (b.until or last) and (b.since or first) <= (a.until or last)


def _compile(entry: Entry) -> Site:
    entry.only(*_FIELDS)
    kind = entry.text("kind", "outlet")
    if kind not in _KINDS:
        raise entry.fail(f"'kind' must be one of {', '.join(_KINDS)}, not {kind!r}")
    hosts = tuple(_host(entry, h) for h in entry.texts("hosts"))
    if not hosts:
        raise entry.fail("a source needs 'hosts'")
    if "signs" in entry and "why" not in entry:
        raise entry.fail("'signs' need their 'why'")
    return Site(
        id=entry.text("org"),
        name=entry.text("name"),
        kind=kind,
        hosts=hosts,
        since=_day(entry, "since"),
        until=_day(entry, "until"),
        path=_path(entry),
        outlets={str(k).lower(): str(v) for k, v in _mapping(entry, "outlets").items()},
        signs=entry.texts("signs"),
        why=entry.text("why", ""),
        markup=_markup(entry),
        lines=_lines(entry),
        starts=tuple(map(_key, entry.texts("starts"))),
        ends=tuple(map(_key, entry.texts("ends"))),
    )


def _host(entry: Entry, written: str) -> tuple[str, str]:
    host, slash, path = written.partition("/")
    if not re.fullmatch(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+", host) or host.split(".")[0] in _LABELS - {"m"}:
        raise entry.fail(f"{written!r} is no host (lower case, without http:// and www.)")
    return host, (slash + path).rstrip("/")


def _day(entry: Entry, name: str) -> dt.date | None:
    if name not in entry:
        return None
    try:
        return dt.date.fromisoformat(entry.text(name))
    except ValueError as e:
        raise entry.fail(f"{name!r} must be a day like 2024-03-01, not {entry[name]!r}") from e


def _path(entry: Entry) -> re.Pattern[str] | None:
    if "path" not in entry:
        return None
    try:
        found = re.compile(entry.text("path"))
    except re.error as e:
        raise entry.fail(f"'path': {e}") from e
    if "outlet" not in found.groupindex:
        raise entry.fail("'path' must hold a group named outlet: (?P<outlet>...)")
    if entry.text("kind", "") != "aggregator":
        raise entry.fail("only an aggregator has a 'path'")
    return found


def _mapping(entry: Entry, name: str) -> Entry:
    value = entry.get(name, Entry())
    if not isinstance(value, Entry):
        raise entry.fail(f"{name!r} must be a mapping")
    return value


def _markup(entry: Entry) -> dict[str, tuple[str, ...]]:
    rows = _mapping(entry, "markup")
    known = (*load("ar/reading_markup")["hints"], "body", "drop")
    rows.only(*known)
    empty = HTMLTree.parse("<p></p>").body
    assert empty is not None, "the parser gives every page a body"
    for selector in (s for kind in rows for s in rows.texts(kind)):
        try:
            empty.query_selector(selector)
        except Exception as e:
            raise rows.fail(f"{selector!r} is no CSS selector ({e})") from e
    return {kind: rows.texts(kind) for kind in rows}


def _lines(entry: Entry) -> dict[str, BlockKind]:
    rows = _mapping(entry, "lines")
    try:
        return {_key(line): BlockKind(kind) for kind in rows for line in rows.texts(kind)}
    except ValueError as e:
        raise rows.fail(f"'lines' are by kind of block ({', '.join(BlockKind)}): {e}") from e


def _key(line: str) -> str:
    return _PHRASE.sub("", " ".join(fold_word(line).split()))
