"""A line's words: a page's sentence, verbatim but for what would puzzle who reads it alone.

Nothing is added that no page says. What may be done, and nothing else:

* *cut off the head*: a bullet, a dateline, a hashtag's sign, «و» that joined the sentence to the one before,
  a connective set off by a comma («من جانبه،»);
* *cut out* (of a long line only): a parenthesis behind a name or a definite noun, if it holds no name, no number, no
  date, no quotation and nothing that is said. What stands between commas stays: where a clause ends no comma tells
  («اللاعب، الذي وعد بالبقاء، عندما يبلغ الثلاثين»), and a third of such cuts broke their sentence;
* *fill in, in square brackets*: the speaker that a verb leaves out («وأوضح [نادية بلقايد] أن»), with the words of the
  page that name him; the rest of a name that no line has given, with the office that its page puts before it («[سالم]
  العامري», «[الوزير سالم] العامري»); the weekday of «أمس» and the name of «الشهر الجاري», and of their like. No number
  is ever filled in.

Every cut is of whole words; hedges and attribution stay.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Container, Set
from dataclasses import dataclass
from functools import cache

from babel.dates import get_day_names, get_month_names

from riwaya.account import Account
from riwaya.brief.heads import joins, listed, without_head
from riwaya.brief.kept import around
from riwaya.brief.parts import titles
from riwaya.model import DateMention, Mention, MentionType, Span, Statement
from riwaya.rules import load, rules_in
from riwaya.text import Sentence, fold, fold_text, fold_word, split_clitics, tokenise
from riwaya.text.numbers import find_numbers

_LONG = 260  # code points above which a line may lose an aside
WITHIN = 900  # code points before the end of a sentence in which the speaker that its verb leaves out must be named
_FAMILY = 12  # code points before a name in which «family» may stand
_NAMES = 3  # words of a name in full
_MONTH = 31  # days
_OF_PLACE = ("ي", "ية")  # endings of «الأميركي»
_OFFICE = 8  # words of an office before a name
_FIRST_DAYS = 3  # of a month
_NEAR_DAYS = 8  # a weekday names a day within a week
_HASH = re.compile(r"#(?=\w)")
_PARENTHESIS = re.compile(r"\s*\([^()\d\n]{2,60}\)")
_QUOTED = re.compile(r"«[^»]*»|\"[^\"]*\"|“[^”]*”")
_SPACED = re.compile(r"\s+([،؛.!؟:])")
WEEKDAYS = tuple(get_day_names(locale="ar")[n] for n in range(7))


@dataclass(frozen=True, slots=True)
class Mended:
    """The words of a line, the stretch of the page they are from, and where what was filled in is written."""

    text: str
    span: Span
    beside: tuple[Span, ...] = ()


def mend(account: Account, sentence: Sentence, known: Container[str] = ()) -> Mended:
    """The line that a sentence of an account makes; `known` are the actors that lines before it have named, and
    their words."""
    span = without_head(account, sentence)
    filled = [(place, f" [{words}]") for place, words in _filled(account, sentence, known)]
    full = introduced(account, sentence, known).values()
    pieces = [(place, words) for place, words, _ in full] + filled
    pieces = [(place, words) for place, words in pieces if span.start <= place <= span.end]
    spoken = (named for _, named in _speakers(account, sentence, known) if named is not None)
    beside = (*spoken, *(s for _, _, s in full))
    text, at = "", span.start
    for place, words in sorted(pieces):
        text += account.article.text[at:place] + words
        at = place
    text += account.article.text[at : span.end]
    text = " ".join(_HASH.sub("", text).split())
    text = _SPACED.sub(r"\1", re.sub(r"(?<=\w)_(?=\w)", " ", text))
    return Mended(_shortened(account, sentence, text), span, beside if pieces else ())


def _shortened(account: Account, sentence: Sentence, text: str) -> str:
    """A long line without its parentheses, as far as they are safe to leave out."""
    if len(text) <= _LONG:
        return text
    held = [m.span for m in account.mentions] + [d.span for d in account.dates]
    names = {" ".join(account.article.words_of(s).split()) for s in held if sentence.start <= s.start < sentence.end}
    quoted = [m.span() for m in _QUOTED.finditer(text)]

    def safe(m: re.Match[str]) -> bool:
        inside = any(a <= m.start() < b for a, b in quoted)
        whole = _whole(text[: m.start()], names)
        return whole and not inside and not any(n in m.group() for n in names) and not _says(m.group())

    for m in reversed(list(_PARENTHESIS.finditer(text))):
        if len(text) > _LONG and safe(m):
            text = text[: m.start()] + text[m.end() :]
    return text


def _whole(before: str, names: Set[str]) -> bool:
    """Whether words end with a name or a definite noun, so that they want nothing behind them («صوب (الحارس)» does)."""
    last = before.split()[-1:]
    article = bool(last) and any(cut.article for cut in split_clitics(fold_word(last[0])))
    return article or any(before.endswith(n) for n in names)


def _says(words: str) -> bool:
    """Whether words attribute, hedge or deny: those are never left out."""
    return any(fold_word(w).removeprefix("و") in _kept() for w in re.findall(r"\w+", words))


# ------------------------------------------------------------------ what is filled in


def _filled(account: Account, sentence: Sentence, known: Container[str]) -> list[tuple[int, str]]:
    """Page offsets and the words to be filled in there."""
    found: list[tuple[int, str]] = []
    quoted = [(m.start() + sentence.start, m.end() + sentence.start) for m in
              _QUOTED.finditer(account.article.text[sentence.start : sentence.end])]  # fmt: skip
    for statement, named in _speakers(account, sentence, known):
        if named is not None and statement.cue is not None:
            found.append((statement.cue.end, " ".join(account.article.words_of(named).replace("#", "").split())))
    for date in around(account, sentence).dates:
        if sentence.start <= date.span.start < sentence.end:
            now = any(a <= date.span.start < b for a, b in quoted) and _nowadays(account, date)
            day = "" if now else _weekday(account, date) or _month(account, date)
            if day:
                found.append((date.span.end, day))
    return found


def _nowadays(account: Account, date: DateMention) -> bool:
    """Whether a day is told by the one word that, in somebody's mouth, as often means these times: «اليوم»."""
    said = fold_word(account.article.words_of(date.span))
    return said.removeprefix("و") in listed("nowadays")


def _speakers(account: Account, sentence: Sentence, known: Container[str]) -> list[tuple[Statement, Span | None]]:
    """Statements that open the sentence with a verb whose subject was left out, and where he is last named; whom no
    line has named, with his office."""
    found: list[tuple[Statement, Span | None]] = []
    for s in account.statements:
        if s.cue is None or s.speaker is None or s.speaker.span is not None or s.speaker.actor is None:
            continue
        opens = sentence.tokens and sentence.tokens[0].start <= s.cue.start <= sentence.tokens[0].end
        if opens and sentence.tokens[0].text.removeprefix("و") in listed("impersonal"):
            continue  # «يذكر أن»: it is remembered
        if opens and sentence.start <= s.span.start < sentence.end:
            named = _last_named(account, s.speaker.actor, sentence)
            new = s.speaker.actor not in known and (
                named is None or account.article.words_of(named).split()[-1] not in known
            )
            found.append((s, with_office(account, named) if named is not None and new else named))
    return found[:1]


def _last_named(account: Account, actor: str, sentence: Sentence) -> Span | None:
    """The fullest name of an actor among those before a sentence; None if it is named in it."""
    named = [m for m in account.mentions if m.actor == actor]
    if any(sentence.start <= m.span.start < sentence.end for m in named):
        return None

    def fullest(m: Mention) -> tuple[int, int]:
        return len(account.article.words_of(m.span).split()), m.span.start

    before = [m for m in named if m.span.start < sentence.start]
    if not any(sentence.end - m.span.start <= WITHIN for m in before):
        return None  # named long ago: by now another may be meant
    return max(before, key=fullest).span if before else None


def filled_in(account: Account, sentence: Sentence) -> frozenset[str]:
    """The people called by one word in a sentence whose names its line can give in full."""
    return frozenset(introduced(account, sentence, ()))


def introduced(account: Account, sentence: Sentence, known: Container[str]) -> dict[str, tuple[int, str, Span]]:
    """For who is named in one word before any line has named him: where the rest of his name is written, the rest in
    brackets, and where the page names him in full («[سالم] العامري», «العامري [الابن]»)."""
    here = [m for m in around(account, sentence).mentions if sentence.start <= m.span.start < sentence.end]
    found: dict[str, tuple[int, str, Span]] = {}
    for m in here:
        short = account.article.words_of(m.span)
        actor = m.actor or ""
        alone = m.type is MentionType.PER and actor.startswith("person:") and len(short.split()) == 1
        alone = alone and not is_numeral(short)
        if (
            not alone
            or actor in known
            or short in known
            or actor in found
            or any(o.actor == actor and o is not m for o in here)
            or of_family(account, m.span.start)
        ):
            continue
        full = _in_full(account, actor, short)
        if full is None or not account.words.text(m.span.start - 1, m.span.start).isspace():
            continue
        whole = account.article.words_of(full).split()
        if whole[-1] == short:
            full = full if _called_already(sentence, m.span) else with_office(account, full)
            whole = account.article.words_of(full).split()
            found[actor] = (m.span.start, f"[{' '.join(whole[:-1])}] ", full)
        else:
            found[actor] = (m.span.end, f" [{' '.join(whole[1:])}]", full)
    return found


def with_office(account: Account, name: Span) -> Span:
    """A name with the office that its page puts right before it («المتحدث باسم الوزارة كريم سالم», «القس، كريم سالم»);
    the name alone where none stands there."""
    sentence = account.words.sentence_at(name.start)
    before = [t for t in sentence.tokens if t.end <= name.start] if sentence else []
    kinds = (MentionType.ORG, MentionType.GPE, MentionType.LOC)
    named = [m.span for m in around(account, sentence).mentions if m.type in kinds] if sentence else []
    start, follows, parted = name.start, name.start, False
    for token in reversed(before[-_OFFICE:]):
        between = account.words.text(token.end, follows).strip()
        if between and not (follows == name.start and between == "،"):
            break
        parted = parted or bool(between)
        office = bool({token.text, token.text.removeprefix("ال")} & _offices())
        held = any(m.start < token.end and token.start < m.end for m in named)
        plain = token.text.startswith(("ال", "لل")) and not parted  # «زار الوزير الجسر، كريم سالم»
        within = plain or token.text.endswith(_OF_PLACE) or token.text in listed("bodies") | listed("of_office")
        if not (office or held or within or token.text in titles()):
            break
        follows = token.start
        start = token.start if office else start
    return Span(name.page, start, name.end)


def _called_already(sentence: Sentence, name: Span) -> bool:
    """Whether a title, or what goes with one, stands right before a name («الوزير العامري»)."""
    before = [t.text for t in sentence.tokens if t.end <= name.start][-1:]
    return any(w in titles() or w.removeprefix("ال") in titles() or w.startswith("ال") for w in before)


def is_numeral(word: str) -> bool:
    """Whether a word that was taken for a name is a number («التاسعة عشرة»)."""
    return bool(find_numbers(list(tokenise(fold(word)))))


def of_family(account: Account, start: int) -> bool:
    """Whether the name that begins at a place is a family's («عائلة العامري»)."""
    before = account.words.text(max(0, start - _FAMILY), start).split()
    return bool(before) and bool({fold_word(before[-1]), fold_word(before[-1])[1:]} & listed("of_family"))


def _in_full(account: Account, actor: str, short: str) -> Span | None:
    """The first of the shortest full names of an actor, if all others are only longer."""
    called = [(account.article.words_of(o.span).split(), o.span) for o in account.mentions if o.actor == actor
              and _fuller(account, o, short)]  # fmt: skip
    if not called:
        return None
    shortest = min(called, key=lambda c: (len(c[0]), c[1]))
    return shortest[1] if all(set(shortest[0]) <= set(names) for names, _ in called) else None


def _fuller(account: Account, mention: Mention, short: str) -> bool:
    """Whether a mention gives a name of two or three words of which `short` is the last or the first."""
    names = account.article.words_of(mention.span).split()
    plain = all(n.isalpha() and fold_word(n) not in listed("no_names") and not joins(n) for n in names)
    return mention.type is MentionType.PER and plain and 1 < len(names) <= _NAMES and short in (names[0], names[-1])


def _weekday(account: Account, date: DateMention) -> str:
    """The weekday of a day that is only told from the page's own: «أمس», «اليوم», «غدا»."""
    published = account.article.published
    start = date.when.start if date.when else None
    if start is None or published is None or published.when.start is None or not _one_day(date):
        return ""
    words = account.article.words_of(date.span)
    if fold_word(words).split()[-1].removeprefix("ال") not in _relative() or any(w in words for w in WEEKDAYS):
        return ""
    before = account.words.text(max(0, date.span.start - 12), date.span.start).split()
    if before and fold_word(before[-1]) in listed("called_so") | listed("pointers"):
        return ""  # «حزب الغد»; «تلك الليلة»
    after = account.article.text[date.span.end : date.span.end + 12]
    if any(after.strip(" ،(").startswith(w) for w in WEEKDAYS):
        return ""
    near = abs((start - published.when.start).days) <= _NEAR_DAYS
    return WEEKDAYS[start.weekday()] if near else ""


def _month(account: Account, date: DateMention) -> str:
    """The name of a month that is only told from the page's own: «منتصف الشهر الجاري»."""
    when = date.when
    said = " ".join(fold_text(account.article.words_of(date.span)).split())
    phrases = (fold_text(p) for p in load("ar/brief").texts("this_month"))
    if when is None or when.start is None or when.end is None or not any(said.endswith(p) for p in phrases):
        return ""
    if just_begun(account, date):
        return ""
    within = (when.end - dt.timedelta(days=1)).month == when.start.month and (when.end - when.start).days <= _MONTH
    after = account.article.text[date.span.end : date.span.end + 3].strip()
    return get_month_names(locale="ar")[when.start.month] if within and after[:1] not in ("(", "[") else ""


def just_begun(account: Account, date: DateMention) -> bool:
    """Whether «earlier this month» is told in its first days: copied words as often mean the month before."""
    published = account.article.published
    today = published.when.start if published else None
    said = " ".join(fold_text(account.article.words_of(date.span)).split())
    earlier = any(fold_text(p) in said for p in load("ar/brief").texts("earlier_this_month"))
    return earlier and today is not None and today.day <= _FIRST_DAYS


def _one_day(date: DateMention) -> bool:
    when = date.when
    return bool(when and when.start and when.end and when.end - when.start == dt.timedelta(days=1))


# ------------------------------------------------------------------ rules


@cache
def _offices() -> frozenset[str]:
    """The words with which an office or a title begins: «المدير» of «المدير التنفيذي»."""
    data = load("ar/titles")
    phrases = [p for r in rules_in(data, "roles") for p in r.texts("ar")]
    phrases += [str(p) for row in data["titles"] for p in row]
    return frozenset(fold_word(p.split()[0]).removeprefix("ال") for p in phrases)


@cache
def _relative() -> frozenset[str]:
    return frozenset(fold_word(w).removeprefix("ال") for w in load("ar/brief").texts("relative_days"))


@cache
def days_by_name() -> frozenset[str]:
    """The words that tell a day, without their article: weekdays, months, «أمس» and the like."""
    named = (*WEEKDAYS, *get_month_names(locale="ar").values(), *get_month_names(locale="ar_SY").values())
    return _relative() | {fold_word(w).removeprefix("ال") for name in named for w in name.split()}


@cache
def _kept() -> frozenset[str]:
    return frozenset(fold_word(w) for w in load("ar/brief").texts("never_cut"))
