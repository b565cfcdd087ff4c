"""A web host on this machine that plays what its routes say, byte by byte, good or bad."""

from __future__ import annotations

import socket
import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

Send = Callable[[bytes], None]


@dataclass(frozen=True)
class Asked:
    """A request as it came."""

    path: str
    headers: dict[str, str]


Play = Callable[[Asked, Send], None]


def answer(
    body: bytes | str = b"", status: str = "200 OK", headers: dict[str, str] | None = None, length: int | None = None
) -> Play:
    """An answer as a well-behaved host gives it; `length` lies about the body's."""
    data = body.encode() if isinstance(body, str) else body
    head = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(data) if length is None else length)}
    lines = [f"HTTP/1.1 {status}", *(f"{k}: {v}" for k, v in (head | (headers or {})).items()), "Connection: close"]
    return lambda _, send: send("\r\n".join((*lines, "", "")).encode() + data)


def redirect(to: str, status: str = "302 Found") -> Play:
    return answer(status=status, headers={"Location": to})


@dataclass
class Host:
    """Routes by path, and what was asked for. A path without a route is not found."""

    routes: dict[str, Play] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    port: int = 0
    stopped: threading.Event = field(default_factory=threading.Event)

    def url(self, path: str, name: str = "127.0.0.1") -> str:
        return f"http://{name}:{self.port}{path}"

    @property
    def paths(self) -> list[str]:
        return [a.path for a in self.asked]

    def serve(self, connection: socket.socket) -> None:
        head = b""
        while b"\r\n\r\n" not in head:
            piece = connection.recv(65536)
            if not piece:
                return
            head += piece
        first, *lines = head.decode("latin-1").split("\r\n\r\n")[0].split("\r\n")
        fields = (line.partition(":") for line in lines)
        asked = Asked(first.split()[1], {k.lower(): v.strip() for k, _, v in fields})
        self.asked.append(asked)
        self.routes.get(asked.path, answer("not here", "404 Not Found"))(asked, connection.sendall)


@contextmanager
def hosting() -> Iterator[Host]:
    """A host that listens on loopback while the block runs."""
    host = Host()

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            with suppress(OSError):  # the other side has had enough
                host.serve(self.request)

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        allow_reuse_address = True

    with Server(("127.0.0.1", 0), Handler) as server:
        host.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield host
        finally:
            host.stopped.set()
            server.shutdown()
            thread.join()
