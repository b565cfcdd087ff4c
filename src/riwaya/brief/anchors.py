"""What a sentence takes for known, and whether the lines before it tell it.

On its page a sentence leans on those before it: «the young man was taken to hospital», «he added», «this information»,
«the very same base». In a brief it may stand only behind a line that brings in what it leans on, or right behind the
sentence that stood before it on its page. A `Need` is one such thing:

* a noun that points back: with «this», «the same», as the bare head of its sentence («القرار»), or because its page
  brings it in without the article first («شاب ... الشاب»);
* a person called by one word whose full name nothing can fill in, or somebody who goes on speaking («وأضاف العامري»);
* no more than the sentence before: an answer to a question, «وهو ...», a verb that names nobody who does it.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from riwaya.account import Account
from riwaya.brief.candidates import Candidate
from riwaya.brief.dated import is_known, words
from riwaya.brief.heads import joins
from riwaya.brief.kept import once
from riwaya.brief.mending import filled_in, introduced, is_numeral, of_family
from riwaya.brief.standing import (
    bare_thing,
    done_by_nobody,
    is_word,
    nobody_at_head,
    points_back,
    speaks_for_nobody,
    told_who,
)
from riwaya.likeness import lemma_of
from riwaya.model import BlockKind, MentionType, Span
from riwaya.text import Sentence, Token, fold_word, split_clitics

_ARTICLE = "ال"
_REACH = 14  # words of a head in which a noun that points back is what the sentence is about
_FAR = 20  # words behind which «this» points at what its own sentence tells
_OPENING = 7  # words of a head in which «another» asks for the first
_FULL = 3  # words of a name without an office
_LETTERS = 3  # of a noun's lemma, at least
_PRONOUN = 4  # words of a head in which «of them» asks of whom
_MANY = ("ون", "ين", "ان", "ات")  # endings of two and of many
_OPENS, _CLOSES = "«“", "»”"
_MARKS = "«»“”\"'"
_LIKE = "ك"
_PLURAL = 5  # letters from which a word in «ون» is hardly a name
_FAINT = 2  # letters of what was taken for a name and is none


@dataclass(frozen=True, slots=True)
class Need:
    """A lemma, or an actor, that an earlier line has to hold; with neither, only the sentence before will do. `own`: a
    line of the same page; `loose`: any line of the same page or day."""

    lemma: str = ""
    actor: str = ""
    own: bool = False
    loose: bool = False


def needs(line: Candidate, known: Container[str] = ()) -> frozenset[Need]:
    """What a sentence takes for known, besides the actors that everybody knows."""
    found: dict[int, tuple[Need, ...]] = once(line.account, "needs", lambda _: {})
    at = line.sentence.start
    if at not in found:
        tokens = [t for t in line.sentence.tokens if t.end > line.start]
        found[at] = tuple(_found(line.account, line.sentence, tokens)) if tokens else ()
    return frozenset(n for n in found[at] if n.own or n.actor not in known)


def met(line: Candidate, wanted: frozenset[Need], before: Sequence[Candidate]) -> bool:
    """Whether the lines before one tell all that it takes for known."""
    if not wanted or (before and _follows(line, before[-1])):
        return True
    return all(any(_tells(b, need, line) for b in before) for need in wanted)


def _tells(line: Candidate, need: Need, asking: Candidate) -> bool:
    if need.loose:
        return line.account.id == asking.account.id or (line.day is not None and line.day == asking.day)
    if need.own and line.account.id != asking.account.id:
        return False
    if need.actor:
        return any(m.actor == need.actor and line.span.holds(m.span) for m in line.account.mentions)
    return bool(need.lemma) and need.lemma in line.vector


def _follows(line: Candidate, other: Candidate) -> bool:
    """Whether a sentence stands right behind another on its page."""
    if line.account.id != other.account.id:
        return False
    return next((b == line.sentence for a, b in pairwise(line.account.words.sentences) if a == other.sentence), False)


def _found(account: Account, sentence: Sentence, tokens: Sequence[Token]) -> Iterator[Need]:
    nobody = speaks_for_nobody(account, sentence) and not _subject_follows(tokens)
    if (
        nobody
        or done_by_nobody(account, sentence)
        or _answers(account, tokens)
        or _of_unclear_doer(account, tokens)
        or _of_them(account, tokens)
    ):
        yield Need()
    yield from _going_on(account, tokens)
    pointed = [*_pointed_at(account, tokens, _OPENING if is_lede(account, sentence) else _FAR)]
    yield from pointed
    if points_back(sentence) and not pointed:
        yield Need()
    if (noun := nobody_at_head(account, sentence)) is not None:
        yield Need(lemma=_lemma(account, noun), own=True) if noun.text in words("unnamed") else Need()
    if (thing := bare_thing(account, sentence)) is not None:
        yield Need(loose=True) if thing.text in words("matters") else Need(lemma=_lemma(account, thing))
    if not is_lede(account, sentence):
        yield from _brought_in_before(account, sentence, tokens)
    yield from _half_named(account, sentence)
    if (name := _name_of_nobody(account, tokens)) is not None:
        yield Need(lemma=_lemma(account, name))


def is_lede(account: Account, sentence: Sentence) -> bool:
    """Whether a sentence is the first of its page's body: what it calls by an article, or points at further on, its
    page has not brought in before."""
    bodies = (s for s in account.words.sentences if account.words.kind_of(s) is BlockKind.BODY)
    return next((s.start for s in bodies), None) == sentence.start


def _lemma(account: Account, token: Token) -> str:
    return lemma_of(account.words.text(token.start, token.end))


def strangers(line: Candidate, known: Container[str]) -> bool:
    """Whether a sentence calls by one word somebody whom not everybody knows and whose office no page tells, so that
    even with the rest of his name filled in nobody knows who he is."""
    called = introduced(line.account, line.sentence, ())
    return any(
        actor not in known and len(line.account.article.words_of(span).split()) <= _FULL
        for actor, (_, _, span) in called.items()
    )


def _subject_follows(tokens: Sequence[Token]) -> bool:
    """Whether a noun stands behind the verb that opens a sentence, whoever it is."""
    return len(tokens) > 1 and tokens[1].text not in words("said_that") and not _governs(tokens[1])


def _answers(account: Account, tokens: Sequence[Token]) -> bool:
    """Whether a sentence opens as no first sentence does («ورداً على سؤال», «وهو التمديد الرابع»)."""
    first = tokens[0].text
    if any(t.text in words("another") and _asks_for_the_first(account, tokens[: n + 1]) for n, t in
           enumerate(tokens[1:_OPENING], 1)):  # fmt: skip
        return True
    bare = [t.text.removeprefix("و") if not n else t.text for n, t in enumerate(tokens[:3])]
    if first.removeprefix("و") in words("found_out") and any(t.text in words("of_him") for t in tokens[1:_PRONOUN]):
        return True
    return first in words("dangling") or any(" ".join(bare[:n]) in words("replying") for n in (1, 2, 3))


def _asks_for_the_first(account: Account, tokens: Sequence[Token]) -> bool:
    """Whether «another», the last of these words, asks for the first of its kind («في خطوة أخرى»). Nobody need ask
    where a joined word or one like «with» stands between: the sentence told the first («قُتل جندي وأصيب ثلاثة
    آخرون», «ألمانيا ودول أخرى»); nor behind «any» or a preposition («في آخر بيان» is the last)."""
    before = tokens[-2]
    if before.text in words("times") or before.text in words("bringing_in") or before.text in words("locating"):
        return False
    if any(t.text in words("any") for t in tokens[-3:-1]):
        return False
    behind = tokens[1:-1]
    if any(t.text in words("beside") for t in behind):
        return False
    return not any(_is_joined(account, t) for t in behind)


def _is_joined(account: Account, token: Token) -> bool:
    """Whether a word begins with a joining «و»."""
    written = account.words.text(token.start, token.end)
    if any(m.span.start == token.start for m in account.mentions):
        return False  # «واشنطن»
    return joins(written) or (written.startswith("و") and not is_known(written) and written[1:].endswith(_MANY))


def _of_them(account: Account, tokens: Sequence[Token]) -> bool:
    """Whether a sentence opens with a pronoun of two or of many whom it has not named («طرد كل منهما سفير الآخر»)."""
    for n, token in enumerate(tokens[:_PRONOUN]):
        if token.text.removeprefix("و") in words("of_them"):
            return True
        named = any(m.span.start < token.end and token.start < m.span.end for m in account.mentions)
        if named or (n and (token.text.startswith(_ARTICLE) or token.text.endswith(_MANY))):
            return False  # of these
    return False


def _of_unclear_doer(account: Account, tokens: Sequence[Token]) -> bool:
    """Whether a sentence opens with a verb that wants two nouns and has one or none («انتقد النظام لغيابه», «يتهم بدعم
    الجماعة»): who it is of whom is lost with the sentence before."""
    at = next((n for n, t in enumerate(tokens[:_REACH]) if t.text.removeprefix("و") in words("of_two")), None)
    if at is None or at + 1 >= len(tokens) or not _opens_clause(account, tokens, at):
        return False
    if _governs(tokens[at + 1]):
        return True
    named = [m for m in account.mentions if m.span.start < tokens[at + 1].end and tokens[at + 1].start < m.span.end]
    end = max((m.span.end for m in named), default=0)
    rest = next((t for t in tokens if t.start >= end), None) if named else None
    if rest is None or not _governs(rest) or rest.text in words("strongly"):
        return False
    return account.words.text(end, rest.start).isspace()


def _opens_clause(account: Account, tokens: Sequence[Token], at: int) -> bool:
    """Whether nothing but asides between commas stands before a word."""
    if not at:
        return True
    names = (MentionType.PER, MentionType.ORG, MentionType.GPE)
    head = account.words.text(tokens[0].start, tokens[at].start)
    named = any(tokens[0].start <= m.span.start < tokens[at].start and m.type in names for m in account.mentions)
    return head.rstrip().endswith("،") and not named


def _governs(token: Token) -> bool:
    """Whether a word is a preposition, or a noun with one attached."""
    if token.text in words("bringing_in") or token.text in words("locating"):
        return True
    first = next((c for c in split_clitics(token.text) if c.proclitics[-1:] in (("ل",), ("ب",))), None)
    return first is not None and lemma_of(token.text) != token.text and token.text[0] in "لب"


def _going_on(account: Account, tokens: Sequence[Token]) -> Iterator[Need]:
    """Who goes on speaking («وأضاف العامري»): an earlier line of the page has to have him."""
    if tokens[0].text.removeprefix("و") not in words("going_on"):
        return
    said = [s for s in account.statements if s.cue and tokens[0].start <= s.cue.start < tokens[0].end]
    actor = next((s.speaker.actor for s in said if s.speaker and s.speaker.actor), None)
    if actor is not None:
        yield Need(actor=actor, own=True)
    elif len(tokens) > 1:
        yield Need(lemma=_lemma(account, tokens[1]), own=True)


def _pointed_at(account: Account, tokens: Sequence[Token], reach: int) -> Iterator[Need]:
    """The nouns behind «this», and before «the same», in the first words, that the sentence itself has not brought in;
    in what somebody is quoted with he may point where he likes."""
    quoted = _quoted(account, tokens)
    for n, (a, b) in enumerate(pairwise(tokens)):
        same = b.text in words("selfsame") and a.text.startswith(_ARTICLE)
        very = a.text in words("the_very") and b.text in words("things")  # «نفس القانون»
        this = _points(a) and b.text.startswith(_ARTICLE) and b.text not in words("relatives") | words("bringing_in")
        if n in quoted or n > reach or not (same or very or this):
            continue
        if same and (a.text in words("meanwhile_noun") or (n and tokens[n - 1].text in words("out_of"))):
            continue  # «في الوقت نفسه»; «ثمانية من العائلة نفسها»
        noun = (n - 1 if n and tokens[n - 1].text.startswith(_ARTICLE) else n) if same else n + 1
        timely = any(d.span.start <= tokens[noun].start < d.span.end for d in account.dates)
        if timely or tokens[noun].text in words("times_of_now") | words("abstract"):
            continue
        lemma = _lemma(account, tokens[noun])
        if all(_lemma(account, t) != lemma for t in tokens[:noun]):
            yield Need(lemma=lemma, own=same)


def _points(token: Token) -> bool:
    cuts = (cut for cut in split_clitics(token.text) if not cut.enclitic and _LIKE not in cut.proclitics)
    return any(cut.stem in words("pointers") for cut in cuts)  # «كذلك» says «also»


def _quoted(account: Account, tokens: Sequence[Token]) -> frozenset[int]:
    """The places of the words that stand in quotation marks."""
    found: set[int] = set()
    inside, at = False, tokens[0].start
    for n, token in enumerate(tokens):
        for mark in account.words.text(at, token.start):
            inside = not inside if mark == '"' else (inside or mark in _OPENS) and mark not in _CLOSES
        if inside:
            found.add(n)
        at = token.end
    return frozenset(found)


def _brought_in_before(account: Account, sentence: Sentence, tokens: Sequence[Token]) -> Iterator[Need]:
    """The bare nouns with the article, near the head, that the page first has without it, or that are people's."""
    held = [m.span for m in account.mentions] + [d.span for d in account.dates]
    quoted = _quoted(account, tokens)
    wanted: set[str] = set()
    people: set[str] = set()
    for n, token in enumerate(tokens[:_REACH]):
        follows = tokens[n + 1] if n + 1 < len(tokens) else None
        if n in quoted or not _defined(token) or any(s.start < token.end and token.start < s.end for s in held):
            continue
        joined = follows is not None and account.words.text(token.end, follows.start).isspace()
        told_of = n < _PRONOUN and token.text in words("things")  # «حضر الجلسة التي عقدت أمس»
        apart = follows is not None and not (told_of and follows.text in words("relatives"))
        told_apart = (
            follows is not None
            and apart
            and (
                (joined and (follows.text.startswith(_ARTICLE) or any(s.start == follows.start for s in held)))
                or follows.text in words("relatives") | words("speaking_for")
            )
        )
        named = token.text in words("unnamed") and follows is not None and told_who(account, sentence, token, follows)
        if told_apart or named or (n and tokens[n - 1].text.startswith(_ARTICLE)):
            continue
        lemma = _lemma(account, token)
        if len(lemma) >= _LETTERS and all(_lemma(account, t) != lemma for t in tokens[:n]):
            (people if token.text in words("unnamed") else wanted).add(lemma)
    yield from (Need(lemma=lemma, own=True) for lemma in sorted(people))
    yield from (Need(lemma=lemma) for lemma in sorted(wanted & _first_without(account, sentence, wanted)))


def _first_without(account: Account, sentence: Sentence, wanted: set[str]) -> set[str]:
    """Those lemmas that a page first has as nouns without the article, and of nobody's, before a sentence."""
    seen: set[str] = set()
    found: set[str] = set()
    for other in account.words.sentences:
        if other.start >= sentence.start:
            break
        if account.words.kind_of(other) is not BlockKind.BODY:
            continue
        for n, token in enumerate(other.tokens):
            lemma = _lemma(account, token)
            if lemma not in wanted or lemma in seen:
                continue
            seen.add(lemma)
            after = other.tokens[n + 1].text if n + 1 < len(other.tokens) else ""
            if not _defined(token) and not after.startswith(_ARTICLE) and n:
                found.add(lemma)
    return found


def _defined(token: Token) -> bool:
    return any(cut.article for cut in split_clitics(token.text)) and not token.is_number


def _half_named(account: Account, sentence: Sentence) -> Iterator[Need]:
    """People called by one word whom the page does not name in full."""
    here = [m for m in account.mentions if sentence.start <= m.span.start < sentence.end]
    filled = filled_in(account, sentence)
    words_of = {m.span: account.article.words_of(m.span).replace("_", " ").split() for m in here}
    for m in here:
        named = words_of[m.span]
        if m.type is not MentionType.PER or len(named) > 1 or of_family(account, m.span.start) or m.actor in filled:
            continue
        if is_numeral(named[0]) or _no_name(account, m.span, named[0]):
            continue
        if m.actor is None:
            yield Need(lemma=lemma_of(named[0]))
        elif all(len(words_of[o.span]) == 1 for o in here if o.actor == m.actor):
            yield Need(actor=m.actor)
    yield from _unknown_speaker(account, sentence)


def _no_name(account: Account, place: Span, word: str) -> bool:
    """Whether one word that was taken for somebody's name is none: marks stand about it («واتساب» is a thing), or the
    dictionary has it but for what is attached to it («مسؤولون», «للعديد», «مراسلنا»)."""
    around_it = account.words.text(max(0, place.start - 1), place.start), account.words.text(place.end, place.end + 1)
    if f"{_ARTICLE}{fold_word(word)}" in words("unnamed"):
        return True
    if all(mark and mark in _MARKS for mark in around_it) or len(word) <= _FAINT:
        return True
    cuts = [c for c in split_clitics(fold_word(word)) if len(c.stem) > _LETTERS and is_known(c.stem)]
    if any(len(c.enclitic) > 1 or (c.article and c.proclitics) for c in cuts):
        return True
    return len(word) > _PLURAL and word.endswith(_MANY[:2]) and is_known(word[:-2])  # «كريم», «خلدون» are names too


def _name_of_nobody(account: Account, tokens: Sequence[Token]) -> Token | None:
    """The word behind the verb that opens a sentence, where it is none that a dictionary has, alone, and no known name:
    whose last name it is the sentence does not say («احتل شنيدر عناوين الصحف»)."""
    if len(tokens) < _OPENING or tokens[1].text.startswith(_ARTICLE) or not _verbal(tokens[0]):
        return None
    name, after = tokens[1], tokens[2]
    held = any(m.span.start < t.end and t.start < m.span.end for m in account.mentions for t in (name, after))
    return None if held or name.is_number or is_word(account, name) or not is_word(account, after) else name


def _verbal(token: Token) -> bool:
    return token.text.removeprefix("و") in words("going_on") | words("announcing") | words("of_two") | words("personal")


def _unknown_speaker(account: Account, sentence: Sentence) -> Iterator[Need]:
    """Who speaks by a name of one word that is no word and in no list («قال شنيدر»)."""
    for s in account.statements:
        place = s.speaker.span if s.speaker else None
        if s.cue is None or place is None or not sentence.start <= s.cue.start < sentence.end:
            continue
        said = account.article.words_of(place).split()
        named = any(m.span.overlaps(place) for m in account.mentions)
        if len(said) == 1 and not named and not said[0].startswith(_ARTICLE) and not is_known(fold_word(said[0])):
            yield Need(lemma=lemma_of(said[0]))
