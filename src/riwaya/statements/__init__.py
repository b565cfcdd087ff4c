"""Statements: who said what, in which words, through whom.

`find_statements(words, mentions)` gives every attributed statement of an article in reading order:
the words that are claimed (without cue and speaker; for a direct quotation, without its marks),
the cue, the speaker with the actor he is linked to, the mode, the speech act, a hedge that the
words carry, and the chain it came through. Cues and their government are data
(`rules/ar/statements.yaml`). A statement never leaves its paragraph, except that a cue which ends
in a colon may introduce the quotation that opens the next one.

`join_statements` says which statements of a topic's articles render an earlier one, `mark` writes it down (`same_as`).
"""

from __future__ import annotations

from riwaya.model import Mention
from riwaya.rules import Fired
from riwaya.statements.check import check_rules
from riwaya.statements.find import find_statements
from riwaya.statements.same import join_statements, mark
from riwaya.text import Words

__all__ = ["check_rules", "explain", "find_statements", "join_statements", "mark"]


def explain(words: Words, mentions: tuple[Mention, ...] = ()) -> tuple[Fired, ...]:
    """Which rule fired on which words."""
    return tuple(
        Fired("statements", s.rule, s.span.start, s.span.end, f"{s.mode} {s.polarity}")
        for s in find_statements(words, mentions)
    )
