"""Asking the API, and remembering what was asked: as long as all of it stands, the page made of it does too."""

from __future__ import annotations

from collections.abc import Awaitable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol


class Api(Protocol):
    """What the reader is handed."""

    def __call__(
        self,
        method: str,
        path: str,
        params: Mapping[str, Any] | None = None,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
    ) -> Awaitable[tuple[int, Any, dict[str, str]]]: ...


class RefusedError(Exception):
    """The API's answer was no: its status, what it says, and where it sends us instead."""

    def __init__(self, status: int, told: Any, headers: Mapping[str, str]) -> None:
        super().__init__(status)
        self.status = status
        self.detail = str(told.get("detail") or "") if isinstance(told, dict) else ""
        self.location = headers.get("location", "")


RESTS = "riwaya-rests-on"
"""A header of answers that change only when what it names does."""

Asked = tuple[str, tuple[tuple[str, Any], ...], str]
"""A path, its parameters, and the tag of the answer."""


@dataclass(slots=True)
class Asker:
    """Asks for one page. `paths` are those that the API describes; `rests` is what the API says the one answer rests on
    that was asked for, where it was one."""

    api: Api
    paths: frozenset[str] = frozenset()
    asked: list[Asked] = field(default_factory=list)
    tagged: bool = True
    rests: str = ""

    async def get(self, path: str, **params: Any) -> Any:
        """The JSON at `path`. Raises `RefusedError`."""
        status, told, headers = await self.api("GET", path, params)
        if status != 200:
            raise RefusedError(status, told, headers)
        tag = headers.get("etag", "")
        self.tagged = self.tagged and bool(tag)
        self.rests = headers.get(RESTS, "") if not self.asked else ""
        self.asked.append((path, tuple(params.items()), tag))
        return told

    async def maybe(self, path: str, **params: Any) -> Any:
        """As `get`; None where there is no such thing."""
        try:
            return await self.get(path, **params)
        except RefusedError as e:
            if e.status in (401, 403):
                raise
            self.tagged = False
            return None


async def still_so(api: Api, asked: list[Asked]) -> bool:
    """Whether the API would answer all of it as it did."""
    for path, params, tag in asked:
        status, _, _ = await api("GET", path, dict(params), headers={"if-none-match": tag})
        if status != 304:
            return False
    return True
