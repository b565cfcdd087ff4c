"""Find the events of one article: triggers, their parts, when, where, how many, who tells it.

`tell` gives every reading of a trigger (`Told`), before repeated tellings are joined and the doubtful
left out; the judge is fitted on exactly these.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from riwaya.events.again import Recall, recall_of, recalls, told_before
from riwaya.events.amounts import amounts_of, casualties
from riwaya.events.line import Line, read_lines
from riwaya.events.parts import Roles
from riwaya.events.people import is_counted
from riwaya.events.phrases import Around, Phrase, phrases_of
from riwaya.events.roles import gone_on, has_subject, lone_object, opens_object, roles_of
from riwaya.events.rules import Rule, book
from riwaya.events.status import status_of
from riwaya.events.telling import Told
from riwaya.events.triggers import Trigger, find_triggers, is_violent
from riwaya.model import (
    BlockKind,
    DateKind,
    DateMention,
    EventMention,
    Mention,
    MentionType,
    Mode,
    Polarity,
    Quantity,
    Span,
    Statement,
)
from riwaya.text import Words

_TITLES = (BlockKind.TITLE, BlockKind.DEK)
_OWN = 8  # what a statement opens with («أعلنت كذا اعتقال») may be the speaker's own act
_ADJECTIVES = 3  # words after an act among which its state's adjective stands
_MINE = ("ي", "نا")  # pronouns of whoever speaks
_LONGEST = 580  # code points of evidence; a longer sentence is cut around its trigger
_SAID = {
    Polarity.ACCUSES: "ACCUSE",
    Polarity.DEMANDS: "REQUEST",
    Polarity.THREATENS: "THREATEN",
    Polarity.PROMISES: "AGREE",
    Polarity.DENIES: "REJECT",
}
_VERBAL = frozenset(("ACCUSE", "REQUEST", "REJECT", "THREATEN", "AGREE", "SUPPORT", "CONCEDE"))


@dataclass(frozen=True, slots=True, eq=False)
class _Page:
    words: Words
    dates: tuple[DateMention, ...]
    statements: tuple[Statement, ...]
    titles: int = 0  # sentences of titles


def tell(
    words: Words, mentions: Sequence[Mention], dates: Sequence[DateMention], statements: Sequence[Statement]
) -> tuple[Told, ...]:
    """Every telling of an event in an article, in reading order."""
    titles = sum(words.kind_of(s) in _TITLES for s in words.sentences)
    page = _Page(words, tuple(dates), tuple(sorted(statements, key=lambda s: s.span.start)), titles)
    told: list[Told] = []
    again: list[Recall] = []
    for line in read_lines(words, mentions):
        triggers = list(find_triggers(line))
        triggers = sorted([*triggers, *_said(line, page, triggers)], key=lambda t: (t.first, t.kind == "statement"))
        again += recalls(line, triggers)
        if not triggers:
            continue
        verbs = frozenset(t.first for t in triggers if t.kind == "verb")
        counting = verbs | casualties(line)
        around = Around(phrases_of(line), verbs)
        weak = Around(phrases_of(line, weak=True), verbs) if line.adjectives else around
        for trigger in triggers:
            others = counting | _accidents(triggers) if trigger.rule.happens else counting
            amounts = amounts_of(trigger, words.article.page, others - {trigger.first})
            told.append(_told(page, trigger, (around, weak), told, amounts))
    told = _by_accident(told)
    return _with_recalls(page, told, again) if again or any(map(recall_of, told)) else tuple(told)


def _accidents(triggers: Iterable[Trigger]) -> frozenset[int]:
    """Where the accidents of a sentence are told: each has its own toll."""
    return frozenset(t.first for t in triggers if t.rule.happens and t.rule.called)


def _by_accident(told: list[Told]) -> list[Told]:
    """Without the deaths and wounds of an accident, where a page has told one before and tells no attack at all."""
    first = next((t.order for t in told if t.rule.happens and t.rule.called), None)
    harm = [t.order for t in told if t.rule.hurts and first is not None and t.order > first]
    if not harm or any(t.rule.type == "ASSAULT" and (not t.rule.hurts or is_violent(t.trigger.line)) for t in told):
        return told
    return [replace(t, order=n) for n, t in enumerate(t for t in told if t.order not in harm)]


def _with_recalls(page: _Page, told: Sequence[Told], again: Iterable[Recall]) -> tuple[Told, ...]:
    """The tellings; what only recalls one of them is one more of the same, with its date, place and numbers."""
    found: list[Told] = []
    for one in told:
        recall = recall_of(one)
        last = told_before(recall, told) if recall is not None else None
        found.append(
            one if last is None else replace(one, trigger=replace(one.trigger, rule=last.rule), again=last.order)
        )
    for recall in again:
        last = told_before(recall, told)
        if last is not None:
            beside = _accidents(t.trigger for t in told if t.trigger.line is recall.line)
            found.append(_recalled(page, recall, last, beside))
    found.sort(key=lambda t: (t.trigger.start, t.order))
    places = {t.order: n for n, t in enumerate(found) if t.order >= 0}
    return tuple(replace(t, order=n, again=None if t.again is None else places[t.again]) for n, t in enumerate(found))


def _recalled(page: _Page, recall: Recall, last: Told, beside: frozenset[int]) -> Told:
    line, at = recall.line, recall.at
    trigger = Trigger(line, last.rule, at, at + 1, recall.start, line.tokens[at].end, "noun", article=recall.article)
    nobody = Around((), frozenset())
    one = _told(page, trigger, (nobody, nobody), (), amounts_of(trigger, page.words.article.page, beside))
    return replace(one, place=_place(trigger, phrases_of(line)), again=last.order, order=-1)


def _told(
    page: _Page, trigger: Trigger, around: tuple[Around, Around], told: Sequence[Told], amounts: tuple[Quantity, ...]
) -> Told:
    line = trigger.line
    name = page.words.article.page
    holder = _holder(page, trigger)
    if holder is not None and trigger.start > holder.span.start + _OWN:
        around = _within(line, around[0], holder), _within(line, around[1], holder)
    own = _first_person(trigger, holder)
    read = _roles(page, trigger, around[0]) if own is None else roles_of(trigger, around[0], own)
    roles = _filled(read, trigger, around[1])
    if not roles.actor and trigger.kind == "verb" and trigger.rule.frame != "patient":
        roles = _resumed(page, trigger, roles, (told[-1] if told else None, holder), around[0].phrases)
    if trigger.kind == "verb" and trigger.pronoun and not roles.recipient and told:
        roles = _meant_again(trigger, roles, told[-1])
    roles = _fitting(roles, trigger.rule.happens or trigger.rule.type in _VERBAL)
    status, supposed = status_of(trigger)
    if holder is not None and holder.polarity is Polarity.ACCUSES and status == "happened":
        status = "alleged"
    date = _date(page, trigger)
    place = _place(trigger, around[0].phrases)
    return Told(
        trigger, EventMention(_evidence(page.words, trigger), Span(name, trigger.start, trigger.end)), roles,
        status, supposed, date.when if date else None, date, place, amounts, holder,
        holder is not None and holder.mode is Mode.DIRECT,
        page.words.kind_of(line.sentence) in _TITLES, len(told), _under(trigger, told),
        line.index - page.titles, _age(page, date), stranger=_stranger(page, trigger),
    )  # fmt: skip


def _first_person(trigger: Trigger, holder: Statement | None) -> str | None:
    """Who speaks, where he tells what he does himself: «نطالب الحكومة», «شكري لفلان». Whoever is named does not act."""
    if holder is None or holder.speaker is None or trigger.tense == "participle":
        return None
    word = trigger.line.words[trigger.first].removeprefix("و").removeprefix("س")
    verb = trigger.kind == "verb" and trigger.tense == "present" and word.startswith(("ا", "ن"))
    noun = trigger.kind == "noun" and trigger.pronoun in _MINE and trigger.rule.of == "agent"
    return holder.speaker.actor if verb or noun else None


def _stranger(page: _Page, trigger: Trigger) -> bool:
    """Whether somebody whom no name tells says so himself: a doer whom a name tells would be another."""
    if trigger.kind not in ("verb", "statement") or trigger.rule.type not in _VERBAL:
        return False
    cue = _cue_at(page, trigger)
    if cue is None or cue.speaker is None or cue.speaker.span is None:
        return False
    return cue.speaker.actor is None or cue.speaker.actor.startswith("anon:")


def _under(trigger: Trigger, told: Sequence[Told]) -> str:
    """The type of the event that brings this one in («دعا إلى إعادة ...»), where both stand close together."""
    last = told[-1].trigger if told else None
    if last is None or last.line is not trigger.line or trigger.kind == "verb" or trigger.first - last.last > 6:
        return ""
    return last.rule.type


def _within(line: Line, around: Around, holder: Statement) -> Around:
    """The phrases inside a statement: who says it takes no part in what it tells."""
    inside = tuple(p for p in around.phrases if holder.span.start <= line.tokens[p.first].start < holder.span.end)
    return Around(inside, around.verbs)


def _fitting(roles: Roles, verbal: bool) -> Roles:
    """Without what cannot play the part: places do not act, words are not addressed to them, and an
    unnamed source (`anon:`) is nobody whom the text names."""
    unfit = ("place:", "anon:") if verbal else ("anon:",)
    actor = tuple(a for a in roles.actor if not a.startswith("place:") and (verbal or not a.startswith("anon:")))
    return Roles(actor, tuple(r for r in roles.recipient if not r.startswith(unfit)), roles.dropped)


def _resumed(
    page: _Page,
    trigger: Trigger,
    roles: Roles,
    before: tuple[Told | None, Statement | None],
    phrases: Sequence[Phrase],
) -> Roles:
    """A verb without subject goes on with the last one: of its sentence, of the statement that holds
    it, or of the last statement before it."""
    last, holder = before
    word = trigger.line.words[trigger.first].removeprefix("و").removeprefix("س")
    first_person = trigger.tense == "present" and word[:1] in ("ا", "ن") and holder is not None
    if not roles.dropped and not first_person:
        return replace(roles, actor=gone_on(trigger, phrases)) if opens_object(trigger) else roles
    actor: tuple[str, ...] = ()
    if not first_person and last is not None and last.trigger.line is trigger.line:
        actor = last.roles.actor
    if not first_person and not actor:
        actor = gone_on(trigger, phrases)
    if not actor:
        said = holder or _said_before(page, trigger)
        actor = (said.speaker.actor,) if said and said.speaker and said.speaker.actor else ()
    return replace(roles, actor=actor, recipient=tuple(r for r in roles.recipient if r not in actor))


def _meant_again(trigger: Trigger, roles: Roles, last: Told) -> Roles:
    """«اعتقلت الشرطة فلانا وطردته»: the pronoun is whoever suffered in the telling before, of the same sentence."""
    if last.trigger.line is not trigger.line:
        return roles
    return replace(roles, recipient=tuple(r for r in last.roles.recipient if r not in roles.actor))


def _said_before(page: _Page, trigger: Trigger) -> Statement | None:
    """The last statement introduced before the trigger, where the trigger opens its sentence."""
    if trigger.first > 0:
        return None
    earlier = [s for s in page.statements if s.cue is not None and s.cue.end <= trigger.start]
    return max(earlier, key=lambda s: s.cue.start if s.cue else 0, default=None)


def _filled(roles: Roles, trigger: Trigger, weak: Around) -> Roles:
    """Parts that no name fills, filled from adjectives of states: «غارات نرويجية». What right beside an act says whose
    it is goes before names further off."""
    if not trigger.line.adjectives:
        return roles
    if _troops_act(trigger):
        return roles_of(trigger, weak)
    own = _own_state(trigger)
    if roles.actor and roles.recipient and not own:
        return roles
    more = roles_of(trigger, weak)
    beside = any(n.weak and n.first == trigger.last for n in trigger.line.named)
    troops = {n.mention.actor for n in trigger.line.named if n.weak and n.first and _doer(trigger.line, n.first)}
    actor = roles.actor or tuple(a for a in more.actor if a not in roles.recipient and (beside or a in troops))
    actor = (own,) if own else actor
    suffers = trigger.kind != "verb" and trigger.rule.of == "patient"
    recipient = roles.recipient or (() if suffers else more.recipient)
    return Roles(actor, tuple(a for a in recipient if a not in actor), roles.dropped)


def _doer(line: Line, i: int) -> bool:
    """Whether token `i`, an adjective of a state, says whose an act's doers are: «طائرات نرويجية»."""
    return line.words[i - 1].removeprefix("و") in book().agents and not line.words[i].startswith("و")


def _troops_act(trigger: Trigger) -> bool:
    """Whether a verb's subject right behind it are a state's: «قصفت طائرات نرويجية مواقع كذا»."""
    line, i = trigger.line, trigger.last + 1
    finite = trigger.kind == "verb" and trigger.tense != "participle" and trigger.rule.frame == "agent"
    at = line.at[i] if finite and i < len(line.tokens) else None
    return at is not None and line.named[at].weak and _doer(line, i)


def _own_state(trigger: Trigger) -> str:
    """The state whose adjective says whose an act is: «غارات جوية نرويجية», «الضربة النرويجية»; or empty."""
    line = trigger.line
    if trigger.kind == "verb" or trigger.rule.of != "agent" or trigger.pronoun:
        return ""
    for i in range(trigger.last, min(len(line.tokens), trigger.last + _ADJECTIVES)):
        word, at = line.words[i], line.at[i]
        if line.gaps[i] != " " or word.startswith("ال") != _defined(trigger):
            return ""
        if at is not None:
            name = line.named[at]
            return (name.mention.actor or "") if name.weak and not name.clitic and not word.endswith("ين") else ""
        if not word.endswith(("ه", "ي")) or not line.stems[i].isdisjoint(book().prepositions):
            return ""
    return ""


def _defined(trigger: Trigger) -> bool:
    return trigger.article or trigger.line.words[trigger.last - 1].removeprefix("و").startswith("ال")


def _roles(page: _Page, trigger: Trigger, around: Around) -> Roles:
    cue = _cue_at(page, trigger)
    if trigger.kind == "statement" and cue is not None:
        actor = (cue.speaker.actor,) if cue.speaker and cue.speaker.actor else ()
        return Roles(actor, _addressed(trigger.line, cue, actor))
    known = cue is not None and cue.speaker is not None and cue.speaker.actor is not None
    if cue is None or not known or trigger.rule.type not in _VERBAL or lone_object(trigger, around):
        return roles_of(trigger, around)
    speaker = cue.speaker.actor if cue.speaker else None
    if trigger.kind == "verb" and not _speaks_here(trigger.line, cue):
        plain = roles_of(trigger, around)  # whoever spoke before may not be meant where a subject stands here
        plain = plain if plain.actor else replace(plain, actor=gone_on(trigger, around.phrases))
        if plain.actor:
            return plain
    if trigger.kind == "verb" and trigger.tense != "participle" and has_subject(trigger, around.phrases):
        plain = roles_of(trigger, around)
        if speaker in plain.recipient:
            return plain  # «بدا أن فلانا يهنئ فلانا»: whom the verb hits does not speak
    roles = roles_of(trigger, around, speaker)
    return roles if roles.recipient else replace(roles, recipient=_addressed(trigger.line, cue, roles.actor))


def _speaks_here(line: Line, cue: Statement) -> bool:
    """Whether a statement's speaker is somebody whom its own sentence calls so."""
    speaker = cue.speaker
    if speaker is None or speaker.actor is None or any(n.mention.actor == speaker.actor for n in line.named):
        return speaker is not None
    here = speaker.span is not None and line.sentence.start <= speaker.span.start < line.sentence.end
    return here and not speaker.actor.startswith("anon:")


def _addressed(line: Line, cue: Statement, actor: tuple[str, ...]) -> tuple[str, ...]:
    """The first state, body or person named in what is said: whom a reproach or a demand is about."""
    for name in line.named:
        mention = name.mention
        if (
            not name.weak
            and cue.span.holds(mention.span)
            and mention.type is not MentionType.LOC
            and mention.actor not in actor
        ):
            return (mention.actor,) if mention.actor else ()
    return ()


def _said(line: Line, page: _Page, triggers: Iterable[Trigger]) -> Iterable[Trigger]:
    """Speech acts whose verb is a plain one («قال إن ... مسؤولة عن»): the statement's polarity tells."""
    taken = [(t.start, t.end) for t in triggers if t.rule.type in _VERBAL]
    for statement in page.statements:
        kind, cue = _SAID.get(statement.polarity), statement.cue
        if kind is None or cue is None or not line.sentence.start <= cue.start < line.sentence.end:
            continue
        if any(a < cue.end and cue.start < b for a, b in taken):
            continue
        first = next((i for i, t in enumerate(line.tokens) if t.end > cue.start), None)
        if first is not None and not is_counted(line, first):
            rule = _said_rule(kind)
            taken.append((cue.start, cue.end))
            yield Trigger(line, rule, first, first + 1, cue.start, cue.end, "statement")


@cache
def _said_rule(kind: str) -> Rule:
    none: frozenset[str] = frozenset()
    return Rule(f"said-{kind.lower()}", kind, None, "speaker", "agent", False, none, none, none, none, none)


def _cue_at(page: _Page, trigger: Trigger) -> Statement | None:
    for s in page.statements:
        if s.cue is not None and s.cue.start < trigger.end and trigger.start < s.cue.end:
            return s
    return None


def _holder(page: _Page, trigger: Trigger) -> Statement | None:
    """The innermost statement whose content holds the trigger."""
    inside = [s for s in page.statements if s.span.start <= trigger.start and trigger.end <= s.span.end]
    return min(inside, key=lambda s: s.span.end - s.span.start, default=None)


def _evidence(words: Words, trigger: Trigger) -> Span:
    sentence, page = trigger.line.sentence, words.article.page
    if sentence.end - sentence.start <= _LONGEST:
        return Span(page, sentence.start, sentence.end)
    low, high = trigger.first, trigger.last
    tokens = trigger.line.tokens
    while True:
        grown = (max(0, low - 1), min(len(tokens), high + 1))
        if tokens[grown[1] - 1].end - tokens[grown[0]].start > _LONGEST // 2 or grown == (low, high):
            return Span(page, tokens[low].start, tokens[high - 1].end)
        low, high = grown


_DATED = (DateKind.DATE, DateKind.TIME, DateKind.INTERVAL)


def _date(page: _Page, trigger: Trigger) -> DateMention | None:
    """The date that stands nearest in the sentence, those after the trigger first."""
    sentence = trigger.line.sentence
    best: tuple[int, DateMention] | None = None
    for date in page.dates:
        if not sentence.start <= date.span.start < sentence.end or date.kind not in _DATED:
            continue
        if date.when is None or (date.when.start is None and date.when.end is None):
            continue
        away = date.span.start - trigger.end if date.span.start >= trigger.end else (trigger.start - date.span.end) * 2
        if best is None or away < best[0]:
            best = (away, date)
    return best[1] if best else None


def _age(page: _Page, date: DateMention | None) -> int | None:
    published = page.words.article.published
    if date is None or date.when is None or date.when.start is None or published is None:
        return None
    return (published.when.start - date.when.start).days if published.when.start is not None else None


def _place(trigger: Trigger, phrases: Sequence[Phrase]) -> str | None:
    """The nearest place that «في» or its like brings in after the trigger."""
    line = trigger.line
    for phrase in phrases:
        if phrase.first < trigger.last or phrase.first > trigger.last + 16:
            continue
        mention = line.named[phrase.names[-1]].mention
        if mention.type in (MentionType.GPE, MentionType.LOC) and phrase.intro in book().places:
            return mention.actor
    return None
