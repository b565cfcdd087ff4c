"""Why it happened, and what somebody is charged with, told differently.

A reason is what follows a word of cause («بسبب»، «جراء») or of charge («بتهمة»، «للاشتباه في») in the telling
of an event. It is compared only between tellings of one joined event in like words; and two reasons differ
only if they share no word and neither page, anywhere, has the other's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations

from riwaya.account import Account
from riwaya.compare.labels import label
from riwaya.compare.positions import checked, payloads_in
from riwaya.likeness import content_lemmas
from riwaya.model import Contrast, ContrastKind, Event, Position, Span
from riwaya.rules import Entry, Finding, load, rules_in
from riwaya.text import Lexicon, Sentence, fold_text

_LONGEST = 8  # tokens of a reason
_STEM = 5  # letters from which a word inside another is that word
_BESIDE = 14  # tokens between the event's trigger and the word of reason
_SHARED = 0.5  # of the shorter telling's lemmas, its reason left out
_STOPS = '،,.:؛!؟«»"“”('


@dataclass(frozen=True, slots=True)
class _Reason:
    account: Account
    kind: str
    words: Span
    sentence: Span
    lemmas: frozenset[str]
    rest: frozenset[str]


def _one_in_other(a: _Reason, b: _Reason) -> bool:
    """Whether a word of one reason stands in the other, under whatever is attached to it."""
    one, other = (fold_text(r.account.article.words_of(r.words)).split() for r in (a, b))
    return any(len(x) >= _STEM and (x in y or y in x) for x in one[1:] for y in other[1:] if len(y) >= _STEM)


def reasons_apart(accounts: Sequence[Account], events: Sequence[Event]) -> Iterator[Contrast]:
    """Other causes of one event and other charges, each pair of reasons once."""
    by_page = {a.article.page: a for a in accounts}
    everywhere: dict[str, frozenset[str]] = {}
    for event in events:
        if len({m.span.page for m in event.mentions}) == 1:
            continue
        found: list[_Reason] = []
        for mention in event.mentions:
            account = by_page.get(mention.span.page)
            if account is not None:
                found += _reasons(account, mention.trigger)
        for a, b in combinations(found, 2):
            if a.account.id == b.account.id or a.kind != b.kind or a.lemmas & b.lemmas or _one_in_other(a, b):
                continue
            alike = len(a.rest & b.rest) >= max(3, _SHARED * min(len(a.rest), len(b.rest)))
            if not alike:
                continue
            for account in (a.account, b.account):
                if account.id not in everywhere:
                    everywhere[account.id] = _lemmas_of(account)
            if not (a.lemmas & everywhere[b.account.id]) and not (b.lemmas & everywhere[a.account.id]):
                positions = tuple(
                    Position(" ".join(r.account.article.words_of(r.words).split()), r.account.id, (r.sentence,))
                    for r in (a, b)
                )
                yield Contrast(label(a.kind), ContrastKind.DISCREPANCY, positions, f"reason:{a.kind}")
                break


def _lemmas_of(account: Account) -> frozenset[str]:
    tokens = (t for s in account.words.sentences for t in s.tokens)
    return frozenset(content_lemmas(tokens, account.article.text))


def _reasons(account: Account, trigger: Span) -> Iterator[_Reason]:
    """The reason told beside a trigger, at most one of each kind."""
    sentence = account.words.sentence_at(trigger.start)
    if sentence is None or sentence.end - sentence.start > 600:
        return
    at = next((k for k, t in enumerate(sentence.tokens) if t.end > trigger.start), 0)
    seen: set[str] = set()
    for hit in _cues().find(account.words.passages[sentence.passage].folded, sentence.tokens):
        if hit.payload in seen or not 0 < hit.first - at <= _BESIDE:
            continue
        last = _end(account, sentence, hit.last)
        if last > hit.last:
            seen.add(hit.payload)
            yield _reason(account, sentence, hit.payload, (hit.first, hit.last, last))


def _reason(account: Account, sentence: Sentence, kind: str, place: tuple[int, int, int]) -> _Reason:
    cue, first, last = place
    tokens, text = sentence.tokens, account.article.text
    return _Reason(
        account,
        kind,
        account.words.span(tokens[cue].start, tokens[last - 1].end),
        account.words.span(sentence.start, sentence.end),
        frozenset(content_lemmas(tokens[first:last], text)),
        frozenset(content_lemmas((*tokens[:cue], *tokens[last:]), text)),
    )


def _end(account: Account, sentence: Sentence, first: int) -> int:
    """The token after a reason that begins at token `first`: at a stop, or where it grows long."""
    tokens, text = sentence.tokens, account.article.text
    last = first
    while last < len(tokens) and last - first < _LONGEST:
        if last > first and any(c in _STOPS for c in text[tokens[last - 1].end : tokens[last].start]):
            break
        last += 1
    return last


# ------------------------------------------------------------------ rules


@cache
def _cues() -> Lexicon[str]:
    lexicon: Lexicon[str] = Lexicon()
    for rule in _rules():
        for phrase in rule.texts("words"):
            lexicon.add(phrase, rule.text("id"), particles="و")
    return lexicon


def _rules() -> tuple[Entry, ...]:
    return tuple(r.only("id", "words", "yes", "no") for r in rules_in(load("ar/contrasts"), "reasons"))


def check_reasons() -> tuple[Finding, ...]:
    """A word of the rule stands in every `yes` and in no `no`."""
    return checked(_rules(), lambda rule, text: rule.text("id") in payloads_in(_cues(), text))
