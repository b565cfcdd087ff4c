"""Headlines: lines whose colon stands for a cue, in titles, in links to other stories and in live reports.

Functions over a `Line`: which lines of the body are written so, where they begin, who stands before the colon.
"""

from __future__ import annotations

import re

from riwaya.model import MentionType, Span
from riwaya.statements.cues import book
from riwaya.statements.heard import Heard
from riwaya.statements.lines import Line
from riwaya.statements.phrases import attached, bare

_TITLED = 9  # words, at most, of who stands before a colon and a quotation, title and all
_CLOCK = re.compile(r"[0-2]?\d[:.][0-5]\d")
_ENTRY = re.compile(r"[-–—|)،:]")  # what stands between the time of an entry and its words
_ZONE = 4  # words of a time zone behind a time: «ت غ»
_LEAD = 5  # words of a lead before a headline in the text: «قد يهمك..»


def like_headline(line: Line) -> bool:
    """A short line without a full stop in the body: a link to another story, or a subhead."""
    short = 3 < len(line.tokens) < 22 and not line.title and not line.gaps[-1].strip(' ."')
    if not short:
        return False
    first = _behind_lead(line)
    return line.names[first] >= 0 or (first > 0 and ".." in line.gaps[first])


def _behind_lead(line: Line) -> int:
    """The first token behind a lead that two points or a stroke end: «قد يهمك.. فلان: ...»; 0 where there is none."""
    for i in range(1, min(len(line.tokens), _LEAD)):
        if ".." in line.gaps[i] or line.gaps[i].startswith("/"):
            return i
        if line.gaps[i] != " ":
            break
    return 0


def scripted(line: Line) -> bool:
    """A line that is somebody, a colon and a quotation: «فلان: "..."», «14:20 - الوزير فلان: "..."»."""
    if not line.quotes:
        return False
    first, at = _behind_clock(line), line.quotes[0].first
    if line.names[first] >= 0 and not first:
        at = min(at, line.ranges[line.names[0]][1])
    colon = first < at <= first + _TITLED and ":" in line.gaps[at]
    return colon and line.quotes[0].first == at and line.quotes[0].size > 1


def _behind_clock(line: Line) -> int:
    """The first token behind the time of an entry of a live report: «14:20 - ...»; 0 where it tells none."""
    if not line.tokens or not _CLOCK.fullmatch(line.words[0]):
        return 0
    return next((i for i in range(1, min(len(line.tokens), 1 + _ZONE)) if _ENTRY.search(line.gaps[i])), 0)


def begins(line: Line) -> int:
    """The token with which a headline begins, behind a time or a lead."""
    return _behind_clock(line) or _behind_lead(line)


def opener(line: Line, i: int) -> Heard | None:
    """Who begins at token i and does something there («فلان يخاطب كذا», «رئيس كذا يرد على»): a person, or an office."""
    k = line.names[i]
    if k >= 0:
        end, mention = line.ranges[k][1], line.mentions[k]
        acts = end < len(line.tokens) and _ACTS.fullmatch(line.words[end])
        return Heard(mention.actor, mention.span) if acts and mention.type is MentionType.PER else None
    if not book().has("roles", bare(line.words[i])):
        return None
    for j in range(i + 1, min(i + _TITLED, len(line.tokens))):
        if line.gaps[j] != " ":
            return None
        if line.names[j] < 0 and _ACTS.fullmatch(line.words[j]):
            role = line.roles.get(i)
            start, stop = line.place(line.tokens[i].at, line.end_of(j - 1))
            return Heard(role.actor if role is not None else None, Span("", start, stop))
    return None


def _of_themselves(line: Line, at: int) -> bool:
    """«لن نسمح», «سنرد»: words that only the one before the colon can say."""
    word = line.words[at]
    following = line.words[at + 1] if at + 1 < len(line.tokens) else ""
    return book().has("first_person", word) or (word in ("لن", "لا", "لم") and _WE.fullmatch(following) is not None)


_ACTS = re.compile("[يت][^\\W]{2,}")  # a verb of a headline: «يخاطب»
_WE = re.compile("ن(?!قاش|تائج|هايه|ظام)[^\\W]{3,}")


def speaker(line: Line, first: int, at: int) -> Heard | None:
    """Who stands from token `first` to the colon before token `at`."""
    k = line.names[first]
    if k >= 0:
        mention = line.mentions[k]
        whole = all(n == k or attached(line, n, "ل") for n in line.names[first:at] if n >= 0)  # «واشنطن لفلان: ...»
        whole = whole and all(n >= 0 for n in line.names[first:at])
        name = line.folded.text[line.tokens[first].at : line.end_of(line.ranges[k][1] - 1)]
        state = whole and (book().has("capitals", name) or _of_themselves(line, at))
        if mention.type in (MentionType.PER, MentionType.ORG) or state:
            return Heard(mention.actor, mention.span)
        return None
    head = bare(line.words[first])
    if not (book().has("roles", head) or book().has("unnamed", head) or book().has("organisations", head)):
        return None
    for k in line.names[first:at]:
        if k >= 0 and line.mentions[k].type is MentionType.PER:
            return Heard(line.mentions[k].actor, line.mentions[k].span)
    start, stop = line.place(line.tokens[first].at, line.end_of(at - 1))
    return Heard(None, Span("", start, stop))
