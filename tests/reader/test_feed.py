"""Feeds: that they hold to the standard, say what the pages say, and are found from them."""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import feedparser
import pytest
from lxml import etree, html

from riwaya.store import Store
from riwaya.store.access import make_token
from riwaya.store.follows import Alert, alert
from tests.api.asking import Client
from tests.reader.seeing import see

Editor = Callable[..., Client]
STANDARD = etree.RelaxNG(etree.parse(Path(__file__).parent.parent / "export" / "atom.rng"))
FEEDS = (
    "/feed.atom",
    "/feed.atom?outlet=" + quote("وكالة الساحل للأنباء"),
    "/feed.atom?actor=country:MA",
    "/feed.atom?place={place}",
    "/feed.atom?marks=differs",
    "/feed.atom?q=" + quote("السفير"),
    "/alerts.atom",
)


def told_at(client: Client) -> str:
    """A place that a story is told of."""
    return next(str(s["place"]["id"]) for s in client.json("/stories", limit=50)["items"] if s["place"])


@pytest.mark.parametrize("path", FEEDS)
@pytest.mark.parametrize("lang", ["ar", "en"])
def test_it_holds_to_the_standard(reader: Client, path: str, lang: str) -> None:
    answer = reader(
        "GET", path.format(place=told_at(reader)), bare=True, headers={"cookie": f"riwaya-view=lang={lang}"}
    )
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    tree = etree.fromstring(answer.content)
    STANDARD.assertValid(tree)
    ids = [e.text for e in tree.iter("{http://www.w3.org/2005/Atom}id")]
    assert len(ids) == len(set(ids))
    read = feedparser.parse(answer.content)
    assert not read.bozo
    assert read.entries or path == "/alerts.atom"
    assert all(e.link.startswith("http://") for e in read.entries)


def test_it_tells_the_stories_that_the_page_tells(reader: Client) -> None:
    read = feedparser.parse(reader("GET", "/feed.atom?actor=country:MA", bare=True).content)
    told = reader.json("/stories", actor="country:MA", sort="new", limit=40)["items"]
    assert [e.title for e in read.entries] == [s["title"] for s in told]
    assert [e.link.rpartition("/")[2] for e in read.entries] == [s["id"] for s in told]
    assert "المغرب" in read.feed.title
    assert len(read.entries) < len(reader.json("/stories", limit=40)["items"])


def test_a_search_is_told_the_latest_first(reader: Client) -> None:
    read = feedparser.parse(reader("GET", FEEDS[5], bare=True).content)
    updated = [e.updated for e in read.entries]
    assert updated == sorted(updated, reverse=True)
    assert any("السفير" in e.content[0].value for e in read.entries)


def test_alerts_are_told(editor: Editor, store: Store) -> None:
    client = editor()
    with store.writing() as connection:
        alert(connection, [Alert("new", "جديد <b>عن</b> المغرب\u202e", "1", None)])
    read = feedparser.parse(client("GET", "/alerts.atom", bare=True).content)
    assert [e.title for e in read.entries] == ["جديد <b>عن</b> المغرب\ufffd"]


def test_words_of_pages_are_no_markup(reader: Client) -> None:
    seen = ""
    for path in FEEDS:
        tree = etree.fromstring(reader("GET", path.format(place=told_at(reader)), bare=True).content)
        for content in tree.iter("{http://www.w3.org/2005/Atom}content"):
            inner = html.fromstring(f"<div>{content.text}</div>")
            assert {e.tag for e in inner.iter()} <= {"div", "p", "span"}
        seen += " ".join(tree.itertext())
    assert "<script>" in seen, "the guests were not even told"
    assert "\u202e" not in seen


@pytest.mark.parametrize(
    "path", ["/", "/?outlet=x", "/actor/country:MA", "/actor/place:lisbon", "/search?q=السفير", "/alerts", "/outlets"]
)
def test_a_page_names_its_feed_to_programs_and_to_people(reader: Client, path: str) -> None:
    page = see(reader, path)
    (named,) = page.all('//head/link[@type="application/atom+xml"]/@href')
    assert reader("GET", named, bare=True).status_code == 200
    shown = page.all('//body//a[@class="feed"]/@href')
    assert shown
    if path != "/outlets":  # there each outlet has its own
        assert shown[0] == named
    if path.startswith("/actor/"):
        assert path.rpartition("/")[2] in named.replace("%3A", ":")


def test_an_unchanged_feed_is_not_sent_again(reader: Client) -> None:
    first = reader("GET", "/feed.atom", bare=True)
    again = reader("GET", "/feed.atom", bare=True, headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == 304


def test_a_store_with_tokens_tells_its_feeds_to_those_who_have_one(editor: Editor, store: Store) -> None:
    with store.writing() as connection:
        token = make_token(connection, "ليلى", "read")
    client = editor()
    for path in ("/feed.atom", "/alerts.atom"):
        refused = client("GET", path, bare=True)
        assert refused.status_code == 401
        assert refused.headers["www-authenticate"] == "Bearer"
        assert "السفير" not in refused.text
        assert client("GET", path, bare=True, headers={"authorization": f"Bearer {token}"}).status_code == 200
