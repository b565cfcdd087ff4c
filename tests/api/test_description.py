"""What schemathesis makes of the description: requests of every kind, none of which finds the API at odds with it.

A small run that is always the same; `docs/how-to/api.md` tells how to make a larger one.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from starlette.types import ASGIApp, Receive, Scope, Send

from riwaya.api import Settings, make_app
from riwaya.desk import Desk
from riwaya.store import open_store
from tests.api.asking import ROOT
from tests.api.conftest import copied

ENDLESS = "/live"
EXAMPLES = 6
"""Requests for each of two dozen operations; a run by hand makes hundreds."""


def at_this_machine(app: ASGIApp) -> ASGIApp:
    """The app as somebody at this machine asks it, whatever the tool calls itself."""

    async def local(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            headers = [(k, b"localhost" if k == b"host" else v) for k, v in scope["headers"]]
            scope = {**scope, "client": ("127.0.0.1", 1), "headers": headers}
        await app(scope, receive, send)

    return local


@pytest.fixture(scope="module")
def schema(examples_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    path = copied(examples_store, tmp_path_factory.mktemp("description") / "copy.db")
    with open_store(str(path)) as store:
        app = make_app(Desk(store), Settings(per_minute=10**9))
        yield schemathesis.openapi.from_asgi(f"{ROOT}/openapi.json", at_this_machine(app))


def test_no_request_finds_an_answer_that_is_not_described(schema: Any) -> None:
    operations = [o.ok() for o in schema.get_all_operations() if o.ok().path != ENDLESS]
    assert len(operations) >= 22
    for operation in operations:
        _ask(operation)


def _ask(operation: Any) -> None:
    @given(case=operation.as_strategy())
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def ask(case: Any) -> None:
        case.call_and_validate()

    ask()
