"""What comes off the wire is bounded, whoever reads it."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator

import pytest
import uvicorn
from starlette.types import Receive, Scope, Send

from riwaya.api.wire import LONGEST, protocol


async def _count(_: Scope, receive: Receive, send: Send) -> None:
    """Says how long a body is."""
    size, more = 0, True
    while more:
        message = await receive()
        size, more = size + len(message.get("body", b"")), message.get("more_body", False)
    body = str(size).encode()
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"%d" % len(body))]})
    await send({"type": "http.response.body", "body": body})


@pytest.fixture(params=["httptools", "h11"])
def wire(request: pytest.FixtureRequest) -> Iterator[socket.socket]:
    """A connection to a server that speaks HTTP by either."""
    if request.param == "httptools":
        pytest.importorskip("httptools")
        assert protocol() != "h11"
    how = protocol() if request.param == "httptools" else "h11"
    server = uvicorn.Server(uvicorn.Config(_count, port=0, http=how, lifespan="off", log_level="critical"))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            time.sleep(0.01)
        with socket.create_connection(server.servers[0].sockets[0].getsockname(), timeout=20) as made:
            yield made
    finally:
        server.should_exit = True
        thread.join(20)


def _answer(wire: socket.socket) -> bytes:
    """All that is said until the server leaves, or its last word to one request."""
    said = b""
    try:
        while part := wire.recv(1 << 16):
            said += part
            head, mark, body = said.partition(b"\r\n\r\n")
            if mark and b" 200 " in head and body:
                break
    except ConnectionError:  # it left before all was read that came
        pass
    return said


def _send(wire: socket.socket, many: int, part: bytes) -> bool:
    """Whether all was taken."""
    try:
        for _ in range(many):
            wire.sendall(part)
    except ConnectionError:
        return False
    return True


def test_bodies_of_any_length_come_whole(wire: socket.socket) -> None:
    size = 4 * LONGEST
    wire.sendall(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n" % size)
    assert _send(wire, 4, b"x" * LONGEST)
    assert _answer(wire).endswith(b"%d" % size)
    wire.sendall(b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")
    assert _send(wire, 64, b"2000\r\n" + b"x" * 0x2000 + b"\r\n")
    wire.sendall(b"0\r\n\r\n")
    assert _answer(wire).endswith(b"%d" % (64 * 0x2000))


@pytest.mark.parametrize(
    "begun",
    [
        b"GET /",
        b"GET / HTTP/1.1\r\nHost: a\r\nX: ",
        b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nX: ",
    ],
)
def test_a_head_or_a_trailer_without_end_is_not_kept(wire: socket.socket, begun: bytes) -> None:
    wire.sendall(begun)
    taken = _send(wire, 400, b"a" * (LONGEST // 8))  # 50 times as much as may be
    said = b"" if not taken else _answer(wire)
    assert not taken or b" 400 " in said.partition(b"\r\n")[0] or said == b""


def test_heads_one_after_another_are_not_counted_together(wire: socket.socket) -> None:
    for _ in range(24):
        wire.sendall(b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"a" * (LONGEST // 12) + b"\r\n\r\n")
        assert _answer(wire).endswith(b"0")
