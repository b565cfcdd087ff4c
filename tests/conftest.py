"""What several rooms' tests share: the example pages, told once; and that no example fails for being slow on a busy
machine: what takes too long is a matter of `timeout`, how long things take one of `bench`."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

import riwaya
from riwaya.model import Telling
from riwaya.render import document

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "examples"
settings.register_profile("riwaya", deadline=None)
settings.load_profile("riwaya")


@pytest.fixture(scope="session")
def examples_told() -> Telling:
    """The telling of `examples/`, as `make story` makes it."""
    return riwaya.tell([EXAMPLES])


@pytest.fixture(scope="session")
def examples_document(examples_told: Telling) -> dict[str, Any]:
    """The same as the `riwaya/1` document."""
    return document(examples_told)
