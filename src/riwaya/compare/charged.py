"""Which clause a page goes on to say is denied, where that clause charges somebody, and who charges.

A denial answers the words right before it. «ويرى مراقبون أن البلدية ستشدد موقفها من الشركة، المتهمة من قبل النقابة
بإتلاف السجل، الأمر الذي تنفيه الشركة»: what is denied is what the last clause charges, held by the union, and not what
observers expect. So of the words before a denial the last that charges opens the claim:

* a relative clause («الذي تتهمه النقابة بـ», «التي تتهم الشركة بـ») or a verb with a pronoun («واتهمتها بـ»);
* a participle: «المتهمة من قبل النقابة بـ» is charged, «متهمة إياها بـ» charges;
* a verb with its object («واتهمت النقابة الشركة بـ»).

Who charges is the subject of that word and of no other: named right behind it, after «من قبل», right before its
relative pronoun, or at the head of the sentence where nothing between has a subject of its own. Where nobody is shown
so, nobody is named. `aims_past` says that such a clause charges somebody else than who denies.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from riwaya.account import Account
from riwaya.compare.heard import plainly_said
from riwaya.compare.subjects import is_subject, led_away
from riwaya.model import Mention, Polarity, Span, Statement
from riwaya.rules import load
from riwaya.text import Sentence, Token, fold_words, split_clitics

_STOPS = frozenset("؛:.؟!\n")
_NEAR = 2  # words at most between a charge and who is named behind it
_VERB = 1  # words that may stand before the subject a sentence opens with, besides those for an office or «both»
_OPENS = 3  # words before a verb that opens its sentence: «كانت لندن اتهمت»
_AFTER = 7  # words behind a participle among which «من قبل» stands
_LEAST = 3  # letters of a word that may have lost a «و»


@dataclass(frozen=True, slots=True)
class Charge:
    """The clause that charges; who does, if that is shown, and for whom its relative pronoun may stand."""

    span: Span
    accuser: Mention | None = None
    accused: tuple[Mention, ...] = ()

    def aims_past(self, denier: str, sides: Mapping[str, str]) -> bool:
        """Whether somebody else is charged than `denier`, and not his side."""
        charged = {sides.get(m.actor or "", m.actor) for m in self.accused}
        return bool(charged) and sides.get(denier, denier) not in charged


def charge_before(account: Account, sentence: Sentence, end: int, sides: Mapping[str, str]) -> Charge | None:
    """The last clause of a sentence before `end` that charges somebody; None where none does, or where somebody is said
    to say something else after it. `sides` maps an actor id to its side."""
    tokens = [t for t in sentence.tokens if t.end <= end]
    found = [(i, form) for i, t in enumerate(tokens) if (form := _form(t.text))]
    if not found or _said_since(account, tokens[found[-1][0]], end):
        return None
    at, form = found[-1]
    clause = _Clause(account, sentence, tokens, at)
    if form == "participle":
        return clause.of_participle(sides) if clause.is_apposition() else None
    return clause.of_verb(sides, pronoun=form == "verb+")


def claimed_in_relative(account: Account, sentence: Sentence, end: int) -> tuple[Span, Statement] | None:
    """The last relative clause before `end` that says what somebody claims («شهادة الجارة التي ادعت أن»), and the
    claim."""
    tokens = [t for t in sentence.tokens if t.end <= end]
    for at in range(len(tokens) - 2, 0, -1):
        if _bare(tokens[at].text) not in _listed("turning"):
            continue
        verb = tokens[at + 1]
        for s in account.statements:
            cue = s.cue is not None and s.cue.start < verb.end and verb.start < s.cue.end
            if cue and s.span.start < end and not any(t.start >= s.span.end for t in tokens):
                return account.words.span(tokens[at].start, tokens[-1].end), s
        return None
    return None


def declared_before(account: Account, sentence: Sentence, end: int) -> Charge | None:
    """The last claim before `end` that a noun brings in, with whose it is («بعد إعلان النقابة أن الأجور لم تدفع»)."""
    tokens = [t for t in sentence.tokens if t.end <= end]
    for at in range(len(tokens) - 1, -1, -1):
        if _bare(tokens[at].text) not in _words("declaring"):
            continue
        for m in account.mentions:
            behind = next((t.text for t in tokens if t.start >= m.span.end), "")
            follows = 0 < m.span.start - tokens[at].end <= 1 and behind in _words("that")
            if m.actor and follows:
                return Charge(account.words.span(tokens[at].start, tokens[-1].end), m)
    return None


def relative_last(account: Account, sentence: Sentence, end: int) -> bool:
    """Whether the words before `end`, from their last comma on, are a relative clause: a denial after it may be of what
    it says as well as of what stands around it."""
    tokens = [t for t in sentence.tokens if t.end <= end]
    text = account.article.text
    first = max((i + 1 for i in range(len(tokens) - 1) if "،" in text[tokens[i].end : tokens[i + 1].start]), default=0)
    return 0 < first < len(tokens) and _bare(tokens[first].text) in _listed("turning")


def joined_names(account: Account, first: Mention) -> list[Mention]:
    """Who is named with `first`, joined by «و» one after the other, himself the first."""
    text = account.article.text
    found = [first]
    for m in sorted((m for m in account.mentions if m.actor), key=lambda m: m.span.start):
        between = text[found[-1].span.end : m.span.start]
        joins = between.strip() == "و" or (between.isspace() and text[m.span.start] == "و" and _joined(account, m))
        if m.span.start >= found[-1].span.end and joins:
            found.append(m)
    return found


def _joined(account: Account, mention: Mention) -> bool:
    """Whether the «و» that a name begins with is none of its letters."""
    word = account.words.text(mention.span.start, mention.span.end).split()[0]
    return word[1:].startswith("ال")


@dataclass(frozen=True, slots=True)
class _Clause:
    """Words before a denial, the one at `at` charging."""

    account: Account
    sentence: Sentence
    tokens: Sequence[Token]
    at: int

    def of_verb(self, sides: Mapping[str, str], *, pronoun: bool) -> Charge:
        before = self.tokens[self.at - 1] if self.at else None
        if before is not None and _bare(before.text) in _listed("turning") and not self._parted(self.at - 1):
            return self._relative(pronoun=pronoun)
        if not pronoun:
            return Charge(self._from(self._opening()), self._said_by(sides))
        behind = self._behind()
        if behind is None and not self._own_subject():
            behind = self._first_named()
        subordinate = before is not None and _bare(before.text) in _words("subordinating")
        return Charge(self._from(self.at - subordinate), behind)

    def is_apposition(self) -> bool:
        """Whether a participle is set off or stands behind a name, says by whom, or has no article: «المتهم بالسرقة
        اعترف» only names a man."""
        rest = [t.text for t in self.tokens[self.at + 1 : self.at + 1 + _AFTER]]
        if any(w in _words("charged_by") for w in rest) or not self.tokens[self.at].text.startswith("ال"):
            return True
        before = self.tokens[self.at - 1] if self.at else None
        named = before is not None and any(m.span.end == before.end for m in self._named(self.sentence.start))
        return named or (before is not None and self._parted(self.at - 1))

    def of_participle(self, sides: Mapping[str, str]) -> Charge:
        word = self.tokens[self.at].text
        rest = [t.text for t in self.tokens[self.at + 1 : self.at + 1 + _AFTER]]
        by = next((i for i in range(1, len(rest)) if rest[i - 1] == "من" and rest[i] in _words("charged_by")), None)
        if by is not None:
            return Charge(self._from(self.at), self._named_at(self.at + 2 + by))
        active = not word.startswith("ال") and rest and (rest[0] in _listed("standing_in") or self._object_behind())
        if not active:
            return Charge(self._from(self.at))
        accuser = self._said_by(sides) or (None if self._own_subject() else self._first_named())
        return Charge(self._from(self.at), accuser)

    def _relative(self, *, pronoun: bool) -> Charge:
        """«الذي تتهمه النقابة بـ», «النقابة، التي تتهم الشركة بـ», «الذي اتهمت النقابة الشركة به»."""
        opening = self.tokens[self.at - 1]
        span, behind = self._from(self.at - 1), self._behind()
        before = max(self._named(self.sentence.start, opening.start), key=lambda m: m.span.end, default=None)
        lead = [t for t in self.tokens if before is not None and before.span.end <= t.start < opening.start]
        antecedent = None if lead else before
        if pronoun:
            return Charge(span, behind, tuple(self._named(self._back(self.at - 1), opening.start)))
        two = behind is not None and any(m.span.start - behind.span.end == 1 for m in self._named(behind.span.end))
        return Charge(span, behind if two else antecedent)

    def _said_by(self, sides: Mapping[str, str]) -> Mention | None:
        """Who is shown to be the speaker of the charge."""
        token = self.tokens[self.at]
        for s in self.account.statements:
            speaker = s.speaker
            if s.polarity is not Polarity.ACCUSES or s.cue is None or speaker is None or not speaker.actor:
                continue
            here = s.cue.start < token.end and token.start < s.cue.end
            if here and plainly_said(self.account, s) and is_subject(self.account, s, sides):
                named = [m for m in self._named(self.sentence.start) if speaker.span and m.span.overlaps(speaker.span)]
                own = [m for m in named if m.actor == speaker.actor]
                return own[0] if own else None
        return None

    def _behind(self) -> Mention | None:
        """Who is named right behind the word that charges, or behind his office («السلطات في»)."""
        named = min(self._named(self.tokens[self.at].end), key=lambda m: m.span.start, default=None)
        if named is None:
            return None
        lead = [t.text for t in self.tokens[self.at + 1 :] if t.start < named.span.start]
        return None if len(lead) > _NEAR or led_away(lead) or any(w.startswith("ب") for w in lead) else named

    def _object_behind(self) -> bool:
        """Whether a name stands right behind a participle."""
        start = self.tokens[self.at].end
        return any(not self.account.article.text[start : m.span.start].strip() for m in self._named(start))

    def _named_at(self, at: int) -> Mention | None:
        """Who is named by the token at `at`."""
        if at >= len(self.tokens):
            return None
        return next((m for m in self._named(self.sentence.start) if m.span.start <= self.tokens[at].start < m.span.end
                     or m.span.start == self.tokens[at].start + 1), None)  # fmt: skip

    def _first_named(self) -> Mention | None:
        """The subject that a sentence opens with, right behind its verb or before it: «وقطعت كل من الشركة والنقابة»."""
        first = min(self._named(self.sentence.start), key=lambda m: m.span.start, default=None)
        if first is None or first.span.start >= self.tokens[self.at].start:
            return None
        lead = [_bare(t.text) for t in self.tokens if t.start < first.span.start]
        plain = [w for w in lead if w not in _listed("opening_words") and w not in _words("heading_subjects")]
        return first if len(plain) <= _VERB and not led_away(plain) and self._agrees(first) else None

    def _agrees(self, subject: Mention) -> bool:
        """Whether the word that charges may have a subject for its own: many for a plural, nobody's name for a
        feminine («وانتقد نواب زيارة فلان متهمين إياها» are not his words)."""
        word = self.tokens[self.at].text
        if any(c.stem in _words("charging_plural") for c in split_clitics(word)):
            return len(joined_names(self.account, subject)) > 1
        feminine = any(c.stem in _words("charging_feminine") for c in split_clitics(word))
        return not (feminine and (subject.actor or "").startswith("person:"))

    def _own_subject(self) -> bool:
        """Whether a word between the head of a sentence and its charge opens a clause that may have another subject."""
        last = self.at - 1 if self.at and _bare(self.tokens[self.at - 1].text) in _words("subordinating") else self.at
        opening = _words("subordinating") | _listed("turning")
        return any(_bare(t.text) in opening for t in self.tokens[:last])

    def _opening(self) -> int:
        """Where the clause of a verb opens: at the head of its sentence, or where it is joined to what goes before."""
        if self.at <= _OPENS:
            return 0
        first = self.at
        while first and not self._parted(first - 1) and self.tokens[first].text[0] != "و":
            first -= 1
        return first

    def _back(self, first: int) -> int:
        """Where the words before a relative pronoun begin for which it may stand: «فلان، المقيم هناك، الذي»."""
        marks = [i for i in range(first - 1) if self._parted(i)]
        return self.tokens[marks[-2] + 1].start if len(marks) > 1 else self.sentence.start

    def _parted(self, i: int) -> bool:
        """Whether a mark stands behind a token."""
        return bool((_STOPS | {"،"}) & set(self.account.article.text[self.tokens[i].end : self.tokens[i + 1].start]))

    def _named(self, start: int, end: int | None = None) -> list[Mention]:
        stop = self.tokens[-1].end if end is None else end
        return [m for m in self.account.mentions if m.actor and start <= m.span.start < stop]

    def _from(self, first: int) -> Span:
        return self.account.words.span(self.tokens[max(first, 0)].start, self.tokens[-1].end)


def _said_since(account: Account, charge: Token, end: int) -> bool:
    """Whether a verb of saying, set off by a comma, stands between a charge and `end`."""
    text = account.article.text
    cues = (s.cue for s in account.statements if s.cue is not None and charge.end < s.cue.start < end)
    return any(text[: c.start].rstrip().removesuffix("و").rstrip().endswith("،") for c in cues if c is not None)


def _form(word: str) -> str:
    """Whether a folded word charges: as a «verb», a «verb+» with a pronoun, or a «participle»; empty where it does
    not."""
    for cut in split_clitics(word):
        if cut.stem in _words("charging"):
            return "verb+" if cut.enclitic else "verb"
        if cut.stem in _words("charged") and not cut.enclitic and set(cut.proclitics) <= {"و", "ف"}:
            return "participle"
    return ""


def _bare(word: str) -> str:
    return word[1:] if word[:1] in ("و", "ف") and len(word) > _LEAST else word


@cache
def _words(section: str) -> frozenset[str]:
    return fold_words(load("ar/disputes").texts(section))


@cache
def _listed(section: str) -> frozenset[str]:
    return fold_words(load("ar/contrasts").texts(section))
