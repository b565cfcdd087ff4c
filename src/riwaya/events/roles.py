"""Who did it and to whom: the named neighbours of a trigger, read by Arabic word order.

A named phrase is *bare* (subject, object or genitive) or *brought in* by a preposition. A verb takes
its subject after it, or before it where the clause opens with a name (headlines); a second bare
phrase is its object. A verbal noun takes genitives: its doer, its sufferer, or both in this order.
Only names that the text links are given; a role that no name fills stays empty.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from riwaya.events.line import Line
from riwaya.events.phrases import Around, Phrase, breaks, is_verb
from riwaya.events.rules import book
from riwaya.events.triggers import Trigger
from riwaya.model import MentionType

_FAR = 14  # words after a verb in which its subject and object stand
_FAR_NOUN = 9
_FAR_LOOSE = 16
_ASIDE = 16  # words of a relative clause between commas
_LEADING = 3  # words of a noun phrase with which a clause opens
_FAR_BROUGHT = 22  # words after a trigger in which a preposition may still bring in the recipient


@dataclass(frozen=True, slots=True)
class Roles:
    """Actor ids by role, in reading order, and whether the subject was dropped."""

    actor: tuple[str, ...] = ()
    recipient: tuple[str, ...] = ()
    dropped: bool = False


def roles_of(trigger: Trigger, around: Around, speaker: str | None = None) -> Roles:
    """The parts that names play in what `trigger` tells. `speaker` is known where it opens a statement."""
    if trigger.kind == "verb" and trigger.tense != "participle":
        return _verb_roles(trigger, around, speaker)
    if speaker is None and _is_state(trigger):
        return _state_roles(trigger, around)
    roles = _noun_roles(trigger, around)
    if speaker is None:
        return roles
    return Roles((speaker,), tuple(r for r in roles.recipient or roles.actor if r != speaker))


def _is_state(trigger: Trigger) -> bool:
    """Whether a participle tells what the subject of its clause does beside: «قال فلان ...، متهما الحكومة»."""
    line, i = trigger.line, trigger.first
    word = line.tokens[i].text
    if trigger.kind != "verb" or trigger.article or trigger.rule.frame == "patient" or i == 0:
        return False
    return word.endswith(("ا", "ين")) or (word.endswith("ه") and i in line.closed and "،" in line.gaps[i])


def _state_roles(trigger: Trigger, around: Around) -> Roles:
    """The subject of the clause acts; whoever follows, bare or brought in, suffers."""
    line, rule = trigger.line, trigger.rule
    end, aside = _reach(trigger, _FAR, around.verbs)
    bare = [p for p in around.phrases if trigger.last <= p.first < end and p.first not in aside and p.bare(trigger)]
    ahead = [p for p in around.phrases if p.last <= trigger.first and not p.intro]
    brought = _brought(trigger, around.phrases, rule.to, None)
    actor = _ids(line, ahead[0] if ahead else None)
    other = _ids(line, bare[0] if bare else brought)
    return Roles(actor, tuple(a for a in other if a not in actor), dropped=not actor)


def _ids(line: Line, phrase: Phrase | None) -> tuple[str, ...]:
    if phrase is None:
        return ()
    ids = (line.named[k].mention.actor for k in phrase.names)
    return tuple(dict.fromkeys(a for a in ids if a))


def _reach(trigger: Trigger, far: int, others: frozenset[int]) -> tuple[int, range]:
    """The token at which the words that may hold the trigger's arguments end, and an aside among them in which none
    stands: «اتهم فلان، الذي يعيش في المنفى، حكومة بلاده»."""
    line, aside = trigger.line, range(0)
    i, end = trigger.last, min(len(line.tokens), trigger.last + far)
    while i < end:
        if line.tokens[i].text in book().relative and "،" in line.gaps[i] and not aside:
            close = next((j for j in range(i + 1, min(len(line.tokens), i + _ASIDE)) if "،" in line.gaps[j]), 0)
            if close:
                aside = range(i, close)
                i, end = close, min(len(line.tokens), end + len(aside))
                continue
        if breaks(line, i) or i in others:
            return i, aside
        i += 1
    return end, aside


def _verb_roles(trigger: Trigger, around: Around, speaker: str | None) -> Roles:
    line, rule = trigger.line, trigger.rule
    end, aside = _reach(trigger, _FAR, around.verbs)
    after = [p for p in around.phrases if trigger.last <= p.first < end and p.first not in aside]
    bare = [p for p in after if p.bare(trigger)]
    subject, rest = _subject(trigger, around.phrases, bare)
    if speaker is not None:
        subject = next((p for p in around.phrases if speaker in _ids(line, p)), None)
        rest = [p for p in bare if p is not subject]
    direct = rest[0] if rest else None
    brought = _brought(trigger, around.phrases, rule.to, subject)
    by = _ids(line, _brought(trigger, around.phrases, book().doers | rule.by, None))
    front = subject if subject is not None and subject.last <= trigger.first else None
    told = trigger.passive or (rule.passive and speaker is None and _passive(trigger, bare, front))
    if rule.frame == "patient" or told:
        hit = subject if subject is not None else direct
        if rule.to and brought is not None and subject is None:
            hit = brought
        return Roles(tuple(a for a in by if a not in _ids(line, hit)), _ids(line, hit))
    actor = (speaker,) if speaker is not None else _ids(line, subject) or by
    object_ = _ids(line, direct) or _ids(line, brought) or _ids(line, _loose(trigger, around.phrases, subject))
    if rule.frame == "both" and not object_:
        object_ = _ids(line, _brought(trigger, around.phrases, frozenset(("مع",)), subject))
    return Roles(actor, tuple(a for a in object_ if a not in actor), dropped=not actor and _drops(trigger))


def _subject(
    trigger: Trigger, phrases: Sequence[Phrase], bare: Sequence[Phrase]
) -> tuple[Phrase | None, Sequence[Phrase]]:
    """The subject of a verb, and the bare phrases left for its object."""
    owner = _relative(trigger.line, trigger.first, phrases)
    if owner is not None:
        near = bare[0] if bare and bare[0].first - trigger.last <= 3 else None
        if trigger.pronoun:  # «الذي اتهمته موسكو»: the relative's owner is the object
            return near, [owner]
        return (near, bare[1:]) if near is not None and near.first - trigger.last <= 1 else (owner, bare)
    front = _front(trigger, phrases)
    if front is not None and not (len(bare) > 1 and bare[0].first == trigger.last):
        return front, bare
    if bare and not _led_by_noun(trigger, phrases) and _is_subject(trigger, bare[0], len(bare)):
        return bare[0], bare[1:]
    return None, bare


def _led_by_noun(trigger: Trigger, phrases: Sequence[Phrase]) -> bool:
    """«القضاء يرفض ...», «الشرطة الفدرالية تعتقل ...»: a clause that opens with a noun in ال, which is no name, and
    goes on with its verb has its subject there; whoever is named after the verb is none."""
    line, i = trigger.line, trigger.first
    if i == 0 or (trigger.start > line.tokens[i].start and line.tokens[i].text[0] in "وف"):
        return False
    for low in range(i - 1, max(-1, i - 1 - _LEADING), -1):
        word = line.tokens[low].text
        if not word.startswith("ال") or line.at[low] is not None or word in book().clause:
            return False
        if low == 0 or ":" in line.gaps[low] or line.tokens[low - 1].text in book().clause:
            return not any(p.first < i and p.last > low for p in phrases)
    return False


def _is_subject(trigger: Trigger, phrase: Phrase, n_bare: int) -> bool:
    """Whether the first bare phrase after a verb is its subject, not the object of an unnamed one."""
    if n_bare > 1:
        return True
    line = trigger.line
    if any(line.tokens[i].is_number for i in range(trigger.last, phrase.first)):
        return False
    word = line.tokens[phrase.first - 1].text
    person = line.named[phrase.names[-1]].mention.type is MentionType.PER
    if person and any(_unnamed_doer(line.tokens[i].text) for i in range(trigger.last, phrase.first)):
        return False  # «خطف مسلحون المهندس فلانا»: an unnamed doer stands between
    if not person and phrase.first > trigger.last and word.startswith("ال") and not _weak(line, phrase):
        return False  # a defined noun takes no genitive: «غرمت المحكمة شركة كذا»
    if phrase.first - trigger.last <= 3:
        return True
    return not any("،" in line.gaps[i] for i in range(trigger.last, phrase.first + 1))


def _unnamed_doer(word: str) -> bool:
    return word in book().agents and (word.startswith("ال") or word.endswith(("ون", "ان")))


def _weak(line: Line, phrase: Phrase) -> bool:
    return all(line.named[k].weak for k in phrase.names)


def _front(trigger: Trigger, phrases: Sequence[Phrase]) -> Phrase | None:
    """The subject before the verb, where the clause opens with a name or a relative follows one."""
    line, i = trigger.line, trigger.first
    if i == 0:
        return None
    if trigger.line.tokens[i].text.startswith(("و", "ف")) and trigger.start > line.tokens[i].start:
        return None
    low = i
    while low > 0 and i - low < 12 and not _opens(line, low):
        low -= 1
    ahead = [p for p in phrases if low <= p.first and p.last <= i]
    if not ahead:
        return _relative(line, i, phrases)
    if line.tokens[i - 1].text in ("قد", "وقد", "ان") and ahead[-1].last < i - 2:
        return None
    for phrase in ahead:
        if not phrase.intro and i - phrase.last <= 6:
            return phrase
    return None


def _relative(line: Line, i: int, phrases: Sequence[Phrase]) -> Phrase | None:
    """«كوريا التي أطلقت»: the name just before the relative pronoun is the subject."""
    if i == 0 or line.tokens[i - 1].text not in ("التي", "الذي", "الذين"):
        return None
    near = [p for p in phrases if i - 4 <= p.last <= i - 1]
    return near[-1] if near else None


def _opens(line: Line, i: int) -> bool:
    """Whether token `i` is the first of a clause."""
    if i == 0 or breaks(line, i) or line.tokens[i - 1].text in book().clause:
        return True
    if any(c in line.gaps[i] for c in '":؛.'):
        return True
    return is_verb(line, i - 1)


def _passive(trigger: Trigger, bare: Sequence[Phrase], front: Phrase | None) -> bool:
    line, i = trigger.line, trigger.last
    if trigger.pronoun:  # a passive has no object
        return False
    if i >= len(line.tokens) or (not bare and line.stems[i] & book().prepositions):
        return True
    if line.any(i, i + 2, book().agents) or len(bare) > 1:
        return False
    if line.any(i, i + 12, book().doers):
        return True
    word = line.tokens[i].text
    if line.tokens[i].is_number or word in book().amounts or (word in book().counts and front is None):
        return True
    if bare and bare[0].first <= i + 3:
        return line.named[bare[0].names[-1]].mention.type is MentionType.PER and front is None
    return bool(line.stems[i] & book().prepositions) and front is None


def _drops(trigger: Trigger) -> bool:
    """Whether a verb stands without any subject after it: «وطالب بـ», «وندد بـ»."""
    line, i = trigger.line, trigger.last
    if i >= len(line.tokens):
        return True
    word = line.tokens[i].text
    return bool(line.stems[i] & book().prepositions) or word[:1] in "بل" or word in book().clause


def _brought(
    trigger: Trigger, phrases: Sequence[Phrase], particles: frozenset[str], subject: Phrase | None
) -> Phrase | None:
    """The nearest phrase after the trigger that one of `particles` brings in."""
    if not particles:
        return None
    line = trigger.line
    end = min(len(line.tokens), trigger.last + _FAR_BROUGHT)
    for i in range(trigger.last + 1, end):
        gap = line.gaps[i]
        if line.tokens[i].text in ("الذي", "التي", "الذين") or (gap != " " and (":" in gap or "؛" in gap)):
            end = i
            break
    for phrase in phrases:
        if phrase is subject or phrase.bare(trigger):
            continue
        if trigger.last <= phrase.first < end and phrase.intro in particles:
            return phrase
    return None


def _loose(trigger: Trigger, phrases: Sequence[Phrase], subject: Phrase | None) -> Phrase | None:
    """Whom an act with a known doer most likely concerns: the next name of its clause that is not
    brought in as a place, a time or a source."""
    line = trigger.line
    end, aside = _reach(trigger, _FAR_LOOSE, frozenset())
    for phrase in phrases:
        if phrase is subject or not trigger.last <= phrase.first < end or phrase.first in aside:
            continue
        if line.named[phrase.names[-1]].mention.type is MentionType.LOC:
            continue
        if phrase.bare(trigger) or phrase.intro in book().concerning:
            return phrase
    return None


_SIDES = frozenset(("بين", "مع"))


def _noun_roles(trigger: Trigger, around: Around) -> Roles:
    line, rule, phrases = trigger.line, trigger.rule, around.phrases
    end, aside = _reach(trigger, _FAR_NOUN, around.verbs)
    after = [p for p in phrases if trigger.last <= p.first < end and p.first not in aside]
    bare = [p for p in after if p.bare(trigger) and not (trigger.article and p.first < trigger.last + 2)]
    brought = _brought(trigger, phrases, rule.to | (_SIDES if rule.of == "both" else frozenset()), None)
    by = _ids(line, _brought(trigger, phrases, book().doers | rule.by, None))
    front = _before(trigger, phrases)
    if rule.of == "both":
        own = _ids(line, front) if trigger.pronoun else ()  # «خلال لقائها فلانا»: the owner and whom she meets
        sides = tuple(dict.fromkeys(own + _ids(line, bare[0] if bare else front) + _ids(line, brought)))
        if brought is not None and brought.intro == "بين":
            return Roles(_ids(line, brought), _ids(line, brought))
        return Roles(sides[:1], sides[1:]) if len(sides) > 1 else Roles(sides)
    if rule.of == "helper":
        helper = next((p for p in after if p.bare(trigger) or p.intro in ("من", "مع")), None)
        return Roles(_ids(line, helper), _ids(line, front if front is not helper else None))
    if rule.of == "patient":
        return _suffered(trigger, (bare, after), by, (front, brought))
    doer: Phrase | None
    if trigger.pronoun and front is not None:  # «دعمه فلانا»: the pronoun acts
        doer, other = front, brought or (bare[0] if bare else None)
    else:
        doer = bare[0] if bare else (front or (_of_particle(after) if "ل" not in rule.to else None))
        other = brought or (bare[1] if len(bare) > 1 else None)
    actor = by or _ids(line, doer)
    if other is None and doer is not None and rule.to:
        other = _loose(trigger, phrases, doer)
    return Roles(actor, tuple(a for a in _ids(line, other) if a not in actor))


def _suffered(
    trigger: Trigger,
    near: tuple[Sequence[Phrase], Sequence[Phrase]],
    by: tuple[str, ...],
    far: tuple[Phrase | None, Phrase | None],
) -> Roles:
    """The parts of a noun whose genitive suffers: «اعتقال فلان», «اعتقال الشرطة فلانا»."""
    line, (bare, after), (front, brought) = trigger.line, near, far
    if len(bare) > 1:
        return Roles(_ids(line, bare[0]), _ids(line, bare[1]))
    hit = bare[0] if bare else brought or _of_particle(after)
    if bare and _acts(trigger, bare[0]):
        return Roles(_ids(line, bare[0]), ())
    if trigger.pronoun and not bare:
        hit, front = front, None
    return Roles(by or _ids(line, front if front is not hit else None), _ids(line, hit))


def _acts(trigger: Trigger, phrase: Phrase) -> bool:
    """«اعتقال باكو صحافيين»: a body or state, then whom it holds without a name."""
    line, i = trigger.line, phrase.last
    if phrase.first != trigger.last or i >= len(line.tokens):
        return False
    if line.named[phrase.names[-1]].mention.type is MentionType.PER or "،" in line.gaps[i]:
        return False
    return line.tokens[i].is_number or line.tokens[i].text in book().amounts


def _of_particle(after: Sequence[Phrase]) -> Phrase | None:
    return next((p for p in after if p.intro == "ل"), None)


def _before(trigger: Trigger, phrases: Sequence[Phrase]) -> Phrase | None:
    """The bare name before a verbal noun: subject of its light verb, owner of its pronoun, or the
    name that a headline sets before a colon."""
    line, i = trigger.line, trigger.first
    low = i
    while low > 0 and i - low < 16 and not breaks(line, low):
        low -= 1
    ahead = [p for p in phrases if low <= p.first and p.last <= i]
    bare = [p for p in ahead if not p.intro]
    if trigger.pronoun:
        owners = bare or ahead
        return owners[-1] if owners else None
    for j in range(i - 1, low - 1, -1):
        if line.stems[j] & book().cues["told"]:
            return next((p for p in bare if p.first > j), next((p for p in reversed(bare) if p.last <= j), None))
    near = [p for p in bare if p.last >= i - 10 and line.named[p.names[-1]].mention.type is not MentionType.LOC]
    return near[-1] if near else None
