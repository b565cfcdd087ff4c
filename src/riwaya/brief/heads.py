"""Where a line begins: the page's sentence without what only joined it to the one before.

Cut off are a bullet, a dateline, a connective («من جانبه،»), a head that only affirms or turns («وقد», «غير أن»,
«بذلك») and a joining «و» or «ف»; whole words, or letters that are words, and only where what remains is the page's own
sentence: a noun that shows the accusative which its head gave it keeps that head.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

import simplemma

from riwaya.account import Account
from riwaya.brief.kept import around, once
from riwaya.model import MentionType, Span
from riwaya.remembered import remembered
from riwaya.rules import load
from riwaya.text import Lexicon, Sentence, Token, fold_word

_FOR = 5  # letters: shorter words with «ول» are names as often («ولاء»)
_VERB = 3  # letters of a verb that bears the mark of the past
_IN = "ففي"
# What stands before the words of a line: a bullet; an inline dateline, «باريس (وكالة) -», «عدن، 3 مايو 2025 —».
_LEAD_IN = re.compile(r"^(?:[\s\-–—•*▪◾]+|[^.؟!«\"“:\n]{0,90}?(?:(?:\)|\d{4}م?)\s*[\-–—ـ:]+\s+|\)\s*(?:—|--)))+")
_PLACED = re.compile(r"([^\-–—.:؛،\d\n]{2,40}?)\s*[\-–—]+\s+(?=\w)")  # «باريس – », where the words are places
_OPENING_MARKS = ("«", "“", '"')
# No word begins so but with a joining «و»; «والد», «والي» and «وتيرة» do.
_JOINED = re.compile(r"و(?:أ\w{2,}|إ\w{3,}|لل\w{3,}|[بك]ال\w{3,}|ال(?![دي])\w{4,}|ت\w{3,}ت|يت\w{3,})$")
_FUTURE = re.compile(r"و?س[يتنأ]\w{2,}")


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
    if hit and _says_of(tokens[hit.last :]):  # «من جهته أكد الوزير»
        return tokens[hit.last].start
    so = _heads("so").match(folded, tokens, 0)
    if so and so.last < len(tokens) and _verbal(text[tokens[so.last].start : tokens[so.last].end]):
        return tokens[so.last].start
    but = _heads("but_that").match(folded, tokens, 0)
    if but and but.last < len(tokens) and not _governed(account, sentence, tokens[but.last]):
        return tokens[but.last].start
    besides = _heads("meanwhile").match(folded, tokens, 0)
    if besides and besides.last < len(tokens) and _alone(text, tokens[besides.last :]):
        return tokens[besides.last].start
    turn = _heads("turns").match(folded, tokens, 0)
    if turn and turn.last < len(tokens) and not _spoken(account, sentence, tokens[0]):
        return tokens[turn.last].start
    first, second = tokens[0], tokens[1]
    word, next_word = text[first.start : first.end], text[second.start : second.end]
    this_and = first.text in listed("this_and") and (joins(next_word) or fold_word(next_word) in _empty_heads())
    if (
        this_and
        or _also(account, sentence, tokens)
        or (fold_word(word) in _empty_heads() and not (_turns(word) and _governed(account, sentence, second)))
    ):
        return second.start
    if first.start != start:
        return None
    if joins(word) and not any(m.span.start == first.start for m in around(account, sentence).mentions):
        return start + 1
    return start + 1 if _before_name(account, sentence, start) else None


def _alone(text: str, tokens: Sequence[Token]) -> bool:
    """Whether words open with a verb of the past («دعت») and have no other clause that they may hang on: what stands
    behind each comma is joined to what is before it."""
    word = text[tokens[0].start : tokens[0].end]
    if tokens[0].text not in listed("announcing") and (not word.endswith("ت") or len(word) < _VERB):
        return False
    if fold_word(word) in listed("had"):
        return False
    behind = (b.text for a, b in pairwise(tokens) if "،" in text[a.end : b.start])
    return all(w.startswith(("و", "ل")) or w in listed("bringing_in") | listed("relatives") for w in behind)


def _says_of(tokens: Sequence[Token]) -> bool:
    """Whether words open with a verb of saying or the like and who says it stands behind it."""
    if len(tokens) <= 1 or tokens[0].text not in listed("announcing"):
        return False
    behind = tokens[1].text
    return behind not in listed("said_that") | listed("bringing_in") | listed("locating")


def _verbal(word: str) -> bool:
    """Whether a word is a verb as its form shows: of the future, of «ي», or with the «ت» of the past."""
    if is_future(word) or fold_word(word) in listed("announcing"):
        return True
    formed = word.endswith("ت") or word.startswith("ي")
    return formed and len(word) > _VERB and simplemma.is_known(word, lang="ar")


def _turns(head: str) -> bool:
    """Whether a head is «لكن», which governs the noun after it."""
    return fold_word(head).endswith("لكن")


def _governed(account: Account, sentence: Sentence, after: Token) -> bool:
    """Whether a noun behind «لكن» or «غير أن» is in the accusative as its ending shows («لكن متحدثا أكد»): without the
    head it would stand wrong. A name keeps its form («لكن مالطا أكدت»)."""
    word = account.words.text(after.start, after.end)
    if word.startswith("ال") and not word.endswith("ين"):
        return False
    if any(m.span.start == after.start for m in around(account, sentence).mentions):
        return False
    return word.endswith(("ا", "اً", "ين"))


def _spoken(account: Account, sentence: Sentence, token: Token) -> bool:
    """Whether somebody's saying begins at a word; «يذكر أن» is nobody's, whoever was named before."""
    named = token.text.removeprefix("و") not in listed("impersonal")
    return any(
        s.cue is not None and s.cue.start <= token.start < s.cue.end and s.speaker and (named or s.speaker.span)
        for s in around(account, sentence).statements
    )


def _also(account: Account, sentence: Sentence, tokens: Sequence[Token]) -> bool:
    """Whether words open with «كما» and a verb of its own («كما اتهم ...»), so that it says only «also»."""
    if tokens[0].text not in listed("also") or tokens[1].text in listed("not_after_also"):
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
def joins(word: str) -> bool:
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
    return fold_word(word) in _openers() | listed("attributing") or (
        word.endswith("ت") and simplemma.is_known(word, lang="ar")
    )


@remembered(65536)
def is_future(word: str) -> bool:
    """Whether a word is a verb with the «س» of the future («سيبدأ», «وستبدأ»)."""
    bare = word.removeprefix("و")
    if fold_word(bare) in listed("not_future"):
        return False
    return _FUTURE.match(word) is not None and simplemma.is_known(bare[1:], lang="ar")


@cache
def _heads(name: str) -> Lexicon[str]:
    lexicon: Lexicon[str] = Lexicon()
    for phrase in load("ar/brief").texts(name):
        lexicon.add(phrase, name, particles="و")
    return lexicon


@cache
def listed(section: str) -> frozenset[str]:
    """A list of `rules/ar/brief.yaml`, folded."""
    return frozenset(fold_word(w) for w in load("ar/brief").texts(section))


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
