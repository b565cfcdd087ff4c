"""Who did it and to whom: the named neighbours of a trigger, read by Arabic word order.

A named phrase is *bare* (subject, object or genitive) or *brought in* by a preposition. A verb takes
its subject after it, or before it where the clause opens with a name (headlines); a second bare
phrase is its object. A verbal noun takes genitives: its doer, its sufferer, or both in this order (`nouns`).
Only names that the text links are given; a role that no name fills stays empty.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from riwaya.events.line import Line
from riwaya.events.nouns import noun_roles, received
from riwaya.events.parts import (
    Roles,
    brought_in,
    doers_of,
    ids_of,
    loose,
    members,
    nominative,
    reach,
    unnamed_doers,
)
from riwaya.events.phrases import Around, Phrase, attached
from riwaya.events.rules import book
from riwaya.events.triggers import Trigger
from riwaya.model import MentionType

_FAR = 14  # words after a verb in which its subject and object stand
_OBLIQUE = "يين"  # «الحوثيين»: no subject
_TITLED = 4  # words of a title between a verb and its object's name
_RESUMED = 8  # words of a relative clause in which its head is taken up
_HELPERS = 3  # words between a relative pronoun and its verb
_SHORT = 3  # letters of a word that may end in ا of its own («هذا»)
_NEAR = 5  # words after a verb in which its object stands
_HELPED = 6  # words between «كان» and its verb
_LEADING = 3  # words of a noun phrase with which a clause opens


def roles_of(trigger: Trigger, around: Around, speaker: str | None = None) -> Roles:
    """The parts that names play in what `trigger` tells. `speaker` is known where it opens a statement."""
    if trigger.kind == "verb" and trigger.tense != "participle":
        return _verb_roles(trigger, around, speaker)
    if speaker is None and _is_state(trigger):
        return _state_roles(trigger, around)
    roles = noun_roles(trigger, around)
    if speaker is None:
        return received(trigger, around, roles) or roles
    return Roles((speaker,), tuple(r for r in roles.recipient or roles.actor if r != speaker))


def _is_state(trigger: Trigger) -> bool:
    """Whether a participle tells what the subject of its clause does beside: «قال فلان ...، متهما الحكومة»."""
    line, i = trigger.line, trigger.first
    word = line.words[i]
    if trigger.kind != "verb" or trigger.article or trigger.rule.frame == "patient" or i == 0:
        return False
    return word.endswith(("ا", "ين")) or (word.endswith("ه") and line.is_closed(i) and "،" in line.gaps[i])


def _state_roles(trigger: Trigger, around: Around) -> Roles:
    """The subject of the clause acts; whoever follows, bare or brought in, suffers."""
    line, rule = trigger.line, trigger.rule
    end, aside = reach(trigger, _FAR, around.verbs)
    bare = [p for p in around.phrases if trigger.last <= p.first < end and p.first not in aside and p.bare(trigger)]
    ahead = [p for p in around.phrases if p.last <= trigger.first and not p.intro]
    brought = brought_in(trigger, around.phrases, rule.to, None)
    actor = ids_of(line, ahead[0] if ahead else None)
    other = ids_of(line, bare[0] if bare else brought)
    return Roles(actor, tuple(a for a in other if a not in actor), dropped=not actor)


def _verb_roles(trigger: Trigger, around: Around, speaker: str | None) -> Roles:
    line, rule = trigger.line, trigger.rule
    end, aside = reach(trigger, _FAR, around.verbs)
    after = [p for p in around.phrases if trigger.last <= p.first < end and p.first not in aside]
    bare = [p for p in after if p.bare(trigger)]
    subject, rest = _subject(trigger, around.phrases, bare)
    if speaker is not None:
        subject = next((p for p in around.phrases if speaker in ids_of(line, p)), None)
        rest = [p for p in bare if p is not subject]
    direct = rest[0] if rest else None
    brought = brought_in(trigger, around.phrases, rule.to, subject)
    oblique = line.words[trigger.first].removeprefix("و") in book().oblique
    if direct is not None and brought is not None and (oblique or brought.last < direct.first):
        direct = None  # «طلبت كذا من كذا تسليم فلان»: behind whom it is asked of stands what is asked; «أشاد بفلان»
    by = ids_of(line, brought_in(trigger, around.phrases, doers_of(rule), None))
    doers = unnamed_doers(trigger, around.phrases) if speaker is None and rule.frame in ("agent", "speaker") else None
    if doers is not None and (subject is None or subject.first > doers.last):
        others = [p for p in around.phrases if p.first >= doers.last]
        hit = next((p for p in bare if p.first >= doers.last), None) or members(trigger, others) or brought
        return Roles(ids_of(line, doers), tuple(a for a in ids_of(line, hit) if a not in ids_of(line, doers)))
    front = subject if subject is not None and subject.last <= trigger.first else None
    told = trigger.passive or (rule.passive and speaker is None and _passive(trigger, bare, front))
    if rule.frame == "patient" or told:
        hit = subject if subject is not None else direct
        hit = hit if hit is not None else members(trigger, around.phrases)
        if rule.to and brought is not None and subject is None:
            hit = brought
        return Roles(tuple(a for a in by if a not in ids_of(line, hit)), ids_of(line, hit))
    actor = (speaker,) if speaker is not None else ids_of(line, subject) or by
    object_ = ids_of(line, direct) or ids_of(line, members(trigger, around.phrases)) if rule.frame == "agent" else ()
    object_ = object_ or ids_of(line, direct) or ids_of(line, brought)
    object_ = object_ or ids_of(line, loose(trigger, around.phrases, subject))
    if rule.frame == "both" and not object_:
        object_ = ids_of(line, brought_in(trigger, around.phrases, frozenset(("مع",)), subject))
    return Roles(actor, tuple(a for a in object_ if a not in actor), dropped=not actor and _drops(trigger))


def _subject(
    trigger: Trigger, phrases: Sequence[Phrase], bare: Sequence[Phrase]
) -> tuple[Phrase | None, Sequence[Phrase]]:
    """The subject of a verb, and the bare phrases left for its object."""
    owner = _relative(trigger.line, trigger.first, phrases)
    if owner is not None:
        near = bare[0] if bare and bare[0].first - trigger.last <= 3 else None
        if trigger.pronoun and near is None and not _takes_up(trigger):
            return owner, bare
        if trigger.pronoun:  # «الذي اتهمته موسكو»: the relative's owner is the object
            return near, [owner]
        far = near is None or near.first - trigger.last > 1
        return (owner, bare) if far or not (len(bare) > 1 or _resumes(trigger)) else (near, bare[1:])
    if _unnamed_head(trigger):
        return None, bare
    front = _front(trigger, phrases)
    doubled = len(bare) > 1 and bare[0].first == trigger.last
    if front is not None and (not doubled or _close(trigger, front)):
        return front, bare
    if (
        bare
        and not _led_by_noun(trigger, phrases)
        and not _is_object(trigger, bare)
        and _is_subject(trigger, bare[0], len(bare))
    ):
        return bare[0], bare[1:]
    return None, bare


def _close(trigger: Trigger, front: Phrase) -> bool:
    """Whether a name stands right before a verb, as its subject."""
    adjacent = front.last == trigger.first and trigger.line.gaps[trigger.first] == " "
    return adjacent or _helped(trigger.line, front)


def has_subject(trigger: Trigger, phrases: Sequence[Phrase]) -> bool:
    """Whether a verb's subject is surely told: a name right before it, a noun that is none («أن النقابة دعت»), or a
    plural right after it that only a subject can be («ويطالب محتجون»)."""
    line, i = trigger.line, trigger.last
    if i < len(line.tokens) and line.at[i] is None and nominative(line.words[i]):
        return True
    front = _front(trigger, phrases)
    return _led_by_noun(trigger, phrases) if front is None else _close(trigger, front)


def _unnamed_head(trigger: Trigger) -> bool:
    """Whether an unnamed head of a verb's relative clause is its subject: «العملية التي استهدفت فلانا»."""
    line, i = trigger.line, trigger.first
    at = _relative_at(line, i)
    if at is None or trigger.pronoun or _resumes(trigger):
        return False
    return line.words[i].endswith(("وا", "ون", "تا", "ان")) or _agrees(line, at, i)


def _helped(line: Line, front: Phrase) -> bool:
    """Whether a name is the subject of the helping verb before it: «وكانت جمعية كذا، ...، اتهمت»."""
    return any(
        line.words[i].removeprefix("و") in book().auxiliaries for i in range(max(0, front.first - 2), front.first)
    )


def _takes_up(trigger: Trigger) -> bool:
    """Whether the pronoun of a relative clause's verb may be its head: «الذي انتقدته», not «التي انتقدته»."""
    at = _relative_at(trigger.line, trigger.first)
    return at is None or (trigger.line.words[at].endswith("التي") == (trigger.pronoun == "ها"))


def _resumes(trigger: Trigger) -> bool:
    """Whether a relative clause takes up its head in a word of its own («التي تسيطر عليها قوات كذا»): else the head is
    its subject."""
    line = trigger.line
    near = range(trigger.last, min(len(line.tokens), trigger.last + _RESUMED))
    return any(line.at[i] is None and not line.stems[i].isdisjoint(book().resuming) for i in near)


def lone_object(trigger: Trigger, around: Around) -> bool:
    """Whether a finite verb names but whom it hits, so that nobody named does it: «ويتهم فلان بكذا»."""
    if trigger.kind != "verb" or trigger.tense == "participle" or not trigger.rule.object:
        return False
    end, aside = reach(trigger, _FAR, around.verbs)
    after = [p for p in around.phrases if trigger.last <= p.first < end and p.first not in aside]
    bare = [p for p in after if p.bare(trigger)]
    return bool(bare) and _is_object(trigger, bare)


def _is_object(trigger: Trigger, bare: Sequence[Phrase]) -> bool:
    """Whether the first bare phrase shows by its case, or as the only one before what the verb asks for («ويتهم فلان
    بكذا», «وزودت كوبا بالقمح»), that it is the object; the verb is passive then, or goes on with its subject."""
    line, first = trigger.line, bare[0]
    if trigger.pronoun:
        return False
    if first.first == trigger.last and line.words[first.first].endswith(_OBLIQUE):
        return True
    if first.last >= len(line.tokens) or (len(bare) > 1 and bare[1].first - first.last < 2):
        return False
    return first.first - trigger.last <= _TITLED and begins_with(line, first.last, trigger.rule.object)


def begins_with(line: Line, i: int, particles: frozenset[str]) -> bool:
    """Whether token `i` is one of some particles, or has it attached."""
    if not particles or i >= len(line.tokens):
        return False
    return not particles.isdisjoint(line.stems[i]) or attached(line.words[i]) in particles


def _led_by_noun(trigger: Trigger, phrases: Sequence[Phrase]) -> bool:
    """«القضاء يرفض ...», «الشرطة الفدرالية تعتقل ...»: a clause that opens with a noun in ال, which is no name, and
    goes on with its verb has its subject there; whoever is named after the verb is none."""
    line, i = trigger.line, trigger.first
    if i == 0 or (trigger.start > line.tokens[i].start and line.words[i][0] in "وف"):
        return False
    if _led_by_helper(line, i, phrases) or _led_by_that(line, i):
        return True
    for low in range(i - 1, max(-1, i - 1 - _LEADING), -1):
        word = line.words[low]
        if not word.startswith("ال") or line.at[low] is not None or word in book().clause:
            return False
        if low == 0 or ":" in line.gaps[low] or line.words[low - 1] in book().clause:
            return not any(p.first < i and p.last > low for p in phrases)
    return False


def _led_by_helper(line: Line, i: int, phrases: Sequence[Phrase]) -> bool:
    """«وكانت جمعية المزارعين اتهمت كذا»: between the helping verb and its verb stands a subject without a name."""
    for low in range(i - 1, max(-1, i - 1 - _HELPED), -1):
        word = line.words[low]
        if word.removeprefix("و") in book().auxiliaries:
            return low < i - 1 and not any(p.first > low and p.first < i for p in phrases)
        if word in book().assuring or word in book().relative or line.at[low] is not None or line.gaps[low + 1] != " ":
            return False
        if not line.stems[low].isdisjoint(book().prepositions):
            return False
    return False


def _led_by_that(line: Line, i: int) -> bool:
    """«أن طائرات مجهولة قصفت كذا»: behind «أن» stands the subject, here one without a name."""
    for low in range(i - 1, max(-1, i - 1 - _HELPED), -1):
        if line.words[low] in book().opening:
            return low < i - 1
        if line.at[low] is not None or low in line.verbs or line.gaps[low + 1] != " ":
            return False
        if low in line.clauses or not line.stems[low].isdisjoint(book().prepositions):
            return False
    return False


def _is_subject(trigger: Trigger, phrase: Phrase, n_bare: int) -> bool:
    """Whether the first bare phrase after a verb is its subject, not the object of an unnamed one."""
    line, between = trigger.line, range(trigger.last, phrase.first)
    person = line.named[phrase.names[-1]].mention.type is MentionType.PER
    if any(nominative(t) or (person and _unnamed_doer(t)) for t in (line.words[i] for i in between)):
        return False  # «خطف مسلحون المهندس فلانا»: an unnamed doer stands between
    if _has_place(trigger, phrase):
        return False  # «غرمت الهيئة في بيرو شركة كذا»: a subject without a name stands between, and where it is
    if any(line.words[i] in book().days for i in between):
        return False  # «رفضت محكمة، الأحد، تسليم فلان»: whoever is named after the day is no subject
    if n_bare > 1:
        return True
    if any(line.tokens[i].is_number for i in between):
        return False
    word = line.words[phrase.first - 1]
    if not person and phrase.first > trigger.last and word.startswith("ال") and not _weak(line, phrase):
        return False  # a defined noun takes no genitive: «غرمت المحكمة شركة كذا»
    if phrase.first - trigger.last <= 3:
        return True
    return not any("،" in line.gaps[i] for i in range(trigger.last, phrase.first + 1))


def _has_place(trigger: Trigger, phrase: Phrase) -> bool:
    """Whether a noun right after a verb, and a name that «في» brings in behind it, part the verb from a bare name."""
    line, i = trigger.line, trigger.last
    if phrase.first <= i + 2 or line.at[i] is not None or not line.stems[i].isdisjoint(book().prepositions):
        return False
    return any(line.words[j] == "في" and line.at[j + 1] is not None for j in range(i + 1, phrase.first - 1))


def _unnamed_doer(word: str) -> bool:
    return word in book().agents and (word.startswith("ال") or word.endswith(("ون", "ان")))


def _weak(line: Line, phrase: Phrase) -> bool:
    return all(line.named[k].weak for k in phrase.names)


def _front(trigger: Trigger, phrases: Sequence[Phrase]) -> Phrase | None:
    """The subject before the verb, where the clause opens with a name or a relative follows one."""
    line, i = trigger.line, trigger.first
    if i == 0:
        return None
    if trigger.line.words[i].startswith(("و", "ف")) and trigger.start > line.tokens[i].start:
        return None
    low = i
    while low > 0 and i - low < 12 and not _opens(line, low):
        low -= 1
    ahead = [p for p in phrases if low <= p.first and p.last <= i]
    if not ahead:
        return _relative(line, i, phrases)
    if line.words[i - 1].removeprefix("و") in book().assuring and ahead[-1].last < i - 2:
        return None
    for phrase in ahead:
        if not phrase.intro and i - phrase.last <= 6:
            return phrase
    return None


def _relative(line: Line, i: int, phrases: Sequence[Phrase]) -> Phrase | None:
    """«كوريا التي أطلقت»: the name just before the relative pronoun is the subject."""
    at = _relative_at(line, i)
    near = [p for p in phrases if at - 3 <= p.last <= at and _headed(line, p.last, at)] if at is not None else []
    if at is None or not near or (i - at > 1 and not _agrees(line, at, i)):
        return None
    return near[-1]


def _agrees(line: Line, at: int, i: int) -> bool:
    """Whether a verb may have the head of the relative pronoun at token `at` for its subject: «التي كانت قد استقالت»,
    not «التي كان قد استقال منها»."""
    word = line.words[i]
    feminine = word.startswith("ت") or re.search("ت(?:ه|ها|هم|هما|ني|نا)?$", word) is not None
    return line.words[at].endswith("التي") == feminine


def _headed(line: Line, low: int, high: int) -> bool:
    """Whether but adjectives part a name from a relative pronoun: «كذا الوطنية التي», not «كذا عن العملية التي»."""
    return all(line.words[i].startswith("ال") for i in range(low, high))


def _relative_at(line: Line, i: int) -> int | None:
    """The relative pronoun whose verb token `i` is, behind a helping verb or none («التي كانت قد استقالت»)."""
    at = i - 1
    while at > 0 and i - at <= _HELPERS and line.words[at] in book().helpers:
        at -= 1
    return at if at >= 0 and line.words[at].removeprefix("و") in book().relative else None


def _opens(line: Line, i: int) -> bool:
    """Whether token `i` is the first of a clause."""
    if i == 0 or i in line.clauses or line.words[i - 1] in book().clause:
        return True
    if any(c in line.gaps[i] for c in '":؛.'):
        return True
    return line.at[i - 1] is None and i - 1 in line.verbs


def _passive(trigger: Trigger, bare: Sequence[Phrase], front: Phrase | None) -> bool:
    line, i = trigger.line, trigger.last
    if trigger.pronoun:  # a passive has no object
        return False
    if front is not None and trigger.rule.frame == "speaker" and begins_with(line, i, trigger.rule.to):
        return False  # «فلان يطلب من فلان»
    if front is not None and _acts_by_nature(trigger, front):
        return False  # «القوات اعتقلت 20 مسلحا», «الشرطة تحقق في كذا»
    if i >= len(line.tokens) or (not bare and line.stems[i] & book().prepositions):
        return True
    if front is not None and _lone_person(trigger, front) and not (bare and bare[0].first - i <= _NEAR):
        return True
    if line.any(i, i + 2, book().agents) or len(bare) > 1:
        return False
    if line.any(i, i + 12, book().doers):
        return True
    word = line.words[i]
    if line.tokens[i].is_number or word in book().amounts or (word in book().counts and front is None):
        return True
    if bare and bare[0].first <= i + 3:
        return line.named[bare[0].names[-1]].mention.type is MentionType.PER and front is None
    return bool(line.stems[i] & book().prepositions) and front is None


def _acts_by_nature(trigger: Trigger, front: Phrase) -> bool:
    """Whether a body of a state («شرطة كذا») stands right before a verb: it is hardly ever hit."""
    name = trigger.line.named[front.names[-1]]
    state = re.match("org:[a-z][a-z]-", name.mention.actor or "") is not None
    return state and front.last == trigger.first and trigger.line.gaps[trigger.first] == " "


def _lone_person(trigger: Trigger, front: Phrase) -> bool:
    """«فلان قتل الخميس في غارة»: a person before the verb and no object behind it, but a day or a particle."""
    line, i = trigger.line, trigger.last
    if line.named[front.names[-1]].mention.type is not MentionType.PER:
        return False
    while i < len(line.tokens) and line.words[i] in book().days:
        i += 1
    return i >= len(line.tokens) or bool(line.stems[i] & book().prepositions) or attached(line.words[i]) == "ب"


def opens_object(trigger: Trigger) -> bool:
    """Whether a verb's object comes at once: «ونشرت عددا من»."""
    line, i = trigger.line, trigger.last
    if i >= len(line.tokens) or line.at[i] is not None:
        return False
    word = line.words[i]
    return word.endswith("ا") and len(word) > _SHORT and not word.startswith("ال")


def gone_on(trigger: Trigger, phrases: Sequence[Phrase]) -> tuple[str, ...]:
    """Whose acts a verb that «و» joins goes on with: «عززت الشرطة إجراءاتها ... ونشرت عددا من»: whoever is named first
    in the clause («أن»), where the verb agrees with him."""
    line, i = trigger.line, trigger.first
    if i == 0 or not line.words[i].startswith("و") or trigger.start == line.tokens[i].start:
        return ()
    ahead = [p for p in phrases if p.last <= i and not p.intro]
    opened = [p for p in ahead if p.first and line.words[p.first - 1] in book().opening]
    head = opened[-1] if opened else next((p for p in phrases if p.last <= i), None)
    if head is None or head.intro:
        return ()
    name = line.named[head.names[0]]
    if name.mention.type is MentionType.LOC or name.mention.rule == "anonymous":
        return ()
    if not opened and any(t.text.startswith("ال") and t.text not in book().titles for t in line.tokens[: head.first]):
        return ()  # «اعتقلت الشرطة فلانا وطردته»
    word = line.words[i][1:]
    feminine = word.endswith("ت") if trigger.tense == "past" else word.startswith("ت")
    if name.mention.type is MentionType.PER:
        return ids_of(line, head)
    female = name.mention.type is MentionType.GPE or line.words[name.first].endswith(("ه", "ات"))
    return ids_of(line, head) if feminine == female else ()


def _drops(trigger: Trigger) -> bool:
    """Whether a verb stands without any subject after it: «وطالب بـ», «وندد بـ»."""
    line, i = trigger.line, trigger.last
    if i >= len(line.tokens):
        return True
    word = line.words[i]
    return bool(line.stems[i] & book().prepositions) or word[:1] in "بل" or word in book().clause
