"""Names: spelled differently by the pages of a topic, and dropped by a retelling.

Spelling differences are one contrast for a topic, not twenty: a position for each form, held by whoever
bears the name; forms of one bearer stand together. A name that a retelling dropped, keeping the office
(«رئيس المكتب فلان» -> «رئيس المكتب»), is told less precisely; one contrast for a derivation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rapidfuzz.distance import Levenshtein

from riwaya.account import Account
from riwaya.compare.labels import label
from riwaya.likeness import stopwords
from riwaya.model import Contrast, ContrastKind, Derivation, Mention, MentionType, Position, Span
from riwaya.text import fold_word

_MOST_NAMES = 8
_SHORT = 4  # letters: shorter forms differ by chance
_FULL = 2  # words of a full name: a bare surname may be short for anything
_OFFICE = 2  # words before a name that say its bearer's office
_LONGEST = 320
_MARKS = re.compile(r"[#\"«»“”]")
_PLAIN = re.compile(r"[\s#_\"«»“”'.-]")
_STOPS = '،,.:؛!؟()«»"“”'


def spelled(accounts: Sequence[Account]) -> Iterator[Contrast]:
    """The names that pages spell differently, in one contrast; nothing where all agree."""
    forms: dict[str, dict[str, list[tuple[str, Span]]]] = {}
    for account in accounts:
        for m in account.mentions:
            if m.actor and m.type is not MentionType.ORG and not m.actor.startswith(("anon:", "country:")):
                written = " ".join(account.article.words_of(m.span).split())
                forms.setdefault(m.actor, {}).setdefault(_key(written), []).append((written, m.span))
    positions: list[Position] = []
    names = 0
    for actor, by_key in sorted(forms.items(), key=lambda kv: (-sum(map(len, kv[1].values())), kv[0])):
        variants = _variants(by_key)
        if len(variants) < 2 or names == _MOST_NAMES:
            continue
        names += 1
        for key in variants:
            written, span = by_key[key][0]
            positions.append(Position(_MARKS.sub("", written), actor, (span,)))
    if positions:
        yield Contrast(label("spelling"), ContrastKind.DISCREPANCY, tuple(positions), "spelling")


def _key(written: str) -> str:
    return _PLAIN.sub("", fold_word(written)).removeprefix("ال")


def _variants(by_key: dict[str, list[tuple[str, Span]]]) -> list[str]:
    """Forms of one length of name that differ by a letter or two, each kept to by a page of its own."""
    pages = {key: {span.page for _, span in found} for key, found in by_key.items()}
    keys = [k for k in by_key if len(k) > _SHORT]
    kept: list[str] = []
    for a in keys:
        for b in keys:
            words = len(by_key[a][0][0].split()) == len(by_key[b][0][0].split())
            near = 0 < Levenshtein.distance(a, b) <= max(1, min(len(a), len(b)) // 4)
            if words and near and not pages[a] & pages[b] and a not in kept:
                kept.append(a)
    return kept


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
