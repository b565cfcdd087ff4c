"""Values as scripts write them: JSON with names for keys, quotes of either kind, and functions that
are called with the values that they place (`(function(a,b){return {...}}("...",1))`).

Nothing is run. What is no value (a call, an operator) reads as None; depth and number of values are
bounded, and a script that goes on beyond them raises `ValueError`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

_DEEPEST = 60
_MOST = 200_000
# Nothing is given back: a string of a megabyte would cost a hundred bytes a letter.
_SPACE = re.compile(r"(?:[\s;]++|//[^\n]*+\n|/\*.*?\*/)*+", re.DOTALL)
_NAME = re.compile(r"[A-Za-z_$][\w$.]*")
_NUMBER = re.compile(r"-?(?:0x[\da-fA-F]+|\d*\.?\d+(?:[eE][+-]?\d+)?)")
_STRING = re.compile(r'"(?:[^"\\]++|\\.)*+"|\'(?:[^\'\\]++|\\.)*+\'|`(?:[^`\\]++|\\.)*+`', re.DOTALL)
_ESCAPE = re.compile(r"\\(?:u\{([\da-fA-F]{1,6})\}|u([\da-fA-F]{4})|x([\da-fA-F]{2})|(.))", re.DOTALL)
_LETTERS = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0", "\n": ""}
_CALLED = re.compile(r"\(?\s*function\s*\w*\s*\(([\w$,\s]*)\)\s*\{\s*return\s*")
_WORDS = {"true": True, "false": False, "null": None, "undefined": None}


def read_value(text: str, at: int = 0) -> Any:
    """The value that begins at `at`. Raises `ValueError` where none does or it has no end."""
    return _Reader(text, at).whole()


def unquote(literal: str) -> str:
    """The words of a string literal, its quotes and escapes taken out."""
    return _ESCAPE.sub(_escaped, literal[1:-1]).encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _escaped(m: re.Match[str]) -> str:
    code = m[1] or m[2] or m[3]
    if code:
        return chr(min(int(code, 16), 0x10FFFF))
    return _LETTERS.get(m[4], m[4])


@dataclass(frozen=True, slots=True)
class _Name:
    """A variable, until the call says what it is."""

    name: str


class _Reader:
    def __init__(self, text: str, at: int) -> None:
        self.text, self.at, self.count = text, at, 0

    def whole(self) -> Any:
        self._skip()
        called = _CALLED.match(self.text, self.at)
        if called is None:
            return _placed(self._value(0), {})
        self.at = called.end()
        value = self._value(0)
        self._skip()
        for sign in "})(":  # the end of the function, its bracket (which may stand behind the call), the call
            self._skip()
            if self._peek() == sign:
                self.at += 1
        given = self._items(")", 0)
        names = [n.strip() for n in called[1].split(",")]
        return _placed(value, dict(zip(names, given, strict=False)))

    def _skip(self) -> None:
        m = _SPACE.match(self.text, self.at)
        self.at = m.end() if m else self.at

    def _peek(self) -> str:
        return self.text[self.at : self.at + 1]

    def _more(self) -> None:
        self.count += 1
        if self.count > _MOST:
            raise ValueError("a script's value is too long")

    def _value(self, depth: int) -> Any:
        self._more()
        if depth > _DEEPEST:
            raise ValueError("a script's value is too deep")
        self._skip()
        sign = self._peek()
        if sign == "{":
            self.at += 1
            return self._object(depth)
        if sign == "[":
            self.at += 1
            return self._items("]", depth)
        if sign and sign in "\"'`":
            m = _STRING.match(self.text, self.at)
            if m is None:
                raise ValueError("a string without an end")
            self.at = m.end()
            return unquote(m[0])
        return self._word()

    def _word(self) -> Any:
        if self.text.startswith(("!0", "!1"), self.at):
            self.at += 2
            return self.text[self.at - 1] == "0"
        if self.text.startswith("void 0", self.at):
            self.at += 6
            return None
        if m := _NUMBER.match(self.text, self.at):
            self.at = m.end()
            return float(m[0]) if "x" not in m[0] else int(m[0], 16)
        m = _NAME.match(self.text, self.at)
        if m is None:
            raise ValueError(f"no value at {self.at}")
        self.at = m.end()
        self._skip()
        if m[0] == "new":
            return self._word()
        if self._peek() == "(":  # a call: `new Date("...")`, `JSON.parse("...")`: its first value
            self.at += 1
            given = self._items(")", 0)
            return given[0] if given else None
        return _WORDS[m[0]] if m[0] in _WORDS else _Name(m[0])

    def _items(self, end: str, depth: int) -> list[Any]:
        found: list[Any] = []
        while True:
            self._skip()
            sign = self._peek()
            if sign == end:
                self.at += 1
                return found
            if sign == ",":
                self._more()
                self.at += 1
                continue
            found.append(self._value(depth + 1))

    def _object(self, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while True:
            self._skip()
            sign = self._peek()
            if sign == "}":
                self.at += 1
                return found
            if sign == ",":
                self._more()
                self.at += 1
                continue
            m = (
                _STRING.match(self.text, self.at)
                or _NAME.match(self.text, self.at)
                or _NUMBER.match(self.text, self.at)
            )
            if m is None:
                raise ValueError(f"no key at {self.at}")
            self.at = m.end()
            key = unquote(m[0]) if m[0][0] in "\"'`" else m[0]
            self._skip()
            if self._peek() != ":":
                raise ValueError(f"no value for a key at {self.at}")
            self.at += 1
            found[key] = self._value(depth + 1)


def _placed(value: Any, names: dict[str, Any]) -> Any:
    """`value` with its variables' values in their places."""
    if isinstance(value, _Name):
        given = names.get(value.name)
        return None if isinstance(given, _Name) else given
    if isinstance(value, list):
        return [_placed(v, names) for v in value]
    if isinstance(value, dict):
        return {k: _placed(v, names) for k, v in value.items()}
    return value
