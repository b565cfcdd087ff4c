"""Direction: of two articles that share their words, which one is the source.

Votes with reasons, antisymmetric by construction: asked the other way round, the answer is the other one.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from functools import cache

from riwaya.account import Account
from riwaya.model import BlockKind
from riwaya.rules import files_in, load, rules_in
from riwaya.stories.profile import Profile
from riwaya.text import Lexicon, Token, fold_word, fold_words

_BULLET = re.compile(r"[ \t]*(?:[-–—•*▪●·]|\d+[.)-])\s+")
_QUOTED = re.compile(r'"[^"\n]{8,}"')
_TELLING_SIGNS = {"generated": 3.0, "machine_translation": 1.5, "summary": 2.0}


@cache
def vague_words() -> Lexicon[str]:
    """Words that say «some» where a source would say how many, who or when."""
    lexicon: Lexicon[str] = Lexicon()
    for entry in rules_in(load("ar/derivation"), "vague"):
        for word in entry.texts("words"):
            lexicon.add(word, entry.text("id"))
    return lexicon


@cache
def filler() -> Lexicon[str]:
    """Phrases that a retelling puts where it has nothing to say."""
    lexicon: Lexicon[str] = Lexicon()
    for entry in rules_in(load("ar/derivation"), "filler"):
        for word in entry.texts("words"):
            lexicon.add(word, entry.text("id"))
    return lexicon


def direct(a: Profile, b: Profile) -> tuple[float, tuple[str, ...]]:
    """Positive: `a` is the source; the reasons speak for the winner. Zero: nothing decides."""
    votes = [*_by_time(a, b), *_by_credit(a, b), *_by_house(a, b), *_by_detail(a, b), *_by_form(a, b)]
    total = sum(v for v, _ in votes)
    reasons = tuple(why for v, why in votes if v * total > 0)
    return total, reasons


def _by_time(a: Profile, b: Profile) -> Iterator[tuple[float, str]]:
    gap = a.days_from(b)
    if gap is None or a.day is None or b.day is None:
        return
    if gap > 0:
        yield (3.0 if a.day < b.day else -3.0), "it was published earlier"
        return
    if a.exact and b.exact and a.moment and b.moment and a.moment != b.moment:
        yield (2.5 if a.moment < b.moment else -2.5), "it was published earlier the same day"


def _by_credit(a: Profile, b: Profile) -> Iterator[tuple[float, str]]:
    if _credits(b.account, a.account):
        yield 4.0, "the other names it as its source"
    if _credits(a.account, b.account):
        yield -4.0, "the other names it as its source"


def _credits(account: Account, other: Account) -> bool:
    """True where `account` credits the outlet of `other` and does not share it."""
    outlet = fold_word(other.article.outlet or "")
    if not outlet or outlet == fold_word(account.article.outlet or ""):
        return False
    return any(
        c.kind != "photo" and fold_word(account.article.words_of(c.span)).strip(" ()[]") == outlet
        for c in account.article.credits
    )


def _by_house(a: Profile, b: Profile) -> Iterator[tuple[float, str]]:
    """Agencies write what others take over; a page that says it was gathered from agencies took its words there."""
    if (agency := _once(a, "agency", is_agency)) != _once(b, "agency", is_agency):
        yield (1.5 if agency else -1.5), "it is a news agency's own report"
    if (gathered := _once(a, "gathered", is_gathered)) != _once(b, "gathered", is_gathered):
        yield (-1.5 if gathered else 1.5), "the other says that it was gathered from agencies"


def is_agency(account: Account) -> bool:
    """Whether a news agency printed it: one that we know, or one that calls itself so."""
    outlet = fold_word(account.article.outlet or "")
    return outlet in _agencies() or outlet.partition(" ")[0] in fold_words(load("ar/derivation").texts("agency"))


@cache
def _agencies() -> frozenset[str]:
    entries = (entry for name in files_in("sources") for entry in rules_in(load(name), "sources"))
    return frozenset(fold_word(str(e["name"])) for e in entries if e.get("kind") == "agency")


def is_gathered(account: Account) -> bool:
    """Whether the line under its title names agencies at large, or monitoring, as where it is from."""
    article = account.article
    if not article.body:
        return False
    start = article.title.span.end if article.title and article.title.span else 0
    head = {fold_word(w) for w in re.split(r"[\W_]+", article.text[start : article.body[0].start])}
    return not head.isdisjoint(fold_words(load("ar/derivation").texts("gathered")))


def _by_detail(a: Profile, b: Profile) -> Iterator[tuple[float, str]]:
    x, y = _once(a, "details", details), _once(b, "details", details)
    if x != y:
        yield 2.0 * (x - y) / max(x, y), "it holds more names, numbers and quotations"


def details(account: Account) -> int:
    """How many numbers, quotations and named people and bodies an account holds."""
    numbers = {t.text for s in account.words.sentences for t in s.tokens if t.is_number}
    quotes = sum(len(_QUOTED.findall(p.folded.text)) for p in account.words.passages)
    return len(numbers) + quotes + len({m.actor for m in account.mentions if m.actor})


def _by_form(a: Profile, b: Profile) -> Iterator[tuple[float, str]]:
    x, y = form_of(a), form_of(b)
    if abs(x - y) >= 0.5:
        yield max(-3.0, min(3.0, y - x)), "the other is a headed, bulleted or vague retelling"
    n, m = len(a.lemmas), len(b.lemmas)
    if n and m and n != m:
        yield max(-1.0, min(1.0, 2.0 * math.log(n / m))), "the other is shorter"


def form_of(one: Profile) -> float:
    """`formed`, worked out once."""
    return _once(one, "form", formed)


def _once(one: Profile, name: str, work: Callable[[Account], float]) -> float:
    if name not in one.known:
        one.known[name] = work(one.account)
    return one.known[name]


def formed(account: Account) -> float:
    """How much an account looks like a retelling: bullets, filler and vague words, tell-tale signs."""
    text = account.article.text
    lines = [p for p in account.words.passages if p.kind is BlockKind.BODY]
    bullets = sum(bool(_BULLET.match(text, text.rfind("\n", 0, p.start) + 1)) for p in lines)
    loose = words = 0
    for passage, tokens in _tokens(account):
        words += len(tokens)
        loose += len(vague_words().find(account.words.passages[passage].folded, tokens))
        loose += 2 * len(filler().find(account.words.passages[passage].folded, tokens))
    score = sum(_TELLING_SIGNS.get(s.kind, 0.0) for s in account.article.signs)
    score += 1.5 if lines and bullets >= max(3, len(lines) // 3) else 0.0
    return score + (min(2.0, 40.0 * loose / words) if words >= 40 else 0.0)


def _tokens(account: Account) -> Iterator[tuple[int, tuple[Token, ...]]]:
    for sentence in account.words.sentences:
        yield sentence.passage, sentence.tokens
