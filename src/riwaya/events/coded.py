"""The room's public functions: `find_events`, and the check and explanation of its rules."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from riwaya.events.again import dating
from riwaya.events.amounts import UNSAID
from riwaya.events.cast import Parts, cast
from riwaya.events.company import Company
from riwaya.events.dating import Calendar, date_of
from riwaya.events.echoes import with_echoes
from riwaya.events.find import tell
from riwaya.events.ground import contexts_of, is_told
from riwaya.events.judge import confidence, threshold
from riwaya.events.line import read_lines
from riwaya.events.merge import group_tellings
from riwaya.events.rules import book
from riwaya.events.same import join_alike
from riwaya.events.spheres import hits_in, spheres_of
from riwaya.events.telling import Told
from riwaya.model import (
    Article,
    Block,
    BlockKind,
    DateMention,
    Event,
    Mention,
    MentionType,
    Quantity,
    Span,
    Statement,
    Status,
    When,
)
from riwaya.rules import Finding, Fired, examples_of, load, rules_in
from riwaya.text import Words, read_words

_ALONE = 3  # sentences without a headline, too few to show what the news is


def find_events(
    words: Words,
    mentions: Sequence[Mention],
    dates: Sequence[DateMention],
    statements: Sequence[Statement],
) -> tuple[Event, ...]:
    """The events that an article tells, in reading order; one for each happening.

    `mentions` must be linked (those without an actor are passed over). Names, dates and statements
    may be missing: roles, date or reporter are then empty.
    """
    mentions = with_echoes(words, mentions)
    told = tell(words, mentions, dates, statements)
    alone = len(words.sentences) <= _ALONE and all(words.kind_of(s) is BlockKind.BODY for s in words.sentences)
    company, calendar = Company(words, mentions, told), Calendar(words, dates)
    events: list[Event] = []
    for whole in join_alike(group_tellings(told)):
        group = [t for t in whole if t.again is None]
        if all(t.supposed for t in group) or (sure := confidence(group)) < threshold():
            continue
        if alone and not is_told(group):
            continue
        parts = _struck(group) if group[0].rule.happens else cast(group, company)
        events.append(
            _event(f"{words.article.id}/e{len(events)}", whole, parts, (date_of(dating(whole), calendar), sure))
        )
    return tuple(events)


def _struck(group: Sequence[Told]) -> Parts:
    """The parts of what happens to somebody without a doer: whom the grammar of its first telling shows, or nobody."""
    return Parts((), next((t.roles.recipient for t in group if t.roles.recipient and not t.trigger.pronoun), ()))


def _event(name: str, group: Sequence[Told], parts: Parts, judged: tuple[When | None, float]) -> Event:
    def fullest(one: Told) -> tuple[bool, int, bool, int]:
        named = bool(one.roles.actor) + bool(one.roles.recipient)
        return one.status != "happened", -named, one.title, one.order

    own = [t for t in group if t.again is None]
    first = min(own, key=fullest)
    return Event(
        id=name,
        article=name.rpartition("/")[0],
        type=first.rule.type,
        mentions=tuple(dict.fromkeys(t.mention for t in group)),
        actor=parts.actor,
        recipient=parts.recipient,
        mode=next((t.rule.mode for t in own if t.rule.mode), None),
        status=Status(first.status),
        when=judged[0],
        place=next((t.place for t in group if t.place), None),
        quantities=_amounts(group),
        reported_by=tuple(dict.fromkeys(a for t in own for a in t.reported_by)) if _all_reported(own) else (),
        confidence=round(judged[1], 3),
        rule=first.rule.id,
        maybe_actor=parts.maybe_actor,
        maybe_recipient=parts.maybe_recipient,
        contexts=spheres_of(own),
    )


def _all_reported(group: Sequence[Told]) -> bool:
    """An article that tells it once in its own words vouches for it itself."""
    return all(t.statement is not None for t in group)


def _amounts(group: Sequence[Told]) -> tuple[Quantity, ...]:
    seen: dict[Span, Quantity] = {}
    for one in group:  # some tellings do not say what became of the people whom they count
        for quantity in one.quantities:
            if quantity.span not in seen or seen[quantity.span].what in UNSAID:
                seen[quantity.span] = quantity
    return tuple(seen.values())


_BODIES = ("حركة ", "حزب ", "شركة ", "جزيرة ", "صحيفة ")
_NAME = re.compile(r"\[([^\]]+)\]")


def read_example(text: str) -> tuple[Words, tuple[Mention, ...]]:
    """An example of a rule as an article: names in square brackets become mentions, their own ids.
    One word is a state, several are a person unless the first says that they are a body."""
    plain, mentions, done = "", [], 0
    for m in _NAME.finditer(text):
        plain += text[done : m.start()]
        span = Span("example", len(plain), len(plain) + len(m.group(1)))
        plain += m.group(1)
        done = m.end()
        kind = MentionType.ORG if m.group(1).startswith(_BODIES) else MentionType.PER
        kind = kind if " " in m.group(1) else MentionType.GPE
        mentions.append(Mention(span, kind, m.group(1)))
    plain += text[done:]
    article = Article("example#0", "example", plain, parts=(Block(BlockKind.BODY, 0, len(plain)),))
    return read_words(article), tuple(mentions)


def check_rules() -> tuple[Finding, ...]:
    """Every example that does not hold. Empty is good."""
    found: list[Finding] = []
    book()
    for entry in rules_in(load("ar/events"), "triggers"):
        for example in examples_of(entry):
            words, mentions = read_example(example.text)
            hits = [t for t in tell(words, mentions, (), ()) if t.rule.id == example.rule]
            reason = _wrong(hits, example.fires, dict(example.expected))
            if reason:
                found.append(Finding(example.file, example.line, example.rule, f"{reason}: {example.text}"))
    return (*found, *_check_contexts(), *_check_spheres())


def _check_contexts() -> Iterator[Finding]:
    """The contexts whose examples do not hold, or hold no trigger."""
    for entry in rules_in(load("ar/events_ground"), "contexts"):
        for example in examples_of(entry):
            words, mentions = read_example(example.text)
            told = tell(words, mentions, (), ())
            holds = any(c.id == example.rule for t in told for c in contexts_of(t.trigger))
            if not told or holds != example.fires:
                reason = "no trigger" if not told else "did not hold" if example.fires else "held"
                yield Finding(example.file, example.line, example.rule, f"{reason}: {example.text}")


def _check_spheres() -> Iterator[Finding]:
    """PLOVER's contexts whose examples do not hold."""
    for entry in rules_in(load("ar/contexts"), "contexts"):
        for example in examples_of(entry):
            lines = read_lines(read_example(example.text)[0], ())
            if any(h.context == example.rule for line in lines for h in hits_in(line)) != example.fires:
                reason = "not shown" if example.fires else "shown"
                yield Finding(example.file, example.line, example.rule, f"{reason}: {example.text}")


def _wrong(hits: Sequence[Told], fires: bool, expected: dict[str, object]) -> str:
    if bool(hits) != fires:
        return "did not fire" if fires else "fired"
    for role in ("actor", "recipient"):
        want = expected.get(role)
        if want is not None and not any(getattr(t.roles, role) == (want,) for t in hits):
            return f"{role} {[getattr(t.roles, role) for t in hits]}, not {want}"
    status = expected.get("status")
    if status is not None and all(t.status != status for t in hits):
        return f"status {hits[0].status}, not {status}"
    return ""


def explain(words: Words) -> tuple[Fired, ...]:
    """Which trigger fired on which words (also where the judge leaves it out), its contexts, and PLOVER's in braces."""
    return tuple(Fired("events", t.rule.id, t.trigger.start, t.trigger.end, _note(t)) for t in tell(words, (), (), ()))


def _note(one: Told) -> str:
    found = [context.id for context in contexts_of(one.trigger)]
    spheres = spheres_of([one])
    shown = ("{" + ", ".join(spheres) + "}",) if spheres else ()
    return " ".join((one.rule.type, one.status, one.trigger.kind, *(f"[{name}]" for name in found), *shown))
