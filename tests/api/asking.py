"""A client for tests: requests to an app in memory, as they would come from a network."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
from starlette.types import ASGIApp

ROOT = "/api/v1"


class Client:
    """Asks an app, one request after another, as somebody at `address` would."""

    def __init__(self, app: ASGIApp, address: str = "127.0.0.1", host: str = "localhost:8000") -> None:
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=True, client=(address, 4321))
        self._runner = asyncio.Runner()
        self._client = httpx.AsyncClient(transport=transport, base_url=f"http://{host}")

    def __call__(self, method: str, path: str, **more: Any) -> httpx.Response:
        whole = path if path.startswith("http") or more.pop("bare", False) else ROOT + path
        return self._runner.run(self._client.request(method, whole, **more))

    def get(self, path: str, **more: Any) -> httpx.Response:
        return self("GET", path, **more)

    def json(self, path: str, **params: Any) -> Any:
        answer = self("GET", path, params=params)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def json_at(self, address: str) -> Any:
        """The same for a path with its parameters."""
        answer = self("GET", address)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def run(self, awaited: Any) -> Any:
        return self._runner.run(awaited)

    def close(self) -> None:
        self._runner.run(self._client.aclose())
        self._runner.close()
