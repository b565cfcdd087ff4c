"""Who takes part in what a verbal noun tells: its genitives, the name before it, what particles bring in.

Beside a light verb that lets its subject suffer («تلقت الشركة طلبا من فلان») the parts are turned round.
"""

from __future__ import annotations

from collections.abc import Sequence

from riwaya.events.carried import answered, carried, swapped
from riwaya.events.parts import FAR_NOUN, Roles, brought_in, doers_of, ids_of, loose, members, reach
from riwaya.events.phrases import Around, Phrase, attached
from riwaya.events.rules import book
from riwaya.events.triggers import Trigger
from riwaya.model import MentionType

_RECEIVED = 9  # words between «تلقى», its subject and what it gets
_SIDES = frozenset(("بين", "مع"))
_TOLD = 10  # words between a light verb and its noun
_GENITIVE = 2  # words from a noun to whose it is by «ل»
_CLAUSE = 30  # words before a noun in which its clause begins


def noun_roles(trigger: Trigger, around: Around) -> Roles:
    """The parts that names play in what a verbal noun tells."""
    given = swapped(trigger, around.phrases)
    roles = given or _by_grammar(trigger, around)
    if given is not None or trigger.rule.of in ("both", "helper"):
        return roles
    actor, hit = carried(trigger, around.phrases)
    if actor and not (trigger.rule.of == "agent" and _follows(trigger, around.phrases, *roles.actor)):
        roles = Roles(actor, tuple(r for r in roles.recipient if r not in actor))
    return Roles(roles.actor, hit) if hit and not set(hit) & set(roles.actor) else roles


def _by_grammar(trigger: Trigger, around: Around) -> Roles:
    """The parts by genitives, particles and the name before the noun."""
    line, rule, phrases = trigger.line, trigger.rule, around.phrases
    end, aside = reach(trigger, FAR_NOUN, around.verbs)
    after = [p for p in phrases if trigger.last <= p.first < end and p.first not in aside]
    bare = [p for p in after if p.bare(trigger) and not (trigger.article and p.first < trigger.last + 2)]
    brought = brought_in(trigger, phrases, rule.to | (_SIDES if rule.of == "both" else frozenset()), None)
    by = ids_of(line, brought_in(trigger, phrases, doers_of(rule), None))
    front = _before(trigger, phrases)
    if rule.of == "both":
        return _shared(trigger, phrases, (bare, after), (front, brought))
    if rule.of == "helper":
        helper = next((p for p in after if p.bare(trigger) or p.intro in ("من", "مع")), None)
        return Roles(ids_of(line, helper), ids_of(line, front if front is not helper else None))
    if rule.of == "patient":
        return _suffered(trigger, (bare, after), by, (front, brought))
    doer: Phrase | None
    if trigger.pronoun and (front is not None or bare):  # «دعمه فلانا»: the pronoun acts
        doer, other = front or _first_before(trigger, phrases), brought or (bare[0] if bare else None)
    else:
        doer = front or (_of_particle(after) if "ل" not in rule.to else None)
        if bare and _governed(trigger, bare[0]):
            doer = bare[0]
        people = members(trigger, after)  # «اتهامات إلى 12 ضابطا في جيش كذا»
        nearer = people is not None and people is not doer and (brought is None or people.first < brought.first)
        other = people if nearer else brought or (bare[1] if len(bare) > 1 else None)
    actor = by or ids_of(line, doer)
    if brought is None and (bare or by):
        answerer = answered(trigger, phrases)
        other = answerer if answerer is not None and answerer is not doer else other
    if other is None and doer is not None and rule.to:
        other = loose(trigger, phrases, doer)
    return Roles(actor, tuple(a for a in ids_of(line, other) if a not in actor))


def _governed(trigger: Trigger, phrase: Phrase) -> bool:
    """Whether nothing between a noun and a name after it is brought in by a particle: else the name belongs to that
    («إلغاء التحفظ على أموال اللاعب فلان»)."""
    line = trigger.line
    return not any(
        line.stems[i] & book().prepositions or attached(line.words[i]) for i in range(trigger.last, phrase.first)
    )


def received(trigger: Trigger, around: Around, roles: Roles) -> Roles | None:
    """The parts turned round where the subject of a light verb suffers the act: «تلقت الشركة طلبا من فلان»,
    «تعرض فلان لهجوم»."""
    line, i, phrases = trigger.line, trigger.first, around.phrases
    if trigger.pronoun or trigger.rule.of == "both":
        return None
    for at in range(i - 1, max(-1, i - 1 - _RECEIVED), -1):
        if not line.stems[at].isdisjoint(book().receives):
            break
        if at in line.clauses or (line.at[at] is None and at in line.verbs):
            return None
    else:
        return None
    inside = [p for p in phrases if at < p.first and p.last <= i and not p.intro]
    ahead = [p for p in phrases if p.last <= at and not p.intro and at - p.last <= _RECEIVED]
    owned = next((p for p in phrases if at + 1 < p.first and p.last <= i and p.intro == "ل"), None)
    hit = ids_of(line, inside[0] if inside else owned or (ahead[-1] if ahead else None))
    source = next((p for p in phrases if trigger.last <= p.first < trigger.last + FAR_NOUN and p.intro == "من"), None)
    by = ids_of(line, brought_in(trigger, phrases, doers_of(trigger.rule), None) or source)
    if not by and trigger.rule.of != "patient":
        by = tuple(a for a in roles.actor if a not in hit and _follows(trigger, phrases, a))
        by = by or carried(trigger, phrases)[0]
    return Roles(tuple(a for a in by if a not in hit), hit) if hit or by else None


def _follows(trigger: Trigger, phrases: Sequence[Phrase], *who: str) -> bool:
    """Whether one of some is named right after a noun, as its genitive."""
    near = [p for p in phrases if p.first == trigger.last and p.bare(trigger)]
    return any(not set(who).isdisjoint(ids_of(trigger.line, p)) for p in near)


def _suffered(
    trigger: Trigger,
    near: tuple[Sequence[Phrase], Sequence[Phrase]],
    by: tuple[str, ...],
    far: tuple[Phrase | None, Phrase | None],
) -> Roles:
    """The parts of a noun whose genitive suffers: «اعتقال فلان», «اعتقال الشرطة فلانا»."""
    line, (bare, after), (front, brought) = trigger.line, near, far
    if len(bare) > 1:
        return Roles(ids_of(line, bare[0]), ids_of(line, bare[1]))
    hit = bare[0] if bare else brought or _nearer(members(trigger, after), _of_particle(after))
    if bare and _acts(trigger, bare[0]):
        return Roles(ids_of(line, bare[0]), ())
    if bare and brought is not None and brought.intro == "عن" and bare[0].first == trigger.last < brought.first:
        return Roles(ids_of(line, bare[0]), ids_of(line, brought))  # «إفراج كذا عن فلان»
    if trigger.pronoun and not bare and (brought is None or hit is not brought):
        hit, front = front, None  # «اعتقاله», but «استيلائه على كذا»
    return Roles(by or ids_of(line, front if front is not hit else None), ids_of(line, hit))


def _acts(trigger: Trigger, phrase: Phrase) -> bool:
    """«اعتقال باكو صحافيين»: a body or state, then whom it holds without a name."""
    line, i = trigger.line, phrase.last
    if phrase.first != trigger.last or i >= len(line.tokens):
        return False
    if line.named[phrase.names[-1]].mention.type is MentionType.PER or "،" in line.gaps[i]:
        return False
    return line.tokens[i].is_number or line.words[i] in book().amounts


def _of_particle(after: Sequence[Phrase]) -> Phrase | None:
    return next((p for p in after if p.intro == "ل"), None)


def _nearer(people: Phrase | None, owner: Phrase | None) -> Phrase | None:
    """Of whose people an act hits and whom «ل» brings in, who is named first: «اعتقال عناصر من كذا بمزرعة لفلان»."""
    return owner if people is None or (owner is not None and owner.first < people.first) else people


def _shared(
    trigger: Trigger,
    phrases: Sequence[Phrase],
    near: tuple[Sequence[Phrase], Sequence[Phrase]],
    far: tuple[Phrase | None, Phrase | None],
) -> Roles:
    """The parts of what two do together: «اجتماع كذا مع كذا», «اجتماع لمجلس كذا», «القمة بينها وبين كذا»."""
    line, (bare, after), (front, brought) = trigger.line, near, far
    if brought is not None and brought.intro == "بين":
        if brought.at and line.words[brought.at - 1] in book().between:
            return Roles(ids_of(line, _first_before(trigger, phrases)), ids_of(line, brought))
        return Roles(ids_of(line, brought), ids_of(line, brought))
    own = ids_of(line, front) if trigger.pronoun else ()  # «خلال لقائها فلانا»: the owner and whom she meets
    whose = None if trigger.article else _of_particle(after)
    if whose is not None and whose.first - trigger.last <= _GENITIVE:
        front = whose
    elif front is None and brought is not None and brought.intro == "مع":
        front = _subject(trigger, phrases)  # «استكملت الشرطة التفتيش بعد اشتباكات مع كذا»
    sides = tuple(dict.fromkeys(own + ids_of(line, bare[0] if bare else front) + ids_of(line, brought)))
    return Roles(sides[:1], sides[1:]) if len(sides) > 1 else Roles(sides)


def _subject(trigger: Trigger, phrases: Sequence[Phrase]) -> Phrase | None:
    """The first bare name of a noun's clause."""
    low = trigger.first
    while low > 0 and trigger.first - low < _CLAUSE and low not in trigger.line.clauses:
        low -= 1
    return next((p for p in phrases if low <= p.first and p.last <= trigger.first and not p.intro), None)


def _first_before(trigger: Trigger, phrases: Sequence[Phrase]) -> Phrase | None:
    """The first bare name of the sentence, where it stands before a noun."""
    return next((p for p in phrases if p.last <= trigger.first and not p.intro), None)


def _before(trigger: Trigger, phrases: Sequence[Phrase]) -> Phrase | None:
    """The bare name before a verbal noun: subject of its light verb, owner of its pronoun, or the
    name that a headline sets before a colon."""
    line, i = trigger.line, trigger.first
    low = i
    while low > 0 and i - low < 16 and low not in line.clauses:
        low -= 1
    ahead = [p for p in phrases if low <= p.first and p.last <= i]
    bare = [p for p in ahead if not p.intro]
    if trigger.pronoun:
        return _owner(trigger, [p for p in ahead if _may_mean(trigger, p)])
    for j in range(i - 1, max(low, i - _TOLD) - 1, -1):
        if line.stems[j] & book().cues["told"]:
            return next((p for p in bare if p.first > j), next((p for p in reversed(bare) if p.last <= j), None))
    near = [p for p in bare if p.last >= i - 10 and line.named[p.names[-1]].mention.type is not MentionType.LOC]
    return near[-1] if near else None


def _may_mean(trigger: Trigger, phrase: Phrase) -> bool:
    """Whether a noun's pronoun may mean a name: «ه» means no state and no «شرطة», which are feminine."""
    name = trigger.line.named[phrase.names[-1]]
    if trigger.pronoun != "ه" or name.mention.type not in (MentionType.GPE, MentionType.ORG):
        return True
    return name.mention.type is MentionType.ORG and not trigger.line.words[name.first].endswith(("ه", "ات", "اء"))


def _owner(trigger: Trigger, ahead: Sequence[Phrase]) -> Phrase | None:
    """Whom a noun's pronoun means, of the names of its clause before it: the name right before («تكثيف كذا لتجاربها»),
    of one that acts the clause's subject («دعت كذا ... إلى دعمها»), of one that suffers the nearest («صادر ... عند
    اعتقاله»)."""
    if not ahead or ahead[-1].last == trigger.first or trigger.rule.of == "patient":
        return ahead[-1] if ahead else None
    bare = [p for p in ahead if not p.intro]
    return bare[0] if bare else ahead[0]
