"""Write `docs/reference/`: the command's help, the output's fields, the library, the rule files.

    python docs/generate.py

The pages come from the code alone; the check fails when they are out of step. Change the docstring,
the help text or the schema, never the pages.
"""

from __future__ import annotations

import inspect
import itertools
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

os.environ.update(TERM="dumb", NO_COLOR="1", COLUMNS="100", TERMINAL_WIDTH="100")

from typer.main import get_command
from typer.testing import CliRunner

import riwaya
from riwaya import model
from riwaya.cli import app
from riwaya.render import schema

OUT = Path(__file__).parent / "reference"
RULES = Path(riwaya.__file__).parent / "rules"
NOTE = "<!-- Written by docs/generate.py; change its source, not this page. -->\n\n"


def cli() -> str:
    """The help of every command."""
    runner = CliRunner()
    parts = ["# The command\n"]
    for words in _commands(get_command(app), ()):
        result = runner.invoke(app, [*words, "--help"], prog_name="riwaya")
        lines = "\n".join(line.rstrip() for line in result.output.strip().splitlines())
        parts.append(f"## `{' '.join(('riwaya', *words))}`\n\n```text\n{lines}\n```\n")
    parts.append("Exit: 0 done · 1 nothing could be read, or a rule is wrong · 2 the command line makes no sense.\n")
    return "\n".join(parts)


def _commands(command: Any, words: tuple[str, ...]) -> list[tuple[str, ...]]:
    found = [words]
    for name, child in sorted(getattr(command, "commands", {}).items()):
        found += _commands(child, (*words, name))
    return found


def output() -> str:
    """The fields of the `riwaya/1` document, from its schema: its lists, then the types within them."""
    parts = ["# The output: `riwaya/1`\n\nOffsets are half-open code points into `pages[].text`.\n"]
    whole = schema()
    shown = set()
    for name, field in whole["properties"].items():
        parts.append(f"## `{name}`\n\n{field['description']}\n")
        kind = field.get("items", {}).get("$ref", "").rsplit("/", 1)[-1]
        if kind:
            shown.add(kind)
            parts += _table(whole["$defs"][kind], whole)
    for kind, node in whole["$defs"].items():
        if kind not in shown:
            parts.append(f"## Type `{kind}`\n\n{node['description']}\n")
            if "enum" in node:
                parts.append(_type(node, whole) + "\n")
            elif "properties" in node:
                parts += _table(node, whole)
    return "\n".join(parts)


def _table(node: dict[str, Any], whole: dict[str, Any]) -> list[str]:
    head = "| field | type | |\n|---|---|---|"
    return [head, *(f"| `{name}` | {kind} | {said} |" for name, kind, said in _fields(node, whole)), ""]


def _fields(node: dict[str, Any], whole: dict[str, Any], within: str = "") -> Iterator[tuple[str, str, str]]:
    """Each field with its type and what it is; those of an object that has no name of its own behind it."""
    for name, field in node["properties"].items():
        yield within + name, _type(field, whole), field["description"].replace("|", "/")
        for inner in (field, field.get("items", {}), *field.get("anyOf", ())):
            if "properties" in inner:
                yield from _fields(inner, whole, f"{within}{name}{'[]' if inner is field.get('items') else ''}.")


def _type(node: dict[str, Any], whole: dict[str, Any]) -> str:
    if "$ref" in node:
        return node["$ref"].rsplit("/", 1)[-1]
    if "enum" in node:
        return " · ".join(f"`{v}`" for v in node["enum"])
    for key in ("anyOf", "oneOf"):
        if key in node:
            return " or ".join(_type(n, whole) for n in node[key])
    kind = node.get("type", "any")
    names = kind if isinstance(kind, list) else [kind]
    if "array" in names and "items" in node:
        return f"list of {_type(node['items'], whole)}"
    return " or ".join(names)


def library() -> str:
    """`riwaya.tell` and every type of the model, by their docstrings."""
    tell = inspect.getdoc(riwaya.tell) or ""
    parts = [f"# The library\n\n## `riwaya.tell{_signature(riwaya.tell)}`\n\n{tell}\n\n# Types (`riwaya.model`)\n"]
    for name, item in vars(model).items():
        if inspect.isclass(item) and item.__module__.startswith(model.__name__):
            parts.append(f"## `{name}`\n\n{inspect.getdoc(item)}\n")
            fields = getattr(item, "__dataclass_fields__", {})
            if fields:
                parts.append("| field | type |\n|---|---|")
                parts += [f"| `{f}` | `{str(v.type).replace(' | ', ' or ')}` |" for f, v in fields.items()]
            else:
                parts.append(" · ".join(f"`{v.value}`" for v in item))
            parts.append("")
    return "\n".join(parts)


def _signature(function: Any) -> str:
    return str(inspect.signature(function)).replace("'", "")


def rules() -> str:
    """The rule files and what each holds: the first sentence of its head."""
    parts = ["# The rule files\n\n| file | what it holds |\n|---|---|"]
    for path in sorted(RULES.rglob("*.yaml")):
        head = itertools.takewhile(lambda line: line.startswith("#"), path.read_text(encoding="utf-8").splitlines())
        text = " ".join(line.lstrip("# ") for line in head)
        first = text.split(". ")[0].rstrip(".") + "."
        parts.append(f"| `{path.relative_to(RULES).with_suffix('')}` | {first.replace('|', '/')} |")
    parts.append("\n`riwaya rules check` runs every example in them and says how many there are.")
    return "\n".join(parts) + "\n"


PAGES = {"cli": cli, "output": output, "library": library, "rules": rules}


def main() -> None:
    """Write all pages."""
    OUT.mkdir(exist_ok=True)
    for name, write in PAGES.items():
        (OUT / f"{name}.md").write_text(NOTE + write(), encoding="utf-8")


if __name__ == "__main__":
    main()
