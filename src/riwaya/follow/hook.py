"""Alerts to a webhook that may be away: what it did not take is brought again, later and later, and after a restart.

The store remembers for each address the last alert that was taken, and when to try again. An address that is new gets
what is new from then on. Of what waits too long the oldest goes: a webhook that was away for a month is told of the
latest, and how much it missed (`left_out`).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import asdict, dataclass

from riwaya.follow.deliver import send
from riwaya.store import Store
from riwaya.store.follows import Alert, alerts
from riwaya.store.pages import get_meta, moment_of, set_meta

AT_ONCE = 200
"""Alerts of one body, the latest of those that wait."""
FIRST, LONGEST = dt.timedelta(minutes=1), dt.timedelta(hours=6)
"""How long a webhook that failed is left alone at first, twice as long each further time, and at most."""


@dataclass(slots=True)
class _Known:
    """Of one address: the key of the last alert that it took, how often it failed since, when to try again (UTC)."""

    taken: int
    failed: int = 0
    again: str = ""


def hand_over(
    store: Store, webhook: str, new: tuple[Alert, ...], now: dt.datetime, allow_private: bool = False
) -> str | None:
    """Bring a webhook all that it has not taken, where it is time for that; why it did not take it, else None. Raises
    `StoreError`."""
    name = "webhook " + hashlib.sha256(webhook.encode("utf-8", "replace")).hexdigest()[:20]
    with store.reading() as connection:
        kept = get_meta(connection, name)
        newest = next((a.key for a in alerts(connection, limit=1)), 0)
        first = min((a.key for a in new), default=newest + 1) - 1
        known = _Known(**json.loads(kept)) if kept else _Known(first)
        waiting = alerts(connection, after=known.taken, limit=AT_ONCE + 1)
    if kept and (not waiting or not _due(known, now)):
        return None
    trouble = None
    if waiting:
        left_out = max(0, waiting[0].key - known.taken - AT_ONCE) if len(waiting) > AT_ONCE else 0
        trouble = send(waiting[:AT_ONCE][::-1], webhook, allow_private, left_out)
        known = _after(known, waiting[0].key, trouble, now)
    with store.writing() as connection:
        set_meta(connection, name, json.dumps(asdict(known)))
    return trouble


def _due(known: _Known, now: dt.datetime) -> bool:
    """A clock that was set back does not silence a webhook."""
    return not moment_of(now) < known.again <= moment_of(now + LONGEST)


def _after(known: _Known, last: int, trouble: str | None, now: dt.datetime) -> _Known:
    if trouble is None:
        return _Known(last)
    wait = min(FIRST * 2 ** min(known.failed, 20), LONGEST)
    return _Known(known.taken, known.failed + 1, moment_of(now + wait))
