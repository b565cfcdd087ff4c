"""What `make wheel` compiles: that it is there, and that it holds nothing which mypyc cannot compile."""

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
HOOK = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"]["targets"]["wheel"]["hooks"][
    "custom"
]


@pytest.mark.parametrize("name", HOOK["compile"])
def test_what_is_to_be_compiled_is_there(name: str) -> None:
    place = ROOT / "src" / "riwaya" / name
    assert place.is_file() or any(place.glob("*.py"))


def test_who_installs_from_the_sources_needs_no_compiler() -> None:
    assert HOOK["enable-by-default"] is False


def troubles(code: str) -> Iterator[str]:
    """Classes that mypyc compiles and Python then refuses to load: generic dataclasses."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.ClassDef):
            generic = any(isinstance(b, ast.Subscript) and ast.unparse(b.value) == "Generic" for b in node.bases)
            if generic and any("dataclass" in ast.unparse(d) for d in node.decorator_list):
                yield node.name


@pytest.mark.parametrize("name", HOOK["compile"])
def test_what_is_compiled_can_be_loaded(name: str) -> None:
    place = ROOT / "src" / "riwaya" / name
    for file in [place] if place.is_file() else place.glob("*.py"):
        assert not list(troubles(file.read_text(encoding="utf-8"))), file


def test_a_generic_dataclass_is_seen() -> None:
    code = "@dataclass(frozen=True)\nclass A(Generic[T]):\n    x: T\n\nclass B(NamedTuple, Generic[T]):\n    x: T\n"
    assert list(troubles(code)) == ["A"]
