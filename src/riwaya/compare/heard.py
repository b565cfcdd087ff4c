"""Whether a statement may stand for its speaker in a dispute: a second look at its own words.

A dispute names who holds what, and who is named wrongly will not forgive it. Some statements only look like one:

* the accused of a passive («اتُهمت الشركة بإتلاف السجل», «يُتهم فيها المصنع بالتلويث») are no accusers;
* «without being able to confirm or deny» denies nothing;
* what stands after «إلى أن», «قبل أن» and their like is told by the page, not said by anybody;
* «كذبت بشأن» says that somebody lied, and is no denial of his;
* who says what he will do «if» tells nothing that another could deny;
* «found no evidence that points to» says nothing of what it would point to.

`plainly_said` leaves these out. A newspaper, an agency or an observatory tells what parties say: `takes_sides` is
false of it. What one tells of another's words («وأوضح الوزير أن النقابة نددت ...») is neither's plain word, and who a
pronoun means is sure only where he spoke just before: `holds_himself` asks for both.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from riwaya.account import Account
from riwaya.compare.kept import once
from riwaya.model import Polarity, Span, Statement
from riwaya.rules import Entry, load, rules_in
from riwaya.text import Token, bears_passive, fold_word, split_clitics

_WORD = re.compile(r"\w+")
_OPENING = 6  # words that open a sentence
_WITH = frozenset({"مع", "الي", "عبر"})  # before the press these tell where somebody spoke
_NEAR = 6  # words before a denial in which it may be taken back
_GOES_ON = 2  # sentences after his last words in which who speaks may be left unnamed


def plainly_said(account: Account, statement: Statement) -> bool:
    """Whether the words make it plain that the speaker of `statement` said it, and meant it."""
    plain: dict[Statement, bool] = once(account, "heard.plain", lambda _: {})
    if statement not in plain:
        plain[statement] = _plainly_said(account, statement)
    return plain[statement]


def _plainly_said(account: Account, statement: Statement) -> bool:
    if statement.cue is None:
        return True
    if _conditional(account, statement):
        return False
    if statement.polarity is Polarity.ACCUSES and _accused(account, statement):
        return False
    if statement.polarity is Polarity.DENIES and (_taken_back(account, statement) or _lied(account, statement)):
        return False
    return not _told_by_the_page(account, statement) and not _unsaid(account, statement)


def takes_sides(actor: str) -> bool:
    """Whether an actor may be a party to a dispute: the press and who watches report it."""
    return actor not in _press()


def holds_himself(account: Account, span: Span, holder: str, sides: Mapping[str, str]) -> bool:
    """Whether `holder` himself tells what stands at `span`: nobody of another side reports his words, and where he is
    not named he spoke just before. True of words that are no statement of his."""
    own = [s for s in account.statements if s.span.overlaps(span) and s.speaker and s.speaker.actor == holder]
    if not own:
        return True
    said = min(own, key=lambda s: s.span.end - s.span.start)
    pronoun = said.speaker is not None and said.speaker.span is None
    return not _reported(account, said, sides) and (
        _goes_on(account, said) if pronoun else is_named(account, said, sides)
    )


def is_named(account: Account, statement: Statement, sides: Mapping[str, str]) -> bool:
    """Whether words stand for who speaks, and name nobody of another side only («المسؤولون»، beside «الوزارة» whom they
    accuse, are not hers)."""
    speaker = statement.speaker
    if speaker is None or speaker.span is None or speaker.actor is None:
        return speaker is None
    mine = sides.get(speaker.actor, speaker.actor)
    subject = _subject_behind(account, statement)
    if subject is not None and sides.get(subject, subject) != mine:
        return False
    named = {m.actor for m in account.mentions if m.actor and m.span.overlaps(speaker.span)}
    return not named or any(sides.get(a, a) == mine for a in named)


def _subject_behind(account: Account, statement: Statement) -> str | None:
    """Who is named right behind a cue with another name right behind his: «اتهمت النقابة البلدية بـ»."""
    names = {m.span.start: m for m in account.mentions if m.actor}
    first = names.get(statement.cue.end + 1) if statement.cue else None
    return first.actor if first is not None and first.span.end + 1 in names else None


def _reported(account: Account, statement: Statement, sides: Mapping[str, str]) -> bool:
    """Whether the cue of a statement stands in what a party of another side says."""
    cue, mine = statement.cue, statement.speaker.actor if statement.speaker else None
    for other in account.statements if cue else ():
        theirs = other.speaker.actor if other.speaker else None
        if other is statement or theirs is None or not takes_sides(theirs) or cue is None or not other.span.holds(cue):
            continue
        if sides.get(theirs, theirs) != sides.get(mine or "", mine):
            return True
    return False


def _goes_on(account: Account, statement: Statement) -> bool:
    """Whether the last words before a statement, a sentence or two back, are of the same speaker."""
    cue = statement.cue or statement.span
    before = [s for s in account.statements if s.cue is not None and s.cue.start < cue.start and s.speaker is not None]
    last = max(before, key=lambda s: (s.cue or s.span).start, default=None)
    if last is None or last.speaker is None or statement.speaker is None:
        return False
    since = sum((last.cue or last.span).start < s.start <= cue.start for s in account.words.sentences)
    return last.speaker.actor == statement.speaker.actor and since <= _GOES_ON


def called_press(account: Account, statement: Statement) -> bool:
    """Whether the speaker is called by a word for the press («وسائل إعلام مالطية»), whose country is no party, or the
    sentence opens with the press («هرعت الصحف ... وأشارت»), so that it speaks there whoever else is named."""
    span = statement.speaker.span if statement.speaker else None
    said = _WORD.findall(account.words.text(span.start, span.end)) if span else []
    sentence = account.words.sentence_at(statement.span.start)
    head = [t.text for t in sentence.tokens[:_OPENING]] if sentence else []
    opening = (w for n, w in enumerate(head) if n == 0 or head[n - 1] not in _WITH)
    return any(w.removeprefix("ال") in _words("press") for w in (*map(fold_word, said), *opening))


def _conditional(account: Account, statement: Statement) -> bool:
    """Whether a statement makes what it says depend on something else."""
    said = _WORD.findall(account.words.text(statement.span.start, statement.span.end))
    return any(fold_word(w).removeprefix("و").removeprefix("ف") in _words("conditions") for w in said)


def _accused(account: Account, statement: Statement) -> bool:
    """Whether the cue is a passive, whose subject is charged and charges nobody: it bears a damma, or nobody and
    nothing but an adverb stands between its subject and the charge."""
    cue, speaker = statement.cue, statement.speaker
    accusing = _words("accusing")
    if cue is None or not any(c.stem in accusing for c in split_clitics(_stem(_cue(account, cue)))):
        return False
    if bears_passive(_cue(account, cue)):
        return True
    if speaker is not None and speaker.span is not None and speaker.span.end <= cue.start:
        lead = _WORD.findall(account.words.text(speaker.span.end, cue.start))
        attached = account.words.text(cue.end, cue.end + 1).isalpha() or _stem(_cue(account, cue)) not in accusing
        if lead and fold_word(lead[-1]) in _words("turning") and attached:
            return True  # «إيران، التي تتهمها دول بالتدخل»
    if speaker is None or speaker.span is None or not cue.end <= speaker.span.start < statement.span.start:
        return False
    between = _WORD.findall(account.words.text(speaker.span.end, statement.span.start))
    return all(fold_word(w) in _words("adverbs") or len(w) == 1 for w in between)


def is_charge(token: Token) -> bool:
    """Whether a word charges somebody, as a verb or a noun («اتهام»)."""
    stems = {_stem(token.text), *(c.stem for c in split_clitics(token.text))}
    return not stems.isdisjoint(_words("accusing") | _words("charges"))


def _cue(account: Account, cue: Span) -> str:
    return account.words.text(cue.start, cue.end)


def _taken_back(account: Account, statement: Statement) -> bool:
    """Whether a denial is one half of «تأكيد أو نفي», or stands after «without», «could not»."""
    cue = statement.cue
    sentence = account.words.sentence_at(statement.span.start)
    if cue is None or sentence is None:
        return False
    return taken_back([t.text for t in sentence.tokens if t.end <= cue.start])


def _lied(account: Account, statement: Statement) -> bool:
    """Whether «كذبت» says of its subject that it lied: what follows a verb of lying is only what about («كذبت الشركة
    بشأن حساباتها»)."""
    cue = statement.cue
    if cue is None or _stem(_cue(account, cue)) not in _said_of("lying"):
        return False
    speaker = statement.speaker.span if statement.speaker else None
    start = max(cue.end, speaker.end if speaker is not None else 0)
    behind = _WORD.findall(account.words.text(start, max(start, statement.span.end)))
    return not behind or fold_word(behind[0]) in _said_of("lying_about")


def taken_back(before: Sequence[str]) -> bool:
    """Whether the words before one of denying take it back: «دون أن يؤكد أو ينفي»."""
    near = before[-_NEAR:]
    return bool(near) and (near[-1] == "او" or bool(_words("unable") & set(near)))


def _unsaid(account: Account, statement: Statement) -> bool:
    """Whether a word that says no stands shortly before the cue, in its clause («لم تعثر على أدلة تشير إلى»)."""
    cue = statement.cue
    sentence = account.words.sentence_at(statement.span.start)
    if cue is None or sentence is None or statement.polarity is Polarity.DENIES:
        return False
    before = [t for t in sentence.tokens if t.end <= cue.start][-_NEAR:]
    while before and not any(w in _words("unsaid") for w in (before[0].text, before[0].text.removeprefix("و"))):
        before.pop(0)
    return bool(before) and "،" not in account.words.text(before[0].start, cue.start)


def _told_by_the_page(account: Account, statement: Statement) -> bool:
    """Whether «أن» before the words belongs to a word of time set off by a comma («…، إلى أن أبرمت»)."""
    cue = statement.cue
    if cue is None or cue.end >= statement.span.start:
        return False
    lead = account.words.text(cue.end, statement.span.start)
    if "،" not in lead:
        return False
    last = [fold_word(w) for w in _WORD.findall(lead.rpartition("،")[2])]
    return len(last) > 1 and last[-1] == "ان" and last[-2].removeprefix("و") in _words("until")


def _stem(word: str) -> str:
    return fold_word(word).removeprefix("و").removeprefix("ف")


@cache
def _said_of(section: str) -> frozenset[str]:
    return frozenset(fold_word(w) for w in load("ar/disputes").texts(section))


@cache
def _press() -> frozenset[str]:
    group = load("ar/organisations")["media"]
    media = (f"org:{r.text('id')}" for r in rules_in(group, "rows")) if isinstance(group, Entry) else ()
    return frozenset((*media, *load("ar/contrasts").texts("watchers")))


@cache
def _words(section: str) -> frozenset[str]:
    return frozenset(fold_word(w) for w in load("ar/contrasts").texts(section))
