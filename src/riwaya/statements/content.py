"""Content: where the words that a cue introduces begin and end.

`find_start` looks from a cue towards the end of its sentence for what the cue governs: «أن», a
quotation, a colon, a preposition with its noun, or a bare verbal noun. `find_end` walks from there
to the next place where the reporter, or the next cue, takes over. Both work on token numbers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from riwaya.statements.cues import Cue, book
from riwaya.statements.lines import Line, Quote
from riwaya.statements.masdars import is_masdar
from riwaya.text import bears_passive

_THAT = frozenset(f"{led}ان{it}" for led in ("", "ب") for it in ("", "ه", "ها", "هم", "هما", "هن", "ني", "نا", "نها"))
_LONGEST = 300  # words; what runs on for longer is a broken page
_POINTED = 8  # words within which «هذه» follows
_WHOLE = 4  # words of a quotation that stands for the whole content
_ROOT = 3  # letters of a verb that looks like its noun
_NAME = 6  # words of a name in quotation marks
_OWNERS = ("ه", "ها", "هم", "هما")
_COMMA = re.compile("[،,؛]")


@dataclass(frozen=True, slots=True)
class Start:
    """Where content begins. `how`: that | quote | colon | noun. `marker`: the token that led to it."""

    how: str
    token: int
    low: int
    marker: int
    quote: Quote | None = None


def is_that(word: str) -> bool:
    """True for إن and أن with what may be attached to them (not «لأن», «وأن»)."""
    return word in _THAT


def find_start(line: Line, cue: Cue, filled: dict[int, Cue]) -> Start | None:
    """The beginning of what `cue` introduces in its own sentence, if it introduces anything.

    `filled`: the later cues that are known to introduce something; the search ends at them.
    """
    if _waved(line, cue):
        return None
    end = line.ends[cue.first]
    limit = min(end, cue.last + cue.rule.near)
    waiting: Start | None = None
    i = cue.last
    while i <= limit:
        quote = _quote_at(line, i)
        if quote is not None:
            if waiting is None and _takes_quote(line, cue, quote, i):
                return Start("quote", quote.first, quote.low, i - 1, quote)
            if quote.size > 6:
                return waiting
            waiting = waiting or (_noun_start(line, cue, i) if i < limit else None)
            i = max(quote.last, i + 1)
            continue
        if waiting is None and _colon(line, cue, i):
            if i < end and cue.rule.that and is_that(line.words[i]):  # «قالت الشرطة: إن ...»
                return _with_that(line, cue, _after(line, "that", i))
            return Start("colon", i, line.tokens[i].at, i - 1) if i < end else None
        if i >= limit or i >= len(line.tokens):
            break
        if line.names[i] < 0 or cue.rule.nouns:
            if cue.rule.that and _is_complement(line, cue, i, waiting):
                return _with_that(line, cue, _after(line, "that", i))
            other = filled.get(i)
            if other is not None and other.form == "source" and waiting is None:
                i = _past_source(line, i, limit)
                continue
            if other is not None and (_takes_over(other) if waiting is None else other.form != "noun"):
                return waiting
            if waiting is None:
                waiting = _noun_start(line, cue, i)
                if waiting is not None and not cue.rule.that:
                    return waiting
        i += 1
    return waiting


def _waved(line: Line, cue: Cue) -> bool:
    """«ملوحا بسيف» is no threat."""
    if cue.rule.polarity != "threatens" or cue.last >= len(line.tokens):
        return False
    return book().has("waved", line.words[cue.last].removeprefix("ب").removeprefix("ال"))


def _past_source(line: Line, i: int, limit: int) -> int:
    """The token after «، بحسب ما نقلت وكالة،» that stands between a cue and its content."""
    for k in range(i + 1, limit + 1):
        if _COMMA.search(line.gaps[k]) or _quote_at(line, k) is not None:
            return k
        if k < len(line.words) and line.words[i] == "نقلا" and is_that(line.words[k]):
            return k
    return limit + 1


def _colon(line: Line, cue: Cue, i: int) -> bool:
    """True where a colon before token i opens the words of `cue`, and is no clock time or headline's colon."""
    if not cue.rule.quote or ":" not in line.gaps[i] or line.title:
        return False
    return not (0 < i < len(line.tokens) and line.tokens[i - 1].is_number and line.tokens[i].is_number)


def _takes_over(other: Cue) -> bool:
    if other.form in ("past", "present"):
        return not other.enclitic
    return other.form == "participle" and other.rule.id not in ("say", "call-out")


def _quote_at(line: Line, i: int) -> Quote | None:
    return next((q for q in line.quotes if q.first == i and q.size > 0), None) if line.quotes else None


def _takes_quote(line: Line, cue: Cue, quote: Quote, i: int) -> bool:
    if not cue.rule.quote:
        return False
    gap = line.gaps[i]
    if ":" in gap:
        return True
    before = line.words[i - 1] if i else ""
    if before in ("ب", "ك", "ل"):
        return False
    if _right_behind(line, cue, quote, i):
        return True
    if quote.size < 4:
        return i == cue.last and quote.size >= 2 and quote.last >= line.ends[cue.first]
    opening = line.words[quote.first].removeprefix("ال")
    if quote.size <= _NAME and quote.last < line.ends[cue.first] and book().has("organisations", opening):
        return False  # «تطالب "منظمة كذا" بـ»: a name
    if any(book().has(kind, word) for kind in ("organisations", "documents") for word in _bare_of(before)):
        return quote.size > 5
    return True


def _right_behind(line: Line, cue: Cue, quote: Quote, i: int) -> bool:
    """A quotation, however short, of what is shouted («هتفوا "يسقط"») or written on something («كتب عليها "كفى"»)."""
    if not cue.rule.short or not quote.closed or cue.enclitic:
        return False
    between = line.words[cue.last : i]
    if cue.rule.short == "written":
        return len(between) == 1 and book().has("written_on", between[0])
    return not between or (len(between) <= _NAME and book().has("uttered", between[-1]))  # «ردد الحضور هتاف "..."»


def _bare_of(word: str) -> tuple[str, str]:
    """A word without its article, and without a particle before it («لشبكة», «بصحيفة», «للقناة»)."""
    bare = word.removeprefix("ال")
    return bare, (word[2:] if word.startswith("لل") else word[1:].removeprefix("ال") if word[:1] in "بل" else bare)


def _is_complement(line: Line, cue: Cue, i: int, waiting: Start | None) -> bool:
    word = line.words[i]
    if not is_that(word):
        return False
    before = line.words[i - 1] if i > cue.last else ""
    if word.startswith("ب") and cue.rule.id == "say" and _within_relative(line, cue, i):
        return False
    if before == "من" and i - cue.last > 1 and line.words[i - 2].endswith("رغم"):
        return False
    if before.startswith(("و", "ف")) and book().has("not_before_that", before[1:]):
        return False
    if before not in ("", "الي") and (
        book().has("not_before_that", before) or book().has("noun_before_that", before.removeprefix("ال"))
    ):
        return False
    if i == cue.last and cue.form == "present" and book().has("impersonal", line.words[cue.first]):
        return cue.first > 0 and (line.names[cue.first - 1] >= 0 or book().has("relatives", line.words[cue.first - 1]))
    if waiting is not None:  # «على هامش القمة، أن» but not «على ضرورة أن»
        return bool(_COMMA.search(line.gaps[i])) and i - waiting.token <= 14
    return True


def _within_relative(line: Line, cue: Cue, i: int) -> bool:
    """Whether token i stands in a relative clause about the speaker: «قال فلان الذي يعرف بأنه ...»."""
    return not book().sets["relatives"].isdisjoint(line.words[cue.last : i])


def _after(line: Line, how: str, marker: int) -> Start | None:
    """Content that begins after token `marker`, with its opening quotation mark where it has one."""
    i = marker + 1
    if i >= len(line.tokens) or line.ends[i] != line.ends[marker]:
        return None
    quote = _quote_at(line, i)
    low = line.tokens[i].at if quote is None else _mark_before(line, i)
    return Start(how, i, low, marker, quote)


def _with_that(line: Line, cue: Cue, start: Start | None) -> Start | None:
    """«نفى أن يكون قد غادر»: what is denied reads as a clause only with its «أن»; «أنه غادر» does without."""
    if start is None or cue.rule.polarity != "denies" or line.words[start.marker] != "ان":
        return start
    return replace(start, low=line.tokens[start.marker].at) if line.words[start.token][:1] in "يتن" else start


def _mark_before(line: Line, i: int) -> int:
    gap = line.gaps[i]
    return line.tokens[i].at - len(gap) + gap.index('"') if '"' in gap else line.tokens[i].at


def _noun_start(line: Line, cue: Cue, i: int) -> Start | None:
    """Content in the form of a noun that begins at token i, or with the preposition there."""
    word = line.words[i]
    if i + 1 < len(line.tokens) and is_that(line.words[i + 1]) and cue.rule.that:
        return None
    for governor in cue.rule.nouns:
        particle, named, verbal, quoted = _government(governor)
        if quoted and not line.gaps[i + 1].endswith('"'):
            continue
        if named:
            i_of = _of_set(line, cue, i, particle, named)
            if i_of is not None:
                return Start("noun", i_of, line.tokens[i_of].at, i_of - 1, _quote_at(line, i_of))
            continue
        if particle in ("-", "="):
            if _bare_noun(line, cue, i, particle == "="):
                return Start("noun", i, line.tokens[i].at, i - 1, _quote_at(line, i))
        elif particle in ("ب", "ل"):
            met = _fused(line, cue, i, particle)
            if met is not None:
                return met
        elif word == particle and book().has("issued", line.words[i - 1]):
            continue  # «بيان صادر عن الهيئة»
        elif word == particle and _real_preposition(line, i, verbal):
            return _after(line, "noun", i)
    return None


@cache
def _government(governor: str) -> tuple[str, str, bool, bool]:
    """A governor of the rule file: its preposition, the set it names, whether a verbal noun or quoted words follow."""
    particle, _, named = governor.rstrip('*"').partition("@")
    return particle, named, governor.endswith("*"), governor.endswith('"')


def _of_set(line: Line, cue: Cue, i: int, particle: str, named: str) -> int | None:
    """The token of a word of the set `named`, article and owner apart, at token i or behind the preposition there."""
    j = i + (particle != "")
    if j >= line.ends[cue.first] or (particle and line.words[i] != particle) or line.names[j] >= 0:
        return None
    word = line.words[j].removeprefix("ال")
    stems = {
        word,
        *(word.removesuffix(e) for e in _OWNERS),
        *(word[: -len(e) - 1] + "ه" for e in _OWNERS if word.endswith("ت" + e)),
    }
    return j if not book().sets[named].isdisjoint(stems) else None


def _real_preposition(line: Line, i: int, verbal: bool) -> bool:
    if i + 1 >= len(line.tokens):
        return False
    following = line.words[i + 1]
    if verbal and not is_masdar(following.removeprefix("ال") if len(following) > 5 else following):
        return False
    return not book().has("adverbial", following.removeprefix("ال")) and not line.tokens[i + 1].is_number


def _fused(line: Line, cue: Cue, i: int, particle: str) -> Start | None:
    word = line.words[i]
    if word == particle:
        return _after(line, "noun", i)
    if not word.startswith(particle) or len(word) < 3 or book().has("own_b", word):
        return None
    if len(word) == 3 and not is_masdar(word[1:]):
        return None
    if cue.rule.object and cue.rule.polarity == "accuses" and i == cue.last and not cue.enclitic:
        return None  # «اتُهم بكذا»: nobody says it
    name = line.names[i]
    if name >= 0 and line.mentions[name].span.start <= line.tokens[i].start:
        return None
    stem = word[1:]
    if particle == "ل" and not (is_masdar(stem) or (stem.startswith("ل") and cue.rule.object)):
        return None
    if particle == "ب" and book().has("adverbial", stem.removeprefix("ال")):
        return None
    return Start("noun", i, line.tokens[i].at + 1, i)


def _bare_noun(line: Line, cue: Cue, i: int, any_noun: bool) -> bool:
    token = line.tokens[i]
    word = token.text
    if line.names[i] >= 0 or token.is_number or book().has("adverbs", word) or book().has("prepositions", word):
        return False
    if book().has("relatives", word) or book().has("organisations", word) or book().has("roles", word):
        return False
    before = line.words[i - 1]
    following = line.words[i + 1] if i + 1 < len(line.tokens) else ""
    if i == cue.last and book().has("documents", word) and not _is_led(line, cue):
        return False  # «كشف تقرير لصحيفة كذا أن»: the subject
    if (word == "عدم" and book().has("secrecy", following)) or book().has("relatives", before):
        return False
    after_name = line.names[i - 1] >= 0 if i > cue.last else False
    comma = bool(_COMMA.search(line.gaps[i]))
    if any_noun and i == cue.last + 1 and book().has("pointing", word) and is_subject_of_own(before):
        return True  # «نفت عائلته أي صلة»
    described = i == cue.last + 2 and book().has("unnamed", line.words[cue.last]) and before.endswith(("ي", "يه"))
    settled = (
        i == cue.last or described or after_name or comma or before.startswith("ال") or before.endswith(("ون", "ين"))
    )
    issued = i - cue.last > 1 and book().has("documents", before) and line.words[i - 2] == "في"
    if issued and word.startswith("ال") and is_masdar(word[2:]):
        return True  # «طلبت الوزارة في بيان الإفراج عن»
    published = len(word) == _ROOT and book().has("prepositions", following)  # «في بيان نشر على موقعها»
    settled = (
        settled or (issued and not published) or (any_noun and before.startswith("لل") and book().has("pointing", word))
    )
    if not (settled or book().has("adverbs", before) or before in ("به", "بها")) or (comma and word.startswith("و")):
        return False
    led_on = book().has("prepositions", following) or following.startswith(("ب", "ل"))
    if is_masdar(word):
        return True
    if word.endswith("ا") and len(word) > 4 and is_masdar(word[:-1]) and not led_on:
        return True  # «تعليقا مؤقتا», but not «تعليقا على»
    if after_name and word.startswith("ال") and is_masdar(word[2:]) and led_on:
        return True
    return any_noun and _any_noun(line, cue, i, after_name)


def is_subject_of_own(word: str) -> bool:
    """«عائلته», «محاميها»: a word with its owner, which is no verb."""
    return len(word) > _ROOT and word.endswith(_OWNERS) and word not in book().forms


def _any_noun(line: Line, cue: Cue, i: int, after_name: bool) -> bool:
    """True where a noun that is no verbal noun may be what is denied or condemned."""
    word = line.words[i]
    if book().has("pointing", word):
        return i > cue.last or _is_led(line, cue)
    if word.startswith("و") or len(word) < 4 or cue.enclitic or _in_apposition(line, i):
        return False
    if book().has("unnamed", word) or book().has("documents", word):
        return False
    if i == cue.last:  # the subject stands before the cue
        return _is_led(line, cue)
    adjective = word.endswith(("ي", "يه", "ين", "ون")) or (word.startswith("ال") and _points(line, i))
    definite = word.startswith("ال") and is_masdar(word[2:]) and line.words[i - 1].startswith("ال")
    return (after_name and not adjective) or definite


def _in_apposition(line: Line, i: int) -> bool:
    """«نفت الشركة، مالكة السفينة، هذه التهم»: what stands between two commas tells who denies."""
    if not _COMMA.search(line.gaps[i]):
        return False
    for j in range(i + 1, min(i + _POINTED, line.ends[i])):
        if _COMMA.search(line.gaps[j]):
            word = line.words[j]
            return book().has("pointing", word) or is_that(word) or is_masdar(word.removeprefix("ال"))
    return False


def _points(line: Line, i: int) -> bool:
    """«نفت الشركة المالكة للسفينة هذه التهم»: what is denied is pointed at a few words on."""
    for j in range(i + 1, min(i + _POINTED, line.ends[i])):
        if _COMMA.search(line.gaps[j]):
            return False
        if book().has("pointing", line.words[j]):
            return True
    return False


def _is_led(line: Line, cue: Cue) -> bool:
    """True where a name or a relative pronoun stands right before the cue."""
    if cue.first == 0 or cue.enclitic or line.gaps[cue.first] != " ":
        return False
    return line.names[cue.first - 1] >= 0 or book().has("relatives", line.words[cue.first - 1])


def find_end(line: Line, start: Start, filled: dict[int, Cue]) -> int:
    """Number of the token after the content; `filled` are the cues that have content of their own."""
    end = min(line.ends[start.token], start.token + _LONGEST)
    i = start.token + 1
    opened = line.quote_over(start.token)
    turning = _turning()
    while i < end:
        inside = line.quote_over(i)
        if inside is not None and i > inside.first and (opened is not None or inside.first > start.token):
            i = inside.last
            continue
        plain = line.gaps[i] == " " and line.words[i] not in turning and i not in filled and not line.title
        if not plain and _reporter_again(line, start, i, filled):
            return i
        i += 1
    return end


def _reporter_again(line: Line, start: Start, i: int, filled: dict[int, Cue]) -> bool:
    gap = line.gaps[i]
    if "؛" in gap or (line.title and (":" in gap or ".." in gap)):
        return True
    if start.how == "colon":
        return False
    cue = filled.get(i)
    if cue is not None:
        if cue.form == "source":
            return True
        if cue.form == "participle" and not line.words[i].startswith("ال"):
            return True
        if cue.joined and cue.form in ("past", "present"):
            return True
    if _apart(line, i, filled) or _answers(line, i, filled) or _opens(line, i, "ends_anywhere"):
        return True
    noun = start.how == "noun"
    if noun and (_opens(line, i, "ends_noun_anywhere") or _tells_of_another(line, i, filled)):
        return True
    if not _COMMA.search(gap):
        return False
    if _opens(line, i, "ends_after_comma"):
        return True
    soon = (filled[k] for k in range(i, i + 8) if k in filled)
    if _opens(line, i, "ends_before_cue") and any(c.form in ("past", "present") for c in soon):
        return True
    if not noun:
        return False
    return _opens(line, i, "ends_noun") or _new_clause(line.words[i], line, i)


@cache
def _turning() -> frozenset[str]:
    """The words in a text with which, where no mark stands before them, the reporter may begin again."""
    first = [word for section in ("ends_anywhere", "ends_noun_anywhere") for word in book().phrases[section].firsts]
    return frozenset(("و", *first)) | book().sets["against"] | book().sets["relatives"]


def _apart(line: Line, i: int, filled: dict[int, Cue]) -> bool:
    """«و طالبت»: the joining word written as a word of its own before the next verb of speech."""
    following = filled.get(i + 1) if line.words[i] == "و" else None
    return following is not None and following.form in ("past", "present")


def _answers(line: Line, i: int, filled: dict[int, Cue]) -> bool:
    """«لكنها اتهمت», «لكن بعضهم أشار إلى»: the reporter sets the next words of somebody against these."""
    if not book().has("against", line.words[i]):
        return False
    return any(k in filled and filled[k].form in ("past", "present") for k in range(i + 1, i + 4))


def _tells_of_another(line: Line, i: int, filled: dict[int, Cue]) -> bool:
    """«... الذي قال إن», and in headlines «... وفلان ينفي كذا»: another speaker begins."""
    if i + 1 in filled and book().has("relatives", line.words[i]):
        return True
    if not line.title or not line.words[i].startswith("و"):
        return False
    return any(k in filled and filled[k].form == "present" for k in (i + 1, i + 2, i + 3))


def _new_clause(word: str, line: Line, i: int) -> bool:
    """True where «و» after a comma joins a verb rather than another noun."""
    if not word.startswith("و") or len(word) < 4 or line.names[i] >= 0:
        return False
    stem = word[1:]
    if stem.startswith("ال") or is_masdar(stem):
        return False
    token = line.tokens[i]
    present = len(stem) > _ROOT and stem[0] in "يت" and not stem.endswith(("ه", "ات"))  # «وتريد», no «وتجاره»
    return stem.endswith("ت") or present or stem in book().forms or bears_passive(line.source[token.start : token.end])


def _opens(line: Line, i: int, section: str) -> bool:
    return book().phrases[section].at(line.words, i) is not None


def close(line: Line, start: Start, end: int) -> tuple[int, int, str]:
    """Indices of the content in the folded text, and its mode, for tokens `start.token:end`."""
    low, high = start.low, line.end_of(end - 1)
    quote = start.quote
    if start.how == "quote" and quote is not None:
        return quote.low, quote.high, "direct"
    inner = [q for q in line.quotes if q.first >= start.token and q.last <= end and q.size > 0]
    if quote is not None and quote.first == start.token:
        covered = quote.size / max(1, end - start.token)
        rest = line.words[quote.last] if quote.last < end else ""
        aside = book().has("aside", rest) and start.how == "noun" and quote.size > 1 and covered >= 0.2
        another = rest in ("و", "وان", "وانه", "وانها") and line.gaps[quote.last + 1].endswith('"')
        done = start.how == "noun" and quote.size >= _WHOLE and _COMMA.search(line.gaps[quote.last]) is not None
        if quote.last >= end or covered >= 0.75 or aside or another or done:
            return quote.low, quote.high, "direct"
        low = min(low, _mark_before(line, quote.first))  # never within a pair of marks that closes further on
    for q in inner:
        if q.last == end and q.closed:
            high = max(high, q.high + 1)
    mode = "mixed" if any(q.size >= 2 for q in inner) else "indirect"
    return low, high, mode
