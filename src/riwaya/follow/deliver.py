"""Alerts on their way to people: one line a story, an Atom feed, a webhook."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from lxml import etree
from sqlalchemy import Connection, select

from riwaya.present.shown import safe_url
from riwaya.read.deliver import deliver
from riwaya.read.fetch import Policy
from riwaya.store import tables as t
from riwaya.store.follows import Alert
from riwaya.store.rows import in_parts

_ATOM = "http://www.w3.org/2005/Atom"
_AUTHORITY = "riwaya.invalid,2026"  # of tag: URIs, which name and do not locate
_TRIES = 3


def latest(alerts: Sequence[Alert]) -> list[Alert]:
    """The latest of each story, in the order given; those of no story one by one."""
    seen: set[str] = set()
    kept: list[Alert] = []
    for alert in alerts:
        if alert.story is not None and alert.story in seen:
            continue
        seen.add(alert.story or "")
        kept.append(alert)
    return kept


def plain(alert: Alert) -> dict[str, Any]:
    """An alert as JSON values."""
    parts = {"key": alert.key, "at": alert.at, "kind": alert.kind, "story": alert.story, "text": alert.text}
    return {**parts, "id": alert.digest, "data": alert.data}


def send(alerts: Iterable[Alert], webhook: str, allow_private: bool = False, left_out: int = 0) -> str | None:
    """POST alerts to a webhook, all in one body, a few times where it fails; None where they were taken, else why not.
    Who receives them knows them by `id`: what came twice is one. `left_out` earlier ones were too many to be told."""
    told: dict[str, Any] = {"alerts": [plain(a) for a in alerts]}
    if left_out:
        told["left_out"] = left_out
    body = json.dumps(told, ensure_ascii=False).encode("utf-8", "replace")
    policy = Policy(allow_private=allow_private, seconds=10.0)
    trouble: str | None = None
    for _ in range(_TRIES):
        trouble = deliver(webhook, body, "application/json; charset=utf-8", policy)
        if trouble is None:
            return None
    return trouble


def atom_of(alerts: Sequence[Alert], link: str = "", pages: Mapping[str, str] | None = None) -> bytes:
    """Alerts as an Atom feed, the latest first, one entry a story; `link` is where stories can be read, if anywhere;
    else an entry leads to a page of its story (`pages`), to the source that it is about, or nowhere."""
    feed = etree.Element(f"{{{_ATOM}}}feed", nsmap={None: _ATOM})
    feed.set("{http://www.w3.org/XML/1998/namespace}lang", "ar")
    _add(feed, "id", f"tag:{_AUTHORITY}:alerts")
    _add(feed, "title", "رواية: تنبيهات")
    _add(feed, "updated", alerts[0].at if alerts else dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
    _add(_add(feed, "author"), "name", "riwaya")
    for alert in latest(alerts):
        entry = _add(feed, "entry")
        _add(entry, "id", f"tag:{_AUTHORITY}:alert:{alert.digest}")
        _add(entry, "title", alert.text)
        _add(entry, "updated", alert.at)
        if address := safe_url(_address(alert, link, pages or {})):
            etree.SubElement(entry, f"{{{_ATOM}}}link", rel="alternate", href=_sayable(address))
        _add(entry, "content", alert.text).set("type", "text")
    return bytes(etree.tostring(feed, xml_declaration=True, encoding="utf-8"))


def pages_of(connection: Connection, alerts: Iterable[Alert]) -> dict[str, str]:
    """For the stories of alerts the address of their latest page that has one."""
    a = t.articles.c
    found: dict[str, str] = {}
    for part in in_parts(sorted({x.story for x in alerts if x.story})):
        query = select(a.story, a.url).where(a.story.in_(part), a.url.is_not(None)).order_by(a.moment, a.id)
        found.update((row.story, row.url) for row in connection.execute(query))
    return found


def _address(alert: Alert, link: str, pages: Mapping[str, str]) -> str | None:
    if alert.story is None:
        return str(alert.data.get("target") or "")
    return f"{link.rstrip('/')}/stories/{alert.story}" if link else pages.get(alert.story)


def _add(parent: Any, name: str, text: str | None = None) -> Any:
    node = etree.SubElement(parent, f"{{{_ATOM}}}{name}")
    if text is not None:
        node.text = _sayable(text)
    return node


def _sayable(text: str) -> str:
    """Text as XML can have it."""
    return "".join(
        c if c in "\t\n" or (c >= " " and not "\ud800" <= c <= "\udfff" and c not in "\ufffe\uffff") else "\ufffd"
        for c in text
    )
