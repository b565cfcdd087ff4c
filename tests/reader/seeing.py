"""A page as tests look at it."""

from __future__ import annotations

from typing import Any

import httpx
from lxml import html

from tests.api.asking import Client


class Seen:
    """An answer parsed; `words` is all text that is shown."""

    def __init__(self, answer: httpx.Response) -> None:
        self.answer = answer
        self.tree = html.document_fromstring(answer.text)

    @property
    def words(self) -> str:
        return " ".join(self.tree.body.text_content().split())

    def all(self, path: str) -> list[Any]:
        return list(self.tree.xpath(path))

    def form_token(self) -> str:
        return str(self.all('//input[@name="form_token"]/@value')[0])


def see(client: Client, path: str, status: int = 200, **more: Any) -> Seen:
    answer = client("GET", path, bare=True, **more)
    assert answer.status_code == status, answer.text[:2000]
    return Seen(answer)


def send(client: Client, path: str, proof: str, /, **fields: str) -> httpx.Response:
    """A form of ours, as a browser sends it."""
    headers = {"sec-fetch-site": "same-origin"}
    return client("POST", path, bare=True, data={"form_token": proof, **fields}, headers=headers)


def topics(client: Client) -> list[Any]:
    found: list[Any] = client.json("/topics", limit=50)["items"]
    return found


def ship(client: Client) -> Any:
    """The example topic that everything happens in."""
    return next(t for t in topics(client) if t["articles"] > 8)
