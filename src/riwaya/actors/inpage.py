"""Whom the names of one page mean, as far as the page itself tells."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from itertools import pairwise

from riwaya.actors.knowledge import Knowledge
from riwaya.actors.likeness import given_names, same_person, same_word, slug, words_of
from riwaya.model import Mention, MentionType
from riwaya.text import Words, fold_word

STATELESS = "no state can be told"  # why a body of a state is of its page alone
_LONGEST_NAME = 200
_OPENED = re.compile(r"[\s\"«“]*\([\s\"«“]*")
_CLOSED = re.compile(r"[\s\"»”]*\)")
_VOICES = ("-news-agency", "-state-tv")  # bodies of a state that outlets may be
_SON = re.compile(r"(?:^|\s)(?:بن|ابن|bin|ibn)\s")


@dataclass(frozen=True, slots=True)
class Named:
    """A mention, the form it is met under, the id its page gives it, the longest name of that person, and why."""

    mention: Mention
    form: str
    id: str
    full: tuple[str, ...]
    why: str


@dataclass(slots=True)
class _Person:
    """Somebody whom the page names: `id`, the words of the longest name so far, and those of them that stand after
    «بن» (whose son it is)."""

    id: str
    words: tuple[str, ...]
    fathers: frozenset[str] = frozenset()


def name_page(known: Knowledge, words: Words, mentions: Sequence[Mention], number: int) -> tuple[Named, ...]:
    """The mentions of one article with ids. `number` makes ids of bodies without a state differ from page to page."""
    forms = [_form(words, m) for m in mentions]
    people = _full_names(known, mentions, forms)
    orgs = _org_names(known, mentions, forms)
    out: list[Named] = []
    latest: list[_Person] = []
    page_key = blake2b((words.article.page or str(number)).encode("utf-8", "replace"), digest_size=4).hexdigest()
    for mention, form in zip(mentions, forms, strict=True):
        if mention.type is MentionType.PER:
            out.append(_person(known, (mention, form), people, latest))
        elif mention.rule == "institution-alone":
            out.append(_alone(known, mention, form, orgs, page_key))
        else:
            out.append(_thing(known, mention, form, orgs))
    return _with_short_names(known, words, out)


def _with_short_names(known: Knowledge, words: Words, named: Sequence[Named]) -> tuple[Named, ...]:
    """A body and what stands in brackets right after it («الرابطة الدولية للملاحة (نافيس)») are one, wherever the page
    names them: whom the rules know, else whom the longer name says. Two whom the rules know stay two."""
    text = words.article.text
    become: dict[str, str] = {}
    for long, short in pairwise(named):
        both = long.mention.type is MentionType.ORG and short.mention.type is MentionType.ORG
        between = text[long.mention.span.end : short.mention.span.start]
        if not both or not _OPENED.fullmatch(between) or not _CLOSED.match(text, short.mention.span.end):
            continue
        if _is_outlet(known, short.form) and not long.id.endswith(_VOICES):
            continue  # «وزارة التعدين (رويترز)»: whose report or picture it is
        first, second = (become.get(n.id, n.id) for n in (long, short))
        kept, lost = (second, first) if _is_known(known, second) else (first, second)
        if kept != lost and not _is_known(known, lost):
            become = {k: kept if v == lost else v for k, v in become.items()} | {lost: kept}
    why = "the short name beside it in this page"
    return tuple(replace(n, id=become[n.id], why=why) if n.id in become else n for n in named)


def _form(words: Words, mention: Mention) -> str:
    """The name as written, hashtags and line breaks undone; the ل of «للأمم» is the article's."""
    start, end = mention.span.start, min(mention.span.end, mention.span.start + _LONGEST_NAME)
    text = words.text(start, end)
    if text.startswith("ل") and start and words.article.text[start - 1] == "ل":
        text = "ال" + text[1:]
    return " ".join(text.replace("_", " ").replace("#", "").split())


# ------------------------------------------------------------------ people


def _full_names(known: Knowledge, mentions: Sequence[Mention], forms: Sequence[str]) -> list[_Person]:
    """The people whom the page names with two words or more, each once, under the longest name."""
    people: list[_Person] = []
    for mention, form in zip(mentions, forms, strict=True):
        words = words_of(form)
        if mention.type is not MentionType.PER or (len(words) < 2 and mention.actor is None):
            continue
        if mention.actor is not None and _is_short(known, form):
            continue
        same = next((p for p in people if _one(known, p, mention.actor, words)), None)
        if same is None:
            people.append(_Person(mention.actor or f"person:{slug(form)}", words, _fathers(form)))
        elif len(words) > len(same.words):
            same.words, same.fathers = words, _fathers(form)
            if mention.actor is None and not _is_known(known, same.id):
                same.id = f"person:{slug(form)}"
        if same is not None and mention.actor is not None:
            same.id = mention.actor
    return people


def _one(known: Knowledge, person: _Person, actor: str | None, words: tuple[str, ...]) -> bool:
    """Whether a name is that of `person`; two whom the rules know are never one."""
    if person.id == actor:
        return True
    return not (actor and _is_known(known, person.id)) and same_person(person.words, words)


def _fathers(form: str) -> frozenset[str]:
    """The words of a name that stand after «بن»: «سلمان» in «فهد بن سلمان العطار»."""
    return frozenset(words_of(part)[0] for part in _SON.split(fold_word(form))[1:] if part.strip())


def _is_known(known: Knowledge, actor: str) -> bool:
    return actor in known.actors


def _is_short(known: Knowledge, form: str) -> bool:
    return any(f.short for f in known.by_form.get(fold_word(form), ()))


def _person(known: Knowledge, met: tuple[Mention, str], people: Sequence[_Person], latest: list[_Person]) -> Named:
    mention, form = met
    found, why = _who(known, met, people, latest)
    if found in latest:
        latest.remove(found)
    latest.append(found)
    return Named(mention, form, found.id, found.words, why)


def _who(
    known: Knowledge, met: tuple[Mention, str], people: Sequence[_Person], latest: Sequence[_Person]
) -> tuple[_Person, str]:
    mention, form = met
    words = words_of(form)
    if len(words) > 1 or (mention.actor is not None and not _is_short(known, form)):
        for person in people:
            if person.id == mention.actor:
                return person, "known by this name"
            if mention.actor is None and (same_person(person.words, words) or person.words == words):
                return person, "full name"
    if len(words) == 1:
        # The famous one, if the page named him before: «ماكرون» after «لويزا ماكرون» still is the president.
        if mention.actor is not None:
            for person in latest:
                if person.id == mention.actor:
                    return person, "known by this name, and named in this page"
        # The latest who carries the name, then whoever is named later; family names before given names.
        order = [*reversed(latest), *(p for p in people if p not in latest)]
        for person, what in _bearers(order, form, words[0]):
            return person, f"{what} of «{' '.join(person.words)}» in this page"
    if mention.actor is not None:
        return _Person(mention.actor, words), "known by this name"
    for person in latest:
        if person.words == words:
            return person, "same word in this page"
    return _Person(f"person:{slug(form)}", words), "name alone"


def _bearers(order: Sequence[_Person], form: str, word: str) -> Iterator[tuple[_Person, str]]:
    """Who may be meant by one word of a name, the likeliest first: «بن سلمان» is Salman's son, «سلمان» alone never is;
    family names before given names, but a word that is a given name may be either."""
    full = [p for p in order if len(p.words) > 1]
    if _SON.match(fold_word(form)):
        yield from ((p, "nasab") for p in full if any(same_word(f, word) for f in p.fathers))
    elif word in given_names():
        for p in full:
            if same_word(p.words[0], word):
                yield p, "given name"
            elif same_word(p.words[-1], word) and p.words[-1] not in p.fathers:
                yield p, "family name"
    for place, what in ((-1, "family name"), (1, "middle name"), (0, "given name")):
        yield from ((p, what) for p in full if same_word(p.words[place], word))


# ------------------------------------------------------------------ organisations, states, places


def _is_outlet(known: Knowledge, form: str) -> bool:
    return any(f.kind == "media" for f in known.by_form.get(fold_word(form), ()))


def _org_names(known: Knowledge, mentions: Sequence[Mention], forms: Sequence[str]) -> dict[str, Counter[str]]:
    """What the page says of bodies and lands: `body -> ids with a state`, and under "lands" the states it speaks of."""
    table: dict[str, Counter[str]] = {"lands": Counter()}
    for mention, _ in zip(mentions, forms, strict=True):
        actor = mention.actor or ""
        if actor.startswith("country:"):
            table["lands"][actor[8:].lower()] += 1
        elif mention.rule == "institution":
            land, _, body = actor.removeprefix("org:").partition("-")
            table.setdefault(body, Counter())[actor] += 1
            table["lands"][land] += 2
        elif actor in known.actors and (of := known.actors[actor].of):
            table["lands"][of[8:].lower()] += 1
    return table


def _alone(known: Knowledge, mention: Mention, form: str, orgs: dict[str, Counter[str]], page: str) -> Named:
    """A ministry or a court without its state: the one the page names in full, or that of the state it speaks of."""
    body = (mention.actor or "").removeprefix("org:") or slug(form)
    full = orgs.get(body)
    if full:
        return Named(mention, form, full.most_common(1)[0][0], (), "named with its state in this page")
    lands = orgs["lands"].most_common(2)
    if lands and (len(lands) == 1 or lands[0][1] >= 2 * lands[1][1]):
        return Named(mention, form, f"org:{lands[0][0]}-{body}", (), "the state this page speaks of")
    return Named(mention, form, f"org:{body}-{page}", (), STATELESS)


def _thing(known: Knowledge, mention: Mention, form: str, orgs: dict[str, Counter[str]]) -> Named:
    if mention.actor is not None:
        actor = _agency(known, form) if mention.actor.endswith(_VOICES) else None
        return Named(mention, form, actor or mention.actor, (), "known by this name")
    actor = known_thing(known, form, mention.type)
    if actor is not None:
        return Named(mention, form, actor, (), "known under its shorter name")
    prefix = "org" if mention.type is MentionType.ORG else "place"
    return Named(mention, form, f"{prefix}:{slug(_bare(known, form, mention.type))}", (), "by its words")


def _agency(known: Knowledge, form: str) -> str | None:
    """The agency that the rules know by this name, with or without «الرسمية» after it."""
    rest, _, last = fold_word(form).rpartition(" ")
    names = (form, rest) if last in known.tail else (form,)
    return next((a for n in names if (a := known_thing(known, n, MentionType.ORG)) is not None), None)


def known_thing(known: Knowledge, form: str, kind: MentionType) -> str | None:
    """The id of an organisation, a state or a place that the rules know, a head like «مدينة» before it allowed."""
    for name in dict.fromkeys((fold_word(form), _bare(known, form, kind))):
        for found in known.by_form.get(" ".join(name.replace('"', " ").split()), ()):
            if (found.type is MentionType.ORG) == (kind is MentionType.ORG) and found.type is not MentionType.PER:
                return found.id
    return None


def _bare(known: Knowledge, form: str, kind: MentionType) -> str:
    """A name without the generic head before it."""
    folded = " ".join(fold_word(form).replace('"', " ").split())
    first, _, rest = folded.partition(" ")
    heads = known.org_heads if kind is MentionType.ORG else known.place_heads - known.place_inside
    if rest and first in heads:
        return rest
    return folded
