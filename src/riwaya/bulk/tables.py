"""The tables of a bulk run: their columns with types, and rows from what was found in articles.

Spans are structs of two 32-bit integers, half-open code points into the `text` of the table `pages`; days are `date`s
as text (`YYYY-MM-DD`), moments UTC as text. `SCHEMAS` is what the files have; docs/reference/bulk.md prints it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from riwaya.model import Article, Claim, DateMention, Event, Mention, Quantity, Span, Statement, When
from riwaya.store.rows import Kept

_HALVES = re.compile("[\ud800-\udfff]")
SPAN = pa.struct([("start", pa.int32()), ("end", pa.int32())])
_TEXTS = pa.list_(pa.string())
_QUANTITY = pa.struct([("what", pa.string()), ("value", pa.float64()), ("bound", pa.string()), ("unit", pa.string())])


def _struct(**columns: pa.DataType) -> pa.StructType:
    return pa.struct(list(columns.items()))


_S = pa.string()
FOUND: dict[str, pa.StructType] = {
    "articles": _struct(
        id=_S, page=_S, role=_S, url=_S, outlet=_S, byline=_S, title=_S, published=_S, day_from=_S, day_to=_S,
        language=_S, body=pa.list_(SPAN), signs=_TEXTS,
    ),
    "dates": _struct(article=_S, page=_S, span=SPAN, words=_S, value=_S, day_from=_S, day_to=_S, kind=_S, rule=_S),
    "mentions": _struct(article=_S, page=_S, span=SPAN, words=_S, type=_S, actor=_S),
    "statements": _struct(
        id=_S, article=_S, page=_S, span=SPAN, words=_S, mode=_S, polarity=_S, hedge=_S, cue=SPAN, speaker=_S,
        speaker_span=SPAN, via=_TEXTS, jointly=_TEXTS, rule=_S,
    ),
    "events": _struct(
        id=_S, article=_S, page=_S, span=SPAN, trigger=SPAN, words=_S, type=_S, mode=_S, status=_S,
        confidence=pa.float32(), actor=_TEXTS, recipient=_TEXTS, date=_S, day_from=_S, day_to=_S, place=_S,
        quantities=pa.list_(_QUANTITY), reported_by=_TEXTS, rule=_S,
    ),
    "claims": _struct(
        article=_S, page=_S, span=SPAN, words=_S, subject=_S, relation=_S, object=_S, quantity=_QUANTITY, as_of=_S,
        said_by=_S,
    ),
}  # fmt: skip
"""What is found in articles, by table."""
PAGE = _struct(
    unit=_S, file=_S, page=_S, url=_S, host=_S, outlet=_S, state=_S, reason=_S, retrieved=_S, moment=_S, day=_S,
    failures=_TEXTS, costs=pa.list_(_struct(stage=_S, seconds=pa.float32())), text=_S, kit=pa.binary(),
    **{name: pa.list_(columns) for name, columns in FOUND.items()},
)  # fmt: skip
"""A row between the halves: a page, what was found in it, what each stage took a worker (`costs`, seconds), and all of
it packed (`kit`) for the other half."""


def rows_of(kept: Sequence[Kept]) -> dict[str, list[dict[str, Any]]]:
    """What was found in the articles of a page, by table."""
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in FOUND}
    for one in kept:
        article = one.article
        rows["articles"].append(_article(article))
        rows["dates"] += (_date(article, d) for d in one.dates)
        rows["mentions"] += (_mention(article, m) for m in one.mentions)
        rows["statements"] += (_statement(article, s) for s in one.statements)
        rows["events"] += (_event(article, e) for e in one.events)
        rows["claims"] += (_claim(article, c) for c in one.claims)
    return rows


def clean(text: str) -> str:
    """Text as Arrow keeps it: lone surrogates become U+FFFD, and offsets stay."""
    return text if text.isascii() else _HALVES.sub("\ufffd", text)


def _article(article: Article) -> dict[str, Any]:
    published = article.published
    return {
        "id": article.id,
        "page": article.page,
        "role": article.role,
        "url": article.url and clean(article.url),
        "outlet": article.outlet and clean(article.outlet),
        "byline": article.byline and clean(article.byline),
        "title": clean(article.title.text) if article.title else None,
        "published": published.when.value if published else None,
        **_days(published.when if published else None),
        "language": article.language,
        "body": [{"start": b.start, "end": b.end} for b in article.body],
        "signs": sorted({s.kind for s in article.signs}),
    }


def _date(article: Article, date: DateMention) -> dict[str, Any]:
    value = date.when.value if date.when else None
    return {**_at(article, date.span), "value": value, **_days(date.when), "kind": date.kind.value, "rule": date.rule}


def _mention(article: Article, mention: Mention) -> dict[str, Any]:
    return {**_at(article, mention.span), "type": mention.type.value, "actor": mention.actor and clean(mention.actor)}


def _statement(article: Article, said: Statement) -> dict[str, Any]:
    speaker = said.speaker
    return {
        "id": said.id,
        **_at(article, said.span),
        "mode": said.mode.value,
        "polarity": said.polarity.value,
        "hedge": said.hedge,
        "cue": _span(said.cue),
        "speaker": clean(speaker.actor) if speaker and speaker.actor else None,
        "speaker_span": _span(speaker.span) if speaker else None,
        "via": [clean(v) for v in said.via],
        "jointly": [clean(one.actor) for one in said.jointly if one.actor],
        "rule": said.rule,
    }


def _event(article: Article, event: Event) -> dict[str, Any]:
    first = event.mentions[0]
    return {
        "id": event.id,
        **_at(article, first.span),
        "trigger": _span(first.trigger),
        "type": event.type,
        "mode": event.mode,
        "status": event.status.value,
        "confidence": event.confidence,
        "actor": [clean(a) for a in event.actor],
        "recipient": [clean(a) for a in event.recipient],
        "date": event.when.value if event.when else None,
        **_days(event.when),
        "place": event.place and clean(event.place),
        "quantities": [_quantity(q) for q in event.quantities],
        "reported_by": [clean(a) for a in event.reported_by],
        "rule": event.rule,
    }


def _claim(article: Article, claim: Claim) -> dict[str, Any]:
    return {
        **_at(article, claim.span),
        "subject": claim.subject and clean(claim.subject),
        "relation": claim.relation,
        "object": claim.object and clean(claim.object),
        "quantity": _quantity(claim.quantity) if claim.quantity else None,
        "as_of": claim.as_of.value if claim.as_of else None,
        "said_by": claim.said_by and clean(claim.said_by),
    }


def _at(article: Article, span: Span) -> dict[str, Any]:
    words = clean(article.text[span.start : span.end])
    return {"article": article.id, "page": article.page, "span": _span(span), "words": words}


def _span(span: Span | None) -> dict[str, int] | None:
    return {"start": span.start, "end": span.end} if span else None


def _days(when: When | None) -> dict[str, str | None]:
    start, end = (when.start, when.end) if when else (None, None)
    return {"day_from": start.isoformat() if start else None, "day_to": end.isoformat() if end else None}


def _quantity(quantity: Quantity) -> dict[str, Any]:
    return {"what": quantity.what, "value": quantity.value, "bound": quantity.bound, "unit": quantity.unit}
