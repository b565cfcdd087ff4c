"""Whether who is taken for the speaker of words is the subject of the verb that brings them in.

A name that stands near a verb of saying is not its subject for that: «غادر الوزير المدينة وسط جدل حول شريط اتهم فيه
الشركة» charges nobody in the city's name, and in «نفى ذلك في تصريحات لصحيفة المرفأ» the newspaper denies nothing. A
dispute that names a party wrongly is worse than one that names its page. So words are somebody's only where

* he stands right behind the verb, with nothing but his office between («قال وزير الداخلية علي»), no preposition that
  makes him something else, and nobody of another side before him («اتهمت النقابة البلدية»);
* he stands right before it («الوزارة نفت», «المدير، الذي قال», a headline's «المدير: ...»), and a verb of the feminine
  follows no man;
* or he spoke last in the same sentence, so borne out, and this verb goes on («مضيفا أن», «وأكد أن»);
* where nobody is named, the verb opens its sentence, brings in its words at once, and he spoke just before.

Words without a verb of saying are whose they are said to be.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import islice

from riwaya.account import Account
from riwaya.compare.kept import mentions_from, once
from riwaya.model import Mention, Span, Statement
from riwaya.rules import load
from riwaya.text import Sentence, fold_word

_WORD = re.compile(r"\w+")
_STOP = re.compile(r"[،؛.؟!\n]")
_OFFICE = 6  # words of an office at most between a verb and its bearer's name
_BODY = 2  # words at most between a verb and a body: «بيان», «المتحدث باسم»
_BEFORE = 4  # words at most between a speaker and the verb behind him, one of which may be any
_BEHIND = 3  # code points behind a verb among which the name that follows at once begins
_AT_HEAD = 2  # words of a sentence among which a verb opens it
_LINKS = 5  # verbs that go on one after the other, in a sentence: some pages have hundreds
_GOES_ON = 2  # sentences after his last words in which who speaks may be left unnamed
_PLURAL = 4  # letters at least of «قالوا», «يرون»
_RELAYS = "relay."  # rules of statements that somebody passes on
_ALI = "علي"
_EACH_OF = ("كل", "من")
_ABOUT, _IN = "عن", fold_word("في")


def is_subject(account: Account, statement: Statement, sides: Mapping[str, str], links: int = _LINKS) -> bool:
    """Whether the actor of a statement is shown to be who says it; `sides` maps an actor id to its side. It may go on
    with others of its sentence, so many one after the other."""
    kept = once(account, "subjects", _Shown)
    if kept.sides is not sides:
        kept.sides, kept.shown = sides, {}
    if (statement, links) not in kept.shown:
        kept.shown[statement, links] = _is_subject(account, statement, sides, links)
    return kept.shown[statement, links]


class _Shown:
    """What was found of an account's statements, for some sides."""

    def __init__(self, _: Account) -> None:
        self.sides: Mapping[str, str] = {}
        self.shown: dict[tuple[Statement, int], bool] = {}


def _is_subject(account: Account, statement: Statement, sides: Mapping[str, str], links: int) -> bool:
    speaker, cue = statement.speaker, statement.cue
    if speaker is None or speaker.actor is None or cue is None:
        return speaker is not None and speaker.actor is not None
    if not any(c.isalpha() for c in account.words.text(cue.start, cue.end)):
        return True  # a colon, a dash
    if speaker.span is None:
        return _goes_on_unnamed(account, statement, sides, links)
    if speaker.span.start >= cue.end:
        return _behind(account, statement, speaker.span, cue, sides)
    own = next((m for m in mentions_from(account, cue.end, cue.end + _BEHIND) if m.actor), None)
    if own is not None and _at_once(account, cue, own):  # «تتهم المملكة جارتها»: hers, by whatever name she had before
        if sides.get(own.actor or "", own.actor) == sides.get(speaker.actor, speaker.actor):
            return True
        lead = [w for w in _words_in(account, speaker.span.end, cue.start) if w not in _listed("between")]
        return not lead and _before(account, statement, speaker.span, cue)  # «المدينة اتهمت الشركة»
    return (
        _before(account, statement, speaker.span, cue)
        or _goes_on(account, statement, sides, links)
        or _carries_on(account, statement, speaker.span, sides)
    )


def told_by_things(account: Account, statement: Statement) -> bool:
    """Whether what «says» it is no one but what is known: «المعطيات الأولية تشير إلى»."""
    speaker = statement.speaker
    if speaker is None or speaker.actor is not None or speaker.span is None:
        return False
    words = _words_in(account, speaker.span.start, speaker.span.end)
    return bool(words) and words[0] in _listed("things_known")


def led_away(lead: Sequence[str]) -> bool:
    """Whether folded words between a verb and a name make the name something else than its subject («في تصريحات
    لصحيفة»); «السلطات في» leads to whose authorities they are."""
    if len(lead) > 1 and lead[-1] == _IN and lead[-2] in _listed("authorities"):
        lead = lead[:-2]
    if tuple(lead[-2:]) == _EACH_OF:
        lead = lead[:-2]
    return any(w in _listed("leading_away") or w in _listed("no_office") for w in lead)


# ------------------------------------------------------------------ named


def _behind(account: Account, statement: Statement, named: Span, cue: Span, sides: Mapping[str, str]) -> bool:
    """Whether a name behind a verb is its subject."""
    actor = (statement.speaker and statement.speaker.actor) or ""
    lead = _words_in(account, cue.end, named.start)
    if statement.rule.startswith(_RELAYS) and _ABOUT in lead:  # «نقلت الوكالة عن الوزير»
        return len(lead) - lead.index(_ABOUT) - 1 <= _OFFICE
    first = [m for m in mentions_from(account, cue.end, named.start) if m.actor]
    if any(_at_once(account, cue, m) and sides.get(m.actor or "", m.actor) != sides.get(actor, actor) for m in first):
        return False
    if actor.startswith("person:"):  # «مندوب البلاد في المنظمة، علي»
        led = bool(lead) and (lead[0] in _listed("leading_away") or bool(set(lead) & _listed("no_office")))
        return len(lead) <= _OFFICE and not led
    return len(lead) <= _BODY and not led_away(lead) and not _STOP.search(account.words.text(cue.end, named.start))


def _at_once(account: Account, cue: Span, mention: Mention) -> bool:
    """Whether a name stands right behind a verb."""
    return not _words_in(account, cue.end, mention.span.start)


def _before(account: Account, statement: Statement, named: Span, cue: Span) -> bool:
    """Whether a name before a verb is its subject."""
    lead = _words_in(account, named.end, cue.start, _BEFORE + 1)
    if len(lead) > _BEFORE or re.search(r"[؛.؟!\n]", account.words.text(named.end, cue.start)):
        return False
    others = [w for w in lead if w not in _listed("between")]
    if len(others) > 1 or any(w in _listed("leading_away") for w in others) or _led_away(account, named):
        return False
    actor = (statement.speaker and statement.speaker.actor) or ""
    word = fold_word(account.words.text(cue.start, cue.end))
    return not (actor.startswith("person:") and len(lead) > 0 and _feminine(word))


def _led_away(account: Account, named: Span) -> bool:
    """Whether a preposition stands right before a name, which then is no subject of what follows."""
    before = _WORD.findall(account.words.text(max(0, named.start - 40), named.start))
    text = account.article.text
    clitic = named.start > 0 and text[named.start - 1] in "لبو"
    if clitic and before and fold_word(before[-1 if len(before[-1]) > 1 else -2 :][0]) in _listed("papers"):
        return False  # «تقرير للمنظمة يكشف»: her words
    return clitic or (bool(before) and fold_word(before[-1]) in _listed("leading_away"))


def _feminine(verb: str) -> bool:
    return verb.removeprefix("و").startswith("ت") or verb.endswith("ت")


# ------------------------------------------------------------------ going on


def _goes_on(account: Account, statement: Statement, sides: Mapping[str, str], links: int) -> bool:
    """Whether a verb goes on with what the same speaker, named in the same sentence, was just said to say."""
    cue, sentence = statement.cue, account.words.sentence_at(statement.span.start)
    if not links or cue is None or sentence is None or not _brings_in(account, statement, sentence):
        return False
    last = _last_before(account, cue, sentence.start)
    return last is not None and _same(last, statement, sides) and is_subject(account, last, sides, links - 1)


def _carries_on(account: Account, statement: Statement, named: Span, sides: Mapping[str, str]) -> bool:
    """Whether the subject that a sentence opens with («رفضت البلدية العرض») is that of a verb further on («وتنفي»,
    «متهمة», «يقول إنه») which has none of its own and agrees with it, with nobody else between who might be."""
    cue, sentence = statement.cue, account.words.sentence_at(statement.span.start)
    actor = (statement.speaker and statement.speaker.actor) or ""
    if cue is None or sentence is None or not sentence.start <= named.start < cue.start:
        return False
    lead = [t.text for t in sentence.tokens if t.start < named.start]
    head = [w for w in lead if w not in _listed("opening_words")]
    if len(head) > (_OFFICE if actor.startswith("person:") else 1) or any(w in _listed("leading_away") for w in head):
        return False
    if not _brings_in(account, statement, sentence) or not _agrees(account, named, actor, cue):
        return False
    verb = fold_word(account.words.text(cue.start, cue.end))
    if verb.startswith("م") and verb.endswith(("ه", "ا")):
        return True  # «حملت النقابة الشركة المسؤولية، متهمة إياها»: a participle is the subject's
    between = (m for m in mentions_from(account, named.end, cue.start) if m.actor)
    return all(
        sides.get(m.actor or "", m.actor) == sides.get(actor, actor) or _led_away(account, m.span) for m in between
    )


def _agrees(account: Account, named: Span, actor: str, cue: Span) -> bool:
    """Whether the gender of a verb is that of a name, as far as that is known."""
    head = fold_word(account.words.text(named.start, named.end).split()[0])
    verb = fold_word(account.words.text(cue.start, cue.end))
    feminine = _feminine(verb) or (verb.startswith("م") and verb.endswith("ه"))
    if actor.startswith("person:"):
        before = _WORD.findall(account.words.text(max(0, named.start - 40), named.start))[-_BODY:]
        return feminine is any(fold_word(w).endswith("ه") and w.startswith("ال") for w in before)
    return actor.startswith("country:") or feminine is head.endswith("ه")


def _goes_on_unnamed(account: Account, statement: Statement, sides: Mapping[str, str], links: int) -> bool:
    cue, sentence = statement.cue, account.words.sentence_at(statement.span.start)
    if cue is None or sentence is None:
        return False
    if _last_before(account, cue, sentence.start) is not None:
        return _goes_on(account, statement, sides, links)
    head = [t for t in sentence.tokens if t.start < cue.start]
    last = _last_before(account, cue, 0)
    if len(head) > _AT_HEAD or last is None or last.cue is None or not _same(last, statement, sides):
        return False
    since = sum(last.cue.start < s.start <= cue.start for s in account.words.sentences)
    return since <= _GOES_ON and _brings_in(account, statement, sentence)


def _last_before(account: Account, cue: Span, start: int) -> Statement | None:
    """Whose words are the last before a verb, from `start` on."""
    starts, by_start = once(account, "subjects.cues", _by_cue)
    last = bisect_left(starts, cue.start) - 1
    return by_start[starts[last]] if last >= 0 and starts[last] >= start else None


def _by_cue(account: Account) -> tuple[list[int], dict[int, Statement]]:
    """Where verbs stand whose words somebody says, in order, each with the first statement of it."""
    found: dict[int, Statement] = {}
    for statement in account.statements:
        if statement.cue is not None and statement.speaker:
            found.setdefault(statement.cue.start, statement)
    return sorted(found), found


def _same(a: Statement, b: Statement, sides: Mapping[str, str]) -> bool:
    mine, theirs = ((s.speaker and s.speaker.actor) or "" for s in (a, b))
    return sides.get(mine, mine) == sides.get(theirs, theirs)


def _brings_in(account: Account, statement: Statement, sentence: Sentence) -> bool:
    """Whether a verb has no subject of its own behind it: its words, «that» or a preposition follow at once; and it is
    no verb of many, unless it hangs on nobody's."""
    cue = statement.cue
    if cue is None or cue.end > statement.span.start:
        return cue is not None
    word = fold_word(account.words.text(cue.start, cue.end))
    plural = word.endswith(("ون", "وا")) and len(word) >= _PLURAL
    lead = _words_in(account, cue.end, statement.span.start)
    return not plural and (len(lead) == 0 or lead[0] in _listed("bringing_in") or lead[0].startswith("ل"))


# ------------------------------------------------------------------ words


def _words_in(account: Account, start: int, end: int, most: int | None = None) -> list[str]:
    found = (m.group() for m in islice(_WORD.finditer(account.article.text, start, max(start, end)), most))
    return ["" if w == _ALI else fold_word(w) for w in found]  # folded, the man is the preposition


@cache
def _listed(section: str) -> frozenset[str]:
    return frozenset(fold_word(w) for w in load("ar/contrasts").texts(section))
