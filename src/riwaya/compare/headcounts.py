"""What each page tells of the dead, the hurt and the missing, in more forms than a number before its noun.

`headcounts` gives the tolls of an affair's bodies as `Figure`s: those of `counted`, those whose number stands behind
(«بلغ عدد القتلى ثمانية عشر») or before what became of them («74 شخصا لقوا حتفهم»), and in a page's lead a single person
or two («مقتل عامل», «جنديان»). Parts of a toll («بينهم سبعة أطفال») are left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise

from riwaya.account import Account, Affair
from riwaya.compare.counted import Figure, Raw, counted_figures, counted_in, fates, lots, no_thing, people, tolls
from riwaya.compare.kept import numbers_in, once
from riwaya.compare.ledger import noun_after
from riwaya.compare.slots import forms_of
from riwaya.likeness import content_lemmas, lemma_of
from riwaya.model import BlockKind
from riwaya.remembered import remembered
from riwaya.rules import load
from riwaya.text import Sentence, Token, fold_word
from riwaya.text.numbers import Number, is_dual

_PART = 3  # tokens before a number in which a word says that it is of part
_LOT = 3  # tokens after «the number of» in which the lot stands
_FAR = 8  # tokens after the lot in which its number stands
_NOUN = 4  # letters at least of «ومراهق»
_LEAD = 4  # sentences of a body that tell its news
_STOPS = "،؛,;.!؟?"


def headcounts(affair: Affair, sides: Mapping[str, str]) -> list[Figure]:
    """The tolls that the bodies of all accounts tell; `sides` maps an actor id to its side."""
    found = counted_figures(affair, sides, _told)
    return [f for f in found if f.kind is BlockKind.BODY]


def dead_in(account: Account) -> frozenset[float]:
    """How many dead the body of an account tells, parts left out."""
    return once(account, "dead", _dead_in)


def _dead_in(account: Account) -> frozenset[float]:
    sentences, words = account.words.sentences, account.words
    killed = (r for r in _told(account) if r.what == "killed")
    return frozenset(r.number.value for r in killed if words.kind_of(sentences[r.sentence]) is BlockKind.BODY)


def parts_in(account: Account) -> frozenset[float]:
    """The numbers that an account tells as those of a part: «بينهم سبعة أطفال»."""
    return once(account, "parts", _parts_in)


def _parts_in(account: Account) -> frozenset[float]:
    return frozenset(
        n.value for s in account.words.sentences for n in numbers_in(account, s) if of_part(s.tokens, n.first)
    )


def _told(account: Account) -> Iterator[Raw]:
    behind = {(r.sentence, r.number.first): r for r in (*_behind(account), *_alone(account), *_fared(account))}
    yield from behind.values()
    for raw in counted_in(account):
        sentence = account.words.sentences[raw.sentence]
        if not raw.toll or (raw.sentence, raw.number.first) in behind or _of_two_lots(sentence.tokens, raw):
            continue
        if _besides(account, sentence, raw):
            continue
        if not _listed(account, sentence, raw.number) and not of_part(sentence.tokens, raw.number.first):
            yield raw


def _of_two_lots(tokens: Sequence[Token], raw: Raw) -> bool:
    """Whether a number counts the dead and the hurt together: «مئة قتيل وجريح»."""
    after = tokens[raw.number.last + 1 : raw.number.last + 2]
    dead = _lot(raw.noun)
    return dead is not None and any(t.text.startswith("و") and _lot(t) not in (None, dead) for t in after)


def _besides(account: Account, sentence: Sentence, raw: Raw) -> bool:
    """Whether a number counts who came to those counted before («تسعة مدنيين إضافيين»): «others» do, where the sentence
    counts some of the same lot before them."""
    after = sentence.tokens[raw.number.last : raw.number.last + 2]
    if any(t.text in _words("more") for t in after):
        return True
    if raw.noun.text not in no_thing():
        return False
    before = [n.first for n in numbers_in(account, sentence) if n.first < raw.number.first]
    lots_before = {r.what for r in counted_in(account) if r.sentence == raw.sentence and r.number.first in before}
    return bool(before) and not any(lot in tolls() and lot != raw.what for lot in lots_before)


def of_part(tokens: Sequence[Token], first: int) -> bool:
    """Whether right before the number at `first` a word says that it counts a part of what was told before."""
    before = tokens[max(0, first - _PART) : first]
    return any(t.text.removeprefix("و") in _words("parts") or t.text == "بين" for t in before)


def _listed(account: Account, sentence: Sentence, number: Number) -> bool:
    """Whether a number counts one kind of people in a list of kinds: «193 هولنديا و43 ماليزيا»."""
    tokens, numbers = sentence.tokens, numbers_in(account, sentence, attached=True)
    return any(
        number.first in (a.first, b.first) and a.last + 1 <= b.first <= a.last + 2 and all(map(_kind_of, (x, y)))
        for a, b in pairwise(numbers)
        if tokens[b.first].text[0] == "و" or tokens[b.first - 1].text == "و"
        if (x := noun_after(tokens, a)) and (y := noun_after(tokens, b))
    )


def _kind_of(noun: Token) -> bool:
    """Whether a counted noun says more than that people are counted, or how they fared."""
    return lemma_of(noun.text) not in lots() | people() and noun.text not in lots()


def _behind(account: Account) -> Iterator[Raw]:
    """«حصيلة القتلى في صفوفها بلغت ثلاثة»: a word of counting, a lot, and the first number after it in its clause."""
    text = account.article.text
    for at, sentence in enumerate(account.words.sentences):
        tokens, numbers = sentence.tokens, numbers_in(account, sentence)
        for i, token in enumerate(tokens if numbers else ()):
            if not _words("counts") & forms_of(token):
                continue
            lot = next(((k, c) for k in range(i + 1, min(len(tokens), i + 1 + _LOT)) if (c := _lot(tokens[k]))), None)
            number = lot and next((n for n in numbers if lot[0] < n.first <= lot[0] + _FAR), None)
            if lot and number and not _stopped(text, tokens, lot[0], number.first):
                yield _raw(account, at, number, tokens[lot[0]], lot[1])


def _alone(account: Account) -> Iterator[Raw]:
    """One person, or two in one word, as the object of a toll's word or before it: where a page tells its news."""
    body = [n for n, s in enumerate(account.words.sentences) if account.words.kind_of(s) is BlockKind.BODY]
    for at in body[:_LEAD]:
        tokens = account.words.sentences[at].tokens
        for k, token in enumerate(tokens):
            value = _people(token.text)
            if value is None:
                continue
            near = [tokens[n] for n in (k - 1, k + 1) if 0 <= n < len(tokens)]
            lot = next((c for t in near if (c := _governs(t))), None)
            if lot is None or (k and tokens[k - 1].is_number):
                continue
            after = tokens[k + 1].text if k + 1 < len(tokens) else ""
            more = after.startswith("و") and _people(tokens[k + 1].text) is not None
            if not _again(after) and not _with_another(account, tokens, k):
                yield _raw(account, at, Number(value, "at_least" if more else "exact", k, k + 1), token, lot)


def _fared(account: Account) -> Iterator[Raw]:
    """«74 شخصا على الأقل لقوا حتفهم»: people, and what became of them, with nothing but adverbs between."""
    for at, sentence in enumerate(account.words.sentences):
        tokens = sentence.tokens
        for number in numbers_in(account, sentence):
            noun = noun_after(tokens, number)
            behind = [t.text for t in tokens[number.last + 1 : number.last + 1 + _FAR]]
            while behind and behind[0] in _words("meanwhile"):
                behind.pop(0)
            if noun is not None and behind and lemma_of(noun.text) in people() and not of_part(tokens, number.first):
                lot = next((name for name, words in fates().items() if {behind[0], " ".join(behind[:2])} & words), None)
                if lot:
                    yield _raw(account, at, number, noun, lot)


def _raw(account: Account, at: int, number: Number, noun: Token, lot: str) -> Raw:
    tokens = account.words.sentences[at].tokens
    lemmas = tuple(content_lemmas((t for t in tokens if not t.is_number), account.article.text))
    return Raw(account, at, number, noun, lot, True, lemmas)


def _stopped(text: str, tokens: Sequence[Token], first: int, last: int) -> bool:
    return any(c in _STOPS for c in text[tokens[first].end : tokens[last].start])


def _lot(token: Token) -> str | None:
    return next((name for name, (nouns, _) in tolls().items() if forms_of(token) & nouns), None)


def _governs(token: Token) -> str | None:
    plain = {token.text, token.text.removeprefix("و")}
    return next((name for name, (_, before) in tolls().items() if plain & before), None)


@remembered(65536)
def _people(folded: str) -> float | None:
    """1 for a person, 2 for two in one word; None for anything else, and for whoever is known («الجندي»)."""
    word = folded.removesuffix("ا") if folded not in _words("persons") else folded
    if word in _words("persons") and not folded.startswith("ال"):
        return 1.0
    return 2.0 if any(is_dual(folded, p) for p in _words("persons")) else None


def _with_another(account: Account, tokens: Sequence[Token], k: int) -> bool:
    """Whether somebody is joined to a person at once who is no known word for one: «مقتل رجل ومراهق» are two."""
    if k + 1 >= len(tokens) or _stopped(account.article.text, tokens, k, k + 1):
        return False
    word = tokens[k + 1]
    plain = word.text.startswith("و") and not word.text.startswith("وال") and len(word.text) >= _NOUN
    return plain and not (_governs(word) or _lot(word) or _people(word.text) or _joined_person(word.text))


def _joined_person(word: str) -> bool:
    return _people(word.removeprefix("و")) is not None


def _again(word: str) -> bool:
    """Whether the word after a person says that others came before: «مناصر ثان»."""
    return word in _further()


@cache
def _further() -> frozenset[str]:
    later = [f for e in load("ar/numbers")["ordinals"] for f in e["forms"] if e["value"] > 1]
    return frozenset(x for f in later for x in (fold_word(f), fold_word(f).removesuffix("ي")))


@cache
def _words(part: str) -> frozenset[str]:
    return frozenset(x for w in load("ar/contrasts").texts(part) for x in (fold_word(w), lemma_of(w)))
