"""Names: spelled differently by the pages of a topic, and dropped by a retelling.

Spelling differences are one contrast for a topic, not twenty: a position for each form, held by whoever
bears the name; forms of one bearer stand together. A name that a retelling dropped, keeping the office
(«رئيس المكتب فلان» -> «رئيس المكتب»), is told less precisely; one contrast for a derivation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rapidfuzz.distance import Levenshtein

from riwaya.account import Account
from riwaya.compare.labels import label
from riwaya.compare.positions import as_written
from riwaya.likeness import stopwords
from riwaya.model import Contrast, ContrastKind, Derivation, Mention, MentionType, Position, Span
from riwaya.text import fold_word

_MOST_NAMES = 8
_SHORT = 4  # letters: shorter forms differ by chance
_FULL = 2  # words of a full name: a bare surname may be short for anything
_OFFICE = 2  # words before a name that say its bearer's office
_LONGEST = 320
_LEAST = 1  # letters of a word that may be spelled differently
_MARKS = re.compile(r"[#\"«»“”ـ]")
_PLAIN = re.compile(r"[\s#_\"«»“”'.-]")
_STOPS = '،,.:؛!؟()«»"“”'


def spelled(accounts: Sequence[Account]) -> Iterator[Contrast]:
    """The names that pages spell differently, in one contrast; nothing where all agree. A form has the words of each
    outlet that writes it."""
    written: dict[str, list[_Form]] = {}
    for account in accounts:
        for m in account.mentions:
            if m.actor and m.type is not MentionType.ORG and not m.actor.startswith(("anon:", "country:")):
                written.setdefault(m.actor, []).append(_form(account, m.span))
    positions: list[Position] = []
    names = 0
    for actor, forms in sorted(written.items(), key=lambda kv: (-len(kv[1]), kv[0])):
        variants = _variants(_trimmed(forms))
        if len(variants) < 2 or names == _MOST_NAMES:
            continue
        names += 1
        for same in variants:
            by_outlet: dict[str, Span] = {}
            for form in same:
                by_outlet.setdefault(form.outlet, form.span)
            positions.append(Position(" ".join(same[0].words), actor, tuple(by_outlet.values())))
    if positions:
        yield Contrast(label("spelling"), ContrastKind.DISCREPANCY, tuple(positions), "spelling")


@dataclass(frozen=True, slots=True)
class _Form:
    """A name as one page writes it, word by word, without marks and a stretched line."""

    words: tuple[str, ...]
    span: Span
    outlet: str

    @property
    def keys(self) -> tuple[str, ...]:
        """Its words as they are compared: folded, without «ال»."""
        return tuple(_PLAIN.sub("", fold_word(w)).removeprefix("ال") for w in self.words)


def _form(account: Account, span: Span) -> _Form:
    words = tuple(w for w in _MARKS.sub("", as_written(account, span)).replace("_", " ").split() if w)
    return _Form(words, span, account.article.outlet or account.id)


def _trimmed(forms: Sequence[_Form]) -> list[_Form]:
    """Forms without what was only read along with them: words behind a name that stands elsewhere without them («علي
    الزين ومطالبته»), or behind a word that is in no name («على المنصة»), and «و» before one that stands without it."""
    known = {f.keys for f in forms}
    firsts = {k[0] for k in known if k}
    found: list[_Form] = []
    for form in forms:
        keys = form.keys
        stop = next((i for i, k in enumerate(keys) if i and k in stopwords()), len(keys))
        end = next((i for i in range(_FULL, stop) if keys[:i] in known), stop)
        words = form.words[:end]
        if words and keys[0].startswith("و") and keys[0][1:] in firsts:
            words = (words[0].removeprefix("و"), *words[1:])
        if words:
            found.append(replace(form, words=words))
    return found


def _variants(forms: Sequence[_Form]) -> list[list[_Form]]:
    """The forms of one bearer, equal ones together, that differ from another in the spelling of their words and are
    kept to by pages of their own; surnames alone say nothing new where full names differ."""
    by_key: dict[tuple[str, ...], list[_Form]] = {}
    for form in forms:
        by_key.setdefault(form.keys, []).append(form)
    pages = {key: {f.span.page for f in same} for key, same in by_key.items()}
    kept = [
        key
        for key in by_key
        if any(
            _spelt_apart(by_key[key][0], by_key[other][0]) and not pages[key] & pages[other]
            for other in by_key
            if other != key
        )
    ]
    full = [key for key in kept if len(key) >= _FULL]
    return [by_key[key] for key in full or kept]


def _spelt_apart(one: _Form, other: _Form) -> bool:
    """Whether two forms have the same words, of which some are spelled differently by a letter or two. What has «ال»
    in one only is another word («جنوب الوادي», «الجنوب الوادي»)."""
    a, b = one.keys, other.keys
    if len(a) != len(b) or min(sum(map(len, a)), sum(map(len, b))) <= _SHORT:
        return False
    unlike = [n for n, (x, y) in enumerate(zip(a, b, strict=True)) if x != y]
    return bool(unlike) and all(
        Levenshtein.distance(a[n], b[n]) <= max(1, min(len(a[n]), len(b[n])) // 4)
        and min(len(a[n]), len(b[n])) > _LEAST
        and one.words[n].startswith("ال") is other.words[n].startswith("ال")
        for n in unlike
    )


def names_dropped(accounts: Sequence[Account], derivations: Sequence[Derivation]) -> Iterator[Contrast]:
    """Where a retelling keeps the office and drops the name, for each derivation."""
    by_id = {a.id: a for a in accounts}
    for derivation in derivations:
        source, derived = by_id.get(derivation.source or ""), by_id.get(derivation.derived)
        if source is None or derived is None:
            continue
        kept = {m.actor for m in derived.mentions}
        words = {t.text for sentence in derived.words.sentences for t in sentence.tokens}
        found: dict[str, tuple[Mention, Span, Span]] = {}
        for m in source.mentions:
            if m.type is not MentionType.PER or not m.actor or m.actor in kept | found.keys():
                continue
            name = [fold_word(w) for w in source.article.words_of(m.span).split()]
            if len(name) < _FULL or name[-1] in words:
                continue
            office = _office_before(source, m)
            place = _find(derived, office) if office else None
            if place and _aligned(source, derivation, m, place):
                found[m.actor] = (m, _clause(source, m.span), place)
        if found:
            yield _dropped(source, derived, list(found.values()))


def _aligned(source: Account, derivation: Derivation, name: Mention, place: Span) -> bool:
    """Whether the derived place was taken from the sentence that has the name."""
    sentence = source.words.sentence_at(name.span.start)
    whole = source.words.span(sentence.start, sentence.end) if sentence else name.span
    return any(p.derived.overlaps(place) and p.source.overlaps(whole) for p in derivation.pairs)


def _dropped(source: Account, derived: Account, found: list[tuple[Mention, Span, Span]]) -> Contrast:
    names = "، ".join(source.article.words_of(m.span) for m, _, _ in found)
    offices = "، ".join(dict.fromkeys(" ".join(derived.article.words_of(place).split()) for *_, place in found))
    before = tuple(dict.fromkeys(clause for _, clause, _ in found))
    after = tuple(dict.fromkeys(_clause(derived, place) for *_, place in found))
    positions = (Position(names, source.id, before), Position(offices, derived.id, after))
    return Contrast(label("name"), ContrastKind.PRECISION, positions, "named")


def _office_before(account: Account, mention: Mention) -> tuple[str, ...]:
    """The two folded words right before a name («رئيس المكتب»), where they are an office: the second definite, no
    stop between, no word of saying among them."""
    sentence = account.words.sentence_at(mention.span.start)
    if sentence is None:
        return ()
    before = [t for t in sentence.tokens if t.end <= mention.span.start][-_OFFICE:]
    if len(before) < _OFFICE or not before[-1].text.startswith("ال") or before[0].text in stopwords():
        return ()
    if before[0].text.startswith("ال"):
        return ()
    span = account.words.span(before[0].start, mention.span.start)
    stopped = any(c in _STOPS for c in account.article.words_of(span))
    if stopped or any(s.cue is not None and s.cue.overlaps(span) for s in account.statements):
        return ()
    return (before[0].text.removeprefix("و"), *(t.text for t in before[1:]))


def _find(account: Account, office: tuple[str, ...]) -> Span | None:
    """Where the words of an office stand in an account."""
    for sentence in account.words.sentences:
        texts = [t.text for t in sentence.tokens]
        for i in range(len(texts) - len(office) + 1):
            if texts[i].removeprefix("و") == office[0] and tuple(texts[i + 1 : i + len(office)]) == office[1:]:
                return account.words.span(sentence.tokens[i].start, sentence.tokens[i + len(office) - 1].end)
    return None


def _clause(account: Account, span: Span) -> Span:
    """The sentence around a place, or the words between its commas where that is long."""
    sentence = account.words.sentence_at(span.start)
    if sentence is None:
        return span
    if sentence.end - sentence.start <= _LONGEST:
        return account.words.span(sentence.start, sentence.end)
    text = account.article.text
    start = max(text.rfind("،", sentence.start, span.start) + 1, sentence.start)
    end = text.find("،", span.end, sentence.end)
    return account.words.span(start, end if end > 0 else sentence.end)
