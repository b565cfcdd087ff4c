"""Which kinds of evidence may speak, and what must bear them out: `speaks` in `contrasts.yaml`.

A contrast that is false costs an editor's trust, one that is missing does not. So no rule speaks because it
fires: each has an entry, argued by how often it was right on articles that nobody had read, and an entry may ask
for one of these conditions besides (any one of those it lists; none listed: it never speaks). What was right less than
two times in three may speak, with `sure: false`: it is shown after what is sure, as something to be checked. So is what
is of a kind that its entry lists as `unsure`, and a dispute of which a side is known by its page only. In a stream,
whose pages nobody chose, most clauses that are alike are of two matters, so an entry may ask for more there: all that
`stream` lists.

* `always`       nothing more
* `apart`        told by newsrooms apart, none of them after another; what moves on contradicts no newsroom
* `side-by-side` a dispute that one page tells
* `one-event`    `apart`, in one joined event of one day with the same parties named
* `but-its-day`  the same, but that the day may differ
* `like-words`   `apart`, in sentences that have two thirds of their lemmas in common, names, days and numbers left out
* `denial`       one side's words are a denial or a doubt, the other's are none
* `one-voice`    both sentences tell what one side said
* `one-value`    one number, day, place, name or «not» put for another in an otherwise equal sentence of a copy
* `retelling`    the derived page has nothing but its source: told in its own words, sentence for sentence, no number
                 and no day that the source lacks; and no newsroom of its own, unless it names the source's. Two
                 newsrooms that share words have them from an agency as a rule, and neither bends the other.
* `parties`      each position is held by somebody known, of a side of his own, in words that nobody else reports
* `charged`      the first side's words, from the verb on, name the side of the second
* `aware`        the sentence of one names the side of another
* `addressed`    what one side says, from the verb on, names the side of the other
* `nobodys`      a claim that its page holds is told there as nobody's (`claimed`)
* `affirmed`     the first side's words affirm something, and are whole
* `own-news`     they are no teaser of another article
* `one-time`     they are not dated long before their page, where the second's are not
* `never`        nothing does
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import combinations

from riwaya.account import Account, Affair
from riwaya.compare.claimed import affirmed, nobodys, of_long_ago, teaser
from riwaya.compare.heard import holds_himself
from riwaya.compare.kept import numbers_in
from riwaya.compare.ledger import Ledger, like_words, plain_lemmas
from riwaya.model import (
    AlignedPair,
    BlockKind,
    Change,
    Contrast,
    ContrastKind,
    Derivation,
    Event,
    Mention,
    Polarity,
    Position,
    Span,
    Statement,
)
from riwaya.rules import Entry, load, rules_in
from riwaya.text import fold_text

_VERBATIM = 0.9  # score of a pair, and share of the lemmas of both, from which a sentence is a copy but for a value
_DAYS = 31  # a longer time is no day that a retelling must have from its source: «two years before»
_RETOLD = 0.8  # share of a retelling's sentences that were taken from its source
_VALUES = frozenset({"number", "date", "place", "name", "negation"})
_IN_OWN_WORDS = frozenset({"rewrite", "summary", "translation"})
_AGAINST = frozenset({Polarity.DENIES, Polarity.DOUBTS})
_DIGITS = re.compile(r"\d+")
_KNOWN = ("country:", "org:", "group:", "person:")
_AGENCY = "-news-agency"  # carries what others say
_CHARGED = ("dispute:so", "dispute:these")  # of whose sentence the clause that charges is shown


class Evidence:
    """What the pages of an affair hold besides a contrast's own words; `sides` maps an actor id to its side."""

    def __init__(self, affair: Affair, ledgers: Mapping[str, Ledger], sides: Mapping[str, str]) -> None:
        self.ledgers = ledgers
        self.sides = sides
        self.chosen = affair.chosen
        self.accounts = affair.accounts
        self._on_page: dict[str, list[Account]] = {}
        for account in affair.accounts:
            self._on_page.setdefault(account.article.page, []).append(account)
        self.derived = {(d.source, d.derived): d for d in affair.derivations}
        self._joined: dict[str, list[tuple[Span, str]]] = {}
        for event in affair.events:
            for m in event.mentions:
                self._joined.setdefault(m.span.page, []).append((m.span, event.id))

    def account(self, position: Position) -> Account:
        """The account whose words come first in a position."""
        return self.of(position.spans[0])

    def of(self, span: Span) -> Account:
        """The account that `span` is of: a page may hold several articles."""
        here = self._on_page[span.page]
        return next((a for a in here if a.words.sentence_at(span.start) is not None), here[0])

    def events(self, position: Position) -> Iterator[tuple[str, Event]]:
        """The joined events that a position's own words tell, each with its page's version of it."""
        for span in position.spans[:2]:
            for place, joined in self._joined.get(span.page, ()):
                if place.overlaps(span):
                    yield from (
                        (joined, e) for e in self.of(span).events if any(m.span.overlaps(place) for m in e.mentions)
                    )

    def side(self, statement: Statement) -> str | None:
        """The side of who makes a statement; None where nobody known does."""
        actor = statement.speaker.actor if statement.speaker else None
        return self.sides.get(actor, actor) if actor else None


@dataclass(frozen=True, slots=True)
class _Taken:
    """A contrast between a page and its source: who took what from whom."""

    source: Account
    derived: Account
    derivation: Derivation


def speaking(contrasts: Iterable[Contrast], evidence: Evidence) -> Iterator[Contrast]:
    """Those of `contrasts` whose rule may speak and whose evidence is what that rule asks for."""
    for contrast in contrasts:
        entry = entry_of(contrast.rule)
        more = () if evidence.chosen else entry.stream
        if any(_CONDITIONS[name](contrast, evidence) for name in entry.when) and all(
            _CONDITIONS[name](contrast, evidence) for name in more
        ):
            told = contrast.kind is not ContrastKind.DISPUTE or all(map(_known, contrast.positions))
            yield replace(contrast, sure=entry.sure and told and contrast.kind.value not in entry.unsure)


@dataclass(frozen=True, slots=True)
class Speaks:
    """The conditions, any of which must hold; whether what is found so is right often enough to be shown as it is; all
    that must hold besides in a stream; and the kinds of contrast of which it is not."""

    when: tuple[str, ...] = ()
    sure: bool = True
    stream: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()


@cache
def entry_of(rule: str) -> Speaks:
    """What is said of a rule («altered:number»), or of its kind («altered»). A rule that nobody argued for never
    speaks."""
    entries = _entries()
    return entries.get(rule, entries.get(rule.partition(":")[0], Speaks()))


def may_speak(rule: str, *, chosen: bool) -> bool:
    """Whether anything that a rule, or a rule of that kind, finds may be given: else nobody need look for it. `chosen`:
    in pages that somebody chose, not in a stream."""
    return any(
        set(entry.when) - {"never"} and (chosen or "never" not in entry.stream)
        for name, entry in _entries().items()
        if name == rule or name.startswith(f"{rule}:")
    )


def must_be_told_alike(rule: str, *, chosen: bool) -> bool:
    """Whether all that a rule gives stands in sentences of like words."""
    return not chosen and "like-words" in entry_of(rule).stream


def must_be_aware(rule: str, *, chosen: bool) -> bool:
    """Whether all that a rule gives is held by known parties, the sentence of one of which names the other."""
    return not chosen and {"parties", "aware"} <= set(entry_of(rule).stream)


def rules_given() -> tuple[str, ...]:
    """The rules, or kinds of rules, that may give a contrast; every contrast is of one of them."""
    return tuple(rule for rule, entry in _entries().items() if set(entry.when) - {"never"})


@cache
def _entries() -> dict[str, Speaks]:
    found: dict[str, Speaks] = {}
    for entry in rules_in(load("ar/contrasts"), "speaks"):
        _check(entry.only("rule", "when", "stream", "first", "why", "sure", "unsure"))
        found[entry.text("rule")] = Speaks(
            entry.texts("when"), entry.get("sure", True), entry.texts("stream"), entry.texts("unsure")
        )
    return found


def _check(entry: Entry) -> None:
    unknown = [w for w in (*entry.texts("when"), *entry.texts("stream")) if w not in _CONDITIONS]
    if unknown:
        raise entry.fail(f"unknown condition {unknown[0]!r}; known: {', '.join(_CONDITIONS)}")
    if unsure := set(entry.texts("unsure")) - {k.value for k in ContrastKind}:
        raise entry.fail(f"unknown kind {min(unsure)!r}")
    if not isinstance(entry.get("sure", True), bool):
        raise entry.fail("'sure' is true or false")
    first = entry.get("first")
    counted = first if isinstance(first, list) and all(isinstance(n, int) for n in first) else []
    if len(counted) != 2 or not 0 <= counted[0] <= counted[1]:
        raise entry.fail("'first' is [true, given] at first contact")


# ------------------------------------------------------------------ conditions


def _always(contrast: Contrast, evidence: Evidence) -> bool:
    return True


def _never(contrast: Contrast, evidence: Evidence) -> bool:
    return False


def _known(position: Position) -> bool:
    return (position.holder or "").startswith(_KNOWN)


def _parties_apart(contrast: Contrast, evidence: Evidence) -> bool:
    sides = {evidence.sides.get(p.holder or "", p.holder) for p in contrast.positions}
    return len(sides) == len(contrast.positions) and all(
        _known(p)
        and not (p.holder or "").endswith(_AGENCY)
        and holds_himself(evidence.account(p), p.spans[0], p.holder or "", evidence.sides)
        for p in contrast.positions
    )


def _charged(contrast: Contrast, evidence: Evidence) -> bool:
    claim, answer = contrast.positions[:2]
    side = evidence.sides.get(answer.holder or "", answer.holder)
    account, held = evidence.account(claim), evidence.sides.get(claim.holder or "", claim.holder)
    for s in account.statements:
        if not s.span.overlaps(claim.spans[0]) or evidence.side(s) != held:
            continue
        start = min(s.span.start, (s.cue or s.span).start)
        named = [m for m in account.mentions if m.actor and start <= m.span.start < s.span.end]
        # A man is not charged with what is said of his country; of a charge his country's men are, and its offices.
        known = s.polarity is Polarity.ACCUSES or not (answer.holder or "").startswith("person:")
        aimed = (m for m in named if not _with_him(account, m))
        if any(
            m.actor == answer.holder or (known and evidence.sides.get(m.actor or "", m.actor) == side) for m in aimed
        ):
            return True
    return False


def _with_him(account: Account, mention: Mention) -> bool:
    """Whether a name is joined to what stands before it: «اتهمت النقابة والبلدية الشركة»."""
    start = mention.span.start
    return account.article.text[start - 1 : start] == "و" or account.article.text[start : start + 1] == "و"


def _aware(contrast: Contrast, evidence: Evidence) -> bool:
    held = [evidence.sides.get(p.holder or "", p.holder) for p in contrast.positions]
    return any(
        not _named_beside(p, evidence).isdisjoint(held[:i] + held[i + 1 :]) for i, p in enumerate(contrast.positions)
    )


def _addressed(contrast: Contrast, evidence: Evidence) -> bool:
    held = [evidence.sides.get(p.holder or "", p.holder) for p in contrast.positions]
    return any(
        not _named_in_words(p, evidence).isdisjoint(held[:i] + held[i + 1 :]) for i, p in enumerate(contrast.positions)
    )


def _named_in_words(position: Position, evidence: Evidence) -> set[str]:
    """The sides that a position's first words name, and what its holder says there, from the verb on."""
    account, shown = evidence.account(position), position.spans[0]
    own = [s for s in account.statements if s.span.overlaps(shown) and s.speaker and s.speaker.actor == position.holder]
    spans = [shown, *(Span(s.span.page, min(s.span.start, (s.cue or s.span).start), s.span.end) for s in own)]
    named = (m for m in account.mentions if m.actor and any(m.span.overlaps(s) for s in spans))
    return {evidence.sides.get(m.actor or "", m.actor or "") for m in named}


def _named_beside(position: Position, evidence: Evidence) -> set[str]:
    """The sides that the sentence of a position names."""
    account = evidence.account(position)
    sentence = account.words.sentence_at(position.spans[0].start)
    if sentence is None:
        return set()
    whole = account.words.span(sentence.start, sentence.end)
    return {evidence.sides.get(m.actor, m.actor) for m in account.mentions if m.actor and m.span.overlaps(whole)}


def _nobodys(contrast: Contrast, evidence: Evidence) -> bool:
    return all(_known(p) or nobodys(evidence.account(p), p.spans[0]) for p in contrast.positions)


def _affirmed(contrast: Contrast, evidence: Evidence) -> bool:
    claim = contrast.positions[0]
    return affirmed(evidence.account(claim), claim.spans[0], charged=contrast.rule in _CHARGED)


def _own_news(contrast: Contrast, evidence: Evidence) -> bool:
    claim = contrast.positions[0]
    return not teaser(evidence.account(claim), claim.spans[0], evidence.accounts)


def _one_time(contrast: Contrast, evidence: Evidence) -> bool:
    claim, answer = contrast.positions[:2]
    return not of_long_ago(evidence.account(claim), claim.spans[0], (evidence.account(answer), answer.spans[0]))


def _apart(contrast: Contrast, evidence: Evidence) -> bool:
    told = [{a.id: a for s in p.spans for a in (evidence.of(s),)} for p in contrast.positions]
    if contrast.kind is ContrastKind.UPDATE:
        return True
    for a, b in combinations(told, 2):
        pairs = ((x, y) for x in a.values() for y in b.values())
        if any(_newsroom(x) == _newsroom(y) or _related(x, y, evidence) for x, y in pairs):
            return False
    return True


def _side_by_side(contrast: Contrast, evidence: Evidence) -> bool:
    return contrast.kind is ContrastKind.DISPUTE and len({s.page for p in contrast.positions for s in p.spans}) == 1


def _like_words(contrast: Contrast, evidence: Evidence) -> bool:
    told = [plain_lemmas(evidence.account(p), p.spans[0]) for p in contrast.positions]
    return _apart(contrast, evidence) and all(like_words(a, b) for a, b in combinations(told, 2))


def _newsroom(account: Account) -> str:
    return account.article.outlet or account.id


def _related(a: Account, b: Account, evidence: Evidence) -> bool:
    return (a.id, b.id) in evidence.derived or (b.id, a.id) in evidence.derived


def _one_event(contrast: Contrast, evidence: Evidence) -> bool:
    def same_day(x: Event, y: Event) -> bool:
        return x.when is not None and x.when.bounded and x.when == y.when

    return _apart(contrast, evidence) and _joined(contrast, evidence, same_day)


def _but_its_day(contrast: Contrast, evidence: Evidence) -> bool:
    return _apart(contrast, evidence) and _joined(contrast, evidence, lambda x, y: True)


def _joined(contrast: Contrast, evidence: Evidence, same: Callable[[Event, Event], bool]) -> bool:
    """Whether any two positions are tellings of one joined event between the same parties, two at least."""
    told = [list(evidence.events(p)) for p in contrast.positions]
    return any(
        i == j and same(x, y) and _parties(x, evidence) == _parties(y, evidence) and len(_parties(x, evidence)) > 1
        for a, b in combinations(told, 2)
        for i, x in a
        for j, y in b
    )


def _parties(event: Event, evidence: Evidence) -> set[str]:
    return {evidence.sides.get(a, a) for a in (*event.actor, *event.recipient)}


def _denial(contrast: Contrast, evidence: Evidence) -> bool:
    against = [
        any(s.polarity in _AGAINST and span.holds(s.span) for span in p.spans for s in evidence.of(span).statements)
        for p in contrast.positions
    ]
    return any(against) and not all(against)


def _one_voice(contrast: Contrast, evidence: Evidence) -> bool:
    voices = [_voices(p, evidence) for p in contrast.positions]
    return bool(set.intersection(*voices))


def _voices(position: Position, evidence: Evidence) -> set[str]:
    """The sides that speak in the sentence of a position."""
    account = evidence.account(position)
    sentence = account.words.sentence_at(position.spans[0].start)
    whole = account.words.span(sentence.start, sentence.end) if sentence else position.spans[0]
    return {side for s in account.statements if s.span.overlaps(whole) and (side := evidence.side(s))}


def _taken(contrast: Contrast, evidence: Evidence) -> _Taken | None:
    source, derived = (evidence.account(p) for p in contrast.positions[:2])
    derivation = evidence.derived.get((source.id, derived.id))
    return _Taken(source, derived, derivation) if derivation else None


def _one_value(contrast: Contrast, evidence: Evidence) -> bool:
    what = contrast.rule.partition(":")[2]
    taken = _taken(contrast, evidence)
    if taken is None or what not in _VALUES:
        return False
    before, after = (p.spans[0] for p in contrast.positions[:2])
    return any(
        pair.score >= _VERBATIM and _all_but(taken, (before, after), change)
        for pair in taken.derivation.pairs
        if (pair.source, pair.derived) == (before, after)
        for change in pair.changed
        if change.what == what
        and change.kind == "contradicted"
        and not (what == "date" and _both_told(taken, pair, change))
    )


def _both_told(taken: _Taken, pair: AlignedPair, change: Change) -> bool:
    """Whether the numbers of two days stand in the sentences of both: «في 23 و27 الحالي», «في 23 مارس و27 منه»."""
    if change.source is None or change.derived is None:
        return False
    here, there = (
        set(_DIGITS.findall(a.article.words_of(s)))
        for a, s in ((taken.source, pair.source), (taken.derived, pair.derived))
    )
    mine, theirs = (
        set(_DIGITS.findall(a.article.words_of(s)))
        for a, s in ((taken.source, change.source), (taken.derived, change.derived))
    )
    return bool(mine and theirs) and mine <= there and theirs <= here


def _all_but(taken: _Taken, pair: tuple[Span, Span], change: Change) -> bool:
    """Whether two sentences say the same but for a change."""
    besides = [s for s in (change.source, change.derived) if s]
    a, b = (
        plain_lemmas(account, span, [s for s in besides if s.page == span.page])
        for account, span in zip((taken.source, taken.derived), pair, strict=True)
    )
    return bool(a) and len(a & b) >= _VERBATIM * len(a | b)


def _retelling(contrast: Contrast, evidence: Evidence) -> bool:
    taken = _taken(contrast, evidence)
    if taken is None or taken.derivation.relation not in _IN_OWN_WORDS:
        return False
    words, pairs = taken.derived.words, taken.derivation.pairs
    body = [s for s in words.sentences if words.kind_of(s) is BlockKind.BODY]
    kept = sum(any(p.derived.start < s.end and s.start < p.derived.end for p in pairs) for s in body)
    return _no_newsroom(taken) and kept >= _RETOLD * len(body) and _nothing_of_its_own(taken, evidence)


def _no_newsroom(taken: _Taken) -> bool:
    """Whether the derived page is no newsroom's own, or says whose words it has."""
    mine, theirs = taken.derived.article, taken.source.article
    return mine.outlet is None or (theirs.outlet is not None and fold_text(theirs.outlet) in fold_text(mine.text))


def _nothing_of_its_own(taken: _Taken, evidence: Evidence) -> bool:
    """Whether every number and day of the derived page, but for those it changed, stands in the source."""
    source, derived = evidence.ledgers[taken.source.id], taken.derived
    changed = [c.derived for p in taken.derivation.pairs for c in p.changed if c.derived]
    for sentence in derived.words.sentences:
        for number in numbers_in(derived, sentence):
            span = derived.words.span(sentence.tokens[number.first].start, sentence.tokens[number.last - 1].end)
            loose = number.bound == "at_least" and number.last - number.first == 1  # «آلاف» counts nothing
            if not loose and not source.tells_number(number.value) and not any(map(span.overlaps, changed)):
                return False
    own = (d.when for d in derived.dates if d.when and d.when.bounded and not any(map(d.span.overlaps, changed)))
    return all(source.tells_day(w) for w in own if w.start and w.end and (w.end - w.start).days <= _DAYS)


_CONDITIONS: dict[str, Callable[[Contrast, Evidence], bool]] = {
    "always": _always,
    "apart": _apart,
    "side-by-side": _side_by_side,
    "one-event": _one_event,
    "but-its-day": _but_its_day,
    "like-words": _like_words,
    "denial": _denial,
    "one-voice": _one_voice,
    "one-value": _one_value,
    "retelling": _retelling,
    "parties": _parties_apart,
    "charged": _charged,
    "aware": _aware,
    "addressed": _addressed,
    "nobodys": _nobodys,
    "affirmed": _affirmed,
    "own-news": _own_news,
    "one-time": _one_time,
    "never": _never,
}
