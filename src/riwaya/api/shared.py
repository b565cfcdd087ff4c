"""How much one may ask of a server of several processes: token buckets in memory that all of them map."""

from __future__ import annotations

import fcntl
import hashlib
import mmap
import os
import struct
import time
from collections.abc import Callable
from pathlib import Path


class SharedBuckets:
    """The same in a file that the processes of a server share: whoever asks has one bucket, whichever of them answers.

    `part` is which of the file's tables it is. Where more keys ask than there is room for, the one of the near ones
    that was silent for longest is forgotten."""

    _SLOT = struct.Struct("16sdd")
    _SLOTS, _NEAR = 8192, 8
    PARTS = 2

    def __init__(self, per_minute: int, file: Path, part: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._size, self._rate = float(per_minute), per_minute / 60.0
        self._clock = clock  # of the machine: all processes have the same
        self._file = os.open(file, os.O_RDWR)  # as long as the process lasts
        self._held = mmap.mmap(self._file, self.PARTS * self._SLOTS * self._SLOT.size)
        self._base = part * self._SLOTS * self._SLOT.size

    @classmethod
    def make(cls, file: Path) -> None:
        """An empty file."""
        file.write_bytes(b"\0" * (cls.PARTS * cls._SLOTS * cls._SLOT.size))

    def take(self, key: str) -> float:
        """Take a drop: 0.0, or the seconds until there is one."""
        return self._ask(key, 1.0)

    def wait(self, key: str) -> float:
        """The seconds until there is a drop, without taking one."""
        return self._ask(key, 0.0)

    def _ask(self, key: str, drops: float) -> float:
        digest = hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=16).digest()
        fcntl.flock(self._file, fcntl.LOCK_EX)
        try:
            at, left, since = self._find(digest)
            now = self._clock()
            left = min(self._size, left + max(0.0, now - since) * self._rate)
            if left < 1.0:
                return (1.0 - left) / self._rate
            if drops:
                self._SLOT.pack_into(self._held, at, digest, left - drops, now)
            return 0.0
        finally:
            fcntl.flock(self._file, fcntl.LOCK_UN)

    def _find(self, digest: bytes) -> tuple[int, float, float]:
        """Where a key's bucket lies, what was left in it, and when; a place for a full one where it has none."""
        first, oldest = int.from_bytes(digest[:4], "little"), (float("inf"), 0)
        for n in range(self._NEAR):
            at = self._base + (first + n) % self._SLOTS * self._SLOT.size
            own, left, since = self._SLOT.unpack_from(self._held, at)
            if own == digest:
                return at, left, since
            oldest = min(oldest, (since, at))
        return oldest[1], self._size, self._clock()
