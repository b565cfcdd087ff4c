"""Finding one's way in a `riwaya/1` document: its pages, articles, names and numbered evidence.

Built once per rendering from the plain dict. `Index.cite` gives each distinct stretch of words one number,
in the order in which it is first asked for, and one anchor, `ev-PAGE-START-END`, that says where it stands:
the same words have the same link in every rendering of the document.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from babel import Locale

from riwaya.render.catalogue import Language

Row = dict[str, Any]
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_BIDI_CONTROL = re.compile(r"[\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words in a page with their number and anchor. `page_number` counts pages of the document from 0."""

    number: int
    page: str
    page_number: int
    start: int
    end: int
    words: str
    outlet: str
    published: str | None
    url: str | None

    @property
    def anchor(self) -> str:
        return f"ev-{self.page_number}-{self.start}-{self.end}"


class Index:
    """A document opened for reading. Unknown pages and ids never raise: they name themselves."""

    def __init__(self, document: Row, language: Language) -> None:
        self.document = document
        self.language = language
        self.pages: dict[str, Row] = {p["page"]: p for p in document["pages"]}
        self.page_numbers = {name: n for n, name in enumerate(self.pages)}
        self.articles: dict[str, Row] = {a["id"]: a for a in document["articles"]}
        self.articles_on: dict[str, list[Row]] = defaultdict(list)
        for article in document["articles"]:
            self.articles_on[article["page"]].append(article)
        self.actors: dict[str, Row] = {a["id"]: a for a in document["actors"]}
        self.events: dict[str, Row] = {e["id"]: e for e in document["events"]}
        self.stories: dict[str, Row] = {s["id"]: s for s in document["stories"]}
        self.evidence: dict[tuple[str, int, int], Evidence] = {}
        self._unnamed = self._words_of_unnamed()

    def words(self, page: str, start: int, end: int) -> str:
        """The words of a page, code point for code point, with what would break a display blanked."""
        return blank_controls(self.pages[page]["text"][start:end]) if page in self.pages else ""

    def article_at(self, page: str, start: int) -> Row | None:
        """The article of a page whose words stand at (or nearest before) an offset."""
        articles = self.articles_on.get(page, [])
        if not articles:
            return None

        def distance(article: Row) -> tuple[int, int]:
            ranges = list(article["body"])
            title = article["title"]
            if title and title["start"] is not None:
                ranges.append([title["start"], title["end"]])
            gaps = [0 if s <= start < e else min(abs(start - s), abs(start - e)) for s, e in ranges]
            return min(gaps, default=10**9), article["role"] != "main"

        return min(articles, key=distance)

    def outlet(self, article: Row | None, page: str = "") -> str:
        """Who published it: the outlet, else the host, else the page's own name."""
        name = article["page"] if article else page
        row = self.pages.get(name, {})
        host = re.sub(r"^www\.", "", row.get("host") or "")
        return blank_controls((article or {}).get("outlet") or host or _short(name))

    def outlet_of(self, article_id: str) -> str:
        article = self.articles.get(article_id)
        return self.outlet(article) if article else article_id

    def title(self, article: Row) -> str:
        title = article["title"]
        return blank_controls(title["text"]) if title else ""

    def name(self, actor_id: str | None) -> str:
        """An actor's or an article's name as people say it; the content's language comes first."""
        if not actor_id:
            return ""
        actor = self.actors.get(actor_id)
        if actor:
            for form in (*actor["names"].get("ar", ()), *actor["names"].get("en", ())):
                return blank_controls(form)
        if actor_id in self.articles:
            return self.outlet_of(actor_id)
        kind, _, slug = actor_id.partition(":")
        if kind == "anon":
            return self._unnamed.get(actor_id) or self.language.say("speaker_unknown")
        if kind == "country":
            return str(Locale("ar").territories.get(slug, slug))
        return slug.replace("-", " ") if slug else actor_id

    def _words_of_unnamed(self) -> dict[str, str]:
        """What a page calls a source that it does not name: «مصدر طبي»."""
        found: dict[str, str] = {}
        speakers = (
            {**s["speaker"], "page": s["page"]}
            for s in self.document["statements"]
            if s["speaker"] and s["speaker"]["start"] is not None
        )
        for row in (*self.document["mentions"], *speakers):
            actor = row["actor"] or ""
            if actor.startswith("anon:") and actor not in found:
                found[actor] = " ".join(self.words(row["page"], row["start"], row["end"]).split())
        return found

    def names(self, ids: list[str]) -> tuple[str, ...]:
        return tuple(self.name(i) for i in ids)

    def cite(self, span: Row) -> Evidence | None:
        """The numbered evidence of a span; None where the document lacks the page or the words."""
        page, start, end = span["page"], span["start"], span["end"]
        if page not in self.pages or not 0 <= start < end <= len(self.pages[page]["text"]):
            return None
        key = (page, start, end)
        if key not in self.evidence:
            article = self.article_at(page, start)
            published = (article or {}).get("published")
            self.evidence[key] = Evidence(
                number=len(self.evidence) + 1,
                page=page,
                page_number=self.page_numbers[page],
                start=start,
                end=end,
                words=self.words(page, start, end),
                outlet=self.outlet(article, page),
                published=published["value"] if published else None,
                url=safe_url((article or {}).get("url")) or safe_url(self.pages[page].get("url")),
            )
        return self.evidence[key]

    def cite_all(self, spans: list[Row]) -> list[Evidence]:
        found = (self.cite(s) for s in spans)
        return [e for e in found if e is not None]

    def topic_articles(self, topic: Row) -> list[Row]:
        """The articles of a topic's stories, in the order of the stories, each once."""
        ids = dict.fromkeys(a for s in topic["stories"] if s in self.stories for a in self.stories[s]["articles"])
        return [self.articles[i] for i in ids if i in self.articles]

    def topics_by_size(self) -> list[Row]:
        """Largest first: by pages told, then by lines of the brief; ties keep the document's order."""

        def size(topic: Row) -> tuple[int, int]:
            return -len({a["page"] for a in self.topic_articles(topic)}), -len(topic["brief"])

        return sorted(self.document["topics"], key=size)


def safe_url(url: str | None) -> str | None:
    """The address if it may become a link: http or https with a host. Anything else is text, never a link."""
    if not url:
        return None
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    return url.strip() if parts.scheme in {"http", "https"} and parts.hostname else None


def _short(name: str) -> str:
    """A page's name that fits a line: the middle of a long one is left out."""
    return name if len(name) <= 24 else f"{name[:10]}…{name[-10:]}"


def blank_controls(text: str) -> str:
    """Controls that a browser would swallow or a terminal would obey, one blank for each: offsets stay true."""
    return _CONTROL.sub(" ", text)


def without_bidi_controls(text: str) -> str:
    """For output that cannot isolate a direction (terminal, Markdown): overriding controls are removed."""
    return _BIDI_CONTROL.sub("", blank_controls(text))


def clip(text: str, length: int, around: str = "") -> tuple[str, int]:
    """At most about `length` code points, cut between words and marked «…»; also where the cut begins.

    `around` names words that must stay in view when the text holds them.
    """
    text = text.rstrip()
    if len(text) <= length:
        return text, 0
    at = text.find(around) if around else -1
    start = max(0, at - (length - len(around)) // 2) if at > length - len(around) else 0
    if start:
        start = text.find(" ", start) + 1 or start
    end = min(len(text), start + length)
    if end < len(text):
        space = text.rfind(" ", start, end)
        end = space if space > start else end
    return ("… " if start else "") + text[start:end].strip() + (" …" if end < len(text) else ""), start
