"""Finding one's way in a `riwaya/1` document: its pages, articles, names and numbered evidence.

Built once per rendering from the plain dict. `Index.cite` gives each distinct stretch of words one anchor,
`ev-PAGE-START-END`, that says where it stands: the same words have the same link in every rendering of the
document. `Index.number` gives it a number when a renderer first writes one, so that a reader meets 1, 2, 3.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from babel import Locale

from riwaya.render.catalogue import Language

Row = dict[str, Any]
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_BIDI_CONTROL = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
_ARABIC = re.compile(r"[\u0621-\u064a]")
_EXTENSION = re.compile(r"\.(?:txt|text|html?|xhtml|mhtml|xml|jsonl?|md|rss|atom|gz|zip|warc)(?=[.#]|$)", re.IGNORECASE)
_NAME_LENGTH = 14  # of a page's name that stands for its outlet: fits a narrow column without a break


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words in a page with their anchor. `page_number` counts pages of the document from 0."""

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
        self._numbers: dict[Evidence, int] = {}
        self._met = self._words_met()

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
        """Who published it: the outlet, else the host, else the page's own name. Another story's item on
        a page is not the page's own: without an outlet it is told as standing there."""
        if article and article["outlet"]:
            return blank_controls(article["outlet"])
        name = article["page"] if article else page
        host = re.sub(r"^www\.", "", self.pages.get(name, {}).get("host") or "")
        main = next((a for a in self.articles_on.get(name, ()) if a["role"] == "main"), None)
        if article and main and article["role"] != "main":
            return self.language.say("item_on", outlet=self.outlet(main))
        return blank_controls(host or short_name(name))

    def outlet_of(self, article_id: str) -> str:
        article = self.articles.get(article_id)
        return self.outlet(article) if article else article_id

    def title(self, article: Row) -> str:
        title = article["title"]
        return blank_controls(title["text"]) if title else ""

    def name(self, actor_id: str | None) -> str:
        """An actor's or an article's name as people say it, in the language of the interface where it is known."""
        if not actor_id:
            return ""
        if actor_id in self.articles:
            return self.outlet_of(actor_id)
        kind, _, slug = actor_id.partition(":")
        if kind == "anon":
            return self._met.get(actor_id) or self.language.say("speaker_unknown")
        names = self.actors.get(actor_id, {}).get("names", {})
        arabic, latin = names.get("ar", ()), sorted(names.get("en", ()), key=str.islower)
        found = [f for f in arabic if is_arabic(f)]
        if not found and kind in {"country", "place"}:
            code = slug if kind == "country" else next((c for f in latin if (c := _country_called(f))), "")
            found = [Locale("ar").territories.get(code, "")]
        found.append(self._met.get(actor_id, ""))
        if self.language.name == "en":
            found = [*latin, Locale("en").territories.get(slug, "") if kind == "country" else "", *found]
        else:
            found += latin
        form = next((f for f in (*found, *arabic, slug.replace("-", " ")) if f), actor_id)
        return blank_controls(form.title() if kind in {"person", "place"} and form.islower() else form)

    def _words_met(self) -> dict[str, str]:
        """What a page calls somebody whom no Arabic name is known of: «مصدر طبي»."""
        found: dict[str, str] = {}
        named = {i for i, a in self.actors.items() if any(is_arabic(f) for f in a["names"].get("ar", ()))}
        speakers = (
            {**s["speaker"], "page": s["page"]}
            for s in self.document["statements"]
            # of a party whose name is known in Latin letters, «the company» would be no name
            if s["speaker"]
            and s["speaker"]["start"] is not None
            and ((s["speaker"]["actor"] or "").startswith("anon:") or s["speaker"]["actor"] not in self.actors)
        )
        for row in (*self.document["mentions"], *speakers):
            actor = row["actor"] or ""
            if not actor or actor in found or (actor in named and not actor.startswith("anon:")):
                continue
            words = " ".join(self.words(row["page"], row["start"], row["end"]).split())
            if is_arabic(words) or actor.startswith("anon:"):
                found[actor] = words
        return found

    def names(self, ids: list[str]) -> tuple[str, ...]:
        return tuple(self.name(i) for i in ids)

    def cite(self, span: Row) -> Evidence | None:
        """The evidence of a span; None where the document lacks the page or the words."""
        page, start, end = span["page"], span["start"], span["end"]
        if page not in self.pages or not 0 <= start < end <= len(self.pages[page]["text"]):
            return None
        key = (page, start, end)
        if key not in self.evidence:
            article = self.article_at(page, start)
            published = (article or {}).get("published")
            self.evidence[key] = Evidence(
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

    def number(self, evidence: Evidence) -> int:
        """The number that a reader knows this evidence by, given when it is first written."""
        return self._numbers.setdefault(evidence, len(self._numbers) + 1)

    def numbered(self) -> list[tuple[int, Evidence]]:
        """The evidence that was written so far, by number."""
        return [(n, e) for e, n in self._numbers.items()]

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


@cache
def _countries() -> dict[str, str]:
    """Codes of countries by their English names in lower case."""
    return {str(name).casefold(): str(code) for code, name in Locale("en").territories.items()}


def _country_called(name: str) -> str:
    return _countries().get(name.casefold(), "")


def is_arabic(text: str) -> bool:
    """True where a text holds Arabic letters."""
    return _ARABIC.search(text) is not None


def short_name(name: str) -> str:
    """A page's name that fits a line: no folder, no extension, the middle of a long one left out."""
    stem = _EXTENSION.sub("", name.rstrip("/").rsplit("/", 1)[-1]) or name
    half = _NAME_LENGTH // 2
    return stem if len(stem) <= _NAME_LENGTH else f"{stem[:half]}…{stem[1 - half :]}"


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


def balanced(text: str) -> str:
    """Words with the guillemets that a cut took away put back, so that every quotation ends where the words do."""
    depth = missing = 0
    for char in text:
        if char == "«":
            depth += 1
        elif char == "»" and depth:
            depth -= 1
        elif char == "»":
            missing += 1
    return "«" * missing + text + "»" * depth
