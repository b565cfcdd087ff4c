"""Readers' comments on pages: off unless told, shown only after an editor let them through, harmless, proof against
other sites' forms. How challenges and floods are met is tested with the API."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from riwaya.api import comments, make_app
from riwaya.desk import Desk
from riwaya.reader import make_reader
from riwaya.store import Store
from riwaya.store.access import make_token
from tests.api.asking import Client
from tests.api.test_comments import solve
from tests.reader.conftest import PLENTY
from tests.reader.seeing import Seen, see, send, ship
from tests.reader.test_guests import check_harmless

HOSTILE = '<script>window.hacked=1</script>\u202eقلب "><img src=x onerror=alert(1)> {{7*7}}'


class Somebody:
    """Somebody with a token, signed in as browsers are."""

    def __init__(self, client: Client, token: str) -> None:
        self.client = client
        page = see(client, "/decisions", 401)
        done = send(client, "/sign-in", page.form_token(), token=token, next="/")
        assert done.status_code == 303

    def see(self, path: str, status: int = 200) -> Seen:
        return see(self.client, path, status)


@pytest.fixture
def people(store: Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str, str], Somebody]]:
    monkeypatch.setattr(comments, "HARDEST", 30)
    app = make_app(Desk(store), replace(PLENTY, comments=True), make_reader)
    made: list[Somebody] = []

    def person(name: str, right: str) -> Somebody:
        with store.writing() as connection:
            token = make_token(connection, name, right)
        made.append(Somebody(Client(app), token))
        return made[-1]

    yield person
    for one in made:
        one.client.close()


def say(one: Somebody, topic: str, text: str) -> str:
    """Send the form; where it leads."""
    page = one.see(f"/topic/{topic}")
    on = f"topic:{topic}"
    assert page.all('//form[@action="/comment"]//input[@name="on"]/@value') == [on]
    challenge = one.client.get("/comments/challenge", params={"on": on}).json()
    done = send(
        one.client, "/comment", page.form_token(), on=on, text=text, altcha=solve(challenge), next=f"/topic/{topic}"
    )
    assert done.status_code == 303, done.text
    return str(done.headers["location"])


def test_without_being_told_there_is_no_form_and_no_page(reader: Client) -> None:
    page = see(reader, f"/topic/{ship(reader)['id']}")
    assert not page.all('//form[@action="/comment"]')
    assert "التعليقات" not in page.words
    assert see(reader, "/comments", 404)
    assert not see(reader, "/").all('//a[@href="/comments"]')


def test_a_comment_waits_is_let_through_and_taken_back(people: Callable[[str, str], Somebody]) -> None:
    reader, other, editor = people("ليلى", "read"), people("سعاد", "read"), people("هند", "edit")
    topic = ship(reader.client)["id"]
    to = say(reader, topic, HOSTILE)
    assert to == f"/topic/{topic}?said=1#comments-title"
    after = reader.see(to.partition("#")[0])
    assert "وصل تعليقك" in after.words
    for one in (reader, other):
        assert "hacked" not in one.see(f"/topic/{topic}").words, "before an editor let it through"
        one.see("/comments", 403)
        assert not one.see("/").all('//a[@href="/comments"]')
    queue = editor.see("/comments")
    check_harmless(queue)
    assert "<script>window.hacked=1</script>\ufffdقلب" in queue.words
    assert editor.see("/").all('//a[@href="/comments"]')
    n = queue.all('//ul[@id="queue"]//input[@name="n"]/@value')[0]
    send(editor.client, "/moderate", queue.form_token(), n=n, state="shown", next="/comments")
    shown = other.see(f"/topic/{topic}")
    check_harmless(shown)
    assert "<script>window.hacked=1</script>\ufffdقلب" in shown.words
    assert "ليلى" in shown.words
    decided = editor.see("/comments?state=shown")
    assert "هند" in decided.words, "who decided"
    send(editor.client, "/moderate", decided.form_token(), n=n, state="held", next="/comments")
    assert "hacked" not in other.see(f"/topic/{topic}").words


def test_readers_decide_nothing(people: Callable[[str, str], Somebody]) -> None:
    reader, editor = people("ليلى", "read"), people("هند", "edit")
    topic = ship(reader.client)["id"]
    say(reader, topic, "تعليق")
    token = reader.see("/settings").form_token()
    assert send(reader.client, "/moderate", token, n="1", state="shown", next="/").status_code == 403
    assert "تعليق" in editor.see("/comments").words


@pytest.mark.parametrize("site", ["cross-site", "same-site", None])
def test_forms_of_other_sites_are_refused(people: Callable[[str, str], Somebody], site: str | None) -> None:
    reader, editor = people("ليلى", "read"), people("هند", "edit")
    topic = ship(reader.client)["id"]
    on = f"topic:{topic}"
    challenge = reader.client.get("/comments/challenge", params={"on": on}).json()
    body = {"form_token": reader.see("/settings").form_token(), "on": on, "text": "x", "altcha": solve(challenge)}
    headers = {"sec-fetch-site": site} if site else {"origin": "https://evil.example"}
    assert reader.client("POST", "/comment", bare=True, data=body, headers=headers).status_code == 403
    assert (
        send(reader.client, "/comment", "", **{k: v for k, v in body.items() if k != "form_token"}).status_code == 403
    )
    assert not editor.see("/comments").all('//ul[@id="queue"]//input[@name="n"]')


def test_without_a_solved_challenge_nothing_is_taken(people: Callable[[str, str], Somebody]) -> None:
    reader, editor = people("ليلى", "read"), people("هند", "edit")
    topic = ship(reader.client)["id"]
    token = reader.see("/settings").form_token()
    for proof in ("", "x", "e30="):
        done = send(reader.client, "/comment", token, on=f"topic:{topic}", text="x", altcha=proof, next="/")
        assert done.status_code == 422
    assert not editor.see("/comments").all('//ul[@id="queue"]//input[@name="n"]')


def test_what_was_said_once_is_not_told_for_ever(people: Callable[[str, str], Somebody]) -> None:
    editor = people("هند", "edit")
    topic = ship(editor.client)["id"]
    to = say(editor, topic, "تعليق").partition("#")[0]
    page = editor.see(to)
    here = page.all('//form[@action="/note"]//input[@name="next"]/@value')[0]
    done = send(editor.client, "/note", page.form_token(), on=f"topic:{topic}", text="ملاحظة", next=here)
    assert not re.search("said=1", done.headers["location"])
