"""What moved on between two days: a thing that an earlier page tells in one phase and a later one in the next.

Which words tell which phase is data (`phases.yaml`): a deadline and its extension, custody and release, talks and their
end. A later day's page tells what is new where its news stands (its title, its first sentences); the earlier page may
tell it anywhere. Both must be of one thing: what stands beside the two words has keys in common, the rarer in the topic
the better (`_LEAST`). An earlier page that tells the later phase of it too has not been overtaken. Of each phase and
pair of days the likeliest pair is given.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from math import fsum

from riwaya.account import Account
from riwaya.compare.labels import label
from riwaya.compare.positions import checked
from riwaya.compare.slots import Slot, keys_of, shown
from riwaya.likeness import Weights
from riwaya.model import BlockKind, Contrast, ContrastKind, Position, Span
from riwaya.rules import Entry, Finding, load, rules_in
from riwaya.text import Folded, Hit, Lexicon, Sentence, Token, fold, fold_word, fold_words, tokenise

_PAGES = 12  # an affair of more has more than one thing in every phase
_LEAD = 2  # sentences of a body that tell what is new
_BESIDE = 9  # tokens on either side of a phase's word that say what is in it
_LONGEST = 320  # code points of a sentence that is shown whole
_LEAST = 5.0  # weight of the keys that two phases have in common
_HEAD = 14  # tokens of a sentence among which the word of a later phase stands
_EARLY = 8  # and of a sentence further down
_UNSAID = 2  # tokens before a word of a phase in which another may say that it is not told
_LEAST_KEYS = 2  # how many words these are
_LONG, _LONG_CHOSEN = dt.timedelta(days=60), dt.timedelta(days=120)  # after which a thing is another


_Payload = tuple[tuple[str, str], ...]  # the rules that a word is of, each with its side


@dataclass(frozen=True, slots=True)
class _Phase:
    """A word of a phase in a sentence, and the keys of what is in it."""

    rule: str
    after: bool
    first: int
    last: int
    keys: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class _Told:
    account: Account
    day: dt.date
    sentence: Sentence
    phase: _Phase


def moved(accounts: Sequence[Account], *, chosen: bool = False) -> Iterator[Contrast]:
    """The updates of states between pages of different days; in pages that somebody chose for one affair news may stand
    anywhere, and come later."""
    if len(accounts) > _PAGES:
        return
    told = [t for a in accounts for t in _told(a)]
    weights = Weights(
        [k for t in s.tokens for k in keys_of(t, a.article.text)] for a in accounts for s in a.words.sentences
    )
    for rule in dict.fromkeys(t.phase.rule for t in told if chosen or t.phase.rule not in _of_chosen()):
        mine = [t for t in told if t.phase.rule == rule]
        pairs = [
            (weight, old, new)
            for new in mine
            if new.phase.after and (_may_tell(new) if chosen else _in_lead(new))
            for old in mine
            if not old.phase.after
            and not _titled(old)
            and not _of_before(new, old.day)
            and dt.timedelta() < new.day - old.day <= (_LONG_CHOSEN if chosen else _LONG)
            if (weight := _one_thing(old, new, weights)) >= _LEAST and not _known(old, new, mine, weights)
        ]
        if pairs:
            likeliest = sorted(pairs, key=lambda p: (-p[0], p[1].account.id, p[2].account.id))
            again = [t for t in mine if any(_one_thing(old, t, weights) for _, old, _ in likeliest)]
            yield _contrast(rule, likeliest, again)


def _told(account: Account) -> Iterator[_Told]:
    published = account.article.published
    day = published.when.start if published and published.when.bounded else None
    if day is None:
        return
    for sentence in account.words.sentences:
        for phase in _phases_in(sentence.tokens, account.words.passages[sentence.passage].folded, account.article.text):
            yield _Told(account, day, sentence, phase)


def _in_lead(told: _Told) -> bool:
    words = told.account.words
    body = [s for s in words.sentences if words.kind_of(s) is BlockKind.BODY]
    return _titled(told) or told.sentence in body[:_LEAD]


def _of_before(told: _Told, day: dt.date) -> bool:
    """Whether all days that a sentence names are up to `day`: what it tells was known to a page of that day."""
    sentence, dates = told.sentence, told.account.dates
    here = [d.when for d in dates if d.when and d.when.start and sentence.start <= d.span.start < sentence.end]
    return bool(here) and all(w.start is not None and w.start <= day for w in here)


def _may_tell(told: _Told) -> bool:
    """Whether news stands here: in the lead, or early in a sentence below."""
    return _in_lead(told) or told.phase.first <= _EARLY


def _one_thing(old: _Told, new: _Told, weights: Weights) -> float:
    """The weight of what two phases have in common; 0 where it is a word or none."""
    common = {k.removeprefix("~") for k in old.phase.keys & new.phase.keys}
    words = [k for k in old.phase.keys & new.phase.keys if not k.startswith("~")]
    if len(common) < _LEAST_KEYS or not words:
        return 0.0
    return fsum(map(weights.weight, words))


def _known(old: _Told, new: _Told, mine: Sequence[_Told], weights: Weights) -> bool:
    """Whether the earlier page tells the later phase too."""
    return any(t.account.id == old.account.id and t.phase.after and _one_thing(t, new, weights) >= _LEAST for t in mine)


def _contrast(rule: str, pairs: Sequence[tuple[float, _Told, _Told]], mine: Sequence[_Told]) -> Contrast:
    """The likeliest pair, with the further pages that tell the one phase or the other of the same thing; what a title
    tells is shown in the words of the sentences below it, where these tell it too."""
    _, old, new = pairs[0]
    olds = dict.fromkeys([old, *(o for _, o, n in pairs if n.account is new.account)])
    below = (t for t in mine if t.phase.after and t.account is new.account and _may_tell(t))
    news = dict.fromkeys([new, *(n for _, o, n in pairs if o in olds), *below])
    positions = []
    for told in (list(olds), sorted(news, key=lambda t: (t.account is not new.account, _titled(t)))):
        first = told[0]
        spans = tuple(dict.fromkeys(_shown(t) for t in told))
        published = first.account.article.published
        words = " ".join(first.account.article.words_of(spans[0]).split())
        positions.append(Position(words, first.account.id, spans, published.when.value if published else None))
    return Contrast(label("state"), ContrastKind.UPDATE, tuple(positions), f"moved:{rule}")


def _titled(told: _Told) -> bool:
    return told.account.words.kind_of(told.sentence) is BlockKind.TITLE


def _shown(told: _Told) -> Span:
    """The sentence that tells a phase, or where it is long the words around."""
    sentence, phase = told.sentence, told.phase
    if sentence.end - sentence.start <= _LONGEST:
        return told.account.words.span(sentence.start, sentence.end)
    return shown(told.account, sentence, Slot("state", phase.rule, frozenset(), phase.first, phase.last))


# ------------------------------------------------------------------ rules


def _phases_in(tokens: Sequence[Token], folded: Folded, text: str) -> list[_Phase]:
    """The phases that a sentence tells; of a rule of which it tells both, only the later."""
    hits = ((hit, rule, side) for hit in _lexicon().find(folded, tokens) for rule, side in hit.payload)
    found = [p for hit in hits if (p := _phase(tokens, text, *hit)) is not None]
    later = {p.rule for p in found if p.after}
    return [p for p in found if p.after or p.rule not in later]


def _phase(tokens: Sequence[Token], text: str, hit: Hit[_Payload], rule: str, side: str) -> _Phase | None:
    if any(t.text.removeprefix("و") in _unsaid() for t in tokens[max(0, hit.first - _UNSAID) : hit.first]):
        return None
    near = [*tokens[max(0, hit.first - _BESIDE) : hit.first], *tokens[hit.last : hit.last + _BESIDE]]
    of, behind = _of().get(rule), _behind().get(rule)
    if (of and not any(t.text in of for t in near)) or (side == "after" and hit.first > _HEAD):
        return None
    if side == "after" and behind:
        near = list(tokens[hit.last : hit.last + behind])
    return _Phase(rule, side == "after", hit.first, hit.last, frozenset(k for t in near for k in keys_of(t, text)))


@cache
def _lexicon() -> Lexicon[_Payload]:
    tells: dict[str, list[tuple[str, str]]] = {}
    for rule in _rules():
        for side in ("before", "after"):
            for phrase in rule.texts(side):
                tells.setdefault(fold_word(phrase), []).append((rule.text("id"), side))
    lexicon: Lexicon[_Payload] = Lexicon()
    for phrase, phases in tells.items():
        lexicon.add(phrase, tuple(phases), particles="وفبل")
    return lexicon


@cache
def _unsaid() -> frozenset[str]:
    return fold_words(load("ar/phases").texts("unsaid"))


@cache
def _behind() -> dict[str, int]:
    return {r.text("id"): int(r["behind"]) for r in _rules() if r.get("behind")}


@cache
def _of_chosen() -> frozenset[str]:
    return frozenset(r.text("id") for r in _rules() if r.get("chosen"))


@cache
def _of() -> dict[str, frozenset[str]]:
    return {r.text("id"): fold_words(r.texts("of")) for r in _rules() if r.get("of")}


def _rules() -> tuple[Entry, ...]:
    return tuple(
        r.only("id", "chosen", "of", "behind", "before", "after", "yes", "no")
        for r in rules_in(load("ar/phases"), "phases")
    )


def check_moved() -> tuple[Finding, ...]:
    """The texts of every `yes` («earlier | later») tell the two phases of the rule, those of a `no` do not."""

    def fires(rule: Entry, text: str) -> bool:
        sides = []
        for part in text.split("|"):
            folded = fold(part)
            sides.append([p for p in _phases_in(list(tokenise(folded)), folded, part) if p.rule == rule.text("id")])
        return any(not x.after and y.after and x.keys & y.keys for x in sides[0] for y in sides[-1])

    return checked(_rules(), fires, "no phases")
