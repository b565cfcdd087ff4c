"""The words that are shown for a position, once it is known what parts whom.

* Of a page and its copy or translation the original's words are shown, and in its spelling.
* A dateline is no part of what is said («موسكو (وكالة نون) -- اتهمت»).
* What the other side says to it is his, and shown there: «تتهم النقابة الشركة بالإهمال والشركة تنفي» ends before
  «والشركة».
* A clause that begins with a relative pronoun is shown with the name it is told of; a second place that is only such a
  clause shows nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

from riwaya.account import Account
from riwaya.compare.labels import turning
from riwaya.compare.positions import COPIES
from riwaya.likeness import content_lemmas
from riwaya.model import Contrast, ContrastKind, Derivation, MentionType, Position, Span
from riwaya.rules import load
from riwaya.text import Sentence, Token, fold_words

_DATELINE = re.compile(r"[^()\n.؟!]{0,60}\([^()\n]{2,30}\)\s*[-–—:]+\s*")
_LEAST = 2  # words of a position
_LETTERS = 3  # of a word that may have lost a «و»
_BESIDE = 1  # code points between a party and its verb of denying


def as_shown(
    contrasts: Iterable[Contrast],
    accounts: Sequence[Account],
    derivations: Sequence[Derivation],
    sides: Mapping[str, str],
) -> Iterator[Contrast]:
    """`contrasts` with the words that are to be shown; one of which a side has no words left is none. `sides` maps an
    actor id to its side."""
    shown = _Shown(accounts, derivations, sides)
    for contrast in contrasts:
        positions = tuple(map(shown.original, contrast.positions))
        if contrast.kind is ContrastKind.DISPUTE and contrast.rule.startswith("dispute:"):
            kept = [shown.own_words(p, shown.against(p, positions)) for p in positions]
            if any(p is None for p in kept):
                continue
            positions = tuple(p for p in kept if p is not None)
        yield contrast if positions == contrast.positions else replace(contrast, positions=positions)


class _Shown:
    def __init__(
        self, accounts: Sequence[Account], derivations: Sequence[Derivation], sides: Mapping[str, str]
    ) -> None:
        self._sides = sides
        self._on_page: dict[str, list[Account]] = {}
        for account in accounts:
            self._on_page.setdefault(account.article.page, []).append(account)
        self._sources: dict[str, set[str]] = {}
        for d in derivations:
            if d.source is None or d.relation not in COPIES:
                continue  # an absent original shows no words, and a rewrite has its own
            self._sources.setdefault(d.derived, set()).add(d.source)

    def against(self, position: Position, positions: Sequence[Position]) -> set[str]:
        """The sides that a position stands against: not who says the same with its holder."""
        others = (p for p in positions if p.spans[0] != position.spans[0])
        return {self._side(p) for p in others} - {self._side(position)}

    def _side(self, position: Position) -> str:
        return self._sides.get(position.holder or "", position.holder or "")

    def original(self, position: Position) -> Position:
        """A position whose first words are no copy's where its original's are among them."""
        told = [self._of(s) for s in position.spans]
        ids = {a.id for a in told}
        copies = [not ids.isdisjoint(self._sources.get(a.id, ())) for a in told]
        if not copies[0] or all(copies):
            return position
        shown = _lemmas(told[0], position.spans[0])
        alike = [len(shown & _lemmas(a, s)) for a, s in zip(told, position.spans, strict=True)]
        order = sorted(range(len(told)), key=lambda n: (copies[n], -alike[n]))
        first = told[order[0]]
        spans = tuple(position.spans[n] for n in order)
        value = _words(first, spans[0]) if position.value == _words(told[0], position.spans[0]) else position.value
        holder = first.id if position.holder == told[0].id else position.holder
        return replace(position, value=value, holder=holder, spans=spans)

    def own_words(self, position: Position, others: set[str]) -> Position | None:
        """A position with what its holder says and no more; None where that is nothing. `others` are the sides that the
        other positions are held by."""
        spans: list[Span] = []
        for span in position.spans:
            account = self._of(span)
            sentence = account.words.sentence_at(span.start)
            if sentence is None:
                spans.append(span)
                continue
            if spans and _relative(_tokens(sentence, span)):
                continue
            own = self._without_answer(account, sentence, _without_dateline(account, span), others)
            if own is not None:
                spans.append(own if spans else _with_antecedent(account, sentence, own))
        if not spans:
            return None
        whole = position.value == _words(self._of(position.spans[0]), position.spans[0])
        value = _words(self._of(spans[0]), spans[0]) if whole else position.value
        return replace(position, value=value, spans=tuple(dict.fromkeys(spans)))

    def _without_answer(self, account: Account, sentence: Sentence, span: Span, others: set[str]) -> Span | None:
        """The words of a span before a clause in which one of the `others` denies; None where too few are left."""
        tokens = _tokens(sentence, span)
        for k, token in enumerate(tokens):
            if not k or _bare(token.text) not in _listed("denies"):
                continue
            named = [m for m in account.mentions if m.actor and self._sides.get(m.actor, m.actor) in others]
            ahead = next((m for m in named if 0 <= token.start - m.span.end <= _BESIDE), None)
            behind = any(0 <= m.span.start - token.end <= _BESIDE for m in named)
            if ahead is None and not (behind and _joins(token)):
                continue
            first = k if ahead is None else sum(t.end <= ahead.span.start for t in tokens)
            while first and _bare(tokens[first - 1].text) in _listed("opening"):
                first -= 1
            if first < _LEAST:
                return None
            return Span(span.page, span.start, tokens[first - 1].end)
        return span

    def _of(self, span: Span) -> Account:
        here = self._on_page[span.page]
        return next((a for a in here if a.words.sentence_at(span.start) is not None), here[0])


def _without_dateline(account: Account, span: Span) -> Span:
    found = _DATELINE.match(account.article.text, span.start, span.end)
    return Span(span.page, found.end(), span.end) if found and found.end() < span.end else span


def _with_antecedent(account: Account, sentence: Sentence, span: Span) -> Span:
    """A span that begins with a relative pronoun, with the name right before it, and whose people they are («مسؤولي
    الوزارة، الذين»)."""
    if not _relative(_tokens(sentence, span)):
        return span
    text = account.article.text
    # «المقيم في ليبيا، الذي»: a place is seldom what it stands for.
    named = (m for m in account.mentions if m.type in (MentionType.ORG, MentionType.PER))
    before = (m for m in named if sentence.start <= m.span.start and m.span.end <= span.start)
    noun = max(before, key=lambda m: m.span.end, default=None)
    if noun is None or text[noun.span.end : span.start].strip() not in ("", "،"):
        return span
    lead = [t for t in sentence.tokens if t.end <= noun.span.start][-1:]
    theirs = bool(lead) and lead[0].text in _people_of()
    return Span(span.page, lead[0].start if theirs else noun.span.start, span.end)


def _relative(tokens: Sequence[Token]) -> bool:
    return bool(tokens) and _bare(tokens[0].text) in turning()


def _joins(token: Token) -> bool:
    """Whether a verb is joined to what goes before: «ونفت الشركة»."""
    return token.text.startswith("و")


def _tokens(sentence: Sentence, span: Span) -> list[Token]:
    return [t for t in sentence.tokens if span.start <= t.start < span.end]


def _lemmas(account: Account, span: Span) -> set[str]:
    sentence = account.words.sentence_at(span.start)
    return set(content_lemmas(_tokens(sentence, span), account.article.text)) if sentence is not None else set()


def _words(account: Account, span: Span) -> str:
    return " ".join(account.article.words_of(span).split())


def _bare(word: str) -> str:
    return word[1:] if word[:1] in ("و", "ف") and len(word) > _LETTERS else word


@cache
def _listed(section: str) -> frozenset[str]:
    return fold_words(load("ar/disputes").texts(section))


@cache
def _people_of() -> frozenset[str]:
    return fold_words(load("ar/contrasts").texts("people_of"))
