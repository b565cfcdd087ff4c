"""One party answers another on one page: what stands a sentence apart is about one thing as a rule.

Signs, from the surest:

* `denied`   a denial right after a charge, after words it has in common with, or of «these charges»
* `however`  «غير أن», «لكن» between two speakers where the first said no flatly, or one says no to what the other
             says of
* `opposite` «في المقابل» between two accounts of one deed (a line of `alike` in both)
* `issue`    «لكن», «بينما» between two speakers, of whom one says no or charges somebody: no word need be common to
             what stands side by side
* `reply`    «ورد», «وردت» at a sentence's head, on a matter in common

Partners are the clauses of the last other speaker, a few sentences back as long as nobody else spoke; of several the
one with most in common.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby, pairwise
from math import fsum

from riwaya.compare.clauses import Clause, weight_of
from riwaya.compare.heard import called_press, takes_sides
from riwaya.compare.labels import label
from riwaya.compare.positions import checked, payloads_in
from riwaya.likeness import Weights
from riwaya.model import Contrast, ContrastKind, Polarity, Span
from riwaya.rules import Entry, Finding, load, rules_in
from riwaya.text import Lexicon, fold_words

_BACK = 3  # sentences before an answer in which what it answers may stand
_HEAD = 3  # tokens of a sentence in which a word of replying opens it
_LEAD = 60  # code points before «that» in its sentence that name who denies and tell nothing else
_CLAIM = 2  # keys that make a claim
_NO = frozenset({"no", "never", "denial"})
NO_DENIALS = ("dispute:however", "dispute:issue", "dispute:opposite", "dispute:reply")
"""The rules of what is told by other signs than a denial."""


@dataclass(frozen=True, slots=True)
class _Turn:
    """What one speaker says in a row, and the words before it that lead over from the last."""

    clauses: tuple[Clause, ...]

    @property
    def first(self) -> Clause:
        return self.clauses[0]


def answered(told: Sequence[Clause], *, denials_only: bool = False) -> Iterator[Contrast]:
    """Disputes between neighbours among the clauses of a topic; if so asked, none by other signs than a denial."""

    @cache
    def weights() -> Weights:
        return Weights(c.keys for c in told)

    for _, page in groupby(told, key=lambda c: c.account.id):
        here = list(page)
        turns = _turns(here)
        for before, after in pairwise(turns):
            if not denials_only or after.first.no == "denial":
                yield from _between(before, after, weights, told)


def _turns(here: Sequence[Clause]) -> list[_Turn]:
    said = [c for c in here if c.statement is not None]
    return [_Turn(tuple(cs)) for _, cs in groupby(said, key=lambda c: c.speaker)]


def _between(before: _Turn, after: _Turn, weights: Callable[[], Weights], told: Sequence[Clause]) -> Iterator[Contrast]:
    """The dispute, if any, that the first words of one turn open with the turn before."""
    first = after.first
    statement = first.statement
    near = [c for c in before.clauses if 0 <= first.sentence - c.sentence <= _BACK and c.span.end <= first.span.start]
    if (
        statement is None
        or not near
        or first.sentence - near[-1].sentence > 1
        or not (_party(first) and _party(near[-1]))
    ):
        return
    here = [c for c in after.clauses if c.sentence == first.sentence]
    signs = _signs(near[-1], first)
    pairs = [(a, b) for a in near for b in here]
    alike = [(a, b) for a, b in pairs if _have_common(a, b)] or pairs[:1]
    a, b = max(alike, key=lambda p: _common(p[0], p[1], weights())) if len(alike) > 1 else alike[0]
    common = _have_common(a, b)
    if first.no == "denial":
        best = _what_is_denied(near, first, a if common and b is first else None)
        if best is not None and _opens(best):
            yield _contrast(best, first, here, "denied")
    elif "however" in signs:
        flat = next((c for c in reversed(near) if c.no in ("denial", "never")), None)
        if flat is not None and not first.no and len(first.keys) >= _CLAIM:
            yield _contrast(flat, first, here, "however", _said_again(flat, told))
        elif common and _one_says_no(a, b):
            yield _contrast(a, b, here, "however")
        elif _takes_issue(near[-1], first):
            yield _contrast(near[-1], first, here, "issue")
    elif "against" in signs and common and not (b.unsure or a.unsure) and _one_deed(a, b):
        yield _contrast(a, b, here, "opposite")
    elif "reply" in signs and common and not b.unsure and _of_one_thing(a, b):
        yield _contrast(a, b, here, "reply")
    elif (
        "whereas" in signs
        and _takes_issue(near[-1], first, charges=False)
        and (common or "never" in (near[-1].no, first.no))
    ):
        yield _contrast(near[-1], first, here, "issue")


def _known(*clauses: Clause) -> bool:
    """Whether somebody known speaks in one of two clauses, and in neither one known by words alone."""
    holders = [c.holder or "" for c in clauses]
    return all(holders) and not all(h.startswith("anon:") for h in holders)


def _what_is_denied(near: Sequence[Clause], denial: Clause, alike: Clause | None) -> Clause | None:
    """Of the clauses before a denial: the last charge, what has words in common, or, of «these charges», the last."""
    noes = [c.statement for c in near if c.no]  # «المدير، علي، لم يوقع»: its first words alone claim nothing
    plain = [c for c in near if not c.no and not c.denies and len(c.keys) >= _CLAIM]
    plain = [c for c in plain if len(c.keys) > _CLAIM or not any(c.statement is s for s in noes)]
    charge = next((c for c in reversed(plain) if _charges(c)), None)
    if charge is not None or alike in plain:  # of a charge of several clauses the one alike, else its first
        charges = [c for c in plain if charge is not None and c.statement is charge.statement]
        return alike if alike in charges or not charges else charges[0]
    known = denial.holder is not None and not denial.holder.startswith("anon:")
    if not plain or not known or not _refers(denial):
        return None
    # «That» is what stands nearest: of another sentence only where nothing else is told before it in its own.
    lead = denial.span.start - denial.account.words.sentences[denial.sentence].start
    return plain[-1] if plain[-1].sentence == denial.sentence or lead <= _LEAD else None


def _opens(clause: Clause) -> bool:
    """Whether a clause opens what its speaker says, or is joined to it by «و»: any other was cut from what it belongs
    to («الأجهزة التي باعها أمس، مدير المصنع، سليمة»)."""
    statement, first = clause.statement, next(iter(clause.tokens), None)
    if statement is None or first is None or clause.span.start <= statement.span.start:
        return True
    return first.text.startswith("و") or first.text in fold_words(load("ar/disputes").texts("opening"))


def _takes_issue(a: Clause, b: Clause, *, charges: bool = True) -> bool:
    """Whether one of two claims, of which somebody known makes one, says no (or `charges`), and the other does not."""
    if min(len(a.keys), len(b.keys)) < _CLAIM or a.unsure or b.unsure or not _known(a, b):
        return False
    hard = [c.no in _NO or (charges and _charges(c)) for c in (a, b)]
    return hard[0] is not hard[1]


def _one_deed(a: Clause, b: Clause) -> bool:
    """Whether two claims have a deed of `alike` in common besides something else that each tells."""
    shared = a.keys.keys() & b.keys.keys()
    return any(k.startswith("=") for k in shared) and min(len(a.keys), len(b.keys)) > _CLAIM


def _of_one_thing(a: Clause, b: Clause) -> bool:
    """Whether two claims open with one word: they are of one subject."""
    return len(a.keys) >= _CLAIM < len(b.keys) and next(iter(a.keys)) == next(iter(b.keys))


def _party(clause: Clause) -> bool:
    statement, holder = clause.statement, clause.holder or ""
    if statement is None or holder.startswith("place:"):
        return False
    return takes_sides(holder) and not called_press(clause.account, statement)


def _charges(clause: Clause) -> bool:
    return clause.statement is not None and clause.statement.polarity is Polarity.ACCUSES


def _one_says_no(a: Clause, b: Clause) -> bool:
    """Whether one of two clauses says no to something that the other speaks of."""
    shared = a.keys.keys() & b.keys.keys()
    if bool(a.no) is bool(b.no) or a.unsure or b.unsure:
        return False
    no = a if a.no else b
    return not shared.isdisjoint(no.denied[:1]) or (no.no == "weak" and no.unsaid(shared))


def _have_common(a: Clause, b: Clause) -> bool:
    """Whether two clauses have something in common besides names."""
    return any(":" not in k for k in a.keys.keys() & b.keys.keys())


def _common(a: Clause, b: Clause, weights: Weights) -> float:
    """What two clauses have in common besides names, by weight."""
    return fsum(weight_of(k, weights) for k in a.keys.keys() & b.keys.keys() if ":" not in k)


def _signs(before: Clause, after: Clause) -> set[str]:
    """The signs in the words that lead from one clause to the other; of replying only at the head of a sentence."""
    words = after.account.words
    sentence = words.sentences[after.sentence]
    start = max(before.span.end, sentence.start)
    folded = words.passages[sentence.passage].folded
    lead = [t for t in sentence.tokens if start <= t.start < after.span.start]
    found = {h.payload for h in _lexicon().find(folded, lead)}
    head = {h.payload for h in _lexicon().find(folded, sentence.tokens[:_HEAD])}
    return (found - {"reply"}) | (head & {"reply"})


def _refers(clause: Clause) -> bool:
    """Whether what is denied is «that», «these charges», and nothing besides."""
    if len(clause.keys) > 1:
        return False
    words = clause.account.words
    sentence = words.sentences[clause.sentence]
    tokens = [t for t in sentence.tokens if clause.span.start <= t.start < clause.span.end]
    folded = words.passages[sentence.passage].folded
    return any(h.payload == "refers" and h.first == 0 for h in _lexicon().find(folded, tokens))


def _said_again(flat: Clause, told: Sequence[Clause]) -> list[Span]:
    """Where another page has a flat no in the same words: all that the one denies, the other does."""
    mine = {k for k in flat.keys if ":" not in k}
    return [
        c.shown()
        for c in told
        if c.account is not flat.account and c.no in ("never", "denial") and not c.own and len(mine) >= _CLAIM
        if mine <= c.keys.keys()
    ]


def _contrast(a: Clause, b: Clause, here: Sequence[Clause], rule: str, again: Sequence[Span] = ()) -> Contrast:
    shared = a.keys.keys() & b.keys.keys()
    more: list[Span] = [c.span for c in here if c is not b and c.span.start > b.span.end and len(c.keys) >= _CLAIM][:1]
    heading = label("denial" if "denial" in (a.no, b.no) else "account", a.words_of(shared))
    return Contrast(heading, ContrastKind.DISPUTE, (a.position(*again), b.position(*more)), f"dispute:{rule}")


# ------------------------------------------------------------------ rules


@cache
def _lexicon() -> Lexicon[str]:
    lexicon: Lexicon[str] = Lexicon()
    for rule in _rules():
        for phrase in rule.texts("words"):
            lexicon.add(phrase, rule.text("id"), particles="وفلب")
    return lexicon


def _rules() -> tuple[Entry, ...]:
    return tuple(r.only("id", "words", "yes", "no") for r in rules_in(load("ar/disputes"), "answers"))


def check_answers() -> tuple[Finding, ...]:
    """A sign stands in every `yes` and in no `no`."""
    return checked(_rules(), lambda rule, text: rule.text("id") in payloads_in(_lexicon(), text))
