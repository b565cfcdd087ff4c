"""Finding one's way in a `riwaya/1` document: its pages, articles, names, and where words stand.

An `Index` is made once for a page. Everything it gives out is harmless to show (`reader.text`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from riwaya.present.document import Document, Row
from riwaya.reader.text import harmless
from riwaya.reader.words import Words

__all__ = ["Index", "Place", "Row", "first_seen"]


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


class Index(Document):
    """A topic's document opened for reading."""

    name_length = 18

    def __init__(self, document: Row, words: Words, topic: str) -> None:
        super().__init__(document, words, harmless)
        self.say = words
        self.topic = topic
        self._hrefs: dict[str, str] = {}
        self._named: dict[str, tuple[str, str]] = {}
        self._numbers: dict[tuple[str, int, int], int] = {}
        self._noted: dict[int, Place] = {}

    # ------------------------------------------------------------------ words

    def cite(self, span: Mapping[str, Any]) -> Place | None:
        """The place of a span; None where the document lacks the page or the words."""
        page, start, end = span["page"], span["start"], span["end"]
        if not self.holds(span):
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
        if page not in self._hrefs:  # a topic of hundreds of articles cites thousands of places
            asked = urlencode({"page": page.encode("utf-8", "replace").decode()})
            self._hrefs[page] = f"/topic/{self.topic}/words?{asked}"
        return self._hrefs[page] + ("" if start is None or end is None else f"&at={start}-{end}#here")

    def number(self, place: Place) -> int:
        """The number that a reader knows these words by, given when it is first written."""
        key = (place.page, place.start, place.end)
        if key not in self._numbers:
            self._numbers[key] = len(self._numbers) + 1
            self._noted[self._numbers[key]] = place
        return self._numbers[key]

    def numbered(self) -> list[tuple[int, Place]]:
        return list(self._noted.items())

    # ------------------------------------------------------------------ names

    def names(self, ids: Iterable[str]) -> tuple[tuple[str, str], ...]:
        """Names with their ids, an id that leads nowhere (nobody is known by it) left empty."""
        return tuple(map(self.named, ids))

    def named(self, actor_id: str) -> tuple[str, str]:
        """One of them; a topic names few, again and again."""
        if actor_id not in self._named:
            self._named[actor_id] = self.link_id(actor_id), self.name(actor_id)
        return self._named[actor_id]

    def link_id(self, actor_id: str | None) -> str:
        """The id where there is a page about it."""
        return actor_id if actor_id and actor_id in self.actors and not actor_id.startswith("anon:") else ""

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
