"""Statements of a topic as disputes weigh them: whose side speaks, of what, whom it names and whom it charges."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from riwaya.account import Account
from riwaya.compare.heard import is_charge, plainly_said
from riwaya.compare.labels import standing_in
from riwaya.compare.subjects import is_subject
from riwaya.likeness import Vector, Weights, content_lemmas
from riwaya.model import MentionType, Span, Statement
from riwaya.text import Sentence


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
    charged: frozenset[str]  # sides that it is aimed at


def all_said(accounts: Sequence[Account], sides: Mapping[str, str], copied: Set[Span]) -> list[Said]:
    """What known speakers plainly say in `accounts`, but for `copied` words; `sides` maps an actor id to its side."""
    by_page: dict[str, list[Span]] = {}
    for span in copied:
        by_page.setdefault(span.page, []).append(span)
    pieces: list[tuple[Statement, Account, list[str], int]] = []
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
            at = index[id(sentence)]
            pieces.append((statement, account, matter_of(account, statement.span, at), at))
    weights = Weights(lemmas for _, _, lemmas, _ in pieces)
    found: list[Said] = []
    for statement, account, lemmas, at in pieces:
        sentence = account.words.sentences[at]
        named = _named(account, statement.span, sides)
        around = _named(account, account.words.span(sentence.start, sentence.end), sides)
        side, vector = _side(statement, sides), weights.vector(lemmas)
        charged = _charged(account, statement, sentence, sides)
        found.append(Said(statement, account, side, vector, at, named, around, charged))
    return found


def matter_of(account: Account, span: Span, sentence: int) -> list[str]:
    """The lemmas of what is said, without names and dates: parties, places and days alone make no
    common matter."""
    names = [m.span for m in account.mentions] + [d.span for d in account.dates]
    names = [n for n in names if n.overlaps(span)]
    tokens = (
        t
        for s in account.words.sentences[sentence:]
        if s.start < span.end
        for t in s.tokens
        if span.start < t.end
        and t.start < span.end
        and not any(n.overlaps(Span(n.page, t.start, t.end)) for n in names)
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
    return frozenset(sides.get(m.actor, m.actor) for m in account.mentions if m.actor and span.holds(m.span))


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
