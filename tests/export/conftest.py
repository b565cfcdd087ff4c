"""Documents to export: a story told from the examples, an invented affair, a hostile one, an empty one."""

from typing import Any

import pytest

from riwaya.model import Telling
from riwaya.render import document
from tests.export.hostile import hostile
from tests.render import bridge

Document = dict[str, Any]


@pytest.fixture(scope="session")
def bridge_document() -> Document:
    return document(bridge.telling())


@pytest.fixture(scope="session")
def hostile_document() -> Document:
    return hostile()


@pytest.fixture(params=["examples", "bridge", "hostile", "empty"])
def any_document(request: pytest.FixtureRequest) -> Document:
    """Each of the four in turn."""
    if request.param == "empty":
        return document(Telling())
    found: Document = request.getfixturevalue(f"{request.param}_document")
    return found
