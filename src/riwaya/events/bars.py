"""Who can not play a part, whatever speaks for him: the grammar of a telling shuts him out.

Who announces the dead has not killed them; whom an attack is on does not attack; the body whose people suffer does
not act; the subject of an active verb does not suffer. The judge of parts (`cast`) weighs whoever is named near; these
it leaves out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from riwaya.events.line import Line
from riwaya.events.people import is_people
from riwaya.events.rules import book
from riwaya.events.status import back
from riwaya.events.telling import Told

_FAR = 9  # words between a verb that announces and the dead
_VICTIMS = 4  # words behind «مقتل» among which those who died are told
_ON_FOLDED = frozenset(("علي", "ضد"))
_TARGET = 6  # words behind «على» in which the target is named
_ACTIVE = ("agent", "speaker")  # frames whose subject acts
_IN = frozenset(("في", "من"))


def barred(group: Sequence[Told]) -> tuple[frozenset[str], frozenset[str]]:
    """Whoever can not act in a happening, and whoever can not suffer."""
    doers = {who for one in group if _is_active(one) for who in one.roles.actor}
    idle = {who for one in group if one.trigger.kind == "noun" for who in _idle(one)}
    hit = {who for one in group for who in one.roles.recipient}
    return frozenset(idle - doers), frozenset(doers - hit)


def _is_active(one: Told) -> bool:
    """Whether a telling is a finite verb that is surely active."""
    trigger, rule = one.trigger, one.rule
    if trigger.kind != "verb" or trigger.tense == "participle" or trigger.passive:
        return False
    if rule.frame not in _ACTIVE:
        return False
    return not rule.passive or bool(one.roles.recipient)


def _idle(one: Told) -> Iterator[str]:
    """Whom a noun names near it who does not do it."""
    rule = one.rule
    if rule.of == "patient":
        yield from _announcers(one)
        yield from _bodies(one)
    elif rule.of == "agent" and rule.type == "ASSAULT" and not rule.to.isdisjoint(_ON_FOLDED):
        yield from _targets(one)


def _announcers(one: Told) -> Iterator[str]:
    """«أعلن الجيش مقتل جنديين»: of enemies («مقتل مسلح») he may tell what he did himself."""
    line, i = one.trigger.line, one.trigger.first
    if line.stems[i].isdisjoint(book().deaths) or line.any(i + 1, i + 1 + _VICTIMS, book().enemies):
        return
    said = next((j for j in back(line, i, _FAR) if line.words[j].removeprefix("و") in book().announces), None)
    for name in line.named if said is not None else ():
        if (said is not None and said < name.first < i) or name.last == said:
            yield name.mention.actor or ""


def _bodies(one: Told) -> Iterator[str]:
    """«اغتيال قيادي في حركة كذا», «مقتل جندي من جيش كذا»."""
    line, low = one.trigger.line, one.trigger.last
    for name in line.named:
        i = next((i for i in (name.first - 1, name.first - 2) if i >= low and line.words[i] in _IN), None)
        if i is None or i > low + _VICTIMS or name.weak or name.clitic:
            continue
        if any(is_people(w) or w in book().amounts for w in line.words[max(low, i - 2) : i]):
            yield name.mention.actor or ""


def _targets(one: Told) -> Iterator[str]:
    """«غارات على مواقع للحركة»: whoever is named behind «على», up to the next particle or verb."""
    line, low = one.trigger.line, one.trigger.last
    on = next((i for i in range(low, min(len(line.words), low + _VICTIMS)) if line.words[i] in _ON_FOLDED), None)
    if on is None or any(line.at[i] is None and _ends(line, i) for i in range(low, on)):
        return
    for i in range(on + 1, min(len(line.words), on + 1 + _TARGET)):
        at = line.at[i]
        if at is None and _ends(line, i):
            return
        if at is not None and not line.named[at].weak:
            yield line.named[at].mention.actor or ""


def _ends(line: Line, i: int) -> bool:
    """Whether the words that belong to a particle's noun end before token `i`."""
    word = line.words[i]
    if i in line.clauses or i in line.verbs or line.gaps[i] != " " or word in book().carries or word in book().strikes:
        return True
    return word in book().prepositions
