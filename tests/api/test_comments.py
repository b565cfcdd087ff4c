"""Readers' comments: off unless told, a challenge for each, held until an editor lets it through; floods, replays."""

import base64
import hashlib
import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select

from riwaya.api import Settings, comments, make_app
from riwaya.desk import Desk
from riwaya.inputs import open_inputs
from riwaya.store import Store, open_store
from riwaya.store import comments as kept
from riwaya.store import tables as t
from riwaya.store.access import make_token, put_note
from tests.api.asking import Client
from tests.conftest import EXAMPLES

SAID = "قرأت البيان كاملًا، والرقم فيه غير ما نُقل"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("comments") / "store.db"
    with open_store(str(path)) as store:
        Desk(store).add(open_inputs([Path(EXAMPLES) / "06-update.txt"]))
    return path


@pytest.fixture
def store(whole: Path, tmp_path: Path) -> Iterator[Store]:
    data = whole.read_bytes()
    (tmp_path / "store.db").write_bytes(data)
    with open_store(str(tmp_path / "store.db")) as opened:
        yield opened


@pytest.fixture
def people(store: Store) -> Iterator[Callable[[str, str], Any]]:
    """Makes somebody with a token: a function that asks as that person."""
    app = make_app(Desk(store), Settings(comments=True, per_minute=10**6))
    made: list[Client] = []

    def person(name: str, right: str) -> Any:
        with store.writing() as connection:
            token = make_token(connection, name, right)
        client = Client(app)
        made.append(client)

        def ask(method: str, path: str, **more: Any) -> Any:
            return client(method, path, headers={"authorization": f"Bearer {token}"}, **more)

        return ask

    yield person
    for client in made:
        client.close()


def solve(challenge: Any) -> str:
    """What a widget sends: the number found by trying."""
    for number in range(challenge["maxNumber"] + 1):
        if hashlib.sha256(f"{challenge['salt']}{number}".encode()).hexdigest() == challenge["challenge"]:
            return pack(challenge, number)
    raise AssertionError("no number solves it")


def pack(given: Any, number: int, **other: Any) -> str:
    told = {k: given[k] for k in ("algorithm", "challenge", "salt", "signature")} | {"number": number} | other
    return base64.b64encode(json.dumps(told).encode()).decode()


def solved(ask: Any, on: str) -> str:
    return solve(ask("GET", "/comments/challenge", params={"on": on}).json())


def say(ask: Any, on: str, text: str = SAID, proof: str | None = None) -> Any:
    return ask("POST", "/comments", json={"on": on, "text": text, "altcha": proof or solved(ask, on)})


@pytest.fixture
def on(store: Store) -> str:
    with store.reading() as connection:
        return f"topic:{connection.scalar(select(t.topics.c.id))}"


@pytest.fixture(autouse=True)
def easy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comments, "HARDEST", 40)


def test_without_being_told_there_are_none(store: Store) -> None:
    client = Client(make_app(Desk(store), Settings()))
    assert client.get("/comments").status_code == 404
    assert not [p for p in client.json("/openapi.json")["paths"] if "comment" in p]
    client.close()


def test_nothing_is_shown_before_an_editor_lets_it_through(people: Any, on: str) -> None:
    reader, other, editor = people("ليلى", "read"), people("سعاد", "read"), people("هند", "edit")
    answer = say(reader, on)
    assert answer.status_code == 202
    n = answer.json()["n"]
    for ask in (reader, other, editor):
        assert ask("GET", "/comments", params={"on": on}).json()["items"] == []
        assert SAID not in ask("GET", "/notes").text
    for ask in (reader, other):
        assert ask("GET", "/comments/queue").status_code == 403
        assert ask("POST", f"/comments/{n}", json={"state": "shown"}).status_code == 403
    (waiting,) = editor("GET", "/comments/queue", params={"state": "held"}).json()["items"]
    assert (waiting["who"], waiting["text"], waiting["decided_by"]) == ("ليلى", SAID, None)
    assert editor("POST", f"/comments/{n}", json={"state": "shown"}).status_code == 201
    (shown,) = other("GET", "/comments", params={"on": on}).json()["items"]
    assert (shown["who"], shown["text"]) == ("ليلى", SAID)
    assert "decided_by" not in shown
    (known,) = editor("GET", "/comments/queue").json()["items"]
    assert (known["state"], known["decided_by"]) == ("shown", "هند")
    assert editor("POST", f"/comments/{n}", json={"state": "held"}).status_code == 201, "taken back"
    assert other("GET", "/comments", params={"on": on}).json()["items"] == []


def test_what_was_decided_is_only_added_to(people: Any, on: str, store: Store) -> None:
    reader, editor = people("ليلى", "read"), people("هند", "edit")
    n = say(reader, on).json()["n"]
    for state in ("shown", "refused", "shown", "held"):
        editor("POST", f"/comments/{n}", json={"state": state})
    with store.reading() as connection:
        acts = connection.execute(select(t.comment_acts).order_by(t.comment_acts.c.key)).all()
    assert [a.state for a in acts] == ["shown", "refused", "shown", "held"]
    assert {a.by for a in acts} == {"هند"}
    assert all(a.at for a in acts)


def test_a_solved_challenge_is_good_for_one_comment(people: Any, on: str) -> None:
    reader, editor = people("ليلى", "read"), people("هند", "edit")
    proof = solved(reader, on)
    assert say(reader, on, proof=proof).status_code == 202
    assert say(reader, on, "وهذا ثانٍ", proof=proof).status_code == 409
    assert len(editor("GET", "/comments/queue").json()["items"]) == 1


def test_a_challenge_is_for_one_person_and_one_subject(people: Any, on: str) -> None:
    reader, other = people("ليلى", "read"), people("سعاد", "read")
    proof = solved(reader, on)
    assert say(other, on, proof=proof).status_code == 422
    elsewhere = solved(reader, "story:s-elsewhere")
    assert say(reader, on, proof=elsewhere).status_code == 422


@pytest.mark.parametrize(
    "how", ["unsolved", "forged", "late", "endless", "weak", "nonsense", "list", "surrogate", "large"]
)
def test_what_is_no_solution_is_refused(people: Any, on: str, how: str, monkeypatch: pytest.MonkeyPatch) -> None:
    reader, editor = people("ليلى", "read"), people("هند", "edit")
    given = reader("GET", "/comments/challenge", params={"on": on}).json()
    right = json.loads(base64.b64decode(solve(given)))["number"]
    if how == "late":
        now = time.time()
        monkeypatch.setattr("time.time", lambda: now + comments.LASTS.total_seconds() + 5)
    salt = given["salt"]
    own = salt.partition("?")[0] + "?"
    digest = hashlib.sha256(f"{own}&1".encode()).hexdigest()
    proofs: dict[str, Callable[[], str]] = {
        "unsolved": lambda: pack(given, right + 1),
        "forged": lambda: pack(given, 1, salt=own + "&", challenge=digest, signature="0" * 64),
        "late": lambda: pack(given, right),
        "endless": lambda: pack(given, right, salt=own),
        "weak": lambda: pack(given, right, algorithm="SHA-1"),
        "nonsense": lambda: "%%%",
        "list": lambda: base64.b64encode(b"[1]").decode(),
        "surrogate": lambda: pack(given, right, challenge="\ud800", signature=5),
        "large": lambda: "A" * 5000,
    }
    answer = say(reader, on, proof=proofs[how]())
    assert answer.status_code == 422, answer.text
    assert editor("GET", "/comments/queue").json()["items"] == []


def test_a_flood_of_one_person_is_stopped(people: Any, on: str) -> None:
    reader, other = people("ليلى", "read"), people("سعاد", "read")
    answers = [say(reader, on, f"{SAID} {n}").status_code for n in range(comments.PER_HOUR + 2)]
    assert answers == [202] * comments.PER_HOUR + [429] * 2
    assert say(other, on).status_code == 202, "others are not shut out"


def test_a_flood_of_many_is_stopped(people: Any, on: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comments, "WAITING", 3)
    everybody = [people(f"قارئ {n}", "read") for n in range(4)]
    answers = [say(ask, on) for ask in everybody]
    assert [a.status_code for a in answers] == [202, 202, 202, 429]
    assert int(answers[-1].headers["retry-after"]) > 0
    editor = people("هند", "edit")
    editor("POST", "/comments/1", json={"state": "refused"})
    assert say(everybody[3], on).status_code == 202, "as soon as there is room again"


@pytest.mark.parametrize("text", ["", "   ", "x" * 2001])
def test_empty_and_endless_comments_are_refused(people: Any, on: str, text: str) -> None:
    assert say(people("ليلى", "read"), on, text).status_code == 422


def test_comments_on_nothing_are_refused(people: Any) -> None:
    assert say(people("ليلى", "read"), "topic:t-nothing").status_code == 404


def test_nobody_comments_without_a_token(people: Any, on: str, store: Store) -> None:
    people("ليلى", "read")
    client = Client(make_app(Desk(store), Settings(comments=True)))
    assert client.get(f"/comments/challenge?on={on}").status_code == 401
    assert client("POST", "/comments", json={"on": on, "text": SAID, "altcha": "x"}).status_code == 401
    client.close()


def test_what_was_said_of_a_topic_that_was_joined_is_said_of_the_other(store: Store) -> None:
    with store.writing() as connection:
        connection.execute(insert(t.redirects).values(old="t-old", new="t-new"))
        kept.put_comment(connection, "topic:t-old", SAID, "ليلى", "p")
        assert kept.subjects(connection, "topic:t-new") == ("topic:t-new", "topic:t-old")
        (found,) = kept.list_comments(connection, "held", kept.subjects(connection, "topic:t-new"))
        assert found.text == SAID


def test_a_note_on_a_topic_that_was_joined_stays_with_the_story(people: Any, on: str, store: Store) -> None:
    topic = on.partition(":")[2]
    with store.writing() as connection:
        connection.execute(insert(t.redirects).values(old="t-before", new=topic))
        put_note(connection, "topic:t-before", SAID, "هند")
    notes = people("هند", "edit")("GET", f"/topics/{topic}").json()["notes"]
    assert [n["text"] for n in notes] == [SAID]
