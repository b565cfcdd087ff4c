"""The chronicle of a topic: what is sure enough to stand in a timeline, and what must not be asserted of it.

An entry needs an event that is likely to be what its type says, told as done (or planned, and then not yet past), in
a sentence that itself says when (`dated`). Who did it to whom is another question, and less often sure: where the
words do not make the parties plain, the entry stands without them (`doubtful`), or without the one to whom it was
done, and so for a place that its words do
not name. Tellings of one happening are one entry, the words that date it first. Entries are in the order of time; of
two whose intervals overlap without being the same nobody can say which was first, and both say so. What ended long
before the first report is background.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from riwaya.account import Account, Affair
from riwaya.brief.dated import BACKGROUND, first_report, needing, nominal, when_told, words
from riwaya.brief.heads import is_future, without_head
from riwaya.brief.kept import around, cast_of
from riwaya.brief.making import by_machine, origins_of
from riwaya.brief.plain import TELLING, Plain
from riwaya.likeness import Vector, Weights, content_lemmas, cosine, lemma_of
from riwaya.model import BlockKind, DateMention, Event, EventMention, Span, Status, TimelineEntry
from riwaya.rules.plover import scale
from riwaya.text import Sentence, fold_word, split_clitics

# Cosines over the sentences of a chronicle; set by eye on topics of one month, not fitted.
_ALIKE = 0.3  # two tellings of one type and time are one happening
_ALIKE_BY_RULE = 0.12  # so are two told by words of one rule
_ALIKE_BY_SIDE = 0.06  # so are two attacks of one side
_DEEDS = frozenset({"ASSAULT"})
# Of a timeline's line no doubt is shown: it is asked for more than a relation, and of a noun for more than of a verb:
# of fifty lines drawn from a year nouns below were false as often as not («تنفيذ ضربات إضافية»).
_SURE, _SURE_OF_NOUNS = 0.6, 0.7
RULE = "dated"  # of events that are told by their words and day alone
_LONGEST = 460  # code points of a sentence that can stand in a row of dates
_ANNOUNCED = frozenset({"AGREE", "CONCEDE", "COOPERATE"})
_DAY = dt.timedelta(days=1)
_UNCERTAIN_WORDS = 10  # before a trigger in which a word may stand that makes it no news
_PRESENT = 4  # letters of a verb of the present, at least
_NEAR_PLACE = 6  # words between a trigger and the name of its place
_SPEAKER_PLACE = 2  # of what is only said
_PLAYING = 2  # words of the playing field from which a sentence is about a match


_Found = tuple[Event, Event, Account, EventMention, Sentence]


@dataclass(frozen=True, slots=True)
class Telling:
    """A sure telling of an event: where it stands, the rule of its own words, what its sentence holds."""

    event: Event
    rule: str
    account: Account
    mention: EventMention
    lemmas: tuple[str, ...]
    vector: Vector


def chronicle(affair: Affair) -> tuple[TimelineEntry, ...]:
    """The entries of a topic's timeline, in the order of time: earliest first, of like beginnings the finer first."""
    tellings = coded_tellings(affair)
    groups = _groups(tellings, cast_of(affair).sides)
    first = first_report(affair.accounts)
    plain, source = Plain(affair), origins_of(affair.accounts, affair.derivations)
    made = []
    for group in groups:
        event = group[0].event
        doubts = (
            *plain.doubts(event, ((t.mention, t.account) for t in group)),
            *(() if _placed(group[0]) else ("place",)),
        )
        if _recalled(group, first):
            continue
        pages = {source[t.account.id] for t in group}
        outlets = {t.account.article.outlet or t.account.id for t in group}
        spans, sources = tuple(t.mention.span for t in group), min(len(pages), len(outlets))
        made.append((_days(event), event, spans, doubts, sources))
    made += [(_days(e), e, *_words_alone(e, affair, source)) for e in affair.events if e.rule == RULE]
    made.sort(key=lambda m: (m[0], m[1].id))
    days = [m[0] for m in made]
    return tuple(
        TimelineEntry(
            event.id,
            tuple(dict.fromkeys(spans)),
            background=first is not None and its[1] <= first - BACKGROUND,
            doubtful=(*doubtful, *(("order",) if _crosses(its, days) else ())),
            independent_sources=sources,
        )
        for its, event, spans, doubtful, sources in made
    )


def _recalled(group: Sequence[Telling], first: dt.date | None) -> bool:
    """Whether a happening of long before the first report is only named, and on one page («أثناء حرب 1973»): it belongs
    to whatever is told beside it. A verb tells it («قطعت علاقاتها في 2017»), and so do several pages."""
    if first is None or _days(group[0].event)[1] > first - BACKGROUND:
        return False
    named = all(nominal(t.account.words.text(*_ends(t.mention)), t.rule) for t in group)
    return named and len({t.account.article.page for t in group}) == 1


def _words_alone(
    event: Event, affair: Affair, source: Mapping[str, str]
) -> tuple[tuple[Span, ...], tuple[str, ...], int]:
    """The words of a happening without a code, what is in doubt of it, its independent sources."""
    pages = {m.span.page for m in event.mentions}
    tellers = [a for a in affair.accounts if a.article.page in pages]
    outlets = {a.article.outlet or a.id for a in tellers}
    sources = min(len({source[a.id] for a in tellers}), len(outlets))
    return tuple(m.span for m in event.mentions), ("parties",), max(1, sources)


def _days(event: Event) -> tuple[dt.date, dt.date]:
    assert event.when is not None and event.when.start is not None and event.when.end is not None
    return event.when.start, event.when.end


def _crosses(its: tuple[dt.date, dt.date], days: Sequence[tuple[dt.date, dt.date]]) -> bool:
    """Whether another interval overlaps `its` without being the same: then nobody knows which came first."""
    return any(d != its and d[0] < its[1] and its[0] < d[1] for d in days)


# ------------------------------------------------------------------ what is sure


def coded_tellings(affair: Affair) -> list[Telling]:
    """The sure tellings of a topic, those of the surest event first, each sentence and type once."""
    on_page: dict[str, list[Account]] = {}
    for account in affair.accounts:
        on_page.setdefault(account.article.page, []).append(account)
    found: list[_Found] = []
    for event in sorted(affair.events, key=lambda e: (-e.confidence, e.id)):
        if event.confidence >= _SURE and event.when is not None and event.when.bounded:
            found += _sure(event, on_page)
    lemmas = [list(content_lemmas(s.tokens, a.article.text)) for _, _, a, _, s in found]
    weights = Weights(lemmas)
    return [
        Telling(e, own.rule, a, m, tuple(x), weights.vector(x))
        for (e, own, a, m, _), x in zip(found, lemmas, strict=True)
    ]


def _sure(event: Event, on_page: dict[str, list[Account]]) -> Iterator[_Found]:
    """The tellings of an event that are sure: the event, its account's own version, where they stand."""
    for mention in event.mentions:
        for account in on_page.get(mention.span.page, ()):
            sentence = account.words.sentence_at(mention.trigger.start)
            if sentence is None or account.words.kind_of(sentence) not in TELLING or by_machine(account):
                continue
            own = _own(account, mention)
            if own is None or own.type != event.type or own.confidence < _SURE:
                continue
            if sentence.end - sentence.start > _LONGEST or _named_or_announcing(account, mention, own):
                continue
            named = nominal(account.words.text(*_ends(mention)), own.rule)
            if named and min(own.confidence, event.confidence) < _SURE_OF_NOUNS:
                continue
            if own.rule in words("casualties") and _accident(account, sentence):
                continue
            if event.status is Status.HAPPENED and to_come(account, sentence, mention):
                continue
            if own.when != event.when or not _timely(event, account) or not _told(account, sentence, mention):
                continue
            date = when_told(account, mention, own)
            ahead = event.status is Status.HAPPENED and date is not None and _next(account, sentence, date)
            if date is not None and not ahead:
                yield event, own, account, mention, sentence
                break


def of_these_days(account: Account, span: Span, told: Sequence[DateMention]) -> bool:
    """Whether a sentence opens with a verb of the present and has its day by no number: «تلتقي تونس مالطا، الاثنين»
    means the next Monday, and not the last."""
    sentence = account.words.sentence_at(span.start)
    if sentence is None or any(c.isdigit() for d in told for c in account.article.words_of(d.span)):
        return False
    start = without_head(account, sentence).start
    first = next((t for t in sentence.tokens if t.end > start), None)
    if first is None or any(
        m.span.start < first.end and first.start < m.span.end for m in around(account, sentence).mentions
    ):
        return False
    return _is_present(account.words.text(first.start, first.end)) and first.text not in words("announcing")


def _next(account: Account, sentence: Sentence, date: DateMention) -> bool:
    """Whether a weekday is the next one, as its sentence opens with a verb of the present."""
    said = {fold_word(w).removeprefix("و") for w in account.article.words_of(date.span).split()}
    today = words("relative_days") | {w.removeprefix("ال") for w in words("relative_days")}
    span = account.words.span(sentence.start, sentence.end)
    return not said & today and of_these_days(account, span, (date,))


def _is_present(word: str) -> bool:
    """Whether a word at the head of a sentence may be a verb of the present. With «ت» before it some are of the past
    («تغلب»): of those the dictionary's form begins so too."""
    folded = fold_word(word)
    if len(folded) < _PRESENT or folded[0] not in "يت":
        return False
    return folded[0] == "ي" or folded.startswith(("تت", "تست")) or not lemma_of(word).startswith("ت")


def _named_or_announcing(account: Account, mention: EventMention, own: Event) -> bool:
    """Whether the trigger is part of a name («فتح», a movement), or only announces what was agreed or granted."""
    if any(m.span.overlaps(mention.trigger) for m in account.mentions):
        return True
    return own.type in _ANNOUNCED and bool(_stems(account.words.text(*_ends(mention))) & words("announcing"))


def _ends(mention: EventMention) -> tuple[int, int]:
    return mention.trigger.start, mention.trigger.end


def _own(account: Account, mention: EventMention) -> Event | None:
    """The account's own event of a mention: joined, an event may have got another's mention."""
    return next((e for e in account.events if any(m.trigger == mention.trigger for m in e.mentions)), None)


def _timely(event: Event, account: Account) -> bool:
    """Whether what is told as done lies behind the page, and what is planned ahead."""
    published = account.article.published
    today = published.when.start if published else None
    if event.status is Status.PLANNED:
        return today is not None and _days(event)[0] > today
    return event.status is Status.HAPPENED and (today is None or _days(event)[1] <= today + _DAY)


def asserted(account: Account, sentence: Sentence, mention: EventMention, *, past: bool = False) -> bool:
    """Whether nothing near a trigger makes what it tells a wish, a fear, a denial, a doubt or a charge; «قد» before a
    verb of the `past` only affirms."""
    before = [t for t in sentence.tokens if t.end <= mention.trigger.start]
    after = [t for t in sentence.tokens if t.start >= mention.trigger.end][:2]
    near = (*before[-_UNCERTAIN_WORDS:], *after)
    if any(w in words("wishing") for t in near for w in (t.text, t.text.removeprefix("و"))):
        return False
    if past and before and before[-1].text in words("affirming"):
        before = before[:-1]
    if before and (before[-1].text in words("subjoining") or before[-1].text in words("of_it")):
        return False
    joined = account.words.text(mention.trigger.start - 1, mention.trigger.start)  # «اتهم ... باغتيال»
    return joined != "ب" or not any(t.text.removeprefix("و") in words("charging") for t in before)


def _told(account: Account, sentence: Sentence, mention: EventMention) -> bool:
    """Whether the words tell it plainly: as done, with a word that means no other thing, and of no match."""
    if not asserted(account, sentence, mention):
        return False
    trigger = account.words.text(mention.trigger.start, mention.trigger.end)
    if (_stems(trigger) | {fold_word(trigger)}) & words("ambiguous"):
        return False
    if _stems(trigger) & words("blasts") and not any(_stems(t.text) & words("attackers") for t in sentence.tokens):
        return False
    if not _borne_out(sentence, mention, _stems(trigger)):
        return False
    return sum(t.text in words("playing") for t in sentence.tokens) < _PLAYING


def to_come(account: Account, sentence: Sentence, mention: EventMention) -> bool:
    """Whether the words before a trigger make it something to come: a verb of the future («ستعيد فرض عقوبات»), or an
    announcement of doing it («أعلنت النقابة تنفيذ إضراب»)."""
    up_to = [t for t in sentence.tokens if t.start <= mention.trigger.start]  # the «س» of the trigger's own word too
    if any(is_future(account.words.text(t.start, t.end)) for t in up_to[-_UNCERTAIN_WORDS - 1 :]):
        return True
    before = [t for t in up_to if t.end <= mention.trigger.start][-_UNCERTAIN_WORDS:]
    done = any(t.text in words("doing") for t in before[-2:])
    return done and any(t.text.removeprefix("و") in words("announcing") for t in before)


def _borne_out(sentence: Sentence, mention: EventMention, trigger: frozenset[str]) -> bool:
    """Whether the sentence has what a word of two meanings needs to be a deed: «هجوم على البنك» in a speech is none."""
    for rule in needing():
        if trigger & rule.words:
            besides = (t for t in sentence.tokens if t.end <= mention.trigger.start or t.start >= mention.trigger.end)
            return any(_stems(t.text) & rule.needs for t in besides)
    return True


def _accident(account: Account, sentence: Sentence) -> bool:
    """Whether a toll may be that of an accident: then nobody attacked."""
    title = next((s for s in account.words.sentences if account.words.kind_of(s) is BlockKind.TITLE), sentence)
    told = (*sentence.tokens, *title.tokens)
    return any(_stems(t.text) & words("accidents") for t in told)


def _stems(word: str) -> frozenset[str]:
    return frozenset(cut.stem for cut in split_clitics(fold_word(word)))


def _placed(telling: Telling) -> bool:
    """Whether the words say that it was at its place: «في» or its like brings the name in, soon after the trigger."""
    event, account, trigger = telling.event, telling.account, telling.mention.trigger
    if event.place is None:
        return True
    named = [m.span for m in account.mentions if m.actor == event.place and telling.mention.span.holds(m.span)]
    spoken = (scale(event.type, event.mode)[0] or "").startswith("verbal") and event.type != "CONSULT"
    reach = _SPEAKER_PLACE if spoken else _NEAR_PLACE  # «دعا إلى إنقاذ الصيادين في مالطا»: where they are, not he
    return any(_located(account, trigger.end, span.start, reach) for span in named if span.start > trigger.end)


def _located(account: Account, start: int, end: int, reach: int) -> bool:
    """Whether the words between a trigger and a name are few, begin nothing new, and end in «في» or its like."""
    between = [fold_word(w) for w in account.words.text(start, end).split()]
    if not between or len(between) > reach or between[-1] not in words("locating"):
        return False
    return not any(w in words(s) for s in ("breaks", "relatives", "announcing") for w in between)


# ------------------------------------------------------------------ what is one happening


def _groups(tellings: Sequence[Telling], sides: Mapping[str, str]) -> list[list[Telling]]:
    """Tellings of one happening, the surest first: one event's, one attack's, or of one type and time in like words."""
    groups: list[list[Telling]] = []
    of_time: dict[tuple[str, dt.date, dt.date], list[list[Telling]]] = {}
    for telling in tellings:
        likely = of_time.setdefault((telling.event.type, *_days(telling.event)), [])
        group = next((g for g in likely if _same(g[0], telling) or _one_deed(g, telling, sides)), None)
        if group is None:
            group = []
            groups.append(group)
            likely.append(group)
        group.append(telling)
    return groups


def _same(a: Telling, b: Telling) -> bool:
    """Whether two tellings of one type and time are of one happening."""
    if a.event.id == b.event.id:
        return True
    if a.event.status is not b.event.status:
        return False
    if a.mention.span.overlaps(b.mention.span):
        return True
    return cosine(a.vector, b.vector) >= (_ALIKE_BY_RULE if a.rule == b.rule else _ALIKE)


def _one_deed(group: Sequence[Telling], telling: Telling, sides: Mapping[str, str]) -> bool:
    """Whether a telling is of an attack of which others tell: by one side, on one day, and none of them on another
    side, in words not wholly unlike."""
    if telling.event.type not in _DEEDS:
        return False
    doers, others = _sides(telling.event.actor, sides), _sides(telling.event.recipient, sides)
    for one in group:
        if one.event.status is not telling.event.status or not doers & _sides(one.event.actor, sides):
            continue
        struck = _sides(one.event.recipient, sides)
        if (not others or not struck or others & struck) and cosine(one.vector, telling.vector) >= _ALIKE_BY_SIDE:
            return True
    return False


def _sides(actors: Sequence[str], sides: Mapping[str, str]) -> frozenset[str]:
    return frozenset(sides.get(a, a) for a in actors)
