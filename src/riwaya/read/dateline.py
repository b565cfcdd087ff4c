"""The dateline that opens a text: «صنعاء، 3 مارس 2024 (وكالة كذا) - ...»: place, day, outlet or agency."""

from __future__ import annotations

import re
from dataclasses import dataclass

from riwaya.model import When
from riwaya.read.cues import byline_lead
from riwaya.read.names import agency_id, is_outlet, is_person
from riwaya.read.published import read_stamp

# A dateline is the first few words of a paragraph, closed by a dash, a colon or a bracket.
_LONGEST = 120
_CLOSE = r"\s*(?:--|[-–—ـ:|]|//|\.(?=\s))\s+"
_NAMES = r"[(\[/«]\s*(?P<names>[^()\[\]/«»\n]{1,60}?)\s*[)\]/»]"
_BRACKETED = re.compile(rf"^(?P<lead>[^.؟!()\[\]«»\n]{{0,70}}?)\s*[-–—،]?\s*{_NAMES}(?:{_CLOSE}|\s*:\s)")
_SLASHED = re.compile(r"^(?P<lead>[^.؟!()\[\]«»/\n]{2,60}?)\s*/\s*(?P<names>[^/\n]{2,30}?)\s*/\s*[:-]?\s+")
_PLAIN = re.compile(r"^(?P<lead>[^.؟!:()\[\]«»\n]{2,40}?)\s*[-–—ـ]\s*(?P<names>[^.:؟!()\n]{2,36}?)\s*:\s")
_DATED = re.compile(rf"^(?P<lead>[^.؟!:()\[\]«»\n]{{6,70}}?){_CLOSE}")
_LONGEST_ROW, _PIECES = 160, 4  # of a dateline in pieces
_DASH = re.compile(r"\s+[-–—|]\s+")
_SIGN = re.compile(r"\s*[-–—ـ/|]\s+|\s[-–—ـ/|]\s*|\s*[:：]\s*")  # what parts a writer, a place and the text
_BRACKETS = re.compile(r"\s*\([^()]{1,30}\)$")  # the agency, behind place and day
_DAY = re.compile(r"\s\d{1,2}\s")  # of a month, behind a place
_SIGNS, _NAME_WORDS, _PLACE_WORDS = 3, 4, 3  # pieces before the text; words of a name, of a place or an outlet
_MOST_WORDS = 5  # beside the date: places and «في»; more is a clause


@dataclass(frozen=True, slots=True)
class Dateline:
    """`when`: the day it names with its year; `outlet`: an outlet that is no agency we know of;
    `writer`: a person; `lead`: the words before the first dash."""

    when: When | None
    outlet: str | None
    writer: str | None = None
    lead: str = ""


def read_dateline(words: str) -> Dateline | None:
    """The dateline at the head of a paragraph, or None."""
    head = " ".join(words[: 2 * _LONGEST].split())[:_LONGEST]  # long gaps cost the patterns the square
    for pattern in (_BRACKETED, _SLASHED, _PLAIN, _DATED):
        m = pattern.match(head)
        if m is None or not _is_lead(m["lead"]):
            continue
        names = m.groupdict().get("names") or ""
        stamp = read_stamp(m["lead"])
        outlet = next((n for p in re.split(r"\s*[/،,]\s*", names) if (n := _outlet(p))), None)
        if stamp or outlet:
            return Dateline(stamp.when if stamp else None, outlet)
    return _in_pieces(words[:_LONGEST_ROW])


def _in_pieces(head: str) -> Dateline | None:
    """«outlet - writer - place في 3 مارس 2024 10:20 - ...»: short pieces, one of them with the date."""
    pieces = _DASH.split(head)[:-1][:_PIECES]
    while pieces:
        stamp = read_stamp(pieces[-1])
        if stamp is not None and len(stamp.left.split()) <= _MOST_WORDS:
            break
        pieces.pop()
    if len(pieces) < 2 or any(len(p.split()) > _MOST_WORDS or re.search(r"[.؟!:]", p) for p in pieces[:-1]):
        return None
    stamp = read_stamp(pieces[-1])
    outlet = next((n for p in pieces[:-1] if (n := _outlet(p))), None)
    writer = next((p for p in pieces[:-1] if is_person(p)), None)
    return Dateline(stamp.when if stamp else None, outlet, writer, pieces[0].strip())


def writer_ahead(words: str, told: str) -> str | None:
    """Who signs at the head of a paragraph: «المدينة – فلان: ...»، «كتب فلان: ...». A person of whom the text or its
    title speaks (`told`) is quoted and does not sign."""
    head = " ".join(words[:_LONGEST_ROW].split())[:_LONGEST]
    pieces = [p.strip(" .،") for p in _SIGN.split(head)[:-1][:_SIGNS]]
    for k in range(len(pieces), 0, -1):
        row = pieces[:k]
        lead = byline_lead().match(" ".join(row))
        names = [" ".join(row)[lead.end() :]] if lead else [p for p in row if is_person(p)] if k > 1 else []
        beside = () if lead else [_BRACKETS.sub("", p) for p in row if p not in names]
        if len(names) != 1 or not 2 <= len(names[0].split()) <= _NAME_WORDS or not is_person(names[0]):
            continue
        if all(0 < len(p.split()) <= (_MOST_WORDS if _DAY.search(p) else _PLACE_WORDS) for p in beside):
            return None if names[0].split()[-1] in told.split() else names[0]
    return None


def _outlet(name: str) -> str | None:
    name = name.strip(" \"'«»()[]")
    return name if is_outlet(name) and not agency_id(name) else None


def _is_lead(lead: str) -> bool:
    stamp = read_stamp(lead)
    left = stamp.left.split() if stamp else re.findall(r"\w+", lead)
    return len(left) <= _MOST_WORDS and (stamp is not None or not re.search(r"[،,؛]", lead))
