"""The docs cannot rot: reference pages are in step, links lead somewhere, commands and code run."""

import importlib
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
RUN = [p for p in PAGES if p.parts[-2] in ("tutorial", "how-to")]


def blocks(page: Path, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", page.read_text(encoding="utf-8"), flags=re.S | re.M)


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_reference_pages_are_in_step() -> None:
    generate = importlib.import_module("docs.generate")
    for name, write in generate.PAGES.items():
        written = (ROOT / "docs" / "reference" / f"{name}.md").read_text(encoding="utf-8")
        assert written == generate.NOTE + write(), f"docs/reference/{name}.md is stale: run `make docs`"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder like the project's, to run the docs in."""
    folder = tmp_path_factory.mktemp("desk")
    (folder / "examples").symlink_to(ROOT / "examples")
    yield folder


@pytest.mark.timeout(300)  # a page may tell the examples six times
@pytest.mark.parametrize("page", RUN, ids=lambda p: p.stem)
def test_commands_and_code_run(page: Path, desk: Path) -> None:
    env = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}", "COLUMNS": "100"}
    for block in blocks(page, "console"):
        command, *expected = block.removeprefix("$ ").rstrip("\n").split("\n")
        assert shlex.split(command)
        done = subprocess.run(command, shell=True, cwd=desk, env=env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        printed = done.stdout + done.stderr
        assert printed.strip(), command
        for line in expected:
            assert line in printed
    code = "\n".join(blocks(page, "python"))
    if code:
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=desk, env=env, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
