"""What is to be done at a tag, and what its attributes tell of the element: worked out once for tags that come again.

Data: `blocks`, `skipped` and `hints` of `rules/ar/reading_markup.yaml`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from riwaya.read.hints import NO_HINTS, hints_in
from riwaya.read.tags import RAW, VOID, attributes
from riwaya.remembered import remembered
from riwaya.rules import load

# What is done at a tag: a line begins, an element is left out, copied as it stands, noted, passed.
# A box of a site's own making, `x-slide`, begins a line where none has begun.
OPEN, SKIP, COPY, NOTE, PASS, BOX = "open", "skip", "copy", "note", "pass", "box"
_NAMES = ("class", "id", "role", "itemprop")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_LAID = re.compile(r"position\s*:\s*absolute[^\"]*white-space\s*:\s*nowrap")
_LEVEL = re.compile('aria-level="([1-6])"')
_BRAND = re.compile(r'(?:class|id)="[^"]*(?:logo|brand|site-?_?(?:title|name)|blog-?title)', re.IGNORECASE)
_FRAME = frozenset({"html", "head", "body"})
_IN_LINE = ("a", "img", "amp-img")  # what stands in its line and tells something
_TELLING = ("data-", "title=", "logo", "Logo", "LOGO")
_LONG = 200  # characters of a tag beyond which it is not worth remembering
_NAMED = 1000  # characters of classes beyond which nobody reads them


@dataclass(slots=True)
class Plan:
    """`job`: what is to be done at a tag, None where it stands in its line as letters do; `plain`: it only parts words.
    `void`: its element has no content. The rest is what an element that begins a line is, and is told only of those:
    see `dom.Element`; `laid`: its lines are set as print had them; `brand`: it is named for the site's sign; `timed`:
    a time may stand in its attributes. Not changed once it is made."""

    tag: str
    attrs: str
    job: str | None
    plain: bool
    void: bool
    hints: frozenset[str] = NO_HINTS
    mark: bool = False
    time: str | None = None
    make: str = ""
    rank: str = ""
    laid: bool = False
    brand: bool = False
    timed: bool = False


def plan_of(head: str) -> Plan:
    """What is to be done at the tag that is written so."""
    return _remembered(head) if len(head) < _LONG else _plan(head)


def _plan(head: str) -> Plan:
    tag, _, attrs = head.partition(" ")
    job = jobs().get(tag, BOX if "-" in tag and not tag.startswith("amp-") else None)
    if attrs and ("hidden" in attrs or "style=" in attrs) and job is not PASS and job is not SKIP and _hides(attrs):
        job = SKIP
    plain = job in (None, PASS) and tag not in _IN_LINE and not any(t in attrs for t in _TELLING)
    plan = Plan(tag, attrs, job, plain, tag in VOID)
    if job is OPEN or job is BOX:
        _tell(plan)
    return plan


_remembered = remembered(4096)(_plan)


def _tell(plan: Plan) -> None:
    """What its attributes tell of an element that begins a line."""
    plan.rank, plan.timed = plan.tag, plan.tag == "time"
    attrs = plan.attrs
    if not attrs:
        return
    named = attributes(attrs)
    told = [hints for name in _NAMES if name in named and (hints := hints_in(named[name][:_NAMED]))]
    plan.hints = NO_HINTS if not told else told[0] if len(told) == 1 else NO_HINTS.union(*told)
    plan.mark = "articlebody" in named.get("itemprop", "").lower()
    plan.time = named.get("datetime") if plan.timed else None
    plan.make = named.get("class", "").partition(" ")[0]
    if (level := _LEVEL.search(attrs)) is not None:
        plan.rank = f"h{level[1]}"
    plan.laid = "nowrap" in attrs and _LAID.search(attrs) is not None
    plan.brand = _BRAND.search(attrs) is not None
    plan.timed = plan.timed or "data-" in attrs


def _hides(attrs: str) -> bool:
    named = attributes(attrs)
    return "hidden" in named or named.get("aria-hidden") == "true" or bool(_HIDDEN.search(named.get("style", "")))


@cache
def jobs() -> dict[str, str]:
    """What is to be done at a tag; an element that is not named stands in its line as letters do."""
    told = dict.fromkeys(RAW, COPY) | dict.fromkeys(("meta", "link"), NOTE)
    for tag in _tags("blocks"):
        told[tag] = told[f"/{tag}"] = OPEN
    told |= dict.fromkeys(_tags("skipped"), SKIP)
    for tag in _FRAME:
        told[tag] = PASS
        told.pop(f"/{tag}", None)
    return told | {"/a": OPEN, "/head": PASS}


@cache
def _tags(name: str) -> frozenset[str]:
    return frozenset(load("ar/reading_markup").texts(name))
