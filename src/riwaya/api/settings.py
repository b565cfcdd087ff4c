"""What a server may be told, in one frozen value, and who asks it."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass, field

MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Settings:
    """Limits and ways of a server; the defaults are what `riwaya serve` uses.

    `largest_pages` and `largest_body` bound bodies in bytes: of posted pages, of everything else; `slowest_body` how
    long one may take, in seconds. `per_minute` requests are let through for each token or address, `wrong_per_minute`
    of them with a wrong token. `live_clients` may listen at once; `watch` is how often the store is looked at for them,
    `heartbeat` how often they hear something, both in seconds. `kept_bodies` bounds the answers kept in memory.
    `secure_cookie`: sign-in cookies go over https only. `comments`: readers may comment on stories;
    editors let it through.
    `shared`: a file in which the processes of one server count together how much who asks (`shared.SharedBuckets`).
    """

    largest_pages: int = 20 * MEGABYTE
    largest_body: int = 256 * 1024
    slowest_body: float = 60.0
    per_minute: int = 600
    wrong_per_minute: int = 10
    live_clients: int = 100
    watch: float = 1.0
    heartbeat: float = 15.0
    kept_bodies: int = 64 * MEGABYTE
    secure_cookie: bool = False
    comments: bool = False
    shared: str | None = None


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks: a token's name, or whoever sits at this machine. `right` is read, edit or None (nobody we know);
    `form` says that a browser sent it from a form, which then has to prove that the form is ours; `seed` is what such
    proofs are made with."""

    name: str
    right: str | None
    form: bool = False
    seed: str = field(default="", repr=False)

    @property
    def may_read(self) -> bool:
        return self.right is not None

    @property
    def may_edit(self) -> bool:
        return self.right == "edit"


LOCAL = Caller("local", "edit")
"""Whoever sits at this machine, where the store has no tokens."""
NOBODY = Caller("", None)

CALLER: ContextVar[Caller] = ContextVar("caller", default=NOBODY)
"""Who asks, for all that is done on the way to an answer."""
MARKED: ContextVar[str | None] = ContextVar("marked", default=None)
"""The store's change mark as it was when a request came that writes nothing: what is asked in process on the way to its
answer need not look again."""
