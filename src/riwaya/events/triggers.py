"""Triggers: the words of a sentence that tell an event, and how they tell it.

`find_triggers(line)` looks every token up in the rule book, keeps the senses whose company (words
before and after) fits, and decides between verb and verbal noun by what stands before.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from riwaya.events.line import Line
from riwaya.events.people import counts_people, is_counted
from riwaya.events.rules import Rule, Sense, book

_TITLED = 4  # words of a title and the name behind it
_PARTING = frozenset('.:؛"')  # marks over which no light verb has its object


@dataclass(frozen=True, slots=True, eq=False)
class Trigger:
    """Tokens `first:last` of `line` tell an event of `rule`; `start:end` are page offsets.

    `kind` is verb, noun, phrase or statement; `tense` of verbs; `pronoun` is an attached one;
    `future` is true of «سـ»; `passive` where the word is written so («اغتيل», «قُتل»)."""

    line: Line
    rule: Rule
    first: int
    last: int
    start: int
    end: int
    kind: str
    tense: str = ""
    pronoun: str = ""
    article: bool = False
    future: bool = False
    passive: bool = False


def find_triggers(line: Line) -> Iterator[Trigger]:
    """The triggers of a sentence, left to right, none overlapping."""
    done = 0
    for i, known in enumerate(line.known):
        if not known.tells or i < done or line.at[i] is not None:
            continue  # most words
        trigger = _phrase_at(line, i) or _word_at(line, i)
        if trigger is not None:
            yield trigger
            done = trigger.last


def _phrase_at(line: Line, i: int) -> Trigger | None:
    for opening in line.known[i].openings:
        words, rule, last = opening.words, opening.rule, i + len(opening.words)
        if last > len(line.tokens):
            continue
        if all(w in line.stems[i + k] for k, w in enumerate(words) if k) and _company(line, rule, i, last):
            return Trigger(line, rule, i, last, _start(line, i, opening.stem), line.tokens[last - 1].end, "phrase")
    return None


def _word_at(line: Line, i: int) -> Trigger | None:
    word = line.words[i]
    if line.tokens[i].is_number or word in book().never:
        return None
    if is_counted(line, i):
        return None
    nominal = None
    for reading in line.known[i].readings:
        cut = reading.cut
        if cut.enclitic and line.is_closed(i):
            continue
        for sense in reading.senses:
            if sense.kind == "verb" and not _verb_cut(cut.proclitics, cut.article, sense):
                continue
            if sense.kind == "noun" and "س" in cut.proclitics:
                continue
            if nominal is None:
                nominal = _nominal(line, i, cut.article, cut.proclitics)
            if (sense.kind == "noun") != nominal and reading.both:
                continue
            if sense.tense == "present" and not cut.proclitics and i and line.words[i - 1] in book().nominal:
                continue
            if sense.kind == "verb" and nominal and sense.tense == "past" and cut.proclitics[-1:] != ("ف",):
                continue
            if not _company(line, sense.rule, i, i + 1):
                continue
            start = line.tokens[i].start + (cut.prefix_length if cut.proclitics or cut.article else 0)
            end = line.tokens[i].end
            return Trigger(
                line, sense.rule, i, i + 1, min(start, end - 1), end, sense.kind, sense.tense,
                cut.enclitic, cut.article, "س" in cut.proclitics, sense.passive or _marked(line, i, sense),
            )  # fmt: skip
    return None


def _marked(line: Line, i: int, sense: Sense) -> bool:
    """Whether the damma of a passive is written on a past verb; on a present one it says nothing («يُعلن»)."""
    return sense.kind == "verb" and sense.tense == "past" and line.is_passive(i)


def _verb_cut(proclitics: tuple[str, ...], article: bool, sense: Sense) -> bool:
    if article:
        return sense.tense == "participle"
    if "ب" in proclitics or "ك" in proclitics:
        return False
    if sense.rule.future and "س" not in proclitics:
        return False
    return not ("س" in proclitics or "ل" in proclitics) or sense.tense == "present"


def _nominal(line: Line, i: int, article: bool, proclitics: tuple[str, ...]) -> bool:
    """Whether a form that may be a past verb or a verbal noun is the noun here."""
    if article or "ب" in proclitics or "ل" in proclitics or "ك" in proclitics:
        return True
    if i == 0 or "و" in proclitics or "ف" in proclitics:
        return False
    before = line.stems[i - 1]
    if before & book().prepositions or line.words[i - 1] in book().light:
        return line.words[i - 1] not in book().opens
    if not before.isdisjoint(_leading()) or line.words[i - 1].removeprefix("و") in book().intends:
        return True
    return _announced(line, i)


@cache
def _leading() -> frozenset[str]:
    """The words right behind which a form is the noun."""
    cues = book().cues
    return cues["told"] | cues["since"] | cues["topic"]


def _announced(line: Line, i: int) -> bool:
    """«أعلنت بريطانيا، الأربعاء، طرد ...», «تلقت بريطانيا طلبا ...»: a light verb whose object has not come yet."""
    for j in range(i - 1, max(-1, i - 8), -1):
        if line.words[j] in book().clause or not _PARTING.isdisjoint(line.gaps[j + 1]):
            return False
        if not line.stems[j].isdisjoint(_light()) or line.words[j].removeprefix("و") in book().intends:
            return True
    return False


@cache
def _light() -> frozenset[str]:
    return book().cues["told"] | book().receives


def _company(line: Line, rule: Rule, first: int, last: int) -> bool:
    if rule.unwanted and line.any(first - 2, last + 4, rule.unwanted):
        return False
    if rule.hurts and line.once("triggers.mishap", _is_mishap):
        return False
    if rule.wanted and line.any(last, last + rule.reach, rule.wanted):
        return True
    if rule.after and line.any(first - 3, first, rule.after):
        return True
    if rule.people and counts_people(line, last, last + rule.reach):
        return True
    if rule.names and (at := _name_behind(line, last)) is not None:
        return line.named[at].mention.type in rule.names
    return not (rule.wanted or rule.after)


def _name_behind(line: Line, i: int) -> int | None:
    """The name right at token `i`, or behind the title of whoever bears it («يزور المستشار النرويجي فلان»)."""
    end = min(len(line.tokens), i + _TITLED)
    while i < end and (line.words[i] in book().titles or (line.at[i] is not None and line.named[line.at[i] or 0].weak)):
        i += 1
    at = line.at[i] if i < end else None
    return None if at is None or line.named[at].weak else at


def _is_mishap(line: Line) -> bool:
    """Whether a sentence tells of an accident and of no attack."""
    return line.any(0, len(line.tokens), book().mishaps) and not is_violent(line)


def is_violent(line: Line) -> bool:
    """Whether a sentence tells of an attack, by which people may have come to harm beside an accident."""
    return line.any(0, len(line.tokens), book().violence)


def _start(line: Line, i: int, stem: str) -> int:
    token = line.tokens[i]
    return (
        token.start + max(0, len(token.text) - len(stem)) if token.end - token.start == len(token.text) else token.start
    )


def is_definite(trigger: Trigger) -> bool:
    """Whether a noun names a happening that is known: by ال, by the day after it («هجوم الثلاثاء»), or, of what nobody
    does, by a pronoun or a defined genitive («تصادمها», «تحطم الطائرة»)."""
    line, i = trigger.line, trigger.last
    if trigger.article or by_day(line, i):
        return True
    if not trigger.rule.happens:
        return False
    led = i < len(line.tokens) and line.gaps[i] == " " and line.words[i].startswith("ال")
    return bool(trigger.pronoun) or (led and line.at[i] is None)


def by_day(line: Line, i: int) -> bool:
    """Whether token `i` is a day that makes the noun right before it definite."""
    return i < len(line.tokens) and line.gaps[i] == " " and line.words[i] in book().days
