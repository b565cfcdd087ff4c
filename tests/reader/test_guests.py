"""Guests that wish us no good: stored markup, turned names, other sites' forms, redirects, frames."""

import re
from collections.abc import Callable

import pytest

from tests.api.asking import Client
from tests.reader.guests import LURE
from tests.reader.seeing import Seen, see, send, ship, topics

Editor = Callable[..., Client]
PAGES = ("/", "/?sort=new", "/actors", "/outlets", "/decisions", "/settings", "/saved", "/nothing")
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_OURS = {"reader.js", "htmx.min.js"}


@pytest.fixture(scope="module")
def every_page(reader: Client) -> list[Seen]:
    """Every view of everything that the store holds."""
    client = reader
    found = [see(client, p, 404 if p == "/nothing" else 200) for p in PAGES]
    for topic in topics(client):
        page = see(client, f"/topic/{topic['id']}?print=1")
        found.append(page)
        links = dict.fromkeys(h.partition("#")[0] for h in page.all("//main//a/@href"))
        found += [see(client, h) for h in links if "/words?" in h or "/copy?" in h]
    found += [see(client, f"/story/{s['id']}") for t in topics(client) for s in t["stories"]]
    return found


def check_harmless(page: Seen) -> None:
    """Nothing on a page runs, leads to a script, or comes from elsewhere."""
    scripts = page.all("//script")
    assert {s.get("src", "").partition("?")[0].removeprefix("/static/") for s in scripts} == _OURS
    assert not [s for s in scripts if (s.text or "").strip()]
    assert not page.all("//iframe|//object|//embed|//img|//style|//base|//*[@style]|//main//meta")
    for element in page.tree.iter():
        if isinstance(element.tag, str):
            assert not [a for a in element.attrib if a.lower().startswith("on")], element.attrib
    for address in page.all("//@href|//@src|//@action|//@hx-get|//@hx-post"):
        assert re.match(r"(/(?!/)|#|https?://)", address), address
    for svg in page.all("//svg"):
        assert {c.tag for c in svg.iter()} <= {"svg", "rect", "line", "text", "g", "path", "circle"}


def test_stored_markup_never_runs_in_any_view(every_page: list[Seen]) -> None:
    pages = every_page
    assert len(pages) > 40
    for page in pages:
        check_harmless(page)
    shown = " ".join(p.words for p in pages)
    assert "<script>" in shown, "the guests were not even shown"
    assert "onerror" in shown
    assert "{{7*7}}" in shown
    assert LURE not in " ".join(a for p in pages for a in p.all("//@href"))


def test_turning_signs_of_pages_turn_nothing(every_page: list[Seen]) -> None:
    for page in every_page:
        own = [t for t in page.all("//text()") if _TURNING.search(t)]
        for text in own:  # our own figures in a drawing or a hint: opened and closed at once
            assert re.fullmatch(r"[^\u202a-\u202e]*", text)
            assert text.count("\u2066") == text.count("\u2069")
            assert re.search(r"\u2066[+\u2212]?[\d.]+\u2069", text)


def test_every_answer_forbids_frames_and_scripts_in_pages(reader: Client) -> None:
    for path in (*PAGES, f"/topic/{ship(reader)['id']}", "/static/reader.js", "/worker.js", "/manifest.webmanifest"):
        answer = reader("GET", path, bare=True)
        policy = answer.headers["content-security-policy"]
        assert "unsafe" not in policy
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert answer.headers["x-frame-options"] == "DENY"
        assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_forms_of_other_sites_are_refused(editor: Editor, site: str) -> None:
    client = editor()
    token = see(client, "/settings").form_token()
    body = {"form_token": token, "on": f"topic:{ship(client)['id']}", "text": "x", "next": "/"}
    answer = client("POST", "/note", bare=True, data=body, headers={"sec-fetch-site": site})
    assert answer.status_code == 403
    answer = client("POST", "/note", bare=True, data=body, headers={"origin": "https://evil.example"})
    assert answer.status_code == 403
    assert client.json("/notes")["items"] == []


@pytest.mark.parametrize("token", ["", "0" * 64, "é"])
def test_forms_without_our_proof_are_refused(editor: Editor, token: str) -> None:
    client = editor()
    for path in ("/note", "/judge", "/undo", "/settings", "/follow", "/sign-out"):
        answer = send(client, path, token, on=f"topic:{ship(client)['id']}", text="x", next="/", n="1")
        assert answer.status_code == 403, path
        assert "set-cookie" not in answer.headers
    assert client.json("/notes")["items"] == []


@pytest.mark.parametrize(
    "to",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "/\t/evil.example",
        " /",
        "/ok\r\nset-cookie: a=b",
        "",
    ],
)
def test_redirects_never_leave(editor: Editor, to: str) -> None:
    client = editor()
    answer = send(client, "/settings", see(client, "/settings").form_token(), lang="ar", next=to)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/"


def test_a_note_is_shown_as_it_was_written_and_runs_nothing(editor: Editor) -> None:
    client = editor()
    topic = ship(client)["id"]
    page = see(client, f"/topic/{topic}")
    send(client, "/note", page.form_token(), on=f"topic:{topic}", text="<script>x</script>\u202eقلب", next="/")
    for path in (f"/topic/{topic}", "/decisions"):
        after = see(client, path)
        check_harmless(after)
        assert "<script>x</script>\ufffdقلب" in after.words


def test_hostile_questions_are_shown_as_text(reader: Client) -> None:
    for path in ("/actors?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E", "/actor/country:MA?q=%3Cb%20onclick=x%3E"):
        check_harmless(see(reader, path))
    if "/search" in reader.json("/openapi.json")["paths"]:
        check_harmless(see(reader, "/search?q=%22%3E%3Cimg%20src=x%20onerror=alert(1)%3E"))
        check_harmless(see(reader, "/search?q=script"))
    odd = see(reader, "/?outlet=%22%3E%3Cimg%20src=x%20onerror=alert(1)%3E")
    check_harmless(odd)


def test_only_named_files_are_served(reader: Client) -> None:
    for name in ("../view.py", "..%2fview.py", "ar.yaml", "fonts/../../view.py", "worker.js"):
        assert reader("GET", f"/static/{name}", bare=True).status_code == 404


@pytest.mark.parametrize("path", ["/undo", "/unnote", "/renote", "/unfollow"])
def test_numbers_that_are_none_are_refused(editor: Editor, path: str) -> None:
    client = editor()
    token = see(client, "/settings").form_token()
    for n in ("", "-1", "1/../../x", "٣", "9" * 40):
        assert send(client, path, token, n=n, next="/").status_code == 422


def test_a_large_form_is_not_read(editor: Editor) -> None:
    client = editor()
    token = see(client, "/settings").form_token()
    assert send(client, "/note", token, on="topic:x", text="x" * 400_000).status_code == 413
    many = {f"f{n}": "x" for n in range(100)}
    assert send(client, "/note", token, **many).status_code in (400, 403, 413)
