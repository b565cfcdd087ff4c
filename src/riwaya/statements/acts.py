"""Speech acts and hedges: what the words of a statement and its cue show about how it is meant."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import compress, count

from riwaya.model import Polarity
from riwaya.statements.cues import Cue, book
from riwaya.statements.heard import Heard
from riwaya.statements.lines import Line
from riwaya.statements.masdars import is_masdar
from riwaya.statements.phrases import head_word, is_head

_CHARGE = 4  # words within which it is told who has to do something


def act(cue: Cue | None, content: Sequence[str]) -> Polarity:
    """The speech act: the cue's own where it has one, else what the content's words show."""
    own = cue.rule.polarity if cue is not None else "asserts"
    if own != "asserts":
        return Polarity(own)
    if _charged(content):
        return Polarity.DEMANDS
    return Polarity(next((act for act, phrases in book().acts if phrases.within(content) is not None), own))


def _charged(content: Sequence[str]) -> bool:
    """«على إسرائيل أن توقف», «على الأطراف وقف القتال»: what somebody has to do."""
    if len(content) < _CHARGE or content[0] != "علي":
        return False
    for i in range(2, min(_CHARGE + 1, len(content) - 1)):
        if content[i] == "ان":
            return content[i + 1][:1] in ("ي", "ت")
    told = book().has("addressed", content[1]) or is_head(head_word(content[1]))
    return told and is_masdar(content[2])


def hedge(content: Sequence[str]) -> str | None:
    """The first hedge in the words; «قد» only before a present («قد يصل»), for with a past it affirms."""
    hedges = book().phrases["hedges"]
    for i in compress(count(), map(hedges.begins, content)):
        met = hedges.at(content, i)
        if met == "قد" and not (i + 1 < len(content) and content[i + 1].startswith(("ي", "ت"))):
            continue
        if met is not None:
            return met
    return None


def own_hedge(line: Line, cue: Cue, heard: Heard | None) -> str | None:
    """What weakens all that is told: the verb itself («زعم»), or what is said of its source («تقارير غير مؤكدة»)."""
    met = None
    if heard is not None and heard.place is not None and not heard.actor_named:
        met = book().phrases["unsure"].within(line.words[heard.place[0] : heard.place[1] + 2])
    return met or (line.folded.text[cue.low : cue.high] if cue.rule.hedges else None)
