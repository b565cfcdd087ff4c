"""One thing under names that take sides: «شهيد» and «قتيل», «العدوان» and «الضربات».

Which word a newsroom uses of itself, not in a quotation, tells an editor where it stands. `worded` gives at
most one contrast for each such pair of words in a topic: where one newsroom uses only the one, another only
the other, and they say so in like sentences, so that it is of the same thing. Who has both words, on whatever page of
the topic, takes no side. What a house calls somebody in passing is its style, the same in every topic: of those marked
so, only what stands in a title is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from riwaya.account import Account
from riwaya.compare.kept import Phrases, numbers_in
from riwaya.compare.labels import label
from riwaya.compare.positions import as_written, checked, payloads_in
from riwaya.likeness import Index, Vector, Weights, content_lemmas
from riwaya.model import BlockKind, Contrast, ContrastKind, Derivation, MentionType, Position, Span
from riwaya.rules import Entry, Finding, load, rules_in
from riwaya.text import Lexicon, Sentence, fold_word

_LIKE = 0.35  # cosine of two sentences that tell the same thing, their loaded words left out
_COPIED = 0.8  # score of a pair from which a sentence is its source's but for some words
_CALLED = 4  # words before a loaded one in which somebody may be said to call it so
_APART = 2  # newsrooms of which one puts another word than the other
_MOST = 4  # pages that are cited for one word
_OBJECT = 5  # words behind a deed's word in which what it was done to stands
_MARK = re.compile(r"[،؛.:!؟\n]")
_QUOTES = '«“"„'
_CLOSING = frozenset('»”"“')
_TELLING = (BlockKind.TITLE, BlockKind.DEK, BlockKind.BODY)


@dataclass(frozen=True, slots=True)
class _Use:
    """A page's own use of a loaded word."""

    account: Account
    variant: str
    words: Span
    sentence: Span
    lemmas: tuple[str, ...]
    places: frozenset[str]  # that its sentence names, states apart
    named: frozenset[str]  # besides the thing itself, and the numbers that its sentence tells
    told_of: frozenset[str] = frozenset()  # what stands right behind it: of a deed, what it was done to


def worded(
    accounts: Sequence[Account], derivations: Sequence[Derivation] = (), *, chosen: bool = True
) -> Iterator[Contrast]:
    """The loaded words in which the pages of a topic part, and those that a copy put for its source's; of pages that
    nobody chose none that only name a body."""
    if len({_outlet(a) for a in accounts}) < _APART:
        return
    uses: dict[str, list[_Use]] = {}
    own: dict[tuple[str, str], set[str]] = {}
    marked: set[tuple[str, str]] = set()
    for account in accounts:
        for sentence in account.words.sentences:
            if account.words.kind_of(sentence) in _TELLING:
                for thing, use in _uses(account, sentence, own, marked):
                    uses.setdefault(thing, []).append(use)
    pairs = [(p.source, p.derived) for d in derivations for p in d.pairs if p.score >= _COPIED]
    for thing, found in sorted(uses.items()):
        if thing in _of("style", "name") and not chosen:
            continue
        faithful = [
            u for u in found if len(own[_outlet(u.account), thing]) == 1 and (u.account.id, u.variant) not in marked
        ]
        if thing in _of("style"):
            faithful = [u for u in faithful if thing in _titled(u.account)]
        contrast = _contrast(thing, faithful) or _put_for(faithful, pairs)
        if contrast:
            yield contrast


def _put_for(uses: Sequence[_Use], pairs: Sequence[tuple[Span, Span]]) -> Contrast | None:
    """The first sentence of a source that a copy tells again with another of the words, and not with its own."""
    by_page: dict[str, list[_Use]] = {}
    for use in uses:
        by_page.setdefault(use.words.page, []).append(use)
    for source, derived in sorted(pairs):
        mine = [u for u in by_page.get(source.page, ()) if source.holds(u.words)]
        theirs = [u for u in by_page.get(derived.page, ()) if derived.holds(u.words)]
        apart = mine and theirs and {u.variant for u in mine}.isdisjoint(u.variant for u in theirs)
        if apart and _outlet(mine[0].account) != _outlet(theirs[0].account):
            return _of_words([[mine[0]], [theirs[0]]])
    return None


def _uses(
    account: Account, sentence: Sentence, own: dict[tuple[str, str], set[str]], marked: set[tuple[str, str]]
) -> Iterator[tuple[str, _Use]]:
    """The words of a sentence that may be set against another page's. `own` is told all words that a newsroom has
    for a thing outside quotations, by newsroom and thing; `marked`, by page, those that it sets alone in quotation
    marks, or says that somebody uses."""
    text = account.article.text
    whole = account.words.span(sentence.start, sentence.end)
    hits = _phrases().find(account, sentence, sentence.tokens)
    if not hits:
        return
    counted = {n.last for n in numbers_in(account, sentence)}
    variants: dict[str, set[str]] = {}
    for hit in hits:
        variants.setdefault(hit.payload.split("|")[0], set()).add(hit.payload)
    for hit in hits:
        if hit.cut.stem in _counted_only() and hit.first not in counted:
            continue  # «نزاعا مسلحا» tells of no gunman, «20 مسلحا» does
        span = account.words.span(hit.start, hit.end)
        thing, variant = hit.payload.split("|")
        before = [t.text for t in sentence.tokens[max(0, hit.first - _CALLED) : hit.first]]
        around = [s for s in account.statements if s.span.overlaps(span)]
        quoted = _opens_quotation(text[sentence.start : hit.start]) or any(s.mode.value == "direct" for s in around)
        called = any(w in _calling() for w in before)
        if quoted or called:  # somebody else's words
            named = thing in _of("style", "name")  # «تنظيم "الدولة الإسلامية"»: marks around a name only set it off
            if not named and (called or _alone_in_marks(text, hit.start, hit.end)):
                marked.add((account.id, variant))
            continue
        own.setdefault((_outlet(account), thing), set()).add(variant)
        if any(s.cue is not None for s in around):  # perhaps the speaker's words, perhaps the page's
            continue
        if len(variants[thing]) > 1:
            continue  # who has both words in one sentence takes no side by either
        if thing in _of("place") and "ل" in hit.cut.proclitics:
            continue  # «عملية لاجتياح البلدة»: what is aimed at is not done
        besides = [t for k, t in enumerate(sentence.tokens) if not hit.first <= k < hit.last]
        if any(_within(m.span, span, thing) for m in account.mentions):
            continue
        places = (
            m.actor
            for m in account.mentions
            if m.type in (MentionType.GPE, MentionType.LOC) and m.actor and whole.holds(m.span)
        )
        below = frozenset(p for p in places if not p.startswith("country:"))
        others = {
            m.actor for m in account.mentions if m.actor and whole.holds(m.span) and not m.span.overlaps(span)
        } | {t.text for t in besides if t.is_number}
        yield (
            thing,
            _Use(
                account,
                variant,
                span,
                whole,
                tuple(content_lemmas(besides, text)),
                below,
                frozenset(others),
                _behind(account, sentence, hit.last),
            ),
        )


def _behind(account: Account, sentence: Sentence, last: int) -> frozenset[str]:
    """The lemmas and names in the words behind a word, up to the next mark."""
    text, tokens = account.article.text, sentence.tokens
    end = last
    while end < min(len(tokens), last + _OBJECT) and not (
        end and _MARK.search(text[tokens[end - 1].end : tokens[end].start])
    ):
        end += 1
    if end == last:
        return frozenset()
    span = account.words.span(tokens[last].start, tokens[end - 1].end)
    named = (m.actor for m in account.mentions if m.actor and m.span.overlaps(span))
    return frozenset((*content_lemmas(tokens[last:end], text), *named))


def _opens_quotation(before: str) -> bool:
    """Whether the words before a place end with a mark that opens a quotation."""
    last = before.rstrip()[-1:]
    return last != "" and last in _QUOTES and (last != '"' or before.count('"') % 2 == 1)


def _alone_in_marks(text: str, start: int, end: int) -> bool:
    """Whether quotation marks stand around a word and nothing else: «قتل ثلاثة "إرهابيين"»."""
    return _opens_quotation(text[:start]) and text[end : end + 1] in _CLOSING


def _within(name: Span, word: Span, thing: str) -> bool:
    """Whether a word stands inside a name that begins with another: «هيئة تحرير الشام» frees nothing. Who has the word
    for his own name may be called by it last («سلطات الاحتلال»)."""
    return name.holds(word) and name.start < word.start and (word.end < name.end or thing in _of("deed", "place"))


def _contrast(thing: str, faithful: Sequence[_Use]) -> Contrast | None:
    """One contrast for the uses of newsrooms that keep to one word, if two tell the same thing in unlike words."""
    if len({u.variant for u in faithful}) < 2:
        return None
    weights = Weights(u.lemmas for u in faithful)
    vectors = [weights.vector(u.lemmas) for u in faithful]
    met = _meeting(faithful, vectors, thing in _of("place"))
    cited: list[list[_Use]] = []
    for variant in dict.fromkeys(u.variant for u in faithful):
        mine: dict[str, _Use] = {}
        for i, use in enumerate(faithful):
            if use.variant == variant and i in met:
                mine.setdefault(use.account.id, use)
        if mine:
            cited.append(list(mine.values())[:_MOST])
    return _of_words(cited) if len(cited) > 1 else None


def _of_words(cited: Sequence[Sequence[_Use]]) -> Contrast:
    """The contrast of words, from the uses that are cited for each."""
    positions: list[Position] = []
    for uses in cited:
        first = uses[0]
        positions.append(
            Position(as_written(first.account, first.words), first.account.id, tuple(_quotable(u) for u in uses))
        )
    return Contrast(label("wording"), ContrastKind.DISCREPANCY, tuple(positions), "wording")


def _meeting(uses: Sequence[_Use], vectors: Sequence[Vector], of_a_place: bool) -> set[int]:
    """The uses that tell what a use of another word on another outlet's page tells; of the same place, where asked."""
    index = Index(vectors)
    met: set[int] = set()
    for i, a in enumerate(uses):
        for j, _ in index.near(vectors[i], _LIKE):
            b = uses[j]
            unlike = a.variant != b.variant and _outlet(a.account) != _outlet(b.account)
            if (
                unlike
                and (not of_a_place or (a.places & b.places and a.told_of & b.told_of))
                and (a.named & b.named or _one_title(a, b))
            ):
                met.update((i, j))
    return met


def _one_title(a: _Use, b: _Use) -> bool:
    """Whether the titles of two pages have a word in common besides the thing itself: «claimed responsibility for the
    attack» names neither the attack nor its place, and is told of many."""
    return bool(_title(a.account) & _title(b.account))


def _title(account: Account) -> set[str]:
    words = account.words
    found: set[str] = set()
    for sentence in words.sentences:
        if words.kind_of(sentence) is BlockKind.TITLE:
            hits = _words().find(words.passages[sentence.passage].folded, sentence.tokens)
            loaded = {n for h in hits for n in range(h.first, h.last)}
            besides = (t for n, t in enumerate(sentence.tokens) if n not in loaded)
            found.update(content_lemmas(besides, account.article.text))
    return found


def _titled(account: Account) -> set[str]:
    """The things that the titles of a page name by a loaded word, in quotation marks or not."""
    words = account.words
    titles = (s for s in words.sentences if words.kind_of(s) is BlockKind.TITLE)
    return {h.payload.split("|")[0] for s in titles for h in _phrases().find(account, s, s.tokens)}


def _outlet(account: Account) -> str:
    return account.article.outlet or account.id


def _quotable(use: _Use) -> Span:
    return use.sentence if use.sentence.end - use.sentence.start <= 320 else use.words


# ------------------------------------------------------------------ rules


@cache
def _words() -> Lexicon[str]:
    lexicon: Lexicon[str] = Lexicon()
    for rule in _rules():
        for n, variant in enumerate(rule["variants"]):
            for word in variant:
                lexicon.add(str(word), f"{rule.text('id')}|{n}", particles="وفبلك")
    return lexicon


@cache
def _phrases() -> Phrases[str]:
    return Phrases(_words(), [str(w) for rule in _rules() for variant in rule["variants"] for w in variant])


@cache
def _calling() -> frozenset[str]:
    """Words after which somebody is called what another calls him."""
    return frozenset(fold_word(w) for w in load("ar/contrasts").texts("calling"))


@cache
def _of(*kinds: str) -> frozenset[str]:
    """The things of some kinds: a «deed», or one that is done to a «place» (two fronts of one war are told in like
    words, and are two), or a body by its «name», of which the «style» of houses has hardened. The others are
    parties."""
    return frozenset(r.text("id") for r in _rules() if r.get("of") in kinds)


@cache
def _counted_only() -> frozenset[str]:
    """Words that are as often an adjective: they stand for somebody only right after a number."""
    return frozenset(fold_word(w) for r in _rules() if r.get("counted") for w in r.texts("counted"))


def _rules() -> tuple[Entry, ...]:
    return tuple(
        r.only("id", "of", "counted", "variants", "yes", "no") for r in rules_in(load("ar/contrasts"), "loaded")
    )


def check_loaded() -> tuple[Finding, ...]:
    """A word of the rule stands in every `yes` and in no `no`."""

    def fires(rule: Entry, text: str) -> bool:
        return any(p.startswith(rule.text("id") + "|") for p in payloads_in(_words(), text))

    return checked(_rules(), fires)
