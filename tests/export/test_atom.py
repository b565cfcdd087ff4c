import copy
from pathlib import Path
from typing import Any
from urllib.parse import quote

import feedparser
import pytest
from lxml import etree

from riwaya.errors import UsageError
from riwaya.export import render_atom, topic_ids
from riwaya.present.shown import safe_url

Document = dict[str, Any]
STANDARD = etree.RelaxNG(etree.parse(Path(__file__).parent / "atom.rng"))
ATOM = "{http://www.w3.org/2005/Atom}"


def feeds(document: Document, lang: str = "ar") -> list[tuple[str, str]]:
    return [(t, render_atom(document, t, lang=lang)) for t in topic_ids(document)]


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_it_holds_to_the_standard(any_document: Document, lang: str) -> None:
    for _, text in feeds(any_document, lang):
        tree = etree.fromstring(text.encode("utf-8"))
        STANDARD.assertValid(tree)
        ids = [e.text for e in tree.iter(f"{ATOM}id")]
        assert len(ids) == len(set(ids))


def test_a_feed_reader_finds_everything_again(any_document: Document) -> None:
    stories = {s["id"]: s for s in any_document["stories"]}
    articles = {a["id"]: a for a in any_document["articles"]}
    pages = {p["page"]: p for p in any_document["pages"]}
    for topic_id, text in feeds(any_document):
        topic = next(t for t in any_document["topics"] if t["id"] == topic_id)
        read = feedparser.parse(text)
        assert not read.bozo
        assert read.version == "atom10"
        told = [articles[a] for s in topic["stories"] for a in stories[s]["articles"]]
        assert len(read.entries) == len(told) + 1
        assert all(e.content[0].type == "text/html" for e in read.entries)
        links = {link.href for e in read.entries for link in e.get("links", ())}
        urls = {pages[a["page"]]["url"] for a in told} | {a["url"] for a in told}
        assert links <= {quote(u, safe="%/:?=&") for u in urls if safe_url(u) and "\ud800" not in u}
        assert read.feed.updated == max(e.updated for e in read.entries)
        assert [e.updated for e in read.entries[1:]] == sorted((e.updated for e in read.entries[1:]), reverse=True)


def test_words_of_pages_are_no_markup(hostile_document: Document) -> None:
    for _, text in feeds(hostile_document):
        tree = etree.fromstring(text.encode("utf-8"))
        for content in tree.iter(f"{ATOM}content"):
            html = etree.fromstring(content.text or "", etree.HTMLParser())
            assert {e.tag for e in html.iter()} <= {"html", "body", "div", "ul", "li", "b", "span", "p"}
        assert "javascript:" not in text


def test_contents_say_their_direction(examples_document: Document) -> None:
    for _, text in feeds(examples_document, "en"):
        for content in etree.fromstring(text.encode()).iter(f"{ATOM}content"):
            assert 'dir="rtl"' in (content.text or "")


def test_ids_stay_when_a_later_article_joins(bridge_document: Document) -> None:
    before = etree.fromstring(render_atom(bridge_document, "t-bridge").encode())
    later = copy.deepcopy(bridge_document)
    new = copy.deepcopy(later["articles"][3]) | {"id": "99-new#1", "page": "99-new", "url": "https://new.example/1"}
    new["published"]["value"] = "2031-05-20T09:30"
    later["articles"].append(new)
    later["pages"].append({**later["pages"][3], "page": "99-new", "url": None})
    later["stories"][0]["articles"].append("99-new#1")
    for renamed in (later, bridge_document):
        renamed["topics"] = [{**t, "id": t["id"].replace("t-bridge", "topic-4")} for t in renamed["topics"]]
    first = etree.fromstring(render_atom(bridge_document, "topic-4").encode())
    second = etree.fromstring(render_atom(later, "topic-4").encode())
    assert second.findtext(f"{ATOM}id") == first.findtext(f"{ATOM}id") != before.findtext(f"{ATOM}id")
    assert second.findtext(f"{ATOM}updated") == "2031-05-20T09:30:00Z"
    ids = [{e.findtext(f"{ATOM}id") for e in tree.iter(f"{ATOM}entry")} for tree in (first, second)]
    assert ids[0] < ids[1]


@pytest.mark.parametrize(
    ("value", "updated"),
    [
        ("2031-05-04T23:30+03:00", "2031-05-04T20:30:00Z"),
        ("2031-05-04T23", "2031-05-04T23:00:00Z"),
        ("2031-05-04", "2031-05-04T00:00:00Z"),
        ("2031-05", "2031-05-01T00:00:00Z"),
        ("2031-05-03/2031-05-06", "2031-05-03T00:00:00Z"),
        ("PAST_REF", None),
        ("2031-13-45T99:99", None),
    ],
)
def test_times(bridge_document: Document, value: str, updated: str | None) -> None:
    doc = copy.deepcopy(bridge_document)
    for article in doc["articles"]:
        article["published"] = {"value": value, "precision": "day", "from": "page", "why": ""}
    tree = etree.fromstring(render_atom(doc, doc["topics"][0]["id"]).encode())
    assert tree.findtext(f"{ATOM}updated") == (updated or "1970-01-01T00:00:00Z")


def test_an_unknown_topic_is_refused(bridge_document: Document) -> None:
    with pytest.raises(UsageError, match="no topic 'x'"):
        render_atom(bridge_document, "x")
