"""Roles: «الرئيس النمساوي», «الشرطة», «مصدر دبلوماسي»: no names, but they speak and act.

`find_roles` gives them as `Mention`s that are not for the output's list of names: statements and events take them
beside the linked mentions. Their `rule` is `role`, `body` or `anonymous`. A role means the person whom the page itself
names with it; else whoever holds the office on the day of the article, if the rules know; else the state that the words
themselves name («السفير النمساوي» speaks for Austria); else nobody, and `actor` is None. An office with its
state's name («ملك النمسا») is a role where it means a person. The «الخارجية» of a minister is no body, and a body
without its state is that of the state whose own the page has just named, or which the page is about.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from riwaya.actors.institutions import demonym_at
from riwaya.actors.knowledge import Knowledge, knowledge
from riwaya.actors.likeness import slug
from riwaya.actors.spans import Run, Taken, runs_of
from riwaya.model import Mention, MentionType
from riwaya.text import Hit, Words, fold_word

_BEHIND = 250  # code points before a bare body in which one of its kind has been named
_Office = tuple[str, str | None, bool]  # role, state, whether of a former holder


@dataclass(frozen=True, slots=True)
class _Role:
    start: int
    end: int
    bare: int  # the end of the office without the name of its state
    role: str
    land: str | None
    reach: int  # the end of what may stand between it and its bearer's name («السابق», «الجديد»)
    former: bool  # nobody who holds it today

    @property
    def office(self) -> _Office:
        return self.role, self.land, self.former


def office_holder(role: str, of: str, when: dt.date) -> str | None:
    """Who held `role` (as titles.yaml names it) of `of` (`country:XX` or `org:...`) on the day `when`; None if unknown,
    or if the rules know two."""
    holders = {t.holder for t in knowledge().terms if t.role == role and t.of == of and t.since <= when < t.until}
    return holders.pop() if len(holders) == 1 else None


def demonym_country(word: str) -> str | None:
    """The state that an adjective of origin points to, in any inflection: `country:XX`, or None."""
    return knowledge().demonyms.get(fold_word(word))


def find_roles(words: Words, mentions: Sequence[Mention] = ()) -> tuple[Mention, ...]:
    """Roles, bare bodies and unnamed sources of the article, in order; none overlaps one of `mentions` (linked),
    but for the state in whose name an office ends («ملك النمسا»)."""
    known = knowledge()
    named = sorted(mentions, key=lambda m: m.span.start)
    taken = Taken((m.span.start, m.span.end) for m in named)
    after = {m.span.start: m for m in named if m.type is MentionType.PER}
    lands = Counter(m.actor for m in named if (m.actor or "").startswith("country:"))
    main = _main_land(lands)
    out: list[Mention] = []
    roles = words.once("roles", _every_role)
    holders = dict(_named_holders(roles, after))
    day = _day(words)
    for role in roles:
        end = role.end if taken.free(role.start, role.end) else role.bare
        if taken.free(role.start, end) and _next_name(role, after) is None:
            land = role.land or main
            actor = holders.get((role.role, land, role.former))
            if role.former and actor is None:
                continue
            actor = actor or (office_holder(role.role, land, day) if land and day else None)
            if end < role.end and actor is None:
                continue  # its state's name stands there and speaks for itself
            why = _why(actor, role.land)
            out.append(Mention(words.span(role.start, role.end), MentionType.PER, actor or role.land, "role", why))
    offices = Taken((r.start, r.end) for r in roles)
    for run in runs_of(words):
        for start, end, kind, actor in _others(known, run, (main, named), words):
            if taken.free(start, end) and (kind is not MentionType.ORG or offices.free(start, end)):
                rule = "anonymous" if actor.startswith("anon:") else "body"
                out.append(Mention(words.span(start, end), kind, actor, rule, "no name"))
    return _apart(out)


def named_in_roles(words: Words, mentions: Sequence[Mention]) -> Iterator[tuple[str, str, str]]:
    """The people whom the article names right after a role of a state: person, role, `country:XX`."""
    after = {m.span.start: m for m in mentions if m.type is MentionType.PER}
    for role in words.once("roles", _every_role):
        name = _next_name(role, after)
        if name is not None and name.actor and role.land and not role.former:
            yield name.actor, role.role, role.land


def _every_role(words: Words) -> tuple[_Role, ...]:
    known = knowledge()
    return tuple(role for run in runs_of(words) for role in _roles(known, run))


def _why(actor: str | None, land: str | None) -> str:
    return "who holds the office" if actor else "speaks for the state" if land else "an office"


def _roles(known: Knowledge, run: Run) -> Iterator[_Role]:
    i = 0
    while i < len(run.tokens):
        hit = known.titles.match(run.folded, run.tokens, i)
        if hit is None or hit.cut.enclitic or not hit.payload:
            i += 1
            continue
        length, land = demonym_at(known.demonyms, run.tokens, hit.last)
        last = hit.last + length if land else hit.last
        if land is None and hit.last < len(run.tokens):
            state = known.forms.match(run.folded, run.tokens, hit.last)
            if state is not None and not state.cut.proclitics and state.payload[0].kind == "state":
                land, last = state.payload[0].id, state.last
        defined = run.tokens[i].text.endswith("ه") or "ال" in run.tokens[i].text[:4] or hit.last - hit.first > 1
        if land or defined:
            reach, former = last, False
            while reach < len(run.tokens) and run.tokens[reach].text in known.after_title:
                former = former or run.tokens[reach].text in known.former
                reach += 1
            end, bare = run.tokens[last - 1].end, run.tokens[hit.last - 1].end
            yield _Role(hit.start, end, bare, hit.payload, land, run.tokens[reach - 1].end, former)
        i = last


def _named_holders(roles: Sequence[_Role], after: dict[int, Mention]) -> Iterator[tuple[_Office, str]]:
    """The people whom the page names right after a role: («foreign-minister», "country:NO", former) -> person."""
    for role in reversed(roles):
        name = _next_name(role, after)
        if name is not None and name.actor:
            yield role.office, name.actor


def _next_name(role: _Role, after: dict[int, Mention]) -> Mention | None:
    """The person named right after the role."""
    return next((after[at] for end in (role.end, role.reach) for at in (end + 1, end + 2) if at in after), None)


def _others(
    known: Knowledge, run: Run, about: tuple[str | None, Sequence[Mention]], words: Words
) -> Iterator[tuple[int, int, MentionType, str]]:
    """Bare bodies and unnamed sources of a run of a page, whose main state and names `about` holds."""
    main, named = about
    for hit in known.bare.find(run.folded, run.tokens):
        body = known.bodies.match(run.folded, run.tokens, hit.first)
        if body is None or hit.cut.enclitic:
            continue
        actor = _named_last(named, hit.start, body.payload.id)
        if actor is None and main is not None:
            actor = f"org:{main[8:].lower()}-{body.payload.id}"
        if actor is not None:
            yield hit.start, hit.end, MentionType.ORG, actor
    page = slug(words.article.page)[-30:]
    for start, end in _unnamed(known, run):
        yield start, end, MentionType.PER, f"anon:{page}-{slug(words.text(start, end))}"


def _named_last(named: Sequence[Mention], start: int, kind: str) -> str | None:
    """The body that a bare one of a kind means («الشرطة») where the page has just named one («الشرطة النرويجية»)."""
    k = bisect_left(named, start, key=lambda m: m.span.start)
    for m in reversed(named[:k]):
        if start - m.span.end > _BEHIND:
            break
        if m.actor and m.actor.startswith("org:") and m.actor[6:] == f"-{kind}":
            return m.actor
    return None


def _unnamed(known: Knowledge, run: Run) -> Iterator[tuple[int, int]]:
    """Unnamed sources: «مصدر أمني رفيع», «مسؤولون». A word that is also an adjective needs a sign that it speaks."""
    i = 0
    while i < len(run.tokens):
        hit = known.anonymous.match(run.folded, run.tokens, i)
        if hit is None or (hit.payload and not _speaks(known, run, hit)):
            i += 1
            continue
        last = hit.last
        while last < len(run.tokens) and (
            run.tokens[last].text in known.anonymous_more or run.tokens[last].text in known.demonyms
        ):
            last += 1
        yield hit.start, run.tokens[last - 1].end
        i = last


def _speaks(known: Knowledge, run: Run, hit: Hit[bool]) -> bool:
    """Whether «دبلوماسي» is a man and no adjective: a verb of saying or a preposition before it, or none but a mark."""
    if hit.last < len(run.tokens) and run.tokens[hit.last].text in known.anonymous_not_after:
        return False
    if set(hit.cut.proclitics) & {"ل", "ب"}:
        return True
    return hit.first == 0 or bool({run.tokens[hit.first - 1].text, run.tokens[hit.first - 1].text[1:]} & known.says)


def _main_land(lands: Counter[str | None]) -> str | None:
    """The state a page is about: named at least twice as often as any other."""
    top = lands.most_common(2)
    if top and (len(top) == 1 or top[0][1] >= 2 * top[1][1]):
        return top[0][0]
    return None


def _day(words: Words) -> dt.date | None:
    published = words.article.published
    return published.when.start if published else None


def _apart(found: Sequence[Mention]) -> tuple[Mention, ...]:
    kept: list[Mention] = []
    for m in sorted(found, key=lambda m: (m.span.start, -m.span.end)):
        if not kept or m.span.start >= kept[-1].span.end:
            kept.append(m)
    return tuple(kept)
