"""The lines of a brief: which facts are told, in whose words, resting on what.

1. Every sentence of the body that can stand alone is a candidate (`candidates`).
2. Candidates that tell one thing are a fact; some of them vouch for it (`facts`).
3. A fact weighs more the more independent accounts vouch for it, the graver its event, the nearer the
   head of its page, the more it names and dates; less where it is filler or background (`worth`, `turns`).
4. The weightiest facts are told, none twice, and none that weighs too little: news in order of time, then
   background; each in the words of its best witness: an original before a copy, a writer before a machine.

A line is a page's words, cut and filled in only as `mending` allows. Its spans are its own sentence first, then those
of the pages that say the same, then the names that were filled in. What a party disputes is told with the other side.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise

from riwaya.account import Affair
from riwaya.brief.anchors import needs
from riwaya.brief.candidates import Candidate, find_candidates
from riwaya.brief.facts import Fact, find_facts, told_by
from riwaya.brief.kept import cast_of
from riwaya.brief.making import origins_of
from riwaya.brief.mending import mend
from riwaya.brief.order import in_order
from riwaya.brief.repeats import REPEATED, Repeats
from riwaya.brief.tolls import Tolls, one_toll
from riwaya.brief.turns import Turns, independent
from riwaya.brief.vouching import Tellers
from riwaya.likeness import cosine
from riwaya.model import BriefLine, Contrast, ContrastKind, Polarity, Position, Span

_LONGEST = 15
_LIKELY = 12  # sentences most like a topic's title that may tell its main happening
_TITLE = 0.4  # of the title's weight that such a sentence tells at least
_LEADS = 0.1  # what the lead of a page adds to that; of the page with the title twice
_NEWS = dt.timedelta(days=3)  # before its page: what a title tells is no older
_ROUNDS = 4  # times that lines are chosen anew for those that can stand nowhere
_MOST_ADDED = 2  # lines that a brief may grow by, to tell the other side of what it tells
# A rewrite that only words a thing differently puts nothing in dispute.
_GRAVE_RULES = frozenset(
    {"figures", "figures:count", "roles", "times", "places", "hours", "claims"}
    | {f"altered:{what}" for what in ("number", "date", "role", "negation", "speaker", "cause")}
)


def write_brief(affair: Affair, title: str = "") -> tuple[BriefLine, ...]:
    """The brief of one topic: a line or two for a single page, at most fifteen for many."""
    origins = origins_of(affair.accounts, affair.derivations)
    copied = frozenset(a for a, origin in origins.items() if a != origin)
    candidates = find_candidates(affair, copied)
    tellers = Tellers(candidates)
    tolls = Tolls(candidates, affair, origins)
    facts = find_facts(candidates, affair, tellers, tolls)
    actors = cast_of(affair).actors
    named = {m.actor for a in affair.accounts for m in a.mentions if m.actor in actors}
    known = frozenset(i for i in named if i and actors[i].wikidata)
    repeats = Repeats(origins, tellers, tolls)
    turns = Turns(affair, origins, tellers, title)
    main = _main(facts, repeats, turns, title, known)
    facts = every = [f for f in facts if main is None or all(m is not main.best for m in f.members)]
    told: list[Fact] = []
    for n in range(_ROUNDS):
        told = _chosen(facts, main, repeats, turns)
        sides = _other_tolls(told, every, tolls)
        sides += _other_sides([*told, *sides], candidates, affair)[: max(0, _MOST_ADDED - len(sides))]
        sides += _denials([*told, *sides], candidates)[: max(0, _MOST_ADDED - len(sides))]
        told = [*told[: _LONGEST - len(sides)], *sides]
        placed, left_out = in_order(told, main, known, {id(f) for f in sides}, tolls)
        if not left_out or n == _ROUNDS - 1:
            break
        facts = _without(facts, left_out, known, affair, tellers)
    if not placed:  # whatever it leans on: a topic with a sentence is told
        placed = _fittest(every, known) if main is None else [main]
    disputed = {f.best.span for f in placed if any(tolls.parted(f.best, g.best) for g in placed)}
    return tuple(_lines(placed, origins, affair, disputed))


def _fittest(facts: Sequence[Fact], known: Container[str]) -> list[Fact]:
    """The fact that comes nearest to standing by itself, alone; none where there is none."""
    return sorted(facts, key=lambda f: (f.best.unfit, bool(needs(f.best, known)), -f.best.weight, f.best.span))[:1]


def _main(facts: Sequence[Fact], repeats: Repeats, turns: Turns, title: str, known: Container[str]) -> Fact | None:
    """What the title of a topic says happened, in a sentence that stands by itself; None where no sentence tells it."""
    every = repeats.tellers.of_title(title) if title else []
    shares = every[:_LIKELY]
    if not shares or shares[0][0] < _TITLE:
        return None
    leads: dict[str, int] = {}
    for fact in facts:
        for c in fact.members:
            leads[c.account.id] = min(leads.get(c.account.id, c.sentence.start), c.sentence.start)

    def rank(share: tuple[float, Candidate]) -> tuple[float, Span]:
        told, c = share
        lead = leads[c.account.id] == c.sentence.start
        return -(told + _LEADS * lead * (2 if c.account.id in turns.titled else 1)), c.span

    for told, c in sorted(shares, key=rank):
        if told < _TITLE or _old(c) or not _stands(c, known):
            continue
        alike = {other.span for share, other in every if 2 * share >= told and other.gist.main & c.gist.main}
        chosen = _chosen(facts, None, repeats, turns)
        same = [f for f in chosen if f.best.span in alike and f.best.day == c.day and not needs(f.best, known)]
        if same:  # it is told without more ado
            return same[0]
        fact = next(f for f in facts if any(m is c for m in f.members))
        return fact if repeats.tolls.moved_on(fact.best, c) else told_by(fact, c, turns.affair, repeats.tellers)
    return None


def _old(line: Candidate) -> bool:
    """Whether what a sentence tells was days before its page."""
    published = line.account.article.published
    today = published.when.start if published else None
    return today is not None and line.day is not None and today - line.day > _NEWS


def _stands(line: Candidate, known: Container[str]) -> bool:
    """Whether a sentence stands by itself and tells news of a known day in a writer's words."""
    unfit = line.leans or line.unfit or line.background or line.by_machine or line.day is None
    return not unfit and not needs(line, known)


def _chosen(facts: Sequence[Fact], main: Fact | None, repeats: Repeats, turns: Turns) -> list[Fact]:
    """The main happening and the weightiest facts besides it, as many as there is room for, none told twice."""
    room = _room(len(set(repeats.origins.values())))
    told: list[Fact] = [main] if main is not None else []
    passed = 0  # what is half told leaves its place empty: what would take it weighs less
    for fact, adds in turns(facts, told):
        if len(told) + passed == room:
            break
        behind = sum(t.best.background for t in told)
        enough = fact.best.background and behind >= max(1, room // 3)
        if enough or any(repeats(fact, t) for t in told):
            _brought_up_to_date(told, fact, repeats.tolls)
        elif adds:
            told.append(fact)
        else:
            passed += 1
    return told


def _without(
    facts: Sequence[Fact], left_out: Sequence[Fact], known: Container[str], affair: Affair, tellers: Tellers
) -> list[Fact]:
    """The facts without those that can stand nowhere; one that a sentence which stands by itself tells too, in its
    words."""
    out = {id(f) for f in left_out}
    kept: list[Fact] = []
    for fact in facts:
        if id(fact) not in out:
            kept.append(fact)
            continue
        others = sorted((m for m in fact.members[1:] if not m.leans), key=lambda m: (-m.weight, m.span))
        other = next((m for m in others if not needs(m, known)), None)
        if other is not None:
            rest = Fact([m for m in fact.members if m is not fact.best], fact.akin, partial(_witnesses_of, fact))
            kept.append(told_by(rest, other, affair, tellers))
    return kept


def _witnesses_of(fact: Fact) -> list[Candidate]:
    return fact.witnesses


def _lines(
    told: Sequence[Fact], origins: dict[str, str], affair: Affair, disputed: Container[Span]
) -> Iterator[BriefLine]:
    """The lines in their order; whoever one has named is not introduced again. `disputed` are the spans of tolls beside
    which another is told."""
    known: set[str] = set()
    for fact in told:
        line = _line(fact, origins, affair, known)
        yield replace(line, warning="disputed") if fact.best.span in disputed else line
        known.update(w.strip("[]،") for w in line.text.split())
        known |= {m.actor for m in fact.best.here.mentions if m.actor and fact.best.span.holds(m.span)}


def _other_sides(told: Sequence[Fact], candidates: Sequence[Candidate], affair: Affair) -> list[Fact]:
    """For a told line that holds one side of a dispute: the sentence of the other side, where none is told. The first
    dispute of a topic is told even where no line touches it, if one sentence tells both sides."""
    added: list[Fact] = []
    disputes = [c for c in affair.contrasts if c.kind is ContrastKind.DISPUTE]
    for contrast in disputes:
        if contrast is disputes[0] and not any(_holding(p, [f.best for f in told]) for p in contrast.positions):
            both = [c for c in candidates if all(_holding(p, [c]) for p in contrast.positions)]
            added += [Fact([max(both, key=lambda c: (c.weight, c.account.id))])] if both else []
            continue
        held = [_holding(p, [f.best for f in (*told, *added)]) for p in contrast.positions]
        if not any(held) or all(held) or len(added) == _MOST_ADDED:
            continue
        for position, there in zip(contrast.positions, held, strict=True):
            found = [] if there else [c for c in candidates if any(s.overlaps(c.span) for s in position.spans)]
            if found:
                best = max(found, key=lambda c: (c.weight, c.account.id))
                if not any(cosine(best.vector, f.best.vector) >= REPEATED for f in (*told, *added)):  # told by a copy
                    added.append(Fact([best]))
                break
    return added


def _other_tolls(told: Sequence[Fact], facts: Sequence[Fact], tolls: Tolls) -> list[Fact]:
    """For a told line that begins with a toll which other pages dispute: theirs, each once."""
    added: list[Fact] = []
    for line in told:
        for fact in sorted(facts, key=lambda f: (-f.best.weight, f.best.span)) if line.best.dead else ():
            tells = {f.best.dead for f in (*told, *added) if f is line or tolls.parted(f.best, line.best)}
            if len(added) < _MOST_ADDED and fact.best.dead not in tells and tolls.parted(fact.best, line.best):
                added.append(fact)
    return added


def _denials(told: Sequence[Fact], candidates: Sequence[Candidate]) -> list[Fact]:
    """For a told line that charges somebody: the sentence behind it on its page, where that denies it."""
    found: list[Fact] = []
    spans = {f.best.span for f in told}
    for a, b in pairwise(candidates):  # those of one page stand in its order
        if a.span not in spans or b.span in spans or a.account.id != b.account.id or a.denies or not b.denies:
            continue
        if _charges(a) and (a.named & b.named or not b.named):
            found.append(Fact([b]))
    return found


def _charges(line: Candidate) -> bool:
    """Whether a line charges somebody with something."""
    said = (s for s in line.here.statements if line.span.overlaps(s.span))
    return any(s.polarity is Polarity.ACCUSES for s in said) or any(kind == "ACCUSE" for kind, _, _ in line.deeds)


def _holding(position: Position, told: Sequence[Candidate]) -> bool:
    return any(s.overlaps(c.span) for c in told for s in position.spans)


def _brought_up_to_date(told: list[Fact], fact: Fact, tolls: Tolls) -> None:
    """Put a later and larger toll in the place of the one that was told."""
    for n, other in enumerate(told):
        if one_toll(fact.best, other.best) and tolls.moved_on(fact.best, other.best):
            told[n] = fact
            return


def _room(origins: int) -> int:
    """Lines for a topic told by so many independent accounts: 2, 6, 9, 12, 15."""
    return 2 if origins <= 1 else min(_LONGEST, 3 * origins)


def _line(fact: Fact, origins: dict[str, str], affair: Affair, known: Container[str]) -> BriefLine:
    best = fact.best
    others = {w.account.id: w for w in reversed(fact.witnesses)}
    mended = mend(best.account, best.sentence, known)
    spans = (mended.span, *(others[a].span for a in sorted(others)), *mended.beside)
    sources = independent(best, fact.witnesses, origins)
    date = best.when.value if best.when else None
    return BriefLine(mended.text, spans, date, sources, _warning(best, sources, affair))


def _warning(best: Candidate, sources: int, affair: Affair) -> str | None:
    """The gravest reason for care: disputed, machine_translation, rewrite, single_source; or None."""
    if any(s.overlaps(best.span) for c in affair.contrasts for p in _doubted(c) for s in p.spans):
        return "disputed"
    if best.by_machine:
        return "machine_translation"
    if any(d.derived == best.account.id and d.relation in ("rewrite", "summary") for d in affair.derivations):
        return "rewrite"
    return "single_source" if sources == 1 else None


def _doubted(contrast: Contrast) -> tuple[Position, ...]:
    """The positions of a contrast that are put in doubt: all in a dispute; of a retelling only what it made of its
    source, which is none the worse for it."""
    if contrast.kind is ContrastKind.DISPUTE:
        return contrast.positions
    if contrast.kind is not ContrastKind.DISCREPANCY or contrast.rule not in _GRAVE_RULES:
        return ()
    return contrast.positions[1:] if contrast.rule.startswith("altered:") else contrast.positions
