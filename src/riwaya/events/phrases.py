"""The named phrases of a sentence: who is named in one breath, and what brings them in.

A phrase is *bare* (subject, object or genitive) or *brought in* by a preposition, its own or attached to the name.
"""

from __future__ import annotations

from dataclasses import dataclass

from riwaya.events.line import Line, Named
from riwaya.events.rules import book
from riwaya.events.triggers import Trigger
from riwaya.model import MentionType
from riwaya.remembered import remembered

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
        """Whether no particle stands between the trigger and the phrase: it is governed directly."""
        return not self.intro or self.at < trigger.first


@dataclass(frozen=True, slots=True, eq=False)
class Around:
    """What stands around a trigger: the named phrases of its sentence, the tokens of other verbs."""

    phrases: tuple[Phrase, ...]
    verbs: frozenset[int]


def phrases_of(line: Line, weak: bool = False) -> tuple[Phrase, ...]:
    """The named phrases of a sentence, left to right; with `weak`, adjectives of states as well."""
    found: list[Phrase] = []
    for k, name in enumerate(line.named):
        if name.weak and not weak:
            continue
        before = found[-1] if found else None
        follower = line.named[k + 1] if k + 1 < len(line.named) else None
        if before is not None and _joined(line, before, name, follower):
            head = before.names
            if _apposed(line, before, name):
                head = head[:-1]
            found[-1] = Phrase((*head, k), before.intro, before.at, before.first, name.last)
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
    if not between and before.first and is_verb(line, before.first - 1):
        return False  # «تتهم السلطات فلانا»: subject and object
    if any(line.tokens[i].text in book().victims or _tells(line.tokens[i].text) for i in between):
        return False  # «أعدمت بنما المعارض فلانا», «رفضت بنما دعوة فلان»
    return not any(breaks(line, i) or line.stems[i] & book().prepositions for i in between)


def _tells(word: str) -> bool:
    """Whether a word may tell an event and is no title."""
    return word in book().forms and word not in book().titles


def _coordinated(line: Line, before: Phrase, name: Named, follower: Named | None) -> bool:
    between = range(before.last, name.first)
    if len(between) > 4 or any(line.stems[i] & book().prepositions or breaks(line, i) for i in between):
        return False
    first = between.start if between else name.first
    word = line.tokens[first].text
    listed = follower is not None and follower.clitic.startswith("و") and follower.first == name.last
    alike = name.mention.type is line.named[before.names[-1]].mention.type
    comma = "،" in line.gaps[name.first] and not between and listed and alike
    joins = word.startswith("و") and (_and(word) if first < name.first else name.clitic.startswith("و"))
    return (joins or comma) and not any(is_verb(line, i) for i in between)


def _and(word: str) -> bool:
    """Whether the «و» that a word begins with joins it: not that of «وزير»."""
    return not word.startswith(tuple(book().waw))


def _intro(line: Line, name: Named, before: Phrase | None) -> tuple[str, int]:
    """The particle that brings a name in, and its token; empty where none does."""
    clitic = name.clitic.lstrip("وف")
    if clitic[:1] in ("ب", "ل", "ك"):
        return clitic[0], name.first
    low = max(before.last if before is not None else 0, name.first - 6)
    for i in range(name.first - 1, low - 1, -1):
        word = line.tokens[i].text
        if word in ("باسم", "باسمها") or (word == "من" and i and line.tokens[i - 1].text in ("كل", "كلا")):
            continue
        if breaks(line, i) or (is_verb(line, i) and not line.stems[i] & book().prepositions):
            return "", 0
        particle = _particle(line, name, i)
        if particle and (particle in book().doers or _governs(line, name, i)):
            return particle, i
    return "", 0


def _particle(line: Line, name: Named, i: int) -> str:
    """The particle that token `i` is or carries."""
    word = line.tokens[i].text
    if word in ("قبل", "جانب", "يد") and i:
        pair = f"{line.tokens[i - 1].text} {word}"
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
    if name.mention.type is not MentionType.PER or i == name.first - 1:
        return True
    head = i + 1 if line.tokens[i].text in book().prepositions else i
    return bool(line.stems[head] & book().titles)


def attached(word: str) -> str:
    """The particle at the head of a word («بجهود», «للحكومة»), where it is not part of the word."""
    if word.startswith(("لل", "بال", "كال")) and len(word) > 5:
        return word[0]
    if len(word) > 4 and word[0] in "بل" and not word.startswith(tuple(book().whole)):
        return word[0]
    return ""


def is_verb(line: Line, i: int) -> bool:
    """Whether a token may be a finite verb that tells an event."""
    return finite(line.tokens[i].text)


@remembered(65536)
def finite(word: str) -> bool:
    """Whether a folded word may be such a verb."""
    return any(s.kind == "verb" and s.tense != "participle" for s in book().forms.get(word.lstrip("و"), ()))


def breaks(line: Line, i: int) -> bool:
    """Whether a clause begins at a token."""
    gap = line.gaps[i]
    return line.tokens[i].text in book().clause or ":" in gap or "؛" in gap
