"""Derivations: who took it from whom, by which evidence.

A `Tracer` meets each article once, looks at its candidates, decides the direction, aligns the clauses and calls a
pair a copy, an edited copy, a rewrite, a summary, or nothing. Reports of one event share names, numbers and often an
official's very words without either taking from the other: only a text most of whose own content stands in the other
counts as derived. An article has one source: the one it shares most with; a better one that comes later takes its
place. Judgements of the kind `copy_of` overrule all of it, for ever.
"""

from __future__ import annotations

import math
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from riwaya.account import Account
from riwaya.model import AlignedPair, Derivation, Judgement
from riwaya.stories.align import Match, align, identical, in_order, runners_up, weigh
from riwaya.stories.candidates import Candidate, Finder
from riwaya.stories.changes import find_changes
from riwaya.stories.clauses import Clause, read_clauses
from riwaya.stories.direction import direct, form_of
from riwaya.stories.external import find_external
from riwaya.stories.pair import Telling
from riwaya.stories.profile import WINDOW, Profile, profiles_of
from riwaya.stories.roots import root_of
from riwaya.stories.twins import Twins, find_twins
from riwaya.stories.weights import Rarity

# Chosen on the copies of the development articles, on one annotated rewrite and on the example pages.
COPY_OF_DERIVED, COPY_OF_SOURCE = 0.88, 0.75
EDITED, EDITED_COVERED, LEAST_EDITED_SHINGLES = 0.45, 0.7, 25
MOSTLY = 0.75
TAKEN_IN, LEAST_TAKEN_IN = 0.6, 60
"""A longer article that opens with the same news and holds most of a shorter one word for word has taken it in."""
LEAD = 0.5
"""An article that opens with news of its own is no copy, however much background it took over."""
COVERED, COVERED_IN_FORM = 0.62, 0.4
"""Newsrooms that report one event apart share up to half of their content; a bulleted, vague text that shares as
much as that with one other took it from there."""
IN_FORM = 1.5
RETOLD, RETOLD_LIKE, LEAST_RETOLD = 0.8, 0.38, 5
"""Of a text retold sentence for sentence nearly all of either side are twins: of 1,356 labelled articles no two that
were written apart came near (.62 of the lesser side, between two newsrooms)."""
SHARED, LEAST_TWINS = 0.5, 4
"""Two newsrooms whose twin sentences say so much of both in common have one source: apart they share up to .43."""
NARRATED, LEAST_NARRATED = 0.3, 20
"""So much of one of two newsrooms' reports stands in the other word for word, quotations aside: one source."""
OPENS = 0.5
"""These two must open with the same news: what they share further down may be from an archive."""
ORDERED = 0.45
LEAST_CLAUSES = 7
SUMMARY = 0.35
"""A rewrite shorter than this share of its source is a summary."""
OPENING = 4
KEPT = 500
"""Articles whose clauses are kept in mind."""
HOPELESS = 0.45
"""Share of its words, by weight, that an article must have in common with another before the two are aligned."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a derived article shares with its source, all shares from 0 to 1."""

    verbatim: float
    verbatim_back: float
    shingles: int
    covered: float
    ordered: float
    clauses: int
    lead: float
    form: float
    length: float
    reasons: tuple[str, ...]
    twins: Twins | None = None
    narrated: float = 0.0
    opens: bool = False

    @property
    def score(self) -> float:
        return max(self.verbatim, min(1.0, 0.75 * self.covered + 0.25 * self.ordered))

    def shows(self, apart: bool) -> bool:
        """Whether sentences or wording show what clauses do not; the same asked either way. `apart`: two newsrooms
        printed it; one has its own archive to share."""
        twins = self.twins
        if twins is None:
            return False
        if twins.count >= LEAST_RETOLD and min(twins.here, twins.there) >= RETOLD and twins.like >= RETOLD_LIKE:
            return True
        if not (apart and self.opens):
            return False
        return (twins.count >= LEAST_TWINS and twins.shared >= SHARED) or self.narrated >= NARRATED

    def retold(self) -> str:
        """What a retelling of such length is called."""
        return "summary" if self.length < SUMMARY else "rewrite"

    def relation(self) -> str | None:
        """The relation that this evidence proves, if any."""
        if self.verbatim >= COPY_OF_DERIVED and self.verbatim_back >= COPY_OF_SOURCE:
            return "copy"
        wording = self.verbatim >= EDITED and self.shingles >= LEAST_EDITED_SHINGLES
        if wording and self.covered >= EDITED_COVERED and (self.lead >= LEAD or self.verbatim >= MOSTLY):
            return "edited_copy"
        if self.verbatim_back >= TAKEN_IN and self.shingles >= LEAST_TAKEN_IN and self.lead >= LEAD:
            return "edited_copy"
        if self.clauses < LEAST_CLAUSES or self.ordered < ORDERED:
            return None
        if self.covered >= (COVERED_IN_FORM if self.form >= IN_FORM else COVERED) and (
            self.lead >= LEAD or self.form >= IN_FORM
        ):
            return self.retold()
        return None

    def why(self, relation: str) -> str:
        """One sentence for people."""
        if relation in ("copy", "edited_copy"):
            fact = f"{self.verbatim:.0%} of its five-word sequences stand in the source"
            if self.verbatim < EDITED:
                fact = f"{self.verbatim_back:.0%} of the source's five-word sequences stand in it"
        elif self.narrated >= NARRATED:
            fact = (
                f"{self.narrated:.0%} of what one of the two tells in its own words stands in the other word for word"
            )
        elif self.twins:
            fact = (
                f"{self.twins.count} of its sentences are told one after the other as in the source: "
                f"{self.twins.here:.0%} of its content, {self.twins.there:.0%} of the source's"
            )
        else:
            fact = (
                f"{self.covered:.0%} of its content stands in the source, "
                f"{self.ordered:.0%} of the matching clauses in the source's order"
            )
        return "; ".join((fact, *(f"source, because {r}" for r in self.reasons[:2])))


def find_derivations(accounts: Iterable[Account], judgements: Sequence[Judgement] = ()) -> tuple[Derivation, ...]:
    """The derivations among `accounts`, and from originals that only a credit or a sign names, by the derived article's
    time."""
    tracer = Tracer(judgements)
    found: dict[str, Derivation] = {}
    profiles = profiles_of(accounts)
    for place, one in enumerate(profiles):
        traced = tracer.add(place, one)
        for derived in traced.withdrawn:
            found.pop(derived, None)
        found |= {d.derived: d for d in traced.found}
        if place >= WINDOW:
            tracer.forget(place - WINDOW)
    return tuple(found[p.id] for p in profiles if p.id in found)


@dataclass(frozen=True, slots=True)
class Traced:
    """What one more article has shown: derivations that are new or replace that of the same derived article, and ids
    of articles that have no source any more."""

    found: tuple[Derivation, ...] = ()
    withdrawn: tuple[str, ...] = ()


@dataclass(slots=True)
class Link:
    """A derivation as far as later articles need it: the ids, how sure it is, whether people said so."""

    source: str | None
    derived: str
    score: float
    said: bool = False


@dataclass(slots=True)
class _News:
    found: dict[str, Derivation] = field(default_factory=dict)
    withdrawn: set[str] = field(default_factory=set)


class Tracer:
    """Who took it from whom, article after article, among those of a window. Places are given by the caller, rising."""

    def __init__(self, judgements: Iterable[Judgement] = ()) -> None:
        self.finder = Finder()
        self.rarity = Rarity()
        self.links: dict[str, Link] = {}
        self.place: dict[str, int] = {}
        self._work = _Work()
        self._said: dict[tuple[str, str], bool] = {}
        self._about: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for judgement in judgements:
            self._note(judgement)

    def add(self, place: int, one: Profile) -> Traced:
        """Meet `one`, the latest."""
        self.place[one.id] = place
        self._work.profiles[place] = one
        self.rarity.add(set(one.lemmas))
        news = _News()
        for candidate in self.finder.meet(place, one, self.rarity):
            found = self._work.judge(candidate, place, self._allowed)
            if found and found.source == one.id and self._bound(found):
                found = self._work.judge(candidate, place, self._allowed, turned=True)
            self._take(found, news)
        if one.id not in self.links and (external := find_external(one.account)):
            self._take(external, news)
        for derived, source in self._about.get(one.id, ()):
            if self._said[derived, source]:
                self._say(source, derived, news)
        return Traced(tuple(news.found.values()), tuple(sorted(news.withdrawn)))

    def judge(self, judgement: Judgement) -> Traced:
        """What a judgement changes among the articles of the window; it is kept for those to come."""
        news = _News()
        if self._note(judgement):
            source, derived = judgement.b, judgement.a
            if judgement.verdict:
                self._say(source, derived, news)
            elif derived in self.links and self.links[derived].source == source:
                self._withdraw(derived, news)
        return Traced(tuple(news.found.values()), tuple(sorted(news.withdrawn)))

    def forget(self, place: int) -> None:
        """The article at `place`, the earliest, leaves the window."""
        one = self._work.forget(place)
        self.finder.forget(place)
        self.rarity.remove(set(one.lemmas))
        self.links.pop(one.id, None)
        del self.place[one.id]

    def restore(self, place: int, one: Profile, rare: Mapping[str, float], link: Link | None) -> None:
        """Go on with an article of which all is known."""
        self.place[one.id] = place
        self._work.profiles[place] = one
        self.rarity.add(set(one.lemmas))
        self.finder.restore(place, one, rare)
        if link:
            self._link(link)

    def _note(self, judgement: Judgement) -> bool:
        if judgement.kind != "copy_of":
            return False
        pair = judgement.a, judgement.b
        if pair not in self._said:
            for one in pair:
                self._about[one].append(pair)
        self._said[pair] = judgement.verdict
        return True

    def _allowed(self, source: str, derived: str) -> bool:
        return self._said.get((derived, source), True) and not self._said.get((source, derived), False)

    def _say(self, source: str, derived: str, news: _News) -> None:
        """People say that `derived` took its words from `source`."""
        if source not in self.place or derived not in self.place:
            return
        if (back := self.links.get(source)) and back.source == derived:
            self._withdraw(source, news)
        told = self._work.said(self.place[source], self.place[derived])
        self._take(told, news, said=True)

    def _take(self, derivation: Derivation | None, news: _News, said: bool = False) -> None:
        """Believe a derivation where it is better than what is known, and no circle comes of it."""
        if derivation is None:
            return
        link = Link(derivation.source, derivation.derived, derivation.score, said)
        known = self.links.get(link.derived)
        if known and _strength(known) >= _strength(link):
            return
        circle = self._circle(link)
        weakest = min((link, *circle), key=_strength)
        if circle and weakest is link:
            return
        for other in circle:
            if other is weakest:
                self._withdraw(other.derived, news)
        self._link(link)
        news.found[link.derived] = derivation
        news.withdrawn.discard(link.derived)

    def _bound(self, derivation: Derivation) -> bool:
        """Whether the derived article is known to have taken its words from another, and more surely. Of two that print
        the same the newcomer is then the one that took them, though a detail or two should speak for it."""
        known = self.links.get(derivation.derived)
        return known is not None and known.source is not None and known.score >= derivation.score

    def _circle(self, link: Link) -> list[Link]:
        """The links by which the source of `link` goes back to the derived article, if it does."""
        chain: list[Link] = []
        step = link.source
        while step is not None and step != link.derived:
            known = self.links.get(step)
            if known is None:
                return []
            chain.append(known)
            step = known.source
        return chain if step is not None else []

    def _link(self, link: Link) -> None:
        self.links[link.derived] = link
        self.finder.derived(self.place[link.derived], self.place.get(link.source or ""))

    def _withdraw(self, derived: str, news: _News) -> None:
        del self.links[derived]
        self.finder.derived(self.place[derived], None)
        news.found.pop(derived, None)
        news.withdrawn.add(derived)


def _strength(link: Link) -> tuple[bool, bool, float]:
    """What makes one derivation better than another of the same article: people, a page at hand, the score."""
    return link.said, link.source is not None, link.score


class _Work:
    """Judges pairs of profiles; clauses are read once, and only of articles that need them."""

    def __init__(self) -> None:
        self.profiles: dict[int, Profile] = {}
        self._rarity = Rarity()  # alignment weighs words by Arabic news at large
        self._tellings: OrderedDict[int, Telling] = OrderedDict()
        self._contents: OrderedDict[int, Mapping[str, float]] = OrderedDict()
        self._printed: OrderedDict[int, tuple[Clause, ...]] = OrderedDict()

    def forget(self, place: int) -> Profile:
        """Let go of the article at `place`."""
        self._tellings.pop(place, None)
        self._contents.pop(place, None)
        return self.profiles.pop(place)

    def telling(self, i: int) -> Telling:
        """The article as one side of comparisons; of very many, the one that was not asked for longest is let go."""
        if i in self._tellings:
            self._tellings.move_to_end(i)
            return self._tellings[i]
        if len(self._tellings) >= KEPT:
            self._tellings.popitem(last=False)[1].account.words.release()
        account = self.profiles[i].account
        self._tellings[i] = Telling(account, self._clauses(i, account))
        return self._tellings[i]

    def _clauses(self, i: int, account: Account) -> tuple[Clause, ...]:
        """The clauses of the article at `i`: those of one that says the very same, where that was looked at lately."""
        key = self.profiles[i].print
        twin = self._printed.get(key, ()) if key else ()
        if not twin:
            clauses = read_clauses(account)
        else:
            page = account.article.page
            clauses = tuple(replace(c, span=replace(c.span, page=page)) for c in twin)
        self._printed[key] = clauses
        self._printed.move_to_end(key)
        if len(self._printed) > KEPT:
            self._printed.popitem(last=False)
        return clauses

    def judge(
        self, candidate: Candidate, late: int, allowed: Callable[[str, str], bool], *, turned: bool = False
    ) -> Derivation | None:
        """The derivation between the articles of a candidate and at `late`, if the evidence proves one; `turned`: the
        other way round than the signs say."""
        early = candidate.place
        a, b = self.profiles[early], self.profiles[late]
        if candidate.shingles < LEAST_EDITED_SHINGLES and not self._hopeful(early, late):
            return None
        try:
            vote, reasons = direct(a, b)
            source, derived = (early, late) if vote >= 0 or turned else (late, early)
            if turned:
                reasons = ("it was met first",)
            if not allowed(self.profiles[source].id, self.profiles[derived].id):
                return None
            evidence, matches = self._weigh(source, derived, candidate.shingles, reasons)
            relation = evidence.relation()
            if not relation:
                evidence = self._look_closer(source, derived, evidence, _apart(a, b))
                relation = evidence.retold() if evidence.shows(_apart(a, b)) else None
        except LookupError:  # whoever keeps the articles has let one go: nothing can be shown of it
            return None
        return self._told(source, derived, relation, evidence, matches) if relation else None

    def _hopeful(self, a: int, b: int) -> bool:
        """Whether either shares enough words with the other that aligning the two may show something."""
        x, y = self._content(a), self._content(b)
        common = sum(weight for root, weight in x.items() if root in y)
        return common >= HOPELESS * min(sum(x.values()), sum(y.values()))

    def _content(self, i: int) -> Mapping[str, float]:
        """What an article says, by the roots of its words and their weight at large."""
        if i not in self._contents:
            if len(self._contents) >= KEPT:
                self._contents.popitem(last=False)
            self._contents[i] = {root_of(x): self._rarity.at_large(x) for x in self.profiles[i].lemmas}
        self._contents.move_to_end(i)
        return self._contents[i]

    def said(self, source: int, derived: int) -> Derivation | None:
        """The derivation that people speak of, with what can be shown of it."""
        shared = len(set(self.profiles[source].shingles).intersection(self.profiles[derived].shingles))
        try:
            evidence, matches = self._weigh(source, derived, shared, ("people said so",))
        except LookupError:
            return None
        return self._told(source, derived, evidence.relation() or "rewrite", evidence, matches)

    def _weigh(
        self, source: int, derived: int, shingles: int, reasons: tuple[str, ...]
    ) -> tuple[Evidence, tuple[Match, ...]]:
        """Align the two and count."""
        there, here = self.telling(source).clauses, self.telling(derived).clauses
        matches = identical(there, here) or align(there, here, self._rarity)
        weights = [sum(weigh((c,), self._rarity).values()) for c in here]
        by_index = {m.derived.index: m.covered for m in matches}
        one, other = self.profiles[derived], self.profiles[source]
        return Evidence(
            verbatim=shingles / max(1, len(one.shingles)),
            verbatim_back=shingles / max(1, len(other.shingles)),
            shingles=shingles,
            covered=_share(here, weights, by_index),
            ordered=in_order(matches),
            clauses=len(matches),
            lead=_share(here[:OPENING], weights, by_index),
            form=form_of(one) - form_of(other),
            length=len(one.lemmas) / max(1, len(other.lemmas)),
            reasons=reasons,
        ), matches

    def _look_closer(self, source: int, derived: int, evidence: Evidence, apart: bool) -> Evidence:
        """The evidence with what sentences and wording add. Whether both open with the same news is looked at, which
        takes another alignment, only where it decides."""
        there, here = self.telling(source), self.telling(derived)
        common = len(there.narration & here.narration)
        closer = replace(
            evidence,
            twins=find_twins(there.clauses, here.clauses, self._rarity),
            narrated=common / min(len(there.narration), len(here.narration)) if common >= LEAST_NARRATED else 0.0,
        )
        if closer.shows(apart) or not (opening := replace(closer, opens=True)).shows(apart):
            return closer
        back, _ = self._weigh(derived, source, evidence.shingles, ())
        return opening if math.sqrt(evidence.lead * back.lead) >= OPENS else closer

    def _told(
        self, source: int, derived: int, relation: str, evidence: Evidence, matches: Sequence[Match]
    ) -> Derivation:
        """The derivation with its aligned pairs."""
        there, here = self.telling(source), self.telling(derived)
        second = runners_up(matches, there.clauses, self._rarity) if relation in ("rewrite", "summary") else ()
        every = sorted((*matches, *second), key=_reading_order)
        pairs: list[AlignedPair] = []
        swapped: set[int] = set()  # sentences of which it is told that two states changed places
        for m in every:
            changes = find_changes(m, there, here)
            if m.derived.sentence.start in swapped:
                changes = tuple(c for c in changes if c.what != "role")
            elif any(c.what == "role" for c in changes):
                swapped.add(m.derived.sentence.start)
            pairs.append(AlignedPair(m.unit.span, m.derived.span, round(m.score, 3), changes))
        return Derivation(
            source=self.profiles[source].id,
            derived=self.profiles[derived].id,
            relation=relation,
            score=round(evidence.score, 3),
            why=evidence.why(relation),
            pairs=tuple(pairs),
        )


def _apart(a: Profile, b: Profile) -> bool:
    """Whether, for all that the pages say, two newsrooms printed them."""
    return not set(a.keys) & set(b.keys)


def _reading_order(match: Match) -> tuple[int, float]:
    return match.derived.index, -match.score


def _share(clauses: Sequence[Clause], weights: Sequence[float], covered: Mapping[int, float]) -> float:
    """How much of what `clauses` (the first ones of an article) say is covered, by weight."""
    total = sum(weights[: len(clauses)]) or 1.0
    return sum(w * covered.get(c.index, 0.0) for c, w in zip(clauses, weights, strict=False)) / total
