"""Rules are data: YAML files beside this loader, each rule with examples that the tests run.

`load("ar/dates")` reads `rules/ar/dates.yaml` into plain mappings whose every entry knows its
line, so that whoever checks a field can say `dates.yaml:41: ...`. This module knows YAML, places
and the `yes:`/`no:` convention; what the other fields mean is the business of the room that owns
the file.

A file is a mapping of sections; a section is a list of entries or a mapping. An entry that is a
rule has an `id` (unique in its file) and, under `yes:` and `no:`, examples: texts in which it must
fire, and texts in which it must not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from riwaya.errors import RuleError

_ROOT = Path(__file__).parent


class Entry(dict[str, Any]):
    """A mapping read from a rule file, with the place it was read from."""

    file: str = ""
    line: int = 0

    def fail(self, reason: str) -> RuleError:
        """An error that names this entry's file and line; raise it."""
        return RuleError(self.file, self.line, reason)

    def text(self, key: str, default: str | None = None) -> str:
        """A required (or defaulted) string field."""
        value = self.get(key, default)
        if not isinstance(value, str):
            raise self.fail(f"{key!r} must be a text, not {value!r}")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A field that is one string, or a list of them (or of lists of them); absent is empty."""
        value = self.get(key)
        if value is None:
            return ()
        items = value if isinstance(value, list) else [value]
        flat = [i for item in items for i in (item if isinstance(item, list) else [item])]
        if not all(isinstance(i, str) for i in flat):
            raise self.fail(f"{key!r} must be a text or a list of texts, not {value!r}")
        return tuple(flat)

    def only(self, *allowed: str) -> Entry:
        """This entry, after checking that it has no other keys: a typo must not pass in silence."""
        unknown = sorted(set(self) - set(allowed))
        if unknown:
            raise self.fail(f"unknown field {unknown[0]!r}; known: {', '.join(allowed)}")
        return self


@dataclass(frozen=True, slots=True)
class Example:
    """An example of a rule: its text, what is expected (the other fields), and where it stands."""

    rule: str
    text: str
    expected: Mapping[str, Any]
    fires: bool
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Finding:
    """An example that does not hold. `rules check` prints these."""

    file: str
    line: int
    rule: str
    reason: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.rule}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Fired:
    """A rule that fired in a text. `rules explain` prints these."""

    room: str
    rule: str
    start: int
    end: int
    note: str = ""


# libyaml reads the rules about eight times faster; without it the pure Python reader does the same.
_Yaml: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Yaml):  # type: ignore[misc,valid-type] # which of the two is known only when installed
    """Safe YAML in which every mapping is an `Entry` and a key given twice is an error."""

    file = ""


def _mapping(loader: _Loader, node: yaml.MappingNode) -> Iterator[Entry]:
    entry = Entry()
    entry.file, entry.line = loader.file, node.start_mark.line + 1
    yield entry
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if key in entry:
            raise RuleError(entry.file, key_node.start_mark.line + 1, f"{key!r} is given twice")
        entry[key] = loader.construct_object(value_node, deep=True)


_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)
# «no», «on», dates and clock times in rule files are words, never booleans or dates.
_WORDS = ("tag:yaml.org,2002:bool", "tag:yaml.org,2002:timestamp")
_Loader.yaml_implicit_resolvers = {
    first: [(tag, exp) for tag, exp in resolvers if tag not in _WORDS]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), list("tf"))


@cache
def load(name: str, root: Path = _ROOT) -> Entry:
    """Read `NAME.yaml` below `root`. Raises `RuleError` with file and line where it is wrong."""
    return parse((root / f"{name}.yaml").read_text(encoding="utf-8"), f"{name}.yaml")


def parse(source: str, file: str) -> Entry:
    """Read rule text as `load` reads a file."""
    loader = _Loader(source)
    loader.file = Path(file).name
    try:
        data = loader.get_single_data()
    except yaml.MarkedYAMLError as e:
        mark = e.problem_mark
        raise RuleError(file, mark.line + 1 if mark else 1, e.problem or "not YAML") from e
    except yaml.YAMLError as e:
        raise RuleError(file, 1, str(e).splitlines()[0]) from e
    if not isinstance(data, Entry):
        raise RuleError(file, 1, "a rule file is a mapping of sections")
    _check_ids(data)
    return data


def rules_in(data: Entry, section: str) -> tuple[Entry, ...]:
    """The entries of a section that is a list of mappings."""
    items = data.get(section, [])
    if not isinstance(items, list) or not all(isinstance(i, Entry) for i in items):
        raise data.fail(f"section {section!r} must be a list of entries")
    return tuple(items)


def examples_of(entry: Entry) -> Iterator[Example]:
    """The `yes:` and `no:` examples of a rule. An example is a text, or a mapping with `text`."""
    rule = str(entry.get("id", entry.get("name", "?")))
    for key, fires in (("yes", True), ("no", False)):
        items = entry.get(key, [])
        for item in items if isinstance(items, list) else [items]:
            if isinstance(item, str):
                yield Example(rule, item, {}, fires, entry.file, entry.line)
            elif isinstance(item, Entry) and isinstance(item.get("text"), str):
                rest = {k: v for k, v in item.items() if k != "text"}
                yield Example(rule, item["text"], rest, fires, item.file, item.line)
            else:
                raise entry.fail(f"an example under {key!r} must be a text or have a 'text'")


def files_in(folder: str, root: Path = _ROOT) -> tuple[str, ...]:
    """The names, for `load`, of the rule files in a folder, in order."""
    return tuple(f"{folder}/{p.stem}" for p in sorted((root / folder).glob("*.yaml")))


def count_examples(root: Path = _ROOT) -> int:
    """How many examples the rule files hold, in all rooms."""
    return sum(_count(load(str(p.relative_to(root).with_suffix("")), root)) for p in sorted(root.rglob("*.yaml")))


def _count(node: Any) -> int:
    if isinstance(node, Entry):
        return sum(1 for _ in examples_of(node)) + sum(_count(v) for k, v in node.items() if k not in ("yes", "no"))
    return sum(map(_count, node)) if isinstance(node, list) else 0


def _check_ids(data: Entry) -> None:
    seen: dict[str, int] = {}
    for section in data.values():
        for entry in section if isinstance(section, list) else ():
            if isinstance(entry, Entry) and "id" in entry:
                name = entry.text("id")
                if name in seen:
                    raise entry.fail(f"rule id {name!r} already stands on line {seen[name]}")
                seen[name] = entry.line
