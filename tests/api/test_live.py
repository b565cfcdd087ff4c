"""What is new, as it comes; the API called in process; a reader mounted on it."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

from starlette.responses import JSONResponse
from starlette.types import Receive, Scope, Send

from riwaya.api import Api, Caller, Settings, inside, make_app
from riwaya.api.live import Watch
from riwaya.desk import Desk
from riwaya.model import Source
from riwaya.store import Store
from riwaya.store.access import make_token
from riwaya.store.follows import Alert, alert
from tests.api.asking import Client

QUICK = Settings(watch=0.02, heartbeat=0.2, per_minute=10**6)
PAGE = "غرق زورق صيد قبالة جربة\n\nقال الحرس البحري إن زورق صيد غرق أمس قبالة جربة ونجا طاقمه كله."


async def until(events: AsyncIterator[bytes], word: bytes) -> bytes:
    async with asyncio.timeout(20):
        async for event in events:
            if word in event:
                return event
    raise AssertionError(f"no {word!r}")


def test_a_new_story_is_told_to_all_who_listen(store: Store) -> None:
    def stories() -> list[str]:
        return [row.story.id for row in Desk(store).stories(limit=100)]

    before = len(stories())

    async def listen() -> tuple[bytes, bytes, list[bytes]]:
        watch = Watch(store, QUICK)
        async with watch.running():
            one, other = watch.listen(None), watch.listen(None)
            await until(one, b"retry"), await until(other, b"retry")
            await asyncio.to_thread(Desk(store).add, [Source("boat.txt", PAGE.encode())])
            found = await until(one, b"event"), await until(other, b"event")
            again = watch.listen("2000-01-01T00:00:00Z")
            missed = [await anext(again) for _ in range(1 + len(stories()))]
            for events in (one, other, again):
                await events.aclose()
            assert watch.listening == 0
            return *found, missed

    one, other, missed = asyncio.run(listen())
    assert one == other
    assert one.startswith(b"event: story\nid: 20")
    line = json.loads(one.split(b"data: ")[1])
    assert line["title"] == "غرق زورق صيد قبالة جربة"
    told = sum(b"event: story" in m for m in missed)
    assert told == len(stories()) == before + 1  # who comes again is told what changed meanwhile


def test_an_alert_is_told_to_who_listens_and_to_who_comes_again(store: Store) -> None:
    def tell(n: int) -> None:
        with store.writing() as connection:
            alert(connection, [Alert("new_story", f"سطر {n}", f"d{n}", "s-x")])

    async def listen() -> tuple[list[bytes], list[bytes]]:
        watch = Watch(store, QUICK)
        async with watch.running():
            await asyncio.to_thread(tell, 1)
            events = watch.listen(None)
            await anext(events)
            await asyncio.sleep(0.1)  # the watch has begun: what was told before is no news
            await asyncio.to_thread(tell, 2)
            first = await until(events, b"event")
            await asyncio.to_thread(tell, 3)
            second = await until(events, b"event")
            again = watch.listen("9999-01-01T00:00:00Z"), watch.listen("2000-01-01T00:00:00Z")
            await anext(again[0])
            nothing = await until(again[0], b"still here")
            missed = [await until(again[1], b"event: alert") for _ in range(3)]
            for one in (events, *again):
                await one.aclose()
            return [first, second, nothing], missed

    (first, second, nothing), missed = asyncio.run(listen())
    assert first.startswith(b"event: alert\ndata: ")  # without an id: stories alone say from where to go on
    assert json.loads(first.split(b"data: ")[1])["text"] == "سطر 2"
    assert nothing == b": still here\n\n"
    assert [json.loads(m.split(b"data: ")[1])["text"] for m in missed] == ["سطر 1", "سطر 2", "سطر 3"]
    assert second == missed[2]


def test_who_hears_nothing_hears_that_we_are_here(store: Store) -> None:
    async def listen() -> bytes:
        watch = Watch(store, QUICK)
        async with watch.running():
            return await until(watch.listen(None), b"still here")

    assert asyncio.run(listen()) == b": still here\n\n"


def test_who_does_not_read_is_let_go_and_the_others_are_not(store: Store) -> None:
    async def listen() -> tuple[list[bytes], int]:
        watch = Watch(store, QUICK)
        async with watch.running():
            slow, quick = watch.listen(None), watch.listen(None)
            await anext(slow), await anext(quick)
            for n in range(250):
                watch._hand(f"event: {n}\n\n".encode())
                if n % 10 == 9:
                    for _ in range(10):
                        await anext(quick)
            left = [event async for event in slow]
            return left, watch.listening

    left, listening = asyncio.run(listen())
    assert left == []
    assert listening == 1


def test_when_the_server_ends_nobody_waits(store: Store) -> None:
    async def listen() -> list[bytes]:
        watch = Watch(store, QUICK)
        async with watch.running():
            events = watch.listen(None)
            await anext(events)
        async with asyncio.timeout(5):
            return [e async for e in events]

    assert asyncio.run(listen()) == []


def test_only_so_many_may_listen(store: Store) -> None:
    client = Client(make_app(Desk(store), Settings(live_clients=0)))
    answer = client.get("/live")
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "60"
    client.close()


# ------------------------------------------------------------------ in process


def test_the_api_in_process_says_the_same(client: Client, desk: Desk) -> None:
    app = make_app(desk)
    api = inside(app, Caller("test", "read"))

    async def ask() -> list[Any]:
        return [
            await api("GET", "/stories", {"limit": 2, "outlet": None}),
            await api("GET", "/articles/01-wire.txt#1"),
            await api("GET", "/stories", {"marks": ["differs", "rewritten"]}),
            await api("GET", "/stories", {"nonsense": 1}),
            await api("POST", "/notes", body={"on": "actor:country:PT", "text": "x"}),
            await api("GET", "/export/t-none.json"),
        ]

    stories, article, marked, wrong, written, missing = asyncio.run(ask())
    assert stories[1] == client.json("/stories", limit=2)
    assert stories[2]["etag"].startswith("W/")
    assert article[1]["format"] == "riwaya/1"
    assert marked[1] == client.json("/stories", marks=["differs", "rewritten"])
    assert (wrong[0], written[0], missing[0]) == (422, 403, 404)


def test_nobody_in_process_may_do_nothing(desk: Desk) -> None:
    assert asyncio.run(inside(make_app(desk))("GET", "/stories"))[0] == 401


def reader(api: Api) -> Any:
    """A reader in small: says who asks, and what the API says to that."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        _, session, _ = await api("GET", "/session")
        status, found, _ = await api("GET", "/stories", {"limit": 1})
        body = {"who": session["who"], "status": status, "n": len(found.get("items", ()))}
        await JSONResponse(body, headers={"content-security-policy": "default-src 'self'"})(scope, receive, send)

    return app


def test_a_reader_asks_as_whoever_asks_it(store: Store) -> None:
    client = Client(make_app(Desk(store), Settings(per_minute=10**6), reader))
    answer = client("GET", "/", bare=True)
    assert answer.json() == {"who": "local", "status": 200, "n": 1}
    assert answer.headers["content-security-policy"] == "default-src 'self'"
    assert answer.headers["x-frame-options"] == "DENY"
    assert client("GET", "/", bare=True, headers={"host": "evil.example"}).status_code == 421
    assert client.get("/nothing").headers["content-type"] == "application/problem+json"
    with store.writing() as connection:
        token = make_token(connection, "layla", "read")
    assert client("GET", "/", bare=True).json() == {"who": None, "status": 401, "n": 0}
    mine = {"cookie": f"riwaya={token}"}
    assert client("GET", "/", bare=True, headers=mine).json() == {"who": "layla", "status": 200, "n": 1}
    client.close()
