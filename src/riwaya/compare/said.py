"""Statements of a topic as disputes weigh them: whose side speaks, of what, whom it names and whom it charges."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import islice, takewhile

from riwaya.account import Account
from riwaya.compare.heard import is_charge, plainly_said
from riwaya.compare.labels import standing_in
from riwaya.compare.subjects import is_subject
from riwaya.likeness import Vector, Weights, content_lemmas
from riwaya.model import MentionType, Polarity, Span, Statement, overlapping
from riwaya.text import Sentence

PARTIES = ("country:", "org:", "group:")
"""How the ids of actors begin that may be parties to a dispute."""
_TWO = 2


@dataclass(frozen=True, slots=True)
class Said:
    """A statement with what the judgement needs: its side, its vector, its sentence."""

    statement: Statement
    account: Account
    side: str
    vector: Vector
    sentence: int
    named: frozenset[str]
    around: frozenset[str]  # sides that its whole sentence names
    charged: frozenset[str]  # sides that it is aimed at, where it charges


def all_said(accounts: Sequence[Account], sides: Mapping[str, str], copied: Set[Span]) -> list[Said]:
    """What known speakers plainly say in `accounts`, but for `copied` words, if two parties do; `sides` maps an actor
    id to its side."""
    by_page: dict[str, list[Span]] = {}
    for span in copied:
        by_page.setdefault(span.page, []).append(span)
    heard: list[tuple[Statement, Account, int]] = []
    for account in accounts:
        index = {id(s): i for i, s in enumerate(account.words.sentences)}
        for statement in account.statements:
            sentence = account.words.sentence_at(statement.span.start)
            if sentence is None or statement.speaker is None or statement.speaker.actor is None:
                continue
            if any(c.overlaps(statement.span) for c in by_page.get(statement.span.page, ())):
                continue
            if not (plainly_said(account, statement) and is_subject(account, statement, sides)):
                continue
            heard.append((statement, account, index[id(sentence)]))
    if len({side for s, *_ in heard if (side := _side(s, sides)).startswith(PARTIES)}) < _TWO:
        return []
    pieces = [(s, account, matter_of(account, s.span, at), at) for s, account, at in heard]
    weights = Weights(lemmas for _, _, lemmas, _ in pieces)
    found: list[Said] = []
    for statement, account, lemmas, at in pieces:
        sentence = account.words.sentences[at]
        named = _named(account, statement.span, sides)
        around = _named(account, account.words.span(sentence.start, sentence.end), sides)
        side, vector = _side(statement, sides), weights.vector(lemmas)
        accuses = statement.polarity is Polarity.ACCUSES
        charged: frozenset[str] = _charged(account, statement, sentence, sides) if accuses else frozenset()
        found.append(Said(statement, account, side, vector, at, named, around, charged))
    return found


def matter_of(account: Account, span: Span, sentence: int) -> list[str]:
    """The lemmas of what is said, without names and dates: parties, places and days alone make no
    common matter."""
    names = [
        *(m.span for m in overlapping(account.mentions, span)),
        *(d.span for d in overlapping(account.dates, span)),
    ]
    tokens = (
        t
        for s in takewhile(lambda s: s.start < span.end, islice(account.words.sentences, sentence, None))
        for t in s.tokens
        if span.start < t.end and t.start < span.end and not any(n.start < t.end and t.start < n.end for n in names)
    )
    return list(content_lemmas(tokens, account.article.text))


def _side(statement: Statement, sides: Mapping[str, str]) -> str:
    actor = (statement.speaker and statement.speaker.actor) or ""
    return sides.get(actor, actor)


def _charged(account: Account, statement: Statement, sentence: Sentence, sides: Mapping[str, str]) -> frozenset[str]:
    """Sides named from the cue of a statement to its end; behind «متهمة إياها» the only other one named before."""
    told, cue = statement.span, statement.cue or statement.span
    # Who is named in a charge within the charge («ليتهموا البلدية لاحقا») is not whom this one is aimed at.
    within = (t.start for t in sentence.tokens if told.start < t.start < told.end and is_charge(t))
    named = _named(account, Span(told.page, min(told.start, cue.start), next(within, told.end)), sides)
    behind = next((t.text for t in sentence.tokens if t.start >= cue.end), "")
    if behind not in standing_in():
        return named
    before = _named(account, Span(told.page, sentence.start, cue.start), sides) - {_side(statement, sides)}
    return named | before if len(before) == 1 else named


def _named(account: Account, span: Span, sides: Mapping[str, str]) -> frozenset[str]:
    here = overlapping(account.mentions, span)
    return frozenset(sides.get(m.actor, m.actor) for m in here if m.actor and span.holds(m.span))


def places_of(said: Said) -> set[str]:
    """The places that a statement names, states apart."""
    span = said.statement.span
    return {
        m.actor
        for m in said.account.mentions
        if m.type in (MentionType.GPE, MentionType.LOC)
        and m.actor
        and not m.actor.startswith("country:")
        and span.overlaps(m.span)
    }
