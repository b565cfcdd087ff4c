"""Compiles the stages that read every word, for a wheel of this machine's own (`make wheel`).

Wheels work without it; with it, statements and events take some seven tenths of the time. mypyc compiles the code as
it stands: no file is written for it, and none is generated into the tree.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Compiled(BuildHookInterface):  # type: ignore[type-arg]
    """Puts extension modules beside their sources. `compile` in pyproject.toml: rooms and modules."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile into a folder that goes when the wheel is written."""
        from mypyc.build import mypycify  # noqa: PLC0415 - only whoever compiles has it
        from setuptools import Distribution  # noqa: PLC0415

        source = Path(self.root, "src")
        files = sorted(f for name in self.config["compile"] for f in _modules(source / "riwaya" / name))
        self._folder = tempfile.TemporaryDirectory()
        built = Path(self._folder.name)
        before, types_before = Path.cwd(), os.environ.get("MYPYPATH")
        os.environ["MYPYPATH"] = str(source)
        os.chdir(self.root)
        try:
            options = ["--config-file", "pyproject.toml", "--cache-dir", str(built / "types")]
            modules = mypycify(
                [*options, *map(str, files)], opt_level="1", debug_level="0", target_dir=str(built / "c")
            )
            command = Distribution({"ext_modules": modules, "script_args": ["build_ext"]}).get_command_obj("build_ext")
            command.build_lib, command.build_temp = str(built / "lib"), str(built / "o")
            command.ensure_finalized()
            command.run()
        finally:
            os.chdir(before)
            if types_before is None:
                del os.environ["MYPYPATH"]
            else:
                os.environ["MYPYPATH"] = types_before
        for made in (built / "lib").rglob("*" + (".pyd" if sys.platform == "win32" else ".so")):
            build_data["force_include"][str(made)] = str(made.relative_to(built / "lib"))
        build_data["pure_python"], build_data["infer_tag"] = False, True

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Nothing stays behind."""
        self._folder.cleanup()


def _modules(place: Path) -> list[Path]:
    found = sorted(place.glob("*.py")) if place.is_dir() else [place]
    if not all(f.is_file() for f in found) or not found:
        raise FileNotFoundError(f"nothing to compile at {place}")
    return found
