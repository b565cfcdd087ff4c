"""What the search for a speaker gives (`Heard`), and what it starts from (`Scene`)."""

from __future__ import annotations

from dataclasses import dataclass

from riwaya.model import Span, Speaker


@dataclass(frozen=True, slots=True)
class Heard:
    """A speaker as found: `span` None where dropped, `place` its token numbers, `head` its first word, `others` those
    who say it with them."""

    actor: str | None
    span: Span | None = None
    place: tuple[int, int] | None = None
    feminine: bool | None = None
    head: str = ""
    via: tuple[str, ...] = ()
    others: tuple[Heard, ...] = ()

    @property
    def actor_named(self) -> bool:
        """Whether a known person, body or state is meant, and no source without a name."""
        return self.actor is not None and not self.actor.startswith("anon:")

    @property
    def speaker(self) -> Speaker | None:
        """As the statement carries it."""
        return Speaker(self.span, self.actor) if self.span is not None or self.actor is not None else None


@dataclass(frozen=True, slots=True)
class Scene:
    """What a cue's clause already holds: its first token, and the speakers heard in it, in order."""

    first: int
    heard: tuple[Heard, ...] = ()

    @property
    def last(self) -> Heard | None:
        return self.heard[-1] if self.heard else None
