"""Triggers: the words of a sentence that tell an event, and how they tell it.

`find_triggers(line)` looks every token up in the rule book, keeps the senses whose company (words
before and after) fits, and decides between verb and verbal noun by what stands before. `status_of`
says whether the words tell it as done, denied, planned, alleged, or merely suppose it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from riwaya.events.line import Line
from riwaya.events.rules import Rule, Sense, book
from riwaya.remembered import remembered
from riwaya.text import Cut, split_clitics
from riwaya.text.stems import stems


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
    for i, token in enumerate(line.tokens):
        if i < done or line.at[i] is not None or not _telling(token.text):
            continue
        trigger = _phrase_at(line, i) or _word_at(line, i)
        if trigger is not None:
            yield trigger
            done = trigger.last


@remembered(65536)
def _telling(word: str) -> bool:
    """Whether a word may be a trigger, or the first of a phrase that is one; most words are not."""
    return bool(_readings(word)) or not book().phrases.keys().isdisjoint(stems(word))


def _phrase_at(line: Line, i: int) -> Trigger | None:
    phrases = book().phrases
    # the least cut first: a set has another order in each process
    for stem in sorted((s for s in line.stems[i] if s in phrases), key=lambda s: (-len(s), s)):
        for words, rule in phrases[stem]:
            last = i + len(words)
            if last > len(line.tokens):
                continue
            if all(w in line.stems[i + k] for k, w in enumerate(words) if k) and _company(line, rule, i, last):
                return Trigger(line, rule, i, last, _start(line, i, stem), line.tokens[last - 1].end, "phrase")
    return None


def _word_at(line: Line, i: int) -> Trigger | None:
    word = line.tokens[i].text
    if line.tokens[i].is_number or word in book().never:
        return None
    nominal = None
    for cut, senses in _readings(word):
        if cut.enclitic and i in line.closed:
            continue
        for sense in senses:
            if sense.kind == "verb" and not _verb_cut(cut.proclitics, cut.article, sense):
                continue
            if sense.kind == "noun" and "س" in cut.proclitics:
                continue
            if nominal is None:
                nominal = _nominal(line, i, cut.article, cut.proclitics)
            if (sense.kind == "noun") != nominal and _both(cut.stem):
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
    return sense.kind == "verb" and sense.tense == "past" and i in line.dammas


@remembered(65536)
def _readings(word: str) -> tuple[tuple[Cut, tuple[Sense, ...]], ...]:
    """The ways to cut a word of which a trigger remains, with what it may be; most words have none."""
    forms = book().forms
    return tuple((cut, forms[cut.stem]) for cut in split_clitics(word) if cut.stem in forms)


def _both(form: str) -> bool:
    kinds = {s.kind for s in book().forms[form]}
    return len(kinds) == 2


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
    if before & book().prepositions or line.tokens[i - 1].text in book().light:
        return line.tokens[i - 1].text not in book().opens
    if any(before & book().cues[name] for name in ("told", "since", "topic")):
        return True
    return _announced(line, i)


def _announced(line: Line, i: int) -> bool:
    """«أعلنت بريطانيا، الأربعاء، طرد ...», «تلقت بريطانيا طلبا ...»: a light verb whose object has not come yet."""
    for j in range(i - 1, max(-1, i - 8), -1):
        if line.tokens[j].text in book().clause or any(c in line.gaps[j + 1] for c in '.:؛"'):
            return False
        if line.stems[j] & book().cues["told"] or line.stems[j] & book().receives:
            return True
    return False


def _company(line: Line, rule: Rule, first: int, last: int) -> bool:
    if rule.unwanted and line.any(first - 2, last + 4, rule.unwanted):
        return False
    if rule.hurts and line.any(0, len(line.tokens), book().mishaps) and not is_violent(line):
        return False
    if rule.wanted and line.any(last, last + rule.reach, rule.wanted):
        return True
    if rule.after and line.any(first - 3, first, rule.after):
        return True
    return not (rule.wanted or rule.after)


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
    led = i < len(line.tokens) and line.gaps[i] == " " and line.tokens[i].text.startswith("ال")
    return bool(trigger.pronoun) or (led and line.at[i] is None)


def by_day(line: Line, i: int) -> bool:
    """Whether token `i` is a day that makes the noun right before it definite."""
    return i < len(line.tokens) and line.gaps[i] == " " and line.tokens[i].text in book().days


def status_of(trigger: Trigger) -> tuple[str, bool]:
    """How the event is told: happened, denied, planned or alleged; and whether it is only supposed."""
    line, i, cues = trigger.line, trigger.first, book().cues
    words = cues["supposed"]
    supposed = line.any(i - 3, i, words - {"قد"})
    if trigger.tense == "present" and i and line.tokens[i - 1].text in ("قد", "وقد"):
        supposed = True
    if line.any(i - (1 if trigger.kind == "verb" else 2), i, cues["denied"]) or line.any(i - 3, i, book().governing):
        return "denied", supposed
    if trigger.future or line.any(i - 3, i, cues["planned"]) or line.any(trigger.last, trigger.last + 3, cues["soon"]):
        return "planned", supposed
    if line.any(i - 3, trigger.last + 2, cues["alleged"] - stems(line.tokens[i].text)):
        return "alleged", supposed
    return "happened", supposed
