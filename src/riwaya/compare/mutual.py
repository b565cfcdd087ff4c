"""Two sides said to accuse each other: the page itself tells the dispute and who its parties are.

«وتتبادل الحكومتان الاتهامات بقصف السد»: a verb of exchange, what is exchanged, and two sides named
beside it. What either side is reported to charge the other with on the same matter joins its position.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from riwaya.account import Account, Affair
from riwaya.compare.kept import Phrases
from riwaya.compare.labels import label, whole_phrase
from riwaya.compare.ledger import plain_lemmas
from riwaya.compare.positions import checked, payloads_in
from riwaya.likeness import content_lemmas
from riwaya.model import Contrast, ContrastKind, Polarity, Position, Span, Statement
from riwaya.rules import Entry, Finding, load, rules_in
from riwaya.text import Lexicon, Sentence, fold_word

_REACH = 10  # tokens between the verb and what is exchanged
_SIDES = ("country:", "org:", "group:")
_STEM = 5  # letters of a country's name that its adjective keeps: أوكرانيا, الأوكراني
_LONGEST = 320  # code points of a clause that is quoted whole


def mutual(affair: Affair, sides: Mapping[str, str]) -> Iterator[Contrast]:
    """A dispute for every sentence that says two named sides accuse each other, each pair of sides once."""
    accounts = sorted(affair.accounts, key=lambda a: a.id)
    called = _Called({a.id: a.ar for a in affair.actors})
    told: set[frozenset[str]] = set()
    for account in accounts:
        for sentence in account.words.sentences:
            place = _exchange(account, sentence)
            if place is None:
                continue
            parties = _parties(account, sentence, place, sides)
            if len(parties) != 2 or frozenset(parties) in told:
                continue
            clause = _clause(account, sentence, place[0])
            charges = [
                _charges(accounts, _Sides(sides, called, mine, theirs), account, clause)
                for mine, theirs in zip(parties, reversed(list(parties)), strict=True)
            ]
            if not any(charges) and _of_nothing(account, place[1], clause):
                continue
            told.add(frozenset(parties))
            words = " ".join(account.article.words_of(clause).split())
            positions = tuple(
                Position(words, holder, (*own, clause)) for holder, own in zip(parties.values(), charges, strict=True)
            )
            yield Contrast(label("blame", _about(account, place[1], clause)), ContrastKind.DISPUTE, positions, "mutual")


def _of_nothing(account: Account, end: int, clause: Span) -> bool:
    """Whether a clause does not say what the exchanged charges are of: it ends with them, or goes on with «and»."""
    after = account.article.text[end : clause.end].split()
    if len(after) > 1 and after[0].startswith("ال"):
        after = after[1:]  # «الاتهامات العلنية»
    return not after or not (_led_by_ba(after[0]) or fold_word(after[0]) in _matters())


def _led_by_ba(word: str) -> bool:
    """Whether a word begins with the preposition «ب»: «بعد» and «بين» do not."""
    return word.startswith("ب") and fold_word(word) not in _words_of_time()


def _exchange(account: Account, sentence: Sentence) -> tuple[int, int] | None:
    """Page offsets where a verb of exchange begins and the exchanged charges end."""
    hits = _exchanges().find(account, sentence, sentence.tokens)
    for verb in hits:
        for what in hits:
            if verb.payload == "verb" and what.payload == "what" and 0 < what.first - verb.first <= _REACH:
                return sentence.tokens[verb.first].start, what.end
    return None


def _parties(account: Account, sentence: Sentence, place: tuple[int, int], sides: Mapping[str, str]) -> dict[str, str]:
    """The sides named between the verb and what is exchanged, else just before the verb; side -> actor named."""
    here = [m for m in account.mentions if m.actor and sentence.start <= m.span.start < sentence.end]
    between = [m for m in here if place[0] <= m.span.start < place[1]]
    for named in (between, [m for m in here if m.span.start < place[0]][-2:]):
        found: dict[str, str] = {}
        for m in named:
            side = sides.get(m.actor or "", m.actor or "")
            if m.actor and side.startswith(_SIDES):
                found.setdefault(side, m.actor)
        if len(found) == 2:
            return found
    return {}


def _clause(account: Account, sentence: Sentence, verb: int) -> Span:
    """From the verb to the next stop of the sentence, or the sentence where it is short."""
    text = account.article.text
    if sentence.end - sentence.start <= _LONGEST:
        end = text.find("،", verb, sentence.end)
        return account.words.span(verb, end if end > verb else sentence.end)
    end = text.find("،", verb, sentence.end)
    return account.words.span(verb, end if end > verb else min(sentence.end, verb + _LONGEST))


@dataclass(frozen=True, slots=True)
class _Called:
    """The Arabic names of actors by id."""

    names: Mapping[str, tuple[str, ...]]

    def stems(self, actor: str) -> list[str]:
        """The stems that an actor's adjective begins with."""
        return [fold_word(n)[:_STEM] for n in self.names.get(actor, ()) if " " not in n and len(n) >= _STEM]


@dataclass(frozen=True, slots=True)
class _Sides:
    """Who accuses whom: `of` maps actors to sides, `called` has the stems of their names."""

    of: Mapping[str, str]
    called: _Called
    mine: str
    theirs: str

    def speaks(self, account: Account, statement: Statement) -> bool:
        """Whether `mine` makes the statement: its actor acts for it, or is described so («الوزير التونسي»)."""
        actor = (statement.speaker.actor if statement.speaker else None) or ""
        if self.of.get(actor, actor) == self.mine:
            return True
        sentence = account.words.sentence_at(statement.span.start)
        if self.of.get(actor, actor) != actor or not actor.startswith("person:") or sentence is None:
            return False
        before = [t.text for t in sentence.tokens if t.start < statement.span.start]
        stems = [f"ال{n}" for n in self.called.stems(self.mine)]
        return any(t.startswith(stem) for t in before for stem in stems)


def _charges(accounts: Sequence[Account], sides: _Sides, at: Account, clause: Span) -> tuple[Span, ...]:
    """What one side charges the other with, where it shares a word of the matter with the clause."""
    matter = plain_lemmas(at, clause)
    found: list[Span] = []
    for account in accounts:
        for s in account.statements:
            if s.polarity is not Polarity.ACCUSES or not sides.speaks(account, s):
                continue
            sentence = account.words.sentence_at(s.span.start)
            named = {
                sides.of.get(m.actor, m.actor)
                for m in account.mentions
                if m.actor and sentence and sentence.start <= m.span.start < min(s.span.end, sentence.end)
            }
            if sides.theirs in named and matter & plain_lemmas(account, s.span):
                found.append(s.span)
    return tuple(found)


def _about(account: Account, start: int, clause: Span) -> str:
    """What they accuse each other of, to the end of its phrase, for the heading."""
    text = account.article.text
    tokens = [t for s in account.words.sentences for t in s.tokens if start <= t.start < clause.end]
    plain = (n for n, t in enumerate(tokens) if t.text not in _matters() and any(content_lemmas([t], text)))
    at = next(plain, None)
    return "" if at is None else whole_phrase(text, tokens, at)


# ------------------------------------------------------------------ rules


@cache
def _words() -> Lexicon[str]:
    lexicon: Lexicon[str] = Lexicon()
    for rule in _rules():
        for kind in ("verb", "what"):
            for word in rule.texts(kind):
                lexicon.add(word, kind, article=kind == "what")
    return lexicon


@cache
def _exchanges() -> Phrases[str]:
    """The same words, for sentences that have a verb of exchange."""
    return Phrases(_words(), [w for rule in _rules() for w in rule.texts("verb")])


@cache
def _words_of_time() -> frozenset[str]:
    return frozenset(fold_word(w) for w in load("ar/contrasts").texts("no_preposition"))


@cache
def _matters() -> frozenset[str]:
    return frozenset(fold_word(w) for w in load("ar/contrasts").texts("matters"))


def _rules() -> tuple[Entry, ...]:
    return tuple(r.only("id", "verb", "what", "yes", "no") for r in rules_in(load("ar/contrasts"), "mutual"))


def check_mutual() -> tuple[Finding, ...]:
    """The verb stands before what is exchanged in every `yes` and in no `no`."""

    def fires(rule: Entry, text: str) -> bool:
        kinds = payloads_in(_words(), text)
        return "verb" in kinds and "what" in kinds[kinds.index("verb") :]

    return checked(_rules(), fires)
