"""What a retelling turned round: who did it to whom, who said it, whether it was so at all.

Judgements for `changes`: each looks at one pair and speaks only where both sides can be read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from rapidfuzz import fuzz

from riwaya.account import Account
from riwaya.likeness import lemma_of
from riwaya.model import Change, MentionType, Span, Statement
from riwaya.rules import load, rules_in
from riwaya.stories.facts import Facts, negates
from riwaya.stories.pair import ALIKE, KEPT, Pair
from riwaya.stories.places import find_states
from riwaya.stories.roots import root_of
from riwaya.stories.weights import commonness
from riwaya.text import Sentence, Token, fold_word

TITLE = 5
"""Words before a name that may be its title."""
DENIED = 0.5
"""How much of the derived clause must be covered before a negation means that something was turned round."""
LONGER = 2.0
"""A source stretch longer than this many times the derived one may deny something else."""


def _roles(pair: Pair) -> Iterator[Change]:
    """Two states have changed places: whose minister and whose ambassador, whose partner somebody is."""
    if not pair.sure:
        return
    there, here = _by_word(pair.there), _by_word(pair.here)
    beside = {s for s, _ in pair.there_all.states}
    moved: dict[tuple[str, str], tuple[str, str, Change]] = {}
    for key, mine in here.items():
        yours = there.get(key)
        if yours is None or len(mine) != 1 or len(yours) != 1:
            continue
        (state, span), (other, words) = next(iter(mine.items())), next(iter(yours.items()))
        if state != other and state in beside:
            moved[other, state] = *key, Change("role", "contradicted", words, span)
        elif state != other and state not in pair.source.states:
            yield Change("role", "contradicted", words, span)  # «المدرب الهولندي» for the Danish one
    for (other, state), (word, link, change) in moved.items():
        # One adjective may rightly name another («الرئيس»); a mirrored pair, or «شريك ل», may not, nor a word that
        # the source ties to the one state alone and the retelling to the other.
        alone = (word, state) not in pair.source.ties and (word, other) not in pair.derived.ties
        if link or alone or (state, other) in moved:
            yield change


def _by_word(facts: Facts) -> dict[tuple[str, str], dict[str, Span]]:
    found: dict[tuple[str, str], dict[str, Span]] = {}
    for tie in facts.ties:
        found.setdefault((tie.word, tie.link), {})[tie.state] = tie.span
    return found


def _offices(pair: Pair) -> Iterator[Change]:
    """The same person in another office: «وزير الري فلان» where the source has the minister of education."""
    if not pair.sure:
        return
    held = {m.actor: office for m in pair.there_all.people if (office := _office(pair.source.account, m.span))}
    for mention in pair.here_all.people:
        mine, yours = _office(pair.derived.account, mention.span), held.get(mention.actor)
        if mine is None or yours is None or mine.head != yours.head:
            continue
        if (mine.head, mine.which) not in pair.source.doubles and (yours.head, yours.which) not in pair.derived.doubles:
            yield Change("role", "contradicted", yours.span, mine.span)


@dataclass(frozen=True, slots=True)
class _Office:
    """«وزير الري»: the word for an office, and the one that says which."""

    head: str
    which: str
    span: Span


def _office(account: Account, name: Span) -> _Office | None:
    """The office that stands before a person's name."""
    sentence = account.words.sentence_at(name.start)
    before = [t for t in sentence.tokens if t.end <= name.start][-TITLE:] if sentence else []
    for a, b in reversed(list(pairwise(before))):
        head = next((w for w in (a.text, a.text[1:]) if w in _heads()), None)
        if head and b.text.startswith("ال"):
            return _Office(head, _same().get(b.text, b.text), account.words.span(a.start, b.end))
    return None


@cache
def _same() -> dict[str, str]:
    """Word behind an office -> the first of those that say the same there: «رئيسة البلاد», «رئيسة الدولة»."""
    groups = ([fold_word(w) for w in line] for line in load("ar/derivation")["same_office"])
    return {word: group[0] for group in groups for word in group}


@cache
def _heads() -> frozenset[str]:
    return frozenset(fold_word(w) for w in load("ar/derivation").texts("offices"))


def _speakers(pair: Pair) -> Iterator[Change]:
    """The same words in another mouth: another state's, or another person's."""
    if not pair.sure:
        return
    for mine in pair.here.statements:
        for yours in pair.there.statements:
            a, b = _voice(pair.derived.account, mine), _voice(pair.source.account, yours)
            if a and b and not a & b and mine.speaker and yours.speaker:
                yield Change("speaker", "contradicted", yours.speaker.span, mine.speaker.span)
                return


def _voice(account: Account, statement: Statement) -> frozenset[str]:
    """The states that a speaker speaks for; empty where that can not be told."""
    if statement.speaker is None:
        return frozenset()
    states: set[str] = set()
    if statement.speaker.actor and statement.speaker.actor.startswith("country:"):
        states.add(statement.speaker.actor.removeprefix("country:"))
    span = statement.speaker.span
    sentence = account.words.sentence_at(span.start) if span else None
    if span and sentence:
        # «المتحدثة باسم الخارجية ... فلانة»: for whom somebody speaks stands before the name
        before = [t for t in sentence.tokens if t.start < span.start][-TITLE:]
        tokens = [*before, *(t for t in sentence.tokens if span.start <= t.start < span.end)]
        states |= {h.payload for h in find_states(account.words.passages[sentence.passage].folded, tokens)}
    return frozenset(states)


def _negations(pair: Pair) -> Iterator[Change]:
    """What the source denies is asserted, or the other way round."""
    if pair.match.covered < DENIED or pair.match.derived.headed:
        return
    denied, said = _roots(pair.here.denied), _roots(pair.here.lemmas)
    before, stood = _roots(pair.there.denied), _roots(pair.there.lemmas)
    longer = len(pair.there.lemmas) > LONGER * len(pair.here.lemmas)
    one_sided = pair.here.negated != pair.there.negated and not longer
    turned = any({root_of(x), root_of(y)} <= said for x, y in pair.there_all.denied_pairs)
    if (one_sided and ((denied & stood) | (before & said))) or (turned and not pair.here_all.negated):
        yield Change("negation", "contradicted", pair.there.span, pair.here.span)


def _roots(lemmas: frozenset[str]) -> frozenset[str]:
    """Lemmas by their consonants, so that «لم يحصل» meets «حصل»."""
    return frozenset(root_of(x) for x in lemmas)


def _opposites(pair: Pair) -> Iterator[Change]:
    """What rose has fallen, what was refused is accepted: the other side of a pair of opposites, and not the first."""
    if not pair.sure:
        return
    here, there = pair.match.derived.sentence, pair.match.unit.clauses[0].sentence
    for mine, yours in (("one", "other"), ("other", "one")):
        stood = dict(pair.there.marked(yours))
        kept = {rule for rule, _ in (*pair.here_all.marked(yours), *pair.there_all.marked(mine))}
        for rule, words in pair.here.marked(mine):
            if rule not in stood or rule in kept or _denied_before(here, words) or _denied_before(there, stood[rule]):
                continue
            yield Change(_of_what()[rule], "contradicted", stood[rule], words)


@cache
def _of_what() -> dict[str, str]:
    """What each pair of opposites turns round: an act where it names nothing else."""
    return {e.text("id"): e.get("what", "act") for e in rules_in(load("ar/derivation"), "opposite")}


def _denied_before(sentence: Sentence, words: Span) -> bool:
    """Whether a negation stands right before `words`, of which the next word may be the one that is denied."""
    before = [t for t in sentence.tokens if t.start < words.start][-2:]
    return any(negates(t.text) for t in before)


def _slots(pair: Pair) -> Iterator[Change]:
    """Another name in the same place between the same words, where all else is as it was."""
    if pair.match.covered < KEPT or pair.match.derived.headed:
        return
    there = [t for c in pair.match.unit.clauses for t in c.tokens]
    here = pair.match.derived.tokens
    slots = {(a.text, c.text): b for a, b, c in zip(there, there[1:], there[2:], strict=False)}
    for a, b, c in zip(here, here[1:], here[2:], strict=False):
        other = slots.get((a.text, c.text))
        if other is None or other.text == b.text or b.is_number or other.is_number:
            continue
        kind = _named_kind(pair.derived.account, b) or _named_kind(pair.source.account, other)
        strange = [
            _named_kind(x.account, t) or not _common(t.text) for x, t in ((pair.derived, b), (pair.source, other))
        ]
        if pair.here.states_of(b) & pair.there.states_of(other):
            continue  # a state by its name and by its capital
        if kind and all(strange) and fuzz.ratio(b.text, other.text) < ALIKE and root_of(b.text) != root_of(other.text):
            yield Change(
                kind,
                "contradicted",
                pair.source.account.words.span(other.start, other.end),
                pair.derived.account.words.span(b.start, b.end),
            )


def _named_kind(account: Account, token: Token) -> str:
    """What a word names as a whole: a person, a place, or nothing that is known."""
    kinds = {MentionType.PER: "name", MentionType.GPE: "place", MentionType.LOC: "place"}
    met = (m for m in account.mentions if token.start <= m.span.start and m.span.end <= token.end)
    return next((kinds[m.type] for m in met if m.type in kinds), "")


def _common(word: str) -> bool:
    return lemma_of(word) in commonness()


TURNED: tuple[Callable[[Pair], Iterator[Change]], ...] = (
    _roles,
    _offices,
    _speakers,
    _negations,
    _opposites,
    _slots,
)
