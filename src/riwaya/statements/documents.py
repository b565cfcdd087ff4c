"""Documents that speak: whose they are, and through whom they came. Functions over a `Line`."""

from __future__ import annotations

import re

from riwaya.model import Span
from riwaya.statements.cues import Cue, book
from riwaya.statements.heard import Heard
from riwaya.statements.lines import Line
from riwaya.statements.phrases import head_word, is_head, names_in

_PEOPLE = re.compile(r"(?!ال|لل)\w{3,}(?:ين|ون)")


def issued(line: Line, end: int, stop: int) -> bool:
    """«بيان صادر عن الهيئة»: whether the document whose phrase ends at token `end` is told with who issued it."""
    return end + 1 < stop and line.words[end] == "عن" and book().has("issued", line.words[end - 1])


def seen(line: Line, i: int, end: int, stop: int, page: str) -> Heard | None:
    """«وثيقة اطلعت عليها الصحيفة»: the document at token i, through the paper."""
    for j in range(i + 1, end):
        if line.names[j] >= 0:
            return None  # «دراسة أجراها المعهد نشرت أمس»
        if book().has("seen_by", line.words[j]):
            through = next((line.mentions[k].actor for k in names_in(line, j, stop)), None)
            joined = line.words[i].startswith("و") and not is_head(line.words[i])
            span = Span(page, *line.place(line.tokens[i].at + joined, line.end_of(j - 1)))
            return Heard(None, span, (i, j), head=head_word(line.words[i]), via=(through,) if through else ())
    return None


def indefinite(line: Line, cue: Cue, i: int, first: int, page: str) -> Heard | None:
    """What has no article and the verb right behind it for its own: «وسط تقارير تفيد بأن», «لمحتجين يطالبون بـ»."""
    if cue.joined or cue.enclitic or line.gaps[cue.first] != " ":
        return None
    plural = line.words[cue.first].endswith(("ون", "وا"))
    if plural and line.names[i] < 0 and _PEOPLE.fullmatch(line.words[i]):  # «احتجاج لمواطنين يطالبون بـ»
        low = line.tokens[i].at + line.words[i].startswith("ل")
        return Heard(None, Span(page, *line.place(low, line.end_of(i))), (i, i + 1))
    for j in (i, i - 1):
        word = line.words[j]
        if j < first or line.names[j] >= 0 or word.startswith("ال"):
            return None
        if book().has("documents", word) or book().has("reports", word):  # «أصدر بيانا»: the issuer speaks
            start, stop = line.place(line.tokens[j].at, line.end_of(cue.first - 1))
            return Heard(None, Span(page, start, stop), (j, cue.first), head=word)
    return None
