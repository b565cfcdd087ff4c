"""`stems`: what a written word may be once attached particles are off, for looking at its company.

Unlike a `Lexicon` this answers for one word what it *could* be, cheaply and cached; whoever asks
knows which of the possibilities makes sense beside the other words.
"""

from __future__ import annotations

from riwaya.remembered import remembered
from riwaya.text.tokens import split_clitics


@remembered(65536)
def stems(word: str) -> frozenset[str]:
    """What a folded word may be without attached particles: with and without ال, never less a
    pronoun. A one-letter member («ب», «ل») says that this particle may be attached."""
    found = {word}
    for cut in split_clitics(word):
        if cut.enclitic or "س" in cut.proclitics:
            continue
        found.add(cut.stem)
        if cut.article:
            found.add("ال" + cut.stem)
        if len(cut.stem) > 2:
            found.update(p for p in cut.proclitics if p in ("ب", "ل"))
    return frozenset(found)
