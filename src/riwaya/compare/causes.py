"""Why the main happening of an affair happened, told differently by whoever tells it: officials, witnesses, pages.

In a few pages that somebody chose one thing («what happened», or a word that most openings have in common: «سقوط
الرافعة») has, as a rule, one cause that everybody asks for. So every cause that any voice gives of it is a position;
those that share a word, or a line of `kinds`, are one. Which words give a cause is data (`causes.yaml`). What is asked
for, unknown or ruled out is not given.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from riwaya.account import Account, Affair
from riwaya.compare.clauses import root_of
from riwaya.compare.labels import label
from riwaya.compare.positions import checked, payloads_in, position
from riwaya.likeness import content_lemmas, lemma_of
from riwaya.model import BlockKind, Contrast, ContrastKind, MentionType, Span
from riwaya.rules import Entry, Finding, load, rules_in
from riwaya.text import Lexicon, Sentence, Token, fold_words

_PAGES = 12  # of an affair with one main happening
_OPENING = 2  # sentences of a body that say what a page is about
_SEVERAL = 2  # pages whose openings have a word of the main happening
_CAUSE = 7  # tokens that say what the cause was
_EFFECT = 5  # tokens that say what was caused
_ASIDE = 6  # tokens in which an aside ends
_ASKED = 4  # tokens before a word of cause in which another says that none is given
_LONGEST = 400  # code points of a sentence that is shown whole
_STOPS = "،؛:.؟!\n("


@dataclass(frozen=True, slots=True)
class _Cause:
    """A cause that a page gives, or somebody on it: its keys, and where it is told."""

    account: Account
    holder: str
    keys: frozenset[str]
    span: Span


def causes_apart(affair: Affair) -> Iterator[Contrast]:
    """The one contrast of the causes that are given of the main happening of `affair`, if they differ."""
    accounts = sorted(affair.accounts, key=lambda a: a.id)
    if not affair.chosen or not 1 < len(accounts) <= _PAGES:
        return
    main = _Main(accounts)
    found = [c for a in accounts for c in _causes(a, main)]
    groups: list[list[_Cause]] = []
    for cause in found:
        same = [g for g in groups if any(cause.keys & c.keys for c in g)]
        merged = [c for g in same for c in g] + [cause]
        groups = [g for g in groups if g not in same] + [merged]
    pages = {c.account.id for g in groups for c in g}
    if len(groups) > 1 and len(pages) > 1:
        positions = tuple(position(g[0].account, g[0].holder, *(c.span for c in g)) for g in groups)
        yield Contrast(label("cause"), ContrastKind.DISPUTE, positions, "cause")


class _Main:
    """The main happening: words that most openings have (`said`), or, in very few pages, two of them."""

    def __init__(self, accounts: Sequence[Account]) -> None:
        opening: Counter[str] = Counter()
        for account in accounts:
            words = account.words
            title = [s for s in words.sentences if words.kind_of(s) is BlockKind.TITLE]
            body = [s for s in words.sentences if words.kind_of(s) is BlockKind.BODY]
            opening.update({k for s in (*title[:1], *body[:_OPENING]) for k in _keys(account, s.tokens)})
        self.said = frozenset(k for k, n in opening.items() if n >= max(_SEVERAL, len(accounts) / 2))


def _keys(account: Account, tokens: Sequence[Token]) -> frozenset[str]:
    """The keys of words; names and dates have none."""
    if not tokens:
        return frozenset()
    span = account.words.span(tokens[0].start, tokens[-1].end)
    out = [m.span for m in account.mentions if m.span.overlaps(span)]
    out += [d.span for d in account.dates if d.span.overlaps(span)]
    plain = [t for t in tokens if not t.is_number and not any(o.start < t.end and t.start < o.end for o in out)]
    return frozenset(root_of(lemma) for lemma in content_lemmas(plain, account.article.text))


def _actors(account: Account, tokens: Sequence[Token]) -> frozenset[str]:
    if not tokens:
        return frozenset()
    span = account.words.span(tokens[0].start, tokens[-1].end)
    bodies = (MentionType.PER, MentionType.ORG)
    return frozenset(m.actor for m in account.mentions if m.actor and m.type in bodies and span.holds(m.span))


def _causes(account: Account, main: _Main) -> Iterator[_Cause]:
    for sentence in account.words.sentences:
        folded = account.words.passages[sentence.passage].folded
        for hit in _lexicon().find(folded, sentence.tokens):
            parts = _parts(account, sentence, hit.payload, hit.first, hit.last)
            if parts is None or _not_given(sentence.tokens, hit.first, parts[0]):
                continue
            cause, effect = parts
            keys = (_keys(account, cause) - main.said - _whatever()) | _actors(account, cause)
            if keys and _of_main(account, effect, main.said):
                kinds = frozenset(f"={n}" for n, line in enumerate(_kinds()) if keys & line)
                yield _Cause(account, _holder(account, cause), keys | kinds, _shown(account, sentence, hit.first))
                break


def _parts(
    account: Account, sentence: Sentence, place: str, first: int, last: int
) -> tuple[Sequence[Token], Sequence[Token]] | None:
    """The words of the cause and those of what it caused."""
    tokens, text = sentence.tokens, account.article.text
    before, after = _back(tokens, text, first), _on(tokens, text, last)
    if place == "before":
        if before and before[-1].text in _words("relative"):
            return None
        return before[-_CAUSE:], after[:_EFFECT]
    if place == "from" and not (before and (before[-1].text.startswith("ال") or _plainly(before[-1]))):
        return None
    if place in ("after", "from"):
        return after[:_CAUSE], before[-_EFFECT:]
    if place == "alone":
        return after[:_CAUSE], []
    if place == "blames":
        at = next((i for i, t in enumerate(after) if t.text in _words("blame")), None)
        if at is None:
            return None
        behind = after[at + 1 :]
        aimed = bool(behind) and (behind[0].text in _words("leads") or behind[0].text[0] == "ل")
        return (behind if aimed else after[:at])[:_CAUSE], []
    if place == "is":
        at = next((i for i, t in enumerate(after) if t.text in _words("copulas")), None)
        return None if at is None else (after[at + 1 :][:_CAUSE], [tokens[last - 1], *after[:at]])
    at = next((i for i, t in enumerate(after) if i and t.text in _words("leads")), None)
    if at is None or at > _EFFECT + 1:
        return None
    blamed = any(t.text in _words("blame") for t in after[:at])
    if blamed is not (place == "lays"):
        return None
    return after[at + 1 :][:_CAUSE], [] if blamed else after[:at]


def _plainly(token: Token) -> bool:
    return root_of(lemma_of(token.text)) in _whatever()


def _back(tokens: Sequence[Token], text: str, first: int) -> list[Token]:
    """The tokens before `first` up to a mark."""
    start = first
    while start and not set(_STOPS) & set(text[tokens[start - 1].end : tokens[start].start]):
        start -= 1
    return list(tokens[start:first])


def _on(tokens: Sequence[Token], text: str, last: int) -> list[Token]:
    """The tokens from `last` on up to a mark; an aside right behind them («سببه، على الأرجح، ...») is left out."""
    if last < len(tokens) and "،" in text[tokens[last - 1].end : tokens[last].start]:
        aside = range(last + 1, min(last + _ASIDE, len(tokens)))
        last = next((k for k in aside if "،" in text[tokens[k - 1].end : tokens[k].start]), last)
        start = last
    else:
        start = last
    end = start
    while end < len(tokens) and (end == start or not set(_STOPS) & set(text[tokens[end - 1].end : tokens[end].start])):
        end += 1
    return list(tokens[last:end])


def _of_main(account: Account, effect: Sequence[Token], main: frozenset[str]) -> bool:
    keys = _keys(account, effect)
    return not keys or bool(keys & main) or keys <= _whatever()


def _not_given(tokens: Sequence[Token], first: int, cause: Sequence[Token]) -> bool:
    near = [t.text for t in tokens[max(0, first - _ASKED) : first]] + [t.text for t in cause[:2]]
    bare = {b for w in near for b in (w, w[1:] if w[:1] in "وف" else w)}
    ahead = {b for t in tokens[:first] for b in (t.text, t.text[1:] if t.text[:1] in "وف" else t.text)}
    return bool(bare & _words("unknown") or ahead & _words("ruled_out"))


def _holder(account: Account, cause: Sequence[Token]) -> str:
    span = account.words.span(cause[0].start, cause[-1].end)
    around = [s for s in account.statements if s.span.overlaps(span) and s.speaker and s.speaker.actor]
    best = min(around, key=lambda s: s.span.end - s.span.start, default=None)
    return best.speaker.actor if best and best.speaker and best.speaker.actor else account.id


def _shown(account: Account, sentence: Sentence, at: int) -> Span:
    """The sentence, or where it is long the clauses around the word of cause."""
    if sentence.end - sentence.start <= _LONGEST:
        return account.words.span(sentence.start, sentence.end)
    text, tokens = account.article.text, sentence.tokens
    before, after = _back(tokens, text, at), _on(tokens, text, at + 1)
    return account.words.span((before or [tokens[at]])[0].start, (after or [tokens[at]])[-1].end)


# ------------------------------------------------------------------ rules


@cache
def _words(section: str) -> frozenset[str]:
    return fold_words(load("ar/causes").texts(section))


@cache
def _whatever() -> frozenset[str]:
    return frozenset(root_of(lemma_of(w)) for w in load("ar/causes").texts("whatever"))


@cache
def _kinds() -> tuple[frozenset[str], ...]:
    return tuple(frozenset(root_of(lemma_of(w)) for w in line) for line in load("ar/causes")["kinds"])


@cache
def _lexicon() -> Lexicon[str]:
    lexicon: Lexicon[str] = Lexicon()
    for rule in _rules():
        for phrase in rule.texts("words"):
            lexicon.add(phrase, rule.text("id"), particles="وف")
    return lexicon


def _rules() -> tuple[Entry, ...]:
    return tuple(r.only("id", "words", "yes", "no") for r in rules_in(load("ar/causes"), "cues"))


def check_causes() -> tuple[Finding, ...]:
    """A word of the rule stands in every `yes` and in no `no`."""
    return checked(_rules(), lambda rule, text: rule.text("id") in payloads_in(_lexicon(), text))
