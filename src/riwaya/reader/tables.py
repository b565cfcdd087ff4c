"""The other pages: actors, outlets, alerts, decisions, settings."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

from starlette.requests import Request

from riwaya.reader.asking import Asker, RefusedError
from riwaya.reader.pages import Built
from riwaya.reader.view import Settings
from riwaya.reader.words import parse_moment

_SILENT = 4  # times the usual gap: as long as that an outlet is not silent, only slow
_LEAST_SILENCE = 24 * 60  # minutes


async def actors(request: Request, ask: Asker, settings: Settings) -> Built:
    """Actors, those in most stories first, or those with a name like `q`."""
    q = request.query_params.get("q", "").strip()[:200]
    found = await ask.get("/actors", q=q or None, limit=60, before=request.query_params.get("before") or None)
    return Built("actors.html", {"items": found["items"], "next": found["next"], "q": q})


async def actor(request: Request, ask: Asker, settings: Settings) -> Built:
    """An actor: what it says and does, with whom, how it is written; and those whose name is like it."""
    found = await ask.get(f"/actors/{request.path_params['id']}")
    q = request.query_params.get("q", "").strip()[:200]
    alike = await ask.get("/actors", q=q, limit=12) if q else {"items": []}
    follows = await ask.maybe("/follows") if "/follows" in ask.paths else None
    followed = [f for f in (follows or {"items": []})["items"] if f["target"] in found["ids"]]
    return Built(
        "actor.html",
        {
            "actor": found,
            "q": q,
            "alike": [a for a in alike["items"] if a["id"] not in found["ids"]],
            "can_follow": follows is not None,
            "followed": followed[0] if followed else None,
        },
    )


async def search(request: Request, ask: Asker, settings: Settings) -> Built:
    """What the API finds in articles or in what people said; and its answer where the words were a question that it
    understands. A page of ours only where the API can search."""
    if "/search" not in ask.paths:
        raise RefusedError(404, None, {})
    q = request.query_params.get("q", "").strip()[:200]
    kind = "statement" if request.query_params.get("kind") == "statement" else "article"
    before = request.query_params.get("before") or None
    found: dict[str, Any] = {"items": [], "next": None, "why_none": None, "behind": 0}
    answer = None
    if q:
        found = await ask.get("/search", q=q, kind=kind, before=before, limit=20)
        if "/ask" in ask.paths and before is None:
            answer = await ask.maybe("/ask", q=q)
    return Built(
        "search.html",
        {"q": q, "kind": kind, "found": found, "answer": answer if answer and answer["understood"] else None},
    )


# ------------------------------------------------------------------ outlets


async def outlets(request: Request, ask: Asker, settings: Settings) -> Built:
    """Outlets: how their pages ended, how much of them is copied, who is silent; the latest of the ledger."""
    rows = (await ask.get("/outlets"))["items"]
    state, outlet = request.query_params.get("state") or None, request.query_params.get("outlet") or None
    ledger = await ask.get(
        "/ledger", state=state, outlet=outlet, limit=40, before=request.query_params.get("before") or None
    )
    now = dt.datetime.now(dt.UTC)
    shown = sorted(rows, key=lambda r: (-r["articles"], r["outlet"] or ""))
    return Built(
        "outlets.html",
        {
            "outlets": [{**r, "silent": _silence(r, now), "lost": _lost(r["pages"])} for r in shown],
            "ledger": ledger["items"],
            "next": ledger["next"],
            "chosen": {"state": state or "", "outlet": outlet or ""},
            "states": sorted({s for r in rows for s in r["pages"]}),
        },
    )


def _lost(pages: dict[str, int]) -> Counter[str]:
    return Counter({state: n for state, n in pages.items() if state not in ("kept", "duplicate")})


def _silence(row: dict[str, Any], now: dt.datetime) -> int | None:
    """For how many minutes an outlet has been silent, where that is far longer than usual."""
    last = parse_moment(row["last_published"])
    if last is None or row["usual_gap"] is None:
        return None
    gone = int((now - last).total_seconds() // 60)
    return gone if gone > max(_SILENT * row["usual_gap"], _LEAST_SILENCE) else None


# ------------------------------------------------------------------ what was decided, followed, chosen


async def decisions(request: Request, ask: Asker, settings: Settings) -> Built:
    """What people decided, with who and when, to be undone; and their notes."""
    found = await ask.get("/judgements", limit=50, before=request.query_params.get("before") or None)
    notes = await ask.get("/notes", limit=50)
    names = await _names_of(ask, [i for j in found["items"] if j["kind"] == "same_actor" for i in (j["a"], j["b"])])
    return Built(
        "decisions.html", {"items": found["items"], "next": found["next"], "notes": notes["items"], "names": names}
    )


async def _names_of(ask: Asker, ids: list[str]) -> dict[str, str]:
    found = {}
    for one in list(dict.fromkeys(ids))[:40]:
        known = await ask.maybe(f"/actors/{one}")
        if known:
            found[one] = next((n for n in known["names"]["ar"]), known["name"])
    return found


async def alerts(request: Request, ask: Asker, settings: Settings) -> Built:
    """What happened to what people follow, and what that is."""
    if "/alerts" not in ask.paths:
        raise RefusedError(404, None, {})
    found = await ask.get("/alerts", limit=50, before=request.query_params.get("before") or None)
    follows = await ask.get("/follows")
    return Built("alerts.html", {"items": found["items"], "next": found["next"], "follows": follows["items"]})


async def comments(request: Request, ask: Asker, settings: Settings) -> Built:
    """What readers said, for editors: what waits first, and what was decided, to be decided otherwise."""
    if "/comments" not in ask.paths:
        raise RefusedError(404, None, {})
    state = request.query_params.get("state", "held")
    state = state if state in ("held", "shown", "refused") else "held"
    found = await ask.get("/comments/queue", state=state, limit=50, before=request.query_params.get("before") or None)
    return Built("comments.html", {"items": found["items"], "next": found["next"], "state": state})


async def settings(request: Request, ask: Asker, settings: Settings) -> Built:
    """Numerals, calendar, language, theme; who is signed in."""
    ask.tagged = False
    return Built("settings.html")


async def saved(request: Request, ask: Asker, settings: Settings) -> Built:
    """Stories that this browser keeps: it alone knows which."""
    ask.tagged = False
    return Built("saved.html")
