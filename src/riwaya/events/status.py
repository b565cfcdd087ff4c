"""How words tell an event: as done, denied, planned or alleged, or only supposed.

Some words turn what stands right beside them («لم», «المقبل»). Others govern it from further off: a denied light verb
denies its noun («لم تشن كذا أي غارة»), who foils an attack tells of none, and behind «أن» a verb is what the word
before «أن» makes of it («نفت كذا أن تكون قد قصفت», «كان من المفترض أن يزور»). The words are data (`governors` and
`cues` in `rules/ar/events.yaml`).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from riwaya.events.line import Line
from riwaya.events.rules import book
from riwaya.events.triggers import Trigger

_TURNS = ("supposed", "denied", "planned", "soon", "alleged")
_PERHAPS = frozenset(("قد", "وقد"))
_FAR = 9  # words before a trigger in which what governs it stands
_FAR_THAT = 6  # words from «أن» to the verb that it brings in, and from what governs it to «أن»
_BREAKS = frozenset(".:؛؟!")
_DENIED, _PLANNED, _ALLEGED, _DONE = "denied", "planned", "alleged", "happened"


def status_of(trigger: Trigger) -> tuple[str, bool]:
    """How the event is told: happened, denied, planned or alleged; and whether it is only supposed."""
    near, supposed = _beside(trigger)
    if near != _DONE or supposed:
        return near, supposed
    return _governed(trigger)


def _beside(trigger: Trigger) -> tuple[str, bool]:
    """What the words right beside a trigger make of it."""
    line, i, cues = trigger.line, trigger.first, book().cues
    if trigger.tense == "present" and i > 0 and line.words[i - 1] in _PERHAPS:
        return _PLANNED, False
    if not line.any(i - 3, trigger.last + 3, _turning()):  # most stand among words that turn nothing
        return _PLANNED if trigger.future else _DONE, False
    supposed = line.any(i - 3, i, cues["supposed"] - {"قد"})
    if line.any(i - (1 if trigger.kind == "verb" else 2), i, cues["denied"]) or line.any(i - 3, i, book().governing):
        return _DENIED, supposed
    if trigger.future or line.any(i - 3, i, cues["planned"]) or line.any(trigger.last, trigger.last + 3, cues["soon"]):
        return _PLANNED, supposed
    if line.any(i - 3, trigger.last + 2, cues["alleged"] - line.stems[i]):
        return _ALLEGED, supposed
    return _DONE, supposed


@cache
def _turning() -> frozenset[str]:
    """All words that make something else of what happened."""
    return book().governing.union(*(book().cues[name] for name in _TURNS))


# ---------------------------------------------------------------- from further off


def _governed(trigger: Trigger) -> tuple[str, bool]:
    line = trigger.line
    if trigger.last < len(line.words) and line.words[trigger.last] in book().governors["fails"]:
        return _DENIED, False  # «الاجتماع ألغي»
    governing = line.once("status.governing", _governing)
    if not governing or governing[0] >= trigger.first:  # nearly always
        return _DONE, False
    if trigger.kind in ("verb", "statement") and trigger.tense != "participle":
        return _as_clause(trigger)
    return _as_noun(trigger)


def _governing(line: Line) -> tuple[int, ...]:
    return tuple([i for i, known in enumerate(line.known) if known.governs])


def _as_noun(trigger: Trigger) -> tuple[str, bool]:
    """A noun that a verb governs, with nothing between that takes it away: a particle, another verb, a clause."""
    line, governors = trigger.line, book().governors
    if _open(line, trigger.first):
        return _DONE, True
    led, away = False, _apart(trigger)
    for j in back(line, trigger.first, _FAR):
        word = line.words[j].removeprefix("و")
        if word in governors["light"] and not led:
            return (_DENIED, False) if j and line.words[j - 1] in governors["negates"] else _behind_that(line, j)
        if led and not away and word in governors["recoils"]:
            return _DENIED, False
        if not led and not away and (status := _undone(word)):
            return status, False
        if line.at[j] is None and not line.stems[j].isdisjoint(book().prepositions):
            led, away = led or word in governors["leads"], away or word not in governors["leads"]
        if j in line.clauses or j in line.verbs:
            break
    return _DONE, False


def _apart(trigger: Trigger) -> bool:
    """Whether a particle attached to a noun keeps it from being an object, but of a decision («قرارا بترحيل»)."""
    line, i = trigger.line, trigger.first
    attached = line.words[i][: trigger.start - line.tokens[i].start].removesuffix("ال")
    return attached not in ("", "و") and not (i and line.words[i - 1] in book().governors["decisions"])


def _undone(word: str) -> str:
    """What a verb makes of its object, where it undoes it, or empty."""
    for status, name in ((_DENIED, "cancelled"), (_DENIED, "denies"), (_PLANNED, "foiled")):
        if word in book().governors[name]:
            return status
    return ""


def _as_clause(trigger: Trigger) -> tuple[str, bool]:
    """A finite verb behind «أن», or in a clause that asks or supposes."""
    line, i = trigger.line, trigger.first
    if _open(line, i):
        return _DONE, True
    joined = trigger.start > line.tokens[i].start and line.words[i].startswith("و")
    return (_DONE, False) if joined else _behind_that(line, i)


def _behind_that(line: Line, i: int) -> tuple[str, bool]:
    """What the word before «أن» makes of the verb at token `i`, where «أن» brings that in."""
    governors = book().governors
    that = next((j for j in back(line, i, _FAR_THAT) if line.words[j] in governors["that"]), None)
    if that is None or any(j in line.verbs for j in range(that + 1, i)):
        return _DONE, False
    for j in back(line, that, _FAR_THAT):
        word = line.words[j].removeprefix("و")
        for status, name in ((_DENIED, "denies"), (_PLANNED, "due"), (_ALLEGED, "doubts"), ("", "fears")):
            if word in governors[name]:
                return status or _DONE, not status
        if j in line.clauses or j in line.verbs:
            break
    return _DONE, False


def _open(line: Line, i: int) -> bool:
    """Whether the clause of token `i` opens as what is not said to be so: «لو كانت كذا قد», «هل»."""
    return any(line.words[j] in book().governors["opens"] for j in back(line, i, _FAR))


def back(line: Line, i: int, far: int) -> Iterator[int]:
    """The tokens before token `i` in its clause, the nearest first."""
    for j in range(i - 1, max(-1, i - 1 - far), -1):
        if not _BREAKS.isdisjoint(line.gaps[j + 1]) or line.words[j] in book().governors["parts"]:
            return
        yield j
