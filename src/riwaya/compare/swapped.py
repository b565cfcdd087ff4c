"""Names and posts that one of two twin sentences has in the place of the other's.

`names_swapped`: a state, a person or a place that the one sentence names, and in its place another that the first
page never names, nor the second page the first. Two spellings of one name are no two names, nor are a name and a part
of it. `posts_changed`: one person with an office, whom the one page calls a deputy, a former or an acting holder of it
and the other never does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from rapidfuzz.distance import Levenshtein

from riwaya.account import Account
from riwaya.compare.retold import Twins
from riwaya.compare.slots import Slot, keys_of
from riwaya.likeness import content_lemmas
from riwaya.model import Mention, MentionType
from riwaya.rules import load, rules_in
from riwaya.text import Sentence, Token, fold_word, fold_words

_APART = 0.55  # share of the letters of two names that must differ for them to be two
_ONE_NAME = 0.34  # ... and below which they are spellings of one
_LIKE = 0.4  # cosine of twins from which a name in the one stands for the other's
_BESIDE = 2  # tokens on either side of a name that say in which place it stands
_OFFICE = 2  # tokens from a word for how an office is held in which the office stands
_BEFORE, _BEHIND = 5, 4  # tokens on either side of a person that tell his office
_STATE = "country:"


def names_swapped(pair: Twins) -> Iterator[tuple[Slot, Slot]]:
    """The names of which one was put for the other."""
    here, there = _named(pair.a, pair.here), _named(pair.b, pair.there)
    for kind in (_STATE, MentionType.PER, MentionType.GPE):
        mine = [m for m in here if _kind(m) == kind and not _names(pair.b, pair.a, m)]
        theirs = [m for m in there if _kind(m) == kind and not _names(pair.a, pair.b, m)]
        if len({m.actor for m in mine}) != 1 or len({m.actor for m in theirs}) != 1:
            continue
        x, y = _slot("name", pair.a, pair.here, mine[0]), _slot("name", pair.b, pair.there, theirs[0])
        if pair.like >= _LIKE and (kind == _STATE or x.anchors & y.anchors):
            yield x, y


def _named(account: Account, sentence: Sentence) -> list[Mention]:
    return [m for m in account.mentions if m.actor and sentence.start <= m.span.start and m.span.end <= sentence.end]


def _kind(mention: Mention) -> str | MentionType:
    return _STATE if mention.actor and mention.actor.startswith(_STATE) else mention.type


def _names(account: Account, of: Account, mention: Mention) -> bool:
    """Whether an account names whom `mention` in `of` names, in whatever spelling, or has a word of the name."""
    other = _folded(of, mention)
    for m in account.mentions:
        alike = _kind(m) == _kind(mention) != _STATE and _distance(_folded(account, m), other) < _APART
        if m.actor == mention.actor or alike:
            return True
    words = {w for w in other.split() if len(w) > 2}
    everywhere = (t.text for s in account.words.sentences for t in s.tokens)
    return any(w in words or w.removeprefix("و").removeprefix("ال") in words for w in everywhere)


def _folded(account: Account, mention: Mention) -> str:
    return " ".join(fold_word(w).removeprefix("ال") for w in account.article.words_of(mention.span).split())


def _distance(a: str, b: str) -> float:
    """The least share of letters that differ between two names, or between any two words of theirs."""
    words = ((x, y) for x in a.split() for y in b.split() if len(x) > 2 < len(y))
    return min(Levenshtein.normalized_distance(x, y) for x, y in ((a, b), *words))


def _slot(what: str, account: Account, sentence: Sentence, mention: Mention) -> Slot:
    tokens, text = sentence.tokens, account.article.text
    first, last = _place(tokens, mention)
    beside = [*tokens[max(0, first - _BESIDE) : first], *tokens[last : last + _BESIDE]]
    return Slot(what, mention.actor, frozenset(k for t in beside for k in keys_of(t, text)), first, last)


def _place(tokens: Sequence[Token], mention: Mention) -> tuple[int, int]:
    inside = [n for n, t in enumerate(tokens) if t.start < mention.span.end and mention.span.start < t.end]
    return (inside[0], inside[-1] + 1) if inside else (0, 0)


# ------------------------------------------------------------------ posts


def posts_changed(pair: Twins) -> Iterator[tuple[Slot, Slot]]:
    """The offices of one person of which one page's is a lesser, a former or another kind of holding."""
    for m in _named(pair.a, pair.here):
        for n in _named(pair.b, pair.there):
            if m.type is n.type is MentionType.PER and _one_person(pair.a, m, pair.b, n):
                x, y = _post(pair.a, pair.here, m), _post(pair.b, pair.there, n)
                mine, theirs = (set(v) if isinstance(v, tuple) else set() for v in (x.value, y.value))
                told = _ever(pair.a, pair.b, n, theirs - mine) or _ever(pair.b, pair.a, m, mine - theirs)
                if mine != theirs and x.anchors & y.anchors and not told:
                    yield x, y


def _one_person(a: Account, m: Mention, b: Account, n: Mention) -> bool:
    return m.actor == n.actor or Levenshtein.normalized_distance(_folded(a, m), _folded(b, n)) <= _ONE_NAME


def _post(account: Account, sentence: Sentence, mention: Mention, marks: int = 0) -> Slot:
    """What stands beside a person, over so many marks at most: the kinds of holding an office as its value, the words
    of the office as anchors."""
    tokens, text = sentence.tokens, account.article.text
    first, last = _place(tokens, mention)
    begin, end = first, last
    while begin > max(0, first - _BEFORE) and (marks := marks - _parted(text, tokens[begin - 1 : begin + 1])) >= 0:
        begin -= 1
    while end < min(len(tokens), last + _BEHIND) and (end == last or not _parted(text, tokens[end - 1 : end + 1])):
        end += 1
    beside = [n for n in range(begin, end) if not first <= n < last]
    kinds = {n: k for n in beside if (k := _holding(tokens[n]))}
    named = [m.span for m in _named(account, sentence) if m.type is MentionType.PER]
    plain = [
        tokens[n]
        for n in beside
        if n not in kinds
        and any(abs(n - k) <= _OFFICE for k in kinds or beside)
        and not any(m.start < (t := tokens[n]).end and t.start < m.end for m in named)
    ]
    return Slot("post", tuple(sorted(set(kinds.values()))), frozenset(content_lemmas(plain, text)), begin, end)


def _parted(text: str, two: Sequence[Token]) -> bool:
    return len(two) == 2 and any(c in "،,؛.:؟!«»()" for c in text[two[0].end : two[1].start])


def _ever(account: Account, of: Account, mention: Mention, kinds: set[str]) -> bool:
    """Whether an account calls the person whom `mention` in `of` names so anywhere."""
    return bool(kinds) and any(
        not kinds.isdisjoint(value)
        for s in account.words.sentences
        for m in _named(account, s)
        if m.type is MentionType.PER and _one_person(account, m, of, mention)
        for value in (_post(account, s, m, marks=1).value,)
        if isinstance(value, tuple)
    )


def _holding(token: Token) -> str | None:
    return _holdings().get(token.text) or _holdings().get(token.text.removeprefix("و"))


@cache
def _holdings() -> dict[str, str]:
    """Folded word -> the kind of holding an office that it tells."""
    return {w: r.text("id") for r in rules_in(load("ar/retold"), "holdings") for w in fold_words(r.texts("words"))}
