"""What a sentence says, in keys that two newsrooms share though they choose other words.

A key is the row of `rules/ar/senses.yaml` that a word stands in, else its lemma; a number is its value, however it is
written, with the key of what it counts. A `Gist` says besides which of the keys are acts, which of them stand behind a
«not» or an «if», and in what order the parties are named.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise
from typing import NamedTuple

from babel.dates import get_day_names

from riwaya.account import Account
from riwaya.brief.dated import words
from riwaya.brief.kept import around
from riwaya.brief.parts import titles
from riwaya.likeness import content_lemma
from riwaya.model import DateKind, DateMention, Mention, MentionType, Polarity, Status, When
from riwaya.remembered import remembered
from riwaya.rules import load, rules_in
from riwaya.text import (
    Folded,
    Hit,
    Lexicon,
    Sentence,
    Token,
    conjugate,
    conjugate_passive,
    fold,
    fold_word,
    fold_words,
    split_clitics,
    tokenise,
)
from riwaya.text.numbers import Number, find_numbers

ACTS, THINGS, SAYINGS = "acts", "things", "sayings"
_SECTIONS = (ACTS, THINGS, SAYINGS)
_ROOT = 3  # consonants that make a root
_ALREADY, _PRESENT = "قد", ("ي", "ت")
_ARTICLE = ("ال", "لل", "وال", "بال")
_YEARS = range(1900, 2100)
_A_DAY = len("2025-01-01")
_HEAD = 14  # words of a head
_DENIED = 2  # words after a «not» that it denies
_OPEN = 3  # words after an «if» that it leaves open
_NOBODY = ("anon:", "country:")  # who speaks without a name may be anybody
_FUTURE = ("سي", "ست", "وسي", "وست")
_PARTIES = (MentionType.PER, MentionType.ORG, MentionType.GPE)
_KINDS = (DateKind.DATE, DateKind.TIME, DateKind.INTERVAL)

Keys = frozenset[str]
_Row = tuple[tuple[str, str], ...]
"""Sections and ids of the rows that a word stands in."""


class Amount(NamedTuple):
    """A number, the key of what it counts (empty where nothing stands behind it), and whether it stands in the head."""

    value: float
    of: str
    early: bool = False


@dataclass(frozen=True, slots=True)
class Gist:
    """What a sentence says. `keys` are those of its words without names and titles, `names` those of its names, `head`
    those of its first words; `acts` are keys of deeds, `main` those of the first; `denied` stand behind a «not»,
    `unsure` may come. `amounts` are numbers that are no dates; `days`, `hours` and `weekdays` those of its dates;
    `people` whom it names, `order` the parties in the order of their first mentions, those of one list («س وع»)
    together; `status` that of each act that is known as an event; `speakers` those known by name whose words it gives.
    """

    keys: Keys
    names: Keys
    head: Keys
    acts: Keys
    main: Keys
    denied: Keys
    unsure: Keys
    amounts: tuple[Amount, ...]
    days: frozenset[str]
    hours: frozenset[str]
    weekdays: frozenset[str]
    people: frozenset[str]
    order: tuple[frozenset[str], ...]
    status: Mapping[str, frozenset[Status]]
    speakers: frozenset[str]

    @property
    def values(self) -> frozenset[float]:
        """The values of its amounts."""
        return frozenset(a.value for a in self.amounts)

    @property
    def parties(self) -> frozenset[str]:
        """The sides that it names."""
        return frozenset(p for some in self.order for p in some)


def gist_of(account: Account, sentence: Sentence, start: int, sides: Mapping[str, str]) -> Gist:
    """The gist of a sentence, read from `start` on; `sides` gives each actor's side."""
    statements = [s for s in around(account, sentence).statements if sentence.start <= s.span.start < sentence.end]
    speakers = {s.speaker.actor for s in statements if s.speaker and s.speaker.actor}
    tokens = [t for t in sentence.tokens if t.end > start]
    plain = (s for s in statements if s.cue and tokens and s.polarity is Polarity.ASSERTS)
    said = next((s.span.start for s in plain if s.cue and s.cue.start < tokens[0].end), start)
    content = [t for t in tokens if t.end > said]  # «قال فلان لوكالة كذا إن» tells who says it, and not what
    read = _Reading(account, sentence, start, content if len(content) > _HEAD // 2 else tokens)
    acts, whens = read.acts(), [d.when for d in read.dates if d.when]
    return Gist(
        keys=_all(some for n, some in enumerate(read.keys) if some and n not in read.counted and not read.dated[n]),
        names=_all(_keys(t, account.article.text, ()) for t, n in zip(read.tokens, read.named, strict=True) if n),
        head=_all(read.keys[n] for n in read.head),
        acts=_all(some for _, some in acts),
        main=acts[0][1] if acts else frozenset(),
        denied=read.denied(),
        unsure=_all(read.unsure()),
        amounts=tuple(read.amounts()),
        days=frozenset(w.value[:_A_DAY] for w in whens if _of_a_day(w)),
        hours=frozenset(w.value[_A_DAY + 1 :] for w in whens if "T" in w.value),
        weekdays=frozenset(t.text.removeprefix("و") for n, t in enumerate(read.tokens) if read.dated[n]) & _week(),
        people=frozenset(m.actor for m in read.mentions if m.actor and m.type is MentionType.PER),
        order=_order(read.mentions, sides, account.article.text),
        status=read.status(dict(acts)),
        speakers=frozenset(s for s in speakers if not s.startswith(_NOBODY)),
    )


def _all(some: Iterator[Keys] | Sequence[Keys]) -> Keys:
    return frozenset().union(*some)


def rows_in(text: str) -> frozenset[tuple[str, str]]:
    """The rows that words of a text stand in, by section and id."""
    folded = fold(text)
    return frozenset(row for hit in _lexicon().find(folded, list(tokenise(folded))) for row in hit.payload)


class _Reading:
    """A sentence word by word: what each word is, and its keys."""

    def __init__(self, account: Account, sentence: Sentence, start: int, tokens: Sequence[Token]) -> None:
        def inside(of: Sequence[Mention | DateMention]) -> list[bool]:
            if not of:
                return [False] * len(tokens)
            spans = [(x.span.start, x.span.end) for x in of]
            low, high = min(s for s, _ in spans), max(e for _, e in spans)
            return [low < t.end and t.start < high and any(s < t.end and t.start < e for s, e in spans) for t in tokens]

        self._account, self.tokens, self._here = account, tokens, around(account, sentence)
        self.dates = [d for d in self._here.dates if start <= d.span.start < sentence.end and d.kind in _KINDS]
        self.mentions = [m for m in self._here.mentions if m.actor and start <= m.span.start < sentence.end]
        self.dated, self.named = inside(self.dates), inside(self.mentions)
        folded = account.words.passages[sentence.passage].folded
        self.rows = {n: h.payload for h in _found(folded, tokens) for n in range(h.first, h.last)}
        text, nothing = account.article.text, frozenset[str]()
        self.keys = [
            nothing if named or t.text.removeprefix("ال") in titles() else _keys(t, text, self.rows.get(n, ()))
            for n, (t, named) in enumerate(zip(tokens, self.named, strict=True))
        ]

    @cached_property
    def _numbers(self) -> list[Number]:
        found = find_numbers(self.tokens, attached=True)
        return [n for n in found if not any(self.dated[n.first : n.last]) and not _a_year(self.tokens, n)]

    @cached_property
    def head(self) -> list[int]:
        """The places of its first words, without a clause between commas about what was named before it («أسفر الحريق،
        الذي اندلع فجرا، عن ...»)."""
        return without_clause(self.tokens, self._account.article.text)[:_HEAD]

    @cached_property
    def counted(self) -> frozenset[int]:
        """The places of the words of numbers."""
        return frozenset(i for n in self._numbers for i in range(n.first, n.last))

    def amounts(self) -> Iterator[Amount]:
        """The numbers that are no dates, with what they count."""
        for n in self._numbers:
            behind = n.last < len(self.tokens) and not self.dated[n.last]
            yield Amount(n.value, min(self.keys[n.last], default="") if behind else "", n.first in self.head)

    def acts(self) -> list[tuple[int, Keys]]:
        """The acts that it tells, by their places: words of the rows, what triggers an event, a verb at its head."""
        found = {n: _in_section(row, ACTS) for n, row in self.rows.items() if not self.named[n]}
        found = {n: acts for n, acts in found.items() if acts}
        said = {n for n, row in self.rows.items() if any(section == SAYINGS for section, _ in row)}
        found |= {n: self.keys[n] for n in self._triggers if n not in said and n not in found}
        plain = not (self.named[:1] == [True] or self.dated[:1] == [True] or {0} & (said | self.counted))
        if self.tokens and plain and self.keys[0] and not _no_verb(self.tokens[0]):
            found.setdefault(0, self.keys[0])
        return sorted(found.items())

    @cached_property
    def _triggers(self) -> dict[int, set[Status]]:
        found: dict[int, set[Status]] = {}
        for event in self._here.events:
            for trigger in (m.trigger for m in event.mentions):
                for n, t in enumerate(self.tokens):
                    if trigger.start <= t.start < trigger.end:
                        found.setdefault(n, set()).add(event.status)
        return found

    def status(self, acts: Mapping[int, Keys]) -> dict[str, frozenset[Status]]:
        """How the acts that are events are told: as done, denied, planned, alleged."""
        found: dict[str, frozenset[Status]] = {}
        for n, told in self._triggers.items():
            for key in acts.get(n, ()):
                found[key] = found.get(key, frozenset()) | told
        return found

    def denied(self) -> Keys:
        """The keys behind a «not» that stand nowhere else («استدعت السفير ولم تستدع القنصل» tells a summons)."""
        places = {m for n in self.after(_nots()) for m in range(n + 1, n + 1 + _DENIED)}
        told = _all(some for n, some in enumerate(self.keys) if n not in places)
        return _all(some for n, some in enumerate(self.keys) if n in places) - told

    def unsure(self) -> Iterator[Keys]:
        """The keys behind an «if», and of verbs of the future."""
        for n in self.after(_ifs()):
            if not self._has_been(n):
                yield from self.keys[n + 1 : n + 1 + _OPEN]
        yield from (self.keys[n] for n, t in enumerate(self.tokens) if n in self.rows and t.text.startswith(_FUTURE))

    def _has_been(self, n: int) -> bool:
        """Whether a word is the «قد» of what is done («كانت قد استدعت»), and not of what may be («قد تستدعي»)."""
        if not self.tokens[n].text.endswith(_ALREADY) or n + 1 == len(self.tokens):
            return False
        word = self.tokens[n + 1].text
        return not word.startswith(_PRESENT) or (word.startswith("ت") and word.endswith("ت"))

    def after(self, some: frozenset[str]) -> Iterator[int]:
        """The places of the words of a list."""
        return (n for n, t in enumerate(self.tokens) if t.text.removeprefix("و") in some)


def without_clause(tokens: Sequence[Token], text: str) -> list[int]:
    """The places of words without those of a relative clause between commas."""
    found: list[int] = []
    inside = False
    for n, token in enumerate(tokens):
        comma = n > 0 and "،" in text[tokens[n - 1].end : token.start]
        if comma:
            ends = any("،" in text[a.end : b.start] for a, b in pairwise(tokens[n:]))
            inside = ends and token.text in words("relatives")
        if not inside:
            found.append(n)
    return found


def _keys(token: Token, text: str, row: _Row) -> Keys:
    """The keys of a word: its rows, else its lemma; none of a word that carries no content."""
    if row:
        return _in_section(row, ACTS) | _in_section(row, THINGS)
    return _own_key(token.text, text[token.start : token.end])


@remembered(65536)
def _own_key(folded: str, written: str) -> Keys:
    lemma = None if folded[0].isdigit() else content_lemma(folded, written)
    return frozenset() if lemma is None else frozenset((lemma,))


def _in_section(row: _Row, section: str) -> Keys:
    return frozenset(f"={name}" for of, name in row if of == section)


def _no_verb(token: Token) -> bool:
    """Whether a word bears the mark of a noun."""
    return token.text.startswith(_ARTICLE) or (token.text.endswith("ه") and len(token.text) > _ROOT)


def _a_year(tokens: Sequence[Token], number: Number) -> bool:
    """Whether a number may be a year: four digits alone («موازنة 2018-2019»)."""
    return number.value in _YEARS and number.last == number.first + 1 and tokens[number.first].text.isdigit()


def _of_a_day(when: When) -> bool:
    """Whether a time is a day or shorter: a year or a month holds many happenings."""
    return when.bounded and len(when.value) >= _A_DAY and "/" not in when.value


def _order(mentions: Sequence[Mention], sides: Mapping[str, str], text: str) -> tuple[frozenset[str], ...]:
    """The parties in the order of their first mentions; those joined by no more than «و» are one list."""
    found: list[set[str]] = []
    known: set[str] = set()
    end = 0
    for m in sorted((m for m in mentions if m.type in _PARTIES), key=lambda m: m.span):
        side = sides.get(m.actor or "", m.actor or "")
        joined = bool(found) and m.span.start >= end and text[end : m.span.start].strip() in ("و", "،", "")
        if side not in known and joined:
            found[-1].add(side)
        elif side not in known:
            found.append({side})
        known.add(side)
        end = m.span.end
    return tuple(frozenset(s) for s in found)


# ------------------------------------------------------------------ rules


def _found(folded: Folded, tokens: Sequence[Token]) -> Iterator[Hit[_Row]]:
    """The rows that words stand in, left to right; of most words nothing begins."""
    at, lexicon = 0, _lexicon()
    for n, token in enumerate(tokens):
        if n >= at and rows_from(token.text) and (hit := lexicon.match(folded, tokens, n)) is not None:
            at = hit.last
            yield hit


@remembered(65536)
def rows_from(word: str) -> Keys:
    """The keys of all rows of which a name may begin with a folded word."""
    firsts = _firsts()
    stems = (s for cut in split_clitics(word) for s in (cut.stem, "ال" + cut.stem))
    return _all(firsts[s] for s in stems if s in firsts)


@cache
def _firsts() -> dict[str, Keys]:
    """The first words of all names, with the keys of their rows."""
    found: dict[str, Keys] = {}
    for form, rows in _forms()[0].items():
        first = form.split()[0]
        found[first] = found.get(first, frozenset()) | {f"={name}" for _, name in rows}
    return found


@cache
def _lexicon() -> Lexicon[_Row]:
    forms, verbs = _forms()
    lexicon: Lexicon[_Row] = Lexicon()
    for form, rows in forms.items():
        noun = form not in verbs
        long = noun or len(form) > _ROOT  # «وزارة» is no «زار» with a pronoun
        lexicon.add(form, rows, particles="وفبلك" if noun else "وفس", article=noun, pronoun=long)
    return lexicon


@cache
def _forms() -> tuple[dict[str, _Row], frozenset[str]]:
    """The names of all rows, folded, with the rows; and which of them are verbs."""
    data = load("ar/senses")
    forms: dict[str, dict[tuple[str, str], None]] = {}
    verbs: set[str] = set()
    for section in _SECTIONS:
        for rule in rules_in(data, section):
            rule.only("id", "turns", "against", "verbs", "nouns", "phrases", "yes", "no")
            row = section, rule.text("id")
            for verb in rule.texts("verbs"):
                past, _, present = verb.partition(" ")
                past = past.removeprefix("-")
                told = {f for f, _ in conjugate(past, present)} | set(conjugate_passive(past))
                verbs |= told
                for form in told:
                    forms.setdefault(form, {})[row] = None
            for name in (*rule.texts("nouns"), *rule.texts("phrases")):
                forms.setdefault(fold_word(name), {})[row] = None
    return {form: tuple(rows) for form, rows in forms.items()}, frozenset(verbs)


@cache
def _week() -> frozenset[str]:
    return fold_words(get_day_names(locale="ar").values())


@cache
def _nots() -> frozenset[str]:
    return fold_words(load("ar/senses").texts("nots"))


@cache
def _ifs() -> frozenset[str]:
    return fold_words(load("ar/senses").texts("ifs"))


@cache
def turning() -> frozenset[str]:
    """The keys of acts that turn another round or put it off."""
    return frozenset(f"={r.text('id')}" for r in rules_in(load("ar/senses"), ACTS) if r.get("turns"))


@cache
def contrary() -> tuple[tuple[str, str], ...]:
    """Pairs of keys of acts of which one says the contrary of the other."""
    rows = rules_in(load("ar/senses"), ACTS)
    return tuple((f"={r.text('id')}", f"={other}") for r in rows if r.get("against") for other in r.texts("against"))
