"""Whether words that are shown as a claim claim anything, and whether they are nobody's.

What two parties dispute must have been said by the one. Not so

* what is asked or suspected («فيما إذا», «للاشتباه في»), what somebody only does not rule out, what a law says;
* what reports say that somebody only worries about («قلقه بشأن تقارير عن»), what holds «if it is true», and what
  somebody «faces charges» of, nobody being named who charges (`told_of_talk`);
* a teaser beneath an article, of another one of its outlet;
* words cut from what they belong to: a relative clause told of somebody else, words that end before what they say;
* what is dated a year before its page, where the denial is of today.

A page holds a claim itself only where it tells it as nobody's: by a noun («تقارير عن», «أصابع الاتهام») or a verb
without a subject («تم تداول»). Where a verb has a subject, or «من جانب» names who, somebody else claims it whom no
reader of names knew, and to give his words to the page is worse than to be silent.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise

from riwaya.account import Account
from riwaya.likeness import content_lemmas
from riwaya.model import BlockKind, MentionType, Span
from riwaya.rules import load
from riwaya.text import Token, fold_word, fold_words, split_clitics

_LONG_AGO = dt.timedelta(days=366)
_ABOUT = 4  # words behind a worry, or behind charges, in which it stands what or whose they are
_FACED = 6  # words behind «faces» in which the charges stand
_TOLD = 9  # words behind a verb of telling among which «that» stands
_LEAD = 2  # sentences of a body that are no teasers
_LEAST = 3  # letters of a word that may have lost a «و»


def nobodys(account: Account, claim: Span) -> bool:
    """Whether a page tells a claim as nobody's: it has a word for talk, and neither a verb that charges, nor «by», nor
    somebody named who told it («وكانت قناة النهر قد نشرت أن»)."""
    if _told_by_one(account, claim):
        return False
    words = [t.text for t in _tokens(account, claim)]
    if any(w.startswith("ال") and w in _words("charged") for w in map(_bare, words)):
        return not any(w in _words("charged_by") for w in words)  # «المصنع المتهم بـ»: charged, by nobody named
    by = any(a == "من" and b in _words("charged_by") for a, b in pairwise(words))
    charging = any(c.stem in _words("charging") for w in words for c in split_clitics(w))
    talk = any(_bare(w).removeprefix("ال") in _words("talk") for w in words)
    return talk and not by and not charging


def _told_by_one(account: Account, claim: Span) -> bool:
    """Whether somebody is named before a verb of telling and «that»."""
    tokens = _tokens(account, claim)
    kinds = (MentionType.ORG, MentionType.PER)
    named = [m.span.start for m in account.mentions if m.type in kinds and claim.holds(m.span)]
    for k, token in enumerate(tokens):
        if any(c.stem in _telling() for c in split_clitics(token.text)) and any(n < token.start for n in named):
            behind = (t.text for t in tokens[k + 1 : k + 1 + _TOLD])
            if any(w in _words("that") for w in behind):
                return True
    return False


def affirmed(account: Account, claim: Span, *, charged: bool = False) -> bool:
    """Whether words affirm something, whole; a clause that is shown because it is `charged` may be a relative one."""
    words = [_bare(t.text) for t in _tokens(account, claim)]
    if told_of_talk(account, claim):
        return False
    if not words or words[-1] in _words("that") or (not charged and words[0] in _turning()):
        return False
    if any(s.cue is not None and s.span.overlaps(claim) and _cue(account, s.cue) in _words("condemning")
           for s in account.statements):  # fmt: skip
        return False
    pairs = set(pairwise(words))
    plain = [t.text.removeprefix("و") for t in _tokens(account, claim)]  # «فيما» begins with no «ف»
    asked = any(a in _words("asking") and b in _words("conditional") for a, b in pairwise(plain))
    not_ruled_out = any((a, b) in pairs for a in _words("says_no") for b in _words("ruling_out"))
    return not asked and not not_ruled_out and (_words("suspected") | _words("norms")).isdisjoint(words)


def told_of_talk(account: Account, claim: Span) -> bool:
    """Whether words only worry about reports, hold if something is true, or tell of charges that nobody is named for:
    then nobody claims what they speak of."""
    words = [t.text.removeprefix("و") for t in _tokens(account, claim)]
    for k, word in enumerate(words):
        if word in _words("ifs") and k + 1 < len(words) and words[k + 1] in _words("proves_true"):
            return True
        if word in _words("worries") and not _words("talk").isdisjoint(words[k + 1 : k + 1 + _ABOUT]):
            return True
        charges = next((n for n in range(k + 1, min(len(words), k + 1 + _FACED)) if words[n] in _words("faced")), None)
        if word in _words("facing") and charges is not None and "من" not in words[charges + 1 : charges + 1 + _ABOUT]:
            return True
    return False


def teaser(account: Account, claim: Span, others: Iterable[Account]) -> bool:
    """Whether the sentence of a claim is a teaser of another article: further down, joined to nothing, without a word
    of its page's title, and word for word on another page of the outlet."""
    words, title = account.words, account.article.title
    here = words.sentence_at(claim.start)
    body = [s for s in words.sentences if words.kind_of(s) is BlockKind.BODY]
    if here is None or title is None or here in body[:_LEAD] or here.tokens[0].text.startswith("و"):
        return False
    text = account.article.text
    heads = (s for s in words.sentences if words.kind_of(s) is BlockKind.TITLE)
    told = {x for s in heads for x in content_lemmas(s.tokens, text)}
    if not told or not told.isdisjoint(content_lemmas(here.tokens, text)):
        return False
    outlet, same = account.article.outlet, words.folded(here)
    return outlet is not None and any(
        o.id != account.id and o.article.outlet == outlet and any(o.words.folded(s) == same for s in o.words.sentences)
        for o in others
    )


def of_long_ago(account: Account, claim: Span, answer: tuple[Account, Span]) -> bool:
    """Whether a claim is dated long before its page, and its denial bears no date of that time."""
    published = account.article.published
    new = published.when.start if published and published.when.bounded else None
    told = _dates(account, claim)
    if new is None or not told or max(told) >= new - _LONG_AGO:
        return False
    return not any(d <= max(told) for d in _dates(*answer))


def _cue(account: Account, cue: Span) -> str:
    return _bare(fold_word(account.words.text(cue.start, cue.end)))


def _dates(account: Account, span: Span) -> list[dt.date]:
    return [d.when.end for d in account.dates if span.holds(d.span) and d.when is not None and d.when.end]


def _tokens(account: Account, span: Span) -> Sequence[Token]:
    return [t for s in account.words.sentences for t in s.tokens if span.start <= t.start < span.end]


def _bare(word: str) -> str:
    return word[1:] if word[:1] in ("و", "ف") and len(word) > _LEAST else word


@cache
def _words(section: str) -> frozenset[str]:
    return fold_words(load("ar/disputes").texts(section))


@cache
def _turning() -> frozenset[str]:
    return fold_words(load("ar/contrasts").texts("turning"))


@cache
def _telling() -> frozenset[str]:
    return fold_words(load("ar/contrasts").texts("crediting_verbs"))
