"""Finding: the time expressions of an article, in its own words and offsets.

`find_dates` scans each passage once, resolves every expression against the publication and the
mentions before it, and gives `DateMention`s in reading order. `parse_date` reads one short line.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import cache

from riwaya.dates.expression import Expression, Found
from riwaya.dates.grammar import grammar
from riwaya.dates.quotes import TOLD, Quotes, Told, signature
from riwaya.dates.resolve import Answer, Scope, resolve
from riwaya.model import DateKind, DateMention, Precision, When
from riwaya.remembered import remembered
from riwaya.rules import load
from riwaya.text import Words, fold, fold_word, fold_words, split_sentences

_REMEMBERED = 12  # mentions kept for «حينها», «العام نفسه»
_LOOK_HERE = frozenset(("then", "shift_later"))  # operations that ask what the sentence itself has told
_UNKNOWN_KINDS = frozenset((DateKind.DATE, DateKind.TIME, DateKind.INTERVAL))


@remembered(512)  # who infers the day of an article asks just before whoever finds its dates
def find_expressions(text: str) -> tuple[Found, ...]:
    """The unresolved expressions of a folded text."""
    return tuple(grammar().find(text))


def find_dates(words: Words, anchor: When | None) -> tuple[DateMention, ...]:
    """The time expressions of an article's passages, title included, in reading order.

    `anchor` is its publication, a day or an interval; without it, what is relative stays
    unresolved (`when` is None).
    """
    mentions: list[DateMention] = []
    earlier: tuple[When, ...] = ()
    places: list[int] = []  # where in the page each of them stands
    for passage in words.passages:
        text = passage.folded.text
        quotes = Quotes(text)
        expressions = find_expressions(text)
        signed = signature(text, expressions)
        day = resolve(signed.expression, Scope(anchor)).when if signed is not None else None
        told: dt.date | None = None
        for found in expressions:
            own = day if found is not signed else None
            if own is None and anchor is not None:
                own = quotes.own_anchor(found.low)
            start, end = passage.folded.span(found.low, found.high)
            if not grammar().is_written(found, words.text(start, end)):
                continue
            here = 0
            if earlier and found.expression.op in _LOOK_HERE:
                opens = _sentence_of(text, found.low)
                here = sum(at >= passage.folded.span(opens, found.high)[0] for at in places)
            future = speaks_of_future(text, found.low)
            answer = resolve(found.expression, Scope(own or anchor, earlier, future, here, told))
            when, kind = answer.when, answer.kind
            told = _told(found, answer, told, text)
            note = answer.note or (f"said on {own.value}" if own else "")
            mentions.append(DateMention(words.span(start, end), kind, when, rule_of(found.expression), note))
            if when is not None and when.precision in TOLD and own is None:
                quotes.add(Told(found.low, found.high, when))
            if when is not None and when.bounded:
                earlier, places = (*earlier[-_REMEMBERED:], when), [*places[-_REMEMBERED:], start]
            elif when is None and kind in _UNKNOWN_KINDS:
                earlier, places = (), []  # «حينها» would mean this one, and nobody knows when it was
    return tuple(mentions)


def _told(found: Found, answer: Answer, told: dt.date | None, text: str) -> dt.date | None:
    """The day that a passage tells from after `found`: the one just given with its year, or after such a one without
    it. Any other day ends the tale, and «ولد في 3 مايو 1950» or «هجوم 3 مايو 2011» begins none; durations leave it."""
    if answer.kind is DateKind.DURATION:
        return told
    e, when = _inmost(found.expression), answer.when
    if e.op != "date" or when is None or when.precision is not Precision.DAY or e.text("lean"):
        return None
    told_on = told is not None if e.number("year") is None else _tells(text, found.low)
    return when.start if told_on and when.calendar == "gregorian" else None


def _tells(text: str, low: int) -> bool:
    """Whether the words before `low` make a day what is told, and not a name or a birthday."""
    before = _LETTERS.findall(text[max(0, low - _NEAR // 2) : low])
    if not _words("born").isdisjoint(before[-_SHORTLY:]):
        return False
    return not text[:low].strip(_HEAD) or (bool(before) and before[-1] in _words("tells"))


def _sentence_of(text: str, low: int) -> int:
    """Where the sentence begins that holds `low`. The tokens of the article, which are dear, are not needed."""
    return max((start for start, _ in split_sentences(text) if start <= low), default=low)


def rule_of(expression: Expression) -> str:
    """The id of the rule that a reader would ask about: the inmost one below mere wrappers."""
    return _inmost(expression).rule


def _inmost(expression: Expression) -> Expression:
    while expression.op == "same":
        inner = next((v for v in expression.slots.values() if isinstance(v, Expression)), None)
        if inner is None:
            break
        expression = inner
    return expression


def speaks_of_future(text: str, low: int) -> bool:
    """Whether the words close to an expression speak of what is to come.

    They are those of its clause; and of the clause before where it stands between commas («يُنتظر أن
    يعود، الأحد، إلى»). «حتى الأحد» is to come unless what lasted is told as past.
    """
    clauses = _CLAUSE_END.split(text[max(0, low - _NEAR) : low])
    near = clauses[-1]
    if len(clauses) > 1 and not near.strip() and text[low - len(near) - 1] == "،":
        near = clauses[-2]
    words = _LETTERS.findall(near)
    if words and words[-1] in _words("until"):
        return not any(w in _words("lasted") or (w[:1] in "وف" and w[1:] in _words("lasted")) for w in words)
    return any(_is_future_cue(w) and not _told_as_past(words, i) for i, w in enumerate(words))


def _told_as_past(words: list[str], i: int) -> bool:
    """«وكان من المقرر أن يعود»: what was to come then."""
    before = [w for w in words[max(0, i - 2) : i] if w != "من"]
    return bool(before) and before[-1].removeprefix("و") in _WAS


_WAS = fold_words(("كان", "كانت", "كانا", "كانوا"))
_SHORTLY = 4  # words
_HEAD = " -–—•*.:(\u200f\u200e"
_NEAR = 80  # characters before an expression that may say so
_CLAUSE_END = re.compile("[.\n؟!،]")
_LETTERS = re.compile(r"\w+")


@remembered(16384)
def _is_future_cue(word: str) -> bool:
    return _future_cue().fullmatch(word) is not None


@cache
def _future_cue() -> re.Pattern[str]:
    cues = "|".join(map(fold_word, load("ar/date_cues").texts("future_cues")))
    return re.compile(f"[وف]?(?:{cues})")


@cache
def _words(name: str) -> frozenset[str]:
    return fold_words(load("ar/date_cues").texts(name))


def parse_date(text: str, anchor: When | None = None) -> When | None:
    """The best date of a short line such as a dateline, with its time where one stands there.

    Absolute dates win over relative ones, more precise ones over less; the first among equals.
    None where the line holds no date that can be resolved.
    """
    found = find_expressions(fold(text).text)
    answers = [resolve(f.expression, Scope(anchor)) for f in found]
    best: When | None = None
    for answer in answers:
        if answer.kind is not DateKind.DURATION and _finer(answer.when, best):
            best = answer.when
    return _with_clock(best, found, answers)


_ORDER = (Precision.MINUTE, Precision.HOUR, Precision.DAY, Precision.WEEK, Precision.MONTH)


def _finer(a: When | None, b: When | None) -> bool:
    if a is None or not a.bounded:
        return False
    if b is None:
        return True
    rank = {p: i for i, p in enumerate(_ORDER)}
    return rank.get(a.precision, 9) < rank.get(b.precision, 9)


def _with_clock(best: When | None, found: tuple[Found, ...], answers: list[Answer]) -> When | None:
    """The day of a line joined with a clock time that stands elsewhere in it."""
    if best is None or best.precision is not Precision.DAY or best.start is None:
        return best
    for f, answer in zip(found, answers, strict=True):
        if answer.kind is DateKind.TIME and answer.when is None:
            return resolve(f.expression, Scope(best)).when or best
    return best
