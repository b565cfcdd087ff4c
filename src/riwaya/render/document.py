"""A `Telling` as the `riwaya/1` document: plain dicts, lists, strings and numbers.

Takes the frozen values of a run and gives the output contract, ready for `json.dumps`. All
renderers read this document and nothing else, so a saved JSON file can be rendered again later.
Offsets stay half-open code points into `pages[].text`; dates become their ISO 8601 / EDTF value.
Nothing is judged or left out here. `schema.json` beside this module is the contract as JSON Schema.
"""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from typing import Any

from riwaya.model import (
    Actor,
    AlignedPair,
    Article,
    Block,
    BlockKind,
    Change,
    Claim,
    Contrast,
    DateMention,
    Derivation,
    Event,
    PageState,
    Quantity,
    Span,
    Speaker,
    Statement,
    Telling,
    TimelineEntry,
    Topic,
    Version,
    When,
)
from riwaya.rules.plover import scale

FORMAT = "riwaya/1"
_IN_ARTICLE = frozenset(
    {BlockKind.TITLE, BlockKind.DEK, BlockKind.BODY, BlockKind.SUBHEAD, BlockKind.CAPTION, BlockKind.RELATED_ITEM_BODY}
)


def document(telling: Telling) -> dict[str, Any]:
    """The whole telling as the contract's dict. Deterministic: the same telling gives the same document."""
    article_page = {a.id: a.page for a in telling.articles}
    return {
        "format": FORMAT,
        "pages": _pages(telling),
        "articles": [_article(a) for a in telling.articles],
        "dates": [_date(d) for d in telling.dates],
        "actors": [_actor(a) for a in telling.actors],
        "mentions": [{**_words(m.span), "type": m.type.value, "actor": m.actor} for m in telling.mentions],
        "statements": [_statement(s) for s in telling.statements],
        "claims": [_claim(c) for c in telling.claims],
        "events": [_event(e) for e in telling.events],
        "derivations": [_derivation(d) for d in telling.derivations],
        "stories": [
            {
                "id": s.id,
                "title": s.title,
                "articles": list(s.articles),
                "independent_sources": s.independent_sources,
                "first": s.first,
                "last": s.last,
                "outlets": list(s.outlets),
                "place": s.place,
                "actors": list(s.actors),
            }
            for s in telling.stories
        ],
        "topics": [_topic(t) for t in telling.topics],
        "failures": [{"page": f.page, "stage": f.stage, "reason": f.reason} for f in telling.failures],
        "ledger": _ledger(telling, article_page),
        "outlets": _outlets(telling),
        "versions": [_version(v) for v in telling.versions],
    }


@cache
def schema() -> dict[str, Any]:
    """The contract as JSON Schema (2020-12)."""
    text = resources.files("riwaya.render").joinpath("schema.json").read_text("utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def _pair(span: Span | None) -> list[int] | None:
    return None if span is None else [span.start, span.end]


def _words(span: Span) -> dict[str, Any]:
    return {"page": span.page, "start": span.start, "end": span.end}


def _value(when: When | None) -> str | None:
    return None if when is None else when.value


def _pages(telling: Telling) -> list[dict[str, Any]]:
    return [
        {
            "page": p.name,
            "text": p.text,
            "media_type": p.media_type,
            "url": p.url,
            "host": p.host,
            "blocks": [_block(b) for b in p.blocks],
            "state": p.state.value,
        }
        for p in telling.pages
    ]


def _block(block: Block) -> dict[str, Any]:
    return {"kind": block.kind.value, "start": block.start, "end": block.end, "why": block.why}


def _ledger(telling: Telling, article_page: dict[str, str]) -> list[dict[str, Any]]:
    """What became of each page: how many code points its articles keep, and what was dropped under which kind."""
    outlets = _outlet_of_page(telling)
    articles: dict[str, list[str]] = {}
    for article, name in article_page.items():
        articles.setdefault(name, []).append(article)
    rows = []
    for page in telling.pages:
        dropped: dict[str, int] = {}
        kept = 0
        for block in page.blocks:
            size = block.end - block.start
            if block.kind in _IN_ARTICLE:
                kept += size
            else:
                dropped[block.kind.value] = dropped.get(block.kind.value, 0) + size
        rows.append(
            {
                "page": page.name,
                "outlet": outlets[page.name],
                "state": page.state.value,
                "reason": page.reason,
                "articles": articles.get(page.name, []),
                "characters": len(page.text),
                "kept": kept,
                "dropped": dropped,
            }
        )
    return rows


def _outlet_of_page(telling: Telling) -> dict[str, str | None]:
    """Whose page it is: its main article's outlet; that of its host's other pages, where they agree;
    else the host itself, without www."""
    of_page = {a.page: a.outlet for a in reversed(telling.articles) if a.role == "main" and a.outlet}
    of_host: dict[str, set[str]] = {}
    for page in telling.pages:
        if page.host and page.name in of_page:
            of_host.setdefault(page.host.removeprefix("www."), set()).add(of_page[page.name])
    told: dict[str, str | None] = {}
    for page in telling.pages:
        host = (page.host or "").removeprefix("www.")
        agreed = of_host.get(host, set())
        by_host = next(iter(agreed)) if len(agreed) == 1 else host or None
        told[page.name] = of_page.get(page.name) or by_host
    return told


def _outlets(telling: Telling) -> list[dict[str, Any]]:
    """How many pages of each outlet ended how; the outlet is null where pages do not tell it."""
    outlets = _outlet_of_page(telling)
    counts: dict[str | None, dict[str, int]] = {}
    for page in telling.pages:
        row = counts.setdefault(outlets[page.name], dict.fromkeys((s.value for s in PageState), 0))
        row[page.state.value] += 1
    return [{"outlet": o, **counts[o]} for o in sorted(counts, key=lambda o: (o is None, o or ""))]


def _version(version: Version) -> dict[str, Any]:
    return {
        "address": version.address,
        "from": version.earlier,
        "to": version.later,
        "changed": [{"kind": e.kind, "from": _pair(e.before), "to": _pair(e.after)} for e in version.edits],
    }


def _article(article: Article) -> dict[str, Any]:
    title = article.title
    published = article.published
    return {
        "id": article.id,
        "page": article.page,
        "role": article.role,
        "outlet": article.outlet,
        "byline": article.byline,
        "url": article.url,
        "title": None
        if title is None
        else {
            "text": title.text,
            "start": title.span.start if title.span else None,
            "end": title.span.end if title.span else None,
        },
        "published": None
        if published is None
        else {
            "value": published.when.value,
            "precision": published.when.precision.value,
            "from": published.when.origin.value,
            "why": published.why,
        },
        "language": article.language,
        "body": [[b.start, b.end] for b in article.body],
        "credits": [{"to": c.to, "kind": c.kind, "start": c.span.start, "end": c.span.end} for c in article.credits],
        "images": [{"caption": [p.start, p.end]} for p in article.parts if p.kind is BlockKind.CAPTION],
        "signs": [{"kind": s.kind, "start": s.span.start, "end": s.span.end, "why": s.why} for s in article.signs],
    }


def _date(mention: DateMention) -> dict[str, Any]:
    return {
        **_words(mention.span),
        "value": _value(mention.when),
        "kind": mention.kind.value,
        "rule": mention.rule,
        "note": mention.note,
    }


def _actor(actor: Actor) -> dict[str, Any]:
    names = {"ar": list(actor.ar), "en": list(actor.en)}
    return {
        "id": actor.id,
        "kind": actor.kind.value,
        "names": names,
        "wikidata": actor.wikidata,
        "country": actor.country,
    }


def _statement(statement: Statement) -> dict[str, Any]:
    speaker = statement.speaker
    return {
        "id": statement.id,
        "article": statement.article,
        **_words(statement.span),
        "mode": statement.mode.value,
        "polarity": statement.polarity.value,
        "hedge": statement.hedge,
        "cue": _pair(statement.cue),
        "speaker": None if speaker is None else _speaker(speaker),
        "jointly": [_speaker(one) for one in statement.jointly],
        "via": list(statement.via),
        "rule": statement.rule,
        "same_as": statement.same_as,
    }


def _speaker(speaker: Speaker) -> dict[str, Any]:
    return {
        "start": speaker.span.start if speaker.span else None,
        "end": speaker.span.end if speaker.span else None,
        "actor": speaker.actor,
    }


def _claim(claim: Claim) -> dict[str, Any]:
    quantity = claim.quantity
    return {
        "article": claim.article,
        **_words(claim.span),
        "subject": claim.subject,
        "relation": claim.relation,
        "object": claim.object,
        "quantity": None
        if quantity is None
        else {"value": quantity.value, "unit": quantity.unit, "bound": quantity.bound, "what": quantity.what},
        "as_of": _value(claim.as_of),
        "said_by": claim.said_by,
    }


def _quantity(quantity: Quantity) -> dict[str, Any]:
    return {
        "what": quantity.what,
        "value": quantity.value,
        "unit": quantity.unit,
        "bound": quantity.bound,
        **_words(quantity.span),
    }


def _event(event: Event) -> dict[str, Any]:
    quad, intensity = scale(event.type, event.mode)
    return {
        "id": event.id,
        "article": event.article,
        "type": event.type,
        "mode": event.mode,
        "quad": quad,
        "intensity": intensity,
        "contexts": list(event.contexts),
        "status": event.status.value,
        "confidence": event.confidence,
        "actor": [*event.actor, *event.maybe_actor],
        "recipient": [*event.recipient, *event.maybe_recipient],
        "unsure": [*event.maybe_actor, *event.maybe_recipient],
        "date": _value(event.when),
        "place": event.place,
        "quantities": [_quantity(q) for q in event.quantities],
        "reported_by": list(event.reported_by),
        "mentions": [{**_words(m.span), "trigger": _pair(m.trigger)} for m in event.mentions],
        "rule": event.rule,
    }


def _derivation(derivation: Derivation) -> dict[str, Any]:
    return {
        "from": {"external": derivation.external or ""} if derivation.source is None else derivation.source,
        "to": derivation.derived,
        "relation": derivation.relation,
        "score": derivation.score,
        "why": derivation.why,
        "pairs": [_aligned(p) for p in derivation.pairs],
    }


def _aligned(pair: AlignedPair) -> dict[str, Any]:
    changed = [_change(c) for c in pair.changed]
    return {"from": _pair(pair.source), "to": _pair(pair.derived), "score": pair.score, "changed": changed}


def _change(change: Change) -> dict[str, Any]:
    return {"what": change.what, "kind": change.kind, "from": _pair(change.source), "to": _pair(change.derived)}


def _topic(topic: Topic) -> dict[str, Any]:
    return {
        "id": topic.id,
        "title": topic.title,
        "stories": list(topic.stories),
        "independent_sources": topic.independent_sources,
        "timeline": list(topic.timeline),
        "chronicle": [_entry(e) for e in topic.chronicle],
        "contrasts": [_contrast(c) for c in topic.contrasts],
        "relations": [
            {"a": r.a, "b": r.b, "date": r.date, "score": r.score, "events": list(r.events)} for r in topic.relations
        ],
        "brief": [
            {
                "text": line.text,
                "date": line.date,
                "spans": [_words(s) for s in line.spans],
                "independent_sources": line.independent_sources,
                "warning": line.warning,
            }
            for line in topic.brief
        ],
    }


def _entry(entry: TimelineEntry) -> dict[str, Any]:
    return {
        "event": entry.event,
        "spans": [_words(s) for s in entry.spans],
        "background": entry.background,
        "doubtful": list(entry.doubtful),
        "independent_sources": entry.independent_sources,
    }


def _contrast(contrast: Contrast) -> dict[str, Any]:
    return {
        "id": contrast.id,
        "topic": contrast.topic,
        "kind": contrast.kind.value,
        "positions": [
            {"value": p.value, "holder": p.holder, "spans": [_words(s) for s in p.spans], "as_of": p.as_of}
            for p in contrast.positions
        ],
        "rule": contrast.rule,
        "sure": contrast.sure,
    }
