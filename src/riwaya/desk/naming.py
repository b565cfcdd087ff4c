"""Names as people type them, made like the forms that the store keeps for looking actors up."""

from __future__ import annotations

from riwaya.text import fold_word


def fold_name(words: str) -> str:
    """A name, or a part of one, as `actor_names` has it (see `riwaya.actors.folded_names`)."""
    return fold_word(" ".join(words.split())).casefold()
