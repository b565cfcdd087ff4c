"""Which addresses are one document: www, mobile, AMP and print variants, tracking parameters, ways of
writing the same letters. Data: `rules/addresses.yaml`.

`canonical_address` is a key for comparing, not an address to fetch. It is idempotent.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from urllib.parse import parse_qsl, quote, unquote_to_bytes, urlencode, urlsplit, urlunsplit

from riwaya.rules import Entry, Finding, examples_of, load, rules_in

# What stands in a segment as itself (RFC 3986); everything else is percent-encoded UTF-8.
_PLAIN = "-._~!$&'()*+,;=:@"
_KINDS = ("label", "path", "first", "ending", "parameter", "value", "cache")
# A wrapper may hold a wrapper; nobody wraps more often.
_ROUNDS = 12
_WEB_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class _Rules:
    """The rules by what they look at."""

    labels: frozenset[str]
    last: frozenset[str]
    first: frozenset[str]
    endings: tuple[str, ...]
    parameters: frozenset[str]
    prefixes: tuple[str, ...]
    values: frozenset[tuple[str, str]]
    caches: tuple[tuple[str, re.Pattern[str]], ...]


def canonical_address(url: str) -> str:
    """The one address that stands for all those of `url`'s document. What is no web address comes
    back as it is, without surrounding space."""
    return _settled(url, _rules())


def form_of_address(url: str) -> str:
    """The same without taking away what makes another form of the document: mobile, AMP, print."""
    return _settled(url, _rules(variants=False))


def _settled(url: str, rules: _Rules) -> str:
    known = url.strip()
    for _ in range(_ROUNDS):
        made = _once(known, rules)
        if made == known:
            break
        known = made
    return known


def check_addresses() -> tuple[Finding, ...]:
    """Run the examples of every rule."""
    findings = []
    for entry in rules_in(load("addresses"), "rules"):
        for example in examples_of(entry):
            wanted = str(example.expected.get("is", "?")) if example.fires else example.text
            if (got := canonical_address(example.text)) != wanted:
                findings.append(Finding(example.file, example.line, entry.text("id"), f"{example.text} gives {got}"))
    return tuple(findings)


def _once(url: str, rules: _Rules) -> str:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return url
    scheme, host = parts.scheme.lower(), _host(parts.hostname or "", rules)
    if scheme not in _WEB_PORTS or not host:
        return url
    for cache_host, path in rules.caches:
        if (host == cache_host or host.endswith("." + cache_host)) and (m := path.match(parts.path)):
            return f"https://{m.group('host')}{m.group('rest') or '/'}" + (f"?{parts.query}" if parts.query else "")
    netloc = f"[{host}]" if ":" in host else host
    if port is not None and port != _WEB_PORTS[scheme]:
        netloc += f":{port}"
    fragment = parts.fragment if parts.fragment.startswith("!") else ""
    return urlunsplit(("https", netloc, _path(parts.path, rules), _query(parts.query, rules), fragment))


def _host(host: str, rules: _Rules) -> str:
    host = host.lower().rstrip(".")
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError:
            return host
    labels = host.split(".")
    while len(labels) > 2 and labels[0] in rules.labels:
        labels = labels[1:]
    return ".".join(labels)


def _path(path: str, rules: _Rules) -> str:
    segments: list[str] = []
    for raw in path.split("/"):
        segment = _letters(raw)
        if segment == "..":
            segments = segments[:-1]
        elif segment not in ("", "."):
            segments.append(segment)
    while len(segments) > 1 and segments[0].lower() in rules.first:
        segments = segments[1:]
    while segments and segments[-1].lower() in rules.last:
        segments = segments[:-1]
    if segments:
        segments[-1] = _ending(segments[-1], rules)
    return "/" + "/".join(quote(s, safe=_PLAIN) for s in segments)


def _ending(segment: str, rules: _Rules) -> str:
    for ending in rules.endings:
        if segment.lower().endswith(ending) and len(segment) > len(ending):
            bare = segment[: -len(ending)]
            _, dot, rest = ending.lstrip("._").partition(".")
            return bare + dot + rest
    return segment


def _letters(segment: str) -> str:
    """The letters that percent signs stand for: UTF-8, or windows-1256 of old sites."""
    data = unquote_to_bytes(segment)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("windows-1256", "replace")
    return unicodedata.normalize("NFC", text)


def _query(query: str, rules: _Rules) -> str:
    try:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=200)
    except ValueError:
        return query
    kept = [
        (k, v)
        for k, v in pairs
        if k.lower() not in rules.parameters
        and not k.lower().startswith(rules.prefixes)
        and (k.lower(), v.lower()) not in rules.values
    ]
    return urlencode(sorted((unicodedata.normalize("NFC", k), unicodedata.normalize("NFC", v)) for k, v in kept))


@cache
def _rules(variants: bool = True) -> _Rules:
    words: dict[str, list[str]] = {kind: [] for kind in _KINDS}
    caches: list[tuple[str, re.Pattern[str]]] = []
    for entry in rules_in(load("addresses"), "rules"):
        kind = _kind(entry)
        if not variants and "variant" in entry:
            continue
        words[kind] += [w.lower() for w in entry.texts("words")]
        if kind == "cache":
            caches += ((w, re.compile(entry.text("path"))) for w in entry.texts("words"))
    pairs = (w.partition("=") for w in words["value"])
    return _Rules(
        labels=frozenset(words["label"]),
        last=frozenset(words["path"]),
        first=frozenset(words["first"]),
        endings=tuple(sorted(words["ending"], key=len, reverse=True)),
        parameters=frozenset(w for w in words["parameter"] if not w.endswith("*")),
        prefixes=tuple(w[:-1] for w in words["parameter"] if w.endswith("*")),
        values=frozenset((name, value) for name, _, value in pairs),
        caches=tuple(caches),
    )


def _kind(entry: Entry) -> str:
    kind = entry.only("id", "kind", "variant", "words", "path", "yes", "no").text("kind")
    if kind not in _KINDS:
        raise entry.fail(f"'kind' must be one of {', '.join(_KINDS)}, not {kind!r}")
    return kind
