"""Labels in a line of their own: «بقلم:», «المصدر:», and what they announce in the next line.

Markup that gives a label and its value an element each leaves two lines. The words of the second tell
nothing of it, so it takes over what the label says.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from riwaya.model import BlockKind
from riwaya.read.cues import Cue, byline_lead, cue_named
from riwaya.read.marks import Mark
from riwaya.read.names import is_outlet, is_person
from riwaya.remembered import remembered
from riwaya.rules import load
from riwaya.text import fold_word

_LABEL = 30  # characters of a label
_VALUE_WORDS = 5  # of a name
_COLONS = (":", "：")
_NO_NAME = re.compile(r"\d|(?<!\w)(?:في|من|علي|الي|عن|مع|بعد|قبل|هذا|هذه)(?!\w)")


def with_labels(marks: Sequence[Mark]) -> tuple[Mark, ...]:
    """The marks of a page with the lines below bare labels called what those announce."""
    out = list(marks)
    for i, mark in enumerate(marks[:-1]):
        line = mark.line
        if line.size > _LABEL or line.words > 3 or not line.key:
            continue
        cue = _announced(line.text)
        if cue is not None and _is_value(marks[i + 1], cue, _is_label(mark)):
            out[i] = replace(mark, cue=cue, prose=False, headline=False)
            out[i + 1] = replace(marks[i + 1], cue=cue, prose=False, headline=False)
    return tuple(out)


def _is_label(mark: Mark) -> bool:
    """Whether a line can be nothing else: «تقرير» may be a section's name too, «بقلم» may not."""
    return mark.line.text.rstrip().endswith(_COLONS) or fold_word(mark.line.text).strip() in _labels("byline_labels")


@remembered(2048)
def _announced(label: str) -> Cue | None:
    """The cue of what a line announces that is a label and nothing else."""
    m = byline_lead().match(label)
    if m is not None and m.end() == len(label):
        return cue_named("byline")
    return cue_named("source-line") if fold_word(label).strip(" :：-|") in _labels("source_labels") else None


def _is_value(mark: Mark, cue: Cue, sure: bool) -> bool:
    """Whether a line is a name. Below what is not for `sure` a label, only one that is known for a name."""
    line = mark.line
    if not 1 <= line.words <= _VALUE_WORDS or line.stop or line.bullet or mark.meta or mark.category:
        return False
    # an agency alone in its line is a picture's, where no label says otherwise
    said = cue.kind if cue.kind is BlockKind.BYLINE or mark.cue is None else BlockKind.CAPTION
    if (mark.cue is not None and mark.cue.kind not in (cue.kind, said)) or _NO_NAME.search(line.key):
        return False
    if cue.kind is BlockKind.BYLINE:
        return sure or is_person(line.text)
    return sure or mark.sources or is_outlet(line.text)


@cache
def _labels(name: str) -> frozenset[str]:
    return frozenset(map(fold_word, load("ar/reading").texts(name)))
