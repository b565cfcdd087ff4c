"""What happened to what people follow: one line a story, each thing told once.

A new story about a followed actor or place, or that a followed query finds; in a followed story a new event, a new
contrast, another toll, a denial, a correction of a page. Of sources: one that fails for a day, an outlet that fell
silent in a language. What was told of a story is remembered beside the follow; the first look at one tells nothing.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, func, select

from riwaya.desk import Desk
from riwaya.follow.rhythm import Rhythm
from riwaya.follow.sources import memory_of
from riwaya.likeness import content_lemmas
from riwaya.render.catalogue import Language, language
from riwaya.store import people, told
from riwaya.store import tables as t
from riwaya.store.follows import INTERESTS, SOURCES, Alert, Follow, alert, followed, remember
from riwaya.store.pages import get_kept, get_meta, moment_of, set_meta
from riwaya.store.rows import in_parts
from riwaya.text import fold, fold_text, tokenise

FAILING = dt.timedelta(days=1)
WATCHED = dt.timedelta(days=28)
"""The stretch in which an outlet's rhythm is looked for."""
_LEAST = 20  # articles of an outlet in a language that make a rhythm
_AT_ONCE = 3  # outlets, and more than half of all, that fall silent together: a clock that ran ahead
_TOLLS = ("killed", "injured", "missing", "detained", "arrested", "displaced")
_MOST_REMEMBERED = 10_000
_LISTS = ("contrasts", "denials", "corrections")
_SINCE = "told_until"


@dataclass(slots=True)
class Found:
    """Alerts, and what is to be remembered of each follow, by its key."""

    alerts: list[Alert] = field(default_factory=list)
    states: dict[int, dict[str, Any]] = field(default_factory=dict)


def first_looks(desk: Desk) -> None:
    """Remember what followed stories tell, where nobody looked yet: only what comes after is news."""
    with desk.store.reading() as connection:
        fresh = [f for f in followed(connection, ("story",)) if not f.state]
        ids = {f.key: told.resolve(connection, t.stories, f.target) for f in fresh}
        topics = told.topics_of(connection, [i for i in ids.values() if i])
    seen: dict[int, dict[str, Any]] = {}
    for key, story in ids.items():
        document = desk.topic(topics[story]) if story in topics else None
        if story is not None and document is not None:
            seen[key] = _merged({}, _snapshot(document, story))
    if seen:
        with desk.store.writing() as connection:
            for key, state in seen.items():
                remember(connection, key, state)


def tell_people(desk: Desk, now: dt.datetime) -> tuple[Alert, ...]:
    """Find what there is to tell of what changed since the last time and keep it; gives what was not told before."""
    begun = moment_of(dt.datetime.now(dt.UTC))  # as the store stamps its stories
    with desk.store.reading() as connection:
        since = get_meta(connection, _SINCE) or ""
    if since > begun:  # a clock that ran ahead was set back: all is looked at once, and what was told is not told again
        since = ""
    found = find_alerts(desk, since, now)
    with desk.store.writing() as connection:
        for key, state in found.states.items():
            remember(connection, key, state)
        set_meta(connection, _SINCE, begun)
        return tuple(alert(connection, found.alerts))


def find_alerts(desk: Desk, since: str, now: dt.datetime) -> Found:
    """What there is to tell of stories that changed since a moment, and of sources. Raises `StoreError`."""
    words = language("ar")
    found = Found()
    with desk.store.reading() as connection:
        interests = followed(connection, INTERESTS)
        sources = followed(connection, SOURCES)
        changed = _changed(connection, since) if interests else []
        matches = [(f, s) for f in interests if f.kind != "story" for s in _matching(connection, f, changed)]
        watched = {f.key: told.resolve(connection, t.stories, f.target) for f in interests if f.kind == "story"}
        found.alerts += _failing(sources, now, words)
        found.alerts += _silent(connection, sources, now, words)
    found.alerts += (_new_story(f, s, words) for f, s in matches)
    mine = {s.id: s for s in changed}
    for f in interests:
        story = mine.get(watched.get(f.key) or "")
        document = desk.topic(story.topic) if story is not None else None
        if story is None or document is None:
            continue
        seen = _snapshot(document, story.id)
        found.alerts += _news(f, story, seen, words)
        found.states[f.key] = _merged(f.state, seen)
    return found


# ------------------------------------------------------------------ new stories


@dataclass(frozen=True, slots=True)
class _Story:
    """A story that changed, and the first page that it is told on."""

    id: str
    topic: str
    title: str
    came: int


def _changed(connection: Connection, since: str) -> list[_Story]:
    s, a, p = t.stories.c, t.articles.c, t.pages.c
    changed = select(s.id).where(s.changed >= since)
    came = select(a.story, func.min(p.key).label("came")).join(t.pages, a.page == p.key)
    first = came.where(a.story.in_(changed)).group_by(a.story).subquery()
    query = select(s.id, s.topic, s.title, first.c.came).join(first, first.c.story == s.id)
    rows = connection.execute(query.order_by(s.id))
    return [_Story(*row) for row in rows]


def _matching(connection: Connection, follow: Follow, changed: Sequence[_Story]) -> Iterator[_Story]:
    """Those of `changed` that are new since they are followed, and about what is followed."""
    new = {s.id: s for s in changed if s.came > follow.after and _earliest(connection, s.id) > follow.after}
    if not new:
        return
    about = _asked_for if follow.kind == "query" else _naming
    for identity in sorted(about(connection, follow.target, list(new))):
        yield new[identity]


def _earliest(connection: Connection, story: str) -> int:
    """The first page that a story was ever told on: of pages that are later versions, those before them."""
    a, p, v = t.articles.c, t.pages.c, t.versions.c
    told = select(p.name, p.key).join(t.articles, a.page == p.key).where(a.story == story)
    pages: dict[str, int] = {row.name: row.key for row in connection.execute(told)}
    first, names = min(pages.values()), list(pages)
    known = set(names)
    while names:
        before: dict[str, int] = {}
        for part in in_parts(names):
            query = select(p.name, p.key).join(t.versions, v.earlier == p.name).where(v.later.in_(part))
            before |= {name: key for name, key in connection.execute(query) if name not in known}
        known |= before.keys()
        first, names = min([first, *before.values()]), list(before)
    return first


def _naming(connection: Connection, actor: str, stories: Sequence[str]) -> set[str]:
    """Stories in which an actor or a place is named, by whatever id."""
    root = people.roots_of(connection, [actor]).get(actor, actor)
    ids = {root, *(k.actor.id for k in people.members(connection, [root]).get(root, []))}
    a, m = t.articles.c, t.mentions.c
    found: set[str] = set()
    for part in in_parts(stories):
        query = select(a.story).join(t.mentions, m.article == a.key).where(a.story.in_(part) & m.actor.in_(sorted(ids)))
        found.update(connection.scalars(query.distinct()))
    return found


def _asked_for(connection: Connection, query: str, stories: Sequence[str]) -> set[str]:
    """Stories with an article that has every word of a query, whatever its form."""
    wanted = _lemmas(query)
    found: set[str] = set()
    if not wanted:
        return found
    for story, ids in told.articles_of(connection, stories).items():
        kept, _ = get_kept(connection, ids)
        articles = (k.article for k in kept.values())
        texts = (" ".join(a.text[p.start : p.end] for p in a.parts) for a in articles)
        if any(wanted <= _lemmas(text) for text in texts):
            found.add(story)
    return found


def _lemmas(text: str) -> frozenset[str]:
    return frozenset(content_lemmas(tokenise(fold(text)), text))


def _new_story(follow: Follow, story: _Story, words: Language) -> Alert:
    text = words.say("alert_new", about=follow.title or follow.target, title=story.title)
    data = {"follow": follow.key, "target": follow.target, "kind": follow.kind}
    return Alert("story", text, _digest("new", str(follow.key), story.id), story.id, data)


# ------------------------------------------------------------------ followed stories


def _snapshot(document: Mapping[str, Any], story: str) -> dict[str, Any]:
    """What a story tells now, under keys that stay the same as long as it does."""
    row = next((s for s in document["stories"] if s["id"] == story), None)
    articles = set(row["articles"]) if row else set()
    pages = {a["page"] for a in document["articles"] if a["id"] in articles}
    events = [
        e for e in document["events"] if e["status"] == "happened" and any(m["page"] in pages for m in e["mentions"])
    ]
    denials = [s for s in document["statements"] if s["polarity"] == "denies"]
    texts = {p["page"]: p["text"] for p in document["pages"]}
    titles = {fold_text(a["title"]["text"]) for a in document["articles"] if a["title"]}
    contrasts = [
        c
        for topic in document["topics"]
        for c in topic["contrasts"]
        if c.get("sure", True)  # nobody is called for what is still to be checked
        and any(s["page"] in pages for p in c["positions"] for s in p["spans"])
    ]
    return {
        "events": [_marks(e, texts) for e in events if not _told(e, texts) <= titles],  # a heading tells nothing new
        "contrasts": sorted(
            {_digest(c["kind"], c["topic"], *sorted(str(p["holder"]) for p in c["positions"])) for c in contrasts}
        ),
        "denials": sorted({_denial(s, texts) for s in denials if s["article"] in articles}),
        "corrections": sorted(v["to"] for v in document["versions"] if v["to"] in pages),
        "tolls": _tolls(events),
    }


def _marks(event: Mapping[str, Any], texts: Mapping[str, str]) -> list[str]:
    """By what an event is known again: who, what and when, and each sentence that tells it. Another page that tells it
    may say more of who and when; a page that is corrected says it in other words."""
    parties = (event["date"] or "", *sorted(event["actor"]), *sorted(event["recipient"]))
    return [_digest(event["type"], *parties), *(_digest(event["type"], words) for words in sorted(_told(event, texts)))]


def _told(event: Mapping[str, Any], texts: Mapping[str, str]) -> set[str]:
    """The sentences that tell an event."""
    return {fold_text(texts[m["page"]][m["start"] : m["end"]]) for m in event["mentions"]}


def _denial(statement: Mapping[str, Any], texts: Mapping[str, str]) -> str:
    """A mark of a denial by its speaker and words: in a later version of its page it is the same one."""
    words = texts[statement["page"]][statement["start"] : statement["end"]]
    return _digest((statement["speaker"] or {}).get("actor") or "", fold_text(words))


def _tolls(events: Sequence[Mapping[str, Any]]) -> dict[str, float]:
    """The highest number told of each kind of loss."""
    tolls: dict[str, float] = {}
    for event in events:
        for q in event["quantities"]:
            if q["what"] in _TOLLS:
                tolls[q["what"]] = max(tolls.get(q["what"], 0), q["value"])
    return tolls


def _news(follow: Follow, story: _Story, seen: Mapping[str, Any], words: Language) -> Iterator[Alert]:
    """One line of all that is new in a followed story."""
    old = follow.state
    known = set(old.get("events", ()))
    new = {"events": sorted(e[0] for e in seen["events"] if known.isdisjoint(e))}
    new |= {k: sorted(set(seen[k]) - set(old.get(k, ()))) for k in _LISTS}
    before, tolls = old.get("tolls", {}), seen["tolls"]
    moved = {k: [before.get(k), n] for k, n in tolls.items() if before.get(k) != n}
    if not moved and not any(new.values()):
        return
    parts = [words.count(f"new_{k}", len(v)) for k, v in new.items() if v]
    for what, (was, now) in moved.items():
        turn = f"{was:g} {words.say('became')} {now:g}" if was is not None else f"{now:g}"
        parts.append(f"{words.label('subject', what)}: {turn}")
    text = words.say("alert_changed", title=story.title, what=words.say("clause_mark").join(parts))
    data = {"follow": follow.key, "counts": {k: len(v) for k, v in new.items() if v}, "tolls": moved}
    digest = _digest("changed", str(follow.key), json.dumps([new, moved], sort_keys=True))
    yield Alert("changed", text, digest, story.id, data)


def _merged(old: Mapping[str, Any], seen: Mapping[str, Any]) -> dict[str, Any]:
    """What was ever told of a story: what comes back after it was gone is no news."""
    flat = {**seen, "events": [mark for event in seen["events"] for mark in event]}
    merged: dict[str, Any] = {k: sorted({*old.get(k, ()), *flat[k]})[:_MOST_REMEMBERED] for k in ("events", *_LISTS)}
    return {**merged, "tolls": seen["tolls"]}


# ------------------------------------------------------------------ sources


def _failing(sources: Sequence[Follow], now: dt.datetime, words: Language) -> Iterator[Alert]:
    """Sources that have failed for a day or more, each told once a failure."""
    for f in sources:
        memory = memory_of(f.state)
        if memory.failing is None or now - memory.failing < FAILING:
            continue
        text = words.say("alert_failing", source=f.title or f.target, why=memory.why)
        data = {"follow": f.key, "target": f.target, "why": memory.why, "since": memory.failing.isoformat()}
        yield Alert("failing", text, _digest("failing", str(f.key), memory.failing.isoformat()), None, data)


def _silent(connection: Connection, sources: Sequence[Follow], now: dt.datetime, words: Language) -> Iterator[Alert]:
    """Outlets of followed sources from which nothing came in a language for longer than chance allows. Where most of
    them seem silent it is we who do not hear: that is told of none."""
    hosts = sorted({host for f in sources for host in memory_of(f.state).hosts})
    a, p = t.articles.c, t.pages.c
    since = now - WATCHED
    moments: dict[tuple[str, str], list[dt.datetime]] = defaultdict(list)
    for part in in_parts(hosts):
        query = select(a.outlet, a.language, a.moment).join(t.pages, a.page == p.key).where(
            p.host.in_(part) & a.outlet.is_not(None) & (a.moment >= moment_of(since)) & (a.moment <= moment_of(now))
        )  # fmt: skip
        for outlet, tongue, moment in connection.execute(query):
            moments[outlet, tongue].append(dt.datetime.fromisoformat(moment))
    judged = {k: (max(m), Rhythm().learn(m, min(m), max(m))) for k, m in moments.items() if len(m) >= _LEAST}
    silent = [(k, *judged[k]) for k in sorted(judged) if judged[k][1].silent(judged[k][0], now)]
    if len(silent) >= _AT_ONCE and 2 * len(silent) > len(judged):
        return
    for (outlet, tongue), last, rhythm in silent:
        text = words.say(
            "alert_silent",
            outlet=outlet,
            language=words.label("language", tongue),
            since=words.date(last.date().isoformat()),
        )
        data = {
            "outlet": outlet,
            "language": tongue,
            "last": moment_of(last),
            "expected": round(rhythm.expected(last, now), 1),
        }
        yield Alert("silence", text, _digest("silence", outlet, tongue, moment_of(last)), None, data)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:24]
