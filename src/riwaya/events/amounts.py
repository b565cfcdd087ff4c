"""Quantities: how many were killed, hurt, held, spent, with the words that say so."""

from __future__ import annotations

from riwaya.events.line import Line
from riwaya.events.rules import book
from riwaya.events.triggers import Trigger
from riwaya.model import Quantity, Span
from riwaya.text.numbers import Number, is_dual
from riwaya.text.stems import stems

_REACH = 14
_REACH_BACK = 8
_REACH_OF_ACCIDENT = 26
_BESIDE = 4  # words between what became of people and their number
_BETWEEN, _UP_TO = ("بين",), ("الي", "حتي")
_DUAL = 5  # letters of the shortest dual
_PEOPLE = ("persons", "troops", "protesters")  # of whom the event says what became


def amounts_of(trigger: Trigger, page: str, stops: frozenset[int]) -> tuple[Quantity, ...]:
    """The quantities told with `trigger`: in the words around it, up to the next trigger."""
    line = trigger.line
    harm = casualties(line) if trigger.rule.happens else frozenset()
    low, high = _window(trigger, stops - harm)
    found: list[Quantity] = []
    taken = -1
    for number in line.numbers:
        if low <= number.first and number.last <= high:
            quantity = _counted(line, number, _harm(line, number.first, harm) or trigger.rule.id, page)
            if quantity is not None:
                found.append(quantity)
                taken = number.last
    for i, what in line.once("amounts.duals", _duals):
        if max(low, taken) <= i < high:
            span = Span(page, line.tokens[i].start, line.tokens[i].end)
            found.append(Quantity(_meant(what, _harm(line, i, harm) or trigger.rule.id), 2.0, "exact", span))
    return tuple(q for q in found if q.what != "persons" or trigger.rule.type != "NONE")


def _harm(line: Line, i: int, harm: frozenset[int]) -> str:
    """The rule of the word that says what became of those counted at token `i`, where an accident's tellings say so:
    «أسفر التصادم عن مقتل ثلاثة بحارة وإصابة 11 آخرين»."""
    near = [k for k in harm if i - _BESIDE <= k < i]
    if not near:
        return ""
    senses = book().forms.get(line.words[max(near)].removeprefix("و"), ())
    return next((s.rule.id for s in senses if s.rule.id in book().persons), "")


def casualties(line: Line) -> frozenset[int]:
    """The tokens that say what became of people («وإصابة»), whether they are triggers in their company or not; none in
    a sentence without a number."""
    found = frozenset([i for i, known in enumerate(line.known) if known.harms])
    return found if found and line.numbers else frozenset()


def _window(trigger: Trigger, stops: frozenset[int]) -> tuple[int, int]:
    line, low, high = trigger.line, trigger.first, trigger.last
    if not line.words[low].startswith("و") or trigger.start == line.tokens[low].start:  # nothing joins it
        low = max(0, low - _REACH_BACK, *(stop + 1 for stop in stops if stop < low))
    reach = _REACH if not trigger.rule.happens else _REACH_OF_ACCIDENT  # «الذي وقع ... قبالة الساحل، عن مقتل ثلاثة»
    return low, min(len(line.tokens), high + reach, *(stop for stop in stops if stop >= high))


def _counted(line: Line, number: Number, rule: str, page: str) -> Quantity | None:
    for i in range(number.last, min(number.last + 2, len(line.tokens))):
        what = next((book().amounts[s] for s in sorted(stems(line.words[i])) if s in book().amounts), None)
        if what is None:
            continue
        unit = line.words[i] if what == "money" else None
        least = _least_of_range(line, number)
        if least is not None:  # «بين 10 و15 عاملا»: ten at least is all that is sure
            span = Span(page, line.tokens[least.first].start, line.tokens[i].end)
            return Quantity(_meant(what, rule), least.value, "at_least", span, unit)
        span = Span(page, line.tokens[number.first].start, line.tokens[i].end)
        return Quantity(_meant(what, rule), number.value, number.bound, span, unit)
    return None


def _least_of_range(line: Line, number: Number) -> Number | None:
    """The smaller end of the range whose greater end `number` is: «بين 10 و15», «20 إلى 30»."""
    for other in line.numbers:
        if number.first - other.last != 1 or other.value >= number.value:
            continue
        joint = line.words[other.last]
        led = other.first > 0 and line.words[other.first - 1] in _BETWEEN
        if joint in _UP_TO or (joint == "و" and led):
            return other
    return None


def _meant(what: str, rule: str) -> str:
    return book().persons.get(rule, what) if what in _PEOPLE else what


def _duals(line: Line) -> tuple[tuple[int, str], ...]:
    """The tokens that are a dual of who or what is counted, and what that is."""
    ending = ((i, word) for i, word in enumerate(line.words) if word.endswith(("ين", "ان")) and len(word) >= _DUAL)
    return tuple((i, what) for i, word in ending if (what := _dual(word)) is not None)


def _dual(word: str) -> str | None:
    for cut in (word, word[1:]):
        for singular in (cut[:-2], cut[:-3] + "ه" if cut[-3:-2] == "ت" else ""):
            what = book().amounts.get(singular)
            if what in ("killed", "injured", "detained", "persons", "troops", "diplomats") and is_dual(cut, singular):
                return what if cut not in book().amounts else None
    return None
