"""What the rule files know about actors, compiled once: who exists, under which forms, and which bodies states have.

`knowledge()` reads `rules/ar/{countries,bodies,organisations,places,offices,titles,names}.yaml`. Everything in it is
immutable by habit: look things up, never change them. Folded forms are the keys throughout.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache

from riwaya.model import MentionType
from riwaya.rules import Entry, load, rules_in
from riwaya.text import Lexicon, fold_word
from riwaya.text.states import inflect

PARTICLES = "وفبلك"
_TITLED = ("الملك ", "السلطان ", "البابا ", "الأمير ", "الملكة ", "الإمبراطور ")  # said with the name, no part of it
_TITLE_LISTS = (
    "roles", "titles", "after_title", "former", "anonymous", "anonymous_adjectives", "anonymous_not_after",
    "anonymous_more", "says", "bare",
)  # fmt: skip
_OFFICIAL = "offices"  # the group of organisations that act for their state
_OFFICES = ("arab", "europe", "asia", "africa", "americas")
_PLACE_LISTS = ("heads", "outside", "inside", "generic", "facilities", "glue_before", "glue_after")

_MONTHS = frozenset(("named_month", "weak_month"))  # classes of `ar/date_words`


@dataclass(frozen=True, slots=True)
class Known:
    """An actor that the rules know. `of` is the state it belongs to or lies in; `official`: and acts for, or is a
    place of."""

    id: str
    type: MentionType
    ar: tuple[str, ...]
    en: tuple[str, ...] = ()
    wikidata: str | None = None
    of: str | None = None
    official: bool = True


@dataclass(frozen=True, slots=True)
class Form:
    """What a written form may mean. `state`: the state a capital or a seat stands for (`prior`: and mostly does).

    `unsure`: the form is also a word; `exact`: it counts only when spelt so; `short`: a family name alone;
    `outside`: its first word is no part of the name; `not_beside`: words next to which it means something else;
    `once`: another state it stood for, from one year to another, both included.
    """

    id: str
    type: MentionType
    kind: str
    state: str | None = None
    prior: bool = False
    unsure: bool = False
    exact: str | None = None
    short: bool = False
    outside: bool = False
    not_beside: frozenset[str] = frozenset()
    once: tuple[str, int, int] | None = None


@dataclass(frozen=True, slots=True)
class Body:
    """A body that states have: `id` of the institution; `alone`: a name even without its state."""

    id: str
    alone: bool
    construct: bool


@dataclass(frozen=True, slots=True)
class Craft:
    """A word for ships, aircraft and the like: whether a name without marks behind it is the craft's (`bare`), and the
    adjectives behind which it means something else."""

    bare: bool
    unless: frozenset[str]


@dataclass(frozen=True, slots=True)
class Term:
    """A time in office, half-open. One that still runs ends where the rules stop vouching (`as_of`)."""

    role: str
    of: str
    holder: str
    since: dt.date
    until: dt.date


@dataclass(slots=True)
class Knowledge:
    """All of it. Filled by `knowledge()` and not changed afterwards."""

    actors: dict[str, Known] = field(default_factory=dict)
    forms: Lexicon[tuple[Form, ...]] = field(default_factory=Lexicon)
    by_form: dict[str, tuple[Form, ...]] = field(default_factory=dict)
    bodies: Lexicon[Body] = field(default_factory=Lexicon)
    demonyms: dict[str, str] = field(default_factory=dict)
    defined_demonyms: dict[str, str] = field(default_factory=dict)
    middle: frozenset[str] = frozenset()
    tail: frozenset[str] = frozenset()
    titles: Lexicon[str] = field(default_factory=Lexicon)
    after_title: frozenset[str] = frozenset()
    former: frozenset[str] = frozenset()
    bare: Lexicon[str] = field(default_factory=Lexicon)
    anonymous: Lexicon[bool] = field(default_factory=Lexicon)
    anonymous_not_after: frozenset[str] = frozenset()
    says: frozenset[str] = frozenset()
    anonymous_more: frozenset[str] = frozenset()
    place_heads: frozenset[str] = frozenset()
    place_inside: frozenset[str] = frozenset()
    facilities: frozenset[str] = frozenset()
    org_heads: frozenset[str] = frozenset()
    state_before: frozenset[str] = frozenset()
    glue_before: frozenset[str] = frozenset()
    glue_after: frozenset[str] = frozenset()
    not_in_names: frozenset[str] = frozenset()
    not_last: frozenset[str] = frozenset()
    vessels: dict[str, Craft] = field(default_factory=dict)
    months: frozenset[str] = frozenset()
    generic: frozenset[str] = frozenset()
    terms: tuple[Term, ...] = ()


@cache
def knowledge() -> Knowledge:
    """The compiled rule files. Raises `RuleError` with file and line where one is wrong."""
    known = Knowledge()
    forms: dict[str, list[Form]] = {}
    for form, what in (*_states(known), *_organisations(known), *_places(known), *_people(known)):
        bucket = forms.setdefault(fold_word(form), [])
        if all(f.id != what.id for f in bucket):
            bucket.append(what)
    known.by_form = {k: tuple(v) for k, v in forms.items()}
    for key, found in known.by_form.items():
        known.forms.add(key, found, particles=PARTICLES)
    _demonyms(known)
    _bodies(known)
    _titles(known)
    return known


def _register(known: Knowledge, row: Entry, actor: str, kind: MentionType, of: str | None = None) -> None:
    if actor in known.actors:
        raise row.fail(f"{actor} is given twice")
    known.actors[actor] = Known(actor, kind, row.texts("ar"), row.texts("en"), row.get("wikidata"), of)


def _states(known: Knowledge) -> Iterator[tuple[str, Form]]:
    data = load("ar/countries").only("shared", "before", "outside", "states")
    known.state_before = frozenset(map(fold_word, data.texts("before")))
    for row in rules_in(data, "shared"):
        for name, code in ((n, c) for n in row.texts("ar") for c in row.texts("of")):
            yield name, Form("country:" + code, MentionType.GPE, "state")
    for row in rules_in(data, "states"):
        row.only("id", "en", "ar", "demonym", "people", "capital", "seats", "unsure", "not_beside", "once", "wikidata")
        state = "country:" + row.text("id")
        _register(known, row, state, MentionType.GPE)
        unsure, other = row.texts("unsure"), frozenset(map(fold_word, row.texts("not_beside")))
        for name in row.texts("ar"):
            outside = name.startswith(tuple(f"{w} " for w in data.texts("outside"))) and "الاحتلال" not in name
            form = Form(state, MentionType.GPE, "state", unsure=name in unsure, outside=outside, not_beside=other)
            yield name, form
        for seat in row.texts("seats"):
            yield seat, Form(state, MentionType.GPE, "seat", state=state, once=_once(row))
        capital = row.get("capital")
        if capital is None:
            continue
        capital.only("id", "en", "ar", "prior", "unsure")
        city = "place:" + capital.text("id")
        _register(known, capital, city, MentionType.GPE, state)
        for name in capital.texts("ar"):
            yield (
                name,
                Form(
                    city, MentionType.GPE, "capital", state, capital.text("prior") == "state",
                    unsure=name in capital.texts("unsure"), once=_once(row),
                ),
            )  # fmt: skip


def _once(row: Entry) -> tuple[str, int, int] | None:
    once = row.get("once")
    if once is None:
        return None
    once.only("of", "from", "until")
    return "country:" + once.text("of"), int(once["from"]), int(once["until"])


def _demonyms(known: Knowledge) -> None:
    for row in rules_in(load("ar/countries"), "states"):
        state = "country:" + row.text("id")
        for stem in row.texts("demonym"):
            for form, defined in inflect(stem):
                known.demonyms.setdefault(form, state)
                if defined:
                    known.defined_demonyms.setdefault(form, state)
        for people in row.texts("people"):
            known.demonyms.setdefault(fold_word(people), state)


def _organisations(known: Knowledge) -> Iterator[tuple[str, Form]]:
    heads: set[str] = set()
    for group, section in load("ar/organisations").items():
        section.only("heads", "outside", "rows")
        heads.update(map(fold_word, section.texts("heads")))
        trimmed = tuple(f"{w} " for w in section.texts("outside"))
        for row in rules_in(section, "rows"):
            row.only("id", "ar", "unsure", "en", "of", "wikidata")
            actor = "org:" + row.text("id")
            of = row.get("of")
            _register(known, row, actor, MentionType.ORG, "country:" + of if of else None)
            known.actors[actor] = replace(known.actors[actor], official=group == _OFFICIAL)
            unsure = row.texts("unsure")
            for name in row.texts("ar"):
                outside = bool(trimmed) and name.startswith(trimmed)
                yield name, Form(actor, MentionType.ORG, group, unsure=name in unsure, outside=outside)
            for name in row.texts("en"):
                yield name, Form(actor, MentionType.ORG, group, unsure=len(name) < 3 or name in unsure)
    known.org_heads = frozenset(heads)


def _places(known: Knowledge) -> Iterator[tuple[str, Form]]:
    data = load("ar/places").only(*_PLACE_LISTS, "places")
    known.generic |= frozenset(map(fold_word, data.texts("generic")))
    trimmed = tuple(f"{w} " for w in data.texts("outside"))
    known.place_heads = frozenset(map(fold_word, data.texts("heads")))
    known.place_inside = frozenset(map(fold_word, data.texts("inside")))
    known.facilities = frozenset(map(fold_word, data.texts("facilities")))
    known.glue_before = frozenset(map(fold_word, data.texts("glue_before")))
    known.glue_after = frozenset(map(fold_word, data.texts("glue_after")))
    for row in rules_in(data, "places"):
        row.only("id", "en", "ar", "in", "type", "unsure", "exact", "not_beside", "wikidata")
        other = frozenset(map(fold_word, row.texts("not_beside")))
        actor, kind = "place:" + row.text("id"), MentionType(row.text("type", "LOC"))
        of = row.get("in")
        _register(known, row, actor, kind, "country:" + of if of else None)
        for name in row.texts("ar"):
            exact = name if name in row.texts("exact") else None
            outside = name.startswith(trimmed)
            unsure = name in row.texts("unsure")
            yield name, Form(actor, kind, "place", unsure=unsure, exact=exact, outside=outside, not_beside=other)


def _people(known: Knowledge) -> Iterator[tuple[str, Form]]:
    terms: list[Term] = []
    data = load("ar/offices").only("as_of", "people")
    as_of = _day(data, data.text("as_of"))
    further = (load(f"ar/offices_{part}").only("people") for part in _OFFICES)
    for row in (row for file in (data, *further) for row in rules_in(file, "people")):
        row.only("id", "en", "ar", "short", "unsure", "roles", "wikidata")
        actor = "person:" + row.text("id")
        _register(known, row, actor, MentionType.PER)
        for name in (*row.texts("ar"), *row.texts("en")):
            yield name, Form(actor, MentionType.PER, "person", outside=name.startswith(_TITLED))
        if row.texts("short") and len(surname := row.text("en").split()[-1]) > 4:
            yield surname, Form(actor, MentionType.PER, "person", short=True)
        for name in row.texts("short"):
            yield name, Form(actor, MentionType.PER, "person", unsure=name in row.texts("unsure"), short=True)
        terms += (_term(row, actor, spec, as_of) for spec in row.get("roles", ()))
    known.terms = tuple(terms)


def _term(row: Entry, actor: str, spec: list[str], as_of: dt.date) -> Term:
    if not 3 <= len(spec) <= 4 or not all(isinstance(s, str) for s in spec):
        raise row.fail(f"a role is [ROLE, STATE, from, until], not {spec!r}")
    role, of, since = spec[:3]
    until = _day(row, spec[3]) if len(spec) == 4 else as_of
    holder_of = f"country:{of}" if of.isupper() and len(of) == 2 else f"org:{of}"
    return Term(role, holder_of, actor, _day(row, since), until)


def _day(row: Entry, text: str) -> dt.date:
    """The first day of a year, a month or a day written in ISO 8601."""
    try:
        return dt.date(*(int(p) for p in (text + "-01-01").split("-")[:3]))
    except ValueError as error:
        raise row.fail(f"not a date: {text!r}") from error


def _bodies(known: Knowledge) -> None:
    data = load("ar/bodies").only("middle", "tail", "generic", "bodies", "ministries")
    known.generic |= frozenset(map(fold_word, data.texts("generic")))
    known.middle = frozenset(map(fold_word, _flat(data["middle"])))
    known.tail = frozenset(map(fold_word, data.texts("tail")))
    for row in rules_in(data, "bodies"):
        row.only("id", "as", "heads", "construct", "alone", "partial")
        name, alone = row.text("as", row.text("id")), row.get("alone") == "true" or row.get("alone") is True
        for head in row.texts("heads"):
            partial = head in row.texts("partial")
            known.bodies.add(head, Body(name, alone or partial, False), particles=PARTICLES)
        for head in row.texts("construct"):
            known.bodies.add(head, Body(name, False, True), particles=PARTICLES)
    for row in rules_in(data, "ministries"):
        row.only("id", "of", "short")
        for subject in row.texts("of"):
            known.bodies.add("وزارة " + subject, Body(row.text("id"), True, True), particles=PARTICLES)
        for subject in row.texts("short"):
            known.bodies.add(subject, Body(row.text("id"), False, False), particles=PARTICLES)


def _titles(known: Knowledge) -> None:
    names = load("ar/names")
    known.not_in_names = frozenset(map(fold_word, names.texts("after")))
    known.not_last = frozenset(names.texts("not_last"))
    for row in rules_in(load("ar/vessels").only("vessels"), "vessels"):
        row.only("id", "what", "words", "bare", "unless", "yes", "no")
        craft = Craft(row.get("bare") is True, frozenset(map(fold_word, row.texts("unless"))))
        known.vessels |= dict.fromkeys(map(fold_word, row.texts("words")), craft)
    known.months = frozenset(_months())
    data = load("ar/titles").only(*_TITLE_LISTS)
    for row in rules_in(data, "roles"):
        for name in row.only("id", "ar").texts("ar"):
            known.titles.add(name, row.text("id"), particles=PARTICLES)
    for name in _flat(data["titles"]):
        known.titles.add(name, "", particles=PARTICLES)
    known.after_title = frozenset(map(fold_word, data.texts("after_title")))
    known.former = frozenset(map(fold_word, data.texts("former")))
    for name in data.texts("anonymous"):
        known.anonymous.add(name, False, particles=PARTICLES)
    for name in data.texts("anonymous_adjectives"):
        known.anonymous.add(name, True, particles=PARTICLES)
    known.anonymous_not_after = frozenset(map(fold_word, data.texts("anonymous_not_after")))
    known.says = frozenset(map(fold_word, data.texts("says")))
    known.anonymous_more = frozenset(map(fold_word, data.texts("anonymous_more")))
    for name in data.texts("bare"):
        known.bare.add(name, name, particles=PARTICLES)


def _flat(rows: Iterable[Iterable[str]]) -> Iterator[str]:
    for row in rows:
        yield from row


def _months() -> Iterator[str]:
    """The months of the solar year in Arabic letters, folded, as dates know them."""
    for entry in rules_in(load("ar/date_words"), "classes"):
        if not _MONTHS.isdisjoint(entry.texts("name")):
            forms = (fold_word(form) for written in entry["words"].values() for form in written)
            yield from (form for form in forms if form[0] >= "\u0600")
