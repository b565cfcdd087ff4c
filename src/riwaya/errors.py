"""The handful of exceptions Riwaya raises on purpose.

A bad *page* is never an exception that reaches the caller: it becomes a `model.Failure`.
These are for what the person at the keyboard must mend: an input, a rule, an option.
"""

from __future__ import annotations


class RiwayaError(Exception):
    """Base of all errors raised on purpose; `str(error)` is one line fit to be shown."""


class InputError(RiwayaError):
    """An input cannot be read at all (missing path, binary file, nothing in it)."""


class RuleError(RiwayaError):
    """A rule file is wrong. The message starts with `file:line:`."""

    def __init__(self, file: str, line: int, reason: str) -> None:
        super().__init__(f"{file}:{line}: {reason}")
        self.file, self.line, self.reason = file, line, reason


class UsageError(RiwayaError):
    """An option or argument does not make sense; the command exits with 2."""


class StoreError(RiwayaError):
    """The store cannot be opened, is busy for too long, is of a newer version, or has no room left."""


class StoreFullError(StoreError):
    """The disk under the store has no room left; nothing of the step was kept."""
