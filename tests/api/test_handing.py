"""Connections are given to whoever has the fewest, and taken as they are."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from multiprocessing.process import BaseProcess
from typing import Any

import pytest

from riwaya.api.handing import Hand, Handed, hand_out

_OPEN: list[socket.socket] = []


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    yield
    while _OPEN:
        _OPEN.pop().close()


class _Ended:
    """A process whose end of the pair the test holds."""

    def start(self) -> None:
        pass


class _Hands:
    """Hands, and the other ends of their pairs."""

    def __init__(self, many: int) -> None:
        self.ends: list[socket.socket] = []
        self.hands = [Hand(self._begin) for _ in range(many)]
        _OPEN.extend((*self.ends, *(h.pair for h in self.hands)))

    def _begin(self, theirs: socket.socket) -> BaseProcess:
        self.ends.append(theirs.dup())
        made: Any = _Ended()
        process: BaseProcess = made
        return process

    def say(self, n: int, many: int = 1) -> None:
        self.ends[n].send(b"\0" * many)
        self.hands[n].hear()

    def given(self, n: int) -> list[socket.socket]:
        """The connections that were given to a hand since."""
        self.ends[n].setblocking(False)
        found: list[socket.socket] = []
        while True:
            try:
                _, fds, _, _ = socket.recv_fds(self.ends[n], 1, 1)
            except BlockingIOError:
                return found
            found += [socket.socket(fileno=fd) for fd in fds]
            _OPEN.extend(found)


@pytest.fixture
def listening() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as made:
        made.setblocking(False)
        yield made


def _come(listening: socket.socket, many: int) -> list[socket.socket]:
    came = [socket.create_connection(listening.getsockname()) for _ in range(many)]
    _OPEN.extend(came)
    return came


def test_who_has_the_fewest_is_given_the_next(listening: socket.socket) -> None:
    of = _Hands(3)
    of.say(0)
    of.say(1)  # the third is not there yet
    came = _come(listening, 5)
    hand_out(listening, of.hands)
    assert [h.open for h in of.hands] == [3, 2, None]
    names = [sorted(c.getpeername() for c in of.given(n)) for n in range(3)]
    assert sorted(names[0] + names[1]) == sorted(c.getsockname() for c in came)
    assert [len(x) for x in names] == [3, 2, 0]
    of.say(0, 2)  # two of them went
    more = _come(listening, 1)
    hand_out(listening, of.hands)
    assert [c.getpeername() for c in of.given(0)] == [more[0].getsockname()]
    of.say(2)
    _come(listening, 2)
    hand_out(listening, of.hands)
    assert [h.open for h in of.hands] == [2, 2, 2]


def test_who_ended_is_given_nothing(listening: socket.socket) -> None:
    of = _Hands(2)
    of.say(0)
    of.say(1)
    of.ends[0].close()
    _come(listening, 2)
    hand_out(listening, of.hands)  # before anybody heard that it ended
    assert len(of.given(1)) == 2
    of.hands[0].hear()
    assert (of.hands[0].open, of.hands[0].gone, of.hands[1].open) == (None, True, 2)


def test_who_comes_while_nobody_is_there_waits(listening: socket.socket) -> None:
    of = _Hands(1)
    _come(listening, 1)
    hand_out(listening, of.hands)
    of.say(0)
    hand_out(listening, of.hands)
    assert len(of.given(0)) == 1


def test_more_than_a_pair_holds_wait_until_there_is_room(
    listening: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    of = _Hands(1)
    of.say(0)
    taken: list[socket.socket] = []
    monkeypatch.setattr("riwaya.api.handing.time.sleep", lambda _: taken.extend(of.given(0)))
    of.hands[0].pair.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1)
    came = _come(listening, 60)
    hand_out(listening, of.hands)
    assert taken
    assert len(taken + of.given(0)) == len(came) == of.hands[0].open


class _Echo(asyncio.Protocol):
    held = 0

    def connection_made(self, transport: Any) -> None:
        self._transport = transport
        connection = transport.get_extra_info("socket")
        self._quick = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        _Echo.held += 1

    def data_received(self, data: bytes) -> None:
        self._transport.write(data if self._quick else b"an answer's second packet waits for the first")

    def connection_lost(self, _: Exception | None) -> None:
        _Echo.held -= 1


def test_what_is_handed_on_is_served_and_told_of_when_it_went(listening: socket.socket) -> None:
    async def serve() -> None:
        ours, theirs = socket.socketpair()
        ended = asyncio.Event()
        handed = Handed(theirs)
        handed.begin(_Echo, ended.set)
        assert ours.recv(9) == b"\0"  # it is there
        first, second = _come(listening, 2)
        for _ in range(2):
            with listening.accept()[0] as connection:
                socket.send_fds(ours, [b"\0"], [connection.fileno()])
        for one in (first, second):
            one.setblocking(False)
            await asyncio.get_running_loop().sock_sendall(one, b"hello")
            assert await asyncio.get_running_loop().sock_recv(one, 99) == b"hello"
        handed.tell(_Echo.held)
        second.close()
        while _Echo.held > 1:
            await asyncio.sleep(0.01)
        handed.tell(_Echo.held)
        handed.tell(_Echo.held)
        ours.setblocking(False)
        assert ours.recv(9) == b"\0"
        ours.close()
        await asyncio.wait_for(ended.wait(), 5)
        first.close()
        while _Echo.held:
            await asyncio.sleep(0.01)

    asyncio.run(serve())
