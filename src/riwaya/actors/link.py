"""Whom a name means: within a page, then across the pages of a run.

Within a page (`inpage`) a full name stands first or later, and a family name alone means the latest who carries it.
Across pages (`across`) people meet by their names, their offices and their company; states, organisations and places
that the rules know keep their ids, others are joined by their words. Every linked mention says `why`.

`Judgement`s of kind `same_actor` overrule all of this: True joins two ids, False keeps them apart.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from riwaya.actors.across import join_people
from riwaya.actors.groups import Groups
from riwaya.actors.inpage import Named, name_page
from riwaya.actors.knowledge import Knowledge, knowledge
from riwaya.actors.states import with_states
from riwaya.actors.things import join_kinds, join_stateless
from riwaya.model import Actor, Judgement, Mention, MentionType
from riwaya.text import Words, fold_word

_MOST_FORMS = 12


def link_mentions(
    found: Sequence[tuple[Words, tuple[Mention, ...]]], judgements: Sequence[Judgement] = ()
) -> tuple[tuple[Actor, ...], tuple[tuple[Mention, ...], ...]]:
    """The actors of a run, and per article its mentions with `actor` and `why` set, in the same order."""
    known = knowledge()
    pages, groups, reasons = _joined(known, found, judgements)
    ids = {n.id: groups.of(n.id) for page in pages for n in page}
    linked = tuple(
        tuple(_linked(n, ids[n.id], reasons) for n in page)
        for page in pages
    )  # fmt: skip
    by_article = [(words, mentions) for (words, _), mentions in zip(found, linked, strict=True)]
    return with_states(_actors(known, pages, ids), by_article), linked


def _joined(
    known: Knowledge, found: Sequence[tuple[Words, tuple[Mention, ...]]], judgements: Sequence[Judgement]
) -> tuple[list[tuple[Named, ...]], Groups, dict[str, str]]:
    """Whom each page names, who of them are one, and why."""
    pages = [name_page(known, words, mentions, number) for number, (words, mentions) in enumerate(found)]
    groups = Groups(judgements)
    for page in pages:
        for name in page:
            groups.add(name.id)
    reasons = join_people(groups, pages, [words for words, _ in found])
    reasons |= join_kinds(groups, pages) | join_stateless(groups, pages)
    groups.judge()
    return pages, groups, reasons


def name_mentions(words: Words, mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """The mentions of one article with `actor` and `why` set as far as its page alone tells. What these ids mean beside
    other pages is told by `meet`; the same page always gives the same ids."""
    named = name_page(knowledge(), words, mentions, 0)
    return tuple(replace(n.mention, actor=n.id, why=n.why) for n in named)


@dataclass(frozen=True, slots=True)
class Met:
    """An id that pages gave somebody, with the forms it was met under; the id of the group it belongs to among the
    articles it was met in, and what joined it to that."""

    actor: Actor
    group: str
    why: str = ""


def meet(found: Sequence[tuple[Words, tuple[Mention, ...]]], judgements: Sequence[Judgement] = ()) -> tuple[Met, ...]:
    """What `link_mentions` tells of a run, id by id, as `name_mentions` gives them: for those who keep the ids of pages
    and their groups apart, so that groups can change. `found` are the mentions as found, not yet named."""
    known = knowledge()
    pages, groups, reasons = _joined(known, found, judgements)
    own = [
        (words, tuple(replace(n.mention, actor=n.id) for n in page))
        for (words, _), page in zip(found, pages, strict=True)
    ]
    actors = with_states(_actors(known, pages, {n.id: n.id for page in pages for n in page}), own)
    return tuple(Met(a, groups.of(a.id), reasons.get(a.id, "")) for a in actors)


def _linked(name: Named, actor: str, reasons: dict[str, str]) -> Mention:
    why = name.why if actor == name.id else f"{name.why}; {reasons.get(name.id, 'judged the same')}"
    return replace(name.mention, actor=actor, why=why)


def _actors(known: Knowledge, pages: Sequence[Sequence[Named]], ids: dict[str, str]) -> tuple[Actor, ...]:
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    kinds: dict[str, Counter[MentionType]] = defaultdict(Counter)
    for page in pages:
        for n in page:
            forms[ids[n.id]][n.form] += 1
            kinds[ids[n.id]][n.mention.type] += 1
    return tuple(_actor(known, actor, forms[actor], kinds[actor]) for actor in sorted(forms))


def _actor(known: Knowledge, actor: str, forms: Counter[str], kinds: Counter[MentionType]) -> Actor:
    row = known.actors.get(actor)
    met = [f for f, _ in sorted(forms.items(), key=lambda x: (-x[1], -len(x[0]), x[0]))]
    ar = tuple(f for f in met if not f.isascii())
    en = tuple(f for f in met if f.isascii())
    if row is None:
        kind = min(kinds, key=lambda k: (-kinds[k], k))
        return Actor(actor, kind, ar[:_MOST_FORMS], en[:_MOST_FORMS])
    seen = {fold_word(f) for f in row.ar}
    ar = (*row.ar, *(f for f in ar if fold_word(f) not in seen))
    return Actor(actor, row.type, ar[:_MOST_FORMS], tuple(dict.fromkeys((*row.en, *en)))[:_MOST_FORMS], row.wikidata)
