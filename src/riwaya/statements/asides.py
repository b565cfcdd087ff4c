"""Asides: which cues tell nothing of their own, being negated, quoted, or only the name of a source.

Functions over a `Line` and a `Cue`.
"""

from __future__ import annotations

from riwaya.statements.content import is_that
from riwaya.statements.cues import Cue, book
from riwaya.statements.lines import Line
from riwaya.statements.masdars import is_masdar
from riwaya.statements.phrases import bare, is_head

_NEGATED = 2  # how many words before a cue a negation may stand


def names_source(line: Line, cue: Cue) -> bool:
    """True for the verb of «حسبما ذكر فلان», which has its content elsewhere."""
    before = line.words[cue.first - 1] if cue.first else ""
    if before != "كما":
        return before in ("ما", "لما", "مما", "ومما", "حسبما", "وفقما")
    if cue.first - 1 <= line.sentence_start(cue.first):
        return False
    for i in range(cue.last, min(line.ends[cue.first], cue.last + 16)):
        word = line.words[i]
        if is_that(word) or (line.names[i] < 0 and is_masdar(word)) or set(line.gaps[i]) & set(':"'):
            return False
    return True


def is_silent(line: Line, cue: Cue) -> bool:
    """True for a cue that says nothing: negated, or inside a longer quotation."""
    quote = line.quote_over(cue.first)
    if quote is not None and quote.size > 3:
        return True
    if cue.form == "source":
        return False
    before = [line.words[j] for j in range(max(line.sentence_start(cue.first), cue.first - _NEGATED), cue.first)]
    if cue.last < len(line.tokens) and cue.rule.id == "mention" and book().has("told_of", line.words[cue.last]):
        return True
    if _unnamed_wish(line, cue) or (cue.form == "participle" and before[-1:] == ["غير"]):
        return True
    if before and book().has("negations", before[-1]):
        return not cue.rule.negated
    return len(before) == 2 and before[-1] == "ان" and book().has("negations", before[0])


def _unnamed_wish(line: Line, cue: Cue) -> bool:
    """«طالبا عدم ذكر اسمه»: how the source speaks, and nothing it says."""
    i = cue.last
    if i + 1 >= len(line.tokens):
        return False
    word, following = line.words[i : i + 2]
    if word == "عدم":
        return book().has("secrecy", following)
    return book().has("secrecy", word) and book().has("told_of", following)  # «طلبت حجب اسمها»


def is_relative(line: Line, cue: Cue) -> bool:
    """True where a relative pronoun stands right before the cue."""
    return cue.first > 0 and book().has("relatives", line.words[cue.first - 1])


def is_source(line: Line, cue: Cue, cue_at: dict[int, Cue]) -> bool:
    """True where «بحسب», «كما» ... names who says something, and not a measure or a manner."""
    i = cue.last
    first = line.sentence_start(cue.first)
    if cue.rule.id == "opinion" and cue.first > first + (line.words[first] in ("من", "ومن")):
        return False  # only what stands first is surely an opinion on all that follows
    if line.words[cue.first] == "كما" and cue.first == line.sentence_start(cue.first):
        return False
    phrase = line.folded.text[cue.low : cue.high]
    if i < len(line.tokens) and line.words[i] in ("ما", "لما"):
        i += 1
    if i >= line.ends[cue.first]:
        return False
    verb = cue_at.get(i)
    if verb is not None and verb.form in ("past", "present"):
        return phrase not in ("كما", "علي ما") or names_source(line, verb)
    if phrase.startswith(("كما", "علي ما")):
        return False
    for j in range(i, min(i + (6 if phrase.endswith("ما") else 4), line.ends[cue.first])):
        if book().has("relatives", line.words[j]):
            return False
        if j > i and set(line.gaps[j]) & set("،,.:"):
            return False
        if line.names[j] >= 0:
            return True
        word = bare(line.words[j])
        called = {word, word[1:], bare(word[1:])} if j == i and word.startswith("ل") else {word}
        if any(map(is_head, called)):
            return True
    return False
