"""The company that a happening keeps: the actors of an article, and where a sentence puts them to a trigger.

`Company` knows who is named where, how often, as what, and which parts the rules give. `Place` is the nearest place at
which a sentence names somebody, seen from a trigger. `cast` weighs both.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate

from riwaya.events.line import Line, Named, datelines
from riwaya.events.phrases import Phrase, phrases_of
from riwaya.events.telling import Told
from riwaya.model import BlockKind, Mention, MentionType
from riwaya.remembered import remembered
from riwaya.rules import load
from riwaya.text import Words

PARTS = ("actor", "recipient")
WIDE = 70  # words to either side of a trigger in which its sentence names who may be meant
TOP = 3  # the actors that a page names most may be meant anywhere
_BEHIND = 900  # code points before a sentence in which whom it means may be named
_MEANT = 4  # of the names there, how many may be meant
_NAMELESS = ("role", "body", "anonymous")  # rules of mentions that are no names


@dataclass(frozen=True, slots=True)
class Place:
    """Where a candidate stands to a trigger.

    `side` before or after it; `order` among the phrases on that side, `bare` among those that no particle brings in;
    `intro` what brings it in; `away` words between, with `verbs` among them, and `broken` where a clause begins there;
    `weak`: an adjective of a state, `plural`: of its people; `follows`: coordinated with a name before it; `prior`: the
    word before the name; `via`: name, role, body or weak; `gender` that a verb beside it takes, where its letters tell.
    """

    side: str
    order: int
    bare: int
    intro: str
    away: int
    verbs: int
    broken: bool
    weak: bool
    plural: bool
    follows: bool
    prior: str
    via: str
    gender: str


class Company:
    """The actors of one article: who is named where, how often, and in which other tellings."""

    def __init__(self, words: Words, mentions: Sequence[Mention], told: Sequence[Told]) -> None:
        outside = words.once("events.datelines", datelines)
        self.named = [
            (m.span.start, m.actor, m)
            for m in sorted(mentions, key=lambda m: m.span.start)
            if m.actor and not any(low <= m.span.start < high for low, high in outside)
        ]
        self._starts = [at for at, _, _ in self.named]
        self.counts = Counter(a for _, a, m in self.named if m.type is not MentionType.LOC)
        self.top = [a for a, _ in self.counts.most_common(TOP)]
        self.by_name = frozenset(a for _, a, m in self.named if m.rule not in _NAMELESS)
        titles = [(p.start, p.end) for p in words.passages if p.kind in (BlockKind.TITLE, BlockKind.DEK)]
        heads = [a for at, a, _ in self.named if any(low <= at < high for low, high in titles)]
        self.title = list(dict.fromkeys(heads))
        self.sources = Counter(a for one in told for a in one.reported_by)
        self._before: dict[int, list[str]] = {}
        self._places: dict[int, dict[str, Place]] = {}
        self._standing: dict[str, tuple[bool, int, int, str]] = {}
        self._ever: Counter[tuple[str, str]] = Counter()
        self._played: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        for one in told:
            for part, ids in zip(PARTS, (one.roles.actor, one.roles.recipient), strict=True):
                self._played[one.rule.type, part].update(ids)
                self._ever.update((part, who) for who in ids)

    def played(self, kind: str, part: str, who: str) -> int:
        """How many tellings of a type give `who` this part, by the rules."""
        return self._played[kind, part].get(who, 0)

    def ever(self, part: str, who: str) -> int:
        """How many tellings of any type give `who` this part, by the rules."""
        return self._ever.get((part, who), 0)

    def standing(self, who: str) -> tuple[bool, int, int, str]:
        """Who somebody is on the page: whether named, how often a source, his rank among those named most (`TOP` for
        all others), and whether he stands first in the headline (empty: not in it)."""
        if who not in self._standing:
            rank = self.top.index(who) if who in self.top else TOP
            headline = "" if who not in self.title else str(self.title[0] == who)
            self._standing[who] = (who in self.by_name, min(self.sources[who], 3), rank, headline)
        return self._standing[who]

    def places(self, one: Told) -> Mapping[str, Place]:
        """For each whom the sentence of a trigger names: the nearest place to it where it does."""
        if one.order not in self._places:
            line = one.trigger.line
            self._places[one.order] = _places_of(one, phrases_of(line, weak=True), line.once("company.counts", _counts))
        return self._places[one.order]

    def before(self, line: Line) -> list[str]:
        """The actors named last before a sentence, the nearest first."""
        if line.index not in self._before:
            start = line.sentence.start
            first, last = bisect_left(self._starts, start - _BEHIND), bisect_left(self._starts, start)
            behind = (a for _, a, _ in reversed(self.named[first:last]))
            self._before[line.index] = list(dict.fromkeys(behind))[:_MEANT]
        return self._before[line.index]

    def beside(self, group: Sequence[Told], who: str) -> frozenset[str]:
        """Whom the sentences of some tellings name in one breath with `who` («البحرين والكويت»)."""
        found: set[str] = set()
        for one in group:
            if who not in self.places(one):
                continue
            for phrase in phrases_of(one.trigger.line, weak=True):
                if len(phrase.names) == 1:
                    continue
                names = [one.trigger.line.named[k].mention for k in phrase.names]
                mine = next((m.type for m in names if m.actor == who), None)
                if mine is not None:
                    found.update(m.actor for m in names if m.actor and m.type is mine)
        return frozenset(found - {who})


def meant(mention: Mention) -> tuple[str, ...]:
    """An actor and, for «الحكومة» without a name, the state whose it is."""
    actor = mention.actor or ""
    if mention.rule == "body" and actor.startswith("org:") and actor[6:7] == "-":
        return (actor, f"country:{actor[4:6].upper()}")
    return (actor,)


@remembered(65536)
def sort_of(who: str) -> str:
    """What sort of actor an id is: person, country or place; of an organisation the body of its state (`~army`), its
    group in `rules/ar/organisations.yaml` (`@media`), or just `org`."""
    kind, _, name = who.partition(":")
    if kind != "org":
        return kind
    if who in _groups():
        return f"@{_groups()[who]}"
    return f"~{name[3:]}" if name[2:3] == "-" and name[:2].isalpha() else kind


@cache
def _groups() -> Mapping[str, str]:
    """The group that each known organisation is in."""
    found = load("ar/organisations")
    return {f"org:{row['id']}": name for name, section in found.items() for row in section["rows"]}


def _places_of(one: Told, phrases: Sequence[Phrase], counts: tuple[Sequence[int], Sequence[int]]) -> dict[str, Place]:
    trigger, line = one.trigger, one.trigger.line
    breaks, verbs = counts
    found: dict[str, Place] = {}
    ahead = [p for p in phrases if trigger.first - WIDE < p.last <= trigger.first]
    after = [p for p in phrases if trigger.last <= p.first < trigger.last + WIDE]
    for side, row in (("before", ahead[::-1]), ("after", after)):
        bare = 0
        for order, phrase in enumerate(row):
            intro = phrase.intro if side == "before" or not phrase.bare(trigger) else ""
            for n, k in enumerate(phrase.names):
                name = line.named[k]
                low, high = (name.last, trigger.first) if side == "before" else (trigger.last, name.first)
                high = max(low, high)
                nearer = [w for w in meant(name.mention) if w not in found or high - low < found[w].away]
                if nearer:
                    place = Place(
                        side, order, bare, intro, high - low, verbs[high] - verbs[low], breaks[high] > breaks[low],
                        name.weak, _plural(line, name), n > 0,
                        line.words[name.first - 1] if name.first else "-", _via(name), _gender(line, name),
                    )  # fmt: skip
                    found.update(dict.fromkeys(nearer, place))
            bare += not intro
    return found


def _counts(line: Line) -> tuple[list[int], list[int]]:
    """For each token, how many before it open a clause, and how many are verbs."""
    opens = (i in line.clauses or "،" in gap for i, gap in enumerate(line.gaps))
    verbs = (i in line.verbs for i in range(len(line.tokens)))
    return list(accumulate(opens, initial=0)), list(accumulate(verbs, initial=0))


def _via(name: Named) -> str:
    if name.weak:
        return "weak"
    return name.mention.rule if name.mention.rule in _NAMELESS else "name"


def _gender(line: Line, name: Named) -> str:
    """The gender that a verb beside the name takes: states are feminine, of bodies the head tells."""
    if name.weak or name.mention.type is MentionType.PER:
        return ""
    if name.mention.type is MentionType.GPE:
        return "f"
    return "f" if line.words[name.first].endswith(("ه", "ات", "اء")) else "m"


def _plural(line: Line, name: Named) -> bool:
    """«فلسطينيين», «تركيان»: people of a state, not an adjective of something."""
    return name.weak and line.words[name.first].endswith(("ون", "ين", "يان", "يا"))
