"""Who plays which part: a fitted judge over the people, bodies and states that may play it.

The rules of `roles` read what grammar shows in one clause. Much is not shown there: the passive of
«قتل ستون», a doer named two sentences before, «الحكومة» for the state that the page is about. For each
happening `cast` holds every actor of its sentence, of the sentences before, of the headline and of
the whole page against plain features (where it stands, what brings it in, what kind it is, what the
rules say), shares the chance of each part out among them and nobody, and gives the two parts to the
likeliest pair. The weights are data (`rules/ar/events_cast.yaml`), fitted on annotated news by
`training/events_cast.py`.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from riwaya.events.find import Told
from riwaya.events.line import Line, Named
from riwaya.events.odds import table
from riwaya.events.roles import Phrase, phrases_of
from riwaya.events.rules import book
from riwaya.model import BlockKind, Mention, MentionType
from riwaya.rules import load
from riwaya.text import Words

PARTS = ("actor", "recipient")
_BEHIND = 900  # code points before a sentence in which whom it means may be named
_MEANT = 4  # of the names there, how many may be meant
_TOP = 3  # the actors that a page names most may be meant anywhere
_WIDE = 70  # words to either side of a trigger in which its sentence names who may be meant
_LIKELY = 6  # candidates for a part that are looked at together with those for the other
_TELLINGS = 4  # tellings of one happening that are looked at


@dataclass(frozen=True, slots=True)
class Place:
    """Where a candidate stands to a trigger: side, rank among the names on that side, what brings it
    in, words between, and whether a clause or another verb begins between."""

    side: str
    order: int
    intro: str
    away: int
    broken: bool
    weak: bool
    plural: bool
    follows: bool  # coordinated with a name before it
    prior: str  # the word before the name
    gender: str  # of the name as a subject: m, f, or empty where its letters do not show it


class Company:
    """The actors of one article: who is named where, how often, and in which other tellings."""

    def __init__(self, words: Words, mentions: Sequence[Mention], told: Sequence[Told]) -> None:
        self.named = [(m.span.start, m.actor, m) for m in sorted(mentions, key=lambda m: m.span.start) if m.actor]
        self._starts = [at for at, _, _ in self.named]
        self.counts = Counter(a for _, a, m in self.named if m.type is not MentionType.LOC)
        self.top = [a for a, _ in self.counts.most_common(_TOP)]
        titles = [(p.start, p.end) for p in words.passages if p.kind in (BlockKind.TITLE, BlockKind.DEK)]
        heads = [a for at, a, _ in self.named if any(low <= at < high for low, high in titles)]
        self.title = list(dict.fromkeys(heads))
        self.told = told
        self._phrases: dict[int, tuple[Phrase, ...]] = {}
        self._before: dict[int, list[str]] = {}
        self._places: dict[int, dict[str, Place]] = {}
        self._ever: Counter[tuple[str, str]] = Counter()
        self._played: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        for one in told:
            for part, ids in zip(PARTS, (one.roles.actor, one.roles.recipient), strict=True):
                self._played[one.rule.type, part].update(ids)
                self._ever.update((part, who) for who in ids)

    def played(self, kind: str, part: str, who: str) -> int:
        """How many tellings of a type give `who` this part, by the rules."""
        return self._played[kind, part][who]

    def ever(self, part: str, who: str) -> int:
        """How many tellings of any type give `who` this part, by the rules."""
        return self._ever[part, who]

    def phrases(self, line: Line) -> tuple[Phrase, ...]:
        """The named phrases of a sentence, adjectives of states included."""
        if line.index not in self._phrases:
            self._phrases[line.index] = phrases_of(line, weak=True)
        return self._phrases[line.index]

    def place(self, one: Told, who: str) -> Place | None:
        """The nearest place to a trigger where its sentence names `who`."""
        if one.order not in self._places:
            self._places[one.order] = _places_of(one, self.phrases(one.trigger.line))
        return self._places[one.order].get(who)

    def before(self, line: Line) -> list[str]:
        """The actors named last before a sentence, the nearest first."""
        if line.index not in self._before:
            start = line.sentence.start
            first, last = bisect_left(self._starts, start - _BEHIND), bisect_left(self._starts, start)
            behind = (a for _, a, _ in reversed(self.named[first:last]))
            self._before[line.index] = list(dict.fromkeys(behind))[:_MEANT]
        return self._before[line.index]


def candidates(group: Sequence[Told], company: Company) -> list[str]:
    """Whoever may play a part in a happening, in no order that matters."""
    found: dict[str, None] = {}
    for one in group[:_TELLINGS]:
        line = one.trigger.line
        for name in line.named:
            if -_WIDE < name.first - one.trigger.first < _WIDE:
                found.update(dict.fromkeys(_meant(name.mention)))
        found.update(dict.fromkeys((*one.roles.actor, *one.roles.recipient, *one.reported_by)))
        found.update(dict.fromkeys(company.before(line)))
    found.update(dict.fromkeys((*company.title, *company.top)))
    return [a for a in found if not a.startswith("anon:")]


def _meant(mention: Mention) -> tuple[str, ...]:
    """An actor and, for «الحكومة» without a name, the state whose it is."""
    actor = mention.actor or ""
    if mention.rule == "body" and actor.startswith("org:") and actor[6:7] == "-":
        return (actor, f"country:{actor[4:6].upper()}")
    return (actor,)


def features(group: Sequence[Told], who: str, company: Company) -> set[str]:
    """What the judge looks at for one candidate of a happening, as names."""
    found: set[str] = set()
    for one in group[:_TELLINGS]:
        found.update(_of_rules(one, who))
        found.update(_of_place(one, who, company))
    found.update(_of_page(group[0], who, company))
    return found


@lru_cache(maxsize=65536)
def _kind(who: str) -> str:
    return who.partition(":")[0]


def _form(one: Told) -> str:
    """The trigger's construction: a verb with its frame, a noun with its genitive."""
    kind = one.trigger.kind
    return f"{kind}.{one.rule.frame}.{one.rule.passive}" if kind == "verb" else f"{kind}.{one.rule.of}"


def _of_rules(one: Told, who: str) -> Iterator[str]:
    sides = {"actor": one.roles.actor, "recipient": one.roles.recipient}
    for part, ids in sides.items():
        if who in ids:
            yield f"given:{part}"
            yield f"given:{part}:{_form(one)}"
            yield f"given:{part}:{one.rule.type}"
            yield f"given:{part}:{_kind(who)}"
        elif ids:
            yield f"taken:{part}"
        else:
            yield f"open:{part}"
            yield f"open:{part}:{_form(one)}"
    if who in one.reported_by:
        yield "speaks"
        yield f"speaks:{one.rule.type}"
        yield f"speaks:{one.quoted}:{one.trigger.kind}"


def _of_place(one: Told, who: str, company: Company) -> Iterator[str]:
    place = company.place(one, who)
    form, kind = _form(one), one.rule.type
    if place is None:
        yield "away"
        yield f"away:{form}"
        yield f"away:{kind}"
        behind = company.before(one.trigger.line)
        if who in behind:
            yield f"behind:{behind.index(who)}"
            yield f"behind:{_kind(who)}:{one.trigger.kind}"
            if one.roles.dropped:
                yield f"dropped:{behind.index(who)}"
        return
    at = f"{place.side}:{min(place.order, 3)}:{place.intro or '-'}"
    yield f"at:{at}"
    yield f"at:{form}:{at}"
    yield f"at:{form}:{place.side}:{place.intro or '-'}:{_kind(who)}"
    yield f"at:{kind}:{place.side}:{place.intro or '-'}"
    yield f"at:{one.rule.id}:{place.side}:{place.intro or '-'}"
    yield f"side:{form}:{place.side}:{kind}"
    yield f"far:{place.side}:{_bucket(place.away)}"
    yield f"far:{form}:{place.side}:{_bucket(place.away)}"
    yield f"prior:{place.side}:{place.prior}"
    verb = verb_gender(one)
    if verb and place.gender:
        yield f"agrees:{place.side}:{place.intro or '-'}:{verb}{place.gender}"
        yield f"agrees:{verb == place.gender}:{form}:{place.side}:{_bucket(place.away)}"
    if place.broken:
        yield f"broken:{place.side}:{place.intro or '-'}"
        yield f"broken:{place.side}:{one.trigger.kind}"
    if place.weak:
        yield f"weak:{place.side}:{_bucket(place.away)}:{one.trigger.kind}"
        yield f"weak:{kind}"
        yield f"weak:{place.plural}:{place.side}:{place.intro or '-'}:{form}"
    if place.follows:
        yield f"follows:{place.side}:{place.intro or '-'}"
    if one.holds_own(who):
        yield "outside"
        yield f"outside:{one.trigger.kind}"


def _bucket(n: int) -> str:
    return str(n) if n < 3 else "5" if n < 6 else "9" if n < 10 else "16" if n < 17 else "+"


def _of_page(one: Told, who: str, company: Company) -> Iterator[str]:
    kind = one.rule.type
    yield f"is:{_kind(who)}"
    yield f"is:{_kind(who)}:{kind}"
    yield f"is:{_kind(who)}:{one.rule.id}"
    yield f"is:{_kind(who)}:{_form(one)}"
    rank = company.top.index(who) if who in company.top else _TOP
    yield f"rank:{rank}"
    yield f"rank:{rank}:{_kind(who)}"
    if who in company.title:
        first = company.title[0] == who
        yield f"headline:{first}"
        yield f"headline:{first}:{kind}"
    for part in PARTS:
        times = company.played(kind, part, who) - (who in getattr(one.roles, part))
        if times > 0:
            yield f"plays:{part}:{min(times, 2)}"
            yield f"plays:{part}:{kind}"
        if company.ever(part, who) > (who in getattr(one.roles, part)):
            yield f"ever:{part}"
    for part, ids in zip(PARTS, (one.roles.actor, one.roles.recipient), strict=True):
        if ids and who not in ids:
            yield f"beside:{part}:{rank}:{who in company.title}"
            yield f"beside:{part}:{_kind(ids[0])}:{_kind(who)}"
            yield f"beside:{part}:{kind}:{_kind(who)}"


def _places_of(one: Told, phrases: Sequence[Phrase]) -> dict[str, Place]:
    """Where a sentence names whom, the place nearest to the trigger for each."""
    trigger, line = one.trigger, one.trigger.line
    found: dict[str, Place] = {}
    ahead = [p for p in phrases if trigger.first - _WIDE < p.last <= trigger.first]
    after = [p for p in phrases if trigger.last <= p.first < trigger.last + _WIDE]
    for side, row in (("before", ahead[::-1]), ("after", after)):
        for order, phrase in enumerate(row):
            intro = phrase.intro if side == "before" or not phrase.bare(trigger) else ""
            for n, k in enumerate(phrase.names):
                name = line.named[k]
                low, high = (name.last, trigger.first) if side == "before" else (trigger.last, name.first)
                place = Place(
                    side, order, intro, high - low, _broken(line, low, high), name.weak, _plural(line, name), n > 0,
                    line.tokens[name.first - 1].text if name.first else "-", _gender(line, name),
                )  # fmt: skip
                for who in _meant(name.mention):
                    if who not in found or place.away < found[who].away:
                        found[who] = place
    return found


def _gender(line: Line, name: Named) -> str:
    """The gender that a verb beside the name takes: states are feminine, of bodies the head tells."""
    if name.weak or name.mention.type is MentionType.PER:
        return ""
    if name.mention.type is MentionType.GPE:
        return "f"
    return "f" if line.tokens[name.first].text.endswith(("ه", "ات", "اء")) else "m"


def verb_gender(one: Told) -> str:
    """Of a finite verb: f («اتهمت», «تتهم»), m, or p (plural); empty for anything else."""
    trigger = one.trigger
    if trigger.kind != "verb" or trigger.tense == "participle":
        return ""
    token = trigger.line.tokens[trigger.first].text
    word = token[max(0, trigger.start - trigger.line.tokens[trigger.first].start) :].removesuffix(trigger.pronoun)
    if word.endswith(("وا", "ون")):
        return "p"
    if trigger.tense == "past":
        return "f" if word.endswith("ت") else "m"
    return {"ت": "f", "ي": "m"}.get(word.removeprefix("س")[:1], "")


def _plural(line: Line, name: Named) -> bool:
    """«فلسطينيين», «تركيان»: people of a state, not an adjective of something."""
    return name.weak and line.tokens[name.first].text.endswith(("ون", "ين", "يان", "يا"))


def _broken(line: Line, low: int, high: int) -> bool:
    clause = book().clause
    for i in range(low, high):
        gap = line.gaps[i]
        if line.tokens[i].text in clause or (gap != " " and ("،" in gap or ":" in gap or "؛" in gap)):
            return True
    return False


# ---------------------------------------------------------------- judging


@dataclass(frozen=True, slots=True)
class Weights:
    """The fitted weights of each feature, one for each part, and the least probabilities at which parts are given."""

    bias: tuple[float, float]
    table: Mapping[str, tuple[float, float]]
    first: float
    more: float


@cache
def weights() -> Weights:
    """The weights of `rules/ar/events_cast.yaml`."""
    data = load("ar/events_cast")
    first, second = (table(data, part) for part in PARTS)
    both = {name: (first.get(name, 0.0), second.get(name, 0.0)) for name in first.keys() | second.keys()}
    return Weights(both.pop("bias", (0.0, 0.0)), both, float(data["first"]), float(data["more"]))


def _scores(names: set[str], fitted: Weights) -> tuple[float, float]:
    """How well a candidate with these features suits each part; summed exactly, whatever order the set has."""
    known = [fitted.bias, *(fitted.table[name] for name in names if name in fitted.table)]
    return math.fsum(acts for acts, _ in known), math.fsum(suffers for _, suffers in known)


def cast(group: Sequence[Told], company: Company) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Actor and recipient of a happening: those likely enough to play the part, the likeliest first."""
    fitted = weights()
    who = candidates(group, company)
    scores = [_scores(features(group, one, company), fitted) for one in who]
    acts, suffers = (shares([score[n] for score in scores]) for n in range(len(PARTS)))
    return chosen(list(zip(who, zip(acts, suffers, strict=True), strict=True)), fitted.first, fitted.more)


def shares(scores: Sequence[float]) -> list[float]:
    """The probabilities that each candidate plays a part; what is missing to 1 is that no candidate does."""
    weighed = [math.exp(max(-30.0, min(30.0, score))) for score in scores]
    total = 1.0 + sum(weighed)
    return [w / total for w in weighed]


def chosen(
    scored: Sequence[tuple[str, tuple[float, float]]], first: float, more: float
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Of candidates with their chances as actor and as recipient, who gets which part: the likeliest two together, each
    from the chance `first` on, and others beside them from `more` on who are no likelier to play the other part."""
    rows = [sorted(scored, key=lambda s: -s[1][n])[:_LIKELY] for n in range(len(PARTS))]
    pairs = [(a[1][0] * b[1][1], a, b) for a in rows[0] for b in rows[1] if a[0] != b[0]]
    if pairs:
        _, *heads = max(pairs, key=lambda p: p[0])
    else:
        heads = [max(scored, key=lambda s: s[1][n], default=("", (0.0, 0.0))) for n in range(len(PARTS))]
        heads = [h if h[1][n] >= h[1][1 - n] else ("", (0.0, 0.0)) for n, h in enumerate(heads)]
    given = [[who] if who and chance[n] >= first else [] for n, (who, chance) in enumerate(heads)]
    taken = {who for part in given for who in part}
    for n, part in enumerate(given):
        for who, chance in rows[n]:
            if part and who not in taken and chance[n] >= max(more, chance[1 - n]):
                part.append(who)
    return tuple(given[0]), tuple(given[1])
