"""What several rooms' tests share: the example pages, told once."""

from pathlib import Path
from typing import Any

import pytest

import riwaya
from riwaya.model import Telling
from riwaya.render import document

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "examples"


@pytest.fixture(scope="session")
def examples_told() -> Telling:
    """The telling of `examples/`, as `make story` makes it."""
    return riwaya.tell([EXAMPLES])


@pytest.fixture(scope="session")
def examples_document(examples_told: Telling) -> dict[str, Any]:
    """The same as the `riwaya/1` document."""
    return document(examples_told)
