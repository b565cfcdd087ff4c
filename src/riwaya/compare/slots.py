"""What a sentence says in places where only one thing can stand: the slots in which twin sentences may part.

A `Slot` is a value (a point of the compass, a part of the day, a lot, a site, an office, a rank, a day, a weekday, a
way from here to there, a verb with or without «not») and its anchors: keys of the words beside it that say of what it
is told. Two slots are about one thing where an anchor is common to both. Which words are values is data
(`retold.yaml`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from babel.dates import get_day_names

from riwaya.account import Account
from riwaya.compare.labels import negations, one_unit
from riwaya.compare.positions import checked
from riwaya.likeness import lemma_of, stopwords
from riwaya.model import DateMention, Span
from riwaya.remembered import remembered
from riwaya.rules import Entry, Finding, load, rules_in
from riwaya.text import Sentence, Token, fold, fold_word, fold_words, split_clitics, tokenise

_WEAK = str.maketrans("", "", "اويىءئؤ")
_ROOT = 3  # consonants that make a root
_BESIDE = 4  # tokens on either side of a lot or state that say whose it is
_BEFORE = 5  # tokens before a site or an office that say what was done there, or by whom
_OF = 2  # tokens before an ordinal that say of what
_NEXT = 2  # tokens before a day that say of what
_AFTER = 6  # tokens after a verb that say of what
_SUBJECT = 6  # tokens before it that may: «سجينا شملته الصفقة»
_WAY = 4  # tokens that name one end of a way
_ENDINGS = ("ت", "وا", "ون", "ين", "ه", "ها", "هم", "ته", "تها", "تهم")  # of a verb, with who is its object
_WINDOW = 6  # tokens on either side of a value that are shown with it
_STOPS = '،؛,;:.!؟?()«»"\n'


@dataclass(frozen=True, slots=True)
class Slot:
    """A value of kind `what` in the tokens `first:last` of its sentence, told of what `anchors` name."""

    what: str
    value: object
    anchors: frozenset[str]
    first: int
    last: int


def slots_in(account: Account, sentence: Sentence) -> list[Slot]:
    """All slots of a sentence, by kind."""
    tokens, text = sentence.tokens, account.article.text
    dates = [d for d in account.dates if sentence.start <= d.span.start and d.span.end <= sentence.end]
    return [
        *_compass(tokens, text),
        *_classes("hour", "parts_of_day", tokens, text, 0),
        *_classes("site", "sites", tokens, text, _BEFORE),
        *_classes("office", "offices", tokens, text, _BEFORE),
        *states_in(tokens, text),
        *_ranks(tokens, text, dates),
        *_days(tokens, text, dates),
        *_weekdays(account, tokens, text, dates),
        *_ways(tokens, text),
        *_verbs(tokens, text),
    ]


def shown(account: Account, sentence: Sentence, slot: Slot) -> Span:
    """The words of a slot with those around it, up to the next mark."""
    tokens, text = sentence.tokens, account.article.text
    first, last = slot.first, slot.last - 1
    while first > max(0, slot.first - _WINDOW) and not _parted(text, tokens[first - 1], tokens[first]):
        first -= 1
    while last < min(len(tokens) - 1, slot.last - 1 + _WINDOW) and not _parted(text, tokens[last], tokens[last + 1]):
        last += 1
    return Span(account.article.page, tokens[first].start, tokens[last].end)


def _parted(text: str, left: Token, right: Token) -> bool:
    return any(c in _STOPS for c in text[left.end : right.start])


# ------------------------------------------------------------------ keys


def keys_of(token: Token, text: str) -> frozenset[str]:
    """The keys by which a word meets its other forms: its lemma and its strong consonants; none of a word that carries
    no content."""
    return _keys_of(token.text, text[token.start : token.end])


@remembered(131072)
def _keys_of(folded: str, written: str) -> frozenset[str]:
    if folded in stopwords():
        return frozenset()
    if folded[0].isdigit():
        return frozenset((folded,))
    lemma = one_unit(lemma_of(written))
    bare = lemma.translate(_WEAK).removesuffix("ه")
    return frozenset((lemma, "~" + bare)) if len(bare) >= _ROOT else frozenset((lemma,))


def _keys(tokens: Sequence[Token], text: str) -> frozenset[str]:
    return frozenset(key for t in tokens for key in keys_of(t, text))


def forms_of(token: Token) -> frozenset[str]:
    """A token's folded text with and without what is attached to it."""
    return _forms_of(token.text)


@remembered(131072)
def _forms_of(folded: str) -> frozenset[str]:
    return frozenset((folded, *(c.stem for c in split_clitics(folded) if not c.enclitic)))


# ------------------------------------------------------------------ slots


def _compass(tokens: Sequence[Token], text: str) -> Iterator[Slot]:
    """«شمال غربي البلدة»: what the next word names; «الضفة الشمالية»: what the word before."""
    points = [_class_of("directions", t) for t in tokens]
    at = 0
    while at < len(tokens):
        last = at
        while last < len(tokens) and points[last]:
            last += 1
        if last > at:
            beside = tokens[at - 1 : at] if tokens[at].text.startswith("ال") else tokens[last : last + 1]
            where = frozenset(p for p in points[at:last] if p)
            yield Slot("place", where, _keys(beside, text), max(0, at - 1), min(len(tokens), last + 1))
        at = max(last, at + 1)


def _classes(what: str, section: str, tokens: Sequence[Token], text: str, before: int) -> Iterator[Slot]:
    """Words of the classes of a section; what stands before them anchors them, or (none asked) their sentence."""
    for at, token in enumerate(tokens):
        found = _class_of(section, token)
        if found:
            anchors = _keys(tokens[max(0, at - before) : at], text) if before else frozenset("*")
            yield Slot(what, found, anchors, at, at + 1)


def states_in(tokens: Sequence[Token], text: str) -> Iterator[Slot]:
    """The lots and states that have an opposite; the value is the rule's id and the side of it."""
    for at, token in enumerate(tokens):
        for name, sides in _opposites().items():
            side = next((n for n, words in enumerate(sides) if words & forms_of(token)), None)
            if side is not None:
                beside = [*tokens[max(0, at - _BESIDE) : at], *tokens[at + 1 : at + 1 + _BESIDE]]
                yield Slot("state", (name, side), _keys(beside, text), at, at + 1)


def _ranks(tokens: Sequence[Token], text: str, dates: Sequence[DateMention]) -> Iterator[Slot]:
    """«للمرة الثانية», «جولة المحادثات الثانية», «رابع رحلة»: how manieth of what."""
    for at, token in enumerate(tokens):
        if any(d.span.start < token.end and token.start < d.span.end for d in dates):
            continue
        defined = token.text.startswith("ال")
        value = _ordinals().get(token.text.removeprefix("ال"))
        beside = tokens[max(0, at - _OF) : at] if defined else tokens[at + 1 : at + 2]
        if value is not None and beside and (at or not defined) and not (value == 0 and not defined):
            first = at - 1 if defined else at
            yield Slot("rank", value, _keys(beside, text), first, first + 2)


def _days(tokens: Sequence[Token], text: str, dates: Sequence[DateMention]) -> Iterator[Slot]:
    for date in dates:
        inside = [n for n, t in enumerate(tokens) if t.start < date.span.end and date.span.start < t.end]
        if inside and date.when is not None and date.when.start and date.when.end:
            beside = tokens[max(0, inside[0] - _NEXT) : inside[0]]
            yield Slot("date", date, _keys(beside, text), inside[0], inside[-1] + 1)


def _weekdays(account: Account, tokens: Sequence[Token], text: str, dates: Sequence[DateMention]) -> Iterator[Slot]:
    """Weekdays by name, with whether the page says which day that is."""
    for date in dates:
        inside = [n for n, t in enumerate(tokens) if t.start < date.span.end and date.span.start < t.end]
        named = weekdays_at(account, date.span)
        if inside and len(named) == 1:
            beside = tokens[max(0, inside[0] - _NEXT) : inside[0]]
            anchors = _keys(beside, text) | _keys([t for n, t in enumerate(tokens) if n in inside], text) - named
            yield Slot("weekday", (*named, date.when is not None), anchors, inside[0], inside[-1] + 1)


def weekdays_at(account: Account, span: Span) -> frozenset[str]:
    """The folded weekdays that the words at `span` name."""
    words = tokenise(fold(account.article.text[span.start : span.end]))
    return frozenset(w for t in words for w in forms_of(t) if w in _week())


@cache
def _week() -> frozenset[str]:
    return fold_words(get_day_names(locale="ar").values())


def _ways(tokens: Sequence[Token], text: str) -> Iterator[Slot]:
    """«من الميناء القديم إلى الجزيرة»: from where to where; the value is the keys of both ends."""
    for at, token in enumerate(tokens):
        if token.text != "من":
            continue
        to = next((n for n in range(at + 2, min(len(tokens), at + 2 + _WAY)) if tokens[n].text == "الي"), None)
        if to is not None and to + 1 < len(tokens):
            start = _keys(tokens[at + 1 : to], text)
            end = _keys(tokens[to + 1 : to + 3], text)
            yield Slot("way", (start, end), start | end, at, min(len(tokens), to + 3))


def _verbs(tokens: Sequence[Token], text: str) -> Iterator[Slot]:
    """Every word that may be a verb, with whether «not» stands before it."""
    for at, token in enumerate(tokens):
        roots = _verb_roots(token.text)
        if roots and not token.is_number and token.text not in stopwords():
            denied = at > 0 and tokens[at - 1].text.removeprefix("و") in _not()
            beside = [*tokens[max(0, at - _SUBJECT) : at], *tokens[at + 1 : at + 1 + _AFTER]]
            yield Slot("negation", (roots, denied), _keys(beside, text), max(0, at - 1) if denied else at, at + 1)


def _verb_roots(word: str) -> frozenset[str]:
    """What may be the stem of a verb's form: its ending of the past, its first letter of the present taken off."""
    bare = word.removeprefix("و") if len(word) > _ROOT + 1 else word
    ends = {bare, *(bare.removesuffix(e) for e in _ENDINGS)}
    starts = {e[1:] for e in ends if e[:1] in "يتن"}
    stems = {s.translate(_WEAK) for s in (ends | starts)}
    return frozenset(s for s in stems if len(s) >= _ROOT)


# ------------------------------------------------------------------ rules


def _class_of(section: str, token: Token) -> str | None:
    table = _table(section)
    return next((table[f] for f in sorted(forms_of(token), key=len, reverse=True) if f in table), None)


@cache
def _table(section: str) -> dict[str, str]:
    return {fold_word(w): r.text("id") for r in rules_in(load("ar/retold"), section) for w in r.texts("words")}


@cache
def against(section: str) -> dict[str, frozenset[str]]:
    """Class -> the classes of its section that it excludes."""
    return {r.text("id"): frozenset(r.texts("against")) for r in rules_in(load("ar/retold"), section)}


@cache
def _opposites() -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    return {
        r.text("id"): tuple(frozenset(fold_word(w) for w in r.texts(part)) for part in ("words", "other"))  # type: ignore[misc]
        for r in rules_in(load("ar/retold"), "opposites")
    }


def moves_on(slot: Slot) -> bool:
    """Whether a state is one that may turn into its opposite from one day's page to the next."""
    return isinstance(slot.value, tuple) and slot.value[0] in _moving()


@cache
def _moving() -> frozenset[str]:
    return frozenset(r.text("id") for r in rules_in(load("ar/retold"), "opposites") if r.get("moves") is True)


@cache
def _ordinals() -> dict[str, int]:
    """Ordinals of one word, without the article."""
    entries = [e for e in load("ar/numbers")["ordinals"] if e["role"] in ("one", "ten") and e["value"] <= 10]
    own = {fold_word(f): int(e["value"]) for e in entries for f in e["forms"] if e["role"] == "one" or len(f) > 3}
    cardinals = {fold_word(f) for e in load("ar/numbers")["cardinals"] for f in e["forms"]}
    ground = dict.fromkeys(fold_words(load("ar/retold").texts("ground")), 0)
    return ground | {word: value for word, value in own.items() if word not in cardinals}


@cache
def _not() -> frozenset[str]:
    return negations() & {fold_word(w) for w in ("لم", "لن", "لا", "ليس", "ليست")}


def tells_no(tokens: Sequence[Token]) -> bool:
    """Whether one of these words says no."""
    return any(t.text.removeprefix("و") in negations() for t in tokens)


def check_retold() -> tuple[Finding, ...]:
    """The two texts of every `yes` («one | other») tell opposite states of one thing, those of a `no` do not."""

    def fires(rule: Entry, text: str) -> bool:
        rule.only("id", "moves", "words", "other", "yes", "no")
        found = [[s for s in states_in(list(tokenise(fold(t))), t) if _of(s, rule.text("id"))] for t in text.split("|")]
        return any(x.value != y.value and x.anchors & y.anchors for x in found[0] for y in found[-1])

    return checked(rules_in(load("ar/retold"), "opposites"), fires, "no opposites")


def _of(slot: Slot, rule: str) -> bool:
    return isinstance(slot.value, tuple) and slot.value[0] == rule


def around(slot: Slot, tokens: Sequence[Token], text: str) -> frozenset[str]:
    """The keys of the words on either side of a slot."""
    return _keys([*tokens[max(0, slot.first - _BESIDE) : slot.first], *tokens[slot.last : slot.last + _BESIDE]], text)
