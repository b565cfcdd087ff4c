"""Whom a page credits with a number: who is named behind «وفق», «بحسب», «كما أعلنت», or speaks where it stands.

`credited` names him, in this order:

* the source that the sentence names: the next behind the number, else the last before it. Of «أرقام جديدة أعلنها رئيس
  الحكومة» the source is who announced, of «حصيلة للمرصد» whose count it is; a short name («المرصد», «الوزارة») is the
  one body of the page that is called so in full;
* the speaker of the words that hold it;
* where the sentence only goes on («وارتفعت بذلك الحصيلة»), the source of the sentence before.

A source that nobody linked to an actor is shown by its own words, as an unnamed one: never is the page's outlet put in
its place. What no word credits to anybody the page tells itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from riwaya.account import Account
from riwaya.model import BlockKind, Mention, MentionType, Polarity, Span, Statement
from riwaya.rules import load
from riwaya.text import Sentence, Token, fold_words, split_clitics

_STOPS = frozenset('،؛:.؟!()[]"«»“”\n')
_SETS_OFF = ' ،"«“('
_ENDS = frozenset("؛:.؟!\n")
_LONGEST = 7  # words of a source that are shown
_OPENING = 6  # words that open a sentence
_LEAST = 4  # letters of a word that may have lost a «ل» or a «و»
_NAMELESS = "anon:"
_TELLS = frozenset({Polarity.ASSERTS, Polarity.ACCUSES})


def credited(account: Account, sentence: Sentence, span: Span) -> str | None:
    """The id of whom the page credits with what stands at `span` in a sentence; None where it tells it itself. One
    without an actor's id is `anon:` with his words."""
    speech = _speech(account, span)
    named = _named(account, sentence, span, speech)
    if named is not None:
        return named
    if speech is not None:
        return _speaker(account, sentence, speech)
    return _before(account, sentence) if _goes_on(sentence) else None


def _speech(account: Account, span: Span) -> Statement | None:
    """The shortest statement with a speaker that tells what stands at `span`, sources left out: who denies or demands
    something tells none of the numbers around it."""
    told = (s for s in account.statements if s.speaker and s.polarity in _TELLS and s.span.holds(span))
    holding = [s for s in told if not _is_source(account, s)]
    return min(holding, key=lambda s: s.span.end - s.span.start, default=None)


def _is_source(account: Account, statement: Statement) -> bool:
    """Whether a statement is brought in by «وفق» and the like."""
    cue = statement.cue
    sentence = account.words.sentence_at(cue.start) if cue is not None else None
    if cue is None or sentence is None:
        return False
    return any(_marks(sentence.tokens, k) for k, t in enumerate(sentence.tokens) if cue.start <= t.start < cue.end)


# ------------------------------------------------------------------ «according to»


def _named(account: Account, sentence: Sentence, span: Span, speech: Statement | None) -> str | None:
    """The source that a sentence names for what stands at `span`; one outside the words of a speaker is not his."""
    tokens = sentence.tokens
    marks = [k for k in range(len(tokens)) if _marks(tokens, k)]
    if speech is not None:
        marks = [k for k in marks if speech.span.start <= tokens[k].start < speech.span.end]
    behind = [k for k in marks if tokens[k].start >= span.end and not _said_between(account, span.end, tokens[k].start)]
    ahead = [k for k in reversed(marks) if tokens[k].start < span.start and not _parted(account, tokens[k], span.start)]
    return next((who for k in (*behind, *ahead) if (who := _source(account, sentence, k)) is not None), None)


def _marks(tokens: Sequence[Token], k: int) -> bool:
    """Whether a source follows the token at `k`: «بحسب», «كما أعلنت», «ما أعلنته»."""
    word = _bare(tokens[k].text)
    if word in _words("crediting"):
        return True
    return word in _words("crediting_with_verb") and k + 1 < len(tokens) and _says(tokens[k + 1])


def _says(token: Token) -> bool:
    return any(c.stem in _words("crediting_verbs") for c in split_clitics(token.text))


def _said_between(account: Account, start: int, end: int) -> bool:
    """Whether somebody begins to speak between two places: what is credited behind it is his."""
    return any(
        s.cue is not None and start <= s.cue.start < end and not _is_source(account, s) for s in account.statements
    )


def _parted(account: Account, token: Token, end: int) -> bool:
    return not _ENDS.isdisjoint(account.article.text[token.end : end])


def _source(account: Account, sentence: Sentence, k: int) -> str | None:
    """Who is named behind the mark at token `k`."""
    phrase, mark = _phrase(account, sentence.tokens, k), sentence.tokens[k].start
    # Whose «أرقام المؤسسات الصحية» are its words say, and not who spoke last.
    own = bool(phrase) and _is("told_counts", sentence.tokens[k + 1])
    here = (s.speaker for s in account.statements if s.cue is not None and s.cue.start <= mark < s.cue.end)
    known = None if own else next((who.actor for who in here if who is not None and who.actor), None)
    if known is not None and not known.startswith("place:"):
        return known
    return _who(account, phrase) if phrase else None


def _phrase(account: Account, tokens: Sequence[Token], k: int) -> list[Token]:
    """The words of a source behind the mark at `k`, without what only says that it announces or counts."""
    text = account.article.text
    last = k + 1
    while last < len(tokens) and not (_STOPS & set(text[tokens[last - 1].end : tokens[last].start])):
        if _bare(tokens[last].text) in _words("source_ends") and last > k + 1:
            break
        last += 1
    here = list(tokens[k + 1 : last])
    verb = next((i for i, t in enumerate(here) if _says(t)), None)
    if verb is not None:
        here = here[verb + 1 :]
    while here and here[0].text in _words("source_fillers"):
        here = here[1:]
    return _whose(account, here) if here and _is("told_counts", here[0]) else here


def _whose(account: Account, count: list[Token]) -> list[Token]:
    """Of the words for a count those for whose it is («حصيلة للمرصد», «أرقام وزارة الصحة»); all where it is nobody's,
    and none of a count alone."""
    for i, token in enumerate(count[1:], 1):
        if token.text.startswith("لل") or _mention(account, [token]) is not None:
            return count[i:]
    return count if len(count) > 1 else []


# ------------------------------------------------------------------ who that is


def _who(account: Account, phrase: Sequence[Token]) -> str | None:
    """The id of whom a phrase names; by its words where it names no known one; None where it names no source."""
    head = phrase[0]
    if _is("no_source", head):
        return None
    if _is("unnamed", head):
        return _by_words(account, phrase)
    if _is("roles", head):
        person = _mention(account, phrase, MentionType.PER) or _apposed(account, phrase[-1], MentionType.PER)
        return person.actor if person is not None else _by_words(account, phrase)
    body = _mention(account, phrase[:2]) or _apposed(account, phrase[-1], MentionType.ORG)
    known = (body and body.actor) or _called_so(account, head)
    vouched = any(_is(section, head) for section in ("organisations", "documents", "told_counts"))
    return known or (_by_words(account, phrase) if vouched else None)


def _by_words(account: Account, phrase: Sequence[Token]) -> str:
    """The id of a source that has only words: «لمصدر أمني» is «مصدر أمني», «للشرطة المحلية» «الشرطة المحلية»."""
    text, first = account.article.text, phrase[0]
    words = [text[t.start : t.end] for t in phrase[:_LONGEST]]
    if first.text.startswith("لل"):
        words[0] = f"ال{words[0][2:]}"
    elif first.text.startswith("ل") and not _listed(first.text):
        words[0] = words[0][1:]
    return f"{_NAMELESS}{'-'.join(words)}@{account.article.page}"


def _mention(account: Account, phrase: Sequence[Token], only: MentionType | None = None) -> Mention | None:
    """Who is named first in a phrase: a body or a person, or only of one kind."""
    start, end = phrase[0].start, phrase[-1].end
    kinds = (only,) if only else (MentionType.ORG, MentionType.PER)
    named = (m for m in account.mentions if m.actor and m.type in kinds and start <= m.span.start < end)
    return min(named, key=lambda m: m.span.start, default=None)


def _apposed(account: Account, last: Token, kind: MentionType) -> Mention | None:
    """Who is named right behind his office, or what he is: «رئيس البلدية، سمير ناصر», «الوكالة الرسمية "نون"»."""
    text = account.article.text
    behind = (m for m in account.mentions if m.actor and m.type is kind and m.span.start >= last.end)
    first = min(behind, key=lambda m: m.span.start, default=None)
    return first if first is not None and text[last.end : first.span.start].strip(_SETS_OFF) == "" else None


def _called_so(account: Account, head: Token) -> str | None:
    """The one body whose full name on the page begins with a short name: «المرصد», «للوزارة»."""
    short = f"ال{head.text[2:]}" if head.text.startswith("لل") else head.text
    if not short.startswith("ال"):
        return None
    bodies = [m for m in account.mentions if m.actor and m.type is MentionType.ORG]
    called = {m.actor for m in bodies if short[2:] in _first_word(account, m)}
    return next(iter(called)) if len(called) == 1 else None


def _first_word(account: Account, mention: Mention) -> set[str]:
    """The first word of a name, without its article."""
    sentence = account.words.sentence_at(mention.span.start)
    tokens = sentence.tokens if sentence is not None else ()
    first = next((t.text for t in tokens if t.end > mention.span.start), "")
    return set(_forms(first))


def _speaker(account: Account, here: Sentence, speech: Statement) -> str | None:
    """Who says it: his id, that of whom he is a short name for («الهيئة», after the sentence that names it), or by his
    words."""
    speaker = speech.speaker
    if speaker is None or speaker.actor is not None:
        return speaker.actor if speaker is not None and not (speaker.actor or "").startswith("place:") else None
    sentence = account.words.sentence_at(speaker.span.start) if speaker.span is not None else None
    if sentence is None or speaker.span is None:
        return None
    phrase = [t for t in sentence.tokens if speaker.span.start <= t.start < speaker.span.end]
    who = _who(account, phrase) if phrase else None
    short = len(phrase) == 1 and phrase[0].text.startswith("ال") and _is("organisations", phrase[0])
    return (_before(account, here) or who) if short and (who or "").startswith(_NAMELESS) else who


# ------------------------------------------------------------------ what the sentence before says


def _goes_on(sentence: Sentence) -> bool:
    """Whether a sentence goes on with the count of the one before: «وارتفعت بذلك الحصيلة»."""
    return any(_bare(t.text) in _words("going_on") for t in sentence.tokens[:_OPENING])


def _before(account: Account, sentence: Sentence) -> str | None:
    """The source of the sentence before, in the same text: the last it names, else who speaks there."""
    words = account.words
    last = max((s for s in words.sentences if s.end <= sentence.start), key=lambda s: s.start, default=None)
    if last is None or words.kind_of(last) is not BlockKind.BODY:
        return None
    marks = [k for k in range(len(last.tokens)) if _marks(last.tokens, k)]
    named = next((who for k in reversed(marks) if (who := _source(account, last, k)) is not None), None)
    said = [s for s in account.statements if s.speaker and s.cue is not None and last.start <= s.cue.start < last.end]
    spoken = next((s.speaker.actor for s in said if s.speaker and s.speaker.actor), None)
    return named or (spoken if not (spoken or "").startswith("place:") else None)


# ------------------------------------------------------------------ words


def _bare(word: str) -> str:
    return word[1:] if word[:1] in ("و", "ف") and len(word) > _LEAST else word


def _forms(word: str) -> tuple[str, ...]:
    """A folded word as it is, and without its article or «ل»: «للمرصد» and «المرصد» are «مرصد»."""
    cut = [word[n:] for n, head in ((2, "ال"), (2, "لل"), (1, "ل")) if word.startswith(head)]
    return word, *cut


def _is(section: str, token: Token) -> bool:
    return not _words(section).isdisjoint(_forms(token.text))


def _listed(word: str) -> bool:
    """Whether a word heads a source as it stands, its «ل» being its own."""
    return any(word in _words(section) for section in ("organisations", "documents", "told_counts", "unnamed", "roles"))


@cache
def _words(section: str) -> frozenset[str]:
    """A list of words: those of speakers are `statements.yaml`'s."""
    spoken = ("organisations", "documents", "unnamed", "roles")
    return fold_words(load("ar/statements" if section in spoken else "ar/contrasts").texts(section))
