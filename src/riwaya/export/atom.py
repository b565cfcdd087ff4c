"""A topic as an Atom feed (RFC 4287): its brief as one entry, and an entry for each of its articles, the newest first.

`render_atom(document, topic_id)` gives one feed; `topic_ids` says which there are. Ids are `tag:` URIs that stay from
run to run; `updated` is when the newest article was published, so a feed that has nothing new is the same feed. Words
of pages stand as escaped HTML with their direction, which Atom itself cannot say: an attribute of no namespace is
forbidden there. A page that prints a time without its zone is taken to mean UTC; one that prints no date is as old as
the topic.
"""

from __future__ import annotations

import datetime as dt
import html
import re
from xml.etree import ElementTree as ET

from riwaya.errors import UsageError
from riwaya.export.clean import address, shown
from riwaya.export.ids import article_keys, digest, tag, topic_key
from riwaya.present.shown import clip, is_arabic
from riwaya.render.catalogue import Language, language
from riwaya.render.drawn import days_of
from riwaya.render.index import Index, Row
from riwaya.render.views import Line, TopicView, topic_view

_ATOM = "http://www.w3.org/2005/Atom"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_NEVER = "1970-01-01T00:00:00Z"  # RFC 4287 wants a time even where nothing tells one
_TIME = re.compile(r"(\d{4}-\d{2}-\d{2})T(\d{2})(?::(\d{2})(?::(\d{2})(?:\.\d+)?)?)?(Z|[+-]\d{2}:?\d{2})?")
_LEAD = 400  # code points of an article's opening
_TITLE = 120


def topic_ids(document: Row) -> tuple[str, ...]:
    """The ids of the topics, the largest first."""
    return tuple(t["id"] for t in Index(document, language("ar")).topics_by_size())


def render_atom(document: Row, topic_id: str, *, lang: str = "ar") -> str:
    """The feed of one topic. Raises `UsageError` where the document has no such topic."""
    words = language(lang)
    index = Index(document, words)
    topic = next((t for t in document["topics"] if t["id"] == topic_id), None)
    if topic is None:
        raise UsageError(f"no topic {topic_id!r}; there are: {', '.join(t['id'] for t in document['topics'])}")
    ET.register_namespace("", _ATOM)
    keys = article_keys(index)
    articles = sorted(index.topic_articles(topic), key=lambda a: keys[a["id"]])
    articles.sort(key=lambda a: _published(a) or "", reverse=True)
    dated = [t for a in articles if (t := _published(a))]
    updated, oldest = (max(dated), min(dated)) if dated else (_NEVER, _NEVER)
    view, key = topic_view(index, topic), topic_key(index, topic, keys)
    feed = ET.Element(f"{{{_ATOM}}}feed", {_LANG: lang})
    title = clip(shown(view.title), _TITLE) or words.say("product")
    _text(feed, "title", title, "ar" if is_arabic(title) else lang)
    counts = (words.count("articles", view.articles), words.count("from_sources", view.sources))
    _text(feed, "subtitle", words.say("of_which", articles=counts[0], sources=counts[1]))
    _text(feed, "id", tag("topic", key))
    _text(feed, "updated", updated)
    _person(feed, words.say("product"))
    _text(feed, "generator", "riwaya")
    if view.lines:
        feed.append(_brief(words, view, key, updated))
    for article in articles:
        feed.append(_entry(index, article, digest(keys[article["id"]]), _published(article) or oldest))
    ET.indent(feed)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(feed, encoding="unicode") + "\n"


def _brief(words: Language, view: TopicView, key: str, updated: str) -> ET.Element:
    """What happened, each line with whose words it is."""
    entry = ET.Element(f"{{{_ATOM}}}entry")
    _text(entry, "title", words.say("what_happened"))
    _text(entry, "id", tag("brief", key))
    _text(entry, "updated", updated)
    _html(
        entry, "content", f"<ul>{''.join(_item(words, line) for line in view.lines)}</ul>", words.name, words.direction
    )
    return entry


def _item(words: Language, line: Line) -> str:
    date = f"<b>{html.escape(words.date(line.date))}</b> " if line.date else ""
    tail = [html.escape(shown(words.say("list_comma").join(line.outlets)))]
    if line.warning:
        tail.append(html.escape(words.label("warning", line.warning)))
    about = words.say("clause_mark").join(t for t in tail if t)
    text = f'<span lang="ar" dir="rtl">{html.escape(shown(line.text))}</span>'
    return f"<li>{date}{text}{' — ' + about if about else ''}</li>"


def _entry(index: Index, article: Row, key: str, updated: str) -> ET.Element:
    entry = ET.Element(f"{{{_ATOM}}}entry", {_LANG: _language(article)})
    page = index.pages.get(article["page"], {})
    opening = next((page["text"][s:e] for s, e in article["body"] if page["text"][s:e].strip()), "") if page else ""
    lead = clip(shown(opening), _LEAD)
    title = shown(index.title(article)) or clip(lead, _TITLE) or shown(article["page"])
    _text(entry, "title", title)
    _text(entry, "id", tag("article", key))
    _text(entry, "updated", updated)
    if published := _published(article):
        _text(entry, "published", published)
    _person(entry, shown(index.outlet(article)) or shown(article["page"]))
    if url := address(article.get("url")) or address(page.get("url")):
        ET.SubElement(entry, f"{{{_ATOM}}}link", {"rel": "alternate", "href": url})
    direction = "rtl" if is_arabic(lead or title) else "auto"
    _html(entry, "content", f"<p>{html.escape(lead or title)}</p>", _language(article), direction)
    return entry


def _language(article: Row) -> str:
    found = article["language"] or ""
    return found if re.fullmatch(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*", found) else "ar"


def _text(parent: ET.Element, name: str, text: str, lang: str | None = None) -> None:
    ET.SubElement(parent, f"{{{_ATOM}}}{name}", {_LANG: lang} if lang else {}).text = shown(text)


def _html(parent: ET.Element, name: str, markup: str, lang: str, direction: str) -> None:
    made = ET.SubElement(parent, f"{{{_ATOM}}}{name}", {"type": "html"})
    made.text = shown(f'<div lang="{lang}" dir="{direction}">{markup}</div>')


def _person(parent: ET.Element, name: str) -> None:
    _text(ET.SubElement(parent, f"{{{_ATOM}}}author"), "name", name)


def _published(article: Row) -> str | None:
    """When an article was published, as RFC 3339 in UTC; the first moment of what it tells."""
    value = (article["published"] or {}).get("value") or ""
    if m := _TIME.fullmatch(value):
        zone = (m[5] or "Z").replace("Z", "+00:00")
        try:
            moment = dt.datetime.fromisoformat(f"{m[1]}T{m[2]}:{m[3] or '00'}:{m[4] or '00'}{zone}")
            return moment.astimezone(dt.UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"
        except (ValueError, OverflowError):
            return None
    days = days_of(value)
    return f"{days[0].isoformat()}T00:00:00Z" if days else None
