"""Guests that were not invited: other hosts' names, guessed tokens, foreign pages, bodies without end, odd ids."""

import asyncio
import json
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from starlette.exceptions import HTTPException

from riwaya.api import Settings, guard, make_app
from riwaya.api.limits import Buckets, bounded
from riwaya.desk import Desk
from riwaya.errors import StoreError, StoreFullError
from riwaya.store import Store, access
from riwaya.store.access import change_mark, find_token, list_tokens, make_token, revoke_token
from tests.api.asking import Client

Serve = Callable[..., Client]
PAGE = "حريق في سوق الميناء\n\nاندلع حريق أمس في سوق الميناء القديم وأخمده رجال الإطفاء بعد ساعتين.".encode()


def token_for(store: Store, name: str, right: str) -> dict[str, str]:
    with store.writing() as connection:
        return {"authorization": f"Bearer {make_token(connection, name, right)}"}


# ------------------------------------------------------------------ this machine only


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "localhost.evil.example",
        "evil.example:8000",
        "127.0.0.1.evil.example",
        "localhost:8000@evil.example",
        "evil.example#localhost",
        "[::1].evil.example",
        "0.0.0.0:8000",
        "",
    ],
)
def test_another_hosts_name_is_not_answered(client: Client, host: str) -> None:
    for path in ("/health", "/stories"):
        answer = client.get(path, headers={"host": host})
        assert answer.status_code == 421
        assert "items" not in answer.json()


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8000", "127.0.0.1:9", "127.1.2.3", "[::1]:8000"])
def test_this_machines_names_are_answered(client: Client, host: str) -> None:
    assert client.get("/health", headers={"host": host}).status_code == 200


@pytest.mark.parametrize("address", ["192.0.2.7", "10.0.0.3", "2001:db8::1", "not-an-address"])
def test_other_machines_are_not_answered_without_tokens(serve: Serve, address: str) -> None:
    assert serve(address=address).get("/stories").status_code == 403


@pytest.mark.parametrize("header", ["x-forwarded-for", "forwarded", "x-real-ip", "via"])
def test_a_proxy_does_not_open_a_store_without_tokens(client: Client, header: str) -> None:
    assert client.get("/stories", headers={header: "127.0.0.1"}).status_code == 403


# ------------------------------------------------------------------ tokens


def test_the_first_token_shuts_the_door_at_once(serve: Serve, store: Store) -> None:
    client = serve()
    assert client.get("/stories").status_code == 200
    headers = token_for(store, "layla", "read")
    assert client.get("/stories").status_code == 401
    assert client.get("/stories").headers["www-authenticate"] == "Bearer"
    assert client.get("/stories", headers=headers).status_code == 200
    assert client.get("/health").json().keys() == {"version", "schema"}
    assert client.get("/health", headers=headers).json()["stories"] > 0


def test_to_read_is_not_to_edit(serve: Serve, store: Store) -> None:
    client, reads, edits = serve(), token_for(store, "program", "read"), token_for(store, "layla", "edit")
    note = {"on": "actor:country:PT", "text": "ملاحظة"}
    assert client("POST", "/notes", json=note, headers=reads).status_code == 403
    assert client("POST", "/notes", json=note).status_code == 401
    assert client("POST", "/notes", json=note, headers=edits).status_code == 201
    assert client.get("/notes", headers=reads).json()["items"][0]["who"] == "layla"


def test_a_revoked_token_is_good_for_nothing(serve: Serve, store: Store) -> None:
    client, headers = serve(), token_for(store, "layla", "read")
    other = token_for(store, "omar", "read")
    assert client.get("/stories", headers=headers).status_code == 200
    with store.writing() as connection:
        assert revoke_token(connection, "layla")
        assert not revoke_token(connection, "layla")
    assert client.get("/stories", headers=headers).status_code == 401
    assert client.get("/stories", headers=other).status_code == 200


def test_the_day_on_which_a_token_was_last_used_is_kept(
    serve: Serve, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def used() -> str | None:
        with store.reading() as connection:
            return list_tokens(connection)[0].used

    layla = token_for(store, "layla", "read")
    client = serve()
    with store.reading() as connection:
        mark = change_mark(connection)
    assert client("GET", "/stories", headers={"authorization": "Bearer riwaya_wrong"}).status_code == 401
    assert used() is None
    for day in ("2026-03-01", "2026-03-02"):
        monkeypatch.setattr(access, "today", lambda day=day: day)
        monkeypatch.setattr(guard, "today", lambda day=day: day)
        until = time.monotonic() + 10
        while used() != day and time.monotonic() < until:  # it is noted beside the answer
            assert client("GET", "/stories", headers=layla).status_code == 200
            time.sleep(0.01)
        assert used() == day
    with store.reading() as connection:
        assert change_mark(connection) == mark  # pages that stand go on standing


def test_the_store_does_not_know_the_token_itself(store: Store) -> None:
    token = token_for(store, "layla", "edit")["authorization"].split()[1]
    with store.reading() as connection:
        rows = connection.exec_driver_sql("SELECT * FROM tokens").all()
        assert token not in repr(rows)
        found = find_token(connection, token)
        assert found is not None
        assert (found.name, found.right) == ("layla", "edit")
        for near in (token[:-1], token + "a", token.swapcase(), "", "riwaya_", rows[0][0], "riwaya_' OR 1=1"):
            assert find_token(connection, near) is None


def test_guessing_tokens_is_slow(serve: Serve, store: Store) -> None:
    headers = token_for(store, "layla", "edit")
    settings = Settings(wrong_per_minute=3)
    guesser, honest = serve(settings, address="192.0.2.9"), serve(settings, address="192.0.2.10")
    answers = [guesser.get("/stories", headers={"authorization": f"Bearer riwaya_{n}"}) for n in range(5)]
    assert [a.status_code for a in answers] == [401, 401, 401, 429, 429]
    assert int(answers[-1].headers["retry-after"]) > 0
    assert guesser.get("/stories", headers=headers).status_code == 429  # even if the guess were right
    assert honest.get("/stories", headers=headers).status_code == 200


def test_who_was_let_in_before_is_not_locked_out_by_a_guesser_of_the_same_address(serve: Serve, store: Store) -> None:
    headers = token_for(store, "layla", "edit")
    desk = serve(Settings(wrong_per_minute=3), address="192.0.2.9")
    assert desk.get("/stories", headers=headers).status_code == 200
    guesses = [desk.get("/stories", headers={"authorization": f"Bearer riwaya_{n}"}) for n in range(4)]
    assert [a.status_code for a in guesses] == [401, 401, 401, 429]
    assert desk.get("/stories", headers=headers).status_code == 200


def test_guessing_at_the_sign_in_is_as_slow(serve: Serve, store: Store) -> None:
    token_for(store, "layla", "edit")
    guesser = serve(Settings(wrong_per_minute=3), address="192.0.2.9")
    codes = [guesser("POST", "/session", json={"token": f"riwaya_{n}"}).status_code for n in range(5)]
    assert codes == [401, 401, 401, 429, 429]


def test_who_asks_too_much_waits(serve: Serve) -> None:
    client = serve(Settings(per_minute=5))
    codes = [client.get("/health").status_code for _ in range(7)]
    assert codes == [200] * 5 + [429] * 2
    assert int(client.get("/health").headers["retry-after"]) >= 1


def test_buckets_refill_evenly_and_forget_the_silent() -> None:
    now = [0.0]
    buckets = Buckets(60, lambda: now[0])
    assert [buckets.take("a") for _ in range(60)] == [0.0] * 60
    assert 0 < buckets.take("a") <= 1
    assert buckets.take("b") == 0.0
    now[0] += 2.0
    assert [buckets.take("a") > 0 for _ in range(3)] == [False, False, True]
    now[0] -= 100.0  # a clock that jumps back gives nothing and takes nothing
    assert buckets.take("a") > 0


# ------------------------------------------------------------------ other people's pages


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://localhost:8001"},
        {"origin": "http://[bad"},
        {"sec-fetch-site": "cross-site", "origin": "http://localhost:8000"},
    ],
)
def test_other_pages_cannot_write(serve: Serve, headers: dict[str, str]) -> None:
    client = serve()
    answer = client("POST", "/pages", content=PAGE, headers={"content-type": "text/plain", **headers})
    assert answer.status_code == 403
    assert client.json("/health")["articles"] == 19


@pytest.mark.parametrize("headers", [{"sec-fetch-site": "same-origin"}, {"origin": "http://localhost:8000"}, {}])
def test_our_own_pages_and_programs_can(serve: Serve, headers: dict[str, str]) -> None:
    answer = serve()("POST", "/notes", json={"on": "actor:country:PT", "text": "x"}, headers=headers)
    assert answer.status_code == 201


def test_nothing_is_shared_with_other_origins(client: Client) -> None:
    answer = client.get("/stories", headers={"origin": "https://evil.example"})
    asked = client(
        "OPTIONS", "/notes", headers={"origin": "https://evil.example", "access-control-request-method": "POST"}
    )
    for one in (answer, asked):
        assert not [h for h in one.headers if h.startswith("access-control")]
        assert one.headers["cross-origin-resource-policy"] == "same-origin"
    assert asked.status_code == 405


def test_a_browser_signs_in_with_a_cookie_that_no_other_page_can_use(serve: Serve, store: Store) -> None:
    token = token_for(store, "layla", "edit")["authorization"].split()[1]
    client = serve()
    answer = client("POST", "/session", json={"token": token}, headers={"sec-fetch-site": "same-origin"})
    assert answer.status_code == 204
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    cookies = {"cookie": f"riwaya={token}"}
    assert client.get("/session", headers=cookies).json()["who"] == "layla"
    note = {"on": "actor:country:PT", "text": "x"}
    assert client("POST", "/notes", json=note, headers=cookies).status_code == 403  # no word of the page it came from
    ours = {**cookies, "sec-fetch-site": "same-origin"}
    assert client("POST", "/notes", json=note, headers=ours).status_code == 201
    assert client("POST", "/notes", json=note, headers={**cookies, "sec-fetch-site": "none"}).status_code == 201
    assert "riwaya=" in client("DELETE", "/session", headers=ours).headers["set-cookie"]


def test_over_https_the_cookie_stays_there(serve: Serve, store: Store) -> None:
    token = token_for(store, "layla", "read")["authorization"].split()[1]
    answer = serve()("POST", "https://localhost:8000/api/v1/session", json={"token": token})
    assert "secure" in answer.headers["set-cookie"].lower()


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
def test_a_form_needs_its_proof(serve: Serve, kind: str) -> None:
    client = serve()
    proof = client.json("/session")["form_token"]
    headers = {"content-type": kind}
    assert client("POST", "/notes", content=b"a=b", headers=headers).status_code == 403
    assert client("POST", "/notes", content=b"a=b", headers={**headers, "x-form-token": "0" * 64}).status_code == 403
    # with its proof it is only no JSON
    assert client("POST", "/notes", content=b"a=b", headers={**headers, "x-form-token": proof}).status_code == 422


# ------------------------------------------------------------------ bodies


def test_a_body_that_says_it_is_too_large_is_not_read(serve: Serve) -> None:
    client = serve(Settings(largest_pages=1000, largest_body=100))
    assert client("POST", "/pages", content=b"x" * 1001, headers={"content-type": "text/plain"}).status_code == 413
    assert client("POST", "/notes", content=b"x" * 101).status_code == 413
    answer = client("POST", "/notes", content=b"x", headers={"content-length": "9" * 40})
    assert answer.status_code == 413
    assert client("POST", "/notes", content=b"x", headers={"content-length": "-1"}).status_code == 400


def test_a_body_without_a_length_ends_at_the_bound(serve: Serve) -> None:
    async def endless() -> Any:
        while True:
            yield b"x" * 500

    client = serve(Settings(largest_pages=10_000))
    answer = client("POST", "/pages", content=endless(), headers={"content-type": "text/plain"})
    assert answer.status_code == 413
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_body_that_does_not_come_is_not_waited_for() -> None:
    async def never() -> Any:
        await asyncio.sleep(30)

    with pytest.raises(HTTPException) as e:
        asyncio.run(bounded(never, 10, 0.05)())  # type: ignore[arg-type]
    assert e.value.status_code == 408


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"\xff\xfe",
        b'{"on": "actor:country:PT", "text": ""}',
        b'{"on": "nobody:x", "text": "a"}',
        b'{"on": "actor:country:PT", "text": "a", "more": 1}',
        b'{"on": "actor:country:PT", "text": 7}',
        b"[" * 100_000,
        json.dumps({"on": "actor:country:PT", "text": "x" * 4001}).encode(),
    ],
)
def test_bodies_without_sense_are_refused(serve: Serve, body: bytes) -> None:
    answer = serve()("POST", "/notes", content=body, headers={"content-type": "application/json"})
    assert answer.status_code in (400, 422)
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "text", ["\x00", "\\ud800", "\u202egnp.exe", "<script>alert(1)</script>", "'; DROP TABLE notes"]
)
def test_odd_words_of_a_note_stay_words(serve: Serve, text: str) -> None:
    body = json.dumps({"on": "actor:country:PT", "text": "a"}).replace(
        '"a"', f'"{text}"' if "\\u" in text else json.dumps(text)
    )
    client = serve()
    answer = client("POST", "/notes", content=body.encode(), headers={"content-type": "application/json"})
    assert answer.status_code in (201, 422)
    assert client.get("/notes").status_code == 200


@pytest.mark.parametrize("kind", ["application/json", "image/png", "multipart/form-data", "", "text/x-python"])
def test_pages_of_other_types_are_refused(serve: Serve, kind: str) -> None:
    client = serve()
    headers = {"content-type": kind} if kind else {}
    proof = client.json("/session")["form_token"]
    answer = client("POST", "/pages", content=PAGE, headers={**headers, "x-form-token": proof})
    assert answer.status_code == 415


@pytest.mark.parametrize(
    "params",
    [
        {"name": "../../etc/passwd"},
        {"name": "a\\b"},
        {"name": "a\nb"},
        {"url": "file:///etc/passwd"},
        {"url": "javascript:alert(1)"},
        {"url": "http://a b/"},
        {"url": "http://user@host/"},
    ],
)
def test_pages_come_from_somewhere_sensible(serve: Serve, params: dict[str, str]) -> None:
    answer = serve()("POST", "/pages", content=PAGE, params=params, headers={"content-type": "text/plain"})
    assert answer.status_code == 422


# ------------------------------------------------------------------ ids


@pytest.mark.parametrize("kind", ["articles", "actors", "topics", "stories"])
@pytest.mark.parametrize(
    "identity",
    ["..%2f..%2fetc%2fpasswd", "%2e%2e/%2e%2e/x", "%00", "%ff%fe", "'%20OR%201=1--", "%25", "x" * 3000, "a%0d%0aX:y"],
)
def test_ids_are_only_ids(client: Client, kind: str, identity: str) -> None:
    answer = client.get(f"/{kind}/{identity}")
    assert answer.status_code in (404, 422)
    assert answer.headers["content-type"] == "application/problem+json"
    assert len(answer.content) < 1000


@pytest.mark.parametrize("name", ["..%2f..%2fx.json", "t%0d%0aX-Evil:1.json", "t%22;x=.json", "t-x.exe", "%d8%aa.json"])
def test_names_of_files_hold_nothing_else(client: Client, name: str) -> None:
    answer = client.get(f"/export/{name}")
    assert answer.status_code in (404, 422)
    assert "x-evil" not in answer.headers


@pytest.mark.parametrize("path", ["/stories", "/statements", "/events", "/actors", "/ledger", "/notes", "/topics"])
@pytest.mark.parametrize(
    "words", ["' OR '1'='1", "%", "\x00", "\ud800".encode("utf-8", "surrogatepass"), "): DROP", "؛"]
)
def test_no_word_breaks_a_query(client: Client, path: str, words: Any) -> None:
    known = client.json("/openapi.json")["paths"][path]["get"]["parameters"]
    for parameter in known:
        answer = client.get(path, params={parameter["name"]: words})
        assert answer.status_code in (200, 404, 422), parameter["name"]
        if answer.status_code == 200 and parameter["name"] != "q":
            assert answer.json()["items"] == []


# ------------------------------------------------------------------ what goes out


def test_every_answer_says_what_browsers_may_do(client: Client) -> None:
    for path in ("/stories", "/nothing", "/stories?x=1", "/health", "/openapi.json"):
        headers = client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "server" not in headers
    refused = client.get("/stories", headers={"host": "evil.example"})
    assert refused.headers["x-content-type-options"] == "nosniff"


def test_what_may_change_is_asked_for_again(client: Client) -> None:
    assert client.get("/stories").headers["cache-control"] == "private, no-cache"
    assert client.get("/stories?x=1").headers["cache-control"] == "no-store"


@pytest.fixture
def broken(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Client, Callable[[Exception], None]]]:
    client = Client(make_app(desk, Settings(per_minute=10**6)))

    def break_with(error: Exception) -> None:
        def fail(*_: object) -> None:
            raise error

        monkeypatch.setattr(desk, "article", fail)

    yield client, break_with
    client.close()


def test_an_error_that_nobody_foresaw_is_told_without_its_trace(
    broken: tuple[Client, Callable[[Exception], None]], caplog: pytest.LogCaptureFixture
) -> None:
    client, break_with = broken
    break_with(RuntimeError("the secret of the house"))
    answer = client.get("/articles/01-wire.txt%231")
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text
    assert "the secret of the house" in caplog.text


def test_a_store_that_is_busy_is_told_as_such(broken: tuple[Client, Callable[[Exception], None]]) -> None:
    client, break_with = broken
    break_with(StoreError("/home/layla/news.db: busy"))
    answer = client.get("/articles/01-wire.txt%231")
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "5"
    assert "layla" not in answer.text


def test_a_full_disk_is_told_as_such(broken: tuple[Client, Callable[[Exception], None]]) -> None:
    client, break_with = broken
    break_with(StoreFullError("/home/layla/news.db: the disk is full"))
    answer = client.get("/articles/01-wire.txt%231")
    assert answer.status_code == 507
    assert "disk is full" in answer.json()["detail"]
    assert "layla" not in answer.text


def test_methods_that_a_path_does_not_know(client: Client) -> None:
    answer = client("PUT", "/notes", content=b"{}")
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, POST"


def test_an_answer_is_never_another_callers(serve: Serve, store: Store) -> None:
    client = serve()
    mine, theirs = token_for(store, "layla", "edit"), token_for(store, "omar", "read")
    seen = [client.get("/session", headers=h).json()["form_token"] for h in (mine, theirs, {})]
    assert len(set(seen)) == 3
    assert client.get("/stories", headers=mine).headers["vary"].startswith("Authorization, Cookie")
