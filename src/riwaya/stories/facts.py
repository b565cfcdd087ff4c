"""Facts: what a stretch of an article commits itself to: figures, days, names, states, who speaks.

Everything is found in a token range of one sentence, with spans. Two stretches are then compared by `changes`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from riwaya.account import Account
from riwaya.likeness import content_lemmas
from riwaya.model import DateKind, DateMention, Mention, MentionType, Span, Statement
from riwaya.rules import load, rules_in
from riwaya.stories.clauses import Clause
from riwaya.stories.places import find_states
from riwaya.text import Folded, Hit, Lexicon, Sentence, Token, fold_word
from riwaya.text.numbers import find_numbers

_DATED = (DateKind.DATE, DateKind.TIME, DateKind.INTERVAL)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number and the lemmas beside it that may be what it counts, the likeliest first."""

    value: float
    bound: str
    counted: tuple[str, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Tie:
    """A state that hangs on a word: «السفير المغربي», «شريك لكينيا». `link` is the particle between, if any."""

    word: str
    link: str
    state: str
    span: Span


@dataclass(frozen=True, slots=True)
class Facts:
    """What a stretch says. `marks` maps a rule's section and id to the words it was met in."""

    span: Span
    lemmas: frozenset[str]
    figures: tuple[Figure, ...]
    dates: tuple[DateMention, ...]
    months: tuple[tuple[int, Span], ...]
    people: tuple[Mention, ...]
    bodies: tuple[Mention, ...]
    places: tuple[Mention, ...]
    states: tuple[tuple[str, Span], ...]
    ties: tuple[Tie, ...]
    days: tuple[tuple[int, int, Span], ...]
    denied: frozenset[str]
    denied_pairs: frozenset[tuple[str, str]]
    negated: bool
    marks: tuple[tuple[str, str, Span], ...]
    statements: tuple[Statement, ...]

    def marked(self, section: str) -> tuple[tuple[str, Span], ...]:
        """(rule, words) of a section's rules that fired here."""
        return tuple((rule, span) for name, rule, span in self.marks if name == section)

    def states_of(self, token: Token) -> frozenset[str]:
        """The states for which a word stands: none or one."""
        return frozenset(state for state, span in self.states if span.start < token.end and token.start < span.end)


@cache
def marks() -> Lexicon[tuple[str, str]]:
    """The phrases of every section of `derivation.yaml` that marks words; the payload is (section, rule)."""
    lexicon: Lexicon[tuple[str, str]] = Lexicon()
    for section in ("vague", "cause", "attribution", "inflated", "act", "whole"):
        for entry in rules_in(load("ar/derivation"), section):
            for phrase in entry.texts("words"):
                lexicon.add(phrase, (section, entry.text("id")), article=section == "inflated")
    for entry in rules_in(load("ar/derivation"), "framing"):
        for side in ("neutral", "loaded"):
            for phrase in entry.texts(side):
                lexicon.add(phrase, (side, entry.text("id")))
    return lexicon


@cache
def _contraries() -> Lexicon[tuple[tuple[str, str], ...]]:
    """The deeds and opposites of `derivation.yaml`: one phrase may speak for several, and be an act as well."""
    table: dict[str, list[tuple[str, str]]] = {}
    for section, sides in (("deed", ("words",)), ("opposite", ("one", "other"))):
        for entry in rules_in(load("ar/derivation"), section):
            for side in sides:
                for phrase in entry.texts(side):
                    name = section if side == "words" else side
                    table.setdefault(fold_word(phrase), []).append((name, entry.text("id")))
    lexicon: Lexicon[tuple[tuple[str, str], ...]] = Lexicon()
    for phrase, meanings in table.items():
        lexicon.add(phrase, tuple(meanings))
    return lexicon


def find_marks(folded: Folded, tokens: Sequence[Token]) -> Iterator[tuple[str, str, Hit[Any]]]:
    """(section, rule, hit) of every phrase of `derivation.yaml` in `tokens`."""
    for hit in marks().find(folded, tokens):
        yield (*hit.payload, hit)
    for many in _contraries().find(folded, tokens):
        for section, rule in many.payload:
            yield section, rule, many


@cache
def _months() -> Lexicon[int]:
    """The names of the months; the payload is the number. Hijri months are left out."""
    lexicon: Lexicon[int] = Lexicon()
    for entry in rules_in(load("ar/date_words"), "classes"):
        if "named_month" in entry.texts("name"):
            for number, forms in entry["words"].items():
                for form in forms:
                    lexicon.add(form, int(number))
    return lexicon


def months_in(folded: Folded, tokens: Sequence[Token]) -> frozenset[int]:
    """The months that `tokens` name."""
    return frozenset(hit.payload for hit in _months().find(folded, tokens))


@cache
def negations() -> frozenset[str]:
    """Words that deny what follows."""
    return frozenset(fold_word(w) for w in load("ar/derivation").texts("negations"))


@cache
def _any() -> frozenset[str]:
    """Words behind a negation after which stands what there is none of."""
    return frozenset(fold_word(w) for w in load("ar/derivation").texts("any"))


def read_facts(account: Account, clauses: Sequence[Clause]) -> Facts:
    """The facts of neighbouring clauses of one sentence."""
    first, last = clauses[0], clauses[-1]
    return facts_between(account, first.sentence, first.first, last.last)


def sentence_facts(account: Account, sentence: Sentence) -> Facts:
    """The facts of a whole sentence."""
    return facts_between(account, sentence, 0, len(sentence.tokens))


def facts_between(account: Account, sentence: Sentence, first: int, last: int) -> Facts:
    """The facts of the tokens `first:last` of `sentence`."""
    tokens = sentence.tokens[first:last]
    span = account.words.span(tokens[0].start, tokens[-1].end)
    folded = account.words.passages[sentence.passage].folded
    states = list(find_states(folded, tokens))
    dates = tuple(d for d in account.dates if d.span.overlaps(span))
    lemma = [next(content_lemmas([t], account.article.text), "") for t in tokens]
    return Facts(
        span=span,
        lemmas=frozenset(x for x in lemma if x),
        figures=tuple(_figures(account, tokens, lemma, [d for d in dates if d.kind is not DateKind.DURATION])),
        dates=tuple(d for d in dates if d.kind in _DATED),
        months=tuple((h.payload, account.words.span(h.start, h.end)) for h in _months().find(folded, tokens)),
        people=_named(account, span, MentionType.PER),
        bodies=_named(account, span, MentionType.ORG),
        places=tuple(
            m
            for kind in (MentionType.GPE, MentionType.LOC)
            for m in _named(account, span, kind)
            if m.actor and not m.actor.startswith("country:")
        ),
        states=tuple((h.payload, account.words.span(h.start, h.end)) for h in states),
        ties=tuple(_ties(account, lemma, states)),
        days=tuple(_month_days(account, folded, tokens)),
        denied=frozenset(_denied(tokens, lemma)),
        denied_pairs=frozenset(_denied_pairs(tokens, lemma)),
        negated=any(negates(t.text) for t in tokens),
        marks=tuple((name, rule, account.words.span(h.start, h.end)) for name, rule, h in find_marks(folded, tokens)),
        statements=tuple(s for s in account.statements if s.span.overlaps(span)),
    )


def _named(account: Account, span: Span, kind: MentionType) -> tuple[Mention, ...]:
    return tuple(m for m in account.mentions if m.type is kind and m.actor and m.span.overlaps(span))


def _figures(
    account: Account, tokens: Sequence[Token], lemma: Sequence[str], dates: Sequence[DateMention]
) -> Iterator[Figure]:
    for number in find_numbers(tokens):
        span = account.words.span(tokens[number.first].start, tokens[number.last - 1].end)
        if any(d.span.overlaps(span) for d in dates) or 1900 <= number.value <= 2100:
            continue
        if number.value <= 1 or tokens[number.last - 1].text.startswith("احد"):
            continue  # «واحد», «أحد»: hardly ever a figure that a retelling could alter
        after = [x for x in lemma[number.last : number.last + 3] if x]
        before = [x for x in lemma[max(0, number.first - 2) : number.first] if x]
        yield Figure(number.value, number.bound, (*after, *reversed(before)), span)


def _ties(account: Account, lemma: Sequence[str], states: Sequence[Hit[str]]) -> Iterator[Tie]:
    """States that follow a word at once, as its adjective, its genitive, or after «ل»."""
    named = {i for h in states for i in range(h.first, h.last)}
    for hit in states:
        link = "".join(p for p in hit.cut.proclitics if p in "لب")
        at = hit.first - 1
        if "و" in hit.cut.proclitics or at < 0 or at in named or not lemma[at]:
            continue
        yield Tie(lemma[at], link, hit.payload, account.words.span(hit.start, hit.end))


def negates(word: str) -> bool:
    """Whether a folded word denies what follows."""
    return word in negations() or (word[:1] in "وفب" and word[1:] in negations())


def _month_days(account: Account, folded: Folded, tokens: Sequence[Token]) -> Iterator[tuple[int, int, Span]]:
    """(month, day, words) of «12 مايو», whatever the year."""
    for hit in _months().find(folded, tokens):
        before = tokens[hit.first - 1] if hit.first else None
        if before and before.is_number and before.text.isdigit() and 1 <= int(before.text) <= 31:
            yield hit.payload, int(before.text), account.words.span(before.start, hit.end)


def _denied_pairs(tokens: Sequence[Token], lemma: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The two lemmas after a negation: «لا يمثل عائقا»."""
    for i, token in enumerate(tokens):
        after = [x for x in lemma[i + 1 : i + 4] if x]
        if negates(token.text) and len(after) > 1:
            yield after[0], after[1]


def _denied(tokens: Sequence[Token], lemma: Sequence[str]) -> Iterator[str]:
    """Lemmas that a negation stands right before; and what there is none of: «لم يصل أي دليل»."""
    for i, token in enumerate(tokens[:-1]):
        if negates(token.text):
            yield from (x for x in lemma[i + 1 : i + 2] if x)
            none = next((k for k in range(i + 1, min(i + 4, len(tokens) - 1)) if tokens[k].text in _any()), None)
            yield from (lemma[none + 1],) if none is not None and lemma[none + 1] else ()
