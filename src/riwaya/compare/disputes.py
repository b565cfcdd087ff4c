"""Two sides on one matter: what one asserts and the other denies, answers or turns round.

A dispute is made of two statements of *different sides* (a minister and his ministry are one side,
by the country of their actors). It takes one of these signs:

* a connective inside one sentence joins them («تقول باكو … رغم أن موسكو ذكرت …»);
* one denies, doubts or rejects, the other asserts or accuses, and they speak of the same thing;
* the second answers the first («في المقابل»), and they speak of the same thing;
* each accuses, and names the other's side.

"The same thing" is measured on rare lemmas. Without such a sign, unlike statements are no dispute.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from riwaya.account import Account
from riwaya.compare.labels import label
from riwaya.likeness import Index, Vector, Weights, content_lemmas, cosine
from riwaya.model import Contrast, ContrastKind, Polarity, Position, Statement
from riwaya.rules import Entry, Finding, Fired, examples_of, load, rules_in
from riwaya.text import Lexicon, Words, fold, tokenise

# Cosine of two statements over the topic's lemmas. Chosen on pairs from the training pages read by
# eye: below these, answers were mostly on another matter.
_SAME_MATTER = 0.22
_SAME_MATTER_ANSWER = 0.12
_AGAINST = frozenset({Polarity.DENIES, Polarity.DOUBTS})
_FOR = frozenset({Polarity.ASSERTS, Polarity.ACCUSES, Polarity.THREATENS, Polarity.PROMISES})


@dataclass(frozen=True, slots=True)
class _Said:
    """A statement with what the judgement needs: its side, its vector, its sentence."""

    statement: Statement
    account: Account
    side: str
    vector: Vector
    sentence: int
    named: frozenset[str]


def disputes(accounts: Sequence[Account], sides: dict[str, str]) -> Iterator[Contrast]:
    """Disputes among the statements of `accounts`; `sides` maps an actor id to its side."""
    said = _said(accounts, sides)
    by_sentence: dict[tuple[str, int], list[_Said]] = {}
    for s in said:
        by_sentence.setdefault((s.account.id, s.sentence), []).append(s)
    for (_, sentence), here in by_sentence.items():
        yield from _joined(here)
        before = by_sentence.get((here[0].account.id, sentence - 1), [])
        yield from _answered(before, here)
    yield from _opposed(said)


def _said(accounts: Sequence[Account], sides: dict[str, str]) -> list[_Said]:
    pieces: list[tuple[Statement, Account, list[str], int]] = []
    for account in accounts:
        words = account.words
        index = {id(s): i for i, s in enumerate(words.sentences)}
        for statement in account.statements:
            sentence = words.sentence_at(statement.span.start)
            if sentence is None or statement.speaker is None or statement.speaker.actor is None:
                continue
            tokens = (
                t
                for s in words.sentences[index[id(sentence)] :]
                if s.start < statement.span.end
                for t in s.tokens
                if statement.span.start <= t.start < statement.span.end
            )
            lemmas = list(content_lemmas(tokens, account.article.text))
            pieces.append((statement, account, lemmas, index[id(sentence)]))
    weights = Weights(lemmas for _, _, lemmas, _ in pieces)
    return [
        _Said(
            statement,
            account,
            _side(statement, sides),
            weights.vector(lemmas),
            sentence,
            frozenset(
                sides.get(m.actor, m.actor) for m in account.mentions if m.actor and statement.span.holds(m.span)
            ),
        )
        for statement, account, lemmas, sentence in pieces
    ]


def _side(statement: Statement, sides: dict[str, str]) -> str:
    actor = (statement.speaker and statement.speaker.actor) or ""
    return sides.get(actor, actor)


def _joined(here: list[_Said]) -> Iterator[Contrast]:
    """Neighbours in one sentence with a connective between them."""
    here = sorted(here, key=lambda s: s.statement.span)
    for a, b in pairwise(here):
        if a.side != b.side and a.statement.span.end <= b.statement.span.start and _connective(a, b):
            yield _dispute(a, b, "account", "joined")


def _connective(a: _Said, b: _Said) -> bool:
    text = a.account.article.text[a.statement.span.end : b.statement.span.start]
    folded = fold(text)
    return any(h.payload == "inside" for h in _connectives().find(folded, list(tokenise(folded))))


def _answered(before: list[_Said], here: list[_Said]) -> Iterator[Contrast]:
    """The head of a sentence answers what the sentence before reports."""
    for b in here:
        words = b.account.words
        sentence = words.sentences[b.sentence]
        heads = _connectives().match(words.passages[sentence.passage].folded, sentence.tokens, 0)
        if heads is None or heads.payload != "head":
            continue
        for a in before:
            if a.side != b.side and cosine(a.vector, b.vector) >= _SAME_MATTER_ANSWER:
                yield _dispute(a, b, "account", "answer")
        return


def _opposed(said: list[_Said]) -> Iterator[Contrast]:
    """Denials against assertions, and accusations that turn round, wherever they stand."""
    index = Index([s.vector for s in said])
    for i, a in enumerate(said):
        for j, _score in index.near(a.vector, _SAME_MATTER):
            b = said[j]
            if j == i or a.side == b.side:
                continue
            if a.statement.polarity in _FOR and b.statement.polarity in _AGAINST:
                yield _dispute(a, b, "denial", "denial")
            elif (
                i < j
                and a.statement.polarity is b.statement.polarity is Polarity.ACCUSES
                and (b.side in a.named or a.side in b.named)
            ):
                yield _dispute(a, b, "blame", "blame")


def _dispute(a: _Said, b: _Said, what: str, rule: str) -> Contrast:
    return Contrast(label(what), ContrastKind.DISPUTE, (_position(a), _position(b)), f"dispute:{rule}")


def _position(s: _Said) -> Position:
    speaker = s.statement.speaker
    words = " ".join(s.account.article.words_of(s.statement.span).split())
    return Position(words, speaker.actor if speaker else None, (s.statement.span,))


# ------------------------------------------------------------------ rules


@cache
def _connectives() -> Lexicon[str]:
    lexicon: Lexicon[str] = Lexicon()
    for rule in _rules():
        place = rule.text("place")
        if place not in ("inside", "head"):
            raise rule.fail(f"'place' is inside or head, not {place!r}")
        for phrase in rule.texts("words"):
            lexicon.add(phrase, place, particles="وف")
    return lexicon


def _rules() -> tuple[Entry, ...]:
    return tuple(r.only("id", "place", "words", "yes", "no") for r in rules_in(load("ar/contrasts"), "connectives"))


def check_connectives() -> tuple[Finding, ...]:
    """A connective is found in every `yes` and in no `no`. That two sides speak is judged elsewhere."""
    findings: list[Finding] = []
    for rule in _rules():
        for example in examples_of(rule):
            folded = fold(example.text)
            hits = _connectives().find(folded, list(tokenise(folded)))
            if any(h.payload == rule.text("place") for h in hits) is not example.fires:
                reason = "its words are not found" if example.fires else "it must not fire"
                findings.append(Finding(example.file, example.line, example.rule, f"{reason}: {example.text}"))
    return tuple(findings)


def explain_connectives(words: Words) -> tuple[Fired, ...]:
    """Where a connective stands in `words`."""
    return tuple(
        Fired("compare", f"connective-{hit.payload}", hit.start, hit.end)
        for sentence in words.sentences
        for hit in _connectives().find(words.passages[sentence.passage].folded, sentence.tokens)
    )
