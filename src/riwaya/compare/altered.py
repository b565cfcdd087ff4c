"""What a copy or a rewrite did to its source, as contrasts.

Only what changes the meaning counts: something contradicted, a cause put in, or a figure, date or
name made vague. What a rewrite merely leaves out or adds is shown with the derivation, not here.

A change is first given a second look. Sentences are sometimes aligned with a neighbour, and an editor
who is shown one contradiction that is none stops reading. So each kind of change must also be borne
out by the pages themselves: the values stand in like words (`_same_slot`), they count the same noun,
neither page tells the other's value elsewhere, the same claim is put into two mouths.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from riwaya.account import Account
from riwaya.compare.counted import lots
from riwaya.compare.kept import numbers_in
from riwaya.compare.labels import label, one_unit, running, weighing
from riwaya.compare.ledger import Ledger, around, noun_after, plain_lemmas, tokens_in
from riwaya.compare.slots import weekdays_at
from riwaya.likeness import content_lemmas, lemma_of
from riwaya.model import (
    AlignedPair,
    BlockKind,
    Change,
    Contrast,
    ContrastKind,
    DateMention,
    Derivation,
    Position,
    Span,
    Statement,
)

_REACH = 8  # tokens on either side of a changed value that must be like
_NEXT = 4  # tokens on either side of a day
_SHARED = 2  # lemmas that both slots share: one alone is a subject
_ALIKE = 0.5  # share of the shorter sentence's lemmas that the longer has
_COPIED = 0.8  # score from which an omission was not a new way to say it
_VERBATIM = 0.9  # score of a pair that is a copy
_CLEARLY_ALIKE = 0.35  # a pair that is less alike is a neighbour, not the source, whatever its kind
_MOVES_ON = frozenset({"date", "number"})  # what the next day's report has of its own
_NEVER_ADDED = frozenset({"number", "date", "place", "name", "source", "act"})
# A copy that says more has another source; only who words everything anew puts words into a mouth.
_IN_OWN_WORDS = frozenset({"rewrite", "summary", "translation"})


@dataclass(frozen=True, slots=True)
class _Changed:
    """A change with the pair it is of, and what the two pages tell elsewhere."""

    change: Change
    pair: AlignedPair
    relation: str
    source: Ledger
    derived: Ledger

    @property
    def values(self) -> tuple[Span, Span] | None:
        """The words before and after; None where one lacks them."""
        if self.change.source is None or self.change.derived is None:
            return None
        return self.change.source, self.change.derived


def altered(
    accounts: Sequence[Account], derivations: Sequence[Derivation], ledgers: Mapping[str, Ledger]
) -> Iterator[Contrast]:
    """One contrast for each aligned pair whose derived words say something else, grave ones first.

    `ledgers` are by article id. Of several pairs for the same derived words the best source counts.
    """
    texts = {a.article.page: a.article.text for a in accounts}
    light: list[Contrast] = []
    for derivation in derivations:
        source, derived = ledgers.get(derivation.source or ""), ledgers.get(derivation.derived)
        if source is None or derived is None:
            continue
        told: list[Span] = []
        later = _instalment(derivation, source.account, derived.account)
        if _own_words(source.account, derived.account):
            continue
        for pair in sorted(derivation.pairs, key=lambda p: (-p.score, p.derived, p.source)):
            if any(pair.derived.overlaps(t) for t in told):
                continue
            changes = [c for c in pair.changed if not (later and c.what in _MOVES_ON)]
            borne = [c for c in changes if _holds(_Changed(c, pair, derivation.relation, source, derived))]
            grave = [c for c in borne if c.kind not in ("vague", "omitted")]
            if grave:
                told.append(pair.derived)
                told_now = _contrast(derivation, pair, grave[0], texts)
                moved = _moved_on(_Changed(grave[0], pair, derivation.relation, source, derived))
                yield _as_update(told_now, source.account, derived.account) if moved else told_now
            elif borne:
                light.append(_contrast(derivation, pair, borne[0], texts))
    yield from light


def _own_words(source: Account, derived: Account) -> bool:
    """Whether a newsroom writes on from its own report: it brings it up to date and alters nobody's words."""
    return source.article.outlet is not None and source.article.outlet == derived.article.outlet


def _instalment(derivation: Derivation, source: Account, derived: Account) -> bool:
    """Whether the derived page tells the news of another day in the source's words: each gives its own day."""
    return any(
        c.what == "date"
        and c.source is not None
        and c.derived is not None
        and _of_its_day(source, c.source)
        and _of_its_day(derived, c.derived)
        for p in derivation.pairs
        for c in p.changed
    )


def _of_its_day(account: Account, span: Span) -> bool:
    """Whether the date at `span` is the day of the page, or the day before."""
    date, published = _dated(account, span), account.article.published
    if date is None or date.when is None or published is None or not date.when.start or not published.when.start:
        return False
    return 0 <= (published.when.start - date.when.start).days <= 1


def _contrast(derivation: Derivation, pair: AlignedPair, change: Change, texts: dict[str, str]) -> Contrast:
    kind = ContrastKind.PRECISION if change.kind in ("vague", "omitted") else ContrastKind.DISCREPANCY
    positions = (
        _position(derivation.source, pair.source, texts),
        _position(derivation.derived, pair.derived, texts),
    )
    return Contrast(label(change.what), kind, positions, f"altered:{change.what}")


def _moved_on(told: _Changed) -> bool:
    """Whether a copy only brings a toll up to date: larger, and published later than what it copies."""
    if told.change.what != "number" or told.values is None:
        return False
    a, b = _counted(told.source.account, told.values[0]), _counted(told.derived.account, told.values[1])
    then, now = (_published(x.account) for x in (told.source, told.derived))
    if not (a and b and then and now and then < now and a[1] < b[1]):
        return False
    lot = content_lemmas(tokens_in(told.derived.account, told.pair.derived), told.derived.account.article.text)
    known = running() | lots()
    return a[0] in known or not known.isdisjoint(lot)  # «بين الإصابات 11 طفلا», «جثث 11 صيادا»


def _as_update(contrast: Contrast, *accounts: Account) -> Contrast:
    positions = (replace(p, as_of=_published(a)) for p, a in zip(contrast.positions, accounts, strict=True))
    return replace(contrast, kind=ContrastKind.UPDATE, positions=tuple(positions))


def _published(account: Account) -> str | None:
    published = account.article.published
    return published.when.value if published and published.when.bounded else None


def _position(holder: str | None, span: Span, texts: dict[str, str]) -> Position:
    return Position(" ".join(texts[span.page][span.start : span.end].split()), holder, (span,))


# ------------------------------------------------------------------ the second look


def _holds(told: _Changed) -> bool:
    """Whether the pages bear a change out. What is only left out or added is none."""
    change = told.change
    if change.what == "wording" and change.kind != "contradicted":
        # What makes more of a thing, put in; or what said how much, left out of a copy.
        words = change.derived if change.kind == "added" else change.source
        account = (told.derived if change.kind == "added" else told.source).account
        weighty = words is not None and any(t.text in weighing() for t in tokens_in(account, words))
        if not weighty or _overlap(told) < _ALIKE:
            return False
        if change.kind != "added":
            return _only_left_out(told)
        return _noun_kept(told) and (told.relation in _IN_OWN_WORDS or told.pair.score >= _COPIED)
    if change.kind != "contradicted" and _in_title(told.derived.account, told.pair.derived):
        return False  # a title says less, and says it its own way
    if change.kind == "omitted" or (change.kind == "added" and change.what in _NEVER_ADDED):
        return False
    if change.kind == "vague":
        return _overlap(told) >= _CLEARLY_ALIKE and not (change.what == "source" and _attributed(told))
    if (change.kind == "added" or change.what == "cause") and told.relation not in _IN_OWN_WORDS:
        return False
    return _LOOKS.get(change.what, _alike)(told)


def _only_left_out(told: _Changed) -> bool:
    """Whether a copy left a word out and put nothing in its place, nor the word in another form."""
    left = told.change.source
    if left is None or told.pair.score < _COPIED:
        return False
    a, b = _lemmas(told)
    out = [t.text for t in tokens_in(told.source.account, left)]
    kept = [t.text for t in tokens_in(told.derived.account, told.pair.derived)]
    again = any(w[:4] in k for w in out for k in kept if len(w) > 3)
    return b <= a and not again and _noun_kept(told)


def _noun_kept(told: _Changed) -> bool:
    """Whether what the word belongs to, one of the two words before it, stands on both pages: else a whole
    clause came or went."""
    here, there = told.source.account, told.derived.account
    word, other = told.change.source, told.pair.derived
    if word is None:
        here, there, word, other = there, here, told.change.derived, told.pair.source
    sentence = here.words.sentence_at(word.start) if word else None
    before = [t for t in sentence.tokens if t.end <= word.start] if sentence and word else []
    kept = set(content_lemmas(tokens_in(there, other), there.article.text))
    return bool(set(content_lemmas(before[-2:], here.article.text)) & kept)


def _in_title(account: Account, span: Span) -> bool:
    sentence = account.words.sentence_at(span.start)
    return sentence is not None and account.words.kind_of(sentence) is BlockKind.TITLE


def _lemmas(told: _Changed) -> tuple[set[str], set[str]]:
    besides = [s for s in (told.change.source, told.change.derived) if s]
    return (
        plain_lemmas(told.source.account, told.pair.source, [s for s in besides if s.page == told.pair.source.page]),
        plain_lemmas(told.derived.account, told.pair.derived, [s for s in besides if s.page == told.pair.derived.page]),
    )


def _overlap(told: _Changed) -> float:
    """Share of the shorter side's lemmas that both sides have; the changed words and names apart."""
    a, b = _lemmas(told)
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0


def _alike(told: _Changed) -> bool:
    return _overlap(told) >= _ALIKE


def _same_slot(told: _Changed) -> bool:
    """Whether the words beside the two values are alike."""
    values = told.values
    if values is None:
        return False
    a = plain_lemmas(told.source.account, around(told.source.account, values[0], _REACH), [values[0]])
    b = plain_lemmas(told.derived.account, around(told.derived.account, values[1], _REACH), [values[1]])
    return len(a & b) >= _SHARED


def _beside(told: _Changed) -> bool:
    """Whether the very words next to the two values are alike."""
    values = told.values
    if values is None:
        return False
    near = [
        plain_lemmas(side.account, around(side.account, value, _NEXT), [value])
        for side, value in zip((told.source, told.derived), values, strict=True)
    ]
    return len(near[0] & near[1]) >= _SHARED


def _number(told: _Changed) -> bool:
    """Two numbers of one noun in like words, each page silent on the other's number."""
    if told.values is None or not _same_slot(told):
        return False
    before, after = told.values
    a, b = _counted(told.source.account, before), _counted(told.derived.account, after)
    if a is None and b is None:
        return _alike(told)  # a share: «الثلثين» and «الثلث»
    if a is None or b is None or a[0] != b[0]:
        return False
    noun, x, y = a[0], a[1], b[1]
    # A page that counts the thing a third time counts parts of it, unless the words are all but the same.
    parts = (told.source.counts(noun) | told.derived.counts(noun)) - {x, y}
    told_too = told.source.tells_number(y) or told.derived.tells_number(x)
    return x != y and not told_too and (not parts or told.pair.score >= _VERBATIM)


def _counted(account: Account, span: Span) -> tuple[str, float] | None:
    """The lemma of the noun that the number at `span` counts, and its value."""
    sentence = account.words.sentence_at(span.start)
    if sentence is None:
        return None
    inside = [
        n
        for n in numbers_in(account, sentence)
        if sentence.tokens[n.first].start < span.end and span.start < sentence.tokens[n.last - 1].end
    ]
    noun = noun_after(sentence.tokens, inside[0]) if len(inside) == 1 else None  # «between four and five» is no number
    return (one_unit(lemma_of(account.article.text[noun.start : noun.end])), inside[0].value) if noun else None


def _date(told: _Changed) -> bool:
    """Two days (or months) that exclude each other, in like words, each page silent on the other's."""
    # In a copy only the value changes; who words a thing anew keeps less of what stood beside it.
    if told.values is None or not (_same_slot(told) if told.relation in _IN_OWN_WORDS else _beside(told)):
        return False
    before, after = told.values
    x, y = _dated(told.source.account, before), _dated(told.derived.account, after)
    if x is None or y is None:
        return False
    if x.when is None or y.when is None:  # a page without a date resolves nothing: the words must do
        return x.kind == y.kind
    weekdays = [weekdays_at(a, d.span) for a, d in ((told.source.account, x), (told.derived.account, y))]
    said = [[t.text for t in tokens_in(a, d.span)] for a, d in ((told.source.account, x), (told.derived.account, y))]
    if said[0] == said[1] or weekdays[0] & weekdays[1]:  # «الثلاثاء» and «الثلاثاء الماضي» are told of one day
        return False
    longest = max((w.end - w.start).days if w.start and w.end else 999 for w in (x.when, y.when))
    told_too = told.source.tells_day(y.when) or told.derived.tells_day(x.when)
    return longest <= 31 and not told_too and not x.when.overlaps(y.when)


def _dated(account: Account, span: Span) -> DateMention | None:
    return next((d for d in account.dates if d.span.overlaps(span)), None)


def _place(told: _Changed) -> bool:
    """Two places (or names) in like words, neither named anywhere by the other page."""
    if told.values is None or not _same_slot(told):
        return False
    before, after = told.values
    a, b = _named(told.source.account, before), _named(told.derived.account, after)
    everywhere = [{m.actor for m in ledger.account.mentions} for ledger in (told.source, told.derived)]
    return bool(a and b) and not a & everywhere[1] and not b & everywhere[0]


def _named(account: Account, span: Span) -> set[str | None]:
    return {m.actor for m in account.mentions if m.actor and m.span.overlaps(span)}


def _speaker(told: _Changed) -> bool:
    """The same claim in two mouths: its words are alike, its speakers are named beside it and not one."""
    a = _said(told.source.account, told.pair.source)
    b = _said(told.derived.account, told.pair.derived)
    if a is None or b is None:
        return False
    if any((_actor(s) or "").startswith("anon:") for s in (a, b)):  # «media said» is nobody in particular
        return False
    x, y = plain_lemmas(told.source.account, a.span), plain_lemmas(told.derived.account, b.span)
    return _actor(a) != _actor(b) and len(x & y) >= max(3, _ALIKE * max(len(x), len(y)))


def _actor(statement: Statement) -> str | None:
    return statement.speaker.actor if statement.speaker else None


def _said(account: Account, span: Span) -> Statement | None:
    """The statement that tells most of `span` (not one inside it), if its speaker is named in its sentence."""
    said = max(
        (s for s in account.statements if s.span.overlaps(span)), key=lambda s: s.span.end - s.span.start, default=None
    )
    sentence = account.words.sentence_at(span.start)
    if said is None or sentence is None or said.speaker is None or not said.speaker.actor or not said.speaker.span:
        return None
    return said if account.words.span(sentence.start, sentence.end).holds(said.speaker.span) else None


def _attributed(told: _Changed) -> bool:
    """Whether the derived sentence says after all who vouches for it, in another place of it."""
    account = told.derived.account
    sentence = account.words.sentence_at(told.pair.derived.start)
    whole = account.words.span(sentence.start, sentence.end) if sentence else told.pair.derived
    return any(s.cue is not None and s.cue.overlaps(whole) for s in account.statements)


def _reworded(told: _Changed) -> bool:
    """Another word in the same place of a like sentence."""
    return _alike(told) and _same_slot(told)


def _negated(told: _Changed) -> bool:
    """A negation counts where the two sides are of one length and say the same otherwise."""
    a, b = _lemmas(told)
    return len(a & b) >= max(2, _ALIKE * max(len(a), len(b)))


_LOOKS: dict[str, Callable[[_Changed], bool]] = {
    "number": _number,
    "date": _date,
    "place": _place,
    "name": _place,
    "speaker": _speaker,
    "negation": _negated,
    "wording": _reworded,
}
