"""Whether a sentence stands by itself: names who speaks and acts, points at nothing that another sentence brings in."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from riwaya.account import Account
from riwaya.brief.dated import is_known, words
from riwaya.brief.heads import without_head
from riwaya.brief.kept import around
from riwaya.brief.mending import WITHIN
from riwaya.model import MentionType, Polarity, Span
from riwaya.rules import load
from riwaya.text import Cut, Sentence, Token, fold_text, split_clitics

_HEAD = 7  # words of a sentence's head in which «those» points back
_QUOTES, _CLOSING = '"«“', '"»”'
_AFTER_QUOTE = 4  # code points after a closing mark that name nobody
_POSSESSED = ("ته", "تها", "تهم", "وه", "وها")  # endings of what is somebody's: «حياته», «مساعدوه»
_THEIRS = ("هم", "ها", "هما", "هن")  # and of what a dictionary has without them: «اعتقالهم»
_SHORT = 4  # letters of a word that may end so by itself
_HAD = 7  # tokens from «كانت» to «قد», in which whoever had done it is named
_THINGS = 4  # words of a head in which a thing may be called by its bare noun
_DATED = 4  # words of a date, or of «was», before such a head
_OPENING = 3  # words of a head in which somebody is called by a bare noun, or something is somebody's
_SUBJECT = 5  # words after a verb of what people do in which its subject stands
_HEAD_TELLS = 12  # words of a head that say what is told
_PARTIES = (MentionType.ORG, MentionType.GPE)


def says_no(sentence: Sentence) -> bool:
    """Whether a sentence says no after its first word: what did not come, was refused or denied is an outcome too."""
    return any(t.text.removeprefix("و") in words("negations") for t in sentence.tokens[1:])


def sets_scene(account: Account, sentence: Sentence) -> bool:
    """Whether a sentence opens with a no of no party («لم يكن أحد يتوقع أن ...»): a picture, and no news. What a number
    or a known party soon bears out is news («لم تتسلم الشركة سوى ثلث المبلغ»)."""
    start = without_head(account, sentence).start
    tokens = [t for t in sentence.tokens if t.end > start]
    if not tokens or tokens[0].text.removeprefix("و") not in words("negations"):
        return False
    here = around(account, sentence)
    if any(
        s.polarity is not Polarity.ASSERTS and sentence.start <= s.span.start < sentence.end for s in here.statements
    ):
        return False
    head = (tokens[0].start, tokens[min(len(tokens), _SUBJECT + 1) - 1].end)
    party = any(m.type in _PARTIES and head[0] <= m.span.start < head[1] for m in here.mentions)
    return not party and not any(t.is_number for t in tokens)


def points_back(sentence: Sentence) -> bool:
    """Whether a sentence opens with a word that points at what was said before it, or soon names «those protests»."""
    head = [t.text for t in sentence.tokens[:_HEAD]]
    so = next((n for n, t in enumerate(sentence.tokens[:_HEAD_TELLS]) if t.text in words("resuming")), None)
    if so is not None:  # «وفق البيان، فإن هذه العقوبات»: there the sentence begins
        head += [t.text for t in sentence.tokens[so : so + _OPENING]]
    pointed = any(w in words("demonstratives") for w in head[1:])
    # «هذه المحادثات», told nowhere yet; «هذا العام» is this one's
    pointed |= any(a in words("near") and b not in words("times_of_now") for a, b in pairwise(head[1:]))
    return pointed or " ".join(head[:2]) in words("pointing") or head[0] in words("pointing")


def speaks_for_nobody(account: Account, sentence: Sentence) -> bool:
    """Whether a sentence opens with a verb of saying whose speaker it does not name, and nobody can fill in."""
    first = sentence.tokens[0]
    said = [s for s in around(account, sentence).statements if s.cue and first.start <= s.cue.start <= first.end]
    if account.words.text(first.end, first.end + 1) == ":":
        return True  # «وتابع: ...»
    if not said:
        return bool(words("continuing") & {first.text, first.text.removeprefix("و")})
    known = {m.actor for m in account.mentions if 0 < sentence.end - m.span.start <= WITHIN}
    spoken = any(s.speaker and (s.speaker.span is not None or s.speaker.actor in known) for s in said)
    if any(s.speaker and s.speaker.span is None for s in said) and not spoken:
        return True
    return bool(words("continuing") & {first.text, first.text.removeprefix("و")}) and not spoken


def done_by_nobody(account: Account, sentence: Sentence) -> bool:
    """Whether a sentence opens with what people do («خدم في», «لعب دورا») and names nobody soon after."""
    text = account.article.text
    tokens = sentence.tokens
    comma = next((n for n, t in enumerate(tokens[:_SUBJECT]) if text[t.end : t.end + 1] == "،"), -1)
    for n in {0, comma + 1}:
        if n + 1 >= len(tokens) or tokens[n].text.removeprefix("و") not in words("personal"):
            continue
        follows = text[tokens[n + 1].start : tokens[n + 1].end]
        behind = tokens[n + 1].text
        object_follows = behind in words("bringing_in") or behind in words("locating") or follows.endswith(("ا", "اً"))
        soon = tokens[n + 1 : n + 1 + _SUBJECT]
        people = [
            m.span.start for m in around(account, sentence).mentions if m.type in (MentionType.PER, MentionType.ORG)
        ]
        return object_follows and not any(t.start in people for t in (*tokens[:n], *soon))
    return False


def leans(account: Account, sentence: Sentence) -> bool:
    """Whether a sentence opens with a thing called by its bare noun («وقع الاعتداء»), or leans in another way: it
    can not be the first to be told."""
    if bare_thing(account, sentence) is not None:
        return True
    nobody = speaks_for_nobody(account, sentence) or of_nobody_named(account, sentence)
    return nobody or points_back(sentence) or done_by_nobody(account, sentence) or had_been(sentence)


def bare_thing(account: Account, sentence: Sentence) -> Token | None:
    """The bare noun by which a thing is called at the head of a sentence."""
    text, mentions = account.article.text, around(account, sentence).mentions
    for token, after in pairwise(sentence.tokens[: _THINGS + 1]):
        if any(m.span.start < token.end and token.start < m.span.end for m in mentions):
            return None
        if token.text in words("things"):
            named = any(m.span.start == after.start for m in mentions)
            return None if named or text[after.start : after.end].startswith("ال") else token
    return None


def had_been(sentence: Sentence) -> bool:
    """Whether a sentence tells what had been before («كانت السفينة قد غادرت», «كانت النقابة أعلنت»): before what,
    another must say."""
    head = [t.text for t in sentence.tokens[:_HAD]]
    if not head or head[0].removeprefix("و") not in words("had"):
        return False
    return "قد" in head or any(w in words("announcing") for w in head[: _OPENING + 1])


def teases(account: Account, sentence: Sentence) -> bool:
    """Whether a sentence asks, or points at what stands beside it on its page: a film, a drawing, what follows."""
    said = account.article.text[sentence.start : sentence.end].strip()
    if "؟" in said or said.endswith(":"):  # «ويؤكد للمواطنين ما يلي:»
        return True
    return _teasers().search(f" {account.words.folded(sentence)}") is not None


@cache
def _teasers() -> re.Pattern[str]:
    return re.compile(" (?:" + "|".join(re.escape(fold_text(p)) for p in load("ar/brief").texts("teasers")) + ")")


def of_nobody_named(account: Account, sentence: Sentence) -> bool:
    """Whether a sentence opens with somebody called by a bare noun («قال المصدر»), or with what is somebody's whom it
    has not named («شهدت حياته منعطفا»)."""
    return nobody_at_head(account, sentence) is not None


def nobody_at_head(account: Account, sentence: Sentence) -> Token | None:
    """The word at a sentence's head that is or belongs to somebody whom it has not named."""
    here = around(account, sentence)
    dates = [d.span for d in here.dates]
    head = [
        t
        for t in sentence.tokens[: _OPENING + _DATED]
        if t.text not in words("had")
        and t.text not in words("years")
        and not any(d.start <= t.start < d.end for d in dates)
    ][:_OPENING]
    named = [m.span.start for m in here.mentions if sentence.start <= m.span.start < sentence.end]
    for n, token in enumerate(head):
        after = next((t for t in sentence.tokens if t.start >= token.end), None)
        told = after is not None and (after.start in named or after.text in words("speaking_for"))
        if token.text in words("unnamed") and not told and not any(at <= token.start for at in named):
            return token
        if any(at < token.end for at in named):
            continue
        cuts = split_clitics(token.text)
        if any(cut.enclitic and not cut.article and cut.stem in words("kin") for cut in cuts):
            return token  # «أما والده فقال»: whose?
        written = account.words.text(token.start, token.end)
        owned = written.endswith(_POSSESSED) and len(token.text) > _SHORT
        if n and (owned or any(_theirs(cut) for cut in cuts if written.endswith(cut.enclitic))):
            return token
    return None


def _theirs(cut: Cut) -> bool:
    """Whether a word is a noun with a pronoun («اعتقالهم», «مستخدميه»)."""
    if cut.proclitics or not cut.enclitic or len(cut.stem) <= _SHORT:
        return False
    return (cut.enclitic in _THEIRS and is_known(cut.stem)) or (cut.stem.endswith("ي") and is_known(cut.stem + "ن"))


def only_quoted(account: Account, span: Span) -> bool:
    """Whether a sentence is somebody's words and does not say whose."""
    text = account.article.words_of(span).strip()
    if not text or text[0] not in _QUOTES:
        return False
    closing = max(text.rfind(q) for q in _CLOSING)
    return len(text) - closing <= _AFTER_QUOTE


def broken(words: str) -> bool:
    """Whether a quotation or a bracket opens and does not close: the sentence was cut in it."""
    return words.count("«") != words.count("»") or words.count("(") != words.count(")") or words.count('"') % 2 == 1
