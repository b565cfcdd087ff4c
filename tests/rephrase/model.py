"""A chat endpoint on this machine that plays a model: good, lying, slow, broken, refusing, busy."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Say = Callable[[str], str]
Play = Callable[["Host", str, BaseHTTPRequestHandler], None]


@dataclass
class Host:
    """What was asked, and how to answer."""

    play: Play
    asked: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"


def send(handler: BaseHTTPRequestHandler, body: bytes, status: int = 200, **headers: str) -> None:
    handler.send_response(status)
    for name, value in {"Content-Type": "application/json", "Content-Length": str(len(body)), **headers}.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(body)


def message(content: str | None, **more: Any) -> bytes:
    choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": content}, **more}
    return json.dumps({"object": "chat.completion", "choices": [choice]}).encode()


def says(say: Say) -> Play:
    """A model that answers in form; `say` turns the line into its answer."""

    def play(_: Host, line: str, handler: BaseHTTPRequestHandler) -> None:
        send(handler, message(json.dumps({"line": say(line)}, ensure_ascii=False)))

    return play


def answers(body: bytes, status: int = 200, **headers: str) -> Play:
    return lambda _, __, handler: send(handler, body, status, **headers)


def drips(seconds: float) -> Play:
    """A byte now and then, for ever."""

    def play(_: Host, __: str, handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        for _n in range(100):
            handler.wfile.write(b" ")
            handler.wfile.flush()
            time.sleep(seconds)

    return play


@contextmanager
def hosting(play: Play) -> Iterator[Host]:
    host = Host(play)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            host.asked.append(body)
            host.headers.append({k.lower(): v for k, v in self.headers.items()})
            host.paths.append(self.path)
            with suppress(BrokenPipeError, ConnectionResetError):
                host.play(host, body["messages"][-1]["content"], self)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    host.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield host
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
