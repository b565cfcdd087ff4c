"""Cues: the words that introduce speech, read from `rules/ar/statements.yaml`.

`book()` compiles the rule file once. `Book.cues(line)` gives the cues of a paragraph in order;
a word that is only sometimes a cue is given too, and the content finder decides by what follows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import compress, count

from riwaya.remembered import remembered
from riwaya.rules import Entry, load, rules_in
from riwaya.statements.lines import Line
from riwaya.text import Cut, conjugate, fold_word, fold_words, split_clitics

_WORD_FIELDS = (
    "id", "that", "quote", "noun", "object", "near", "short", "negated", "polarity", "role", "by", "masdar", "through",
    "source", "hedges", "yes", "no",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rule:
    """How a cue governs its content. `nouns`: prepositions before a nominal content, «-» for none. `short`: whether a
    quotation of a word or two may stand right behind it (spoken), or behind «عليها» (written)."""

    id: str
    kind: str  # verb | noun | source
    that: bool = False
    quote: bool = False
    nouns: tuple[str, ...] = ()
    object: str = ""  # may | needed | led
    near: int = 28
    polarity: str = "asserts"
    role: str = "main"
    pronoun: str = "never"
    short: str = ""
    negated: bool = False  # whether it tells as well where it is negated
    known: str = ""  # all | masdar: for which content somebody known for speaking must stand beside it
    through: str = ""  # a set, of which a word must stand before the content
    source: tuple[str, ...] = ()  # of a relay: the prepositions before who is relayed
    hedges: bool = False  # whether the verb itself weakens what is told


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue met in a line: tokens `first:last`; `low:high` its letters without particles."""

    rule: Rule
    form: str  # past | present | participle | noun | source
    first: int
    last: int
    low: int
    high: int
    joined: bool  # «و» or «ف» stands before it
    feminine: bool
    enclitic: str = ""
    led: bool = False  # a noun after «ل» or «ب»: its subject is the sentence's


class Phrases:
    """A set of phrases, looked up by their first word."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._rest: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for phrase in phrases:
            first, *rest = fold_word(phrase).split()
            self._rest.setdefault(first, []).append((tuple(rest), phrase))

    @property
    def firsts(self) -> Iterable[str]:
        """The words that phrases begin with."""
        return self._rest.keys()

    def at(self, words: Sequence[str], i: int) -> str | None:
        """The phrase, as the rule file spells it, that begins at word i."""
        if i >= len(words):
            return None
        for rest, phrase in self._rest.get(words[i], ()):
            if tuple(words[i + 1 : i + 1 + len(rest)]) == rest:
                return phrase
        return None

    def within(self, words: Sequence[str]) -> str | None:
        """The first phrase met in `words`."""
        starts = self._rest
        if starts.keys().isdisjoint(words):
            return None
        return next((p for i, w in enumerate(words) if w in starts and (p := self.at(words, i))), None)

    def begins(self, word: str) -> bool:
        """Whether a phrase begins with folded `word`; most words begin none."""
        return word in self._rest


@dataclass(frozen=True, slots=True)
class Book:
    """The compiled rule file."""

    forms: dict[str, tuple[Rule, str]]
    sources: dict[str, tuple[tuple[tuple[str, ...], Rule], ...]]
    sets: dict[str, frozenset[str]]
    phrases: dict[str, Phrases]  # the sections whose entries may be of several words
    acts: tuple[tuple[str, Phrases], ...]

    def has(self, name: str, word: str) -> bool:
        """True when folded `word` stands in the word set `name`."""
        return word in self.sets[name]

    def cues(self, line: Line) -> list[Cue]:
        """The cues of a line, left to right, at most one for each word."""
        found: list[Cue] = []
        done = 0
        for i in compress(count(), map(_cued, line.words)):
            if i < done or line.names[i] >= 0:
                continue
            cue = _source_at(line, i) or _word_at(line, i)
            if cue is not None:
                found.append(cue)
                done = cue.last
        return found


@remembered(65536)
def _cued(word: str) -> bool:
    """Whether a word may be a cue, or the first of a source's; most words are not."""
    sources = book().sources
    return word in sources or (word[:1] in "وف" and word[1:] in sources) or _look_up(word) is not None


def _source_at(line: Line, i: int) -> Cue | None:
    text = line.words[i]
    for skip in (0, 1):
        if skip and not text.startswith(("و", "ف")):
            return None
        for phrase, rule in book().sources.get(text[skip:], ()):
            n = len(phrase)
            if line.words[i + 1 : i + n] == phrase[1:] and line.ends[i] >= i + n:
                low = line.tokens[i].at + skip
                return Cue(rule, "source", i, i + n, low, line.end_of(i + n - 1), bool(skip), False)
    return None


def _word_at(line: Line, i: int) -> Cue | None:
    token = line.tokens[i]
    met = _look_up(token.text)
    if met is None:
        return None
    rule, form, cut = met
    if cut.enclitic == "ه" and line.source[token.end - 1] == "ة":
        return None  # «دعاة» is no «دعاه»
    low = token.at + cut.prefix_length
    feminine = cut.stem.endswith("ت") if form == "past" else cut.stem.startswith("ت") and form == "present"
    if form == "participle":
        feminine = cut.stem.endswith("ه")
    high = line.end_of(i) - len(cut.enclitic)
    joined = (bool(cut.proclitics) and cut.proclitics[0] in "وف") or (i > 0 and line.words[i - 1] == "و")
    led = "".join(cut.proclitics)[-1:] in ("ل", "ب") or token.text.startswith("لل")
    return Cue(rule, form, i, i + 1, low, high, joined, feminine, cut.enclitic, led)


def is_verb(word: str) -> bool:
    """Whether a folded word is a verb of speech, with or without a pronoun («أكده»)."""
    met = _look_up(word)
    return met is not None and met[1] != "noun"


@remembered(65536)
def _look_up(word: str) -> tuple[Rule, str, Cut] | None:
    """The rule that a folded word is a cue of, with its form and the cut that shows it."""
    forms = book().forms
    if book().has("no_cues", word):
        return None
    for cut in split_clitics(word):
        met = forms.get(cut.stem if not cut.article else "ال" + cut.stem)
        if met is None:
            continue
        rule, form = met
        particles = "".join(cut.proclitics)
        if cut.enclitic and cut.enclitic not in ("ه", "ها", "هم", "هما", "هن"):
            continue
        if cut.enclitic and book().has("prepositions", cut.stem):
            continue  # «بينهم»
        if form == "past" and particles not in ("", "و", "ف", "ل", "ول"):
            continue
        if form == "present" and particles not in ("", "و", "ف", "س", "وس", "ل", "ول"):
            continue
        if form == "participle" and (cut.enclitic or particles not in ("", "و") or not _accusative(cut.stem)):
            continue
        if form == "noun" and not _noun_form(rule, cut, particles):
            continue
        return rule, form, cut
    return None


def _accusative(word: str) -> bool:
    """«مضيفا», «مضيفة», «مضيفين»: a participle that goes with a verb; «متهم» is an adjective."""
    return word.endswith(("ا", "ه", "ين", "تين"))


def _noun_form(rule: Rule, cut: Cut, particles: str) -> bool:
    if rule.pronoun == "true" and cut.enclitic not in ("ه", "ها", "هم", "هما"):
        return False
    if rule.pronoun == "never" and cut.enclitic:
        return False
    return particles in ("", "و", "ل", "ب", "ول", "وب", "ف")


@cache
def book() -> Book:
    """The rules, compiled. Raises `RuleError` where the file is wrong."""
    data = load("ar/statements")
    forms: dict[str, tuple[Rule, str]] = {}
    for entry in rules_in(data, "verbs"):
        rule = _rule(entry.only(*_WORD_FIELDS, "verbs"), "verb")
        for stems in entry.get("verbs", []):
            if not (isinstance(stems, list) and len(stems) == 3):
                raise entry.fail(f"a verb is [past, present, participle], not {stems!r}")
            for form, tense in conjugate(*map(str, stems)):
                if len(form) > 2 or form in ("رد", "حث", "حض", "نص"):
                    forms.setdefault(form, (rule, tense))
    for entry in rules_in(data, "nouns"):
        rule = _rule(entry.only(*_WORD_FIELDS, "nouns", "pronoun"), "noun")
        for noun in entry.texts("nouns"):
            forms.setdefault(fold_word(noun), (rule, "noun"))
    sources: dict[str, list[tuple[tuple[str, ...], Rule]]] = {}
    for entry in rules_in(data, "sources"):
        rule = _rule(entry.only("id", "words", "yes", "no"), "source")
        for phrase in entry.texts("words"):
            words = tuple(fold_word(phrase).split())
            if words[-1] == "ل":
                words = words[:-1]
            sources.setdefault(words[0], []).append((words, rule))
    ordered = {k: tuple(sorted(set(v), key=lambda x: -len(x[0]))) for k, v in sources.items()}
    acts = data["acts"]
    return Book(
        forms,
        ordered,
        {name: fold_words(data.texts(name)) for name in data if isinstance(data[name], list) and name not in _SECTIONS},
        {name: Phrases(data.texts(name)) for name in _PHRASES},
        tuple((name, Phrases(acts.texts(name))) for name in acts),
    )


_PHRASES = (
    "ends_after_comma",
    "ends_anywhere",
    "ends_before_cue",
    "ends_noun",
    "ends_noun_anywhere",
    "hedges",
    "unsure",
)
_SECTIONS = ("verbs", "nouns", "sources")


def _rule(entry: Entry, kind: str) -> Rule:
    flag = {True: True, False: False, "true": True, "false": False}
    return Rule(
        entry.text("id"),
        kind,
        flag[entry.get("that", False)],
        flag[entry.get("quote", False)],
        tuple(fold_word(p) for p in entry.texts("noun")),
        {True: "may", "needed": "needed", "led": "led"}.get(entry.get("object", False), ""),
        int(entry.get("near", 28)),
        entry.text("polarity", "asserts"),
        entry.text("role", "main"),
        str(entry.get("pronoun", "never")).lower(),
        short=entry.text("short", ""),
        negated=flag[entry.get("negated", False)],
        known="all" if entry.get("by") == "known" else "masdar" if entry.get("masdar") == "known" else "",
        through=entry.text("through", ""),
        source=tuple(fold_word(p) for p in entry.texts("source")),
        hedges=flag[entry.get("hedges", False)],
    )
