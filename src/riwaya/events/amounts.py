"""Quantities: how many were killed, hurt, held, spent, with the words that say so.

A number counts the noun after it. Of people it counts what was done to them: «مقتل سبعة نازحين» are dead, and a part
(«بينهم طفلان») is not the number of all.
"""

from __future__ import annotations

from riwaya.events.line import Line
from riwaya.events.people import is_people
from riwaya.events.rules import book
from riwaya.events.triggers import Trigger
from riwaya.model import Quantity, Span
from riwaya.text.numbers import Number, is_dual
from riwaya.text.states import demonyms
from riwaya.text.stems import stems

_REACH = 14
_REACH_BACK = 8
_REACH_OF_ACCIDENT = 26
_BESIDE = 4  # words between what became of people and their number
_BETWEEN, _UP_TO = ("بين",), ("الي", "حتي")
_DUAL = 5  # letters of the shortest dual
_PEOPLE = ("persons", "troops", "protesters", "displaced", "detained")  # of whom the event says what became
UNSAID = frozenset(_PEOPLE)
"""What counts people without saying what became of them."""
_COUNTED = frozenset(("killed", "injured", "detained", "persons", "troops", "diplomats"))
_PART = 3  # words between «بينهم», «بما في ذلك» and the number of a part
_JOINED = 3  # words between the parts of a row
_NEAR = 6  # words between a deed and two people who are told by the dual of their noun
_YEARS = range(1900, 2100)
_OF_THEM = frozenset(("منهم", "منهن"))


def amounts_of(trigger: Trigger, page: str, stops: frozenset[int]) -> tuple[Quantity, ...]:
    """The quantities told with `trigger`: in the words around it, up to the next trigger."""
    line = trigger.line
    harm = casualties(line) if trigger.rule.happens else frozenset()
    low, high = _window(trigger, stops - harm)
    found: list[Quantity] = []
    taken = -1
    own = harm or _deed(trigger, trigger.first, harm)
    for number in line.numbers:
        if low <= number.first and number.last <= high:
            deed = _deed(trigger, number.first, harm)
            quantity = _counted(line, number, deed, page) or _bare(trigger, number, deed, page)
            if quantity is not None and not _left_out(trigger, quantity, number.first):
                found.append(quantity)
                taken = number.last
    for i, what in line.once("amounts.duals", _duals):
        if max(low, taken) <= i < high:
            span = Span(page, line.tokens[i].start, line.tokens[i].end)
            quantity = Quantity(_meant(what, _deed(trigger, i, harm)), 2.0, "exact", span)
            if not _left_out(trigger, quantity, i):
                found.append(quantity)
    for i in line.once("amounts.pairs", _pairs) if own else ():
        deed = _deed(trigger, i, harm)
        if deed and trigger.last <= i < min(high, trigger.last + _NEAR) and _governed(trigger, i):
            found.append(Quantity(deed, 2.0, "exact", Span(page, line.tokens[i].start, line.tokens[i].end)))
    return tuple(q for q in found if q.what != "persons" or trigger.rule.type != "NONE")


def _deed(trigger: Trigger, i: int, harm: frozenset[int]) -> str:
    """What became of people who are counted at token `i`, or empty."""
    rule = _harm(trigger.line, i, harm)
    word = trigger.line.words[trigger.first].removeprefix("و")
    if not rule and trigger.kind == "verb" and word in book().stabs:
        return "injured"
    return book().persons.get(rule or trigger.rule.id, "")


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


def _left_out(trigger: Trigger, quantity: Quantity, i: int) -> bool:
    """Whether a number of people at token `i` is of a part of them, or of others than those whom a verbal noun behind
    it tells of («18 قتيلا في مركز احتجاز»)."""
    deed = book().persons.get(trigger.rule.id, "")
    if quantity.what not in UNSAID and quantity.what != deed:
        return False
    before = i < trigger.first and trigger.kind == "noun" and trigger.rule.of == "patient"
    return (bool(deed) and before) or _is_part(trigger.line, i)


def _is_part(line: Line, i: int) -> bool:
    """Whether those counted at token `i` are a part of those counted before: «بينهم ثلاث نساء وأربعة أطفال»."""
    for k in range(i - 1, max(-1, i - 1 - _PART), -1):
        if line.known[k].harms or k in line.verbs:  # «بينهم طفلان، وإصابة 15»
            return False
        if line.words[k] in book().among:
            return True
    if not line.words[i].startswith("و") and not (i and line.words[i - 1] == "و"):
        return False
    row = [n.first for n in line.numbers if i - _JOINED <= n.last <= i and n.first < i]
    return bool(row) and _is_part(line, row[-1])


def _counted(line: Line, number: Number, deed: str, page: str) -> Quantity | None:
    for i in range(number.last, min(number.last + 2, len(line.tokens))):
        word = line.words[i]
        what = next((book().amounts[s] for s in sorted(stems(word)) if s in book().amounts), None)
        if what is None and (i == number.last or line.words[i - 1] == "من") and is_people(word):
            what = "persons"
        if what is None and deed and i == number.last and word in book().households:
            written = line.source[line.tokens[i].start : line.tokens[i].end]
            return Quantity(deed, number.value, number.bound, _span(line, number.first, i, page), written)
        if what is None:
            if word != "من" and not line.stems[i].isdisjoint(book().prepositions):
                return None  # «ثلاثة في غارة»
            continue
        unit = word if what == "money" else None
        least = _least_of_range(line, number)
        if least is not None:  # «بين 10 و15 عاملا»: ten at least is all that is sure
            return Quantity(_meant(what, deed), least.value, "at_least", _span(line, least.first, i, page), unit)
        return Quantity(_meant(what, deed), number.value, number.bound, _span(line, number.first, i, page), unit)
    return None


def _span(line: Line, first: int, last: int, page: str) -> Span:
    return Span(page, line.tokens[first].start, line.tokens[last].end)


def _bare(trigger: Trigger, number: Number, deed: str, page: str) -> Quantity | None:
    """A number of people without a noun, right behind what became of them: «مقتل ثلاثة في غارة», «وإصابة العشرات»."""
    line, first, last = trigger.line, number.first, number.last
    if not deed or not 0 <= first - trigger.last <= 1 or number.value in _YEARS or number.value % 1:
        return None
    if first > trigger.last and line.stems[first - 1] & book().prepositions - trigger.rule.to:
        return None
    if last < len(line.tokens):
        gap, word = line.gaps[last], line.words[last]
        closed = word in book().among or not line.stems[last].isdisjoint(book().prepositions) or last in line.clauses
        if "%" in gap or "٪" in gap or not (closed or gap.strip() or word.startswith("و")):
            return None
    elif "%" in line.tail or "٪" in line.tail:
        return None
    end = last if last < len(line.tokens) and line.words[last] in _OF_THEM else last - 1
    return Quantity(deed, number.value, number.bound, _span(line, first, end, page))


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


def _meant(what: str, deed: str) -> str:
    return deed or what if what in _PEOPLE else what


def _duals(line: Line) -> tuple[tuple[int, str], ...]:
    """The tokens that are a dual of who or what is counted, and what that is."""
    return tuple((i, what) for i, word in line.once("amounts.dual", _in_dual) if (what := _dual(word)) is not None)


def _in_dual(line: Line) -> list[tuple[int, str]]:
    return [(i, word) for i, word in enumerate(line.words) if word.endswith(("ين", "ان")) and len(word) >= _DUAL]


def _dual(word: str) -> str | None:
    for cut in (word, word[1:]):
        for singular in (cut[:-2], cut[:-3] + "ه" if cut[-3:-2] == "ت" else ""):
            what = book().amounts.get(singular)
            if what in _COUNTED and is_dual(cut, singular):
                return what if cut not in book().amounts else None
    return None


def _pairs(line: Line) -> tuple[int, ...]:
    """The duals of other nouns of people («رهينتين», «معلمان»), and of states («سوريان»), where none stands before them
    whose adjective they are."""
    found = [i for i, word in line.once("amounts.dual", _in_dual) if _dual(word) is None and _is_pair(word)]
    return tuple(i for i in found if not i or not (line.words[i - 1].endswith(("ين", "ان", "تا")) or _ends(line, i)))


def _governed(trigger: Trigger, i: int) -> bool:
    """Whether two people told at token `i` suffer the deed: nothing between brings them in for another reason."""
    line, between = trigger.line, range(trigger.last, i)
    stops = book().prepositions - trigger.rule.to
    apart = any(k in line.clauses or k in line.verbs or line.stems[k] & stops for k in between)
    return not apart and not _is_part(line, i)


def _ends(line: Line, i: int) -> bool:
    return any(n.last in (i, i + 1) for n in line.numbers)


def _is_pair(word: str) -> bool:
    people = book().people
    if word in people or word in book().amounts:
        return False
    if word.endswith("ان") and word[:-2] in demonyms():
        return True
    return any(s in people and is_dual(word, s) for s in (word[:-2], word[:-3] + "ه" if word[-3:-2] == "ت" else ""))
