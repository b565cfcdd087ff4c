"""Two speakers fill one place of a matter otherwise: why it happened, in what state something was, who did it. Nobody
needs to say «no» for that.

A `_Version` is one such place of a clause (`clauses`): its kind, its value, and the keys of what it is told of. Two
versions of different speakers are a dispute where they are of one kind and of one thing and their values exclude each
other. Which words open a place is data (`versions.yaml`). What makes them of one thing is the effect of two causes (in
an affair of few pages «the cause» needs not say of what), whose state it is, the deed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations

from riwaya.account import Affair
from riwaya.compare.clauses import Clause, keys_in, root_of
from riwaya.compare.heard import takes_sides
from riwaya.compare.labels import label
from riwaya.compare.positions import checked, position
from riwaya.likeness import lemma_of
from riwaya.model import Contrast, ContrastKind, Position, Span
from riwaya.rules import Entry, Finding, load, rules_in
from riwaya.text import Lexicon, Token, fold, fold_words, tokenise

_FEW = 12  # pages of a topic that is one affair: «the cause» needs not say of what
_BEFORE, _AFTER = 4, 1  # tokens around a state that say whose it is
_DEED = 2  # keys that say what was done
_WORDS = 2  # tokens of a phrase for a deed («إطلاق النار»)
_SAID_AGAIN = 0.5  # of two clauses' keys
_WHOLE = 400  # code points up to which a sentence is shown whole


@dataclass(frozen=True, slots=True)
class _Version:
    """What a clause puts in a place of `kind`; `of` has the keys of what it is told of, empty where it says «it»."""

    clause: Clause
    kind: str
    value: frozenset[str]
    of: frozenset[str]


def versions_apart(told: Sequence[Clause], affair: Affair) -> Iterator[Contrast]:
    """Disputes between versions among the clauses of `affair`; in a topic of many pages, of one story."""
    near = _Near(affair)
    speaking = [c for c in told if _speaks(c)]
    found = [v for c in speaking for v in _versions(c)]
    for kind, apart in _APART.items():
        of_kind = [v for v in found if v.kind == kind]
        others = [_deed(c) for c in speaking if not (c.no or c.unsure)] if kind == "doer" and of_kind else []
        pairs = [
            (a, b)
            for a, b in (*combinations(of_kind, 2), *((x, y) for x in of_kind for y in others))
            if a.clause.speaker != b.clause.speaker and near.both(a.clause, b.clause) and apart(a, b, near.few)
        ]
        for group in _gathered(pairs):
            yield _contrast(group)


class _Near:
    """Which clauses may be of one matter: all of a topic of few pages, else those of one page or one story."""

    def __init__(self, affair: Affair) -> None:
        self.few = len(affair.accounts) <= _FEW
        self._story = {article: s.id for s in affair.stories for article in s.articles}

    def both(self, a: Clause, b: Clause) -> bool:
        """Whether `a` and `b` may be."""
        x, y = a.account.id, b.account.id
        return self.few or x == y or (x in self._story and self._story[x] == self._story.get(y))


def _speaks(clause: Clause) -> bool:
    """Whether a party speaks in a clause, and tells how things are."""
    holder = clause.holder or ""
    return not clause.own and not holder.startswith("place:") and takes_sides(holder)


# ------------------------------------------------------------------ places


def _versions(clause: Clause) -> Iterator[_Version]:
    tokens = clause.tokens
    yield from _causes(clause)
    for hit in _lexicon().find(clause.folded, tokens):
        before, after = tokens[: hit.first], tokens[hit.last :]
        if hit.payload == "alone":
            yield from _filled(clause, "doer", before, after[: _DEED + 1])
    if clause.unsure:
        return
    for line, side, (first, last) in _states(clause):
        told = side if clause.no in ("", "weak") else 1 - side
        of = keys_in(clause, [*tokens[max(0, first - _BEFORE) : first], *tokens[last : last + _AFTER]])
        yield _Version(clause, "state", frozenset({f"{line} {told}"}), frozenset(of))


def _deed(clause: Clause) -> _Version:
    """What a clause says was done, and who did it."""
    return _Version(clause, "deed", frozenset(_doer(clause)), frozenset(clause.keys))


def _doer(clause: Clause) -> Mapping[str, int]:
    """The keys before the first deed of a clause; all, where it opens with the deed."""
    tokens = clause.tokens
    deed = next((i for i in range(len(tokens)) if any(map(_is_deed, keys_in(clause, tokens[i : i + _WORDS])))), 0)
    return keys_in(clause, tokens[:deed]) or clause.keys


def _is_deed(key: str) -> bool:
    return key.startswith("=")


def _filled(clause: Clause, kind: str, value: Sequence[Token], of: Sequence[Token]) -> Iterator[_Version]:
    words = frozenset(keys_in(clause, value))
    if words:
        yield _Version(clause, kind, words, frozenset(k for k in keys_in(clause, of) if k not in _no_matter()))


def _causes(clause: Clause) -> Iterator[_Version]:
    """The first cause that a clause, with what follows it up to the next mark, tells."""
    tokens = clause.to_the_mark()
    if clause.no not in ("", "weak"):
        return
    for hit in _lexicon().find(clause.folded, tokens):
        place = hit.payload.removeprefix("cause-")
        before, after = tokens[: hit.first], tokens[hit.last :]
        if place == hit.payload or (before and before[-1].text in _words("looked_into")):
            continue
        if place == "either":
            place = "before" if keys_in(clause, before) else "after"
        yield from _filled(clause, "cause", *((before, after) if place == "before" else (after, before)))
        return


def _states(clause: Clause) -> Iterator[tuple[str, int, tuple[int, int]]]:
    """The states that a clause tells of something: «الباب كان مفتوحا», «الباب مفتوح», not «الباب المفتوح»."""
    tokens = clause.tokens
    for hit in _state_words().find(clause.folded, tokens):
        line, side, anywhere = hit.payload
        before = tokens[hit.first - 1].text if hit.first else ""
        copula = before in _words("copulas") or (
            before.startswith("ال") and not tokens[hit.first].text.startswith("ال")
        )
        if anywhere or copula or (before and clause.no in ("denial", "never")):
            yield line, side, (hit.first, hit.last)


# ------------------------------------------------------------------ apart


def _plain(keys: frozenset[str]) -> frozenset[str]:
    return frozenset(k for k in keys if ":" not in k)


def _causes_apart(a: _Version, b: _Version, few: bool) -> bool:
    """Two causes without a common word of one effect; in a topic of few pages one may leave the effect out."""
    if _plain(a.value) & _plain(b.value) or not _plain(a.value) or not _plain(b.value):
        return False
    if not a.of or not b.of:
        return few
    return bool(_plain(a.of) & _plain(b.of))


def _states_apart(a: _Version, b: _Version, few: bool) -> bool:
    (x,), (y,) = a.value, b.value
    return x != y and x.split()[0] == y.split()[0] and bool(_plain(a.of & b.of))


def _doers_apart(a: _Version, b: _Version, few: bool) -> bool:
    if b.kind == "doer":
        return not a.value & b.value and bool(_plain(a.of & b.of))
    named = a.value - _plain(a.value)  # whom it names, the other must not name at all
    return not a.value & b.value and not named & b.of and any(map(_is_deed, a.of & b.of))


_APART: Mapping[str, Callable[[_Version, _Version, bool], bool]] = {
    "cause": _causes_apart,
    "state": _states_apart,
    "doer": _doers_apart,
}


# ------------------------------------------------------------------ contrasts


def _gathered(pairs: Sequence[tuple[_Version, _Version]]) -> list[list[_Version]]:
    """Versions of one dispute together: pairs that share a clause, or of which two clauses say the same."""
    groups: list[list[_Version]] = []
    for pair in pairs:
        joined = [g for g in groups if any(_again(v, w) for v in g for w in pair)]
        group = [v for g in joined for v in g] + list(pair)
        groups = [g for g in groups if g not in joined] + [group]
    return groups


def _again(a: _Version, b: _Version) -> bool:
    """Whether two versions are one clause, or the same told again."""
    if a.clause is b.clause:
        return True
    x, y = a.clause.keys.keys(), b.clause.keys.keys()
    return len(x & y) >= _SAID_AGAIN * len(x | y) > 0


def _contrast(group: Sequence[_Version]) -> Contrast:
    """One position for every value."""
    sides: list[list[_Version]] = []
    for version in group:
        for side in sides:
            if any(_one_value(version, v) for v in side):
                side.append(version)
                break
        else:
            sides.append([version])
    positions = [_position(side) for side in sides]
    shared = _plain(frozenset.intersection(*(v.of for v in group)))
    about = group[0].clause.words_of(shared)
    return Contrast(label("account", about), ContrastKind.DISPUTE, tuple(positions), f"version:{group[0].kind}")


def _position(side: Sequence[_Version]) -> Position:
    return position(side[0].clause.account, side[0].clause.holder, *(_shown(v) for v in side))


def _shown(version: _Version) -> Span:
    """A version's clause; with its sentence, where «this alone is the cause» needs it."""
    clause = version.clause
    sentence = clause.account.words.sentences[clause.sentence]
    if version.kind == "cause" and not _plain(version.value) - _no_matter() and sentence.end - sentence.start <= _WHOLE:
        return clause.account.words.span(sentence.start, sentence.end)
    if version.kind == "cause":
        return clause.account.words.span(min(clause.shown().start, clause.span.start), clause.to_the_mark()[-1].end)
    return clause.shown()


def _one_value(a: _Version, b: _Version) -> bool:
    if a.clause is b.clause or a.clause.speaker == b.clause.speaker:
        return True
    return (a.kind == b.kind and bool(_plain(a.value) & _plain(b.value))) or _again(a, b)


# ------------------------------------------------------------------ rules


@cache
def _no_matter() -> frozenset[str]:
    return frozenset(root_of(lemma_of(w)) for w in load("ar/versions").texts("no_matter"))


@cache
def _words(section: str) -> frozenset[str]:
    return fold_words(load("ar/versions").texts(section))


@cache
def _lexicon() -> Lexicon[str]:
    lexicon: Lexicon[str] = Lexicon()
    for section in ("causes", "alone"):
        for rule in rules_in(load("ar/versions"), section):
            for phrase in rule.texts("words"):
                lexicon.add(
                    phrase, f"cause-{rule.text('id')}" if section == "causes" else rule.text("id"), particles="وف"
                )
    return lexicon


@cache
def _state_words() -> Lexicon[tuple[str, int, bool]]:
    lexicon: Lexicon[tuple[str, int, bool]] = Lexicon()
    for rule in rules_in(load("ar/versions"), "states"):
        for side, words in enumerate(("one", "other")):
            for phrase in rule.texts(words):
                lexicon.add(phrase, (rule.text("id"), side, rule.get("anywhere", False)), particles="وفب")
    return lexicon


def check_versions() -> tuple[Finding, ...]:
    """A word of cause, or of nobody else's doing, stands in every `yes` and in no `no`; of states, one of either side
    in the words on either side of the bar."""
    return tuple(
        finding
        for section in ("causes", "alone", "states")
        for finding in checked(rules_in(load("ar/versions"), section), _apart_in if section == "states" else _opened_in)
    )


def _opened_in(rule: Entry, text: str) -> bool:
    folded = fold(text)
    found = (h.payload.removeprefix("cause-") for h in _lexicon().find(folded, list(tokenise(folded))))
    return rule.text("id") in found


def _apart_in(rule: Entry, text: str) -> bool:
    parts = [fold(part) for part in text.split("|")]
    sides = [
        {h.payload[1] for h in _state_words().find(f, list(tokenise(f))) if h.payload[0] == rule.text("id")}
        for f in parts
    ]
    return any(x != y for x in sides[0] for y in sides[-1])
