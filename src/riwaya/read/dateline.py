"""The dateline that opens a text: «صنعاء، 3 مارس 2024 (وكالة كذا) - ...»: place, day, outlet or agency."""

from __future__ import annotations

import re
from dataclasses import dataclass

from riwaya.model import When
from riwaya.read.names import agency_id, is_outlet
from riwaya.read.published import read_stamp

# A dateline is the first few words of a paragraph, closed by a dash, a colon or a bracket.
_LONGEST = 120
_CLOSE = r"\s*(?:--|[-–—ـ:|]|//)\s+"
_NAMES = r"[(\[/«]\s*(?P<names>[^()\[\]/«»\n]{1,60}?)\s*[)\]/»]"
_BRACKETED = re.compile(rf"^(?P<lead>[^.؟!()\[\]«»\n]{{0,70}}?)\s*[-–—،]?\s*{_NAMES}(?:{_CLOSE}|\s*:\s)")
_PLAIN = re.compile(r"^(?P<lead>[^.؟!:()\[\]«»\n]{2,40}?)\s*[-–—ـ]\s*(?P<names>[^.:؟!()\n]{2,36}?)\s*:\s")
_DATED = re.compile(rf"^(?P<lead>[^.؟!:()\[\]«»\n]{{6,70}}?){_CLOSE}")
_MOST_WORDS = 5  # beside the date: places and «في»; more is a clause


@dataclass(frozen=True, slots=True)
class Dateline:
    """`when`: the day it names with its year; `outlet`: an outlet that is no agency we know of."""

    when: When | None
    outlet: str | None


def read_dateline(words: str) -> Dateline | None:
    """The dateline at the head of a paragraph, or None."""
    head = words[:_LONGEST]
    for pattern in (_BRACKETED, _PLAIN, _DATED):
        m = pattern.match(head)
        if m is None or not _is_lead(m["lead"]):
            continue
        names = m.groupdict().get("names") or ""
        stamp = read_stamp(m["lead"])
        outlet = next((n for p in re.split(r"\s*[/،,]\s*", names) if (n := _outlet(p))), None)
        if stamp or outlet:
            return Dateline(stamp.when if stamp else None, outlet)
    return None


def _outlet(name: str) -> str | None:
    name = name.strip(" \"'«»()[]")
    return name if is_outlet(name) and not agency_id(name) else None


def _is_lead(lead: str) -> bool:
    stamp = read_stamp(lead)
    left = stamp.left.split() if stamp else re.findall(r"\w+", lead)
    return len(left) <= _MOST_WORDS and (stamp is not None or not re.search(r"[،,؛]", lead))
