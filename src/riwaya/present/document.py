"""Finding one's way in a `riwaya/1` document: its pages, articles and the names of those in it.

A `Document` is opened once for a page or a file. What it gives out went through `clean`, which says what is harmless
there and keeps the length of a text.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from typing import Any

from babel import Locale

from riwaya.present.catalogue import Catalogue
from riwaya.present.shown import clip, is_arabic, safe_url, short_name

Row = dict[str, Any]
_NEXT = 2  # code points between words that stand side by side
_LONGEST_CHANGE = 28  # code points of each side in a heading
# Disputes interest a reader most, a mere difference in precision least.
_KIND_ORDER = ("dispute-between-parties", "discrepancy-between-pages", "update", "differing-precision")


def in_order(contrast: Row) -> tuple[bool, bool, int]:
    """What contrasts are sorted by: what parties dispute first, then what is to be checked, then small things."""
    kind = contrast["kind"]
    minor = kind == _KIND_ORDER[-1] or contrast.get("rule") == "spelling"
    return minor, not contrast.get("sure", True), _KIND_ORDER.index(kind) if kind in _KIND_ORDER else len(_KIND_ORDER)


def parties(event: Row, side: str) -> list[str]:
    """The actors of one side of an event (`actor`, `recipient`) whose part is not called unsure."""
    unsure = event.get("unsure", ())
    return [i for i in event[side] if i not in unsure]


class Document:
    """A document opened for reading. Unknown pages and ids never raise: they name themselves."""

    name_length = 14
    """Signs of a page's name that stands for its outlet: fits a narrow column without a break."""

    def __init__(self, document: Row, catalogue: Catalogue, clean: Callable[[str], str]) -> None:
        self.document = document
        self.catalogue = catalogue
        self.clean = clean
        self.pages: dict[str, Row] = {p["page"]: p for p in document["pages"]}
        self.articles: dict[str, Row] = {a["id"]: a for a in document["articles"]}
        self.articles_on: dict[str, list[Row]] = defaultdict(list)
        for article in document["articles"]:
            self.articles_on[article["page"]].append(article)
        self.actors: dict[str, Row] = {a["id"]: a for a in document["actors"]}
        self.events: dict[str, Row] = {e["id"]: e for e in document["events"]}
        self.stories: dict[str, Row] = {s["id"]: s for s in document["stories"]}
        self._met = dict(self._words_met())

    def words(self, page: str, start: int, end: int) -> str:
        """The words of a page, code point for code point."""
        return self.clean(self.pages[page]["text"][start:end]) if page in self.pages else ""

    def line(self, text: str) -> str:
        """A text on one line, without doubled blanks."""
        return " ".join(self.clean(text).split())

    def holds(self, span: Mapping[str, Any]) -> bool:
        """Whether the document has the page of a span, and the words."""
        page, start, end = span["page"], span["start"], span["end"]
        return page in self.pages and 0 <= start < end <= len(self.pages[page]["text"])

    def in_same_words(self, statements: Sequence[Row]) -> list[list[Row]]:
        """Statements of one speaker, those together that pages tell in the same words: a copy says nothing more. Marks
        of quotation and signs of vowels do not part them; of each group an article that took its words from nobody
        comes first."""
        derived = self._derived
        groups: dict[tuple[str, str], list[Row]] = defaultdict(list)
        for row in statements:
            text = self.pages[row["page"]]["text"][row["start"] : row["end"]] if row["page"] in self.pages else ""
            groups[row["polarity"], "".join(c for c in text if c.isalnum() and c != "ـ")].append(row)
        return [sorted(same, key=lambda r: r.get("article") in derived) for same in groups.values()]

    def with_named(self, change: Row, page: str | None) -> list[int] | None:
        """The words of a change in its source. Of an attribution that was left out («بحسب») together with whom it
        names: without that it tells nobody what is missing."""
        cue: list[int] | None = change["from"]
        if change["what"] != "source" or change["kind"] != "omitted" or cue is None or page is None:
            return cue
        named = self._named_by.get((page, cue[0], cue[1]), cue)
        apart = max(named[0] - cue[1], cue[0] - named[1])
        return [min(cue[0], named[0]), max(cue[1], named[1])] if apart <= _NEXT else cue

    @cached_property
    def _named_by(self) -> dict[tuple[str, int, int], list[int]]:
        """Where the speaker is named, by the words that say that somebody speaks."""
        said = ((s["page"], s["cue"], s["speaker"]) for s in self.document["statements"] if s["cue"] and s["speaker"])
        named = ((page, cue, who) for page, cue, who in said if who["start"] is not None)
        return {(page, cue[0], cue[1]): [who["start"], who["end"]] for page, cue, who in named}

    @cached_property
    def _derived(self) -> frozenset[str]:
        """The articles that took their words from others."""
        return frozenset(d["to"] for d in self.document["derivations"] if isinstance(d["to"], str))

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
        """Who published it: the outlet, else the host, else the page's own name. Another story's item on a page is
        not the page's own: without an outlet it is told as standing there."""
        if article and article["outlet"]:
            return self.line(article["outlet"])
        name = article["page"] if article else page
        host = re.sub(r"^www\.", "", self.pages.get(name, {}).get("host") or "")
        main = next((a for a in self.articles_on.get(name, ()) if a["role"] == "main"), None)
        if article and main and article["role"] != "main":
            return self.catalogue.say("item_on", outlet=self.outlet(main))
        return self.line(host or short_name(name, self.name_length))

    def outlet_of(self, article_id: str) -> str:
        """The outlet of an article by its id."""
        article = self.articles.get(article_id)
        return self.outlet(article) if article else self.line(article_id)

    def title(self, article: Row) -> str:
        """An article's title; empty where it has none."""
        return self.line(article["title"]["text"]) if article["title"] else ""

    def url(self, article: Row | None, page: str) -> str | None:
        """The address of an article, else of its page, where it may become a link."""
        return safe_url((article or {}).get("url")) or safe_url(self.pages.get(page, {}).get("url"))

    def name(self, actor_id: str | None) -> str:
        """An actor's or an article's name as people say it, in the language of the interface where it is known."""
        if not actor_id:
            return ""
        if actor_id in self.articles:
            return self.outlet_of(actor_id)
        kind, _, slug = actor_id.partition(":")
        if kind == "anon":
            return self._met.get(actor_id) or self.catalogue.say("speaker_unknown")
        names = self.actors.get(actor_id, {}).get("names", {})
        arabic, latin = names.get("ar", ()), sorted(names.get("en", ()), key=str.islower)
        found = [f for f in arabic if is_arabic(f)]
        if not found and kind in {"country", "place"}:
            code = slug if kind == "country" else next((c for f in latin if (c := _country_called(f))), "")
            found = [Locale("ar").territories.get(code, "")]
        found.append(self._met.get(actor_id, ""))
        if self.catalogue.name == "en":
            found = [*latin, Locale("en").territories.get(slug, "") if kind == "country" else "", *found]
        else:
            found += latin
        form = next((f for f in (*found, *arabic, slug.replace("-", " ")) if f), actor_id)
        return self.line(form.title() if kind in {"person", "place"} and form.islower() else form)

    def _words_met(self) -> Iterator[tuple[str, str]]:
        """What a page first calls somebody whom no Arabic name is known of: «مصدر طبي»."""
        named = {i for i, a in self.actors.items() if any(is_arabic(f) for f in a["names"].get("ar", ()))}
        speakers = (
            {**s["speaker"], "page": s["page"]}
            for s in self.document["statements"]
            # of a party whose name is known in Latin letters, «the company» would be no name
            if s["speaker"]
            and s["speaker"]["start"] is not None
            and ((s["speaker"]["actor"] or "").startswith("anon:") or s["speaker"]["actor"] not in self.actors)
        )
        met: set[str] = set()
        for row in (*self.document["mentions"], *speakers):
            actor = row["actor"] or ""
            if not actor or actor in met or (actor in named and not actor.startswith("anon:")):
                continue
            words = " ".join(self.words(row["page"], row["start"], row["end"]).split())
            if is_arabic(words) or actor.startswith("anon:"):
                met.add(actor)
                yield actor, words

    # ------------------------------------------------------------------ differences

    def heading(self, contrast: Row) -> tuple[str, tuple[str, ...]]:
        """Of a contrast: the interface's words for the question, by the rule that found it, and the words that it is
        about: those of its `topic` after ": ", or those that a retelling changed, the old before the new."""
        topic, rule = self.line(contrast["topic"]), contrast.get("rule") or ""
        headings = self.catalogue.words["labels"]["heading"]
        if rule == "claims":
            return self.catalogue.label("heading", rule), (topic,)
        _, _, about = topic.partition(": ")
        forms = (f"{rule}:{contrast['kind']}", rule, rule.partition(":")[0])  # of its own, else what it is a kind of
        rule = next((f for f in forms if f in headings), rule)
        if rule not in headings:
            return self.catalogue.label("subject", topic), ()
        if about:
            return self.catalogue.label("heading", rule), (self.catalogue.label("subject", about),)
        return self.catalogue.label("heading", rule), self._changed(contrast, rule.partition("altered:")[2])

    def kind_of(self, contrast: Row) -> str:
        """Why accounts part, in the interface's words; and that it is to be checked, where it is."""
        told = self.catalogue.label("contrast", contrast["kind"])
        return told if contrast.get("sure", True) else f"{told} · {self.catalogue.say('to_be_checked')}"

    def _changed(self, contrast: Row, what: str) -> tuple[str, ...]:
        """The words that a retelling changed; none where the contrast is no such change."""
        spans = {(s["page"], s["start"], s["end"]) for p in contrast["positions"] for s in p["spans"]}
        for derivation, pair in self._pairs() if what and spans else ():
            pages = [self.articles[derivation[end]]["page"] for end in ("from", "to")]
            if not {(page, *pair[end]) for page, end in zip(pages, ("from", "to"), strict=True)} <= spans:
                continue
            change = next((c for c in pair["changed"] if c["what"] == what), None)
            if change:
                ends = ((p, change[end]) for p, end in zip(pages, ("from", "to"), strict=True) if change[end])
                said = (" ".join(self.words(page, *at).split()) for page, at in ends)
                return tuple(dict.fromkeys(clip(w, _LONGEST_CHANGE) for w in said))
        return ()

    def _pairs(self) -> Iterator[tuple[Row, Row]]:
        """Every sentence that an article of the document took from another, with the derivation it belongs to."""
        for row in self.document["derivations"]:
            if all(isinstance(row[end], str) and row[end] in self.articles for end in ("from", "to")):
                yield from ((row, p) for p in row["pairs"])


@cache
def _countries() -> dict[str, str]:
    """Codes of countries by their English names in lower case."""
    return {str(name).casefold(): str(code) for code, name in Locale("en").territories.items()}


def _country_called(name: str) -> str:
    return _countries().get(name.casefold(), "")
