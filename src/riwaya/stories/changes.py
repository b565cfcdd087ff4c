"""Changes: what a retelling did to the words it was taken from.

Each judgement below looks at one pair (the source's stretch, the derived one) and says what was left out, blurred, put
in or turned round, with the words on both sides. It speaks only where both sides can be read: a synonym is no
change, a headline may be short, and what the derived article says elsewhere is not left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz

from riwaya.account import Account
from riwaya.likeness import lemma_of
from riwaya.model import Change, MentionType, Span, Statement, When
from riwaya.rules import load, rules_in
from riwaya.stories.align import Match
from riwaya.stories.clauses import Clause
from riwaya.stories.facts import Facts, Figure, find_marks, negates, read_facts, sentence_facts
from riwaya.stories.places import find_states
from riwaya.stories.roots import root_of
from riwaya.stories.weights import commonness
from riwaya.text import Sentence, Token, fold_word

SURE = 0.42
"""How much of the derived clause must be covered before a difference means that something was turned round."""
CLOSE = 0.8
"""A clause that keeps nearly every word: a modifier that is missing was taken out."""
OPENING = 3
TITLE = 5
"""Words before a name that may be its title."""
LONG = 4
_ADJECTIVES = ("ي", "يه", "يين", "يون", "يان", "يات")
ALIKE = 72.0
"""Likeness (0 to 100) of two spellings of one name."""
DENIED = 0.5
"""The same for a negation: a word that both hold may well be denied of something else."""
LONGER = 2.0
"""A source stretch longer than this many times the derived one may deny something else."""
KEPT = 0.55
"""How much of the derived clause must be covered before a new figure is taken for the one that is missing."""
TERSE = 6
"""Lemmas; a derived clause of fewer leaves things out for brevity."""


class Telling:
    """An article as one side of a comparison: what it says anywhere, worked out once."""

    def __init__(self, account: Account, clauses: Sequence[Clause]) -> None:
        self.account = account
        self.clauses = clauses

    @cached_property
    def numbers(self) -> frozenset[float]:
        return frozenset(n for c in self.clauses for n in c.numbers)

    @cached_property
    def states(self) -> frozenset[str]:
        return frozenset(s for c in self.clauses for s in c.states)

    @cached_property
    def people(self) -> frozenset[str]:
        return frozenset(m.actor for m in self.account.mentions if m.actor)

    @cached_property
    def families(self) -> frozenset[tuple[str, str]]:
        """(section, rule) of every phrase of `derivation.yaml` that stands anywhere in the article."""
        words = self.account.words
        found = (find_marks(words.passages[s.passage].folded, s.tokens) for s in words.sentences)
        return frozenset((section, rule) for marks in found for section, rule, _ in marks)

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset(t.text for c in self.clauses for t in c.tokens)

    @cached_property
    def lemmas(self) -> frozenset[str]:
        return frozenset(x for c in self.clauses for x in c.lemmas)


@dataclass(frozen=True, slots=True)
class _Pair:
    """One aligned pair under comparison: the facts of both stretches and of the sentences they stand in."""

    match: Match
    source: Telling
    derived: Telling
    there: Facts
    here: Facts
    there_all: Facts
    here_all: Facts

    @property
    def terse(self) -> bool:
        return self.match.derived.headed or len(self.match.derived.lemmas) < TERSE

    @property
    def sure(self) -> bool:
        return self.match.covered >= SURE


def find_changes(match: Match, source: Telling, derived: Telling) -> tuple[Change, ...]:
    """The changes of one aligned pair, the gravest first; each words of the derived text is told once."""
    if source.account.article.words_of(match.unit.span) == derived.account.article.words_of(match.derived.span):
        return ()
    there = read_facts(source.account, _core(match))
    here = read_facts(derived.account, (match.derived,))
    pair = _Pair(
        match,
        source,
        derived,
        there,
        here,
        sentence_facts(source.account, match.unit.clauses[0].sentence),
        sentence_facts(derived.account, match.derived.sentence),
    )
    found = [c for judge in _JUDGES for c in judge(pair)]
    order = ("contradicted", "added", "vague", "omitted")
    told: dict[tuple[str, str], Change] = {}
    for change in sorted(found, key=lambda c: order.index(c.kind)):
        if change.kind != "omitted" or not any(what == change.what for what, _ in told):
            told.setdefault((change.what, change.kind), change)
    return tuple(told.values())


def _core(match: Match) -> tuple[Clause, ...]:
    """Of two source clauses the one that the derived clause tells, where it hardly touches the other."""
    if len(match.unit.clauses) < 2:
        return match.unit.clauses
    said = {k for k in match.derived.lemmas if k[0] != "@"}
    shared = [len(said & set(c.lemmas)) for c in match.unit.clauses]
    kept = [c for c, n in zip(match.unit.clauses, shared, strict=True) if n >= 0.3 * sum(shared)]
    return tuple(kept) if kept else match.unit.clauses


def _numbers(pair: _Pair) -> Iterator[Change]:
    """A figure for the same thing differs; or a figure stands where the source has none."""
    if pair.match.derived.headed:
        return
    kept = [f.value for f in pair.here_all.figures]
    lost = [f for f in pair.there.figures if not any(_same_figure(f.value, v) for v in kept)]
    for figure in pair.here.figures:
        same = [f for f in pair.there_all.figures if _same_figure(figure.value, f.value)]
        if same:
            if pair.sure and all(_opposed(figure, f) for f in same):
                yield Change("number", "contradicted", same[0].span, figure.span)
            continue
        twins = [f for f in pair.there.figures if set(f.counted[:2]) & set(figure.counted[:2])]
        new = not any(_same_figure(figure.value, n) for n in pair.source.numbers)
        if twins and pair.sure and not _compatible(figure.value, figure.bound, twins[0].value):
            yield Change("number", "contradicted", twins[0].span, figure.span)
        elif new and lost and pair.match.covered >= KEPT and not _compatible(figure.value, figure.bound, lost[0].value):
            yield Change("number", "contradicted", lost[0].span, figure.span)
        elif new and figure.value > 12:
            yield Change("number", "added", None, figure.span)
    everything = pair.here.marked("whole")
    if everything and lost and pair.sure and not pair.there_all.marked("whole"):
        counted = [f for f in lost if set(f.counted) & pair.here.lemmas]
        yield from (Change("number", "contradicted", f.span, everything[0][1]) for f in counted[:1])


_LEAST, _MOST = ("over", "at_least"), ("under", "at_most")


def _opposed(one: Figure, other: Figure) -> bool:
    """The same number, once as the least and once as the most."""
    return (one.bound in _LEAST and other.bound in _MOST) or (one.bound in _MOST and other.bound in _LEAST)


def _same_figure(a: float, b: float) -> bool:
    return abs(a - b) <= 1e-9 * max(abs(a), abs(b))


def _compatible(value: float, bound: str, source: float) -> bool:
    """True where a bounded or rounded figure still says what the source says."""
    if bound in ("over", "at_least"):
        return 0.8 * source <= value <= source
    if bound in ("under", "at_most"):
        return source <= value <= 1.25 * source
    return bound == "about" and 0.9 * source <= value <= 1.1 * source


def _blurred(pair: _Pair) -> Iterator[Change]:
    """«عدد من» for a number, «في وقت سابق» for a date, «مصادر» for a speaker."""
    met = {rule for rule, _ in pair.there_all.marked("vague")}
    blurs = {e.text("id"): e.text("of") for e in rules_in(load("ar/derivation"), "vague")}
    for rule, words in pair.here_all.marked("vague"):
        of = blurs[rule]
        if rule in met or not (of == "source" or words.overlaps(pair.here.span)):
            continue
        lost = _lost(pair, of)
        if lost is not None:
            yield Change(of, "vague", lost, words)


def _lost(pair: _Pair, of: str) -> Span | None:
    """The source's words that say exactly what the derived text only says vaguely."""
    if of == "number":
        figures = [f for f in pair.there.figures if f.value not in {x.value for x in pair.here.figures}]
        return max(figures, key=lambda f: len(pair.here.lemmas & set(f.counted))).span if figures else None
    if of == "date":
        return pair.there_all.dates[0].span if pair.there_all.dates and not pair.here.dates else None
    said = [s for s in pair.there_all.statements if s.speaker and s.speaker.span]
    named = [s for _, s in pair.there_all.marked("attribution")]
    spans = [s.speaker.span for s in said if s.speaker and s.speaker.span] + named
    return spans[0] if spans else None


def _dates(pair: _Pair) -> Iterator[Change]:
    """Another day or month; or none where the source names one."""
    told = [d for d in pair.there.dates if _placed(d.when)]
    for mention in pair.here.dates:
        when = mention.when
        if told and when and _placed(when) and not any(d.when and d.when.overlaps(when) for d in told):
            elsewhere = any(d.when and d.when.overlaps(when) for d in pair.there_all.dates)
            if pair.sure and not elsewhere:
                yield Change("date", "contradicted", told[0].span, mention.span)
    mine, yours = dict(pair.here.months), dict(pair.there.months)
    if mine and yours and pair.sure and not set(mine) & set(dict(pair.there_all.months)):
        yield Change("date", "contradicted", next(iter(yours.values())), next(iter(mine.values())))
    there_days = {(month, day): span for month, day, span in pair.there_all.days}
    for month, day, span in pair.here.days:
        others = [s for (m, _), s in there_days.items() if m == month]
        if pair.sure and others and (month, day) not in there_days:
            yield Change("date", "contradicted", others[0], span)
    if pair.there.dates and not pair.here_all.dates and not pair.terse and _retold(pair):
        yield Change("date", "omitted", pair.there.dates[0].span, None)


def _placed(when: When | None) -> bool:
    return when is not None and when.bounded


def _retold(pair: _Pair) -> bool:
    """True where the derived clause tells the source's stretch as a whole and does not just touch it."""
    return pair.match.covered >= 0.5 or pair.match.score >= 0.5


def _names(pair: _Pair) -> Iterator[Change]:
    """A person named in the source and nowhere in the derived article; one named here and nowhere in the source."""
    if not pair.here_all.people and not pair.terse and _retold(pair):
        gone = [m for m in pair.there.people if m.actor and m.actor not in pair.derived.people]
        gone = [m for m in gone if not _spelled(pair, m.span)]
        if gone:
            yield Change("name", "omitted", gone[0].span, None)
    if not pair.terse and _retold(pair):
        lost = [m for m in pair.there.bodies if m.actor not in pair.derived.people and not _spelled(pair, m.span)]
        if lost:
            yield Change("name", "omitted", lost[0].span, None)
    if pair.sure and not pair.there_all.people:
        for mention in pair.here.people:
            known = mention.actor in pair.source.people or _known(pair, mention.span)
            if mention.actor and pair.source.people and not known:
                yield Change("name", "added", None, mention.span)
    for state, span in pair.here.states:
        word = fold_word(pair.derived.account.article.words_of(span))
        if state not in pair.source.states and pair.source.states and not word.endswith(_ADJECTIVES):
            yield Change("place", "added", None, span)


def _replaced(pair: _Pair) -> Iterator[Change]:
    """Another person, or another place, where the source names one: a name that the source holds nowhere."""
    if not pair.sure or pair.match.derived.headed:
        return
    for what, mine, yours in (
        ("name", pair.here.people, pair.there.people),
        ("place", pair.here.places, pair.there.places),
    ):
        here = {m.actor for m in mine}
        new = [m for m in mine if m.actor not in pair.source.people and not _known(pair, m.span)]
        gone = [m for m in yours if m.actor not in here and not _spelled(pair, m.span)]
        if new and gone:
            yield Change(what, "contradicted", gone[0].span, new[0].span)


def _known(pair: _Pair, name: Span) -> bool:
    """True where the source holds a word of the derived name: «ساندرز» for «ساره ساندرز»."""
    words = fold_word(pair.derived.account.article.words_of(name)).split()
    return any(len(w) >= LONG and w in pair.source.words for w in words)


def _spelled(pair: _Pair, name: Span) -> bool:
    """True where every word of the source's name stands in the derived sentence, in whatever spelling."""
    words = fold_word(pair.source.account.article.words_of(name)).split()
    here = [t.text for t in pair.match.derived.sentence.tokens]
    return all(any(fuzz.ratio(word, w) >= ALIKE for w in here) for word in words)


def _roles(pair: _Pair) -> Iterator[Change]:
    """Two states have changed places: whose minister and whose ambassador, whose partner somebody is."""
    if not pair.sure:
        return
    there, here = _by_word(pair.there), _by_word(pair.here)
    beside = {s for s, _ in pair.there_all.states}
    moved: dict[tuple[str, str], tuple[str, Change]] = {}
    for key, mine in here.items():
        yours = there.get(key)
        if yours is None or len(mine) != 1 or len(yours) != 1:
            continue
        (state, span), (other, words) = next(iter(mine.items())), next(iter(yours.items()))
        if state != other and state in beside:
            moved[other, state] = key[1], Change("role", "contradicted", words, span)
        elif state != other and state not in pair.source.states:
            yield Change("role", "contradicted", words, span)  # «المدرب الهولندي» for the Danish one
    for (other, state), (link, change) in moved.items():
        # one adjective may rightly name another («الرئيس»); a mirrored pair, or «شريك ل», may not
        if link or (state, other) in moved:
            yield change


def _by_word(facts: Facts) -> dict[tuple[str, str], dict[str, Span]]:
    found: dict[tuple[str, str], dict[str, Span]] = {}
    for tie in facts.ties:
        found.setdefault((tie.word, tie.link), {})[tie.state] = tie.span
    return found


def _speakers(pair: _Pair) -> Iterator[Change]:
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


def _negations(pair: _Pair) -> Iterator[Change]:
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


def _causes(pair: _Pair) -> Iterator[Change]:
    """The derived clause opens as a result of the one before, or tells the source's stretch with a cause of its own;
    the source puts none there."""
    retold = pair.match.covered >= KEPT and not pair.match.derived.headed
    named = [s for _, s in pair.here.marked("cause") if retold or s.start - pair.here.span.start <= 6]
    if named and not pair.there_all.marked("cause"):
        yield Change("cause", "added", None, named[0])


def _inflated(pair: _Pair) -> Iterator[Change]:
    """A modifier that makes more of it than the source does."""
    met = {rule for rule, _ in pair.there_all.marked("inflated")}
    for rule, words in pair.here.marked("inflated"):
        if rule not in met and not pair.match.derived.headed:
            yield Change("wording", "added", None, words)
    kept = {rule for rule, _ in pair.here_all.marked("inflated")}
    for rule, words in pair.there.marked("inflated"):
        if rule not in kept and not pair.terse and pair.match.covered >= CLOSE:
            yield Change("wording", "omitted", words, None)


def _acts(pair: _Pair) -> Iterator[Change]:
    """The clause opens with a warning, a threat, a charge or an admission; the source only says it. Elsewhere in the
    clause such a word counts where the whole source holds none of its kind."""
    if pair.match.derived.headed:
        return
    met = {rule for rule, _ in pair.there_all.marked("act")}
    for rule, words in pair.here.marked("act"):
        opens = words.start - pair.here.span.start <= OPENING
        if rule not in met and (opens or (pair.sure and ("act", rule) not in pair.source.families)):
            yield Change("act", "added", None, words)


def _deeds(pair: _Pair) -> Iterator[Change]:
    """A deed that weighs more than anything the source tells: somebody is expelled, a thing is closed."""
    for rule, words in pair.here.marked("deed"):
        if ("deed", rule) not in pair.source.families and not pair.match.derived.headed:
            yield Change("act", "added", None, words)


def _opposites(pair: _Pair) -> Iterator[Change]:
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
            yield Change("act", "contradicted", stood[rule], words)


def _denied_before(sentence: Sentence, words: Span) -> bool:
    """Whether a negation stands right before `words`, of which the next word may be the one that is denied."""
    before = [t for t in sentence.tokens if t.start < words.start][-2:]
    return any(negates(t.text) for t in before)


def _slots(pair: _Pair) -> Iterator[Change]:
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


def _framed(pair: _Pair) -> Iterator[Change]:
    """A loaded word for a neutral one."""
    neutral = dict(pair.there_all.marked("neutral"))
    met = {rule for rule, _ in pair.there_all.marked("loaded")}
    for rule, words in pair.here.marked("loaded"):
        if rule in neutral and rule not in met:
            yield Change("wording", "contradicted", neutral[rule], words)


def _attribution(pair: _Pair) -> Iterator[Change]:
    """«بحسب …» fell away: what a source claimed is now told as fact."""
    named = pair.there_all.marked("attribution")
    if not named or pair.terse or not _retold(pair):
        return
    if not pair.here_all.marked("attribution") and not pair.here_all.statements:
        yield Change("source", "omitted", named[0][1], None)


_JUDGES: tuple[Callable[[_Pair], Iterator[Change]], ...] = (
    _numbers,
    _blurred,
    _dates,
    _names,
    _replaced,
    _roles,
    _speakers,
    _negations,
    _causes,
    _inflated,
    _acts,
    _deeds,
    _opposites,
    _slots,
    _framed,
    _attribution,
)
