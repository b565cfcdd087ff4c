"""Family names that the rules know, where further names stand before them: «شيرين العبادي» is no prime minister.

A short form like «العبادي» means whoever the rules know by it. A name before it says more: one that this person bears
(in any spelling) makes the name longer, any other makes it somebody else's. A name is a given name that the rules list,
or a word that people are called by (`riwaya.models.people`) and that stands in no dictionary of Arabic («نجاح العبادي»
may be his success). Given names that are everyday words count only after a title, or before «بن».
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

import simplemma

from riwaya.actors.knowledge import Form, Knowledge
from riwaya.actors.likeness import same_word, words_of
from riwaya.actors.spans import Run
from riwaya.models.people import known as called
from riwaya.rules import load
from riwaya.text import Hit, fold_word, split_clitics

_MOST = 5  # words before a family name
_BLANK = re.compile(r"[\s_]*")
_NOT_LETTERS = re.compile("[\u0610-\u061a\u0640\u064b-\u065f\u0670]")
_SONS = frozenset({"بن", "ابن", "بنت"})
_SLAVE = "عبد"
_BEFORE = re.compile("^(?:[وفأ]?[بلكس]?|[وف]?ال|[وف]?لل|[وف]?[بك]ال)(?=..)")
_AFTER = ("ه", "ها", "هم", "هما", "نا", "ني", "ك", "ي", "ات", "ون", "ين", "ان", "وا", "و", "ا", "ت")


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
    while first > 0 and hit.first - first < _MOST and _touch(run, first):
        step = _name_at(known, run, first - 1, theirs)
        if step is None:
            break
        first, start, sure = first - step.words, step.start, sure or step.sure
        if step.attached:
            break
    while first < hit.first and run.tokens[first].text in _lists()["joiners"] - {_SLAVE}:
        first, start = first + 1, run.tokens[first + 1].start
    if first == hit.first or not (sure or run.tokens[hit.first].text in _SONS or _titled(known, run, first)):
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
    token, lists = run.tokens[k], _lists()
    text, written = token.text, _NOT_LETTERS.sub("", run.written(k))
    if text in lists["joiners"]:
        return _Step(1, token.start, False)
    if text.startswith("ال") and k > 0 and run.tokens[k - 1].text == _SLAVE and _touch(run, k):
        return _Step(2, run.tokens[k - 1].start, True)
    if _is_else(known, run, k):
        return None
    if written in lists["weak"]:
        return _Step(1, token.start, False)
    misspelt = any(same_word(text, w) for w in theirs) and not _in_dictionary(written)
    if written in lists["given"] or misspelt or _is_new(text, written):
        return _Step(1, token.start, True)
    for cut in split_clitics(text)[1:]:
        length = len("".join(cut.proclitics))
        plain = not (cut.article or cut.enclitic) and len(cut.stem) > 3 and cut.stem not in known.by_form
        if plain and (written[length:] in lists["given"] - lists["weak"] or _is_new(cut.stem, written[length:])):
            return None if _in_dictionary(written) else _Step(1, run.folded.starts[token.at + length], True, True)
    return None


def _is_else(known: Knowledge, run: Run, k: int) -> bool:
    """Whether token `k` is a title, an adjective of origin, or the name of another whom the rules know."""
    text = run.tokens[k].text
    if text in _lists()["behalf"] or text in known.demonyms or text in known.after_title or text in known.generic:
        return True
    return text in known.by_form or known.titles.match(run.folded, run.tokens, k) is not None


def _is_new(text: str, written: str) -> bool:
    return len(text) > 2 and not text.startswith("ال") and text in called() and not _in_dictionary(written)


@lru_cache(maxsize=4096)
def _in_dictionary(written: str) -> bool:
    """Whether a word as the page writes it is one of the dictionary, with or without particles, pronoun and ending."""
    return any(simplemma.is_known(form, lang="ar") for form in _forms(written))


def _forms(written: str) -> Iterator[str]:
    bare = {written, _BEFORE.sub("", written, count=1), written[1:] if written[:1] in "وفبلك" else written}
    for form in bare:
        yield form
        for ending in _AFTER:
            if form.endswith(ending) and len(form) - len(ending) > 1:
                stem = form[: -len(ending)]
                yield stem
                yield stem + "ة"
                if stem[-1] == "ت":
                    yield stem[:-1] + "ة"
                if stem[-1] in "ئؤ":
                    yield stem[:-1] + "ء"


def _titled(known: Knowledge, run: Run, first: int) -> bool:
    """Whether a title, or what stands between a title and a name, is right before token `first`."""
    if first == 0 or not _touch(run, first):
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
    own = [w for i, w in enumerate(names) if w not in _lists()["joiners"] and (i == 0 or names[i - 1] not in _SONS)]
    return any(same_word(mine, word) for word in own for mine in theirs)


def _touch(run: Run, k: int) -> bool:
    """Whether nothing but blanks lies between token `k` and the one before."""
    before = run.tokens[k - 1]
    return _BLANK.fullmatch(run.page, before.end, run.tokens[k].start) is not None


@cache
def _lists() -> dict[str, frozenset[str]]:
    """Words of names by list; given names as the rules write them, or without hamza: «بأن» is not «بان»."""
    data = load("ar/names")
    flat = {
        key: [w for row in data[key] for w in ([row] if isinstance(row, str) else row)]
        for key in ("given", "foreign", "weak", "either", "joiners", "behalf")
    }
    bare = str.maketrans("أإآ", "ااا")
    given, weak = (
        frozenset((*names, *(w.translate(bare) for w in names)))
        for names in (flat["given"] + flat["foreign"], flat["weak"] + flat["either"])
    )
    joiners = frozenset(map(fold_word, (*flat["joiners"], "أبا")))
    return {"given": given, "weak": weak, "joiners": joiners, "behalf": frozenset(map(fold_word, flat["behalf"]))}
