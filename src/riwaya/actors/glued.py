"""Names glued to the word beside them, as some aggregators leave them: «جنوبتركيا», «الولاياتالمتحدة».

Only a word that no dictionary and no rule knows is cut, only where one part is a name that the rules are sure of, and
the other a whole word that may stand beside a name.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import simplemma

from riwaya.actors.knowledge import Form, Knowledge, knowledge
from riwaya.actors.spans import Candidate, Run
from riwaya.text import split_clitics

_LEAST_TOKEN = 7  # letters of a word that may be two
_LEAST_NAME = 4
_LEAST_FAMILY = 5
_LEAST_WORD = 4  # letters of an everyday word beside the name; shorter ones have to be listed
_LONGEST_TOKEN = 40


@cache
def _names() -> dict[str, Form]:
    """What may be glued: sure names of one word, and names of several words without the blanks between them."""
    table: dict[str, Form] = {}
    for key, forms in knowledge().by_form.items():
        form = forms[0]
        if len(forms) > 1 or form.unsure or form.exact or form.outside:
            continue
        joined = key.replace(" ", "")
        least = _LEAST_FAMILY if form.short else _LEAST_TOKEN + 1 if " " in key else _LEAST_NAME
        if joined.isascii() or len(joined) < least:
            continue
        table.setdefault(joined, form)
    return table


def find_glued(known: Knowledge, run: Run) -> Iterator[Candidate]:
    """The names inside words of `run` that are two words run together."""
    for token in run.tokens:
        word = token.text
        if not _LEAST_TOKEN <= len(word) <= _LONGEST_TOKEN or word[0].isascii() or not _is_riddle(known, word):
            continue
        found = _cut(known, word)
        if found is not None:
            form, first, last = found
            start, end = run.folded.span(token.at + first, token.at + last)
            yield Candidate(start, end, form.type, f"known:{form.kind}", form.id)


def _is_riddle(known: Knowledge, word: str) -> bool:
    """Whether nothing explains `word` as one word, attached particles and pronouns taken off or not."""
    if word in known.demonyms or simplemma.is_known(word, lang="ar"):
        return False
    for cut in split_clitics(word):
        for stem in (cut.stem, "ال" + cut.stem) if cut.article else (cut.stem,):
            if stem in known.by_form or stem in known.demonyms:
                return False
        if len(cut.stem) > 2 and simplemma.is_known(cut.stem, lang="ar"):
            return False
    return True


def _cut(known: Knowledge, word: str) -> tuple[Form, int, int] | None:
    """The name in `word` and where it stands there; the longest."""
    names = _names()
    if word in names:
        return names[word], 0, len(word)
    best: tuple[int, Form, int, int] | None = None
    for at in range(2, len(word) - 1):
        left, right = word[:at], word[at:]
        if right in names and (left in known.glue_before or _is_word(left)):
            best = max(best or (0, names[right], 0, 0), (len(right), names[right], at, len(word)), key=lambda b: b[0])
        if left in names and (right in known.glue_after or right in names or _is_word(right)):
            best = max(best or (0, names[left], 0, 0), (len(left), names[left], 0, at), key=lambda b: b[0])
    return best[1:] if best else None


def _is_word(part: str) -> bool:
    return len(part) >= _LEAST_WORD and simplemma.is_known(part, lang="ar")
