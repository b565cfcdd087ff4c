"""Where accounts part, for every format: a heading in the interface's language, and what each side says.

A contrast's `rule` says what kind of question it is and gives the heading; the words of its `topic` after ": " say
what it is about and stay in the language of the pages. A contrast without such words is about its sides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from riwaya.present.document import in_order
from riwaya.render.index import Evidence, Index, Row, blank_controls
from riwaya.rules import load

_ID = re.compile(r"(?:country|person|org|place|group|anon):\S")
_EDTF = re.compile(r"\d{4}-\S+|\.\./\d\S+|\d{4}(?:-\d{2})?/\S+|\d{2,3}X{1,2}|P\d+[YMWD]")
_LONGEST_VALUE = 60  # code points: a longer value is a sentence, and the quotation says it
_MOST_MARKED = 0.75  # of the quoted words: to mark more says nothing


@dataclass(frozen=True, slots=True)
class Side:
    """One position of a contrast with its words; `as_of` says of a value that moved on when it was told, in the
    interface's words, as the value is in the pages'. `turns_on` is what a retelling made of it, where it did."""

    value: str
    holder: str
    evidence: tuple[Evidence, ...]
    as_of: str = ""
    turns_on: str = ""

    @property
    def fullest(self) -> Evidence | None:
        """The evidence with the most words: a clause says more than the bare date inside it."""
        return max(self.evidence, key=lambda e: e.end - e.start, default=None)

    @property
    def told_value(self) -> str:
        """The value, unless it is only the quoted words once more, with the time of one that moved on."""
        return f"{self.value_alone} ({self.as_of})".lstrip() if self.as_of else self.value_alone

    @property
    def marked(self) -> str:
        """What to mark in the quoted words: the value, and of one that is nearly all of them what it turns on."""
        whole = len(self.fullest.words) if self.fullest else 0
        return self.turns_on if len(self.value) > _MOST_MARKED * whole else self.value

    @property
    def value_alone(self) -> str:
        """`told_value` without the time, for who sets that off: the two may be written in two directions."""
        if self.evidence and len(self.value) > _LONGEST_VALUE:
            return ""
        said = {" ".join(e.words.split()) for e in self.evidence}
        return self.value if self.as_of or " ".join(self.value.split()) not in said else ""


@dataclass(frozen=True, slots=True)
class Difference:
    """A question on which accounts part, and what each says.

    `heading` is of the interface; `about` are words of pages or names of the sides, or nothing. `subject` is both
    on one line.
    """

    heading: str
    about: tuple[str, ...]
    subject: str
    kind: str
    sides: tuple[Side, ...]
    told_kind: str = ""  # in the interface's words, and whether it is to be checked


def differences(index: Index, contrasts: list[Row]) -> tuple[Difference, ...]:
    """The contrasts of a topic, what parties dispute first, then what is to be checked, then small things."""
    return tuple(_difference(index, c) for c in sorted(contrasts, key=in_order))


def _difference(index: Index, row: Row) -> Difference:
    sides = tuple(
        Side(_value(index, p["value"]), index.name(p["holder"]), tuple(index.cite_all(p["spans"])), _as_of(index, p))
        for p in row["positions"]
    )
    if row.get("rule") == "spelling":
        return _spelling(index, row, sides)
    heading, about = _heading(index, row)
    if (row.get("rule") or "").startswith("altered:") and len(about) == len(sides):
        sides = tuple(replace(s, turns_on=told) for s, told in zip(sides, about, strict=True))
    if not about and (row.get("rule") or "").startswith("dispute:") and all(s.holder for s in sides):
        about = tuple(dict.fromkeys(s.holder for s in sides))
    subject = f"{heading}: {index.language.say('between_sides').join(about)}" if about else heading
    return Difference(heading, about, subject, row["kind"], sides, index.kind_of(row))


def _as_of(index: Index, position: Row) -> str:
    when = index.language.date(position.get("as_of"))
    return index.language.say("as_of", when=when) if when else ""


def _spelling(index: Index, row: Row, sides: tuple[Side, ...]) -> Difference:
    """All spellings on one line: the forms of one name side by side, whoever bears it, with the outlets that write
    each."""
    names: dict[str, list[str]] = {}
    for position, side in zip(row["positions"], sides, strict=True):
        outlets = index.language.say("list_comma").join(dict.fromkeys(e.outlet for e in side.evidence))
        form = blank_controls(position["value"])
        names.setdefault(position["holder"] or "", []).append(f"{form} ({outlets})" if outlets else form)
    about = tuple(index.language.say("between_sides").join(forms) for forms in names.values())
    heading = index.language.label("heading", "spelling")
    whole = Side("", "", tuple(e for s in sides for e in s.evidence))
    return Difference(
        heading,
        about,
        f"{heading}: {index.language.say('clause_mark').join(about)}",
        row["kind"],
        (whole,),
        index.kind_of(row),
    )


def _heading(index: Index, row: Row) -> tuple[str, tuple[str, ...]]:
    """The interface's words for the question; of a standing fact whose relation they name, nothing else."""
    relation = _relations().get(blank_controls(row["topic"])) if row.get("rule") == "claims" else None
    known = relation in index.language.words["labels"]["relation"]
    return (index.language.label("relation", relation), ()) if known else index.heading(row)


@cache
def _relations() -> dict[str, str]:
    """The relation of standing facts by the Arabic heading that stands for it in a contrast."""
    return {str(told): str(relation) for relation, told in load("ar/contrasts").get("labels", {}).items()}


def _value(index: Index, value: str) -> str:
    """A position's value as people read it: ids become names and EDTF becomes a date; words stay words."""
    parts = value.split()
    if parts and all(_ID.match(p) for p in parts):
        return index.language.say("list_comma").join(index.names(parts))
    return index.language.date(value) if _EDTF.fullmatch(value) else blank_controls(value)
