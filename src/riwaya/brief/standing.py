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
_ME = "ني"  # no noun ends so but by its own letters: «فلسطيني»
_YOURS = "ك"  # «أنجليك»
_MINE, _KIN = "ي", 3  # letters of a word for kin that with «ي» is as often another word («جدي»)
_LETTERS = 3  # of a word that a dictionary need not have
_MANY = ("ون", "ين", "ات")  # of many: a dictionary often has one only
_ADJECTIVES = 3  # between somebody's noun and his name («الشاب المصري أحمد»)
_ARTICLE, _FOR_THE = "ال", "لل"
_COMMAS = ("", "،", ",")


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
    ends = next((t.text for t in sentence.tokens[_HEAD:]), "")
    so = next((n for n, t in enumerate(sentence.tokens[:_HEAD_TELLS]) if t.text in words("resuming")), None)
    if so is not None:  # «وفق البيان، فإن هذه العقوبات»: there the sentence begins
        head += [t.text for t in sentence.tokens[so : so + _OPENING]]
        ends = ""
    # «تلك التي» is the one which: it points at what follows
    pointed = any(a in words("demonstratives") and b not in words("relatives") for a, b in pairwise([*head[1:], ends]))
    # «هذه المحادثات», told nowhere yet; «هذا العام» is this one's
    pointed |= any(a in words("near") and b not in words("times_of_now") for a, b in pairwise(head[1:]))
    return pointed or " ".join(head[:2]) in words("pointing") or head[0] in words("pointing")


def speaks_for_nobody(account: Account, sentence: Sentence) -> bool:
    """Whether a sentence opens with a verb of saying whose speaker it does not name, and nobody can fill in."""
    first = sentence.tokens[0]
    said = [s for s in around(account, sentence).statements if s.cue and first.start <= s.cue.start <= first.end]
    if account.words.text(first.end, first.end + 1) == ":":
        return True  # «وتابع: ...»
    if _subject_behind(account, sentence):
        return False
    if not said:
        return bool(words("continuing") & {first.text, first.text.removeprefix("و")})
    known = {m.actor for m in account.mentions if 0 < sentence.end - m.span.start <= WITHIN}
    spoken = any(s.speaker and (s.speaker.span is not None or s.speaker.actor in known) for s in said)
    if any(s.speaker and s.speaker.span is None for s in said) and not spoken:
        return True
    return bool(words("continuing") & {first.text, first.text.removeprefix("و")}) and not spoken


def _subject_behind(account: Account, sentence: Sentence) -> bool:
    """Whether the noun behind a verb that joins nothing is who says it, though no speaker was found: with the article,
    and with no pronoun («أكدت الجالية»; «أكد التزامه» is what he said); behind «said» any noun."""
    if len(sentence.tokens) < 2 or sentence.tokens[0].text.startswith("و"):
        return False
    behind = sentence.tokens[1]
    if not behind.text.startswith(_ARTICLE):
        return sentence.tokens[0].text in words("only_said") and _is_noun(account, sentence, behind)
    if behind.text in words("relatives") | words("bringing_in"):
        return False
    written = account.words.text(behind.start, behind.end)
    return not any(written.endswith(cut.enclitic) and _theirs(cut) for cut in split_clitics(behind.text))


def _is_noun(account: Account, sentence: Sentence, token: Token) -> bool:
    """Whether a word behind «said» is who said it: no particle, adverb, day, or whom it was said to."""
    written = account.words.text(token.start, token.end)
    if len(written) < _LETTERS or written.endswith(("ا", "اً")) or token.is_number:
        return False
    if any(token.text in words(s) for s in ("said_that", "bringing_in", "locating", "before_and_after", "attributing")):
        return False
    if any(d.span.start <= token.start < d.span.end for d in around(account, sentence).dates):
        return False
    cuts = [c for c in split_clitics(token.text) if c.proclitics or (c.enclitic and written.endswith(c.enclitic))]
    return not any(is_known(c.stem) or len(c.stem) < _LETTERS for c in cuts)


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
            told = named or text[after.start : after.end].startswith(_ARTICLE) or _between_whom(sentence, token, after)
            return None if told or _in_a_place(token, after) else token
    return None


def _between_whom(sentence: Sentence, token: Token, after: Token) -> bool:
    """Whether a thing's own sentence says between whom it is («المواجهات بين الجيش والمسلحين»)."""
    return after.text in words("between") and after is not sentence.tokens[-1]


def _in_a_place(token: Token, after: Token) -> bool:
    """Whether a thing of many, that goes on, is told with its place («تصاعدت الاحتجاجات في إيران»)."""
    return token.text.endswith(_MANY) and after.text in words("locating")


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
        told = after is not None and told_who(account, sentence, token, after)
        if token.text in words("unnamed") and not told and not any(at <= token.start for at in named):
            return token
        if any(at < token.end for at in named):
            continue
        cuts, written = split_clitics(token.text), account.words.text(token.start, token.end)
        if any(not cut.article and cut.stem in words("kin") and _owned(cut, written) for cut in cuts):
            return token  # «أما والده فقال»: whose?
        owned = written.endswith(_POSSESSED) and len(token.text) > _SHORT and not _defined(written)
        if n and (owned or any(_theirs(cut) for cut in cuts if written.endswith(cut.enclitic))):
            return token
    return None


def told_who(account: Account, sentence: Sentence, token: Token, after: Token) -> bool:
    """Whether what stands behind somebody's noun says who he is: whom he speaks for, what he is charged with, or his
    name, behind adjectives and a comma («الممثل المصري، سالم العامري»), in a dictionary or not."""
    if after.text in words("speaking_for"):
        return True
    if token.text in words("charged") and (
        after.text in words("locating") or (after.text.startswith("ب") and len(after.text) > _LETTERS)
    ):
        return True
    names = [m.span for m in around(account, sentence).mentions]
    behind = [t for t in sentence.tokens if t.start >= token.end][: _ADJECTIVES + 1]
    at = token.end
    for n, word in enumerate(behind):
        gap = account.words.text(at, word.start).strip()
        if gap not in _COMMAS:
            return False
        if any(s.start == word.start for s in names):
            return True
        if gap and word.text.startswith(_ARTICLE):
            return False
        if n and word.text.startswith(_FOR_THE):
            return True  # «الوكالة الأوروبية للأدوية»
        if not word.text.startswith(_ARTICLE):
            return not word.is_number and not is_word(account, word)
        at = word.end
    return False


def is_word(account: Account, token: Token) -> bool:
    """Whether a word, without what is attached to it, is one of the language's."""
    written = account.words.text(token.start, token.end)
    if len(written) <= _LETTERS or is_known(written):
        return True
    if written.endswith(_MANY) and is_known(written[:-2]):
        return True  # «ناشطون»
    return any(is_known(cut.stem) for cut in split_clitics(token.text))


def _defined(written: str) -> bool:
    """Whether a word has the article («المتهم»), and so no pronoun; «التزامه» begins so by itself."""
    return written.startswith(_ARTICLE) and is_known(written[len(_ARTICLE) :])


def _owned(cut: Cut, written: str) -> bool:
    """Whether a word for kin has a pronoun («والده»); «أمني», «جدي» and «جدة» are other words."""
    return (
        bool(cut.enclitic)
        and written.endswith(cut.enclitic)
        and cut.enclitic != _ME
        and (cut.enclitic != _MINE or len(cut.stem) > _KIN)
    )


def _theirs(cut: Cut) -> bool:
    """Whether a word is a noun with a pronoun («اعتقالهم», «مستخدميه»)."""
    if cut.proclitics or not cut.enclitic or cut.enclitic == _ME or len(cut.stem) <= _SHORT:
        return False
    return (cut.enclitic in _THEIRS and is_known(cut.stem)) or (
        cut.stem.endswith("ي") and cut.enclitic != _YOURS and is_known(cut.stem + "ن")
    )


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
