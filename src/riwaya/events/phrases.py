"""The named phrases of a sentence: who is named in one breath, and what brings them in.

A phrase is *bare* (subject, object or genitive) or *brought in* by a preposition, its own or attached to the name.
"""

from __future__ import annotations

from dataclasses import dataclass

from riwaya.events.line import Line, Named
from riwaya.events.rules import book
from riwaya.events.triggers import Trigger
from riwaya.model import MentionType

_CLAUSE = frozenset(":؛،.")  # marks that part a name from its apposition


@dataclass(frozen=True, slots=True, eq=False)
class Phrase:
    """Coordinated names that play one part: their indices in `line.named`, and what brings them in
    (`intro`, empty for a bare phrase)."""

    names: tuple[int, ...]
    intro: str
    at: int  # the token of the particle
    first: int
    last: int

    def bare(self, trigger: Trigger) -> bool:
        """Whether no particle stands between the trigger and the phrase: it is governed directly. The trigger's own, of
        «لهجوم», brings in the trigger."""
        return not self.intro or self.at <= trigger.first


@dataclass(frozen=True, slots=True, eq=False)
class Around:
    """What stands around a trigger: the named phrases of its sentence, the tokens of other verbs."""

    phrases: tuple[Phrase, ...]
    verbs: frozenset[int]


def phrases_of(line: Line, weak: bool = False) -> tuple[Phrase, ...]:
    """The named phrases of a sentence, left to right; with `weak`, adjectives of states as well."""
    if weak and line.adjectives:
        return line.once("phrases.weak", lambda line: _phrases(line, weak=True))
    return line.once("phrases", lambda line: _phrases(line, weak=False))


def _phrases(line: Line, weak: bool) -> tuple[Phrase, ...]:
    found: list[Phrase] = []
    for k, name in enumerate(line.named):
        if name.weak and not weak:
            continue
        before = found[-1] if found else None
        follower = line.named[k + 1] if k + 1 < len(line.named) else None
        if before is not None and _joined(line, before, name, follower):
            head, led = before.names, (before.intro, before.at)
            if _apposed(line, before, name):
                head, led = head[:-1], _by_office(line, before)
            found[-1] = Phrase((*head, k), *led, before.first, name.last)
            continue
        found.append(Phrase((k,), *_intro(line, name, before), name.first, name.last))
    return tuple(found)


def _joined(line: Line, before: Phrase, name: Named, follower: Named | None) -> bool:
    return _apposed(line, before, name) or _coordinated(line, before, name, follower)


def _apposed(line: Line, before: Phrase, name: Named) -> bool:
    """«الجيش العقيد فلان»: a person directly after a body or a state is its officer, and the head."""
    last = line.named[before.names[-1]].mention.type
    gap = name.first - before.last
    if name.mention.type is not MentionType.PER or last is MentionType.PER or gap > 2 or name.clitic:
        return False
    if not _CLAUSE.isdisjoint(line.gaps[name.first]) or not _CLAUSE.isdisjoint(line.gaps[before.last]):
        return False  # a headline: «بيرو: فلان يدعو إلى ...»
    between = range(before.last, name.first)
    if before.intro == "من" and before.at and line.words[before.at - 1].endswith("ون"):
        return False  # «خطف مسلحون من كذا المهندس فلانا»
    if before.first and before.first - 1 in line.verbs:
        return False  # «تتهم السلطات فلانا», «اغتالت السلطات النائب فلانا»: subject and object
    return all(i not in line.clauses and _is_title(line.words[i]) for i in between)


def _by_office(line: Line, before: Phrase) -> tuple[str, int]:
    """What brings in an officer of the body before him: in «القيادي في كذا فلان» what stands before his office."""
    i = before.at - 1
    if before.intro != "في" or i < 1 or line.at[i] is not None or not line.words[i].startswith("ال"):
        return before.intro, before.at
    found = line.stems[i - 1] & book().prepositions
    return (min(found, key=lambda p: (len(p), p)), i - 1) if found else ("", 0)


def _is_title(word: str) -> bool:
    """Whether a word between a body and its officer may be his rank: not in «أعدمت بنما المعارض فلانا», «رفضت بنما دعوة
    فلان», «أمرت بنما بحبس فلان»."""
    return word not in book().victims and (word in book().titles or word.startswith("ال"))


def _coordinated(line: Line, before: Phrase, name: Named, follower: Named | None) -> bool:
    between = range(before.last, name.first)
    if len(between) > 4 or any(line.stems[i] & book().prepositions or i in line.clauses for i in between):
        return False
    first = between.start if between else name.first
    word = line.words[first]
    listed = follower is not None and follower.clitic.startswith("و") and follower.first == name.last
    alike = name.mention.type is line.named[before.names[-1]].mention.type
    comma = "،" in line.gaps[name.first] and not between and listed and alike
    joins = word.startswith("و") and (_and(word) if first < name.first else name.clitic.startswith("و"))
    return (joins or comma) and line.verbs.isdisjoint(between)


def _and(word: str) -> bool:
    """Whether the «و» that a word begins with joins it: not that of «وزير»."""
    return not word.startswith(book().waw)


def _intro(line: Line, name: Named, before: Phrase | None) -> tuple[str, int]:
    """The particle that brings a name in, and its token; empty where none does."""
    i = name.first - 1
    if i >= 0 and name.mention.type is MentionType.PER and not line.stems[i].isdisjoint(book().kin):
        return line.words[i], i  # «اعتقال شقيق فلان»
    clitic = name.clitic.lstrip("وف")
    if clitic[:1] in ("ب", "ل", "ك"):
        return clitic[0], name.first
    low = max(before.last if before is not None else 0, name.first - 6)
    for i in range(name.first - 1, low - 1, -1):
        word = line.words[i]
        if word in ("باسم", "باسمها") or (word == "من" and i and line.words[i - 1] in ("كل", "كلا")):
            continue
        if i in line.clauses or (i in line.verbs and line.stems[i].isdisjoint(book().prepositions)):
            return "", 0
        particle = _particle(line, name, i)
        if particle and (particle in book().doers or _governs(line, name, i)):
            return particle, i
    return "", 0


def _particle(line: Line, name: Named, i: int) -> str:
    """The particle that token `i` is or carries."""
    word = line.words[i]
    if word in ("قبل", "جانب", "يد") and i:
        pair = f"{line.words[i - 1]} {word}"
        if pair in ("من قبل", "من جانب", "علي يد"):
            return pair
        return word if word == "قبل" else ""
    found = line.stems[i] & book().prepositions
    if found:
        return min(found, key=lambda p: (len(p), p))
    return attached(word) if i >= name.first - 3 else ""


def _governs(line: Line, name: Named, i: int) -> bool:
    """A particle before a person governs the person only directly or through a title: in «المرشد
    الأعلى للجمهورية فلان» it belongs to the title."""
    if name.mention.type is not MentionType.PER or (i == name.first - 1 and "،" not in line.gaps[name.first]):
        return True  # not in «المدير التنفيذي للمصنع، فلان»
    head = i + 1 if line.words[i] in book().prepositions else i
    return bool(line.stems[head] & book().titles)


def attached(word: str) -> str:
    """The particle at the head of a word («بجهود», «للحكومة»), where it is not part of the word."""
    if word.startswith(("لل", "بال", "كال")) and len(word) > 5:
        return word[0]
    if len(word) > 4 and word[0] in "بل" and not word.startswith(book().whole):
        return word[0]
    return ""
