"""Changes: what a retelling did to the words it was taken from.

Each judgement looks at one pair (the source's stretch, the derived one) and says what was left out, blurred, put in or
(`turned`) turned round, with the words on both sides. It speaks only where both sides can be read: a synonym is no
change, a headline may be short, and what the derived article says elsewhere is not left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from rapidfuzz import fuzz

from riwaya.model import Change, Span, When
from riwaya.rules import load, rules_in
from riwaya.stories.align import Match
from riwaya.stories.clauses import Clause
from riwaya.stories.facts import Figure, read_facts, sentence_facts
from riwaya.stories.pair import ALIKE, KEPT, Pair, Telling
from riwaya.stories.turned import TURNED
from riwaya.text import fold_word

CLOSE = 0.8
"""A clause that keeps nearly every word: a modifier that is missing was taken out."""
OPENING = 3
LONG = 4
_ADJECTIVES = ("ي", "يه", "يين", "يون", "يان", "يات")


def find_changes(match: Match, source: Telling, derived: Telling) -> tuple[Change, ...]:
    """The changes of one aligned pair, the gravest first; each words of the derived text is told once."""
    if source.account.article.words_of(match.unit.span) == derived.account.article.words_of(match.derived.span):
        return ()
    there = read_facts(source.account, _core(match))
    here = read_facts(derived.account, (match.derived,))
    pair = Pair(
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


def _numbers(pair: Pair) -> Iterator[Change]:
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


def _blurred(pair: Pair) -> Iterator[Change]:
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


def _lost(pair: Pair, of: str) -> Span | None:
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


def _dates(pair: Pair) -> Iterator[Change]:
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


def _retold(pair: Pair) -> bool:
    """True where the derived clause tells the source's stretch as a whole and does not just touch it."""
    return pair.match.covered >= 0.5 or pair.match.score >= 0.5


def _names(pair: Pair) -> Iterator[Change]:
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


def _replaced(pair: Pair) -> Iterator[Change]:
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


def _known(pair: Pair, name: Span) -> bool:
    """True where the source holds a word of the derived name: «ساندرز» for «ساره ساندرز»."""
    words = fold_word(pair.derived.account.article.words_of(name)).split()
    return any(len(w) >= LONG and w in pair.source.words for w in words)


def _spelled(pair: Pair, name: Span) -> bool:
    """True where every word of the source's name stands in the derived sentence, in whatever spelling."""
    words = fold_word(pair.source.account.article.words_of(name)).split()
    here = [t.text for t in pair.match.derived.sentence.tokens]
    return all(any(fuzz.ratio(word, w) >= ALIKE for w in here) for word in words)


def _causes(pair: Pair) -> Iterator[Change]:
    """The derived clause opens as a result of the one before, or tells the source's stretch with a cause of its own;
    the source puts none there."""
    retold = pair.match.covered >= KEPT and not pair.match.derived.headed
    named = [s for _, s in pair.here.marked("cause") if retold or s.start - pair.here.span.start <= 6]
    if named and not pair.there_all.marked("cause"):
        yield Change("cause", "added", None, named[0])


def _inflated(pair: Pair) -> Iterator[Change]:
    """A modifier that makes more of it than the source does."""
    met = {rule for rule, _ in pair.there_all.marked("inflated")}
    for rule, words in pair.here.marked("inflated"):
        if rule not in met and not pair.match.derived.headed:
            yield Change("wording", "added", None, words)
    kept = {rule for rule, _ in pair.here_all.marked("inflated")}
    for rule, words in pair.there.marked("inflated"):
        if rule not in kept and not pair.terse and pair.match.covered >= CLOSE:
            yield Change("wording", "omitted", words, None)


def _acts(pair: Pair) -> Iterator[Change]:
    """The clause opens with a warning, a threat, a charge or an admission; the source only says it. Elsewhere in the
    clause such a word counts where the whole source holds none of its kind."""
    if pair.match.derived.headed:
        return
    met = {rule for rule, _ in pair.there_all.marked("act")}
    for rule, words in pair.here.marked("act"):
        opens = words.start - pair.here.span.start <= OPENING
        if rule not in met and (opens or (pair.sure and ("act", rule) not in pair.source.families)):
            yield Change("act", "added", None, words)


def _deeds(pair: Pair) -> Iterator[Change]:
    """A deed that weighs more than anything the source tells: somebody is expelled, a thing is closed."""
    for rule, words in pair.here.marked("deed"):
        if ("deed", rule) not in pair.source.families and not pair.match.derived.headed:
            yield Change("act", "added", None, words)


def _framed(pair: Pair) -> Iterator[Change]:
    """A loaded word for a neutral one."""
    neutral = dict(pair.there_all.marked("neutral"))
    met = {rule for rule, _ in pair.there_all.marked("loaded")}
    for rule, words in pair.here.marked("loaded"):
        if rule in neutral and rule not in met:
            yield Change("wording", "contradicted", neutral[rule], words)


def _attribution(pair: Pair) -> Iterator[Change]:
    """«بحسب …» fell away: what a source claimed is now told as fact."""
    named = pair.there_all.marked("attribution")
    if not named or pair.terse or not _retold(pair):
        return
    if not pair.here_all.marked("attribution") and not pair.here_all.statements:
        yield Change("source", "omitted", named[0][1], None)


_JUDGES: tuple[Callable[[Pair], Iterator[Change]], ...] = (
    _numbers,
    _blurred,
    _dates,
    _names,
    _replaced,
    _causes,
    _inflated,
    _acts,
    _deeds,
    _framed,
    _attribution,
    *TURNED,
)
