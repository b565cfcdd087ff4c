"""One question to a chat model over HTTP: any endpoint that speaks as OpenAI's `chat/completions` does.

`ask` gives the line that the model answers with, or why there is none. Nothing a model or its host does raises: slow,
broken, refusing, endless or busy answers each have a reason. The address is the user's own and may be on this machine;
redirects are not followed and proxies and passwords of the environment are not used, so that words and key go there and
nowhere else.
"""

from __future__ import annotations

import ipaddress
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx

from riwaya.errors import UsageError

MOST_BYTES = 64 * 1024  # of an answer: one line of text needs a thousandth of it
_LONGEST_WAIT = 20.0  # seconds that a busy host may ask us to wait


@dataclass(frozen=True, slots=True)
class Model:
    """Where a model is, and how far it may be asked. `seconds` for one answer, `lines` asked about in all."""

    url: str
    name: str = "default"
    key: str | None = None
    seconds: float = 30.0
    lines: int = 60
    again: int = 2  # more tries where the host is busy


@dataclass(frozen=True, slots=True)
class Reply:
    """The line that a model answered with, or why there is none (`timeout`, `busy`, `refused` ...)."""

    text: str | None
    why: str = ""


def endpoint(model: Model) -> str:
    """The address to post to. Raises `UsageError` where the model's is none, or would show the key on the way."""
    try:
        parts = urlsplit(model.url)
        host = parts.hostname
    except ValueError as e:
        raise UsageError(f"--model {model.url!r} is no address") from e
    if parts.scheme not in {"http", "https"} or not host:
        raise UsageError(f"--model {model.url!r} is no http or https address")
    if model.key and parts.scheme == "http" and not _is_here(host):
        raise UsageError("--model: a key is not sent over http to another machine; use https")
    path = parts.path.rstrip("/")
    if not path.endswith("/chat/completions"):
        path = (path or "/v1") + "/chat/completions"
    return parts._replace(path=path, fragment="").geturl()


def client(model: Model) -> httpx.Client:
    """A client for the questions of one run; the caller closes it."""
    headers = {"Accept-Encoding": "identity"}
    if model.key:
        headers["Authorization"] = f"Bearer {model.key}"
    return httpx.Client(
        headers=headers,
        timeout=httpx.Timeout(model.seconds, connect=min(10.0, model.seconds)),
        follow_redirects=False,
        trust_env=False,
    )


def ask(http: httpx.Client, model: Model, order: str, line: str, sleep: Callable[[float], None] = time.sleep) -> Reply:
    """Ask about one line. `order` says what to do with it."""
    body = {
        "model": model.name,
        "temperature": 0,
        "messages": [{"role": "system", "content": order}, {"role": "user", "content": line}],
    }
    for tried in range(model.again + 1):
        reply, wait = _once(http, model, body)
        if wait is None or tried == model.again:
            return reply
        sleep(wait)
    return reply


def _once(http: httpx.Client, model: Model, body: dict[str, Any]) -> tuple[Reply, float | None]:
    """An answer, and how long to wait before asking again where that may help."""
    end = time.monotonic() + model.seconds
    try:
        with http.stream("POST", endpoint(model), json=body) as response:
            if response.status_code in {429, 503}:
                return Reply(None, "busy"), _wait(response.headers.get("retry-after"))
            if response.status_code != 200:
                return Reply(None, f"answered {response.status_code}"), None
            data = bytearray()
            for chunk in response.iter_raw():  # as it comes: a chunk of a given size would be waited for
                data += chunk
                if len(data) > MOST_BYTES:
                    return Reply(None, "too long"), None
                if time.monotonic() > end:  # a byte now and then does not keep us
                    return Reply(None, "timeout"), None
    except httpx.TimeoutException:
        return Reply(None, "timeout"), None
    except (httpx.HTTPError, httpx.InvalidURL):
        return Reply(None, "no connection"), None
    return _read(bytes(data)), None


def _read(data: bytes) -> Reply:
    """The line in an answer; refusals and answers of another form have none."""
    try:
        choice = json.loads(data)["choices"][0]
        message = choice["message"]
        content = message.get("content")
        refused = message.get("refusal") or choice.get("finish_reason") == "content_filter"
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError):
        return Reply(None, "not the form of an answer")
    if refused:
        return Reply(None, "refused")
    if choice.get("finish_reason") == "length":
        return Reply(None, "cut short")
    if not isinstance(content, str) or not content.strip():
        return Reply(None, "empty")
    return _line(content)


def _line(content: str) -> Reply:
    """`{"line": "..."}`, also in a fence of Markdown as many models have it."""
    plain = content.strip().removeprefix("```json").removeprefix("```").removesuffix("```").strip()
    try:
        found = json.loads(plain)
    except (ValueError, RecursionError):
        return Reply(None, "no JSON")
    line = found.get("line") if isinstance(found, dict) else None
    if not isinstance(line, str) or not line.strip():
        return Reply(None, "no line")
    return Reply(line.strip())


def _wait(asked: str | None) -> float:
    """Seconds to wait, as a busy host asks and no longer than is bearable."""
    try:
        wait = float(asked or 1.0)
    except ValueError:  # a date: not worth a clock
        return 1.0
    return min(max(wait, 0.0), _LONGEST_WAIT) if wait == wait else 1.0  # noqa: PLR0124 - NaN


def _is_here(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
