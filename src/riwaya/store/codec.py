"""Frozen dataclasses as plain JSON values and back, without loss.

    plain = to_plain(account_event)          # dicts, lists, strings, numbers
    same = from_plain(Event, plain)          # equal to what went in

A dataclass is an object of its fields without those that have their default, so that a field added later with a
default reads old records. A `Span` is `[page, start, end]`. Types are followed, never guessed: what a type does not
declare is refused with a `TypeError`. `pack` and `unpack` do the same to compressed bytes.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import types
import zlib
from collections.abc import Callable
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from riwaya.model import Span

T = TypeVar("T")
_Coder = tuple[Callable[[Any], Any], Callable[[Any], Any]]
_PLAIN = (str, int, float, bool)


def to_plain(value: Any, kind: Any = None) -> Any:
    """`value` as JSON values. `kind` is its type where that is no dataclass (`tuple[Span, ...]`)."""
    coded: Any = kind or type(value)
    return _coder(coded)[0](value)


def from_plain(kind: type[T], plain: Any) -> T:
    """What `to_plain` was given, of type `kind`. Raises `TypeError`, `KeyError` or `ValueError` for anything else."""
    coded: Any = kind
    value: T = _coder(coded)[1](plain)
    return value


def pack(value: Any, kind: Any = None) -> bytes:
    """`value` as compressed JSON."""
    return squeeze(json.dumps(to_plain(value, kind), separators=(",", ":")))


def unpack(kind: type[T], data: bytes) -> T:
    """What `pack` was given, of type `kind`."""
    return from_plain(kind, json.loads(swell(data)))


def squeeze(text: str) -> bytes:
    """Any text, lone surrogates too, as compressed bytes."""
    return zlib.compress(text.encode("utf-8", "surrogatepass"), 6)


def swell(data: bytes) -> str:
    """The text that `squeeze` was given."""
    return zlib.decompress(data).decode("utf-8", "surrogatepass")


@cache
def _coder(kind: Any) -> _Coder:
    origin, inside = get_origin(kind), get_args(kind)
    if kind in _PLAIN or kind is type(None):
        return _same, _same
    if kind is Span:
        return (lambda s: [s.page, s.start, s.end]), (lambda p: Span(*p))
    if origin is tuple:
        return _of_tuple(inside)
    if origin in (Union, types.UnionType):
        return _of_optional(inside)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return (lambda e: e.value), kind
    if kind in (dt.datetime, dt.date):
        return (lambda d: d.isoformat()), kind.fromisoformat
    if dataclasses.is_dataclass(kind):
        return _of_dataclass(kind)
    raise TypeError(f"no plain form for {kind!r}")


def _same(value: Any) -> Any:
    return value


def _of_tuple(inside: tuple[Any, ...]) -> _Coder:
    if len(inside) == 2 and inside[1] is Ellipsis:
        write, read = _coder(inside[0])
        if write is _same:
            return list, tuple
        return (lambda v: [write(x) for x in v]), (lambda p: tuple(read(x) for x in p))
    coders = [_coder(x) for x in inside]
    return (
        lambda v: [w(x) for (w, _), x in zip(coders, v, strict=True)],
        lambda p: tuple(r(x) for (_, r), x in zip(coders, p, strict=True)),
    )


def _of_optional(inside: tuple[Any, ...]) -> _Coder:
    kinds = [k for k in inside if k is not type(None)]
    if len(kinds) != 1:
        raise TypeError(f"no plain form for a choice of {kinds}")
    write, read = _coder(kinds[0])
    return (lambda v: None if v is None else write(v)), (lambda p: None if p is None else read(p))


def _of_dataclass(kind: Any) -> _Coder:
    hints = get_type_hints(kind)
    # Coders are looked up at use: a type may hold itself.
    fields = [(f.name, hints[f.name], f.default) for f in dataclasses.fields(kind) if f.init]
    kinds = {name: hint for name, hint, _ in fields}

    def write(value: Any) -> dict[str, Any]:
        plain = {}
        for name, hint, default in fields:
            held = getattr(value, name)
            if default is dataclasses.MISSING or held != default or type(held) is not type(default):
                plain[name] = _coder(hint)[0](held)
        return plain

    def read(plain: dict[str, Any]) -> Any:
        return kind(**{name: _coder(kinds[name])[1](held) for name, held in plain.items()})

    return write, read
