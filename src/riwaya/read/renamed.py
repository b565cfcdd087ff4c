"""A reading under another page name: its spans, articles and failures go along."""

from __future__ import annotations

from dataclasses import replace

from riwaya.model import Article, Reading, Span


def renamed(reading: Reading, name: str) -> Reading:
    """`reading` as if its page had been called `name`."""
    old = reading.page.name
    if old == name:
        return reading
    return Reading(
        replace(reading.page, name=name),
        tuple(_article(a, old, name) for a in reading.articles),
        tuple(replace(f, page=name) if f.page == old else f for f in reading.failures),
    )


def _article(article: Article, old: str, name: str) -> Article:
    title = article.title
    if title is not None and title.span is not None:
        title = replace(title, span=_span(title.span, name))
    return replace(
        article,
        id=name + article.id.removeprefix(old),
        page=name,
        title=title,
        credits=tuple(replace(c, span=_span(c.span, name)) for c in article.credits),
        signs=tuple(replace(s, span=_span(s.span, name)) for s in article.signs),
    )


def _span(span: Span, name: str) -> Span:
    return Span(name, span.start, span.end)
