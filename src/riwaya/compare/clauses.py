"""Clauses of a topic, each with who stands for it and whether it says yes or no.

What two parties dispute is as a rule one clause of each: «لم يقع كسر أي باب» against «كسروا الباب». So statements
are cut at commas and «وأن», and a clause has its speaker; where a page is a party's own
communiqué (its title says so), what it tells in nobody else's voice is that party's. What is left is the page's.

A clause is compared by its `keys`: who and where it names (actor ids), what its other words are of: a rough root, so
that «كسروا» and «كسر» meet, and the number of a line of `alike` in `disputes.yaml` («أخلي سبيله», «إفراج»).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache, cached_property

from riwaya.account import Account, in_own_words
from riwaya.compare.heard import plainly_said
from riwaya.compare.kept import Phrases, hits_in
from riwaya.compare.labels import turning, whole_phrase
from riwaya.compare.positions import position
from riwaya.compare.subjects import is_subject, told_by_things
from riwaya.likeness import Weights, content_lemma, lemma_of
from riwaya.model import MentionType, Polarity, Position, Span, Statement, overlapping
from riwaya.remembered import remembered
from riwaya.rules import load
from riwaya.text import Folded, Hit, Lexicon, Sentence, Token, fold_word, fold_words

_STOPS = frozenset("،؛:\n.؟!")
_OPEN = 4  # tokens at a clause's head among which a verb of denying opens it
_DENIED = 2  # keys behind a word that says no of which one must be said by who is contradicted
_NEVER = 10  # tokens behind a word that says no in which «any» makes it stronger
_ANY = 2  # tokens of «أي فدية» before it
_WEAK = 3  # tokens from a word that says no in which it is taken to say something else
_SHORT = 2  # keys of a clause too short to be shown alone
_SHOWN = 400  # code points of shown words
_NAME, _ALIKE = (
    0.5,
    1.5,
)  # what a key weighs that names somebody, and one of a line of `alike`: parties are shared by all
_LEAST_ROOT = 2
_PREFIX = ("است", "يست", "تست", "مست", "نست")
_SUFFIX = ("وا", "ون", "ين", "ات", "ان", "تا", "ت", "ه", "ي", "ا")
_WISHES = frozenset({Polarity.DEMANDS, Polarity.THREATENS, Polarity.PROMISES})


@dataclass(frozen=True, eq=False)
class Clause:
    """One clause; what its words say is read when first asked for.

    `tokens` are its words. `holder` is an actor id, None where a speaker is known by words only, or is not shown to be
    who speaks (`subjects`); `speaker` tells speakers apart: the holder's side, or the page and the words for who
    speaks. `statement` is None in a page's voice (`own`) and in a party's own.
    """

    account: Account
    span: Span
    sentence: int
    tokens: Sequence[Token]
    holder: str | None
    speaker: str
    statement: Statement | None
    own: bool = False

    @property
    def no(self) -> str:
        """How it says no: "", "weak" (of what may be), "no", "never" («أي», «لا صحة»), "denial"."""
        return self._no[0]

    @cached_property
    def _no(self) -> tuple[str, int]:
        said = self.statement
        if said is not None and said.rule.startswith("deny") and self.span.start <= said.span.start:
            return "denial", 0
        return _no(self.account, self._sentence, self.tokens, own=said is None)

    @cached_property
    def flat(self) -> bool:
        """Whether it says no by a phrase («لا صحة لما يقال عن»)."""
        return self.no == "never" and bool(_phrases_in(self.account, self._sentence, self.tokens))

    @cached_property
    def _matter(self) -> Sequence[Token]:
        return _matter(self.tokens) if self.no in ("denial", "never") else self.tokens

    @cached_property
    def keys(self) -> Mapping[str, int]:
        """What it is compared by, with how often."""
        return _keys(self.account, self._sentence, self._matter)

    @cached_property
    def denied(self) -> tuple[str, ...]:
        """The first keys of what it says no to."""
        no, at = self._no
        behind = self._matter if len(self._matter) < len(self.tokens) else self.tokens[at:]
        return tuple(_keys(self.account, self._sentence, behind, names=False))[:_DENIED] if no else ()

    @cached_property
    def unsure(self) -> bool:
        """Whether it speaks of what may be, or of any such thing."""
        return any(_bare(t.text) in _words("unsure") for t in self.tokens)

    @property
    def _sentence(self) -> Sentence:
        return self.account.words.sentences[self.sentence]

    def shown(self) -> Span:
        """The clause with the word that denies, or the words for who speaks, where no known actor does."""
        statement, start = self.statement, self.span.start
        if statement is not None:
            if self.no == "denial" and statement.cue is not None:
                start = min(start, statement.cue.start)
            if self.holder is None and statement.speaker is not None and statement.speaker.span is not None:
                start = min(start, statement.speaker.span.start, (statement.cue or statement.span).start)
        sentence = self.account.words.sentences[self.sentence]
        start = start if start >= sentence.start and self.span.end - start <= _SHOWN else self.span.start
        end = self.span.end
        short = not self.no and len(self.keys) <= _SHORT  # «التمديد جاء» was cut from its quotation
        if statement is not None and (short or self._hangs_on()):
            whole = min(statement.span.end, sentence.end)
            end = whole if end < whole <= start + _SHOWN else end
        return self.account.words.span(start, end)

    def _hangs_on(self) -> bool:
        """Whether a relative clause follows: what is said of its noun comes after it («المدير، الذي استقال، باع»)."""
        tokens = self.account.words.sentences[self.sentence].tokens
        behind = next((t.text for t in tokens if t.start >= self.span.end), "")
        return behind in turning()

    @property
    def folded(self) -> Folded:
        """The folded text of its passage, for lexicons."""
        words = self.account.words
        return words.passages[words.sentences[self.sentence].passage].folded

    def to_the_mark(self) -> Sequence[Token]:
        """Its words with those behind up to the next mark: a quotation is part of a clause («... هما سبب الفشل»)."""
        sentence, text = self.account.words.sentences[self.sentence], self.account.article.text
        tokens = list(self.tokens)
        for token in (t for t in sentence.tokens if t.start >= self.span.end):
            if _STOPS & set(text[tokens[-1].end : token.start]) or token.text in _words("opening"):
                break
            if any(s.span.start <= token.start < s.span.end for s in self.account.statements):
                break
            tokens.append(token)
        return tokens

    def position(self, *more: Span) -> Position:
        """The clause as one side of a contrast, `more` words besides; unknown speakers are held by their page."""
        return position(self.account, self.holder, self.shown(), *more)

    def unsaid(self, keys: Set[str]) -> bool:
        """Whether one of `keys` stands right behind a word for «without» («من دون أن يصل أحد»)."""
        return any(
            not keys.isdisjoint(_keys(self.account, self._sentence, self.tokens[i + 1 : i + 1 + _WEAK], names=False))
            for i, token in enumerate(self.tokens)
            if token.text in _words("without")
        )

    @cached_property
    def denies(self) -> bool:
        """Whether a verb of denying stands in the clause, with whatever pronoun («اتهامات نفتها الشركة»)."""
        return not _denying().isdisjoint(map(_bare_of, self.tokens))

    @property
    def head(self) -> tuple[str, ...]:
        """The first key of what it denies; the first two, where the first only says whose charges they are, or how far
        one had to do with it («نفت ضلوعها في الحريق»)."""
        aside = any(_bare(t.text).removeprefix("ال") in _words("rumours") for t in self._matter)
        return self.denied[: 2 if aside or (self.denied and self.denied[0] in _openers()) else 1]

    @property
    def of_claims(self) -> bool:
        """Whether it speaks of what others claim («المزاعم بوجود كسر جنون»): that claims nothing."""
        first = next(iter(self.tokens), None)
        return first is not None and _bare(first.text).removeprefix("ال") in _words("claims")

    def words_of(self, keys: Set[str]) -> str:
        """The phrase of the clause's first word that has one of `keys`, for a heading."""
        text = self.account.article.text
        for at, token in enumerate(self.tokens):
            lemma = content_lemma(token.text, text[token.start : token.end])
            if lemma and root_of(lemma) in keys:
                return whole_phrase(text, self.tokens, at)
        return ""


def weight_of(key: str, weights: Weights) -> float:
    """What a key weighs among the clauses of a topic: the rarer the more, names less."""
    return weights.weight(key) * (_NAME if ":" in key else _ALIKE if key.startswith("=") else 1.0)


def clauses(accounts: Sequence[Account], sides: Mapping[str, str]) -> list[Clause]:
    """The clauses of `accounts` that tell how things are or were, in reading order; wishes and threats are left out."""
    found: list[Clause] = []
    for account in accounts:
        voice = voice_of(account)
        for n, sentence in enumerate(account.words.sentences):
            said = [s for s in account.statements if s.span.start < sentence.end and sentence.start < s.span.end]
            for tokens in _cut(account, sentence, said):
                clause = _clause(account, (n, said), tokens, voice, sides)
                if clause is not None:
                    found.append(clause)
    return found


def _cut(account: Account, sentence: Sentence, said: Sequence[Statement]) -> Iterator[Sequence[Token]]:
    text, tokens, first = account.article.text, sentence.tokens, 0
    begin, end = {s.span.start for s in said}, {s.span.end for s in said}
    opening = _words("opening")
    for k in range(1, len(tokens)):
        before, token = tokens[k - 1], tokens[k]
        bounds = any(token.start <= b < token.end for b in begin) or any(before.start < e <= before.end for e in end)
        if bounds or token.text in opening or not _STOPS.isdisjoint(text[before.end : token.start]):
            yield tokens[first:k]
            first = k
    if tokens:
        yield tokens[first:]


def _clause(
    account: Account,
    place: tuple[int, Sequence[Statement]],
    tokens: Sequence[Token],
    voice: tuple[str | None, str] | None,
    sides: Mapping[str, str],
) -> Clause | None:
    statement = _statement(account, tokens, place[1])
    if statement is not None:
        if statement.polarity in _WISHES or not plainly_said(account, statement):
            return None
        tokens = [t for t in tokens if t.start < statement.span.end and statement.span.start < t.end]
    if not tokens:
        return None
    span = account.words.span(tokens[0].start, tokens[-1].end)
    holder, speaker = _holder(account, statement, voice, sides)
    own = statement is None and voice is None
    return Clause(account, span, place[0], tokens, holder, speaker, statement, own)


def _statement(account: Account, tokens: Sequence[Token], said: Sequence[Statement]) -> Statement | None:
    """The shortest statement of `said` that has most of `tokens`."""
    start, end = tokens[0].start, tokens[-1].end
    around = [s for s in said if 2 * (min(s.span.end, end) - max(s.span.start, start)) >= end - start]
    if not around:
        return None
    told = [s for s in around if not told_by_things(account, s)]
    return min(told or around, key=lambda s: (s.speaker is None, s.span.end - s.span.start))


def _holder(
    account: Account, statement: Statement | None, voice: tuple[str | None, str] | None, sides: Mapping[str, str]
) -> tuple[str | None, str]:
    speaker = statement.speaker if statement else None
    shown = statement is not None and is_subject(account, statement, sides)
    if speaker is not None and speaker.actor and shown:
        return speaker.actor, sides.get(speaker.actor, speaker.actor)
    if statement is not None and speaker is not None and speaker.actor:  # somebody, and it is not shown that it is he
        return None, f"{account.id} {(statement.cue or statement.span).start}"
    if speaker is not None and speaker.span is not None:
        return None, f"{account.id} {account.words.text(speaker.span.start, speaker.span.end)}"
    if voice is not None:
        return voice[0], sides.get(voice[0] or "", voice[0] or voice[1])
    return None, account.id


def voice_of(account: Account) -> tuple[str | None, str] | None:
    """Whose communiqué a page is: who speaks most in it, is named in its title, or signs it; None where it is none."""
    title = account.article.title
    if title is None or not in_own_words(account):
        return None
    spoken = Counter(s.speaker.actor for s in account.statements if s.speaker and s.speaker.actor)
    parties = [m for m in account.mentions if m.actor and m.type in (MentionType.ORG, MentionType.PER)]
    end = title.span.end if title.span else 0
    named = [m.actor for m in parties if m.span.end <= end]
    last = account.words.sentences[-1].start
    signed = [m.actor for m in parties if m.span.start >= last]
    who = [*(a for a, _ in spoken.most_common(1)), *named, *signed]
    return (who[0] if who else None), account.id


def _no(account: Account, sentence: Sentence, tokens: Sequence[Token], *, own: bool) -> tuple[str, int]:
    """How a clause says no, and at which token what it says no to begins."""
    for hit in _phrases_in(account, sentence, tokens):
        return "never", hit.last if hit.last < len(tokens) else 0
    texts = [_bare(t.text) for t in tokens]
    for i, word in enumerate(texts):
        if (word in _words("says_no") or word.removeprefix("ف") in _words("says_no")) and (
            texts[i + 1 : i + 2] or [""]
        )[0] not in _words("idioms"):
            if any(w in _words("weak") for w in texts[i : i + _WEAK]):
                return "weak", i + 1
            if i == _ANY and texts[0] in _words("never"):  # «أي فدية لم تدفع»
                return "never", 0
            return ("never" if any(w in _words("never") for w in texts[i + 1 : i + _NEVER]) else "no"), i + 1
    if own and any(w in _words("denies") for w in texts[:_OPEN]):
        return "denial", next(i for i, w in enumerate(texts) if w in _words("denies")) + 1
    without = (w in _words("without") and texts[i : i + 2] != ["غير", "ان"] for i, w in enumerate(texts))
    return ("weak", 0) if any(without) else ("", 0)


def _phrases_in(account: Account, sentence: Sentence, tokens: Sequence[Token]) -> list[Hit[str]]:
    return hits_in(account, sentence, tokens, "clauses.phrases", _phrases())


def _matter(tokens: Sequence[Token]) -> Sequence[Token]:
    """What is denied: what stands behind «about» where the words before only name what is told."""
    texts = [_bare(t.text) for t in tokens]
    told = next((i for i, w in enumerate(texts) if w.removeprefix("ال") in _words("rumours")), None)
    if told is None:
        return tokens
    about = next((i for i in range(told, len(texts)) if texts[i] in _words("about")), None)
    return tokens[about + 1 :] if about is not None else tokens


def _bare(word: str) -> str:
    return word[1:] if len(word) > _LEAST_ROOT and word[0] == "و" else word


def _bare_of(token: Token) -> str:
    return _bare(token.text)


def _keys(account: Account, sentence: Sentence, tokens: Sequence[Token], *, names: bool = True) -> dict[str, int]:
    found: Counter[str] = Counter()
    if not tokens:
        return {}
    text, span = account.article.text, account.words.span(tokens[0].start, tokens[-1].end)
    named = overlapping(account.mentions, span)
    found.update(m.actor for m in named if m.actor and names)
    out = [m.span for m in named] + [d.span for d in overlapping(account.dates, span)]
    hits = {h.first: h for h in _alike_in(account, sentence, tokens)}
    i = 0
    while i < len(tokens):
        if i in hits:
            found[f"={hits[i].payload}"] += 1
            i = hits[i].last
            continue
        token, i = tokens[i], i + 1
        root = _root_in(token.text, text[token.start : token.end])
        if root is not None and not any(o.start < token.end and token.start < o.end for o in out):
            found[root] += 1
    return dict(found)


def _alike_in(account: Account, sentence: Sentence, tokens: Sequence[Token]) -> list[Hit[int]]:
    return hits_in(account, sentence, tokens, "clauses.alike", _alike())


@remembered(131072)
def _root_in(folded: str, written: str) -> str | None:
    """The root of a word; None where it is no key: a number, a word that opens clauses or carries no content."""
    if folded[0].isdigit() or folded in _words("opening"):
        return None
    lemma = content_lemma(folded, written)
    root = None if lemma is None else root_of(lemma)
    return None if root in _light() else root


def keys_in(clause: Clause, tokens: Sequence[Token]) -> dict[str, int]:
    """The keys of some of a clause's words."""
    return _keys(clause.account, clause.account.words.sentences[clause.sentence], tokens)


@remembered(65536)
def root_of(lemma: str) -> str:
    """A rough root of a folded lemma: its letters without what forms verbs and nouns of it; not the grammarian's."""
    if not lemma or lemma[0].isdigit():
        return lemma
    word = lemma
    for prefix in _PREFIX:
        if word.startswith(prefix) and len(word) - len(prefix) > _LEAST_ROOT:
            word = word[len(prefix) :]
            break
    else:
        if word[0] in "اميتن" and len(word) > _LEAST_ROOT + 1:
            word = word[1:]
        if word[0] in "تن" and len(word) > _LEAST_ROOT + 2:
            word = word[1:]
    for suffix in _SUFFIX:
        if word.endswith(suffix) and len(word) - len(suffix) > _LEAST_ROOT:
            word = word[: -len(suffix)]
            break
    bare = word.replace("ا", "")
    return bare if len(bare) >= _LEAST_ROOT else word


# ------------------------------------------------------------------ rules


@cache
def _words(section: str) -> frozenset[str]:
    return fold_words(load("ar/disputes").texts(section))


@cache
def _openers() -> frozenset[str]:
    return frozenset(root_of(lemma_of(w)) for w in load("ar/disputes").texts("openers"))


@cache
def _denying() -> frozenset[str]:
    return frozenset(h + w + p for w in _words("denies") for h in ("", "ل", "ف") for p in ("", "ها", "ه"))


@cache
def _light() -> frozenset[str]:
    listed = (w for section in ("light", "rumours") for w in load("ar/disputes").texts(section))
    return frozenset(root_of(lemma) for w in listed for lemma in (fold_word(w), lemma_of(w)))


@cache
def _phrases() -> Phrases[str]:
    lexicon: Lexicon[str] = Lexicon()
    phrases = load("ar/disputes").texts("no_truth")
    for phrase in phrases:
        lexicon.add(phrase, phrase, particles="وف")
    return Phrases(lexicon, phrases)


@cache
def _alike() -> Phrases[int]:
    lexicon: Lexicon[int] = Lexicon()
    for n, line in enumerate(load("ar/disputes")["alike"]):
        for phrase in line:
            lexicon.add(phrase, n, particles="وفبلك", article=True, pronoun=True)
    return Phrases(lexicon)
