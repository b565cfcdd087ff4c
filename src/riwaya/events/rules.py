"""What tells an event, read from `rules/ar/events.yaml` once and made ready for look-up.

`book()` gives the compiled rules: every written form of every trigger with the rules it may
belong to, the phrases, and the small word lists (cues, prepositions, counted nouns). A mistake in
the file raises `RuleError` with its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from riwaya.model import MentionType
from riwaya.rules import Entry, load, rules_in
from riwaya.text import conjugate, conjugate_passive, fold_word, fold_words

_FIELDS = (
    "id", "type", "mode", "verbs", "nouns", "phrases", "with", "after", "without", "frame", "of",
    "passive", "people", "reach", "future", "once", "happens", "hurts", "called", "to", "by",
    "object", "names", "yes", "no",
)  # fmt: skip
_LISTS = ("with", "after", "without", "to", "by", "nouns", "called", "object")
_HELPING = ("that", "negates", "fails", "leads", "decisions", "parts")  # lists of `governors` that only go with others
_FRAMES = ("agent", "patient", "both", "speaker")


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One trigger rule. Word lists are folded; `prepositions` bring in the recipient."""

    id: str
    type: str
    mode: str | None
    frame: str
    of: str
    passive: bool
    wanted: frozenset[str]
    after: frozenset[str]
    unwanted: frozenset[str]
    to: frozenset[str]
    by: frozenset[str]
    reach: int = 6
    future: bool = False
    once: bool = False  # a person suffers it once in an affair
    happens: bool = False  # nobody does it
    hurts: bool = False  # an accident does it as well
    nouns: frozenset[str] = frozenset()
    called: frozenset[str] = frozenset()  # what it is called once it has been told («الحادث»)
    object: frozenset[str] = frozenset()  # particles right before which a lone name is the verb's object
    people: bool = False  # people who are counted right behind it are company enough
    names: frozenset[MentionType] = frozenset()  # kinds of names that are company enough right behind it


@dataclass(frozen=True, slots=True)
class Sense:
    """What a written form may be: a trigger of `rule`, a `verb` with a `tense`, or a `noun`."""

    rule: Rule
    kind: str  # verb | noun
    tense: str  # past | present | participle | ""
    passive: bool = False  # its letters are the passive's alone («اغتيل»)


@dataclass(frozen=True, slots=True, eq=False)
class Book:
    """All that the rule file says, compiled."""

    rules: Mapping[str, Rule]
    forms: Mapping[str, tuple[Sense, ...]]
    phrases: Mapping[str, tuple[tuple[tuple[str, ...], Rule], ...]]
    cues: Mapping[str, frozenset[str]]
    governing: frozenset[str]
    governors: Mapping[str, frozenset[str]]  # what says of an event further off that it was not done
    turning: frozenset[str]  # all of them that do so of themselves
    prepositions: frozenset[str]
    places: frozenset[str]
    agents: frozenset[str]
    doers: frozenset[str]
    clause: frozenset[str]
    embeds: frozenset[str]
    relative: frozenset[str]
    counts: frozenset[str]
    opens: frozenset[str]
    light: frozenset[str]
    never: frozenset[str]
    nominal: frozenset[str]
    titles: frozenset[str]
    victims: frozenset[str]
    waw: tuple[str, ...]  # words that begin with a «و» of their own
    concerning: frozenset[str]
    whole: tuple[str, ...]  # beginnings of words that no particle is attached to
    amounts: Mapping[str, str]
    persons: Mapping[str, str]
    people: frozenset[str]  # nouns of people in all their forms, duals left out
    households: frozenset[str]
    among: frozenset[str]  # what follows one of these is a part of what was counted
    stabs: frozenset[str]
    deaths: frozenset[str]
    enemies: frozenset[str]
    announces: frozenset[str]
    mishaps: frozenset[str]
    violence: frozenset[str]
    occurs: frozenset[str]
    days: frozenset[str]
    recalling: frozenset[str]
    receives: frozenset[str]
    helpers: frozenset[str]
    greatest: frozenset[str]
    opening: frozenset[str]
    resuming: frozenset[str]
    carries: frozenset[str]  # verbs with the pronoun of a noun that they carry
    performs: frozenset[str]  # verbs that do so with «به», «بها»
    strikes: frozenset[str]
    between: frozenset[str]
    swaps: frozenset[str]
    answers: frozenset[str]
    by_it: frozenset[str]
    auxiliaries: frozenset[str]
    assuring: frozenset[str]
    homes: frozenset[str]
    oblique: frozenset[str]
    intends: frozenset[str]
    kin: frozenset[str]
    finite: frozenset[str]  # forms of finite verbs that tell an event
    harms: frozenset[str]  # forms that say what became of people


@cache
def book() -> Book:
    """The rules of `rules/ar/events.yaml`."""
    data = load("ar/events")
    rules: dict[str, Rule] = {}
    forms: dict[str, list[Sense]] = {}
    phrases: dict[str, list[tuple[tuple[str, ...], Rule]]] = {}
    for entry in rules_in(data, "triggers"):
        rule = _rule(entry)
        rules[rule.id] = rule
        for form, tense in _verb_forms(entry):
            forms.setdefault(form, []).append(Sense(rule, "verb", tense))
        for form in _passive_forms(entry):
            forms.setdefault(form, []).append(Sense(rule, "verb", "past", passive=True))
        for form in _noun_forms(entry.texts("nouns")):
            forms.setdefault(form, []).append(Sense(rule, "noun", ""))
        for phrase in entry.texts("phrases"):
            words = tuple(fold_word(phrase).split())
            phrases.setdefault(words[0], []).append((words, rule))
    for (
        senses
    ) in forms.values():  # a rule that asks for company is more particular; «أضرب» is sooner a past than «أنا أضرب»
        senses.sort(key=lambda s: (not (s.rule.wanted or s.rule.after), s.tense == "present"))
    for listed in phrases.values():
        listed.sort(key=lambda p: -len(p[0]))
    governors = {str(k): _words(_mapping(data, "governors").texts(str(k))) for k in _mapping(data, "governors")}
    cues, persons = _mapping(data, "cues"), {str(k): str(v) for k, v in _mapping(data, "persons").items()}
    return Book(
        rules,
        {f: tuple(dict.fromkeys(s)) for f, s in forms.items()},
        {w: tuple(p) for w, p in phrases.items()},
        {name: fold_words(_entry(cues, name).texts("words")) for name in cues},
        fold_words(_entry(cues, "denied").texts("governing")),
        governors,
        frozenset().union(*(words for name, words in governors.items() if name not in _HELPING)),
        fold_words(data.texts("prepositions")),
        fold_words(data.texts("places")),
        fold_words(data.texts("agents")),
        fold_words(data.texts("doers")),
        fold_words(data.texts("clause")),
        fold_words(data.texts("embeds")),
        fold_words(data.texts("relative")),
        fold_words(data.texts("counts")),
        fold_words(data.texts("opens")),
        fold_words(data.texts("light")),
        fold_words(data.texts("never")),
        fold_words(data.texts("nominal")),
        fold_words(data.texts("titles")),
        fold_words(data.texts("victims")),
        tuple(fold_words(data.texts("waw"))),
        fold_words(data.texts("concerning")),
        tuple(fold_words(data.texts("whole"))),
        {fold_word(w): what for what in _mapping(data, "amounts") for w in _mapping(data, "amounts").texts(what)},
        persons,
        frozenset(_people(_mapping(data, "people"))),
        fold_words(data.texts("households")),
        fold_words(data.texts("among")),
        _conjugated(data.texts("stabs")),
        fold_words(data.texts("deaths")),
        fold_words(data.texts("enemies")),
        _conjugated(data.texts("announces")),
        fold_words(data.texts("mishaps")),
        fold_words(data.texts("violence")),
        fold_words(data.texts("occurs")),
        fold_words(data.texts("days")),
        frozenset().union(*map(_recalled, rules.values())),
        fold_words(data.texts("receives")),
        fold_words(data.texts("helpers")),
        fold_words(data.texts("greatest")),
        fold_words(data.texts("opening")),
        fold_words(data.texts("resuming")),
        _carrying(data.texts("carries")),
        _conjugated(data.texts("performs")),
        _conjugated(data.texts("strikes")),
        fold_words(data.texts("between")),
        _conjugated(data.texts("swaps")),
        _conjugated(data.texts("answers")),
        fold_words(data.texts("by_it")),
        fold_words(data.texts("auxiliaries")),
        fold_words(data.texts("assuring")),
        fold_words(data.texts("homes")),
        _conjugated(data.texts("oblique")),
        _conjugated(data.texts("intends")),
        fold_words(data.texts("kin")),
        frozenset(f for f, s in forms.items() if any(x.kind == "verb" and x.tense != "participle" for x in s)),
        frozenset(f for f, s in forms.items() if any(x.rule.id in persons for x in s)),
    )


@dataclass(frozen=True, slots=True)
class Code:
    """What PLOVER fixes for a type: quad class, intensity by mode (None: the type's own)."""

    quad: str
    intensity: float
    modes: Mapping[str, float]


@cache
def plover() -> Mapping[str, Code]:
    """PLOVER's types, from `rules/ar/plover.yaml`."""
    codes: dict[str, Code] = {}
    for entry in rules_in(load("ar/plover"), "types"):
        entry.only("name", "quad", "intensity", "modes")
        modes = {str(k): float(v) for k, v in _mapping(entry, "modes").items()}
        codes[entry.text("name")] = Code(entry.text("quad"), float(entry["intensity"]), modes)
    return codes


def _rule(entry: Entry) -> Rule:
    entry.only(*_FIELDS)
    kind, frame, of = entry.text("type"), entry.text("frame", "agent"), entry.text("of", "agent")
    if kind not in plover():
        raise entry.fail(f"{kind!r} is no PLOVER type")
    mode = entry.get("mode")
    if mode is not None and mode not in plover()[kind].modes:
        raise entry.fail(f"{mode!r} is no mode of {kind}")
    if frame not in _FRAMES or of not in ("agent", "patient", "both", "helper"):
        raise entry.fail(f"unknown frame {frame!r} or genitive {of!r}")
    lists = {k: fold_words(entry.texts(k)) for k in _LISTS}
    return Rule(
        entry.text("id"), kind, mode, frame, of, bool(entry.get("passive", False)),
        lists["with"], lists["after"], lists["without"], lists["to"], lists["by"],
        int(entry.get("reach", 6)), bool(entry.get("future", False)), bool(entry.get("once", False)),
        bool(entry.get("happens", False)), bool(entry.get("hurts", False)), lists["nouns"], lists["called"],
        lists["object"], bool(entry.get("people", False)),
        frozenset(MentionType(kind) for kind in entry.texts("names")),
    )  # fmt: skip


def _recalled(rule: Rule) -> frozenset[str]:
    """The words that recall what a rule has told: names of its kind, and its own nouns."""
    return rule.called | (rule.nouns if rule.happens else frozenset())


def _conjugated(verbs: Iterable[str]) -> frozenset[str]:
    """All forms of verbs given as past and present."""
    return frozenset(form for verb in verbs for form, _ in conjugate(*verb.split()))


def _words(listed: Iterable[str]) -> frozenset[str]:
    """Words as they stand; of those given as past and present («أحبط يحبط») all forms."""
    listed = tuple(listed)
    return fold_words(w for w in listed if " " not in w) | _conjugated(w for w in listed if " " in w)


def _carrying(verbs: Iterable[str]) -> frozenset[str]:
    """The forms of verbs with the pronoun of what they carry: «شنتها», «ينفذه», «نفذوها», «تبناه»."""
    bare = (form.removesuffix("ا") if form.endswith("وا") else form for form in _conjugated(verbs))
    return frozenset(re.sub("ي$", "ا", form) + it for form in bare for it in ("ه", "ها", "هم", "هما"))


def _verb_forms(entry: Entry) -> Iterable[tuple[str, str]]:
    for verb in entry.texts("verbs"):
        parts = ["" if p == "-" else p for p in verb.split()]
        if len(parts) > 3:
            raise entry.fail(f"a verb is past, present and participle, not {verb!r}")
        yield from conjugate(*parts)


def _passive_forms(entry: Entry) -> Iterable[str]:
    for verb in entry.texts("verbs"):
        past = verb.split()[0]
        yield from conjugate_passive(past)


def _noun_forms(nouns: Iterable[str]) -> Iterable[str]:
    for noun in nouns:
        word = fold_word(noun)
        yield word
        if word.endswith("اء"):  # «لقائه», «لقاؤه»: the hamza changes its seat before a pronoun
            yield from (word[:-1] + "ي", word[:-1] + "و")
        if word.endswith("ه"):
            yield from (word[:-1] + "تين", word[:-1] + "تان")
        elif not word.endswith(("ات", "ا", "ين")):
            yield from (word + "ا", word + "ين", word + "ان")


def _people(data: Entry) -> Iterable[str]:
    """Nouns of people with the endings of counted nouns; those with a sound plural in all its forms."""
    data.only("sound", "broken")
    for word in map(fold_word, data.texts("sound")):
        yield from (word + ending for ending in ("", "ا", "ين", "ون", "ه", "ات"))
    for word in map(fold_word, data.texts("broken")):
        yield from (word, word + "ا")


def _mapping(data: Entry, key: str) -> Entry:
    value = data.get(key)
    if not isinstance(value, Entry):
        raise data.fail(f"{key!r} must be a mapping")
    return value


def _entry(data: Entry, key: str) -> Entry:
    return _mapping(data, key)
