"""Joint speakers: «قالت موسكو وبكين», «وزيرا الخارجية المصري فلان والتركي علان», «كل من فلان وعلان».

Functions over a `Line`. Names joined by «و», with or without a title between, speak together where nothing but a space
stands between them; a comma ends the row.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from riwaya.model import MentionType
from riwaya.statements.cues import Cue, book
from riwaya.statements.heard import Heard
from riwaya.statements.lines import Line
from riwaya.statements.phrases import bare, head_word, is_head

_MOST = 8  # of a row
_TITLE = 7  # words of a title before a joined name
_LONG = 4  # letters, at least, of a title with its «و»
_AMOUNTS = ("عدد", "بعض")  # heads that count and name nobody
_PAIR = ("تا", "ا", "ان", "تان", "ي", "تي", "اء")  # endings of what heads two names or more: «وزيرا», «حركتا», «وزراء»

Phrase = Callable[[Line, int, int], Heard | None]


def joined(line: Line, cue: Cue, heard: Heard, phrase: Phrase) -> Heard:
    """`heard` with those who speak with them, if any; the first of a row is `heard`."""
    if heard.place is None or heard.span is None:
        return heard
    if heard.place[1] <= cue.first:
        row = _row_before(line, cue, heard, phrase)
        return replace(row[0], via=heard.via, others=tuple(row[1:])) if len(row) > 1 else heard
    return replace(heard, others=_row(line, heard, line.ends[cue.first], phrase))


def row_end(line: Line, cue: Cue, heard: Heard, phrase: Phrase) -> int:
    """The token after `heard` and those who follow in a row, each with their «و»."""
    row = (heard, *_row(line, heard, line.ends[cue.first], phrase))
    return max(h.place[1] for h in row if h.place is not None)


def _row(line: Line, first: Heard, stop: int, phrase: Phrase) -> tuple[Heard, ...]:
    found: list[Heard] = []
    last = first
    while last.place is not None and len(found) < _MOST:
        following = _next(line, first, last.place[1], stop, phrase)
        if following is None or following.place is None or following.place[1] <= last.place[1]:
            break
        if following.actor is None or following.actor not in (first.actor, *(f.actor for f in found)):
            found.append(following)
        last = following
    return tuple(found)


def _next(line: Line, first: Heard, i: int, stop: int, phrase: Phrase) -> Heard | None:
    """Who stands joined at token i."""
    if i >= min(stop, len(line.tokens)) or line.gaps[i] != " ":
        return None
    if _joined_name(line, i):
        return _titled(line, first, i, stop) or _named(line, line.names[i])
    word = line.words[i]
    if line.names[i] >= 0 or not word.startswith("و") or len(word) < _LONG:
        return None
    head = head_word(word[1:])
    if book().has("counterparts", head) or book().has("counterparts", head.removesuffix("ه").removesuffix("ها")):
        return _person(line, i, stop)
    if is_head(head) and head not in _AMOUNTS and not book().has("documents", head):
        met = phrase(line, i, stop)
        return met if met is not None and met.actor is not None else None
    return _titled(line, first, i, stop)


def _titled(line: Line, first: Heard, i: int, stop: int) -> Heard | None:
    """«وزيرا الخارجية المصري فلان والتركي علان»: behind a head of two, the state or its adjective and a person."""
    person = first.place is not None and _type(line, first.place[0]) is MentionType.PER
    if not (person and _heads_a_pair(line, first)):
        return None
    return _person(line, i, stop)


def _person(line: Line, i: int, stop: int) -> Heard | None:
    """The person named within a few words of token i, no mark between."""
    for j in range(i, min(i + _TITLE, stop, len(line.tokens))):
        if j > i and line.gaps[j] != " ":
            return None
        k = line.names[j]
        if k >= 0 and line.mentions[k].type is MentionType.PER:
            return _named(line, k)
        if k < 0 and j > i and (line.words[j] in book().forms or book().has("prepositions", line.words[j])):
            return None
    return None


def _heads_a_pair(line: Line, first: Heard) -> bool:
    assert first.place is not None
    for j in range(first.place[0] - 1, max(-1, first.place[0] - _TITLE), -1):
        word = bare(line.words[j])
        if is_head(head_word(line.words[j])) and word.endswith(_PAIR) and not is_head(word):
            return True
        if line.words[j] in book().forms:
            return False
    return False


def _type(line: Line, i: int) -> MentionType | None:
    return line.mentions[line.names[i]].type if line.names[i] >= 0 else None


def _joined_name(line: Line, i: int) -> bool:
    """Whether a name begins at token i with «و» attached and no mark before it."""
    k = line.names[i]
    if k < 0 or line.gaps[i] != " " or line.ranges[k][0] != i:
        return False
    mention, token = line.mentions[k], line.tokens[i]
    return mention.span.start - token.start == 1 and token.text.startswith("و")


def _named(line: Line, k: int) -> Heard:
    mention = line.mentions[k]
    return Heard(mention.actor, mention.span, line.ranges[k])


def _row_before(line: Line, cue: Cue, heard: Heard, phrase: Phrase) -> list[Heard]:
    """«موسكو وبكين تقولان»: the names before a verb of two or many, the first one first."""
    row = [heard]
    plural = line.words[cue.first].endswith(("ان", "وا", "ون", "تا"))
    while plural and row[0].place is not None and len(row) <= _MOST:
        i = row[0].place[0]
        if i == 0 or not _joined_name(line, i) or line.names[i - 1] < 0:
            break
        row.insert(0, _named(line, line.names[i - 1]))
    return row
