"""The way from an address to the ledger, through the command, against a host on loopback; versions and
the ledger of mixed batches."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from riwaya.cli import app
from riwaya.model import PageState, Source
from riwaya.pipeline import tell_sources
from riwaya.render import document
from tests.read.host import Asked, Host, Send, answer, hosting, redirect

runner = CliRunner()

TITLE = "مكتبة البلدة تفتح أبوابها ليلا في شهر الامتحانات"
PARAGRAPHS = (
    "فتحت مكتبة البلدة أبوابها ليلا أمام الطلاب، ابتداء من مساء الأحد، طوال شهر الامتحانات.",
    "وقالت أمينة المكتبة هدى رسلان إن مئة وعشرين طالبا جاؤوا في الليلة الأولى.",
    "وأضافت أن الشاي يقدم مجانا، وأن الحافلة الأخيرة تنتظر الطلاب حتى منتصف الليل.",
)
OTHER = (
    "بئر جديدة تسقي بساتين الوادي",
    "بدأت بئر جديدة تسقي بساتين الوادي، بعد صيف جاف طويل.",
    "وقال المزارع عطا نصار إن الماء عذب.",
)


def html(*paragraphs: str, title: str = TITLE, site: str = "صدى البلدة") -> str:
    head = f'<!doctype html><html lang="ar"><head><meta charset="utf-8"><title>{title}</title>'
    head += f'<meta property="og:site_name" content="{site}"></head><body><article><h1>{title}</h1>'
    return head + "".join(f"<p>{p}</p>" for p in paragraphs) + "</article></body></html>"


def tell(*arguments: str, fails: bool = False) -> dict[str, Any]:
    """The document that `riwaya tell` writes for these arguments."""
    done = runner.invoke(app, ["tell", *arguments, "--fast", "--format", "json", "--allow-private", "--ledger"])
    assert done.exit_code == (1 if fails else 0), done.stderr
    return {"stderr": done.stderr} | (json.loads(done.stdout) if done.stdout else {})


def ends(told: dict[str, Any], host: Host | None = None) -> dict[str, str]:
    at = host.url("") if host else ""
    return {r["page"].removeprefix(at): r["state"] for r in told["ledger"]}


# ------------------------------------------------------------------ feeds


ESCAPED = "".join(f"&lt;p&gt;{p}&lt;/p&gt;" for p in PARAGRAPHS)
RSS = f"""<rss version="2.0"><channel><title>صدى</title><item><title>{TITLE}</title><link>/n</link>
<description>{ESCAPED}</description></item></channel></rss>"""
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>صدى</title><entry><title>{TITLE}</title>
<link href="/n"/><content type="html">{ESCAPED}</content></entry></feed>"""
JSON_FEED = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "صدى",
        "items": [{"id": "1", "url": "/n", "title": TITLE, "content_text": "\n".join(PARAGRAPHS)}],
    }
)
SITEMAP = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>HOST/n</loc></url></urlset>"""
INDEX = """<sitemapindex><sitemap><loc>HOST/map.xml.gz</loc></sitemap></sitemapindex>"""
OPML = """<opml version="2.0"><body><outline type="rss" xmlUrl="HOST/rss"/></body></opml>"""


@pytest.mark.parametrize(
    ("feed", "status", "packed"),
    [
        (RSS, "403 Forbidden", False),
        (ATOM, "451 Unavailable For Legal Reasons", False),
        (JSON_FEED, "404 Not Found", False),
        (RSS, "403 Forbidden", True),
    ],
    ids=["rss", "atom", "json", "packed"],
)
def test_a_feeds_own_text_stays_where_the_page_does_not_come(feed: str, status: str, packed: bool) -> None:
    with hosting() as host:
        data = feed.encode()
        host.routes |= {"/feed": answer(gzip.compress(data) if packed else data), "/n": answer("no", status)}
        told = tell(host.url("/feed"))
    state = "broken" if status.startswith("404") else "blocked"
    assert ends(told, host) == {"/feed#1": "kept", "/n": state}
    (article,) = told["articles"]
    text = next(p["text"] for p in told["pages"] if p["page"] == article["page"])
    assert [text[a:b] for a, b in article["body"]] == list(PARAGRAPHS)
    assert status[:3] in told["stderr"]


@pytest.mark.parametrize(
    ("start", "others"),
    [("/rss", []), ("/map.xml", []), ("/index.xml", ["/map.xml.gz"]), ("/feeds.opml", ["/rss"])],
)
def test_every_list_leads_to_its_pages(start: str, others: list[str]) -> None:
    with hosting() as host:
        at = host.url("")
        host.routes |= {
            "/rss": answer(RSS),
            "/map.xml": answer(SITEMAP.replace("HOST", at)),
            "/map.xml.gz": answer(
                gzip.compress(SITEMAP.replace("HOST", at).encode()), headers={"Content-Type": "application/x-gzip"}
            ),
            "/index.xml": answer(INDEX.replace("HOST", at)),
            "/feeds.opml": answer(OPML.replace("HOST", at)),
            "/n": answer(html(*PARAGRAPHS)),
        }
        told = tell(host.url(start))
    assert [p for p in host.paths if p != "/robots.txt"] == [start, *others, "/n"]
    assert [a["page"] for a in told["articles"]] == [host.url("/n")]
    assert ends(told, host)["/n"] == "kept"


def test_what_a_fetched_page_ends_as() -> None:
    with hosting() as host:
        host.routes |= {
            "/robots.txt": answer("User-agent: *\nDisallow: /closed"),
            "/n": answer(html(*PARAGRAPHS)),
            "/old": redirect("/n"),
            "/empty": answer("<html><body><img src=x></body></html>"),
            "/persian": answer(html("رئیس جمهور گفت که این پل از آن مردم است و با تلاش آنها ساخته شد." * 3)),
            "/picture": answer(b"\x89PNG\r\n\x1a\n" + bytes(300), headers={"Content-Type": "image/png"}),
            "/cut": answer("x", length=500),
        }
        paths = ("/n", "/old", "/empty", "/persian", "/picture", "/cut", "/closed/1", "/gone")
        told = tell(*map(host.url, paths))
    wanted = ("kept", "duplicate", "empty", "wrong_language", "broken", "broken", "blocked", "broken")
    assert ends(told, host) == dict(zip(paths, wanted, strict=True))
    assert all(r["reason"] for r in told["ledger"] if r["state"] != "kept")


# ------------------------------------------------------------------ versions


def record(url: str, page: str, hour: int) -> bytes:
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page.encode()
    head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{hour}>\r\nWARC-Target-URI: {url}\r\n"
    head += f"WARC-Date: 2024-03-01T{hour:02}:00:00Z\r\nContent-Type: application/http; msgtype=response\r\n"
    return gzip.compress(f"{head}Content-Length: {len(block)}\r\n\r\n".encode() + block + b"\r\n\r\n")


ADDRESS = "https://balda.example/أخبار/مكتبة"
FORMS = (
    "https://www.balda.example/أخبار/مكتبة",
    "http://m.balda.example/أخبار/مكتبة/",
    "https://balda.example/أخبار/مكتبة/amp",
    "https://balda.example/أخبار/مكتبة?print=1",
    "https://balda.example/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1/%D9%85%D9%83%D8%AA%D8%A8%D8%A9",
    "https://balda.example/أخبار/مكتبة?utm_source=x&fbclid=2#top",
)


@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_an_address_is_one_document(tmp_path: Path, form: str) -> None:
    kept = tmp_path / "a.warc.gz"
    kept.write_bytes(record(ADDRESS, html(*PARAGRAPHS), 1) + record(form, html(*PARAGRAPHS), 2))
    told = tell(str(kept))
    assert ends(told) == {"a.warc.gz#1": "kept", "a.warc.gz#2": "duplicate"}
    assert len(told["articles"]) == 1
    assert told["versions"] == []


@pytest.mark.parametrize("apart", [False, True], ids=["one archive", "two archives"])
def test_a_changed_text_is_a_version_with_the_changed_words(tmp_path: Path, apart: bool) -> None:
    changed = PARAGRAPHS[1].replace("مئة وعشرين", "مئتي"), PARAGRAPHS[2].replace("مجانا", "بنصف الثمن")
    old, new = record(ADDRESS, html(*PARAGRAPHS), 1), record(FORMS[5], html(PARAGRAPHS[0], *changed), 2)
    (tmp_path / "a.warc.gz").write_bytes(old if apart else old + new)
    if apart:
        (tmp_path / "b.warc.gz").write_bytes(new)
    told = tell(str(tmp_path))
    (version,) = told["versions"]
    assert version["from"] == "a.warc.gz#1"
    assert version["to"].endswith("@2024-03-01T02:00:00Z")
    text = {p["page"]: p["text"] for p in told["pages"]}
    words = [
        (text[version["from"]][slice(*c["from"])], text[version["to"]][slice(*c["to"])]) for c in version["changed"]
    ]
    assert words == [("مئة وعشرين", "مئتي"), ("مجانا", "بنصف الثمن")]
    assert [a["page"] for a in told["articles"]] == [version["to"]]
    assert set(ends(told).values()) == {"kept", "duplicate"}


def test_a_page_that_changes_while_we_watch() -> None:
    pages = iter([html(*PARAGRAPHS), html(*PARAGRAPHS, "وأغلقت المكتبة أبوابها عند الفجر بعد ليلة طويلة.")])

    def play(asked: Asked, send: Send) -> None:
        answer(next(pages))(asked, send)

    with hosting() as host:
        host.routes["/n"] = play
        told = tell(host.url("/n"), host.url("/n?utm_source=feed").replace("/n?", "/n/?"))
    assert len(told["articles"]) <= 2  # the second address has no route of its own
    assert ends(told, host)["/n"] == "kept"


# ------------------------------------------------------------------ the ledger


def sources() -> dict[str, Source]:
    """One page of each kind, by what becomes of it where it stands alone."""
    page, other = html(*PARAGRAPHS).encode(), html(*OTHER[1:], title=OTHER[0], site="الوادي اليوم").encode()
    row = {"id": "j1", "title": OTHER[0], "text": "\n".join(OTHER[1:]), "outlet": "الوادي اليوم"}
    rows = "\n".join(map(json.dumps, (row, {"id": "j2"}, row | {"id": "j3", "text": "too few Arabic letters in it"})))
    archive = record(ADDRESS, html(*PARAGRAPHS), 1) + record(FORMS[0], html(*PARAGRAPHS), 2)
    refused = record("https://balda.example/x", "no", 3)
    return {
        "page": Source("p.html", page, url="https://www.balda.example/1"),
        "again": Source("q.html", page, url="https://m.balda.example/1/amp"),
        "other": Source("o.html", other, url="https://wadi.example/7"),
        "text": Source("t.txt", "\n\n".join(OTHER).encode()),
        "nothing": Source("n.txt", b""),
        "picture": Source("x.html", b"\x89PNG" + bytes(100)),
        "persian": Source("f.html", html("رئیس جمهور گفت که این پل از آن مردم است." * 5).encode()),
        "rows": Source("r.jsonl", rows.encode()),
        "archive": Source("a.warc.gz", archive + refused[:60]),
        "feed": Source("f.xml", RSS.encode(), url="https://balda.example/rss"),
        "blocked": Source(
            "https://balda.example/n", b"", url="https://balda.example/n", lost=(PageState.BLOCKED, "403")
        ),
        "huge": Source("h.html", b"<p>" * 60_000),
    }


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(sorted(sources())), min_size=1, max_size=7))
def test_every_page_ends_once_and_the_counts_add_up(kinds: list[str]) -> None:
    known = sources()
    doc = document(tell_sources(known[k] for k in kinds))
    states = [s.value for s in PageState]
    assert [r["page"] for r in doc["ledger"]] == [p["page"] for p in doc["pages"]]
    assert len({r["page"] for r in doc["ledger"]}) == len(doc["ledger"])
    counted = {s: sum(o[s] for o in doc["outlets"]) for s in states}
    assert counted == {s: sum(r["state"] == s for r in doc["ledger"]) for s in states}
    assert sum(counted.values()) == len(doc["pages"])
    for outlet in doc["outlets"]:
        mine = [r["state"] for r in doc["ledger"] if r["outlet"] == outlet["outlet"]]
        assert {s: outlet[s] for s in states} == {s: mine.count(s) for s in states}
    for row in doc["ledger"]:
        assert row["state"] in states
        assert (row["state"] == "kept") == bool(row["articles"])
        assert row["state"] == "kept" or row["reason"]
    assert sorted(a for r in doc["ledger"] for a in r["articles"]) == sorted(a["id"] for a in doc["articles"])


def test_the_command_prints_the_ledger_and_its_sums(tmp_path: Path) -> None:
    for name, source in sources().items():
        if source.lost is None:
            (tmp_path / f"{name}-{source.name}").write_bytes(source.data)
    told = tell(str(tmp_path))
    last = told["stderr"].strip().splitlines()[-1].split()
    assert last[0] == "all"
    assert sum(map(int, last[1:])) == len(told["pages"])
