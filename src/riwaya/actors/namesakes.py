"""Family names that the rules know, where further names stand before them: «شيرين العبادي» is no prime minister.

A short form like «العبادي» means whoever the rules know by it. A name before it says more: one that this person bears
(in any spelling) makes the name longer, any other makes it somebody else's. A name is a given name that the rules list,
or a new word (`nameword`): «نجاح العبادي» may be his success. Given names that are everyday words count only after a
title, or before «بن».
"""

from __future__ import annotations

from dataclasses import dataclass

from riwaya.actors.knowledge import Form, Knowledge
from riwaya.actors.likeness import same_word, words_of
from riwaya.actors.nameword import SLAVE, SONS, after_particle, in_dictionary, is_new, is_other, lists, plain, touch
from riwaya.actors.spans import Run
from riwaya.text import Hit

_MOST = 5  # words before a family name


@dataclass(frozen=True, slots=True)
class Whole:
    """The longer name: where it starts in the page, and whether it is still the known person's."""

    start: int
    same: bool


def whole_name(known: Knowledge, run: Run, hit: Hit[tuple[Form, ...]]) -> Whole | None:
    """The name that ends with the family name of `hit`; None where no name stands before it."""
    if hit.cut.proclitics:
        return None
    theirs = _names_of(known, hit)
    first, start, sure = hit.first, hit.start, False
    while first > 0 and hit.first - first < _MOST and touch(run, first):
        step = _name_at(known, run, first - 1, theirs)
        if step is None:
            break
        first, start, sure = first - step.words, step.start, sure or step.sure
        if step.attached:
            break
    while first < hit.first and run.tokens[first].text in lists()["joiners"] - {SLAVE}:
        first, start = first + 1, run.tokens[first + 1].start
    if first == hit.first or not (sure or run.tokens[hit.first].text in SONS or _titled(known, run, first)):
        return None
    names = [t.text for t in run.tokens[first : hit.first]]
    return Whole(start, _borne(names, theirs))


@dataclass(frozen=True, slots=True)
class _Step:
    """A name of `words` words. `sure`: it is hardly anything else; `attached`: a particle is, nothing stands before."""

    words: int
    start: int
    sure: bool
    attached: bool = False


def _name_at(known: Knowledge, run: Run, k: int, theirs: frozenset[str]) -> _Step | None:
    """The name, or the particle inside names, that ends with token `k`; other spellings of `theirs` are names too."""
    token, word = run.tokens[k], plain(run.written(k))
    if token.text in lists()["joiners"]:
        return _Step(1, token.start, False)
    if token.text.startswith("ال") and k > 0 and run.tokens[k - 1].text == SLAVE and touch(run, k):
        return _Step(2, run.tokens[k - 1].start, True)
    if is_other(known, run, k) or token.text in known.by_form:
        return None
    if word in lists()["weak"]:
        return _Step(1, token.start, False)
    misspelt = any(same_word(token.text, w) for w in theirs) and not in_dictionary(word)
    if word in lists()["given"] or misspelt or is_new(token.text, word):
        return _Step(1, token.start, True)
    start = after_particle(known, run, k)
    return None if start is None else _Step(1, start, True, True)


def _titled(known: Knowledge, run: Run, first: int) -> bool:
    """Whether a title, or what stands between a title and a name, is right before token `first`."""
    if first == 0 or not touch(run, first):
        return False
    before = run.tokens[first - 1].text
    if before in known.demonyms or before in known.after_title:
        return True
    hits = (known.titles.match(run.folded, run.tokens, k) for k in range(max(0, first - 3), first))
    return any(h is not None and h.last == first and not h.cut.enclitic for h in hits)


def _names_of(known: Knowledge, hit: Hit[tuple[Form, ...]]) -> frozenset[str]:
    """The names of the person whom `hit` means, its own words left out."""
    own = hit.last - hit.first
    return frozenset(w for form in known.actors[hit.payload[0].id].ar for w in words_of(form)[:-own])


def _borne(names: list[str], theirs: frozenset[str]) -> bool:
    """Whether one of `names`, those of fathers left out, is one of `theirs`."""
    own = [w for i, w in enumerate(names) if w not in lists()["joiners"] and (i == 0 or names[i - 1] not in SONS)]
    return any(same_word(mine, word) for word in own for mine in theirs)
