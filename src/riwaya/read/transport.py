"""The guarded way to the network: connections only to hosts that may be asked, none of them for longer than allowed.

A host's numbers are judged after its name is resolved (`guard`), and the connection is made to one of the very numbers
that were judged. `fetch` reads from the web through it, `deliver` brings something there.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import Any

import httpcore
import httpx

from riwaya.model import PageState
from riwaya.read.guard import refusal

Resolve = Callable[[str, int], Sequence[str]]
"""The numbers (IPv4, IPv6) of a host name. Raises `OSError` where it has none."""


def resolve_name(host: str, port: int) -> tuple[str, ...]:
    """The numbers that the system's resolver knows for `host`, each once."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(address[0]) for *_, address in found))


class Lost(Exception):  # noqa: N818 - no error of ours: it ends one request
    """Ends a request with the state and reason of its page."""

    def __init__(self, state: PageState, reason: str) -> None:
        super().__init__(reason)
        self.state, self.reason = state, reason


class GuardedBackend(httpcore.NetworkBackend):
    """Resolves a host, judges every number it has, and connects to one of those it judged: what the
    name resolves to a moment later makes no difference."""

    def __init__(self, allow_private: bool, resolve: Resolve, left: Callable[[], float]) -> None:
        self._allow_private, self._resolve, self._left = allow_private, resolve, left
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        trouble: Exception | None = None
        for number in self._judged(host, port)[:4]:
            try:
                bound = _bounded(timeout, self._left)
                stream = self._inner.connect_tcp(number, port, bound, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as e:
                trouble = e
                continue
            return BoundedStream(stream, self._left)
        raise trouble or httpcore.ConnectError("the host has no address")

    def _judged(self, host: str, port: int) -> Sequence[str]:
        try:
            numbers = self._resolve(host, port)
        except (OSError, UnicodeError) as e:
            raise Lost(PageState.BROKEN, f"the host {host[:80]!r} is not known") from e
        if not self._allow_private:
            for number in numbers:  # one bad number among good ones is a trap too
                if (kind := refusal(number)) is not None:
                    raise Lost(PageState.BLOCKED, f"not fetched: {host[:80]!r} is {kind}")
        return numbers

    def connect_unix_socket(self, path: str, *_: Any, **__: Any) -> httpcore.NetworkStream:
        raise httpcore.ConnectError("no sockets of this machine")

    def sleep(self, seconds: float) -> None:
        self._inner.sleep(seconds)


class BoundedStream(httpcore.NetworkStream):
    """A connection on which no read or write waits beyond the request's deadline: a host that sends
    a byte now and then would never run into the time limit of a single read."""

    def __init__(self, inner: httpcore.NetworkStream, left: Callable[[], float]) -> None:
        self._inner, self._left = inner, left

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, _bounded(timeout, self._left))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, _bounded(timeout, self._left))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return BoundedStream(
            self._inner.start_tls(ssl_context, server_hostname, _bounded(timeout, self._left)), self._left
        )

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


def _bounded(timeout: float | None, left: Callable[[], float]) -> float:
    seconds = left()
    if seconds <= 0:
        raise httpcore.ReadTimeout("the time for the whole answer is over")
    return seconds if timeout is None else min(timeout, seconds)


class Transport(httpx.BaseTransport):
    """httpx over a pool of guarded connections."""

    def __init__(self, backend: httpcore.NetworkBackend) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=_trusted(), max_connections=8, keepalive_expiry=5.0, network_backend=backend
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        asked = httpcore.Request(
            method=request.method,
            url=httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
            headers=request.headers.raw,
            content=request.stream,
            extensions=request.extensions,
        )
        response = self._pool.handle_request(asked)
        return httpx.Response(
            response.status, headers=response.headers, stream=_Body(response), extensions=response.extensions
        )

    def close(self) -> None:
        self._pool.close()


class _Body(httpx.SyncByteStream):
    """The body of an answer, piece by piece."""

    def __init__(self, response: httpcore.Response) -> None:
        self._response = response

    def __iter__(self) -> Iterator[bytes]:
        yield from self._response.iter_stream()

    def close(self) -> None:
        self._response.close()


@cache
def _trusted() -> ssl.SSLContext:
    return httpx.create_ssl_context()
