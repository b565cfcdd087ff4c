"""Finding one's way in a `riwaya/1` document: its pages, articles, names and numbered evidence.

Built once per rendering from the plain dict. `Index.cite` gives each distinct stretch of words one anchor,
`ev-PAGE-START-END`, that says where it stands: the same words have the same link in every rendering of the
document. `Index.number` gives it a number when a renderer first writes one, so that a reader meets 1, 2, 3.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from riwaya.present.document import Document, Row
from riwaya.present.shown import is_arabic
from riwaya.render.catalogue import Language

__all__ = ["Evidence", "Index", "Row", "blank_controls", "without_bidi_controls"]

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_BIDI_CONTROL = re.compile(r"[\u202a-\u202e\u2066-\u2069]")


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


class Index(Document):
    """A document opened for reading, with the evidence that was cited."""

    def __init__(self, document: Row, language: Language) -> None:
        super().__init__(document, language, blank_controls)
        self.language = language
        self.page_numbers = {name: n for n, name in enumerate(self.pages)}
        self.evidence: dict[tuple[str, int, int], Evidence] = {}
        self._numbers: dict[Evidence, int] = {}

    def names(self, ids: list[str]) -> tuple[str, ...]:
        return tuple(self.name(i) for i in ids)

    def names_or_states(self, ids: list[str]) -> tuple[str, ...]:
        """Names in the interface's letters where they are known: of who has none, but acts for a state, the state's."""
        return tuple(dict.fromkeys(self._name_or_state(i) for i in ids))

    def _name_or_state(self, actor: str) -> str:
        name, state = self.name(actor), self.actors.get(actor, {}).get("country")
        told = self.name(state) if state and self.language.name != "ar" and is_arabic(name) else ""
        return told if told and not is_arabic(told) else name

    def cite(self, span: Row) -> Evidence | None:
        """The evidence of a span; None where the document lacks the page or the words."""
        page, start, end = span["page"], span["start"], span["end"]
        if not self.holds(span):
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
                url=self.url(article, page),
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


def blank_controls(text: str) -> str:
    """Controls that a browser would swallow or a terminal would obey, one blank for each: offsets stay true."""
    return _CONTROL.sub(" ", text)


def without_bidi_controls(text: str) -> str:
    """For output that cannot isolate a direction (terminal, Markdown): overriding controls are removed."""
    return _BIDI_CONTROL.sub("", blank_controls(text))
