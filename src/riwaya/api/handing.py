"""Handing connections out: one process takes them in and gives each to whichever process has the fewest.

Left to themselves, sockets that listen at one port get what a hash of addresses says: of twenty connections thirteen
may wait at one of two processes while the other has nothing to do. A connection is passed on as it is, over a pair of
sockets; back comes one byte when a process is there, and one for each connection that it no longer has.
"""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from multiprocessing.process import BaseProcess

_ONE = b"\0"
_MANY = 1 << 16  # bytes that are read at once
_TRIES, _PAUSE = 200, 0.005  # how often, and after how many seconds, somebody's full hands are looked at again


class Hand:
    """A process that answers, as the one that takes connections in sees it; `open` connections, None before it is there
    and once it ends. `begin` makes the process, and is given its end of the pair."""

    def __init__(self, begin: Callable[[socket.socket], BaseProcess]) -> None:
        self.pair, theirs = socket.socketpair()
        self.pair.setblocking(False)
        self.open: int | None = None
        with theirs:
            self.process = begin(theirs)
            self.process.start()
        self.gone = False

    def hear(self) -> None:
        """Take in what it said."""
        if self.gone:
            return
        try:
            said = self.pair.recv(_MANY)
        except BlockingIOError:
            return
        except OSError:
            said = b""
        if not said:
            self.close()
        elif self.open is None:
            self.open = 1 - len(said)
        else:
            self.open -= len(said)

    def give(self, connection: socket.socket) -> bool:
        """Pass a connection on; False where it cannot be now."""
        if self.open is None:
            return False
        try:
            socket.send_fds(self.pair, [_ONE], [connection.fileno()])
        except OSError:  # its hands are full, or it ends
            return False
        self.open += 1
        return True

    def close(self) -> None:
        """Nothing more is given to it."""
        self.gone, self.open = True, None
        self.pair.close()


def hand_out(listening: socket.socket, hands: Sequence[Hand]) -> None:
    """Give away all connections that wait, each to whoever has the fewest."""
    while any(hand.open is not None for hand in hands):
        try:
            connection, _ = listening.accept()
        except BlockingIOError:
            return
        except OSError:  # nobody is there any more, or too many files are open
            time.sleep(_PAUSE)
            return
        with connection:
            for _ in range(_TRIES):  # who comes with hundreds of others at once waits a moment
                free = sorted((h.open, n) for n, h in enumerate(hands) if h.open is not None)
                if any(hands[n].give(connection) for _, n in free):
                    break
                time.sleep(_PAUSE)
                for hand in hands:
                    hand.hear()


class Handed:
    """The other end: the connections of a process that answers, taken into its event loop."""

    def __init__(self, pair: socket.socket) -> None:
        self._pair = pair
        self._pair.setblocking(False)
        self._taken = self._told = 0
        self._coming: set[asyncio.Task[None]] = set()
        self._reads = False

    def begin(self, make: Callable[[], asyncio.Protocol], ended: Callable[[], object]) -> None:
        """Say that we are there, and serve each connection by what `make` makes; `ended` is called when there will be
        no more. In a running event loop."""
        asyncio.get_running_loop().add_reader(self._pair, self._take, make, ended)
        self._reads = True
        self._pair.send(_ONE)

    def tell(self, still: int) -> None:
        """Say how many connections went: `still` are there."""
        went = self._taken - still - self._told
        if went > 0 and self._reads:
            with suppress(OSError):
                self._told += self._pair.send(_ONE * went)

    def end(self) -> None:
        """Take no more."""
        if self._reads:
            self._reads = False
            asyncio.get_running_loop().remove_reader(self._pair)
            self._pair.close()

    def _take(self, make: Callable[[], asyncio.Protocol], ended: Callable[[], object]) -> None:
        while self._reads:
            try:
                word, given, _, _ = socket.recv_fds(self._pair, 1, 1)
            except BlockingIOError:
                return
            except OSError:
                word, given = b"", []
            for one in given:
                task = asyncio.create_task(self._connect(socket.socket(fileno=one), make))
                self._coming.add(task)
                task.add_done_callback(self._coming.discard)
            if not word:
                self.end()
                ended()

    async def _connect(self, connection: socket.socket, make: Callable[[], asyncio.Protocol]) -> None:
        try:
            # Nagle's algorithm would let an answer's second packet wait until the first is acknowledged, which takes
            # the other side 40 ms; asyncio turns it off only where it is told the socket's protocol.
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            await asyncio.get_running_loop().connect_accepted_socket(make, connection)
        except OSError:  # went away meanwhile
            connection.close()
        self._taken += 1
