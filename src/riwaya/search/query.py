"""What somebody typed, understood: words, "exact phrases", "words near one another"~5, -without, this OR that (أو).

Nothing that is typed is an error, and nothing reaches a database as its syntax: signs that mean nothing here are no
words. A query without a word to look for finds nothing, and says so (`Query.why_none`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from riwaya.search.forms import Form, form_of, is_stopword
from riwaya.store.ranked import Need, Term
from riwaya.text import fold, fold_word, tokenise

LONGEST = 400
"""Characters of a query that are read."""
_MOST = 24  # words and phrases
_QUOTES = '"«»“”„‟″❝❞'
_PIECE = re.compile(
    rf"(?P<minus>(?<!\S)[-−–])?(?:[{_QUOTES}](?P<phrase>[^{_QUOTES}]*)[{_QUOTES}](?:~(?P<within>\d{{1,2}}))?|(?P<word>[^\s{_QUOTES}]+))"
)
_OR = frozenset({"OR", "|", "أو", "او"})


@dataclass(frozen=True, slots=True)
class Atom:
    """A word, or a phrase of several words: in a row, or (`within`) in any order with at most so many others between
    them, in one passage."""

    forms: tuple[Form, ...]
    text: str
    phrase: bool = False
    within: int | None = None


@dataclass(frozen=True, slots=True)
class Query:
    """Of every group one atom has to stand in a page; of `without` none may."""

    groups: tuple[tuple[Atom, ...], ...] = ()
    without: tuple[Atom, ...] = ()

    @property
    def why_none(self) -> str | None:
        """Why nothing can be found, whatever the store holds."""
        return None if self.groups else "the query has no word to look for"

    @property
    def plain(self) -> bool:
        """Whether it is words alone, so that pages with most of them are worth a look."""
        return len(self.groups) > 1 and not self.without and all(len(g) == 1 and not g[0].phrase for g in self.groups)

    @property
    def near(self) -> bool:
        """Whether words have to stand near one another, which an index may not tell."""
        return any(a.within is not None for group in (*self.groups, self.without) for a in group)

    @property
    def of_words(self) -> bool:
        """Whether it asks for words alone, wherever they stand."""
        return not any(a.phrase for group in (*self.groups, self.without) for a in group)

    def need(self, lemma: bool, least: int | None = None) -> Need:
        """The question to the index: words as written, or by lemma; phrases always as written. All groups of it, or
        `least` of them. Words that may not stand near one another are for whoever looks into the page."""
        groups = tuple(tuple(_term(a, lemma) for a in group) for group in self.groups)
        return Need(groups, tuple(_term(a, True) for a in self.without if a.within is None), least)


def _term(atom: Atom, lemma: bool) -> Term:
    if atom.phrase:
        return Term(phrase=tuple(f.stem for f in atom.forms), within=atom.within)
    form = atom.forms[0]
    lemma = lemma and not is_stopword(atom.text)  # of these the index has no lemmas
    return Term(forms=form.lemmas if lemma else form.stems, lemma=lemma)


def parse(typed: str) -> Query:
    """Understand what somebody typed; never raises."""
    groups: list[list[Atom]] = []
    without: list[Atom] = []
    light: list[Atom] = []
    joined = False
    for piece in _PIECE.finditer(typed[:LONGEST]):
        word = piece["word"]
        if word in _OR and not piece["minus"]:
            joined = bool(groups)
            continue
        atoms = _phrase(piece["phrase"], piece["within"]) if word is None else _words(word)
        if piece["minus"]:
            without += atoms
        elif joined and atoms:
            groups[-1].append(atoms[0])
            groups += [[a] for a in atoms[1:]]
        else:
            kept = [a for a in atoms if a.phrase or not is_stopword(a.text)]
            light += [a for a in atoms if a not in kept]
            groups += [[a] for a in kept]
        joined = joined and not atoms
    if not groups:  # «من هو» alone is looked for as it stands
        groups = [[a] for a in light]
    return Query(tuple(map(tuple, groups[:_MOST])), tuple(without[:_MOST]))


def _words(typed: str) -> list[Atom]:
    return [Atom((form_of(typed[t.start : t.end]),), typed[t.start : t.end]) for t in tokenise(fold(typed))]


def _phrase(typed: str, within: str | None) -> list[Atom]:
    words = _words(typed)
    if within is not None:  # in any order: the same word twice is one
        words = list({a.forms[0].stem: a for a in words}.values())
    if len(words) < 2:
        return words
    text = fold_word(" ".join(typed.split()))
    forms = tuple(a.forms[0] for a in words)
    return [Atom(forms, text, phrase=True, within=None if within is None else int(within))]
