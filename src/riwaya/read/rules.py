"""The room's rules, checked and explained."""

from __future__ import annotations

from riwaya.read.addresses import check_addresses
from riwaya.read.asides import check_asides
from riwaya.read.cues import age_of, check_cues, cue_of
from riwaya.read.lines import make_line
from riwaya.read.signs import check_signs, find_signs
from riwaya.read.sites import check_sites
from riwaya.rules import Finding, Fired
from riwaya.text import Words


def check_rules() -> tuple[Finding, ...]:
    """Examples of the reading rules that do not hold; empty means all is well."""
    return (*check_cues(), *check_asides(), *check_signs(), *check_addresses(), *check_sites())


def explain(words: Words) -> tuple[Fired, ...]:
    """The line rules and sign rules that fire in an article's passages."""
    fired: list[Fired] = []
    for passage in words.passages:
        line = make_line(words.article.text, passage.start, passage.end)
        cue = cue_of(line)
        if cue is not None:
            fired.append(Fired("read", cue.id, passage.start, passage.end, cue.kind.value))
        if age_of(line) is not None:
            fired.append(Fired("read", "age", passage.start, passage.end, "a relative age"))
    fired.extend(Fired("read", s.kind, s.span.start, s.span.end, s.why) for s in find_signs(words.article))
    return tuple(fired)
