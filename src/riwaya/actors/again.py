"""Names once found are looked for in the whole article.

A page that says «رياض الطحان» says «الطحان» later, where neither rule nor reader may see a name. What is looked for:
the family name of a person named in full, and every name of another kind as it stands. A word that is also an everyday
word of its page (a given name, an adjective of origin, a generic head) is not looked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import simplemma

from riwaya.actors.knowledge import PARTICLES, Knowledge
from riwaya.actors.likeness import given_names
from riwaya.actors.spans import Candidate, Run, Taken
from riwaya.model import MentionType
from riwaya.text import Lexicon, Words, fold_word

_LEAST = 4  # letters of a lone word that is looked for
_JOINING = frozenset({"بن", "ابن", "ابو", "ابي", "ابا", "ال", "عبد"})  # no family name stands without these
_MOST = 400  # names of one article that are looked for


def find_again(known: Knowledge, words: Words, runs: Sequence[Run], kept: Sequence[Candidate]) -> Iterator[Candidate]:
    """Further places of the names in `kept`, outside all of them."""
    lexicon: Lexicon[Candidate] = Lexicon()
    seen: set[str] = set()
    for c in kept[:_MOST]:
        for form in _forms(known, words, c):
            if form not in seen:
                seen.add(form)
                lexicon.add(form, c, particles=PARTICLES)
    if not len(lexicon):
        return
    taken = Taken((c.start, c.end) for c in kept)
    for run in runs:
        for hit in lexicon.find(run.folded, run.tokens):
            if taken.free(hit.start, hit.end):
                # The whole name keeps its identity; a family name alone is left to linking.
                whole = hit.end - hit.start == hit.payload.end - hit.payload.start
                yield Candidate(hit.start, hit.end, hit.payload.type, "again", hit.payload.actor if whole else None)


def _forms(known: Knowledge, words: Words, candidate: Candidate) -> Iterator[str]:
    text = " ".join(words.text(candidate.start, candidate.end).replace("_", " ").split())
    parts = fold_word(text).split()
    if not parts or candidate.rule == "institution-alone":
        return
    if candidate.type is MentionType.PER:
        if len(parts) > 1:
            yield " ".join(parts)
            if parts[-2] in _JOINING:
                yield " ".join(parts[-2:])
            elif _telling(known, parts[-1], family=candidate.rule != "title"):
                yield parts[-1]
        elif _telling(known, parts[0], family=False):
            yield parts[0]
    elif candidate.rule == "reader" and (len(parts) > 1 or _telling(known, parts[0], family=False)):
        yield " ".join(parts)


def _telling(known: Knowledge, word: str, *, family: bool) -> bool:
    """Whether a lone word is a name wherever it stands in this page."""
    if len(word) < _LEAST or word in known.demonyms or word in known.generic or word in given_names():
        return False
    if word in known.after_title:  # «الثاني» of a king
        return False
    if family and word.startswith("ال"):
        return True
    return not simplemma.is_known(word.removeprefix("ال"), lang="ar")
