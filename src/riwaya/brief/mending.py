"""A line's words: a page's sentence, verbatim but for what would puzzle who reads it alone.

Nothing is added that no page says. What may be done, and nothing else:

* *cut off the head*: a bullet, a dateline, a hashtag's sign, «و» that joined the sentence to the one before,
  a connective set off by a comma («من جانبه،»);
* *cut out* (of a long line only): a parenthesis or a relative clause between commas, if it holds no name, no number,
  no date, no quotation and nothing that is said;
* *fill in, in square brackets*: the speaker that a verb leaves out («وأوضح [نادية بلقايد] أن»), with the words of the
  page that name him; the rest of a name that no line has given («[سالم] العامري»); the weekday of «أمس» and the name of
  «الشهر الجاري», and of their like. No number is ever filled in.

Every cut is of whole words; hedges and attribution stay, because neither is a parenthesis nor a relative clause.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Container, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import simplemma
from babel.dates import get_day_names, get_month_names

from riwaya.account import Account
from riwaya.brief.kept import around, once
from riwaya.model import DateMention, Mention, MentionType, Span, Statement
from riwaya.remembered import remembered
from riwaya.rules import load
from riwaya.text import Lexicon, Sentence, Token, fold, fold_text, fold_word, tokenise
from riwaya.text.numbers import find_numbers

_LONG = 260  # code points above which a line may lose an aside
WITHIN = 900  # code points before the end of a sentence in which the speaker that its verb leaves out must be named
_FOR = 5  # letters: shorter words with «ول» are names as often («ولاء»)
_VERB = 3  # letters of a verb that bears the mark of the past
_IN = "ففي"
_FAMILY = 12  # code points before a name in which «family» may stand
_NAMES = 3  # words of a name in full
_MONTH = 31  # days
_NEAR_DAYS = 8  # a weekday names a day within a week
# What stands before the words of a line: a bullet; an inline dateline, «باريس (وكالة) -», «عدن، 3 مايو 2025 —».
_LEAD_IN = re.compile(r"^(?:[\s\-–—•*▪◾]+|[^.؟!«\"“:\n]{0,90}?(?:(?:\)|\d{4}م?)\s*[\-–—ـ:]+\s+|\)\s*(?:—|--)))+")
_PLACED = re.compile(r"([^\-–—.:؛،\d\n]{2,40}?)\s*[\-–—]+\s+(?=\w)")  # «باريس – », where the words are places
_HASH = re.compile(r"#(?=\w)")
_PARENTHESIS = re.compile(r"\s*\([^()\d\n]{2,60}\)")
_ASIDE = re.compile(r"،\s(?:الذي|التي|الذين|اللذين|اللتين|اللذان|وهو|وهي)\s[^،«»\"“”()\d\n]{8,110}(?=،\s)")
_OPENING_MARKS = ("«", "“", '"')
# No word begins so but with a joining «و»; «والد», «والي» and «وتيرة» do.
_JOINED = re.compile(r"و(?:أ\w{2,}|إ\w{3,}|لل\w{3,}|[بك]ال\w{3,}|ال(?![دي])\w{4,}|ت\w{3,}ت|يت\w{3,})$")
_FUTURE = re.compile(r"و?س[يتنأ]\w{2,}")
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
    filled = [(place, f" [{words}]") for place, words in _filled(account, sentence)]
    full = _introduced(account, sentence, known).values()
    pieces = [(place, words) for place, words, _ in full] + filled
    pieces = [(place, words) for place, words in pieces if span.start <= place <= span.end]
    beside = (*(s for _, s in _speakers(account, sentence) if s is not None), *(s for _, _, s in full))
    text, at = "", span.start
    for place, words in sorted(pieces):
        text += account.article.text[at:place] + words
        at = place
    text += account.article.text[at : span.end]
    text = " ".join(_HASH.sub("", text).split())
    text = _SPACED.sub(r"\1", re.sub(r"(?<=\w)_(?=\w)", " ", text))
    return Mended(_shortened(account, sentence, text), span, beside if pieces else ())


def without_head(account: Account, sentence: Sentence) -> Span:
    """The sentence without its bullet, its dateline, its connectives and its joining «و»."""
    found: dict[int, Span] = once(account, "heads", lambda _: {})
    if sentence.start not in found:
        found[sentence.start] = _without_head(account, sentence)
    return found[sentence.start]


def _without_head(account: Account, sentence: Sentence) -> Span:
    span = account.words.span(sentence.start, sentence.end)
    match = _LEAD_IN.match(account.article.words_of(span))
    start = span.start + match.end() if match and match.end() < span.end - span.start else span.start
    start = _behind_places(account, sentence, span) if start == span.start else start
    tokens = [t for t in sentence.tokens if t.end > start]
    while len(tokens) > 1:
        further = _after_head(account, sentence, tokens, start)
        if further is None:
            break
        start = further
        tokens = [t for t in tokens if t.end > start]
    return Span(span.page, start, span.end)


def _behind_places(account: Account, sentence: Sentence, span: Span) -> int:
    """Where a sentence goes on behind places and a dash («موسكو – اختتم», «تونس/روما - اتفق»); its start elsewhere."""
    match = _PLACED.match(account.article.words_of(span))
    kinds = (MentionType.GPE, MentionType.LOC)
    here = around(account, sentence).mentions if match else []
    places = [m.span for m in here if m.type in kinds and span.holds(m.span)]

    def in_place(at: int) -> bool:
        return any(p.start <= span.start + at < p.end for p in places)

    if match is None or in_place(match.end()):  # «روما – باريس»: a pair
        return span.start
    words = re.finditer(r"\w+", match[1])
    return span.start + match.end() if all(in_place(w.start()) for w in words) else span.start


def _after_head(account: Account, sentence: Sentence, tokens: Sequence[Token], start: int) -> int | None:
    """Where a sentence goes on without the connective, the empty head or the «و» at `start`; None where it has none."""
    text, folded = account.article.text, account.words.passages[sentence.passage].folded
    hit = _heads("connectives").match(folded, tokens, 0)
    if hit and hit.last < len(tokens) and text[hit.end : tokens[hit.last].start].strip() in ("،", ","):
        return tokens[hit.last].start
    besides = _heads("meanwhile").match(folded, tokens, 0)
    if besides and besides.last < len(tokens) and _alone(text, tokens[besides.last :]):
        return tokens[besides.last].start
    turn = _heads("turns").match(folded, tokens, 0)
    if turn and turn.last < len(tokens) and not _spoken(account, sentence, tokens[0]):
        return tokens[turn.last].start
    first, second = tokens[0], tokens[1]
    word, next_word = text[first.start : first.end], text[second.start : second.end]
    this_and = first.text in _listed("this_and") and (_joins(next_word) or fold_word(next_word) in _empty_heads())
    if (
        this_and
        or _also(account, sentence, tokens)
        or (fold_word(word) in _empty_heads() and not _governed(account, sentence, word, second))
    ):
        return second.start
    if first.start != start:
        return None
    if _joins(word) and not any(m.span.start == first.start for m in around(account, sentence).mentions):
        return start + 1
    return start + 1 if _before_name(account, sentence, start) else None


def _alone(text: str, tokens: Sequence[Token]) -> bool:
    """Whether words open with a verb of the past («دعت») and have no other clause that they may hang on: what stands
    behind each comma is joined to what is before it."""
    word = text[tokens[0].start : tokens[0].end]
    if not word.endswith("ت") or len(word) < _VERB or fold_word(word) in _listed("had"):
        return False
    behind = (b.text for a, b in pairwise(tokens) if "،" in text[a.end : b.start])
    return all(w.startswith(("و", "ل")) or w in _listed("bringing_in") | _listed("relatives") for w in behind)


def _governed(account: Account, sentence: Sentence, head: str, after: Token) -> bool:
    """Whether a head puts the noun after it in the accusative as its ending shows («لكن متحدثا أكد»): without the head
    the noun would stand wrong. A name keeps its form («لكن مالطا أكدت»)."""
    word = account.words.text(after.start, after.end)
    if not fold_word(head).endswith("لكن") or word.startswith("ال"):
        return False
    if any(m.span.start == after.start for m in around(account, sentence).mentions):
        return False
    return word.endswith(("ا", "اً", "ين"))


def _spoken(account: Account, sentence: Sentence, token: Token) -> bool:
    """Whether somebody's saying begins at a word; «يذكر أن» is nobody's, whoever was named before."""
    named = token.text.removeprefix("و") not in _listed("impersonal")
    return any(
        s.cue is not None and s.cue.start <= token.start < s.cue.end and s.speaker and (named or s.speaker.span)
        for s in around(account, sentence).statements
    )


def _also(account: Account, sentence: Sentence, tokens: Sequence[Token]) -> bool:
    """Whether words open with «كما» and a verb of its own («كما اتهم ...»), so that it says only «also»."""
    if tokens[0].text not in _listed("also") or tokens[1].text in _listed("not_after_also"):
        return False
    named = any(m.span.start <= tokens[1].start < m.span.end for m in around(account, sentence).mentions)
    return not named and not tokens[1].text.startswith("ال") and not tokens[1].is_number


def _before_name(account: Account, sentence: Sentence, start: int) -> bool:
    """Whether a «و» stands before a name that begins right after it, or after the mark that opens its quotation."""
    text = account.article.text
    if text[start : start + 1] != "و":
        return False
    if text[start + 1 : start + 2] in _OPENING_MARKS:
        return True
    return any(m.span.start == start + 1 for m in around(account, sentence).mentions)


@remembered(65536)
def _joins(word: str) -> bool:
    """Whether a word's «و» joins: with it the word is no word, without it it is."""
    if word in _joined_heads() or (word.startswith("وو") and simplemma.is_known(word[1:], lang="ar")):
        return True
    if word[:1] == "ف" and len(word) > _FOR - 1 and not simplemma.is_known(word, lang="ar") and _begins(word[1:]):
        return True  # «فنظمت النقابة», «فبحسب الوزارة»
    if word[:1] == "ف" and (word[1:3] == "ال" or word == _IN) and not simplemma.is_known(word, lang="ar"):
        return True  # «فالحركة تطلب»
    if (word[:1] == "و" and is_future(word)) or _JOINED.match(word):
        return True  # «وسيبدأ», «وتزايدت»
    if word[:2] == "ول" and len(word) > _FOR and not simplemma.is_known(word, lang="ar"):
        return simplemma.is_known(word[2:], lang="ar")  # «ولتجنب»
    return (
        len(word) > 3
        and word[0] == "و"
        and not simplemma.is_known(word, lang="ar")
        and (simplemma.is_known(word[1:], lang="ar") or fold_word(word[1:]) in _openers())
    )


def _begins(word: str) -> bool:
    """Whether a word is one that a sentence may begin with: a verb of the past, or a preposition."""
    return fold_word(word) in _openers() or (word.endswith("ت") and simplemma.is_known(word, lang="ar"))


@remembered(65536)
def is_future(word: str) -> bool:
    """Whether a word is a verb with the «س» of the future («سيبدأ», «وستبدأ»)."""
    bare = word.removeprefix("و")
    if fold_word(bare) in _listed("not_future"):
        return False
    return _FUTURE.match(word) is not None and simplemma.is_known(bare[1:], lang="ar")


def _shortened(account: Account, sentence: Sentence, text: str) -> str:
    """A long line without its parentheses and relative asides, as far as they are safe to leave out."""
    if len(text) <= _LONG:
        return text
    held = [m.span for m in account.mentions] + [d.span for d in account.dates]
    names = {" ".join(account.article.words_of(s).split()) for s in held if sentence.start <= s.start < sentence.end}
    quoted = [m.span() for m in _QUOTED.finditer(text)]

    def safe(m: re.Match[str]) -> bool:
        inside = any(a <= m.start() < b for a, b in quoted)
        return not inside and not any(n in m.group() for n in names) and not _says(m.group())

    for pattern in (_PARENTHESIS, _ASIDE):
        for m in reversed(list(pattern.finditer(text))):
            if len(text) > _LONG and safe(m):
                text = text[: m.start()] + text[m.end() :]
    return text


def _says(words: str) -> bool:
    """Whether words attribute, hedge or deny: those are never left out."""
    return any(fold_word(w).removeprefix("و") in _kept() for w in words.split())


# ------------------------------------------------------------------ what is filled in


def _filled(account: Account, sentence: Sentence) -> list[tuple[int, str]]:
    """Page offsets and the words to be filled in there."""
    found: list[tuple[int, str]] = []
    quoted = [(m.start() + sentence.start, m.end() + sentence.start) for m in
              _QUOTED.finditer(account.article.text[sentence.start : sentence.end])]  # fmt: skip
    for statement, named in _speakers(account, sentence):
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
    return said.removeprefix("و") in _listed("nowadays")


def _speakers(account: Account, sentence: Sentence) -> list[tuple[Statement, Span | None]]:
    """Statements that open the sentence with a verb whose subject was left out, and where he is last named."""
    found: list[tuple[Statement, Span | None]] = []
    for s in account.statements:
        if s.cue is None or s.speaker is None or s.speaker.span is not None or s.speaker.actor is None:
            continue
        opens = sentence.tokens and sentence.tokens[0].start <= s.cue.start <= sentence.tokens[0].end
        if opens and sentence.tokens[0].text.removeprefix("و") in _listed("impersonal"):
            continue  # «يذكر أن»: it is remembered
        if opens and sentence.start <= s.span.start < sentence.end:
            found.append((s, _last_named(account, s.speaker.actor, sentence)))
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
    return frozenset(_introduced(account, sentence, ()))


def _introduced(account: Account, sentence: Sentence, known: Container[str]) -> dict[str, tuple[int, str, Span]]:
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
            found[actor] = (m.span.start, f"[{' '.join(whole[:-1])}] ", full)
        else:
            found[actor] = (m.span.end, f" [{' '.join(whole[1:])}]", full)
    return found


def is_numeral(word: str) -> bool:
    """Whether a word that was taken for a name is a number («التاسعة عشرة»)."""
    return bool(find_numbers(list(tokenise(fold(word)))))


def of_family(account: Account, start: int) -> bool:
    """Whether the name that begins at a place is a family's («عائلة العامري»)."""
    before = account.words.text(max(0, start - _FAMILY), start).split()
    return bool(before) and bool({fold_word(before[-1]), fold_word(before[-1])[1:]} & _listed("of_family"))


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
    plain = all(n.isalpha() and fold_word(n) not in _listed("no_names") and not _joins(n) for n in names)
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
    if before and fold_word(before[-1]) in _listed("called_so") | _listed("pointers"):
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
    within = (when.end - dt.timedelta(days=1)).month == when.start.month and (when.end - when.start).days <= _MONTH
    after = account.article.text[date.span.end : date.span.end + 3].strip()
    return get_month_names(locale="ar")[when.start.month] if within and after[:1] not in ("(", "[") else ""


def _one_day(date: DateMention) -> bool:
    when = date.when
    return bool(when and when.start and when.end and when.end - when.start == dt.timedelta(days=1))


# ------------------------------------------------------------------ rules


@cache
def _heads(name: str) -> Lexicon[str]:
    lexicon: Lexicon[str] = Lexicon()
    for phrase in load("ar/brief").texts(name):
        lexicon.add(phrase, name, particles="و")
    return lexicon


@cache
def _relative() -> frozenset[str]:
    return frozenset(fold_word(w).removeprefix("ال") for w in load("ar/brief").texts("relative_days"))


@cache
def _listed(section: str) -> frozenset[str]:
    return frozenset(fold_word(w) for w in load("ar/brief").texts(section))


@cache
def _kept() -> frozenset[str]:
    return frozenset(fold_word(w) for w in load("ar/brief").texts("never_cut"))


@cache
def _joined_heads() -> frozenset[str]:
    return frozenset(load("ar/brief").texts("joined_heads"))


@cache
def _empty_heads() -> frozenset[str]:
    return frozenset(fold_word(w) for w in load("ar/brief").texts("empty_heads"))


@cache
def _openers() -> frozenset[str]:
    """Leaning words without their «و»."""
    return frozenset(fold_word(w).removeprefix("و") for w in load("ar/brief").texts("leaning"))
