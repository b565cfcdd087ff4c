"""Speakers: whose words they are.

`Talk` reads an article's names once (with the titles that stand before them) and remembers, as
statements come in reading order, who spoke last. For a cue it looks in turn for a subject after
the cue, a subject before it, the subject of the sentence, and the last speaker.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from riwaya.model import MentionType, Span
from riwaya.statements import documents, joint, subjects
from riwaya.statements.content import is_that
from riwaya.statements.cues import Book, Cue, book, is_verb
from riwaya.statements.heard import Heard, Scene
from riwaya.statements.lines import Line
from riwaya.statements.masdars import is_masdar
from riwaya.statements.phrases import (
    apposed,
    attached,
    bare,
    far,
    governs,
    head_word,
    holder,
    is_head,
    may_be_subject,
    names_in,
    person_in,
    phrase_end,
)
from riwaya.statements.titles import Titles


class Talk:
    """The speakers of one article, filled as its statements are read."""

    def __init__(self, page: str, lines: Sequence[Line]) -> None:
        self._page = page
        self._book: Book = book()
        self._titles = Titles(lines)
        self._last: Heard | None = None
        self._last_by_gender: dict[bool, Heard] = {}
        self._unnamed: dict[str, Heard] = {}
        self._issuers: dict[str, str] = {}  # by the word for a document («الدراسة»): whose it is
        self._heard_at = -1
        self._focus = sorted((f for line in lines for f in self._subjects(line)), key=lambda f: f[0])

    # ------------------------------------------------------------ memory

    def note(self, heard: Heard | None, feminine: bool, at: int) -> None:
        """Remember who spoke, at page offset `at`; dropped subjects of later statements mean the last one."""
        if heard is None or heard.speaker is None:
            return
        self._heard_at = max(self._heard_at, at)
        self._last = heard
        self._last_by_gender[feminine] = heard
        if heard.actor and self._book.has("documents", heard.head):
            self._issuers[heard.head] = heard.actor
        if heard.head and heard.actor and heard.actor.startswith("anon:"):
            self._unnamed[heard.head] = heard

    def overhear(self, line: Line, cue: Cue) -> None:
        """A person who is the subject of a verb of speech speaks next, though the verb told nothing."""
        met = self.after(line, cue.last, min(line.ends[cue.first], cue.last + 10))
        if met is not None and met.actor is not None and met.actor.startswith("person:") and not cue.rule.object:
            self.note(met, cue.feminine, line.tokens[cue.first].start)

    def beginner(self, line: Line, cue: Cue) -> Heard | None:
        """The subject of a verb of speech that told nothing: its sentence may go on with what they say."""
        if cue.form != "past" or cue.rule.object:
            return None
        met = self.after(line, cue.last, min(line.ends[cue.first], cue.last + 10))
        return met if met is not None and met.actor_named and is_verb(line.words[cue.first]) else None

    def last(self, cue: Cue | None) -> Heard | None:
        """The last speaker whose verb had the gender of this cue's, else the last one at all."""
        if cue is not None and cue.form in ("past", "present"):
            return self._last_by_gender.get(cue.feminine) or self._last
        return self._last

    def _subjects(self, line: Line) -> Iterator[tuple[int, bool, Heard]]:
        """The people who are subjects of the verbs that open sentences («ورفض فلان ...»): where, feminine, who."""
        for first in sorted(set(line.begins)):
            i = max(first, line.opening)
            if line.title or i + 1 >= len(line.tokens) or line.names[i] >= 0:
                continue
            verb = line.words[i]
            if (
                not _VERB.fullmatch(verb)
                or self._book.has("openers", verb)
                or verb in self._book.forms
                or governs(verb)
            ):
                continue
            met = self.after(line, i + 1, min(line.ends[i], i + 9))
            if met is not None and met.actor is not None and met.actor.startswith("person:"):
                yield line.tokens[i].start, verb.endswith("ت"), met

    def _in_focus(self, line: Line, cue: Cue) -> Heard | None:
        """The person whom the text turned to since somebody last spoke, where the cue's verb agrees."""
        at = line.tokens[cue.first].start
        since = [f for f in self._focus if self._heard_at < f[0] < at and f[1] == cue.feminine]
        return since[-1][2] if since and cue.form in ("past", "present") else None

    # ------------------------------------------------------------ finding

    def find(self, line: Line, cue: Cue, stop: int, scene: Scene) -> Heard | None:
        """Who speaks through `cue`, whose content begins at token `stop`, in the clause that `scene` tells of; and with
        whom."""
        met = self._who(line, cue, stop, scene)
        return met if met is None or met.others else joint.joined(line, cue, met, self.phrase)

    def _who(self, line: Line, cue: Cue, stop: int, scene: Scene) -> Heard | None:
        if cue.rule.role == "nobody":
            return None
        if cue.rule.role == "relay":
            return self._relayed(line, cue, stop, scene)
        if cue.rule.role == "document":
            return self._document(line, cue, stop, scene)
        if cue.form == "noun":
            return self._of_noun(line, cue, stop, scene)
        if cue.form == "participle":
            return self._of_participle(line, cue, scene)
        told = self._quoted_from(line, cue, stop) or self._had_said(line, cue)
        if told is not None:
            return told
        if subjects.carried(line, cue):
            return self._carrier(line, cue)
        after = self.after(line, cue.last, stop)
        if after is not None and subjects.disagrees(line, cue, after.place):
            return self._before(line, cue, scene) or self._in_focus_or_last(line, cue)
        weak = after is not None and self._weak(after) and not subjects.fills(line, cue, after.place, stop)
        if after is not None and not weak and not self._is_object(line, cue, after, stop, scene):
            return after
        if after is not None and subjects.beside(line, cue):
            return after
        return self._before(line, cue, scene) or after or self._in_focus_or_last(line, cue)

    def _carrier(self, line: Line, cue: Cue) -> Heard | None:
        """The people of the sentence who carry it, the nearest before the cue."""
        for j in range(cue.first - 1, line.sentence_start(cue.first) - 1, -1):
            if line.names[j] < 0 and may_be_subject(line, j) and self._book.has("unnamed", head_word(line.words[j])):
                return self.phrase(line, j, cue.first)
        return None

    def _had_said(self, line: Line, cue: Cue) -> Heard | None:
        """«وكانت الجمعية قد اتهمت الشركة بـ»: the subject stands between the two verbs."""
        end = cue.first
        if end < 2 or cue.form != "past" or cue.joined:
            return None
        perfect = line.words[end - 1] == "قد"
        end -= perfect
        for i in range(end - 1, max(line.sentence_start(cue.first), end - _LONGEST_SUBJECT) - 1, -1):
            if line.words[i].removeprefix("و") in ("كان", "كانت"):
                subject = i + 1 < end and may_be_subject(line, i + 1)
                return (
                    self.phrase(line, i + 1, end)
                    if subject and (perfect or subjects.reaches(line, i + 1, end))
                    else None
                )
        return None

    def _is_object(self, line: Line, cue: Cue, met: Heard, stop: int, scene: Scene) -> bool:
        """True where what follows the verb is whom it is aimed at, because the subject is elsewhere."""
        if not cue.rule.object or met.place is None:
            return False
        if line.title and cue.form == "present" and subjects.headed(line, cue):
            return True
        if subjects.led(line, cue) or subjects.taken_up(line, cue):
            return True
        if cue.rule.object == "led":
            return False
        relative = cue.first > 0 and self._book.has("relatives", line.words[cue.first - 1])
        within = line.words[cue.last] in _WITHIN if cue.last < len(line.tokens) else False
        if relative and not cue.enclitic:
            return not subjects.another_follows(line, met.place[1], stop)
        if within:
            return True
        end = joint.row_end(line, cue, met, self.phrase)
        alone = end >= stop - 1 and not cue.enclitic  # one noun, or a row of names, between the verb and its content
        alone = alone or (
            not cue.enclitic and cue.joined and scene.last is not None and subjects.seated(line, end, stop)
        )
        alone = alone and not subjects.beside_object(line, met.place)
        return alone and (cue.rule.object == "needed" or (cue.joined and scene.last is not None))

    def _weak(self, heard: Heard) -> bool:
        """True for a phrase that is perhaps no speaker: no name, and a head that is known for nothing."""
        return heard.actor is None and not is_head(heard.head)

    def _quoted_from(self, line: Line, cue: Cue, stop: int) -> Heard | None:
        """«ذكرت الصحيفة نقلا عن مصدر أن»: the source speaks, through the paper."""
        for j in range(cue.last, min(stop, len(line.tokens)) - 2):
            if line.words[j] == "نقلا" and line.words[j + 1] == "عن":
                met = self.after(line, j + 2, stop)
                relay = self.after(line, cue.last, j)
                if met is not None:
                    via = (relay.actor,) if relay is not None and relay.actor else ()
                    return Heard(met.actor, met.span, met.place, head=met.head, via=via)
        return None

    def after(self, line: Line, i: int, stop: int) -> Heard | None:
        """The noun phrase that begins at token i or after the adverbs there, before token `stop`."""
        while i < stop and line.names[i] < 0 and self._book.has("adverbs", line.words[i]):
            governed = self._book.has("prepositions", line.words[i])
            i += 1
            if governed and i < stop and is_masdar(line.words[i]):
                return None  # «وقالت قبل وصول الحافلة»
        stop = min(stop, line.ends[i]) if i < len(line.tokens) else stop
        if i + 2 < stop and line.words[i] in _EACH and line.words[i + 1] == "من":
            i += 2  # «أكد كل من فلان وعلان»
        if i >= stop or not may_be_subject(line, i):
            return None
        return self.phrase(line, i, stop)

    def phrase(self, line: Line, i: int, stop: int) -> Heard | None:
        """Whom the noun phrase at token i means: the person it leads to, the body it names, or nobody known."""
        end = phrase_end(line, i, stop)
        if end == i:
            return None
        head = head_word(line.words[i])
        if self._book.has("documents", head):
            if documents.issued(line, end, stop):
                return self.after(line, end + 1, stop)
            issued = documents.seen(line, i, end, stop, self._page)
            if issued is not None:
                return issued
        if self._book.has("organisations", head):
            if end < stop and line.names[end] >= 0 and set(line.gaps[end]) & set('("'):
                return self.named(line, line.names[end], head)  # «محطة "كذا"»
            if line.words[i].startswith("ال") and line.names[i] < 0:
                end = next((j for j in range(i + 1, end) if line.names[j] >= 0), end)
        body = self._book.has("organisations", head) and line.words[i].startswith("ال") and line.names[i] < 0
        person = None if body else person_in(line, i, end, stop, bare(line.words[i]))
        if person is not None:
            return self.named(line, person, head)
        for k in names_in(line, i, end):
            mention = line.mentions[k]
            led = self._book.has("organisations", head) or self._book.has("documents", head)
            if line.names[i] == k or (led and mention.type is not MentionType.PER):
                return self.named(line, k, head)
        return self._unnamed_phrase(line, i, end, head)

    def named(self, line: Line, k: int, head: str = "") -> Heard:
        """The speaker that name k of the line is."""
        mention = line.mentions[k]
        return Heard(mention.actor, mention.span, line.ranges[k], head=head)

    def _unnamed_phrase(self, line: Line, i: int, end: int, head: str) -> Heard:
        first = line.tokens[i]
        low = first.at + 1 if first.text.startswith("و") and len(first.text) > 4 and head != first.text else first.at
        start, stop = line.place(low, line.end_of(self._whole(line, i, end, head) - 1))
        words = frozenset(map(bare, line.words[i:end]))
        role = line.roles.get(i)
        actor = (role.actor if role is not None else None) or self._titles.known(words, head, first.start)
        actor = actor or self._anonymous(line, i, end, head)
        if actor is None and self._book.has("documents", head):
            last = self._last if self._book.has("speeches", head) else None
            actor = self._issuers.get(head) or (last.actor if last is not None else None)
        return Heard(actor, Span(self._page, start, stop), (i, end), head=head)

    def _whole(self, line: Line, i: int, end: int, head: str) -> int:
        """The token after «مسؤول في وزارة النقل»: a source without a name is told by where it sits."""
        spoken = self._book.has("unnamed", head) or self._book.has("roles", head)
        inside = spoken and end < line.ends[i] - 1 and line.gaps[end] == " " and line.words[end] in _SITS
        if not (inside and line.gaps[end + 1] == " " and line.names[end] < 0):
            return end
        k = line.names[end + 1]
        if k >= 0:
            return line.ranges[k][1]
        known = self._book.has("organisations", bare(line.words[end + 1]))
        return phrase_end(line, end + 1, min(line.ends[i], end + 6)) if known else end

    def _anonymous(self, line: Line, i: int, end: int, head: str) -> str | None:
        if line.words[i].startswith("ال") and head in self._unnamed:
            return self._unnamed[head].actor
        if not (self._book.has("unnamed", head) or self._book.has("roles", head)):
            return None
        slug = "-".join((bare(line.words[i]), *line.words[i + 1 : min(end, i + 5)]))
        return f"anon:{slug}@{self._page}"

    # ------------------------------------------------------------ where no subject follows

    def _before(self, line: Line, cue: Cue, scene: Scene) -> Heard | None:
        first = scene.first
        if cue.first == first or (scene.last is None and subjects.fronted(line, cue, first)):
            return None
        i = cue.first - 1
        while (
            i > first
            and line.names[i] < 0
            and (self._book.has("adverbs", line.words[i]) or line.words[i] in ("قد", "لا", "ما"))
        ):
            i -= 1
        if line.words[i] in ("كان", "كانت") and i > first and line.words[i - 1] in self._book.sets["relatives"]:
            i -= 1  # «التي كانت قد تعهدت»
        if self._book.has("relatives", line.words[i]):
            return self._antecedent(line, i, first)
        if (cue.joined or subjects.taken_up(line, cue)) and scene.last is not None:
            return scene.last
        within = cue.last < len(line.tokens) and line.words[cue.last] in _WITHIN
        aimed = bool(cue.enclitic and cue.rule.object)  # «نداء للهيئة، تطالبها»: the name before is the object
        if line.names[i] >= 0 and not (cue.joined or within or aimed) and not far(line, line.names[i], first):
            return self._main_of(line, line.names[i], first)
        opened = self._opened(line, cue, first) if not (cue.joined or within or aimed) else None
        opened = opened or (None if within else documents.indefinite(line, cue, i, first, self._page))
        if opened is not None:
            return opened
        if scene.last is not None and cue.enclitic:
            return scene.last
        if not cue.joined and not within:
            near = self._near(line, cue, i, first)
            if near is not None:
                return near
        return self._subject(line, first, cue.first) or scene.last

    def _opened(self, line: Line, cue: Cue, first: int) -> Heard | None:
        """The subject that a conjunction before the cue sets out: «غير أن مصدرا في البلدية طلب عدم ذكر اسمه أكد»."""
        for j in range(cue.first - 1, max(first, cue.first - _LONGEST_OPENING) - 1, -1):
            before = line.words[j - 1].removeprefix("و") if j else ""
            if not (before in _SETS_OUT and (j > first or is_that(before))):
                continue
            if line.names[j] >= 0 or not may_be_subject(line, j):
                return None
            word = line.words[j]
            spoken = any(self._book.has(s, head_word(word)) for s in ("unnamed", "roles"))
            known = is_head(head_word(word)) and cue.first - j <= _NEAR
            noun = word.endswith("ا") or (
                before == "ان" and not word.startswith(("ي", "ت"))
            )  # «لكن طباخا»; no «أن ينشر»
            if not (spoken or known or (noun and subjects.reaches(line, j, cue.first))):
                return None
            return self.phrase(line, j, cue.first)
        return None

    def _near(self, line: Line, cue: Cue, i: int, first: int) -> Heard | None:
        """A definite noun phrase right before the cue, up to a comma or a conjunction: «لكن النادي قال»."""
        j = i
        while j > first and i - j < 5 and line.gaps[j] == " ":
            before = line.words[j - 1]
            if self._book.has("openers", before.removeprefix("و")) or governs(before) or is_that(before):
                break
            j -= 1
        word = line.words[j]
        before = line.words[j - 1] if j > first else ""
        clause = (
            j == first or "،" in line.gaps[j] or self._book.has("openers", before.removeprefix("و")) or is_that(before)
        )
        if not clause or line.names[j] >= 0 or not may_be_subject(line, j) or "،" in line.gaps[cue.first]:
            return None
        return (
            self.phrase(line, j, i + 1) if is_head(head_word(word)) or (word.startswith("ال") and i - j <= 2) else None
        )

    def _main_of(self, line: Line, k: int, first: int) -> Heard:
        """The name before the cue, or the one that a relative clause around that name hangs on."""
        start = line.ranges[k][0]
        for j in range(start - 1, max(first, start - 4) - 1, -1):
            if self._book.has("relatives", line.words[j]):
                met = self._antecedent(line, j, first)
                if met is not None:
                    return met
        return self.named(line, k)

    def _antecedent(self, line: Line, i: int, first: int) -> Heard | None:
        head = None
        for j in range(i - 1, max(first, i - _NEAR) - 1, -1):
            if line.names[j] >= 0 or not may_be_subject(line, j) or line.gaps[j + 1] != " ":
                break
            if is_head(head_word(line.words[j])) and phrase_end(line, j, i) == i:
                head = j
        if head is not None and line.words[i - 1].startswith("ال"):
            return self.phrase(line, head, i)
        for j in range(i - 1, max(first, i - 10) - 1, -1):
            k = line.names[j]
            if k >= 0:
                return self.named(line, k)
        return self._subject(line, first, i)

    def _subject(self, line: Line, first: int, stop: int) -> Heard | None:
        """The sentence's subject: its first name, under no preposition and in no relative clause, else a noun."""
        verb = first
        while verb < stop and self._book.has("openers", line.words[verb].removeprefix("و").removeprefix("ف")):
            verb += 1
        for i in (verb, verb + 1):  # a noun phrase, or a verb and its subject
            if i < stop and line.names[i] < 0 and may_be_subject(line, i):
                word = line.words[i]
                if is_head(bare(word)) or (is_head(head_word(word)) and not word.endswith(_OWNERS)):
                    return self.phrase(line, i, stop)
        for k in names_in(line, first, stop):
            start = line.ranges[k][0]
            before = line.words[start - 1] if start > first else ""
            given = attached(line, k, "بلك")
            if far(line, k, first) or given:
                continue
            if subjects.in_relative(line, k, first, stop):
                continue
            if self._book.has("relations", bare(before)) and apposed(line, k, stop):
                continue
            held = holder(line, k, stop, bare(before))  # «رئيس نقابة الصيادين فلان»
            return self.named(line, k if held is None else held)
        return None

    def _in_focus_or_last(self, line: Line, cue: Cue) -> Heard | None:
        met = self._in_focus(line, cue) or self.last(cue)
        alone = met is not None and (met.actor or "").startswith(("person:", "country:"))
        if met is None or (alone and not met.others and subjects.of_many(line, cue)):
            return None
        both = line.words[cue.first].endswith(_OF_MORE)
        return _dropped_form(met if both else replace(met, others=()))

    def _dropped(self, cue: Cue | None) -> Heard | None:
        met = self.last(cue)
        return _dropped_form(met) if met is not None else None

    def _of_participle(self, line: Line, cue: Cue, scene: Scene) -> Heard | None:
        return scene.last or self._subject(line, scene.first, cue.first) or self._dropped(None)

    def _of_noun(self, line: Line, cue: Cue, stop: int, scene: Scene) -> Heard | None:
        if cue.enclitic or cue.rule.id == "saying":
            for j in range(cue.first - 1, max(line.sentence_start(cue.first), cue.first - 25) - 1, -1):
                if line.words[j] in ("عن", "لسان"):
                    return self.after(line, j + 1, cue.first)
            return self._of_participle(line, cue, scene)
        if cue.rule.id == "pretext":
            return self._of_participle(line, cue, scene)
        if cue.last < stop:
            if line.names[cue.last] >= 0:
                return self.named(line, line.names[cue.last])
            if line.gaps[cue.last] == " ":
                met = self.after(line, cue.last, stop)
                if met is not None:
                    return met
        return self._of_participle(line, cue, scene) if cue.led else None

    def _relayed(self, line: Line, cue: Cue, stop: int, scene: Scene) -> Heard | None:
        relay = self.after(line, cue.last, stop)
        if relay is None and cue.last < stop and line.names[cue.last] >= 0 and line.gaps[cue.last].strip() == '"':
            relay = self.named(line, line.names[cue.last])  # «علمت "كذا" من مصادر»
        for j in range(cue.last, stop):
            if line.words[j] in (cue.rule.source or _FROM) and j + 1 < stop:
                met = self.after(line, j + 1, stop)
                if met is not None:
                    via = (relay.actor,) if relay is not None and relay.actor else ()
                    return Heard(met.actor, met.span, met.place, head=met.head, via=via)
        return relay or self._before(line, cue, scene) or self._dropped(cue)

    def _document(self, line: Line, cue: Cue, stop: int, scene: Scene) -> Heard | None:
        i = cue.last
        if i < len(line.tokens) and line.words[i] in ("فيه", "فيها"):
            for j in range(cue.first - 1, line.sentence_start(cue.first), -1):
                if self._book.has("documents", head_word(line.words[j])):  # «نشرت الوكالة بيانا للوزارة جاء فيه»
                    given = (k for k in names_in(line, j + 1, cue.first) if attached(line, k, "ل"))
                    issuer = next(given, None)
                    if issuer is not None:
                        return self.named(line, issuer)
                    break
            return self._of_participle(line, cue, scene)
        while i < stop and line.words[i] in ("في", "ضمن", "علي"):
            i += 1
        led = self.after(line, i, stop)
        if led is not None and led.actor is not None and led.actor.startswith("person:"):
            return led
        for k in names_in(line, i, stop):
            return self.named(line, k)
        if i < stop and self._book.has("documents", bare(line.words[i])):
            return self.phrase(line, i, stop)
        return None


_OF_MORE = ("ا", "ان", "وا", "ون")  # endings of a verb of two or many: «وأضافا»
_FROM = ("عن", "لسان")  # before whom a relay quotes
_EACH = ("كل", "كلا")
_VERB = re.compile(r"و?(?!ال|ف[يى])\w{3,8}")
_OWNERS = ("ه", "ها", "هم")
_SITS = ("في", "من", "لدي", "ب")  # what ties an unnamed source to its body or place
_LONGEST_SUBJECT = 9  # words between «كان» and «قد»
_LONGEST_OPENING = 16  # words between a conjunction and the verb of speech of the subject that it sets out
_NEAR = 5
_SETS_OUT = ("ان", "لكن", "ولكن", "بينما", "فيما")
_WITHIN = ("فيه", "فيها", "خلاله", "خلالها")


def _dropped_form(heard: Heard) -> Heard:
    others = tuple(replace(o, span=None, place=None) for o in heard.others)
    return Heard(heard.actor, None, None, heard.feminine, heard.head, others=others)
