"""Subject or object: what the words around a verb of speech tell about who speaks and who is spoken to.

Functions over a `Line` and a `Cue`, without memory: agreement, order, case. `speakers` asks them.
"""

from __future__ import annotations

from riwaya.model import MentionType
from riwaya.statements.content import Start, is_that
from riwaya.statements.cues import Cue, book
from riwaya.statements.lines import Line
from riwaya.statements.phrases import far, governs, head_word, is_head, may_be_subject, phrase_end


def tells(line: Line, cue: Cue, start: Start) -> bool:
    """Whether a verb that mostly tells deeds («رفض», «زاد») tells words here: somebody known for speaking stands beside
    it, or it goes on right behind what they said; and what the verb needs between («اتهامات») stands there."""
    if cue.rule.through and not any(book().has(cue.rule.through, w) for w in line.words[cue.last : start.token]):
        return False
    if not cue.rule.known or (cue.rule.known == "masdar" and start.how != "noun"):
        return True
    first, i = line.sentence_start(cue.first), cue.last
    if cue.form == "past" and not cue.feminine and not (cue.first == first or _sets_in(line, cue)):
        return False  # «أعربت عن رفض الهيئة»: a noun
    follows = i < start.token and may_be_subject(line, i) and not line.gaps[i].strip(' "')
    if follows and (line.names[i] >= 0 or is_head(head_word(line.words[i])) or line.words[i] == "كل"):
        return True
    if line.names[cue.first - 1] >= 0 and cue.first > first and not cue.joined:
        return not far(line, line.names[cue.first - 1], first)
    if book().has("impersonal", line.words[cue.first]):
        return False
    return (cue.joined or cue.form == "participle") and start.token - cue.last <= _SOON


def _sets_in(line: Line, cue: Cue) -> bool:
    """Whether a clause begins at the cue: behind a comma, a name or a word that opens one."""
    before = line.words[cue.first - 1]
    opens = book().has("openers", before) or book().has("adverbs", before) or book().has("relatives", before)
    return "،" in line.gaps[cue.first] or line.names[cue.first - 1] >= 0 or opens


_SOON = 2  # words between a verb without subject and what it tells


def another_follows(line: Line, i: int, stop: int) -> bool:
    """«التي تتهم الرابطة النادي بـ»: right behind the subject stands the name of whom the verb is aimed at."""
    return i < stop and i < len(line.tokens) and line.names[i] >= 0 and line.gaps[i] == " " and may_be_subject(line, i)


def in_relative(line: Line, k: int, first: int, stop: int) -> bool:
    """True where name k stands in a relative clause that a comma closes: «فلان، الذي درس تدخل روسيا، ...»."""
    start, end = line.ranges[k]
    opened = not book().sets["relatives"].isdisjoint(line.words[first + 1 : start])
    return opened and any("،" in line.gaps[i] for i in range(end, stop))


def of_many(line: Line, cue: Cue) -> bool:
    """True for a verb of many («وأعربوا», «يقولون»), which no single person and no state is the subject of."""
    return cue.form in ("past", "present") and line.words[cue.first].endswith(("وا", "ون"))


def beside_object(line: Line, place: tuple[int, int]) -> bool:
    """«اتهم لاعب مغربي الحكم بـ»: what has no article, with its adjective, is the subject, the rest the object."""
    words = line.words[place[0] : place[1]]
    bare = len(words) > 2 and line.names[place[0]] < 0 and not any(w.startswith("ال") for w in words[:2])
    described = bare and words[1].endswith(("ي", "يه")) and not is_head(words[1])  # «رئيس نادي القضاة» is one
    return described and words[2].startswith("ال")


def fills(line: Line, cue: Cue, place: tuple[int, int] | None, stop: int) -> bool:
    """True where a definite noun alone stands between a verb without object and its «أن»: «يرى الإقليم أن»."""
    if cue.rule.object or place is None or place != (cue.last, stop - 1) or stop > len(line.tokens):
        return False
    apart = any(line.gaps[i] != " " for i in range(cue.last, stop))
    return line.words[cue.last].startswith("ال") and is_that(line.words[stop - 1]) and not apart


def beside(line: Line, cue: Cue) -> bool:
    """True where a conjunction sets the cue's clause beside another («..., فيما اتهم فلان الشركة بـ»).

    Its subject stands in it, even one whom no reader of names knows.
    """
    return cue.first > 0 and not cue.joined and book().has("beside", line.words[cue.first - 1])


def taken_up(line: Line, cue: Cue) -> bool:
    """True where a pronoun right before the verb takes the subject up again: «لكنها اتهمت»."""
    return cue.first > 0 and not cue.joined and book().has("taken_up", line.words[cue.first - 1])


def disagrees(line: Line, cue: Cue, place: tuple[int, int] | None) -> bool:
    """True where the words behind the verb cannot be its subject, so that they are whom it is aimed at: a body of
    feminine name behind a masculine verb («اتهم البلدية بـ»), people in the case of an object («طالب المضربين بـ»),
    anybody where a pronoun stands for the subject («لكنها اتهمت الشركة بـ»)."""
    if not cue.rule.object or place is None or place[0] != cue.last:
        return False
    if taken_up(line, cue):
        return True
    token = line.tokens[cue.last]
    k = line.names[cue.last]
    kind = line.mentions[k].type if k >= 0 else None
    if kind is MentionType.PER or kind is MentionType.GPE or kind is MentionType.LOC:
        return False
    if token.text.endswith("ين") and token.text.startswith("ال"):
        return True
    return not cue.feminine and cue.form == "past" and line.source[token.end - 1] == "ة" and len(token.text) > 4


def seated(line: Line, end: int, stop: int) -> bool:
    """«ودعت السلطات في طرابلس إلى»: behind whom the verb is aimed at stands only where they sit."""
    if not (end + 1 < stop and line.words[end] in ("في", "ب") and line.gaps[end] == " "):
        return False
    after = line.ranges[line.names[end + 1]][1] if line.names[end + 1] >= 0 else phrase_end(line, end + 1, stop)
    return after >= stop - 1 and all(line.gaps[j] == " " for j in range(end, after))


def headed(line: Line, cue: Cue) -> bool:
    """True where a headline's subject stands before its verb: «أوسلو: نادي الفروسية يتهم الحكام»."""
    i = cue.first - 1
    if cue.joined or i < 0 or line.gaps[cue.first] != " ":
        return False
    word = line.words[i]
    return line.names[i] >= 0 or not (governs(word) or book().has("openers", word) or is_that(word))


def led(line: Line, cue: Cue) -> bool:
    """True where the subject stands right before its verb («واشنطن تطالب»), so that an object follows it."""
    i = cue.first - 1
    first = line.sentence_start(cue.first)
    if i > first and line.words[i] in ("قد", "لا"):
        i -= 1
    return i >= first and line.names[i] >= 0 and not cue.joined and not far(line, line.names[i], first)


def fronted(line: Line, cue: Cue, first: int) -> bool:
    """True where nothing stands before the cue but a circumstance: «وفي رسالتها إلى العمدة، قالت»."""
    if cue.joined or not governs(line.words[first]):
        return False
    return "،" in line.gaps[cue.first] and all(line.gaps[i] == " " for i in range(first + 1, cue.first))


def reaches(line: Line, j: int, stop: int) -> bool:
    """True where the noun phrase at token j goes right up to `stop`, with a preposition's or without."""
    end = phrase_end(line, j, stop)
    if end < stop and governs(line.words[end]) and line.gaps[end] == " ":
        end = phrase_end(line, end + 1, stop)
    return end == stop and line.gaps[stop] == " "


def carried(line: Line, cue: Cue) -> bool:
    """True for what is written on something («يافطة كتب عليها») and what a banner demands («لافتات تطالب»)."""
    if cue.rule.short == "written" and cue.last < len(line.tokens):
        return book().has("written_on", line.words[cue.last])
    i = cue.first - 1
    return i >= 0 and not cue.joined and line.gaps[cue.first] == " " and book().has("carried", line.words[i])
