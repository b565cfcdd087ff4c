"""The lines of a brief: which facts are told, in whose words, resting on what.

1. Every sentence of the body that can stand alone is a candidate (`candidates`).
2. Candidates that tell one thing are a fact; some of them vouch for it (`facts`).
3. A fact weighs more the more independent accounts vouch for it, the graver its event, the nearer the
   head of its page, the more it names and dates; less where it is filler or background.
4. The weightiest facts are told, none twice: news in order of time, then background; each in the words
   of its best witness: an original before a copy, a writer before a machine.

A line is verbatim. Its spans are its own sentence first, then those of the pages that say the same.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from riwaya.account import Account, Affair
from riwaya.brief.candidates import Candidate, find_candidates
from riwaya.brief.facts import Fact, find_facts, same_deed
from riwaya.likeness import cosine
from riwaya.model import BriefLine, Contrast, ContrastKind, Derivation, Span

_REPEATED = 0.5  # a second line this like a told one tells nothing new
_REPEATED_BY_MACHINE = 0.2  # a machine's words for a told fact share less with it
# What stands before the words of a line: a bullet; an inline dateline, «باريس (وكالة) -», «عدن، 3 مايو 2025 —».
_LEAD_IN = re.compile(r"^(?:[\s\-–—•*▪◾]+|[^.؟!«\"“:\n]{0,90}?(?:\)|\d{4}م?)\s*[\-–—ـ:]+\s+)+")
# A rewrite that only words a thing differently puts nothing in dispute.
_GRAVE_RULES = frozenset(
    {"figures", "roles", "times", "places", "hours", "claims"}
    | {f"altered:{what}" for what in ("number", "date", "role", "negation", "speaker", "cause")}
)


def write_brief(affair: Affair) -> tuple[BriefLine, ...]:
    """The brief of one topic: a line or two for a single page, at most a dozen for many."""
    origins = _origins(affair.accounts, affair.derivations)
    copied = frozenset(a for a, origin in origins.items() if a != origin)
    facts = find_facts(find_candidates(affair, copied), affair)
    room = _room(len(set(origins.values())))
    told: list[Fact] = []
    for fact in sorted(facts, key=lambda f: (-_weight(f, origins), f.best.span)):
        behind = sum(t.best.background for t in told)
        if (fact.best.background and behind >= max(1, room // 3)) or any(_repeats(fact, t) for t in told):
            continue
        told.append(fact)
        if len(told) == room:
            break
    told.sort(key=lambda f: (f.best.background, f.best.day or dt.date.max, f.best.account.id, f.best.sentence.start))
    return tuple(_line(f, origins, affair) for f in told)


def _repeats(fact: Fact, told: Fact) -> bool:
    """Whether a fact has in the main been told: in like words, or as the same deed of the same day."""
    one, other = fact.best, told.best
    if cosine(one.vector, other.vector) >= (_REPEATED_BY_MACHINE if one.by_machine else _REPEATED):
        return True
    return one.when is not None and one.when == other.when and same_deed(one, other)


def _room(origins: int) -> int:
    """Lines for a topic told by so many independent accounts: 2, 6, 8, 10, 12."""
    return 2 if origins <= 1 else min(12, 2 + 2 * origins)


def _origins(accounts: Sequence[Account], derivations: Sequence[Derivation]) -> dict[str, str]:
    """Article id -> the article whose words it carries in the end (itself, when original)."""
    source = {d.derived: d.source for d in derivations if d.source}
    origins: dict[str, str] = {}
    for account in accounts:
        at, seen = account.id, {account.id}
        while source.get(at) and source[at] not in seen:
            at = source[at] or at
            seen.add(at)
        origins[account.id] = at
    return origins


def _weight(fact: Fact, origins: dict[str, str]) -> float:
    """The best candidate's weight, and more for every page that vouches: most for independent ones."""
    independent = {origins[w.account.id] for w in fact.witnesses} - {origins[fact.best.account.id]}
    retold = len({w.account.id for w in fact.witnesses}) - len(independent)
    return fact.best.weight + 0.8 * len(independent) + 0.25 * retold


def _line(fact: Fact, origins: dict[str, str], affair: Affair) -> BriefLine:
    best = fact.best
    others = {w.account.id: w for w in reversed(fact.witnesses)}
    own = _without_lead_in(best)
    spans = (own, *(others[a].span for a in sorted(others)))
    text = " ".join(best.account.article.words_of(own).split())
    sources = {origins[w.account.id] for w in (best, *fact.witnesses)}
    date = best.when.value if best.when else None
    return BriefLine(text, spans, date, len(sources), _warning(best, len(sources), affair))


def _without_lead_in(candidate: Candidate) -> Span:
    """The sentence's own words, without a bullet or a dateline before them."""
    span = candidate.span
    match = _LEAD_IN.match(candidate.account.article.words_of(span))
    if match and match.end() < span.end - span.start:
        return Span(span.page, span.start + match.end(), span.end)
    return span


def _warning(best: Candidate, sources: int, affair: Affair) -> str | None:
    """The gravest reason for care: disputed, machine_translation, rewrite, single_source; or None."""
    if any(_in_doubt(c) and any(s.overlaps(best.span) for p in c.positions for s in p.spans) for c in affair.contrasts):
        return "disputed"
    if best.by_machine:
        return "machine_translation"
    if any(d.derived == best.account.id and d.relation in ("rewrite", "summary") for d in affair.derivations):
        return "rewrite"
    return "single_source" if sources == 1 else None


def _in_doubt(contrast: Contrast) -> bool:
    if contrast.kind is ContrastKind.DISPUTE:
        return True
    return contrast.kind is ContrastKind.DISCREPANCY and contrast.rule in _GRAVE_RULES
