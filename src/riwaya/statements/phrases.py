"""Noun phrases: which words after or before a cue may name who speaks.

Functions over a `Line`: where a phrase ends, whether a word may begin a subject, which person a
title leads to, what a preposition governs. No memory, no decisions about statements.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from riwaya.model import MentionType
from riwaya.statements.content import is_that
from riwaya.statements.cues import book
from riwaya.statements.lines import Line

_BREAK = frozenset("،,:.;؛()!؟?–—/|")
_LONGEST_PHRASE = 14
_ENDINGS = ("ا", "ان", "ين", "ون", "ها", "هم", "ه")
_HEADS = ("unnamed", "roles", "organisations", "documents")


def may_be_subject(line: Line, i: int) -> bool:
    """True where token i may begin a subject: no preposition, conjunction, number or attached «ب», «ل»."""
    word = line.words[i]
    if line.names[i] >= 0:
        mention = line.mentions[line.names[i]]
        return mention.span.start - line.tokens[i].start <= 0 or word.startswith("و")
    if book().has("prepositions", word) or book().has("openers", word):
        return False
    if book().has("relatives", word) or is_that(word):
        return False
    if word.startswith("ل") and len(word) > 4 and not is_head(word):
        return False
    if line.tokens[i].is_number or word in ("ب", "ل", "ك", "قد", "له", "لها", "لهم", "به", "عنه"):
        return False
    if book().has("adverbs", word.removeprefix("و")):
        return False  # «والأحد»
    return not (word.startswith(("لل", "ب")) and len(word) > 4) or is_head(head_word(word))


def phrase_end(line: Line, i: int, stop: int) -> int:
    """The token after the noun phrase that begins at token i."""
    j = i
    told = book().has("documents", bare(line.words[i])) if i < stop else False
    while j < stop and j - i < _LONGEST_PHRASE:
        word = line.words[j]
        if j > i and not _BREAK.isdisjoint(line.gaps[j]):
            break
        if j > i and line.names[j] >= 0 and attached(line, line.names[j], "ل") and not told:
            break  # «أكد مسؤولون لرويترز», but «تقرير لرويترز»
        counted = word == "من" and j == i + 1 and book().has("quantifiers", line.words[i].removeprefix("و"))
        if line.names[j] < 0 and j > i and not counted:
            if word in _ending() or is_that(word):
                break
            if word.endswith("ا") and book().has("documents", word[:-1]):
                break  # «أصدر اللاعب بيانا»
            met = book().forms.get(word)
            if met is not None and met[1] in ("past", "present", "participle") and not word.startswith("ال"):
                break
        j += 1
    return j


@cache
def _ending() -> frozenset[str]:
    """The words before which a noun phrase ends."""
    sets = book().sets
    governing = (sets["prepositions"] | sets["openers"]) - {"باسم"}
    return governing.union(*(sets[name] for name in ("pointing", "uttered", "his_words", "relatives", "adverbs")))


def names_in(line: Line, i: int, end: int) -> Iterator[int]:
    """The numbers of the names in tokens `i:end`, in order."""
    seen = -1
    for j in range(i, min(end, len(line.tokens))):
        k = line.names[j]
        if k >= 0 and k != seen:
            seen = k
            yield k


def person_in(line: Line, i: int, end: int, stop: int, head: str) -> int | None:
    """The person named in the phrase `i:end`, or in apposition to it."""
    if line.names[i] >= 0:
        return holder(line, line.names[i], stop, head)
    for k in names_in(line, i, end):
        if line.mentions[k].type is MentionType.PER:
            if line.names[min(i + 1, end - 1)] == k and book().has("relations", head):
                if book().has("organisations", head):
                    break  # «تتهم حكومة فلان علانا»: whoever follows is accused
                continue
            return k
    return _apposition(line, i, end, stop)


def holder(line: Line, k: int, stop: int, head: str) -> int | None:
    """The person that name k is; where it is an office held for a body («المدعي العام فلان»), who holds it."""
    if line.mentions[k].type is MentionType.PER:
        return k
    end = line.ranges[k][1]
    next_name = line.names[end] if end < min(stop, len(line.tokens)) and line.gaps[end] == " " else -1
    held = next_name >= 0 and line.mentions[next_name].type is MentionType.PER and book().has("roles", head)
    return next_name if held else None


def _apposition(line: Line, i: int, end: int, stop: int) -> int | None:
    """The person named after a title that does not end in a name: «السفير في عمان، فلان»."""
    head = bare(line.words[i])
    far = book().has("roles", head) or book().has("unnamed", head)
    aside = False
    for j in range(end, min(end + (9 if far else 3), stop, len(line.tokens))):
        k = line.names[j]
        word = line.words[j]
        if k >= 0 and line.mentions[k].type is MentionType.PER:
            before = line.words[j - 1]
            direct = not governs(before) and line.mentions[k].span.start <= line.tokens[j].start
            owned = book().has("organisations", before) and line.gaps[j] == " "  # «في مكتب فلان»
            titled = book().has("honorifics", before) or book().has("roles", bare(before))
            told = not aside or titled or "،" in line.gaps[j]
            return k if direct and told and not owned else None
        if book().has("relatives", word) or is_that(word) or word in book().forms:
            return None
        aside = aside or "،" in line.gaps[j]  # «، وهي شركة يملك فلان جزءا منها»
        if not far and not book().has("honorifics", word):
            return None
    return None


def governs(word: str) -> bool:
    """True for a preposition, «و» before it or not."""
    known = book().sets["prepositions"]
    return word in known or word in ("ب", "ل") or (word[:1] in ("و", "ف") and word[1:] in known)


def attached(line: Line, k: int, particles: str) -> bool:
    """True where one of these one-letter prepositions stands attached to name k."""
    token = line.tokens[line.ranges[k][0]]
    return line.mentions[k].span.start > token.start and token.text[0] in particles


def apposed(line: Line, k: int, stop: int) -> bool:
    """True where another person follows name k after a comma: «محامي فلان، علان»."""
    end = line.ranges[k][1]
    return end < stop and "،" in line.gaps[end] and line.names[end] >= 0


def far(line: Line, k: int, first: int) -> bool:
    """True where a preposition governs name k, so that it is no subject."""
    start = line.ranges[k][0]
    for j in range(start - 1, max(first, start - 2) - 1, -1):
        if ":" in line.gaps[j + 1]:
            return False  # «السفر إلى الجزيرة: أوسلو تطالب»
        if governs(line.words[j]):
            return True
    return False


def title_before(line: Line, i: int) -> list[str]:
    """The words of a title right before token i, nearest first."""
    words: list[str] = []
    for j in range(i - 1, max(-1, i - 8), -1):
        gap = line.gaps[j + 1]
        if set(gap) & (_BREAK - set("،")) or (("،" in gap) and j + 1 != i):
            break
        word = line.words[j]
        if (governs(word) and word != "باسم") or is_that(word) or word in book().forms:
            break  # «قال فلان إن علانا»: «فلان» is no title of «علان»
        if line.names[j] >= 0 and line.mentions[line.names[j]].type is MentionType.PER:
            break  # nor is «حكومة فلان» of whom it accuses
        if j + 1 == i and book().has("relations", bare(word)):
            break
        words.append(bare(word))
    return words


def title_after(line: Line, i: int) -> list[str]:
    """The words of a title after a comma at token i: «فلان، مدير المعهد»."""
    if i >= len(line.tokens) or "،" not in line.gaps[i]:
        return []
    head = bare(line.words[i])
    if not (book().has("roles", head) or book().has("unnamed", head)):
        return []
    return [bare(word) for word in line.words[i : phrase_end(line, i, len(line.tokens))]]


def head_word(word: str) -> str:
    """A folded word that may head a subject, without «و», «ال», the ending of its case, number or owner, so far as that
    leaves a word known for such («مسؤولا», «مصدران», «محاميها»); else as `bare` gives it."""
    plain = bare(word)
    if is_head(plain):
        return plain
    for ending in _ENDINGS:
        stem = plain.removesuffix(ending)
        if stem != plain and len(stem) > 2:
            for form in (stem, stem[:-1] + "ه") if stem.endswith("ت") else (stem,):
                if is_head(form):
                    return form
    return plain


def is_head(word: str) -> bool:
    """Whether a bare word is known to head the name of an office, a body, a source or a document."""
    return word in _heads()


@cache
def _heads() -> frozenset[str]:
    return frozenset().union(*(book().sets[name] for name in _HEADS))


def bare(word: str) -> str:
    """A folded word without «و» and «ال»."""
    if word.startswith("وال") and len(word) > 5:
        return word[3:]
    if word.startswith("ال") and len(word) > 4:
        return word[2:]
    if word.startswith("لل") and len(word) > 4:
        return word[2:]
    return word
