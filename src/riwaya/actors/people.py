"""People announced by a title: «رئيس الوزراء التشيكي فلان الفلاني».

A title, what may stand between it and the name (an adjective of origin, a state, «السابق»), then the name: up to four
words none of which is a word that a name cannot hold. The trained reader finds most people; this is what the rules find
without it, so it asks for signs: a given name that the rules know, or a word that is in no dictionary of Arabic.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import simplemma

from riwaya.actors.institutions import demonym_at
from riwaya.actors.knowledge import Knowledge
from riwaya.actors.nameword import LISTS
from riwaya.actors.spans import Candidate, Run
from riwaya.model import MentionType
from riwaya.rules import load
from riwaya.text import Cut, fold_word, split_clitics

_LISTS = (*LISTS, "after", "not_last", "variants")
_LONGEST = 4
_HAMZA = re.compile("[أإآؤئء]")


@cache
def _lists() -> dict[str, frozenset[str]]:
    data = load("ar/names").only(*_LISTS)
    flat = {key: [w for row in data[key] for w in ([row] if isinstance(row, str) else row)] for key in data}
    lists = {key: frozenset(map(fold_word, names)) for key, names in flat.items()}
    return {**lists, "given": lists["given"] | lists["foreign"]}


def find_people(known: Knowledge, run: Run) -> Iterator[Candidate]:
    """People in `run`: names after titles, and a known given name with the word after it."""
    i = 0
    while i < len(run.tokens):
        first = _after_title(known, run, i)
        if first is None:
            i += 1
            continue
        last = _name_from(known, run, first)
        if last > first:
            yield Candidate(run.tokens[first].start, run.tokens[last - 1].end, MentionType.PER, "title")
            i = last
        else:
            i += 1


def _after_title(known: Knowledge, run: Run, i: int) -> int | None:
    """Where a name would start, if a title stands at `i`."""
    hit = known.titles.match(run.folded, run.tokens, i)
    if hit is None or hit.cut.enclitic:
        return None
    j = hit.last
    for _ in range(6):
        if j >= len(run.tokens):
            return None
        length, state = demonym_at(known.demonyms, run.tokens, j)
        if state is not None:
            j += length
        elif run.tokens[j].text in known.after_title or run.tokens[j].text in _lists()["behalf"]:
            j += 1
        else:
            last = _body_or_land(known, run, j)
            if last is None:
                break
            j = last
    return j


def _body_or_land(known: Knowledge, run: Run, j: int) -> int | None:
    """The token after an organisation, a body or a state that stands at `j`, between a title and a name."""
    place = known.forms.match(run.folded, run.tokens, j)
    if place is not None and not place.cut.proclitics and place.payload[0].type is not MentionType.PER:
        return place.last
    body = known.bodies.match(run.folded, run.tokens, j)
    return body.last if body is not None and not body.cut.proclitics else None


def _name_from(known: Knowledge, run: Run, first: int) -> int:
    """The token after the name that starts at `first`; `first` itself where none does."""
    words, tokens = _lists(), run.tokens
    j, signs, after_given = first, 0, False
    while j < len(tokens) and j - first < _LONGEST + 2:
        word = tokens[j].text
        if word in words["joiners"]:
            after_given = True
            j += 1
            continue
        sign = None if is_everyday(run.written(j)) else _sign(known, word, after_given=after_given)
        if sign is None or j - first >= _LONGEST or (sign == 0 and not after_given):
            break
        signs += sign
        after_given = word in words["given"] or word in words["weak"]
        j += 1
    while j > first and tokens[j - 1].text in words["joiners"]:
        j -= 1
    if tokens[first].text == "علي" and first + 1 < j and tokens[first + 1].text.startswith("ال"):
        return first  # «على» folds to the same letters
    return j if signs and j - first >= 2 else first


def _sign(known: Knowledge, word: str, *, after_given: bool) -> int | None:
    """None: no name holds this word. 1: it looks like a name. 0: it may be part of one."""
    words = _lists()
    if word in words["given"] or word in words["weak"]:
        return 1
    if len(word) < 2 or word in words["never"] or word in known.demonyms or word[0].isdigit():
        return None
    if word.startswith("ال"):
        return 0
    if simplemma.is_known(word, lang="ar"):
        return None
    cut_up = any(_everyday(cut) for cut in split_clitics(word)[1:])
    return None if cut_up and not (after_given and word[0] in "كفلس") else 1


def is_everyday(written: str) -> bool:
    """Whether a word with hamza or madda, as a page writes it, stands in the dictionary, a pronoun after it or not.
    Names without these letters are judged folded."""
    if not _HAMZA.search(written) or fold_word(written) in _lists()["given"] | _lists()["weak"]:
        return False
    return simplemma.is_known(written, lang="ar") or any(
        written.endswith(e) and simplemma.is_known(written[: -len(e)], lang="ar") for e in ("ه", "ها", "هم")
    )


def _everyday(cut: Cut) -> bool:
    """Whether taking particles or a pronoun off leaves a word of the dictionary, or an article («بالطلاب»)."""
    if cut.article or cut.enclitic:
        return cut.article and bool(cut.proclitics)
    return len(cut.stem) > 3 and simplemma.is_known(cut.stem, lang="ar")
