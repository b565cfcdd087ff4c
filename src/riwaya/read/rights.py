"""Whose a site is by its own lines below a text: the line of rights, «ظهرت المقالة ... على موقع كذا», a source line.

Data: `sites` of `rules/ar/reading.yaml`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from riwaya.model import BlockKind
from riwaya.read.cues import byline_lead
from riwaya.read.marks import Mark
from riwaya.read.names import is_outlet, is_person
from riwaya.read.owners import names_section
from riwaya.rules import load
from riwaya.text import fold_word

_EDGES = " :،,-–|/.*()[]"
_SITE_WORDS = 5
_RIGHTS = 300  # characters of a line of rights


def site_name(marks: Sequence[Mark], meta: Sequence[Mark]) -> str | None:
    """The site that a page calls its own below the text, where nothing above it names an outlet: in
    «ظهرت المقالة ... على موقع كذا», in a source line that repeats the byline, in the line of rights."""
    signed = {fold_word(byline_lead().sub("", m.line.text).strip(_EDGES)) for m in meta if m.is_a(BlockKind.BYLINE)}
    owner = None
    for mark in reversed(marks):
        cue = mark.cue.id if mark.cue else ""
        text = mark.line.text
        if cue == "exit-mobile" and (m := _pattern("appeared").search(text)):
            return _site(m["site"])
        if cue == "source-line" and (m := _pattern("source").search(text)):
            name = m["site"].strip(_EDGES)
            if fold_word(name) in signed and not is_person(name):
                return name
        if cue == "copyright" and owner is None:
            owner = owner_of_rights(text)
    return owner


def may_name_owner(words: str) -> bool:
    """Whether a line may be that of a site's rights."""
    return _rights_parts().search(words) is not None and _pattern("rights").search(words) is not None


def owner_of_rights(words: str) -> str | None:
    """The outlet that a line says has the rights: «© 2024 جريدة كذا»; None where it is no such line."""
    if len(words) > _RIGHTS or not may_name_owner(words):
        return None
    return next((s for part in re.split(r"[.|©،,؛;\d]|[-–—]\s", words) if (s := _owner(part))), None)


def _owner(words: str) -> str | None:
    words = _pattern("rights").sub(" ", words)
    name = _site(words)
    return name if name and is_outlet(name) and not names_section(name) else None


def _site(words: str) -> str | None:
    words = re.sub(r"^ل(?=[^ل]\w{2})|^لل", lambda m: "ال" if m[0] == "لل" else "", words.strip(_EDGES))
    words = " ".join(words.split()).strip(_EDGES)
    return words if 0 < len(words.split()) <= _SITE_WORDS else None


@cache
def _rights_parts() -> re.Pattern[str]:
    """Letters of which some stand in every line of rights: looking for them is cheaper than for the lines."""
    return re.compile("|".join(map(re.escape, load("ar/reading")["sites"].texts("rights_parts"))))


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(load("ar/reading")["sites"].text(name), re.IGNORECASE)
