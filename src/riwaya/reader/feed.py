"""Feeds (Atom, RFC 4287): today's stories under any filter, what a search finds, alerts. Topics have theirs as exports.

    /feed.atom                  today; with outlet=, actor=, place= or marks= the stories with them
    /feed.atom?q=WORDS          what a search finds, the latest first
    /alerts.atom                what happened to what is followed

Ids are `tag:` URIs of a domain that nobody can own, as exports have them: the same story is the same entry in all
feeds. Words of pages are escaped twice, as Atom wants HTML, and isolated by direction.
"""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode
from xml.etree import ElementTree as ET

from starlette.requests import Request
from starlette.responses import Response

from riwaya.present.shown import clip, is_arabic
from riwaya.reader.asking import Asker, RefusedError
from riwaya.reader.pages import FILTERS, MARKS, actor_name
from riwaya.reader.text import one_line
from riwaya.reader.view import COOKIE, Settings
from riwaya.reader.words import Words, parse_moment

if TYPE_CHECKING:
    from riwaya.reader.app import Reader

_ATOM = "http://www.w3.org/2005/Atom"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_AUTHORITY = "tag:riwaya.invalid,2026:"
_NEVER = "1970-01-01T00:00:00Z"  # RFC 4287 wants a time even where nothing tells one
_ENTRIES = 40
_TITLE = 160
_UNSAYABLE = re.compile("[\ufffe\uffff]")  # no signs of XML
ET.register_namespace("", _ATOM)


async def news(reader: Reader, request: Request) -> Response:
    """The feed of today, of a filter, or of a search."""
    words, asker = _begin(reader, request)
    given = request.query_params
    try:
        if given.get("q"):
            return await _search(request, asker, words, given["q"].strip()[:200])
        asked = {k: given[k] for k in FILTERS if given.get(k)}
        mark = given.get("marks") if given.get("marks") in MARKS else None
        found = await asker.get("/stories", sort="new", marks=mark, limit=_ENTRIES, **asked)
        for k in {"actor", "place"} & asked.keys():
            asked[k] = await actor_name(asker, asked[k]) or asked[k]
    except RefusedError as e:
        return _no(e)
    about = [*asked.values(), *([words.label("mark", mark)] if mark else [])]
    title = words.say("clause_colon").join([words.say("product"), " " + words.say("list_comma").join(about)])
    entries = [_story(s, words, str(request.base_url)) for s in found["items"]]
    return _answer(request, _feed(request, words, title if about else words.say("product"), entries))


async def alerts(reader: Reader, request: Request) -> Response:
    """The feed of alerts."""
    words, asker = _begin(reader, request)
    try:
        found = await asker.get("/alerts", limit=_ENTRIES)
    except RefusedError as e:
        return _no(e)
    base = str(request.base_url)
    entries = [
        _entry(
            ("alert", str(a["n"])),
            a["text"],
            a["at"],
            f"{base}story/{quote(a['story'])}" if a["story"] else f"{base}alerts",
            _by_direction(a["text"]),
        )
        for a in found["items"]
    ]
    title = f"{words.say('product')}{words.say('clause_colon')} {words.say('alerts')}"
    return _answer(request, _feed(request, words, title, entries))


async def _search(request: Request, asker: Asker, words: Words, q: str) -> Response:
    if not q:
        raise RefusedError(404, None, {})
    found = await asker.get("/search", q=q, limit=_ENTRIES)
    hits = sorted(found["items"], key=lambda h: str(h["moment"]), reverse=True)
    base = str(request.base_url)
    entries = [
        _entry(
            ("article", h["article"]),
            h["title"] or h["article"],
            h["moment"],
            f"{base}story/{quote(h['story'])}" if h["story"] else f"{base}search?{urlencode({'q': q})}",
            f"<p>{_by_direction(h['words'])}</p>",
            h["outlet"] or h["page"],
        )
        for h in hits
    ]
    title = f"{words.say('product')}{words.say('clause_colon')} {words.say('search')} «{one_line(q)}»"
    return _answer(request, _feed(request, words, title, entries))


def _begin(reader: Reader, request: Request) -> tuple[Words, Asker]:
    return Settings.of_cookie(request.cookies.get(COOKIE)).words, Asker(reader.api)


def _no(refused: RefusedError) -> Response:
    headers = {"WWW-Authenticate": "Bearer"} if refused.status == 401 else None
    return Response(f"{refused.status}\n", refused.status, headers, "text/plain; charset=utf-8")


# ------------------------------------------------------------------ as Atom has it


def _story(line: Any, words: Words, base: str) -> ET.Element:
    """A story: its outlets, independent sources and marks; changed when the store changed it."""
    told = [words.say("list_comma").join(one_line(o) for o in line["outlets"])]
    told.append(words.count("sources", line["independent_sources"]) if line["independent_sources"] else "")
    told += [words.label("mark", m) for m in line["marks"]]
    about = "".join(f"<p>{html.escape(t)}</p>" for t in told if t)
    link = f"{base}story/{quote(line['id'])}"
    entry = _entry(("story", line["id"]), line["title"] or line["id"], line["changed"], link, about, *line["outlets"])
    if parse_moment(line["moment"]):
        _text(entry, "published", line["moment"])
    for mark in line["marks"]:
        ET.SubElement(entry, f"{{{_ATOM}}}category", {"term": mark, "label": words.label("mark", mark)})
    return entry


def _entry(of: tuple[str, str], title: str, at: str, link: str, content: str, *authors: str) -> ET.Element:
    entry = ET.Element(f"{{{_ATOM}}}entry")
    kind, name = of
    _text(entry, "title", clip(one_line(title), _TITLE), "ar" if is_arabic(title) else None)
    _text(entry, "id", f"{_AUTHORITY}{kind}/{quote(name.encode('utf-8', 'backslashreplace'), safe='')}")
    _text(entry, "updated", at if parse_moment(at) else _NEVER)
    ET.SubElement(entry, f"{{{_ATOM}}}link", {"rel": "alternate", "type": "text/html", "href": link})
    for author in authors:
        _text(ET.SubElement(entry, f"{{{_ATOM}}}author"), "name", one_line(author))
    made = ET.SubElement(entry, f"{{{_ATOM}}}content", {"type": "html"})
    made.text = _sayable(content)
    return entry


def _by_direction(text: str) -> str:
    lang = ' lang="ar" dir="rtl"' if is_arabic(text) else ' dir="auto"'
    return f"<span{lang}>{html.escape(one_line(text))}</span>"


def _feed(request: Request, words: Words, title: str, entries: Sequence[ET.Element]) -> bytes:
    feed = ET.Element(f"{{{_ATOM}}}feed", {_LANG: words.name})
    here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    _text(feed, "title", title)
    _text(feed, "id", f"{_AUTHORITY}feed/{quote(here, safe='')}")
    _text(feed, "updated", max((str(e.findtext(f"{{{_ATOM}}}updated")) for e in entries), default=_NEVER))
    _text(ET.SubElement(feed, f"{{{_ATOM}}}author"), "name", words.say("product"))
    _text(feed, "generator", "riwaya")
    ET.SubElement(feed, f"{{{_ATOM}}}link", {"rel": "self", "href": str(request.url)})
    feed.extend(entries)
    ET.indent(feed)
    plain = ET.tostring(feed, encoding="unicode").encode("utf-8", "replace")
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + plain + b"\n"


def _text(parent: ET.Element, name: str, text: str, lang: str | None = None) -> None:
    ET.SubElement(parent, f"{{{_ATOM}}}{name}", {_LANG: lang} if lang else {}).text = _sayable(text)


def _sayable(text: str) -> str:
    return _UNSAYABLE.sub("\ufffd", text)


def _answer(request: Request, feed: bytes) -> Response:
    tag = f'"{hashlib.sha256(feed).hexdigest()[:20]}"'
    headers = {"Cache-Control": "private, no-cache", "ETag": tag, "Vary": "Cookie"}
    if request.headers.get("if-none-match", "").removeprefix("W/") == tag:
        return Response(status_code=304, headers=headers)
    return Response(feed, headers=headers, media_type="application/atom+xml; charset=utf-8")
