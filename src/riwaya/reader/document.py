"""Finding one's way in a `riwaya/1` document: its pages, articles, names, and where words stand.

An `Index` is made once for a page. Everything it gives out is harmless to show (`reader.text`).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from babel import Locale

from riwaya.reader.text import harmless, is_arabic, one_line, safe_url, short_name
from riwaya.reader.words import Words

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Place:
    """Words in a page: where they stand, whose page it is, and the address that shows them there."""

    page: str
    start: int
    end: int
    words: str
    outlet: str
    published: str | None
    href: str


class Index:
    """A document opened for reading. Unknown pages and ids never raise: they name themselves."""

    def __init__(self, document: Mapping[str, Any], words: Words, topic: str) -> None:
        self.document = document
        self.say = words
        self.topic = topic
        self.pages: dict[str, Row] = {p["page"]: p for p in document["pages"]}
        self.articles: dict[str, Row] = {a["id"]: a for a in document["articles"]}
        self.articles_on: dict[str, list[Row]] = defaultdict(list)
        for article in document["articles"]:
            self.articles_on[article["page"]].append(article)
        self.actors: dict[str, Row] = {a["id"]: a for a in document["actors"]}
        self.events: dict[str, Row] = {e["id"]: e for e in document["events"]}
        self.stories: dict[str, Row] = {s["id"]: s for s in document["stories"]}
        self._numbers: dict[tuple[str, int, int], int] = {}
        self._noted: dict[int, Place] = {}
        self._met = self._words_met()

    # ------------------------------------------------------------------ words

    def words(self, page: str, start: int, end: int) -> str:
        """The words of a page, code point for code point."""
        return harmless(self.pages[page]["text"][start:end]) if page in self.pages else ""

    def cite(self, span: Mapping[str, Any]) -> Place | None:
        """The place of a span; None where the document lacks the page or the words."""
        page, start, end = span["page"], span["start"], span["end"]
        if page not in self.pages or not 0 <= start < end <= len(self.pages[page]["text"]):
            return None
        article = self.article_at(page, start)
        published = (article or {}).get("published")
        return Place(
            page=page,
            start=start,
            end=end,
            words=self.words(page, start, end),
            outlet=self.outlet(article, page),
            published=published["value"] if published else None,
            href=self.words_href(page, start, end),
        )

    def cite_all(self, spans: Iterable[Mapping[str, Any]]) -> list[Place]:
        return [p for p in (self.cite(s) for s in spans) if p is not None]

    def words_href(self, page: str, start: int | None = None, end: int | None = None) -> str:
        """The address of a page's text, with words of it marked."""
        asked: dict[str, str] = {"page": page.encode("utf-8", "replace").decode()}
        if start is None or end is None:
            return f"/topic/{self.topic}/words?{urlencode(asked)}"
        return f"/topic/{self.topic}/words?{urlencode(asked | {'at': f'{start}-{end}'})}#here"

    def number(self, place: Place) -> int:
        """The number that a reader knows these words by, given when it is first written."""
        key = (place.page, place.start, place.end)
        if key not in self._numbers:
            self._numbers[key] = len(self._numbers) + 1
            self._noted[self._numbers[key]] = place
        return self._numbers[key]

    def numbered(self) -> list[tuple[int, Place]]:
        return list(self._noted.items())

    def article_at(self, page: str, start: int) -> Row | None:
        """The article of a page whose words stand at (or nearest before) an offset."""
        articles = self.articles_on.get(page, [])
        if len(articles) <= 1:
            return articles[0] if articles else None

        def distance(article: Row) -> tuple[int, bool]:
            ranges = list(article["body"])
            title = article["title"]
            if title and title["start"] is not None:
                ranges.append([title["start"], title["end"]])
            gaps = [0 if s <= start < e else min(abs(start - s), abs(start - e)) for s, e in ranges]
            return min(gaps, default=10**9), article["role"] != "main"

        return min(articles, key=distance)

    # ------------------------------------------------------------------ names

    def outlet(self, article: Row | None, page: str = "") -> str:
        """Who published it: the outlet, else the host, else the page's own name."""
        if article and article["outlet"]:
            return one_line(article["outlet"])
        name = article["page"] if article else page
        host = re.sub(r"^www\.", "", self.pages.get(name, {}).get("host") or "")
        main = next((a for a in self.articles_on.get(name, ()) if a["role"] == "main"), None)
        if article and main and article["role"] != "main":
            return self.say.say("item_on", outlet=self.outlet(main))
        return one_line(host or short_name(name))

    def outlet_of(self, article_id: str) -> str:
        article = self.articles.get(article_id)
        return self.outlet(article) if article else one_line(article_id)

    def title(self, article: Row) -> str:
        title = article["title"]
        return one_line(title["text"]) if title else ""

    def url(self, article: Row | None, page: str) -> str | None:
        return safe_url((article or {}).get("url")) or safe_url(self.pages.get(page, {}).get("url"))

    def name(self, actor_id: str | None) -> str:
        """An actor's or an article's name as people say it, in the interface's language where it is known."""
        if not actor_id:
            return ""
        if actor_id in self.articles:
            return self.outlet_of(actor_id)
        kind, _, slug = actor_id.partition(":")
        if kind == "anon":
            return self._met.get(actor_id) or self.say.say("speaker_unknown")
        names = self.actors.get(actor_id, {}).get("names", {})
        arabic, latin = names.get("ar", ()), sorted(names.get("en", ()), key=str.islower)
        found = [f for f in arabic if is_arabic(f)]
        if kind == "country":
            found.append(Locale("ar").territories.get(slug, ""))
        found.append(self._met.get(actor_id, ""))
        if self.say.name == "en":
            found = [*latin, Locale("en").territories.get(slug, "") if kind == "country" else "", *found]
        else:
            found += latin
        form = next((f for f in (*found, *arabic, slug.replace("-", " ")) if f), actor_id)
        return one_line(form.title() if kind in {"person", "place"} and form.islower() else form)

    def names(self, ids: Iterable[str]) -> tuple[tuple[str, str], ...]:
        """Names with their ids, an id that leads nowhere (nobody is known by it) left empty."""
        return tuple((self.link_id(i), self.name(i)) for i in ids)

    def link_id(self, actor_id: str | None) -> str:
        """The id where there is a page about it."""
        return actor_id if actor_id and actor_id in self.actors and not actor_id.startswith("anon:") else ""

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
            words = one_line(self.words(row["page"], row["start"], row["end"]))
            if is_arabic(words) or actor.startswith("anon:"):
                found[actor] = words
        return found

    # ------------------------------------------------------------------ the topic

    def row(self) -> Row:
        """The topic that the document tells."""
        found: Row = self.document["topics"][0]
        return found

    def told_articles(self, story: str | None = None) -> list[Row]:
        """The articles of the topic, or of one story of it, each once, in the order of publication."""
        stories = [story] if story else self.row()["stories"]
        ids = dict.fromkeys(a for s in stories if s in self.stories for a in self.stories[s]["articles"])
        found = [self.articles[i] for i in ids if i in self.articles]
        return sorted(found, key=lambda a: ((a["published"] or {}).get("value") or "9999", a["id"]))


def first_seen(places: Sequence[Place], most: int) -> tuple[Place, ...]:
    """At most `most` places, one of each outlet before a second of any."""
    seen: Counter[str] = Counter()
    ranked = []
    for n, place in enumerate(places):
        ranked.append((seen[place.outlet], n, place))
        seen[place.outlet] += 1
    return tuple(p for _, _, p in sorted(ranked, key=lambda r: r[:2])[:most])
