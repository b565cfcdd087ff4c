"""People named in full without a title: «شيرين العطار», «توبياس غوستافسون», for the way without the trained reader.

A given name that the rules list, or a new word (`nameword`), with another name right behind it: a given name, a new
word, or a family name with «ال» that people bear. Two words at least, the first of them no everyday word.
"""

from __future__ import annotations

from collections.abc import Iterator

from riwaya.actors.knowledge import Knowledge
from riwaya.actors.nameword import SLAVE, after_particle, is_new, is_other, lists, plain, touch
from riwaya.actors.spans import Candidate, Run
from riwaya.model import MentionType
from riwaya.models.people import known as called
from riwaya.remembered import remembered

RULE = "untitled"
_LONGEST = 6
_LEAST_FAMILY = 5  # letters of a family name with «ال»


def find_untitled(known: Knowledge, run: Run) -> Iterator[Candidate]:
    """Full names in `run`, from left to right, not overlapping."""
    i = 0
    while i < len(run.tokens):
        start = _start(known, run, i)
        last = i if start is None else _end(known, run, i)
        if start is not None and last - i >= 2:
            yield Candidate(start, run.tokens[last - 1].end, MentionType.PER, RULE)
        i = max(last, i + 1)


def _start(known: Knowledge, run: Run, i: int) -> int | None:
    """Where a name that begins in token `i` starts in the page."""
    kind = _kind(known, run, i)
    if kind in ("given", "new"):
        return run.tokens[i].start
    if kind == "joiner" and run.tokens[i].text == SLAVE and i + 1 < len(run.tokens) and touch(run, i + 1):
        return run.tokens[i].start if _kind(known, run, i + 1) == "family" else None
    return after_particle(known, run, i) if kind is None else None


def _end(known: Knowledge, run: Run, first: int) -> int:
    """The token after the name that starts in token `first`."""
    j, before, parts = first + 1, _kind(known, run, first), 1
    while j < len(run.tokens) and j - first < _LONGEST and touch(run, j):
        kind = _kind(known, run, j)
        if kind is None:
            break
        parts += kind != "joiner" and run.tokens[j - 1].text != SLAVE
        if kind == "family" and (before == "new" or run.tokens[j - 1].text in lists()["nouns"]):
            parts -= 1
            break
        j += 1
        if kind == "family" and run.tokens[j - 2].text != SLAVE:
            break
        before = kind
    while run.tokens[j - 1].text in lists()["joiners"]:
        j -= 1
    return j if parts > 1 else first


def _kind(known: Knowledge, run: Run, k: int) -> str | None:
    """What token `k` may be in a name: given, weak, new, joiner, family (with «ال»); None: nothing."""
    text = run.tokens[k].text
    kind = _kind_of(text, run.written(k))
    if kind is None or kind == "joiner":
        return kind
    if kind == "family":
        return None if text in known.after_title or text in known.generic else kind
    other = is_other(known, run, k) or any(not f.short for f in known.by_form.get(text, ()))
    return None if other else kind


@remembered(65536)
def _kind_of(text: str, page: str) -> str | None:
    """The same of a folded word as the page writes it, wherever it stands."""
    if text in lists()["joiners"]:
        return "joiner"
    word = plain(page)
    if word in lists()["never"]:  # as written: «على» folds to a name
        return None
    if text.startswith("ال"):
        return "family" if len(text) >= _LEAST_FAMILY and text in called() else None
    for kind in ("weak", "given"):
        if word in lists()[kind]:
            return kind
    return "new" if is_new(text, word) else None
