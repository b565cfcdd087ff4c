"""What has been told is told again by a definite noun: «التصادم الذي وقع فجر أمس», «هجوم الثلاثاء», «الحادث».

Such a noun brings no happening of its own. `own_day` says whether the date beside a trigger is that of what it tells or
of another verb of its sentence («استدعت اليوم السفير بعد تصادم ...»), `days_agree` whether two tellings may be of one
day, `recalls` finds nouns that need the company of other words to tell anything («الحادث») and `told_before` the
telling that one of them recalls, if there is exactly one happening that it can mean.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from riwaya.events.line import Line
from riwaya.events.rules import book
from riwaya.events.telling import ON_A_DAY, Told
from riwaya.events.triggers import Trigger, by_day, is_definite
from riwaya.model import When
from riwaya.remembered import remembered

BACK = 3  # sentences over which a definite noun refers back without a day
_NEAR = 8  # words between a noun and its own day
_FAR = 14  # words of a verb's or a relative clause in which its day stands
_LATER = 10  # days after a happening on which it is still reported
_AHEAD = 3  # words between a day and the trigger that it opens


def own_day(one: Told) -> bool:
    """Whether the date that stands nearest is surely that of the telling itself."""
    date, line, trigger = one.date, one.trigger.line, one.trigger
    if date is None:
        return False
    first = next((i for i, t in enumerate(line.tokens) if t.end > date.span.start), len(line.tokens))
    last = next((i for i, t in enumerate(line.tokens) if t.start >= date.span.end), len(line.tokens))
    if last <= trigger.first:
        near = trigger.first - last <= _AHEAD and not line.any(
            last, trigger.first, book().cues["since"] | book().clause
        )
        return near and (trigger.kind == "verb" or first <= 1 or line.any(first - _NEAR, first, book().occurs))
    return trigger.last <= first and _reaches(line, trigger, first)


def _reaches(line: Line, trigger: Trigger, first: int) -> bool:
    """Whether nothing between a trigger and a date after it takes the date for itself."""
    occurs, relative = book().occurs, book().relative
    opened = start = 0
    for i in range(trigger.last, first):
        word = line.words[i]
        if word in relative:
            opened, start = opened + 1, i
            if opened > 1 or not _belongs(line, trigger, i) or line.stems[i + 1].isdisjoint(occurs):
                return False
        elif _closes(line, i, trigger.last) or (
            line.at[i] is None and i in line.verbs and line.stems[i].isdisjoint(occurs)
        ):
            return False
    return first - (start or trigger.last) <= (_FAR if opened or trigger.kind == "verb" else _NEAR)


def _belongs(line: Line, trigger: Trigger, i: int) -> bool:
    """Whether the relative pronoun at token `i` may go on with what the trigger names: they agree in gender, and a
    far one is parted from the names between by a comma."""
    feminine = line.words[trigger.last - 1].endswith(("ه", "ات"))
    fits = i + 1 < len(line.tokens) and (line.words[i] == "التي") == feminine
    return fits and (i - trigger.last <= _AHEAD or (i - trigger.last <= _FAR and "،" in line.gaps[i]))


def _closes(line: Line, i: int, after: int) -> bool:
    return i in line.clauses or ("،" in line.gaps[i] and i > after)


def days_agree(a: Told, b: Told) -> bool:
    """Whether two tellings may be of one day. A definite noun tells again what has its day elsewhere: only a day of its
    own can part it from a telling, and a telling that shows but the later day of something else does not part it."""
    if a.when is None or b.when is None or a.when.overlaps(b.when):
        return True
    early, late = (a, b) if a.order < b.order else (b, a)
    known = late.trigger.kind == "noun" and is_definite(late.trigger)
    if not known or not (a.rule is b.rule or may_be_called(late, early)):
        return False
    return not own_day(late) or (not own_day(early) and _told_after(late.when, early.when))


def _told_after(own: When | None, other: When | None) -> bool:
    """Whether one day may be that of a report on what happened on the other: a few days later, not years."""
    if own is None or other is None or own.start is None or other.start is None:
        return False
    if own.precision not in ON_A_DAY or other.precision not in ON_A_DAY:
        return False
    return 0 <= (other.start - own.start).days <= _LATER


def dating(whole: Sequence[Told]) -> Sequence[Told]:
    """The tellings of a happening that may date it: not those beside the day of something else, where that shows."""
    kept = [t for t in whole if own_day(t) or (t.again is None and not any(_strays(t, o) for o in whole if o is not t))]
    return kept or whole


def _strays(one: Told, other: Told) -> bool:
    """Whether a telling without a day of its own shows another day than one that has it or stands before it."""
    firm = other.order < one.order or own_day(other)
    return firm and one.when is not None and other.when is not None and not one.when.overlaps(other.when)


def other_kind(a: Told, b: Told) -> bool:
    """Whether what nobody does is told in words of two kinds: no stranding is a collision."""
    if not (a.rule.happens and b.rule.happens) or a.again is not None or b.again is not None:
        return False
    return kind_word(a) != kind_word(b)


def kind_word(one: Told) -> str:
    """What is common to the words that tell a kind of accident; of «ضرب زلزال», «اندلع حريق» the noun's."""
    line, at = one.trigger.line, one.trigger.first
    if one.trigger.kind == "verb":
        named = book().recalling - one.rule.called
        after = (line.stems[i] & named for i in range(at + 1, min(len(line.tokens), at + 1 + _AHEAD)))
        noun = next((min(found) for found in after if found), None)
        if noun is not None:
            return root(noun)
    cut = line.known[at].recalling
    return root(cut.stem if cut is not None else line.words[at])


def same_day(a: Told, b: Told) -> bool:
    """Whether two tellings show the same day, each as its own."""
    return a.when is not None and b.when is not None and a.when.overlaps(b.when) and own_day(a) and own_day(b)


@dataclass(frozen=True, slots=True, eq=False)
class Recall:
    """A definite noun at token `at` that tells nothing by itself; `start` is a page offset."""

    line: Line
    at: int
    stem: str
    start: int
    article: bool


def may_be_called(late: Told, early: Told) -> bool:
    """Whether the noun of a later telling is a name for what the earlier rule tells («الهجوم» for «فجر نفسه»)."""
    line, at = late.trigger.line, late.trigger.first
    return not line.stems[at].isdisjoint(early.rule.called)


def recalls(line: Line, triggers: Sequence[Trigger]) -> Iterator[Recall]:
    """The nouns of a sentence that only recall: no triggers, definite, and what happenings are called."""
    for i, known in enumerate(line.known):
        cut = known.recalling
        if cut is None or line.at[i] is not None or not (cut.article or by_day(line, i + 1)):
            continue
        token = line.tokens[i]
        if not any(t.first <= i < t.last for t in triggers):
            lead = cut.prefix_length if token.end - token.start == len(token.text) else 0
            yield Recall(line, i, cut.stem, token.start + lead, cut.article)


def recall_of(one: Told) -> Recall | None:
    """A telling as a noun that only recalls, where it is no more than a name of its kind: «الحادث الذي وقع أمس»."""
    trigger, line = one.trigger, one.trigger.line
    if not one.rule.happens or trigger.kind != "noun" or not is_definite(trigger):
        return None
    cut = line.known[trigger.first].recalling
    if cut is None or cut.stem not in one.rule.called:
        return None
    return Recall(line, trigger.first, cut.stem, trigger.start, trigger.article)


def told_before(recall: Recall, told: Sequence[Told]) -> Told | None:
    """The telling, of those before it, that a noun recalls: the last one that may be called so, where none of another
    happening may be meant as well."""
    line = recall.line
    before = [t for t in told if t.trigger.start < recall.start and t.trigger.line.index <= line.index]
    meant = [
        t for t in before if not recall_of(t) and _called(t, recall.stem) and t.status == "happened" and not t.supposed
    ]
    if not meant or line.index - meant[-1].trigger.line.index > BACK:
        return None
    last = meant[-1]
    near = [t for t in meant if last.trigger.line.index - t.trigger.line.index <= BACK]
    return last if all(t is last or _one(t, last) for t in near) else None


def _called(one: Told, stem: str) -> bool:
    """Whether a happening may be called so: by a name of its kind, by a noun of its sentence or that of its verb."""
    if not one.rule.called:
        return False
    line = one.trigger.line
    verb = line.words[one.trigger.first]
    if stem in one.rule.called or not one.rule.happens:
        return stem in one.rule.called
    return line.any(0, len(line.tokens), frozenset((stem,))) or root(stem) == root(verb)


@remembered(4096)
def root(word: str) -> str:
    """What verb and verbal noun share («اصطدمت», «الاصطدام», «تصادم»), roughly: the letters but the weak ones, feminine
    ending and stem's ت, طاء after صاد."""
    bare = re.sub(r"^و?(?:ال)?|(?<=...)[تهنا]+$", "", word)
    return re.sub(r"^ت|[اويىء]", "", bare.replace("صط", "ص"))


def _one(a: Told, b: Told) -> bool:
    """Whether two tellings that may be called alike are not two happenings to choose from."""
    return (
        a.title
        or b.title
        or a.trigger.line is b.trigger.line
        or (a.rule is b.rule and days_agree(a, b) and not other_kind(a, b))
    )
